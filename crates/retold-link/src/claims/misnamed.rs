//! Names of which one word is another one: "Brian Holm, 18," and "18-year-old Kevin Holm"; "Alder Avenue" and "Alder Street".
//!
//! The points of names ask for a word that is nearly the other one, so that the names alone tell that they are one. Here the word may be any
//! other one, and what else is told says that one is meant: the same age; like words around the names; for a street, a house number or like words around
//! it. No report of the story may write both words: it would tell of two.
//!
//! The cost is that of comparing the names that share all but a word, at most [`MOST_NAMES`] of them and [`MOST_PAIRS`] in all; words around are
//! looked at for those alone that may be one.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{ArticleId, ClaimKind, NameKind, Reference, SameGround};
use retold_text::TextRange;
use retold_text::word::words;
use rustc_hash::FxHashMap;

use super::agreement::name::is_given_name;
use super::letters::LATIN_SHARE;
use super::misspelt::british;
use super::points::{Point, Scene, Slot, Value};
use super::reading::{Reading, Thing};
use crate::entities::{are_forms_of_one, fold_name, person_key, spelling_of_one};
use crate::rarity::{is_known, rarity};
use crate::sheet::stems;

/// Names that share all but a word, and are compared.
const MOST_NAMES: usize = 40;

/// Bearers of one name that are compared with those of another one.
const MOST_BEARERS: usize = 6;

/// Pairs of names of a story that are compared by what is told beside them.
const MOST_PAIRS: usize = 4000;

/// Words of a name.
const WORDS: std::ops::RangeInclusive<usize> = 2..=5;

/// Places of a name whose words around are compared.
const MOST_MENTIONS: usize = 6;

/// Telling words on each side of a name that are compared.
const MOST_AROUND: usize = 8;

/// Percent of the words around two names of people, by rarity, that are shared where nothing else tells that they are one; and how rare these
/// are in all (see [`rarity`]).
const LEAST_SHARE: u32 = 40;
const LEAST_SHARED: u32 = 100;

/// The same of two people of one age.
const LEAST_SHARED_OF_AGED: u32 = 15;

/// Percent that two people of one age share whose names are spelled otherwise.
const LEAST_SHARE_OF_RESPELLED: u32 = 20;

/// The same of two names of streets, buildings and bodies.
const LEAST_SHARE_OF_PLACES: u32 = 18;
const LEAST_SHARED_OF_PLACES: u32 = 55;

/// Letters that a short form has of a given name: "Alex", "Alexander". Two of one bearer that begin so are told as near misses, if at all.
const SHORT_FORM: usize = 3;

/// Letters of a word that is more than an initial.
const SHORTEST: usize = 3;

/// The last words of streets, with how they are shortened.
const STREETS: &[(&str, &str)] = &[
    ("avenue", "ave"),
    ("boulevard", "blvd"),
    ("circle", "cir"),
    ("court", "ct"),
    ("drive", "dr"),
    ("lane", "ln"),
    ("parkway", "pkwy"),
    ("place", "pl"),
    ("road", "rd"),
    ("street", "st"),
    ("terrace", "ter"),
];

/// Sides that exclude each other, with how they are shortened.
const SIDES: &[[(&str, &str); 2]] = &[
    [("east", "e"), ("west", "w")],
    [("north", "n"), ("south", "s")],
];

/// A name of a report.
struct Named {
    /// The report, by its place.
    report: usize,
    kind: NameKind,
    /// Its words, folded.
    words: Vec<String>,
    mentions: Vec<TextRange>,
    /// How old the bearer is said to be.
    ages: Vec<Thing>,
}

/// Which words two names share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shared {
    Surname(String),
    GivenName(String),
    /// All of a place or a body, as they are heard, but for those that tell streets of one name apart.
    Heard(String),
}

