//! `retold story`: the dossier of a story.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use retold_report::{Dossier, story_html, story_markdown, story_text, to_json_pretty};

use crate::base;
use crate::cli::{DossierArgs, DossierFormat, Global};
use crate::dossier_input;
use crate::exit_status::ExitStatus;
use crate::output::Output;
use crate::screen::Screen;

pub(crate) fn run(global: &Global, args: &DossierArgs, screen: Screen) -> Result<ExitStatus> {
    let collection = base::open_to_read(global)?;
    let reader = collection.reader();
    let id = base::story(reader, &args.id)?;
    let story = reader
        .story(id)?
        .with_context(|| format!("the base lost the story {id}"))?;
    let dossier = Dossier::of_story(&dossier_input::of_story(reader, story)?);
    let format = format_of(args.format, args.output.as_deref());
    let mut output = Output::open(args.output.as_deref())?;
    match format {
        DossierFormat::Json => to_json_pretty(&mut output, &dossier)?,
        format => output.write_all(rendered(&dossier, format, screen).as_bytes())?,
    }
    output.finish()?;
    Ok(ExitStatus::Done)
}

fn rendered(dossier: &Dossier, format: DossierFormat, screen: Screen) -> String {
    match format {
        DossierFormat::Html => story_html(dossier),
        DossierFormat::Md => story_markdown(dossier),
        DossierFormat::Text | DossierFormat::Json => {
            story_text(dossier, screen.width(), screen.paint())
        }
    }
}

/// What was asked for, else what the name of the file tells, else text.
pub(crate) fn format_of(asked: Option<DossierFormat>, output: Option<&Path>) -> DossierFormat {
    let told = || {
        let ending = output?.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "html" | "htm" => Some(DossierFormat::Html),
            "md" | "markdown" => Some(DossierFormat::Md),
            "json" => Some(DossierFormat::Json),
            _ => None,
        }
    };
    asked.or_else(told).unwrap_or(DossierFormat::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_file_tells_the_format() {
        let format = |name: &str| format_of(None, Some(Path::new(name)));
        assert_eq!(format("a.HTML"), DossierFormat::Html);
        assert_eq!(format("a.md"), DossierFormat::Md);
        assert_eq!(format("a.json"), DossierFormat::Json);
        assert_eq!(format("a"), DossierFormat::Text);
        assert_eq!(format_of(None, None), DossierFormat::Text);
        assert_eq!(
            format_of(Some(DossierFormat::Md), Some(Path::new("a.html"))),
            DossierFormat::Md
        );
    }
}
