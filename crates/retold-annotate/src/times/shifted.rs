//! Dates that are so many units before or after: "last week", "the next four years", "next Tuesday", "that evening".

use jiff::civil::Date;
use retold_model::{TimeGround, TimePrecision};

use super::calendar::{Calendar, Season, add_days, add_months, monday, weekday};
use super::duration::{count, precision, stretch};
use super::found::{Basis, DayPart, Found, Length, When};
use super::month::{month_at, weekday_at};
use super::relative::part_of;
use super::tense::Tense;
use super::{Last, Tagger};
use crate::words::{Role, Shape, Unit};

impl Tagger<'_, '_> {
    /// "this morning", "last night", "yesterday's evening", "that afternoon", "the same evening", "the next morning".
    pub(super) fn day_part(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let the = words.has(at, Role::The);
        let from = at + usize::from(the);
        let (entry, part) = (words.entry(from), words.entry(from + 1));
        if !part.is(Role::DayPart) || words.text_of(from + 1).ends_with('s') {
            return None;
        }
        let part = DayPart::of(part.index);
        let days = if words.is(from, "last") {
            -1
        } else if entry.is(Role::Shift) && !words.any(from, &["past", "current"]) {
            i32::from(entry.shift)
        } else if entry.is(Role::That) {
            0
        } else {
            return None;
        };
        let told =
            the || entry.is(Role::That) || words.any(from, &["following", "previous", "same"]);
        if told && let Some(last) = self.last_day {
            let day = add_days(last.day, days)?;
            let mut found = part_of(Calendar::Day(day), part, at, from + 2);
            found.basis = Basis::Expression(last.range);
            // The last day that was named need not be that of what is told by now.
            if last.sentences_since > 1 {
                found.ground = TimeGround::Nearest;
            }
            return Some(found);
        }
        let day = self
            .today()
            .and_then(|today| add_days(today, days))
            .map_or(Calendar::Open(TimePrecision::Day), Calendar::Day);
        Some(part_of(day, part, at, from + 2))
    }

    /// "last week", "the next four years", "this June", "next Tuesday", "the past decade", "the same year", "that day".
    pub(super) fn shifted(&self, at: usize) -> Option<Found> {
        let words = self.words;
        if let Some(found) = self.day_part(at) {
            return Some(found);
        }
        let the = words.has(at, Role::The);
        let mut from = at + usize::from(the);
        // "this past week", "this coming Friday", "the very next day", "these past few years"
        let this = words.any(from, &["this", "these", "very"]) && words.has(from + 1, Role::Shift);
        if this {
            from += 1;
        }
        // "two weeks": "the 13 last minutes"
        if let Some(found) = self.counted_units_first(at) {
            return Some(found);
        }
        // "schools were closed following Thursday's shooting": after it.
        let weekday = words.has(from + 1, Role::Weekday);
        if !the && weekday && words.is(from, "following") {
            return None;
        }
        let entry = words.entry(from);
        if entry.is(Role::That) {
            return self.reference(at, from + 1, 0);
        }
        if !entry.is(Role::Shift) {
            return None;
        }
        let word = words.text_of(from);
        let n = i32::from(entry.shift);
        let mut next = from + 1;
        if words.is(from, "same") {
            return if the {
                self.reference(at, next, 0)
            } else {
                None
            };
        }
        if words.any(next, &["full", "whole", "calendar", "business", "working"]) {
            next += 1;
        }
        let fiscal = words.has(next, Role::Fiscal);
        if fiscal {
            next += 1;
        }
        let unit = words.entry(next);
        let past = word.eq_ignore_ascii_case("past") || this && n < 0;
        let coming = word.eq_ignore_ascii_case("coming") || this && n > 0;
        if unit.is(Role::Unit) && !words.is(next, "second") {
            // "the last day of the war": of which day, the text must say.
            if the && n < 0 && words.is(next + 1, "of") && !past {
                return None;
            }
            // "next week on Tuesday"
            if unit.unit == Unit::Week
                && words.is(next + 1, "on")
                && let Some((day, to)) = weekday_at(words, next + 2)
            {
                let days = n * 7 + i32::from(day) - 1;
                let date = add_days(monday(self.today()?), days)?;
                return Some(Found::counted(at, to, Calendar::Day(date)));
            }
            return self.shifted_unit(
                at,
                next,
                n,
                the,
                past && !this || coming && the && !this,
                fiscal,
            );
        }
        if unit.is(Role::Units) && n != 0 && !fiscal {
            // "the past years", "in recent weeks", "coming months"
            let vague = if n < 0 { "PAST_REF" } else { "FUTURE_REF" };
            if the || past || coming {
                return Some(Found::new(
                    at,
                    next + 1,
                    When::Duration(Length::of(None, unit.unit)),
                    TimeGround::Stated,
                ));
            }
            return Some(Found::new(
                at,
                next + 1,
                When::Vague(vague),
                TimeGround::Counted,
            ));
        }
        if let Some((day, to)) = weekday_at(words, next) {
            return self.shifted_weekday(day, n, word, at, to);
        }
        if let Some((month, to)) = month_at(words, next)
            .filter(|_| words.token(next).capital || !words.any(next, &["may", "march"]))
        {
            return Some(self.shifted_month(month, n, at, to));
        }
        if words.has(next, Role::Season) && !words.tight_sign(next + 1, '-') {
            return Some(self.shifted_season(Season::of(words.entry(next).index), n, at, next + 1));
        }
        if n != 0 && !fiscal {
            return self.counted_stretch(at, next, n);
        }
        None
    }

