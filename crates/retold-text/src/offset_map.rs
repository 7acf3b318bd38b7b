//! From offsets in a derived text back to the text it was made from.

use serde::{Deserialize, Serialize};

use crate::{SourceRange, TextRange, TextSize};

/// How a segment of derived text came from its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SegmentKind {
    /// The same bytes; offsets inside map one to one.
    Verbatim,
    /// Other bytes (an entity, an escape, folded white space, another character set); the segment maps as a whole.
    Replaced,
}

/// One run of derived text and the run of source it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// First byte in the derived text.
    pub start: TextSize,
    /// Bytes of derived text. May be zero: source that left no text.
    pub len: TextSize,
    /// First byte in the source.
    pub source_start: TextSize,
    /// Bytes of source. May be zero: text that has no source (a separator).
    pub source_len: TextSize,
    /// Whether the bytes are the same.
    pub kind: SegmentKind,
}

impl Segment {
    fn end(&self) -> TextSize {
        self.start + self.len
    }

    fn source_end(&self) -> TextSize {
        self.source_start + self.source_len
    }

    /// The source range of the part of this segment in `from..to`.
    fn part(&self, from: TextSize, to: TextSize) -> (TextSize, TextSize) {
        match self.kind {
            SegmentKind::Verbatim => {
                let from = from.max(self.start) - self.start;
                let to = to.min(self.end()) - self.start;
                (self.source_start + from, self.source_start + to)
            }
            SegmentKind::Replaced => (self.source_start, self.source_end()),
        }
    }
}

/// Maps ranges of a derived text to ranges of its source.
///
/// Segments tile the derived text from 0, in order. Source runs usually ascend, too, but need not: an
/// extractor may move blocks. Neighbouring verbatim runs are joined, so a text that was copied whole is
/// one segment. Look-up costs a binary search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffsetMap {
    segments: Vec<Segment>,
}

impl OffsetMap {
    /// The map of an empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// The map of a text of `len` bytes that is its source.
    pub fn identity(len: TextSize) -> Self {
        let mut map = Self::new();
        map.push_verbatim(len, 0);
        map
    }

    /// Bytes of derived text that are mapped.
    pub fn len(&self) -> TextSize {
        self.segments.last().map_or(0, Segment::end)
    }

    /// Whether nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The segments in order of the derived text.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Appends `len` bytes that were copied from `source_start`.
    pub fn push_verbatim(&mut self, len: TextSize, source_start: TextSize) {
        if len == 0 {
            return;
        }
        if let Some(last) = self.segments.last_mut()
            && last.kind == SegmentKind::Verbatim
            && last.source_end() == source_start
        {
            last.len += len;
            last.source_len += len;
            return;
        }
        let start = self.len();
        self.segments.push(Segment {
            start,
            len,
            source_start,
            source_len: len,
            kind: SegmentKind::Verbatim,
        });
    }

    /// Appends `len` bytes that stand for `source_len` other bytes at `source_start`.
    pub fn push_replaced(&mut self, len: TextSize, source_start: TextSize, source_len: TextSize) {
        if len == 0 && source_len == 0 {
            return;
        }
        let start = self.len();
        self.segments.push(Segment {
            start,
            len,
            source_start,
            source_len,
            kind: SegmentKind::Replaced,
        });
    }

    /// Appends what `self.slice(range)` maps, as `len` equals the length of `range`.
    pub fn push_mapped(&mut self, through: &Self, range: TextRange) {
        let first = through.first_segment_at(range.start());
        for segment in &through.segments[first..] {
            if segment.start >= range.end() {
                break;
            }
            let (from, to) = (
                segment.start.max(range.start()),
                segment.end().min(range.end()),
            );
            if from >= to {
                continue;
            }
            let (source_start, source_end) = segment.part(from, to);
            match segment.kind {
                SegmentKind::Verbatim => self.push_verbatim(to - from, source_start),
                SegmentKind::Replaced => {
                    self.push_replaced(to - from, source_start, source_end - source_start);
                }
            }
        }
    }

    /// The smallest source range that holds everything `range` came from.
    ///
    /// An empty range, and a range beyond the mapped text, gives an empty range at the nearest place.
    pub fn source_range(&self, range: TextRange) -> SourceRange {
        let mut result: Option<(TextSize, TextSize)> = None;
        let first = self.first_segment_at(range.start());
        for segment in &self.segments[first..] {
            if segment.start >= range.end() {
                break;
            }
            if segment.len == 0 || segment.end() <= range.start() || segment.source_len == 0 {
                continue;
            }
            let (start, end) = segment.part(range.start(), range.end());
            result = Some(result.map_or((start, end), |(s, e)| (s.min(start), e.max(end))));
        }
        match result {
            Some((start, end)) => SourceRange::new(start, end),
            None => SourceRange::empty(self.source_offset(range.start())),
        }
    }

