//! Trained weights and the file that keeps them.
//!
//! The file: the magic bytes, then for each tagger the scale, 64 transition weights and the number of features, then
//! the features in ascending order (u32: the hash of what is seen, in the lowest three bits the place that it speaks of) and
//! their weights (eight signed bytes a feature); little-endian. A weight is its byte times the scale.

use std::cmp::Reverse;

use super::crf::{LABELS, Row, Transitions};
use super::features::{ALONE, OWN, PLACES, Reach, Remembered, Sink, Sum};

const MAGIC: &[u8; 8] = b"rtdqcrf2";

/// The weights of one tagger.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Scores of one label after another.
    pub transitions: Transitions,
    scale: f32,
    /// Keys that speak of a token alone.
    alone: Table<[i8; LABELS]>,
    /// Keys that speak of the tokens around.
    around: Table<[[i8; LABELS]; PLACES]>,
}

/// What keys stand for: hashed so that each key has one slot of its own, with nothing to search.
///
/// Hash and displace (Belazzougui, Botelho and Dietzfelbinger 2009): keys of one bucket share a number, chosen so that no
/// two keys have one slot. Built in linear time.
#[derive(Clone, Debug)]
struct Table<T> {
    /// One bit for what the lowest bits of a key can be: most keys are unknown, and this is small enough to stay near.
    filter: Vec<u64>,
    /// The number of each bucket.
    displacements: Vec<u32>,
    /// The key of each slot and what it stands for; a free slot has no key that is asked for.
    slots: Vec<(u32, T)>,
}

/// Bits of the filter for each key.
const FILTER_BITS: usize = 16;

/// Keys of a bucket, and slots for each four keys.
const BUCKET: usize = 4;
const SLOTS: usize = 5;

/// Numbers that a bucket may have; where none fits the table grows.
const MOST_DISPLACEMENTS: u32 = 4096;

/// The key of a free slot: keys have nothing in their lowest bits.
const FREE: u32 = 1;

impl<T: Clone + Default> Table<T> {
    /// The table of these entries. Of several with one key, which a spoiled file has, the first counts.
    fn new(mut entries: Vec<(u32, T)>) -> Self {
        entries.sort_by_key(|(key, _)| *key);
        entries.dedup_by_key(|(key, _)| *key);
        entries.retain(|(key, _)| key & ALONE == 0);
        let mut filter = vec![0_u64; (entries.len() * FILTER_BITS / 64).next_power_of_two()];
        let words = filter.len();
        for (key, _) in &entries {
            let hash = (key >> 3) as usize;
            filter[(hash / 64) & (words - 1)] |= 1 << (hash % 64);
        }
        let mut size = (entries.len() * SLOTS / BUCKET).max(1);
        loop {
            if let Some((displacements, slots)) = place(&entries, size) {
                return Self {
                    filter,
                    displacements,
                    slots,
                };
            }
            size *= 2;
        }
    }

    /// 0 if the key is unknown for certain, else 1.
    #[inline]
    fn may_have(&self, key: u32) -> usize {
        let hash = (key >> 3) as usize;
        usize::from(self.filter[(hash / 64) & (self.filter.len() - 1)] >> (hash % 64) & 1 == 1)
    }

    /// The slot that `key` has if it is known.
    #[inline]
    fn slot(&self, key: u32) -> &(u32, T) {
        let bucket = (key >> 3) as usize & (self.displacements.len() - 1);
        let slot = slot(key, self.displacements[bucket], self.slots.len());
        &self.slots[slot]
    }

    /// Keys and what they stand for, in any order.
    fn entries(&self) -> impl Iterator<Item = &(u32, T)> {
        self.slots.iter().filter(|(key, _)| *key != FREE)
    }
}

/// Of `size` slots that of a key in a bucket with this number.
#[inline]
fn slot(key: u32, displacement: u32, size: usize) -> usize {
    let hash = (key ^ displacement.wrapping_mul(0x9e37_79b9)).wrapping_mul(0x85eb_ca6b);
    let hash = (hash ^ hash >> 15).wrapping_mul(0xc2b2_ae35);
    ((u64::from(hash) * size as u64) >> 32) as usize
}

