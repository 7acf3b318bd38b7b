//! The two taggers: cues first, then source and content of each cue.

use retold_model::QuoteGround;

use super::crf::{self, LABELS, Lattice, Row};
use super::features::{self, Candidate, Cue, Cues, OWN, PLACES, Sum, Surroundings};
use super::model::{Adding, Model, Weights};
use super::reading::{Code, Part, Reading, code, quoted};
use super::settle;

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

/// The probability of a cue of speech that needs no help.
const SURE_CUE: f32 = 0.4;

/// The least probability of the cue that a long quotation is given, and what it is then held for.
const FAINT_CUE: f32 = 0.1;
const SERVED_CUE: f32 = 0.75;
const SERVED_SPEECH: f32 = 0.8;

/// Words of a quotation that is long enough to be somebody's words.
const LONG_QUOTATION: usize = 5;

const COMMA: Code = code(",");
const COLON: Code = code(":");

/// The least probability of a source that is taken although the best path has none.
const LEAST_SOURCE: f32 = 0.2;

/// Tokens to each side of a cue that the second tagger looks at.
const WINDOW: usize = 160;

/// Tokens that the second tagger may look at for each token of a block, halved.
const TOKENS_A_TOKEN: usize = 12;

/// What a token of the cue may be.
pub(crate) fn allowed(at: usize, candidate: &Candidate) -> u8 {
    if (candidate.start..candidate.end).contains(&at) {
        second::OF_CUE
    } else {
        second::OF_OTHERS
    }
}

/// The tokens that the second tagger looks at for one of `count` cues of a block. Where cues stand closer than in any prose,
/// it looks less far: the cost stays linear in the text.
pub(crate) fn window(part: &Part, candidate: &Candidate, count: usize) -> std::ops::Range<usize> {
    let reach = WINDOW.min(1 + TOKENS_A_TOKEN * part.tokens.len() / count.max(1));
    let start = candidate.start.saturating_sub(reach).max(part.tokens.start);
    let end = (candidate.end + reach).min(part.tokens.end);
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
    let mut sums = vec![[0; LABELS]; part.tokens.len() + PLACES - 1];
    let mut adding = Adding::new(weights);
    for (local, at) in part.tokens.clone().enumerate() {
        features::of_token(reading, part, &around, at, &mut adding);
        adding.add_to(&mut sums[local..]);
    }
    let own = &sums[OWN..OWN + part.tokens.len()];
    let rows: Vec<Row> = own.iter().map(|sum| weights.score(sum)).collect();
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
    let mut candidates = candidates(&lattice.marginals, part.tokens.start);
    end_before_quotations(reading, &mut candidates);
    serve_quotations(reading, part, &lattice.marginals, &mut candidates);
    Guess { roles, candidates }
}

/// `declared a “new era”`: what attributes words ends before the words that are quoted.
fn end_before_quotations(reading: &Reading, candidates: &mut [Candidate]) {
    const DET: Code = code("DET");
    let words = &reading.words;
    for candidate in candidates {
        let mut inside = candidate.start + 1..candidate.end;
        let Some(mut end) = inside.find(|at| words[*at].quoted == quoted::OPEN) else {
            continue;
        };
        if words[end - 1].pos == DET {
            end -= 1;
        }
        candidate.end = end.max(candidate.start + 1);
    }
}

