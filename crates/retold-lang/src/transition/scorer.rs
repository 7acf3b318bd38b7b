//! The network behind a transition system, with its first layer computed beforehand.
//!
//! A state is described by the tokens in a few slots. The hidden layer is a maxout over the sum of what each token
//! contributes in its slot, and that is known once the token's vector is: one product for a whole batch
//! (the precomputed hidden layer of Chen and Manning 2014, *A fast and accurate dependency parser using neural
//! networks*). A decision then costs a few additions of vectors and one small product.
#![expect(
    clippy::inline_always,
    reason = "what runs on the vector unit must become one function"
)]

use pulp::{Arch, Simd, WithSimd};
use rustc_hash::FxHashMap;

use crate::error::ModelError;
use crate::network::{Affine, Packed, max_of_pieces, piece_major};
use crate::thinc::ThincModel;

/// Tokens whose contributions are computed ahead, and kept; a document that is longer slides through.
const WINDOW: usize = 256;

/// Tokens of a batch for whose reduced vectors memory is kept.
const COMMON_TOKENS: usize = 4096;

/// Contributions of tokens outside the window that are kept at once.
const FAR_TOKENS: usize = 2048;

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
    /// From the hidden layer to the scores of the classes.
    upper: Packed,
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
        let upper = Packed::single(
            hidden,
            classes,
            |class, input| weights[class * hidden + input],
            |class| upper_bias[class],
        );
        Ok(Self {
            reduce,
            lower,
            hidden,
            maps,
            empty: all.iter().map(|&map| pad[map]).collect(),
            lower_bias: order.iter().map(|&map| lower_bias[map]).collect(),
            upper,
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
        contributions.prepare(self, tokens);
        let parts: [&[f32]; SLOTS] = std::array::from_fn(|slot| {
            let contribution = match tokens[slot] {
                Some(token) => contributions.of(self, token),
                None => &self.empty,
            };
            &contribution[slot * self.maps..(slot + 1) * self.maps]
        });
        scores.resize(self.maps + self.hidden + self.upper.row_stride(), 0.0);
        let (sums, rest) = scores.split_at_mut(self.maps);
        let (hidden, scores) = rest.split_at_mut(self.hidden);
        Arch::new().dispatch(HiddenLayer {
            parts,
            bias: &self.lower_bias,
            sums,
            result: hidden,
        });
        self.upper.rows(hidden, 0, 1, scores);
        &scores[..self.classes]
    }
}

/// The hidden layer of a state.
struct HiddenLayer<'a, const SLOTS: usize> {
    parts: [&'a [f32]; SLOTS],
    bias: &'a [f32],
    sums: &'a mut [f32],
    result: &'a mut [f32],
}

impl<const SLOTS: usize> WithSimd for HiddenLayer<'_, SLOTS> {
    type Output = ();

    /// Plain loops: inside a dispatch they are compiled for the vector unit.
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        self.sums.copy_from_slice(self.parts[0]);
        for part in &self.parts[1..] {
            for (sum, x) in self.sums.iter_mut().zip(*part) {
                *sum += x;
            }
        }
        max_of_pieces(self.sums, self.bias, self.result);
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
    far: FxHashMap<u32, Vec<f32>>,
    tokens: usize,
    room: Vec<f32>,
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
        scorer.reduce.rows(vectors, width, count, &mut self.room);
        for row in self.room.chunks_exact(scorer.reduce.row_stride()) {
            self.reduced.extend_from_slice(&row[..reduced]);
        }
        self.tokens += count;
    }

    /// Gives back the memory of an uncommonly long document.
    pub(crate) fn shrink(&mut self) {
        self.clear();
        self.reduced.shrink_to(COMMON_TOKENS * 64);
    }

    /// Computes the window that begins at token `start`; what the window before has of it stays.
    fn fill(&mut self, scorer: &Scorer, start: usize) {
        let (reduced, width) = (scorer.reduce.outputs(), scorer.lower.row_stride());
        let end = (start + WINDOW).min(self.tokens);
        let known = if start < self.start {
            start
        } else {
            self.end.clamp(start, end)
        };
        self.rows.resize(WINDOW * width, 0.0);
        if known > start {
            let kept = (start - self.start) * width..(known - self.start) * width;
            self.rows.copy_within(kept, 0);
        }
        (self.start, self.end) = (start, end);
        let inputs = &self.reduced[known * reduced..end * reduced];
        let rows = &mut self.rows[(known - start) * width..];
        scorer.lower.rows_into(inputs, reduced, end - known, rows);
    }

    /// Begins a document whose tokens have numbers from `first` on: what fits the window is computed at once.
    pub(crate) fn begin(&mut self, scorer: &Scorer, first: u32, count: u32) {
        let (first, count) = (first as usize, count as usize);
        if self.end < first + count.min(WINDOW) {
            self.fill(scorer, first);
        }
    }

    /// Makes sure that the contributions of the tokens of one state are there.
    fn prepare<const SLOTS: usize>(&mut self, scorer: &Scorer, tokens: [Option<u32>; SLOTS]) {
        let Some(last) = tokens.iter().flatten().max() else {
            return;
        };
        if *last as usize >= self.end {
            // States look at most one token ahead: half a window stays behind, for what stands on the stack.
            self.fill(scorer, (*last as usize).saturating_sub(WINDOW / 2));
        }
        if self.far.len() + SLOTS > FAR_TOKENS {
            self.far.clear();
        }
        let reduced = scorer.reduce.outputs();
        for &token in tokens
            .iter()
            .flatten()
            .filter(|token| (**token as usize) < self.start)
        {
            let index = token as usize;
            let vector = &self.reduced[index * reduced..(index + 1) * reduced];
            self.far.entry(token).or_insert_with(|| {
                let mut row = Vec::new();
                scorer.lower.rows(vector, reduced, 1, &mut row);
                row
            });
        }
    }

    /// The contributions of a token, for all slots side by side.
    fn of(&self, scorer: &Scorer, token: u32) -> &[f32] {
        let index = token as usize;
        if index < self.start {
            return &self.far[&token];
        }
        let width = scorer.lower.row_stride();
        &self.rows[(index - self.start) * width..][..width]
    }
}
