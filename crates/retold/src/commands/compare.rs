//! `retold claims`, `retold discrepancies`, `retold utterances`: the reports of a story side by side.

use std::io::Write as _;

use anyhow::{Context as _, Result};
use retold_report::{
    Dossier, DossierParts, claims_text, discrepancies_text, to_json_line, utterances_text,
};
use serde::Serialize;

use crate::base;
use crate::cli::{CompareArgs, CompareFormat, Global};
use crate::dossier_input;
use crate::exit_status::ExitStatus;
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

pub(crate) fn run(
    global: &Global,
    args: &CompareArgs,
    what: What,
    screen: Screen,
) -> Result<ExitStatus> {
    let collection = base::open_to_read(global)?;
    let reader = collection.reader();
    let id = base::story(reader, &args.id)?;
    let story = reader.story(id)?.context("it was found by its id")?;
    let sentences = SentenceVectors::new(screen);
    let vectors = |texts: &[&str]| sentences.of(texts);
    let input = dossier_input::of_story(reader, story)?;
    let dossier = Dossier::of_story_parts(&input, DossierParts::Comparison, Some(&vectors));
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
        Reporter::new(screen).say("nothing to compare");
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
