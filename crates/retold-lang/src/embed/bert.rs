//! The encoder: six layers of attention over the word pieces of each text (J. Devlin et al., *BERT*, NAACL 2019).
//!
//! Nothing is padded. The rows of all texts of a batch stand under each other, so that each product with weights is one
//! for all of them; attention goes text by text.
#![expect(
    clippy::inline_always,
    reason = "what runs on the vector unit must become one function"
)]

use pulp::{Arch, Simd, WithSimd};

use super::activation::Gelu;
use super::attention::{self, Attention, HEAD};
use super::safetensors::{Tensors, numbers};
use super::{DIMENSIONS, PIECES};
use crate::error::ModelError;
use crate::models::FileParts;
use crate::network::{Affine, sum};

/// Word pieces that the model knows.
pub(super) const PIECE_KINDS: usize = 30_522;
/// Positions that the model has vectors for; [`PIECES`] of them are used.
const POSITIONS: usize = 512;
const LAYERS: usize = 6;
const INNER: usize = 1_536;

pub(super) struct Bert {
    /// A row a word piece.
    words: Words,
    /// A row a position, with the vector of the first segment added, which all pieces of a single text are in.
    positions: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

/// Half of the model's numbers, of which a text needs a few rows: they stay in the file.
struct Words {
    file: FileParts,
    /// Where in the file they begin.
    start: u64,
}

struct Layer {
    /// Queries, keys and values in one product; the scale of the scores is in the weights of the queries.
    attend: Affine,
    attended: Affine,
    attended_norm: Norm,
    widen: Affine,
    narrow: Affine,
    norm: Norm,
}

/// Layer norm (J. Ba et al. 2016).
struct Norm {
    gain: Vec<f32>,
    shift: Vec<f32>,
}

/// Memory for what lies between the layers.
#[derive(Default)]
pub(super) struct Scratch {
    x: Vec<f32>,
    attend: Vec<f32>,
    taken: Vec<f32>,
    inner: Vec<f32>,
    y: Vec<f32>,
    room: attention::Room,
}

impl Bert {
    pub(super) fn from_safetensors(file: FileParts) -> Result<Self, ModelError> {
        let tensors = Tensors::new(&file)?;
        let mut positions = tensors.get(
            "embeddings.position_embeddings.weight",
            &[POSITIONS, DIMENSIONS],
        )?;
        positions.truncate(PIECES * DIMENSIONS);
        let segments = tensors.get("embeddings.token_type_embeddings.weight", &[2, DIMENSIONS])?;
        for position in positions.chunks_exact_mut(DIMENSIONS) {
            add(position, &segments[..DIMENSIONS]);
        }
        let norm = Norm::new(&tensors, "embeddings.LayerNorm")?;
        let layers = (0..LAYERS)
            .map(|layer| Layer::new(&tensors, &format!("encoder.layer.{layer}")))
            .collect::<Result<_, _>>()?;
        let words = "embeddings.word_embeddings.weight";
        let start = tensors.place(words, &[PIECE_KINDS, DIMENSIONS])?.start;
        Ok(Self {
            words: Words { file, start },
            positions,
            norm,
            layers,
        })
    }

    /// The mean of the last layer over each text's pieces. The pieces of all texts stand one after the other, and `lengths`
    /// tells how many each has: at least one, at most [`PIECES`].
    pub(super) fn means<'s>(
        &self,
        pieces: &[u32],
        lengths: &[usize],
        scratch: &'s mut Scratch,
    ) -> Result<impl Iterator<Item = [f32; DIMENSIONS]> + use<'s>, ModelError> {
        let x = &mut scratch.x;
        x.clear();
        let mut rest = pieces;
        for &length in lengths {
            let (text, after) = rest.split_at(length);
            for (&piece, position) in text.iter().zip(self.positions.chunks_exact(DIMENSIONS)) {
                let row = self.words.row(piece)?;
                let word = numbers(&row);
                x.extend(word.zip(position).map(|(word, position)| word + position));
            }
            rest = after;
        }
        self.norm.apply(x, None);
        for layer in &self.layers {
            layer.apply(lengths, scratch);
        }
        let lengths = lengths.to_vec();
        let mut rows = scratch.x.chunks_exact(DIMENSIONS);
        Ok(lengths.into_iter().map(move |length| {
            let mut mean = [0.0; DIMENSIONS];
            for row in rows.by_ref().take(length) {
                add(&mut mean, row);
            }
            #[expect(clippy::cast_precision_loss, reason = "at most `PIECES`")]
            let length = length as f32;
            mean.map(|sum| sum / length)
        }))
    }
}

impl Words {
    fn row(&self, piece: u32) -> Result<Vec<u8>, ModelError> {
        const BYTES: u64 = (DIMENSIONS * size_of::<f32>()) as u64;
        let start = self.start + u64::from(piece) * BYTES;
        self.file.read(start..start + BYTES)
    }
}

