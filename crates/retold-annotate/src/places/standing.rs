//! Whether a text speaks of a name that the gazetteer does not have as of a place at all.
//!
//! Companies, programs and events are taken for places more readily than anything that lies somewhere. What lies somewhere
//! is said to: somebody lives in it, it is an area or a town, or it stands in a row of places.

use retold_model::{Mention, NameGround, PlaceGround, PlaceReading, Placing};
use retold_text::TextRange;
use rustc_hash::FxHashSet;

use super::gazetteer::place_key;
use crate::possessive::without_possessive;
use crate::streets::{STREETS, STREETS_OF_HOUSES};

/// Words before a name that say that something is or goes there.
const WHERE: &[&str] = &[
    "across",
    "along",
    "around",
    "at",
    "between",
    "beyond",
    "from",
    "in",
    "inside",
    "into",
    "near",
    "off",
    "on",
    "outside",
    "through",
    "throughout",
    "to",
    "toward",
    "towards",
    "via",
    "within",
];

/// Nouns beside a name that say that it is of a place.
const NOUNS: &[&str] = &[
    "area",
    "beach",
    "camp",
    "city",
    "district",
    "hamlet",
    "island",
    "municipality",
    "neighborhood",
    "neighbourhood",
    "province",
    "region",
    "resident",
    "residents",
    "settlement",
    "suburb",
    "town",
    "township",
    "valley",
    "village",
];

/// What speaks for the place itself, and so for the name's being one.
const TELLING: &[PlaceGround] = &[
    PlaceGround::Containment,
    PlaceGround::Dateline,
    PlaceGround::Outlet,
    PlaceGround::Division,
    PlaceGround::OtherPlaces,
    PlaceGround::SameName,
];

/// Drops what was put beside a place although nothing says that it lies anywhere.
///
/// `readings` are of `mentions`, both in the order of the text. One mention that is told as a place tells of all of its name.
pub(super) fn drop_unplaced(text: &str, mentions: &[Mention], readings: &mut Vec<PlaceReading>) {
    let unsure = |reading: &PlaceReading| {
        reading.placing == Placing::Near
            && !reading.grounds.iter().any(|it| TELLING.contains(it))
            && !is_by_head(mentions, reading.range)
    };
    let key = |range: TextRange| place_key(without_possessive(range.slice(text).unwrap_or("")));
    let mut told = FxHashSet::default();
    for (at, reading) in readings.iter().enumerate() {
        let sure = |other: Option<&PlaceReading>| {
            other
                .filter(|other| other.placing == Placing::Itself)
                .map(|other| other.range)
        };
        let before = at.checked_sub(1).and_then(|at| sure(readings.get(at)));
        let after = sure(readings.get(at + 1));
        if unsure(reading)
            && (is_told(text, reading.range) || is_in_row(text, before, reading.range, after))
        {
            told.insert(key(reading.range));
        }
    }
    readings.retain(|reading| !unsure(reading) || told.contains(&key(reading.range)));
}

/// Whether a word of the name itself says that it is of a place: "Denham Street".
fn is_by_head(mentions: &[Mention], range: TextRange) -> bool {
    mentions
        .binary_search_by_key(&range.start(), |mention| mention.range.start())
        .is_ok_and(|at| mentions[at].grounds.contains(&NameGround::HeadWord))
}

/// Whether the words beside a name say that something is there, or what it is.
fn is_told(text: &str, range: TextRange) -> bool {
    let (before, after) = around(text, range);
    let word = |word: &str| {
        word.trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase()
    };
    let next = after
        .strip_prefix(' ')
        .and_then(|rest| rest.split(' ').next())
        .unwrap_or_default();
    if is_version(next) {
        return false;
    }
    // "Maria Holt, 35, Ashford, was arrested".
    let aged = after.starts_with(',') && { before.trim_end().strip_suffix(',') }
        .and_then(|rest| rest.rsplit(' ').next())
        .is_some_and(|age| age.len() < 3 && age.bytes().all(|byte| byte.is_ascii_digit()));
    let mut back = { before.trim_end().rsplit(' ') }
        .map_while(|last| last.ends_with(char::is_alphanumeric).then(|| word(last)))
        .skip_while(|last| last == "the");
    let last = back.next().unwrap_or_default();
    let noun = match &*last {
        // "the village of Ashford", "the town Ashford".
        "of" => back.next().unwrap_or_default(),
        _ => last.clone(),
    };
    let name = range.slice(text).unwrap_or_default();
    is_address(before, name)
        || WHERE.contains(&&*last)
        || NOUNS.contains(&&*noun)
        || aged
        || NOUNS.contains(&&*word(next))
}

