//! `retold claims`, `retold discrepancies`, `retold utterances`: the reports of a story side by side.

use std::io::Write as _;

use anyhow::{Context as _, Result};
use retold_model::Verdict;
use retold_report::{
    DiscrepancyRecord, Dossier, DossierParts, claims_text, discrepancies_text, to_json_line,
    utterances_text,
};
use retold_store::Reader;
use serde::Serialize;

use super::decisions::decide;
use crate::base;
use crate::cli::{CompareArgs, CompareFormat, DiscrepanciesArgs, DiscrepancyCommand, Global};
use crate::dossier_input;
use crate::exit_status::ExitStatus;
use crate::failure::Mistake;
use crate::messages::Reporter;
use crate::output::Output;
use crate::screen::Screen;
use crate::sentence_vectors::SentenceVectors;

/// Which part of the comparison is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What {
    Claims,
    Discrepancies,
    Utterances,
}

impl What {
    /// What is said where there is none.
    fn nothing(self) -> &'static str {
        match self {
            Self::Claims => "no claims: nothing was read in the articles that could be compared",
            Self::Discrepancies => {
                "no discrepancy was found, which does not say that there is none"
            }
            Self::Utterances => "no saying stands in several wordings",
        }
    }
}

pub(crate) fn discrepancies(
    global: &Global,
    args: &DiscrepanciesArgs,
    screen: Screen,
) -> Result<ExitStatus> {
    let (args, verdict) = match &args.command {
        None => {
            let compared = args.compared.as_ref().context("clap asks for a story")?;
            return run(global, compared, What::Discrepancies, screen);
        }
        Some(DiscrepancyCommand::Confirm(args)) => (args, Verdict::Confirmed),
        Some(DiscrepancyCommand::Dismiss(args)) => (args, Verdict::Dismissed),
    };
    decide(global, screen, |reader| {
        let dossier = compared(reader, &args.story, screen)?;
        let mut decisions = Vec::with_capacity(args.discrepancies.len());
        for beginning in &args.discrepancies {
            let begins = |record: &&DiscrepancyRecord| {
                let id = record.id.to_string();
                base::well_formed(beginning) && id.starts_with(&beginning.to_ascii_lowercase())
            };
            let found: Vec<&DiscrepancyRecord> =
                dossier.discrepancies.iter().filter(begins).collect();
            let [record] = found[..] else {
                let number = if found.is_empty() {
                    "no"
                } else {
                    "more than one"
                };
                let message = format!(
                    "{number} discrepancy of the story has an id that begins with `{beginning}`"
                );
                let hint = format!(
                    "`retold discrepancies {} --format text` tells them",
                    args.story
                );
                return Err(Mistake::new(message, hint).into());
            };
            decisions.push(record.decide(verdict, args.reason.clone()));
        }
        Ok(decisions)
    })
}

/// What the comparison of the reports of a story gives.
fn compared(reader: Reader<'_>, story: &str, screen: Screen) -> Result<Dossier> {
    let story = base::whole_story(reader, story)?;
    let sentences = SentenceVectors::new(screen);
    dossier_input::dossier(reader, story, DossierParts::Comparison, &sentences)
}

pub(crate) fn run(
    global: &Global,
    args: &CompareArgs,
    what: What,
    screen: Screen,
) -> Result<ExitStatus> {
    let dossier = base::read(global, |reader| compared(reader, &args.id, screen))?;
    let usual = if screen.terminal && args.output.is_none() {
        CompareFormat::Text
    } else {
        CompareFormat::Json
    };
    let mut output = Output::open(args.output.as_deref())?;
    let (width, paint) = (screen.width(), screen.paint());
    let found = match (args.format.unwrap_or(usual), what) {
        (CompareFormat::Text, What::Claims) => {
            output.write_all(claims_text(&dossier, width, paint).as_bytes())?;
            dossier.claims.len()
        }
        (CompareFormat::Text, What::Discrepancies) => {
            output.write_all(discrepancies_text(&dossier, width, paint).as_bytes())?;
            dossier.discrepancies.len()
        }
        (CompareFormat::Text, What::Utterances) => {
            output.write_all(utterances_text(&dossier, width, paint).as_bytes())?;
            dossier.utterances.len()
        }
        (CompareFormat::Json, What::Claims) => lines(&mut output, &dossier.claims)?,
        (CompareFormat::Json, What::Discrepancies) => lines(&mut output, &dossier.discrepancies)?,
        (CompareFormat::Json, What::Utterances) => lines(&mut output, &dossier.utterances)?,
    };
    output.finish()?;
    if found == 0 {
        Reporter::new(screen).say(what.nothing());
    }
    Ok(ExitStatus::Done)
}

/// Writes a record a line and counts them.
fn lines<T: Serialize>(output: &mut Output, records: &[T]) -> Result<usize> {
    for record in records {
        to_json_line(output, record)?;
        output.write_all(b"\n")?;
    }
    Ok(records.len())
}
