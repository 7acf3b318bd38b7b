//! What the comparison of reports (claims, discrepancies, utterances) costs beside adding the same articles.

use std::num::NonZeroUsize;
use std::path::Path;

use anyhow::Result;
use retold_model::Diagnostic;
use retold_pipeline::{Collection, Progress, Settings, Source, StoryDepth, read_story};
use retold_read::{Input, Known, Limits};
use retold_report::{Dossier, DossierParts};

use crate::{cpu, english, say};

/// Nobody looks on.
struct Quiet;

impl Progress for Quiet {
    fn done(&mut self, _: u64, _: Option<u64>) {}

    fn diagnostic(&mut self, _: &Diagnostic) {}
}

/// Adds the articles of a file to a new base on one thread, then compares the reports of every story that has two, as
/// `retold claims` does: what the base holds of it is read, and vectors are made of the sayings that words leave open.
pub(crate) fn run(articles: &Path) -> Result<bool> {
    let folder = tempfile::tempdir()?;
    let begun = cpu::of_process();
    let mut collection =
        Collection::open(folder.path().join("base.db"))?.with_annotator(english::annotator()?);
    let source = Source {
        inputs: &[Input::Path(articles.to_owned())],
        known: &Known::default(),
        manifest: None,
        limits: &Limits::default(),
    };
    let settings = Settings {
        threads: NonZeroUsize::new(1),
        ..Settings::default()
    };
    let added = collection.add(source, &settings, &mut Quiet)?;
    let adding = cpu::of_process() - begun;

    let begun = cpu::of_process();
    let encoder = english::encoder()?;
    let loading = cpu::of_process() - begun;
    let begun = cpu::of_process();
    let reader = collection.reader();
    let embedded = std::cell::Cell::new((0, 0.0));
    let vectors = |texts: &[&str]| {
        let begun = cpu::of_process();
        let vectors = encoder.embed(texts).expect("the model was read");
        let (count, seconds) = embedded.get();
        let spent = cpu::of_process() - begun;
        embedded.set((count + texts.len(), seconds + spent));
        vectors.iter().map(|vector| vector.to_vec()).collect()
    };
    let mut found = [0; 4];
    let mut reading = 0.0;
    for story in reader.stories()? {
        if story.articles.len() < 2 {
            continue;
        }
        let begun = cpu::of_process();
        let input = read_story(reader, story, StoryDepth::Reports)?;
        reading += cpu::of_process() - begun;
        let dossier = Dossier::of_story_parts(&input, DossierParts::Comparison, Some(&vectors));
        let parts = [
            1,
            dossier.claims.len(),
            dossier.discrepancies.len(),
            dossier.utterances.len(),
        ];
        for (sum, part) in found.iter_mut().zip(parts) {
            *sum += part;
        }
    }
    let comparing = cpu::of_process() - begun + loading;
    let [stories, claims, discrepancies, utterances] = found;
    let (sentences, embedding) = embedded.get();
    say(&format!(
        "adding {} articles: {adding:.2} CPU seconds",
        added.articles
    ));
    say(&format!(
        "comparing the reports of {stories} stories: {comparing:.2} CPU seconds, {:.1} % of adding \
         ({claims} claims, {discrepancies} discrepancies, {utterances} utterances)",
        100.0 * comparing / adding
    ));
    say(&format!(
        "of it reading from the base {reading:.2}, loading the encoder {loading:.2}, {sentences} sentences {embedding:.2}"
    ));
    Ok(true)
}
