//! Words of names that one report spells otherwise than the others: "Mundeley" and "Mudeley".
//!
//! The other points of names ask for a name that is else the same. Here nothing is asked of a name but that it has a word which no list of
//! the words of news knows, which one report alone has, and which misses by a letter or two a word of names in other reports that this
//! report never writes. In countries that do not write Latin letters such two are mostly transliterations, and are left out.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{ClaimKind, NameKind, Reference, SameGround};
use retold_text::TextRange;
use rustc_hash::FxHashSet;

use super::agreement::name::edits;
use super::letters::LATIN_SHARE;
use super::points::{Point, Scene, Slot, Value, differ_by_sex};
use super::reading::Reading;
use super::words::in_small_letters;
use crate::entities::{are_forms_of_one, fold_name};
use crate::rarity::is_known;
use crate::sheet::stems;

/// Words of names of a story that are compared.
const MOST_WORDS: usize = 2000;

/// Names with one word that are compared and told.
const MOST_NAMES: usize = 40;

/// The shortest word that may miss another one by a letter, and by two.
const SHORTEST: usize = 5;
const SHORTEST_BY_TWO: usize = 6;

/// The longest word, in letters.
const LONGEST: usize = 40;

/// Endings that make another word of a word: "Turkmen", "Turkmens".
const ENDINGS: &[&str] = &[
    "", "a", "al", "an", "ans", "d", "e", "ed", "en", "er", "ers", "es", "ese", "i", "ian", "ians",
    "ic", "ies", "in", "ing", "is", "ish", "l", "man", "men", "n", "ns", "o", "r", "rs", "s", "t",
    "th", "us", "woman", "women", "y",
];

/// Parts of words that are opposites of each other: "northwest", "northeast".
const SIDES: &[&str] = &["east", "north", "south", "west"];

/// Names of days and months, which miss each other by a letter or two.
const CALENDAR: &[&str] = &["day", "june", "july", "march"];

/// A name of a report.
struct Named {
    /// The report, by its place.
    report: usize,
    range: TextRange,
    kind: NameKind,
    /// Its words, folded.
    words: BTreeSet<String>,
}

/// A word of the names of a story.
#[derive(Default)]
struct Word<'n> {
    /// The reports whose names have it, by their place.
    reports: BTreeSet<usize>,
    names: Vec<&'n Named>,
}

/// A word with what is told of it alone.
struct Spelling<'f> {
    word: &'f str,
    of: &'f Word<'f>,
    /// Whether one report alone has it, which news at large has not: of all pairs few have such a word.
    may_be_slip: bool,
}

/// The points of names with words that are misspelt, two or more of each slot.
pub(super) fn misspelt<'a>(readings: &[Reading<'a>]) -> Vec<Point<'a>> {
    let names: Vec<Named> = { readings.iter().enumerate() }
        .flat_map(|(place, reading)| names(reading, place))
        .collect();
    let found = words_of(&names);
    let texts: Vec<FxHashSet<&str>> = { readings.iter() }
        .map(|reading| in_text(reading, &found))
        .collect();
    let latin = latin(readings);
    let mut by_initial: BTreeMap<char, Vec<Spelling<'_>>> = BTreeMap::new();
    for (&word, of) in &found {
        by_initial
            .entry(word.chars().next().unwrap_or(' '))
            .or_default()
            .push(Spelling {
                word,
                of,
                may_be_slip: may_be_slip(word, of, &texts),
            });
    }
    let mut slips: BTreeMap<&str, Vec<&Word<'_>>> = BTreeMap::new();
    for members in by_initial.values() {
        for (place, one) in members.iter().enumerate() {
            for other in &members[place + 1..] {
                let rank = |it: &Spelling<'_>| (it.of.reports.len(), it.of.names.len());
                let (wrong, right) = if rank(one) <= rank(other) {
                    (one, other)
                } else {
                    (other, one)
                };
                if is_misspelt(wrong, right, &texts, &latin) {
                    slips.entry(right.word).or_default().push(wrong.of);
                }
            }
        }
    }
    { slips.into_iter().enumerate() }
        .flat_map(|(number, (right, wrong))| points_of(readings, number, &found[right], &wrong))
        .collect()
}

/// The words that are compared, as far as [`MOST_WORDS`] and [`MOST_NAMES`] go.
fn words_of(names: &[Named]) -> BTreeMap<&str, Word<'_>> {
    let mut found: BTreeMap<&str, Word<'_>> = BTreeMap::new();
    for named in names {
        for word in &named.words {
            let is_compared = (SHORTEST..=LONGEST).contains(&word.chars().count())
                && word.chars().all(char::is_alphabetic)
                && (found.len() < MOST_WORDS || found.contains_key(word.as_str()));
            if !is_compared {
                continue;
            }
            let of = found.entry(word).or_default();
            of.reports.insert(named.report);
            if of.names.len() < MOST_NAMES {
                of.names.push(named);
            }
        }
    }
    found
}

