//! A linear-chain conditional random field over few labels: scores, best path, marginals.

/// The number of labels of every tagger; taggers with fewer forbid the rest.
pub const LABELS: usize = 8;

/// A score or a probability for each label.
pub type Row = [f32; LABELS];

/// The score of what cannot be.
const FORBIDDEN: f32 = -1.0e4;

/// Adds `FORBIDDEN` to the labels that are not in `allowed` (bit n for label n).
pub fn restrict(row: &mut Row, allowed: u8) {
    for (label, score) in row.iter_mut().enumerate() {
        if allowed >> label & 1 == 0 {
            *score = FORBIDDEN;
        }
    }
}

/// The best labels, and nothing for no rows. Ties go to the lower label.
pub(super) fn best_path(rows: &[Row], transitions: &[Row; LABELS]) -> Vec<u8> {
    let Some(first) = rows.first() else {
        return Vec::new();
    };
    let mut scores = *first;
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(rows.len());
    for row in &rows[1..] {
        let mut next = [f32::NEG_INFINITY; LABELS];
        let mut from = [0_u8; LABELS];
        for (previous, outgoing) in (0_u8..).zip(transitions) {
            let base = scores[usize::from(previous)];
            for label in 0..LABELS {
                let score = base + outgoing[label];
                if score > next[label] {
                    next[label] = score;
                    from[label] = previous;
                }
            }
        }
        for (score, own) in next.iter_mut().zip(row) {
            *score += own;
        }
        scores = next;
        back.push(from);
    }
    let mut label = 0;
    for candidate in 1..LABELS {
        if scores[candidate] > scores[label] {
            label = candidate;
        }
    }
    let mut path = vec![0; rows.len()];
    for at in (0..rows.len()).rev() {
        path[at] = u8::try_from(label).expect("there are eight labels");
        if at > 0 {
            label = usize::from(back[at - 1][label]);
        }
    }
    path
}

/// Working space of [`Self::marginals`], kept between calls.
#[derive(Debug, Default)]
pub struct Lattice {
    forward: Vec<Row>,
    scale: Vec<f32>,
    weights: Vec<Row>,
    /// The probability of each label at each place.
    pub marginals: Vec<Row>,
}

impl Lattice {
    /// Fills [`Self::marginals`]; `pairs`, if given, gets the expected number of each transition added.
    pub fn run(
        &mut self,
        rows: &[Row],
        transitions: &[Row; LABELS],
        mut pairs: Option<&mut [Row; LABELS]>,
    ) {
        let mut weight = [[0.0_f32; LABELS]; LABELS];
        for (to, from) in weight.iter_mut().zip(transitions) {
            for (to, from) in to.iter_mut().zip(from) {
                *to = from.exp();
            }
        }
        self.weights.clear();
        self.weights.extend(rows.iter().map(|row| {
            let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            row.map(|score| (score - most).exp())
        }));
        self.forward.clear();
        self.scale.clear();
        for (at, own) in self.weights.iter().enumerate() {
            let mut row = [0.0_f32; LABELS];
            if at == 0 {
                row = *own;
            } else {
                let before = &self.forward[at - 1];
                for (from, outgoing) in before.iter().zip(&weight) {
                    for label in 0..LABELS {
                        row[label] += from * outgoing[label];
                    }
                }
                for (value, own) in row.iter_mut().zip(own) {
                    *value *= own;
                }
            }
            let sum = row.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            self.forward.push(row.map(|value| value / sum));
            self.scale.push(sum);
        }
        self.marginals.clear();
        self.marginals.resize(rows.len(), [0.0; LABELS]);
        let mut backward = [1.0_f32; LABELS];
        for at in (0..rows.len()).rev() {
            let forward = &self.forward[at];
            let mut marginal = [0.0_f32; LABELS];
            let mut sum = 0.0;
            for label in 0..LABELS {
                marginal[label] = forward[label] * backward[label];
                sum += marginal[label];
            }
            let sum = sum.max(f32::MIN_POSITIVE);
            self.marginals[at] = marginal.map(|value| value / sum);
            if at == 0 {
                break;
            }
            let own = &self.weights[at];
            let mut incoming = [0.0_f32; LABELS];
            for label in 0..LABELS {
                incoming[label] = own[label] * backward[label] / self.scale[at];
            }
            let before = &self.forward[at - 1];
            let mut next = [0.0_f32; LABELS];
            for (from, outgoing) in weight.iter().enumerate() {
                for label in 0..LABELS {
                    next[from] += outgoing[label] * incoming[label];
                }
            }
            if let Some(pairs) = pairs.as_deref_mut() {
                for from in 0..LABELS {
                    for label in 0..LABELS {
                        pairs[from][label] += before[from] * weight[from][label] * incoming[label];
                    }
                }
            }
            backward = next;
        }
    }
}
