//! The layers that the pipelines are made of: affine maps, maxout, layer norm, over many rows at once.
//!
//! Rows are runs of a flat `f32` slice. Every product goes through one kernel ([`Affine::rows`]), so a row's result
//! does not depend on the rows beside it.

use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2, ShapeBuilder};

/// An affine map of rows: `y = x · W + b`.
#[derive(Clone, Debug)]
pub(crate) struct Affine {
    inputs: usize,
    outputs: usize,
    /// `inputs` rows of `outputs` numbers: transposed against the files, so that outputs lie side by side.
    weights: Vec<f32>,
    bias: Vec<f32>,
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
        if weights.len() != outputs.checked_mul(inputs)?
            || bias.is_some_and(|bias| bias.len() != outputs)
        {
            return None;
        }
        let mut turned = vec![0.0; weights.len()];
        for (to, &from) in order.iter().enumerate() {
            for (input, &weight) in weights
                .get(from * inputs..(from + 1) * inputs)?
                .iter()
                .enumerate()
            {
                turned[input * outputs + to] = weight;
            }
        }
        let bias = order
            .iter()
            .map(|&from| bias.map_or(0.0, |bias| bias[from]))
            .collect();
        Some(Self {
            inputs,
            outputs,
            weights: turned,
            bias,
        })
    }

    /// Numbers in a row that goes in.
    pub(crate) fn inputs(&self) -> usize {
        self.inputs
    }

    /// Numbers in a row that comes out.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Floating point operations for one row.
    pub(crate) fn operations(&self) -> u64 {
        2 * self.inputs as u64 * self.outputs as u64
    }

    /// The bias, a number for each output.
    pub(crate) fn bias(&self) -> &[f32] {
        &self.bias
    }

    /// Maps `count` rows of `x` to `y`, **without the bias**. Row `i` begins at `i * stride`; rows may overlap.
    ///
    /// # Panics
    /// If `x` or `y` is too short for `count` rows.
    pub(crate) fn rows(&self, x: &[f32], stride: usize, count: usize, y: &mut [f32]) {
        if count == 0 {
            return;
        }
        let x = &x[..(count - 1) * stride + self.inputs];
        let x = ArrayView2::from_shape((count, self.inputs).strides((stride, 1)), x)
            .expect("the slice was just cut to its rows");
        let weights = ArrayView2::from_shape((self.inputs, self.outputs), &self.weights)
            .expect("the constructor checked the size");
        let mut y =
            ArrayViewMut2::from_shape((count, self.outputs), &mut y[..count * self.outputs])
                .expect("the slice was just cut to its rows");
        general_mat_mul(1.0, &x, &weights, 0.0, &mut y);
    }

    /// Maps one row to `y`, without the bias, and without the set-up that a product of many rows needs.
    pub(crate) fn row(&self, x: &[f32], y: &mut [f32]) {
        let y = &mut y[..self.outputs];
        y.fill(0.0);
        for (&x, weights) in x[..self.inputs]
            .iter()
            .zip(self.weights.chunks_exact(self.outputs))
        {
            for (y, &weight) in y.iter_mut().zip(weights) {
                *y += x * weight;
            }
        }
    }
}

