//! What a report is made of: the model's records, as a base hands them out.

use std::sync::Arc;

use retold_model::{ArticleVersion, Diagnostic, Passage, StoryId};

pub use retold_model::{ArticleInput, PhasesInput, StoryInput};

/// Everything an article's dossier shows.
#[derive(Clone, Debug)]
pub struct ArticleDossierInput {
    /// Its versions, the oldest first.
    pub versions: Vec<ArticleInput>,
    /// The stories it belongs to; usually one.
    pub stories: Vec<StoryId>,
    /// Passages that it shares, in any order.
    pub passages: Vec<Passage>,
    /// The articles that it shares them with.
    pub others: Vec<ArticleInput>,
    /// What is worth knowing about its sources.
    pub diagnostics: Vec<Diagnostic>,
}

/// Everything an export tells of one version of an article.
#[derive(Clone, Debug)]
pub struct ExportInput {
    /// The version and its source.
    pub input: ArticleInput,
    /// The stories it belongs to; usually one.
    pub stories: Vec<StoryId>,
    /// Passages that it shares, in any order; those in which it is `second` are told by the other article.
    pub passages: Vec<Passage>,
    /// The current versions of the articles that it shares them with as `first`.
    pub others: Vec<Arc<ArticleVersion>>,
}
