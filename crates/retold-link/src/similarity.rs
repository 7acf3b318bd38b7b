//! How near two articles are as reports of one happening.
//!
//! The cosine of their terms, where a term weighs the less the more articles of the base hold it, lessened by the
//! time between them and raised by the text they share. A term's weight falls with the square root of the count, in
//! steps of [`bucket`]: a power law, so that the cosine stays what it is when the whole base grows alike, and no count
//! of the whole base enters. Steps, so that most additions change no weight; when a count crosses a step, all articles
//! that hold the term are compared again, which keeps the result a function of the set. All in integers.

use retold_model::{Stamp, WeightedTerm};

/// Parts of one in a score.
pub(crate) const ONE: u32 = 1_000_000;

/// Terms held by more articles weigh nothing.
const COMMON_TERM: u32 = 1 << 14;

/// The step of a count: 0 for one article, then one for each power of [`STEP`].
pub(crate) fn bucket(count: u32) -> u32 {
    if count > COMMON_TERM {
        return COMMON_TERM.ilog2() / STEP + 1;
    }
    count.max(1).ilog2() / STEP
}

/// Powers of two in a step.
const STEP: u32 = 1;

/// The weight of a term in each step, 1024 for a term of one article; falls by the square root of the count.
pub(crate) fn rarity(bucket: u32) -> u64 {
    if bucket > COMMON_TERM.ilog2() / STEP {
        return 0;
    }
    let halves = u64::from(bucket * STEP);
    // 2^(-halves / 2), with 1/sqrt(2) as 724/1024.
    let whole = 1024 >> (halves / 2);
    if halves % 2 == 1 {
        whole * 724 / 1024
    } else {
        whole
    }
}

/// What is compared of an article: its terms with their weights in this base, and its time.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    /// Ascending by term; terms that weigh nothing are left out.
    weights: Vec<(retold_model::Term, u64)>,
    /// The sum of the squares.
    square: u64,
    published: Option<Stamp>,
}

impl Profile {
    /// The profile of an article with `terms`, each with the step of its count.
    pub(crate) fn new(
        terms: impl IntoIterator<Item = (WeightedTerm, u32)>,
        published: Option<Stamp>,
    ) -> Self {
        let weights: Vec<_> = terms
            .into_iter()
            .map(|(weighted, bucket)| (weighted.term, u64::from(weighted.weight) * rarity(bucket)))
            .filter(|&(_, weight)| weight > 0)
            .collect();
        // At most 64 terms of (255 * 1024)^2 each.
        let square = weights.iter().map(|&(_, weight)| weight * weight).sum();
        Self {
            weights,
            square,
            published,
        }
    }

    /// The score of two articles that share `shared_words` words of reporting, of 0 to [`ONE`].
    pub(crate) fn score(&self, other: &Self, shared_words: u32) -> u32 {
        let cosine = self.cosine(other);
        let lessened =
            cosine * days_apart(self.published, other.published).map_or(UNDATED, fading) / 1000;
        let bonus = (u64::from(ONE) - lessened) * u64::from(shared_words.min(MUCH_SHARED))
            / u64::from(MUCH_SHARED)
            * SHARED_TEXT
            / 1000;
        u32::try_from(lessened + bonus).expect("at most one")
    }

    fn cosine(&self, other: &Self) -> u64 {
        if self.square == 0 || other.square == 0 {
            return 0;
        }
        let mut product = 0u64;
        let mut rest = other.weights.iter().peekable();
        for &(term, weight) in &self.weights {
            while rest.next_if(|&&(next, _)| next < term).is_some() {}
            if let Some(&(_, other)) = rest.next_if(|&&(next, _)| next == term) {
                product += weight * other;
            }
        }
        let norm = (u128::from(self.square) * u128::from(other.square)).isqrt();
        let cosine = u128::from(product) * u128::from(ONE) / norm.max(1);
        u64::try_from(cosine.min(u128::from(ONE))).expect("at most one")
    }
}

/// Words of shared reporting that make two articles as good as one.
const MUCH_SHARED: u32 = 120;

/// Of the way to a full score, in thousandths, what much shared text goes.
const SHARED_TEXT: u64 = 600;

/// In thousandths, what is left of the score of articles where a date is missing.
const UNDATED: u64 = 1000;

/// In thousandths, what is left of the score of articles so many days apart.
fn fading(days: u32) -> u64 {
    match days {
        0..=2 => 1000,
        3..=7 => 950,
        8..=30 => 850,
        31..=90 => 750,
        _ => 600,
    }
}

fn days_apart(one: Option<Stamp>, other: Option<Stamp>) -> Option<u32> {
    let (one, other) = (one?, other?);
    let day = |stamp: Stamp| {
        let date = stamp.date();
        i32::from(date.year()) * 365 + i32::from(date.day_of_year())
    };
    Some(day(one).abs_diff(day(other)))
}
