//! A maxout layer that looks at each row and its two neighbours, at half the products.
//!
//! Four rows that follow each other need twelve products of a row with a third of the weights. Seen as polynomials, rows
//! and weights can be multiplied by their values at some points: at five of them and at infinity, which is six products
//! (S. Winograd, *Arithmetic Complexity of Computations*, 1980; for networks A. Lavin and S. Gray, *Fast Algorithms for
//! Convolutional Neural Networks*, CVPR 2016). The values of the weights are computed when the model is loaded. The points
//! 0, 1, -1, 1/2 and -2 keep the numbers nearest to the exact ones (B. Barabasz et al., *Error Analysis and Improving the
//! Accuracy of Winograd Convolution for Deep Neural Networks*, 2020): about three times as far from them as plain sums are.
//!
//! What a row gets may depend, by rounding, on where it stands in its four and on all six rows that these look at.

use pulp::{Arch, Simd, WithSimd};

use super::product::{Packed, VECTORS, block};
use super::{MaxoutLayer, Norm, add};

/// Rows that are computed together; they begin at multiples of it.
pub(crate) const GROUP: usize = 4;

/// Rows that a group looks at: its own, and one before and behind.
const SEEN: usize = GROUP + 2;

/// Blocks of groups that meet a tile of the weights while it is in the first cache.
const PASSES: usize = 2;

/// How the third of the weights for the row before, the row itself and the row behind count at each point.
const WEIGHTS_AT: [[f64; 3]; SEEN] = [
    [1.0, 0.0, 0.0],
    [1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0],
    [-1.0 / 3.0, 1.0 / 3.0, -1.0 / 3.0],
    [-16.0 / 15.0, -8.0 / 15.0, -4.0 / 15.0],
    [1.0 / 15.0, -2.0 / 15.0, 4.0 / 15.0],
    [0.0, 0.0, 1.0],
];

/// The point whose product goes into all rows as it is: the bias comes in there.
const ONE: usize = 1;

/// The layer: a row and its neighbours in, what is to be added to the row out.
#[derive(Debug)]
pub(crate) struct Window {
    width: usize,
    pieces: usize,
    /// For each point the weights there.
    points: [Packed; SEEN],
    norm: Norm,
}

/// Room for a layer's results on the way.
#[derive(Default)]
pub(crate) struct Room {
    groups: Vec<u32>,
    values: Vec<f32>,
    products: Vec<f32>,
    results: Vec<f32>,
}

impl Window {
    /// `None` if the layer does not map three rows to one, or has more pieces than three.
    pub(crate) fn new(layer: &MaxoutLayer<'_>) -> Option<Self> {
        let [width, pieces, inputs] = layer.shape;
        if inputs != width.checked_mul(3)? || !(1..=VECTORS).contains(&pieces) {
            return None;
        }
        let points = std::array::from_fn(|point| {
            let weight = |row: usize, input: usize| {
                let row = &layer.weights[row * inputs..][..inputs];
                let thirds = WEIGHTS_AT[point].iter().zip(row.chunks_exact(width));
                let sum: f64 = thirds
                    .map(|(part, third)| part * f64::from(third[input]))
                    .sum();
                #[expect(clippy::cast_possible_truncation, reason = "rounded once")]
                let weight = sum as f32;
                weight
            };
            let bias = |row: usize| if point == ONE { layer.bias[row] } else { 0.0 };
            Packed::pieces(width, width, pieces, weight, bias).expect("the pieces fit a tile")
        });
        Some(Self {
            width,
            pieces,
            points,
            norm: Norm::new(layer.gain, layer.shift),
        })
    }

    /// Numbers in a row.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Adds to some rows of `x` what the layer makes of each and its two neighbours. Row number 0 of `rows`, which ascend,
    /// is the second of `x`, and `x` has a row behind the last whole group. Returns the floating point operations of the
    /// products.
    ///
    /// # Panics
    /// If `x` is too short.
    pub(crate) fn add_to(&self, x: &mut [f32], rows: &[u32], room: &mut Room) -> u64 {
        let Room {
            groups,
            values,
            products,
            results,
        } = room;
        let group = u32::try_from(GROUP).expect("a few rows");
        groups.clear();
        groups.extend(rows.iter().map(|row| row / group));
        groups.dedup();
        results.resize(groups.len() * GROUP * self.width, 0.0);
        let arch = Arch::new();
        arch.dispatch(OfGroups {
            layer: self,
            x,
            groups,
            values,
            products,
            results,
        });
        arch.dispatch(Sums {
            x,
            width: self.width,
            rows,
            groups,
            results,
        });
        let count = (SEEN * groups.len()) as u64;
        count * 2 * (self.width * self.width * self.pieces) as u64
    }
}

