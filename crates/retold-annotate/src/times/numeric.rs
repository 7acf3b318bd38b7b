//! Dates in digits, years, decades, centuries, quarters by their short names.

use jiff::civil::Date;

use super::Tagger;
use super::calendar::Calendar;
use super::found::Found;
use super::month::{NEAR_DAYS, THE_ATTACKS};
use crate::streets::{STREETS, STREETS_OF_HOUSES};
use crate::words::{Role, Shape, Unit, Words};

/// Two digits from here on are of the 1900s.
const PIVOT: u64 = 40;

/// Nouns that a number counts even where it looks like a year.
const COUNTED: &[&str] = &[
    "people",
    "men",
    "women",
    "children",
    "percent",
    "per",
    "km",
    "kilometers",
    "kilometres",
    "miles",
    "meters",
    "metres",
    "feet",
    "tons",
    "tonnes",
    "dollars",
    "euros",
    "pounds",
    "workers",
    "troops",
    "soldiers",
    "jobs",
    "employees",
    "members",
    "residents",
    "passengers",
    "points",
    "votes",
    "copies",
    "hours",
    "days",
    "years",
    "homes",
    "students",
    "police",
    "protesters",
    "square",
    "m",
    "kg",
    "units",
    "acres",
    "hectares",
    "times",
    "seats",
    "cases",
];

impl Tagger<'_, '_> {
    /// "2024-05-16", "16.05.2024", "5/16/24", "20240516", "2024-05", "9/11".
    pub(super) fn numeric_date(&self, at: usize) -> Option<Found> {
        let words = self.words;
        if words.token(at).shape != Shape::Digits || glued_to_number(words, at) {
            return None;
        }
        if let Some(eight) = words.digits(at, 8, 8) {
            let date = day(eight / 10_000, eight / 100 % 100, eight % 100)?;
            let plausible = (1900..2100).contains(&(eight / 10_000));
            return plausible.then(|| Found::stated(at, at + 1, Calendar::Day(date)));
        }
        let separator = separator(words, at + 1)?;
        let second = words.token(at + 2);
        // "2019-aug-1", "23/Sep/2020" are read with the names of months.
        if second.shape != Shape::Digits || !second.glued {
            return None;
        }
        let third = (words.tight_sign(at + 3, separator) && words.token(at + 4).glued)
            .then(|| words.digits(at + 4, 1, 4))
            .flatten();
        let ends = |to: usize| {
            !words.tight_sign(to, separator)
                || !words.token(to + 1).glued
                || words.token(to + 1).shape != Shape::Digits
        };
        if let (Some(year), Some(month), Some(last)) =
            (words.digits(at, 4, 4), words.digits(at + 2, 1, 2), third)
        {
            let date = day(year, month, last)?;
            return ends(at + 5).then(|| Found::stated(at, at + 5, Calendar::Day(date)));
        }
        if let (Some(a), Some(b), Some(year)) =
            (words.digits(at, 1, 2), words.digits(at + 2, 1, 2), third)
        {
            let width = words.width(at + 4);
            let year = match width {
                4 => year,
                2 => two_digit_year(year),
                _ => return None,
            };
            // "1-2-03" and "3.4.05" may be anything; slashes are dates.
            if width == 2 && separator != '/' {
                return None;
            }
            let day_first = a > 12 || separator == '.' && b <= 12;
            let date = if day_first {
                day(year, b, a)
            } else {
                day(year, a, b)
            }?;
            return ends(at + 5).then(|| Found::stated(at, at + 5, Calendar::Day(date)));
        }
        if third.is_some() || !ends(at + 3) || separator == '.' {
            return None;
        }
        if let (Some(year), Some(month)) = (words.digits(at, 4, 4), words.digits(at + 2, 1, 2)) {
            // "2008-09" are two years, "2015-3" is a month.
            let years = words.width(at + 2) == 2 && month > year % 100;
            let plausible = (1900..2100).contains(&year) && (1..=12).contains(&month) && !years;
            return plausible
                .then(|| Found::stated(at, at + 3, Calendar::Month(short(year), small(month))));
        }
        if let (Some(month), Some(year)) = (words.digits(at, 1, 2), words.digits(at + 2, 4, 4)) {
            let plausible = (1900..2100).contains(&year) && (1..=12).contains(&month);
            return plausible
                .then(|| Found::stated(at, at + 3, Calendar::Month(short(year), small(month))));
        }
        if separator == '/' {
            return self.month_and_day(at);
        }
        None
    }