    /// "the next four years", "the last few months", "the past 24 hours".
    fn counted_stretch(&self, at: usize, from: usize, sign: i32) -> Option<Found> {
        let words = self.words;
        if words.has(from, Role::Article) {
            return None;
        }
        let (length, to) = super::duration::length(words, from).or_else(|| {
            let (count, to) = count(words, from)?;
            let unit = words.entry(to);
            unit.is(Role::Units)
                .then(|| (Length::of(count, unit.unit), to + 1))
        })?;
        if words.is(to, "old") || words.tight_sign(to, '-') && words.is(to + 1, "old") {
            return None;
        }
        Some(self.stretched(length, sign, at, to))
    }

    fn stretched(&self, mut length: Length, sign: i32, from: usize, to: usize) -> Found {
        let quarters = length.parts.iter().all(|(_, unit)| *unit == Unit::Quarter);
        let start = if quarters {
            // Whole quarters, from the beginning of the current one or of the next.
            self.this_month().and_then(|(y, m)| {
                let first = Date::new(y, (m - 1) / 3 * 3 + 1, 1).ok()?;
                let first = if sign > 0 {
                    add_days(add_months(first, 3)?, -1)?
                } else {
                    first
                };
                Some(first.at(0, 0, 0, 0))
            })
        } else {
            self.now()
        };
        length.span = start.and_then(|start| stretch(&length, sign, start));
        let ground = if length.span.is_some() {
            TimeGround::Counted
        } else {
            TimeGround::Stated
        };
        Found::new(from, to, When::Duration(length), ground)
    }

    /// "the 13 last minutes", "the 2 next days".
    fn counted_units_first(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let from = at + usize::from(words.has(at, Role::The));
        let n = crate::numbers::number(words, from)?;
        let shift = words.entry(n.to);
        let unit = words.entry(n.to + 1);
        if !shift.is(Role::Shift) || shift.shift == 0 || !unit.is(Role::Units) {
            return None;
        }
        let length = Length::of(Some(n.value), unit.unit);
        Some(self.stretched(length, i32::from(shift.shift), at, n.to + 2))
    }

    /// "last week", "the past decade", "next quarter", "this fiscal year".
    fn shifted_unit(
        &self,
        at: usize,
        unit_at: usize,
        n: i32,
        the: bool,
        length: bool,
        fiscal: bool,
    ) -> Option<Found> {
        let words = self.words;
        let unit = words.entry(unit_at).unit;
        let to = unit_at + 1;
        if words.tight_sign(to, '-') && !words.any(to + 1, &["long", "s"]) {
            return None;
        }
        if fiscal {
            let year = self.this_year().map(|y| y + i16::try_from(n).unwrap_or(0));
            return Some(match (unit, year) {
                (Unit::Year, Some(year)) => Found::counted(at, to, Calendar::FiscalYear(year)),
                (Unit::Year, None) => Found::open(at, to, TimePrecision::Year),
                _ => Found::counted(at, to, self.shift_unit(unit, n)),
            });
        }
        if unit <= Unit::Hour || unit == Unit::Fortnight {
            if n == 0 {
                return None;
            }
            return Some(self.stretched(
                Length::of(Some(crate::numbers::number_one()), unit),
                n,
                at,
                to,
            ));
        }
        // "the next day", "the following week", "the previous year" count from the date before.
        let told = words.any(unit_at - 1, &["following", "previous", "preceding"])
            || the && words.is(unit_at - 1, "next");
        if told && self.last.is_some() && n != 0 {
            return self.reference(at, unit_at, n);
        }
        if length && n != 0 {
            return Some(self.stretched(
                Length::of(Some(crate::numbers::number_one()), unit),
                n,
                at,
                to,
            ));
        }
        // "this weekend" early in a week, told in the past, is the one that was.
        let back = unit == Unit::Weekend
            && n == 0
            && self.today().is_some_and(|today| weekday(today) < 5)
            && self.tense(at, to) == Tense::Past;
        Some(Found::counted(
            at,
            to,
            self.shift_unit(unit, if back { -1 } else { n }),
        ))
    }

