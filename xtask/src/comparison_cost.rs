//! What the comparison of reports (claims, discrepancies, utterances) costs beside adding the same articles.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::Path;

use anyhow::{Context as _, Result};
use retold_model::{Diagnostic, ReprintGroup, Story};
use retold_pipeline::{Collection, Progress, Settings, Source, parse_stored};
use retold_read::{Input, Known, Limits};
use retold_report::{ArticleInput, Dossier, DossierParts, PhasesInput, StoryInput};
use retold_store::Reader;

use crate::{cpu, english, say};

/// Nobody looks on.
struct Quiet;

impl Progress for Quiet {
    fn done(&mut self, _: u64, _: Option<u64>) {}

    fn diagnostic(&mut self, _: &Diagnostic) {}
}

/// Adds the articles of a file to a new base on one thread, then compares the reports of every story that has two, as
/// `retold claims` does: its sources are read again, and vectors are made of the sayings that words leave open.
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
        let vectors = encoder.embed(texts);
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
        let input = input(reader, story)?;
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

/// What `retold claims` reads of a story.
fn input(reader: Reader<'_>, story: Story) -> Result<StoryInput> {
    let members: BTreeSet<_> = story.articles.iter().copied().collect();
    let mut input = StoryInput {
        passages: reader.passages_within(story.id)?,
        story,
        articles: Vec::new(),
        reprints: Vec::new(),
        lineages: Vec::new(),
        decisions: reader.decisions()?,
        phases: PhasesInput::default(),
        diagnostics: Vec::new(),
    };
    let mut reprints: BTreeSet<ReprintGroup> = BTreeSet::new();
    for id in members {
        let version = reader.article(id)?.context("the story names it")?;
        let stored = reader
            .source_of(version.article.version)?
            .context("each version has a source")?;
        let entities: BTreeMap<_, _> = reader.entities_of(id)?;
        input.articles.push(ArticleInput {
            annotations: reader.annotations(version.article.version)?,
            source: parse_stored(stored).0,
            version,
            entities,
        });
        input.lineages.extend(reader.lineage(id)?);
        input.diagnostics.extend(reader.diagnostics_of(id)?);
        reprints.extend(reader.reprint_group(id)?);
    }
    input.reprints = reprints.into_iter().collect();
    Ok(input)
}
