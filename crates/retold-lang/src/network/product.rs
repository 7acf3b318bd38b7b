//! Products of many rows with a matrix, at the speed of the processor's vector unit.
//!
//! The matrix is packed when the model is loaded: cut into tiles of a few vectors of columns, each tile in the order in
//! which it is read. A tile meets a block of rows; their sums stay in registers over the whole length of a row (the inner
//! kernel of Goto and van de Geijn 2008, *Anatomy of high-performance matrix multiplication*; the outer blocking is not
//! needed, as these matrices are small). Each number is the sum in the order of the inputs, each step one fused
//! multiply-add: it does not depend on the rows beside it, nor on the width of the vector unit.
//!
//! The vector units are reached through `pulp`, which picks one at run time; nothing here is unsafe.
#![expect(
    clippy::inline_always,
    reason = "what runs on the vector unit must become one function"
)]

use pulp::{Arch, Simd, WithSimd};

/// A matrix packed for [`Packed::rows`], with a bias.
#[derive(Debug)]
pub(crate) struct Packed {
    arch: Arch,
    inputs: usize,
    /// Vectors of columns in a tile.
    vectors: usize,
    /// For each tile: for each input a run of `vectors * lanes` weights.
    weights: Aligned,
    /// For each tile a run of `vectors * lanes` numbers.
    bias: Vec<f32>,
}

/// Vectors of a tile for many rows: with the rows of a block they hide the latency of the multiply-add.
pub(super) const VECTORS: usize = 3;

/// Vectors of a tile for one row at a time, for the same reason.
const SINGLE_VECTORS: usize = 8;

impl Packed {
    /// Packs a matrix whose columns are given in the order in which they come out; `None` is a column of zeros.
    /// `weight(column, input)` and `bias(column)` tell the numbers. `vectors` columns of each lane stand in a tile.
    fn pack(
        inputs: usize,
        vectors: usize,
        columns: &[Option<usize>],
        weight: impl Fn(usize, usize) -> f32,
        bias: impl Fn(usize) -> f32,
    ) -> Self {
        let arch = Arch::new();
        let lanes = lanes(arch);
        let mut weights = Aligned::with_room(columns.len() * inputs);
        for tile in columns.chunks(vectors * lanes) {
            for input in 0..inputs {
                weights.numbers.extend(
                    tile.iter()
                        .map(|column| column.map_or(0.0, |column| weight(column, input))),
                );
            }
        }
        let bias = columns
            .iter()
            .map(|column| column.map_or(0.0, &bias))
            .collect();
        Self {
            arch,
            inputs,
            vectors,
            weights,
            bias,
        }
    }

    /// Packs the columns `0..outputs` for [`Self::rows`].
    pub(crate) fn plain(
        inputs: usize,
        outputs: usize,
        weight: impl Fn(usize, usize) -> f32,
        bias: impl Fn(usize) -> f32,
    ) -> Self {
        Self::pack(inputs, VECTORS, &padded(outputs, VECTORS), weight, bias)
    }

    /// As [`Self::plain`], for one row at a time.
    pub(crate) fn single(
        inputs: usize,
        outputs: usize,
        weight: impl Fn(usize, usize) -> f32,
        bias: impl Fn(usize) -> f32,
    ) -> Self {
        Self::pack(
            inputs,
            SINGLE_VECTORS,
            &padded(outputs, SINGLE_VECTORS),
            weight,
            bias,
        )
    }

    /// Packs `width` outputs of `pieces` columns each (column = output * pieces + piece): a tile holds all pieces of its
    /// outputs. `None` if there are more pieces than a tile can hold.
    pub(super) fn pieces(
        inputs: usize,
        width: usize,
        pieces: usize,
        weight: impl Fn(usize, usize) -> f32,
        bias: impl Fn(usize) -> f32,
    ) -> Option<Self> {
        if !(1..=VECTORS).contains(&pieces) {
            return None;
        }
        let lanes = lanes(Arch::new());
        let mut columns = Vec::new();
        for first in (0..width).step_by(lanes) {
            for piece in 0..pieces {
                let outputs = first..first + lanes;
                columns.extend(
                    outputs.map(|output| (output < width).then_some(output * pieces + piece)),
                );
            }
        }
        Some(Self::pack(inputs, pieces, &columns, weight, bias))
    }

    /// For each tile of `V` vectors the weights, for each input, and the bias.
    #[inline(always)]
    pub(super) fn tiles<S: Simd, const V: usize>(
        &self,
    ) -> impl ExactSizeIterator<Item = (&[[S::f32s; V]], &[S::f32s; V])> {
        let width = V * S::F32_LANES;
        let weights = self.weights.get().chunks_exact(width * self.inputs);
        let weights = weights.map(|tile| S::as_simd_f32s(tile).0.as_chunks::<V>().0);
        let biases = self.bias.chunks_exact(width);
        weights.zip(biases.map(|tile| &S::as_simd_f32s(tile).0.as_chunks::<V>().0[0]))
    }

    /// Numbers in a row that goes in.
    pub(crate) fn inputs(&self) -> usize {
        self.inputs
    }

    /// Numbers from one row that [`Self::rows`] writes to the next: the outputs and some zeros.
    pub(crate) fn row_stride(&self) -> usize {
        self.bias.len()
    }

    /// `y = x · W + b` for `count` rows; row `i` of `x` begins at `i * stride`, and rows may overlap.
    ///
    /// # Panics
    /// If `x` or `y` is too short.
    pub(crate) fn rows(&self, x: &[f32], stride: usize, count: usize, y: &mut [f32]) {
        self.arch.dispatch(Rows {
            packed: self,
            x,
            stride,
            count,
            y,
        });
    }
}

