//! The stories that the similarities make.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use retold_model::{ArticleId, ArticleKey, LinkIndexError, Similarity, Story, StoryId};
use rustc_hash::{FxHashMap, FxHashSet};

use super::surroundings::{Surrounding, Surroundings};
use super::{Linker, Pair, Removed};
use crate::story::{self, SAME_STORY};
use crate::story_decisions::{Bounds, StoryBounds};
use crate::story_parts::{self, Member, Scores};

/// What a change does to the similarities.
pub(super) struct Nearness<'u> {
    /// Articles whose similarities are given anew.
    pub(super) compared: &'u BTreeSet<ArticleKey>,
    /// Pairs of others that are near no more.
    pub(super) parted: &'u BTreeSet<Pair>,
    /// The similarities of `compared`.
    pub(super) similarities: &'u [Similarity],
}

impl Linker<'_> {
    /// The stories that are no more, and those that are new: the clustering of all components that a change touched, and
    /// of those of the articles `decided` upon.
    pub(super) fn stories(
        &self,
        removed: &[Removed],
        change: &Nearness<'_>,
        decided: &[ArticleId],
    ) -> Result<(Vec<StoryId>, Vec<Story>), LinkIndexError> {
        let bounds = StoryBounds::of(&self.index.story_decisions()?);
        let mut surroundings = Surroundings::new(self.index, removed, change)?;

        // All articles that an old or new story, or a decision, joins to one of which the scores may have changed. Groups
        // grow along scores that are those of a story after they were told apart, so no others need to be followed.
        let mut unsettled = surroundings.unsettled()?;
        let mut waiting: Vec<ArticleId> = decided.to_vec();
        let mut old: BTreeMap<StoryId, Story> = BTreeMap::new();
        // An article has one story, which is read with the first of its articles.
        let mut told: FxHashSet<ArticleId> = FxHashSet::default();
        for gone in removed {
            unsettled.extend(&gone.near);
            if let Some(story) = &gone.story {
                waiting.extend(&story.articles);
                told.extend(&story.articles);
                old.insert(story.id, story.clone());
            }
        }
        waiting.extend(&unsettled);
        let mut scores: BTreeMap<ArticleId, Rc<Surrounding>> = BTreeMap::new();
        while let Some(id) = waiting.pop() {
            if scores.contains_key(&id) {
                continue;
            }
            let Some(key) = self.index.key(id)? else {
                continue;
            };
            let around = surroundings.of(id)?;
            for &near in around.near.iter().filter(|near| near.could_join()) {
                // What was told apart from an unsettled one may have been near before.
                if unsettled.contains(&id) || surroundings.told_apart(id, near)? >= SAME_STORY {
                    waiting.push(near.other);
                }
            }
            waiting.extend(bounds.tied(id));
            if !told.contains(&id)
                && let Some(story) = self.index.story(key)?
            {
                waiting.extend(story.articles.iter().copied());
                told.extend(story.articles.iter().copied());
                old.insert(story.id, story);
            }
            scores.insert(id, around);
        }

        let ids: Vec<ArticleId> = scores.keys().copied().collect();
        let place: FxHashMap<ArticleId, usize> =
            ids.iter().zip(0..).map(|(&id, at)| (id, at)).collect();
        let mut near = Scores::new();
        let mut apart = Vec::new();
        for (&id, around) in &scores {
            for &one in around.near.iter().filter(|near| near.other > id) {
                if let Some(&at) = place.get(&one.other) {
                    near.insert((place[&id], at), one.score);
                    apart.push((place[&id], at, surroundings.told_apart(id, one)?));
                }
            }
        }
        apart.retain(|&(.., score)| score > 0);
        apart.sort_unstable();
        let mut new: BTreeMap<StoryId, Story> = BTreeMap::new();
        let bounds = bounds.among(&ids);
        let groups = story::groups(ids.len(), &apart, &bounds, SAME_STORY);
        for group in self.without_gaps(groups, &ids, &near, &bounds)? {
            let mut members = Vec::with_capacity(group.len());
            for &at in &group {
                let sum = group
                    .iter()
                    .filter_map(|&other| near.get(&(at.min(other), at.max(other))))
                    .map(|&score| u64::from(score))
                    .sum();
                let key = self
                    .index
                    .key(ids[at])?
                    .expect("only articles of the base are gathered");
                members.push((self.index.stub(key)?, sum));
            }
            let story = story::story(members);
            new.insert(story.id, story);
        }
        log_merges(&old, &new);
        let dissolved = old
            .values()
            .filter(|story| new.get(&story.id) != Some(story))
            .map(|story| story.id)
            .collect();
        let stories = new
            .into_values()
            .filter(|story| old.get(&story.id) != Some(story))
            .collect();
        Ok((dissolved, stories))
    }
}

impl Linker<'_> {
    /// The groups of articles, by their places among `ids`, each cut at gaps over which nothing is taken up.
    fn without_gaps(
        &self,
        groups: Vec<Vec<usize>>,
        ids: &[ArticleId],
        near: &Scores,
        bounds: &Bounds,
    ) -> Result<Vec<Vec<usize>>, LinkIndexError> {
        let mut result = Vec::with_capacity(groups.len());
        for group in groups {
            if group.len() < 2 {
                result.push(group);
                continue;
            }
            let mut keys = Vec::with_capacity(group.len());
            let mut stubs = Vec::with_capacity(group.len());
            for &at in &group {
                let key = self.index.key(ids[at])?;
                let key = key.expect("only articles of the base are gathered");
                keys.push(key);
                stubs.push(self.index.stub(key)?);
            }
            if !story_parts::has_gap(&stubs) {
                result.push(group);
                continue;
            }
            let mut members = Vec::with_capacity(group.len());
            for ((&at, key), stub) in group.iter().zip(keys).zip(stubs) {
                let sheet = self.index.sheet(key)?;
                members.push(Member { at, stub, sheet });
            }
            result.extend(story_parts::parts(&members, near, bounds));
        }
        Ok(result)
    }
}

/// Tells the log of stories of several articles that went into others.
fn log_merges(old: &BTreeMap<StoryId, Story>, new: &BTreeMap<StoryId, Story>) {
    let story_of: FxHashMap<ArticleId, StoryId> = new
        .values()
        .flat_map(|story| story.articles.iter().map(|&article| (article, story.id)))
        .collect();
    for gone in old.values().filter(|story| story.articles.len() > 1) {
        let into = story_of.get(&gone.articles[0]);
        if let Some(into) = into.filter(|into| **into != gone.id) {
            tracing::info!(from = %gone.id, %into, "a story went into another");
        }
    }
}