/// The points of names that differ in a word, two or more of each slot. `points` are those that were read in each report.
pub(super) fn misnamed<'a>(readings: &[Reading<'a>], points: &[Point<'a>]) -> Vec<Point<'a>> {
    let ages = ages(points);
    let names: Vec<Named> = { readings.iter().enumerate() }
        .flat_map(|(place, reading)| names(reading, place, &ages))
        .collect();
    let mut known: Known<'_> = BTreeMap::new();
    let mut of_words: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    let mut buckets: BTreeMap<Shared, BTreeMap<&[String], Vec<usize>>> = BTreeMap::new();
    for (at, named) in names.iter().enumerate() {
        { known.entry(identity(named)) }
            .or_default()
            .insert(named.report);
        of_words.entry(&named.words).or_default().push(at);
        for shared in shared(named) {
            let bucket = buckets.entry(shared).or_default();
            if bucket.len() < MOST_NAMES || bucket.contains_key(named.words.as_slice()) {
                let bearers = bucket.entry(&named.words).or_default();
                if bearers.len() < MOST_BEARERS {
                    bearers.push(at);
                }
            }
        }
    }
    let mut told: BTreeMap<[&[String]; 2], BTreeSet<usize>> = BTreeMap::new();
    let mut left = MOST_PAIRS;
    for (shared, bucket) in &buckets {
        let bucket: Vec<_> = bucket.iter().collect();
        for (place, (words, ones)) in bucket.iter().enumerate() {
            for (others_words, others) in &bucket[place + 1..] {
                let (a, b) = (&names[ones[0]], &names[others[0]]);
                if !may_be_one(shared, a, b) || knows_both(&known, a, b) {
                    continue;
                }
                for (&one, &other) in
                    { ones.iter() }.flat_map(|one| others.iter().map(move |it| (one, it)))
                {
                    if left == 0 {
                        break;
                    }
                    left -= 1;
                    if is_one(readings, shared, &names[one], &names[other]) {
                        let both = [**words, **others_words];
                        told.entry(both).or_default().extend([one, other]);
                    }
                }
            }
        }
    }
    let mut points = Vec::new();
    for (number, (both, of)) in told.into_iter().enumerate() {
        for (value, words) in both.into_iter().enumerate() {
            let apart = apart_from(words, both[1 - value]);
            // The names of the two in other reports are told, too.
            for &at in &of_words[words] {
                let bearer = &names[at];
                if of.contains(&at) || bearer.kind == NameKind::Person {
                    let reading = &readings[bearer.report];
                    points.extend(points_of(reading, bearer, &apart, number, value));
                }
            }
        }
    }
    points
}

/// The words of a name that another one has not.
fn apart_from<'n>(words: &'n [String], other: &[String]) -> Vec<&'n str> {
    { words.iter() }
        .filter(|word| !other.contains(word))
        .map(String::as_str)
        .collect()
}

