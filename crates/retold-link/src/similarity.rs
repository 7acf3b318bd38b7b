//! How near two articles are as reports of one happening.
//!
//! A score of 0 to [`ONE`], from what the sheets of the two articles share and where they differ, and from the time
//! between them: a function of the two articles alone, so that nothing is compared again when the base grows. All in
//! integers.
//!
//! The evidence of each [`Channel`] is a cosine, and whether both articles have something to say there and agree in
//! nothing: two shootings of one weekend tell of other people in other towns. It is weighed by a logistic model
//! ([`Models`]): of two short articles, of which the embeddings are known, by one that counts what they mean as
//! well, for a sentence or two can tell one happening in other words throughout. Two articles that are hardly more than a
//! headline have no evidence but that: their score is the cosine of their embeddings.

use retold_model::{Embedding, Stamp};

use crate::calendar::day_number;
use crate::comparable::{Comparable, Probe};
use crate::sheet::{CHANNELS, Channel, PAIR};

/// Parts of one in a score.
pub(crate) const ONE: u32 = 1_000_000;

/// How many numbers the evidence of a pair has: two for each channel, the time between, and what both mean.
pub const EVIDENCE: usize = 2 * CHANNELS + 2;

/// Where in the evidence the time between stands, and what both mean.
const DAYS_BETWEEN: usize = 2 * CHANNELS;
const MEANING: usize = DAYS_BETWEEN + 1;

/// What each number of the evidence counts for, and last the constant, in thousandths.
pub type Weights = [i64; EVIDENCE + 1];

/// What is known of two articles, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Of each channel the cosine, and 1 where both have terms and share none; then the logarithm of the days between, and the
    /// cosine of the embeddings, which is 0 unless both are short.
    pub numbers: [i64; EVIDENCE],
    /// Whether both are short, with embeddings.
    pub is_short: bool,
}

/// The logistic models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Models {
    /// That of two articles of which one at least is long.
    pub long: Weights,
    /// That of two short ones.
    pub short: Weights,
}

const MODELS: Models = Models {
    long: LONG,
    short: SHORT,
};

/// By channel: what it counts where the two agree, and where they differ. Fitted by
/// logistic regression on pairs of ecbplus and incidents, each file counted alike. The deeds came later: the other weights
/// were left as they were, that deeds differ was set by hand near what a fit gave for it (-2.1), and that they agree says
/// nothing more.
#[rustfmt::skip]
const LONG: Weights = [
    3140, 0, // words
    -1583, -888, // pairs
    1403, 46, // headline
    5340, 777, // lead
    3613, -730, // names
    3159, -123, // people
    673, -887, // places
    1270, -872, // divisions
    2433, -458, // facilities
    4269, -800, // counts
    2082, -2268, // days
    1445, 259, // years
    1373, 8, // protagonist
    0, -2250, // deeds
    -460, // the logarithm of the days between
    0, // meaning
    -5379,
];

/// The same, fitted on pairs of short articles.
#[rustfmt::skip]
const SHORT: Weights = [
    1505, 0, // words
    707, -613, // pairs
    952, -349, // headline
    1468, 0, // lead
    1986, -369, // names
    1563, 90, // people
    1041, -655, // places
    942, -972, // divisions
    607, -877, // facilities
    524, -956, // counts
    -232, -1251, // days
    317, -122, // years
    431, -434, // protagonist
    320, -773, // deeds
    -1398, // the logarithm of the days between
    1442, // meaning
    -2212,
];

/// The logit from which on there is a score, and that of a full score, in thousandths.
const LEAST_LOGIT: i64 = -4000;
const FULL_LOGIT: i64 = 6000;

/// How many times more the cosine says where one article is bare: headlines of one happening share a word or two.
const BARE_RAISE: u64 = 6;

/// The cosine that the embeddings of any two headlines may have, of [`ONE`].
const UNRELATED: u64 = 100_000;

