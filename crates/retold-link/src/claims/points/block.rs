//! Addresses as police reports tell them: "in the 1200 block of East Elm Street".

use retold_model::{ClaimKind, SameGround};
use retold_text::TextRange;

use super::{Point, Scene, Slot, Value};
use crate::claims::agreement::block::Block;
use crate::claims::reading::Reading;

/// What stands between the number and the street.
const BLOCK_OF: &str = " block of ";

/// Kinds of streets with their short forms.
const KINDS: &[&[&str]] = &[
    &["street", "st"],
    &["avenue", "ave", "av"],
    &["road", "rd"],
    &["drive", "dr"],
    &["lane", "ln"],
    &["boulevard", "blvd"],
    &["court", "ct"],
    &["place", "pl"],
    &["circle", "cir"],
    &["terrace", "ter"],
    &["highway", "hwy"],
    &["parkway", "pkwy"],
    &["way"],
    &["trail"],
    &["pike"],
    &["loop"],
];

/// Digits that a house number has: fewer are read as days and counts too easily.
const HOUSE_DIGITS: std::ops::RangeInclusive<usize> = 3..=5;

/// House numbers of a block.
const BLOCK_SIZE: u32 = 100;

/// Words of a street's name, with direction and kind.
const MOST_WORDS: usize = 6;

pub(super) fn blocks<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    let text = reading.report.text;
    let blocks = text
        .match_indices(BLOCK_OF)
        .filter_map(|(at, _)| block(text, at));
    for (block, words) in blocks.chain(addresses(text)) {
        let Some(statement) = reading.stated(words) else {
            continue;
        };
        let Some(initial) = block.name.chars().next().map(|c| c.to_ascii_lowercase()) else {
            continue;
        };
        for slot in [
            Slot::Block(block.name.to_lowercase()),
            Slot::Street(block.number, initial),
        ] {
            points.push(Point {
                slot,
                kind: ClaimKind::Place,
                value: Value::Block(block),
                statement,
                scene: Scene {
                    happening: happening(reading.words(statement.sentence)),
                    ..Scene::default()
                },
                sure: true,
                grounds: vec![SameGround::SamePlace, SameGround::OnlyOne],
            });
        }
    }
}

/// What happens in a place. A fight in one block may end with shots in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::claims) enum Happening {
    Violence,
    Quarrel,
    Pursuit,
}

/// What a sentence tells of, in the words that tell it; the gravest where it tells of several.
fn happening(sentence: &str) -> Option<Happening> {
    const WORDS: &[(Happening, &[&str])] = &[
        (
            Happening::Violence,
            &[
                "dead",
                "fatal",
                "fatally",
                "fired",
                "gunfire",
                "gunshot",
                "gunshots",
                "homicide",
                "killed",
                "killing",
                "murder",
                "shooting",
                "shootings",
                "shot",
                "shots",
                "slain",
                "stabbed",
                "stabbing",
                "wounded",
            ],
        ),
        (
            Happening::Quarrel,
            &[
                "altercation",
                "argued",
                "argument",
                "brawl",
                "dispute",
                "fight",
                "fighting",
                "fights",
                "fought",
            ],
        ),
        (
            Happening::Pursuit,
            &["chase", "chased", "crashed", "fled", "pursued", "pursuit"],
        ),
    ];
    let lower = sentence.to_lowercase();
    let has = |word: &&str| {
        lower
            .split(|c: char| !c.is_alphabetic())
            .any(|it| it == *word)
    };
    { WORDS.iter() }
        .find(|(_, words)| words.iter().any(has))
        .map(|(happening, _)| *happening)
}

/// The block around the words `BLOCK_OF` at a place, with where it stands.
fn block(text: &str, at: usize) -> Option<(Block<'_>, TextRange)> {
    let digits = text[..at]
        .bytes()
        .rev()
        .take_while(|byte| byte.is_ascii_digit() || *byte == b',')
        .count();
    let number = text[at - digits..at].replace(',', "").parse().ok()?;
    let street = street(text, at + BLOCK_OF.len())?;
    let words = TextRange::new(
        u32::try_from(at - digits).ok()?,
        u32::try_from(street.end).ok()?,
    );
    (number > 0).then_some((street.block(number), words))
}

/// The blocks of addresses with a house number: "at 1606 E. 44th Street" is in the 1600 block.
fn addresses(text: &str) -> Vec<(Block<'_>, TextRange)> {
    let mut result = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + found;
        let digits = { text[start..].bytes() }
            .take_while(u8::is_ascii_digit)
            .count();
        at = start + digits;
        let stands_alone = !text[..start].ends_with(|c: char| !c.is_whitespace() && c != '(');
        if !HOUSE_DIGITS.contains(&digits) || !stands_alone || !text[at..].starts_with(' ') {
            continue;
        }
        let Ok(number) = text[start..at].parse::<u32>() else {
            continue;
        };
        let Some(street) = street(text, at + 1).filter(|street| street.kind.is_some()) else {
            continue;
        };
        if let (Ok(begin), Ok(end)) = (u32::try_from(start), u32::try_from(street.end))
            && number >= BLOCK_SIZE
        {
            result.push((
                street.block(number - number % BLOCK_SIZE),
                TextRange::new(begin, end),
            ));
        }
    }
    result
}

