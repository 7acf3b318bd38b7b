//! What somebody is said to be or to have, in words that exclude each other: where they are wounded, how they are, what they are to
//! somebody else; and what it was done with.

use retold_model::{
    Amount, Argument, ArgumentRole, ClaimKind, Frame, Measure, Modality, NameKind, PredicateKind,
    SameGround,
};
use retold_text::TextRange;
use retold_text::word::words;

use super::toll::{is_elsewhere_in_words, scene};
use super::{Point, Scene, Slot, Value};
use crate::claims::agreement::exclusive::{List, Meaning};
use crate::claims::reading::{Reading, Thing};
use crate::claims::words::{in_small_letters, noun_class, sex_of};

/// Predicates of wounds.
const WOUNDING: &[&str] = &["graze", "hit", "injure", "shoot", "stab", "strike", "wound"];

/// Bytes from a predicate to the part of the body.
const MOST_BYTES_TO_BODY: usize = 60;

/// Words that stand before a part of the body.
const SIDES: &[&str] = &["left", "lower", "right", "upper"];

/// What ends a list of parts of the body.
const ENDS: &[&str] = &[
    " when", " while", " after", " before", " by ", " during", " at ", " on ", " as ", " who",
    " which", " from", " with",
];

pub(super) fn states<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for frame in &reading.report.annotations.frames {
        let is_clause = matches!(frame.kind, PredicateKind::Verb | PredicateKind::Copula);
        let is_wounding = WOUNDING.contains(&frame.lemma.as_str());
        let tells = is_clause
            && (is_wounding || of_condition(frame).is_some())
            && !frame.negated
            && frame.modality == Modality::Asserted
            && !is_thought(reading, frame);
        let Some(sentence) = reading.sentence(frame.predicate).filter(|_| tells) else {
            continue;
        };
        if is_elsewhere_in_words(reading.words(sentence)) {
            continue;
        }
        condition(reading, frame, sentence, points);
        if is_wounding {
            wound(reading, frame, sentence, points);
            times_hit(reading, frame, sentence, points);
        }
    }
    relations(reading, points);
    weapons(reading, points);
    vehicles(reading, points);
}

/// "I thought she was shot in the head."
pub(super) fn is_thought(reading: &Reading<'_>, frame: &Frame) -> bool {
    let governor = frame
        .governor
        .and_then(|number| reading.report.annotations.frames.get(number as usize));
    governor.is_some_and(|it| matches!(it.lemma.as_str(), "think" | "guess" | "assume" | "imagine"))
}

/// Who somebody is, as far as two reports can know it.
pub(super) type Whose = Vec<(Thing, SameGround)>;

/// Whom an argument means: the entity, or somebody of an age and a sex.
fn who(reading: &Reading<'_>, argument: &Argument) -> Whose {
    let Some(head) = only_head(argument) else {
        return Vec::new();
    };
    let entity = person(reading, head).and_then(|chain| reading.entity(chain));
    let described = sex_of(reading.words(head)).zip(age_in(reading, argument.range));
    { entity.into_iter() }
        .map(|entity| (Thing::Entity(entity), SameGround::SameEntity))
        .chain(
            described
                .map(|(sex, age)| (Thing::Noun(format!("{sex:?} {age}")), SameGround::SameRole)),
        )
        .collect()
}

/// The head of an argument for one: several at once are in several states.
pub(super) fn only_head(argument: &Argument) -> Option<TextRange> {
    match argument.heads[..] {
        [head] => Some(head),
        _ => None,
    }
}

/// The chain of a person whom a head means.
pub(super) fn person(reading: &Reading<'_>, head: TextRange) -> Option<u32> {
    let chain = reading.chain_at(head)?;
    (reading.kind(chain)? == NameKind::Person).then_some(chain)
}

/// The only age that is told in a range.
pub(super) fn age_in(reading: &Reading<'_>, range: TextRange) -> Option<String> {
    let mut ages = { reading.quantities_in(range) }
        .filter(|quantity| matches!(quantity.measure, Measure::Age(_)));
    let (Some(age), None) = (ages.next(), ages.next()) else {
        return None;
    };
    matches!(age.amount, Amount::Value(_)).then(|| format!("{:?} {:?}", age.amount, age.measure))
}

/// A value with the words that tell it.
#[derive(Clone, Copy)]
struct Told<'a> {
    kind: ClaimKind,
    value: Value<'a>,
    words: TextRange,
}

impl<'a> Told<'a> {
    fn meaning(kind: ClaimKind, meaning: Meaning, words: TextRange) -> Self {
        let value = Value::Meaning(meaning);
        Self { kind, value, words }
    }

    fn point(self, reading: &Reading<'a>, slot: Slot, ground: SameGround) -> Option<Point<'a>> {
        let Self { kind, value, words } = self;
        let statement = reading.stated(words)?;
        Some(Point {
            scene: match slot {
                Slot::Relation(..) => Scene::default(),
                _ => scene(reading, statement.sentence),
            },
            slot,
            kind,
            value,
            statement,
            sure: true,
            grounds: vec![ground],
        })
    }

    /// The points of each whom an argument of the role means.
    fn of_each(
        self,
        reading: &Reading<'a>,
        frame: &Frame,
        role: ArgumentRole,
        slot: impl Fn(Thing) -> Slot,
    ) -> impl Iterator<Item = Point<'a>> {
        frame
            .with_role(role)
            .flat_map(|argument| who(reading, argument))
            .filter_map(move |(thing, ground)| self.point(reading, slot(thing), ground))
    }

