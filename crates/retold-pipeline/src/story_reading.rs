//! What a base holds of a story or an article, put together for those who report on it.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{
    ArticleId, ArticleInput, ArticleVersion, Entity, PhasesInput, ReprintGroup, Story, StoryInput,
};
use retold_store::Reader;

use crate::error::{PipelineError, Result};
use crate::extraction::{parse_stored, unparsed};

/// How much of a story is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoryDepth {
    /// All of it.
    Whole,
    /// What its reports say, and who copied whom: articles without blocks and cuts, source documents without fields and
    /// parts, no passages.
    Reports,
}

/// What the base holds of a story, but for its phases. It is read at once: what another process writes meanwhile is not in it.
///
/// # Errors
///
/// Where the base cannot be read, or holds no article that the story names.
pub fn read_story(reader: Reader<'_>, story: Story, depth: StoryDepth) -> Result<StoryInput> {
    reader.at_once(|reader| story_input(reader, story, depth))
}

fn story_input(reader: Reader<'_>, story: Story, depth: StoryDepth) -> Result<StoryInput> {
    let members: BTreeSet<ArticleId> = story.articles.iter().copied().collect();
    let mut entities = reader.entities_of_each(&members)?;
    let mut input = StoryInput {
        passages: match depth {
            StoryDepth::Whole => reader.passages_within(story.id)?,
            StoryDepth::Reports => Vec::new(),
        },
        story,
        articles: Vec::with_capacity(members.len()),
        reprints: Vec::new(),
        lineages: Vec::with_capacity(members.len()),
        decisions: reader.decisions()?,
        phases: PhasesInput::default(),
        diagnostics: Vec::new(),
    };
    let mut reprints: BTreeSet<ReprintGroup> = BTreeSet::new();
    for id in members {
        let version = match depth {
            StoryDepth::Whole => reader.article(id)?,
            StoryDepth::Reports => reader.article_without_layout(id)?,
        };
        let version = version.ok_or_else(|| PipelineError::missing("article", &id))?;
        let entities = entities.remove(&id).unwrap_or_default();
        let article = article_input(reader, version, entities, depth)?;
        input.articles.push(article);
        input.lineages.extend(reader.lineage(id)?);
        input.diagnostics.extend(reader.diagnostics_of(id)?);
        reprints.extend(reader.reprint_group(id)?);
    }
    input.reprints = reprints.into_iter().collect();
    Ok(input)
}

/// A version with its source document, read again from the stored bytes.
///
/// # Errors
///
/// Where the base cannot be read, or holds no source document of the version.
pub fn read_article(reader: Reader<'_>, version: ArticleVersion) -> Result<ArticleInput> {
    let entities = if version.current {
        reader.entities_of(version.article.id)?
    } else {
        BTreeMap::new()
    };
    article_input(reader, version, entities, StoryDepth::Whole)
}

fn article_input(
    reader: Reader<'_>,
    version: ArticleVersion,
    entities: BTreeMap<u32, Entity>,
    depth: StoryDepth,
) -> Result<ArticleInput> {
    let id = version.article.version;
    let stored = { reader.source_of(id)? }
        .ok_or_else(|| PipelineError::missing("source document of the version", &id))?;
    Ok(ArticleInput {
        source: match depth {
            StoryDepth::Whole => parse_stored(stored).0,
            StoryDepth::Reports => unparsed(stored),
        },
        annotations: reader.annotations(id)?,
        entities,
        version,
    })
}