/// The names of a report.
fn names(reading: &Reading<'_>, place: usize) -> Vec<Named> {
    let mut result = Vec::new();
    for chain in &reading.report.annotations.chains {
        for member in { chain.members.iter() }.filter(|it| it.reference == Reference::Name) {
            let text = reading.words(member.range);
            // Letters in a row are no words; "@" begins an account.
            let marked = { reading.between(0, member.range.start()) }
                .is_some_and(|before| before.ends_with(['@', '#', '/', '.', '_']));
            let sic = { reading.between(member.range.end(), size(reading.report.text)) }
                .is_some_and(|behind| SIC.iter().any(|sic| behind.starts_with(sic)));
            if marked || sic || text.contains(['@', '/', '\n', '_']) {
                continue;
            }
            let folded = fold_name(chain.kind, text);
            result.push(Named {
                report: place,
                range: member.range,
                kind: chain.kind,
                words: folded.split(' ').map(str::to_owned).collect(),
            });
        }
    }
    result.extend(unread(reading, place, &result));
    result
}

/// Words with a capital within a sentence that were read as no name: names that are misspelt often are not.
fn unread(reading: &Reading<'_>, place: usize, names: &[Named]) -> Vec<Named> {
    let taken: BTreeSet<u32> = names.iter().map(|named| named.range.start()).collect();
    let mut result = Vec::new();
    let mut before: Option<TextRange> = None;
    for &word in reading.all_words() {
        let follows =
            { before.and_then(|it| reading.between(it.end(), word.start())) } == Some(" ");
        let is_small = before.is_some_and(|it| !reading.words(it).starts_with(char::is_uppercase));
        before = Some(word);
        let written = reading.words(word);
        let upper = written.chars().skip(1).any(char::is_uppercase);
        if follows
            && is_small
            && written.starts_with(char::is_uppercase)
            && !upper
            && !taken.contains(&word.start())
        {
            result.push(Named {
                report: place,
                range: word,
                kind: NameKind::Facility,
                words: BTreeSet::from([fold_name(NameKind::Facility, written)]),
            });
        }
    }
    result
}

/// What a report puts behind a slip of another one.
const SIC: [&str; 2] = [" (sic", " [sic"];

fn size(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// Which of the words of names the text of a report has, in names or not.
fn in_text<'f>(reading: &Reading<'_>, found: &BTreeMap<&'f str, Word<'f>>) -> FxHashSet<&'f str> {
    // Most of a text are a few words again and again.
    let written: FxHashSet<&str> = { reading.all_words().iter() }
        .map(|&word| reading.words(word))
        .collect();
    let known = |word: &str| found.get_key_value(word).map(|(&word, _)| word);
    { written.into_iter() }
        .filter_map(|word| {
            if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                in_small_letters(word, known)
            } else {
                known(&fold_name(NameKind::Facility, word))
            }
        })
        .collect()
}

