//! The two taggers: cues first, then source and content of each cue.

use super::crf::{self, LABELS, Lattice, Row};
use super::features::{self, Candidate, Cue, Surroundings};
use super::model::{Model, Weights};
use super::reading::{Part, Reading};

/// Labels of the first tagger.
pub mod first {
    /// Nothing.
    pub const OUTSIDE: u8 = 0;
    /// Source.
    pub const SOURCE: u8 = 1;
    /// Content begins.
    pub const CONTENT: u8 = 2;
    /// Content goes on.
    pub const IN_CONTENT: u8 = 3;
    /// A cue of speech begins.
    pub const SPEECH: u8 = 4;
    /// A cue of speech goes on.
    pub const IN_SPEECH: u8 = 5;
    /// A cue of an attitude begins.
    pub const ATTITUDE: u8 = 6;
    /// A cue of an attitude goes on.
    pub const IN_ATTITUDE: u8 = 7;
}

/// Labels of the second tagger.
pub mod second {
    /// Nothing.
    pub const OUTSIDE: u8 = 0;
    /// The source begins.
    pub const SOURCE: u8 = 1;
    /// The source goes on.
    pub const IN_SOURCE: u8 = 2;
    /// Content begins.
    pub const CONTENT: u8 = 3;
    /// Content goes on.
    pub const IN_CONTENT: u8 = 4;
    /// The cue that is asked about.
    pub const CUE: u8 = 5;
    /// What a token of the cue may be, and what another may be.
    pub(super) const OF_CUE: u8 = 1 << CUE;
    pub(super) const OF_OTHERS: u8 = 0b1_1111;
}

/// The least probability of a cue that the second tagger is asked about.
const LEAST_CUE: f32 = 0.1;

/// Tokens to each side of a cue that the second tagger looks at.
const WINDOW: usize = 160;

/// What a token of the cue may be.
pub(crate) fn allowed(at: usize, candidate: &Candidate) -> u8 {
    if (candidate.start..candidate.end).contains(&at) {
        second::OF_CUE
    } else {
        second::OF_OTHERS
    }
}

/// The tokens that the second tagger looks at.
pub(crate) fn window(part: &Part, candidate: &Candidate) -> std::ops::Range<usize> {
    let start = candidate
        .start
        .saturating_sub(WINDOW)
        .max(part.tokens.start);
    let end = (candidate.end + WINDOW).min(part.tokens.end);
    start..end
}

/// What the first tagger thinks of one block.
#[derive(Debug)]
pub(crate) struct Guess {
    /// For each token the probability of being content, source, cue.
    pub(crate) roles: Vec<[f32; 3]>,
    pub(crate) candidates: Vec<Candidate>,
}

/// Runs the first tagger over one block.
pub(crate) fn guess(
    weights: &Weights,
    reading: &Reading,
    part: &Part,
    lattice: &mut Lattice,
) -> Guess {
    let around = Surroundings::new(reading, part);
    let rows: Vec<Row> = part
        .tokens
        .clone()
        .map(|at| {
            let mut sum = [0; LABELS];
            features::of_token(reading, part, &around, at, |hash| {
                weights.add(hash, &mut sum)
            });
            weights.score(&sum)
        })
        .collect();
    lattice.run(&rows, &weights.transitions, None);
    let of = |row: &Row, labels: &[u8]| -> f32 {
        labels.iter().map(|label| row[usize::from(*label)]).sum()
    };
    let roles = lattice
        .marginals
        .iter()
        .map(|row| {
            [
                of(row, &[first::CONTENT, first::IN_CONTENT]),
                of(row, &[first::SOURCE]),
                of(
                    row,
                    &[
                        first::SPEECH,
                        first::IN_SPEECH,
                        first::ATTITUDE,
                        first::IN_ATTITUDE,
                    ],
                ),
            ]
        })
        .collect();
    Guess {
        candidates: candidates(&lattice.marginals, part.tokens.start),
        roles,
    }
}