    /// The map from the derived text through `self` and then `below`: if `self` maps C to B and `below`
    /// maps B to A, the result maps C to A.
    #[must_use]
    pub fn over(&self, below: &Self) -> Self {
        let mut result = Self::new();
        for segment in &self.segments {
            match segment.kind {
                SegmentKind::Verbatim => {
                    result.push_mapped(
                        below,
                        TextRange::new(segment.source_start, segment.source_end()),
                    );
                }
                SegmentKind::Replaced => {
                    let source = below
                        .source_range(TextRange::new(segment.source_start, segment.source_end()));
                    result.push_replaced(segment.len, source.start(), source.len());
                }
            }
        }
        result
    }

    /// The source offset nearest to where `offset` came from.
    fn source_offset(&self, offset: TextSize) -> TextSize {
        let Some(segment) = self
            .segments
            .get(self.first_segment_at(offset))
            .or(self.segments.last())
        else {
            return 0;
        };
        if offset >= segment.end() {
            segment.source_end()
        } else {
            segment.part(offset, offset).0
        }
    }

    /// Index of the first segment that ends after `offset`.
    fn first_segment_at(&self, offset: TextSize) -> usize {
        self.segments
            .partition_point(|segment| segment.end() <= offset)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// "Fish &amp; chips\n\n  now" as "Fish & chips now".
    fn sample() -> OffsetMap {
        let mut map = OffsetMap::new();
        map.push_verbatim(5, 0);
        map.push_replaced(1, 5, 5);
        map.push_verbatim(6, 10);
        map.push_replaced(1, 16, 4);
        map.push_verbatim(3, 20);
        map
    }

    #[test]
    fn verbatim_offsets_map_one_to_one() {
        assert_eq!(
            sample().source_range(TextRange::new(7, 12)),
            SourceRange::new(11, 16)
        );
    }

    #[test]
    fn replaced_segments_map_whole() {
        assert_eq!(
            sample().source_range(TextRange::new(5, 6)),
            SourceRange::new(5, 10)
        );
        assert_eq!(
            sample().source_range(TextRange::new(0, 16)),
            SourceRange::new(0, 23)
        );
    }

    #[test]
    fn range_beyond_the_text_is_empty_at_the_end() {
        assert_eq!(
            sample().source_range(TextRange::new(40, 50)),
            SourceRange::empty(23)
        );
        assert_eq!(
            OffsetMap::new().source_range(TextRange::new(0, 5)),
            SourceRange::empty(0)
        );
    }

    #[test]
    fn neighbouring_verbatim_runs_are_one_segment() {
        let mut map = OffsetMap::identity(4);
        map.push_verbatim(3, 4);
        assert_eq!(map, OffsetMap::identity(7));
    }

    #[test]
    fn maps_compose() {
        // The 23 source bytes above stood at 100 in a larger text, its first 7 bytes escaped as 9.
        let mut below = OffsetMap::new();
        below.push_replaced(7, 100, 9);
        below.push_verbatim(16, 109);
        let map = sample().over(&below);
        assert_eq!(map.len(), 16);
        assert_eq!(
            map.source_range(TextRange::new(13, 16)),
            SourceRange::new(122, 125)
        );
        assert_eq!(
            map.source_range(TextRange::new(5, 6)),
            SourceRange::new(100, 112)
        );
    }

    proptest! {
        #[test]
        fn source_ranges_lie_in_the_source(pieces in prop::collection::vec((0u32..9, 0u32..9, any::<bool>()), 0..20),
                                           a in 0u32..200, b in 0u32..200) {
            let mut map = OffsetMap::new();
            let mut source = 0;
            for (len, source_len, same) in pieces {
                if same { map.push_verbatim(len, source); source += len } else { map.push_replaced(len, source, source_len); source += source_len }
            }
            let range = map.source_range(TextRange::new(a.min(b), a.max(b)));
            prop_assert!(range.end() <= source);
            prop_assert_eq!(map.over(&OffsetMap::identity(source)).source_range(TextRange::new(a.min(b), a.max(b))).len(), range.len());
        }
    }
}