/// Which reports are of countries with Latin letters; one that names no place is of the country of the others.
fn latin(readings: &[Reading<'_>]) -> Vec<bool> {
    let shares = || readings.iter().map(|reading| reading.latin_share);
    let known: Vec<usize> = shares().flatten().collect();
    let of_story = known.iter().sum::<usize>() >= LATIN_SHARE * known.len().max(1);
    shares()
        .map(|share| share.map_or(of_story, |share| share >= LATIN_SHARE))
        .collect()
}

fn may_be_slip(word: &str, of: &Word<'_>, texts: &[FxHashSet<&str>]) -> bool {
    let in_texts = || {
        { texts.iter() }
            .filter(|text| text.contains(word))
            .take(2)
            .count()
    };
    of.reports.len() == 1 && in_texts() == 1 && !known(word)
}

fn is_misspelt(
    wrong: &Spelling<'_>,
    right: &Spelling<'_>,
    texts: &[FxHashSet<&str>],
    latin: &[bool],
) -> bool {
    let Some(&only_report) = wrong.of.reports.first().filter(|_| wrong.may_be_slip) else {
        return false;
    };
    near(wrong.word, right.word)
        && (!texts[only_report].contains(right.word) || is_slip_among_others(wrong.of, right.of))
        && (known(right.word)
            // Nobody transliterates letters into another order.
            || sorted(wrong.word) == sorted(right.word)
            || latin[only_report] && { right.of.reports.iter() }.all(|&report| latin[report]))
        && are_of_one(wrong, right)
}

/// Whether a report that has the right word, too, has the wrong one by a slip: once, where others have the right one.
fn is_slip_among_others(of_wrong: &Word<'_>, of_right: &Word<'_>) -> bool {
    of_wrong.names.len() == 1 && of_right.names.len() >= LEAST_RIGHT && { of_right.reports.iter() }
        .any(|report| !of_wrong.reports.contains(report))
}

/// Names with the right word that show that the wrong one is a slip.
const LEAST_RIGHT: usize = 3;

/// Whether two words miss each other by a letter or two, as a slip makes them.
fn near(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let least = a.len().min(b.len());
    let most = if least >= SHORTEST_BY_TWO { 2 } else { 1 };
    if edits(&a, &b, most).is_none() {
        return false;
    }
    let in_calendar = |word: &str| CALENDAR.iter().any(|day| word.ends_with(day));
    let is_side = |word: &str| SIDES.iter().any(|side| word.contains(side));
    let of_one_list = in_calendar(one) && in_calendar(other) || is_side(one) && is_side(other);
    !of_one_list && !differ_by_endings(one, other) && british(one) != british(other)
}

/// Whether two words are one with two endings.
fn differ_by_endings(one: &str, other: &str) -> bool {
    let shared = { one.chars().zip(other.chars()) }
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum::<usize>();
    ENDINGS.contains(&&one[shared..]) && ENDINGS.contains(&&other[shared..])
}

/// A word as both sides of the Atlantic would write it.
pub(super) fn british(word: &str) -> String {
    let word = word
        .replace("our", "or")
        .replace("ise", "ize")
        .replace("isa", "iza")
        .replace("ence", "ense")
        .replace("lled", "led")
        .replace("lling", "ling")
        .replace("llery", "lry")
        .replace("ogue", "og");
    match word.strip_suffix("tre") {
        Some(stem) => format!("{stem}ter"),
        None => word,
    }
}

/// Whether news at large has a word.
fn known(word: &str) -> bool {
    stems(word).all(|stem| is_known(&stem))
}

/// Whether the names with the two words can be those of one: people have the same other words, as far as they have any.
fn are_of_one(wrong: &Spelling<'_>, right: &Spelling<'_>) -> bool {
    let (of_wrong, of_right) = (wrong.of, right.of);
    let (wrong, right) = (wrong.word, right.word);
    let has_no_others = |named: &Named| named.words.len() == 1;
    let pairs =
        || { of_wrong.names.iter() }.flat_map(|one| of_right.names.iter().map(move |it| (one, it)));
    let people = { of_wrong.names.iter().chain(&of_right.names) }
        .any(|named| named.kind == NameKind::Person);
    let shares = pairs().any(|(one, other)| {
        let mut shared = one.words.intersection(&other.words);
        shared.any(|word| word != wrong && word != right)
    });
    if !people {
        // "Grelling Avenue" and "Grilling Street" may be two.
        let one_alone = pairs().any(|(one, other)| has_no_others(one) || has_no_others(other));
        return shares || !known(right) && (one_alone || of_right.names.len() >= LEAST_RIGHT);
    }
    let fits = pairs().all(|(one, other)| has_no_others(one) || has_no_others(other));
    (shares || fits && of_right.names.len() > 1)
        && is_one_slip(wrong, right)
        && !differ_by_sex(wrong, right)
        && !are_forms_of_one(wrong, right)
}

/// The letters of a word in the order of the alphabet.
fn sorted(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

/// Whether two words differ by one letter, or by the order of their letters.
fn is_one_slip(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    edits(&a, &b, 1).is_some() || sorted(one) == sorted(other)
}

/// The points of the names with the right word, and of those with each of the wrong ones.
fn points_of<'a>(
    readings: &[Reading<'a>],
    number: usize,
    right: &Word<'_>,
    wrong: &[&Word<'_>],
) -> Vec<Point<'a>> {
    let has_slip = |report: usize| { wrong.iter() }.any(|slip| slip.reports.contains(&report));
    let mut result = Vec::new();
    for (spelling, of) in std::iter::once(right)
        .chain(wrong.iter().copied())
        .enumerate()
    {
        // Where the report of a slip has the right word, too, the others state it.
        let told = { of.names.iter() }.filter(|named| spelling > 0 || !has_slip(named.report));
        for named in told {
            let reading = &readings[named.report];
            let Some(statement) = reading.stated(named.range) else {
                continue;
            };
            result.push(Point {
                slot: Slot::Spelling(number),
                kind: ClaimKind::Name,
                value: Value::Spelling(spelling),
                statement,
                scene: Scene::default(),
                sure: true,
                grounds: vec![SameGround::LikeNoun, SameGround::OnlyOne],
            });
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_miss_each_other() {
        let near: Vec<bool> = [
            ("ellerby", "elerby"),
            ("ellerbyton", "elerbiton"),
            ("ellerby", "ellerbys"),
            ("northwest", "northeast"),
            ("tuesday", "thursday"),
            ("center", "centre"),
            ("harbour", "harbor"),
            ("elmo", "elmi"),
            ("torvi", "tarve"),
        ]
        .into_iter()
        .map(|(one, other)| near(one, other) && near(other, one))
        .collect();
        assert_eq!(
            near,
            [true, true, false, false, false, false, false, false, false]
        );
    }
}
