//! The layers that the pipelines are made of: affine maps, maxout, layer norm, over many rows at once.
//!
//! Rows are runs of a flat `f32` slice. Every product goes through one kernel ([`product`]), so a row's result does not
//! depend on the rows beside it.
#![expect(
    clippy::inline_always,
    reason = "what runs on the vector unit must become one function"
)]

mod product;
mod summed;
mod window;

use pulp::Simd;

pub(crate) use self::product::Packed;
pub(crate) use self::summed::{Kept, Matrix, Summed};
pub(crate) use self::window::{GROUP, Room as WindowRoom, Window};

/// An affine map of rows: `y = x · W + b`.
#[derive(Debug)]
pub(crate) struct Affine {
    outputs: usize,
    packed: Packed,
}

impl Affine {
    /// From a matrix of `outputs` rows of `inputs` numbers, as the model files keep it. Without `bias` it is zero.
    ///
    /// `None` if the sizes do not fit.
    pub(crate) fn new(
        outputs: usize,
        inputs: usize,
        weights: &[f32],
        bias: Option<&[f32]>,
    ) -> Option<Self> {
        let order: Vec<usize> = (0..outputs).collect();
        Self::permuted(&order, inputs, weights, bias)
    }

    /// As [`Self::new`], with output number `i` being row `order[i]` of the matrix.
    pub(crate) fn permuted(
        order: &[usize],
        inputs: usize,
        weights: &[f32],
        bias: Option<&[f32]>,
    ) -> Option<Self> {
        let outputs = order.len();
        if inputs == 0
            || weights.len() != outputs.checked_mul(inputs)?
            || bias.is_some_and(|bias| bias.len() != outputs)
            || order.iter().any(|&row| row >= outputs)
        {
            return None;
        }
        let packed = Packed::plain(
            inputs,
            outputs,
            |output, input| weights[order[output] * inputs + input],
            |output| bias.map_or(0.0, |bias| bias[order[output]]),
        );
        Some(Self { outputs, packed })
    }

    /// Numbers in a row that goes in.
    pub(crate) fn inputs(&self) -> usize {
        self.packed.inputs()
    }

    /// Numbers in a row that comes out.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Numbers from one row that comes out to the next; those beyond the outputs are zeros.
    pub(crate) fn row_stride(&self) -> usize {
        self.packed.row_stride()
    }

    /// Floating point operations for one row.
    pub(crate) fn operations(&self) -> u64 {
        2 * self.inputs() as u64 * self.outputs as u64
    }

    /// Maps `count` rows of `x` to `y`. Row `i` of `x` begins at `i * stride`, and rows may overlap.
    ///
    /// # Panics
    /// If `x` is too short for `count` rows.
    pub(crate) fn rows(&self, x: &[f32], stride: usize, count: usize, y: &mut Vec<f32>) {
        y.resize(count * self.row_stride(), 0.0);
        self.rows_into(x, stride, count, y);
    }

    /// As [`Self::rows`], to the beginning of `y`.
    ///
    /// # Panics
    /// If `x` or `y` is too short.
    pub(crate) fn rows_into(&self, x: &[f32], stride: usize, count: usize, y: &mut [f32]) {
        self.packed.rows(x, stride, count, y);
    }
}

/// A maxout layer with layer norm after it, as the model files keep it: each output is the largest of some affine maps
/// (Goodfellow et al. 2013, *Maxout networks*), then the row is brought to mean 0 and variance 1, scaled and moved
/// (Ba et al. 2016).
pub(crate) struct MaxoutLayer<'m> {
    /// Width, pieces, inputs.
    shape: [usize; 3],
    weights: &'m [f32],
    bias: &'m [f32],
    gain: &'m [f32],
    shift: &'m [f32],
}

impl<'m> MaxoutLayer<'m> {
    /// From weights of shape (width, pieces, inputs), bias (width, pieces), and the norm's gain and shift (width).
    ///
    /// `None` if the sizes do not fit.
    pub(crate) fn new(
        shape: [usize; 3],
        weights: &'m [f32],
        bias: &'m [f32],
        gain: &'m [f32],
        shift: &'m [f32],
    ) -> Option<Self> {
        let [width, pieces, inputs] = shape;
        let outputs = width.checked_mul(pieces)?;
        if outputs == 0
            || inputs == 0
            || weights.len() != outputs.checked_mul(inputs)?
            || bias.len() != outputs
            || gain.len() != width
            || shift.len() != width
        {
            return None;
        }
        Some(Self {
            shape,
            weights,
            bias,
            gain,
            shift,
        })
    }
}

