//! `retold demo`: all of it on a sample of made-up news.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use retold_pipeline::{Collection, Settings, Source};
use retold_read::{Input, Known, Limits};
use retold_report::{DossierParts, story_html, story_text};

use super::{add, stories};
use crate::base;
use crate::cli::{DemoArgs, Global, ListFormat};
use crate::dossier_input;
use crate::exit_status::ExitStatus;
use crate::failure::Mistake;
use crate::messages::Reporter;
use crate::output::Output;
use crate::screen::Screen;
use crate::sentence_vectors::SentenceVectors;

macro_rules! sample {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../../../examples/sample/", $path)))),+]
    };
}

/// The sample, inside the program: an installed one has no source tree.
const SAMPLE: &[(&str, &[u8])] = sample![
    "feeds/straits-digest.xml",
    "html/dunmere-chronicle-ferry.html",
    "html/kestrel-gazette-ferry.html",
    "html/kestrel-gazette-river-ferry.html",
    "html/meridian-press-ferry-update.html",
    "html/meridian-press-ferry.html",
    "html/merrin-daily-ferry.html",
    "html/strait-explainer-ferry.html",
    "manifest.csv",
    "text/fenmoor-star-ferry.txt",
    "warc/crawl-20250314.warc.gz",
    "wordpress/sorre-isles-forum-48213.json",
];

pub(crate) fn run(global: &Global, args: &DemoArgs, screen: Screen) -> Result<ExitStatus> {
    let absolute = |path: &Path| {
        std::path::absolute(path)
            .with_context(|| format!("could not find the place of `{}`", path.display()))
    };
    let directory = tempfile::tempdir().context("could not make a temporary directory")?;
    let db = match &global.db {
        Some(db) => absolute(db)?,
        None => directory.path().join("demo.db"),
    };
    let html = absolute(&args.output)?;
    for (path, bytes) in SAMPLE {
        let path = directory.path().join("sample").join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, bytes)?;
    }
    // The base notes the paths as they are named: from here they are the same in every run.
    std::env::set_current_dir(directory.path())
        .context("could not go to the temporary directory")?;

    let mut reporter = Reporter::new(screen);
    let mut collection = Collection::open(&db)?.with_annotator(base::annotator(&reporter)?);
    let source = Source {
        inputs: &[Input::from_argument("sample")],
        known: &Known::default(),
        manifest: None,
        limits: &Limits::default(),
    };
    let summary = collection.add(source, &Settings::default(), &mut reporter)?;
    reporter.finish();
    reporter.say(&add::told(&summary));

    let reader = collection.reader();
    let mut output = Output::open(None)?;
    stories::table(reader, 1)?
        .without("last")
        .without("texts")
        .without("phases")
        .without_empty("continues")
        .write(&mut output, ListFormat::Text, screen)?;
    let largest = reader
        .stories()?
        .into_iter()
        .rev()
        .max_by_key(|story| story.articles.len());
    let Some(story) = largest else {
        return Err(Mistake::new(
            "the sample gave no story",
            "report this: it is a fault in Retold",
        )
        .into());
    };
    let sentences = SentenceVectors::new(screen);
    let dossier = dossier_input::dossier(reader, story, DossierParts::All, &sentences)?;
    writeln!(
        output,
        "\n{}",
        story_text(&dossier, screen.width(), screen.paint()).trim_end()
    )?;
    output.finish()?;

    let mut file = Output::open(Some(&html))?;
    file.write_all(story_html(&dossier).as_bytes())?;
    file.finish()?;
    reporter.say(&format!(
        "the dossier with the texts is in {}",
        args.output.display()
    ));
    if global.db.is_none() {
        reporter.say("the base was temporary: `retold demo --db FILE` keeps it");
    }
    // What the sample holds to be looked at is planted.
    Ok(ExitStatus::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(directory: &Path, below: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{below}{}", path.file_name().unwrap().to_str().unwrap());
            if path.is_dir() {
                files(&path, &format!("{name}/"), found);
            } else {
                found.push(name);
            }
        }
    }

    #[test]
    fn the_whole_sample_is_in_the_program() {
        let mut found = Vec::new();
        files(Path::new("../../examples/sample"), "", &mut found);
        found.sort();
        let listed: Vec<&str> = SAMPLE.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, found);
    }
}
