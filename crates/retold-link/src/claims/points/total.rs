//! How many of something there are in all: "with 58 passengers on board", "there were 321 passengers on the manifest".
//!
//! A number of things is compared only where the words tell that it is all of them: two numbers of officers or shots in two
//! reports are mostly two numbers of different officers and shots.

use retold_model::{Amount, ClaimKind, Decimal, Measure, Quantity, SameGround, TimeKind};

use super::toll::scene;
use super::{Point, Slot, Value};
use crate::claims::reading::Reading;
use crate::claims::words::noun_class;

/// What stands before a number of all who are carried.
const CARRIED: &[&str] = &["carrying", "carried", "carries"];

/// What stands behind it.
const ABOARD: &[&str] = &["on board", "aboard"];

/// What stands before the number of all that there are.
const EXISTING: &[&str] = &["there were", "there are", "there was"];

/// Nouns that are counted in so many ways that no number of them is all of them.
const LOOSE: &[&str] = &[
    "person",
    "block",
    "man",
    "woman",
    "child",
    "time",
    "thing",
    "year",
    "month",
    "week",
    "day",
    "hour",
    "minute",
    "way",
    "case",
    "point",
    "other",
    "shot",
    "round",
    "member",
    "officer",
    "policeman",
    "suspect",
    "witness",
    "student",
    "part",
    "place",
    "call",
    "report",
    "question",
    "reason",
    "story",
    "car",
    "home",
    "house",
    "side",
    "game",
    "player",
    "goal",
    "country",
    "state",
    "city",
];

pub(super) fn totals<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for quantity in &reading.report.annotations.quantities {
        let Some(noun) = counted(quantity) else {
            continue;
        };
        let Some(sentence) = reading.sentence(quantity.range) else {
            continue;
        };
        if is_rate(reading, quantity) || !is_total(reading, quantity, sentence) {
            continue;
        }
        let Some(statement) = reading.stated(quantity.range) else {
            continue;
        };
        points.push(Point {
            slot: Slot::Total(noun),
            kind: ClaimKind::Number,
            value: Value::Number(quantity),
            statement,
            scene: super::Scene {
                places: Vec::new(),
                ..scene(reading, sentence)
            },
            sure: true,
            grounds: vec![SameGround::SameNoun, SameGround::OnlyOne],
        });
    }
}

fn counted(quantity: &Quantity) -> Option<String> {
    let Measure::Things(noun) = &quantity.measure else {
        return None;
    };
    let class = noun_class(noun);
    let counts = match quantity.amount {
        Amount::Value(n) => n > Decimal::from(1),
        Amount::Interval(..) => true,
        Amount::Many(_) => false,
    };
    // "11 Yemeni pirates" are not all pirates.
    let bare = quantity.of.is_none_or(|of| of.len() as usize == noun.len());
    (counts && bare && !LOOSE.contains(&class.as_str())).then_some(class)
}

/// Whether it is so many a year, a day, a person.
fn is_rate(reading: &Reading<'_>, quantity: &Quantity) -> bool {
    let end = quantity.range.end();
    let text = reading.report.text;
    let rest = text
        .get(end as usize..)
        .unwrap_or("")
        .trim_start()
        .to_lowercase_prefix();
    let words = ["a ", "an ", "per ", "each ", "every ", "annually", "daily"];
    words.iter().any(|word| rest.starts_with(word)) || { reading.report.annotations.times.iter() }
        .any(|time| {
            time.kind == TimeKind::Set && time.range.start() >= end && time.range.start() <= end + 2
        })
}

trait Prefix {
    /// The first few characters, in small letters.
    fn to_lowercase_prefix(&self) -> String;
}

impl Prefix for str {
    fn to_lowercase_prefix(&self) -> String {
        self.chars().take(16).flat_map(char::to_lowercase).collect()
    }
}

fn is_total(reading: &Reading<'_>, quantity: &Quantity, sentence: retold_text::TextRange) -> bool {
    let before = reading
        .between(sentence.start(), quantity.range.start())
        .unwrap_or("")
        .trim_end()
        .to_lowercase();
    let after = reading
        .between(quantity.range.end(), sentence.end())
        .unwrap_or("")
        .trim_start()
        .to_lowercase();
    let ends = |word: &&str| {
        before
            .strip_suffix(*word)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
    };
    let aboard = ABOARD.iter().any(|word| after.starts_with(word));
    let within = aboard
        || ["on the ", "in the "]
            .iter()
            .any(|word| after.starts_with(word));
    let carried = CARRIED.iter().any(ends);
    let existing = EXISTING.iter().any(ends);
    let definite = before.ends_with("of the") || before.ends_with("all the");
    carried || aboard || definite || (existing && within)
}