    /// The point of a thing of which a story has only one.
    fn of_the_only_one(self, reading: &Reading<'a>, list: List) -> Option<Point<'a>> {
        let slot = Slot::State(list, Thing::Noun(String::new()));
        self.point(reading, slot, SameGround::OnlyOne)
    }
}

/// What the words of a range that stand in a list stand for together, with the first of them.
fn listed(reading: &Reading<'_>, range: TextRange, list: List) -> Option<(Meaning, TextRange)> {
    let mut found: Option<(Meaning, TextRange)> = None;
    for word in words(reading.words(range)) {
        let at = TextRange::new(range.start() + word.start(), range.start() + word.end());
        if let Some(meaning) = Meaning::of(list, &reading.words(at).to_lowercase()) {
            found = Some(match found {
                Some((before, first)) => (before.or(meaning), first),
                None => (meaning, at),
            });
        }
    }
    found
}

/// Which argument of a predicate is in the state that it tells.
fn of_condition(frame: &Frame) -> Option<ArgumentRole> {
    match frame.lemma.as_str() {
        "be" | "remain" | "stay" => Some(ArgumentRole::Subject),
        "hospitalize" | "list" | "report" => Some(ArgumentRole::Object),
        _ => None,
    }
}

/// "is in critical condition", "was listed as stable".
fn condition<'a>(
    reading: &Reading<'a>,
    frame: &Frame,
    sentence: TextRange,
    points: &mut Vec<Point<'a>>,
) {
    let start = frame.predicate.end();
    let (Some(role), Some(behind)) = (of_condition(frame), reading.between(start, sentence.end()))
    else {
        return;
    };
    let clause = behind.split([',', ';', '.']).next().unwrap_or("");
    let Ok(length) = u32::try_from(clause.len()) else {
        return;
    };
    let lower = clause.to_lowercase();
    let of_state = lower.contains(" condition") || lower.trim_start().starts_with("stable");
    if !of_state || lower.contains("improve") || lower.contains("upgraded") {
        return;
    }
    let range = TextRange::new(start, start + length);
    let Some((meaning, at)) = listed(reading, range, List::Condition) else {
        return;
    };
    let told = Told::meaning(ClaimKind::Trait, meaning, at);
    let slot = |thing| Slot::State(List::Condition, thing);
    points.extend(told.of_each(reading, frame, role, slot));
}

/// "was shot in the left leg and the shoulder".
fn wound<'a>(
    reading: &Reading<'a>,
    frame: &Frame,
    sentence: TextRange,
    points: &mut Vec<Point<'a>>,
) {
    const IN: &[&str] = &["in the ", "in his ", "in her "];
    let start = frame.predicate.end();
    let Some(behind) = reading.between(start, sentence.end()) else {
        return;
    };
    let lower = behind.to_ascii_lowercase();
    let first = { IN.iter() }
        .filter_map(|phrase| Some(lower.find(phrase)? + phrase.len()))
        .min();
    let Some(from) = first.filter(|&from| from <= MOST_BYTES_TO_BODY) else {
        return;
    };
    if lower[..from].contains(['.', ';']) || lower[..from].contains(" and ") {
        return;
    }
    let clause = lower[from..].split([';', '.']).next().unwrap_or("");
    let end = { ENDS.iter() }
        .filter_map(|end| clause.find(end))
        .min()
        .unwrap_or(clause.len());
    // "in the west side home", "in the back of the house".
    let mut head = clause[..end]
        .split(' ')
        .skip_while(|word| SIDES.contains(word));
    let part = head.next().unwrap_or("");
    let bare = part.trim_end_matches([',', '"', '\u{201d}']);
    let next = head.next().unwrap_or("and");
    if Meaning::of(List::Wound, bare).is_none() || part == bare && !matches!(next, "and" | "or") {
        return;
    }
    let (Ok(from), Ok(end)) = (u32::try_from(from), u32::try_from(end)) else {
        return;
    };
    let range = TextRange::new(start + from, start + from + end);
    let Some((meaning, at)) = listed(reading, range, List::Wound) else {
        return;
    };
    let told = Told::meaning(ClaimKind::Place, meaning, at);
    let slot = |thing| Slot::State(List::Wound, thing);
    points.extend(told.of_each(reading, frame, ArgumentRole::Object, slot));
}

