//! `retold lineage`: who copied whom in a story.

use std::io::Write as _;

use anyhow::{Context as _, Result};
use retold_report::{Dossier, lineage_dot, lineage_graphml, lineage_text, to_json_pretty};
use serde_json::json;

use crate::base;
use crate::cli::{Global, LineageArgs, LineageFormat};
use crate::dossier_input;
use crate::exit_status::ExitStatus;
use crate::output::Output;
use crate::screen::Screen;

pub(crate) fn run(global: &Global, args: &LineageArgs, screen: Screen) -> Result<ExitStatus> {
    let collection = base::open_to_read(global)?;
    let reader = collection.reader();
    let id = base::story(reader, &args.id)?;
    let story = reader.story(id)?.context("it was found by its id")?;
    let dossier = Dossier::of_story(&dossier_input::of_story(reader, story)?);
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
