//! Whom an article is near, as the base is after a change.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use retold_model::{ArticleId, LinkIndex, LinkIndexError, Similarity};

use super::stories::Nearness;
use super::{Pair, Removed};
use crate::story::{SAME_STORY, told_apart, usual};

/// One that an article is near.
#[derive(Clone, Copy)]
pub(super) struct Near {
    pub(super) other: ArticleId,
    pub(super) score: u32,
    pub(super) settled: bool,
}

impl Near {
    /// Whether the score alone would make the two one story.
    pub(super) fn could_join(&self) -> bool {
        self.score >= SAME_STORY
    }
}

/// All that one article is near, and the score that is usual there.
pub(super) struct Surrounding {
    pub(super) near: Vec<Near>,
    pub(super) usual: u32,
}

/// The surroundings of articles, read when they are asked for.
pub(super) struct Surroundings<'u> {
    index: &'u dyn LinkIndex,
    compared: BTreeSet<ArticleId>,
    gone: BTreeSet<ArticleId>,
    parted: &'u BTreeSet<Pair>,
    fresh: BTreeMap<ArticleId, Vec<Near>>,
    read: BTreeMap<ArticleId, Rc<Surrounding>>,
}

impl<'u> Surroundings<'u> {
    pub(super) fn new(
        index: &'u dyn LinkIndex,
        removed: &[Removed],
        change: &Nearness<'u>,
    ) -> Result<Self, LinkIndexError> {
        let mut compared = BTreeSet::new();
        for &key in change.compared {
            compared.insert(index.stub(key)?.id);
        }
        let mut fresh: BTreeMap<ArticleId, Vec<Near>> = BTreeMap::new();
        for similarity in change.similarities {
            for id in [similarity.first, similarity.second] {
                fresh.entry(id).or_default().push(near(id, similarity));
            }
        }
        Ok(Self {
            index,
            compared,
            gone: removed.iter().map(|gone| gone.id).collect(),
            parted: change.parted,
            fresh,
            read: BTreeMap::new(),
        })
    }

    /// The surrounding of an article of the base.
    pub(super) fn of(&mut self, id: ArticleId) -> Result<Rc<Surrounding>, LinkIndexError> {
        if let Some(read) = self.read.get(&id) {
            return Ok(Rc::clone(read));
        }
        let mut around = self.fresh.get(&id).cloned().unwrap_or_default();
        if !self.compared.contains(&id) {
            let stored = self.stored(id)?;
            around.extend(stored.into_iter().filter(|near| {
                let pair = (id.min(near.other), id.max(near.other));
                !self.compared.contains(&near.other)
                    && !self.gone.contains(&near.other)
                    && !self.parted.contains(&pair)
            }));
        }
        let surrounding = Rc::new(Surrounding {
            usual: usual(around.iter().map(|near| (near.score, near.settled))),
            near: around,
        });
        self.read.insert(id, Rc::clone(&surrounding));
        Ok(surrounding)
    }

    /// The score of two articles by what is usual around both.
    pub(super) fn told_apart(&mut self, one: ArticleId, near: Near) -> Result<u32, LinkIndexError> {
        if near.settled {
            return Ok(near.score);
        }
        let usual = (self.of(one)?.usual, self.of(near.other)?.usual);
        Ok(told_apart(near.score, usual))
    }

    /// The articles around which another score may be usual than before the change.
    pub(super) fn unsettled(&self) -> Result<BTreeSet<ArticleId>, LinkIndexError> {
        let mut unsettled = self.compared.clone();
        for &(one, other) in self.parted {
            unsettled.extend([one, other]);
        }
        for &id in &self.compared {
            let now = self.fresh.get(&id).into_iter().flatten().copied();
            let near = self.stored(id)?.into_iter().chain(now);
            unsettled.extend(near.filter(Near::could_join).map(|near| near.other));
        }
        Ok(unsettled)
    }

    /// Whom an article was near before the change.
    fn stored(&self, id: ArticleId) -> Result<Vec<Near>, LinkIndexError> {
        let Some(key) = self.index.key(id)? else {
            return Ok(Vec::new());
        };
        let similarities = self.index.similarities(key)?;
        Ok(similarities.iter().map(|stored| near(id, stored)).collect())
    }
}

/// A similarity as the article `id` sees it.
fn near(id: ArticleId, similarity: &Similarity) -> Near {
    Near {
        other: if similarity.first == id {
            similarity.second
        } else {
            similarity.first
        },
        score: similarity.score,
        settled: similarity.settled,
    }
}
