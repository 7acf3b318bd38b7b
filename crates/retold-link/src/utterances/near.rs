//! Links between forms that words leave open, by the vectors of their sentences.

use std::collections::BTreeMap;

use retold_model::JoinGround;

use super::compare::{Link, conflicting, per_cent};
use super::form::{Form, Unit, Weights};
use super::saying::{Saying, SpeakerKey};
use super::{Links, Vectors};

/// Content words of a sentence that are compared.
const LEAST_STEMS: usize = 3;

/// The cosine from which on two sentences of one speaker are one saying, where they share no more than topics.
const NEAR: f64 = 0.80;

/// How much nearer than that two quotations are that need no other wordings between them.
const FIRM: f64 = 0.20;

/// How much less is enough for each share of weight that they have in common.
const WORDS_FOR: f64 = 0.35;

/// How much more is needed where both are indirect: a reporter sums up, and the sums of two sayings come near.
const INDIRECT: f64 = 0.16;

/// How much more is needed where one of them denies and the other does not: "not easily won", "hard-earned" are one saying,
/// but vectors hardly tell a denial from what it denies.
const DENIAL: f64 = 0.06;

/// What the cosine of two sentences reaches, by the part of their words that they share, by weight (Dice): so much for none of
/// them, and so much more for all. Of 1,204 pairs of sentences of one speaker in news none came nearer. Sentences that would
/// have to are not asked for: vectors cost more than all the rest of a comparison.
const REACHED: f64 = 0.70;
const REACHED_BY_WORDS: f64 = 0.70;

/// The most that it is taken to reach: what comes nearer is nearly the same words, and those decide by themselves.
const MOST_REACHED: f64 = 0.85;

/// The links that vectors give to the `open` pairs.
pub(super) fn near(
    open: &[(usize, usize)],
    forms: &[Form],
    sayings: &[Saying],
    weights: &Weights,
    vectors: Vectors,
) -> Links {
    let open: Vec<(usize, usize)> = { open.iter().copied() }
        .filter(|&(one, _)| {
            // "Officials" and "the company" of two reports may be others.
            matches!(
                forms[one].speaker,
                Some(SpeakerKey::Entity(_) | SpeakerKey::Named(_))
            )
        })
        .collect();
    let mut texts: BTreeMap<&str, usize> = BTreeMap::new();
    for &(one, other) in &open {
        for pair in comparable(&forms[one], &forms[other], sayings, weights) {
            texts.insert(&pair.first.text, 0);
            texts.insert(&pair.second.text, 0);
        }
    }
    if texts.is_empty() {
        return Links::new();
    }
    let asked: Vec<&str> = texts.keys().copied().collect();
    let found = vectors(&asked);
    for (number, at) in texts.values_mut().enumerate() {
        *at = number;
    }
    let mut links = Links::new();
    for (one, other) in open {
        let (first, second) = (&forms[one], &forms[other]);
        let best = comparable(first, second, sayings, weights)
            .filter_map(|pair| {
                let (one, other) = (
                    found.get(texts[&*pair.first.text])?,
                    found.get(texts[&*pair.second.text])?,
                );
                let cosine = cosine(one, other);
                Some((pair.margin(cosine), cosine))
            })
            .max_by(|one, other| one.0.total_cmp(&other.0));
        if let Some((margin, cosine)) = best.filter(|&(margin, _)| margin >= 0.0) {
            let link = Link {
                ground: JoinGround::Vectors {
                    similarity: per_cent(cosine),
                },
                confidence: per_cent(0.60 + margin).min(85),
                firm: margin >= FIRM && first.marked && second.marked,
            };
            links.insert((one, other), link);
        }
    }
    links
}

/// Two sentences of one speaker.
struct Pair<'f> {
    first: &'f Unit,
    second: &'f Unit,
    /// The cosine from which on they are one saying, if they share nothing and both deny or neither; then what the words
    /// that they share take from it, and what a denial in one of them adds.
    needed: f64,
    common: f64,
    denial: f64,
    /// The cosine that they reach at most.
    reached: f64,
}

impl Pair<'_> {
    /// How much nearer they are than they must be.
    fn margin(&self, cosine: f64) -> f64 {
        cosine + self.common - self.needed - self.denial
    }
}

/// Pairs of sentences that can render one: long enough, without other numbers, with a common content word, and not so far
/// apart by their words that no vectors bring them together.
fn comparable<'f>(
    one: &'f Form,
    other: &'f Form,
    sayings: &'f [Saying],
    weights: &'f Weights,
) -> impl Iterator<Item = Pair<'f>> {
    let needed = if one.marked || other.marked {
        NEAR
    } else {
        NEAR + INDIRECT
    };
    one.units(sayings).iter().flat_map(move |first| {
        { other.units(sayings).iter() }
            .filter(|second| {
                first.stems.len().min(second.stems.len()) >= LEAST_STEMS
                    && !conflicting(&first.numbers, &second.numbers)
                    && !first.stems.is_disjoint(&second.stems)
            })
            .map(move |second| {
                let words = SharedWords::of(first, second, weights);
                Pair {
                    first,
                    second,
                    needed,
                    common: WORDS_FOR * words.of_lighter(),
                    denial: if first.negated == second.negated {
                        0.0
                    } else {
                        DENIAL
                    },
                    reached: (REACHED + REACHED_BY_WORDS * words.of_both()).min(MOST_REACHED),
                }
            })
            .filter(|pair| pair.margin(pair.reached) >= 0.0)
    })
}

/// The weight of the words of two sentences, and of those that they share.
struct SharedWords {
    shared: f64,
    first: f64,
    second: f64,
}

impl SharedWords {
    fn of(first: &Unit, second: &Unit, weights: &Weights) -> Self {
        Self {
            shared: weights.sum(first.stems.intersection(&second.stems)),
            first: weights.sum(first.stems.iter()),
            second: weights.sum(second.stems.iter()),
        }
    }

    /// What they share, as a part of the lighter one.
    fn of_lighter(&self) -> f64 {
        self.shared / self.first.min(self.second).max(f64::MIN_POSITIVE)
    }

    /// What they share, as a part of both.
    fn of_both(&self) -> f64 {
        2.0 * self.shared / (self.first + self.second).max(f64::MIN_POSITIVE)
    }
}

fn cosine(one: &[f32], other: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| -> f64 {
        a.iter()
            .zip(b)
            .map(|(&a, &b)| f64::from(a) * f64::from(b))
            .sum()
    };
    let lengths = (dot(one, one) * dot(other, other)).sqrt();
    let cosine = dot(one, other) / lengths.max(f64::MIN_POSITIVE);
    if cosine.is_finite() { cosine } else { 0.0 }
}
