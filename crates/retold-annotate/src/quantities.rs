//! Numbers that a text states, with what they are numbers of: counts, money, percentages, measures, ages, ordinals,
//! fractions.
//!
//! Runs over the same words as [`times`](crate::times), after it: a number that belongs to a time is not a quantity. Values are
//! exact. A number that is part of a name ("Boeing 737", "COVID-19"), a score ("3-2"), or a version ("1.2.3") is left out.
//! The counted noun is found by words, not by a parse: the first plural among the next words, so that a compound in which an
//! earlier noun is plural ("50 sports cars") may give the wrong one.

mod age;
mod measure;
mod pounds;
mod qualifier;
mod reference;
mod short_metres;

use retold_model::{
    AgeUnit, Amount, Conversion, Decimal, Measure, Qualifier, Quantity, Stamp, TimeExpression,
};
use retold_text::TextRange;

use self::age::{aged, is_age, qualified_age};
use self::measure::{counted, counted_of, counted_one, currency, is_plural, unit};
use self::pounds::{Pounds, pounds};
use self::qualifier::{qualifier_after, qualifier_before};
use self::reference::reference;
use self::short_metres::{Short, short_metres};
use crate::numbers::{Number, number};
use crate::streets::{STREETS, STREETS_OF_HOUSES};
use crate::times::times_of;
use crate::words::{Role, Shape, Words, look_up};

/// Digits after the point of a fraction's decimal value.
const FRACTION_PLACES: u32 = 9;

/// The quantities of `text`, in order, not overlapping, none of them within one of `times`; each within one of `blocks` and
/// one line.
///
/// ```
/// use retold_annotate::quantities::quantities;
/// use retold_text::TextRange;
/// let text = "Nearly 8,000 people fled.";
/// let found = quantities(text, &[TextRange::of(0, text.len())], &[]);
/// assert_eq!(found[0].range.slice(text), Some("Nearly 8,000 people"));
/// ```
pub fn quantities(text: &str, blocks: &[TextRange], times: &[TimeExpression]) -> Vec<Quantity> {
    quantities_of(&Words::scan(text, blocks), times)
}

/// Both the time expressions and the quantities of `text`, for which its words are scanned only once.
pub fn times_and_quantities(
    text: &str,
    blocks: &[TextRange],
    anchor: Option<Stamp>,
) -> (Vec<TimeExpression>, Vec<Quantity>) {
    let words = Words::scan(text, blocks);
    let times = times_of(&words, anchor);
    let quantities = quantities_of(&words, &times);
    (times, quantities)
}

fn quantities_of(words: &Words<'_>, times: &[TimeExpression]) -> Vec<Quantity> {
    let mut result = Vec::new();
    let mut times = times.iter().peekable();
    let mut at = 0;
    let mut least = 0;
    while at < words.len() {
        let token = words.token(at);
        while times
            .peek()
            .is_some_and(|time| time.range.end() <= token.start)
        {
            times.next();
        }
        if let Some(time) = times.peek()
            && time.range.start() <= token.start
        {
            at += 1;
            least = at;
            continue;
        }
        let stop = times.peek().map_or(u32::MAX, |time| time.range.start());
        let begins = match token.shape {
            Shape::Digits => true,
            Shape::Word => token.entry.is_known() || token.capital || words.width(at) <= 4,
            Shape::Sign('-') => opens_number(words, at) && words.token(at + 1).glued,
            Shape::Sign(c) => !c.is_ascii() || c == '$',
            Shape::Break => false,
        };
        let found = if begins {
            quantity(words, at, least)
        } else {
            Step::Nothing
        };
        at = match found {
            Step::Found(quantity, to) if quantity.range.end() <= stop => {
                result.push(*quantity);
                least = to;
                to
            }
            Step::Skip(to) => {
                least = to;
                to
            }
            _ => at + 1,
        };
    }
    result
}

/// Whether a minus may stand at `at`: "-5", "(-5%)".
fn opens_number(words: &Words<'_>, at: usize) -> bool {
    !words.token(at).glued || at > 0 && words.sign(at - 1, '(')
}

/// What stands at a word.
enum Step {
    /// A quantity up to this token.
    Found(Box<Quantity>, usize),
    /// Numbers that are none, up to this token.
    Skip(usize),
    Nothing,
}

/// A number with its measure, before qualifiers.
struct Measured {
    number: (usize, usize),
    amount: Amount,
    measure: Measure,
    of: Option<(usize, usize)>,
    from: usize,
    to: usize,
}

fn quantity(words: &Words<'_>, at: usize, least: usize) -> Step {
    if let Some(to) = not_a_number(words, at) {
        return Step::Skip(to);
    }
    let Some(mut found) = measured(words, at) else {
        return Step::Nothing;
    };
    let mut qualifier = None;
    // "a story about one of them": one is not about one, but of blocks.
    let one = words.is(at, "one")
        && matches!(&found.measure, Measure::Things(noun) if !noun.eq_ignore_ascii_case("block"));
    if let Some((before, from)) = qualifier_before(words, found.from, least)
        && !(one && words.is(from, "about"))
    {
        qualifier = Some(before);
        found.from = from;
    }
    if qualifier.is_none() && is_year(words, &found) {
        return Step::Skip(found.to);
    }
    if matches!(found.amount, Amount::Many(_)) {
        qualifier = Some(Qualifier::About);
    }
    let mut to = found.to;
    let conversion = conversion(words, &found, to);
    if let Some((_, end)) = &conversion {
        to = *end;
    }
    if let Some((after, end)) = qualifier_after(words, to).filter(|_| qualifier.is_none()) {
        qualifier = Some(after);
        to = end;
        // "adults 65 and older"
        let aged = words.any(end - 1, &["older", "younger"]) || words.is(end - 2, "and");
        if aged && is_age(&found) {
            found.measure = Measure::Age(AgeUnit::Years);
        }
        // "100 or so cars", "50+ nations"
        if found.measure == Measure::Number {
            let (measure, of, end) = follow(words, to, to);
            if measure != Measure::Number {
                (found.measure, found.of, to) = (measure, of, end);
            }
        }
    }
    if qualified_age(words, found.from, found.number.0) && is_age(&found) {
        found.measure = Measure::Age(AgeUnit::Years);
    }
    let quantity = Quantity {
        range: words.range(found.from, to),
        number: words.range(found.number.0, found.number.1),
        amount: found.amount,
        qualifier,
        measure: found.measure,
        of: found.of.map(|(from, to)| words.range(from, to)),
        conversion: conversion.map(|(conversion, _)| conversion),
    };
    Step::Found(Box::new(quantity), to)
}

