//! How long before or after another event something was: "declared a partnership weeks before the invasion".

use retold_model::{ArgumentRole, ClaimKind, Frame, Modality, PredicateKind, SameGround};
use retold_text::TextRange;

use super::{Point, Scene, Slot, Value};
use crate::claims::agreement::distance::{Side, TimeDistance, TimeUnit};
use crate::claims::reading::{Reading, Thing};
use crate::claims::words::{noun_class, predicate_class};

/// Words behind a length of time that tell the side.
const SIDES: &[(&str, Side)] = &[
    ("before", Side::Before),
    ("ahead of", Side::Before),
    ("prior to", Side::Before),
    ("after", Side::After),
    ("following", Side::After),
];

/// Numbers in words up to twelve.
const NUMBERS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

pub(super) fn distances<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for time in &reading.report.annotations.times {
        let Some(sentence) = reading.sentence(time.range) else {
            continue;
        };
        let Some((distance, end)) = distance(reading, time.range, sentence) else {
            continue;
        };
        of_a_life(reading, time.range, end, sentence, distance, points);
        let Some(statement) = reading.statement(
            TextRange::new(time.range.start(), end),
            reading.voucher(time.range),
        ) else {
            continue;
        };
        let anchors = anchors(reading, TextRange::new(end, sentence.end()));
        let before = TextRange::new(sentence.start(), time.range.start());
        for (_, frame) in reading.frames_in(before) {
            if frame.kind != PredicateKind::Verb
                || frame.negated
                || frame.modality != Modality::Asserted
            {
                continue;
            }
            if let Some(object) = object(reading, frame, time.range) {
                points.push(Point {
                    slot: Slot::Distance(predicate_class(&frame.lemma).to_owned(), object),
                    kind: ClaimKind::TimeDistance,
                    value: Value::Distance(distance),
                    statement,
                    scene: Scene {
                        anchors: anchors.clone(),
                        ..Scene::default()
                    },
                    sure: true,
                    grounds: vec![
                        SameGround::LikePredicate,
                        SameGround::SameNoun,
                        SameGround::SameAnchor,
                    ],
                });
            }
        }
    }
}

/// Predicates of what happens once in a life or nearly so; who it happens to is often told with a description alone.
const OF_A_LIFE: &[&str] = &["divorce", "graduate", "marry", "retire", WED];

const WED: &str = "wed";

/// What the violence that a story is about is called.
const VIOLENCE: &[&str] = &["kill", "murder", "shoot", "slay"];

/// How long ago, or how long before what the story is about, somebody was married: of that a story has one, where each report tells one.
fn of_a_life<'a>(
    reading: &Reading<'a>,
    range: TextRange,
    end: u32,
    sentence: TextRange,
    distance: TimeDistance,
    points: &mut Vec<Point<'a>>,
) {
    let before = TextRange::new(sentence.start(), range.start());
    let behind = TextRange::new(end, sentence.end());
    let last = { reading.frames_in(before) }
        .filter(|(_, frame)| frame.kind == PredicateKind::Verb)
        .last();
    let told = last.and_then(|(_, frame)| {
        let lemma = OF_A_LIFE.iter().find(|it| **it == frame.lemma)?;
        let asserted = !frame.negated && frame.modality == Modality::Asserted;
        asserted.then_some((*lemma, frame.voucher))
    });
    // "was wed" is read as "we'd".
    let weds = || {
        let wed = reading.word_before(sentence, range) == WED;
        wed.then(|| (WED, reading.voucher(range)))
    };
    let Some((lemma, voucher)) = told.or_else(weds) else {
        return;
    };
    let ago = reading.words(range).ends_with(AGO);
    let of_violence = { reading.frames_in(behind) }
        .any(|(_, frame)| VIOLENCE.contains(&predicate_class(&frame.lemma)))
        || { retold_text::word::words(reading.words(behind)) }
            .any(|word| noun_class(word.slice(reading.words(behind)).unwrap_or("")) == "shooting");
    if !ago && !of_violence {
        return;
    }
    let Some(statement) = reading.statement(TextRange::new(range.start(), end), voucher) else {
        return;
    };
    points.push(Point {
        slot: Slot::Distance(predicate_class(lemma).to_owned(), String::new()),
        kind: ClaimKind::TimeDistance,
        value: Value::Distance(distance),
        statement,
        scene: Scene {
            anchors: vec![Thing::Noun(if ago { AGO } else { VIOLENCE[0] }.to_owned())],
            ..Scene::default()
        },
        sure: true,
        grounds: vec![
            SameGround::LikePredicate,
            SameGround::SameAnchor,
            SameGround::OnlyOne,
        ],
    });
}

