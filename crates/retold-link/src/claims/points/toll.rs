//! How many are dead, injured, missing.

use jiff::civil::Date;
use retold_model::{
    Amount, ClaimKind, Decimal, Frame, Measure, Quantity, SameGround, TimePrecision,
};
use retold_text::TextRange;

use super::block::is_kind;
use super::{Point, Scene, Slot, Toll, Value};
use crate::calendar::{MONTHS, WEEKDAYS};
use crate::claims::reading::{Reading, Thing};
use crate::claims::words::{is_happening, noun_class};

/// Words behind a number of people that tell what became of them, with what may stand between.
const STATES: &[(&str, Toll)] = &[
    ("dead", Toll::Dead),
    ("killed", Toll::Dead),
    ("died", Toll::Dead),
    ("perished", Toll::Dead),
    ("deaths", Toll::Dead),
    ("fatalities", Toll::Dead),
    ("lost their lives", Toll::Dead),
    ("injured", Toll::Injured),
    ("wounded", Toll::Injured),
    ("hurt", Toll::Injured),
    ("injuries", Toll::Injured),
    ("missing", Toll::Missing),
    ("unaccounted for", Toll::Missing),
    ("shot", Toll::Shot),
    ("hit by bullets", Toll::Shot),
    ("hit by gunfire", Toll::Shot),
    ("struck by bullets", Toll::Shot),
    ("struck by gunfire", Toll::Shot),
    ("struck by the gunfire", Toll::Shot),
    ("arrested", Toll::Arrested),
];

/// Words that may stand between a number of people and their state.
const LINKS: &[&str] = &[
    "a",
    "also",
    "and",
    "are",
    "as",
    "be",
    "been",
    "being",
    "confirmed",
    "feared",
    "found",
    "had",
    "has",
    "have",
    "is",
    "known",
    "left",
    "listed",
    "now",
    "people",
    "person",
    "persons",
    "presumed",
    "pronounced",
    "remain",
    "remained",
    "reported",
    "reportedly",
    "still",
    "to",
    "was",
    "were",
];

/// Words between a verb and the number: "killing at least 11 people" has none.
const VERBS: &[(&str, Toll)] = &[
    ("kill", Toll::Dead),
    ("injure", Toll::Injured),
    ("wound", Toll::Injured),
    ("hurt", Toll::Injured),
    ("shoot", Toll::Shot),
];

/// What before a number of "toll" makes it a toll: "raising the death toll … to at least 14".
const TOLL_NOUNS: &[&str] = &["death toll", "toll of the dead"];

/// Words which tell that a number counts further ones, or a part.
const FURTHER: &[&str] = &[
    "additional",
    "another",
    "further",
    "including",
    "more",
    "other",
    "others",
    "extra",
    "latest",
    "among",
    "separate",
];

/// Words that tell of another happening than that of the story.
const ELSEWHERE: &[&str] = &[
    "average",
    "decades",
    "earlier",
    "ever",
    "history",
    "last year",
    "since",
    "past",
    "previous",
    "previously",
    "similar",
    "statistics",
    "year",
    "years",
    "every",
    "annually",
    "worst",
    "deadliest",
    "another",
];

/// Days around the publication of which a toll is that of the story.
const NEAR_DAYS: i32 = 21;

