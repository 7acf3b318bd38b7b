//! From what a base holds to what a report is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use retold_model::{ArticleId, ArticleVersion, Passage, ReprintGroup, Story};
use retold_pipeline::parse_stored;
use retold_report::{
    ArticleDossierInput, ArticleInput, Dossier, DossierParts, ExportInput, PhasesInput, StoryInput,
};
use retold_store::Reader;

use crate::phases;
use crate::sentence_vectors::SentenceVectors;

/// A version with its source document, read again from the stored bytes.
pub(crate) fn article_input(reader: Reader<'_>, version: ArticleVersion) -> Result<ArticleInput> {
    let id = version.article.version;
    let stored = reader
        .source_of(id)?
        .with_context(|| format!("the base holds no source document of the version {id}"))?;
    let (source, _) = parse_stored(stored);
    let entities = if version.current {
        reader.entities_of(version.article.id)?
    } else {
        BTreeMap::new()
    };
    Ok(ArticleInput {
        version,
        source,
        annotations: reader.annotations(id)?,
        entities,
    })
}

fn current(reader: Reader<'_>, id: ArticleId) -> Result<ArticleVersion> {
    reader
        .article(id)?
        .with_context(|| format!("the base holds no article {id}, which it names elsewhere"))
}

/// Everything of a story.
fn of_story(reader: Reader<'_>, story: Story, phases: PhasesInput) -> Result<StoryInput> {
    let members: BTreeSet<ArticleId> = story.articles.iter().copied().collect();
    let mut articles = Vec::with_capacity(members.len());
    let mut diagnostics = Vec::new();
    for &id in &members {
        articles.push(article_input(reader, current(reader, id)?)?);
        diagnostics.extend(reader.diagnostics_of(id)?);
    }
    let mut lineages = Vec::with_capacity(members.len());
    for &id in &members {
        lineages.extend(reader.lineage(id)?);
    }
    let mut reprints: BTreeSet<ReprintGroup> = BTreeSet::new();
    for &id in &members {
        reprints.extend(reader.reprint_group(id)?);
    }
    Ok(StoryInput {
        passages: reader.passages_within(story.id)?,
        story,
        articles,
        reprints: reprints.into_iter().collect(),
        lineages,
        decisions: reader.decisions()?,
        phases,
        diagnostics,
    })
}

/// The dossier of a story, or parts of it; `sentences` decides on sayings that words leave open.
pub(crate) fn dossier(
    reader: Reader<'_>,
    story: Story,
    parts: DossierParts,
    sentences: &SentenceVectors,
) -> Result<Dossier> {
    let vectors = |texts: &[&str]| sentences.of(texts);
    let phases = match parts {
        DossierParts::All => phases::of_dossier(reader, &story)?,
        DossierParts::Lineage | DossierParts::Comparison => PhasesInput::default(),
    };
    let input = of_story(reader, story, phases)?;
    Ok(Dossier::of_story_parts(&input, parts, Some(&vectors)))
}

/// Everything of an article.
pub(crate) fn of_article(reader: Reader<'_>, id: ArticleId) -> Result<ArticleDossierInput> {
    let mut versions = Vec::new();
    for version in reader.versions(id)? {
        versions.push(article_input(reader, version)?);
    }
    let passages = reader.passages(id)?;
    let mut others = Vec::new();
    for other in others_of(id, &passages) {
        others.push(article_input(reader, current(reader, other)?)?);
    }
    Ok(ArticleDossierInput {
        versions,
        stories: reader
            .story_of(id)?
            .into_iter()
            .map(|story| story.id)
            .collect(),
        passages,
        others,
        diagnostics: reader.diagnostics_of(id)?,
    })
}

/// The articles that `id` shares passages with, ascending.
fn others_of(id: ArticleId, passages: &[Passage]) -> BTreeSet<ArticleId> {
    passages
        .iter()
        .flat_map(|passage| [passage.first.article, passage.second.article])
        .filter(|&other| other != id)
        .collect()
}

/// Articles that are kept at hand during an export: passages lead to the same ones again and again.
const KEPT_ARTICLES: usize = 256;

/// Makes what an export needs, article by article, with a few of the last ones kept at hand.
#[derive(Default)]
pub(crate) struct Exporter {
    kept: BTreeMap<ArticleId, Arc<ArticleVersion>>,
}

impl Exporter {
    /// The versions of an article to be exported: the current one, or all, the oldest first.
    pub(crate) fn inputs(
        &mut self,
        reader: Reader<'_>,
        id: ArticleId,
        all_versions: bool,
    ) -> Result<Vec<ExportInput>> {
        let versions = if all_versions {
            reader.versions(id)?
        } else {
            vec![current(reader, id)?]
        };
        let stories: Vec<_> = reader
            .story_of(id)?
            .into_iter()
            .map(|story| story.id)
            .collect();
        versions
            .into_iter()
            .map(|version| {
                // Ranges of passages count in the current text.
                let mut passages = if version.current {
                    reader.passages(id)?
                } else {
                    Vec::new()
                };
                // The others are told in the records of their first articles.
                passages.retain(|passage| passage.first.article == id);
                let others = others_of(id, &passages)
                    .into_iter()
                    .map(|other| self.other(reader, other))
                    .collect::<Result<_>>()?;
                let input = article_input(reader, version)?;
                Ok(ExportInput {
                    input,
                    stories: stories.clone(),
                    passages,
                    others,
                })
            })
            .collect()
    }

    fn other(&mut self, reader: Reader<'_>, id: ArticleId) -> Result<Arc<ArticleVersion>> {
        if let Some(kept) = self.kept.get(&id) {
            return Ok(Arc::clone(kept));
        }
        if self.kept.len() >= KEPT_ARTICLES {
            self.kept.clear();
        }
        let version = Arc::new(current(reader, id)?);
        self.kept.insert(id, Arc::clone(&version));
        Ok(version)
    }
}
