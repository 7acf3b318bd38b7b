//! What was decided by hand of stories, as bounds that their clustering keeps.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{ArticleId, Decided, StoryDecision};

use crate::forest::Forest;

/// Which articles are in one story by decision, and which are not.
///
/// The later decision holds: decisions are taken in from the last to the first, and what one ties or parts against a
/// later one is left out. It is a function of the decisions alone: an article that the base does not hold ties others
/// all the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct StoryBounds {
    /// The group of each article that a decision speaks of.
    group: BTreeMap<ArticleId, usize>,
    /// The members of each group, ascending.
    members: BTreeMap<usize, Vec<ArticleId>>,
    /// For each group, those that it must not share a story with.
    apart: BTreeMap<usize, BTreeSet<usize>>,
}

impl StoryBounds {
    /// The bounds by `decisions`, ascending by number.
    pub(crate) fn of(decisions: &[Decided<StoryDecision>]) -> Self {
        let articles: BTreeSet<ArticleId> = decisions
            .iter()
            .flat_map(|decided| decided.decision.articles())
            .collect();
        let place: BTreeMap<ArticleId, usize> =
            articles.iter().zip(0..).map(|(&id, at)| (id, at)).collect();
        let mut forest = Forest::new(place.len());
        let mut apart: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for decided in decisions.iter().rev() {
            let (ones, others) = decided.decision.apart();
            for one in ones {
                for other in others {
                    let (one, other) = (forest.root(place[one]), forest.root(place[other]));
                    if one != other {
                        apart.entry(one).or_default().insert(other);
                        apart.entry(other).or_default().insert(one);
                    }
                }
            }
            let mut tied = decided.decision.together().iter();
            let Some(first) = tied.next() else { continue };
            for other in tied {
                let (one, other) = (forest.root(place[first]), forest.root(place[other]));
                if one == other || apart.get(&one).is_some_and(|foes| foes.contains(&other)) {
                    continue;
                }
                let root = forest.join(one, other);
                let gone = if root == one { other } else { one };
                for foe in apart.remove(&gone).unwrap_or_default() {
                    let of_foe = apart.entry(foe).or_default();
                    of_foe.remove(&gone);
                    of_foe.insert(root);
                    apart.entry(root).or_default().insert(foe);
                }
            }
        }
        let group: BTreeMap<ArticleId, usize> = place
            .iter()
            .map(|(&id, &at)| (id, forest.root(at)))
            .collect();
        let mut members: BTreeMap<usize, Vec<ArticleId>> = BTreeMap::new();
        for (&id, &group) in &group {
            members.entry(group).or_default().push(id);
        }
        Self {
            group,
            members,
            apart,
        }
    }

    /// The articles that are in one story with `article` by decision, with it; ascending, empty where none is.
    pub(crate) fn tied(&self, article: ArticleId) -> &[ArticleId] {
        let group = self.group.get(&article);
        group.map_or(&[], |group| &self.members[group])
    }

    /// Whether two articles, each the least of those that are tied to it and in the base, are not in one story by decision.
    pub(crate) fn are_apart(&self, one: ArticleId, other: ArticleId) -> bool {
        let groups = self.group.get(&one).zip(self.group.get(&other));
        groups.is_some_and(|(one, other)| {
            { self.apart.get(one) }.is_some_and(|foes| foes.contains(other))
        })
    }

    /// The articles of which something else is decided than by `before`.
    pub(crate) fn changed(&self, before: &Self) -> BTreeSet<ArticleId> {
        let spoken_of = self.group.keys().chain(before.group.keys());
        { spoken_of.copied() }
            .filter(|&id| self.decided_of(id) != before.decided_of(id))
            .collect()
    }

    /// Whom an article is tied to, and the ties that it is parted from.
    fn decided_of(&self, article: ArticleId) -> (&[ArticleId], BTreeSet<&[ArticleId]>) {
        let foes = { self.group.get(&article) }.and_then(|group| self.apart.get(group));
        let foes = foes.into_iter().flatten();
        let foes = foes.map(|foe| self.members[foe].as_slice());
        (self.tied(article), foes.collect())
    }

    /// The ties among `articles`, by place: each is in one story, and has each of its places once, ascending.
    pub(crate) fn ties_among(&self, articles: &[ArticleId]) -> Vec<Vec<usize>> {
        let mut present: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, id) in articles.iter().enumerate() {
            if let Some(&group) = self.group.get(id) {
                present.entry(group).or_default().push(at);
            }
        }
        present.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(at: usize) -> ArticleId {
        ArticleId::of_url(&format!("https://example.org/{at}"))
    }

    fn ids(places: &[usize]) -> Vec<ArticleId> {
        places.iter().map(|&at| id(at)).collect()
    }

    fn decided(decisions: Vec<StoryDecision>) -> Vec<Decided<StoryDecision>> {
        let numbered = (1..).zip(decisions);
        numbered
            .map(|(number, decision)| Decided { number, decision })
            .collect()
    }

    fn tie(places: &[usize]) -> StoryDecision {
        StoryDecision::Merge {
            articles: ids(places),
        }
    }

    fn part(ones: &[usize], others: &[usize]) -> StoryDecision {
        StoryDecision::Reject {
            articles: ids(ones),
            others: ids(others),
        }
    }

    fn bounds(decisions: Vec<StoryDecision>) -> (Vec<Vec<usize>>, Vec<(usize, usize)>) {
        let bounds = StoryBounds::of(&decided(decisions));
        let ids = ids(&[0, 1, 2, 3, 4]);
        let mut together = bounds.ties_among(&ids);
        together.sort();
        let first = together.iter().map(|tied| tied[0]);
        let first: Vec<usize> = first.collect();
        let pairs = first
            .iter()
            .flat_map(|&one| first.iter().map(move |&other| (one, other)));
        let apart =
            pairs.filter(|&(one, other)| one < other && bounds.are_apart(ids[one], ids[other]));
        (together, apart.collect())
    }

    #[test]
    fn the_later_decision_holds() {
        assert_eq!(
            bounds(vec![tie(&[0, 1, 2]), part(&[2], &[0, 1])]),
            (vec![vec![0, 1], vec![2]], vec![(0, 2)])
        );
        assert_eq!(
            bounds(vec![part(&[2], &[0, 1]), tie(&[0, 1, 2])]),
            (vec![vec![0, 1, 2]], vec![])
        );
    }

    #[test]
    fn what_is_tied_is_parted_together() {
        assert_eq!(
            bounds(vec![tie(&[3, 4]), tie(&[0, 1]), part(&[1], &[3])]),
            (vec![vec![0, 1], vec![3, 4]], vec![(0, 3)])
        );
    }

    #[test]
    fn an_article_that_is_not_there_ties_all_the_same() {
        assert_eq!(
            bounds(vec![tie(&[0, 9]), tie(&[9, 4])]),
            (vec![vec![0, 4]], vec![])
        );
        assert_eq!(
            StoryBounds::of(&decided(vec![tie(&[0, 9])])).tied(id(3)),
            []
        );
    }
}
