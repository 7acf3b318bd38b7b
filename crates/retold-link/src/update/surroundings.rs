//! Whom an article is near, as the base was before a change and as it is after it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use retold_model::{ArticleId, LinkIndex, LinkIndexError, Similarity};
use rustc_hash::FxHashMap;

use super::stories::Change;
use super::{Pair, Removed};
use crate::story_decisions::StoryBounds;
use crate::story_groups::{self, Articles};

type Near = story_groups::Near<ArticleId>;
type Surrounding = story_groups::Surrounding<ArticleId>;

/// The surroundings of articles, read when they are asked for.
pub(super) struct Surroundings<'u> {
    index: &'u dyn LinkIndex,
    /// Articles whose similarities are given anew, and those that left the base.
    anew: BTreeSet<ArticleId>,
    /// Whom those were near that left the base or have another version.
    gone: BTreeMap<ArticleId, Vec<Near>>,
    /// Whom of `gone` others were near.
    lost: BTreeMap<ArticleId, Vec<Near>>,
    /// Articles that came into the base.
    new: BTreeSet<ArticleId>,
    parted: &'u BTreeSet<Pair>,
    fresh: BTreeMap<ArticleId, Vec<Near>>,
    read: FxHashMap<ArticleId, Both>,
}

/// The surroundings of an article before and after the change.
#[derive(Clone)]
pub(super) struct Both {
    before: Rc<Surrounding>,
    pub(super) after: Rc<Surrounding>,
}

impl<'u> Surroundings<'u> {
    pub(super) fn new(
        index: &'u dyn LinkIndex,
        removed: &[Removed],
        change: &Change<'u>,
    ) -> Result<Self, LinkIndexError> {
        let mut anew: BTreeSet<ArticleId> = removed.iter().map(|gone| gone.id).collect();
        for &key in change.compared {
            anew.insert(index.stub(key)?.id);
        }
        let mut gone = BTreeMap::new();
        let mut lost: BTreeMap<ArticleId, Vec<Near>> = BTreeMap::new();
        for article in removed {
            let similarities = article.similarities.iter();
            for similarity in similarities.clone() {
                let other = other_of(similarity, article.id);
                lost.entry(other).or_default().push(near(other, similarity));
            }
            let around = similarities.map(|similarity| near(article.id, similarity));
            gone.insert(article.id, around.collect());
        }
        let mut new = BTreeSet::new();
        for &key in change.added {
            let id = index.stub(key)?.id;
            if !gone.contains_key(&id) {
                new.insert(id);
            }
        }
        let mut fresh: BTreeMap<ArticleId, Vec<Near>> = BTreeMap::new();
        for similarity in change.similarities {
            for id in [similarity.first, similarity.second] {
                fresh.entry(id).or_default().push(near(id, similarity));
            }
        }
        Ok(Self {
            index,
            anew,
            gone,
            lost,
            new,
            parted: change.parted,
            fresh,
            read: FxHashMap::default(),
        })
    }

    /// How many were read.
    pub(super) fn len(&self) -> usize {
        self.read.len()
    }

    /// Whether the base held an article before the change.
    pub(super) fn was_there(&self, id: ArticleId) -> Result<bool, LinkIndexError> {
        Ok(self.gone.contains_key(&id) || !self.new.contains(&id) && self.index.key(id)?.is_some())
    }

    /// The surroundings of an article.
    pub(super) fn of(&mut self, id: ArticleId) -> Result<Both, LinkIndexError> {
        if let Some(read) = self.read.get(&id) {
            return Ok(read.clone());
        }
        let before: Vec<Near> = if let Some(around) = self.gone.get(&id) {
            around.clone()
        } else {
            let lost = self.lost.get(&id).into_iter().flatten();
            self.stored(id)?.into_iter().chain(lost.copied()).collect()
        };
        let stay = before.iter().filter(|near| self.stays(id, near.other));
        let fresh = self.fresh.get(&id).into_iter().flatten();
        let after: Vec<Near> = stay.chain(fresh).copied().collect();
        let is_same = after.len() == before.len() && !self.fresh.contains_key(&id);
        let before = Rc::new(Surrounding::of(before));
        let after = if is_same {
            Rc::clone(&before)
        } else {
            Rc::new(Surrounding::of(after))
        };
        let both = Both { before, after };
        self.read.insert(id, both.clone());
        Ok(both)
    }