/// "was shot five times".
fn times_hit<'a>(
    reading: &Reading<'a>,
    frame: &Frame,
    sentence: TextRange,
    points: &mut Vec<Point<'a>>,
) {
    const COUNTED: &[&str] = &["bullets", "shots", "times"];
    for &number in &frame.quantities {
        let Some(quantity) = reading.report.annotations.quantities.get(number as usize) else {
            continue;
        };
        let is_counted = matches!(&quantity.measure, Measure::Things(noun) if COUNTED.contains(&noun.as_str()))
            && !matches!(quantity.amount, Amount::Many(_))
            && !reading.words(quantity.range).contains(" of ");
        if !is_counted
            || quantity.range.start() < frame.predicate.end()
            || !sentence.contains_range(quantity.range)
        {
            continue;
        }
        let told = Told {
            kind: ClaimKind::Number,
            value: Value::Number(quantity),
            words: quantity.range,
        };
        let of_each = told.of_each(reading, frame, ArgumentRole::Object, Slot::TimesHit);
        points.extend(of_each);
    }
}

/// What somebody is to somebody: "his girlfriend, Anna Berg".
fn relations<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    const LISTS: [List; 4] = [List::Partner, List::Sibling, List::Child, List::Parent];
    const ONCE: &[&str] = &["former", "late", "estranged"];
    for (number, chain) in (0..).zip(&reading.report.annotations.chains) {
        let person = chain.kind == NameKind::Person;
        let Some(entity) = reading.entity(number).filter(|_| person) else {
            continue;
        };
        for &role in &chain.roles {
            let lower = reading.words(role).to_lowercase();
            let before = reading.between(0, role.start()).unwrap_or("");
            let told = lower.split(" of ").next().unwrap_or("");
            // "ex-girlfriend" may be read from "girlfriend" on.
            let Some(word) = told
                .split_whitespace()
                .next_back()
                .filter(|_| !before.ends_with('-'))
            else {
                continue;
            };
            if lower.split_whitespace().any(|word| ONCE.contains(&word)) {
                continue;
            }
            points.extend(LISTS.into_iter().filter_map(|list| {
                let meaning = Meaning::of(list, word.trim_matches(|c: char| !c.is_alphanumeric()))?;
                let slot = Slot::Relation(list, entity);
                Told::meaning(ClaimKind::Role, meaning, role).point(
                    reading,
                    slot,
                    SameGround::SameEntity,
                )
            }));
        }
    }
}

/// "armed with a handgun", "shot with a rifle": a story has one weapon, where each of its reports tells one.
fn weapons<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    const WITH: &[&str] = &[
        "arm",
        "attack",
        "fire",
        "kill",
        "murder",
        "open fire",
        "shoot",
        "stab",
    ];
    const HELD: &[&str] = &["brandish", "carry", "fire", "use", "wield"];
    for frame in &reading.report.annotations.frames {
        if frame.negated || is_thought(reading, frame) {
            continue;
        }
        let lemma = frame.lemma.as_str();
        let held = frame.arguments.iter().filter(|argument| {
            let with = argument.preposition.as_deref() == Some("with") && WITH.contains(&lemma);
            with || argument.role == ArgumentRole::Object && HELD.contains(&lemma)
        });
        for &head in held.flat_map(|argument| &argument.heads) {
            let lower = reading.words(head).to_lowercase();
            let meaning = Meaning::of(List::Weapon, &lower)
                .or_else(|| Meaning::of(List::Weapon, &noun_class(&lower)));
            points.extend(meaning.and_then(|meaning| {
                let told = Told::meaning(ClaimKind::Trait, meaning, head);
                told.of_the_only_one(reading, List::Weapon)
            }));
        }
    }
}

/// "a black Ford Explorer", "a silver sedan": a story has one vehicle, where each of its reports tells one colour.
fn vehicles<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    const VEHICLES: &[&str] = &[
        "acura",
        "audi",
        "bmw",
        "buick",
        "cadillac",
        "car",
        "chevrolet",
        "chevy",
        "chrysler",
        "coupe",
        "dodge",
        "ford",
        "gmc",
        "honda",
        "hyundai",
        "infiniti",
        "jeep",
        "kia",
        "lexus",
        "lincoln",
        "mazda",
        "mercedes",
        "minivan",
        "mitsubishi",
        "motorcycle",
        "nissan",
        "pickup",
        "pontiac",
        "saturn",
        "sedan",
        "subaru",
        "suv",
        "toyota",
        "truck",
        "van",
        "vehicle",
        "volkswagen",
        "volvo",
    ];
    const MOST_WORDS: usize = 3;
    let all = reading.all_words();
    for (number, &word) in all.iter().enumerate() {
        let colour = |lower: &str| Meaning::of(List::Colour, lower);
        let Some(meaning) = in_small_letters(reading.words(word), colour) else {
            continue;
        };
        let near = { all.iter().skip(number + 1).take(MOST_WORDS) }.take_while(|next| {
            { reading.between(word.end(), next.start()) }
                .is_some_and(|gap| !gap.contains([',', '.', ';', '\n']))
        });
        let vehicle = { near }
            .copied()
            .find(|&next| VEHICLES.contains(&reading.words(next).to_lowercase().as_str()));
        points.extend(vehicle.and_then(|vehicle| {
            let told = Told::meaning(ClaimKind::Trait, meaning, word.cover(vehicle));
            told.of_the_only_one(reading, List::Colour)
        }));
    }
}
