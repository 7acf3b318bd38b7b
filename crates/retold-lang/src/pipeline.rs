//! A pipeline: all components of a model in order, over one text or many.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use retold_text::TextRange;

use crate::components::{Loading, Tagger, Transitions};
use crate::config::Config;
use crate::doc::Doc;
use crate::error::ModelError;
use crate::labels::Labels;
use crate::lemmatizer::Lemmatizer;
use crate::lexeme::Vocabulary;
use crate::memo::Memo;
use crate::ruler::Ruler;
use crate::tok2vec::Tok2vec;
use crate::tokenizer::Tokenizer;
use crate::trace::Trace;
use crate::transition::tree::TreeLabels;
use crate::transition::{entities, parser};
use crate::vectors::Vectors;
use crate::worker::{Statistics, Worker};

/// The longest text that is analysed as one, in bytes; callers cut longer ones, as spaCy asks them to.
pub const MAX_TEXT_BYTES: usize = 4_000_000;

/// What the memo of paragraphs may keep unless told otherwise.
const MEMO_BYTES: usize = 32_000_000;

/// A text is longer than [`MAX_TEXT_BYTES`].
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("text number {index} has {bytes} bytes, more than {MAX_TEXT_BYTES}")]
pub struct TextTooLong {
    /// The text's place among those given, counted from 0.
    pub index: usize,
    /// Its length.
    pub bytes: usize,
}

/// A loaded model: immutable, loaded once, shared between threads.
///
/// What is learned on the way (word forms, lemmas) is kept by workers, one for each thread that calls at the same
/// time, in bounded memory. It changes nothing in the results: a text gives the same [`Doc`] whatever came before it
/// and beside it.
pub struct Pipeline {
    pub(crate) labels: Arc<Labels>,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) tokenizer: Tokenizer,
    pub(crate) shared: Option<Tok2vec>,
    pub(crate) tagger: Option<Tagger>,
    pub(crate) parser: Option<Transitions>,
    pub(crate) tree_labels: TreeLabels,
    pub(crate) ruler: Option<Ruler>,
    pub(crate) lemmatizer: Option<Lemmatizer>,
    pub(crate) entities: Option<Transitions>,
    workers: Mutex<Vec<Worker>>,
    memo: Mutex<Memo>,
}

impl Pipeline {
    /// Loads a model from its directory (the one that holds `config.cfg`), without checking digests.
    ///
    /// # Errors
    /// If a file is missing, is not what its format says, or asks for something that is not supported: a model is never
    /// run in part.
    pub fn load(directory: &Path) -> Result<Self, ModelError> {
        Self::from_files(&|file| {
            let path = directory.join(file);
            std::fs::read(&path).map_err(|source| ModelError::Read { path, source })
        })
    }

