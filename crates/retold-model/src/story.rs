//! Articles that belong together.

use serde::{Deserialize, Serialize};

use crate::{ArticleId, Stamp, StoryId};

/// Articles that carry mostly the same text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReprintGroup {
    /// At least two, ascending.
    pub articles: Vec<ArticleId>,
}

/// The articles about one happening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Its id, from its first article.
    pub id: StoryId,
    /// The headline that stands for it, where any article has one.
    pub headline: Option<String>,
    /// The earliest time that any article states for its publication.
    pub first: Option<Stamp>,
    /// The latest.
    pub last: Option<Stamp>,
    /// Its articles: dated ones by time, then undated ones by id.
    pub articles: Vec<ArticleId>,
}