/// Layer norm of a row.
#[derive(Debug)]
struct Norm {
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Norm {
    fn new(gain: &[f32], shift: &[f32]) -> Self {
        Self {
            gain: gain.to_vec(),
            shift: shift.to_vec(),
        }
    }

    #[inline(always)]
    fn apply<S: Simd>(&self, simd: S, row: &mut [f32]) {
        /// Keeps a row of equal numbers from dividing by zero; the reference's value.
        const EPSILON: f32 = 1e-8;
        #[expect(clippy::cast_precision_loss, reason = "a width is a few hundred")]
        let count = row.len() as f32;
        let mean = sum(row, |x| x) / count;
        let (vectors, rest) = S::as_mut_simd_f32s(row);
        let means = simd.splat_f32s(mean);
        for x in vectors {
            *x = simd.sub_f32s(*x, means);
        }
        for x in rest {
            *x -= mean;
        }
        let variance = sum(row, |x| x * x) / count + EPSILON;
        let scale = 1.0 / variance.sqrt();
        let (vectors, rest) = S::as_mut_simd_f32s(row);
        let (gains, rest_of_gain) = S::as_simd_f32s(&self.gain);
        let (shifts, rest_of_shift) = S::as_simd_f32s(&self.shift);
        let scales = simd.splat_f32s(scale);
        for ((x, gain), shift) in vectors.iter_mut().zip(gains).zip(shifts) {
            let normed = simd.mul_f32s(*x, scales);
            *x = simd.add_f32s(simd.mul_f32s(normed, *gain), *shift);
        }
        for ((x, gain), shift) in rest.iter_mut().zip(rest_of_gain).zip(rest_of_shift) {
            *x = *x * scale * gain + shift;
        }
    }
}

/// Adds the numbers of a row to those of another.
#[inline(always)]
fn add<S: Simd>(simd: S, sums: &mut [f32], row: &[f32]) {
    let (vectors, rest) = S::as_mut_simd_f32s(sums);
    let (added, rest_added) = S::as_simd_f32s(row);
    for (sum, x) in vectors.iter_mut().zip(added) {
        *sum = simd.add_f32s(*sum, *x);
    }
    for (sum, x) in rest.iter_mut().zip(rest_added) {
        *sum += x;
    }
}

/// Sum in sixteen running parts, as the widest vector units add: the same result on each of them.
#[inline(always)]
pub(crate) fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut parts = [0.0_f32; 16];
    let (chunks, rest) = row.as_chunks::<16>();
    for chunk in chunks {
        for (part, &x) in parts.iter_mut().zip(chunk) {
            *part += of(x);
        }
    }
    let mut half = 8;
    while half > 0 {
        for index in 0..half {
            parts[index] += parts[index + half];
        }
        half /= 2;
    }
    rest.iter().fold(parts[0], |sum, &x| sum + of(x))
}

/// The order that puts a matrix of (width, pieces) rows into pieces of `width` rows, so that the maxima of a row are
/// maxima of whole runs.
pub(crate) fn piece_major(width: usize, pieces: usize) -> Vec<usize> {
    (0..pieces)
        .flat_map(|piece| (0..width).map(move |output| output * pieces + piece))
        .collect()
}

/// `result[o]` = the largest over all pieces of `maps + bias`, both in piece-major order.
#[inline(always)]
pub(crate) fn max_of_pieces(maps: &[f32], bias: &[f32], result: &mut [f32]) {
    let width = result.len();
    let mut pieces = maps.chunks_exact(width).zip(bias.chunks_exact(width));
    if let Some((maps, bias)) = pieces.next() {
        for ((result, map), bias) in result.iter_mut().zip(maps).zip(bias) {
            *result = map + bias;
        }
    }
    for (maps, bias) in pieces {
        for ((result, map), bias) in result.iter_mut().zip(maps).zip(bias) {
            let value = map + bias;
            *result = if value > *result { value } else { *result };
        }
    }
}

/// The number of the largest score, the first of equals; `None` for no scores. What is no number is never the largest.
#[inline(always)]
pub(crate) fn best(scores: &[f32]) -> Option<usize> {
    let mut tops = [f32::NEG_INFINITY; 16];
    let (chunks, rest) = scores.as_chunks::<16>();
    for chunk in chunks {
        for (top, &score) in tops.iter_mut().zip(chunk) {
            *top = if score > *top { score } else { *top };
        }
    }
    let top =
        tops.iter().chain(rest).fold(
            f32::NEG_INFINITY,
            |top, &score| {
                if score > top { score } else { top }
            },
        );
    scores
        .iter()
        .position(|&score| score >= top)
        .or((!scores.is_empty()).then_some(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn affine_maps_rows_that_overlap() {
        // y = (x0 + 2 x1 + 100, 3 x0 + 4 x1 + 200)
        let map = Affine::new(2, 2, &[1.0, 2.0, 3.0, 4.0], Some(&[100.0, 200.0])).unwrap();
        let mut y = Vec::new();
        map.rows(&[1.0, 2.0, 3.0], 1, 2, &mut y);
        let rows: Vec<&[f32]> = y
            .chunks_exact(map.row_stride())
            .map(|row| &row[..2])
            .collect();
        assert_eq!(rows, [[105.0, 211.0], [108.0, 218.0]]);
    }

    #[test]
    fn err_sizes_that_do_not_fit() {
        assert!(Affine::new(2, 2, &[1.0, 2.0, 3.0], None).is_none());
        assert!(Affine::new(2, 1, &[1.0, 2.0], Some(&[1.0])).is_none());
        assert!(
            MaxoutLayer::new([2, 1, 1], &[1.0, 2.0], &[0.0, 0.0], &[1.0], &[0.0, 0.0]).is_none()
        );
    }

    #[test]
    fn best_takes_the_first_of_equals() {
        assert_eq!(best(&[1.0, 3.0, 3.0]), Some(1));
        assert_eq!(best(&[]), None);
        let mut many = [f32::NAN; 40];
        assert_eq!(best(&many), Some(0));
        (many[21], many[30], many[38]) = (-1.0, 2.0, 2.0);
        assert_eq!(best(&many), Some(30));
    }
}
