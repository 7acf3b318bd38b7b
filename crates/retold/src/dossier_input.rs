//! From what a base holds to what a report is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use retold_model::{ArticleId, ArticleVersion, Passage, Story};
use retold_pipeline::{StoryDepth, read_article, read_story};
use retold_report::{
    ArticleDossierInput, Dossier, DossierParts, ExportInput, PhasesInput, StoryInput,
};
use retold_store::Reader;

use crate::phases;
use crate::sentence_vectors::SentenceVectors;

/// The current version of an article that the base names.
fn current(reader: Reader<'_>, id: ArticleId) -> Result<ArticleVersion> {
    let version = reader.article(id)?;
    version.with_context(|| lost(id))
}

fn lost(id: ArticleId) -> String {
    format!("the base holds no article {id}, which it names elsewhere")
}

/// The dossier of a story, or parts of it; `sentences` decides on sayings that words leave open.
pub(crate) fn dossier(
    reader: Reader<'_>,
    story: Story,
    parts: DossierParts,
    sentences: &SentenceVectors,
) -> Result<Dossier> {
    let vectors = |texts: &[&str]| sentences.of(texts);
    let (phases, depth) = match parts {
        DossierParts::All => (phases::of_dossier(reader, &story)?, StoryDepth::Whole),
        DossierParts::Lineage | DossierParts::Comparison => {
            (PhasesInput::default(), StoryDepth::Reports)
        }
    };
    let input = StoryInput {
        phases,
        ..read_story(reader, story, depth)?
    };
    Ok(Dossier::of_story_parts(&input, parts, Some(&vectors)))
}

/// Everything of an article.
pub(crate) fn of_article(reader: Reader<'_>, id: ArticleId) -> Result<ArticleDossierInput> {
    let mut versions = Vec::new();
    for version in reader.versions(id)? {
        versions.push(read_article(reader, version)?);
    }
    ensure!(!versions.is_empty(), lost(id));
    let passages = reader.passages(id)?;
    let mut others = Vec::new();
    for other in others_of(id, &passages) {
        others.push(read_article(reader, current(reader, other)?)?);
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
                let input = read_article(reader, version)?;
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