/// The power of ten that an "m" is short for.
const MILLION: i32 = 6;

/// Years that are written without a word that tells them: of history, and of the names of our time ("the 2012 finals").
const YEARS: std::ops::RangeInclusive<i64> = 1400..=2100;
const YEARS_OF_NAMES: std::ops::RangeInclusive<i64> = 1950..=2049;

/// Whether a number of four digits without a comma is rather a year: "(1757-1857)", "the 1619 riot", "the 2012 finals".
fn is_year(words: &Words<'_>, found: &Measured) -> bool {
    let year = |n: Decimal| n.integer().filter(|n| YEARS.contains(n));
    let years = match found.amount {
        Amount::Value(n) => year(n),
        Amount::Interval(a, b) => year(a).and(year(b)),
        Amount::Many(_) => None,
    };
    let written = words.digits(found.number.0, 4, 4).is_some();
    let Some(year) = years.filter(|_| written) else {
        return false;
    };
    let round = year % 100 == 0;
    match &found.measure {
        Measure::Number => !round || matches!(found.amount, Amount::Interval(..)),
        Measure::Things(noun) if is_plural(noun) => YEARS_OF_NAMES.contains(&year) && !round,
        Measure::Things(_) => !round,
        _ => false,
    }
}

/// Where the number at `at` is part of a word, a name, a version, a time or a score: the token after it.
fn not_a_number(words: &Words<'_>, at: usize) -> Option<usize> {
    let tight = |at: usize| words.token(at).glued;
    if let Some(to) = ordinal_of_street(words, at) {
        return Some(to);
    }
    let numeral = words.token(at).shape == Shape::Digits || words.has(at, Role::Cardinal);
    if let Some(to) = numeral.then(|| reference(words, at)).flatten() {
        return Some(to);
    }
    if words.has(at, Role::Cardinal) {
        // "no one"
        let nobody = words.is(at, "one")
            && at > 0
            && words.any(at - 1, &["any", "every", "no"])
            && !words.has(at + 1, Role::Magnitude);
        if nobody {
            return Some(at + 1);
        }
        // "best-of-seven", and what is spelled wrong: "twetny-one-year-old".
        let joined = at > 1 && words.tight_sign(at - 1, '-') && tight(at) && words.is_word(at - 2);
        return joined.then_some(at + 1);
    }
    if words.token(at).shape != Shape::Digits {
        return None;
    }
    if let Some(to) = number_of_address(words, at)
        .or_else(|| number_of_telephone(words, at))
        .or_else(|| number_of_measure(words, at))
    {
        return Some(to);
    }
    // "A320", "COVID-19", "F-16", "example.com/12"
    if at > 0 && tight(at) {
        let before = words.token(at - 1).shape;
        let joined = matches!(before, Shape::Sign('-' | '/' | '.' | '_' | ':' | '@' | '#'))
            && at > 1
            && words.token(at - 1).glued
            && (words.is_word(at - 2) || words.token(at - 2).shape == Shape::Digits);
        if before == Shape::Word || joined {
            return Some(at + 1);
        }
    }
    // "1.2.3", "3-2", "12:30", "5/6"
    let parts = |sign: char| {
        words.tight_sign(at + 1, sign)
            && tight(at + 2)
            && words.token(at + 2).shape == Shape::Digits
    };
    if parts('.')
        && words.tight_sign(at + 3, '.')
        && tight(at + 4)
        && words.token(at + 4).shape == Shape::Digits
    {
        return Some(at + 5);
    }
    if parts(':') {
        return Some(at + 3);
    }
    if parts('-') {
        let (a, b) = (words.token(at).value, words.token(at + 2).value);
        let more = words.tight_sign(at + 3, '-');
        let result = words.any(
            at + 3,
            &[
                "win", "victory", "defeat", "draw", "loss", "record", "lead", "vote", "score",
                "tie", "triumph", "rout", "decision", "ruling",
            ],
        );
        // An interval goes up and says of what.
        if more || a >= b && !words.tight_sign(at + 3, '%') || result {
            return Some(at + 3);
        }
    }
    // "Boeing 737", "Article 5", "No. 1", "Flight 17": the number of a thing with a name, if it counts nothing.
    let named = at > 0
        && words.is_word(at - 1)
        && words.token(at - 1).capital
        && !words.entry(at - 1).is_known()
        && !words.any(at - 1, &["aged", "ages"])
        && words.width(at - 1) > 1;
    let number_sign = at > 1 && words.sign(at - 1, '.') && words.is(at - 2, "no");
    // "Channel 5 news", "a Level 4 felony": one noun is not counted by four.
    let counts_nothing = counted(words, at + 1).is_none_or(|(_, head)| {
        let many = is_plural(words.text_of(head));
        words.is(head, "news") || words.token(at).value != 1 && !many
    });
    if number_sign
        || named
            && counts_nothing
            && !words.sign(at + 1, '%')
            && !(words.tight_sign(at + 1, ',') && tight(at + 2))
            && !words.has(at + 1, Role::Magnitude)
            && unit(words, at + 1).is_none()
            && currency(words, at - 1).is_none()
            && !words.any(at + 1, &["percent", "per"])
    {
        return Some(at + 1);
    }
    None
}

/// "71st Street", "N. 16th St.": the token after an ordinal that is a name.
fn ordinal_of_street(words: &Words<'_>, at: usize) -> Option<usize> {
    let (_, to) = crate::times::ordinal(words, at)?;
    let named = words.token(at).shape == Shape::Digits || words.token(at).capital;
    let street = words.any(to, STREETS) || words.any(to, STREETS_OF_HOUSES);
    (named && words.token(to).capital && street).then_some(to)
}

/// Tokens between the number of a house and the noun of its street.
const LONGEST_STREET: usize = 6;

/// "the 4300 block of Clara Street", "at 421 Oak Drive": where something lies, not how many.
fn number_of_address(words: &Words<'_>, at: usize) -> Option<usize> {
    let value = words.digits(at, 1, 6)?;
    let block = words.after_hyphen(at + 1).unwrap_or(at + 1);
    if value != 1 && words.is(block, "block")
        || value >= 100 && words.is(block, "blocks") && words.is(block + 1, "of")
    {
        return Some(at + 1);
    }
    let placed = at > 0
        && (words.any(
            at - 1,
            &["at", "of", "to", "from", "near", "in", "outside", "address"],
        ) || matches!(words.token(at - 1).shape, Shape::Sign('(' | ',')));
    if !placed && words.width(at) < 3 || words.token(at + 1).glued {
        return None;
    }
    let mut next = at + 1;
    while next <= at + LONGEST_STREET {
        let token = words.token(next);
        let street = words.any(next, STREETS) || words.any(next, STREETS_OF_HOUSES);
        if next > at + 1 && token.capital && street {
            return Some(next + 1);
        }
        // "N.", "52nd"
        let part = token.capital
            || words.sign(next, '.') && words.width(next - 1) <= 2
            || token.shape == Shape::Digits
            || token.glued && words.token(next - 1).shape == Shape::Digits;
        if !part {
            return None;
        }
        next += 1;
    }
    None
}

