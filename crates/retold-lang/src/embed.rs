//! Sentences as vectors: texts of like meaning lie near each other.
//!
//! The model is all-MiniLM-L6-v2, a BERT encoder of six layers (W. Wang et al., *`MiniLM`*, 2020; N. Reimers and
//! I. Gurevych, *Sentence-BERT*, 2019). Against sentence-transformers in Python no number is more than 2·10⁻⁶ off on the
//! texts of `tests/golden/minilm.jsonl.gz`.
//!
//! Tokenizer and encoder are our own, on the kernel that the pipelines have. The libraries made for this, `candle` and
//! `tokenizers`, bring 122 packages and four minutes of processor time to a build, compute on all threads of the pool that
//! they are called in without a switch for it, and use the vector unit at half its width: 165 to 191 headlines per second
//! of processor time, where this gives 390 to 440, and 20 texts of full length (a core with AVX-512 at 2.7 GHz, beside
//! other work; `cargo bench -p retold-lang --bench embed`).
//! The price: it is this model alone.
//!
//! ```no_run
//! use retold_lang::embed::{Embedder, cosine};
//! use retold_lang::models::{ALL_MINILM_L6_V2, Cache};
//!
//! let embedder = Embedder::load(&Cache::of_user()?.ensure(&ALL_MINILM_L6_V2, &mut |_| ())?)?;
//! let [ferry, ship, budget] = embedder.embed(&["A ferry sank", "The ship went down", "Taxes rose"])?[..] else { return Ok(()) };
//! assert!(cosine(&ferry, &ship) > cosine(&ferry, &budget));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod wordpiece;

mod bert;

mod activation;
mod attention;

mod safetensors;

use crate::error::ModelError;
use crate::models::Installed;
use bert::{Bert, Scratch};
use wordpiece::WordPiece;

/// Numbers in a vector.
pub const DIMENSIONS: usize = 384;

/// Word pieces of a text that count, its two marks included; what comes after them is left out, as the model was trained.
pub const PIECES: usize = 256;

/// Word pieces after which a batch is full: the best of 128, 256, 512 and 1024 on headlines. With fewer, the weights are
/// read too often; with more, what lies between the layers is too large for the processor's own memory.
const BATCH_PIECES: usize = 512;

/// The sentence encoder, loaded once and shared between threads.
///
/// It computes on the thread that calls it. A text's vector has the same bits whatever texts stand beside it.
pub struct Embedder {
    wordpiece: WordPiece,
    bert: Bert,
}

impl Embedder {
    /// Loads the model.
    ///
    /// # Errors
    ///
    /// If a file is missing, altered or not of this model.
    pub fn load(installed: &Installed) -> Result<Self, ModelError> {
        Ok(Self {
            wordpiece: WordPiece::from_json(&installed.read("tokenizer.json")?, bert::PIECE_KINDS)?,
            bert: Bert::from_safetensors(installed.open("model.safetensors")?)?,
        })
    }

    /// The vectors of texts, in their order, each of length 1.
    ///
    /// Linear in the number of texts and their bytes; a text costs at most what [`PIECES`] word pieces cost.
    ///
    /// # Errors
    ///
    /// If the file of the model, half of which is read as it is needed, can no longer be read or was changed.
    pub fn embed(&self, texts: &[&str]) -> Result<Vec<[f32; DIMENSIONS]>, ModelError> {
        let mut vectors = Vec::with_capacity(texts.len());
        let mut scratch = Scratch::default();
        let mut pieces = Vec::with_capacity(BATCH_PIECES + PIECES);
        let mut lengths = Vec::new();
        for (number, text) in texts.iter().enumerate() {
            let start = pieces.len();
            self.wordpiece.cut(text, PIECES, &mut pieces);
            lengths.push(pieces.len() - start);
            if pieces.len() >= BATCH_PIECES || number + 1 == texts.len() {
                let means = self.bert.means(&pieces, &lengths, &mut scratch)?;
                vectors.extend(means.map(of_length_one));
                pieces.clear();
                lengths.clear();
            }
        }
        Ok(vectors)
    }
}

fn of_length_one(mut vector: [f32; DIMENSIONS]) -> [f32; DIMENSIONS] {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-12);
    for x in &mut vector {
        *x /= length;
    }
    vector
}

/// The cosine of two vectors of length 1: 1 for the same meaning, about 0 for none in common.
pub fn cosine(a: &[f32; DIMENSIONS], b: &[f32; DIMENSIONS]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
