//! The language stage: articles in a language with a model to annotations.

use std::fmt;

use retold_annotate::{annotate, prose};
use retold_extract::is_english;
use retold_lang::{MAX_TEXT_BYTES, Pipeline};
use retold_model::{Annotations, Article};

/// Bytes of analysed paragraphs that are kept: copies of one agency text come close together.
const MEMO_BYTES: usize = 64 << 20;

/// Gives the annotations of an article.
type ReadArticle = dyn Fn(&Article) -> Option<Annotations> + Send + Sync;

/// Annotates articles.
pub struct Annotator {
    read: Box<ReadArticle>,
}

impl Annotator {
    /// Annotates English articles with `english`, a pipeline for English.
    pub fn new(english: Pipeline) -> Self {
        let english = english.with_memo(MEMO_BYTES);
        Self::of(move |article| read_english(&english, article))
    }

    /// Takes the annotations of an article from `read`: `None` where it has none. They must be a function of the
    /// article, and their ranges must lie in its text.
    pub fn of(read: impl Fn(&Article) -> Option<Annotations> + Send + Sync + 'static) -> Self {
        Self {
            read: Box::new(read),
        }
    }

    /// What stands in `article`; `None` where there is no model for its language, or its text is too long for one.
    pub(crate) fn annotate(&self, article: &Article) -> Option<Annotations> {
        (self.read)(article)
    }
}

fn read_english(english: &Pipeline, article: &Article) -> Option<Annotations> {
    let language = &article.language.as_ref()?.value;
    if !is_english(language) || article.text.len() > MAX_TEXT_BYTES {
        return None;
    }
    let doc = english.analyse_parts(&article.text, &prose(article)).ok()?;
    Some(annotate(article, &doc))
}

impl fmt::Debug for Annotator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Annotator").finish_non_exhaustive()
    }
}
