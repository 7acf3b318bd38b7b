//! `retold verify`: prove that every range opens the words it claims.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Write as _};
use std::num::NonZeroUsize;
use std::path::Path;

use anyhow::{Context as _, Result};
use retold_model::{ArticleId, VersionId};
use retold_pipeline::{Settings, read_article};
use retold_report::inert::visible;
use retold_report::{ArticleRecord, Witness, verify_export};
use retold_store::Reader;

use crate::base;
use crate::cli::{Global, VerifyArgs};
use crate::exit_status::ExitStatus;
use crate::messages::{Reporter, count};
use crate::screen::Screen;

pub(crate) fn run(global: &Global, args: &VerifyArgs, screen: Screen) -> Result<ExitStatus> {
    match &args.file {
        Some(file) => verify_file(global, file, screen),
        None => verify_base(global, args.threads, screen),
    }
}

/// Makes everything anew from the stored bytes. Findings are data: they go to standard output.
fn verify_base(
    global: &Global,
    threads: Option<NonZeroUsize>,
    screen: Screen,
) -> Result<ExitStatus> {
    let mut reporter = Reporter::new(screen);
    let settings = Settings {
        threads,
        ..Settings::default()
    };
    let collection = base::annotating_as_before(base::open_to_read(global)?, &reporter)?;
    let verification = collection.verify(&settings, &mut reporter)?;
    reporter.finish();
    let mut out = std::io::stdout().lock();
    for finding in &verification.findings {
        writeln!(out, "{}", visible(&finding.to_string()))?;
    }
    out.flush()?;
    let passages = match verification.passages {
        Some(passages) => format!(", {} found again", count(passages, "passage", "passages")),
        None => ", passages by their ranges only".to_owned(),
    };
    let findings = verification.findings.len() as u64;
    let more = if verification.more { " or more" } else { "" };
    reporter.say(&format!(
        "{} read again, {} checked{passages}; {}{more}",
        count(verification.sources, "source document", "source documents"),
        count(verification.ranges, "range", "ranges"),
        count(findings, "row does not hold", "rows do not hold")
    ));
    Ok(ExitStatus::look_at_if(findings > 0))
}

/// Compares an exported file with the base. Findings are data: they go to standard output.
fn verify_file(global: &Global, file: &Path, screen: Screen) -> Result<ExitStatus> {
    let verification = base::read(global, |reader| {
        let input: Box<dyn BufRead> = if file == Path::new("-") {
            Box::new(BufReader::new(std::io::stdin()))
        } else {
            let context = || format!("could not read `{}`", file.display());
            Box::new(BufReader::new(File::open(file).with_context(context)?))
        };
        verify_export(input, &Base(reader))
            .with_context(|| format!("could not verify `{}`", file.display()))
    })?;
    let mut out = std::io::stdout().lock();
    for finding in &verification.findings {
        writeln!(out, "{finding}")?;
    }
    out.flush()?;
    let findings = verification.findings.len() as u64;
    let more = if verification.more { " or more" } else { "" };
    Reporter::new(screen).say(&format!(
        "{} in {} checked, {}{more}",
        count(verification.ranges, "range", "ranges"),
        count(verification.records, "record", "records"),
        count(findings, "does not hold", "do not hold")
    ));
    Ok(ExitStatus::look_at_if(findings > 0))
}

/// The base as the witness of what a file claims.
struct Base<'c>(Reader<'c>);

impl Witness for Base<'_> {
    fn article(
        &self,
        id: ArticleId,
        version: VersionId,
    ) -> Result<Option<ArticleRecord>, Box<dyn Error + Send + Sync>> {
        let Some(found) = self
            .0
            .version(version)?
            .filter(|found| found.article.id == id)
        else {
            return Ok(None);
        };
        Ok(Some(ArticleRecord::of(&read_article(self.0, found)?)))
    }

    fn text(
        &self,
        id: ArticleId,
        version: VersionId,
    ) -> Result<Option<String>, Box<dyn Error + Send + Sync>> {
        let found = self
            .0
            .version(version)?
            .filter(|found| found.article.id == id);
        Ok(found.map(|found| found.article.text))
    }
}