/// "(203) 576-8477", "(719) 634-STOP (7867)", "called 911", "911 calls".
fn number_of_telephone(words: &Words<'_>, at: usize) -> Option<usize> {
    const CALLING: &[&str] = &[
        "call", "called", "calling", "calls", "dial", "dialed", "dialing", "dialled", "phoned",
        "phoning", "ring",
    ];
    const CALLED: &[&str] = &[
        "call",
        "caller",
        "callers",
        "calls",
        "center",
        "centre",
        "dispatch",
        "dispatcher",
        "dispatchers",
        "emergency",
        "operator",
        "operators",
        "recording",
        "recordings",
        "system",
        "tape",
        "tapes",
    ];
    let before = |back: usize| at.checked_sub(back);
    let is = |back: usize, sign: char| before(back).is_some_and(|at| words.sign(at, sign));
    let three = |at: usize| words.digits(at, 3, 3).is_some();
    let tight = |at: usize| words.tight_sign(at, '-') || words.tight_sign(at, '.');
    // The code of the area, and what stands behind it.
    if is(1, '(') && three(at) && words.sign(at + 1, ')') && three(at + 2) && tight(at + 3) {
        return Some(at + 5);
    }
    // "634-STOP (7867)"
    if is(1, '(') && words.sign(at + 1, ')') && words.digits(at, 4, 4).is_some() && is(3, '-') {
        let spelled =
            before(2).is_some_and(|word| words.is_word(word) && words.token(word).capital);
        let after_digits = before(4).is_some_and(three);
        return (spelled && after_digits).then_some(at + 1);
    }
    let emergency = words.text_of(at) == "911" || words.text_of(at) == "999";
    let asked = before(1).is_some_and(|verb| words.any(verb, CALLING));
    (emergency && (asked || words.any(at + 1, CALLED))).then_some(at + 1)
}

/// "a .22-caliber rifle", "5’10": parts of what is measured otherwise.
fn number_of_measure(words: &Words<'_>, at: usize) -> Option<usize> {
    let point = at > 0 && words.sign(at - 1, '.') && words.token(at).glued;
    if point && !words.token(at - 1).glued {
        return Some(at + 1);
    }
    // "in her 20s"
    if words.is(at + 1, "s") && words.token(at + 1).glued {
        return Some(at + 2);
    }
    let feet = ['\'', '’', '′']
        .iter()
        .any(|&sign| words.tight_sign(at + 1, sign));
    (feet && words.token(at + 2).glued && words.token(at + 2).shape == Shape::Digits)
        .then_some(at + 3)
}

fn measured(words: &Words<'_>, at: usize) -> Option<Measured> {
    money_first(words, at)
        .or_else(|| many(words, at))
        .or_else(|| fraction(words, at))
        .or_else(|| ordinal(words, at))
        .or_else(|| aged(words, at))
        .or_else(|| plain(words, at))
}

/// "$3 billion", "US$ 40 billion", "Rs 5 crore", "EUR 5m", "$1.5 to $2 billion", "$5m-$6m".
fn money_first(words: &Words<'_>, at: usize) -> Option<Measured> {
    let token = words.token(at);
    let sign = matches!(token.shape, Shape::Sign(_));
    if !(sign || token.shape == Shape::Word && words.width(at) <= 4 && token.capital) {
        return None;
    }
    let (code, number_at) = currency(words, at)?;
    if words.token(number_at).shape != Shape::Digits {
        return None;
    }
    let first = money_number(words, number_at)?;
    let mut amount = Amount::Value(first.value);
    let mut to = first.to;
    if let Some(joint) = joint(words, first.to, at) {
        let second_at = currency(words, joint)
            .filter(|(other, _)| *other == code)
            .map_or(joint, |(_, to)| to);
        if words.token(second_at).shape == Shape::Digits
            && let Some(second) = money_number(words, second_at)
            && let Some(interval) = interval(first, second)
        {
            amount = interval;
            to = second.to;
        }
    }
    // "$40 US", "$5 million US dollars"
    if let Some((same, end)) = currency(words, to).filter(|(other, _)| *other == code) {
        let _ = same;
        to = end;
    }
    Some(Measured {
        number: (number_at, to),
        amount,
        measure: Measure::Money(code.to_owned()),
        of: None,
        from: at,
        to,
    })
}

/// A number after the sign of a currency, where "m", "b", "k" are powers of ten.
fn money_number(words: &Words<'_>, at: usize) -> Option<Number> {
    let mut found = number(words, at)?;
    let entry = words.entry(found.to);
    if entry.is(Role::Symbol) && (words.token(found.to).glued || words.width(found.to) > 1) {
        found.value = found.value.times_power_of_ten(i32::from(entry.number))?;
        found.to += 1;
        found.large = true;
    }
    Some(found)
}

/// "dozens of people", "tens of thousands", "hundreds".
fn many(words: &Words<'_>, at: usize) -> Option<Measured> {
    let one = |at: usize| -> Option<Decimal> {
        let n = match words.text_of(at).to_ascii_lowercase().as_str() {
            "tens" => 10,
            "dozens" => 12,
            "scores" => 20,
            "hundreds" => 100,
            "thousands" => 1000,
            "millions" => 1_000_000,
            "billions" => 1_000_000_000,
            _ => return None,
        };
        Some(Decimal::from(n))
    };
    if words.width(at) > 9 || !words.text_of(at).ends_with('s') {
        return None;
    }
    let mut value = one(at)?;
    let mut to = at + 1;
    if words.is(to, "of")
        && let Some(more) = one(to + 1)
    {
        value = value.times(more)?;
        to += 2;
    }
    // "scores" and "tens" alone are other words.
    let of = words.is(to, "of");
    if !of && to == at + 1 && words.any(at, &["scores", "tens"]) {
        return None;
    }
    let after = to + usize::from(of);
    let (measure, found) = match currency(words, after).filter(|(code, _)| !code.contains('/')) {
        Some((code, end)) => (
            Measure::Money(code.to_owned()),
            Some((after, end, after, end)),
        ),
        None => match of.then(|| counted_of(words, after)).flatten() {
            Some((from, head)) => (
                Measure::Things(words.text_of(head).to_owned()),
                Some((from, head + 1, from, head + 1)),
            ),
            None => (Measure::Number, None),
        },
    };
    let money = matches!(measure, Measure::Money(_));
    Some(Measured {
        number: (at, to),
        amount: Amount::Many(value),
        measure,
        of: found.filter(|_| !money).map(|(from, to, ..)| (from, to)),
        from: at,
        to: found.map_or(to, |(_, to, ..)| to),
    })
}

