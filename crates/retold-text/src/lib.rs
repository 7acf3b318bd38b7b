//! Text as Retold counts it: offsets, ranges, maps between texts, normal forms, words, sentences.
//!
//! Every result of Retold is a range of some text. This crate holds the types for that and the few
//! text operations that more than one crate needs; it knows nothing of news or files.
//!
//! Offsets are UTF-8 bytes in a `u32` ([`TextSize`]). A range is meaningless without its text, so
//! ranges carry a marker for the text that they index: [`TextRange`] for an article's text,
//! [`SourceRange`] for the raw bytes of a source document. The two do not mix:
//!
//! ```compile_fail
//! use retold_text::{SourceRange, TextRange};
//! let a: TextRange = SourceRange::new(0, 4);
//! ```
//!
//! ```
//! use retold_text::{OffsetMap, SourceRange, TextRange};
//!
//! // "a &amp; b" was read as "a & b".
//! let mut map = OffsetMap::new();
//! map.push_verbatim(2, 0);
//! map.push_replaced(1, 2, 5);
//! map.push_verbatim(2, 7);
//! assert_eq!(map.source_range(TextRange::new(2, 5)), SourceRange::new(2, 9));
//! ```

mod offset_map;
mod position;
mod range;

pub mod address;
pub mod fold;
pub mod sentence;
pub mod word;

pub use offset_map::{OffsetMap, Segment, SegmentKind};
pub use position::{CharOffsets, PositionEncoding};
pub use range::{Article, Range, Source, SourceRange, TextRange, TextSize};
