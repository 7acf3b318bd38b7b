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

/// Scores of one label after another, and what follows from them.
#[derive(Clone, Debug)]
pub struct Transitions {
    /// The scores: a row for the label before, in it one for each label after.
    pub scores: [Row; LABELS],
    /// Their powers of e.
    forward: [Row; LABELS],
    /// The same with a row for each label after.
    backward: [Row; LABELS],
}

impl Transitions {
    /// Transitions of these scores.
    pub fn new(scores: [Row; LABELS]) -> Self {
        let forward = scores.map(exp);
        let mut backward = [[0.0; LABELS]; LABELS];
        for (from, row) in forward.iter().enumerate() {
            for (to, weight) in row.iter().enumerate() {
                backward[to][from] = *weight;
            }
        }
        Self {
            scores,
            forward,
            backward,
        }
    }
}

/// Powers of e to five digits, eight at once. Not the library's: that one differs from platform to platform, and takes most of
/// the time that a row takes.
#[inline]
fn exp(mut row: Row) -> Row {
    /// Adding and taking it away rounds to a whole number, which then stands in the lowest bits.
    const ROUNDS: f32 = 12_582_912.0;
    const BIAS: u32 = 127;
    for value in &mut row {
        let x = value.clamp(-80.0, 80.0) * std::f32::consts::LOG2_E;
        let rounded = x + ROUNDS;
        let rest = (x - (rounded - ROUNDS)) * std::f32::consts::LN_2;
        // Its series; the rest lies within half of ln 2.
        let mut power = 1.0 / 120.0 + rest / 720.0;
        power = 1.0 / 24.0 + rest * power;
        power = 1.0 / 6.0 + rest * power;
        power = 0.5 + rest * power;
        power = 1.0 + rest * power;
        power = 1.0 + rest * power;
        let whole = rounded.to_bits().wrapping_sub(ROUNDS.to_bits());
        *value = power * f32::from_bits(whole.wrapping_add(BIAS) << 23);
    }
    row
}

/// The best labels, and nothing for no rows. Ties go to the lower label.
pub(super) fn best_path(rows: &[Row], transitions: &Transitions) -> Vec<u8> {
    let Some(first) = rows.first() else {
        return Vec::new();
    };
    let mut scores = *first;
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(rows.len());
    for row in &rows[1..] {
        let mut next = [f32::NEG_INFINITY; LABELS];
        let mut from = [0_u8; LABELS];
        for (previous, outgoing) in (0_u8..).zip(&transitions.scores) {
            let base = scores[usize::from(previous)];
            for label in 0..LABELS {
                let score = base + outgoing[label];
                let better = score > next[label];
                next[label] = if better { score } else { next[label] };
                from[label] = if better { previous } else { from[label] };
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

/// Working space of [`Self::run`], kept between calls.
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
        transitions: &Transitions,
        mut pairs: Option<&mut [Row; LABELS]>,
    ) {
        self.weights.clear();
        self.weights.extend(rows.iter().map(|row| {
            let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            exp(row.map(|score| score - most))
        }));
        self.forward.clear();
        self.scale.clear();
        let mut before = [0.0_f32; LABELS];
        for (at, own) in self.weights.iter().enumerate() {
            let mut row = [0.0_f32; LABELS];
            if at == 0 {
                row = *own;
            } else {
                for (from, outgoing) in before.iter().zip(&transitions.forward) {
                    for label in 0..LABELS {
                        row[label] += from * outgoing[label];
                    }
                }
                for (value, own) in row.iter_mut().zip(own) {
                    *value *= own;
                }
            }
            let sum = row.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            let share = 1.0 / sum;
            before = row.map(|value| value * share);
            self.forward.push(before);
            self.scale.push(share);
        }
        self.marginals.clear();
        self.marginals.resize(rows.len(), [0.0; LABELS]);
        let mut backward = [1.0_f32; LABELS];
        for at in (0..rows.len()).rev() {
            let forward = &self.forward[at];
            let mut marginal = [0.0_f32; LABELS];
            for label in 0..LABELS {
                marginal[label] = forward[label] * backward[label];
            }
            let share = 1.0 / marginal.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            self.marginals[at] = marginal.map(|value| value * share);
            if at == 0 {
                break;
            }
            let own = &self.weights[at];
            let mut incoming = [0.0_f32; LABELS];
            for label in 0..LABELS {
                incoming[label] = own[label] * backward[label] * self.scale[at];
            }
            let mut next = [0.0_f32; LABELS];
            for (value, arriving) in incoming.iter().zip(&transitions.backward) {
                for from in 0..LABELS {
                    next[from] += arriving[from] * value;
                }
            }
            if let Some(pairs) = pairs.as_deref_mut() {
                let before = &self.forward[at - 1];
                for from in 0..LABELS {
                    for label in 0..LABELS {
                        pairs[from][label] +=
                            before[from] * transitions.forward[from][label] * incoming[label];
                    }
                }
            }
            backward = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_e_are_those_of_the_library() {
        for step in -800_i16..=800 {
            let x = f32::from(step) / 10.0;
            let (own, known) = (exp([x; LABELS])[0], x.exp());
            assert!(((own - known) / known).abs() < 2.0e-5, "{x}: {own} {known}");
        }
    }
}