/// "two thirds", "three-quarters of voters", "a third of", "half of the town", "1/3".
fn fraction(words: &Words<'_>, at: usize) -> Option<Measured> {
    let (top, bottom, to) = if words.has(at, Role::Half) {
        // "half a million" is a number; "half-hour" and "the first half" are none.
        if words.sign(at + 1, '-')
            || !words.any(
                at + 1,
                &["of", "the", "its", "their", "his", "her", "our", "all"],
            )
        {
            return None;
        }
        (1, 2, at + 1)
    } else if let Some(top) = words
        .digits(at, 1, 2)
        .filter(|_| words.tight_sign(at + 1, '/'))
    {
        let bottom = words
            .digits(at + 2, 1, 2)
            .filter(|&b| b > top && words.token(at + 2).glued && !words.tight_sign(at + 3, '/'))?;
        (
            u32::try_from(top).ok()?,
            u32::try_from(bottom).ok()?,
            at + 3,
        )
    } else {
        let article = words.has(at, Role::Article);
        let top = if article {
            1
        } else if words.has(at, Role::Cardinal) && words.entry(at).number < 20 {
            u32::from(words.entry(at).number)
        } else {
            return None;
        };
        let part_at = words.after_hyphen(at + 1).unwrap_or(at + 1);
        let (bottom, plural) = part_name(words.text_of(part_at))?;
        let whole = words.any(part_at + 1, &["of"]);
        // "a third man", "one second", "a quarter": only parts of something.
        if plural != (top > 1) || !whole && !plural {
            return None;
        }
        (top, bottom, part_at + 1)
    };
    if bottom == 0 || top == 0 {
        return None;
    }
    let value =
        (u64::from(top) * 10_u64.pow(FRACTION_PLACES) + u64::from(bottom) / 2) / u64::from(bottom);
    let value = Decimal::new(
        i64::try_from(value).ok()?,
        -i32::try_from(FRACTION_PLACES).ok()?,
    )?;
    let of = words
        .is(to, "of")
        .then(|| counted_of(words, to + 1))
        .flatten();
    Some(Measured {
        number: (at, to),
        amount: Amount::Value(value),
        measure: Measure::Fraction(top, bottom),
        of: of.map(|(from, head)| (from, head + 1)),
        from: at,
        to: of.map_or(to, |(_, head)| head + 1),
    })
}

/// "third", "thirds", "quarter", "quarters", "tenths": the number of parts, and whether the word is a plural.
fn part_name(word: &str) -> Option<(u32, bool)> {
    let lower = word.to_ascii_lowercase();
    if lower == "quarter" || lower == "quarters" {
        return Some((4, lower.ends_with('s')));
    }
    let plural = lower.ends_with('s');
    let entry = look_up(lower.trim_end_matches('s').as_bytes());
    (entry.is(Role::Ordinal) && entry.number > 2).then(|| (u32::from(entry.number), plural))
}

/// "third", "21st"; with what it orders.
fn ordinal(words: &Words<'_>, at: usize) -> Option<Measured> {
    let (n, to) = crate::times::ordinal(words, at)?;
    // "first" of all and "second" as a unit say nothing that can be compared.
    let adverb = words.token(at).shape == Shape::Word
        && (at > 0 && words.is(at - 1, "at")
            || words.any(to, &["of", ","]) && words.is(to + 1, "all")
            || words.sign(to, ','));
    // "the first six songs" are six; what was "first shown" says when.
    let of_several = words.has(to, Role::Cardinal) || words.token(to).shape == Shape::Digits;
    let when = words.is(at, "first")
        && at > 0
        && (words.any(
            at - 1,
            &[
                "be", "been", "being", "is", "are", "was", "were", "had", "has", "have",
            ],
        ) && words.text_of(to).ends_with("ed"));
    if adverb || of_several || when || n == 0 || is_set_phrase(words, at, to) {
        return None;
    }
    // "the first ever bridge"
    let noun = words.is_word(to) && !words.is(to, "ever") && !measure::ends_noun_phrase(words, to);
    Some(Measured {
        number: (at, to),
        amount: Amount::Value(Decimal::from(u32::from(n))),
        measure: Measure::Ordinal,
        of: noun.then_some((to, to + 1)),
        from: at,
        to: if noun { to + 1 } else { to },
    })
}

/// "in the first place", "first and foremost", "a third party", "the Second World War": nothing is ordered.
fn is_set_phrase(words: &Words<'_>, at: usize, to: usize) -> bool {
    let after = words.after_hyphen(to).unwrap_or(to);
    words.any(after, &["parties", "party"])
        || words.is(to, "and") && words.is(to + 1, "foremost")
        || words.is(to, "place") && at > 1 && words.is(at - 1, "the") && words.is(at - 2, "in")
        || words.is(to, "world") && words.is(to + 1, "war")
}

