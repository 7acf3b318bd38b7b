//! Transition systems: the parser and the entity recogniser read a document from left to right, one decision after
//! another, each the best valid one by the scores of a small network over a few tokens of the state.

pub(crate) mod entities;
mod moves;
pub(crate) mod parser;
mod scorer;
pub(crate) mod tree;

pub(crate) use moves::Moves;
pub(crate) use scorer::{Contributions, Scorer};
