//! Half-open ranges of bytes, marked with the text they index.

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A count of UTF-8 bytes, or an offset in them. Texts are limited to 4 GiB.
pub type TextSize = u32;

/// Marks ranges of an article's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Article {}

/// Marks ranges of the raw bytes of a source document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {}

/// A range of bytes of an article's text; its ends lie on character boundaries.
pub type TextRange = Range<Article>;

/// A range of bytes of a source document's raw bytes.
pub type SourceRange = Range<Source>;

/// A half-open range `start..end` with `start <= end`, in the text that `T` names.
///
/// Serialised as the pair `[start, end]`.
pub struct Range<T> {
    start: TextSize,
    end: TextSize,
    text: PhantomData<fn() -> T>,
}

impl<T> Range<T> {
    /// The range `start..end`.
    ///
    /// # Panics
    ///
    /// If `start > end`.
    #[track_caller]
    pub fn new(start: TextSize, end: TextSize) -> Self {
        assert!(
            start <= end,
            "range ends ({end}) before it starts ({start})"
        );
        Self {
            start,
            end,
            text: PhantomData,
        }
    }

    /// The range of `usize` offsets, as slicing gives them.
    ///
    /// # Panics
    ///
    /// If `start > end` or an offset is beyond 4 GiB: readers limit documents to far less.
    #[track_caller]
    pub fn of(start: usize, end: usize) -> Self {
        let size =
            |n: usize| TextSize::try_from(n).expect("readers limit documents to less than 4 GiB");
        Self::new(size(start), size(end))
    }

    /// The empty range at `offset`.
    pub fn empty(offset: TextSize) -> Self {
        Self::new(offset, offset)
    }

    /// Where the range starts.
    pub fn start(self) -> TextSize {
        self.start
    }

    /// The first byte after the range.
    pub fn end(self) -> TextSize {
        self.end
    }

    /// How many bytes it holds.
    pub fn len(self) -> TextSize {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `offset` lies in the range.
    pub fn contains(self, offset: TextSize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether `other` lies wholly in this range.
    pub fn contains_range(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The bytes that both ranges hold; `None` where they hold none.
    pub fn intersect(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then(|| Self::new(start, end))
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The range moved `by` bytes to the right.
    #[must_use]
    pub fn shift(self, by: TextSize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// For slicing: `&bytes[range.as_usize()]`.
    pub fn as_usize(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl TextRange {
    /// The words at this range, or `None` where it leaves the text or cuts a character.
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.as_usize())
    }
}

impl SourceRange {
    /// The bytes at this range, or `None` where it leaves the source.
    pub fn slice(self, bytes: &[u8]) -> Option<&[u8]> {
        bytes.get(self.as_usize())
    }
}

// Derives would ask the marker for the same traits.
impl<T> Clone for Range<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Range<T> {}
impl<T> PartialEq for Range<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}
impl<T> Eq for Range<T> {}
impl<T> PartialOrd for Range<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Range<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}
impl<T> std::hash::Hash for Range<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}
impl<T> fmt::Debug for Range<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
impl<T> Serialize for Range<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.start, self.end).serialize(serializer)
    }
}
impl<'de, T> Deserialize<'de> for Range<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (start, end) = <(TextSize, TextSize)>::deserialize(deserializer)?;
        if start > end {
            return Err(serde::de::Error::custom(format!(
                "range ends ({end}) before it starts ({start})"
            )));
        }
        Ok(Self::new(start, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_touch_do_not_intersect() {
        assert_eq!(TextRange::new(0, 4).intersect(TextRange::new(4, 8)), None);
        assert_eq!(
            TextRange::new(0, 5).intersect(TextRange::new(4, 8)),
            Some(TextRange::new(4, 5))
        );
    }

    #[test]
    fn slice_that_cuts_a_character_is_none() {
        assert_eq!(TextRange::new(0, 1).slice("é"), None);
        assert_eq!(TextRange::new(0, 2).slice("é"), Some("é"));
    }
}
