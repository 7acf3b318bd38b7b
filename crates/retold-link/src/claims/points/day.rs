//! On which day, and at what time of it, something happened that happens once.

use std::collections::BTreeSet;

use retold_model::{
    Argument, ArgumentRole, ClaimKind, Frame, Modality, NameKind, PredicateKind, SameGround,
    Statement, TimeExpression, TimeKind, TimePrecision,
};
use retold_text::TextRange;

use super::toll::{is_elsewhere_in_words, is_far, names_a_day, scene};
use super::{Point, Scene, Slot, Value};
use crate::claims::reading::{Reading, Thing};
use crate::claims::words::{Once, is_happening, noun_class, once, predicate_class};

/// What happens, to whom: a class of predicates with whose it is; nobody's, where a story has only one such thing.
type Happening = (String, Option<Thing>);

pub(super) fn days<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    clocks_behind(reading, points);
    for frame in &reading.report.annotations.frames {
        if frame.negated
            || frame.modality != Modality::Asserted
            || frame.kind != PredicateKind::Verb
            || frame.times.is_empty()
        {
            continue;
        }
        let happenings = happenings(reading, frame);
        let tells = !happenings.is_empty() || of_the_story(reading, frame).is_some();
        let Some(sentence) = reading.sentence(frame.predicate).filter(|_| tells) else {
            continue;
        };
        for time in times(reading, frame, sentence) {
            let begin = time.span.begin.map(jiff::civil::DateTime::date);
            let Some(statement) = reading.statement(time.range, frame.voucher) else {
                continue;
            };
            if is_far(time.precision, begin, reading.published) {
                continue;
            }
            if is_clock(time) && (is_bound(reading, sentence, time) || is_coarse(reading, time)) {
                continue;
            }
            if is_clock(time)
                && let Some(class) = of_the_story(reading, frame)
                && !is_elsewhere_in_words(reading.words(sentence))
            {
                points.push(clock_of_the_story(reading, class, time, statement));
                // "The shooting was reported at 3": then the police were called.
                if frame.lemma == "report" {
                    points.push(clock_of_the_story(reading, CALL, time, statement));
                }
            }
            for (class, thing) in &happenings {
                let mut add = |slot: Slot, kind: ClaimKind, value: Value<'a>| {
                    points.push(Point {
                        slot,
                        kind,
                        value,
                        statement,
                        scene: Scene::default(),
                        sure: true,
                        grounds: grounds(thing.as_ref()),
                    });
                };
                if time.precision >= Some(TimePrecision::Day)
                    && names_a_day(reading.words(time.range))
                {
                    add(
                        Slot::Day(class.clone(), thing.clone()),
                        ClaimKind::Date,
                        Value::Day(time),
                    );
                }
                if is_clock(time) {
                    add(
                        Slot::Clock(class.clone(), thing.clone()),
                        ClaimKind::Clock,
                        Value::Clock(time),
                    );
                }
            }
        }
    }
}

/// Times of day that were read with no verb or with another one, where the last verb before them tells of the violence: "shot when
/// gunfire broke out on Mill Street at about 2 p.m., the police said".
fn clocks_behind<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for time in &reading.report.annotations.times {
        let Some(sentence) = reading.sentence(time.range).filter(|_| is_clock(time)) else {
            continue;
        };
        let before = TextRange::new(sentence.start(), time.range.start());
        let last = { reading.frames_in(before) }
            .filter(|(_, frame)| frame.kind == PredicateKind::Verb)
            .last();
        let Some((_, frame)) = last else { continue };
        let Some(class) = of_the_clause(reading, frame) else {
            continue;
        };
        let text = reading.words(sentence);
        let begin = time.span.begin.map(jiff::civil::DateTime::date);
        if frame.negated
            || frame.modality != Modality::Asserted
            || is_elsewhere_in_words(text)
            || is_far(time.precision, begin, reading.published)
            || is_bound(reading, sentence, time)
            || is_coarse(reading, time)
            || frame.predicate.end().abs_diff(time.range.start()) > MOST_BYTES_BEHIND
        {
            continue;
        }
        let Some(statement) = reading.stated(time.range) else {
            continue;
        };
        points.push(clock_of_the_story(reading, class, time, statement));
    }
}

/// When that happened which a story is about.
fn clock_of_the_story<'a>(
    reading: &Reading<'a>,
    class: &str,
    time: &'a TimeExpression,
    statement: Statement,
) -> Point<'a> {
    let in_list = is_of_a_list(reading.words(statement.sentence));
    Point {
        slot: Slot::Clock(class.to_owned(), None),
        kind: ClaimKind::Clock,
        value: Value::Clock(time),
        scene: scene(reading, statement.sentence),
        statement,
        sure: !in_list,
        grounds: vec![SameGround::LikePredicate, SameGround::OnlyOne],
    }
}

/// Whether a time is only one before which something was: "shortly before midnight".
fn is_bound(reading: &Reading<'_>, sentence: TextRange, time: &TimeExpression) -> bool {
    matches!(
        reading.word_before(sentence, time.range),
        "before" | "since" | "until"
    )
}

