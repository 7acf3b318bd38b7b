//! Groups of articles that are near each other, found around those that are asked for.
//!
//! Articles are joined by average-link agglomeration over the similarities, as they are when they are
//! [told apart](told_apart): the two groups with the highest mean score join, until no mean reaches [`SAME_STORY`]; a pair
//! that was not stored counts as 0. One bridge does not merge two stories, because all pairs between them count. Copies of a text
//! that many print are compared with few of the others: they weigh little, so that a story of them holds together. What was
//! decided by hand comes first: articles that are tied are one group from the start, and groups that are parted
//! never join.
//!
//! The mean to two groups that join is at most the higher of the means to each. So two groups that are nearest to each other
//! join whatever the others do, and a group is found by following the nearest ones from it on (nearest-neighbour chains;
//! Benzécri 1982, Murtagh 1983): what is further away is not read, however much of the base scores connect.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;
use std::rc::Rc;

use retold_model::{LinkIndexError, SimilarityKind};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::update::EACH_TO_EACH;

/// The mean score from which two groups are one story, in parts per million.
pub(crate) const SAME_STORY: u32 = 200_000;

/// Which of an article's nearest others, counted from 0, tells how near the reports of its happening are.
const NEAREST: usize = 3;

/// In tenths, how much of what a score lacks to what is usual is taken from it.
const LACK: u32 = 7;

/// What an article weighs; copies of a text that many print weigh 1.
const WEIGHT: u64 = 64;

/// One that an article is near.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near<A> {
    pub(crate) other: A,
    pub(crate) score: u32,
    pub(crate) kind: SimilarityKind,
}

impl<A> Near<A> {
    /// Whether the score alone would make the two one story.
    pub(crate) fn could_join(&self) -> bool {
        self.score >= SAME_STORY
    }

    pub(crate) fn is_copy(&self) -> bool {
        self.kind == SimilarityKind::Copies && self.could_join()
    }
}

/// All that one article is near.
#[derive(Clone, Debug)]
pub(crate) struct Surrounding<A> {
    pub(crate) near: Vec<Near<A>>,
    /// The score that is usual there: that of the fourth nearest other; 0 where there are fewer. Only scores of a story
    /// count, and none that stands by itself.
    pub(crate) usual: u32,
    /// Whether so many copies of the article are near that not all of them are compared with each other.
    pub(crate) has_many_copies: bool,
}

impl<A> Surrounding<A> {
    pub(crate) fn of(near: Vec<Near<A>>) -> Self {
        let copies = near.iter().filter(|near| near.is_copy()).count();
        let counting = near
            .iter()
            .filter(|near| near.could_join() && !near.kind.is_settled());
        let mut scores: Vec<u32> = counting.map(|near| near.score).collect();
        scores.sort_unstable_by_key(|&score| std::cmp::Reverse(score));
        Self {
            usual: scores.get(NEAREST).copied().unwrap_or(0),
            has_many_copies: copies >= EACH_TO_EACH,
            near,
        }
    }
}

/// A score by what is `usual` around its two articles: lessened by seven tenths of what it lacks to the mean of both. Where an
/// article has many others very near, what is less near tells of another happening of its kind.
fn told_apart(score: u32, usual: (u32, u32)) -> u32 {
    let lack = u32::midpoint(usual.0, usual.1).saturating_sub(score);
    score.saturating_sub(lack * LACK / 10)
}

/// What the article `around` which is given weighs: little where it is one of many copies, and not compared with all of them.
fn weight<A: Copy>(
    around: &Surrounding<A>,
    articles: &mut dyn Articles<A>,
) -> Result<u64, LinkIndexError> {
    if !around.has_many_copies {
        for near in around.near.iter().filter(|near| near.is_copy()) {
            if articles.around(near.other)?.has_many_copies {
                return Ok(1);
            }
        }
    }
    Ok(WEIGHT)
}