/// The ages of people named in full, by report and where they are named so.
fn ages(points: &[Point<'_>]) -> BTreeMap<(ArticleId, u32), Vec<Thing>> {
    { points.iter() }
        .filter(|point| matches!(point.slot, Slot::GivenName(..)))
        .map(|point| {
            let statement = point.statement;
            let at = (statement.article, statement.words.start());
            (at, point.scene.anchors.clone())
        })
        .collect()
}

/// The names of a report that are compared.
fn names(
    reading: &Reading<'_>,
    place: usize,
    ages: &BTreeMap<(ArticleId, u32), Vec<Thing>>,
) -> Vec<Named> {
    { reading.report.annotations.chains.iter() }
        .filter_map(|chain| {
            let written = reading.words(chain.name);
            // Most names have one word.
            if !written.contains([' ', '-']) {
                return None;
            }
            let folded = match chain.kind {
                NameKind::Person => person_key(written),
                kind => fold_name(kind, written),
            };
            let words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
            if !WORDS.contains(&words.len()) || written.contains(['@', '/', '\n', '_', '|']) {
                return None;
            }
            // The name in full, and what stands for it alone.
            let mentions = { chain.members.iter() }
                .filter(|member| member.reference == Reference::Name)
                .map(|member| member.range)
                .collect();
            let age = ages.get(&(reading.id(), chain.name.start()));
            Some(Named {
                report: place,
                kind: chain.kind,
                words,
                mentions,
                ages: age.cloned().unwrap_or_default(),
            })
        })
        .collect()
}

/// What a name may share with another one.
fn shared(named: &Named) -> Vec<Shared> {
    if named.kind != NameKind::Person {
        let mut whole = String::new();
        for word in &named.words {
            match (street(word), side(word)) {
                (Some(_), _) => whole.push_str(" street"),
                (_, Some((axis, _))) => whole.push_str([" side", " end"][axis]),
                _ => {
                    whole.push(' ');
                    whole.push_str(&heard(word));
                }
            }
        }
        return vec![Shared::Heard(whole)];
    }
    let of = |word: Option<&String>| word.cloned().unwrap_or_default();
    vec![
        Shared::GivenName(of(named.words.first())),
        Shared::Surname(of(named.words.last())),
    ]
}

/// Whether two names that share some words may be of one, by the other words.
fn may_be_one(shared: &Shared, one: &Named, other: &Named) -> bool {
    match shared {
        Shared::Heard(_) => {
            let mut apart = { one.words.iter().zip(&other.words) }.filter(|(a, b)| a != b);
            match (apart.next(), apart.next()) {
                (Some((a, b)), None) => are_of_streets(a, b, &one.words) || are_misheard(a, b),
                _ => false,
            }
        }
        Shared::Surname(_) | Shared::GivenName(_) => other.kind == one.kind,
    }
}

/// Whether they are, as far as everything told beside them goes.
fn is_one(readings: &[Reading<'_>], shared: &Shared, one: &Named, other: &Named) -> bool {
    match shared {
        Shared::Surname(_) => is_one_person(readings, one, other, false),
        Shared::GivenName(_) => is_one_person(readings, one, other, true),
        Shared::Heard(_) => is_one_place(readings, one, other),
    }
}

/// What two names have in common that are taken for one, and the reports that have it, by their place.
type Known<'n> = BTreeMap<Vec<&'n str>, BTreeSet<usize>>;

/// Of people the first name and the last one: those between are often left out.
fn identity(named: &Named) -> Vec<&str> {
    let words = named.words.iter().map(String::as_str);
    match named.words.as_slice() {
        [first, .., last] if named.kind == NameKind::Person => vec![first, last],
        _ => words.collect(),
    }
}

/// Whether some report has both names: it tells of two.
fn knows_both(known: &Known<'_>, one: &Named, other: &Named) -> bool {
    let (a, b) = (known.get(&identity(one)), known.get(&identity(other)));
    a.zip(b).is_some_and(|(a, b)| !a.is_disjoint(b))
}

fn is_one_person(
    readings: &[Reading<'_>],
    one: &Named,
    other: &Named,
    by_given_name: bool,
) -> bool {
    let word = |named: &Named| -> Option<String> {
        let words = &named.words;
        if by_given_name {
            words.last()
        } else {
            words.first()
        }
        .cloned()
    };
    let (Some(a), Some(b)) = (word(one), word(other)) else {
        return false;
    };
    let is_name = |word: &str| {
        word.chars().count() >= SHORTEST && word.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    let apart = (
        apart_from(&one.words, &other.words),
        apart_from(&other.words, &one.words),
    );
    let any = |is: &dyn Fn(&str, &str) -> bool| {
        { apart.0.iter() }.any(|x| { apart.1.iter() }.any(|y| is(x, y)))
    };
    // "Will Holm", "Officer William Holm": some word of the one is a form of one of the other.
    let respelled = any(&is_respelled);
    let latin = [one, other].iter().all(|named| {
        { readings[named.report].latin_share }.is_none_or(|share| share >= LATIN_SHARE)
    });
    if !is_name(&a) || !is_name(&b) || any(&|x, y| is_form(x, y)) && !respelled {
        return false;
    }
    let likeness = || likeness(readings, one, other);
    if !one.ages.is_empty() && !other.ages.is_empty() {
        return { one.ages.iter() }.any(|age| other.ages.contains(age))
            && !readings[one.report].has_word(&b)
            && !readings[other.report].has_word(&a)
            && likeness().is_some_and(|(share, shared)| {
                shared >= LEAST_SHARED_OF_AGED
                    && (!respelled || latin && share >= LEAST_SHARE_OF_RESPELLED)
            });
    }
    let both_written =
        || { readings.iter() }.any(|reading| reading.has_word(&a) && reading.has_word(&b));
    let is_part = |named: &Named, word: &str| {
        let reading = &readings[named.report];
        (by_given_name || may_be_given(word))
            && is_within(reading, named, word)
            && !{ readings.iter() }.any(|it| writes_small(it, word))
    };
    if respelled || !latin || both_written() {
        return false;
    }
    let are_kin = [one, other]
        .iter()
        .all(|named| is_kin(&readings[named.report], named));
    if are_kin && !by_given_name {
        return false;
    }
    let sounds_alike = by_given_name && sound(&a) == sound(&b);
    let is_likely = sounds_alike
        || likeness().is_some_and(|(share, shared)| share >= LEAST_SHARE && shared >= LEAST_SHARED);
    is_likely && is_part(one, &a) && is_part(other, &b)
}

/// Whether somebody is called a relative of whom a family has several: "his grandson Carl Holm".
fn is_kin(reading: &Reading<'_>, named: &Named) -> bool {
    const KIN: &[&str] = &[
        "aunt",
        "brother",
        "cousin",
        "daughter",
        "granddaughter",
        "grandson",
        "nephew",
        "niece",
        "sister",
        "son",
        "stepdaughter",
        "stepson",
        "uncle",
    ];
    { named.mentions.iter() }.any(|&mention| {
        let before = { reading.sentence(mention) }
            .map_or("", |sentence| reading.word_before(sentence, mention));
        KIN.contains(&before.trim_end_matches(','))
    })
}

/// Whether two words may be forms of one name: short, of another language, or spelled otherwise.
fn is_form(one: &str, other: &str) -> bool {
    let shared = { one.chars().zip(other.chars()) }
        .take_while(|(x, y)| x == y)
        .count();
    let length = |word: &str| word.chars().count();
    shared >= SHORT_FORM.min(length(one)).min(length(other))
        || are_forms_of_one(one, other)
        || spelling_of_one(one, other)
}

/// Whether two words are one name, spelled in two ways from its first letter on: "Kristof", "Christof".
fn is_respelled(one: &str, other: &str) -> bool {
    let length = |word: &str| word.chars().count();
    spelling_of_one(one, other)
        && one.chars().next() != other.chars().next()
        && length(one).abs_diff(length(other)) <= 1
}

/// Whether a name stands with a word somewhere behind a word in small letters, or a comma: "Losing Holm hurts", "Court Flips Holm Ruling".
fn is_within(reading: &Reading<'_>, named: &Named, word: &str) -> bool {
    { named.mentions.iter() }.any(|&mention| {
        let before = { reading.sentence(mention) }
            .map_or("", |sentence| reading.word_before(sentence, mention));
        let words = fold_name(named.kind, reading.words(mention));
        words.split(' ').any(|it| it == word)
            && (before.starts_with(char::is_lowercase) || before.ends_with(','))
    })
}

/// Whether a word can be a given name: "trooper" can not.
fn may_be_given(word: &str) -> bool {
    const RANKS: &[&str] = &[
        "agent",
        "chief",
        "constable",
        "deputy",
        "detective",
        "inspector",
        "investigator",
        "officer",
        "patrolman",
        "ranger",
        "senior",
        "trooper",
    ];
    is_given_name(word) || !RANKS.contains(&word) && !{ stems(word) }.all(|stem| is_known(&stem))
}

/// Whether a report writes a word in small letters: "trooper" is none of the name.
fn writes_small(reading: &Reading<'_>, word: &str) -> bool {
    let text = reading.report.text;
    text.contains(word) && { words(text) }.any(|range| range.slice(text) == Some(word))
}

/// The first letter of a word and its consonants, as far as a listener tells them apart: "Tallis", "Tarriz".
fn sound(word: &str) -> String {
    let mut result = String::new();
    let mut last = ' ';
    for (place, c) in word.chars().enumerate() {
        let class = match c {
            'b' | 'f' | 'p' | 'v' => 'b',
            'c' | 'g' | 'j' | 'k' | 'q' | 's' | 'x' | 'z' => 'k',
            'd' | 't' => 'd',
            'l' | 'r' => 'l',
            'm' | 'n' => 'm',
            _ => ' ',
        };
        if place == 0 {
            result.push(c);
        } else if class != ' ' && class != last {
            result.push(class);
        }
        last = class;
    }
    result
}

/// Which kind of street a word is.
fn street(word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.');
    { STREETS.iter() }.position(|(whole, short)| word == *whole || word == *short)
}

/// Which side a word is, by the axis and its end.
fn side(word: &str) -> Option<(usize, usize)> {
    let word = word.trim_end_matches('.');
    { SIDES.iter().enumerate() }.find_map(|(axis, ends)| {
        let end = { ends.iter() }.position(|(whole, short)| word == *whole || word == *short)?;
        Some((axis, end))
    })
}

/// Whether two words of a name of so many words are those by which two streets of one name are told apart.
fn are_of_streets(a: &str, b: &str, name: &[String]) -> bool {
    let other_street = { street(a).zip(street(b)) }.is_some_and(|(a, b)| a != b);
    let other_side = { side(a).zip(side(b)) }.is_some_and(|(a, b)| a.0 == b.0 && a.1 != b.1)
        && name.iter().any(|word| street(word).is_some());
    other_street || other_side
}

/// Whether two words of names sound alike, and are not the two ways in which one word is spelled: "Sarah Street", "Zara Street".
fn are_misheard(a: &str, b: &str) -> bool {
    let long = |word: &str| word.chars().count() >= LEAST_MISHEARD;
    long(a) && long(b) && heard(a) == heard(b) && british(a) != british(b)
}

/// Letters of a word that may be misheard.
const LEAST_MISHEARD: usize = 4;

/// A word as [`sound`], with its first letter as the others.
fn heard(word: &str) -> String {
    sound(&format!("a{word}"))
}

/// Whether two names of streets, buildings or bodies are of one.
fn is_one_place(readings: &[Reading<'_>], one: &Named, other: &Named) -> bool {
    has_one_number(readings, one, other)
        || likeness(readings, one, other).is_some_and(|(share, shared)| {
            share >= LEAST_SHARE_OF_PLACES && shared >= LEAST_SHARED_OF_PLACES
        })
}

/// Whether one house number, or one block, stands before both: "421 Alder Street", "the 2300 block of Alder Street".
fn has_one_number(readings: &[Reading<'_>], one: &Named, other: &Named) -> bool {
    let numbers = |named: &Named| -> BTreeSet<u32> {
        let reading = &readings[named.report];
        { named.mentions.iter() }
            .filter_map(|mention| {
                let sentence = reading.sentence(*mention)?;
                let before = reading.between(sentence.start(), mention.start())?;
                let before = before.trim_end();
                let before = before.strip_suffix("block of").unwrap_or(before);
                before.split_whitespace().next_back()?.parse().ok()
            })
            .collect()
    };
    !numbers(one).is_disjoint(&numbers(other))
}

/// How alike the words around two names are at best: in percent, and how rare those are that are shared.
fn likeness(readings: &[Reading<'_>], one: &Named, other: &Named) -> Option<(u32, u32)> {
    let around = |named: &Named| -> Vec<FxHashMap<String, u32>> {
        let reading = &readings[named.report];
        { named.mentions.iter().take(MOST_MENTIONS) }
            .filter_map(|&mention| around(reading, mention, &named.words))
            .collect()
    };
    let (ones, others) = (around(one), around(other));
    let sum = |words: &FxHashMap<String, u32>| words.values().sum::<u32>();
    { ones.iter() }
        .flat_map(|a| others.iter().map(move |b| (a, b)))
        .map(|(a, b)| {
            let shared: u32 = { a.iter() }
                .filter(|(word, _)| b.contains_key(*word))
                .map(|(_, rarity)| rarity)
                .sum();
            (200 * shared / (sum(a) + sum(b)).max(1), shared)
        })
        .max()
}

/// The telling words around a name with their rarity; none of the name itself.
fn around(
    reading: &Reading<'_>,
    mention: TextRange,
    name: &[String],
) -> Option<FxHashMap<String, u32>> {
    let sentence = reading.sentence(mention)?;
    let before = reading.between(sentence.start(), mention.start())?;
    let behind = reading.between(mention.end(), sentence.end())?;
    let telling = |text: &str| -> Vec<String> {
        { stems(text) }
            .filter(|stem| !name.contains(stem) && !says_nothing(stem))
            .collect()
    };
    let before = telling(before);
    let words = before.iter().rev().take(MOST_AROUND).cloned();
    let all = words.chain(telling(behind).into_iter().take(MOST_AROUND));
    Some(all.map(|word| (word.clone(), rarity(&word))).collect())
}

/// Whether a word stands beside many names: an age, or another number.
fn says_nothing(stem: &str) -> bool {
    const OF_AGES: &[&str] = &["ag", "age", "aged", "old", "year", "yearold"];
    OF_AGES.contains(&stem) || stem.contains(|c: char| c.is_ascii_digit())
}

fn points_of<'a>(
    reading: &Reading<'a>,
    named: &Named,
    apart: &[&str],
    number: usize,
    value: usize,
) -> Vec<Point<'a>> {
    let ground = match named.kind {
        NameKind::Place | NameKind::Facility => SameGround::SamePlace,
        NameKind::Person if !named.ages.is_empty() => SameGround::SameRole,
        _ => SameGround::LikeNoun,
    };
    let grounds = vec![ground, SameGround::OnlyOne];
    { named.mentions.iter() }
        .filter(|&&mention| {
            let words = fold_name(named.kind, reading.words(mention));
            words.split(' ').any(|word| apart.contains(&word))
        })
        .filter_map(|&mention| {
            Some(Point {
                slot: Slot::Called(number),
                kind: ClaimKind::Name,
                value: Value::Spelling(value),
                statement: reading.stated(mention)?,
                scene: Scene::default(),
                sure: true,
                grounds: grounds.clone(),
            })
        })
        .collect()
}
