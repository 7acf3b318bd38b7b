//! What the pieces of one text take from each other: means of their values, weighted by how well their keys fit the
//! query (A. Vaswani et al., *Attention is all you need*, 2017).
#![expect(
    clippy::inline_always,
    reason = "what runs on the vector unit must become one function"
)]

use pulp::{Simd, WithSimd};

use super::DIMENSIONS;
use super::activation::softmax;

const HEADS: usize = 12;
/// Numbers of a query, a key and a value: two vectors of the widest vector unit.
pub(super) const HEAD: usize = DIMENSIONS / HEADS;

/// Attention within one text, on all heads. Quadratic in its pieces.
pub(super) struct Attention<'a> {
    /// A row a piece: the queries of all heads, their keys, their values.
    pub(super) rows: &'a [f32],
    /// Numbers from one row to the next.
    pub(super) stride: usize,
    /// Pieces of the text.
    pub(super) count: usize,
    /// A row of [`DIMENSIONS`] numbers a piece: what it takes.
    pub(super) taken: &'a mut [f32],
    pub(super) room: &'a mut Room,
}

/// Memory for the inner workings.
#[derive(Default)]
pub(super) struct Room {
    /// The keys of one head, a column each.
    keys: Vec<f32>,
    /// The scores of one head: a row a query, a column a key.
    scores: Vec<f32>,
}

impl WithSimd for Attention<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self {
            rows,
            stride,
            count,
            taken,
            room: Room { keys, scores },
        } = self;
        // A whole number of blocks of columns; what is in the columns over `count` is never read.
        let width = count.next_multiple_of(HEAD);
        keys.resize(HEAD * width, 0.0);
        scores.resize(count * width, 0.0);
        for head in 0..HEADS {
            let [queries, own_keys, values] =
                std::array::from_fn(|part| &rows[part * DIMENSIONS + head * HEAD..]);
            for (column, key) in own_keys.chunks(stride).take(count).enumerate() {
                for (row, &x) in key[..HEAD].iter().enumerate() {
                    keys[row * width + column] = x;
                }
            }
            let queries = Matrix(queries, stride);
            product(
                simd,
                count,
                HEAD,
                queries,
                Matrix(keys, width),
                scores,
                width,
                width,
            );
            for scores in scores.chunks_exact_mut(width) {
                softmax(&mut scores[..count]);
            }
            let weights = Matrix(scores, width);
            let taken = &mut taken[head * HEAD..];
            product(
                simd,
                count,
                count,
                weights,
                Matrix(values, stride),
                taken,
                DIMENSIONS,
                HEAD,
            );
        }
    }
}

/// Numbers in rows, and how many there are from one row to the next.
#[derive(Clone, Copy)]
struct Matrix<'a>(&'a [f32], usize);

/// `y = a · b`, `y` having `count` rows of `columns` numbers, a multiple of [`HEAD`], and `a` rows of `inner` numbers.
///
/// Each number is a sum in the order of the inner rows, each step one fused multiply-add, as in the products with packed
/// weights.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "the sizes of three matrices")]
fn product<S: Simd>(
    simd: S,
    count: usize,
    inner: usize,
    a: Matrix<'_>,
    b: Matrix<'_>,
    y: &mut [f32],
    y_stride: usize,
    columns: usize,
) {
    for column in (0..columns).step_by(2 * S::F32_LANES) {
        let b = Matrix(&b.0[column..], b.1);
        let mut row = 0;
        while row + 4 <= count {
            let a = Matrix(&a.0[row * a.1..], a.1);
            block::<S, 4>(
                simd,
                inner,
                a,
                b,
                &mut y[row * y_stride + column..],
                y_stride,
            );
            row += 4;
        }
        while row < count {
            let a = Matrix(&a.0[row * a.1..], a.1);
            block::<S, 1>(
                simd,
                inner,
                a,
                b,
                &mut y[row * y_stride + column..],
                y_stride,
            );
            row += 1;
        }
    }
}

/// The first `R` rows of a product, two vectors of each.
#[inline(always)]
fn block<S: Simd, const R: usize>(
    simd: S,
    inner: usize,
    a: Matrix<'_>,
    b: Matrix<'_>,
    y: &mut [f32],
    y_stride: usize,
) {
    let width = 2 * S::F32_LANES;
    let rows: [&[f32]; R] = std::array::from_fn(|r| &a.0[r * a.1..][..inner]);
    let mut sums = [[simd.splat_f32s(0.0); 2]; R];
    for i in 0..inner {
        let b = S::as_simd_f32s(&b.0[i * b.1..][..width]).0;
        for (row, sums) in rows.iter().zip(&mut sums) {
            let x = simd.splat_f32s(row[i]);
            sums[0] = simd.mul_add_f32s(x, b[0], sums[0]);
            sums[1] = simd.mul_add_f32s(x, b[1], sums[1]);
        }
    }
    for (r, sums) in sums.into_iter().enumerate() {
        S::as_mut_simd_f32s(&mut y[r * y_stride..][..width])
            .0
            .copy_from_slice(&sums);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the plain formula, in `f64`.
    #[test]
    fn pieces_take_what_fits_their_queries() {
        let mut room = Room::default();
        for count in [37, 1, 4, 33, 2] {
            let stride = 3 * DIMENSIONS + 5;
            let rows: Vec<f32> = (0..count * stride)
                .map(|n| f32::from(u16::try_from(n * 7919 % 1009).unwrap()) / 1009.0 - 0.4)
                .collect();
            let mut taken = vec![f32::NAN; count * DIMENSIONS];
            let mut narrow = taken.clone();
            pulp::Arch::new().dispatch(Attention {
                rows: &rows,
                stride,
                count,
                taken: &mut taken,
                room: &mut room,
            });
            let without_vectors = Attention {
                rows: &rows,
                stride,
                count,
                taken: &mut narrow,
                room: &mut room,
            };
            without_vectors.with_simd(pulp::Scalar);
            assert!(
                taken
                    .iter()
                    .zip(&narrow)
                    .all(|(a, b)| a.to_bits() == b.to_bits())
            );
            let number = |piece: usize, part: usize, at: usize| {
                f64::from(rows[piece * stride + part * DIMENSIONS + at])
            };
            for piece in 0..count {
                for head in 0..HEADS {
                    let of_head = head * HEAD..(head + 1) * HEAD;
                    let weights: Vec<f64> = (0..count)
                        .map(|key| {
                            let score = of_head
                                .clone()
                                .map(|at| number(piece, 0, at) * number(key, 1, at));
                            score.sum::<f64>().exp()
                        })
                        .collect();
                    for at in of_head {
                        let expected = (0..count)
                            .map(|key| weights[key] * number(key, 2, at))
                            .sum::<f64>()
                            / weights.iter().sum::<f64>();
                        let found = f64::from(taken[piece * DIMENSIONS + at]);
                        assert!(
                            (found - expected).abs() < 1e-5,
                            "{count} {piece} {at}: {found} {expected}"
                        );
                    }
                }
            }
        }
    }
}
