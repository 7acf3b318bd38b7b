//! How old somebody is whom a report describes without a name: "a 3-year-old boy was shot", "the suspect, 19, was arrested".
//!
//! Two descriptions are of one person where both have the same part in what happened, nothing in them speaks against it, the
//! ages lie near each other, and neither report knows anybody else of about that age: a report that tells of two girls of eleven
//! and twelve is compared with none that tells of one.

use std::collections::{BTreeMap, BTreeSet};

use retold_model::{
    AgeUnit, Amount, ArgumentRole, ArticleId, ClaimKind, Frame, Measure, NameKind, Quantity,
    SameGround,
};
use retold_text::TextRange;

use super::toll::{is_of_another_time, scene};
use super::{Point, Scene, Slot, Value};
use crate::claims::reading::Reading;
use crate::claims::words::{part_in_frame, part_in_words, sex_of};

/// Which part somebody has in what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::claims) enum Part {
    /// It was done to them.
    Victim,
    /// They are said to have done it.
    Suspect,
}

/// What a noun tells of the sex of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::claims) enum Sex {
    Female,
    Male,
    Untold,
}

impl Sex {
    fn is_told(self) -> bool {
        self != Self::Untold
    }
}

/// Somebody of a stated age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::claims) struct Described {
    pub(in crate::claims) sex: Sex,
    pub(in crate::claims) named: bool,
}

impl Described {
    /// Whether two descriptions can be of one person. Two people with names are compared by their names.
    pub(in crate::claims) fn can_be(self, other: Self) -> bool {
        let apart = self.sex.is_told() && other.sex.is_told() && self.sex != other.sex;
        let both_named = self.named && other.named;
        !apart && !both_named
    }
}

/// Words between the age and the noun: "3-year-old Detroit girl".
const MOST_WORDS_BETWEEN: usize = 3;

/// Words behind a comma that go on with something else than what somebody is like.
const OPENERS: &[&str] = &[
    "a", "an", "and", "as", "but", "had", "has", "he", "her", "his", "is", "she", "the", "their",
    "was", "were", "when", "while", "who", "whose",
];

/// Ages, in their unit, by which reports may err about one person whose sex they tell; about others by one.
const MOST_APART: u64 = 2;

/// All ages that the reports state, with how many people of that age each knows.
pub(super) type Ages = BTreeMap<ArticleId, BTreeMap<(AgeUnit, u64), usize>>;

/// The ages of those that a report describes. `named` are the ages that belong to a name.
pub(super) fn described_ages<'a>(
    reading: &Reading<'a>,
    named: &BTreeSet<TextRange>,
    points: &mut Vec<Point<'a>>,
) {
    for quantity in &reading.report.annotations.quantities {
        let (Some((unit, _)), Some(sentence)) = (age(quantity), reading.sentence(quantity.range))
        else {
            continue;
        };
        if is_of_another_time(reading, sentence) {
            continue;
        }
        let has_name = named.contains(&quantity.range);
        let Some(person) = person(reading, quantity, sentence, has_name) else {
            continue;
        };
        let Some(part) = part(reading, quantity, sentence, &person) else {
            continue;
        };
        let Some(statement) = reading.stated(quantity.range) else {
            continue;
        };
        points.push(Point {
            slot: Slot::DescribedAge(part, unit, 0),
            kind: ClaimKind::Age,
            value: Value::Number(quantity),
            statement,
            scene: Scene {
                person: Some(Described {
                    sex: person.sex,
                    named: has_name,
                }),
                ..scene(reading, sentence)
            },
            sure: true,
            grounds: vec![SameGround::SameRole, SameGround::OnlyOne],
        });
    }
}