/// Articles are compared from this cosine of their words on, or of the people in them, in thousandths: what agrees below it is
/// the town and the day of another happening.
const LEAST_WORDS: i64 = 100;
const LEAST_PEOPLE: i64 = 250;

/// Short articles are compared from this cosine of their embeddings on, in thousandths.
const LEAST_MEANING: i64 = 250;

/// Words of shared reporting that make two articles as good as one.
const MUCH_SHARED: u32 = 120;

/// Of the way to a full score, in thousandths, what much shared text goes.
const SHARED_TEXT: u64 = 600;

/// When each of two articles was published, as stated.
pub(crate) type Times = (Option<Stamp>, Option<Stamp>);

/// What the first look at two articles says.
#[derive(Clone, Copy)]
pub(crate) enum Look {
    /// Both are hardly more than headlines.
    Bare,
    /// Words and people, or what both mean, are so far apart that the score is 0: so it is with most candidates.
    Far,
    /// Both are short: all of the evidence is to be read; the cosine of the embeddings, in thousandths.
    Short(i64),
    /// All of the evidence is to be read; the cosine of the words, in thousandths.
    Near(i64),
}

impl Look {
    pub(crate) fn at(probe: &Probe<'_>, other: &Comparable) -> Self {
        if probe.article.is_bare() && other.is_bare() {
            return Self::Bare;
        }
        if let Some(meaning) = meaning(probe.article, other) {
            return match meaning {
                ..LEAST_MEANING => Self::Far,
                _ => Self::Short(meaning),
            };
        }
        let near = |channel| Products::of(probe, other, channel).thousandths();
        let words = near(Channel::Words);
        if words < LEAST_WORDS && near(Channel::People) < LEAST_PEOPLE {
            return Self::Far;
        }
        Self::Near(words)
    }
}

/// The score of two articles that share `shared_words` words of reporting, of 0 to [`ONE`]; of two that are far and share none,
/// it is 0.
pub(crate) fn score(
    look: Look,
    probe: &Probe<'_>,
    other: &Comparable,
    times: Times,
    shared_words: u32,
) -> u32 {
    let plain = match look {
        Look::Bare => {
            let days = days_apart(times);
            bare_score(probe, other) * days.map_or(1000, fading) / 1000
        }
        Look::Far => 0,
        Look::Short(_) | Look::Near(_) => {
            let evidence = evidence(look, probe, other, times);
            u64::from(modelled(&evidence, &MODELS))
        }
    };
    let shared = u64::from(shared_words.min(MUCH_SHARED));
    let raise = (u64::from(ONE) - plain) * shared * SHARED_TEXT / (u64::from(MUCH_SHARED) * 1000);
    u32::try_from(plain + raise).expect("at most one")
}

/// The score that the model gives, of 0 to 1,000,000.
pub fn modelled(evidence: &Evidence, models: &Models) -> u32 {
    let Evidence { numbers, is_short } = evidence;
    let cosine = |channel: Channel| numbers[2 * channel as usize];
    let weights = if *is_short {
        &models.short
    } else if cosine(Channel::Words) < LEAST_WORDS && cosine(Channel::People) < LEAST_PEOPLE {
        return 0;
    } else {
        &models.long
    };
    let sum: i64 = { numbers.iter().zip(weights) }
        .map(|(evidence, weight)| evidence * weight)
        .sum();
    let logit = sum / 1000 + weights[EVIDENCE];
    let whole = FULL_LOGIT - LEAST_LOGIT;
    let part = (logit - LEAST_LOGIT).clamp(0, whole) * i64::from(ONE) / whole;
    u32::try_from(part).expect("clamped to 0 and one")
}

