//! From a source document to an article.
//!
//! [`extract`] is a pure function of the source document.

use retold_model::{Article, Diagnostic, SourceDocument};
use retold_text::OffsetMap;

/// What was extracted from one source document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extraction {
    /// The article; `None` where the document holds no text that could be one.
    pub article: Option<Article>,
    /// From the article's text to the raw bytes of its source document.
    pub map: OffsetMap,
    /// What is worth knowing.
    pub diagnostics: Vec<Diagnostic>,
}

/// Extracts the article from `source`.
pub fn extract(source: &SourceDocument) -> Extraction {
    let _ = source;
    Extraction { article: None, map: OffsetMap::new(), diagnostics: Vec::new() }
}

mod html;