    /// "9/11"; "on 5/16": two numbers need a word that says they are a date.
    fn month_and_day(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let (a, b) = (words.digits(at, 1, 2)?, words.digits(at + 2, 1, 2)?);
        if (a, b) == (9, 11) && !(words.is(at.wrapping_sub(1), "on") && self.is_near(9, 11)) {
            return Some(Found::stated(at, at + 3, Calendar::Day(THE_ATTACKS)));
        }
        let said = at > 0
            && (words.any(
                at - 1,
                &[
                    "on", "by", "until", "till", "before", "after", "since", "from", "to", "next",
                    "this", "between",
                ],
            ) || words.has(at - 1, Role::Weekday)
                || words.sign(at - 1, ',') && at > 2 && words.digits(at - 2, 1, 2).is_some());
        if !said || words.sign(at + 3, '%') || words.token(at + 3).glued && words.is_word(at + 3) {
            return None;
        }
        let (month, day) = if a > 12 { (b, a) } else { (a, b) };
        self.month_day(small(month), small(day), at, at + 3, None)
    }

    /// Whether the anchor's year has such a day within [`NEAR_DAYS`]; not known without an anchor.
    fn is_near(&self, month: i8, day: i8) -> bool {
        let Some(today) = self.today() else {
            return true;
        };
        Date::new(today.year(), month, day)
            .is_ok_and(|date| (date - today).get_days().abs() <= NEAR_DAYS)
    }

    /// A year, decade, century or quarter.
    pub(super) fn year_or_more(&self, at: usize) -> Option<Found> {
        let words = self.words;
        self.century(at)
            .or_else(|| self.decade(at))
            .or_else(|| self.short_quarter(at))
            .or_else(|| self.fiscal_year(at))
            .or_else(|| self.named_year(at))
            .or_else(|| {
                let year = bare_year(words, at)?;
                Some(Found::stated(at, at + 1, Calendar::Year(year)))
            })
    }

    /// "the year 2000", "year 2012".
    fn named_year(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let from = at + usize::from(words.has(at, Role::The));
        let from = from + usize::from(words.is(from, "calendar"));
        if !words.is(from, "year") {
            return None;
        }
        let to = from + 1 + usize::from(words.is(from + 1, "of"));
        let year = words
            .digits(to, 4, 4)
            .filter(|y| (1000..2200).contains(y))?;
        Some(Found::stated(at, to + 1, Calendar::Year(short(year))))
    }

    /// "19th century", "the nineteenth century", "twenty-first-century".
    fn century(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let from = at + usize::from(words.has(at, Role::The));
        let (n, to) = ordinal(words, from)?;
        let to = words.after_hyphen(to).unwrap_or(to);
        let century = words.entry(to).unit == Unit::Century && words.entry(to).is_known();
        if !century || !(1..=30).contains(&n) {
            return None;
        }
        Some(Found::stated(
            at,
            to + 1,
            Calendar::Century((short(u64::from(n)) - 1) * 100),
        ))
    }

    /// Whether what stands at `at` is somebody's: "in her early 20s", "in his late teens to early 20s".
    fn of_person(&self, at: usize) -> bool {
        const OWNERS: [&str; 6] = ["her", "his", "my", "our", "their", "your"];
        const AGES: [&str; 16] = [
            "and", "early", "eighties", "fifties", "forties", "late", "low", "mid", "middle",
            "nineties", "or", "sixties", "teens", "thirties", "to", "twenties",
        ];
        const LONGEST: usize = 10;
        let words = self.words;
        (at.saturating_sub(LONGEST)..at)
            .rev()
            .find(|&before| {
                let number = words.digits(before, 2, 2).is_some();
                let plural = words.is(before, "s") && words.token(before).glued;
                let joined = words.sign(before, '-') || words.any(before, &AGES);
                !(number || plural || joined)
            })
            .is_some_and(|before| words.any(before, &OWNERS))
    }