/// The results of some groups.
struct OfGroups<'a> {
    layer: &'a Window,
    x: &'a [f32],
    groups: &'a [u32],
    /// For a block of groups what the rows that they look at are at the points.
    values: &'a mut Vec<f32>,
    /// Their products with a tile of the weights there.
    products: &'a mut Vec<f32>,
    results: &'a mut [f32],
}

impl WithSimd for OfGroups<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        match self.layer.pieces {
            1 => self.blocks::<S, 1>(simd),
            2 => self.blocks::<S, 2>(simd),
            _ => self.blocks::<S, VECTORS>(simd),
        }
        for row in self.results.chunks_exact_mut(self.layer.width) {
            self.layer.norm.apply(simd, row);
        }
    }
}

impl OfGroups<'_> {
    /// What remains of many groups is done together with some of those before it, again: a block costs little more than a
    /// group.
    #[inline(always)]
    fn blocks<S: Simd, const V: usize>(&mut self, simd: S) {
        let count = self.groups.len();
        let mut first = 0;
        if S::F32_LANES >= 16 && count >= 8 {
            while first + 8 * PASSES <= count {
                self.block::<S, V, 8, PASSES>(simd, first);
                first += 8 * PASSES;
            }
            while first < count {
                self.block::<S, V, 8, 1>(simd, first.min(count - 8));
                first += 8;
            }
        }
        if count >= 4 {
            while first < count {
                self.block::<S, V, 4, 1>(simd, first.min(count - 4));
                first += 4;
            }
        }
        while first < count {
            self.block::<S, V, 1, 1>(simd, first);
            first += 1;
        }
    }

    /// The results of `P` times `R` groups, from number `first` on.
    #[inline(always)]
    fn block<S: Simd, const V: usize, const R: usize, const P: usize>(
        &mut self,
        simd: S,
        first: usize,
    ) {
        let width = self.layer.width;
        self.values.resize(SEEN * P * R * width, 0.0);
        for (r, &group) in self.groups[first..first + P * R].iter().enumerate() {
            let seen = &self.x[group as usize * GROUP * width..][..SEEN * width];
            for start in (0..width).step_by(S::F32_LANES) {
                let end = (start + S::F32_LANES).min(width);
                let mut rows = [simd.splat_f32s(0.0); SEEN];
                for (row, seen) in rows.iter_mut().zip(seen.chunks_exact(width)) {
                    *row = simd.partial_load_f32s(&seen[start..end]);
                }
                for (point, value) in values(simd, rows).into_iter().enumerate() {
                    let row = &mut self.values[(point * P * R + r) * width..];
                    simd.partial_store_f32s(&mut row[start..end], value);
                }
            }
        }
        let tile = V * S::F32_LANES;
        self.products.resize(SEEN * P * R * tile, 0.0);
        let mut tiles = self.layer.points.each_ref().map(Packed::tiles::<S, V>);
        for start in (0..width).step_by(S::F32_LANES) {
            for (point, tiles) in tiles.iter_mut().enumerate() {
                let (weights, bias) = tiles.next().expect("a tile a vector of outputs");
                for pass in 0..P {
                    let at = (point * P + pass) * R;
                    let rows = &self.values[at * width..][..R * width];
                    let rows: [&[f32]; R] =
                        std::array::from_fn(|r| &rows[r * width..(r + 1) * width]);
                    let products = &mut self.products[at * tile..][..R * tile];
                    let products = S::as_mut_simd_f32s(products).0.as_chunks_mut::<V>().0;
                    products.copy_from_slice(&block(simd, rows, weights, bias));
                }
            }
            let end = (start + S::F32_LANES).min(width);
            let products = S::as_simd_f32s(&*self.products).0.as_chunks::<V>().0;
            for r in 0..P * R {
                let mut largest = [simd.splat_f32s(f32::NEG_INFINITY); GROUP];
                for piece in 0..V {
                    let mut of_piece = [simd.splat_f32s(0.0); SEEN];
                    for (point, product) in of_piece.iter_mut().enumerate() {
                        *product = products[point * P * R + r][piece];
                    }
                    let rows = rows(simd, of_piece);
                    for (largest, row) in largest.iter_mut().zip(rows) {
                        *largest = simd.max_f32s(*largest, row);
                    }
                }
                let results = &mut self.results[(first + r) * GROUP * width..];
                for (row, largest) in results.chunks_exact_mut(width).zip(largest) {
                    simd.partial_store_f32s(&mut row[start..end], largest);
                }
            }
        }
    }
}

