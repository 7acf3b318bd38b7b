//! One article to news annotations: times, numbers, names, quotes, credits.

mod numbers;
mod words;

pub mod quantities;
pub mod quotes;
pub mod times;
