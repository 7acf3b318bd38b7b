//! When something was that happens once in a life and lies far back: "founded in 1990", "was born on 3 May 1961".

use retold_model::{
    ArgumentRole, ClaimKind, Modality, NameKind, PredicateKind, SameGround, TimeKind, TimePrecision,
};

use super::{Point, Scene, Slot, Value};
use crate::claims::reading::Reading;
use crate::claims::words::predicate_class;

/// Predicates that happen once to their subject.
const TO_SUBJECT: &[&str] = &["die", "drown", "sink"];

/// Predicates that happen once to their object.
const TO_OBJECT: &[&str] = &[
    "abolish",
    "assassinate",
    "bear",
    "bury",
    "convict",
    "establish",
    "execute",
    "found",
    "incorporate",
    "kill",
];

pub(super) fn years<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    let annotations = reading.report.annotations;
    for frame in &annotations.frames {
        let class = predicate_class(&frame.lemma);
        let role = if TO_SUBJECT.contains(&class) {
            ArgumentRole::Subject
        } else if TO_OBJECT.contains(&class) {
            ArgumentRole::Object
        } else {
            continue;
        };
        let tells = frame.kind == PredicateKind::Verb
            && !frame.negated
            && frame.modality == Modality::Asserted;
        let whose: Vec<_> = { frame.with_role(role) }
            .flat_map(|argument| &argument.heads)
            .filter_map(|&head| {
                let chain = reading.chain_at(head)?;
                // A people is killed more than once.
                let is_one = !matches!(reading.kind(chain)?, NameKind::Group | NameKind::Place);
                reading.entity(chain).filter(|_| is_one)
            })
            .collect();
        let mut times = { frame.times.iter() }
            .filter_map(|&number| annotations.times.get(number as usize))
            .filter(|time| time.kind == TimeKind::Date && time.ends.is_empty());
        let (Some(time), None, true) = (times.next(), times.next(), tells) else {
            continue;
        };
        let stated =
            time.precision >= Some(TimePrecision::Year) && names_a_year(reading.words(time.range));
        let Some(statement) = reading
            .statement(time.range, frame.voucher)
            .filter(|_| stated)
        else {
            continue;
        };
        for entity in whose {
            points.push(Point {
                slot: Slot::Year(class.to_owned(), entity),
                kind: ClaimKind::Date,
                value: Value::Day(time),
                statement,
                scene: Scene::default(),
                sure: true,
                grounds: vec![SameGround::SameEntity, SameGround::LikePredicate],
            });
        }
    }
}

/// Whether words have a year in four digits.
fn names_a_year(words: &str) -> bool {
    words
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_a_year() {
        let named: Vec<bool> = ["in 1990", "3 May 1961", "Thursday", "May 3", "1990s"]
            .into_iter()
            .map(names_a_year)
            .collect();
        assert_eq!(named, [true, true, false, false, false]);
    }
}