/// The word that counts from the day of the report.
const AGO: &str = "ago";

/// Words before a number that leave it loose.
const LOOSE: &[&str] = &[
    "about", "almost", "around", "just", "nearly", "only", "roughly", "some",
];

/// The distance that a length of time makes with the word behind it, and where that word ends.
fn distance(
    reading: &Reading<'_>,
    range: TextRange,
    sentence: TextRange,
) -> Option<(TimeDistance, u32)> {
    let words = reading.words(range).to_lowercase();
    let ago = words.strip_suffix(AGO).map(str::trim_end);
    let mut parts = ago.unwrap_or(&words).split([' ', '-']).rev();
    let unit = TimeUnit::of(parts.next()?)?;
    let rest: Vec<&str> = parts.filter(|word| !LOOSE.contains(word)).collect();
    let count = match rest.first().copied() {
        None => None,
        Some("a" | "an") => Some(1),
        Some(word) => match NUMBERS.iter().position(|number| *number == word) {
            Some(place) => Some(u32::try_from(place + 1).ok()?),
            None => Some(word.parse().ok()?),
        },
    };
    if rest.len() > 1 {
        return None;
    }
    if ago.is_some() {
        let side = Side::Before;
        return Some((TimeDistance { unit, count, side }, range.end()));
    }
    let behind = reading.between(range.end(), sentence.end())?;
    let gap = behind.len() - behind.trim_start().len();
    let (word, side) = SIDES.iter().find(|(word, _)| {
        behind
            .trim_start()
            .strip_prefix(*word)
            .is_some_and(|rest| rest.starts_with(' '))
    })?;
    let end = range.end() + u32::try_from(gap + word.len()).ok()?;
    Some((
        TimeDistance {
            unit,
            count,
            side: *side,
        },
        end,
    ))
}

/// What the events behind the distance are, and who takes part in them.
fn anchors(reading: &Reading<'_>, behind: TextRange) -> Vec<Thing> {
    let mut result = Vec::new();
    for (_, frame) in reading.frames_in(behind) {
        result.push(Thing::Noun(predicate_class(&frame.lemma).to_owned()));
    }
    for word in retold_text::word::words(reading.words(behind)) {
        let range = TextRange::new(behind.start() + word.start(), behind.start() + word.end());
        if let Some(thing @ Thing::Entity(_)) = reading.thing(range) {
            result.push(thing);
        }
    }
    for time in reading.times_in(behind) {
        result.push(Thing::Noun(time.value.as_str().to_owned()));
    }
    result.sort();
    result.dedup();
    result
}

/// The noun of the object. The length of time itself is often read into it ("a safety inspection weeks"), or hides it: then the noun
/// is the word before the time.
fn object(reading: &Reading<'_>, frame: &Frame, time: TextRange) -> Option<String> {
    let stated = { frame.arguments.iter() }
        .filter(|argument| argument.role == ArgumentRole::Object)
        .flat_map(|argument| &argument.heads)
        .find(|head| head.end() <= time.start() && frame.predicate.end() <= head.start());
    if let Some(head) = stated {
        return Some(noun_class(reading.words(*head)));
    }
    let words = reading.between(frame.predicate.end(), time.start())?;
    let one_clause = !words.contains(['.', ',', ';', ':']);
    let last = { retold_text::word::words(words) }
        .filter_map(|word| word.slice(words))
        .filter(|word| !BARELY.contains(&word.to_lowercase().as_str()))
        .last()?;
    (one_clause && words.len() <= MOST_BYTES_OF_OBJECT).then(|| noun_class(last))
}

/// Words that may stand before a length of time.
const BARELY: &[&str] = &[
    "about", "almost", "barely", "just", "mere", "only", "some", "a",
];

/// The longest object that is told without being read as one, in bytes.
const MOST_BYTES_OF_OBJECT: usize = 80;