/// The numbers of the buckets, and the slots.
type Placed<T> = (Vec<u32>, Vec<(u32, T)>);

/// Numbers for the buckets and the slots that follow from them, the fullest bucket first; `None` if one fits nowhere.
fn place<T: Clone + Default>(entries: &[(u32, T)], size: usize) -> Option<Placed<T>> {
    let count = (entries.len() / BUCKET).next_power_of_two();
    let mut buckets = vec![Vec::new(); count];
    for (number, (key, _)) in entries.iter().enumerate() {
        buckets[(key >> 3) as usize & (count - 1)].push(number);
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|bucket| Reverse(buckets[*bucket].len()));
    let mut displacements = vec![0; count];
    let mut slots = vec![(FREE, T::default()); size];
    let mut own = Vec::new();
    for bucket in order {
        let fits = (0..MOST_DISPLACEMENTS).find(|&displacement| {
            own.clear();
            buckets[bucket].iter().all(|&number| {
                let slot = slot(entries[number].0, displacement, size);
                let free = slots[slot].0 == FREE && !own.contains(&slot);
                own.push(slot);
                free
            })
        })?;
        displacements[bucket] = fits;
        for (&slot, &number) in own.iter().zip(&buckets[bucket]) {
            slots[slot] = entries[number].clone();
        }
    }
    Some((displacements, slots))
}

/// Keys of a token that wait to be looked up. A power of two, more than any token has.
const MOST_ALONE: usize = 64;
const MOST_AROUND: usize = 16;

/// Sums up the weights of what is seen at a token.
///
/// Keys are gathered first and looked up together: what memory takes long to give is then waited for once.
pub(crate) struct Adding<'w> {
    weights: &'w Weights,
    alone: [u32; MOST_ALONE],
    alone_count: usize,
    around: [u32; MOST_AROUND],
    around_count: usize,
    /// The sum of what was remembered, ready to be added.
    known: Sum,
    remembered: [(u64, Sum); Remembered::COUNT],
}

impl<'w> Adding<'w> {
    pub(crate) fn new(weights: &'w Weights) -> Self {
        Self {
            weights,
            alone: [0; MOST_ALONE],
            alone_count: 0,
            around: [0; MOST_AROUND],
            around_count: 0,
            known: [0; LABELS],
            remembered: [(u64::MAX, [0; LABELS]); Remembered::COUNT],
        }
    }

    /// Forgets what was remembered: what it stood for is another now.
    pub(crate) fn forget(&mut self) {
        self.remembered = [(u64::MAX, [0; LABELS]); Remembered::COUNT];
    }

    /// Ends with a token and makes ready for the next; `sums` begin with those of the places before it.
    #[inline]
    pub(crate) fn add_to(&mut self, sums: &mut [Sum]) {
        let sums: &mut [Sum; PLACES] = sums.first_chunk_mut().expect("sums are padded");
        let mut own = self.known;
        for key in &self.alone[..self.alone_count.min(MOST_ALONE)] {
            self.weights.add_alone(*key, &mut own);
        }
        let mut result = *sums;
        for label in 0..LABELS {
            result[OWN][label] += own[label];
        }
        for key in &self.around[..self.around_count.min(MOST_AROUND)] {
            let (found, rows) = self.weights.around.slot(*key);
            if found == key {
                for place in 0..PLACES {
                    for label in 0..LABELS {
                        result[place][label] += i16::from(rows[place][label]);
                    }
                }
            }
        }
        *sums = result;
        self.alone_count = 0;
        self.around_count = 0;
        self.known = [0; LABELS];
    }
}