/// A number, or two with "to" between, and what follows.
fn plain(words: &Words<'_>, at: usize) -> Option<Measured> {
    let minus = words.is(at, "minus")
        || words.sign(at, '-') && words.token(at + 1).glued && opens_number(words, at);
    let start = at + usize::from(minus);
    let mut first = number(words, start)?;
    // "one" is a pronoun as often as a number: it counts only before a noun or unit.
    let one = words.is(at, "one") && first.to == at + 1;
    if minus {
        first.value = first.value.negative();
    }
    if short_metres(words, first.to) == Some(Short::Million) {
        first.value = first.value.times_power_of_ten(MILLION)?;
        first.to += 1;
    }
    let mut amount = Amount::Value(first.value);
    let mut number_end = first.to;
    if let Some(joint) = joint(words, first.to, at)
        && words.token(joint).entry.is(Role::Cardinal) | (words.token(joint).shape == Shape::Digits)
        && let Some(second) = number(words, joint)
        && let Some(both) = interval(first, second)
    {
        amount = both;
        number_end = second.to;
    } else if words.tight_sign(first.to, '%')
        && let Some(joint) = joint(words, first.to + 1, at)
        && let Some(second) = number(words, joint).filter(|second| words.sign(second.to, '%'))
        && let Some(both) = interval(first, second)
    {
        amount = both;
        number_end = second.to;
    }
    let after = words
        .after_hyphen(number_end)
        .filter(|&n| words.is_word(n))
        .unwrap_or(number_end);
    let (measure, of, to) = match follow(words, number_end, after) {
        (Measure::Things(_), ..) if is_one(amount) => follow_one(words, number_end, after, one),
        (Measure::Number, ..) if is_one(amount) && after == number_end => {
            follow_one(words, number_end, after, one)
        }
        other => other,
    };
    if one && matches!(measure, Measure::Number) {
        return None;
    }
    if let Amount::Value(whole) = amount
        && let Some((value, symbol, to)) = with_smaller_unit(words, whole, &measure, to)
    {
        return Some(Measured {
            number: (at, number_end),
            amount: Amount::Value(value),
            measure: Measure::Unit(symbol.to_owned()),
            of: None,
            from: at,
            to,
        });
    }
    let measure = match measure {
        Measure::Money(code) => match code.strip_suffix("/100") {
            Some(whole) => {
                let hundredth = |n: Decimal| n.times_power_of_ten(-2);
                amount = match amount {
                    Amount::Value(n) => Amount::Value(hundredth(n)?),
                    Amount::Interval(a, b) => Amount::Interval(hundredth(a)?, hundredth(b)?),
                    Amount::Many(n) => Amount::Many(hundredth(n)?),
                };
                Measure::Money(whole.to_owned())
            }
            None => Measure::Money(code),
        },
        other => other,
    };
    Some(Measured {
        number: (at, number_end),
        amount,
        measure,
        of,
        from: at,
        to,
    })
}

/// A length or weight in two units, in the smaller one, with its symbol and the end: "5 feet 9 inches", "5-foot-9",
/// "6 pounds, 3 ounces". `whole` of `measure` ends at `to`.
fn with_smaller_unit(
    words: &Words<'_>,
    whole: Decimal,
    measure: &Measure,
    to: usize,
) -> Option<(Decimal, &'static str, usize)> {
    let (smaller, each, symbol) = match measure {
        Measure::Unit(unit) if unit == "ft" => (["inch", "inches", "in"], 12, "in"),
        Measure::Unit(unit) if unit == "lb" => (["ounce", "ounces", "oz"], 16, "oz"),
        // Pounds may be money until ounces follow.
        Measure::Money(code) if code == "GBP" => (["ounce", "ounces", "oz"], 16, "oz"),
        _ => return None,
    };
    let hyphen = words.after_hyphen(to);
    let comma = to + usize::from(words.sign(to, ',') || words.is(to, "and"));
    let rest = number(words, hyphen.unwrap_or(comma))?;
    let part = rest
        .value
        .integer()
        .filter(|part| (0..each).contains(part))?;
    let unit_at = words.after_hyphen(rest.to).unwrap_or(rest.to);
    // "6ft 2in", but "6 feet 2 in all".
    let named =
        words.any(unit_at, &smaller) && (!words.is(unit_at, "in") || words.token(unit_at).glued);
    let end = if named {
        unit_at + 1
    } else if hyphen.is_some() && each == 12 {
        rest.to
    } else {
        return None;
    };
    let whole = whole.integer().filter(|whole| (0..1000).contains(whole))?;
    let value = u32::try_from(whole * each + part).ok()?;
    Some((Decimal::from(value), symbol, end))
}

/// What the number before `at` is a number of; `after` is the same place behind a hyphen.
fn follow(words: &Words<'_>, at: usize, after: usize) -> (Measure, Option<(usize, usize)>, usize) {
    let percent = if words.sign(at, '%') || words.any(after, &["percent", "pct", "percentage"]) {
        Some(if words.sign(at, '%') {
            at + 1
        } else {
            after + 1
        })
    } else if words.is(after, "per") && words.is(after + 1, "cent") {
        Some(after + 2)
    } else {
        None
    };
    if let Some(to) = percent {
        let point = words.after_hyphen(to).unwrap_or(to);
        if words.any(point, &["point", "points"]) {
            return (Measure::PercentagePoints, None, point + 1);
        }
        let of = words
            .is(to, "of")
            .then(|| counted_of(words, to + 1))
            .flatten();
        return (
            Measure::Percent,
            of.map(|(from, head)| (from, head + 1)),
            to,
        );
    }
    if short_metres(words, at) == Some(Short::Metres) {
        return (Measure::Unit("m".to_owned()), None, at + 1);
    }
    if let Some((symbol, to)) = unit(words, after) {
        let of = words.is(to, "of").then(|| thing(words, to + 1)).flatten();
        let end = of.map_or(to, |(_, end)| end);
        return (Measure::Unit(symbol.to_owned()), of, end);
    }
    if let Some((code, to)) = currency(words, after) {
        if pounds(words, at, after) == Some(Pounds::Weight) {
            let of = words.is(to, "of").then(|| thing(words, to + 1)).flatten();
            return (
                Measure::Unit("lb".to_owned()),
                of,
                of.map_or(to, |(_, end)| end),
            );
        }
        return (Measure::Money(code.to_owned()), None, to);
    }
    // "the two of them", "ten of the men"
    let found = if words.is(after, "of") {
        counted_of(words, after + 1)
    } else {
        counted(words, after)
    };
    things(words, at, found)
}

/// A number of the things found, of which the second token is the head; a number alone that ends at `at` where none are.
fn things(
    words: &Words<'_>,
    at: usize,
    found: Option<(usize, usize)>,
) -> (Measure, Option<(usize, usize)>, usize) {
    match found {
        Some((from, head)) => (
            Measure::Things(words.text_of(head).to_owned()),
            Some((from, head + 1)),
            head + 1,
        ),
        None => (Measure::Number, None, at),
    }
}

fn is_one(amount: Amount) -> bool {
    amount == Amount::Value(crate::numbers::number_one())
}

/// What one is of: "one man", "one of the men"; nothing where a verb follows.
fn follow_one(
    words: &Words<'_>,
    at: usize,
    after: usize,
    spelled: bool,
) -> (Measure, Option<(usize, usize)>, usize) {
    let found = if words.is(after, "of") {
        counted_of(words, after + 1).filter(|&(_, head)| is_plural(words.text_of(head)))
    } else {
        counted_one(words, after, spelled)
    };
    things(words, at, found)
}