    /// Loads a model whose files `read` gives by their paths in the model directory, such as `ner/model`.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn from_files(
        read: &dyn Fn(&str) -> Result<Vec<u8>, ModelError>,
    ) -> Result<Self, ModelError> {
        let config = Config::from_bytes(&read("config.cfg")?)?;
        let language = config.text("nlp", "lang").unwrap_or_default();
        let components = config.components()?;
        let mut labels = Labels::new();
        let vocabulary = Vocabulary::from_bytes(&read("vocab/lookups.bin")?)?;
        let tokenizer = Tokenizer::from_bytes(&read("tokenizer")?)?;
        let vectors =
            Vectors::from_bytes(&read("vocab/vectors")?, &read("vocab/key2row")?)?.map(Arc::new);
        let mut loading = Loading {
            read,
            vectors,
            shared_width: None,
        };
        let (mut shared, mut tagger, mut parser, mut ruler, mut lemmatizer, mut entities) =
            (None, None, None, None, None, None);
        let mut seen = BTreeSet::new();
        for (name, factory) in components {
            let fault = |problem: String| ModelError::format("config.cfg", problem);
            let kind = if factory == "morphologizer" {
                "tagger"
            } else {
                factory.as_str()
            };
            if !seen.insert(kind.to_owned()) {
                return Err(fault(format!(
                    "component `{name}` is the second of its kind"
                )));
            }
            match factory.as_str() {
                "tok2vec" => {
                    let model = loading.tok2vec(&name)?;
                    loading.shared_width = Some(model.width());
                    shared = Some(model);
                }
                "tagger" => tagger = Some(Tagger::tags(&loading, &name, &mut labels)?),
                "morphologizer" => tagger = Some(Tagger::morphology(&loading, &name, &mut labels)?),
                "parser" => {
                    parser = Some(Transitions::load(
                        &loading,
                        &name,
                        parser::ACTIONS,
                        parser::SLOTS,
                        &mut labels,
                    )?);
                }
                "attribute_ruler" => {
                    let patterns = read(&format!("{name}/patterns"))?;
                    ruler = Some(Ruler::from_bytes(&patterns, &mut labels)?);
                }
                "lemmatizer" => {
                    let section = format!("components.{name}");
                    let mode = config.text(&section, "mode").unwrap_or_default();
                    let tables = read(&format!("{name}/lookups/lookups.bin"))?;
                    lemmatizer = Some(Lemmatizer::from_bytes(&language, &mode, &tables)?);
                }
                "ner" => {
                    entities = Some(Transitions::load(
                        &loading,
                        &name,
                        entities::ACTIONS,
                        entities::SLOTS,
                        &mut labels,
                    )?);
                }
                _ => {
                    return Err(fault(format!(
                        "component `{name}` is a `{factory}`, which is not supported"
                    )));
                }
            }
        }
        let tree_labels = TreeLabels::new(&mut labels).ok_or_else(|| {
            ModelError::format("config.cfg", "the components have too many labels")
        })?;
        Ok(Self {
            labels: Arc::new(labels.with_noun_chunks(&language)),
            vocabulary,
            tokenizer,
            shared,
            tagger,
            parser,
            tree_labels,
            ruler,
            lemmatizer,
            entities,
            workers: Mutex::new(Vec::new()),
            memo: Mutex::new(Memo::new(MEMO_BYTES)),
        })
    }

    /// The labels that the model can give.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Analyses one text.
    ///
    /// # Errors
    /// If it is too long.
    pub fn analyse(&self, text: &str) -> Result<Doc, TextTooLong> {
        let mut docs = self.analyse_all(&[text])?;
        Ok(docs.remove(0))
    }

    /// Analyses many texts, each for itself; faster than one after another, with the same results.
    ///
    /// # Errors
    /// If one of them is too long; then none is analysed.
    pub fn analyse_all(&self, texts: &[&str]) -> Result<Vec<Doc>, TextTooLong> {
        if let Some((index, text)) = texts
            .iter()
            .enumerate()
            .find(|(_, text)| text.len() > MAX_TEXT_BYTES)
        {
            return Err(TextTooLong {
                index,
                bytes: text.len(),
            });
        }
        let mut worker = self.take_worker();
        let docs = worker.analyse(self, texts);
        self.give_back(worker);
        Ok(docs)
    }

    /// Analyses parts of a text (its paragraphs), each for itself, and gives one doc over the whole text. What lies
    /// between the parts has no tokens.
    ///
    /// Parts that were analysed before, in this text or another, are remembered (see [`Self::with_memo`]).
    ///
    /// # Errors
    /// If a part is too long; `index` is the number of the part.
    ///
    /// # Panics
    /// If the parts are not in order, overlap, or do not lie on characters of the text.
    pub fn analyse_parts(&self, text: &str, parts: &[TextRange]) -> Result<Doc, TextTooLong> {
        assert!(
            parts.is_sorted_by(|a, b| a.end() <= b.start()),
            "the parts of a text are in order"
        );
        let texts: Vec<&str> = parts.iter().map(|part| &text[part.as_usize()]).collect();
        let mut docs: Vec<Option<Arc<Doc>>> = {
            let memo = self.memo.lock().unwrap_or_else(PoisonError::into_inner);
            texts.iter().map(|text| memo.get(text)).collect()
        };
        let unknown: Vec<usize> = (0..texts.len())
            .filter(|&index| docs[index].is_none())
            .collect();
        let new: Vec<&str> = unknown.iter().map(|&index| texts[index]).collect();
        let new = self.analyse_all(&new).map_err(|error| TextTooLong {
            index: unknown[error.index],
            ..error
        })?;
        let mut memo = self.memo.lock().unwrap_or_else(PoisonError::into_inner);
        for (index, doc) in unknown.into_iter().zip(new) {
            let doc = Arc::new(doc);
            memo.insert(&doc);
            docs[index] = Some(doc);
        }
        drop(memo);
        let starts = parts.iter().map(|part| part.start());
        Ok(Doc::join(
            text,
            &self.labels,
            starts.zip(docs.iter().flatten()),
        ))
    }

    /// Sets how much the memo of [`Self::analyse_parts`] may keep, in bytes; 0 turns it off. It is 32 MB at first.
    #[must_use]
    pub fn with_memo(mut self, bytes: usize) -> Self {
        self.memo = Mutex::new(Memo::new(bytes));
        self
    }

    /// Analyses one text and tells each decision, for comparison with the reference implementation.
    ///
    /// # Errors
    /// If it is too long.
    pub fn trace(&self, text: &str) -> Result<Trace, TextTooLong> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(TextTooLong {
                index: 0,
                bytes: text.len(),
            });
        }
        let mut worker = self.take_worker();
        let trace = worker.trace(self, text);
        self.give_back(worker);
        Ok(trace)
    }

    /// What was done so far, over all threads.
    pub fn statistics(&self) -> Statistics {
        let workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner);
        workers.iter().fold(Statistics::default(), |sum, worker| {
            sum.add(&worker.statistics())
        })
    }

    fn take_worker(&self) -> Worker {
        let mut workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner);
        workers.pop().unwrap_or_default()
    }

    fn give_back(&self, worker: Worker) {
        self.workers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(worker);
    }
}