/// A maxout layer with layer norm after it: each output is the largest of some affine maps (Goodfellow et al. 2013,
/// *Maxout networks*), then the row is brought to mean 0 and variance 1, scaled and moved (Ba et al. 2016).
#[derive(Clone, Debug)]
pub(crate) struct Maxout {
    affine: Affine,
    width: usize,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Maxout {
    /// From weights of shape (width, pieces, inputs), bias (width, pieces), and the norm's gain and shift (width).
    ///
    /// `None` if the sizes do not fit.
    pub(crate) fn new(
        shape: [usize; 3],
        weights: &[f32],
        bias: &[f32],
        gain: &[f32],
        shift: &[f32],
    ) -> Option<Self> {
        let [width, pieces, inputs] = shape;
        if width == 0 || pieces == 0 || gain.len() != width || shift.len() != width {
            return None;
        }
        let affine = Affine::permuted(&piece_major(width, pieces), inputs, weights, Some(bias))?;
        Some(Self {
            affine,
            width,
            gain: gain.to_vec(),
            shift: shift.to_vec(),
        })
    }

    /// Numbers in a row that goes in.
    pub(crate) fn inputs(&self) -> usize {
        self.affine.inputs()
    }

    /// Numbers in a row that comes out.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Floating point operations of the product for one row.
    pub(crate) fn operations(&self) -> u64 {
        self.affine.operations()
    }

    /// The first half of the work: the affine maps of `count` rows of `x` (row `i` begins at `i * stride`), into
    /// `maps`. Two halves, so that the results may be written over the rows they come from.
    pub(crate) fn map(&self, x: &[f32], stride: usize, count: usize, maps: &mut Vec<f32>) {
        maps.resize(count * self.affine.outputs(), 0.0);
        self.affine.rows(x, stride, count, maps);
    }

    /// The second half: hands the result of each row of `maps` to `put(row number, result)`.
    pub(crate) fn finish(&self, maps: &[f32], mut put: impl FnMut(usize, &[f32])) {
        let mut result = vec![0.0; self.width];
        for (row, maps) in maps.chunks_exact(self.affine.outputs()).enumerate() {
            max_of_pieces(maps, self.affine.bias(), &mut result);
            self.normalise(&mut result);
            put(row, &result);
        }
    }

    fn normalise(&self, row: &mut [f32]) {
        /// Keeps a row of equal numbers from dividing by zero; the reference's value.
        const EPSILON: f32 = 1e-8;
        #[expect(clippy::cast_precision_loss, reason = "a width is a few hundred")]
        let width = row.len() as f32;
        let mean = sum(row) / width;
        for x in row.iter_mut() {
            *x -= mean;
        }
        let variance = sum_of_squares(row) / width + EPSILON;
        let scale = 1.0 / variance.sqrt();
        for ((x, gain), shift) in row.iter_mut().zip(&self.gain).zip(&self.shift) {
            *x = *x * scale * gain + shift;
        }
    }
}

/// The order that puts a matrix of (width, pieces) rows into pieces of `width` rows, so that the maxima of a row are
/// maxima of whole runs.
pub(crate) fn piece_major(width: usize, pieces: usize) -> Vec<usize> {
    (0..pieces)
        .flat_map(|piece| (0..width).map(move |output| output * pieces + piece))
        .collect()
}

/// `result[o]` = the largest over all pieces of `maps + bias`, both in piece-major order.
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

/// Sum in eight running parts: an order that processors add in at once, and the same on each of them.
fn sum(row: &[f32]) -> f32 {
    let mut parts = [0.0_f32; 8];
    let chunks = row.chunks_exact(8);
    let rest: f32 = chunks.remainder().iter().sum();
    for chunk in chunks {
        for (part, x) in parts.iter_mut().zip(chunk) {
            *part += x;
        }
    }
    fold(parts) + rest
}

fn sum_of_squares(row: &[f32]) -> f32 {
    let mut parts = [0.0_f32; 8];
    let chunks = row.chunks_exact(8);
    let rest: f32 = chunks.remainder().iter().map(|x| x * x).sum();
    for chunk in chunks {
        for (part, x) in parts.iter_mut().zip(chunk) {
            *part += x * x;
        }
    }
    fold(parts) + rest
}

fn fold(p: [f32; 8]) -> f32 {
    ((p[0] + p[1]) + (p[2] + p[3])) + ((p[4] + p[5]) + (p[6] + p[7]))
}

/// The number of the largest score, the first of equals; `None` for no scores.
pub(crate) fn best(scores: &[f32]) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (index, &score) in scores.iter().enumerate() {
        if best.is_none_or(|(_, top)| score > top) {
            best = Some((index, score));
        }
    }
    best.map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn affine_maps_rows_that_overlap() {
        // y = (x0 + 2 x1, 3 x0 + 4 x1); the bias is the caller's.
        let map = Affine::new(2, 2, &[1.0, 2.0, 3.0, 4.0], Some(&[100.0, 200.0])).unwrap();
        let mut y = [0.0; 4];
        map.rows(&[1.0, 2.0, 3.0], 1, 2, &mut y);
        assert_eq!(y, [5.0, 11.0, 8.0, 18.0]);
        let mut one = [0.0; 2];
        map.row(&[2.0, 3.0], &mut one);
        assert_eq!(one, [8.0, 18.0]);
        assert_eq!(map.bias(), [100.0, 200.0]);
    }

    #[test]
    fn err_sizes_that_do_not_fit() {
        assert!(Affine::new(2, 2, &[1.0, 2.0, 3.0], None).is_none());
        assert!(Affine::new(2, 1, &[1.0, 2.0], Some(&[1.0])).is_none());
        assert!(Maxout::new([2, 1, 1], &[1.0, 2.0], &[0.0, 0.0], &[1.0], &[0.0, 0.0]).is_none());
    }

    #[test]
    fn maxout_takes_the_larger_piece_and_norms_the_row() {
        // Output 0: max(x, -x); output 1: max(2x, x + 1).
        let layer = Maxout::new(
            [2, 2, 1],
            &[1.0, -1.0, 2.0, 1.0],
            &[0.0, 0.0, 0.0, 1.0],
            &[1.0, 10.0],
            &[0.0, 5.0],
        )
        .unwrap();
        let mut rows = Vec::new();
        let mut maps = Vec::new();
        layer.map(&[-3.0, 5.0], 1, 2, &mut maps);
        layer.finish(&maps, |row, result| rows.push((row, result.to_vec())));
        // Row 0: (3, -2), row 1: (5, 10): normed to (1, -1) and (-1, 1), then scaled and moved.
        assert_eq!(rows, [(0, vec![1.0, -5.0]), (1, vec![-1.0, 15.0])]);
    }

    #[test]
    fn best_takes_the_first_of_equals() {
        assert_eq!(best(&[1.0, 3.0, 3.0]), Some(1));
        assert_eq!(best(&[]), None);
    }
}
