//! Numbers as they are written: "1,200", "1,50,000", "2.5 million", "forty-two", "one and a half million", "half a
//! dozen", "40bn". Exact; a number whose digits are too many is none.

use std::ops::RangeInclusive;

use retold_model::Decimal;

use crate::words::{Role, Shape, Words};

/// Numbers that may be somebody's age where nobody says "years".
pub(crate) const AGES: RangeInclusive<i64> = 1..=115;

/// A number and where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) value: Decimal,
    /// The first token after it.
    pub(crate) to: usize,
    /// Whether a word of it is a power of ten ("million") or a dozen.
    pub(crate) large: bool,
}

/// The number that begins at `at`.
pub(crate) fn number(words: &Words<'_>, at: usize) -> Option<Number> {
    let mut found = match words.token(at).shape {
        Shape::Digits => digits(words, at)?,
        Shape::Word if words.has(at, Role::Half) => return half_of(words, at),
        Shape::Word => {
            let (value, to) = below_thousand(words, at)?;
            Number {
                value: Decimal::from(value),
                to,
                large: value >= 100,
            }
        }
        Shape::Sign(c) => Number {
            value: fraction_sign(c)?,
            to: at + 1,
            large: false,
        },
        Shape::Break => return None,
    };
    if let Some(to) = and_a_half(words, found.to) {
        found.value = found.value.plus(half())?;
        found.to = to;
    }
    while let Some((power, dozens, to)) = many(words, found.to) {
        found.value = found
            .value
            .times_power_of_ten(power)?
            .times(Decimal::from(dozens))?;
        found.to = to;
        found.large = true;
        if let Some((more, to)) = remainder(words, to, power) {
            found.value = found.value.plus(more)?;
            found.to = to;
        }
    }
    Some(found)
}

/// One.
pub(crate) fn number_one() -> Decimal {
    Decimal::from(1)
}

/// One half.
pub(crate) fn half() -> Decimal {
    Decimal::new(5, -1).expect("a small exponent")
}

/// "1,200", "1200.5", "1,50,000"; grouped digits must be grouped throughout.
fn digits(words: &Words<'_>, at: usize) -> Option<Number> {
    let mut value = words.digits(at, 1, 18)?;
    let mut to = at + 1;
    if words.width(at) <= 3 {
        while words.tight_sign(to, ',') && words.token(to + 1).glued {
            let three = words.digits(to + 1, 3, 3);
            // Indian grouping: pairs until the last three.
            let two = words
                .digits(to + 1, 2, 2)
                .filter(|_| words.tight_sign(to + 2, ',') && words.token(to + 3).glued);
            let (more, power) = match (three, two) {
                (Some(n), _) => (n, 1000),
                (_, Some(n)) => (n, 100),
                _ => break,
            };
            value = value.checked_mul(power)?.checked_add(more)?;
            to += 2;
        }
    }
    let mut result = Decimal::new(i64::try_from(value).ok()?, 0)?;
    if words.tight_sign(to, '.') && words.token(to + 1).glued {
        let places = words.width(to + 1);
        if let Some(rest) = words.digits(to + 1, 1, 9) {
            let places = i32::try_from(places).ok()?;
            result = result.plus(Decimal::new(i64::try_from(rest).ok()?, -places)?)?;
            to += 2;
        }
    } else if words.token(to).glued
        && let Shape::Sign(c) = words.token(to).shape
        && let Some(part) = fraction_sign(c)
    {
        result = result.plus(part)?;
        to += 1;
    }
    if let Some((part, end)) = written_fraction(words, to).filter(|_| words.width(at) <= 3) {
        result = result.plus(part)?;
        to = end;
    }
    Some(Number {
        value: result,
        to,
        large: false,
    })
}

/// "1/2" behind a whole number: "2 1/2 miles".
fn written_fraction(words: &Words<'_>, at: usize) -> Option<(Decimal, usize)> {
    let top = words.digits(at, 1, 1).filter(|_| !words.token(at).glued)?;
    let bottom = words
        .digits(at + 2, 1, 1)
        .filter(|_| words.tight_sign(at + 1, '/') && words.token(at + 2).glued)?;
    let (digits, exponent) = match (top, bottom) {
        (1, 2) => (5, -1),
        (1, 4) => (25, -2),
        (3, 4) => (75, -2),
        (1 | 3 | 5 | 7, 8) => (i64::try_from(top).ok()? * 125, -3),
        _ => return None,
    };
    Some((Decimal::new(digits, exponent)?, at + 3))
}

/// "forty-two", "six", "nineteen": below a hundred.
fn below_hundred(words: &Words<'_>, at: usize) -> Option<(u32, usize)> {
    if !words.has(at, Role::Cardinal) {
        return None;
    }
    let tens = u32::from(words.entry(at).number);
    if tens < 20 {
        return Some((tens, at + 1));
    }
    let unit_at = words.after_hyphen(at + 1).unwrap_or(at + 1);
    let unit = u32::from(words.entry(unit_at).number);
    if words.has(unit_at, Role::Cardinal) && (1..10).contains(&unit) {
        return Some((tens + unit, unit_at + 1));
    }
    Some((tens, at + 1))
}

