//! Stories: which articles report one happening.
//!
//! Articles are joined by average-link agglomeration over the stored similarities: the two groups with the highest
//! mean score join, until no mean reaches [`SAME_STORY`]; a pair that was not stored counts as 0. One bridge does not
//! merge two stories, because all pairs between them count. What was decided by hand comes first: articles that are
//! tied are one group from the start, and groups that are parted never join. Groups never cross the connected components
//! of ties and of the similarities from [`SAME_STORY`] on, so it is enough to do this for the components that a change
//! touched.
//!
//! With `e` similarities in a component the cost is `O(e log e)` joins of neighbour lists.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use retold_model::{ArticleStub, Story, StoryId};

use crate::story_decisions::Bounds;

/// The mean score from which two groups are one story, in parts per million.
pub(crate) const SAME_STORY: u32 = 200_000;

/// Which of an article's nearest others, counted from 0, tells how near the reports of its happening are.
const NEAREST: usize = 3;

/// In tenths, how much of what a score lacks to what is usual is taken from it.
const LACK: u32 = 7;

/// The score that is usual around an article with these `scores`, each with whether it is settled: that of the fourth
/// nearest other; 0 where there are fewer. Only scores of a story count, and none that is settled.
pub(crate) fn usual(scores: impl Iterator<Item = (u32, bool)>) -> u32 {
    let mut near: Vec<u32> = scores
        .filter(|&(score, settled)| score >= SAME_STORY && !settled)
        .map(|(score, _)| score)
        .collect();
    near.sort_unstable_by_key(|&score| std::cmp::Reverse(score));
    near.get(NEAREST).copied().unwrap_or(0)
}

/// A score by what is `usual` around its two articles: lessened by seven tenths of what it lacks to the mean of both. Where an
/// article has many others very near, what is less near tells of another happening of its kind.
pub(crate) fn told_apart(score: u32, usual: (u32, u32)) -> u32 {
    let lack = u32::midpoint(usual.0, usual.1).saturating_sub(score);
    score.saturating_sub(lack * LACK / 10)
}

/// Groups of `count` articles whose mean score is at least `least`, by `scores` of pairs (each pair once, the lower index first); each group ascends, and
/// the groups ascend by their first article.
pub(crate) fn groups(
    count: usize,
    scores: &[(usize, usize, u32)],
    bounds: &Bounds,
    least: u32,
) -> Vec<Vec<usize>> {
    let mut clusters: Vec<Vec<usize>> = (0..count).map(|article| vec![article]).collect();
    let mut cluster_of: Vec<usize> = (0..count).collect();
    for tied in &bounds.together {
        for &article in tied {
            clusters[article].clear();
            cluster_of[article] = tied[0];
        }
        clusters[tied[0]].clone_from(tied);
    }
    let mut apart: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); count];
    for &(one, other) in &bounds.apart {
        apart[one].insert(other);
        apart[other].insert(one);
    }
    let mut sums: Vec<BTreeMap<usize, u64>> = vec![BTreeMap::new(); count];
    for &(one, other, score) in scores {
        let (one, other) = (cluster_of[one], cluster_of[other]);
        if one != other {
            *sums[one].entry(other).or_default() += u64::from(score);
            *sums[other].entry(one).or_default() += u64::from(score);
        }
    }
    let mut heap = BinaryHeap::new();
    for (one, around) in sums.iter().enumerate() {
        heap.extend(around.range(one..).map(|(&other, &sum)| Join {
            sum,
            pairs: clusters[one].len() as u64 * clusters[other].len() as u64,
            one,
            other,
        }));
    }
    while let Some(join) = heap.pop() {
        let Join {
            sum,
            pairs,
            one,
            other,
        } = join;
        let stale = clusters[one].len() as u64 * clusters[other].len() as u64 != pairs
            || sums[one].get(&other) != Some(&sum);
        if stale || apart[one].contains(&other) {
            continue;
        }
        if sum < u64::from(least) * pairs {
            break;
        }
        for foe in std::mem::take(&mut apart[other]) {
            apart[foe].remove(&other);
            apart[foe].insert(one);
            apart[one].insert(foe);
        }
        let moved = std::mem::take(&mut clusters[other]);
        clusters[one].extend(moved);
        for (neighbour, sum) in std::mem::take(&mut sums[other]) {
            sums[neighbour].remove(&other);
            if neighbour != one {
                *sums[one].entry(neighbour).or_default() += sum;
            }
        }
        sums[one].remove(&other);
        let around: Vec<(usize, u64)> = sums[one].iter().map(|(&at, &sum)| (at, sum)).collect();
        for (neighbour, sum) in around {
            sums[neighbour].insert(one, sum);
            heap.push(Join {
                sum,
                pairs: clusters[one].len() as u64 * clusters[neighbour].len() as u64,
                one: one.min(neighbour),
                other: one.max(neighbour),
            });
        }
    }
    let mut groups: Vec<Vec<usize>> = clusters
        .into_iter()
        .filter(|group| !group.is_empty())
        .collect();
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_unstable();
    groups
}

