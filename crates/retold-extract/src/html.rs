//! HTML as the extractor sees it: a tree whose every text knows its place in the page.
//!
//! Written for this job, because no parser for Rust keeps byte positions through tree building, and
//! html5ever's tree builder takes time quadratic in depth. It follows the WHATWG tokenizer
//! closely and its tree construction where that changes which text belongs to which element: implied end
//! tags, scopes, void and raw-text elements, links closed inside blocks. It leaves out what only moves
//! elements about (foster parenting out of tables, frames, quirks). Depth is capped where browsers cap it.
//!
//! Cost is linear in the length of the page, whatever the page.

mod attributes;
mod tag;
mod tokenizer;
mod tree;

pub(crate) use tag::Tag;
pub(crate) use tree::{Document, NodeId, NodeKind, parse};