impl Layer {
    fn new(tensors: &Tensors<'_>, name: &str) -> Result<Self, ModelError> {
        #[expect(clippy::cast_precision_loss, reason = "32 is exact")]
        let scale = 1.0 / (HEAD as f32).sqrt();
        let (mut weights, mut bias) = (Vec::new(), Vec::new());
        for (part, scale) in [("query", scale), ("key", 1.0), ("value", 1.0)] {
            let name = format!("{name}.attention.self.{part}");
            let of_part = tensors.get(&format!("{name}.weight"), &[DIMENSIONS, DIMENSIONS])?;
            weights.extend(of_part.iter().map(|x| x * scale));
            let of_part = tensors.get(&format!("{name}.bias"), &[DIMENSIONS])?;
            bias.extend(of_part.iter().map(|x| x * scale));
        }
        let name = |part: &str| format!("{name}.{part}");
        Ok(Self {
            attend: affine(DIMENSIONS, 3 * DIMENSIONS, &weights, &bias),
            attended: linear(
                tensors,
                &name("attention.output.dense"),
                DIMENSIONS,
                DIMENSIONS,
            )?,
            attended_norm: Norm::new(tensors, &name("attention.output.LayerNorm"))?,
            widen: linear(tensors, &name("intermediate.dense"), DIMENSIONS, INNER)?,
            narrow: linear(tensors, &name("output.dense"), INNER, DIMENSIONS)?,
            norm: Norm::new(tensors, &name("output.LayerNorm"))?,
        })
    }

    /// Replaces the rows `scratch.x` by what the layer makes of them.
    fn apply(&self, lengths: &[usize], scratch: &mut Scratch) {
        let Scratch {
            x,
            attend,
            taken,
            inner,
            y,
            room,
        } = scratch;
        let arch = Arch::new();
        let count = x.len() / DIMENSIONS;

        self.attend.rows(x, DIMENSIONS, count, attend);
        taken.resize(count * DIMENSIONS, 0.0);
        let stride = self.attend.row_stride();
        let mut start = 0;
        for &count in lengths {
            let end = start + count;
            arch.dispatch(Attention {
                rows: &attend[start * stride..end * stride],
                stride,
                count,
                taken: &mut taken[start * DIMENSIONS..end * DIMENSIONS],
                room,
            });
            start = end;
        }
        self.attended.rows(taken, DIMENSIONS, count, y);
        self.attended_norm
            .apply(x, Some((y, self.attended.row_stride())));

        self.widen.rows(x, DIMENSIONS, count, inner);
        arch.dispatch(Gelu(inner));
        self.narrow.rows(inner, self.widen.row_stride(), count, y);
        self.norm.apply(x, Some((y, self.narrow.row_stride())));
    }
}

impl Norm {
    fn new(tensors: &Tensors<'_>, name: &str) -> Result<Self, ModelError> {
        Ok(Self {
            gain: tensors.get(&format!("{name}.weight"), &[DIMENSIONS])?,
            shift: tensors.get(&format!("{name}.bias"), &[DIMENSIONS])?,
        })
    }

    /// Brings each row of `x` to mean 0 and variance 1, scales and moves it, after adding what is in the row of `added`,
    /// which has a stride of its own.
    fn apply(&self, x: &mut [f32], added: Option<(&[f32], usize)>) {
        Arch::new().dispatch(Normalise {
            norm: self,
            x,
            added,
        });
    }

    #[inline(always)]
    fn normalise(&self, row: &mut [f32]) {
        /// Keeps a row of equal numbers from dividing by zero; the reference's value.
        const EPSILON: f32 = 1e-12;
        #[expect(clippy::cast_precision_loss, reason = "384 is exact")]
        let count = DIMENSIONS as f32;
        let mean = sum(row, |x| x) / count;
        for x in row.iter_mut() {
            *x -= mean;
        }
        let scale = 1.0 / (sum(row, |x| x * x) / count + EPSILON).sqrt();
        for ((x, gain), shift) in row.iter_mut().zip(&self.gain).zip(&self.shift) {
            *x = *x * scale * gain + shift;
        }
    }
}

struct Normalise<'a> {
    norm: &'a Norm,
    x: &'a mut [f32],
    added: Option<(&'a [f32], usize)>,
}

impl WithSimd for Normalise<'_> {
    type Output = ();

    /// Plain loops: inside a dispatch they are compiled for the vector unit.
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let rows = self.x.chunks_exact_mut(DIMENSIONS);
        match self.added {
            None => rows.for_each(|row| self.norm.normalise(row)),
            Some((added, stride)) => {
                for (row, added) in rows.zip(added.chunks_exact(stride)) {
                    add(row, &added[..DIMENSIONS]);
                    self.norm.normalise(row);
                }
            }
        }
    }
}

#[inline(always)]
fn add(row: &mut [f32], added: &[f32]) {
    for (x, added) in row.iter_mut().zip(added) {
        *x += added;
    }
}

fn linear(
    tensors: &Tensors<'_>,
    name: &str,
    inputs: usize,
    outputs: usize,
) -> Result<Affine, ModelError> {
    let weights = tensors.get(&format!("{name}.weight"), &[outputs, inputs])?;
    let bias = tensors.get(&format!("{name}.bias"), &[outputs])?;
    Ok(affine(inputs, outputs, &weights, &bias))
}

fn affine(inputs: usize, outputs: usize, weights: &[f32], bias: &[f32]) -> Affine {
    Affine::new(outputs, inputs, weights, Some(bias)).expect("arrays have the shape asked for")
}
