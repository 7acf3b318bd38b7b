//! What a short text means, as numbers.

use serde::{Deserialize, Serialize};

/// The sentence embedding of a text, in whole numbers: each in parts of 127 of the one that is farthest from 0. Its length is
/// lost, its direction kept: cosines stay within about 0.005.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Embedding(pub Vec<i8>);

impl Embedding {
    /// The nearest to `vector`. Numbers that are none count as 0.
    pub fn of(vector: &[f32]) -> Self {
        let most = vector.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
        let scale = 127.0 / most.max(f32::MIN_POSITIVE);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a cast from a float saturates, and takes what is no number for 0"
        )]
        let whole = |&x: &f32| (x * scale).round() as i8;
        Self(vector.iter().map(whole).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_farthest_number_is_the_measure() {
        assert_eq!(
            Embedding::of(&[0.5, -1.0, 0.25, 0.0]),
            Embedding(vec![64, -127, 32, 0])
        );
        assert_eq!(Embedding::of(&[0.0, 0.0]), Embedding(vec![0, 0]));
        assert_eq!(Embedding::of(&[f32::NAN, 1.0]), Embedding(vec![0, 127]));
    }
}
