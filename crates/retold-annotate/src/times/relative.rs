//! Dates counted from the anchor or from a date before: "yesterday", "last week", "late last month", "the third quarter",
//! "next June", "that day", "the end of the year".

use jiff::civil::Date;
use retold_model::{TimeGround, TimeModifier, TimePrecision};

use super::calendar::{Calendar, Season, add_days, add_months, monday, weekday};
use super::duration::{count, precision, stretch};
use super::found::{Basis, Clock, DayPart, Found, Length, Moment, When};
use super::month::{month_at, weekday_at};
use super::numeric::{ordinal, short, small};
use super::tense::Tense;
use super::{Last, Tagger};
use crate::words::{Role, Shape, Unit};

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
    /// A date that is counted.
    pub(super) fn relative_date(&self, at: usize) -> Option<Found> {
        self.deictic(at)
            .or_else(|| self.edged(at))
            .or_else(|| self.edge_of(at))
            .or_else(|| self.ordinal_part(at))
            .or_else(|| self.shifted(at))
            .or_else(|| self.season(at))
            .or_else(|| self.unit_end(at))
            .or_else(|| self.the_unit(at))
    }

    /// "today", "the day before yesterday", "tonight".
    fn deictic(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let entry = words.entry(at);
        let day = |days: i32| {
            self.today()
                .and_then(|today| add_days(today, days))
                .map_or(Calendar::Open(TimePrecision::Day), Calendar::Day)
        };
        if entry.is(Role::Deictic) {
            // "USA Today", "Today show": names.
            if words.token(at).capital
                && at > 0
                && words.is_word(at - 1)
                && words.token(at - 1).capital
                && !words.token(at).opens_sentence
                && !words.entry(at - 1).is_known()
                && !words.any(at - 1, &["said"])
            {
                return None;
            }
            return Some(Found::counted(at, at + 1, day(i32::from(entry.shift))));
        }
        if entry.is(Role::Tonight) {
            return Some(part_of(day(0), DayPart::Night, at, at + 1));
        }
        let from = at + usize::from(words.has(at, Role::The));
        if words.is(from, "day")
            && words.any(from + 1, &["before", "after"])
            && words.has(from + 2, Role::Deictic)
        {
            let step = if words.is(from + 1, "before") { -1 } else { 1 };
            let days = i32::from(words.entry(from + 2).shift) + step;
            return Some(Found::counted(at, from + 3, day(days)));
        }
        None
    }

    /// "early May", "late last month", "mid-2011", "later this year", "early Tuesday", "late in the afternoon".
    fn edged(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let from = at + usize::from(words.has(at, Role::The));
        let entry = words.entry(from);
        if !entry.is(Role::Edge) {
            return None;
        }
        let modifier = modifier(entry.index);
        let mut next = words.after_hyphen(from + 1).unwrap_or(from + 1);
        let joined = next > from + 1;
        // "early on Tuesday", "early in the year", "late in 2008"
        if words.any(next, &["on", "in"]) {
            next += 1;
        }
        if let Some(part) = self.day_part(next) {
            return Some(Found {
                from: at,
                modifier: Some(modifier),
                ..part
            });
        }
        let part_at = next + usize::from(words.has(next, Role::The));
        if words.has(part_at, Role::DayPart) && !words.text_of(part_at).ends_with('s') {
            let (day, ground, basis) = self.known_day(at, part_at + 1);
            let mut found = part_of(
                day.unwrap_or(Calendar::Open(TimePrecision::Day)),
                DayPart::of(words.entry(part_at).index),
                at,
                part_at + 1,
            );
            (found.ground, found.basis, found.modifier) = (ground, basis, Some(modifier));
            return Some(found);
        }
        let mut date = self.date(next)?;
        let When::Date(calendar) = date.when else {
            return matches!(date.when, When::Time(_)).then(|| {
                date.from = at;
                date.modifier = Some(modifier);
                date
            });
        };
        // "later, on Tuesday", "later Tuesday" is Tuesday; "later 2008" is nothing.
        if words.is(from, "later") && matches!(calendar, Calendar::Year(_)) && !joined {
            return None;
        }
        date.from = at;
        date.modifier = Some(modifier);
        Some(date)
    }

    /// "the end of March", "the beginning of the year", "the middle of 2007", "end of the week".
    fn edge_of(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let from = at + usize::from(words.has(at, Role::The));
        let from = from + usize::from(words.is(from, "very"));
        let entry = words.entry(from);
        let modifier = if entry.is(Role::OfEdge) {
            modifier(entry.index)
        } else if words.is(from, "middle") {
            TimeModifier::Mid
        } else {
            return None;
        };
        let of = from + 1;
        if !words.any(of, &["of", "this", "next", "last"]) {
            return None;
        }
        let next = of + usize::from(words.is(of, "of"));
        let mut found = self.current(next).or_else(|| self.date(next))?;
        if !matches!(found.when, When::Date(_)) {
            return None;
        }
        found.from = at;
        found.modifier = Some(modifier);
        Some(found)
    }

    /// "the year", "the month", "this decade", "month", "day": the current one.
    fn current(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let from = at + usize::from(words.has(at, Role::The));
        let entry = words.entry(from);
        if !entry.is(Role::Unit) || entry.unit < Unit::Day || entry.unit == Unit::Night {
            return None;
        }
        // "the end of the decade-long war", "the day's end"
        if words.tight_sign(from + 1, '-') {
            return None;
        }
        let calendar = self.shift_unit(entry.unit, 0);
        Some(Found::counted(at, from + 1, calendar))
    }

    /// "this morning", "last night", "yesterday's evening", "that afternoon", "the same evening", "the next morning".
    fn day_part(&self, at: usize) -> Option<Found> {
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
            return Some(found);
        }
        let day = self
            .today()
            .and_then(|today| add_days(today, days))
            .map_or(Calendar::Open(TimePrecision::Day), Calendar::Day);
        Some(part_of(day, part, at, from + 2))
    }

    /// "last week", "the next four years", "this June", "next Tuesday", "the past decade", "the same year", "that day".
    fn shifted(&self, at: usize) -> Option<Found> {
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
    fn reference(&self, at: usize, unit_at: usize, n: i32) -> Option<Found> {
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

    /// "the third quarter of 2008", "third-quarter", "the first half of the year", "the last week of July", "the first
    /// ten days of last year".
    fn ordinal_part(&self, at: usize) -> Option<Found> {
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
    fn year_beside(&self, at: usize) -> Option<(i16, usize)> {
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

    /// "summer 2012", "the winter of 1947", "in the spring".
    fn season(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let the = words.has(at, Role::The);
        let from = at + usize::from(the);
        if !words.has(from, Role::Season) {
            return None;
        }
        let season = Season::of(words.entry(from).index);
        let to = from + 1;
        let year_at = to + usize::from(words.is(to, "of") || words.sign(to, ','));
        if let Some(year) = words
            .digits(year_at, 4, 4)
            .filter(|y| (1000..2100).contains(y))
        {
            return Some(Found::stated(
                at,
                year_at + 1,
                Calendar::Season(short(year), season),
            ));
        }
        // "fall" and "spring" are verbs, "the fall of the wall" is one; "summer camp" is a name of a thing.
        let said = at > 0
            && words.any(
                at - 1,
                &[
                    "in",
                    "during",
                    "by",
                    "until",
                    "since",
                    "over",
                    "for",
                    "late",
                    "early",
                    "through",
                    "throughout",
                    "of",
                ],
            );
        // In a headline with capitals it is what somebody died of: "Climber Killed in Fall".
        let headline = at > 1
            && words.token(from).capital
            && words.token(at - 2).capital
            && words.is_word(at - 2);
        let verb = words.any(from, &["fall", "spring"])
            && (!said || headline || words.any(to, &["of", "in", "from"]));
        if verb || !said || !the && !words.any(at - 1, &["in", "by", "late", "early", "until"]) {
            return None;
        }
        let noun = words.is_word(to)
            && !words.any(
                to,
                &[
                    "and", "when", "to", "as", "but", "that", "or", "the", "after", "with", "for",
                    "because",
                ],
            );
        if noun {
            return None;
        }
        let Some((year, month)) = self.this_month() else {
            return Some(Found::new(
                at,
                to,
                When::Date(Calendar::OpenSeason(season)),
                TimeGround::Open,
            ));
        };
        let began = month >= season.first_month();
        let (year, ground) = match self.tense(at, to) {
            Tense::Past if !began => (year - 1, TimeGround::PastTense),
            Tense::Future if month > season.first_month() + 2 => {
                (year + 1, TimeGround::FutureTense)
            }
            Tense::Past => (year, TimeGround::PastTense),
            Tense::Future => (year, TimeGround::FutureTense),
            Tense::Unknown => (year, TimeGround::Nearest),
        };
        Some(Found::new(
            at,
            to,
            When::Date(Calendar::Season(year, season)),
            ground,
        ))
    }

    /// "year-end", "month end", "the year-end".
    fn unit_end(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let from = at + usize::from(words.has(at, Role::The));
        if !words.any(from, &["year", "month", "week"]) {
            return None;
        }
        let end = words.after_hyphen(from + 1).unwrap_or(from + 1);
        if !words.is(end, "end") {
            return None;
        }
        let mut found = Found::counted(at, end + 1, self.shift_unit(words.entry(from).unit, 0));
        found.modifier = Some(TimeModifier::End);
        Some(found)
    }

    /// "the weekend", "the week of April 10", "week 23", "for the quarter".
    fn the_unit(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let the = words.has(at, Role::The);
        let from = at + usize::from(the);
        let entry = words.entry(from);
        if !entry.is(Role::Unit) {
            return None;
        }
        let to = from + 1;
        if matches!(entry.unit, Unit::Week | Unit::Weekend)
            && let Some(found) = self.week_named(at, from)
        {
            return Some(found);
        }
        if let Some(found) = self.year_earlier(at, from) {
            return Some(found);
        }
        if !the || words.tight_sign(to, '-') {
            return None;
        }
        if entry.unit == Unit::Weekend {
            let back = !matches!(self.tense(at, to), Tense::Future);
            let calendar = self
                .today()
                .map_or(Calendar::Open(TimePrecision::Weekend), |today| {
                    let past = back && weekday(today) < 6;
                    let day = add_days(today, if past { -7 } else { 0 }).unwrap_or(today);
                    Calendar::Weekend(monday(day))
                });
            return Some(Found::counted(at, to, calendar));
        }
        // "the year before", "the day after": of the date that was spoken of.
        let ends = !words.is_word(to + 1)
            || words.any(
                to + 1,
                &[
                    "and", "but", "when", "with", "to", "in", "at", "that", "as", "he", "she",
                    "they", "it",
                ],
            );
        if ends
            && words.any(to, &["before", "after", "earlier", "later"])
            && words.token(to + 1).shape != Shape::Digits
        {
            let n = if words.any(to, &["before", "earlier"]) {
                -1
            } else {
                1
            };
            return self.reference(at, from, n).map(|found| Found {
                to: to + 1,
                ..found
            });
        }
        // "for the year", "in the quarter": this one, or the one that was spoken of.
        let said = at > 0
            && words.any(
                at - 1,
                &["for", "in", "during", "of", "within", "throughout", "on"],
            );
        let more = words.any(
            to,
            &[
                "of", "that", "when", "before", "after", "since", "in", "ended", "ending", "to",
                "he", "she", "they", "i", "we", "it", "a", "the",
            ],
        ) || words.token(to).shape == Shape::Digits;
        if !said
            || more
            || !matches!(
                entry.unit,
                Unit::Year | Unit::Quarter | Unit::Month | Unit::Week | Unit::Day
            )
        {
            return None;
        }
        if words.is(at - 1, "on") {
            return None;
        }
        if let Some(last) = self
            .last
            .filter(|last| last.calendar.precision() == precision(entry.unit))
        {
            let mut found = Found::counted(at, to, last.calendar);
            found.basis = Basis::Expression(last.range);
            return Some(found);
        }
        if entry.unit == Unit::Day {
            return None;
        }
        Some(Found::counted(at, to, self.shift_unit(entry.unit, 0)))
    }

    /// "the year-earlier period", "year-ago", "the year-ago quarter".
    fn year_earlier(&self, at: usize, year_at: usize) -> Option<Found> {
        let words = self.words;
        if !words.is(year_at, "year")
            || !words.sign(year_at + 1, '-')
            || !words.any(year_at + 2, &["earlier", "ago"])
        {
            return None;
        }
        let to = year_at + 3;
        let to =
            to + usize::from(words.any(to, &["period", "quarter", "month", "level", "figure"]));
        let last = self.last.filter(|last| {
            matches!(
                last.calendar,
                Calendar::Quarter(..)
                    | Calendar::Half(..)
                    | Calendar::Month(..)
                    | Calendar::Year(_)
            )
        });
        let calendar = match last.map(|last| last.calendar) {
            Some(Calendar::Quarter(y, q)) => Calendar::Quarter(y - 1, q),
            Some(Calendar::Half(y, h)) => Calendar::Half(y - 1, h),
            Some(Calendar::Month(y, m)) => Calendar::Month(y - 1, m),
            Some(Calendar::Year(y)) => Calendar::Year(y - 1),
            _ => self.shift_unit(Unit::Year, -1),
        };
        let mut found = Found::counted(at, to, calendar);
        if let Some(last) = last {
            found.basis = Basis::Expression(last.range);
        }
        Some(found)
    }

    /// "week 23", "week 27 of last year", "the week of April 10".
    fn week_named(&self, at: usize, week_at: usize) -> Option<Found> {
        let words = self.words;
        let to = week_at + 1;
        if let Some(n) = words.digits(to, 1, 2).filter(|n| (1..=53).contains(n)) {
            let of = to + 1 + usize::from(words.is(to + 1, "of"));
            let (year, end) = match self.year_beside(of) {
                Some(known) if of > to + 1 => known,
                _ => (self.this_year()?, to + 1),
            };
            let first = monday(Date::new(year, 1, 4).ok()?);
            let calendar = Calendar::Week(add_days(first, (i32::from(small(n)) - 1) * 7)?);
            return Some(Found::counted(at, end, calendar));
        }
        let of = if words.is(to, "of") {
            to + 1
        } else if words.any(to, &["beginning", "commencing", "starting"]) {
            to + 1 + usize::from(words.is(to + 1, "on"))
        } else {
            return None;
        };
        let date = self.named_date(of).or_else(|| self.numeric_date(of))?;
        let When::Date(Calendar::Day(day)) = date.when else {
            return None;
        };
        let week = if words.is(week_at, "weekend") {
            Calendar::Weekend(monday(day))
        } else {
            Calendar::week_of(day)
        };
        Some(Found {
            from: at,
            when: When::Date(week),
            ..date
        })
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

fn modifier(index: u8) -> TimeModifier {
    match index {
        1 => TimeModifier::Start,
        2 => TimeModifier::Mid,
        _ => TimeModifier::End,
    }
}

/// A part of a counted day.
fn part_of(day: Calendar, part: DayPart, from: usize, to: usize) -> Found {
    let base = Found::counted(from, to, day);
    Found {
        when: When::Time(Moment {
            day: (!matches!(day, Calendar::Open(_))).then_some(day),
            clock: Clock::Part(part),
            zone: None,
        }),
        ..base
    }
}