pub(super) fn tolls<'a>(reading: &Reading<'a>, points: &mut Vec<Point<'a>>) {
    for (number, quantity) in (0..).zip(&reading.report.annotations.quantities) {
        let Some(counted) = counted(reading, quantity) else {
            continue;
        };
        let Some(sentence) = reading.sentence(quantity.range) else {
            continue;
        };
        let governing = reading.frame_of(number);
        let Some((toll, is_governed)) = state(reading, quantity) else {
            continue;
        };
        if is_of_another_time(reading, sentence) {
            continue;
        }
        let dead = tells_of_dead(reading.words(sentence));
        let counted_in_two_ways = toll == Toll::Shot && dead;
        let sure = !counted_in_two_ways
            && !is_elsewhere(reading, sentence, governing)
            && !is_first_of_two(reading, quantity)
            && !is_later(reading.words(sentence));
        // Where the dead are told aside, they are not among the injured; else they may be.
        let counted = match toll {
            Toll::Injured if dead => format!("{counted} {BESIDE_DEAD}"),
            _ => counted,
        };
        let Some(statement) = reading.stated(quantity.range) else {
            continue;
        };
        let mut scene = scene(reading, sentence);
        if let Some(frame) = governing.filter(|_| is_governed) {
            scene.actors = { frame.arguments.iter() }
                .filter(|argument| argument.role == retold_model::ArgumentRole::Subject)
                .flat_map(|argument| reading.things(argument))
                .filter_map(|thing| match thing {
                    Thing::Entity(entity) => Some(entity),
                    Thing::Noun(_) => None,
                })
                .collect();
        }
        points.push(Point {
            slot: Slot::Toll(toll, counted),
            kind: ClaimKind::Number,
            value: Value::Number(quantity),
            statement,
            scene,
            sure,
            grounds: vec![SameGround::LikePredicate, SameGround::LikeNoun],
        });
    }
}

/// Words for who did it, where he may be among the dead.
const ATTACKERS: &[&str] = &[
    "assailant",
    "attacker",
    "bomber",
    "gunman",
    "killer",
    "perpetrator",
    "shooter",
    "suspect",
];

/// Whether a report says that who did it is counted, or is not: "50 dead, including the gunman", "49 victims plus the suspect".
/// Then two tolls that are one apart may both be right.
pub(in crate::claims) fn counts_the_attacker(report: &str) -> bool {
    let mut words = report
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let among = |word: &str, list: &[&str]| list.iter().any(|it| word.eq_ignore_ascii_case(it));
    while let Some(word) = words.next() {
        if !among(word, &["including", "counting", "plus"]) {
            continue;
        }
        let mut behind = words.clone();
        let next = behind.next().unwrap_or_default();
        let noun = if among(next, &["the", "a", "its", "their"]) {
            behind.next().unwrap_or_default()
        } else {
            next
        };
        if among(noun, ATTACKERS) {
            return true;
        }
    }
    false
}

/// Whether others are counted right behind: "two children and two teenagers".
fn is_first_of_two(reading: &Reading<'_>, quantity: &Quantity) -> bool {
    let quantities = &reading.report.annotations.quantities;
    let behind = quantities.partition_point(|it| it.range.start() < quantity.range.end());
    quantities.get(behind).is_some_and(|other| {
        reading.between(quantity.range.end(), other.range.start()) == Some(" and ")
            && matches!(
                (&quantity.measure, &other.measure),
                (Measure::Things(_), Measure::Things(_))
            )
    })
}

/// Whether a sentence goes on to what came next: "After the shooting, he wounded three people".
fn is_later(sentence: &str) -> bool {
    { sentence.split(['.', '\n']) }.any(|part| {
        part.trim_start().starts_with("After ") || part.trim_start().starts_with("Then ")
    })
}

/// Marks the injured of a sentence that tells of dead, too.
const BESIDE_DEAD: &str = "beside dead";

/// Whether a sentence tells of dead: then some count them among those who were shot, others do not.
fn tells_of_dead(sentence: &str) -> bool {
    const DEAD: &[&str] = &[
        "dead", "died", "dies", "fatally", "fatal", "kill", "killed", "killing", "kills",
    ];
    let lower = sentence.to_lowercase();
    lower
        .split(|c: char| !c.is_alphabetic())
        .any(|word| DEAD.contains(&word))
}