/// Bytes from a verb to a time of the day that belongs to it.
const MOST_BYTES_BEHIND: u32 = 120;

fn grounds(thing: Option<&Thing>) -> Vec<SameGround> {
    match thing {
        Some(Thing::Entity(_)) => vec![SameGround::SameEntity, SameGround::LikePredicate],
        Some(Thing::Noun(_)) => vec![
            SameGround::LikePredicate,
            SameGround::SameNoun,
            SameGround::OnlyOne,
        ],
        None => vec![SameGround::LikePredicate, SameGround::OnlyOne],
    }
}

/// Whether a sentence is one of a list: "• A woman who was hit at 9 p.m.". A list is of several happenings.
pub(in crate::claims) fn is_of_a_list(sentence: &str) -> bool {
    sentence.starts_with(['\u{2022}', '*', '\u{b7}', '\u{2013}', '-'])
}

/// Whether a time is a word and no number: "midnight" may be half an hour off.
pub(in crate::claims) fn is_coarse(reading: &Reading<'_>, time: &TimeExpression) -> bool {
    !{ reading.words(time.range) }.contains(|c: char| c.is_ascii_digit())
}

fn is_clock(time: &TimeExpression) -> bool {
    time.kind == TimeKind::Time && time.precision >= Some(TimePrecision::Hour)
}

fn happenings(reading: &Reading<'_>, frame: &Frame) -> Vec<Happening> {
    let mut result: BTreeSet<Happening> = BTreeSet::new();
    if let Some(whose) = once(&frame.lemma) {
        let class = predicate_class(&frame.lemma);
        let roles: &[ArgumentRole] = match whose {
            Once::Subject | Once::Happening => &[ArgumentRole::Subject],
            Once::Object => &[ArgumentRole::Object],
            Once::Either => &[ArgumentRole::Subject, ArgumentRole::Object],
        };
        for argument in frame
            .arguments
            .iter()
            .filter(|argument| roles.contains(&argument.role))
        {
            result.extend(
                whom(reading, argument, whose).map(|thing| (class.to_owned(), Some(thing))),
            );
        }
        if class == ONLY_ONE {
            result.insert((class.to_owned(), None));
        }
    }
    // "ran onto the reef": the preposition is part of the predicate.
    for argument in frame.with_role(ArgumentRole::Prepositional) {
        let Some(preposition) = &argument.preposition else {
            continue;
        };
        let lemma = format!("{} {preposition}", frame.lemma);
        if let Some(whose) = once(&lemma) {
            let class = predicate_class(&lemma);
            result.extend(
                whom(reading, argument, whose).map(|thing| (class.to_owned(), Some(thing))),
            );
        }
    }
    result.into_iter().collect()
}

/// What a clause tells of the violence that a story is about, or of the call for help: a story has one of each, where its reports
/// tell one time.
pub(in crate::claims) fn of_the_story(
    reading: &Reading<'_>,
    frame: &Frame,
) -> Option<&'static str> {
    // "hit when shots rang out at about 2 p.m., officials said": the time is read with the last verb.
    let frames = &reading.report.annotations.frames;
    let mut said = { frame.complements.iter() }.filter_map(|&number| frames.get(number as usize));
    of_the_clause(reading, frame).or_else(|| said.find_map(|frame| of_the_clause(reading, frame)))
}

