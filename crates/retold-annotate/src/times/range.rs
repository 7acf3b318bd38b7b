//! Ranges: "from 2009 to 2011", "May 3-5", "9 to 12 of June", "June-August 1992", "between 2 and 4:30 p.m.", "2004-08".

use jiff::civil::Date;
use retold_model::{TimeGround, TimePrecision};

use super::Tagger;
use super::calendar::Calendar;
use super::clock::{clock, half_of_day};
use super::found::{Basis, Clock, Ends, Found, Moment, When};
use super::month::month_at;
use super::numeric::{bare_year, ordinal, short, small};
use crate::words::{Role, Shape, Words};

impl Tagger<'_, '_> {
    /// A range at `at` whose ends share a month, a year or a half of the day, so that neither may stand alone.
    pub(super) fn compact_range(&self, at: usize) -> Option<Found> {
        let token = self.words.token(at);
        let roles = [
            Role::Month,
            Role::Ordinal,
            Role::Cardinal,
            Role::The,
            Role::Clock,
        ];
        if token.shape != Shape::Digits && !roles.iter().any(|&role| token.entry.is(role)) {
            return None;
        }
        self.day_range(at)
            .or_else(|| self.month_range(at))
            .or_else(|| self.year_range(at))
            .or_else(|| self.clock_range(at, None))
    }

    /// The range that begins with `begin`.
    pub(super) fn range_from(&self, begin: &Found) -> Option<Found> {
        self.hours_of_day(begin).or_else(|| self.joined(begin))
    }

    fn ends(from: usize, to: usize, begin: Found, end: Found, alone: bool) -> Found {
        let (ground, basis) = (end.ground, end.basis);
        Found {
            from,
            to,
            when: When::Range(Box::new(Ends { begin, end, alone })),
            modifier: None,
            ground,
            basis,
        }
    }

    /// "May 3-5", "May 3 to 5, 2024", "3-5 May", "9 to 12 of June", "April 9th through seventeenth".
    fn day_range(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let day = |at: usize| -> Option<(i8, usize)> {
            let from = at + usize::from(words.has(at, Role::The));
            let (n, to) = ordinal(words, from)
                .map(|(n, to)| (u64::from(n), to))
                .or_else(|| words.digits(from, 1, 2).map(|n| (n, from + 1)))?;
            (1..=31).contains(&n).then(|| (small(n), to))
        };
        if let Some((month, to)) = month_at(words, at) {
            let (first, next) = day(to)?;
            let (_, second_at) = joint(words, next, at)?;
            let (second, end) = day(second_at)?;
            // "June 3 to 4 people"
            if second <= first
                || words.tight_sign(end, ':')
                || words.is(end, "of")
                || words.has(end, Role::Units)
                || words.has(end, Role::Month)
            {
                return None;
            }
            let with = if words.sign(end, ',') { end + 1 } else { end };
            let year = words
                .digits(with, 4, 4)
                .filter(|y| (1000..2100).contains(y))
                .map(short);
            let stop = if year.is_some() { with + 1 } else { end };
            return self.two_days(
                year,
                month,
                (first, at, next),
                (second, second_at, end),
                at,
                stop,
            );
        }
        let (first, next) = day(at)?;
        let (_, second_at) = joint(words, next, at)?;
        let (second, end) = day(second_at)?;
        let month_from = end + usize::from(words.is(end, "of"));
        let (month, month_to) = month_at(words, month_from)?;
        if second <= first {
            return None;
        }
        let with = if words.sign(month_to, ',') {
            month_to + 1
        } else {
            month_to
        };
        let year = words
            .digits(with, 4, 4)
            .filter(|y| (1000..2100).contains(y))
            .map(short);
        let stop = if year.is_some() { with + 1 } else { month_to };
        self.two_days(
            year,
            month,
            (first, at, next),
            (second, second_at, stop),
            at,
            stop,
        )
    }

    fn two_days(
        &self,
        year: Option<i16>,
        month: i8,
        first: (i8, usize, usize),
        second: (i8, usize, usize),
        from: usize,
        to: usize,
    ) -> Option<Found> {
        let make = |(day, from, to): (i8, usize, usize), year: Option<i16>| match year {
            Some(year) => Some(Found::stated(
                from,
                to,
                Calendar::Day(Date::new(year, month, day).ok()?),
            )),
            None => self.month_day(month, day, from, to, None),
        };
        let begin = make(first, year)?;
        // Both days are of one year.
        let of = match begin.when {
            When::Date(Calendar::Day(date)) => Some(date.year()),
            _ => None,
        };
        let mut end = make(second, of)?;
        (end.ground, end.basis) = (begin.ground, begin.basis);
        Some(Self::ends(from, to, begin, end, false))
    }