/// The values of six rows at the points.
#[inline(always)]
fn values<S: Simd>(simd: S, rows: [S::f32s; SEEN]) -> [S::f32s; SEEN] {
    let [r0, r1, r2, r3, r4, r5] = rows;
    let (even, odd) = (simd.sub_f32s(r4, r2), simd.sub_f32s(r3, r1));
    let (sum, difference) = (simd.add_f32s(r3, r2), simd.sub_f32s(r3, r2));
    let three_halves = simd.splat_f32s(1.5);
    let (first, last) = (simd.sub_f32s(r0, r2), simd.sub_f32s(r5, r3));
    [
        simd.add_f32s(first, simd.mul_add_f32s(three_halves, odd, even)),
        simd.mul_add_f32s(three_halves, sum, simd.add_f32s(even, odd)),
        simd.mul_add_f32s(three_halves, difference, simd.sub_f32s(even, odd)),
        simd.mul_add_f32s(simd.splat_f32s(2.0), odd, even),
        simd.mul_add_f32s(simd.splat_f32s(-0.5), odd, even),
        simd.mul_add_f32s(three_halves, even, simd.sub_f32s(last, odd)),
    ]
}

/// The four rows of a group from the products at the points.
#[inline(always)]
fn rows<S: Simd>(simd: S, products: [S::f32s; SEEN]) -> [S::f32s; GROUP] {
    let [p0, p1, p2, p3, p4, p5] = products;
    let (sum, difference) = (simd.add_f32s(p1, p2), simd.sub_f32s(p1, p2));
    [
        with(simd, simd.add_f32s(p0, sum), (1.0, p3), (1.0, p4)),
        with(simd, difference, (0.5, p3), (-2.0, p4)),
        with(simd, sum, (0.25, p3), (4.0, p4)),
        with(simd, simd.add_f32s(p5, difference), (0.125, p3), (-8.0, p4)),
    ]
}

/// A sum with two more products in it.
#[inline(always)]
fn with<S: Simd>(simd: S, sum: S::f32s, one: (f32, S::f32s), other: (f32, S::f32s)) -> S::f32s {
    let sum = simd.mul_add_f32s(simd.splat_f32s(one.0), one.1, sum);
    simd.mul_add_f32s(simd.splat_f32s(other.0), other.1, sum)
}

/// Adds to some rows of `x` their results, which stand group by group.
struct Sums<'a> {
    x: &'a mut [f32],
    width: usize,
    rows: &'a [u32],
    groups: &'a [u32],
    results: &'a [f32],
}