/// Whether two ages can be those of one person.
pub(super) fn are_one(one: &Point<'_>, other: &Point<'_>, ages: &Ages) -> bool {
    let (Some((unit, a)), Some((_, b))) = (age_of(one), age_of(other)) else {
        return false;
    };
    let sexes_known = { one.scene.person.zip(other.scene.person) }
        .is_some_and(|(one, other)| one.sex.is_told() && other.sex.is_told());
    let most = if sexes_known { MOST_APART } else { 1 };
    let people = one.scene.person.zip(other.scene.person);
    let apart = people.is_some_and(|(one, other)| !one.can_be(other));
    if apart || one.slot != other.slot || !one.scene.can_be(&other.scene) || a.abs_diff(b) > most {
        return false;
    }
    let near = (unit, a.min(b))..=(unit, a.max(b));
    let alone = |point: &Point<'_>| {
        let of_report = &ages[&point.statement.article];
        of_report
            .range(near.clone())
            .map(|(_, people)| people)
            .sum::<usize>()
            == 1
    };
    alone(one) && alone(other)
}

fn age_of(point: &Point<'_>) -> Option<(AgeUnit, u64)> {
    match point.value {
        Value::Number(quantity) => age(quantity),
        _ => None,
    }
}

/// A whole number of years or months.
pub(in crate::claims) fn age(quantity: &Quantity) -> Option<(AgeUnit, u64)> {
    match (quantity.amount, &quantity.measure) {
        (Amount::Value(n), Measure::Age(unit)) => Some((*unit, u64::try_from(n.integer()?).ok()?)),
        _ => None,
    }
}

/// Whom an age describes: the noun, or the age itself, where it stands for them.
struct Person {
    head: TextRange,
    sex: Sex,
    named: bool,
}

fn person(
    reading: &Reading<'_>,
    quantity: &Quantity,
    sentence: TextRange,
    named: bool,
) -> Option<Person> {
    let itself = Person {
        head: quantity.range,
        sex: Sex::Untold,
        named,
    };
    // "Girl, 2, shot"; "the suspect, 19,".
    let before = reading.between(sentence.start(), quantity.range.start())?;
    if let Some(head) = before.strip_suffix(", ") {
        let noun = head.rsplit([' ', '-']).next()?;
        if let Some(sex) = sex_of(noun) {
            let end = quantity.range.start() - 2;
            let length = u32::try_from(noun.len()).ok()?;
            return Some(Person {
                head: TextRange::new(end - length, end),
                sex,
                named,
            });
        }
        return named.then_some(itself);
    }
    let after = reading.between(quantity.range.end(), sentence.end())?;
    let mut listed = false;
    for word in retold_text::word::words(after).take(MOST_WORDS_BETWEEN + 1) {
        let (Some(noun), Some(gap)) = (word.slice(after), after.get(..word.start() as usize))
        else {
            break;
        };
        // "a 60-year-old, terminally ill woman".
        let lists = gap == ", " && word.start() == 2 && !OPENERS.contains(&noun);
        if gap.contains([',', '.', ';', ':', '(', '"', '“', '\n'])
            && !lists
            && (!listed || gap.contains(['.', ';', ':', '(', '"', '“', '\n']))
        {
            break;
        }
        listed |= lists;
        if let Some(sex) = sex_of(noun) {
            let start = quantity.range.end();
            return Some(Person {
                head: TextRange::new(start + word.start(), start + word.end()),
                sex,
                named,
            });
        }
        // "a 10-year-old is recovering": what stands behind is no noun of a person any more.
        if noun.starts_with(char::is_lowercase) && part_in_words(&noun.to_lowercase()).is_some() {
            break;
        }
    }
    let old = reading.words(quantity.range).contains("old");
    (named || old).then_some(itself)
}