    /// "June-August 1992", "May to October 2020", "Nov-Feb 2017".
    fn month_range(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let (first, to) = month_at(words, at).filter(|_| {
            words.token(at).capital || at > 0 && words.any(at - 1, &["from", "between"])
        })?;
        let (word, next) = joint(words, to, at)?;
        let (second, end) = month_at(words, next)?;
        if words.digits(end, 1, 2).is_some() || ordinal(words, end).is_some() {
            return None;
        }
        let year_at = end + usize::from(words.any(end, &["of", "in"]) || words.sign(end, ','));
        let year = words
            .digits(year_at, 4, 4)
            .filter(|y| (1000..2100).contains(y))
            .map(short);
        let stop = if year.is_some() { year_at + 1 } else { end };
        let (begin, last) = if let Some(year) = year {
            let begin_year = if first > second { year - 1 } else { year };
            (
                Found::stated(at, to, Calendar::Month(begin_year, first)),
                Found::stated(next, stop, Calendar::Month(year, second)),
            )
        } else {
            let begin = self.month(first, at, to);
            let mut last = self.month(second, next, end);
            if let (When::Date(Calendar::Month(a, _)), When::Date(Calendar::Month(b, _))) =
                (&begin.when, &last.when)
                && (*a, first) > (*b, second)
            {
                last.when = When::Date(Calendar::Month(
                    if first > second { a + 1 } else { *a },
                    second,
                ));
            }
            (begin, last)
        };
        Some(Self::ends(at, stop, begin, last, word && year.is_none()))
    }

    /// "2004-2008", "2004-08", "1914/18", "2014 to 2018".
    fn year_range(&self, at: usize) -> Option<Found> {
        let words = self.words;
        if words.width(at) != 4 || words.token(at).shape != Shape::Digits {
            return None;
        }
        let first = words
            .digits(at, 4, 4)
            .filter(|y| (1000..2100).contains(y))?;
        let tight = matches!(words.token(at + 1).shape, Shape::Sign('-' | '/'))
            && words.token(at + 1).glued
            && words.token(at + 2).glued;
        if tight && let Some(two) = words.digits(at + 2, 2, 2) {
            let second = first / 100 * 100 + two;
            let more = matches!(words.token(at + 3).shape, Shape::Sign('-' | '/'))
                && words.token(at + 3).glued
                && words.token(at + 4).glued;
            if second <= first
                || more
                || words.is_word(at + 3) && words.token(at + 3).glued
                || bare_before(words, at)
            {
                return None;
            }
            let begin = Found::stated(at, at + 1, Calendar::Year(short(first)));
            let end = Found::stated(at + 2, at + 3, Calendar::Year(short(second)));
            return Some(Self::ends(at, at + 3, begin, end, false));
        }
        None
    }