fn of_the_clause(reading: &Reading<'_>, frame: &Frame) -> Option<&'static str> {
    const VIOLENCE: &[&str] = &["gun down", "kill", "open fire", "shoot", "stab", "strike"];
    const HAPPENS: &[&str] = &[
        "begin",
        "break out",
        "erupt",
        "fire",
        "go off",
        "happen",
        "hear",
        "occur",
        "report",
        "ring out",
        "start",
        "take place",
        "unfold",
    ];
    const NOISES: &[&str] = &["fire", "gunfire", "gunshot", "shot", "gun", "weapon"];
    // "The police say this happened at noon."
    const HAPPENS_AS_TOLD: &[&str] = &["happen", "occur", "take place", "unfold"];
    const THIS: &[&str] = &["it", "that", "this"];
    const CALLS: &[&str] = &["alert", "call", "dispatch", "respond", "summon"];
    const CALLED: &[&str] = &[
        "authority",
        "crew",
        "deputy",
        "department",
        "firefighter",
        "medic",
        "office",
        "officer",
        "paramedic",
        "police",
        "policeman",
        "responder",
        "trooper",
        "unit",
    ];
    // "The call came in at 8", "police received a call about 8".
    const COMES: &[&str] = &["come", "come in", "place", "report"];
    const RECEIVES: &[&str] = &["get", "receive"];
    const SUSPECTS: &[&str] = &["attacker", "gunman", "shooter", "suspect"];
    let nouns = |role: ArgumentRole| {
        { frame.with_role(role) }
            .flat_map(|argument| &argument.heads)
            .map(|&head| noun_class(reading.words(head)))
            .collect::<Vec<String>>()
    };
    let (subjects, objects) = (nouns(ArgumentRole::Subject), nouns(ArgumentRole::Object));
    let any =
        |nouns: &[String], list: &[&str]| nouns.iter().any(|noun| list.contains(&noun.as_str()));
    let lemma = frame.lemma.as_str();
    let happens = { subjects.iter().chain(&objects) }
        .any(|noun| is_happening(noun) || NOISES.contains(&noun.as_str()))
        // "The shooting at Mill Street": the head of a long subject is often read wrongly.
        || { frame.with_role(ArgumentRole::Subject) }.any(|subject| {
            let mut words = reading.words(subject.range).split(' ').take(2);
            words.next().is_some_and(|the| the.eq_ignore_ascii_case("the"))
                && words.next().is_some_and(is_happening)
        });
    let told_before =
        HAPPENS_AS_TOLD.contains(&lemma) && { frame.with_role(ArgumentRole::Subject) }
            .any(|subject| THIS.contains(&reading.words(subject.range).to_lowercase().as_str()));
    let ends_it = any(&objects, SUSPECTS);
    let takes_place = HAPPENS.contains(&lemma) || lemma == "take" && any(&objects, &["place"]);
    // "one of the three men fatally shot around 10 p.m.": nobody else is told to have been shot.
    let done = !objects.is_empty() || lemma == "shoot" && !any(&subjects, SUSPECTS);
    if takes_place && happens || told_before || VIOLENCE.contains(&lemma) && done && !ends_it {
        return Some("violence");
    }
    // "Millport Police", "the Torvald County Sheriff's Office".
    let is_called = |nouns: &[String]| {
        { nouns.iter() }
            .filter_map(|noun| noun.rsplit(' ').next())
            .any(|last| CALLED.contains(&last))
    };
    let called = is_called(&objects) || lemma == "respond" && is_called(&subjects);
    let is_call = |nouns: &[String]| any(nouns, &["call"]);
    let comes = COMES.contains(&lemma) && (is_call(&subjects) || is_call(&objects));
    let received = RECEIVES.contains(&lemma) && is_call(&objects);
    (CALLS.contains(&lemma) && called || comes || received).then_some(CALL)
}

/// What brings the police.
const CALL: &str = "call for help";

/// The accident, the attack, the shooting: what a story is about has more than one noun.
const HAPPENING: &str = "happening";

/// The class of which a story has one, whoever it happens to.
const ONLY_ONE: &str = "sink";

/// Those whose predicate it is: of the register, and by the last word of a name that an article may have as a noun.
fn whom(reading: &Reading<'_>, argument: &Argument, whose: Once) -> impl Iterator<Item = Thing> {
    let mut result = Vec::new();
    for &head in &argument.heads {
        let is_place = { reading.chain_at(head) }
            .and_then(|chain| reading.kind(chain))
            .is_some_and(|kind| matches!(kind, NameKind::Place | NameKind::Group));
        // A dateline that was read into the sentence is no participant.
        if is_place && whose != Once::Either {
            continue;
        }
        match reading.thing(head) {
            Some(thing @ Thing::Entity(_)) => result.push(thing),
            // "The shooting occurred on Sunday": what happens is told by a noun.
            Some(Thing::Noun(noun)) if whose == Once::Happening && is_happening(&noun) => {
                result.push(Thing::Noun(HAPPENING.to_owned()));
            }
            Some(Thing::Noun(_)) | None => {}
        }
        let words = reading.words(head);
        if whose == Once::Either
            && argument.role != ArgumentRole::Subject
            && let Some(last) = words
                .split_whitespace()
                .next_back()
                .filter(|word| word.starts_with(char::is_uppercase))
        {
            result.push(Thing::Noun(noun_class(last)));
        }
    }
    result.into_iter()
}

/// The times of a frame. A time of the day alone is one of the day that the sentence names: "went down on Wednesday after she ran
/// onto the reef at 0540 GMT".
fn times<'a>(reading: &Reading<'a>, frame: &Frame, sentence: TextRange) -> Vec<&'a TimeExpression> {
    let annotations = reading.report.annotations;
    let is_moment = |time: &&TimeExpression| {
        matches!(time.kind, TimeKind::Date | TimeKind::Time) && time.ends.is_empty()
    };
    let names_day = |time: &&TimeExpression| names_a_day(reading.words(time.range));
    let mut result: Vec<&TimeExpression> = { frame.times.iter() }
        .filter_map(|&number| annotations.times.get(number as usize))
        .filter(|time| sentence.contains_range(time.range))
        .filter(is_moment)
        .collect();
    if result.iter().any(|time| is_clock(time)) && !result.iter().any(names_day) {
        let mut named = reading
            .times_in(sentence)
            .filter(is_moment)
            .filter(names_day);
        if let (Some(day), None) = (named.next(), named.next()) {
            result.push(day);
        }
    }
    result
}
