//! Ranges as they leave Retold: in bytes, in characters, with their words.

use retold_text::{CharOffsets, SourceRange, TextRange, TextSize};
use serde::{Deserialize, Serialize};

/// A range of an article's text. Half open; both units count from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Span {
    /// First UTF-8 byte.
    pub start_byte: TextSize,
    /// The byte after the last.
    pub end_byte: TextSize,
    /// First character (Unicode scalar value, as Python and SQLite count).
    pub start_char: TextSize,
    /// The character after the last.
    pub end_char: TextSize,
    /// The words that stand there.
    pub words: String,
}

impl Span {
    /// The bytes, as the model writes them; `None` for a span from a file that ends before it starts.
    pub fn range(&self) -> Option<TextRange> {
        (self.start_byte <= self.end_byte).then(|| TextRange::new(self.start_byte, self.end_byte))
    }

    /// Whether `other`, of the same text, stands in this span.
    pub(crate) fn holds(&self, other: &Self) -> bool {
        self.start_byte <= other.start_byte && other.end_byte <= self.end_byte
    }
}

/// A range of the raw bytes of a source document, after transport is taken off (compression, chunking).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SourceSpan {
    /// First byte.
    pub start_byte: TextSize,
    /// The byte after the last.
    pub end_byte: TextSize,
}

impl From<SourceRange> for SourceSpan {
    fn from(range: SourceRange) -> Self {
        Self {
            start_byte: range.start(),
            end_byte: range.end(),
        }
    }
}

/// Makes spans of one text. What counts its characters is built once, in time linear in the text: it is made once for all ranges
/// of a text.
#[derive(Debug)]
pub struct Spans<'t> {
    text: &'t str,
    offsets: CharOffsets<'t>,
}

impl<'t> Spans<'t> {
    /// Of `text`.
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            offsets: CharOffsets::new(text),
        }
    }

    /// The span at `range`. A range outside the text or inside a character has no words: the base is damaged, and
    /// `verify` says so; a report shows what is left.
    pub fn span(&self, range: TextRange) -> Span {
        let (start_char, end_char) = self.offsets.chars(range);
        Span {
            start_byte: range.start(),
            end_byte: range.end(),
            start_char,
            end_char,
            words: range.slice(self.text).unwrap_or_default().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn span_counts_bytes_and_characters() {
        let spans = Spans::new("Über “Bonn” 🌍 heute");
        assert_eq!(
            spans.span(TextRange::new(6, 16)),
            Span {
                start_byte: 6,
                end_byte: 16,
                start_char: 5,
                end_char: 11,
                words: "“Bonn”".into()
            }
        );
        assert_eq!(spans.span(TextRange::new(7, 16)).words, "");
    }
}
