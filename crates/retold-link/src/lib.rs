//! Across articles: which passages stand in two of them, which articles report one happening, who copied whom, who and what
//! is named in several; and of one story what its reports state alike, where they differ, and who said what in which words.
//!
//! | asked of | what | where |
//! | --- | --- | --- |
//! | the base, when it changes | passages, similarities, stories | [`update`] |
//! | | the register of people, organisations, places | [`entities`] |
//! | | lineage, reprint groups | [`lineage()`], [`regroup`] |
//! | a story, when it is shown | its phases and the stories that it continues | [`phases`] |
//! | | claims and discrepancies | [`claims`] |
//! | | sayings in their wordings | [`utterances`] |
//!
//! The base keeps what [`fingerprints`] and [`sheet`] give for each article and answers look-ups through
//! [`LinkIndex`](retold_model::LinkIndex); [`update`] tells what a change of the base does to the stored links, as a
//! [`LinkUpdate`](retold_model::LinkUpdate). The order of a change, all in one transaction:
//!
//! 1. [`Removed::of`] for every article that leaves the base or gets another current version;
//! 2. the base stores the new articles with their fingerprints and sheets, and drops the removed ones;
//! 3. [`update`] with the removed ones and the keys of the new ones (a changed article is in both lists);
//! 4. the base applies the update.
//!
//! [`MemoryIndex`] does all four and is the reference for every other base.
//!
//! The main decision: **the links are a function of the set of articles in the base**, not of the order or the
//! batches in which they came. So nothing is remembered but what can be computed again, and where a result leans on
//! how common a fingerprint or a term is, it leans on coarse steps of that count; whoever crosses a step touches all
//! articles that hold it. The price is that a touched article is compared again with all its neighbours.

mod update;

mod align;
mod fingerprint;

mod comparable;
pub mod learn;
mod rarity;
mod sheet;
mod similarity;
mod story;
mod story_decisions;
mod story_groups;
mod story_parts;

pub mod phases;

mod lineage;

pub mod entities;

pub mod claims;

pub mod utterances;

mod memory;

mod body;
mod calendar;
mod forest;
mod hash;
mod house_style;

pub use fingerprint::fingerprints;
pub use forest::Forest;
pub use lineage::{count_roots, groups_of_reprints, independent_reports, lineage, root_of};
pub use memory::MemoryIndex;
pub use sheet::{is_english_by_words, sheet, short_text, stems};
pub use update::{Removed, regroup, update};
