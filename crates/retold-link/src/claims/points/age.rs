//! How old somebody is: "Ilse Tremmel, 38, …", "the 71-year-old Putin", "Xi, who is 70", "She was 85."

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{
    ArgumentRole, ChainMember, ClaimKind, Measure, NameKind, PredicateKind, Quantity, Reference,
    SameGround,
};
use retold_text::TextRange;

use super::{Point, Scene, Slot, Value};
use crate::claims::reading::Reading;
use crate::claims::words::sex_of;

/// What may stand between a name and the age.
const BETWEEN: &[&str] = &[
    ", ",
    " (",
    ", aged ",
    ", age ",
    " aged ",
    ", who is ",
    ", who was ",
    " is ",
    " was ",
    ", then ",
    ", a ",
    ", an ",
];

/// Words that may stand between "38-year-old" and the name: "38-year-old schoolteacher Ilse Tremmel".
const MOST_WORDS_BETWEEN: usize = 3;

/// Ages by the chain of the person, as written in years or another unit, and where they stand.
type Ages = (BTreeMap<u32, BTreeSet<String>>, BTreeSet<TextRange>);

/// The ages of a report that belong to names; as points those of people with a full name.
pub(super) fn ages<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) -> Ages {
    let mut result: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    let mut places = BTreeSet::new();
    for quantity in &reading.report.annotations.quantities {
        if !matches!(quantity.measure, Measure::Age(_)) {
            continue;
        }
        let Some(chain) = whose(reading, quantity) else {
            continue;
        };
        let age = format!("{:?} {:?}", quantity.amount, quantity.measure);
        result.entry(chain).or_default().insert(age);
        places.insert(quantity.range);
        let full = reading.report.annotations.chains[chain as usize].name;
        let is_full = reading.words(full).contains(' ');
        let (true, Some(entity)) = (is_full, reading.entity(chain)) else {
            continue;
        };
        let Some(statement) = reading.stated(quantity.range) else {
            continue;
        };
        points.push(Point {
            slot: Slot::Age(entity),
            kind: ClaimKind::Age,
            value: Value::Number(quantity),
            statement,
            scene: Scene::default(),
            sure: true,
            grounds: vec![SameGround::SameEntity],
        });
    }
    (result, places)
}

/// The chain of the person whose age it is.
fn whose(reading: &Reading<'_>, quantity: &Quantity) -> Option<u32> {
    let sentence = reading.sentence(quantity.range)?;
    let died = who_died(reading, quantity, sentence);
    if let Some(chain) = died.or_else(|| who_was(reading, quantity, sentence)) {
        return Some(chain);
    }
    let mut before: Option<(u32, u32)> = None;
    let mut after: Option<(u32, u32)> = None;
    for (number, chain) in (0..).zip(&reading.report.annotations.chains) {
        if chain.kind != NameKind::Person {
            continue;
        }
        for member in { chain.members.iter() }.filter(|member| {
            member.reference == Reference::Name && sentence.contains_range(member.range)
        }) {
            let (start, end) = (member.range.start(), member.range.end());
            if end <= quantity.range.start() && before.is_none_or(|(at, _)| at < end) {
                before = Some((end, number));
            }
            if start >= quantity.range.end() && after.is_none_or(|(at, _)| start < at) {
                after = Some((start, number));
            }
        }
    }
    let stands = |start: u32, end: u32| reading.between(start, end);
    let old = reading.words(quantity.range).contains("old");
    // "32-year-old Anna Berg, 23-year-old Jan Holm".
    let opens = old && after.is_some_and(|(start, _)| start == quantity.range.end() + 1);
    if let Some((end, chain)) = before
        && let Some(text) = stands(end, quantity.range.start())
        && BETWEEN.contains(&text)
        && !(opens && text == ", ")
        && !belongs_to_a_noun(reading, quantity, text)
    {
        return Some(chain);
    }
    let (start, chain) = after?;
    let text = stands(quantity.range.end(), start)?;
    let words = text.split_whitespace().count();
    // "the 45-year-old suspect, Karl Brandt": a noun for the person and the name are set beside each other.
    let text = text
        .strip_suffix(", ")
        .filter(|noun| {
            noun.rsplit(' ')
                .next()
                .is_some_and(|noun| sex_of(noun).is_some())
        })
        .unwrap_or(text);
    let plain = text
        .chars()
        .all(|c| c.is_alphabetic() || c == ' ' || c == '-');
    let joined = [
        " and ",
        " of ",
        " by ",
        " with ",
        " for ",
        " told ",
        " son ",
        " daughter ",
    ]
    .iter()
    .any(|word| text.contains(word));
    // "when 23-year-old Vesna Holm struck Berg": a name that was not read as one stands before the verb.
    let tells = TextRange::new(quantity.range.end(), start);
    let has_verb = { reading.frames_in(tells) }.any(|(_, frame)| frame.kind == PredicateKind::Verb);
    (old && plain && !joined && !has_verb && words <= MOST_WORDS_BETWEEN && text.starts_with(' '))
        .then_some(chain)
}

