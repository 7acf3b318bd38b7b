//! The network behind a transition system, with its first layer computed beforehand.
//!
//! A state is described by the tokens in a few slots. The hidden layer is a maxout over the sum of what each token
//! contributes in its slot, and that is known once the token's vector is: one product for a whole batch
//! (the precomputed hidden layer of Chen and Manning 2014, *A fast and accurate dependency parser using neural
//! networks*). A decision then costs a few additions of vectors and one small product.

use rustc_hash::FxHashMap;

use crate::error::ModelError;
use crate::network::{Affine, max_of_pieces, piece_major};
use crate::thinc::ThincModel;

/// Tokens whose contributions are computed ahead, and kept; a document that is longer slides through.
const WINDOW: usize = 1024;

/// Contributions of tokens outside the window that are kept at once.
const FAR_TOKENS: usize = 2048;

/// Scores are computed this many classes at a time, which is what the registers of a core hold.
const BLOCK: usize = 16;

/// The trained network of a parser or an entity recogniser.
pub(crate) struct Scorer {
    /// From the token vector to the hidden width.
    reduce: Affine,
    /// From there to the contributions of all slots side by side.
    lower: Affine,
    hidden: usize,
    /// Numbers that a token contributes in one slot: hidden width times pieces, pieces apart.
    maps: usize,
    /// What an empty slot contributes, for all slots.
    empty: Vec<f32>,
    lower_bias: Vec<f32>,
    /// Class scores: for each block of classes, for each hidden number, its weights.
    upper: Vec<f32>,
    upper_bias: Vec<f32>,
    classes: usize,
}

impl Scorer {
    /// Picks the network out of a model file and checks that it has `slots` slots and `classes` classes.
    pub(crate) fn from_model(
        model: &ThincModel,
        width: usize,
        slots: usize,
        classes: usize,
    ) -> Result<Self, ModelError> {
        let root = model.first("parser_model")?;
        let (lower, upper) = (
            model.referred(root, "lower")?,
            model.referred(root, "upper")?,
        );
        let reduce = model
            .named("linear")
            .find(|layer| !std::ptr::eq(*layer, upper))
            .ok_or_else(|| model.fault("has no layer `linear` beside the upper one"))?;
        let misfit = || model.fault("the sizes of the layers do not fit each other");

        let ([reduced, inputs], weights) = model.array(reduce, "W")?;
        let (_, bias) = model.array::<1>(reduce, "b")?;
        let reduce = Affine::new(reduced, inputs, weights, Some(bias)).ok_or_else(misfit)?;

        let ([lower_slots, hidden, pieces, lower_inputs], weights) = model.array(lower, "W")?;
        let (_, lower_bias) = model.array::<2>(lower, "b")?;
        let (_, pad) = model.array::<4>(lower, "pad")?;
        let maps = hidden * pieces;
        if inputs != width || lower_slots != slots || lower_inputs != reduced || maps == 0 {
            return Err(misfit());
        }
        let order = piece_major(hidden, pieces);
        let all: Vec<usize> = (0..slots)
            .flat_map(|slot| order.iter().map(move |&map| slot * maps + map))
            .collect();
        let lower = Affine::permuted(&all, lower_inputs, weights, None).ok_or_else(misfit)?;
        if pad.len() != slots * maps || lower_bias.len() != maps {
            return Err(misfit());
        }

        let ([upper_classes, upper_inputs], weights) = model.array(upper, "W")?;
        let (_, upper_bias) = model.array::<1>(upper, "b")?;
        if upper_classes != classes || upper_inputs != hidden || upper_bias.len() != classes {
            return Err(model.fault(format!(
                "scores {upper_classes} classes, the moves have {classes}"
            )));
        }
        let blocks = classes.div_ceil(BLOCK);
        let mut turned = vec![0.0; blocks * hidden * BLOCK];
        for (class, weights) in weights.chunks_exact(hidden).enumerate() {
            for (input, &weight) in weights.iter().enumerate() {
                turned[(class / BLOCK * hidden + input) * BLOCK + class % BLOCK] = weight;
            }
        }
        let mut upper_bias = upper_bias.to_vec();
        upper_bias.resize(blocks * BLOCK, 0.0);
        Ok(Self {
            reduce,
            lower,
            hidden,
            maps,
            empty: all.iter().map(|&map| pad[map]).collect(),
            lower_bias: order.iter().map(|&map| lower_bias[map]).collect(),
            upper: turned,
            upper_bias,
            classes,
        })
    }

    /// Floating point operations for a token before any decision.
    pub(crate) fn operations(&self) -> u64 {
        self.reduce.operations() + self.lower.operations()
    }

