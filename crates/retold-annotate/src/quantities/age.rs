//! Ages: "aged 47", "47-year-old", "Ana Silva, 71,", "when he was 16,", "adults 65 and older", "children under 6".

use retold_model::{AgeUnit, Amount, Measure};

use super::Measured;
use super::measure::counted;
use crate::numbers::{AGES, number};
use crate::words::{Role, Shape, Unit, Words};

/// Whether a number that counts nothing may be an age.
pub(super) fn is_age(found: &Measured) -> bool {
    let Amount::Value(value) = found.amount else {
        return false;
    };
    value.integer().is_some_and(|years| AGES.contains(&years))
        && matches!(
            found.measure,
            Measure::Number | Measure::Age(AgeUnit::Years)
        )
}

/// "aged 47", "47-year-old", "47 years old", "Xi, 71,".
pub(super) fn aged(words: &Words<'_>, at: usize) -> Option<Measured> {
    let found = number(words, at).filter(|n| !n.large)?;
    let years = found.value.integer().filter(|n| (0..130).contains(n))?;
    let after = words.after_hyphen(found.to).unwrap_or(found.to);
    let entry = words.entry(after);
    let age_unit = |unit: Unit| match unit {
        Unit::Year => Some(AgeUnit::Years),
        Unit::Month => Some(AgeUnit::Months),
        Unit::Week => Some(AgeUnit::Weeks),
        Unit::Day => Some(AgeUnit::Days),
        _ => None,
    };
    let mut unit = AgeUnit::Years;
    let mut from = at;
    let to = if entry.is(Role::Unit) || entry.is(Role::Units) {
        let next = words.after_hyphen(after + 1).unwrap_or(after + 1);
        unit = age_unit(entry.unit)?;
        if words.any(next, &["old", "olds"]) {
            next + 1
        } else if words.is(next, "of") && words.is(next + 1, "age") {
            next + 2
        } else if at > 0 && words.is(at - 1, "aged") {
            after + 1
        } else {
            return None;
        }
    } else if after_ages(words, at) {
        if counted(words, found.to).is_some() {
            return None;
        }
        found.to
    } else if words.token(at).shape == Shape::Digits
        && AGES.contains(&years)
        && (of_name(words, at) && ends_aside(words, found.to)
            || of_somebody(words, at)
                && (words.sign(found.to, ',') && words.is_word(found.to + 1)
                    || words.token(found.to).shape == Shape::Break)
            || of_pronoun(words, at) && ends_clause(words, found.to))
    {
        found.to
    } else {
        return None;
    };
    if at > 0 && words.is(at - 1, "aged") {
        from = at - 1;
    }
    Some(Measured {
        number: (at, found.to),
        amount: Amount::Value(found.value),
        measure: Measure::Age(unit),
        of: None,
        from,
        to,
    })
}

/// Whether an age after a comma ends here.
fn ends_aside(words: &Words<'_>, at: usize) -> bool {
    matches!(words.token(at).shape, Shape::Sign(',' | '.' | ';'))
}

/// "when he was 16,", "she had just turned 21", "who is about 70 and".
fn of_pronoun(words: &Words<'_>, at: usize) -> bool {
    let back =
        |at: usize, words_of: &[&str]| at.checked_sub(1).filter(|&at| words.any(at, words_of));
    let verb = back(
        at,
        &["about", "around", "just", "nearly", "now", "only", "still"],
    )
    .unwrap_or(at);
    let Some(verb) = back(verb, &["is", "s", "turned", "turns", "was"]) else {
        return false;
    };
    let before = back(verb, &["just"]).unwrap_or(verb);
    let before = back(before, &["had", "has"]).unwrap_or(before);
    let short = words.is(verb, "s");
    let who = match before.checked_sub(1) {
        Some(sign) if short && words.sign(sign, '\'') => sign.checked_sub(1),
        who => who.filter(|_| !short),
    };
    who.is_some_and(|who| words.any(who, &["he", "she", "who"]))
}

/// Whether the clause ends after an age, or goes on with another.
fn ends_clause(words: &Words<'_>, at: usize) -> bool {
    matches!(
        words.token(at).shape,
        Shape::Sign(',' | '.' | ';' | '"' | '\'' | '?' | '!') | Shape::Break
    ) && !words.token(at + 1).glued
        || words.any(at, &["and", "at", "but", "when"])
}

/// Nouns of whom a number after "over" or "under" is the age.
const OF_AN_AGE: &[&str] = &[
    "adults",
    "anybody",
    "anyone",
    "boys",
    "children",
    "everybody",
    "everyone",
    "girls",
    "kids",
    "men",
    "minors",
    "nobody",
    "patients",
    "people",
    "persons",
    "residents",
    "somebody",
    "someone",
    "students",
    "teenagers",
    "teens",
    "those",
    "women",
    "workers",
];

/// "children under 6", "anyone over 65"; `from` is the first token with the qualifier.
pub(super) fn qualified_age(words: &Words<'_>, from: usize, number: usize) -> bool {
    from > 0
        && from + 1 == number
        && words.any(from, &["above", "below", "over", "under"])
        && words.any(from - 1, OF_AN_AGE)
}

/// "Ana Silva, 71", "Kurt Toms Jr., 19": what stands before the number and its comma is a name.
fn of_name(words: &Words<'_>, at: usize) -> bool {
    let Some(last) = at.checked_sub(2).filter(|_| words.sign(at - 1, ',')) else {
        return false;
    };
    let junior = last > 0 && words.sign(last, '.') && words.any(last - 1, &["jr", "sr"]);
    junior || words.is_word(last) && words.token(last).capital && !words.entry(last).is_known()
}

/// "the victim, 20,", "a man, 68": one person by a noun in small letters with its article.
fn of_somebody(words: &Words<'_>, at: usize) -> bool {
    const PEOPLE: &[&str] = &[
        "actor",
        "actress",
        "boy",
        "brother",
        "daughter",
        "driver",
        "father",
        "girl",
        "husband",
        "man",
        "mother",
        "officer",
        "passenger",
        "pilot",
        "singer",
        "sister",
        "son",
        "student",
        "suspect",
        "teacher",
        "teen",
        "teenager",
        "victim",
        "wife",
        "woman",
    ];
    at > 1 && words.sign(at - 1, ',') && words.any(at - 2, PEOPLE)
}

/// Tokens between "ages" and the last of them.
const LONGEST_AGES: usize = 12;

/// "age 5", "under the age of 13", "between the ages of 18 and 22", "ages 18, 18, 19 and 20".
fn after_ages(words: &Words<'_>, at: usize) -> bool {
    let before = (at.saturating_sub(LONGEST_AGES)..at).rev().find(|&before| {
        let token = words.token(before);
        let listed = token.shape == Shape::Digits
            || matches!(token.shape, Shape::Sign(',' | '-' | '–'))
            || words.has(before, Role::Cardinal)
            || words.any(before, &["and", "or", "to", "of"]);
        !listed
    });
    before.is_some_and(|before| {
        let next = before + 1;
        words.any(before, &["aged", "age", "ages"])
            && !words.sign(next, ',')
            && (next == at
                || words.is(next, "of") && (next + 1 == at || words.is(before, "ages"))
                || !words.is(next, "of") && !words.is(before, "age"))
    })
}
