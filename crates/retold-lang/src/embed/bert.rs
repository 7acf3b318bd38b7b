//! The encoder: six layers of attention over the word pieces of each text (J. Devlin et al., *BERT*, NAACL 2019).
//!
//! Nothing is padded. The rows of all texts of a batch stand under each other, so that each product is one for all of
//! them; attention goes over runs of texts of one length.

use candle_core::{DType, Device, IndexOp as _, Result, Tensor};
use candle_nn::{LayerNorm, Linear, Module as _, VarBuilder, ops::softmax_last_dim};

use super::{DIMENSIONS, PIECES};

/// Word pieces that the model knows.
pub(super) const PIECE_KINDS: usize = 30_522;
/// Positions that the model has vectors for; [`PIECES`] of them are used.
const POSITIONS: usize = 512;
const LAYERS: usize = 6;
const HEADS: usize = 12;
const HEAD: usize = DIMENSIONS / HEADS;
const INNER: usize = 1_536;
const NORM_EPSILON: f64 = 1e-12;

pub(super) struct Bert {
    words: Tensor,
    /// The vectors of positions with that of the first segment, which all pieces of a single text are in.
    positions: Tensor,
    norm: LayerNorm,
    layers: Vec<Layer>,
}

struct Layer {
    /// Queries, keys and values in one product; the scale of the queries is in the weights.
    attend: Linear,
    attended: Linear,
    attended_norm: LayerNorm,
    widen: Linear,
    narrow: Linear,
    norm: LayerNorm,
}

/// Texts of one length, one after the other.
struct Run {
    start: usize,
    texts: usize,
    length: usize,
}

impl Bert {
    pub(super) fn from_safetensors(bytes: &[u8]) -> Result<Self> {
        let weights = VarBuilder::from_slice_safetensors(bytes, DType::F32, &Device::Cpu)?;
        let embeddings = weights.pp("embeddings");
        let positions = embeddings.get((POSITIONS, DIMENSIONS), "position_embeddings.weight")?;
        let segments = embeddings.get((2, DIMENSIONS), "token_type_embeddings.weight")?;
        let layers = (0..LAYERS)
            .map(|layer| Layer::new(&weights.pp(format!("encoder.layer.{layer}"))))
            .collect::<Result<_>>()?;
        Ok(Self {
            words: embeddings.get((PIECE_KINDS, DIMENSIONS), "word_embeddings.weight")?,
            positions: positions.i(..PIECES)?.broadcast_add(&segments.i(0)?)?,
            norm: norm(&embeddings.pp("LayerNorm"))?,
            layers,
        })
    }

    /// The mean of the last layer over each text's pieces, [`DIMENSIONS`] numbers a text. Texts of one length stand
    /// together; none is empty or longer than [`PIECES`].
    pub(super) fn means(&self, texts: &[&[u32]]) -> Result<Vec<f32>> {
        let runs = runs(texts);
        let pieces = Tensor::from_vec(texts.concat(), rows(texts), &Device::Cpu)?;
        let places: Vec<u32> = { texts.iter() }
            .flat_map(|text| (0u32..).take(text.len()))
            .collect();
        let places = Tensor::from_vec(places, rows(texts), &Device::Cpu)?;
        let words = self.words.index_select(&pieces, 0)?;
        let mut x = (words + self.positions.index_select(&places, 0)?)?;
        x = self.norm.forward(&x)?;
        for layer in &self.layers {
            x = layer.forward(&x, &runs)?;
        }
        let mut means = Vec::with_capacity(texts.len() * DIMENSIONS);
        for run in &runs {
            let of_run = run.of(&x)?.mean(1)?;
            means.extend(of_run.flatten_all()?.to_vec1::<f32>()?);
        }
        Ok(means)
    }
}

impl Layer {
    fn new(weights: &VarBuilder<'_>) -> Result<Self> {
        let attention = weights.pp("attention");
        let inner = |name| linear(&attention.pp("self").pp(name), DIMENSIONS, DIMENSIONS);
        let (query, key, value) = (inner("query")?, inner("key")?, inner("value")?);
        #[expect(clippy::cast_precision_loss, reason = "32 is exact")]
        let scale = 1.0 / (HEAD as f64).sqrt();
        let bias = |of: &Linear| of.bias().cloned().expect("made with a bias");
        let attend = Linear::new(
            Tensor::cat(
                &[&(query.weight() * scale)?, key.weight(), value.weight()],
                0,
            )?,
            Some(Tensor::cat(
                &[&(bias(&query) * scale)?, &bias(&key), &bias(&value)],
                0,
            )?),
        );
        Ok(Self {
            attend,
            attended: linear(&attention.pp("output.dense"), DIMENSIONS, DIMENSIONS)?,
            attended_norm: norm(&attention.pp("output.LayerNorm"))?,
            widen: linear(&weights.pp("intermediate.dense"), DIMENSIONS, INNER)?,
            narrow: linear(&weights.pp("output.dense"), INNER, DIMENSIONS)?,
            norm: norm(&weights.pp("output.LayerNorm"))?,
        })
    }

    fn forward(&self, x: &Tensor, runs: &[Run]) -> Result<Tensor> {
        let attend = self.attend.forward(x)?;
        let attended = runs.iter().map(|run| run.attend(&attend));
        let attended = Tensor::cat(&attended.collect::<Result<Vec<_>>>()?, 0)?;
        let x = (x + self.attended.forward(&attended)?)?;
        let x = self.attended_norm.forward(&x)?;
        let inner = self.widen.forward(&x)?.gelu_erf()?;
        let x = (x + self.narrow.forward(&inner)?)?;
        self.norm.forward(&x)
    }
}

impl Run {
    /// The rows of these texts as texts × pieces × numbers.
    fn of(&self, x: &Tensor) -> Result<Tensor> {
        let numbers = x.dim(1)?;
        x.narrow(0, self.start, self.texts * self.length)?.reshape((
            self.texts,
            self.length,
            numbers,
        ))
    }

    /// Lets the pieces of each text look at each other, given their queries, keys and values.
    fn attend(&self, attend: &Tensor) -> Result<Tensor> {
        let parts = self
            .of(attend)?
            .reshape((self.texts, self.length, 3, HEADS, HEAD))?
            .permute((2, 0, 3, 1, 4))?
            .contiguous()?;
        let scores = parts.i(0)?.matmul(&parts.i(1)?.t()?)?;
        softmax_last_dim(&scores)?
            .matmul(&parts.i(2)?)?
            .transpose(1, 2)?
            .reshape((self.texts * self.length, DIMENSIONS))
    }
}

fn linear(weights: &VarBuilder<'_>, inputs: usize, outputs: usize) -> Result<Linear> {
    let weight = weights.get((outputs, inputs), "weight")?;
    Ok(Linear::new(weight, Some(weights.get(outputs, "bias")?)))
}

fn norm(weights: &VarBuilder<'_>) -> Result<LayerNorm> {
    let weight = weights.get(DIMENSIONS, "weight")?;
    Ok(LayerNorm::new(
        weight,
        weights.get(DIMENSIONS, "bias")?,
        NORM_EPSILON,
    ))
}

fn rows(texts: &[&[u32]]) -> usize {
    texts.iter().map(|text| text.len()).sum()
}

fn runs(texts: &[&[u32]]) -> Vec<Run> {
    let mut start = 0;
    texts
        .chunk_by(|a, b| a.len() == b.len())
        .map(|run| {
            let (texts, length) = (run.len(), run[0].len());
            let run = Run {
                start,
                texts,
                length,
            };
            start += texts * length;
            run
        })
        .collect()
}
