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

/// A matrix packed for [`Packed::rows`] and [`Packed::maxima_at`], with a bias.
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
const VECTORS: usize = 3;

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
        let mut weights = Vec::with_capacity(columns.len() * inputs);
        for tile in columns.chunks(vectors * lanes) {
            for input in 0..inputs {
                weights.extend(
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
            weights: Aligned::new(&weights),
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

    /// Packs `width` outputs of `pieces` columns each (column = output * pieces + piece) for [`Self::maxima_at`]: a tile
    /// holds all pieces of its outputs. `None` if there are more pieces than a tile can hold.
    pub(crate) fn pieces(
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

    /// Numbers in a row that goes in.
    pub(crate) fn inputs(&self) -> usize {
        self.inputs
    }

    /// Numbers from one row that [`Self::rows`] writes to the next: the outputs and some zeros.
    pub(crate) fn row_stride(&self) -> usize {
        self.bias.len()
    }

    /// Numbers from one row that [`Self::maxima_at`] writes to the next.
    pub(crate) fn maxima_stride(&self) -> usize {
        self.bias.len() / self.vectors
    }

    /// `y = x · W + b` for `count` rows; row `i` of `x` begins at `i * stride`, and rows may overlap.
    ///
    /// # Panics
    /// If `x` or `y` is too short.
    pub(crate) fn rows(&self, x: &[f32], stride: usize, count: usize, y: &mut [f32]) {
        self.arch.dispatch(Rows {
            packed: self,
            x,
            start: |row| row * stride,
            count,
            y,
            finish: Store,
        });
    }

    /// For the rows of `x` that begin at `starts`, and each output, the largest of its pieces.
    ///
    /// # Panics
    /// If `x` or `y` is too short.
    pub(crate) fn maxima_at(&self, x: &[f32], starts: &[u32], y: &mut [f32]) {
        self.arch.dispatch(Rows {
            packed: self,
            x,
            start: |row: usize| starts[row] as usize,
            count: starts.len(),
            y,
            finish: Largest,
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
    fn new(numbers: &[f32]) -> Self {
        /// Bytes of a cache line, which is the longest vector, too.
        const LINE: usize = 64;
        let room = LINE / size_of::<f32>();
        let mut aligned: Vec<f32> = Vec::with_capacity(numbers.len() + room);
        // Should the address not be known, the start is no worse than any other.
        let start = aligned.as_ptr().align_offset(LINE).min(room);
        aligned.resize(start, 0.0);
        aligned.extend_from_slice(numbers);
        Self {
            numbers: aligned,
            start,
        }
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

/// What becomes of the sums of a row in a tile.
trait Finish: Copy {
    /// Numbers written for a tile of so many vectors.
    fn width(vectors: usize, lanes: usize) -> usize;

    fn write<S: Simd, const V: usize>(self, simd: S, sums: [S::f32s; V], out: &mut [f32]);
}

/// All are kept.
#[derive(Clone, Copy)]
struct Store;

impl Finish for Store {
    fn width(vectors: usize, lanes: usize) -> usize {
        vectors * lanes
    }

    #[inline(always)]
    fn write<S: Simd, const V: usize>(self, _: S, sums: [S::f32s; V], out: &mut [f32]) {
        S::as_mut_simd_f32s(out).0.copy_from_slice(&sums);
    }
}

/// The largest of the vectors, lane by lane.
#[derive(Clone, Copy)]
struct Largest;

impl Finish for Largest {
    fn width(_: usize, lanes: usize) -> usize {
        lanes
    }

    #[inline(always)]
    fn write<S: Simd, const V: usize>(self, simd: S, sums: [S::f32s; V], out: &mut [f32]) {
        let mut largest = sums[0];
        for &sum in &sums[1..] {
            largest = simd.max_f32s(largest, sum);
        }
        S::as_mut_simd_f32s(out).0[0] = largest;
    }
}

struct Rows<'a, P, F> {
    packed: &'a Packed,
    x: &'a [f32],
    /// Where in `x` a row begins.
    start: P,
    count: usize,
    y: &'a mut [f32],
    finish: F,
}

impl<P: Fn(usize) -> usize, F: Finish> WithSimd for Rows<'_, P, F> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        match self.packed.vectors {
            1 => self.tiles::<S, 1>(simd),
            2 => self.tiles::<S, 2>(simd),
            SINGLE_VECTORS => self.tiles::<S, SINGLE_VECTORS>(simd),
            _ => self.tiles::<S, VECTORS>(simd),
        }
    }
}

impl<P: Fn(usize) -> usize, F: Finish> Rows<'_, P, F> {
    #[inline(always)]
    fn tiles<S: Simd, const V: usize>(&mut self, simd: S) {
        let width = V * S::F32_LANES;
        let tiles = self
            .packed
            .weights
            .get()
            .chunks_exact(width * self.packed.inputs);
        for (tile, (weights, bias)) in tiles.zip(self.packed.bias.chunks_exact(width)).enumerate() {
            let weights = S::as_simd_f32s(weights).0.as_chunks::<V>().0;
            let bias = &S::as_simd_f32s(bias).0.as_chunks::<V>().0[0];
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
        let rows: [&[f32]; R] = std::array::from_fn(|r| &self.x[(self.start)(row + r)..][..inputs]);
        let mut sums = [*bias; R];
        for (input, weights) in weights.iter().enumerate() {
            for r in 0..R {
                let x = simd.splat_f32s(rows[r][input]);
                for v in 0..V {
                    sums[r][v] = simd.mul_add_f32s(x, weights[v], sums[r][v]);
                }
            }
        }
        let width = F::width(V, S::F32_LANES);
        let tiles = self.packed.bias.len() / (V * S::F32_LANES);
        for (r, sums) in sums.into_iter().enumerate() {
            let at = (row + r) * tiles * width + tile * width;
            self.finish
                .write::<S, V>(simd, sums, &mut self.y[at..at + width]);
        }
    }
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

            for pieces in 1..=3 {
                let packed = Packed::pieces(inputs, outputs, pieces, weight, number).unwrap();
                let mut y = vec![0.0; count * packed.maxima_stride()];
                let mut starts: Vec<u32> = (0..count).map(|row| u32::try_from(row * stride).unwrap()).collect();
                packed.maxima_at(&x, &starts, &mut y);
                for row in 0..count {
                    for output in 0..outputs {
                        let largest = (0..pieces).map(|piece| expected(row, output * pieces + piece)).fold(f32::MIN, f32::max);
                        prop_assert_eq!((y[row * packed.maxima_stride() + output] + 0.0).to_bits(), (largest + 0.0).to_bits());
                    }
                }
                starts.reverse();
                let mut backwards = vec![0.0; y.len()];
                packed.maxima_at(&x, &starts, &mut backwards);
                let rows = backwards.chunks_exact(packed.maxima_stride());
                prop_assert_eq!(rows.rev().flatten().copied().collect::<Vec<f32>>(), y);
            }
        }
    }

    #[test]
    fn err_more_pieces_than_a_tile_holds() {
        assert!(Packed::pieces(1, 1, 4, |_, _| 0.0, |_| 0.0).is_none());
        assert!(Packed::pieces(1, 1, 0, |_, _| 0.0, |_| 0.0).is_none());
    }
}