/// What a unit measures: "wheat", "crude oil".
fn thing(words: &Words<'_>, at: usize) -> Option<(usize, usize)> {
    let mut to = at;
    while to < at + 3
        && words.is_word(to)
        && !measure::ends_noun_phrase(words, to)
        && !(to > at && words.text_of(to).ends_with("ed"))
    {
        to += 1;
    }
    (to > at).then_some((at, to))
}

/// What joins the two numbers of an interval, and the token after it.
fn joint(words: &Words<'_>, at: usize, from: usize) -> Option<usize> {
    // "rose 5% to 7%", "up $2 to $45": the change and the new level, not an interval.
    let moved = from > 0
        && words.any(
            from - 1,
            &[
                "rose",
                "fell",
                "up",
                "down",
                "gained",
                "lost",
                "dropped",
                "climbed",
                "jumped",
                "slid",
                "slipped",
                "added",
                "surged",
                "declined",
                "increased",
                "decreased",
                "advanced",
                "tumbled",
                "sank",
                "grew",
                "by",
            ],
        );
    if words.sign(at, '-') || words.is(at, "or") || words.is(at, "to") && !moved {
        return Some(at + 1);
    }
    let between = words.is(at, "and") && from > 0 && words.is(from - 1, "between");
    between.then_some(at + 1)
}

/// Two numbers as an interval, if they go up; "5 to 10 million" are millions both.
fn interval(first: Number, second: Number) -> Option<Amount> {
    let mut low = first.value;
    if second.large && !first.large {
        for power in [9, 6, 3, 2, 12] {
            let Some(unit) = second.value.times_power_of_ten(-power) else {
                continue;
            };
            let raised = first.value.times_power_of_ten(power)?;
            if unit >= Decimal::from(1) && unit < Decimal::from(1000) && raised < second.value {
                low = raised;
                break;
            }
        }
    }
    (low < second.value).then_some(Amount::Interval(low, second.value))
}

/// "(600-mile)", "(€20 billion)", ", or 600 miles,": the same in another unit.
fn conversion(words: &Words<'_>, found: &Measured, at: usize) -> Option<(Conversion, usize)> {
    if !matches!(found.measure, Measure::Unit(_) | Measure::Money(_)) {
        return None;
    }
    let bracket = words.sign(at, '(');
    let from = if bracket {
        at + 1
    } else if words.sign(at, ',') && words.is(at + 1, "or") {
        at + 2
    } else {
        return None;
    };
    let start = qualifier_start(words, from);
    let other = money_first(words, start).or_else(|| plain(words, start))?;
    let differs = match (&found.measure, &other.measure) {
        (Measure::Unit(a), Measure::Unit(b)) | (Measure::Money(a), Measure::Money(b)) => a != b,
        _ => false,
    };
    if !differs || bracket && !words.sign(other.to, ')') {
        return None;
    }
    let conversion = Conversion {
        range: words.range(start, other.to),
        amount: other.amount,
        measure: other.measure,
    };
    Some((conversion, other.to + usize::from(bracket)))
}

