//! A maxout layer whose input is put together of parts that come again and again, such as a word's prefix.
//!
//! The layer is linear up to its maxima: what a part contributes to them is computed once and kept ([`Kept`]), and a row
//! is the sum of some contributions. The sum is taken in the order of the parts, so a row does not depend on what was kept.

use pulp::{Arch, Simd, WithSimd};
use rustc_hash::FxHashMap;

use super::{Affine, MaxoutLayer, Norm, piece_major};

/// Contributions that are kept of one kind; more than the keys of a call of [`Kept::place`].
const MAX_KEPT: usize = 2048;

/// A maxout layer with layer norm after it, over the sum of contributions.
#[derive(Debug)]
pub(crate) struct Summed {
    width: usize,
    bias: Vec<f32>,
    norm: Norm,
}

impl Summed {
    /// The parts of the input have `parts` numbers each; the matrices give what each contributes.
    ///
    /// `None` if the parts do not make up the input.
    pub(crate) fn new(layer: &MaxoutLayer<'_>, parts: &[usize]) -> Option<(Self, Vec<Matrix>)> {
        let [width, pieces, inputs] = layer.shape;
        if parts.iter().sum::<usize>() != inputs {
            return None;
        }
        let order = piece_major(width, pieces);
        let mut start = 0;
        let mut matrices = Vec::with_capacity(parts.len());
        for &part in parts {
            let rows = order
                .iter()
                .map(|&row| &layer.weights[row * inputs + start..][..part]);
            matrices.push(Matrix {
                inputs: part,
                weights: rows.flatten().copied().collect(),
            });
            start += part;
        }
        let summed = Self {
            width,
            bias: order.iter().map(|&output| layer.bias[output]).collect(),
            norm: Norm::new(layer.gain, layer.shift),
        };
        Some((summed, matrices))
    }

    /// Numbers in a contribution.
    pub(crate) fn contribution(&self) -> usize {
        self.bias.len()
    }

    /// Numbers in a row that comes out.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Appends `count` rows to `results`: each the layer's result for the sum of the contributions that `parts` puts
    /// into a list.
    pub(crate) fn rows<'c>(
        &self,
        count: usize,
        parts: impl FnMut(usize, &mut Vec<&'c [f32]>),
        results: &mut Vec<f32>,
    ) {
        Arch::new().dispatch(Rows {
            layer: self,
            count,
            parts,
            results,
        });
    }
}

struct Rows<'l, P> {
    layer: &'l Summed,
    count: usize,
    parts: P,
    results: &'l mut Vec<f32>,
}

impl<'c, P: FnMut(usize, &mut Vec<&'c [f32]>)> WithSimd for Rows<'_, P> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let Summed { width, norm, .. } = self.layer;
        let start = self.results.len();
        self.results.resize(start + self.count * width, 0.0);
        let mut parts = Vec::new();
        for (number, row) in self.results[start..].chunks_exact_mut(*width).enumerate() {
            parts.clear();
            (self.parts)(number, &mut parts);
            self.layer.largest(simd, &parts, row);
            norm.apply(simd, row);
        }
    }
}

impl Summed {
    /// For each output the largest of its pieces, over the sum of `parts`.
    #[inline(always)]
    fn largest<S: Simd>(&self, simd: S, parts: &[&[f32]], row: &mut [f32]) {
        let whole = self.width / S::F32_LANES * S::F32_LANES;
        for output in (0..whole).step_by(S::F32_LANES) {
            let mut largest = simd.splat_f32s(f32::NEG_INFINITY);
            for piece in (output..self.bias.len()).step_by(self.width) {
                let vector = |row: &[f32]| S::as_simd_f32s(&row[piece..piece + S::F32_LANES]).0[0];
                let mut sum = vector(&self.bias);
                for part in parts {
                    sum = simd.add_f32s(sum, vector(part));
                }
                largest = simd.max_f32s(largest, sum);
            }
            S::as_mut_simd_f32s(&mut row[output..output + S::F32_LANES]).0[0] = largest;
        }
        for output in whole..self.width {
            let pieces = (output..self.bias.len()).step_by(self.width);
            let sums = pieces.map(|piece| {
                let parts = parts.iter().map(|part| part[piece]);
                parts.fold(self.bias[piece], |sum, x| sum + x)
            });
            row[output] = sums.fold(f32::NEG_INFINITY, f32::max);
        }
    }
}

/// What a part of the input contributes: the pieces apart.
#[derive(Debug)]
pub(crate) struct Matrix {
    inputs: usize,
    weights: Vec<f32>,
}

impl Matrix {
    /// The map by one matrix, or by several of one input whose results stand side by side.
    ///
    /// `None` if they are not of one input.
    pub(crate) fn map(matrices: &[Self]) -> Option<Affine> {
        let inputs = matrices.first()?.inputs;
        if matrices.iter().any(|matrix| matrix.inputs != inputs) {
            return None;
        }
        let weights = matrices.iter().flat_map(|matrix| &matrix.weights);
        let weights: Vec<f32> = weights.copied().collect();
        Affine::new(weights.len().checked_div(inputs)?, inputs, &weights, None)
    }
}

/// Rows by what they are computed from: a bounded number of them.
#[derive(Default)]
pub(crate) struct Kept {
    row_of: FxHashMap<u64, u32>,
    /// Room for all that are kept at once, and how many of them there are.
    rows: Vec<f32>,
    computed: usize,
}

