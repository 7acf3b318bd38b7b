//! Trained weights and the file that keeps them.
//!
//! The file: the magic bytes, then for each tagger the scale, 64 transition weights and the number of features, then
//! the features' hashes in ascending order (u32) and their weights (eight signed bytes a feature); little-endian. A weight
//! is its byte times the scale.

use super::crf::{LABELS, Row};

const MAGIC: &[u8; 8] = b"rtdqcrf1";

/// The weights of one tagger.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Score of one label after another.
    pub transitions: [Row; LABELS],
    scale: f32,
    /// Open addressing: a hash and its weights side by side, for one access to memory; all weights 0 in an empty slot.
    slots: Vec<(u32, [i8; LABELS])>,
}

const EMPTY: [i8; LABELS] = [0; LABELS];

impl Default for Weights {
    fn default() -> Self {
        Self::new([[0.0; LABELS]; LABELS], &[])
    }
}

impl Weights {
    /// Weights of these features; hashes are distinct.
    pub fn new(transitions: [Row; LABELS], features: &[(u32, Row)]) -> Self {
        let most = features
            .iter()
            .flat_map(|(_, row)| row)
            .fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        #[expect(clippy::cast_possible_truncation, reason = "scaled into a signed byte")]
        let rows = features
            .iter()
            .map(|(_, row)| row.map(|weight| (weight / scale).round() as i8))
            .collect();
        Self::of(
            transitions,
            scale,
            features.iter().map(|(hash, _)| *hash),
            rows,
        )
    }

    fn of(
        transitions: [Row; LABELS],
        scale: f32,
        hashes: impl Iterator<Item = u32>,
        rows: Vec<[i8; LABELS]>,
    ) -> Self {
        let size = (rows.len() * 2).next_power_of_two().max(2);
        let mut slots = vec![(0, EMPTY); size];
        for (hash, row) in hashes.zip(rows).filter(|(_, row)| *row != EMPTY) {
            let mut slot = hash as usize & (size - 1);
            while slots[slot].1 != EMPTY {
                slot = (slot + 1) & (size - 1);
            }
            slots[slot] = (hash, row);
        }
        Self {
            transitions,
            scale,
            slots,
        }
    }

    /// Adds the weights of a feature to `sum`, in units of the scale.
    #[inline]
    pub(crate) fn add(&self, hash: u32, sum: &mut [i32; LABELS]) {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let (found, row) = &self.slots[slot];
            if *found == hash {
                for (sum, weight) in sum.iter_mut().zip(row) {
                    *sum += i32::from(*weight);
                }
                return;
            }
            if *row == EMPTY {
                return;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// A sum of weights as a score.
    pub(crate) fn score(&self, sum: &[i32; LABELS]) -> Row {
        #[expect(clippy::cast_precision_loss, reason = "sums of a hundred signed bytes")]
        sum.map(|sum| sum as f32 * self.scale)
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.scale.to_le_bytes());
        for weight in self.transitions.iter().flatten() {
            out.extend(weight.to_le_bytes());
        }
        let mut used: Vec<(u32, [i8; LABELS])> = self
            .slots
            .iter()
            .copied()
            .filter(|(_, row)| *row != EMPTY)
            .collect();
        used.sort_unstable();
        out.extend(u32::try_from(used.len()).unwrap_or(0).to_le_bytes());
        for (hash, _) in &used {
            out.extend(hash.to_le_bytes());
        }
        for (_, row) in &used {
            out.extend(row.map(i8::cast_unsigned));
        }
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let mut number = || -> Option<[u8; 4]> {
            let (head, rest) = bytes.split_first_chunk::<4>()?;
            *bytes = rest;
            Some(*head)
        };
        let scale = f32::from_le_bytes(number()?);
        let mut transitions = [[0.0; LABELS]; LABELS];
        for weight in transitions.iter_mut().flatten() {
            *weight = f32::from_le_bytes(number()?);
        }
        let count = u32::from_le_bytes(number()?) as usize;
        let (hashes, rest) = bytes.split_at_checked(count.checked_mul(4)?)?;
        let (rows, rest) = rest.split_at_checked(count.checked_mul(LABELS)?)?;
        *bytes = rest;
        let hashes = hashes
            .chunks_exact(4)
            .map(|hash| u32::from_le_bytes([hash[0], hash[1], hash[2], hash[3]]));
        let rows = rows
            .chunks_exact(LABELS)
            .map(|row| std::array::from_fn(|label| row[label].cast_signed()))
            .collect();
        Some(Self::of(transitions, scale, hashes, rows))
    }
}

/// Both taggers.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Finds cues, and guesses sources and contents.
    pub first: Weights,
    /// Finds source and content of one cue.
    pub second: Weights,
}

impl Model {
    /// The file of this model.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        self.first.write(&mut out);
        self.second.write(&mut out);
        out
    }

    /// The model of a file; `None` if it is not one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let first = Weights::read(&mut rest)?;
        let second = Weights::read(&mut rest)?;
        rest.is_empty().then_some(Self { first, second })
    }
}
