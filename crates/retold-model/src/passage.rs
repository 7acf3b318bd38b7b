//! Runs of text that stand in two articles.

use retold_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::ArticleId;

/// Where a passage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Occurrence {
    /// The article (its current version).
    pub article: ArticleId,
    /// The range in its text.
    pub range: TextRange,
}

/// What was done to a run of words, from the first occurrence to the second. It says nothing of which is older.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EditKind {
    /// Stands in the first only; the second range is empty, at the place.
    Deleted,
    /// Stands in the second only; the first range is empty, at the place.
    Inserted,
    /// Other words stand there.
    Replaced,
}

/// One difference inside a passage. House style (quotation marks, dashes, spaces, capitals) is no difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edit {
    /// What was done.
    pub kind: EditKind,
    /// The words in the first article.
    pub first: TextRange,
    /// The words in the second article.
    pub second: TextRange,
}

/// Why the same words stand in both articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PassageKind {
    /// Reporting: one took it from the other, or both from a third.
    Report,
    /// Nothing but what somebody is quoted as saying: two reporters may have heard it.
    Quotation,
}

/// A run of text that stands in two articles, word for word or edited.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Passage {
    /// In the article with the smaller id.
    pub first: Occurrence,
    /// In the other.
    pub second: Occurrence,
    /// Why it may stand in both.
    pub kind: PassageKind,
    /// How many words stand in both, in the same order.
    pub matched_words: u32,
    /// The differences, in order.
    pub edits: Vec<Edit>,
}
