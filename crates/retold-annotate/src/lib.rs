//! From one article to its annotations: what stands in it, each with its range and the grounds it stands on.
//!
//! ```text
//!  Article ──prose──► parts ──retold_lang──► Doc ──annotate──► Annotations
//!
//!  of the text and its Doc      times and quantities, names, quotes
//!  of names                     chains of coreference, places
//!  of quotes and chains         the speakers' fullest names
//!  of names and quotes          outlets that the text names
//!  of all but chains, places    frames: who does what to whom
//! ```
//!
//! [`annotate`] runs every annotator once, in the order in which they build on each other. It is a pure function of the
//! article and its analysis, knows no other article, and takes any text without panic. What the text leaves open (a weekday
//! without a date to count from, a pronoun that may mean two people) stays open.
//!
//! The main decision: but for the language model only quotes are found by trained weights (`data/quotes.crf`, made by `cargo
//! xtask train quotes`); all else are rules over words, the dependency tree and lists. They can say why, and cost the upkeep
//! of those lists.

mod article;
mod numbers;
mod possessive;
mod speakers;
mod streets;
mod syntax;
mod words;

pub mod chains;
pub mod frames;
pub mod names;
pub mod outlets;
pub mod places;
pub mod quantities;
pub mod quotes;
pub mod times;

pub use article::{annotate, prose};