/// What is asked about articles to group them.
pub(crate) trait Articles<A> {
    /// All that an article is near, and each of these is near it by the same score.
    fn around(&mut self, article: A) -> Result<Rc<Surrounding<A>>, LinkIndexError>;

    /// Those that are in one group with an article by decision, with it; ascending, empty where nothing was decided of it.
    fn tied(&self, article: A) -> Result<Vec<A>, LinkIndexError>;

    /// Whether the least ones of two ties are parted by decision.
    fn are_apart(&self, one: A, other: A) -> bool;
}

/// Groups as far as they were found. Each goes by its least article, so that of equal means the same two join wherever one
/// begins.
pub(crate) struct Groups<A> {
    /// The group of each article that was opened.
    homes: FxHashMap<A, A>,
    held: FxHashMap<A, Group<A>>,
    around: FxHashMap<A, Rc<Surrounding<A>>>,
    weights: FxHashMap<A, u64>,
    /// Groups that nothing joins any more.
    done: FxHashSet<A>,
}

struct Group<A> {
    members: Vec<A>,
    /// Of all members.
    weight: u64,
    /// The sums of the scores to other groups, by the weights of both articles.
    sums: BTreeMap<A, u128>,
    /// What the sums of the scores to articles that were not opened are at most, by the weights of the members.
    bounds: BTreeMap<A, u64>,
    /// The least one of each tie.
    ties: BTreeSet<A>,
}

/// Two groups that might join. Greater: the higher mean, then the lower articles.
#[derive(PartialEq, Eq)]
struct Join<A> {
    sum: u128,
    /// The product of both weights.
    weight: u128,
    one: A,
    other: A,
}

impl<A: Ord> Ord for Join<A> {
    fn cmp(&self, other: &Self) -> Ordering {
        // As fractions.
        (self.sum * other.weight)
            .cmp(&(other.sum * self.weight))
            .then_with(|| (&other.one, &other.other).cmp(&(&self.one, &self.other)))
    }
}

impl<A: Ord> PartialOrd for Join<A> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<A: Copy + Ord + Hash> Groups<A> {
    pub(crate) fn new() -> Self {
        Self {
            homes: FxHashMap::default(),
            held: FxHashMap::default(),
            around: FxHashMap::default(),
            weights: FxHashMap::default(),
            done: FxHashSet::default(),
        }
    }

    /// The group of an article, ascending; `None` where it was given before.
    pub(crate) fn find(
        &mut self,
        article: A,
        articles: &mut dyn Articles<A>,
    ) -> Result<Option<Vec<A>>, LinkIndexError> {
        self.open(article, articles)?;
        if self.done.contains(&self.homes[&article]) {
            return Ok(None);
        }
        // Each is the nearest to the one before it, and nearer than that is to the one before.
        let mut chain: Vec<A> = Vec::new();
        loop {
            let last = *chain.last().unwrap_or(&self.homes[&article]);
            let Some(next) = self.nearest(last, articles)? else {
                break;
            };
            if chain.is_empty() {
                chain.push(last);
            }
            if chain.len() > 1 && chain[chain.len() - 2] == next {
                self.join(last, next);
                chain.truncate(chain.len() - 2);
            } else {
                chain.push(next);
            }
        }
        let home = self.homes[&article];
        self.done.insert(home);
        let mut members = self.held[&home].members.clone();
        members.sort_unstable();
        Ok(Some(members))
    }