/// Two groups that might join. Greater: the higher mean, then the lower indexes.
#[derive(PartialEq, Eq)]
struct Join {
    sum: u64,
    pairs: u64,
    one: usize,
    other: usize,
}

impl Ord for Join {
    fn cmp(&self, other: &Self) -> Ordering {
        let mean = |sum: u64, pairs: u64| u128::from(sum) * u128::from(pairs);
        mean(self.sum, other.pairs)
            .cmp(&mean(other.sum, self.pairs))
            .then_with(|| (other.one, other.other).cmp(&(self.one, self.other)))
    }
}

impl PartialOrd for Join {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The story of `articles`, with the sum of each one's similarities to the others.
///
/// # Panics
///
/// If there is none.
pub(crate) fn story(mut articles: Vec<(ArticleStub, u64)>) -> Story {
    articles.sort_unstable_by_key(|(stub, _)| (stub.published.is_none(), stub.published, stub.id));
    let published = || articles.iter().filter_map(|(stub, _)| stub.published);
    let centre = articles.iter().map(|&(_, near)| near).max().unwrap_or(0);
    let titled = |(stub, _): &&(ArticleStub, u64)| stub.headline.is_some();
    let central = |&&(_, near): &&(ArticleStub, u64)| near * 10 >= centre * CENTRAL;
    let plain = |(stub, _): &&(ArticleStub, u64)| !stub.headline.as_deref().is_some_and(promotes);
    let mut of_centre = articles.iter().filter(titled).filter(central);
    let headline = of_centre
        .clone()
        .find(plain)
        .or_else(|| of_centre.next())
        .or_else(|| articles.iter().find(titled))
        .and_then(|(stub, _)| stub.headline.clone());
    Story {
        id: StoryId::of(articles[0].0.id),
        headline,
        first: published().min(),
        last: published().max(),
        articles: articles.iter().map(|(stub, _)| stub.id).collect(),
    }
}

/// Whether a headline asks to be read rather than tells what happened: it asks, it shouts, or it names what kind of piece
/// it stands above.
fn promotes(headline: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "analysis",
        "exclusive",
        "explained",
        "explainer",
        "gallery",
        "here",
        "how",
        "listen",
        "live",
        "opinion",
        "photos",
        "pictures",
        "podcast",
        "quiz",
        "video",
        "watch",
        "what",
        "why",
    ];
    let opening = headline
        .split(|c: char| !c.is_alphabetic())
        .find(|word| !word.is_empty());
    let opening = opening.unwrap_or_default().to_lowercase();
    headline.contains(['?', '!']) || OPENINGS.contains(&opening.as_str())
}

/// Tenths of the greatest nearness that make an article central: of those the earliest lends its headline.
const CENTRAL: u64 = 9;

#[cfg(test)]
mod tests {
    use retold_model::ArticleId;

    use super::*;

    #[test]
    fn the_fourth_nearest_is_usual_and_what_lacks_to_it_is_lessened() {
        let scores = [900_000, 300_000, 800_000, 700_000, 600_000];
        let of = |settled: usize| {
            let scores = scores.iter().enumerate();
            usual(scores.map(|(at, &score)| (score, at < settled)))
        };
        assert_eq!([of(0), of(1), of(2)], [600_000, 300_000, 0]);
        assert_eq!(usual([(199_999, false); 9].into_iter()), 0);
        assert_eq!(told_apart(400_000, (600_000, 400_000)), 330_000);
        assert_eq!(told_apart(400_000, (400_000, 0)), 400_000);
    }

    #[test]
    fn the_headline_tells_rather_than_promotes() {
        let article = |published: &str, headline: &str, near| {
            let stub = ArticleStub {
                id: ArticleId::of_url(headline),
                headline: Some(headline.to_owned()),
                published: published.parse().ok(),
                outlet: None,
            };
            (stub, near)
        };
        let titled = |articles: &[(ArticleStub, u64)]| story(articles.to_vec()).headline;
        let watch = article("2024-05-16", "WATCH: Ferry sinks off Sorre", 100);
        let asks = article("2024-05-16", "Why did the ferry sink?", 100);
        let tells = article("2024-05-17", "Ferry sinks off Sorre", 95);
        let far = article("2024-05-15", "Ferry company fined", 20);
        let all = [watch.clone(), asks, tells, far.clone()];
        assert_eq!(titled(&all).as_deref(), Some("Ferry sinks off Sorre"));
        let promoting = [watch, far];
        assert_eq!(
            titled(&promoting).as_deref(),
            Some("WATCH: Ferry sinks off Sorre")
        );
    }
}
