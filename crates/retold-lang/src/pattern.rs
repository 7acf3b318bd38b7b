//! Python regular expressions as model files use them, without backtracking.
//!
//! What a model can bring is known (affixes of words, whole words, addresses, small predicates), so its patterns are
//! read into a tree and compiled for their use: [`Automaton`] here, the affixes by the tokenizer. Patterns beyond that
//! are refused when the model is loaded.

mod automaton;
mod dispatch;
mod tree;

pub(crate) use automaton::{Automaton, AutomatonScratch};
pub(crate) use dispatch::Dispatch;
pub(crate) use tree::{Node, Pattern};