    /// Whether the similarity of two articles is the one that was stored.
    fn stays(&self, one: ArticleId, other: ArticleId) -> bool {
        let pair = (one.min(other), one.max(other));
        !self.anew.contains(&one) && !self.anew.contains(&other) && !self.parted.contains(&pair)
    }

    /// The articles of which a score to another, told apart, may be another than before the change. Between two others all
    /// scores are as before.
    pub(super) fn unsettled(&mut self) -> Result<BTreeSet<ArticleId>, LinkIndexError> {
        let mut unsettled = self.anew.clone();
        // Around these another score may be usual, and these may weigh more or less than before.
        let mut around: BTreeSet<ArticleId> = BTreeSet::new();
        let mut weighed: BTreeSet<ArticleId> = BTreeSet::new();
        let mut changed = self.anew.clone();
        changed.extend(self.parted.iter().flat_map(|&(one, other)| [one, other]));
        for &id in &changed {
            let both = self.of(id)?;
            let near = || both.before.near.iter().chain(&both.after.near);
            if self.anew.contains(&id) {
                let joining = near().filter(|near| near.could_join());
                around.extend(joining.map(|near| near.other));
            }
            around.extend(near().filter(|near| near.is_copy()).map(|near| near.other));
        }
        changed.extend(around.iter().copied());
        for &id in &changed {
            let both = self.of(id)?;
            if both.before.has_many_copies != both.after.has_many_copies {
                weighed.insert(id);
                let near = both.before.near.iter().chain(&both.after.near);
                weighed.extend(near.filter(|near| near.is_copy()).map(|near| near.other));
            }
        }
        unsettled.extend(self.parted.iter().flat_map(|&(one, other)| [one, other]));
        unsettled.extend(weighed);
        for id in around {
            if !unsettled.contains(&id) {
                let both = self.of(id)?;
                if both.before.usual != both.after.usual {
                    unsettled.insert(id);
                }
            }
        }
        Ok(unsettled)
    }

    /// What is stored of whom an article is near, without those that left the base.
    fn stored(&self, id: ArticleId) -> Result<Vec<Near>, LinkIndexError> {
        if self.gone.contains_key(&id) {
            return Ok(Vec::new());
        }
        let Some(key) = self.index.key(id)? else {
            return Ok(Vec::new());
        };
        let similarities = self.index.similarities(key)?;
        Ok({ similarities.iter() }
            .map(|stored| near(id, stored))
            .filter(|near| !self.gone.contains_key(&near.other))
            .collect())
    }
}

fn other_of(similarity: &Similarity, id: ArticleId) -> ArticleId {
    if similarity.first == id {
        similarity.second
    } else {
        similarity.first
    }
}

/// A similarity as the article `id` sees it.
fn near(id: ArticleId, similarity: &Similarity) -> Near {
    Near {
        other: other_of(similarity, id),
        score: similarity.score,
        kind: similarity.kind,
    }
}

/// The articles as they were before the change.
pub(super) struct Before<'a, 'u>(
    pub(super) &'a mut Surroundings<'u>,
    pub(super) &'a StoryBounds,
);

/// The articles as they are after it.
pub(super) struct After<'a, 'u>(
    pub(super) &'a mut Surroundings<'u>,
    pub(super) &'a StoryBounds,
);

impl Articles<ArticleId> for Before<'_, '_> {
    fn around(&mut self, id: ArticleId) -> Result<Rc<Surrounding>, LinkIndexError> {
        Ok(self.0.of(id)?.before)
    }

    fn tied(&self, id: ArticleId) -> Result<Vec<ArticleId>, LinkIndexError> {
        let mut tied = Vec::new();
        for &other in self.1.tied(id) {
            if self.0.was_there(other)? {
                tied.push(other);
            }
        }
        Ok(tied)
    }

    fn are_apart(&self, one: ArticleId, other: ArticleId) -> bool {
        self.1.are_apart(one, other)
    }
}

impl Articles<ArticleId> for After<'_, '_> {
    fn around(&mut self, id: ArticleId) -> Result<Rc<Surrounding>, LinkIndexError> {
        Ok(self.0.of(id)?.after)
    }

    fn tied(&self, id: ArticleId) -> Result<Vec<ArticleId>, LinkIndexError> {
        let mut tied = Vec::new();
        for &other in self.1.tied(id) {
            if self.0.index.key(other)?.is_some() {
                tied.push(other);
            }
        }
        Ok(tied)
    }

    fn are_apart(&self, one: ArticleId, other: ArticleId) -> bool {
        self.1.are_apart(one, other)
    }
}