/// Words between "died" and the age at most.
const MOST_WORDS_TO_AGE: usize = 8;

/// The one who "died on Monday at the age of 71", where nobody else stands between.
fn who_died(reading: &Reading<'_>, quantity: &Quantity, sentence: TextRange) -> Option<u32> {
    let start = quantity.range.start();
    let before = reading.between(sentence.start(), start)?;
    let at_age = before.ends_with(" at age ") || before.ends_with(" at the age of ");
    if !at_age && !reading.words(quantity.range).starts_with("aged ") {
        return None;
    }
    let (_, frame) = { reading.frames_in(TextRange::new(sentence.start(), start)) }
        .filter(|(_, frame)| frame.kind == PredicateKind::Verb)
        .last()
        .filter(|(_, frame)| frame.lemma == "die" && !frame.negated)?;
    let between = TextRange::new(frame.predicate.end(), start);
    let words = || reading.words(between).split_whitespace();
    let somebody = words().any(|word| sex_of(word.trim_end_matches(',')).is_some()) || {
        reading.report.annotations.chains.iter()
    }
    .filter(|chain| chain.kind == NameKind::Person)
    .flat_map(|chain| &chain.members)
    .any(|member| between.contains_range(member.range));
    if somebody || words().count() > MOST_WORDS_TO_AGE {
        return None;
    }
    let mut heads = { frame.with_role(ArgumentRole::Subject) }.flat_map(|subject| &subject.heads);
    let (Some(&head), None) = (heads.next(), heads.next()) else {
        return None;
    };
    reading
        .chain_at(head)
        .filter(|&chain| reading.kind(chain) == Some(NameKind::Person))
}

/// What may stand between a pronoun that begins a sentence and the age that ends it.
const WAS: &[&str] = &[" was ", " is ", " was just ", " was only "];

/// Who is told of by a sentence that says nothing else: "She was 85."
fn who_was(reading: &Reading<'_>, quantity: &Quantity, sentence: TextRange) -> Option<u32> {
    let begins = |member: &ChainMember| {
        let between = reading.between(member.range.end(), quantity.range.start());
        member.reference == Reference::Pronoun
            && member.range.start() == sentence.start()
            && between.is_some_and(|between| WAS.contains(&between))
    };
    let chains = &reading.report.annotations.chains;
    let (number, chain) =
        { (0..).zip(chains) }.find(|(_, chain)| chain.members.iter().any(begins))?;
    let ends = reading.between(quantity.range.end(), sentence.end()) == Some(".");
    (ends && chain.kind == NameKind::Person).then_some(number)
}

/// Whether "Name, a 38-year-old …" goes on to something that is not the person: "Smith, a 20-year-old company".
fn belongs_to_a_noun(reading: &Reading<'_>, quantity: &Quantity, before: &str) -> bool {
    let next = {
        reading.between(
            quantity.range.end(),
            u32::try_from(reading.report.text.len()).unwrap_or(u32::MAX),
        )
    }
    .and_then(|rest| rest.chars().next());
    // "Smith, 38, a teacher" ends in a comma or a bracket; "Smith is 38." in a point.
    match before {
        ", a " | ", an " | " is " | " was " => {
            !reading.words(quantity.range).contains("old")
                && next.is_some_and(char::is_alphanumeric)
        }
        _ => !matches!(next, Some(',' | ')' | ';' | '.' | ' ')),
    }
}