/// Runs of tokens that may be cues.
fn candidates(marginals: &[Row], offset: usize) -> Vec<Candidate> {
    let begin = |row: &Row| row[usize::from(first::SPEECH)] + row[usize::from(first::ATTITUDE)];
    let inside =
        |row: &Row| row[usize::from(first::IN_SPEECH)] + row[usize::from(first::IN_ATTITUDE)];
    let mut result: Vec<Candidate> = Vec::new();
    let mut at = 0;
    while at < marginals.len() {
        let opening = begin(&marginals[at]);
        if opening + inside(&marginals[at]) < LEAST_CUE {
            at += 1;
            continue;
        }
        let mut most = opening + inside(&marginals[at]);
        let start = at;
        at += 1;
        while at < marginals.len() {
            let row = &marginals[at];
            let all = begin(row) + inside(row);
            if begin(row) > inside(row) || all < LEAST_CUE || all < 0.4 * most {
                break;
            }
            most = most.max(all);
            at += 1;
        }
        // A run that rises belongs to its strong end.
        let end = at;
        let mut first_strong = start;
        while first_strong + 1 < end {
            let row = &marginals[first_strong];
            if begin(row) + inside(row) >= 0.4 * most {
                break;
            }
            first_strong += 1;
        }
        let speech: f32 = marginals[first_strong..end]
            .iter()
            .map(|row| row[usize::from(first::SPEECH)] + row[usize::from(first::IN_SPEECH)])
            .sum();
        let all: f32 = marginals[first_strong..end]
            .iter()
            .map(|row| begin(row) + inside(row))
            .sum();
        result.push(Candidate {
            start: offset + first_strong,
            end: offset + end,
            probability: most,
            speech: speech / all.max(f32::MIN_POSITIVE),
        });
    }
    result
}

/// What the second tagger found for one cue.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attribution {
    pub(crate) cue: Candidate,
    /// Tokens of the source; empty if there is none.
    pub(crate) source: std::ops::Range<usize>,
    /// Runs of tokens of the content; never empty.
    pub(crate) content: Vec<std::ops::Range<usize>>,
    /// The probability of the content's surest token.
    pub(crate) probability: f32,
}

/// Runs the second tagger over all cues of one block.
pub(crate) fn attributions(
    weights: &Weights,
    reading: &Reading,
    part: &Part,
    guess: &Guess,
    lattice: &mut Lattice,
) -> Vec<Attribution> {
    if guess.candidates.is_empty() {
        return Vec::new();
    }
    let shared: Vec<[i32; LABELS]> = part
        .tokens
        .clone()
        .zip(&guess.roles)
        .map(|(at, roles)| {
            let mut sum = [0; LABELS];
            features::of_second(reading, part, at, roles, |hash| weights.add(hash, &mut sum));
            sum
        })
        .collect();
    let mut result = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    for (which, candidate) in guess.candidates.iter().enumerate() {
        let cue = Cue::new(reading, part, &guess.candidates, which);
        let window = window(part, candidate);
        rows.clear();
        for at in window.clone() {
            let mut sum = shared[at - part.tokens.start];
            cue.features(at, |hash| weights.add(hash, &mut sum));
            let mut row = weights.score(&sum);
            crf::restrict(&mut row, allowed(at, candidate));
            rows.push(row);
        }
        let path = crf::best_path(&rows, &weights.transitions);
        let is_content = |label: u8| matches!(label, second::CONTENT | second::IN_CONTENT);
        if !path.iter().any(|label| is_content(*label)) {
            continue;
        }
        lattice.run(&rows, &weights.transitions, None);
        let mut content: Vec<std::ops::Range<usize>> = Vec::new();
        let mut sources: Vec<std::ops::Range<usize>> = Vec::new();
        let mut probability = 0.0_f32;
        for ((at, label), marginal) in window.zip(&path).zip(&lattice.marginals) {
            let runs = match *label {
                second::CONTENT | second::IN_CONTENT => {
                    let sure = marginal[usize::from(second::CONTENT)]
                        + marginal[usize::from(second::IN_CONTENT)];
                    probability = probability.max(sure);
                    &mut content
                }
                second::SOURCE | second::IN_SOURCE => &mut sources,
                _ => continue,
            };
            match runs.last_mut() {
                Some(run) if run.end == at && *label != second::SOURCE => run.end = at + 1,
                _ => runs.push(at..at + 1),
            }
        }
        // Of several sources the one beside the cue.
        let source = sources
            .into_iter()
            .min_by_key(|run| {
                if run.end <= candidate.start {
                    candidate.start - run.end
                } else {
                    run.start.saturating_sub(candidate.end)
                }
            })
            .unwrap_or(0..0);
        result.push(Attribution {
            cue: *candidate,
            source,
            content,
            probability,
        });
    }
    result
}

/// All attributions of a text, block by block.
pub(crate) fn tag(model: &Model, reading: &Reading) -> Vec<Vec<Attribution>> {
    let mut lattice = Lattice::default();
    reading
        .parts
        .iter()
        .map(|part| {
            let guess = guess(&model.first, reading, part, &mut lattice);
            attributions(&model.second, reading, part, &guess, &mut lattice)
        })
        .collect()
}
