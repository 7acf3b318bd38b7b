//! How a pipeline came to its result, for comparison with the reference implementation.

use crate::labels::Labels;
use crate::transition::Moves;

/// Each decision for one text.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Trace {
    /// The shared token vectors, one row a token; empty if the model has none.
    pub vectors: Vec<Vec<f32>>,
    /// The parser's actions by their names in spaCy: `S`, `D`, `L-det`, `R-pobj`, `B-ROOT`.
    pub parser: Vec<String>,
    /// The entity recogniser's actions: `B-ORG`, `I-ORG`, `L-ORG`, `U-GPE`, `O`.
    pub entities: Vec<String>,
}

/// The names of chosen classes. `letters` are those of the actions, by number.
pub(crate) fn names(
    moves: &Moves,
    labels: &Labels,
    letters: &str,
    classes: &[usize],
) -> Vec<String> {
    let name = |&class: &usize| {
        let letter = letters.chars().nth(moves.action(class)).unwrap_or('?');
        match labels.name(moves.label(class)) {
            "" => letter.to_string(),
            label => format!("{letter}-{label}"),
        }
    };
    classes.iter().map(name).collect()
}
