//! The one place where byte offsets become character offsets and back.

use crate::{TextRange, TextSize};

/// A unit in which positions leave Retold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PositionEncoding {
    /// UTF-8 bytes, as inside.
    Bytes,
    /// Unicode scalar values (what Python and SQLite count).
    Chars,
    /// UTF-16 code units (what JavaScript counts).
    Utf16,
}

/// Byte to character offsets of one text, by a checkpoint every 128 bytes.
///
/// Building reads the text once; a look-up reads at most 128 bytes. Offsets inside a character
/// count as its start; offsets beyond the text as its end.
#[derive(Clone, Debug)]
pub struct CharOffsets<'t> {
    text: &'t str,
    /// Characters and UTF-16 units before byte `i * STEP`, rounded down to a character boundary.
    checkpoints: Vec<(TextSize, TextSize)>,
}

/// Bytes between two checkpoints: a cache line or two to scan per look-up.
const STEP: usize = 128;

impl<'t> CharOffsets<'t> {
    /// Indexes `text`.
    pub fn new(text: &'t str) -> Self {
        let mut checkpoints = Vec::with_capacity(text.len() / STEP + 1);
        let (mut chars, mut units) = (0, 0);
        for (offset, c) in text.char_indices() {
            while checkpoints.len() * STEP <= offset {
                checkpoints.push((chars, units));
            }
            chars += 1;
            units += if c.len_utf16() == 2 { 2 } else { 1 };
        }
        if checkpoints.is_empty() {
            checkpoints.push((0, 0));
        }
        Self { text, checkpoints }
    }

    /// `offset` (bytes) in the unit asked for.
    pub fn position(&self, offset: TextSize, encoding: PositionEncoding) -> TextSize {
        let mut end = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        if encoding == PositionEncoding::Bytes {
            return TextRange::of(end, end).start();
        }
        let checkpoint = (end / STEP).min(self.checkpoints.len() - 1);
        // A checkpoint counts the characters that start before its byte.
        let mut start = checkpoint * STEP;
        while !self.text.is_char_boundary(start) {
            start += 1;
        }
        let (mut chars, mut units) = self.checkpoints[checkpoint];
        if start < end {
            for c in self.text[start..end].chars() {
                chars += 1;
                units += if c.len_utf16() == 2 { 2 } else { 1 };
            }
        } else if start > end {
            // `end` is the start of the character that straddles the checkpoint: it is counted already.
            chars -= 1;
            units -= if self.text[end..]
                .chars()
                .next()
                .is_some_and(|c| c.len_utf16() == 2)
            {
                2
            } else {
                1
            };
        }
        if encoding == PositionEncoding::Chars {
            chars
        } else {
            units
        }
    }

    /// Start and end of `range` in characters.
    pub fn chars(&self, range: TextRange) -> (TextSize, TextSize) {
        (
            self.position(range.start(), PositionEncoding::Chars),
            self.position(range.end(), PositionEncoding::Chars),
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn agrees_with_counting(text in "(?s)(a|é|漢|😀|.){0,300}", at in 0usize..1200) {
            let mut at = at.min(text.len());
            while !text.is_char_boundary(at) { at -= 1; }
            let index = CharOffsets::new(&text);
            let offset = TextRange::of(at, at).start();
            prop_assert_eq!(index.position(offset, PositionEncoding::Chars) as usize, text[..at].chars().count());
            prop_assert_eq!(index.position(offset, PositionEncoding::Utf16) as usize, text[..at].encode_utf16().count());
            prop_assert_eq!(index.position(offset, PositionEncoding::Bytes), offset);
        }
    }
}
