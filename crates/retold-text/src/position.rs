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
    /// Characters that begin before byte `i * STEP`, and their UTF-16 units.
    checkpoints: Vec<(TextSize, TextSize)>,
}

/// Bytes between two checkpoints: a cache line or two to scan per look-up.
const STEP: usize = 128;

impl<'t> CharOffsets<'t> {
    /// Indexes `text`.
    pub fn new(text: &'t str) -> Self {
        let mut checkpoints = Vec::with_capacity(text.len() / STEP + 1);
        let (mut chars, mut units) = (0, 0);
        for bytes in text.as_bytes().chunks(STEP) {
            checkpoints.push((chars, units));
            let begun = begun(bytes);
            (chars, units) = (chars + begun.0, units + begun.1);
        }
        checkpoints.push((chars, units));
        Self { text, checkpoints }
    }

    /// `offset` (bytes) in the unit asked for.
    pub fn position(&self, offset: TextSize, encoding: PositionEncoding) -> TextSize {
        let end = self.text.floor_char_boundary(offset as usize);
        if encoding == PositionEncoding::Bytes {
            return TextRange::of(end, end).start();
        }
        let checkpoint = end / STEP;
        let (chars, units) = self.checkpoints[checkpoint];
        let begun = begun(&self.text.as_bytes()[checkpoint * STEP..end]);
        if encoding == PositionEncoding::Chars {
            chars + begun.0
        } else {
            units + begun.1
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

/// How many characters begin in `bytes`, and how many UTF-16 units they have.
fn begun(bytes: &[u8]) -> (TextSize, TextSize) {
    let (mut chars, mut wide) = (0, 0);
    for &byte in bytes {
        // All but bytes that continue a character; those of four bytes have two units.
        chars += TextSize::from(byte & 0b1100_0000 != 0b1000_0000);
        wide += TextSize::from(byte >= 0b1111_0000);
    }
    (chars, chars + wide)
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
