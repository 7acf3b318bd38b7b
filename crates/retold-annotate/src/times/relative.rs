//! Dates counted from the anchor or from a date before: "yesterday", "late last month", "this summer", "the end of the
//! year"; [shifted](super::shifted) ones ("next June") and [parts](super::part) ("the third quarter") have files of their own.

use jiff::civil::Date;
use retold_model::{TimeGround, TimeModifier, TimePrecision};

use super::Tagger;
use super::calendar::{Calendar, Season, add_days, monday, weekday};
use super::duration::precision;
use super::found::{Basis, Clock, DayPart, Found, Moment, When};
use super::numeric::{short, small};
use super::tense::Tense;
use crate::words::{Role, Shape, Unit};

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
    pub(super) fn current(&self, at: usize) -> Option<Found> {
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

fn modifier(index: u8) -> TimeModifier {
    match index {
        1 => TimeModifier::Start,
        2 => TimeModifier::Mid,
        _ => TimeModifier::End,
    }
}

/// A part of a counted day.
pub(super) fn part_of(day: Calendar, part: DayPart, from: usize, to: usize) -> Found {
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