/// Whether the word after a name is the number of a version, "3" or "2.4"; houses have longer ones.
fn is_version(word: &str) -> bool {
    let word = word.trim_end_matches([',', '.', ';', ':', ')']);
    let digit = |c: char| c.is_ascii_digit();
    word.len() == 1 && word.starts_with(digit)
        || word.split_once('.').is_some_and(|(one, other)| {
            one.len() == 1 && one.starts_with(digit) && other.starts_with(digit)
        })
}

/// Whether a number and a noun of streets make an address: "12 Orris St".
fn is_address(before: &str, name: &str) -> bool {
    let number = before.trim_end().rsplit(' ').next().unwrap_or_default();
    let noun = { name.trim_end_matches('.').rsplit(' ').next() }
        .unwrap_or_default()
        .to_lowercase();
    !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && (STREETS.contains(&&*noun) || STREETS_OF_HOUSES.contains(&&*noun))
}

/// Whether a name stands in a row with places that are known.
fn is_in_row(
    text: &str,
    before: Option<TextRange>,
    range: TextRange,
    after: Option<TextRange>,
) -> bool {
    const LINKS: &[&str] = &[", ", " and ", ", and ", " or ", " & ", "/", " to "];
    let joined = |one: TextRange, other: TextRange| {
        text.get(one.end() as usize..other.start() as usize)
            .is_some_and(|between| LINKS.contains(&between))
    };
    before.is_some_and(|before| joined(before, range))
        || after.is_some_and(|after| joined(range, after))
}

/// The rest of the line on both sides.
fn around(text: &str, range: TextRange) -> (&str, &str) {
    let before = &text[..range.start() as usize];
    let after = &text[range.end() as usize..];
    (
        before.rsplit('\n').next().unwrap_or_default(),
        after.split('\n').next().unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(marked: &str) -> bool {
        let (before, rest) = marked.split_once('[').unwrap();
        let (name, after) = rest.split_once(']').unwrap();
        let text = format!("{before}{name}{after}");
        is_told(
            &text,
            TextRange::of(before.len(), before.len() + name.len()),
        )
    }

    #[test]
    fn what_lies_somewhere_is_told_as_a_place() {
        for marked in [
            "A family of four lives in [Orrisdale].",
            "It drove through the [Orrisdale] on Monday.",
            "the [Orrisdale] area",
            "the village of [Orrisdale]",
            "Maria Holt, 35, [Orrisdale], was fined.",
            "Residents fled [Orrisdale] village.",
            "The office, 12 [Orris St.], is open.",
            "The office moved to [Via Orris] 15.",
        ] {
            assert!(told(marked), "{marked}");
        }
        for marked in [
            "Maria Holt, head of [Orrisdale], spoke.",
            "[Orrisdale] raised its prices.",
            "It was moved to [Orrisdale] 3 last year.",
            "It stood in the journal [Orrisdale].",
            "a sound, like [Orrisdale]",
        ] {
            assert!(!told(marked), "{marked}");
        }
    }

    #[test]
    fn a_row_of_places_is_of_places() {
        let text = "Poland, Orrisdale and Turkey";
        let range = |words: &str| {
            let start = text.find(words).unwrap();
            TextRange::of(start, start + words.len())
        };
        let row = |before, after| is_in_row(text, before, range("Orrisdale"), after);
        assert!(row(Some(range("Poland")), None));
        assert!(row(None, Some(range("Turkey"))));
        assert!(!row(None, None));
    }
}
