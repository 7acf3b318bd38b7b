//! Parts of longer times, by their number: "the third quarter", "the first two weeks of May", "the last day of the year".

use jiff::civil::Date;

use super::Tagger;
use super::calendar::{Calendar, add_days, add_months, monday, weekday};
use super::duration::count;
use super::found::{Found, Length, When};
use super::numeric::{ordinal, short};
use crate::words::{Role, Unit};

/// Words that tell of a match of four quarters.
const GAME_WORDS: &[&str] = &[
    "basket",
    "defense",
    "fumble",
    "fumbled",
    "game",
    "halftime",
    "interception",
    "kickoff",
    "overtime",
    "playoff",
    "quarterback",
    "rebounds",
    "scoring",
    "touchdown",
    "touchdowns",
    "yard",
    "yards",
];

/// Words on either side that are read for them.
const GAME_REACH: usize = 30;

impl Tagger<'_, '_> {
    /// "the third quarter of 2008", "third-quarter", "the first half of the year", "the last week of July", "the first
    /// ten days of last year".
    pub(super) fn ordinal_part(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let from = at + usize::from(words.has(at, Role::The));
        let last = words.is(from, "last") || words.is(from, "final");
        let (n, mut next) = if last {
            (0, from + 1)
        } else {
            ordinal(words, from)?
        };
        let hyphen = words.after_hyphen(next);
        next = hyphen.unwrap_or(next);
        let fiscal = words.has(next, Role::Fiscal);
        next += usize::from(fiscal);
        let n = i8::try_from(n).ok()?;
        // "the first six months of 2021"
        if let Some(found) = self.first_units(at, next, n, last) {
            return Some(found);
        }
        let entry = words.entry(next);
        if entry.is(Role::QuarterWord) && !last && (1..=4).contains(&n) {
            let to = next + 1;
            if words.is(to, "century") || words.is(to, "final") {
                return None;
            }
            if let Some((year, end)) = self.year_beside(to) {
                return Some(Found::counted(at, end, Calendar::Quarter(year, n)));
            }
            if self.is_of_a_game(at) {
                return None;
            }
            return Some(self.quarter(n, at, to));
        }
        if entry.is(Role::Half) && !last && (1..=2).contains(&n) {
            let (year, to) = self.year_beside(next + 1)?;
            return Some(Found::counted(at, to, Calendar::Half(year, n)));
        }
        let of = next + 1;
        if !words.any(of, &["of", "in"]) || !entry.is(Role::Unit) {
            return None;
        }
        let whole = self.current(of + 1).or_else(|| self.date(of + 1))?;
        let When::Date(calendar) = whole.when else {
            return None;
        };
        let part = part_of_calendar(calendar, entry.unit, n, last)?;
        Some(Found {
            from: at,
            to: whole.to,
            when: When::Date(part),
            ..whole
        })
    }

    /// Whether what stands around tells of a match, which has quarters, too.
    fn is_of_a_game(&self, at: usize) -> bool {
        let from = at.saturating_sub(GAME_REACH);
        let to = (at + GAME_REACH).min(self.words.len());
        (from..to).any(|at| self.words.any(at, GAME_WORDS))
    }

    /// "the first two weeks of 2021", "the last four months of 2021".
    fn first_units(&self, at: usize, from: usize, n: i8, last: bool) -> Option<Found> {
        let words = self.words;
        if !(last || n == 1) {
            return None;
        }
        let (count, to) = count(words, from)?;
        let unit = words.entry(to);
        if !unit.is(Role::Units) || !words.any(to + 1, &["of", "in"]) {
            return None;
        }
        let whole = self.current(to + 2).or_else(|| self.date(to + 2))?;
        let When::Date(calendar) = whole.when else {
            return None;
        };
        let (first, after) = calendar.days()?;
        let mut length = Length::of(count, unit.unit);
        let (begin, end) = if last {
            (super::duration::exact_day(&length, -1, after)?, after)
        } else {
            let first = if unit.unit == Unit::Week && matches!(calendar, Calendar::Year(_)) {
                let fourth = Date::new(first.year(), 1, 4).ok()?;
                monday(fourth)
            } else {
                first
            };
            (first, super::duration::exact_day(&length, 1, first)?)
        };
        length.span = Some((begin.at(0, 0, 0, 0), end.at(0, 0, 0, 0)));
        Some(Found {
            from: at,
            to: whole.to,
            when: When::Duration(length),
            ..whole
        })
    }

    /// "of 2008", " 2008", "of this year", "of fiscal 2009", "last year": the year of a quarter.
    pub(super) fn year_beside(&self, at: usize) -> Option<(i16, usize)> {
        let words = self.words;
        let mut from = at + usize::from(words.any(at, &["of", "in"]) || words.sign(at, ','));
        if words.has(from, Role::Fiscal) {
            from += 1;
            from += usize::from(words.is(from, "year"));
        }
        if let Some(year) = words
            .digits(from, 4, 4)
            .filter(|y| (1900..2100).contains(y))
        {
            return Some((short(year), from + 1));
        }
        let from = from + usize::from(words.has(from, Role::The));
        let fiscal = usize::from(words.has(from + 1, Role::Fiscal));
        if words.has(from, Role::Shift) && words.is(from + 1 + fiscal, "year") {
            let n = i16::from(words.entry(from).shift);
            return Some((self.this_year()? + n, from + 2 + fiscal));
        }
        if words.is(at, "of") && words.is(from, "year") {
            return Some((self.this_year()?, from + 1));
        }
        None
    }
}

/// The `n`th (or last) `unit` of a stretch of the calendar.
fn part_of_calendar(calendar: Calendar, unit: Unit, n: i8, last: bool) -> Option<Calendar> {
    let (first, after) = calendar.days()?;
    let end = add_days(after, -1)?;
    let index = i32::from(n) - 1;
    let part = match unit {
        Unit::Day if last => Calendar::Day(end),
        Unit::Day => Calendar::Day(add_days(first, index)?),
        Unit::Week => {
            // The first week of a month or year is the one with its first Thursday (ISO 8601).
            let monday_of = |day: Date| {
                if weekday(day) > 4 {
                    add_days(monday(day), 7)
                } else {
                    Some(monday(day))
                }
            };
            if last {
                let start = monday(end);
                Calendar::Week(
                    if weekday(end) < 4 && matches!(calendar, Calendar::Year(_)) {
                        add_days(start, -7)?
                    } else {
                        start
                    },
                )
            } else {
                Calendar::Week(add_days(monday_of(first)?, index * 7)?)
            }
        }
        Unit::Weekend if last => Calendar::Weekend(monday(end)),
        Unit::Weekend => Calendar::Weekend(add_days(monday(first), index * 7)?),
        Unit::Month if last => Calendar::Month(end.year(), end.month()),
        Unit::Month => {
            let day = add_months(first, index)?;
            Calendar::Month(day.year(), day.month())
        }
        Unit::Year if last => Calendar::Year(end.year()),
        Unit::Year => Calendar::Year(add_months(first, index * 12)?.year()),
        Unit::Decade if last => Calendar::Decade(end.year().div_euclid(10) * 10),
        Unit::Decade => Calendar::Decade(add_months(first, index * 120)?.year()),
        Unit::Quarter if last => Calendar::Quarter(end.year(), (end.month() + 2) / 3),
        _ => return None,
    };
    let (begin, _) = part.days()?;
    (begin < after).then_some(part)
}