    /// Two clock times of which the second may say the half of the day and the zone for both, with a day before or after.
    fn clock_range(&self, at: usize, known: Option<&Found>) -> Option<Found> {
        let words = self.words;
        let (mut begin, next, begin_sure) = loose_clock(words, at)?;
        let said_between = at > 0 && words.any(at - 1, &["from", "between"]);
        let (_, second_at) = joint(words, next, at)?;
        let (mut end, to, end_sure) = loose_clock(words, second_at)?;
        let day_found = match known {
            Some(_) => None,
            None => self.day_for_range(
                to + usize::from(words.is(to, "on") || words.is(to, "of") || words.sign(to, ',')),
            ),
        };
        let day_known = known.is_some() || day_found.is_some();
        let sure = begin_sure
            || end_sure
            || day_known && (said_between || known.is_some() && words.sign(next, '-'));
        if !sure {
            return None;
        }
        let bare =
            |at: usize| words.token(at).shape == Shape::Digits && !words.tight_sign(at + 1, ':');
        if !end_sure && bare(second_at) && !said_between && !begin_sure && !day_known {
            return None;
        }
        // "Monday 12-4 win", "Saturday 3-2": a score.
        if !begin_sure && !end_sure && words.is_word(to) && !said_between {
            return None;
        }
        let half = |at: usize, to: usize| {
            (at..to)
                .find_map(|n| half_of_day(words, n))
                .map(|(half, _)| half)
        };
        let (first_half, second_half) = (half(at, next), half(second_at, to));
        if first_half.is_none()
            && let Some(half) = second_half
        {
            // "between 2 and 4:30 pm": both in the afternoon, unless that would turn them round.
            let both = with_half(begin, half);
            if hour(both) <= hour(end) {
                begin = both;
            }
        }
        if second_half.is_none()
            && first_half.is_some()
            && hour(end) < hour(begin)
            && hour(end) + 12 > hour(begin)
            && hour(end) < 12
        {
            end = with_half(end, super::clock::Half::Afternoon);
        }
        let zone = None;
        let part = [known, day_found.as_ref().map(|(_, _, found)| found)]
            .into_iter()
            .flatten()
            .find_map(|found| match found.when {
                When::Time(Moment {
                    clock: Clock::Part(part),
                    ..
                }) => Some(part),
                _ => None,
            });
        if first_half.is_none()
            && second_half.is_none()
            && let Some(part) = part
        {
            begin = super::clock::in_part(begin, part, false);
            end = super::clock::in_part(end, part, false);
        } else if hour(end) < hour(begin)
            && hour(end) + 12 >= hour(begin)
            && hour(end) < 12
            && second_half.is_none()
        {
            end = with_half(end, super::clock::Half::Afternoon);
        }
        let (day, ground, basis) = match (&day_found, known.map(|found| (found, &found.when))) {
            (Some((calendar, _, found)), _) => (Some(*calendar), found.ground, found.basis),
            (None, Some((found, When::Date(day) | When::Time(Moment { day: Some(day), .. })))) => {
                (Some(*day), found.ground, found.basis)
            }
            _ => self.known_day(at, to),
        };
        let stop = day_found.as_ref().map_or(to, |(_, to, _)| *to);
        let make = |clock: Clock, from: usize, to: usize| Found {
            from,
            to,
            when: When::Time(Moment { day, clock, zone }),
            modifier: None,
            ground,
            basis,
        };
        let (begin, end) = (make(begin, at, next), make(end, second_at, to));
        Some(Self::ends(at, stop, begin, end, false))
    }

    /// "Tuesday at 2:00 - 2:30 p.m.", "Monday 8-9am", "tonight from 7 to 9".
    fn hours_of_day(&self, point: &Found) -> Option<Found> {
        let words = self.words;
        let at = point.from;
        let day_of = |found: &Found| match &found.when {
            When::Date(day)
            | When::Time(Moment {
                day: Some(day),
                clock: Clock::Part(_),
                ..
            }) => Some(*day),
            _ => None,
        };
        // "Tuesday at 2:00 - 2:30": the point has taken the first of the hours.
        let date = match &point.when {
            When::Time(Moment { clock, .. }) if !matches!(clock, Clock::Part(_)) => {
                joint(words, point.to, at)?;
                self.date(at)?
            }
            _ => point.clone(),
        };
        let day = day_of(&date)?;
        if day.precision() != TimePrecision::Day {
            return None;
        }
        let mut from = date.to;
        // "Monday morning from 10am to noon"
        let part_at = from;
        let part = words.has(part_at, Role::DayPart);
        from += usize::from(part);
        if words.sign(from, ',') {
            from += 1;
        }
        if words.any(from, &["at", "from", "between"]) {
            from += 1;
        }
        let range = self.clock_range(from, Some(&date))?;
        Some(Found {
            from: at,
            ground: date.ground,
            basis: date.basis,
            ..range
        })
    }

    fn day_for_range(&self, at: usize) -> Option<(Calendar, usize, Found)> {
        let date = self.date(at)?;
        match date.when {
            When::Date(
                day @ (Calendar::Day(_) | Calendar::OpenWeekday(_) | Calendar::OpenMonthDay(..)),
            )
            | When::Time(Moment { day: Some(day), .. }) => Some((day, date.to, date)),
            _ => None,
        }
    }

    /// "from 2009 to 2011", "Monday to Friday", "between July 2003 and December 2004", "January 23 - March 9".
    fn joined(&self, begin: &Found) -> Option<Found> {
        let words = self.words;
        let at = begin.from;
        let (_, next) = joint(words, begin.to, at)?;
        let end = self.point(next)?;
        let fits = match (&begin.when, &end.when) {
            (When::Date(a), When::Date(b)) => fits(*a, *b) || said_between(words, at),
            (When::Time(_), When::Time(_)) => true,
            (When::Date(_), When::Vague("PRESENT_REF")) => said_between(words, at),
            (When::Time(_), When::Date(Calendar::Day(_))) | (When::Date(_), When::Time(_)) => {
                said_between(words, at)
            }
            _ => false,
        };
        if !fits {
            return None;
        }
        let mut begin = begin.clone();
        align(&mut begin, &end);
        if !in_order(&begin, &end) {
            return None;
        }
        // "2014-2018" is written as one; "from 2014 to 2018" and "January 23 - March 9" as two.
        let word = words.is_word(next - 1)
            || words.token(next - 1).shape == Shape::Sign('-')
                && !words.token(next - 1).glued
                && !words.token(next).glued;
        let alone = word;
        Some(Self::ends(begin.from, end.to, begin, end, alone))
    }
}