    /// The group that a group would join first, if it would join any.
    fn nearest(
        &mut self,
        group: A,
        articles: &mut dyn Articles<A>,
    ) -> Result<Option<A>, LinkIndexError> {
        let here = &self.held[&group];
        let least = u64::from(SAME_STORY) * here.weight;
        let bounds = here.bounds.iter();
        let near: Vec<A> = bounds
            .filter(|&(_, &bound)| bound >= least)
            .map(|(&article, _)| article)
            .collect();
        for article in near {
            self.open(article, articles)?;
        }
        let here = &self.held[&group];
        let joins = here.sums.iter().filter_map(|(&other, &sum)| {
            let there = &self.held[&other];
            let weight = u128::from(here.weight) * u128::from(there.weight);
            let apart = || {
                { here.ties.iter() }
                    .any(|&one| { there.ties.iter() }.any(|&other| articles.are_apart(one, other)))
            };
            let join = Join {
                sum,
                weight,
                one: group.min(other),
                other: group.max(other),
            };
            (sum >= u128::from(SAME_STORY) * weight && !apart()).then_some((join, other))
        });
        let nearest = joins.max_by(|(one, _), (other, _)| one.cmp(other));
        Ok(nearest.map(|(_, other)| other))
    }

    /// Makes an article a group, with those that it is tied to.
    fn open(&mut self, article: A, articles: &mut dyn Articles<A>) -> Result<(), LinkIndexError> {
        let mut waiting = vec![article];
        while let Some(article) = waiting.pop() {
            if self.homes.contains_key(&article) {
                continue;
            }
            let around = articles.around(article)?;
            let tied = articles.tied(article)?;
            let weight = weight(&around, articles)?;
            let mut group = Group {
                members: vec![article],
                weight,
                sums: BTreeMap::new(),
                bounds: BTreeMap::new(),
                ties: tied.first().copied().into_iter().collect(),
            };
            for near in &around.near {
                let Some(&home) = self.homes.get(&near.other) else {
                    let bound = group.bounds.entry(near.other).or_default();
                    *bound += weight * u64::from(near.score);
                    // Ties are whole before anything joins them.
                    if !articles.tied(near.other)?.is_empty() {
                        waiting.push(near.other);
                    }
                    continue;
                };
                let score = if near.kind.is_settled() {
                    near.score
                } else {
                    let usual = (around.usual, self.around[&near.other].usual);
                    told_apart(near.score, usual)
                };
                let there = self.held.get_mut(&home).expect("homes are groups");
                there.bounds.remove(&article);
                if score > 0 {
                    let sum = u128::from(weight * self.weights[&near.other] * u64::from(score));
                    *there.sums.entry(article).or_default() += sum;
                    *group.sums.entry(home).or_default() += sum;
                }
            }
            self.homes.insert(article, article);
            self.held.insert(article, group);
            self.around.insert(article, around);
            self.weights.insert(article, weight);
            for other in tied {
                match self.homes.get(&other) {
                    Some(&home) if home != self.homes[&article] => {
                        self.join(home, self.homes[&article]);
                    }
                    Some(_) => {}
                    None => waiting.push(other),
                }
            }
        }
        Ok(())
    }

