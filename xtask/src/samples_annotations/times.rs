//! Time expressions: found where they overlap, with the value.

use retold_text::TextRange;

use super::gold::{GoldArticle, overlap};
use super::{Annotated, Fault, Tally};

/// Found, and found with the right value.
pub(super) fn score(
    gold: &GoldArticle<TextRange>,
    read: &Annotated,
    faults: &mut Vec<Fault>,
) -> [Tally; 2] {
    let found = &read.annotations.times;
    let mut taken = vec![false; found.len()];
    let mut left_aside = 0;
    let (mut there, mut right, mut valued) = (0, 0, 0);
    for time in &gold.times {
        let matched = (0..found.len()).find(|&n| !taken[n] && overlap(found[n].range, time.range));
        if let Some(n) = matched {
            taken[n] = true;
        }
        if time.optional {
            left_aside += usize::from(matched.is_some());
            continue;
        }
        there += 1;
        let Some(found) = matched.map(|n| &found[n]) else {
            faults.push(Fault {
                range: time.range,
                what: format!("time missing, {}", time.value),
            });
            continue;
        };
        right += 1;
        let value = found.value.as_str();
        if time.value == value || time.alternatives.iter().any(|other| other == value) {
            valued += 1;
        } else {
            faults.push(Fault {
                range: found.range,
                what: format!("value {value}, but it is {}", time.value),
            });
        }
        if found.kind != time.kind {
            faults.push(Fault {
                range: found.range,
                what: format!("kind {:?}, but it is {:?}", found.kind, time.kind),
            });
        }
    }
    for (found, _) in found.iter().zip(&taken).filter(|(_, taken)| !**taken) {
        faults.push(Fault {
            range: found.range,
            what: format!("no time, but read as {}", found.value),
        });
    }
    let total = found.len() - left_aside;
    [
        Tally::of(right, total, there),
        Tally::of(valued, total, there),
    ]
}
