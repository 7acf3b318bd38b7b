//! Counts behind precision and recall.

use std::fmt;

/// How much of what was found is right, and how much of what is there was found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) right_found: f64,
    pub(super) found: f64,
    pub(super) right_gold: f64,
    pub(super) gold: f64,
}

impl Tally {
    /// Each thing that is right counts once on both sides.
    #[expect(clippy::cast_precision_loss, reason = "a report has few things")]
    pub(super) fn of(right: usize, found: usize, gold: usize) -> Self {
        Self {
            right_found: right as f64,
            found: found as f64,
            right_gold: right as f64,
            gold: gold as f64,
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.right_found += other.right_found;
        self.found += other.found;
        self.right_gold += other.right_gold;
        self.gold += other.gold;
    }

    fn precision(&self) -> f64 {
        share(self.right_found, self.found)
    }

    fn recall(&self) -> f64 {
        share(self.right_gold, self.gold)
    }

    fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 {
            2.0 * precision * recall / (precision + recall)
        } else {
            0.0
        }
    }
}

/// Nothing out of nothing is all of it.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 1.0 }
}

/// Precision, recall and F1 in percent: `92/88/90`.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!(
            "{:.0}/{:.0}/{:.0}",
            100.0 * self.precision(),
            100.0 * self.recall(),
            100.0 * self.f1()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_in_percent() {
        assert_eq!(Tally::of(3, 4, 6).to_string(), "75/50/60");
        assert_eq!(Tally::of(0, 0, 0).to_string(), "100/100/100");
        assert_eq!(Tally::of(0, 2, 3).to_string(), "0/0/0");
    }
}
