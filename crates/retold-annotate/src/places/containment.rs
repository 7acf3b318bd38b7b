//! What the words beside a name say that it lies in: "Paris, Texas", "the Syrian town of Kfraya".

use retold_model::PlaceFeature;
use retold_text::TextRange;

use super::gazetteer::{Gazetteer, Naming, PlaceNumber, place_key};
use crate::possessive::{owner, without_possessive};

/// How the text puts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bond {
    /// After a comma or in brackets.
    Apposed,
    /// "in", "of", a possessive, a people before "town of".
    Phrase,
}

/// Where a name is said to lie: one of these places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Container {
    pub(super) bond: Bond,
    /// Ascending.
    pub(super) places: Vec<PlaceNumber>,
}

/// Words of a container's name at most.
const MOST_WORDS: usize = 4;
/// Bytes beside the name that are read.
const REACH: usize = 60;

/// What the text beside `range` says that it lies in, the closest bond first.
pub(super) fn containers(world: &Gazetteer, text: &str, range: TextRange) -> Vec<Container> {
    let (start, end) = (range.start() as usize, range.end() as usize);
    let after = &text[end..floor(text, end + REACH)];
    let before = &text[floor(text, start.saturating_sub(REACH))..start];
    let mut result = Vec::new();
    let mut add = |bond, mut places: Vec<PlaceNumber>| {
        places.sort_unstable();
        places.dedup();
        if !places.is_empty() {
            result.push(Container { bond, places });
        }
    };
    if let Some(rest) = after.strip_prefix(',').or_else(|| after.strip_prefix(" (")) {
        let (places, length) = named(world, rest.trim_start(), Comma::Yes);
        let whole = rest.len() - rest.trim_start().len() + length;
        let beyond = &rest[whole.min(rest.len())..];
        if !rest[..rest.len() - beyond.len()].ends_with('.') && starts_another(beyond) {
            add(Bond::Phrase, places);
        } else if !goes_on(beyond) {
            add(Bond::Apposed, places);
        }
    }
    let after = after.trim_start();
    for link in ["in ", "of "] {
        if let Some(rest) = after.strip_prefix(link) {
            let rest = without_directions(rest);
            add(Bond::Phrase, named(world, rest, Comma::No).0);
        }
    }
    if let Some(rest) = before.trim_end().strip_suffix(" of") {
        // "the Syrian town of", "Ontario's city of"
        if let Some((rest, noun)) = rest.rsplit_once(' ')
            && PLACE_NOUNS.contains(&noun)
        {
            add(Bond::Phrase, ending(world, rest));
        }
    } else if let Some(rest) = owner(before.trim_end()) {
        add(Bond::Phrase, ending(world, rest));
    } else if let Some((rest, noun)) = before.trim_end().rsplit_once(' ')
        && PLACE_NOUNS.contains(&noun)
    {
        // "the Turkish city Bursa", "Turkey's capital, Ankara"
        add(Bond::Phrase, ending(world, rest));
    }
    result
}

const PLACE_NOUNS: &[&str] = &[
    "area",
    "borough",
    "capital",
    "city",
    "community",
    "county",
    "district",
    "hamlet",
    "island",
    "municipality",
    "neighborhood",
    "neighbourhood",
    "port",
    "province",
    "region",
    "resort",
    "state",
    "suburb",
    "town",
    "township",
    "village",
];

/// Words before the name of a place that say which part of it.
pub(super) const DIRECTIONS: &[&str] = &[
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "north",
    "south",
    "east",
    "west",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "north-eastern",
    "north-western",
    "south-eastern",
    "south-western",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "rural",
    "upstate",
    "the",
    "nearby",
];

fn without_directions(mut text: &str) -> &str {
    while let Some((word, rest)) = text.split_once(' ') {
        if !DIRECTIONS.contains(&word.to_ascii_lowercase().as_str()) {
            break;
        }
        text = rest;
    }
    text
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Comma {
    Yes,
    No,
}

/// Whether a list goes on: "Georgia, Alabama and Texas".
fn goes_on(rest: &str) -> bool {
    let rest = rest.strip_prefix(',').unwrap_or(rest);
    rest.trim_start()
        .strip_prefix("and ")
        .is_some_and(|rest| rest.starts_with(char::is_uppercase))
}

/// Whether what stands after the comma begins something else: "from Russia, Ohio Governor", "Washington, Russia's".
fn starts_another(rest: &str) -> bool {
    rest.starts_with("'s")
        || rest.starts_with("’s")
        || rest
            .strip_prefix(' ')
            .is_some_and(|rest| rest.starts_with(char::is_uppercase))
}

/// The countries, divisions and districts that the name at the start of `text` may be, and how long it is.
fn named(world: &Gazetteer, text: &str, comma: Comma) -> (Vec<PlaceNumber>, usize) {
    let mut ends = Vec::new();
    let mut at = 0;
    for word in text.split(' ').take(MOST_WORDS) {
        let stop = word.find([',', ';', ')', ':', '"', '”', '\n', '—', '(']);
        let clean = stop.map_or(word, |stop| &word[..stop]);
        if clean.is_empty() || !(clean.starts_with(char::is_uppercase) || at > 0 && clean == "of") {
            break;
        }
        ends.push(at + clean.len());
        at += word.len() + 1;
        if stop.is_some() {
            break;
        }
    }
    for &end in ends.iter().rev() {
        let name = without_possessive(&text[..end]);
        let key = place_key(name);
        let mut places = large_enough(world, &key, comma);
        if comma == Comma::Yes && name.len() == 2 && name.bytes().all(|b| b.is_ascii_uppercase()) {
            places.extend(world.of_code(&key));
        }
        if !places.is_empty() {
            return (places, end);
        }
    }
    (Vec::new(), 0)
}

/// The same of the name at the end of `text`, or of the people there.
fn ending(world: &Gazetteer, text: &str) -> Vec<PlaceNumber> {
    let text = without_possessive(text.trim_end());
    let words: Vec<&str> = text.rsplit(' ').take(3).collect();
    for count in (1..=words.len()).rev() {
        let name: Vec<&str> = words[..count].iter().rev().copied().collect();
        if !name[0].starts_with(char::is_uppercase) {
            continue;
        }
        let key = place_key(&name.join(" "));
        let mut places = large_enough(world, &key, Comma::No);
        places.extend(world.of_people(&key));
        if !places.is_empty() {
            return places;
        }
    }
    Vec::new()
}

fn large_enough(world: &Gazetteer, key: &str, comma: Comma) -> Vec<PlaceNumber> {
    world
        .look_up(key)
        .filter(|(place, naming)| {
            (*naming != Naming::Short || comma == Comma::Yes)
                && *naming != Naming::Near
                && match world.feature(*place) {
                    PlaceFeature::Country | PlaceFeature::Division => true,
                    PlaceFeature::District | PlaceFeature::Region | PlaceFeature::Island => {
                        naming.is_main()
                    }
                    // "D.C." is a town to the gazetteer.
                    _ => *naming == Naming::Short,
                }
        })
        .map(|(place, _)| place)
        .collect()
}

/// The last boundary of a character at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}