impl WithSimd for Sums<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let width = self.width;
        let mut group = 0;
        for row in self.rows.iter().map(|&row| row as usize) {
            while self.groups[group] as usize != row / GROUP {
                group += 1;
            }
            let result = &self.results[(group * GROUP + row % GROUP) * width..][..width];
            add(simd, &mut self.x[(row + 1) * width..][..width], result);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the layer adds to each row, computed as it is defined.
    fn plain(layer: &MaxoutLayer<'_>, x: &[f32]) -> Vec<f64> {
        let [width, pieces, inputs] = layer.shape;
        let rows = x.windows(inputs).step_by(width);
        rows.flat_map(|seen| {
            let map = |row: usize| -> f64 {
                let weights = &layer.weights[row * inputs..][..inputs];
                let products = weights.iter().zip(seen);
                products
                    .map(|(&weight, &x)| f64::from(weight) * f64::from(x))
                    .sum::<f64>()
                    + f64::from(layer.bias[row])
            };
            let largest = |output: usize| {
                (0..pieces)
                    .map(|piece| map(output * pieces + piece))
                    .fold(f64::MIN, f64::max)
            };
            let row: Vec<f64> = (0..width).map(largest).collect();
            #[expect(clippy::cast_precision_loss, reason = "a few numbers")]
            let count = width as f64;
            let mean = row.iter().sum::<f64>() / count;
            let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count;
            let normed = move |(output, x): (usize, f64)| {
                (x - mean) / (variance + 1e-8).sqrt() * f64::from(layer.gain[output])
                    + f64::from(layer.shift[output])
            };
            row.into_iter().enumerate().map(normed).collect::<Vec<_>>()
        })
        .collect()
    }

    proptest! {
        #[test]
        fn rows_are_those_of_the_plain_layer(
            width in 8_usize..40,
            pieces in 1_usize..4,
            groups in 1_usize..80,
            seed in 0_u16..1000,
        ) {
            let number = |n: usize| f32::from(u16::try_from((n * 7919 + usize::from(seed) * 31) % 1009).unwrap()) / 504.5 - 1.0;
            let numbers = |count: usize, from: usize| (from..from + count).map(number).collect::<Vec<f32>>();
            let (weights, bias) = (numbers(width * pieces * 3 * width, 5), numbers(width * pieces, 3));
            let (gain, shift) = (numbers(width, 2), numbers(width, 1));
            let layer = MaxoutLayer::new([width, pieces, 3 * width], &weights, &bias, &gain, &shift).unwrap();
            let x = numbers((groups * GROUP + 2) * width, 11);
            let added = plain(&layer, &x);

            let rows: Vec<u32> = (0..u32::try_from(groups * GROUP).unwrap()).filter(|row| row % 7 != 3).collect();
            let (mut found, mut room) = (x.clone(), Room::default());
            let window = Window::new(&layer).unwrap();
            window.add_to(&mut found, &rows, &mut room);
            for (number, (found, before)) in found.chunks_exact(width).zip(x.chunks_exact(width)).enumerate() {
                let is_asked = number > 0 && rows.contains(&u32::try_from(number - 1).unwrap());
                if !is_asked {
                    prop_assert_eq!(found, before);
                    continue;
                }
                for (output, (found, before)) in found.iter().zip(before).enumerate() {
                    let expected = f64::from(*before) + added[(number - 1) * width + output];
                    prop_assert!((f64::from(*found) - expected).abs() < 2e-4, "{found} {expected}");
                }
            }

            // A group's rows are the same bits whatever is computed beside them.
            let mut alone = x;
            let last = u32::try_from((groups - 1) * GROUP).unwrap();
            window.add_to(&mut alone, &[last], &mut room);
            let start = (last as usize + 1) * width;
            let bits = |x: &[f32]| x[start..start + width].iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            if rows.contains(&last) {
                prop_assert_eq!(bits(&alone), bits(&found));
            }
        }
    }

    #[test]
    fn takes_the_larger_piece_and_norms_the_row() {
        // Of the first number x of a row itself. Output 0: max(x, -x); output 1: max(2x, x + 1).
        let mut weights = [0.0; 4 * 6];
        for (row, weight) in weights.chunks_exact_mut(6).zip([1.0, -1.0, 2.0, 1.0]) {
            row[2] = weight;
        }
        let bias = [0.0, 0.0, 0.0, 1.0];
        let layer = MaxoutLayer::new([2, 2, 6], &weights, &bias, &[1.0, 10.0], &[0.0, 5.0]);
        let layer = Window::new(&layer.unwrap()).unwrap();
        let mut x = [0.0; 12];
        (x[2], x[4]) = (-3.0, 5.0);
        layer.add_to(&mut x, &[0, 1], &mut Room::default());
        // Row 0: (3, -2), row 1: (5, 10): normed to (1, -1) and (-1, 1), then scaled and moved, and added.
        let expected = [
            0.0, 0.0, -2.0, -5.0, 4.0, 15.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
        ];
        for (found, expected) in x.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-4, "{x:?}");
        }
    }

    #[test]
    fn err_a_layer_of_other_rows() {
        let of = |weights: &[f32], inputs| {
            let layer = MaxoutLayer::new([1, 1, inputs], weights, &[0.0], &[1.0], &[0.0]);
            Window::new(&layer.unwrap()).is_none()
        };
        assert!(of(&[0.0; 2], 2));
        assert!(!of(&[0.0; 3], 3));
    }
}
