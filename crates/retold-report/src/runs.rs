//! A passage as runs of words: the same in both texts, or different.

use retold_model::EditKind;

use crate::passage_record::EditRecord;
use crate::span::Span;

/// A run of words of two texts, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Run<'p> {
    /// In both, as the first and the second write it (house style may differ).
    Same(&'p str, &'p str),
    /// Only in the first.
    First(&'p str),
    /// Only in the second.
    Second(&'p str),
    /// Other words at the same place.
    Replaced(&'p str, &'p str),
}

/// A text, or a part of one, and where it starts in the text that ranges count in.
#[derive(Clone, Copy)]
pub(crate) struct Side<'p> {
    pub(crate) words: &'p str,
    pub(crate) start: u32,
}

impl<'p> Side<'p> {
    /// All of a text.
    pub(crate) fn whole(words: &'p str) -> Self {
        Self { words, start: 0 }
    }

    /// The part of a text that a span has.
    pub(crate) fn of(span: &'p Span) -> Self {
        Self {
            words: &span.words,
            start: span.start_byte,
        }
    }

    /// The words from `from` to `to`, as far as they are in this part.
    pub(crate) fn slice(self, from: u32, to: u32) -> &'p str {
        let at = |offset: u32| (offset.saturating_sub(self.start) as usize).min(self.words.len());
        self.words.get(at(from)..at(to).max(at(from))).unwrap_or("")
    }

    fn end(self) -> u32 {
        self.start + u32::try_from(self.words.len()).expect("texts are limited to 4 GiB")
    }
}

/// The runs of two sides whose differences are `edits`, in order. Empty runs are left out.
pub(crate) fn runs<'p>(first: Side<'p>, second: Side<'p>, edits: &[EditRecord]) -> Vec<Run<'p>> {
    let mut result = Vec::with_capacity(2 * edits.len() + 1);
    let (mut here, mut there) = (first.start, second.start);
    for edit in edits {
        push_same(
            first.slice(here, edit.first.start_byte),
            second.slice(there, edit.second.start_byte),
            &mut result,
        );
        let words = first.slice(edit.first.start_byte, edit.first.end_byte);
        let others = second.slice(edit.second.start_byte, edit.second.end_byte);
        result.push(match edit.kind {
            EditKind::Deleted => Run::First(words),
            EditKind::Inserted => Run::Second(others),
            EditKind::Replaced => Run::Replaced(words, others),
        });
        here = edit.first.end_byte;
        there = edit.second.end_byte;
    }
    push_same(
        first.slice(here, first.end()),
        second.slice(there, second.end()),
        &mut result,
    );
    result
}

fn push_same<'p>(first: &'p str, second: &'p str, runs: &mut Vec<Run<'p>>) {
    if !(first.is_empty() && second.is_empty()) {
        runs.push(Run::Same(first, second));
    }
}
