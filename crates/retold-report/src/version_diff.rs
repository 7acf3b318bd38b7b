//! What one version of an article changed from the one before.

use retold_model::{Edit, EditKind};
use retold_text::TextRange;
use rustc_hash::FxHashMap;

/// Cells of a comparison table. Beyond them a changed part is told as replaced as a whole: an article of 2,000 words
/// that was rewritten from end to end still fits.
const MOST_CELLS: usize = 4_000_000;

/// The differences from `before` to `after`, in order, in words between spaces: every changed sign counts.
///
/// Paragraphs that stand in both are found first, then the words that differ between them (longest common
/// subsequences after the common ends are taken off). The cost is bounded by [`MOST_CELLS`] for each level, beside one pass over
/// both texts.
pub(crate) fn version_edits(before: &str, after: &str) -> Vec<Edit> {
    let mut keys = FxHashMap::default();
    let (old, new) = (pieces(before, "\n\n"), pieces(after, "\n\n"));
    let mut edits = Vec::new();
    for (from, to) in differences(&keyed(&old, &mut keys), &keyed(&new, &mut keys)) {
        let old_words = words(before, span(&old, &from));
        let new_words = words(after, span(&new, &to));
        let (old_start, new_start) = (start(&old, &from), start(&new, &to));
        let mut keys = FxHashMap::default();
        for (from, to) in differences(&keyed(&old_words, &mut keys), &keyed(&new_words, &mut keys))
        {
            edits.push(Edit {
                kind: match (from.is_empty(), to.is_empty()) {
                    (false, true) => EditKind::Deleted,
                    (true, false) => EditKind::Inserted,
                    _ => EditKind::Replaced,
                },
                first: place(&old_words, &from, old_start),
                second: place(&new_words, &to, new_start),
            });
        }
    }
    edits
}

type Indices = std::ops::Range<usize>;
type Piece<'t> = (usize, &'t str);

/// The parts of `text` between separators, with where they start.
fn pieces<'t>(text: &'t str, separator: &str) -> Vec<Piece<'t>> {
    let mut at = 0;
    text.split(separator)
        .map(|piece| {
            let start = at;
            at += piece.len() + separator.len();
            (start, piece)
        })
        .collect()
}

/// The words of `text` in `range`, between white space.
fn words(text: &str, range: Option<(usize, usize)>) -> Vec<Piece<'_>> {
    let Some((from, to)) = range else {
        return Vec::new();
    };
    let mut words = Vec::new();
    let mut start = None;
    for (offset, c) in text[from..to].char_indices().chain([(to - from, ' ')]) {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(from + offset),
            (true, Some(first)) => {
                words.push((first, &text[first..from + offset]));
                start = None;
            }
            _ => {}
        }
    }
    words
}

fn span(pieces: &[Piece<'_>], indices: &Indices) -> Option<(usize, usize)> {
    let pieces = &pieces[indices.clone()];
    let (first, last) = (pieces.first()?, pieces.last()?);
    Some((first.0, last.0 + last.1.len()))
}

/// Where the pieces at `indices` begin; where there are none, the end of the piece before them.
fn start(pieces: &[Piece<'_>], indices: &Indices) -> usize {
    match span(pieces, indices) {
        Some((start, _)) => start,
        None => indices
            .start
            .checked_sub(1)
            .map_or(0, |before| pieces[before].0 + pieces[before].1.len()),
    }
}

/// The range of the words at `indices`; where there are none, the place behind the word before them, or `start`.
fn place(words: &[Piece<'_>], indices: &Indices, start: usize) -> TextRange {
    if let Some((from, to)) = span(words, indices) {
        return TextRange::of(from, to);
    }
    let at = indices
        .start
        .checked_sub(1)
        .map_or(start, |before| words[before].0 + words[before].1.len());
    TextRange::of(at, at)
}

fn keyed<'t>(pieces: &[Piece<'t>], keys: &mut FxHashMap<&'t str, u32>) -> Vec<u32> {
    pieces
        .iter()
        .map(|(_, piece)| {
            let next = u32::try_from(keys.len()).expect("texts are limited to 4 GiB");
            *keys.entry(piece).or_insert(next)
        })
        .collect()
}

/// The runs in which two sequences differ, in order; at least one side of each holds something.
fn differences(old: &[u32], new: &[u32]) -> Vec<(Indices, Indices)> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..]
        .iter()
        .rev()
        .zip(new[head..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old, new) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    if old.len().saturating_mul(new.len()) > MOST_CELLS {
        return vec![(head..head + old.len(), head..head + new.len())];
    }
    // `lengths[i][j]`: how much of `old[i..]` and `new[j..]` stands in both, in order.
    let row = new.len() + 1;
    let mut lengths = vec![0_u32; (old.len() + 1) * row];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            lengths[i * row + j] = if old[i] == new[j] {
                lengths[(i + 1) * row + j + 1] + 1
            } else {
                lengths[(i + 1) * row + j].max(lengths[i * row + j + 1])
            };
        }
    }
    let mut result = Vec::new();
    let (mut i, mut j, mut from) = (0, 0, (0, 0));
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            if from != (i, j) {
                result.push((head + from.0..head + i, head + from.1..head + j));
            }
            (i, j) = (i + 1, j + 1);
            from = (i, j);
        } else if j == new.len()
            || (i < old.len() && lengths[(i + 1) * row + j] >= lengths[i * row + j + 1])
        {
            i += 1;
        } else {
            j += 1;
        }
    }
    if from != (i, j) {
        result.push((head + from.0..head + i, head + from.1..head + j));
    }
    result
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(before: &str, after: &str, expected: &[(&str, &str)]) {
        let edits = version_edits(before, after);
        let shown: Vec<(&str, &str)> = edits
            .iter()
            .map(|edit| {
                (
                    edit.first.slice(before).unwrap(),
                    edit.second.slice(after).unwrap(),
                )
            })
            .collect();
        assert_eq!(shown, expected, "{before:?} to {after:?}");
    }

    #[test]
    fn words_that_changed_are_found() {
        check("a b c", "a b c", &[]);
        check("At least 40 died.", "At least 43 died.", &[("40", "43")]);
        check("a b c d", "a c d e", &[("b", ""), ("", "e")]);
        check("", "a", &[("", "a")]);
        check("x", "", &[("x", "")]);
    }

    #[test]
    fn paragraphs_that_moved_down_are_the_same() {
        check(
            "One.\n\nTwo two.\n\nThree.",
            "One.\n\nNew here.\n\nTwo two.\n\nThree!",
            &[("", "New here."), ("Three.", "Three!")],
        );
    }

    #[test]
    fn a_text_too_large_to_compare_is_replaced_as_a_whole() {
        let numbers = |from: u32, to: u32| {
            (from..to)
                .map(|n| n.to_string())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let (before, after) = (numbers(0, 3_000), numbers(5_000, 8_000));
        check(&before, &after, &[(&before, &after)]);
    }

    proptest! {
        #[test]
        fn taking_the_edits_gives_the_other_words(before in "[ab \n]{0,30}", after in "[ab \n]{0,30}") {
            let mut text = String::new();
            let mut at = 0;
            for edit in version_edits(&before, &after) {
                let range = edit.first.as_usize();
                text.push_str(&before[at..range.start]);
                text.push(' ');
                text.push_str(edit.second.slice(&after).unwrap());
                text.push(' ');
                at = range.end;
            }
            text.push_str(&before[at..]);
            prop_assert_eq!(text.split_whitespace().collect::<Vec<_>>(), after.split_whitespace().collect::<Vec<_>>());
        }
    }
}
