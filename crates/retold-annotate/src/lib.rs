//! One article to news annotations: times, numbers, names, quotes, credits.

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