/// All the evidence of two articles, after the first look at them.
pub(crate) fn evidence(
    look: Look,
    probe: &Probe<'_>,
    other: &Comparable,
    times: Times,
) -> Evidence {
    let one = probe.article;
    let mut numbers = [0; EVIDENCE];
    for (channel, to) in Channel::ALL.into_iter().zip(numbers.chunks_exact_mut(2)) {
        let cosine = match (channel, look) {
            (Channel::Words, Look::Near(words)) => words,
            _ => Products::of(probe, other, channel).thousandths(),
        };
        let (here, there) = (one.list(channel), other.list(channel));
        let comparable = match channel {
            // Two people were arrested, or two players hurt.
            Channel::Deeds => here.shares_deed(&there),
            _ => !here.is_empty() && !there.is_empty(),
        };
        to[0] = cosine;
        to[1] = 1000 * i64::from(cosine == 0 && comparable);
    }
    numbers[DAYS_BETWEEN] = days_apart(times).map_or(0, |days| logarithm(1 + days));
    let meaning = match look {
        Look::Short(meaning) => Some(meaning),
        _ => None,
    };
    numbers[MEANING] = meaning.unwrap_or(0);
    Evidence {
        numbers,
        is_short: meaning.is_some(),
    }
}

/// The cosine of the embeddings of two short articles, in thousandths.
fn meaning(one: &Comparable, other: &Comparable) -> Option<i64> {
    let (Embedding(one), Embedding(other)) = (one.embedding.as_ref()?, other.embedding.as_ref()?);
    Some(Products::of_numbers(one, other).thousandths())
}

/// The score of two bare articles: the cosine of their embeddings, from [`UNRELATED`] on, or, where one has none, that of
/// words and pairs taken together.
fn bare_score(probe: &Probe<'_>, other: &Comparable) -> u64 {
    if let (Some(Embedding(one)), Some(Embedding(other))) =
        (&probe.article.embedding, &other.embedding)
    {
        let cosine = Products::of_numbers(one, other).cosine();
        let beyond = cosine.saturating_sub(UNRELATED);
        return beyond * u64::from(ONE) / (u64::from(ONE) - UNRELATED);
    }
    let words = Products::of(probe, other, Channel::Words);
    let pairs = Products::of(probe, other, Channel::Pairs);
    let share = u64::from(PAIR * PAIR);
    let both = |words: u64, pairs: u64| words * 100 + pairs * share;
    let cosine = Products {
        product: both(words.product, pairs.product),
        one: both(words.one, pairs.one),
        other: both(words.other, pairs.other),
    }
    .cosine();
    (cosine * BARE_RAISE).min(u64::from(ONE))
}

/// The product of two lists, and of each with itself.
struct Products {
    product: u64,
    one: u64,
    other: u64,
}

impl Products {
    fn of(probe: &Probe<'_>, other: &Comparable, channel: Channel) -> Self {
        let there = other.list(channel);
        Self {
            product: probe.product(channel, &there),
            one: probe.article.list(channel).square,
            other: there.square,
        }
    }

    /// Of two vectors; what points apart has no product.
    fn of_numbers(one: &[i8], other: &[i8]) -> Self {
        let product = |one: &[i8], other: &[i8]| {
            let sum: i64 = { one.iter().zip(other) }
                .map(|(&one, &other)| i64::from(one) * i64::from(other))
                .sum();
            u64::try_from(sum).unwrap_or(0)
        };
        Self {
            product: product(one, other),
            one: product(one, one),
            other: product(other, other),
        }
    }

    /// The cosine, of 0 to [`ONE`].
    fn cosine(&self) -> u64 {
        if self.product == 0 {
            return 0;
        }
        // Sheets as they are made stay far below 64 bits, which cost a tenth of 128.
        let square = u128::from(self.one) * u128::from(self.other);
        let norm =
            u64::try_from(square).map_or_else(|_| square.isqrt(), |square| square.isqrt().into());
        let raised = u128::from(self.product) * u128::from(ONE);
        let cosine = match (u64::try_from(raised), u64::try_from(norm.max(1))) {
            (Ok(raised), Ok(norm)) => u128::from(raised / norm),
            _ => raised / norm.max(1),
        };
        u64::try_from(cosine.min(u128::from(ONE))).expect("at most one")
    }

    /// The cosine, of 0 to 1000.
    fn thousandths(&self) -> i64 {
        i64::try_from(self.cosine() / 1000).expect("at most a thousand")
    }
}