/// The part that the clause gives the person; none where clauses give two.
fn part(
    reading: &Reading<'_>,
    quantity: &Quantity,
    sentence: TextRange,
    person: &Person,
) -> Option<Part> {
    let head = person.head;
    let is_named = |theirs: TextRange| {
        let kind = { reading.chain_at(theirs) }.and_then(|chain| reading.kind(chain));
        person.named && kind == Some(NameKind::Person)
    };
    let mut found = BTreeSet::new();
    for (_, frame) in reading.frames_in(sentence) {
        for argument in &frame.arguments {
            let is_theirs =
                argument.range.contains_range(quantity.range) && { argument.heads.iter() }
                    .any(|&theirs| theirs.intersect(head).is_some() || is_named(theirs));
            let role = argument.role;
            if is_theirs && matches!(role, ArgumentRole::Subject | ArgumentRole::Object) {
                let bare = frame.with_role(ArgumentRole::Object).next().is_none();
                // "boy shot in park" reads as if the boy did it, but does not say whom.
                let object = role == ArgumentRole::Object || (bare && frame.lemma == "shoot");
                found.extend(part_in_frame(&frame.lemma, object));
                if role == ArgumentRole::Subject && is_in_condition(reading, frame, sentence) {
                    found.insert(Part::Victim);
                }
                if role == ArgumentRole::Object && is_taken_to_hospital(reading, frame, sentence) {
                    found.insert(Part::Victim);
                }
            }
        }
    }
    if found.is_empty() {
        // "the shooting of a 3-year-old girl", "Girl, 2, shot in argument".
        let before = reading.between(sentence.start(), quantity.range.start())?;
        let end = quantity.range.end().max(head.end());
        let after = reading.between(end, sentence.end())?;
        found.extend(part_before(before));
        if found.is_empty() && begins_with_condition(after) {
            found.insert(Part::Victim);
        }
        if found.is_empty() {
            found.extend(part_behind(after));
        }
    }
    let first = found.pop_first()?;
    found.is_empty().then_some(first)
}

/// "A 2-year-old girl remains in critical condition": it is told of those to whom something was done.
fn is_in_condition(reading: &Reading<'_>, frame: &Frame, sentence: TextRange) -> bool {
    const BEING: &[&str] = &["be", "remain", "list"];
    const CONDITIONS: &[&str] = &[
        "in critical",
        "in extremely critical",
        "in fair",
        "in grave",
        "in guarded",
        "in serious",
        "in stable",
        "in very critical",
    ];
    let behind = || reading.between(frame.predicate.start(), sentence.end());
    BEING.contains(&frame.lemma.as_str())
        && behind().is_some_and(|words| {
            let lower = words.to_lowercase();
            lower
                .split(' ')
                .take(MOST_WORDS_TO_CONDITION)
                .any(|word| word == "in")
                && lower.contains("condition")
                && CONDITIONS.iter().any(|condition| lower.contains(condition))
        })
}

/// Whether somebody is said to be in a condition right behind: "remains in critical condition".
fn begins_with_condition(after: &str) -> bool {
    const CONDITIONS: &[&str] = &["critical", "grave", "serious", "stable"];
    let lower = after.to_lowercase();
    let mut words = lower.split_whitespace();
    words
        .next()
        .is_some_and(|word| matches!(word, "is" | "remained" | "remains" | "was"))
        && words.next() == Some("in")
        && words.next().is_some_and(|word| CONDITIONS.contains(&word))
        && words
            .next()
            .is_some_and(|word| word.starts_with("condition"))
}

/// Words from a verb to the state of somebody.
const MOST_WORDS_TO_CONDITION: usize = 4;

fn is_taken_to_hospital(reading: &Reading<'_>, frame: &Frame, sentence: TextRange) -> bool {
    const TAKEN: &[&str] = &[
        "airlift",
        "bring",
        "fly",
        "rush",
        "send",
        "take",
        "transport",
    ];
    const HOSPITALS: &[&str] = &["hospital", "hospitals", "medical", "surgery"];
    let behind = || reading.between(frame.predicate.end(), sentence.end());
    TAKEN.contains(&frame.lemma.as_str())
        && behind().is_some_and(|words| {
            let lower = words.to_lowercase();
            lower
                .split(|c: char| !c.is_alphabetic())
                .any(|word| HOSPITALS.contains(&word))
        })
}

