//! What the stages that compare the reports of a story are given of each.

use std::collections::BTreeMap;

use crate::{Annotations, ArticleId, EntityId, Stamp};

/// One report of a story: its current version with what was read in it.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// Its id.
    pub id: ArticleId,
    /// Its text; all ranges are of it.
    pub text: &'a str,
    /// When published, as stated.
    pub published: Option<Stamp>,
    /// The publication.
    pub outlet: Option<&'a str>,
    /// What was read in it.
    pub annotations: &'a Annotations,
    /// The entities of its chains, by the place of the chain.
    pub entities: &'a BTreeMap<u32, EntityId>,
}