/// "two hundred and fifty", "a hundred", "forty-two"; "a" before a power of ten or a dozen is one.
fn below_thousand(words: &Words<'_>, at: usize) -> Option<(u32, usize)> {
    let (value, to) = if words.has(at, Role::Article) {
        many(words, at + 1)?;
        (1, at + 1)
    } else {
        below_hundred(words, at)?
    };
    let entry = words.entry(to);
    if !(entry.is(Role::Magnitude) && entry.number == 2) {
        return Some((value, to));
    }
    let rest = if words.is(to + 1, "and") {
        to + 2
    } else {
        to + 1
    };
    match below_hundred(words, rest) {
        Some((more, end)) => Some((value * 100 + more, end)),
        None => Some((value * 100, to + 1)),
    }
}

/// "and fifty" after "two thousand", "two hundred thousand" after "one million": less than the power of ten before it.
fn remainder(words: &Words<'_>, at: usize, power: i32) -> Option<(Decimal, usize)> {
    let from = if words.is(at, "and") { at + 1 } else { at };
    if !(2..=9).contains(&power) || !words.has(from, Role::Cardinal) {
        return None;
    }
    let (value, to) = below_thousand(words, from)?;
    if !words.has(to, Role::Magnitude) {
        return Some((Decimal::from(value), to));
    }
    let smaller = i32::from(words.entry(to).number);
    let fits = smaller < power;
    fits.then(|| Some((Decimal::from(value).times_power_of_ten(smaller)?, to + 1)))?
}

/// "million", "-million", "m" right after digits, "dozen": the power of ten, the factor and the end.
fn many(words: &Words<'_>, at: usize) -> Option<(i32, u32, usize)> {
    let from = words.after_hyphen(at).unwrap_or(at);
    let entry = words.entry(from);
    if entry.is(Role::Magnitude) {
        return Some((i32::from(entry.number), 1, from + 1));
    }
    if entry.is(Role::Dozen) {
        return Some((0, u32::from(entry.number), from + 1));
    }
    let digits_before = at > 0 && words.token(at - 1).shape == Shape::Digits;
    if entry.is(Role::Symbol) && from == at && digits_before {
        // "5m" may be five metres: money decides, in the quantities; "5 m" is not taken here.
        let long = words.width(at) > 1;
        if long {
            return Some((i32::from(entry.number), 1, at + 1));
        }
    }
    None
}

/// "half a million", "half a dozen", "half-a-million".
fn half_of(words: &Words<'_>, at: usize) -> Option<Number> {
    let skip = |at: usize| words.after_hyphen(at).unwrap_or(at);
    let article = skip(at + 1);
    if !words.has(article, Role::Article) {
        return None;
    }
    let (power, dozens, to) = many(words, skip(article + 1))?;
    Some(Number {
        value: half()
            .times_power_of_ten(power)?
            .times(Decimal::from(dozens))?,
        to,
        large: true,
    })
}

/// "and a half", "-and-a-half".
pub(crate) fn and_a_half(words: &Words<'_>, at: usize) -> Option<usize> {
    let skip = |at: usize| words.after_hyphen(at).unwrap_or(at);
    let and = skip(at);
    let article = skip(and + 1);
    if !words.is(and, "and") {
        return None;
    }
    if words.has(article, Role::Article) && words.has(skip(article + 1), Role::Half) {
        return Some(skip(article + 1) + 1);
    }
    words.has(article, Role::Half).then_some(article + 1)
}

fn fraction_sign(c: char) -> Option<Decimal> {
    let (digits, exponent) = match c {
        '½' => (5, -1),
        '¼' => (25, -2),
        '¾' => (75, -2),
        '⅛' => (125, -3),
        _ => return None,
    };
    Decimal::new(digits, exponent)
}

#[cfg(test)]
mod tests {
    use retold_text::TextRange;

    use super::*;

    fn check(text: &str, expected: &str) {
        let words = Words::scan(text, &[TextRange::of(0, text.len())]);
        let found = number(&words, 0).map_or("none".to_owned(), |n| {
            format!("{} {}", n.value, words.range(0, n.to).slice(text).unwrap())
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn ok_numbers() {
        check("1,200 men", "1200 1,200");
        check("1,50,000 homes", "150000 1,50,000");
        check("2.5 million", "2500000 2.5 million");
        check("40bn pounds", "40000000000 40bn");
        check("forty-two", "42 forty-two");
        check(
            "two hundred and fifty thousand",
            "250000 two hundred and fifty thousand",
        );
        check("two thousand and fifteen", "2015 two thousand and fifteen");
        check("one and a half million", "1500000 one and a half million");
        check("half a dozen eggs", "6 half a dozen");
        check("a hundred days", "100 a hundred");
        check("two dozen", "24 two dozen");
        check("3½ days", "3.5 3½");
        check("2 1/2 miles", "2.5 2 1/2");
        check("12 11/12", "12 12");
    }

    #[test]
    fn err_numbers() {
        check("a man", "none");
        check("half the men", "none");
        check("12345678901234567890", "none");
    }
}