impl Kept {
    /// Forgets all rows.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Gives the row of each of `keys` a place, and puts those that must be computed to `missing`, in the order of their
    /// rows: the caller computes them next ([`Self::extend`]). If too many are kept, all others are forgotten.
    pub(crate) fn place(
        &mut self,
        keys: &(impl Iterator<Item = u64> + Clone),
        places: &mut Vec<u32>,
        missing: &mut Vec<u64>,
    ) {
        for is_last in [false, true] {
            places.clear();
            missing.clear();
            for key in keys.clone() {
                let next = u32::try_from(self.row_of.len()).expect("few are kept");
                places.push(*self.row_of.entry(key).or_insert_with(|| {
                    missing.push(key);
                    next
                }));
            }
            if is_last || self.row_of.len() <= MAX_KEPT {
                return;
            }
            self.row_of.clear();
            self.computed = 0;
        }
    }

    /// Keeps the next rows: what `map` makes of the rows of `inputs`.
    pub(crate) fn extend(&mut self, map: &Affine, inputs: &[f32]) {
        let width = map.row_stride();
        let count = inputs.len() / map.inputs();
        let end = (self.computed + count) * width;
        if self.rows.len() < end {
            self.rows.resize(end.max(MAX_KEPT * width), 0.0);
        }
        map.rows_into(
            inputs,
            map.inputs(),
            count,
            &mut self.rows[self.computed * width..],
        );
        self.computed += count;
    }

    /// The row at a place.
    pub(crate) fn row(&self, place: u32, map: &Affine) -> &[f32] {
        &self.rows[place as usize * map.row_stride()..][..map.outputs()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whole numbers, so that every order of summation gives the same.
    #[test]
    fn sums_of_parts_are_the_layer_of_the_whole() {
        let number = |n: usize| f32::from(u16::try_from(n * 31 % 19).unwrap()) - 9.0;
        let (width, pieces, parts) = (5, 3, [2, 4]);
        let weights: Vec<f32> = (0..width * pieces * 6).map(number).collect();
        let bias: Vec<f32> = (0..width * pieces).map(|n| number(n + 3)).collect();
        let (gain, shift) = (vec![2.0; width], vec![1.0; width]);
        let layer = MaxoutLayer::new([width, pieces, 6], &weights, &bias, &gain, &shift);
        let (summed, matrices) = Summed::new(&layer.unwrap(), &parts).unwrap();

        let rows: Vec<f32> = (0..3 * 6).map(|n| number(n + 7)).collect();
        let expected = rows.chunks_exact(6).flat_map(|row| {
            let map = |output: usize| -> f32 {
                let weights = &weights[output * 6..][..6];
                bias[output]
                    + weights
                        .iter()
                        .zip(row)
                        .map(|(weight, x)| weight * x)
                        .sum::<f32>()
            };
            let largest = |output| {
                (0..pieces)
                    .map(|piece| map(output * pieces + piece))
                    .fold(f32::MIN, f32::max)
            };
            let mut row: Vec<f32> = (0..width).map(largest).collect();
            let mean = row.iter().sum::<f32>() / 5.0;
            let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / 5.0;
            for x in &mut row {
                *x = (*x - mean) / variance.sqrt() * 2.0 + 1.0;
            }
            row
        });
        let mut kept = [Kept::default(), Kept::default()];
        let maps = matrices
            .chunks(1)
            .map(|matrix| Matrix::map(matrix).unwrap());
        let maps: Vec<Affine> = maps.collect();
        let (mut places, mut missing) = (Vec::new(), Vec::new());
        for (kept, (map, range)) in kept.iter_mut().zip(maps.iter().zip([0..2, 2..6])) {
            kept.place(&(0..3), &mut places, &mut missing);
            let inputs: Vec<f32> = missing
                .iter()
                .flat_map(|&row| &rows[usize::try_from(row).unwrap() * 6..][range.clone()])
                .copied()
                .collect();
            kept.extend(map, &inputs);
            kept.place(&(0..3), &mut places, &mut missing);
            assert_eq!((&*places, &*missing), (&[0, 1, 2][..], &[][..]));
        }
        let mut found = Vec::new();
        let parts = |row: usize, parts: &mut Vec<_>| {
            let place = u32::try_from(row).unwrap();
            parts.extend(
                kept.iter()
                    .zip(&maps)
                    .map(|(kept, map)| kept.row(place, map)),
            );
        };
        summed.rows(3, parts, &mut found);
        let expected: Vec<f32> = expected.collect();
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(&expected) {
            assert!((found - expected).abs() < 1e-5, "{found} {expected}");
        }
    }

    #[test]
    fn forgets_all_when_too_many_are_kept() {
        let mut kept = Kept::default();
        let (mut places, mut missing) = (Vec::new(), Vec::new());
        let most = MAX_KEPT as u64;
        kept.place(&(0..most), &mut places, &mut missing);
        kept.place(&[7, most].into_iter(), &mut places, &mut missing);
        assert_eq!((&*places, &*missing), (&[0, 1][..], &[7, most][..]));
    }

    #[test]
    fn err_parts_that_do_not_make_the_input() {
        let layer = MaxoutLayer::new([1, 1, 3], &[0.0; 3], &[0.0], &[1.0], &[0.0]).unwrap();
        assert!(Summed::new(&layer, &[1, 2]).is_some());
        assert!(Summed::new(&layer, &[1, 1]).is_none());
        assert!(MaxoutLayer::new([1, 1, 3], &[0.0; 2], &[0.0], &[1.0], &[0.0]).is_none());
    }
}