/// The number behind "about" and the like.
fn qualifier_start(words: &Words<'_>, at: usize) -> usize {
    at + usize::from(words.any(
        at,
        &[
            "about",
            "around",
            "approximately",
            "roughly",
            "nearly",
            "almost",
            "some",
            "over",
        ],
    ))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// One line for each quantity: the words | amount | qualifier | measure.
    fn check(text: &str, expected: &[&str]) {
        let blocks = [TextRange::of(0, text.len())];
        let (_, found) = times_and_quantities(text, &blocks, None);
        let shown: Vec<String> = found.iter().map(|quantity| shown(text, quantity)).collect();
        assert_eq!(shown, expected, "{text}");
    }

    fn shown(text: &str, quantity: &Quantity) -> String {
        let amount = |amount: &Amount| match amount {
            Amount::Value(n) => n.to_string(),
            Amount::Interval(a, b) => format!("{a}..{b}"),
            Amount::Many(n) => format!("{n}s"),
        };
        let measure = |measure: &Measure| match measure {
            Measure::Money(code) => code.clone(),
            Measure::Unit(symbol) => symbol.clone(),
            Measure::Things(noun) => format!("{noun}#"),
            Measure::Fraction(a, b) => format!("{a}/{b}"),
            other => format!("{other:?}").to_lowercase(),
        };
        let mut line = format!(
            "{} | {} {}",
            quantity.range.slice(text).unwrap(),
            amount(&quantity.amount),
            measure(&quantity.measure)
        );
        if let Some(qualifier) = quantity.qualifier {
            write!(line, " | {qualifier:?}").unwrap();
        }
        if let Some(of) = quantity.of {
            write!(line, " of {}", of.slice(text).unwrap()).unwrap();
        }
        if let Some(conversion) = &quantity.conversion {
            write!(
                line,
                " = {} {}",
                amount(&conversion.amount),
                measure(&conversion.measure)
            )
            .unwrap();
        }
        line
    }

    #[test]
    fn counts_and_their_qualifiers() {
        check(
            "About 40 people were killed, more than 100 hurt, at least three soldiers died.",
            &[
                "About 40 people | 40 people# | About of people",
                "more than 100 | 100 number | MoreThan",
                "at least three soldiers | 3 soldiers# | AtLeast of soldiers",
            ],
        );
        check(
            "Nearly 8,000 Russian soldiers and almost 8,000 others",
            &[
                "Nearly 8,000 Russian soldiers | 8000 soldiers# | Nearly of Russian soldiers",
                "almost 8,000 others | 8000 others# | Nearly of others",
            ],
        );
        check(
            "100 or so cars; 50+ nations; no fewer than 5 men; as many as 20 women; 2 more bodies",
            &[
                "100 or so cars | 100 cars# | About of cars",
                "50+ nations | 50 nations# | AtLeast of nations",
                "no fewer than 5 men | 5 men# | AtLeast of men",
                "as many as 20 women | 20 women# | AtMost of women",
                "2 more bodies | 2 bodies# of bodies",
            ],
        );
    }

    #[test]
    fn spelled_and_vague_numbers() {
        check(
            "two dozen protesters, dozens of people, tens of thousands of refugees, a hundred tanks, one and a half million homes",
            &[
                "two dozen protesters | 24 protesters# of protesters",
                "dozens of people | 12s people# | About of people",
                "tens of thousands of refugees | 10000s refugees# | About of refugees",
                "a hundred tanks | 100 tanks# of tanks",
                "one and a half million homes | 1500000 homes# of homes",
            ],
        );
    }

    #[test]
    fn intervals_go_up_and_say_of_what() {
        check(
            "between 40 and 50 soldiers, 5 to 10 million people, 15-20% of voters; a 3-2 win, a 2-5 defeat",
            &[
                "40 and 50 soldiers | 40..50 soldiers# of soldiers",
                "5 to 10 million people | 5000000..10000000 people# of people",
                "15-20% | 15..20 percent of voters",
            ],
        );
        check(
            "Shares rose 5% to 7%.",
            &["5% | 5 percent", "7% | 7 percent"],
        );
    }

    #[test]
    fn money() {
        check(
            "It cost $3 billion, €2.5bn, US$ 40 billion, Rs 5 crore, 20 lakh rupees, 30 cents and $1.5 to $2 million.",
            &[
                "$3 billion | 3000000000 USD",
                "€2.5bn | 2500000000 EUR",
                "US$ 40 billion | 40000000000 USD",
                "Rs 5 crore | 50000000 INR",
                "20 lakh rupees | 2000000 INR",
                "30 cents | 0.3 USD",
                "$1.5 to $2 million | 1500000..2000000 USD",
            ],
        );
        check(
            "500 million U.S. dollars, 3 million yen, 100 rubles",
            &[
                "500 million U.S. dollars | 500000000 USD",
                "3 million yen | 3000000 JPY",
                "100 rubles | 100 RUB",
            ],
        );
    }

    #[test]
    fn units_with_their_conversion() {
        check(
            "a 1,000km (600-mile) front, 1.2 million tonnes of wheat, 10 square kilometres, -5 degrees Celsius",
            &[
                "1,000km (600-mile) | 1000 km = 600 mi",
                "1.2 million tonnes of wheat | 1200000 t of wheat",
                "10 square kilometres | 10 km²",
                "-5 degrees Celsius | -5 °C",
            ],
        );
    }

    #[test]
    fn feet_with_inches_and_pounds_with_ounces() {
        check(
            "He is 5 feet 9 inches tall, 5-feet 11-inches at most; a 6-foot-2 man; a baby of six pounds, three ounces; 6 pounds",
            &[
                "5 feet 9 inches | 69 in",
                "5-feet 11-inches | 71 in",
                "6-foot-2 | 74 in",
                "six pounds, three ounces | 99 oz",
                "6 pounds | 6 GBP",
            ],
        );
    }

    #[test]
    fn ages() {
        check(
            "The 47-year-old met Ana Silva, 71, a boy aged 5 and a three-month-old girl.",
            &[
                "47-year-old | 47 age(years)",
                "71 | 71 age(years)",
                "aged 5 | 5 age(years)",
                "three-month-old | 3 age(months)",
            ],
        );
        // A slip of the pen is no child of one year.
        check("Twetny-one-year-old Goens was held.", &[]);
    }

    #[test]
    fn ages_of_several_and_of_nouns() {
        check(
            "Ages 18, 18 and 20; between the ages of 13 and 19; under the age of 7; the victim, 20, died; Kurt Toms Jr., 19, fled.",
            &[
                "18 | 18 age(years)",
                "18 | 18 age(years)",
                "20 | 20 age(years)",
                "13 | 13 age(years)",
                "19 | 19 age(years)",
                "7 | 7 age(years)",
                "20 | 20 age(years)",
                "19 | 19 age(years)",
            ],
        );
        check(
            "He is at the age of two minds.",
            &["two minds | 2 minds# of minds"],
        );
    }

    #[test]
    fn numbers_of_addresses_and_telephones_are_none() {
        check(
            "in the 4300 block of Clara Street, the 200 blocks of Elm Road, at 421 N. Rivermont Ave., two blocks away",
            &["two blocks | 2 blocks# of blocks"],
        );
        check(
            "Call (203) 576-8477, (719) 634-STOP (7867), dial 911; 911 callers heard of 12 calls near 71st Street",
            &["12 calls | 12 calls# of calls"],
        );
        check(
            "a .22-caliber rifle, 5’10 tall, a Level 4 felony, Channel 5 news, in her 20s",
            &[],
        );
    }

    #[test]
    fn numbers_of_lists_footnotes_and_code_count_nothing() {
        check(
            "1. Rest the dough.\n12) Bake 3 rolls.\n(3) Eat.\n2.5 million people ate.",
            &[
                "3 rolls | 3 rolls# of rolls",
                "2.5 million people | 2500000 people# of people",
            ],
        );
        check(
            "It helps [12] sleepers (6) and others (4, 5), as [1, 2, 3] shows; Maria Holt (22) slept; doi 10.1234/ab, BMJ. 2018;360:j54, open 24/7",
            &["22 | 22 number"],
        );
        check(
            "Ring 0800 138 1016 or +44 20 7946 0000 or 555-0199; 100-200 people rang",
            &["100-200 people | 100..200 people# of people"],
        );
    }

    #[test]
    fn numbers_in_words_count_nothing() {
        check(
            "the 76ers lost; 5G masts; 3-D printers; a one-size-fits-all rule; to zero in on it; at one point he left",
            &[],
        );
        check(
            "Her first six albums were first released at the third time",
            &[
                "six albums | 6 albums# of albums",
                "third time | 3 ordinal of time",
            ],
        );
    }

    #[test]
    fn one_counts_no_verb() {
        check(
            "One path tracks her; no one reads; the long one begins; one elderly man fell; one of the best known; one hits; a one-fat-cat farm; one bank guard keeps watch",
            &[
                "One path | 1 path# of path",
                "one elderly man | 1 man# of elderly man",
                "one bank guard | 1 guard# of bank guard",
            ],
        );
        check(
            "It left one woman dead. One Dead after fire. One Teen Dead. One police officer ran. 1 files were lost. One more thing. One moped.",
            &[
                "one woman | 1 woman# of woman",
                "One Dead | 1 Dead# of Dead",
                "One Teen | 1 Teen# of Teen",
                "One police officer | 1 officer# of police officer",
                "1 files | 1 files# of files",
                "One more thing | 1 thing# of thing",
                "One moped | 1 moped# of moped",
            ],
        );
    }

    #[test]
    fn what_is_owned_is_counted_not_its_owner() {
        check(
            "one of the town's largest farms; two of the world's most feared powers; one of the gunmen; one of the town's two gates",
            &[
                "one of the town's largest farms | 1 farms# of largest farms",
                "two of the world's most feared powers | 2 powers# of feared powers",
                "one of the gunmen | 1 gunmen# of gunmen",
                "two gates | 2 gates# of gates",
            ],
        );
        check(
            "one of those cases where it's dark; half of the isle's people; 11% of the isle's people; two owners' boats; one of the victims' cars; one family's loss; one of the town's oldest",
            &[
                "one of those cases | 1 cases# of cases",
                "half of the isle's people | 0.5 1/2 of people",
                "11% | 11 percent of people",
                "two owners | 2 owners# of owners",
                "one of the victims' cars | 1 cars# of cars",
                "one family | 1 family# of family",
            ],
        );
    }

    #[test]
    fn participles_are_counted_where_they_name_whom() {
        check(
            "The two sparred; 12 injured; 30 recorded; two stabbed; three imposing statues; an essay about one of our cooks; about one block",
            &[
                "two | 2 number",
                "12 | 12 number",
                "30 | 30 number",
                "two stabbed | 2 stabbed# of stabbed",
                "three imposing statues | 3 statues# of imposing statues",
                "one of our cooks | 1 cooks# of cooks",
                "about one block | 1 block# | About of block",
            ],
        );
    }

    #[test]
    fn years_count_nothing() {
        check(
            "The crown (1757-1857) kept the 1619 charter and the 2012 finals, from 1930 onwards; 1,619 men; 1900 men; about 1500",
            &[
                "1,619 men | 1619 men# of men",
                "1900 men | 1900 men# of men",
                "about 1500 | 1500 number | About",
            ],
        );
    }

    #[test]
    fn labels_and_names_count_nothing() {
        check(
            "He won in game two; see Figure 7 shows; in suite 1208; Lesson #1; last season 20 men left; on stage 12 dancers",
            &[
                "20 men | 20 men# of men",
                "12 dancers | 12 dancers# of dancers",
            ],
        );
        check(
            "1080p sets, told 8News, 10x more, a third party, in the first place, the Second World War, first and foremost, in third place, the first ever bridge",
            &[
                "10 | 10 number",
                "third place | 3 ordinal of place",
                "first | 1 ordinal",
            ],
        );
        check(
            "7/50 Storm over the bay\n1/50 of the farms",
            &["1/50 of the farms | 0.02 1/50 of farms"],
        );
        check(
            "It is at 811 Park Place, or at 3000 E. Las Rosas Blvd.; near 33rd Place; at 150 Oarsmen Causeway",
            &[],
        );
    }

    #[test]
    fn an_m_is_metres_or_million() {
        check(
            "The climber fell about 1,600m; a 40m-deep pit; a wall 3m high; the 400m hurdles; over 2m users; 1.5m farms; 7m in all",
            &[
                "about 1,600m | 1600 m | About",
                "40m | 40 m",
                "3m | 3 m",
                "400m | 400 m",
                "over 2m users | 2000000 users# | MoreThan of users",
                "1.5m farms | 1500000 farms# of farms",
                "7 | 7 number",
            ],
        );
        check(
            "He stands 6ft 2in tall, not 6 feet 2 in all",
            &["6ft 2in | 74 in", "6 feet | 6 ft", "2 | 2 number"],
        );
    }

    #[test]
    fn signs_and_short_units() {
        check(
            "It fell (-8%) to 99¢; 25bp, 60FPS, 4 million bbl; two halves, the tens of thousands",
            &[
                "-8% | -8 percent",
                "99¢ | 0.99 USD",
                "25bp | 25 bp",
                "60FPS | 60 fps",
                "4 million bbl | 4000000 bbl",
                "two halves | 2 halves# of halves",
                "tens of thousands | 10000s number | About",
            ],
        );
    }

    #[test]
    fn pounds_are_money_or_a_weight() {
        check(
            "It weighed 800 pounds, a 300-pound lid; he lost 20 pounds; five pounds of rice; a 10-pound note; 90 pounds (41 kg)",
            &[
                "800 pounds | 800 lb",
                "300-pound | 300 lb",
                "20 pounds | 20 lb",
                "five pounds of rice | 5 lb of rice",
                "10-pound | 10 GBP",
                "90 pounds (41 kg) | 90 lb = 41 kg",
            ],
        );
        check(
            "He paid 500 pounds. A raise of 2 million pounds ($3 million).",
            &[
                "500 pounds | 500 GBP",
                "2 million pounds ($3 million) | 2000000 GBP = 3000000 USD",
            ],
        );
        check(
            "Boats may land 500 pounds a day and sell them for $6 each.",
            &["500 pounds | 500 lb", "$6 | 6 USD"],
        );
    }

    #[test]
    fn ages_by_pronoun_and_by_limit() {
        check(
            "When he was 16, she had just turned 21. Holt, who is about 70, left. He was 16 points behind. She's 38.",
            &[
                "16 | 16 age(years)",
                "21 | 21 age(years)",
                "about 70 | 70 age(years) | About",
                "16 points | 16 points# of points",
                "38 | 38 age(years)",
            ],
        );
        check(
            "adults 65 and older, children under 6, anyone over 18; over 20 left; up 5 and over 20 men; free for those 12 and under; from $20 and up.",
            &[
                "65 and older | 65 age(years) | AtLeast",
                "under 6 | 6 age(years) | LessThan",
                "over 18 | 18 age(years) | MoreThan",
                "over 20 | 20 number | MoreThan",
                "5 | 5 number",
                "over 20 men | 20 men# | MoreThan of men",
                "12 and under | 12 age(years) | AtMost",
                "$20 and up | 20 USD | AtLeast",
            ],
        );
    }

    #[test]
    fn what_belongs_to_the_verb_qualifies_nothing() {
        check(
            "They handed over $20. It costs over $5.",
            &["$20 | 20 USD", "over $5 | 5 USD | MoreThan"],
        );
    }

    #[test]
    fn officers_are_counted_not_police() {
        check(
            "two police officers and three police; 3 fatally shot; one rally; seen on 7 Action News",
            &[
                "two police officers | 2 officers# of police officers",
                "three police | 3 police# of police",
                "3 | 3 number",
                "one rally | 1 rally# of rally",
                "7 | 7 number",
            ],
        );
    }

    #[test]
    fn percentages_fractions_and_ordinals() {
        check(
            "It fell two percentage points to 7 per cent; two thirds of voters; half of the city; the third time",
            &[
                "two percentage points | 2 percentagepoints",
                "7 per cent | 7 percent",
                "two thirds of voters | 0.666666667 2/3 of voters",
                "half of the city | 0.5 1/2 of city",
                "third time | 3 ordinal of time",
            ],
        );
    }

    #[test]
    fn numbers_of_names_and_times_are_none() {
        check(
            "Boeing 737 and A320, Route 66, COVID-19, No. 1, version 1.2.3, F-16",
            &[],
        );
        check(
            "In 2014, at 3:30 p.m. on May 5, for three days, 20 men",
            &["20 men | 20 men# of men"],
        );
    }
}
