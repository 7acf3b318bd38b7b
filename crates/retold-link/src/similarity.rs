//! How near two articles are as reports of one happening.
//!
//! The cosine of their terms, where a term weighs the less the more articles of the base hold it, lessened by the
//! time between them and raised by the text they share. A term's weight falls with the fifth root of the count, in
//! steps of [`bucket`]: a power law, so that the cosine stays what it is when the whole base grows alike, and the size
//! of the base does not enter. Steps, so that most additions change no weight; when a count crosses a step, all
//! articles that hold the term are compared again, which keeps the result a function of the set. All in integers.
//!
//! What it costs: a term that `n` articles hold has made each of them be compared again about twice on its way to `n`,
//! as the steps are powers of two. Large batches spare most of it.
//!
//! Tuned together with [`SAME_STORY`](crate::story::SAME_STORY) and the constants of [`terms`](crate::terms), by
//! `cargo xtask eval stories`: the exponent, [`fading`], [`SHARED_TEXT`], [`FEW_TERMS`].

use retold_model::{Stamp, Term, WeightedTerm};

/// Parts of one in a score.
pub(crate) const ONE: u32 = 1_000_000;

/// The step of a count: 0 for one article, then one for each power of two, up to the last.
pub(crate) fn bucket(count: u32) -> usize {
    (count.max(1).ilog2() as usize).min(RARITY.len() - 1)
}

/// The weight of a term in each step: 1024 by the fifth root of two for each. A term of one article has none: it joins
/// nothing, and would lessen the cosine of whoever tells more. Nor has one of 16,384 or more.
const RARITY: [u64; 15] = [
    0, 891, 776, 676, 588, 512, 446, 388, 338, 294, 256, 223, 194, 169, 0,
];

/// The weight of a term, by the step of its count.
pub(crate) fn rarity(bucket: usize) -> u64 {
    RARITY[bucket]
}

/// What is compared of an article: its terms with their weights in this base, and its time.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    /// Ascending by term; terms that weigh nothing are left out.
    weights: Vec<(Term, u64)>,
    /// The sum of the squares.
    square: u64,
    /// How many terms the article has, with those that weigh nothing.
    terms: usize,
    published: Option<Stamp>,
}

impl Profile {
    /// The profile of an article with `terms`, each with the step of its count.
    pub(crate) fn new(
        terms: impl IntoIterator<Item = (WeightedTerm, usize)>,
        published: Option<Stamp>,
    ) -> Self {
        let terms: Vec<_> = terms.into_iter().collect();
        let count = terms.len();
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
            terms: count,
            published,
        }
    }

    /// The score of two articles that share `shared_words` words of reporting, of 0 to [`ONE`].
    pub(crate) fn score(&self, other: &Self, shared_words: u32) -> u32 {
        let mut cosine = self.cosine(other);
        if self.terms.min(other.terms) < FEW_TERMS {
            cosine = (cosine * FEW_TERMS_RAISE).min(u64::from(ONE));
        }
        let faded =
            cosine * days_apart(self.published, other.published).map_or(1000, fading) / 1000;
        let shared = u64::from(shared_words.min(MUCH_SHARED));
        let raise =
            (u64::from(ONE) - faded) * shared * SHARED_TEXT / (u64::from(MUCH_SHARED) * 1000);
        u32::try_from(faded + raise).expect("at most one")
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

/// An article with fewer terms is hardly more than a headline.
const FEW_TERMS: usize = 20;

/// How many times more the cosine says where one has few terms: headlines of one happening share a word or two.
const FEW_TERMS_RAISE: u64 = 4;

/// In thousandths, what is left of the score of articles so many days apart.
fn fading(days: u32) -> u64 {
    match days {
        0..=2 => 1000,
        3..=7 => 900,
        8..=30 => 700,
        31..=90 => 600,
        _ => 500,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(terms: std::ops::Range<u64>, published: Option<&str>) -> Profile {
        let weighted = |term| WeightedTerm {
            term: Term(term),
            weight: 8,
        };
        Profile::new(
            terms.map(|term| (weighted(term), 1)),
            published.map(|stamp| stamp.parse().unwrap()),
        )
    }

    #[test]
    fn scores_are_symmetric_and_between_nothing_and_one() {
        let (a, b) = (profile(0..40, None), profile(20..60, None));
        assert_eq!(a.score(&b, 0), 500_000);
        assert_eq!(b.score(&a, 0), 500_000);
        assert_eq!(a.score(&a, 0), ONE);
        assert_eq!(a.score(&a, 500), ONE);
        assert_eq!(a.score(&profile(50..90, None), 0), 0);
        assert_eq!(profile(0..0, None).score(&a, 0), 0);
    }

    #[test]
    fn time_between_lessens_and_shared_text_raises() {
        let (a, b) = (
            profile(0..40, Some("2024-05-16")),
            profile(20..60, Some("2024-06-01")),
        );
        assert_eq!(a.score(&b, 0), 350_000);
        assert_eq!(a.score(&b, 120), 740_000);
    }

    #[test]
    fn counts_go_in_steps() {
        let steps: Vec<usize> = [0, 1, 2, 3, 4, 1023, 1024, u32::MAX].map(bucket).to_vec();
        assert_eq!(steps, [0, 0, 1, 1, 2, 9, 10, 14]);
    }
}
