//! The stories that the similarities make.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{
    ArticleId, ArticleKey, Decided, LinkIndexError, Similarity, Story, StoryDecision, StoryId,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::surroundings::{After, Before, Surroundings};
use super::{Linker, Pair, Removed};
use crate::story;
use crate::story_decisions::StoryBounds;
use crate::story_groups::Groups;
use crate::story_parts::{self, Member, Scores};

/// What a change does to the similarities.
pub(super) struct Change<'u> {
    /// Articles that came into the base, or have another version.
    pub(super) added: &'u [ArticleKey],
    /// Articles whose similarities are given anew.
    pub(super) compared: &'u BTreeSet<ArticleKey>,
    /// Pairs of others that are near no more.
    pub(super) parted: &'u BTreeSet<Pair>,
    /// The similarities of `compared`.
    pub(super) similarities: &'u [Similarity],
}

impl Linker<'_> {
    /// The stories that are no more, and those that are new. `before` are the decisions that were in force before the change.
    ///
    /// Looked at are the articles of which a score changed, or what is decided of them, and with each article all of its group
    /// before the change and after it. No group has articles of these and others; so the others, among whom
    /// all is as it was, are grouped as they were.
    pub(super) fn stories(
        &self,
        removed: &[Removed],
        change: &Change<'_>,
        before: Option<&[Decided<StoryDecision>]>,
    ) -> Result<(Vec<StoryId>, Vec<Story>), LinkIndexError> {
        let bounds = StoryBounds::of(&self.index.story_decisions()?);
        let bounds_before = before.map(StoryBounds::of);
        let bounds_before = bounds_before.as_ref().unwrap_or(&bounds);
        let mut surroundings = Surroundings::new(self.index, removed, change)?;
        let (mut groups_before, mut groups) = (Groups::new(), Groups::new());

        let mut waiting: Vec<ArticleId> = surroundings.unsettled()?.into_iter().collect();
        waiting.extend(bounds.changed(bounds_before));
        let mut seen: FxHashSet<ArticleId> = FxHashSet::default();
        let mut old: BTreeMap<StoryId, Story> = BTreeMap::new();
        // An article has one story, which is read with the first of its articles.
        let mut told: FxHashSet<ArticleId> = FxHashSet::default();
        for story in removed.iter().filter_map(|gone| gone.story.as_ref()) {
            told.extend(&story.articles);
            old.insert(story.id, story.clone());
        }
        let mut new: BTreeMap<StoryId, Story> = BTreeMap::new();
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            if surroundings.was_there(id)? {
                let group =
                    groups_before.find(id, &mut Before(&mut surroundings, bounds_before))?;
                waiting.extend(group.into_iter().flatten());
            }
            let Some(key) = self.index.key(id)? else {
                continue;
            };
            if !told.contains(&id)
                && let Some(story) = self.index.story(key)?
            {
                told.extend(&story.articles);
                old.insert(story.id, story);
            }
            let group = groups.find(id, &mut After(&mut surroundings, &bounds))?;
            if let Some(group) = group {
                for story in self.stories_of(&group, &mut surroundings, &bounds)? {
                    new.insert(story.id, story);
                }
                waiting.extend(group);
            }
        }
        tracing::debug!(articles = seen.len(), read = surroundings.len(), "stories");
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

    /// The stories of a group of articles, which ascends: it is cut at gaps over which nothing is taken up.
    fn stories_of(
        &self,
        group: &[ArticleId],
        surroundings: &mut Surroundings<'_>,
        bounds: &StoryBounds,
    ) -> Result<Vec<Story>, LinkIndexError> {
        let mut keys = Vec::with_capacity(group.len());
        let mut stubs = Vec::with_capacity(group.len());
        for &id in group {
            let key = self.index.key(id)?;
            let key = key.expect("only articles of the base are gathered");
            keys.push(key);
            stubs.push(self.index.stub(key)?);
        }
        let mut scores = Scores::new();
        for (at, &id) in group.iter().enumerate() {
            for near in &surroundings.of(id)?.after.near {
                if near.other > id
                    && let Ok(other) = group.binary_search(&near.other)
                {
                    scores.insert((at, other), near.score);
                }
            }
        }
        let parts = if story_parts::has_gap(&stubs) {
            let mut members = Vec::with_capacity(group.len());
            for ((at, stub), &key) in stubs.iter().enumerate().zip(&keys) {
                let (stub, sheet) = (stub.clone(), self.index.sheet(key)?);
                members.push(Member { at, stub, sheet });
            }
            story_parts::parts(&members, &scores, &bounds.ties_among(group))
        } else {
            vec![(0..group.len()).collect()]
        };
        let story = |part: Vec<usize>| {
            let members = part.iter().map(|&at| {
                let others = part.iter();
                let near = others.filter_map(|&other| scores.get(&(at.min(other), at.max(other))));
                (stubs[at].clone(), near.map(|&score| u64::from(score)).sum())
            });
            story::story(members.collect())
        };
        Ok(parts.into_iter().map(story).collect())
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