    fn join(&mut self, one: A, other: A) {
        let (one, other) = (one.min(other), one.max(other));
        let gone = self.held.remove(&other).expect("it was found");
        let mut into = self.held.remove(&one).expect("it was found");
        for member in &gone.members {
            self.homes.insert(*member, one);
        }
        into.members.extend(gone.members);
        into.weight += gone.weight;
        into.ties.extend(gone.ties);
        for (article, bound) in gone.bounds {
            *into.bounds.entry(article).or_default() += bound;
        }
        into.sums.remove(&other);
        for (near, sum) in gone.sums {
            if let Some(there) = self.held.get_mut(&near) {
                there.sums.remove(&other);
                *there.sums.entry(one).or_default() += sum;
                *into.sums.entry(near).or_default() += sum;
            }
        }
        self.held.insert(one, into);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Articles of which all is known.
    struct Known {
        around: Vec<Rc<Surrounding<usize>>>,
        ties: BTreeMap<usize, Vec<usize>>,
        apart: BTreeSet<(usize, usize)>,
        read: BTreeSet<usize>,
    }

    impl Known {
        fn of(count: usize, scores: &BTreeMap<(usize, usize), (u32, SimilarityKind)>) -> Self {
            let mut near: Vec<Vec<Near<usize>>> = vec![Vec::new(); count];
            for (&(one, other), &(score, kind)) in scores {
                for (article, other) in [(one, other), (other, one)] {
                    near[article].push(Near { other, score, kind });
                }
            }
            // Here as few as these are many.
            let around = near.into_iter().map(|near| {
                let copies = near.iter().filter(|near| near.is_copy()).count();
                Rc::new(Surrounding {
                    has_many_copies: copies >= 5,
                    ..Surrounding::of(near)
                })
            });
            Self {
                around: around.collect(),
                ties: BTreeMap::new(),
                apart: BTreeSet::new(),
                read: BTreeSet::new(),
            }
        }

        fn tie(&mut self, articles: &BTreeSet<usize>) {
            for &article in articles {
                self.ties
                    .insert(article, articles.iter().copied().collect());
            }
        }

        /// The groups by joining the two that are nearest of all, again and again.
        fn groups(&self) -> BTreeSet<Vec<usize>> {
            let mut groups: BTreeSet<Vec<usize>> = (0..self.around.len())
                .map(|article| self.tied(article).unwrap())
                .zip(0..)
                .map(|(tied, article)| if tied.is_empty() { vec![article] } else { tied })
                .collect();
            loop {
                let mut best: Option<(Join<usize>, Vec<usize>, Vec<usize>)> = None;
                for one in &groups {
                    for other in groups.range(one.clone()..).skip(1) {
                        let sum = { one.iter() }
                            .flat_map(|&one| other.iter().map(move |&other| (one, other)))
                            .map(|(one, other)| {
                                let weight = self.weight(one) * self.weight(other);
                                weight * u128::from(self.score(one, other))
                            })
                            .sum();
                        let weight = |group: &[usize]| -> u128 {
                            group.iter().map(|&article| self.weight(article)).sum()
                        };
                        let join = Join {
                            sum,
                            weight: weight(one) * weight(other),
                            one: one[0],
                            other: other[0],
                        };
                        let pairs = one
                            .iter()
                            .flat_map(|&one| other.iter().map(move |&x| (one, x)));
                        let apart = pairs
                            .into_iter()
                            .any(|(one, other)| self.are_apart(one, other));
                        if join.sum >= u128::from(SAME_STORY) * join.weight
                            && !apart
                            && best.as_ref().is_none_or(|(best, ..)| join > *best)
                        {
                            best = Some((join, one.clone(), other.clone()));
                        }
                    }
                }
                let Some((_, one, other)) = best else {
                    return groups;
                };
                groups.remove(&one);
                groups.remove(&other);
                let mut both = [one, other].concat();
                both.sort_unstable();
                groups.insert(both);
            }
        }

        fn weight(&self, article: usize) -> u128 {
            let here = &self.around[article];
            let mut copies = here.near.iter().filter(|near| near.is_copy());
            let is_light =
                !here.has_many_copies && copies.any(|near| self.around[near.other].has_many_copies);
            u128::from(if is_light { 1 } else { WEIGHT })
        }

        fn score(&self, one: usize, other: usize) -> u32 {
            let (here, there) = (&self.around[one], &self.around[other]);
            let near = here.near.iter().find(|near| near.other == other);
            near.map_or(0, |near| {
                if near.kind.is_settled() {
                    near.score
                } else {
                    told_apart(near.score, (here.usual, there.usual))
                }
            })
        }
    }

    impl Articles<usize> for Known {
        fn around(&mut self, article: usize) -> Result<Rc<Surrounding<usize>>, LinkIndexError> {
            self.read.insert(article);
            Ok(Rc::clone(&self.around[article]))
        }

        fn tied(&self, article: usize) -> Result<Vec<usize>, LinkIndexError> {
            Ok(self.ties.get(&article).cloned().unwrap_or_default())
        }

        fn are_apart(&self, one: usize, other: usize) -> bool {
            self.apart.contains(&(one.min(other), one.max(other)))
        }
    }

    #[test]
    fn the_fourth_nearest_is_usual_and_what_lacks_to_it_is_lessened() {
        let scores = [900_000, 300_000, 800_000, 700_000, 600_000];
        let of = |settled: usize| {
            let scores = scores.iter().enumerate();
            let near = scores.map(|(other, &score)| Near {
                other,
                score,
                kind: if other < settled {
                    SimilarityKind::Headlines
                } else {
                    SimilarityKind::Reports
                },
            });
            Surrounding::of(near.collect()).usual
        };
        assert_eq!([of(0), of(1), of(2)], [600_000, 300_000, 0]);
        assert_eq!(told_apart(400_000, (600_000, 400_000)), 330_000);
        assert_eq!(told_apart(400_000, (400_000, 0)), 400_000);
    }

    #[test]
    fn many_headlines_that_are_near_are_no_copies() {
        let has_many_copies = |kind: SimilarityKind, score: u32| {
            let near = (0..EACH_TO_EACH).map(|other| Near { other, score, kind });
            Surrounding::of(near.collect()).has_many_copies
        };
        assert!(has_many_copies(SimilarityKind::Copies, SAME_STORY));
        assert!(!has_many_copies(SimilarityKind::Copies, SAME_STORY - 1));
        assert!(!has_many_copies(SimilarityKind::Headlines, 1_000_000));
        assert!(!has_many_copies(SimilarityKind::Reports, 1_000_000));
    }

    #[test]
    fn what_is_further_away_is_not_read() {
        // Each is near the next one, and each second one nearer.
        let scores = (0..1000).map(|at| {
            let score = if at % 2 == 0 { 900_000 } else { 300_000 };
            ((at, at + 1), (score, SimilarityKind::Reports))
        });
        let mut articles = Known::of(1001, &scores.collect());
        let mut groups = Groups::new();
        assert_eq!(
            groups.find(500, &mut articles).unwrap(),
            Some(vec![500, 501])
        );
        assert_eq!(groups.find(501, &mut articles).unwrap(), None);
        assert_eq!(articles.read, (499..=502).collect());
    }

    /// Steps, so that many means are equal.
    fn scores() -> impl Strategy<Value = BTreeMap<(usize, usize), (u32, SimilarityKind)>> {
        let pair = (0..24usize, 0..24usize).prop_filter("two", |(one, other)| one < other);
        let score = (
            (1..8u32).prop_map(|step| step * 120_000),
            prop_oneof![
                6 => Just(SimilarityKind::Reports),
                1 => Just(SimilarityKind::Headlines),
                2 => Just(SimilarityKind::Copies),
            ],
        );
        prop::collection::btree_map(pair, score, 0..120)
    }

    proptest! {
        #[test]
        fn wherever_one_begins_the_groups_are_those_of_joining_the_nearest_first(
            scores in scores(),
            tied in prop::collection::btree_set(0..24usize, 0..4),
            apart in prop::collection::btree_set((0..24usize, 0..24usize), 0..4),
            first in 0..24usize,
        ) {
            let mut articles = Known::of(24, &scores);
            articles.tie(&tied);
            // As decisions part: ties as a whole, by their least.
            let least = |article: usize| if tied.contains(&article) { tied.first().copied() } else { None };
            for (one, other) in apart {
                let (one, other) = (least(one).unwrap_or(one), least(other).unwrap_or(other));
                if one != other {
                    articles.tie(&if least(one).is_some() { tied.clone() } else { BTreeSet::from([one]) });
                    articles.tie(&if least(other).is_some() { tied.clone() } else { BTreeSet::from([other]) });
                    articles.apart.insert((one.min(other), one.max(other)));
                }
            }
            let mut groups = Groups::new();
            let mut found = BTreeSet::new();
            for at in 0..24 {
                found.extend(groups.find((first + at * 7) % 24, &mut articles).unwrap());
            }
            prop_assert_eq!(found, articles.groups());
        }
    }
}
