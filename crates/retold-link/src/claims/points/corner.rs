//! Corners of streets: "on Mermaid Avenue and West 15th Street".
//!
//! Two corners on one street are compared by the other street. Numbered streets that differ are others; so are two with names
//! of letters. A street with a number and one with a name may be one: many highways have both.

use retold_model::{ClaimKind, SameGround};
use retold_text::TextRange;

use super::block::{Street, is_kind, street};
use super::toll::is_elsewhere_in_words;
use super::{Point, Scene, Slot, Value};
use crate::claims::reading::Reading;
use crate::claims::words::is_happening;

/// What joins two streets to a corner.
const JOINED: &[&str] = &[" and ", " & "];

/// Words of the street before, with direction and kind.
const MOST_WORDS: usize = 4;

/// The longest such street, in bytes.
const MOST_BYTES: usize = 60;

pub(super) fn corners<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    let text = reading.report.text;
    for joint in JOINED {
        for (at, _) in text.match_indices(joint) {
            let Some((one, other, words)) = corner(text, at, at + joint.len()) else {
                continue;
            };
            let Some(statement) = reading.stated(words) else {
                continue;
            };
            let sentence = reading.words(statement.sentence);
            let sure = tells_what_happened(sentence) && !is_elsewhere_in_words(sentence);
            for (street, across) in [(&one, &other), (&other, &one)] {
                points.push(Point {
                    slot: Slot::Corner(street.name.to_lowercase()),
                    kind: ClaimKind::Place,
                    value: Value::Corner(across.block(0)),
                    statement,
                    scene: Scene::default(),
                    sure,
                    grounds: vec![SameGround::SamePlace, SameGround::OnlyOne],
                });
            }
        }
    }
}

/// Whether a sentence tells of the violence or the accident that a story is about: other corners are on the way to it.
pub(super) fn tells_what_happened(sentence: &str) -> bool {
    const VIOLENCE: &[&str] = &[
        "collided", "crashed", "exploded", "gunfire", "gunshots", "hit", "killed", "robbed",
        "shot", "shots", "stabbed", "struck",
    ];
    // Of several happenings each has its corner.
    const OF_SEVERAL: &[&str] = &[
        "chase", "fled", "first", "later", "pursuit", "ran", "second", "then", "third",
    ];
    let lower = sentence.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphabetic());
    !words().any(|word| OF_SEVERAL.contains(&word))
        && words().any(|word| {
            VIOLENCE.contains(&word) || word != "case" && word != "scene" && is_happening(word)
        })
}

/// The two streets on both sides of a joint, with where they stand.
fn corner(text: &str, before: usize, behind: usize) -> Option<(Street<'_>, Street<'_>, TextRange)> {
    let other = street(text, behind).filter(|street| street.kind.is_some())?;
    let begin = begin_of_street(text, before)?;
    // "between Mill Street and Elm Street" is no corner.
    let lead = text[..begin].trim_end().to_lowercase_tail();
    if lead.ends_with("between") || lead.ends_with("from") || lead.ends_with(" to") {
        return None;
    }
    let one = street(text, begin).filter(|street| street.kind.is_some())?;
    let whole = one.end <= before && text.get(one.end..before)?.trim_end_matches('.').is_empty();
    let differ = one.name.to_lowercase() != other.name.to_lowercase();
    let words = TextRange::new(u32::try_from(begin).ok()?, u32::try_from(other.end).ok()?);
    (whole && differ).then_some((one, other, words))
}

/// Where the street begins that ends at a place: before its kind stand words with capitals, or numbers.
fn begin_of_street(text: &str, end: usize) -> Option<usize> {
    const LEADS: &[&str] = &["At", "By", "From", "In", "Near", "On", "The"];
    let mut floor = end.saturating_sub(MOST_BYTES);
    while !text.is_char_boundary(floor) {
        floor += 1;
    }
    let window = &text[floor..end];
    let line = window.rfind('\n').map_or(0, |at| at + 1);
    let mut begin = None;
    let mut at = window.len();
    for (place, word) in window[line..].rsplit(' ').take(MOST_WORDS).enumerate() {
        let start = at - word.len();
        let fits = if place == 0 {
            is_kind(word)
        } else {
            let ends =
                word.ends_with([',', ';', ':', '"', ')']) || word.len() > 3 && word.ends_with('.');
            word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                && !LEADS.contains(&word)
                && !ends
        };
        if !fits {
            break;
        }
        begin = Some(floor + start);
        at = start.saturating_sub(1);
    }
    begin
}

trait Tail {
    /// The last few characters, in small letters.
    fn to_lowercase_tail(&self) -> String;
}

impl Tail for str {
    fn to_lowercase_tail(&self) -> String {
        let tail: Vec<char> = self.chars().rev().take(12).collect();
        tail.into_iter()
            .rev()
            .flat_map(char::to_lowercase)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_of_streets() {
        let read = |text: &'static str| {
            let at = text.find(" and ")?;
            let (one, other, words) = corner(text, at, at + " and ".len())?;
            Some((one.name, other.name, words.slice(text)?))
        };
        for (text, expected) in [
            (
                "shots on Harbor Ave. and W. 15th St. in town",
                Some(("Harbor", "15th", "Harbor Ave. and W. 15th St.")),
            ),
            (
                "at West 16th Street and Mill Avenue around",
                Some(("16th", "Mill", "West 16th Street and Mill Avenue")),
            ),
            ("between Elm Street and Oak Street", None),
            ("on Elm Street and left", None),
            ("police and Elm Street", None),
            (" and ", None),
        ] {
            assert_eq!(
                read(text).map(|(one, other, words)| (one, other, words.trim_end_matches('.'))),
                expected.map(|(one, other, words)| (one, other, words.trim_end_matches('.'))),
                "{text}"
            );
        }
    }
}
