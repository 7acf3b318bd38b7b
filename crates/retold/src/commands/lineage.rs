//! `retold lineage`: who copied whom in a story, and corrections of it.

use std::io::Write as _;

use anyhow::{Context as _, Result};
use retold_model::{LineageDecision, PassageKind};
use retold_report::{DossierParts, lineage_dot, lineage_graphml, lineage_text, to_json_pretty};
use retold_store::Reader;
use serde_json::json;

use super::decisions::decide;
use crate::base;
use crate::cli::{Global, LineageArgs, LineageCommand, LineageFormat};
use crate::dossier_input;
use crate::exit_status::ExitStatus;
use crate::failure::Mistake;
use crate::output::Output;
use crate::screen::Screen;
use crate::sentence_vectors::SentenceVectors;

pub(crate) fn run(global: &Global, args: &LineageArgs, screen: Screen) -> Result<ExitStatus> {
    if let Some(command) = &args.command {
        return decide(global, screen, |reader| {
            Ok(vec![decision(reader, command)?])
        });
    }
    let beginning = args.id.as_deref().context("clap asks for an id")?;
    let sentences = SentenceVectors::new(screen);
    let dossier = base::read(global, |reader| {
        let story = base::whole_story(reader, beginning)?;
        dossier_input::dossier(reader, story, DossierParts::Lineage, &sentences)
    })?;
    let mut output = Output::open(args.output.as_deref())?;
    match args.format {
        LineageFormat::Text => {
            output.write_all(lineage_text(&dossier, screen.width(), screen.paint()).as_bytes())?;
        }
        LineageFormat::Dot => output.write_all(lineage_dot(&dossier).as_bytes())?,
        LineageFormat::Graphml => output.write_all(lineage_graphml(&dossier).as_bytes())?,
        LineageFormat::Json => to_json_pretty(
            &mut output,
            &json!({
                "story": dossier.story.id.to_string(),
                "lineage": dossier.lineage,
                "independent": dossier.independent,
            }),
        )?,
    }
    output.finish()?;
    Ok(ExitStatus::Done)
}

fn decision(reader: Reader<'_>, command: &LineageCommand) -> Result<LineageDecision> {
    let (LineageCommand::Confirm { child, parent } | LineageCommand::Reject { child, parent }) =
        command;
    let child = base::article(reader, child)?;
    let parent = base::article(reader, parent)?;
    let shares = reader.passages(child)?.iter().any(|passage| {
        let ends = [passage.first.article, passage.second.article];
        passage.kind == PassageKind::Report && child != parent && ends.contains(&parent)
    });
    if !shares {
        let message = format!("{child} and {parent} share no text");
        let hint = "`retold article ID` shows with whom an article shares passages";
        return Err(Mistake::new(message, hint).into());
    }
    Ok(match command {
        LineageCommand::Confirm { .. } => LineageDecision::Confirm { child, parent },
        LineageCommand::Reject { .. } => LineageDecision::Reject { child, parent },
    })
}