    /// "1990s", "the '90s", "the nineties".
    fn decade(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let the = words.has(at, Role::The);
        let from = at + usize::from(the);
        let apostrophe = words.sign(from, '\'');
        let digits_at = from + usize::from(apostrophe);
        let of_person = self.of_person(at);
        let said = the
            || apostrophe
            || words.has(at.wrapping_sub(1), Role::Edge)
            || at > 1 && words.sign(at - 1, '-');
        if words.has(from, Role::DecadeWord) && !of_person {
            let year = 1900 + short(u64::from(words.entry(from).number));
            return said.then(|| Found::stated(at, from + 1, Calendar::Decade(year)));
        }
        let s_at = digits_at + 1;
        let s = if words.is(s_at, "s") && words.token(s_at).glued {
            s_at
        } else if words.sign(s_at, '\'') && words.is(s_at + 1, "s") && words.token(s_at + 1).glued {
            s_at + 1
        } else {
            return None;
        };
        // "the 1990's boom" is a decade, "1991's" a year.
        if let Some(year) = words.digits(digits_at, 4, 4) {
            let first = short(year);
            // "The 1800s" are a century; of the 1900s and 2000s as many mean the decade.
            let calendar = match first {
                1000..1900 if year % 100 == 0 => Calendar::Century(first),
                1000..2100 if year % 10 == 0 => Calendar::Decade(first),
                _ => return None,
            };
            return Some(Found::stated(at, s + 1, calendar));
        }
        let two = words.digits(digits_at, 2, 2).filter(|n| n % 10 == 0)?;
        if of_person || !said {
            return None;
        }
        let year = if two < PIVOT { 2000 + two } else { 1900 + two };
        let year = if (20..PIVOT).contains(&two) && !apostrophe {
            1900 + two
        } else {
            year
        };
        Some(Found::stated(at, s + 1, Calendar::Decade(short(year))))
    }

    /// "Q1", "Q1 2008", "2008 Q1", "2017-Q1", "1Q09", "H1 2019".
    fn short_quarter(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let year_here = words.digits(at, 4, 4).filter(|y| (1900..2100).contains(y));
        let from = if year_here.is_some() {
            words.after_hyphen(at + 1).unwrap_or(at + 1)
        } else {
            at
        };
        let letter = |at: usize| (words.is(at, "q"), words.is(at, "h"));
        let (quarter, n, mut to) = if matches!(letter(from), (true, _) | (_, true)) {
            let n = words
                .digits(from + 1, 1, 1)
                .filter(|_| words.token(from + 1).glued)?;
            (letter(from).0, n, from + 2)
        } else {
            let n = words.digits(from, 1, 1)?;
            (words.is(from + 1, "q").then_some(true)?, n, from + 2)
        };
        let most = if quarter { 4 } else { 2 };
        if !(1..=most).contains(&n) {
            return None;
        }
        let mut year = year_here.map(short);
        if year.is_none() {
            let year_at = to + usize::from(words.is(to, "of"));
            if let Some(y) = words
                .digits(year_at, 4, 4)
                .filter(|y| (1900..2100).contains(y))
            {
                year = Some(short(y));
                to = year_at + 1;
            } else if words.token(to).glued
                && let Some(y) = words.digits(to, 2, 2)
            {
                year = Some(short(two_digit_year(y)));
                to += 1;
            }
        }
        let n = small(n);
        Some(match (year, quarter) {
            (Some(y), true) => Found::stated(at, to, Calendar::Quarter(y, n)),
            (Some(y), false) => Found::stated(at, to, Calendar::Half(y, n)),
            // "H1" alone may be anything.
            (None, false) => return None,
            (None, true) => self.quarter(n, at, to),
        })
    }

    /// "fiscal 2008", "the 2008 fiscal year", "FY2008", "FY08", "fiscal year 2008".
    fn fiscal_year(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let from = at + usize::from(words.has(at, Role::The));
        if let Some(year) = words
            .digits(from, 4, 4)
            .filter(|y| (1900..2100).contains(y))
        {
            let named = words.has(from + 1, Role::Fiscal) && words.is(from + 2, "year");
            return named.then(|| Found::stated(at, from + 3, Calendar::FiscalYear(short(year))));
        }
        if !(words.has(from, Role::Fiscal) || words.has(from, Role::FiscalShort)) {
            return None;
        }
        let to = from + 1 + usize::from(words.is(from + 1, "year"));
        let year = if let Some(year) = words.digits(to, 4, 4).filter(|y| (1900..2100).contains(y)) {
            year
        } else if words.has(from, Role::FiscalShort) {
            two_digit_year(words.digits(to, 2, 2)?)
        } else {
            return None;
        };
        Some(Found::stated(at, to + 1, Calendar::FiscalYear(short(year))))
    }
}

/// Four digits that are a year by themselves.
pub(super) fn bare_year(words: &Words<'_>, at: usize) -> Option<i16> {
    let year = words
        .digits(at, 4, 4)
        .filter(|y| (1000..2200).contains(y))?;
    if glued_to_number(words, at) {
        return None;
    }
    let next = words.token(at + 1);
    if next.glued && matches!(next.shape, Shape::Word) {
        return None;
    }
    if next.glued
        && matches!(next.shape, Shape::Sign(',' | '.'))
        && words.token(at + 2).glued
        && words.token(at + 2).shape == Shape::Digits
    {
        return None;
    }
    if next.shape == Shape::Sign('%')
        || words.any(at + 1, COUNTED)
        || words.has(at + 1, Role::Magnitude)
    {
        return None;
    }
    if is_street_number(words, at) {
        return None;
    }
    let counts = next.shape == Shape::Word
        && !next.capital
        && words.text_of(at + 1).ends_with('s')
        && words.width(at + 1) > 3
        && !words.text_of(at + 1).ends_with("ss");
    let modern = (1900..=2050).contains(&year);
    let strong = at > 0
        && words.any(
            at - 1,
            &["in", "since", "by", "until", "during", "from", "of"],
        );
    let year_like = if modern {
        strong || !counts || at > 0 && words.is(at - 1, "the")
    } else {
        strong && !counts
    };
    year_like.then(|| short(year))
}

