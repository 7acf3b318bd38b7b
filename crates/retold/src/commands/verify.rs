//! `retold verify`: prove that every range opens the words it claims.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use retold_model::{ArticleId, VersionId};
use retold_report::{ArticleRecord, Witness, verify_export};
use retold_store::Reader;

use crate::base;
use crate::cli::{Global, VerifyArgs};
use crate::dossier_input::article_input;
use crate::exit_status::ExitStatus;
use crate::messages::{Reporter, count};
use crate::screen::Screen;

pub(crate) fn run(global: &Global, args: &VerifyArgs, screen: Screen) -> Result<ExitStatus> {
    match &args.file {
        Some(file) => verify_file(global, file, screen),
        None => anyhow::bail!("not yet"),
    }
}

/// Compares an exported file with the base. Findings are data: they go to standard output.
fn verify_file(global: &Global, file: &Path, screen: Screen) -> Result<ExitStatus> {
    let collection = base::open_to_read(global)?;
    let input: Box<dyn BufRead> = if file == Path::new("-") {
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        let context = || format!("could not read `{}`", file.display());
        Box::new(BufReader::new(File::open(file).with_context(context)?))
    };
    let verification = verify_export(input, &Base(collection.reader()))
        .with_context(|| format!("could not verify `{}`", file.display()))?;
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
        Ok(Some(ArticleRecord::of(&article_input(self.0, found)?)))
    }
}