/// Who is counted: people as such are "person", whoever has a name of their own that.
fn counted(reading: &Reading<'_>, quantity: &Quantity) -> Option<String> {
    match quantity.amount {
        // "One" is told of so many things that it tells little.
        Amount::Value(n) if n > Decimal::from(1) => {}
        Amount::Interval(..) => {}
        Amount::Value(_) | Amount::Many(_) => return None,
    }
    let class = match &quantity.measure {
        Measure::Number => "person".to_owned(),
        Measure::Things(noun) => match noun.as_str() {
            "dead" | "deaths" | "fatalities" | "injured" | "injuries" | "wounded" | "missing" => {
                "person".to_owned()
            }
            noun => noun_class(noun),
        },
        _ => return None,
    };
    let words = reading.words(quantity.range).to_lowercase();
    let further = words.split_whitespace().any(|word| FURTHER.contains(&word));
    // "wounding two others": told of below, where they are others than the dead.
    (!further || is_others(quantity)).then_some(if is_others(quantity) {
        "person".to_owned()
    } else {
        class
    })
}

/// Whether others are counted, and nothing else: "two others".
fn is_others(quantity: &Quantity) -> bool {
    matches!(&quantity.measure, Measure::Things(noun) if noun == "others")
}

/// What became of those who are counted, and whether the frame of the number says so.
fn state(reading: &Reading<'_>, quantity: &Quantity) -> Option<(Toll, bool)> {
    if let Measure::Things(noun) = &quantity.measure
        && let Some((_, toll)) = STATES.iter().find(|(word, _)| word == noun)
    {
        return Some((*toll, false));
    }
    let sentence = reading.sentence(quantity.range)?;
    let after = reading
        .between(quantity.range.end(), sentence.end())?
        .to_lowercase();
    let before = reading
        .between(sentence.start(), quantity.range.start())?
        .to_lowercase();
    // "two more", "12 others".
    let next = after.split_whitespace().next().unwrap_or("");
    // "one man dead and three others wounded", "killing two and wounding three others": others than the dead.
    let last = before.split_whitespace().next_back().unwrap_or("");
    if next == "others" || is_others(quantity) {
        let rest = after.trim_start();
        let rest = rest.strip_prefix("others").unwrap_or(rest);
        let others = tells_of_dead(reading.words(sentence))
            && (stated_behind(rest) == Some(Toll::Injured)
                || verb_before(last) == Some(Toll::Injured));
        return others.then_some((Toll::Injured, true));
    }
    if FURTHER.contains(&next.trim_matches(|c: char| !c.is_alphabetic())) {
        return None;
    }
    if [" of the", " of them", " of those"]
        .iter()
        .any(|part| reading.words(quantity.range).to_lowercase().contains(part))
    {
        return None;
    }
    if FURTHER.contains(&last) || last == "of" && before.contains("one of") {
        return None;
    }
    if next == "of" && !after.trim_start().starts_with("of the dead") {
        return None;
    }
    if let Some(toll) = verb_before(last).filter(|_| !before.ends_with("was killed")) {
        return Some((toll, true));
    }
    if let Some(toll) = stated_behind(&after) {
        return Some((toll, true));
    }
    let is_toll = TOLL_NOUNS.iter().any(|noun| before.contains(noun))
        && [
            "to", "at", "of", "is", "was", "reached", "stood at", "reaches",
        ]
        .contains(&last);
    is_toll.then_some((Toll::Dead, false))
}

/// What a verb right before a number tells of those counted: "killing 11 people".
fn verb_before(word: &str) -> Option<Toll> {
    let verb = word
        .trim_end_matches("ing")
        .trim_end_matches("ed")
        .trim_end_matches('s');
    { VERBS.iter() }
        .find(|(it, _)| *it == verb)
        .map(|(_, toll)| *toll)
}

