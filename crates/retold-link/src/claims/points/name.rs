//! What people are called: names that differ in a letter or two of one word, and are else alike.
//!
//! Two people of one surname are often relatives, whose given names may be alike, too (Eric and Erica); there the age must be the same. Two people
//! of one given name, whose surnames differ in a letter, are one in a story.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{ClaimKind, NameKind, SameGround, Statement};

use super::{Point, Scene, Slot, Value};
use crate::claims::reading::{Reading, Thing};
use crate::entities::{fold_name, person_key};

/// The names of a report. `ages` are those of its people, by chain.
pub(super) fn names<'a>(
    reading: &Reading<'a>,
    ages: &BTreeMap<u32, BTreeSet<String>>,
    points: &mut Vec<Point<'a>>,
) {
    for (chain, range, name) in reading.full_persons() {
        let folded = person_key(name);
        let mut words = folded.split(' ');
        let (Some(given), Some(surname)) = (words.next(), words.next_back()) else {
            continue;
        };
        let Some(statement) = reading.stated(range) else {
            continue;
        };
        let initial = |word: &str| word.chars().next();
        if let Some(initial) = initial(surname) {
            points.push(point(
                Slot::Name(given.to_owned(), initial),
                name,
                statement,
                Vec::new(),
            ));
        }
        let ages: Vec<Thing> = { ages.get(&chain).into_iter().flatten() }
            .map(|age| Thing::Noun(age.clone()))
            .collect();
        if let Some(initial) = initial(given) {
            if !ages.is_empty() {
                let slot = Slot::GivenName(surname.to_owned(), initial);
                points.push(point(slot, name, statement, ages));
            }
            let slot = Slot::Bearer(surname.to_owned(), initial, 0);
            points.push(point(slot, name, statement, Vec::new()));
        }
    }
    surnames(reading, points);
    for (number, chain) in (0..).zip(&reading.report.annotations.chains) {
        let name = reading.words(chain.name);
        let is_body = matches!(chain.kind, NameKind::Organisation | NameKind::Facility);
        let folded = fold_name(chain.kind, name);
        let (Some(initial), Some((_, last))) = (folded.chars().next(), folded.rsplit_once(' '))
        else {
            continue;
        };
        if !is_body || reading.chain_at(chain.name) != Some(number) {
            continue;
        }
        if let Some(statement) = reading.stated(chain.name) {
            points.push(Point {
                value: Value::Body(name),
                ..point(
                    Slot::Body(last.to_owned(), initial, 0),
                    name,
                    statement,
                    Vec::new(),
                )
            });
        }
    }
}

/// Surnames: of those who have a title before it, by the title; and long ones, which two people of a story rarely share all but a letter of.
fn surnames<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for (number, chain) in (0..).zip(&reading.report.annotations.chains) {
        if chain.kind != NameKind::Person {
            continue;
        }
        let name = reading.words(chain.name);
        let folded = person_key(name);
        let surname = folded.rsplit(' ').next().unwrap_or("");
        let Some(initial) = surname.chars().next() else {
            continue;
        };
        let whole = folded.split(' ').count() < 4 && reading.chain_at(chain.name) == Some(number);
        if !whole || surname.chars().count() < LONG_SURNAME {
            continue;
        }
        if let Some(statement) = reading.stated(chain.name) {
            points.push(Point {
                value: Value::Surname(name),
                ..point(Slot::Surname(initial, 0), name, statement, Vec::new())
            });
        }
    }
}

/// Letters of a surname that two people of a story rarely share all but one or two of.
const LONG_SURNAME: usize = 7;

/// Whether a given name is another one with the ending of the other sex: such two are mostly relatives.
pub(in crate::claims) fn differ_by_sex(one: &str, other: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "", "a", "e", "i", "ie", "y", "o", "na", "ne", "ette", "elle", "lle", "le", "ina", "ine",
    ];
    let shared = { one.chars().zip(other.chars()) }
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum::<usize>();
    ENDINGS.contains(&&one[shared..]) && ENDINGS.contains(&&other[shared..])
}

fn point(slot: Slot, name: &str, statement: Statement, anchors: Vec<Thing>) -> Point<'_> {
    Point {
        slot,
        kind: ClaimKind::Name,
        value: Value::Name(name),
        statement,
        scene: Scene {
            anchors,
            ..Scene::default()
        },
        sure: true,
        grounds: vec![SameGround::OnlyOne],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_woman_and_a_man() {
        let by_sex: Vec<bool> = [
            ("eric", "erica"),
            ("daniel", "danielle"),
            ("mario", "maria"),
            ("torvald", "tarvald"),
            ("hanes", "hannes"),
            ("\u{e9}ric", "\u{e9}rica"),
        ]
        .into_iter()
        .map(|(one, other)| differ_by_sex(one, other) && differ_by_sex(other, one))
        .collect();
        assert_eq!(by_sex, [true, true, true, false, false, true]);
    }
}