impl Sink for Adding<'_> {
    #[inline]
    fn own(&mut self, key: u32) {
        self.alone[self.alone_count % MOST_ALONE] = key;
        self.alone_count += self.weights.alone.may_have(key);
    }

    #[inline]
    fn around(&mut self, key: u32, _: Reach) {
        self.around[self.around_count % MOST_AROUND] = key;
        self.around_count += self.weights.around.may_have(key);
    }

    #[inline]
    fn remembered<const N: usize>(
        &mut self,
        which: Remembered,
        state: u64,
        keys: impl FnOnce() -> [u32; N],
    ) {
        let (known, sum) = &mut self.remembered[which as usize];
        if *known != state {
            *known = state;
            *sum = [0; LABELS];
            for key in keys() {
                if self.weights.alone.may_have(key) == 1 {
                    self.weights.add_alone(key, sum);
                }
            }
        }
        for label in 0..LABELS {
            self.known[label] += sum[label];
        }
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self::new([[0.0; LABELS]; LABELS], &[])
    }
}

impl Weights {
    /// Weights of these features, ascending and distinct.
    pub fn new(transitions: [Row; LABELS], features: &[(u32, Row)]) -> Self {
        let most = features
            .iter()
            .flat_map(|(_, row)| row)
            .fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        #[expect(clippy::cast_possible_truncation, reason = "scaled into a signed byte")]
        let features = features
            .iter()
            .map(|(feature, row)| (*feature, row.map(|weight| (weight / scale).round() as i8)));
        Self::of(transitions, scale, features)
    }

    fn of(
        transitions: [Row; LABELS],
        scale: f32,
        features: impl Iterator<Item = (u32, [i8; LABELS])>,
    ) -> Self {
        let mut alone = Vec::new();
        let mut around: Vec<(u32, [[i8; LABELS]; PLACES])> = Vec::new();
        for (feature, weights) in features.filter(|(_, weights)| *weights != [0; LABELS]) {
            let (key, place) = (feature & !ALONE, feature & ALONE);
            if place == ALONE {
                alone.push((key, weights));
                continue;
            }
            if around.last().is_none_or(|(last, _)| *last != key) {
                around.push((key, [[0; LABELS]; PLACES]));
            }
            // A place beyond those that there are comes from a spoiled file.
            let rows = around.last_mut();
            if let Some(row) = rows.and_then(|(_, rows)| rows.get_mut(place as usize)) {
                *row = weights;
            }
        }
        Self {
            transitions: Transitions::new(transitions),
            scale,
            alone: Table::new(alone),
            around: Table::new(around),
        }
    }

    /// Adds what a key that speaks of a token alone stands for; nothing if it is unknown.
    #[inline]
    fn add_alone(&self, key: u32, sum: &mut Sum) {
        let (found, row) = self.alone.slot(key);
        let mask = -i8::from(*found == key);
        for label in 0..LABELS {
            sum[label] += i16::from(row[label] & mask);
        }
    }

    /// A sum of weights as a score.
    #[inline]
    pub(crate) fn score(&self, sum: &Sum) -> Row {
        sum.map(|sum| f32::from(sum) * self.scale)
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.scale.to_le_bytes());
        for weight in self.transitions.scores.iter().flatten() {
            out.extend(weight.to_le_bytes());
        }
        let mut used: Vec<(u32, [i8; LABELS])> = Vec::new();
        used.extend(self.alone.entries().map(|(key, row)| (key | ALONE, *row)));
        for (key, rows) in self.around.entries() {
            let places = (0..).zip(rows).filter(|(_, row)| **row != [0; LABELS]);
            used.extend(places.map(|(place, row)| (key | place, *row)));
        }
        used.sort_unstable();
        out.extend(u32::try_from(used.len()).unwrap_or(0).to_le_bytes());
        for (feature, _) in &used {
            out.extend(feature.to_le_bytes());
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
        let (features, rest) = bytes.split_at_checked(count.checked_mul(4)?)?;
        let (rows, rest) = rest.split_at_checked(count.checked_mul(LABELS)?)?;
        *bytes = rest;
        let features = features
            .chunks_exact(4)
            .map(|hash| u32::from_le_bytes([hash[0], hash[1], hash[2], hash[3]]));
        let rows = rows
            .chunks_exact(LABELS)
            .map(|row| std::array::from_fn(|label| row[label].cast_signed()));
        Some(Self::of(transitions, scale, features.zip(rows)))
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
