//! How many times somebody is charged with a crime: "eight counts of assault with intent to murder".
//!
//! Charges are added and dropped: more of them in a later report are an update, as in a toll.

use retold_model::{Amount, ClaimKind, Measure, NameKind, SameGround};
use retold_text::TextRange;

use super::toll::is_elsewhere_in_words;
use super::{Point, Scene, Slot, Value};
use crate::claims::reading::{Reading, Thing};

/// What is counted, in the plural.
const COUNTED: &[&str] = &["charges", "counts"];

/// Words behind which the crime is told to the end.
const ENDS: &[&str] = &[
    "after",
    "against",
    "and",
    "as",
    "for",
    "following",
    "in",
    "on",
    "or",
    "related",
    "stemming",
    "while",
];

/// Words of a crime.
const MOST_WORDS: usize = 8;

pub(super) fn charges<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for quantity in &reading.report.annotations.quantities {
        let counted = match &quantity.measure {
            Measure::Things(noun) => COUNTED.contains(&noun.to_lowercase().as_str()),
            _ => false,
        };
        let (Amount::Value(_), Some(sentence)) =
            (quantity.amount, reading.sentence(quantity.range))
        else {
            continue;
        };
        let behind = { reading.between(quantity.number.end(), sentence.end()) }.unwrap_or("");
        let Some(crime) = crime(behind).filter(|_| counted) else {
            continue;
        };
        let accused = people(reading, sentence);
        let Some(statement) = reading
            .stated(quantity.range)
            .filter(|_| !accused.is_empty())
        else {
            continue;
        };
        points.push(Point {
            slot: Slot::Charges(crime),
            kind: ClaimKind::Number,
            value: Value::Number(quantity),
            statement,
            scene: Scene {
                anchors: accused,
                ..Scene::default()
            },
            sure: !is_elsewhere_in_words(reading.words(sentence)),
            grounds: vec![SameGround::SameNoun, SameGround::SameEntity],
        });
    }
}

/// The crime behind a number of counts: its first word and its last one, for reports shorten what stands between.
fn crime(behind: &str) -> Option<String> {
    let (lead, rest) = behind.split_once(" of ")?;
    let mut lead = lead.split_whitespace();
    let counts = lead.next().is_some_and(|word| COUNTED.contains(&word));
    if !counts || lead.any(|word| word != "each") {
        return None;
    }
    let mut words = Vec::new();
    for word in rest.split(' ').take(MOST_WORDS) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.is_empty() || ENDS.contains(&bare) {
            break;
        }
        words.push(bare.to_lowercase());
        if !word.ends_with(char::is_alphanumeric) {
            break;
        }
    }
    Some(format!("{} {}", words.first()?, words.last()?))
}

/// The people of the register whom a sentence names.
fn people(reading: &Reading<'_>, sentence: TextRange) -> Vec<Thing> {
    let mut result: Vec<Thing> = retold_text::word::words(reading.words(sentence))
        .filter_map(|word| {
            let start = sentence.start();
            let range = TextRange::new(start + word.start(), start + word.end());
            let chain = reading.chain_at(range)?;
            let entity = reading.entity(chain)?;
            (reading.kind(chain) == Some(NameKind::Person)).then_some(Thing::Entity(entity))
        })
        .collect();
    result.sort();
    result.dedup();
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crimes() {
        for (behind, expected) in [
            (
                " counts each of assault with intent to commit murder.",
                Some("assault murder"),
            ),
            (
                " charges of assault to commit murder, police said",
                Some("assault murder"),
            ),
            (" counts of murder in the shooting", Some("murder murder")),
            (
                " counts of first-degree murder",
                Some("first-degree murder"),
            ),
            (" counts, one of murder", None),
            (" people of", None),
            ("", None),
        ] {
            assert_eq!(crime(behind).as_deref(), expected, "{behind}");
        }
    }
}