/// In thousandths, what is left of the score of bare articles so many days apart.
fn fading(days: u32) -> u64 {
    match days {
        0..=2 => 1000,
        3..=7 => 900,
        8..=30 => 700,
        31..=90 => 600,
        _ => 500,
    }
}

/// The natural logarithm of a number of 1 and more, in thousandths: straight lines between the powers of two.
fn logarithm(number: u32) -> i64 {
    let power = number.max(1).ilog2();
    let beyond = i64::from(number) - (1_i64 << power);
    693 * i64::from(power) + 693 * beyond / (1_i64 << power)
}

fn days_apart((one, other): Times) -> Option<u32> {
    let (one, other) = (one?, other?);
    Some(day_number(one).abs_diff(day_number(other)))
}

#[cfg(test)]
mod tests {
    use retold_model::{Sheet, Term, WeightedTerm};

    use super::*;

    fn score(
        (one, published): (&Sheet, Option<Stamp>),
        (other, other_published): (&Sheet, Option<Stamp>),
        shared_words: u32,
    ) -> u32 {
        let (one, other) = (Comparable::of(one), Comparable::of(other));
        let probe = Probe::of(&one);
        let look = Look::at(&probe, &other);
        let times = (published, other_published);
        super::score(look, &probe, &other, times, shared_words)
    }

    fn terms(terms: std::ops::Range<u64>) -> Vec<WeightedTerm> {
        terms
            .map(|term| WeightedTerm {
                term: Term(term),
                weight: 8,
            })
            .collect()
    }

    fn sheet(lists: &[(Channel, std::ops::Range<u64>)]) -> Sheet {
        let mut channels = vec![Vec::new(); CHANNELS];
        for (channel, range) in lists {
            channels[*channel as usize] = terms(range.clone());
        }
        Sheet {
            leading: Vec::new(),
            channels,
            embedding: None,
        }
    }

    fn stamp(text: &str) -> Option<Stamp> {
        text.parse().ok()
    }

    #[test]
    fn bare_articles_are_compared_by_what_they_mean() {
        let embedded = |numbers: &[i8]| Sheet {
            embedding: Some(Embedding(numbers.to_vec())),
            ..sheet(&[(Channel::Words, 0..10)])
        };
        let (a, b, c) = (
            embedded(&[127, 0]),
            embedded(&[76, 102]),
            embedded(&[-127, 0]),
        );
        let of = |one, other| score((one, None), (other, None), 0);
        assert_eq!(of(&a, &a), ONE);
        // The cosine is 0.5975; a tenth says nothing.
        assert_eq!(of(&a, &b), 552_776);
        assert_eq!(of(&b, &a), 552_776);
        assert_eq!(of(&a, &c), 0);
        // Beside an article of which the meaning is not known, the words tell.
        assert_eq!(of(&a, &sheet(&[(Channel::Words, 9..19)])), 600_000);
    }

    #[test]
    fn short_articles_are_told_by_what_they_mean_too() {
        let of = |words: std::ops::Range<u64>, embedding: Option<&[i8]>| Sheet {
            embedding: embedding.map(|numbers| Embedding(numbers.to_vec())),
            ..sheet(&[(Channel::Words, words), (Channel::Days, 0..1)])
        };
        let score = |one: &Sheet, other: &Sheet| score((one, None), (other, None), 0);
        let (here, alike, there) = (
            of(0..20, Some(&[127, 0])),
            of(19..39, Some(&[76, 102])),
            of(19..39, Some(&[-127, 0])),
        );
        // A cosine of the words of 0.05, of the days of 1, of the meaning of 0.597: -2.212 + 0.075 - 0.232 + 0.861.
        assert_eq!(score(&here, &alike), 249_200);
        assert_eq!(score(&here, &there), 0);
        // Where the meaning of one is not known, words that are so far apart are told nothing.
        assert_eq!(score(&here, &of(19..39, None)), 0);
        // A headline beside a short article is short, too.
        assert_eq!(score(&here, &of(19..29, Some(&[76, 102]))), 252_200);
    }