/// What the words behind a person tell of them: "Girl, 2, fatally shot in argument", "girl, was struck".
fn part_behind(after: &str) -> Option<Part> {
    const SKIPPED: &[&str] = &[
        "are", "be", "been", "being", "has", "have", "is", "was", "were", "who",
    ];
    let mut end = 0;
    for word in retold_text::word::words(after) {
        let gap = after.get(end..word.start() as usize)?;
        if !(gap.trim().is_empty() || gap == ", ") {
            return None;
        }
        end = word.end() as usize;
        let lower = word.slice(after)?.to_lowercase();
        if !SKIPPED.contains(&lower.as_str()) && !lower.ends_with("ly") {
            return part_in_words(&lower);
        }
    }
    None
}

/// Words back from an age to what was done to the body: "hitting the left knee of an".
const MOST_WORDS_TO_BODY: usize = 8;

/// What the words before an age tell of the person: "the shooting death of an", "accidentally shot a".
fn part_before(before: &str) -> Option<Part> {
    const SKIPPED: &[&str] = &["a", "an", "another", "her", "his", "of", "the", "their"];
    const DONE_TO: &[&str] = &[
        "death", "hit", "hitting", "injured", "injures", "injury", "injuring", "killed", "killing",
        "kills", "murder", "shooting", "shoots", "shot", "striking", "struck", "stabbing",
        "wounded", "wounding", "wounds",
    ];
    // "struck the knee of an 11-year-old girl".
    const BODY: &[&str] = &[
        "abdomen", "arm", "back", "chest", "face", "foot", "hand", "head", "knee", "leg", "neck",
        "shoulder", "stomach", "thigh", "torso",
    ];
    const SAID_TO_HAVE: &[&str] = &["accused", "arrest", "arrested", "charged", "suspect"];
    let tail = before.rsplit([',', '.', ';', ':']).next()?;
    let lower = tail.to_lowercase();
    let word = lower
        .split(' ')
        .rev()
        .filter(|word| !word.is_empty())
        .find(|word| !SKIPPED.contains(word))?;
    let struck = BODY.contains(&word) && lower.trim_end().ends_with(['a', 'n']) && {
        { lower.split(' ').rev() }
            .take(MOST_WORDS_TO_BODY)
            .any(|word| DONE_TO.contains(&word))
    };
    if DONE_TO.contains(&word) || struck {
        Some(Part::Victim)
    } else if SAID_TO_HAVE.contains(&word) {
        Some(Part::Suspect)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_an_age_tell_the_part() {
        for (before, expected) in [
            ("charges in the shooting death of a ", Some(Part::Victim)),
            ("The boy accidentally shot his ", Some(Part::Victim)),
            ("Police on Friday arrested a ", Some(Part::Suspect)),
            ("Shots rang out, and a ", None),
            ("The killing, police said, of ", None),
            ("", None),
        ] {
            assert_eq!(part_before(before), expected, "{before}");
        }
    }

    #[test]
    fn words_behind_a_person_tell_the_part() {
        for (after, expected) in [
            (", fatally shot in argument", Some(Part::Victim)),
            (" who was critically wounded", Some(Part::Victim)),
            (", was struck in the knee", Some(Part::Victim)),
            (" charged in school shooting", Some(Part::Suspect)),
            (" went outside", None),
            (". Killed were two", None),
            ("", None),
        ] {
            assert_eq!(part_behind(after), expected, "{after}");
        }
    }

    #[test]
    fn descriptions_of_one_person() {
        let described = |sex, named| Described { sex, named };
        let girl = described(Sex::Female, false);
        let boy = described(Sex::Male, false);
        let name = described(Sex::Untold, true);
        assert_eq!(
            [
                girl.can_be(girl),
                girl.can_be(boy),
                girl.can_be(name),
                name.can_be(name)
            ],
            [true, false, true, false]
        );
    }
}
