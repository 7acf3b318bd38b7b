//! Sentences as vectors: texts of like meaning lie near each other.
//!
//! The model is all-MiniLM-L6-v2, a BERT encoder of six layers (W. Wang et al., *`MiniLM`*, 2020; N. Reimers and
//! I. Gurevych, *Sentence-BERT*, 2019), run by `candle`. Against sentence-transformers in Python the cosine is at
//! least 0.9999 on all texts of `tests/golden/minilm.jsonl.gz`.
//!
//! ```no_run
//! use retold_lang::embed::{Embedder, cosine};
//! use retold_lang::models::{ALL_MINILM_L6_V2, Cache};
//!
//! let embedder = Embedder::load(&Cache::of_user()?.ensure(&ALL_MINILM_L6_V2, &mut |_| ())?)?;
//! let [ferry, ship, budget] = embedder.embed(&["A ferry sank", "The ship went down", "Taxes rose"])[..] else { return Ok(()) };
//! assert!(cosine(&ferry, &ship) > cosine(&ferry, &budget));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bert;

use std::sync::Arc;

use rayon::{ThreadPool, ThreadPoolBuilder};
use tokenizers::{Tokenizer, TruncationParams};

use crate::error::ModelError;
use crate::models::Installed;
use bert::Bert;

/// Numbers in a vector.
pub const DIMENSIONS: usize = 384;

/// Word pieces of a text that count, its two marks included; what comes after them is left out, as the model was trained.
pub const PIECES: usize = 256;

/// Bytes of a text that are looked at: many times what [`PIECES`] can cover in any writing, so that a text of any length
/// costs little.
const LONGEST_TEXT: usize = 1 << 16;

/// Word pieces that are computed together. More make the products no faster and the memory larger.
const BATCH_PIECES: usize = 2_048;

/// The sentence encoder, loaded once.
///
/// It computes on one thread of its own however many there are, and gives the same bits for the same call. A text's vector does not
/// depend on the texts beside it but for rounding (below 10⁻⁵ in any number). Threads that embed at the same time should
/// each have a [`Embedder::twin`], as one encoder takes one call after the other.
pub struct Embedder {
    shared: Arc<Shared>,
    /// `candle` spreads its products over the pool that it is called in and has no switch for it: this one is one thread.
    thread: ThreadPool,
}

struct Shared {
    tokenizer: Tokenizer,
    bert: Bert,
}

impl Embedder {
    /// Loads the model.
    ///
    /// # Errors
    ///
    /// If a file is missing, altered or not of this model.
    pub fn load(installed: &Installed) -> Result<Self, ModelError> {
        Self::from_files(&|path| installed.read(path))
    }

    /// Loads the model from the files that `read` gives: `tokenizer.json` and `model.safetensors`.
    ///
    /// # Errors
    ///
    /// What `read` says; [`ModelError::Format`] if a file is not of this model.
    pub fn from_files(
        read: &dyn Fn(&str) -> Result<Vec<u8>, ModelError>,
    ) -> Result<Self, ModelError> {
        let fault =
            |problem: tokenizers::Error| ModelError::format("tokenizer.json", problem.to_string());
        let mut tokenizer = Tokenizer::from_bytes(read("tokenizer.json")?).map_err(fault)?;
        tokenizer.with_padding(None);
        let truncation = TruncationParams {
            max_length: PIECES,
            ..TruncationParams::default()
        };
        tokenizer.with_truncation(Some(truncation)).map_err(fault)?;
        if tokenizer.get_vocab_size(true) > bert::PIECE_KINDS {
            return Err(ModelError::format("tokenizer.json", "too many word pieces"));
        }
        let bert = Bert::from_safetensors(&read("model.safetensors")?)
            .map_err(|error| ModelError::format("model.safetensors", error.to_string()))?;
        Self::of(Arc::new(Shared { tokenizer, bert }))
    }

    /// Another encoder with the same weights, which are shared, for another thread.
    ///
    /// # Errors
    ///
    /// If the machine gives no more threads.
    pub fn twin(&self) -> Result<Self, ModelError> {
        Self::of(Arc::clone(&self.shared))
    }

    fn of(shared: Arc<Shared>) -> Result<Self, ModelError> {
        let thread = ThreadPoolBuilder::new()
            .num_threads(1)
            .build()
            .map_err(|error| ModelError::Thread {
                problem: error.to_string(),
            })?;
        Ok(Self { shared, thread })
    }

    /// The vectors of texts, in their order, each of length 1. Texts of like length are computed together.
    ///
    /// Linear in the number of texts; a text costs at most what [`PIECES`] word pieces cost.
    pub fn embed(&self, texts: &[&str]) -> Vec<[f32; DIMENSIONS]> {
        self.thread.install(|| self.shared.embed(texts))
    }
}

impl Shared {
    fn embed(&self, texts: &[&str]) -> Vec<[f32; DIMENSIONS]> {
        let pieces: Vec<Vec<u32>> = texts.iter().map(|text| self.pieces(text)).collect();
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by_key(|&text| pieces[text].len());
        let mut vectors = vec![[0.0; DIMENSIONS]; texts.len()];
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            let (batch, after) = rest.split_at(batch_size(rest, &pieces));
            let rows: Vec<&[u32]> = batch.iter().map(|&text| pieces[text].as_slice()).collect();
            let means = { self.bert.means(&rows) }
                .expect("shapes and word pieces were checked as the model was loaded");
            for (&text, mean) in batch.iter().zip(means.chunks_exact(DIMENSIONS)) {
                vectors[text] = of_length_one(mean);
            }
            rest = after;
        }
        vectors
    }

    /// The word pieces of a text between the marks of its begin and end.
    fn pieces(&self, text: &str) -> Vec<u32> {
        let text = &text[..text.floor_char_boundary(LONGEST_TEXT)];
        let encoding = { self.tokenizer.encode_fast(text, true) }
            .expect("a vocabulary with an unknown word cuts any text");
        encoding.get_ids().to_vec()
    }
}

/// How many of the texts, which grow longer, make one batch: at least one.
fn batch_size(order: &[usize], pieces: &[Vec<u32>]) -> usize {
    let mut sum = 0;
    let fits = { order.iter() }.take_while(|&&text| {
        sum += pieces[text].len();
        sum <= BATCH_PIECES
    });
    fits.count().max(1)
}

fn of_length_one(mean: &[f32]) -> [f32; DIMENSIONS] {
    let length = mean.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-12);
    let mut vector = [0.0; DIMENSIONS];
    for (x, &from) in vector.iter_mut().zip(mean) {
        *x = from / length;
    }
    vector
}

/// The cosine of two vectors of length 1: 1 for the same meaning, about 0 for none in common.
pub fn cosine(a: &[f32; DIMENSIONS], b: &[f32; DIMENSIONS]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