    #[test]
    fn a_bare_article_beside_a_full_one_is_told_by_the_model() {
        let (bare, full) = (
            sheet(&[(Channel::Words, 0..10), (Channel::Lead, 0..10)]),
            sheet(&[(Channel::Words, 0..90), (Channel::Lead, 0..40)]),
        );
        // Cosines of 0.333 and 0.5: -5.379 + 1.0456 + 2.67 is -1.664.
        assert_eq!(score((&bare, None), (&full, None), 0), 233_600);
    }

    #[test]
    fn bare_articles_are_compared_by_their_words() {
        let (a, b) = (
            sheet(&[(Channel::Words, 0..10)]),
            sheet(&[(Channel::Words, 9..19)]),
        );
        assert_eq!(score((&a, None), (&b, None), 0), 600_000);
        assert_eq!(score((&b, None), (&a, None), 0), 600_000);
        assert_eq!(score((&a, None), (&a, None), 0), ONE);
        assert_eq!(
            score((&a, stamp("2024-05-16")), (&b, stamp("2024-06-01")), 0),
            420_000
        );
        assert_eq!(score((&a, None), (&Sheet::default(), None), 0), 0);
    }

    #[test]
    fn what_agrees_raises_and_what_differs_lessens() {
        let words = || (Channel::Words, 0..100);
        let plain = sheet(&[words(), (Channel::Lead, 0..40)]);
        let here = sheet(&[words(), (Channel::Lead, 0..40), (Channel::Days, 0..1)]);
        let there = sheet(&[words(), (Channel::Lead, 0..40), (Channel::Days, 1..2)]);
        let of = |one, other| score((one, None), (other, None), 0);
        // -5.379 + 3.140 + 5.340 is 3.101; of the way from -4 to 6 that is 0.7101.
        assert_eq!(of(&plain, &plain), 710_100);
        assert_eq!(of(&plain, &here), 710_100);
        assert_eq!(of(&here, &here), 918_300);
        assert_eq!(of(&here, &there), 483_300);
    }

    #[test]
    fn one_deed_done_to_others_tells_apart() {
        let deeds = |terms: &[u64]| {
            let mut sheet = sheet(&[(Channel::Words, 0..100), (Channel::Lead, 0..40)]);
            let weighted = |&term: &u64| WeightedTerm {
                term: Term(term),
                weight: 32,
            };
            sheet.channels[Channel::Deeds as usize] = terms.iter().map(weighted).collect();
            sheet
        };
        // "Moor was arrested", "Holt was arrested", "Holt was hurt", "Moor was arrested; Holt was hurt".
        let (moor, holt, hurt, both) = (
            deeds(&[0x1_0001]),
            deeds(&[0x1_0002]),
            deeds(&[0x2_0002]),
            deeds(&[0x1_0001, 0x2_0002]),
        );
        let of = |one, other| score((one, None), (other, None), 0);
        assert_eq!(of(&moor, &moor), 710_100);
        assert_eq!(of(&moor, &holt), 485_100);
        assert_eq!(of(&moor, &hurt), 710_100);
        assert_eq!(of(&holt, &both), 485_100);
        assert_eq!(of(&moor, &both), 710_100);
    }

    #[test]
    fn time_between_lessens_and_shared_text_raises() {
        let a = sheet(&[(Channel::Words, 0..100), (Channel::Lead, 0..40)]);
        let (early, late) = (stamp("2024-05-16"), stamp("2024-05-17"));
        assert_eq!(score((&a, early), (&a, late), 0), 678_200);
        assert_eq!(score((&a, None), (&a, None), 120), 884_040);
    }

    #[test]
    fn logarithms_are_near() {
        let values: Vec<i64> = [1, 2, 3, 4, 8, 366].map(logarithm).to_vec();
        assert_eq!(values, [0, 693, 1039, 1386, 2079, 5841]);
    }
}