/// Numbers that begin at a cache line, so that no vector of them lies in two.
#[derive(Debug)]
struct Aligned {
    numbers: Vec<f32>,
    start: usize,
}

impl Aligned {
    /// None yet, with room for so many.
    fn with_room(count: usize) -> Self {
        /// Bytes of a cache line, which is the longest vector, too.
        const LINE: usize = 64;
        let room = LINE / size_of::<f32>();
        let mut numbers: Vec<f32> = Vec::with_capacity(count + room);
        // Should the address not be known, the start is no worse than any other.
        let start = numbers.as_ptr().align_offset(LINE).min(room);
        numbers.resize(start, 0.0);
        Self { numbers, start }
    }

    fn get(&self) -> &[f32] {
        &self.numbers[self.start..]
    }
}

/// The columns `0..outputs`, and zeros up to a whole number of tiles.
fn padded(outputs: usize, vectors: usize) -> Vec<Option<usize>> {
    let width = vectors * lanes(Arch::new());
    (0..outputs.div_ceil(width) * width)
        .map(|column| (column < outputs).then_some(column))
        .collect()
}

/// The numbers in a vector of this machine.
fn lanes(arch: Arch) -> usize {
    struct Lanes;

    impl WithSimd for Lanes {
        type Output = usize;

        #[inline(always)]
        fn with_simd<S: Simd>(self, _: S) -> usize {
            S::F32_LANES
        }
    }

    arch.dispatch(Lanes)
}

struct Rows<'a> {
    packed: &'a Packed,
    x: &'a [f32],
    /// From the beginning of a row of `x` to the next.
    stride: usize,
    count: usize,
    y: &'a mut [f32],
}

impl WithSimd for Rows<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        match self.packed.vectors {
            SINGLE_VECTORS => self.tiles::<S, SINGLE_VECTORS>(simd),
            _ => self.tiles::<S, VECTORS>(simd),
        }
    }
}

impl Rows<'_> {
    #[inline(always)]
    fn tiles<S: Simd, const V: usize>(&mut self, simd: S) {
        let packed = self.packed;
        for (tile, (weights, bias)) in packed.tiles::<S, V>().enumerate() {
            let mut row = 0;
            // As many rows as their sums, the weights and one input fill the registers: 32 of them, or 16. What remains
            // of many rows is done together with some of those before it, again: a block costs little more than a row.
            if V < SINGLE_VECTORS && S::F32_LANES >= 16 && self.count >= 8 {
                while row < self.count {
                    let first = row.min(self.count - 8);
                    self.block::<S, V, 8>(simd, tile, weights, bias, first);
                    row = first + 8;
                }
            }
            if V < SINGLE_VECTORS && self.count >= 4 {
                while row < self.count {
                    let first = row.min(self.count - 4);
                    self.block::<S, V, 4>(simd, tile, weights, bias, first);
                    row = first + 4;
                }
            }
            while row < self.count {
                self.block::<S, V, 1>(simd, tile, weights, bias, row);
                row += 1;
            }
        }
    }

    #[inline(always)]
    fn block<S: Simd, const V: usize, const R: usize>(
        &mut self,
        simd: S,
        tile: usize,
        weights: &[[S::f32s; V]],
        bias: &[S::f32s; V],
        row: usize,
    ) {
        let inputs = weights.len();
        let rows: [&[f32]; R] =
            std::array::from_fn(|r| &self.x[(row + r) * self.stride..][..inputs]);
        let sums = block(simd, rows, weights, bias);
        let width = V * S::F32_LANES;
        for (r, sums) in sums.into_iter().enumerate() {
            let at = (row + r) * self.packed.bias.len() + tile * width;
            S::as_mut_simd_f32s(&mut self.y[at..at + width])
                .0
                .copy_from_slice(&sums);
        }
    }
}

/// The products of some rows with the columns of a tile: as many rows as their sums, the weights and one input fill the
/// registers.
#[inline(always)]
pub(super) fn block<S: Simd, const V: usize, const R: usize>(
    simd: S,
    rows: [&[f32]; R],
    weights: &[[S::f32s; V]],
    bias: &[S::f32s; V],
) -> [[S::f32s; V]; R] {
    let inputs = weights.len();
    let mut x = rows;
    for x in &mut x {
        *x = &x[..inputs];
    }
    let mut sums = [*bias; R];
    for input in 0..inputs {
        let weights = &weights[input];
        for r in 0..R {
            let x = simd.splat_f32s(x[r][input]);
            for v in 0..V {
                sums[r][v] = simd.mul_add_f32s(x, weights[v], sums[r][v]);
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whole numbers, so that every order of summation gives the same.
        #[test]
        fn products_are_those_of_the_plain_loops(
            inputs in 1_usize..20,
            outputs in 1_usize..70,
            count in 0_usize..21,
            stride in 1_usize..9,
            seed in 0_u16..1000,
        ) {
            let number = |n: usize| f32::from(u16::try_from((n * 31 + usize::from(seed) * 7) % 19).unwrap()) - 9.0;
            let x: Vec<f32> = (0..count.max(1) * stride + inputs).map(number).collect();
            let weight = |column: usize, input: usize| number(column * 5 + input);
            let expected = |row: usize, column: usize| {
                number(column) + (0..inputs).map(|input| x[row * stride + input] * weight(column, input)).sum::<f32>()
            };

            for packed in [Packed::plain(inputs, outputs, weight, number), Packed::single(inputs, outputs, weight, number)] {
                let mut y = vec![0.0; count * packed.row_stride()];
                packed.rows(&x, stride, count, &mut y);
                for row in 0..count {
                    for column in 0..outputs {
                        let y = y[row * packed.row_stride() + column];
                        prop_assert_eq!((y + 0.0).to_bits(), (expected(row, column) + 0.0).to_bits());
                    }
                }
            }
        }
    }
}
