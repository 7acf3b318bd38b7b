//! `retold add`: read pages, scrapes, feeds and archives into the base.

use std::io::IsTerminal as _;

use anyhow::Result;
use retold_pipeline::{AddSummary, Collection, Progress as _, Settings, Source};
use retold_read::{Input, Known, Limits, Manifest};

use crate::base;
use crate::cli::{AddArgs, Global};
use crate::exit_status::ExitStatus;
use crate::failure::Mistake;
use crate::messages::{Reporter, count};
use crate::screen::{Asking, Screen};

pub(crate) fn run(global: &Global, args: AddArgs, screen: Screen) -> Result<ExitStatus> {
    let inputs: Vec<Input> = args
        .inputs
        .iter()
        .map(|argument| Input::from_argument(argument))
        .collect();
    if screen.asking == Asking::Forbidden
        && inputs.contains(&Input::Stdin)
        && std::io::stdin().is_terminal()
    {
        let hint = "give it by `<FILE` or a pipe, or leave out `--no-input`";
        return Err(Mistake::new("standard input is a terminal", hint).into());
    }
    base::must_be_no_directory(&base::path(global))?;
    let limits = Limits::default();
    let mut reporter = Reporter::new(screen);
    let manifest = args.manifest.as_ref().map(|path| {
        let (manifest, diagnostics) = Manifest::load(path, &limits);
        for diagnostic in &diagnostics {
            reporter.diagnostic(diagnostic);
        }
        manifest
    });
    let known = Known {
        url: args.url,
        outlet: args.outlet,
        published: args.published,
        modified: args.modified,
        retrieved: args.retrieved,
        language: args.language,
        headline: args.headline,
        author: args.author,
        section: args.section,
    };
    let source = Source {
        inputs: &inputs,
        known: &known,
        manifest: manifest.as_ref(),
        limits: &limits,
    };
    let settings = Settings {
        threads: args.threads,
        ..Settings::default()
    };
    let collection = || Collection::open(base::path(global));
    // A model that cannot be had leaves no empty base behind.
    let mut collection = if args.no_annotations {
        collection()?
    } else {
        let annotator = base::annotator(&reporter)?;
        collection()?.with_annotator(annotator)
    };
    let summary = collection.add(source, &settings, &mut reporter)?;
    reporter.finish();
    reporter.say(&told(&summary));
    Ok(ExitStatus::look_at_if(
        reporter.lost > 0 || summary.documents == 0,
    ))
}

/// The sum of a run on one line.
pub(crate) fn told(summary: &AddSummary) -> String {
    let mut text = format!(
        "{} read: {} new ({}), {} known",
        count(summary.documents, "document", "documents"),
        summary.new,
        count(summary.articles, "article", "articles"),
        summary.known
    );
    let diagnostics = [
        (summary.errors, "error", "errors"),
        (summary.warnings, "warning", "warnings"),
        (summary.notes, "note", "notes"),
    ];
    for (n, one, many) in diagnostics {
        if n > 0 {
            text.push_str("; ");
            text.push_str(&count(n, one, many));
        }
    }
    text
}
