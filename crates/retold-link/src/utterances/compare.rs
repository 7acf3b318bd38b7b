//! Whether two forms render one saying, by their words.

use super::form::{Form, Weights};
use super::saying::{Saying, Word};
use retold_model::JoinGround;

/// Words in a row that two reports do not find by chance, with at least [`RUN_STEMS`] content words among them. (Shingles
/// for reuse take eight; here both are words of one speaker in one story.)
const RUN: usize = 6;
const RUN_STEMS: usize = 3;

/// The share of the shorter one's weight that a run needs in indirect speech, with the other words in common.
const RUN_SHARE: f64 = 0.5;

/// Words of a form that can be joined at all, and content words among them.
const LEAST_WORDS: usize = 3;
const LEAST_STEMS: usize = 2;

/// Content words that a form must share by which it is recognised in another wording: three may meet by the topic.
const SHARED: usize = 4;

/// The share of the shorter one's weight that they must be: more than half of what it says.
const SHARE: f64 = 0.6;

/// Their weight: as much as of three words that each article has once, less one for topics.
const SHARED_WEIGHT: f64 = 2.0;

/// What one speaker's words need to be given to another: a long run that is nearly all of one of them; shares in
/// per cent.
const OTHER_RUN: usize = 8;
const OTHER_SHARE: usize = 75;
const OTHER_SHARE_OF_LONGER: usize = 50;

/// A ground for taking two forms for one saying.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Link {
    pub(super) ground: JoinGround,
    pub(super) confidence: u8,
    /// Whether it is a long run of words, which joins sets of forms by itself.
    pub(super) firm: bool,
}

/// What the words of two forms say.
pub(super) enum Verdict {
    /// One saying.
    Joined(Link),
    /// They share words, but not enough; vectors may tell.
    Open,
    /// Two sayings.
    Apart,
}

/// Whether a saying has enough words to be told from others.
pub(super) fn is_telling(saying: &Saying) -> bool {
    let stems = saying
        .words
        .iter()
        .filter(|word| word.stem.is_some())
        .count();
    let least = if saying.speaker.is_some() {
        LEAST_WORDS
    } else {
        OTHER_RUN
    };
    saying.words.len() >= least && stems >= LEAST_STEMS
}

/// Compares two forms of one speaker.
pub(super) fn compare(one: &Form, other: &Form, sayings: &[Saying], weights: &Weights) -> Verdict {
    let (first, second) = (one.words(sayings), other.words(sayings));
    let run = longest_run(first, second);
    let shorter = first.len().min(second.len());
    let shared: Vec<&String> = one.stems.intersection(&other.stems).collect();
    let weight = weights.sum(shared.iter().copied());
    let least = weights
        .sum(one.stems.iter())
        .min(weights.sum(other.stems.iter()));
    let share = weight / least.max(f64::MIN_POSITIVE);
    let conflict = conflicting(&one.numbers, &other.numbers);
    let marked = one.marked && other.marked;
    if run.words >= RUN && run.stems >= RUN_STEMS {
        // What reporters tell begins alike where it says two things ("the officers, members of the unit, …"), and a later
        // toll stands in the sentence of the earlier one. Words in quotation marks do neither.
        let same = if marked {
            !conflict || run.words >= 2 * RUN
        } else {
            !conflict && share >= RUN_SHARE
        };
        if same {
            return Verdict::Joined(Link {
                ground: JoinGround::Contained {
                    words: count(run.words),
                },
                confidence: confidence(84 + run.stems, 96),
                firm: true,
            });
        }
    }
    // A short wording that stands whole in the other: "a good partner".
    if run.words == shorter && shorter > LEAST_WORDS && run.stems >= LEAST_STEMS && marked {
        return Verdict::Joined(Link {
            ground: JoinGround::Contained {
                words: count(run.words),
            },
            confidence: 72,
            firm: false,
        });
    }
    if shared.len() >= SHARED && share >= SHARE && weight >= SHARED_WEIGHT && !conflict {
        return Verdict::Joined(Link {
            ground: JoinGround::SharedWords {
                words: count(shared.len()),
                share: per_cent(share),
            },
            confidence: confidence(40 + usize::from(per_cent(share)) * 2 / 5 + shared.len(), 90),
            firm: false,
        });
    }
    if conflict || shared.is_empty() {
        return Verdict::Apart;
    }
    Verdict::Open
}

/// Compares two forms of different speakers, or of one that is not told: only nearly the same words are one saying.
pub(super) fn compare_across(one: &Form, other: &Form, sayings: &[Saying]) -> Option<Link> {
    let (first, second) = (one.words(sayings), other.words(sayings));
    let (shorter, longer) = (first.len().min(second.len()), first.len().max(second.len()));
    let run = longest_run(first, second);
    let covers = |length: usize, share: usize| 100 * run.words >= share * length;
    let near = covers(shorter, OTHER_SHARE) && covers(longer, OTHER_SHARE_OF_LONGER);
    let enough = run.words >= OTHER_RUN && run.stems > RUN_STEMS;
    (near && enough && !conflicting(&one.numbers, &other.numbers)).then(|| Link {
        ground: if run.words == longer {
            JoinGround::Verbatim
        } else {
            JoinGround::Contained {
                words: count(run.words),
            }
        },
        confidence: confidence(60 + 2 * run.stems, 80),
        firm: false,
    })
}

/// Whether each has a number that the other lacks.
pub(super) fn conflicting(
    one: &std::collections::BTreeSet<u32>,
    other: &std::collections::BTreeSet<u32>,
) -> bool {
    !one.is_subset(other) && !other.is_subset(one)
}

/// Words in a row that stand in both.
#[derive(Clone, Copy, Default)]
struct Run {
    words: usize,
    /// Content words among them.
    stems: usize,
}

/// The run with most content words, the longer of equals. By the table of common suffixes: the product of the lengths,
/// which are bounded.
fn longest_run(first: &[Word], second: &[Word]) -> Run {
    let mut best = Run::default();
    let mut row = vec![Run::default(); second.len() + 1];
    for one in first {
        let mut diagonal = Run::default();
        for (j, other) in second.iter().enumerate() {
            let here = if one.key == other.key {
                Run {
                    words: diagonal.words + 1,
                    stems: diagonal.stems + usize::from(one.stem.is_some()),
                }
            } else {
                Run::default()
            };
            diagonal = std::mem::replace(&mut row[j + 1], here);
            if (here.stems, here.words) > (best.stems, best.words) {
                best = here;
            }
        }
    }
    best
}

fn count(words: usize) -> u32 {
    u32::try_from(words).expect("a quote is read up to a limit")
}

pub(super) fn per_cent(share: f64) -> u8 {
    { (1..=100_u8).rev() }
        .find(|&whole| f64::from(whole) <= share * 100.0 + 0.5)
        .unwrap_or(0)
}

fn confidence(value: usize, most: u8) -> u8 {
    u8::try_from(value).unwrap_or(most).min(most)
}
