//! Who did what: the frames of the reports that tell of one event.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use retold_model::{
    ArgumentRole, EntityId, Frame, Modality, NameKind, PredicateKind, SameGround, Statement,
    TimeExpression,
};
use retold_text::TextRange;

use super::agreement::date::{are_apart, dates};
use super::reading::{Reading, Thing, is_pronoun};
use super::words::{Once, noun_class, once, predicate_class};

/// Frames of one predicate and object that are compared with each other.
const MOST_FRAMES: usize = 200;

/// Share of the content words of two sentences that must be common, in per cent, where nothing else speaks for one event.
const COMMON_WORDS: usize = 30;

/// Predicates that tell too little, or tell that something was told.
const LIGHT: &[&str] = &[
    "accord", "add", "allege", "ask", "be", "believe", "call", "cite", "claim", "come", "comment",
    "do", "expect", "feel", "find", "follow", "get", "give", "go", "happen", "have", "hear",
    "include", "keep", "know", "leave", "let", "like", "look", "make", "mean", "note", "put",
    "quote", "read", "remain", "report", "say", "see", "seem", "show", "speak", "start", "state",
    "take", "talk", "tell", "think", "try", "use", "want", "work", "write",
];

/// A frame that can be compared.
pub(super) struct Event<'a> {
    pub(super) statement: Statement,
    class: String,
    subjects: BTreeSet<Thing>,
    objects: BTreeSet<Thing>,
    others: BTreeSet<Thing>,
    times: Vec<&'a TimeExpression>,
    /// People to whom it happens once.
    once_of: BTreeSet<EntityId>,
    /// The times that its sentence tells, of whatever.
    times_beside: Vec<&'a TimeExpression>,
    /// The sentence that tells it.
    sentence: &'a str,
    /// The classes of its words, made when they are asked for: most events are compared with none.
    words: OnceCell<BTreeSet<String>>,
    modality: Modality,
}

/// Events that are one, by the reports' order.
pub(super) fn events<'a>(readings: &[Reading<'a>]) -> Vec<(Vec<Event<'a>>, Vec<SameGround>)> {
    let mut buckets: BTreeMap<(String, Modality, Thing), Vec<Event<'a>>> = BTreeMap::new();
    for reading in readings {
        for frame in &reading.report.annotations.frames {
            let Some(event) = event(reading, frame) else {
                continue;
            };
            let Some(object) = event.objects.first().cloned() else {
                continue;
            };
            buckets
                .entry((event.class.clone(), event.modality, object))
                .or_default()
                .push(event);
        }
    }
    let mut result = Vec::new();
    for (_, mut events) in buckets {
        events.sort_by_key(|event| event.statement);
        events.truncate(MOST_FRAMES);
        result.extend(groups(events));
    }
    result
}

fn groups(mut events: Vec<Event<'_>>) -> Vec<(Vec<Event<'_>>, Vec<SameGround>)> {
    let twice = twice(&events);
    for event in &mut events {
        event.once_of.retain(|entity| !twice.contains(entity));
    }
    let mut groups: Vec<Vec<Event<'_>>> = Vec::new();
    for event in events {
        match groups
            .iter()
            .position(|group| group.iter().all(|other| is_one(other, &event)))
        {
            Some(at) => groups[at].push(event),
            None => groups.push(vec![event]),
        }
    }
    groups
        .into_iter()
        .map(|group| {
            let grounds = if group.len() > 1 {
                vec![SameGround::SameParticipants, SameGround::LikePredicate]
            } else {
                Vec::new()
            };
            (group, grounds)
        })
        .collect()
}

