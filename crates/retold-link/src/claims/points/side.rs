//! In which part of a town something happened: "West Grelling Park", "the North Side".
//!
//! Only sentences are read that tell of the violence or the accident that a story is about, of which each report tells one part.

use retold_model::{ClaimKind, SameGround};

use super::corner::tells_what_happened;
use super::toll::is_elsewhere_in_words;
use super::{Point, Scene, Slot, Value};
use crate::claims::reading::Reading;
use crate::claims::words::in_small_letters;

/// A side, by how far it lies to the north and to the east.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::claims) struct Side {
    north: i8,
    east: i8,
}

impl Side {
    fn of(word: &str) -> Option<Self> {
        let rest = word.strip_suffix("ern").unwrap_or(word);
        let (north, rest) = match (rest.strip_prefix("north"), rest.strip_prefix("south")) {
            (Some(rest), _) => (1, rest),
            (_, Some(rest)) => (-1, rest),
            _ => (0, rest),
        };
        let east = match rest {
            "east" => 1,
            "west" => -1,
            "" => 0,
            _ => return None,
        };
        (north != 0 || east != 0).then_some(Self { north, east })
    }

    /// Whether one may be a part of the other: north and northwest.
    pub(in crate::claims) fn meets(self, other: Self) -> bool {
        self.north * other.north + self.east * other.east > 0
    }
}

/// Words of the name behind a side.
const MOST_WORDS: usize = 2;

/// Words behind a side which tell that it is a part of the name of a street, a school, a body, a state or a saint's town: "East St. Louis".
const NO_PARTS: &[&str] = &[
    "academy",
    "ave",
    "avenue",
    "blvd",
    "boulevard",
    "carolina",
    "church",
    "dakota",
    "district",
    "division",
    "drive",
    "dr",
    "high",
    "hospital",
    "korea",
    "lane",
    "middle",
    "patrol",
    "police",
    "precinct",
    "road",
    "rd",
    "school",
    "st",
    "station",
    "street",
    "university",
    "virginia",
];

pub(super) fn sides<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    let all = reading.all_words();
    for (number, &word) in all.iter().enumerate() {
        if !may_be_a_side(reading.words(word)) {
            continue;
        }
        // "the North Side", "West Grelling Park", and not "west of Grelling".
        let is_part_of_name = reading.words(word).starts_with(char::is_uppercase);
        let side = in_small_letters(reading.words(word), |lower| {
            Side::of(lower).filter(|_| is_part_of_name || lower.ends_with("ern"))
        });
        let Some(side) = side else {
            continue;
        };
        let mut end = word;
        let mut name: Vec<String> = Vec::new();
        for &next in all.iter().skip(number + 1).take(MOST_WORDS + 1) {
            let gap = reading.between(end.end(), next.start()).unwrap_or("");
            if gap != " " && gap != "-" || !reading.words(next).starts_with(char::is_uppercase) {
                break;
            }
            name.push(reading.words(next).to_lowercase());
            end = next;
        }
        let is_part = !name.is_empty()
            && name.len() <= MOST_WORDS
            && !name.iter().any(|word| NO_PARTS.contains(&word.as_str()));
        // "400 North Grelling", "the 400 block of North Grelling", "Elm and North Grelling".
        let before = { reading.between(0, word.start()) }
            .unwrap_or("")
            .trim_end();
        let is_street = before.ends_with(|c: char| c.is_ascii_digit())
            || before.ends_with("block of")
            || before.ends_with(" and");
        if !is_part || is_street {
            continue;
        }
        let range = word.cover(end);
        let Some(statement) = reading.stated(range) else {
            continue;
        };
        let sentence = reading.words(statement.sentence);
        points.push(Point {
            slot: Slot::Side(name.join(" ")),
            kind: ClaimKind::Place,
            value: Value::Side(side),
            statement,
            scene: Scene::default(),
            sure: tells_what_happened(sentence) && !is_elsewhere_in_words(sentence),
            grounds: vec![SameGround::SamePlace, SameGround::OnlyOne],
        });
    }
}

/// Whether a word begins as a side does: most words of a text do not.
fn may_be_a_side(word: &str) -> bool {
    let first = word.bytes().next().unwrap_or(b' ');
    !first.is_ascii() || b"ensw".contains(&first.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_that_meet() {
        let meets = |one: &str, other: &str| Some(Side::of(one)?.meets(Side::of(other)?));
        assert_eq!(
            [
                meets("north", "northwest"),
                meets("northeast", "northwest"),
                meets("west", "east"),
                meets("southern", "south"),
                meets("south", "west"),
                meets("westward", "west"),
            ],
            [
                Some(true),
                Some(false),
                Some(false),
                Some(true),
                Some(false),
                None
            ]
        );
    }
}
