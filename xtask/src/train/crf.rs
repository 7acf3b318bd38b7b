//! Training of a linear-chain conditional random field: `AdaGrad` over the likelihood, one block after another.
//!
//! Everything is in a fixed order, so that the same data give the same weights.

use anyhow::{Context as _, Result};
use retold_annotate::quotes::learn::{LABELS, Lattice, Row, Transitions, Weights, restrict};

/// Features as they were seen, token by token, each with the number of its document.
#[derive(Default)]
pub(crate) struct Store {
    /// Hashes, after [`Store::index`] numbers into `names`.
    features: Vec<u32>,
    /// Where the features of each token end.
    ends: Vec<usize>,
    /// The document of each token.
    documents: Vec<u32>,
    /// The hashes that were kept.
    names: Vec<u32>,
}

impl Store {
    /// Keeps a token's features and tells its number.
    pub(crate) fn push(&mut self, document: usize, features: &[u32]) -> Result<u32> {
        let number = u32::try_from(self.ends.len()).context("too many tokens")?;
        self.features.extend_from_slice(features);
        self.ends.push(self.features.len());
        self.documents.push(u32::try_from(document)?);
        Ok(number)
    }

    fn of(&self, token: u32) -> &[u32] {
        let token = token as usize;
        let start = if token == 0 { 0 } else { self.ends[token - 1] };
        &self.features[start..self.ends[token]]
    }

    /// Drops the features of fewer than `least` documents and numbers the rest.
    pub(crate) fn index(&mut self, least: u32) {
        // Sorted pairs instead of a table: no order but that of the hashes, and less memory.
        let mut seen: rustc_hash::FxHashMap<u32, (u32, u32)> = rustc_hash::FxHashMap::default();
        let mut start = 0;
        for (end, document) in self.ends.iter().zip(&self.documents) {
            for hash in &self.features[start..*end] {
                let (latest, count) = seen.entry(*hash).or_insert((u32::MAX, 0));
                if latest != document {
                    *latest = *document;
                    *count += 1;
                }
            }
            start = *end;
        }
        self.names = seen
            .into_iter()
            .filter(|(_, (_, count))| *count >= least)
            .map(|(hash, _)| hash)
            .collect();
        self.names.sort_unstable();
        let places: rustc_hash::FxHashMap<u32, u32> =
            self.names.iter().copied().zip(0_u32..).collect();
        let (mut to, mut start) = (0, 0);
        for end in &mut self.ends {
            for at in start..*end {
                if let Some(place) = places.get(&self.features[at]) {
                    self.features[to] = *place;
                    to += 1;
                }
            }
            start = *end;
            *end = to;
        }
        self.features.truncate(to);
        self.features.shrink_to_fit();
    }
}

/// One token of a sequence: one or two entries of the store, what it may be and what it is.
#[derive(Clone, Copy)]
pub(crate) struct Item {
    pub(crate) own: u32,
    pub(crate) shared: Option<u32>,
    pub(crate) allowed: u8,
    pub(crate) label: u8,
}

/// How to train.
#[derive(Clone, Copy)]
pub(crate) struct Rates {
    pub(crate) epochs: u32,
    pub(crate) step: f32,
    /// Strength of the quadratic penalty.
    pub(crate) penalty: f32,
    /// Features that have no more than this in any label are dropped half way.
    pub(crate) least_weight: f32,
}

/// Learns weights from sequences.
pub(crate) fn train(store: &Store, sequences: &[Vec<Item>], rates: Rates) -> Weights {
    let count = store.names.len();
    let mut weights = vec![[0.0_f32; LABELS]; count];
    let mut squares = vec![[1.0e-4_f32; LABELS]; count];
    let mut penalties = vec![0.0_f32; count];
    for item in sequences.iter().flatten() {
        for &feature in items(store, item) {
            penalties[feature as usize] += 1.0;
        }
    }
    for penalty in &mut penalties {
        *penalty = rates.penalty / penalty.max(1.0);
    }
    let mut dropped = vec![false; count];
    let mut transitions = [[0.0_f32; LABELS]; LABELS];
    let mut transition_squares = [[1.0e-4_f32; LABELS]; LABELS];
    let mut order: Vec<usize> = (0..sequences.len()).collect();
    let mut random = 7_u64;
    let mut lattice = Lattice::default();
    let mut rows: Vec<Row> = Vec::new();
    for epoch in 0..rates.epochs {
        shuffle(&mut order, &mut random);
        // Smaller steps in the last epochs take the place of averaging.
        #[expect(clippy::cast_precision_loss, reason = "a few dozen epochs")]
        let step = rates.step * (1.0 - epoch as f32 / rates.epochs as f32).max(0.1);
        // Half way, what has hardly any weight goes; the rest learns to do without.
        if epoch == rates.epochs / 2 {
            for (weights, dropped) in weights.iter_mut().zip(&mut dropped) {
                *dropped = weights
                    .iter()
                    .all(|weight| weight.abs() < rates.least_weight);
                if *dropped {
                    *weights = [0.0; LABELS];
                }
            }
        }
        for &number in &order {
            let sequence = &sequences[number];
            rows.clear();
            for item in sequence {
                let mut row = [0.0_f32; LABELS];
                for &feature in items(store, item) {
                    for (sum, weight) in row.iter_mut().zip(&weights[feature as usize]) {
                        *sum += weight;
                    }
                }
                restrict(&mut row, item.allowed);
                rows.push(row);
            }
            let mut pairs = [[0.0_f32; LABELS]; LABELS];
            lattice.run(&rows, &Transitions::new(transitions), Some(&mut pairs));
            for (item, marginal) in sequence.iter().zip(&lattice.marginals) {
                let mut slope = *marginal;
                slope[usize::from(item.label)] -= 1.0;
                if slope.iter().all(|slope| slope.abs() < 1.0e-3) {
                    continue;
                }
                for &feature in items(store, item) {
                    let feature = feature as usize;
                    if dropped[feature] {
                        continue;
                    }
                    let penalty = penalties[feature];
                    let (weight, square) = (&mut weights[feature], &mut squares[feature]);
                    for label in 0..LABELS {
                        let slope = slope[label] + penalty * weight[label];
                        square[label] += slope * slope;
                        weight[label] -= step * slope / square[label].sqrt();
                    }
                }
            }
            for two in sequence.windows(2) {
                pairs[usize::from(two[0].label)][usize::from(two[1].label)] -= 1.0;
            }
            for from in 0..LABELS {
                for to in 0..LABELS {
                    let slope = pairs[from][to];
                    let square = &mut transition_squares[from][to];
                    *square += slope * slope;
                    transitions[from][to] -= step * slope / square.sqrt();
                }
            }
        }
    }
    let features: Vec<(u32, Row)> = store
        .names
        .iter()
        .zip(&weights)
        .zip(&dropped)
        .filter(|(_, dropped)| !**dropped)
        .map(|((hash, row), _)| (*hash, *row))
        .collect();
    Weights::new(transitions, &features)
}

fn items<'s>(store: &'s Store, item: &Item) -> impl Iterator<Item = &'s u32> {
    let shared = item.shared.map_or(&[][..], |shared| store.of(shared));
    store.of(item.own).iter().chain(shared)
}

/// Fisher and Yates, by a generator of its own.
fn shuffle(order: &mut [usize], random: &mut u64) {
    for at in (1..order.len()).rev() {
        *random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from(*random >> 33).expect("31 bits") % (at + 1);
        order.swap(at, other);
    }
}
