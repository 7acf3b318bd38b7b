//! How long somebody has served in the police: "a 15-year veteran", "had served with the Sheriff's Office for 16 years".

use retold_model::{
    ArgumentRole, ClaimKind, EntityId, Frame, Modality, NameKind, PredicateKind, SameGround,
    TimeKind,
};
use retold_text::TextRange;
use retold_text::word::words;

use super::state::only_head;
use super::{Point, Scene, Slot, Value};
use crate::claims::agreement::distance::whole_length;
use crate::claims::reading::Reading;

/// Predicates of service.
const SERVING: &[&str] = &["be", "serve", "work"];

/// Words of a sentence that tell of service in the police.
const POLICE: &[&str] = &[
    "department",
    "deputy",
    "force",
    "officer",
    "police",
    "sheriff",
    "trooper",
];

/// What those are called who have served for long.
const VETERANS: &[&str] = &["veteran", "vet"];

/// Words between a length of service and the veteran: "eight-year Ashford Police Department veteran".
const MOST_WORDS: usize = 4;

/// Words of a sentence that tell of a time before, or of a part of it.
const ELSEWHERE: &[&str] = &[
    "additional",
    "each",
    "every",
    "former",
    "minimum",
    "maximum",
    "previously",
    "retired",
    "suspended",
    "up",
];

/// Words of a service before that of the police.
const SOLDIERS: &[&str] = &["army", "guard", "marine", "marines", "military", "navy"];

/// Words before a length that leave it open.
const HEDGES: &[&str] = &[
    "about",
    "almost",
    "approximately",
    "around",
    "at",
    "least",
    "maybe",
    "most",
    "nearly",
    "over",
    "roughly",
    "some",
    "than",
    "to",
];

pub(super) fn tenures<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    let times = &reading.report.annotations.times;
    for (number, time) in (0..).zip(times) {
        if time.kind != TimeKind::Duration {
            continue;
        }
        let (Some(sentence), Some(length)) = (
            reading.sentence(time.range),
            whole_length(time.value.as_str()),
        ) else {
            continue;
        };
        let text = reading.words(sentence).to_lowercase();
        let has = |list: &[&str]| {
            text.split(|c: char| !c.is_alphabetic())
                .any(|word| list.contains(&word))
        };
        let before = reading.word_before(sentence, time.range);
        let hedged = time.modifier.is_some() || HEDGES.contains(&before.to_lowercase().as_str());
        if has(ELSEWHERE) || hedged || cuts_a_length(before) {
            continue;
        }
        let mut found: Vec<EntityId> = veteran(reading, time.range, sentence).into_iter().collect();
        for (_, frame) in reading.frames_in(sentence) {
            let tells = frame.times.contains(&number)
                && frame.kind != PredicateKind::Noun
                && SERVING.contains(&frame.lemma.as_str())
                && !frame.negated
                && frame.modality == Modality::Asserted;
            if tells && has(POLICE) && !is_of_soldiers(reading, frame, time.range, sentence) {
                found.extend(whose(reading, frame));
            }
        }
        found.dedup();
        for entity in found {
            let Some(statement) = reading.stated(time.range) else {
                continue;
            };
            points.push(Point {
                slot: Slot::Tenure(entity),
                kind: ClaimKind::TimeDistance,
                value: Value::Tenure(length.0, length.1),
                statement,
                scene: Scene::default(),
                sure: true,
                grounds: vec![SameGround::SameEntity, SameGround::LikePredicate],
            });
        }
    }
}

/// Whether the word before a length of time is the first part of it: "4 1/2 months" is read from the last number on.
pub(in crate::claims) fn cuts_a_length(before: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_digit() || c == '/')
}

/// Whether a clause tells of service in the army: "served eight years in the Navy".
fn is_of_soldiers(
    reading: &Reading<'_>,
    frame: &Frame,
    time: TextRange,
    sentence: TextRange,
) -> bool {
    let clause = frame.predicate.cover(time);
    let behind = reading.between(time.end(), sentence.end()).unwrap_or("");
    let rest = behind.split([',', ';', '.']).next().unwrap_or("");
    let rest = rest.split(" and ").next().unwrap_or(rest);
    { [reading.words(clause), rest].into_iter() }
        .flat_map(|part| part.split(|c: char| !c.is_alphabetic()))
        .any(|word| SOLDIERS.contains(&word.to_lowercase().as_str()))
}

/// The one person who serves.
fn whose(reading: &Reading<'_>, frame: &Frame) -> Option<EntityId> {
    let subject = frame.with_role(ArgumentRole::Subject).next()?;
    entity(reading, only_head(subject)?)
}

fn entity(reading: &Reading<'_>, at: TextRange) -> Option<EntityId> {
    let chain = reading.chain_at(at)?;
    (reading.kind(chain)? == NameKind::Person).then(|| reading.entity(chain))?
}

/// The veteran of so many years: the name right before or behind the words, or the subject of a sentence that says so.
fn veteran(reading: &Reading<'_>, range: TextRange, sentence: TextRange) -> Option<EntityId> {
    let behind = reading.between(range.end(), sentence.end())?;
    let noun = { words(behind).take(MOST_WORDS + 1) }.find(|word| {
        { word.slice(behind) }.is_some_and(|it| VETERANS.contains(&it.to_lowercase().as_str()))
    })?;
    if behind
        .get(..noun.start() as usize)?
        .contains([',', '.', ';', '\n'])
    {
        return None;
    }
    let before = { reading.between(sentence.start(), range.start())? }.trim_end();
    let bare = { before.strip_suffix(" a").or(before.strip_suffix(" an")) }
        .unwrap_or(before)
        .trim_end();
    // "Berg, an eight-year veteran"; "Brandt, 39, is a 12-year veteran".
    let bare = { bare.strip_suffix(" is").or(bare.strip_suffix(" was")) }
        .unwrap_or(bare)
        .trim_end_matches(|c: char| c == ',' || c == ' ' || c.is_ascii_digit());
    if !bare.is_empty() {
        let end = sentence.start() + u32::try_from(bare.len()).ok()?;
        if let Some(found) = entity(reading, TextRange::new(end - 1, end)) {
            return Some(found);
        }
    }
    // "15-year veteran Deputy Anna Berg".
    let start = range.end() + noun.end();
    let rest = reading.between(start, sentence.end())?;
    { words(rest).take(MOST_WORDS) }.find_map(|word| {
        let gap = rest.get(..word.start() as usize)?;
        let upper = word.slice(rest)?.starts_with(char::is_uppercase);
        (upper && !gap.contains([',', ';', '\n'])).then(|| {
            entity(
                reading,
                TextRange::new(start + word.start(), start + word.end()),
            )
        })?
    })
}