/// The state that stands behind a number with nothing but links between.
fn stated_behind(after: &str) -> Option<Toll> {
    let mut rest = after.trim_start();
    loop {
        for (state, toll) in STATES {
            if let Some(tail) = rest.strip_prefix(state)
                && !tail.starts_with(char::is_alphanumeric)
            {
                if is_before_a_noun(tail) {
                    return None;
                }
                return Some(*toll);
            }
        }
        let word = rest
            .split(|c: char| !c.is_alphabetic())
            .next()
            .unwrap_or("");
        if word.is_empty() || !LINKS.contains(&word) {
            return None;
        }
        rest = rest[word.len()..].trim_start();
    }
}

/// Whether a state belongs to the noun behind it: "the three injured students" are some of the students.
fn is_before_a_noun(behind: &str) -> bool {
    const NO_NOUNS: &[&str] = &[
        "after",
        "and",
        "as",
        "at",
        "before",
        "but",
        "by",
        "during",
        "early",
        "following",
        "for",
        "from",
        "in",
        "including",
        "inside",
        "into",
        "last",
        "late",
        "near",
        "of",
        "on",
        "or",
        "outside",
        "over",
        "overnight",
        "since",
        "so",
        "that",
        "the",
        "there",
        "this",
        "through",
        "to",
        "today",
        "when",
        "where",
        "while",
        "who",
        "with",
        "yesterday",
    ];
    let Some(rest) = behind.strip_prefix(' ') else {
        return false;
    };
    let word = rest
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    !(word.is_empty() || NO_NOUNS.contains(&word) || word.ends_with("ly") || names_a_day(word))
}

/// Whether the sentence tells of something else than what the report is about.
fn is_elsewhere(reading: &Reading<'_>, sentence: TextRange, governing: Option<&Frame>) -> bool {
    if is_elsewhere_in_words(reading.words(sentence)) {
        return true;
    }
    let text = reading.words(sentence).to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    // Whether the one who did it is among them, reports tell in two ways.
    if ["including", "excluding", "besides"]
        .iter()
        .any(|word| words.contains(word))
    {
        return true;
    }
    if counts_happenings(reading, sentence) {
        return true;
    }
    governing
        .is_some_and(|frame| frame.negated || frame.modality != retold_model::Modality::Asserted)
}

/// Whether words tell that a sentence is about something else than the report.
pub(super) fn is_elsewhere_in_words(sentence: &str) -> bool {
    let text = sentence.to_lowercase();
    // In "a 21-year-old man" and "a five-year contract" stands no year.
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '-');
    words.any(|word| ELSEWHERE.contains(&word.trim_matches('-')))
}

/// Whether the sentence names a year or a day far from the publication.
pub(super) fn is_of_another_time(reading: &Reading<'_>, sentence: TextRange) -> bool {
    reading.times_in(sentence).any(|time| {
        let begin = time.span.begin.map(jiff::civil::DateTime::date);
        is_far(time.precision, begin, reading.published)
    })
}

/// Whether the sentence sums up several happenings: "20 shot in 12 incidents".
fn counts_happenings(reading: &Reading<'_>, sentence: TextRange) -> bool {
    reading
        .quantities_in(sentence)
        .any(|quantity| matches!(&quantity.measure, Measure::Things(noun) if is_happening(noun)))
}

/// Whether a time lies far from the publication, or is a whole year.
pub(super) fn is_far(
    precision: Option<TimePrecision>,
    begin: Option<Date>,
    published: Option<Date>,
) -> bool {
    if precision.is_some_and(|precision| precision <= TimePrecision::Month) {
        return begin.is_some();
    }
    let (Some(begin), Some(published)) = (begin, published) else {
        return false;
    };
    begin
        .until(published)
        .map_or(true, |span| span.get_days().abs() > NEAR_DAYS)
}

/// Places and days that the sentence names.
pub(in crate::claims) fn scene<'a>(reading: &Reading<'a>, sentence: TextRange) -> Scene<'a> {
    Scene {
        places: reading
            .places_in(sentence)
            .filter(|place| !place.actor && !names_a_street(reading, place.range, sentence))
            .collect(),
        days: { reading.times_in(sentence) }
            .filter(|time| {
                time.precision >= Some(TimePrecision::Day) && names_a_day(reading.words(time.range))
            })
            .collect(),
        ..Scene::default()
    }
}