/// A street as a text names it.
pub(super) struct Street<'a> {
    pub(super) name: &'a str,
    pub(super) direction: Option<char>,
    pub(super) kind: Option<usize>,
    /// Where it ends in the text.
    pub(super) end: usize,
}

impl<'a> Street<'a> {
    pub(super) fn block(&self, number: u32) -> Block<'a> {
        Block {
            number,
            name: self.name,
            direction: self.direction,
            kind: self.kind,
        }
    }
}

/// The street whose name begins at a place.
pub(super) fn street(text: &str, begin: usize) -> Option<Street<'_>> {
    let mut direction = None;
    let mut kind = None;
    let mut name: Option<(usize, usize)> = None;
    let mut end = begin;
    let rest = text.get(begin..)?;
    let rest = rest.split('\n').next()?;
    let mut offset = begin;
    for word in rest.split(' ').take(MOST_WORDS) {
        let (start, length) = (offset, word.len());
        offset += length + 1;
        // "Boulevard.According": the sentence ends within.
        let word = word.split_once('.').map_or(word, |(first, more)| {
            let ended = more.starts_with(char::is_uppercase) && first.len() > 2;
            if ended { first } else { word }
        });
        let bare = word.trim_end_matches([',', '.', ';', ':', ')', '"', '”']);
        let lower = bare.to_lowercase();
        let ended = bare.len() != length && !(is_short(&lower) && word.ends_with('.'));
        let starts_a_name = bare.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        if !starts_a_name {
            break;
        }
        let bare_end = start + bare.len();
        match (
            compass(&lower),
            KINDS
                .iter()
                .position(|words| words.contains(&lower.as_str())),
        ) {
            (Some(letter), _) if name.is_none() => direction = Some(letter),
            // "Mill Street East".
            (Some(letter), _) => {
                direction = direction.or(Some(letter));
                end = bare_end;
                break;
            }
            (_, Some(place)) if name.is_some() => kind = Some(place),
            // "Elm Street Monday".
            _ if kind.is_some() => break,
            _ => name = Some((name.map_or(start, |(first, _)| first), bare_end)),
        }
        end = bare_end;
        if ended {
            break;
        }
    }
    let (first, last) = name?;
    let name = text.get(first..last)?;
    text.is_char_boundary(end).then_some(Street {
        name,
        direction,
        kind,
        end,
    })
}

/// Whether a word is one for a kind of street: "Street", "Ave.".
pub(super) fn is_kind(word: &str) -> bool {
    let lower = word.trim_end_matches(['.', ',']).to_lowercase();
    KINDS.iter().any(|words| words.contains(&lower.as_str()))
}

/// Whether a word is a short form that a point may end.
fn is_short(word: &str) -> bool {
    let is_kind = |words: &[&str]| words[1..].contains(&word);
    word.len() <= 2 || KINDS.iter().any(|words| is_kind(words))
}

fn compass(word: &str) -> Option<char> {
    match word {
        "north" | "n" => Some('n'),
        "south" | "s" => Some('s'),
        "east" | "e" => Some('e'),
        "west" | "w" => Some('w'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_in_a_block() {
        for (sentence, expected) in [
            ("Shots were fired after a fight.", Some(Happening::Violence)),
            ("The fighting started in a club.", Some(Happening::Quarrel)),
            ("They fled and were chased.", Some(Happening::Pursuit)),
            ("He lives in a house.", None),
        ] {
            assert_eq!(happening(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn addresses() {
        let read = |text: &'static str| {
            let at = text.find(BLOCK_OF)?;
            let (block, words) = block(text, at)?;
            let kind = block.kind.map_or("", |kind| KINDS[kind][0]);
            Some((
                block.number,
                block.direction,
                block.name,
                kind,
                words.slice(text)?,
            ))
        };
        for (text, expected) in [
            (
                "in the 1200 block of East Elm Street.",
                Some((
                    1200,
                    Some('e'),
                    "Elm",
                    "street",
                    "1200 block of East Elm Street",
                )),
            ),
            (
                "in the 12,500 block of Old Castle Rd. Police",
                Some((
                    12500,
                    None,
                    "Old Castle",
                    "road",
                    "12,500 block of Old Castle Rd",
                )),
            ),
            (
                "the 300 block of N. 5th St. on Monday",
                Some((300, Some('n'), "5th", "street", "300 block of N. 5th St")),
            ),
            (
                "the 2300 block of Mill Street West, police said",
                Some((
                    2300,
                    Some('w'),
                    "Mill",
                    "street",
                    "2300 block of Mill Street West",
                )),
            ),
            (
                "the 2300 block of Harbor. One",
                Some((2300, None, "Harbor", "", "2300 block of Harbor")),
            ),
            (
                "the 2300 block of Elm Street Monday night",
                Some((2300, None, "Elm", "street", "2300 block of Elm Street")),
            ),
            ("a block of flats", None),
            ("the 1200 block of", None),
            ("the 1200 block of \u{e9}t\u{e9}", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
