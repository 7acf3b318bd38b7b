//! Whether the "m" right behind digits is metres or million, where no money says so: "fell 600m", "600m people".

use super::measure::{counted, is_plural};
use crate::words::Words;

/// What an "m" is short for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Short {
    Metres,
    Million,
}

/// Tokens before the number that are read.
const BEFORE: usize = 4;

/// Tokens of a number with its signs at most: "-1,250.5".
const NUMBER: usize = 16;

/// Words before a length.
const LENGTH_BEFORE: &[&str] = &[
    "altitude",
    "climb",
    "climbed",
    "depth",
    "descended",
    "distance",
    "dropped",
    "fall",
    "fallen",
    "falling",
    "falls",
    "fell",
    "height",
    "length",
    "measured",
    "measures",
    "measuring",
    "plunge",
    "plunged",
    "plunging",
    "radius",
    "ran",
    "swam",
    "swim",
    "walked",
    "width",
    "within",
];

/// Words right behind a length.
const LENGTH_AFTER: &[&str] = &[
    "above",
    "away",
    "below",
    "butterfly",
    "champion",
    "cliff",
    "dash",
    "deep",
    "down",
    "drop",
    "fall",
    "final",
    "freestyle",
    "high",
    "hurdles",
    "long",
    "off",
    "race",
    "radius",
    "relay",
    "sprint",
    "stretch",
    "tall",
    "wall",
    "wave",
    "waves",
    "wide",
];

/// What the "m" at `at`, right behind a number, is short for.
pub(super) fn short_metres(words: &Words<'_>, at: usize) -> Option<Short> {
    if words.text_of(at) != "m" || !words.token(at).glued {
        return None;
    }
    let from = (at.saturating_sub(NUMBER)..at)
        .rev()
        .find(|&from| !words.token(from).glued)
        .unwrap_or(at);
    let behind = (from.saturating_sub(BEFORE)..from)
        .rev()
        .take_while(|&before| words.is_word(before))
        .any(|before| words.any(before, LENGTH_BEFORE));
    let next = words.after_hyphen(at + 1).unwrap_or(at + 1);
    if behind || words.any(next, LENGTH_AFTER) {
        return Some(Short::Metres);
    }
    counted(words, at + 1)
        .filter(|&(_, head)| is_plural(words.text_of(head)))
        .map(|_| Short::Million)
}
