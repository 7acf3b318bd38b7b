//! The language stage: articles in a language with a model to annotations.

use std::fmt;
use std::sync::OnceLock;

use retold_annotate::{annotate, prose};
use retold_extract::is_english;
use retold_lang::embed::Embedder;
use retold_lang::models::Installed;
use retold_lang::{MAX_TEXT_BYTES, ModelError, Pipeline};
use retold_link::{is_english_by_words, short_text};
use retold_model::{Annotations, Article, Embedding, Linkable};

/// Bytes of analysed paragraphs that are kept: copies of one agency text come close together.
const MEMO_BYTES: usize = 64 << 20;

/// Gives the annotations of an article.
type ReadArticle = dyn Fn(&Article) -> Result<Option<Annotations>, ModelError> + Send + Sync;

/// Annotates articles.
pub struct Annotator {
    read: Box<ReadArticle>,
}

impl Annotator {
    /// Annotates English articles with a pipeline for English, and short ones with an encoder of sentences, too. The encoder
    /// is loaded when the first of them is met.
    ///
    /// # Errors
    ///
    /// If a file of the pipeline is missing, altered or not of its model.
    pub fn load(english: &Installed, encoder: Installed) -> Result<Self, ModelError> {
        let english = English {
            pipeline: Pipeline::from_files(&|file| english.read(file))?.with_memo(MEMO_BYTES),
            encoder,
            loaded: OnceLock::new(),
        };
        Ok(Self {
            read: Box::new(move |article| english.read(article)),
        })
    }

    /// Takes the annotations of an article from `read`: `None` where it has none. They must be a function of the
    /// article, and their ranges must lie in its text.
    pub fn of(read: impl Fn(&Article) -> Option<Annotations> + Send + Sync + 'static) -> Self {
        Self {
            read: Box::new(move |article| Ok(read(article))),
        }
    }

    /// What stands in `article`; `None` where there is no model for its language, or its text is too long for one.
    ///
    /// # Errors
    ///
    /// If the encoder is asked for and cannot be loaded.
    pub fn annotate(&self, article: &Article) -> Result<Option<Annotations>, ModelError> {
        (self.read)(article)
    }
}

/// What reads English articles.
struct English {
    pipeline: Pipeline,
    encoder: Installed,
    loaded: OnceLock<Embedder>,
}

impl English {
    fn read(&self, article: &Article) -> Result<Option<Annotations>, ModelError> {
        let short_text = short_text(&Linkable::of(article));
        let is_english = match &article.language {
            Some(language) => is_english(&language.value),
            None => short_text.as_deref().is_some_and(is_english_by_words),
        };
        if !is_english || article.text.len() > MAX_TEXT_BYTES {
            return Ok(None);
        }
        let Ok(doc) = self.pipeline.analyse_parts(&article.text, &prose(article)) else {
            return Ok(None);
        };
        let mut annotations = annotate(article, &doc);
        if let Some(text) = short_text {
            let vectors = self.encoder()?.embed(&[&text])?;
            annotations.embedding = vectors.first().map(|vector| Embedding::of(vector));
        }
        Ok(Some(annotations))
    }

    fn encoder(&self) -> Result<&Embedder, ModelError> {
        if let Some(loaded) = self.loaded.get() {
            return Ok(loaded);
        }
        let loaded = Embedder::load(&self.encoder)?;
        Ok(self.loaded.get_or_init(|| loaded))
    }
}

impl fmt::Debug for Annotator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Annotator").finish_non_exhaustive()
    }
}