    /// The unit that lies `n` from the current one.
    pub(super) fn shift_unit(&self, unit: Unit, n: i32) -> Calendar {
        let open = Calendar::Open(precision(unit));
        let year = self.this_year();
        let months = |count: i32| {
            self.this_month()
                .and_then(|(y, m)| add_months(Date::new(y, m, 1).ok()?, count))
        };
        let found = match unit {
            Unit::Night | Unit::Day | Unit::Hour | Unit::Minute | Unit::Second => self
                .today()
                .and_then(|today| add_days(today, n))
                .map(Calendar::Day),
            Unit::Week => self
                .today()
                .and_then(|today| add_days(today, n * 7))
                .map(Calendar::week_of),
            Unit::Weekend => self
                .today()
                .and_then(|today| add_days(today, n * 7).map(|day| Calendar::Weekend(monday(day)))),
            Unit::Fortnight => self
                .today()
                .and_then(|today| add_days(today, n * 14))
                .map(Calendar::week_of),
            Unit::Month | Unit::BiMonth => months(n).map(|d| Calendar::Month(d.year(), d.month())),
            Unit::Quarter => {
                months(n * 3).map(|d| Calendar::Quarter(d.year(), (d.month() + 2) / 3))
            }
            Unit::Half => months(n * 6).map(|d| Calendar::Half(d.year(), (d.month() + 5) / 6)),
            Unit::Year | Unit::Biennium => {
                year.map(|y| Calendar::Year(y + i16::try_from(n).unwrap_or(0)))
            }
            Unit::Decade => year
                .map(|y| Calendar::Decade((y.div_euclid(10) + i16::try_from(n).unwrap_or(0)) * 10)),
            Unit::Century | Unit::Millennium => year.map(|y| {
                Calendar::Century((y.div_euclid(100) + i16::try_from(n).unwrap_or(0)) * 100)
            }),
        };
        found.unwrap_or(open)
    }

    /// "that day", "the same week", "the following year": counted from the date before, else from the anchor.
    pub(super) fn reference(&self, at: usize, unit_at: usize, n: i32) -> Option<Found> {
        let words = self.words;
        let entry = words.entry(unit_at);
        if !entry.is(Role::Unit) || entry.unit < Unit::Night || words.tight_sign(unit_at + 1, '-') {
            return None;
        }
        let is_day = entry.unit <= Unit::Day;
        let day = self.last_day.filter(|_| is_day).map(|last| Last {
            calendar: Calendar::Day(last.day),
            range: last.range,
            same_sentence: last.sentences_since == 0,
        });
        // "that night" is a part of a day.
        let Some(last) = day.or(self.last) else {
            let calendar = self.shift_unit(entry.unit, n);
            return Some(Found::counted(at, unit_at + 1, calendar));
        };
        let (day, _) = last.calendar.days()?;
        let coarse = last.calendar.precision() < precision(entry.unit);
        if coarse && n != 0 {
            return Some(Found::counted(
                at,
                unit_at + 1,
                self.shift_unit(entry.unit, n),
            ));
        }
        if coarse {
            return Some(Found::open(at, unit_at + 1, precision(entry.unit)));
        }
        let y = day.year();
        let n16 = i16::try_from(n).unwrap_or(0);
        let calendar = match entry.unit {
            Unit::Night | Unit::Day => Calendar::Day(add_days(day, n)?),
            Unit::Week | Unit::Fortnight => Calendar::week_of(add_days(day, n * 7)?),
            Unit::Weekend => Calendar::Weekend(monday(add_days(day, n * 7)?)),
            Unit::Month | Unit::BiMonth => {
                let d = add_months(day, n)?;
                Calendar::Month(d.year(), d.month())
            }
            Unit::Quarter => {
                let d = add_months(day, n * 3)?;
                Calendar::Quarter(d.year(), (d.month() + 2) / 3)
            }
            Unit::Half => Calendar::Half(y, (day.month() + 5) / 6),
            Unit::Year | Unit::Biennium => Calendar::Year(y + n16),
            Unit::Decade => Calendar::Decade((y.div_euclid(10) + n16) * 10),
            _ => Calendar::Century((y.div_euclid(100) + n16) * 100),
        };
        let mut found = Found::counted(at, unit_at + 1, calendar);
        found.basis = Basis::Expression(last.range);
        if is_day && self.last_day.is_some_and(|last| last.sentences_since > 1) {
            found.ground = TimeGround::Nearest;
        }
        Some(found)
    }