/// Whether the name of a place is that of a street: "Neptune Ave" does not lie in Neptune.
fn names_a_street(reading: &Reading<'_>, place: TextRange, sentence: TextRange) -> bool {
    let last = reading.words(place).split(' ').next_back().unwrap_or("");
    let next = { reading.between(place.end(), sentence.end()) }
        .and_then(|behind| behind.strip_prefix(' '))
        .and_then(|behind| behind.split(' ').next())
        .unwrap_or("");
    is_kind(last) || next.starts_with(char::is_uppercase) && is_kind(next)
}

/// Whether the words of a time name its day, so that nothing else had to tell it.
pub(super) fn names_a_day(words: &str) -> bool {
    const SHORT: &[&str] = &[
        "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "jan", "feb",
        "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    ];
    let is_day = |word: &str| {
        WEEKDAYS.contains(&word)
            || MONTHS.contains(&word)
            || SHORT.contains(&word)
            || word == "yesterday"
    };
    let lower = words.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(is_day)
        || lower.split([' ', ',']).any(is_numeric_date)
}

/// "2025-03-13", "13/3/2025", "13.03.2025".
fn is_numeric_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    parts.len() == 3
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_that_say_whether_who_did_it_is_counted() {
        let found: Vec<bool> = [
            "Fifty people died, including the gunman.",
            "It was 49 victims, not counting the shooter",
            "49 shooting victims plus suspect",
            // Read wrongly: a toll one apart is then not told, which costs less than one that is none.
            "Six were hurt, including the gunman's brother",
            "Six died, including two suspects' children, the police said of the gunman",
            "",
        ]
        .iter()
        .map(|report| counts_the_attacker(report))
        .collect();
        assert_eq!(found, [true, true, true, true, false, false]);
    }

    #[test]
    fn what_stands_behind_a_number_tells_what_became_of_them() {
        for (behind, expected) in [
            (" dead", Some(Toll::Dead)),
            (
                " had been confirmed dead in the worst accident",
                Some(Toll::Dead),
            ),
            (" were killed and nine hurt", Some(Toll::Dead)),
            (" lost their lives in the collision", Some(Toll::Dead)),
            (
                " remained unaccounted for, officials said",
                Some(Toll::Missing),
            ),
            (" injured, police say", Some(Toll::Injured)),
            (" injured in a shooting", Some(Toll::Injured)),
            // Some of the students, or the killed of somebody else.
            (" injured students had run back", None),
            (" saw a man killed", None),
            (" deadlines", None),
            ("", None),
        ] {
            assert_eq!(stated_behind(behind), expected, "{behind}");
        }
    }

    #[test]
    fn words_that_name_a_day() {
        let naming: Vec<bool> = [
            "Thursday",
            "6.40am on Thursday",
            "2025-03-13, 05:40 GMT",
            "13.03.2025",
            "May 3",
            "yesterday",
            "6:40 a.m. local time",
            "0540 GMT",
            "early evening",
            "noon",
        ]
        .into_iter()
        .map(names_a_day)
        .collect();
        assert_eq!(
            naming,
            [
                true, true, true, true, true, true, false, false, false, false
            ]
        );
    }

    #[test]
    fn far_from_the_publication() {
        let day = |text: &str| text.parse::<Date>().ok();
        let far = |precision, begin: &str| is_far(Some(precision), day(begin), day("2025-03-13"));
        assert_eq!(
            [
                far(TimePrecision::Day, "2025-03-12"),
                far(TimePrecision::Day, "2025-01-12"),
                far(TimePrecision::Year, "2025-01-01"),
                is_far(Some(TimePrecision::Day), None, day("2025-03-13")),
                is_far(Some(TimePrecision::Day), day("2025-03-12"), None),
            ],
            [false, true, true, false, false]
        );
    }
}
