//! The curved functions of the encoder, without branches, so that loops over them run on the vector unit.
//!
//! They use no fused operations and no function of the system's library: the bits are the same on each machine.
#![expect(
    clippy::inline_always,
    reason = "what runs on the vector unit must become one function"
)]

use pulp::{Simd, WithSimd};

use crate::network::sum;

/// Sets all numbers to their GELU, `x Φ(x)` (D. Hendrycks and K. Gimpel 2016), in the exact form with the error function.
pub(super) struct Gelu<'a>(pub(super) &'a mut [f32]);

impl WithSimd for Gelu<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for x in self.0 {
            *x = gelu(*x);
        }
    }
}

/// Makes scores to weights whose sum is 1.
#[inline(always)]
pub(super) fn softmax(scores: &mut [f32]) {
    // As many running maxima as the widest vector unit has lanes; the order of comparison changes no maximum.
    let mut largest = [f32::MIN; 16];
    let (chunks, rest) = scores.as_chunks::<16>();
    for chunk in chunks {
        for (largest, &x) in largest.iter_mut().zip(chunk) {
            *largest = if x > *largest { x } else { *largest };
        }
    }
    let largest = largest.iter().chain(rest).fold(f32::MIN, |a, &b| a.max(b));
    for x in scores.iter_mut() {
        *x = exp(*x - largest);
    }
    let scale = 1.0 / sum(scores, |x| x);
    for x in scores {
        *x *= scale;
    }
}

/// The error function is that of M. Abramowitz and I. Stegun, *Handbook of mathematical functions*, 7.1.26: at most
/// 1.5·10⁻⁷ off, about one step of an `f32` near 1.
#[inline(always)]
fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let series = t
        * (0.254_829_6
            + t * (-0.284_496_72 + t * (1.421_413_8 + t * (-1.453_152_1 + t * 1.061_405_4))));
    let erf = 1.0 - series * exp(-z * z);
    0.5 * x * (1.0 + erf.copysign(x))
}

/// `e^x` to one or two steps of an `f32`, for `x` up to 88; what is below -87 counts as -87.
///
/// After S. Moshier's Cephes library: `x = n ln 2 + r`, and a polynomial for `e^r`.
#[inline(always)]
fn exp(x: f32) -> f32 {
    /// Added to a number of moderate size, it leaves no room for a fraction: the sum is rounded to a whole number, whose
    /// low bits stand in the low bits of the sum.
    const ROUND: f32 = 12_582_912.0;
    /// ln 2 in two parts, the first of few digits, so that its multiples are exact.
    const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4];
    const EXPONENT_BIAS: u32 = 127;
    const EXPONENT_SHIFT: u32 = 23;

    let x = x.clamp(-87.0, 88.0);
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = x - n * LN_2[0] - n * LN_2[1];
    let series = 0.5
        + r * (0.166_666_65
            + r * (4.166_579_6e-2 + r * (8.333_452e-3 + r * (1.398_2e-3 + r * 1.987_569_1e-4))));
    let power = rounded.to_bits().wrapping_add(EXPONENT_BIAS) << EXPONENT_SHIFT;
    (1.0 + r + r * r * series) * f32::from_bits(power)
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "f64 is the yardstick")]
mod tests {
    use super::*;

    /// Numbers from -20 to 20 in steps of 1/256, which are exact.
    fn numbers() -> impl Iterator<Item = f32> {
        (-20_i16 * 256..=20 * 256).map(|n| f32::from(n) / 256.0)
    }

    /// The error function by its series without cancellation: 2/√π e^(-x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!
    fn erf(x: f64) -> f64 {
        if x.abs() > 6.0 {
            return x.signum();
        }
        let (mut term, mut sum) = (x, x);
        for n in 1..200 {
            term *= 2.0 * x * x / f64::from(2 * n + 1);
            sum += term;
        }
        std::f64::consts::FRAC_2_SQRT_PI * (-x * x).exp() * sum
    }

    #[test]
    fn exp_is_near_the_library_s() {
        for x in numbers().chain([-87.0, -86.5, 88.0, 0.1, -1e-8]) {
            let expected = f64::from(x).exp();
            let off = (f64::from(exp(x)) - expected).abs() / expected;
            assert!(off < 2e-7, "{x}: {off}");
        }
        assert_eq!(exp(0.0).to_bits(), 1_f32.to_bits());
        assert_eq!(exp(-1e30).to_bits(), exp(-87.0).to_bits());
        assert!(exp(-1e30) < 2e-38);
    }

    #[test]
    fn gelu_is_that_of_the_error_function() {
        let mut found: Vec<f32> = numbers().collect();
        pulp::Arch::new().dispatch(Gelu(&mut found));
        for (x, found) in numbers().zip(found) {
            assert_eq!(found.to_bits(), gelu(x).to_bits(), "on any machine");
            let wide = f64::from(x);
            let expected = (0.5 * wide * (1.0 + erf(wide / std::f64::consts::SQRT_2))) as f32;
            assert!(
                (found - expected).abs() <= 2e-7 * x.abs().max(1.0),
                "{x}: {found}, {expected}"
            );
        }
    }

    #[test]
    fn weights_sum_to_one_in_the_order_of_scores() {
        for length in [1, 2, 15, 16, 17, 40] {
            let mut scores: Vec<f32> = numbers().step_by(200).take(length).collect();
            let expected: Vec<f64> = scores.iter().map(|&x| f64::from(x).exp()).collect();
            softmax(&mut scores);
            let total: f64 = expected.iter().sum();
            for (found, expected) in scores.iter().zip(expected) {
                assert!((f64::from(*found) - expected / total).abs() < 1e-6);
            }
        }
        let mut equal = [3e38_f32; 4];
        softmax(&mut equal);
        assert_eq!(equal.map(f32::to_bits), [0.25_f32.to_bits(); 4]);
    }
}
