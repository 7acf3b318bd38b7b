//! The language stage: articles in a language with a model to annotations.

use std::fmt;

use retold_annotate::{annotate, prose};
use retold_extract::is_english;
use retold_lang::{MAX_TEXT_BYTES, Pipeline};
use retold_model::{Annotations, Article};

/// Bytes of analysed paragraphs that are kept: copies of one agency text come close together.
const MEMO_BYTES: usize = 64 << 20;

/// Annotates English articles.
pub struct Annotator {
    english: Pipeline,
}

impl Annotator {
    /// Annotates with `english`, a pipeline for English.
    pub fn new(english: Pipeline) -> Self {
        Self {
            english: english.with_memo(MEMO_BYTES),
        }
    }

    /// What stands in `article`; `None` where there is no model for its language, or its text is too long for one.
    pub(crate) fn annotate(&self, article: &Article) -> Option<Annotations> {
        let language = &article.language.as_ref()?.value;
        if !is_english(language) || article.text.len() > MAX_TEXT_BYTES {
            return None;
        }
        let doc = self
            .english
            .analyse_parts(&article.text, &prose(article))
            .ok()?;
        Some(annotate(article, &doc))
    }
}

impl fmt::Debug for Annotator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Annotator").finish_non_exhaustive()
    }
}
