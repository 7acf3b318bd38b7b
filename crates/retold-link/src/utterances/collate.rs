//! A wording against the fullest one, word by word.

use retold_model::{CollationKind, CollationSegment, Quote};
use retold_text::TextRange;

use super::saying::{Saying, Word};

/// What a content word counts that stands in both, against a function word: translations share "the" and "of" by chance.
const CONTENT: u32 = 8;
const FUNCTION: u32 = 1;

/// The segments of `wording` against `fullest`, which tile the words of both.
///
/// The heaviest common subsequence of the words (Needleman and Wunsch 1970, without mismatches): the product of the
/// lengths, which are bounded. Function words alone between differences are part of the difference. Words that moved are
/// omitted at one place and added at another.
pub(super) fn collate(fullest: &Saying, wording: &Saying) -> Vec<CollationSegment> {
    let pairs = kept(&common(&fullest.words, &wording.words), fullest, wording);
    let mut segments = Vec::new();
    let (mut i, mut j) = (0, 0);
    let ends = (fullest.words.len(), wording.words.len());
    let mut at = 0;
    loop {
        let next = pairs.get(at).copied().unwrap_or(ends);
        segments.extend(difference(fullest, wording, (i, j), next));
        let Some(&start) = pairs.get(at) else {
            return segments;
        };
        let first = at;
        while pairs.get(at) == Some(&(start.0 + at - first, start.1 + at - first)) {
            at += 1;
        }
        (i, j) = (start.0 + at - first, start.1 + at - first);
        segments.push(CollationSegment {
            kind: CollationKind::Same,
            fullest: ranges(&fullest.words[start.0..i]),
            wording: ranges(&wording.words[start.1..j]),
            ellipsis: false,
        });
    }
}

/// The words between two places where both agree.
fn difference(
    fullest: &Saying,
    wording: &Saying,
    from: (usize, usize),
    to: (usize, usize),
) -> Option<CollationSegment> {
    let kind = match (from.0 < to.0, from.1 < to.1) {
        (true, true) => CollationKind::Replaced,
        (true, false) => CollationKind::Omitted,
        (false, true) => CollationKind::Added,
        (false, false) => return None,
    };
    Some(CollationSegment {
        kind,
        fullest: ranges(&fullest.words[from.0..to.0]),
        wording: ranges(&wording.words[from.1..to.1]),
        ellipsis: kind != CollationKind::Added && has_ellipsis(wording, from.1, to.1),
    })
}

/// The places of the words, in one range as far as they stand in one piece.
fn ranges(words: &[Word]) -> Vec<TextRange> {
    words
        .chunk_by(|one, next| one.piece == next.piece)
        .map(|run| run[0].range.cover(run[run.len() - 1].range))
        .collect()
}

/// Pairs of words that stand in both, ascending on both sides.
fn common(first: &[Word], second: &[Word]) -> Vec<(usize, usize)> {
    let width = second.len() + 1;
    // best[i][j]: the weight that the words from i and from j on have in common.
    let mut best = vec![0_u32; (first.len() + 1) * width];
    for (i, one) in first.iter().enumerate().rev() {
        for (j, other) in second.iter().enumerate().rev() {
            let skip = best[(i + 1) * width + j].max(best[i * width + j + 1]);
            best[i * width + j] = if one.key == other.key {
                let weight = if one.stem.is_some() {
                    CONTENT
                } else {
                    FUNCTION
                };
                skip.max(best[(i + 1) * width + j + 1] + weight)
            } else {
                skip
            };
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < first.len() && j < second.len() {
        let here = best[i * width + j];
        if here == best[(i + 1) * width + j] {
            i += 1;
        } else if here == best[i * width + j + 1] {
            j += 1;
        } else {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        }
    }
    pairs
}

/// Without runs that hold function words only, unless they are as long as [`FUNCTION_RUN`] or differences touch them on
/// one side at most.
fn kept(pairs: &[(usize, usize)], fullest: &Saying, wording: &Saying) -> Vec<(usize, usize)> {
    let ends = (fullest.words.len(), wording.words.len());
    let mut kept: Vec<(usize, usize)> = Vec::with_capacity(pairs.len());
    let runs: Vec<&[(usize, usize)]> = pairs
        .chunk_by(|one, next| (one.0 + 1, one.1 + 1) == *next)
        .collect();
    for (number, run) in runs.iter().enumerate() {
        let content = run.iter().any(|&(i, _)| fullest.words[i].stem.is_some());
        let last = run[run.len() - 1];
        let from = kept.last().map_or((0, 0), |&(i, j)| (i + 1, j + 1));
        let to = runs.get(number + 1).map_or(ends, |next| next[0]);
        let replaced = |from: (usize, usize), to: (usize, usize)| from.0 < to.0 && from.1 < to.1;
        let amid = replaced(from, run[0]) && replaced((last.0 + 1, last.1 + 1), to);
        if content || run.len() >= FUNCTION_RUN || !amid {
            kept.extend_from_slice(run);
        }
    }
    kept
}

/// Function words in a row that are no chance.
const FUNCTION_RUN: usize = 3;

/// Whether an ellipsis stands before, among or after the words `from..to` of a wording and its neighbours.
fn has_ellipsis(wording: &Saying, from: usize, to: usize) -> bool {
    let Quote { content, .. } = wording.record;
    let words = &wording.words;
    let before = from.checked_sub(1).and_then(|at| words.get(at));
    let after = words.get(to);
    let first = before.map_or(0, |word| word.piece);
    let last = after.map_or(content.len() - 1, |word| word.piece);
    (first..=last).any(|piece| {
        let start = before
            .filter(|word| word.piece == piece)
            .map_or(content[piece].start(), |word| word.range.end());
        let end = after
            .filter(|word| word.piece == piece)
            .map_or(content[piece].end(), |word| word.range.start());
        start < end && { TextRange::new(start, end).slice(wording.text) }
            .is_some_and(|between| between.contains('…') || between.contains(".."))
    })
}