/// A long quotation without a cue in its sentence gets the likeliest one that stands there: somebody said it.
fn serve_quotations(
    reading: &Reading,
    part: &Part,
    marginals: &[Row],
    candidates: &mut Vec<Candidate>,
) {
    let words = &reading.words;
    let first_token = part.tokens.start;
    let cue = |at: usize| -> f32 {
        marginals[at - first_token][usize::from(first::SPEECH)..]
            .iter()
            .sum()
    };
    let mut start = first_token;
    while start < part.tokens.end {
        let mut end = start + 1;
        while end < part.tokens.end && words[end].sentence == words[start].sentence {
            end += 1;
        }
        // The longest quotation of the sentence, in words; one that opens after a comma, a colon or the full stop.
        let (mut longest, mut length, mut stands) = (0, 0, false);
        for at in start..end {
            match words[at].quoted {
                quoted::OPEN => {
                    length = 0;
                    stands = at == start || matches!(words[at - 1].form, COMMA | COLON);
                }
                quoted::INSIDE if words[at].shape != 6 => length += 1,
                _ => {}
            }
            if stands {
                longest = longest.max(length);
            }
        }
        let outside = |at: &usize| words[*at].quoted == quoted::OUTSIDE;
        let own = candidates.partition_point(|candidate| candidate.start < start)
            ..candidates.partition_point(|candidate| candidate.start < end);
        let has_cue = candidates[own.clone()].iter().any(|candidate| {
            candidate.probability * candidate.speech >= SURE_CUE && outside(&candidate.start)
        });
        if longest >= LONG_QUOTATION && !has_cue {
            let best = (start..end)
                .filter(outside)
                .max_by(|&a, &b| cue(a).total_cmp(&cue(b)).then(b.cmp(&a)));
            if let Some(best) = best.filter(|best| cue(*best) >= FAINT_CUE) {
                let own = candidates[own]
                    .iter_mut()
                    .find(|candidate| (candidate.start..candidate.end).contains(&best));
                if let Some(own) = own {
                    own.probability = own.probability.max(SERVED_CUE);
                    own.speech = own.speech.max(SERVED_SPEECH);
                } else {
                    let place = candidates.partition_point(|candidate| candidate.start < best);
                    candidates.insert(
                        place,
                        Candidate {
                            start: best,
                            end: best + 1,
                            probability: SERVED_CUE,
                            speech: SERVED_SPEECH,
                        },
                    );
                }
            }
        }
        start = end;
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
    /// The cue's head.
    pub(crate) head: usize,
    /// Tokens of the source; empty if there is none.
    pub(crate) source: std::ops::Range<usize>,
    /// Runs of tokens of the content; never empty.
    pub(crate) content: Vec<std::ops::Range<usize>>,
    /// The probability of the content's surest token.
    pub(crate) probability: f32,
    /// The mean probability of the content's tokens.
    pub(crate) mean: f32,
    /// Whether it is a statement; settled later.
    pub(crate) statement: bool,
    /// What told of it.
    pub(crate) ground: QuoteGround,
}

/// Runs the second tagger over all cues of one block.
pub(crate) fn attributions(
    weights: &Weights,
    reading: &Reading,
    part: &Part,
    guess: &Guess,
    lattice: &mut Lattice,
) -> Vec<Attribution> {
    if !guess.candidates.iter().any(settle::is_likely) {
        return Vec::new();
    }
    let mut shared = vec![[0; LABELS]; part.tokens.len() + PLACES - 1];
    let mut adding = Adding::new(weights);
    for ((local, at), roles) in part.tokens.clone().enumerate().zip(&guess.roles) {
        features::of_second(reading, part, at, roles, &mut adding);
        adding.add_to(&mut shared[local..]);
    }
    let cues = Cues::new(reading, part, &guess.candidates);
    let mut result = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let mut sums: Vec<Sum> = Vec::new();
    for (which, candidate) in guess.candidates.iter().enumerate() {
        if !settle::is_likely(candidate) {
            continue;
        }
        let window = window(part, candidate, guess.candidates.len());
        let window_start = window.start;
        let cue = Cue::new(&cues, which, window.clone());
        let first = window.start - part.tokens.start;
        sums.clear();
        sums.extend_from_slice(&shared[first..first + window.len() + PLACES - 1]);
        adding.forget();
        for (local, at) in window.clone().enumerate() {
            cue.features(at, &mut adding);
            adding.add_to(&mut sums[local..]);
        }
        rows.clear();
        for (at, sum) in window.clone().zip(&sums[OWN..]) {
            let mut row = weights.score(sum);
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
        let (mut probability, mut sum, mut count) = (0.0_f32, 0.0, 0.0);
        for ((at, label), marginal) in window.zip(&path).zip(&lattice.marginals) {
            let runs = match *label {
                second::CONTENT | second::IN_CONTENT => {
                    let sure = marginal[usize::from(second::CONTENT)]
                        + marginal[usize::from(second::IN_CONTENT)];
                    probability = probability.max(sure);
                    sum += sure;
                    count += 1.0;
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
        if sources.is_empty() {
            sources.extend(likely_source(&lattice.marginals, &path, window_start));
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
            head: cue.head,
            source,
            content,
            probability,
            mean: sum / count,
            statement: false,
            ground: QuoteGround::Tagger,
        });
    }
    result
}

/// The source that the best path left out, if it is likely enough: the run of tokens around the surest one.
fn likely_source(marginals: &[Row], path: &[u8], offset: usize) -> Option<std::ops::Range<usize>> {
    let sure = |at: usize| {
        if path[at] == second::OUTSIDE {
            marginals[at][usize::from(second::SOURCE)]
                + marginals[at][usize::from(second::IN_SOURCE)]
        } else {
            0.0
        }
    };
    let best = (0..marginals.len()).max_by(|&a, &b| sure(a).total_cmp(&sure(b)).then(b.cmp(&a)))?;
    if sure(best) < LEAST_SOURCE {
        return None;
    }
    let least = sure(best) * 0.5;
    let (mut start, mut end) = (best, best + 1);
    while start > 0 && sure(start - 1) >= least {
        start -= 1;
    }
    while end < marginals.len() && sure(end) >= least {
        end += 1;
    }
    Some(offset + start..offset + end)
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