/// What joins two ends, and the token after it: a dash, "to", "until", "through"; "and" after "between". Also whether it is
/// a word.
fn joint(words: &Words<'_>, at: usize, from: usize) -> Option<(bool, usize)> {
    if words.sign(at, '-') || words.sign(at, '~') {
        return Some((false, at + 1));
    }
    if words.any(at, &["to", "until", "till", "through", "thru"]) {
        return Some((true, at + 1));
    }
    (words.is(at, "and") && from > 0 && words.is(from - 1, "between")).then_some((true, at + 1))
}

fn said_between(words: &Words<'_>, at: usize) -> bool {
    at > 0 && words.any(at - 1, &["from", "between"])
}

/// Whether the year before the digits makes them part of a longer number.
fn bare_before(words: &Words<'_>, at: usize) -> bool {
    at > 0
        && words.token(at).glued
        && matches!(
            words.token(at - 1).shape,
            Shape::Word | Shape::Sign('-' | '$' | '.' | ',' | '/')
        )
        || bare_year(words, at).is_none()
            && at > 0
            && words.token(at).glued
            && words.is_word(at - 1)
}

/// Whether two dates are of one kind.
fn fits(a: Calendar, b: Calendar) -> bool {
    let same = a.precision() == b.precision();
    same && a.precision() != TimePrecision::Weekend
}

/// Gives a bare first end the year or week that the second has: "from January to April 2015", "Thursday to Saturday".
fn align(begin: &mut Found, end: &Found) {
    let (When::Date(first), When::Date(last)) = (&begin.when, &end.when) else {
        return;
    };
    let guessed = matches!(
        begin.ground,
        TimeGround::Nearest | TimeGround::PastTense | TimeGround::FutureTense
    );
    let calendar = match (*first, *last) {
        (Calendar::Month(_, month), Calendar::Month(year, until)) if guessed => {
            Calendar::Month(if month > until { year - 1 } else { year }, month)
        }
        (Calendar::Day(a), Calendar::Day(b)) if guessed && a > b => {
            let week = super::calendar::add_days(a, -7)
                .filter(|day| *day < b && (b - *day).get_days() <= 7);
            let year = Date::new(
                b.year() - i16::from((a.month(), a.day()) > (b.month(), b.day())),
                a.month(),
                a.day(),
            )
            .ok();
            match week.or(year) {
                Some(day) => Calendar::Day(day),
                None => return,
            }
        }
        _ => return,
    };
    begin.when = When::Date(calendar);
    begin.basis = Basis::Document;
}

fn in_order(begin: &Found, end: &Found) -> bool {
    match (&begin.when, &end.when) {
        (When::Date(a), When::Date(b)) => match (a.days(), b.days()) {
            (Some((a, _)), Some((b, _))) => a <= b,
            _ => true,
        },
        _ => true,
    }
}

/// A clock time, or a bare hour that a range can make one; the last value says whether it is one by itself.
fn loose_clock(words: &Words<'_>, at: usize) -> Option<(Clock, usize, bool)> {
    if let Some(time) = clock(words, at) {
        return Some((time.clock, time.to, true));
    }
    let found = crate::numbers::number(words, at)?;
    if words.token(at).glued
        && at > 0
        && matches!(words.token(at - 1).shape, Shape::Sign('$' | '.' | '/'))
    {
        return None;
    }
    let hour = found.value.integer().filter(|h| (0..=24).contains(h))?;
    Some((Clock::Hour(i8::try_from(hour).ok()?), found.to, false))
}

fn hour(clock: Clock) -> i8 {
    match clock {
        Clock::Hour(h) | Clock::Minute(h, _) | Clock::Second(h, ..) => h,
        Clock::Part(_) | Clock::Exact(_) => 0,
    }
}

fn with_half(clock: Clock, half: super::clock::Half) -> Clock {
    let turn = |h: i8| match half {
        super::clock::Half::Afternoon if h < 12 => h + 12,
        super::clock::Half::Morning if h == 12 => 0,
        _ => h,
    };
    match clock {
        Clock::Hour(h) => Clock::Hour(turn(h)),
        Clock::Minute(h, m) => Clock::Minute(turn(h), m),
        Clock::Second(h, m, s) => Clock::Second(turn(h), m, s),
        other => other,
    }
}
