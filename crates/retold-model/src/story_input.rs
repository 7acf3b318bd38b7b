//! What a report of a story is made of: the records that a base holds of it.

use std::collections::BTreeMap;

use crate::{
    Annotations, ArticleVersion, Decided, Diagnostic, DiscrepancyDecision, Entity, Lineage,
    Passage, ReprintGroup, SourceDocument, Story, StoryId, StoryPhases,
};

/// One version of an article with the source document it was extracted from.
#[derive(Clone, Debug)]
pub struct ArticleInput {
    /// The article.
    pub version: ArticleVersion,
    /// Its source document, with `parts` as the reader gives them: they show what was cut.
    pub source: SourceDocument,
    /// What was read in it, if it was analysed.
    pub annotations: Option<Annotations>,
    /// The entities of its chains, by the place of the chain; of current versions.
    pub entities: BTreeMap<u32, Entity>,
}

/// Everything a story's dossier shows.
#[derive(Clone, Debug)]
pub struct StoryInput {
    /// The story.
    pub story: Story,
    /// The current versions of its articles, in any order.
    pub articles: Vec<ArticleInput>,
    /// Passages between its articles, in any order; others are left out.
    pub passages: Vec<Passage>,
    /// Groups of reprints among its articles.
    pub reprints: Vec<ReprintGroup>,
    /// Where the texts of its articles came from, in any order.
    pub lineages: Vec<Lineage>,
    /// What was decided by hand of discrepancies, ascending by number; those of other stories say nothing.
    pub decisions: Vec<Decided<DiscrepancyDecision>>,
    /// Its phases, and the stories that are other phases of the same.
    pub phases: PhasesInput,
    /// What is worth knowing about its sources.
    pub diagnostics: Vec<Diagnostic>,
}

/// The phases of a story, with what is told of others.
#[derive(Clone, Debug, Default)]
pub struct PhasesInput {
    /// The phases and the links.
    pub phases: StoryPhases,
    /// The current versions of the articles of other stories that the links cite.
    pub others: Vec<ArticleVersion>,
    /// How many independent reports the linked stories have.
    pub independent: BTreeMap<StoryId, usize>,
}