/// Words of the name of a street before the one that says what it is: "2006 South Martin Luther King Avenue".
const LONGEST_STREET: usize = 5;

/// Whether the digits at `at` are those of a house ("at 2006 South Western Avenue") or a block ("the 2000 block of …").
/// After "in" and the like they are a year: "in 2012 Wall Street fell".
fn is_street_number(words: &Words<'_>, at: usize) -> bool {
    if words.any(at + 1, &["block", "blocks"]) {
        return true;
    }
    let of_time = [
        "in", "since", "by", "until", "during", "from", "of", "the", "after", "before",
    ];
    if at > 0 && words.any(at - 1, &of_time) {
        return false;
    }
    let mut next = at + 1;
    for _ in 0..=LONGEST_STREET {
        if !words.is_word(next) || !words.token(next).capital {
            return false;
        }
        if next > at + 1 && (words.any(next, STREETS) || words.any(next, STREETS_OF_HOUSES)) {
            return true;
        }
        next += 1 + usize::from(words.sign(next + 1, '.') && words.width(next) < 3);
    }
    false
}

/// Whether the digits at `at` are part of a longer number, an amount of money or a name.
fn glued_to_number(words: &Words<'_>, at: usize) -> bool {
    if at == 0 {
        return false;
    }
    let before = words.token(at - 1);
    if let Shape::Sign(c) = before.shape
        && matches!(c, '$' | '£' | '€' | '¥' | '₹' | '#')
    {
        return true;
    }
    if !words.token(at).glued {
        return false;
    }
    match before.shape {
        Shape::Word => true,
        Shape::Sign('.' | ',' | ':') => {
            at >= 2 && before.glued && words.token(at - 2).shape == Shape::Digits
        }
        // "mid-2011", "pre-2008" but not "A320-2000".
        Shape::Sign('-') => {
            at >= 2
                && before.glued
                && words.is_word(at - 2)
                && !words.any(at - 2, &["mid", "pre", "post", "early", "late"])
                && !words.has(at - 2, Role::Month)
        }
        _ => false,
    }
}

fn separator(words: &Words<'_>, at: usize) -> Option<char> {
    match words.token(at).shape {
        Shape::Sign(c) if matches!(c, '-' | '/' | '.') && words.token(at).glued => Some(c),
        _ => None,
    }
}

/// The ordinal at `at`: "third", "twenty-first", "3rd", "21st".
pub(crate) fn ordinal(words: &Words<'_>, at: usize) -> Option<(u16, usize)> {
    let token = words.token(at);
    if token.shape == Shape::Digits {
        let n = words.digits(at, 1, 4)?;
        let suffix = words.token(at + 1).glued && words.any(at + 1, &["st", "nd", "rd", "th"]);
        return suffix.then(|| (u16::try_from(n).unwrap_or(0), at + 2));
    }
    if token.entry.is(Role::Ordinal) {
        return Some((token.entry.number, at + 1));
    }
    let tens = token.entry.number;
    if token.entry.is(Role::Cardinal) && (20..=90).contains(&tens) {
        let unit_at = words.after_hyphen(at + 1).unwrap_or(at + 1);
        let unit = words.entry(unit_at);
        if unit.is(Role::Ordinal) && unit.number < 10 {
            return Some((tens + unit.number, unit_at + 1));
        }
    }
    None
}

pub(crate) fn two_digit_year(two: u64) -> u64 {
    if two < PIVOT { 2000 + two } else { 1900 + two }
}

fn day(year: u64, month: u64, day: u64) -> Option<Date> {
    Date::new(
        i16::try_from(year)
            .ok()
            .filter(|y| (1000..2200).contains(y))?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// A number that was checked to be a month, day or quarter.
pub(crate) fn small(n: u64) -> i8 {
    i8::try_from(n).unwrap_or(0)
}

/// A number that was checked to be a year.
pub(crate) fn short(n: u64) -> i16 {
    i16::try_from(n).unwrap_or(0)
}