    /// The scores of all classes for a state whose slots hold `tokens` (numbers of the batch).
    pub(crate) fn scores<'s, const SLOTS: usize>(
        &self,
        contributions: &mut Contributions,
        tokens: [Option<u32>; SLOTS],
        scores: &'s mut Vec<f32>,
    ) -> &'s [f32] {
        let maps = self.maps;
        let mut sum = std::mem::take(&mut contributions.sum);
        sum.clear();
        sum.resize(maps + self.hidden, 0.0);
        let (sums, hidden) = sum.split_at_mut(maps);
        for (slot, token) in tokens.into_iter().enumerate() {
            let part = slot * maps..(slot + 1) * maps;
            let contribution = match token {
                Some(token) => &contributions.of(self, token)[part],
                None => &self.empty[part],
            };
            for (sum, x) in sums.iter_mut().zip(contribution) {
                *sum += x;
            }
        }
        max_of_pieces(sums, &self.lower_bias, hidden);
        scores.resize(self.upper_bias.len(), 0.0);
        let blocks = self
            .upper
            .chunks_exact(self.hidden * BLOCK)
            .zip(self.upper_bias.chunks_exact(BLOCK));
        for ((weights, bias), scores) in blocks.zip(scores.chunks_exact_mut(BLOCK)) {
            let mut block = [0.0_f32; BLOCK];
            for (weights, &x) in weights.chunks_exact(BLOCK).zip(&*hidden) {
                for (score, weight) in block.iter_mut().zip(weights) {
                    *score += x * weight;
                }
            }
            for ((score, sum), bias) in scores.iter_mut().zip(block).zip(bias) {
                *score = sum + bias;
            }
        }
        contributions.sum = sum;
        &scores[..self.classes]
    }
}

/// What the tokens of one batch contribute in every slot.
#[derive(Default)]
pub(crate) struct Contributions {
    /// The reduced vectors of all tokens.
    reduced: Vec<f32>,
    /// The tokens whose contributions are in `rows`.
    start: usize,
    end: usize,
    rows: Vec<f32>,
    far: FxHashMap<u32, Box<[f32]>>,
    tokens: usize,
    sum: Vec<f32>,
}

impl Contributions {
    /// Begins a batch without tokens.
    pub(crate) fn clear(&mut self) {
        self.reduced.clear();
        self.far.clear();
        self.tokens = 0;
        self.start = 0;
        self.end = 0;
    }

    /// Adds the tokens whose vectors are the rows of `vectors` to the batch.
    pub(crate) fn extend(&mut self, scorer: &Scorer, vectors: &[f32]) {
        let (width, reduced) = (scorer.reduce.inputs(), scorer.reduce.outputs());
        let count = vectors.len() / width;
        let from = self.reduced.len();
        self.reduced.resize(from + count * reduced, 0.0);
        scorer
            .reduce
            .rows(vectors, width, count, &mut self.reduced[from..]);
        for row in self.reduced[from..].chunks_exact_mut(reduced) {
            for (x, bias) in row.iter_mut().zip(scorer.reduce.bias()) {
                *x += bias;
            }
        }
        self.tokens += count;
    }

    /// Gives back the memory of an uncommonly long document.
    pub(crate) fn shrink(&mut self) {
        self.reduced.truncate(WINDOW * 64);
        self.reduced.shrink_to(WINDOW * 64);
    }

    /// Computes the window that begins at token `start`.
    fn fill(&mut self, scorer: &Scorer, start: usize) {
        let reduced = scorer.reduce.outputs();
        self.start = start;
        self.end = (start + WINDOW).min(self.tokens);
        let count = self.end - start;
        self.rows.resize(count * scorer.lower.outputs(), 0.0);
        let inputs = &self.reduced[start * reduced..self.end * reduced];
        scorer.lower.rows(inputs, reduced, count, &mut self.rows);
    }

    /// The contributions of a token, for all slots side by side.
    fn of(&mut self, scorer: &Scorer, token: u32) -> &[f32] {
        let index = token as usize;
        let width = scorer.lower.outputs();
        if index >= self.end {
            // States look at most one token ahead: half a window stays behind, for what stands on the stack.
            self.fill(scorer, index.saturating_sub(WINDOW / 2));
        }
        if index >= self.start {
            let at = (index - self.start) * width;
            return &self.rows[at..at + width];
        }
        if self.far.len() >= FAR_TOKENS {
            self.far.clear();
        }
        let reduced = scorer.reduce.outputs();
        let vector = &self.reduced[index * reduced..(index + 1) * reduced];
        self.far.entry(token).or_insert_with(|| {
            let mut row = vec![0.0; width].into_boxed_slice();
            scorer.lower.row(vector, &mut row);
            row
        })
    }
}
