//! Terms: the words and names by which reports of one happening are found.

use retold_model::{Linkable, WeightedTerm};

/// The terms of an article, ascending, each once; a few dozen at most.
pub fn terms(article: &Linkable) -> Vec<WeightedTerm> {
    let _ = article;
    Vec::new()
}