/// People to whom a report says that it happened at two times: who was arrested years ago, too.
fn twice(events: &[Event<'_>]) -> BTreeSet<EntityId> {
    let mut result = BTreeSet::new();
    for (place, one) in events.iter().enumerate() {
        // They stand by article.
        let of_report = { events[place + 1..].iter() }
            .take_while(|other| other.statement.article == one.statement.article);
        for other in of_report {
            if are_apart(&one.times_beside, &other.times_beside) {
                result.extend(one.once_of.intersection(&other.once_of));
            }
        }
    }
    result
}

fn event<'a>(reading: &Reading<'a>, frame: &'a Frame) -> Option<Event<'a>> {
    let tells = frame.kind == PredicateKind::Verb
        && !frame.negated
        && matches!(frame.modality, Modality::Asserted | Modality::Planned)
        && !LIGHT.contains(&frame.lemma.as_str());
    if !tells {
        return None;
    }
    let of = |role: ArgumentRole| -> BTreeSet<Thing> {
        { frame.with_role(role) }
            .flat_map(|argument| reading.things(argument))
            .collect()
    };
    let subjects = of(ArgumentRole::Subject);
    let mut objects = of(ArgumentRole::Object);
    let others: BTreeSet<Thing> = { of(ArgumentRole::Prepositional).into_iter() }
        .chain(of(ArgumentRole::Recipient))
        .collect();
    if objects.is_empty() {
        // "arrived in Beijing": what stands behind the preposition, of things with a name.
        objects = { others.iter() }
            .filter(|thing| matches!(thing, Thing::Entity(_)))
            .cloned()
            .collect();
    }
    let class = predicate_class(&frame.lemma);
    if objects.is_empty() && once(class) == Some(Once::Subject) {
        // "Anna Berg died": nobody else takes part.
        objects.clone_from(&subjects);
    }
    let named = subjects
        .iter()
        .chain(&objects)
        .any(|thing| matches!(thing, Thing::Entity(_)));
    if !named || objects.is_empty() {
        return None;
    }
    let words = frame.ranges().fold(frame.predicate, TextRange::cover);
    let sentence = reading.sentence(frame.predicate)?;
    let words = words.intersect(sentence)?;
    Some(Event {
        statement: reading.statement(words, frame.voucher)?,
        class: class.to_owned(),
        times: { frame.times.iter() }
            .filter_map(|&number| reading.report.annotations.times.get(number as usize))
            .collect(),
        once_of: once_of(reading, frame, once(class)),
        times_beside: reading.times_in(sentence).collect(),
        sentence: reading.words(sentence),
        words: OnceCell::new(),
        subjects,
        objects,
        others,
        modality: frame.modality,
    })
}

/// The people to whom a predicate happens once.
fn once_of(reading: &Reading<'_>, frame: &Frame, once: Option<Once>) -> BTreeSet<EntityId> {
    let role = match once {
        Some(Once::Subject) => ArgumentRole::Subject,
        Some(Once::Object) => ArgumentRole::Object,
        Some(Once::Either | Once::Happening) | None => return BTreeSet::new(),
    };
    { frame.with_role(role) }
        .flat_map(|argument| &argument.heads)
        .filter_map(|&head| reading.chain_at(head))
        .filter(|&chain| reading.kind(chain) == Some(NameKind::Person))
        .filter_map(|chain| reading.entity(chain))
        .collect()
}

impl Event<'_> {
    fn words(&self) -> &BTreeSet<String> {
        self.words.get_or_init(|| content(self.sentence))
    }
}

/// The classes of the words of a sentence that are long enough to tell something.
fn content(sentence: &str) -> BTreeSet<String> {
    { retold_text::word::words(sentence) }
        .filter_map(|word| word.slice(sentence))
        .filter(|word| word.len() >= 4 && !is_pronoun(word))
        .map(noun_class)
        .collect()
}

/// Whether two frames of one predicate and object tell of one event: no participant and no time speaks against it, and something
/// beyond the predicate and its object speaks for it.
fn is_one(one: &Event<'_>, other: &Event<'_>) -> bool {
    let meets = |a: &BTreeSet<Thing>, b: &BTreeSet<Thing>| !a.is_disjoint(b);
    let subject_same = meets(&one.subjects, &other.subjects);
    let subjects_apart = !one.subjects.is_empty() && !other.subjects.is_empty() && !subject_same;
    let times_apart = are_apart(&one.times, &other.times);
    if subjects_apart || times_apart || !meets(&one.objects, &other.objects) {
        return false;
    }
    let time_same = one
        .times
        .iter()
        .any(|a| other.times.iter().any(|b| dates(a, b).agrees()));
    let entities = |things: &BTreeSet<Thing>, others: &BTreeSet<Thing>| -> usize {
        { things.intersection(others) }
            .filter(|thing| matches!(thing, Thing::Entity(_)))
            .count()
    };
    // What happens once to somebody needs nothing else.
    if !one.once_of.is_disjoint(&other.once_of) {
        return !are_apart(&one.times_beside, &other.times_beside);
    }
    let entities =
        entities(&one.subjects, &other.subjects) + entities(&one.objects, &other.objects);
    let mut grounds = usize::from(meets(&one.others, &other.others)) + usize::from(time_same);
    grounds += usize::from(entities >= 2 || (entities == 1 && once(&one.class).is_some()));
    let alike = || {
        let (one, other) = (one.words(), other.words());
        let common = one.intersection(other).count() * 100;
        common >= COMMON_WORDS * one.len().max(other.len()).max(1)
    };
    let may_be_one = entities >= 1 && (subject_same || grounds >= 1);
    may_be_one && (subject_same && grounds >= 2 || alike())
}