    /// "last Tuesday", "next Friday", "this Monday", "Monday of next week" is elsewhere.
    fn shifted_weekday(
        &self,
        day: i8,
        n: i32,
        word: &str,
        from: usize,
        mut to: usize,
    ) -> Option<Found> {
        let words = self.words;
        if words.sign(to, ',') && self.month_ahead(to + 1) {
            to += 1;
        }
        // "this Friday, June 15": the named date decides.
        if self.month_ahead(to)
            && let Some(date) = self.named_date(to)
        {
            return Some(Found { from, ..date });
        }
        if let Some(date) = self.numeric_date(to) {
            return Some(Found { from, ..date });
        }
        let Some(today) = self.today() else {
            return Some(Found::new(
                from,
                to,
                When::Date(Calendar::OpenWeekday(day)),
                TimeGround::Open,
            ));
        };
        let here = weekday(today);
        let days = match n {
            // The last one that was.
            -1 if word.eq_ignore_ascii_case("previous") => i32::from(day - here) - 7,
            -1 => {
                let back = i32::from((here - day).rem_euclid(7));
                -(if back == 0 && !word.eq_ignore_ascii_case("past") {
                    7
                } else {
                    back
                })
            }
            // The day of this week.
            0 => i32::from(day - here),
            // "coming": the first to come; "next": that of the week after this one, as the assistants read it, unless
            // this week's has gone by.
            _ if word.eq_ignore_ascii_case("next") || word.eq_ignore_ascii_case("following") => {
                i32::from(day - here) + 7
            }
            _ => {
                let ahead = i32::from((day - here).rem_euclid(7));
                if ahead == 0 { 7 } else { ahead }
            }
        };
        let date = add_days(today, days)?;
        Some(Found::counted(from, to, Calendar::Day(date)))
    }

    fn month_ahead(&self, at: usize) -> bool {
        let words = self.words;
        month_at(words, at).is_some()
            || words.token(at).shape == Shape::Digits
                && (month_at(words, at + 1).is_some() || words.is(at + 1, "of"))
            || words.sign(at, '-') && month_at(words, at + 1).is_some()
    }

    /// "last June", "next May", "this August".
    fn shifted_month(&self, month: i8, n: i32, from: usize, to: usize) -> Found {
        let Some((year, this)) = self.this_month() else {
            return Found::new(
                from,
                to,
                When::Date(Calendar::OpenMonth(month)),
                TimeGround::Open,
            );
        };
        let year = match n {
            -1 if month >= this => year - 1,
            1 if month <= this => year + 1,
            _ => year,
        };
        Found::counted(from, to, Calendar::Month(year, month))
    }

    /// "last summer", "this winter".
    fn shifted_season(&self, season: Season, n: i32, from: usize, to: usize) -> Found {
        let Some((year, month)) = self.this_month() else {
            return Found::new(
                from,
                to,
                When::Date(Calendar::OpenSeason(season)),
                TimeGround::Open,
            );
        };
        let first = season.first_month();
        let began = month >= first;
        let year = match (n, season) {
            // In January and February winter is that of the year before.
            (0, Season::Winter) if month <= 2 => year - 1,
            (0, _) => year,
            (-1, Season::Winter) if month <= 2 => year - 2,
            (-1, _) if month >= first + 3 => year,
            (-1, _) => year - 1,
            (_, _) if began => year + 1,
            _ => year,
        };
        Found::counted(from, to, Calendar::Season(year, season))
    }
}
