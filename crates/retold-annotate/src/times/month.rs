//! Dates with the name of a month or of a day of the week: "Sept. 11, 2001", "Tuesday, 4 July", "the 5th of May", "March".

use jiff::civil::Date;
use retold_model::TimeGround;

use super::Tagger;
use super::calendar::{Calendar, add_days, weekday};
use super::found::{Basis, Found, When};
use super::numeric::{ordinal, short, small, two_digit_year};
use super::tense::Tense;
use crate::words::{Role, Shape, Words};

/// A date so many days from the anchor is meant, whatever the tense of the verbs beside it.
pub(super) const NEAR_DAYS: i32 = 45;

/// The day that is known by its month and day alone, "9/11", most of all in reports on it.
pub(super) const THE_ATTACKS: Date = Date::constant(2001, 9, 11);

/// Words that stand before a month that might be another word.
const BEFORE_MONTH: &[&str] = &[
    "in",
    "since",
    "last",
    "next",
    "early",
    "late",
    "by",
    "until",
    "till",
    "of",
    "through",
    "this",
    "from",
    "to",
    "mid",
    "between",
    "and",
    "during",
    "before",
    "after",
    "on",
    "for",
    "each",
    "every",
    "past",
    "previous",
    "throughout",
];

/// Words after the name of a day that make it the name of something else.
const NAMED_AFTER_DAY: &[&str] = &[
    "times",
    "mirror",
    "telegraph",
    "express",
    "mail",
    "herald",
    "post",
    "star",
    "sun",
];

impl Tagger<'_, '_> {
    /// A date with the name of a month or a weekday.
    pub(super) fn named_date(&self, at: usize) -> Option<Found> {
        self.weekday_date(at)
            .or_else(|| self.month_first(at))
            .or_else(|| self.day_month(at))
            .or_else(|| self.year_month_day(at))
            .or_else(|| self.day_of_month(at))
    }

    /// "Tuesday", "Tuesday, July 5", "Tuesday the 5th", "Mon 13th".
    fn weekday_date(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let (day, mut to) = weekday_at(words, at)?;
        let comma = to + usize::from(words.sign(to, ',') || words.sign(to, '-'));
        let after = if words.has(comma, Role::The) {
            comma + 1
        } else {
            comma
        };
        if let Some(date) = self
            .month_first_of(after, Some(day))
            .or_else(|| self.day_month_of(after, Some(day)))
            .or_else(|| self.numeric_date(after))
            && (!matches!(
                date.when,
                When::Date(Calendar::Month(..) | Calendar::OpenMonth(_))
            ))
        {
            return Some(Found { from: at, ..date });
        }
        if let Some((n, end)) = ordinal(words, after).filter(|&(n, _)| n <= 31)
            && !words.is_word(end)
        {
            return Some(self.weekday_of_day(day, small(u64::from(n)), at, end));
        }
        if words.has(at, Role::Short)
            && !(words.token(at).capital
                && (to > at + 1
                    || at > 0 && words.any(at - 1, BEFORE_MONTH)
                    || words.any(at.wrapping_sub(1), &["or"])))
        {
            return None;
        }
        if let Some(found) = self.weekday_of_week(day, at, to) {
            return Some(found);
        }
        if words.any(to, NAMED_AFTER_DAY) && words.token(to).capital {
            return None;
        }
        if words.sign(to, ',') && words.digits(to + 1, 4, 4).is_some() {
            to = to.max(at + 1);
        }
        Some(self.bare_weekday(day, at, to))
    }

    /// "Monday of next week", "Tuesday this week", "Friday last week".
    fn weekday_of_week(&self, day: i8, from: usize, to: usize) -> Option<Found> {
        let words = self.words;
        let of = to + usize::from(words.any(to, &["of", "in"]));
        let shift = of + usize::from(words.has(of, Role::The));
        if !words.has(shift, Role::Shift) || !words.is(shift + 1, "week") {
            return None;
        }
        let monday = super::calendar::monday(self.today()?);
        let days = i32::from(words.entry(shift).shift) * 7 + i32::from(day) - 1;
        Some(Found::counted(
            from,
            shift + 2,
            Calendar::Day(add_days(monday, days)?),
        ))
    }

    /// A weekday by itself: the tense beside it says whether before or after the anchor, else it was before.
    pub(super) fn bare_weekday(&self, day: i8, from: usize, to: usize) -> Found {
        let Some(today) = self.today() else {
            return Found::new(
                from,
                to,
                When::Date(Calendar::OpenWeekday(day)),
                TimeGround::Open,
            );
        };
        let ahead = i32::from((day - weekday(today)).rem_euclid(7));
        let back = if ahead == 0 { 0 } else { ahead - 7 };
        let (days, ground) = match self.tense(from, to) {
            Tense::Future => (ahead, TimeGround::FutureTense),
            Tense::Past => (back, TimeGround::PastTense),
            Tense::Unknown => (back, TimeGround::Nearest),
        };
        match add_days(today, days) {
            Some(date) => Found::new(from, to, When::Date(Calendar::Day(date)), ground),
            None => Found::new(
                from,
                to,
                When::Date(Calendar::OpenWeekday(day)),
                TimeGround::Open,
            ),
        }
    }

    /// "Friday the 13th": the nearest month in which the day falls so.
    fn weekday_of_day(&self, day: i8, number: i8, from: usize, to: usize) -> Found {
        let found = self.this_month().and_then(|(year, month)| {
            (0..12_i32).flat_map(|n| [n, -n]).find_map(|n| {
                let first = super::calendar::add_months(Date::new(year, month, 1).ok()?, n)?;
                let date = Date::new(first.year(), first.month(), number).ok()?;
                (weekday(date) == day).then_some(date)
            })
        });
        match found {
            Some(date) => Found::new(
                from,
                to,
                When::Date(Calendar::Day(date)),
                TimeGround::Nearest,
            ),
            None => Found::new(
                from,
                to,
                When::Date(Calendar::OpenDay(number)),
                TimeGround::Open,
            ),
        }
    }

    fn month_first(&self, at: usize) -> Option<Found> {
        self.month_first_of(at, None)
    }

    /// "May 5, 2024", "May 5", "May 2024", "May".
    fn month_first_of(&self, at: usize, day_of_week: Option<i8>) -> Option<Found> {
        let words = self.words;
        let (month, to) = month_at(words, at)?;
        if let Some((day, end)) = day_number(words, to) {
            if let Some((year, end)) = year_after(words, end) {
                let date = Date::new(year, month, day).ok()?;
                return Some(Found::stated(at, end, Calendar::Day(date)));
            }
            return self.month_day(month, day, at, end, day_of_week);
        }
        if let Some((year, end)) = year_of_month(words, to) {
            // "September-2020-23"
            if words.tight_sign(end, '-')
                && let Some(day) = words.digits(end + 1, 2, 2)
                && let Ok(date) = Date::new(year, month, small(day))
                && words.sign(to, '-')
            {
                return Some(Found::stated(at, end + 2, Calendar::Day(date)));
            }
            return Some(Found::stated(at, end, Calendar::Month(year, month)));
        }
        if !alone(words, at, to) {
            return None;
        }
        Some(self.month(month, at, to))
    }

    pub(super) fn day_month(&self, at: usize) -> Option<Found> {
        self.day_month_of(at, None)
    }

    /// "5 May 2024", "the 5th of May", "second of August".
    fn day_month_of(&self, at: usize, day_of_week: Option<i8>) -> Option<Found> {
        let words = self.words;
        let from = at + usize::from(words.has(at, Role::The));
        if words.token(from).shape == Shape::Digits
            && at > 0
            && words.token(from).glued
            && matches!(words.token(from - 1).shape, Shape::Sign('$' | '.' | ','))
        {
            return None;
        }
        let (day, mut to) = match ordinal(words, from) {
            Some((n, to)) => (u64::from(n), to),
            None => {
                if let Some(n) = words.digits(from, 1, 2) {
                    (n, from + 1)
                } else {
                    // "twenty five January"
                    let n = crate::numbers::number(words, from)
                        .filter(|_| words.has(from, Role::Cardinal))?;
                    (u64::try_from(n.value.integer()?).ok()?, n.to)
                }
            }
        };
        if !(1..=31).contains(&day) {
            return None;
        }
        if words.is(to, "day") {
            to += 1;
        }
        if words.is(to, "of") || words.tight_sign(to, '-') || words.tight_sign(to, '/') {
            to += 1;
        }
        let (month, to) = month_at(words, to)?;
        let day = small(day);
        if let Some((year, end)) = year_of_month(words, to) {
            let date = Date::new(year, month, day).ok()?;
            return Some(Found::stated(at, end, Calendar::Day(date)));
        }
        self.month_day(month, day, at, to, day_of_week)
    }

    /// "2019-aug-1", "2019 Aug 1".
    fn year_month_day(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let year = words
            .digits(at, 4, 4)
            .filter(|y| (1900..2100).contains(y))?;
        let (month, to) = month_at(words, words.after_hyphen(at + 1).unwrap_or(at + 1))?;
        let day = words.digits(words.after_hyphen(to).unwrap_or(to), 1, 2)?;
        let date = Date::new(short(year), month, small(day)).ok()?;
        Some(Found::stated(
            at,
            words.after_hyphen(to).unwrap_or(to) + 1,
            Calendar::Day(date),
        ))
    }

    /// "the 18th", "the 15th of next month", "the 21st this month": a day of the month alone needs "on" and the like.
    fn day_of_month(&self, at: usize) -> Option<Found> {
        let words = self.words;
        if !words.has(at, Role::The) || words.token(at + 1).shape != Shape::Digits {
            return None;
        }
        let (n, mut to) = ordinal(words, at + 1).filter(|&(n, _)| (1..=31).contains(&n))?;
        let day = small(u64::from(n));
        if words.is(to, "day") {
            to += 1;
        }
        let of = to + usize::from(words.any(to, &["of", "in"]));
        let month = if words.has(of, Role::The) && words.is(of + 1, "month")
            || words.is(of, "this") && words.is(of + 1, "month")
        {
            self.this_month().map(|month| (month, of + 2))
        } else if words.has(of, Role::Shift) && words.is(of + 1, "month") {
            self.this_month().and_then(|(y, m)| {
                let first = Date::new(y, m, 1).ok()?;
                let moved = super::calendar::add_months(first, i32::from(words.entry(of).shift))?;
                Some(((moved.year(), moved.month()), of + 2))
            })
        } else {
            None
        };
        if let Some(((year, month), to)) = month {
            let date = Date::new(year, month, day).ok()?;
            return Some(Found::counted(at, to, Calendar::Day(date)));
        }
        let said = at > 0
            && words.any(
                at - 1,
                &[
                    "on", "by", "until", "till", "before", "after", "since", "from", "and", "to",
                    "around",
                ],
            );
        let noun = words.is_word(to)
            && !words.any(
                to,
                &[
                    "and", "to", "at", "or", "in", "for", "of", "with", "that", "as", "but",
                ],
            );
        if !said || noun || words.is(to, "of") {
            return None;
        }
        let Some((year, month)) = self.this_month() else {
            return Some(Found::counted(at, to, Calendar::OpenDay(day)));
        };
        let date = Date::new(year, month, day).ok()?;
        let today = self.today();
        let before = today.is_some_and(|today| date > today);
        let (date, ground) = match self.tense(at, to) {
            Tense::Past if before => (
                super::calendar::add_months(date, -1)?,
                TimeGround::PastTense,
            ),
            Tense::Future if today.is_some_and(|today| date < today) => (
                super::calendar::add_months(date, 1)?,
                TimeGround::FutureTense,
            ),
            _ => (date, TimeGround::Nearest),
        };
        Some(Found::new(at, to, When::Date(Calendar::Day(date)), ground))
    }

    /// Whether what goes on at a word makes 11 September that of 2001: "the Sept. 11 terrorist attacks".
    fn names_the_attacks(&self, at: usize) -> bool {
        let words = self.words;
        let next = at + usize::from(words.any(at, &["terror", "terrorist", "terrorism"]));
        words.any(next, &["attacks", "hijackers", "hijackings"])
    }

    /// A month and a day without a year: that of the weekday, else that of the sentence's year, else the nearest, unless
    /// the tense speaks clearly.
    pub(super) fn month_day(
        &self,
        month: i8,
        day: i8,
        from: usize,
        to: usize,
        day_of_week: Option<i8>,
    ) -> Option<Found> {
        // In some year there must be such a day.
        Date::new(2000, month, day).ok()?;
        if (month, day) == (9, 11) && self.names_the_attacks(to) {
            return Some(Found::stated(from, to, Calendar::Day(THE_ATTACKS)));
        }
        let Some(this) = self.this_year() else {
            return Some(Found::new(
                from,
                to,
                When::Date(Calendar::OpenMonthDay(month, day)),
                TimeGround::Open,
            ));
        };
        let today = self.today().or_else(|| Date::new(this, 7, 1).ok())?;
        let candidates: Vec<Date> = (this.saturating_sub(8)..=this.saturating_add(8))
            .filter_map(|year| Date::new(year, month, day).ok())
            .collect();
        let distance = |date: Date| (date - today).get_days();
        let nearest = |dates: &mut dyn Iterator<Item = Date>| {
            dates.min_by_key(|&date| (distance(date).abs(), distance(date)))
        };
        let fits = day_of_week.and_then(|day| {
            nearest(
                &mut candidates
                    .iter()
                    .copied()
                    .filter(|&date| weekday(date) == day),
            )
            .filter(|&date| distance(date).abs() < 400)
        });
        if let Some(date) = fits {
            return Some(Found::new(
                from,
                to,
                When::Date(Calendar::Day(date)),
                TimeGround::Counted,
            ));
        }
        if let Some((year, range)) = self.year_of_sentence()
            && let Ok(date) = Date::new(year, month, day)
        {
            let mut found = Found::new(
                from,
                to,
                When::Date(Calendar::Day(date)),
                TimeGround::Counted,
            );
            found.basis = Basis::Expression(range);
            return Some(found);
        }
        let near = nearest(&mut candidates.iter().copied())?;
        if distance(near).abs() <= NEAR_DAYS {
            return Some(Found::new(
                from,
                to,
                When::Date(Calendar::Day(near)),
                TimeGround::Nearest,
            ));
        }
        let (date, ground) = match self.tense(from, to) {
            Tense::Past => (
                candidates.iter().copied().rev().find(|&date| date <= today),
                TimeGround::PastTense,
            ),
            Tense::Future => (
                candidates.iter().copied().find(|&date| date >= today),
                TimeGround::FutureTense,
            ),
            Tense::Unknown => (Some(near), TimeGround::Nearest),
        };
        Some(Found::new(
            from,
            to,
            When::Date(Calendar::Day(date?)),
            ground,
        ))
    }

    /// The year of a month or day long past that the sentence has named: "hired in May 1986 and fired in June".
    fn year_of_sentence(&self) -> Option<(i16, retold_text::TextRange)> {
        let last = self.last.filter(|last| last.same_sentence)?;
        let year = match last.calendar {
            Calendar::Month(y, _) => y,
            Calendar::Day(date) => date.year(),
            _ => return None,
        };
        (year < self.this_year()? - 1).then_some((year, last.range))
    }

    /// A month by itself.
    pub(super) fn month(&self, month: i8, from: usize, to: usize) -> Found {
        let Some((year, this)) = self.this_month() else {
            return Found::new(
                from,
                to,
                When::Date(Calendar::OpenMonth(month)),
                TimeGround::Open,
            );
        };
        if let Some((year, range)) = self.year_of_sentence() {
            let mut found = Found::new(
                from,
                to,
                When::Date(Calendar::Month(year, month)),
                TimeGround::Counted,
            );
            found.basis = Basis::Expression(range);
            return found;
        }
        let before = if month <= this { year } else { year - 1 };
        let after = if month >= this { year } else { year + 1 };
        let (year, ground) = match self.tense(from, to) {
            Tense::Past => (before, TimeGround::PastTense),
            Tense::Future => (after, TimeGround::FutureTense),
            Tense::Unknown => (nearest_month(year, this, month), TimeGround::Nearest),
        };
        Found::new(from, to, When::Date(Calendar::Month(year, month)), ground)
    }

    /// A quarter of the year by itself: this year's, unless it lies ahead and nothing speaks of the future.
    pub(super) fn quarter(&self, quarter: i8, from: usize, to: usize) -> Found {
        let Some((year, month)) = self.this_month() else {
            return Found::new(
                from,
                to,
                When::Date(Calendar::OpenQuarter(quarter)),
                TimeGround::Open,
            );
        };
        let this = (month + 2) / 3;
        let (year, ground) = match self.tense(from, to) {
            Tense::Future if quarter < this => (year + 1, TimeGround::FutureTense),
            Tense::Future => (year, TimeGround::FutureTense),
            Tense::Past if quarter > this => (year - 1, TimeGround::PastTense),
            _ if quarter > this + 1 => (year - 1, TimeGround::Nearest),
            _ => (year, TimeGround::Nearest),
        };
        Found::new(
            from,
            to,
            When::Date(Calendar::Quarter(year, quarter)),
            ground,
        )
    }
}

/// The year whose `month` is nearest to month `this` of `year`; the one before where both are as near.
fn nearest_month(year: i16, this: i8, month: i8) -> i16 {
    match month - this {
        ahead if ahead >= 6 => year - 1,
        ahead if ahead < -6 => year + 1,
        _ => year,
    }
}

/// The month at `at`, with the point of its short form.
pub(crate) fn month_at(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
    let token = words.token(at);
    if !token.entry.is(Role::Month) {
        return None;
    }
    let mut to = at + 1;
    if token.entry.is(Role::Short) && words.tight_sign(to, '.') {
        to += 1;
    }
    if !token.capital {
        // "may", "march", "mar", "dec" in small letters: only beside a number.
        let doubtful = words.any(at, &["may", "march", "mar", "sun"]);
        let numbered = words.token(to).shape == Shape::Digits
            || at > 0
                && (words.token(at - 1).shape == Shape::Digits
                    || words.any(at - 1, &["of", "st", "nd", "rd", "th"]));
        if doubtful && !numbered {
            return None;
        }
    }
    Some((token.entry.index.cast_signed(), to))
}

/// Whether a month without day and year is meant as one: "May" and "March" are other words, "April" and "August" are names.
fn alone(words: &Words<'_>, at: usize, to: usize) -> bool {
    let said = at > 0
        && (words.any(at - 1, BEFORE_MONTH)
            || words.has(at - 1, Role::Shift)
            || words.sign(at - 1, '-'));
    let token = words.token(at);
    if words.any(
        at,
        &[
            "may", "march", "mar", "jan", "dec", "sept", "sep", "jun", "jul", "aug", "oct", "nov",
            "feb", "apr",
        ],
    ) {
        return said || token.entry.is(Role::Short) && to > at + 1;
    }
    let name_after =
        words.is_word(to) && words.token(to).capital && words.any(at, &["april", "june", "august"]);
    let name_before = at > 0
        && words.is_word(at - 1)
        && words.token(at - 1).capital
        && !words.entry(at - 1).is_known();
    let in_time = at > 0
        && words.any(
            at - 1,
            &[
                "in", "since", "last", "next", "early", "late", "by", "until", "this", "through",
                "mid",
            ],
        );
    if name_after && !in_time {
        return false;
    }
    said || !(name_after || name_before && words.any(at, &["april", "june", "august"]))
}

/// The day of a month in digits or as an ordinal after the month: "5", "5th", "the 5th", "twenty-second", ", 1st".
fn day_number(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
    let mut from = at;
    if words.sign(from, ',') || words.tight_sign(from, '/') || words.tight_sign(from, '-') {
        let ordinal_next = ordinal(words, from + 1).is_some();
        if words.sign(from, ',') && !ordinal_next {
            return None;
        }
        from += 1;
    }
    from += usize::from(words.has(from, Role::The));
    if let Some((n, to)) = ordinal(words, from) {
        return (1..=31).contains(&n).then(|| (small(u64::from(n)), to));
    }
    let day = words.digits(from, 1, 2).filter(|d| (1..=31).contains(d))?;
    let next = words.token(from + 1);
    // "May 5:30", "May 5.2 percent", "June 3,000", "March 15 percent".
    if next.glued && next.shape == Shape::Word && !words.any(from + 1, &["am", "pm"])
        || next.glued
            && matches!(next.shape, Shape::Sign('.' | ',' | ':' | '%'))
            && words.token(from + 2).glued
            && (words.token(from + 2).shape == Shape::Digits || next.shape == Shape::Sign('%'))
        || next.shape == Shape::Sign('%')
        || words.any(from + 1, &["percent", "million", "billion", "people"])
        || words.has(from + 1, Role::Magnitude)
    {
        return None;
    }
    Some((small(day), from + 1))
}

/// A year after a day: ", 2024", " 2024", " of 2024", ", '08".
fn year_after(words: &Words<'_>, at: usize) -> Option<(i16, usize)> {
    let mut from = at;
    if words.sign(from, ',') || words.tight_sign(from, '/') || words.tight_sign(from, '-') {
        from += 1;
    }
    let signed = from > at;
    if words.any(from, &["of", "in"]) {
        from += 1;
    }
    if words.sign(from, '\'') && words.token(from + 1).glued {
        let two = words.digits(from + 1, 2, 2)?;
        return Some((short(two_digit_year(two)), from + 2));
    }
    if let Some(year) = words
        .digits(from, 4, 4)
        .filter(|y| (1000..2200).contains(y))
    {
        let next = words.token(from + 1);
        let decimal = next.glued
            && matches!(next.shape, Shape::Sign(',' | '.' | ':'))
            && words.token(from + 2).glued
            && words.token(from + 2).shape == Shape::Digits;
        let clock = super::clock::clock(words, from).is_some();
        let counted = !signed && words.any(from + 1, &["people", "men", "women", "troops"]);
        return (!decimal && !counted && !clock).then(|| (short(year), from + 1));
    }
    // "Dec. 2-19" are eighteen days, "2-Dec-19" is one.
    let days = words.sign(at, '-') && !(at > 1 && words.tight_sign(at - 2, '-'));
    if signed
        && !days
        && words.token(from).glued
        && let Some(two) = words.digits(from, 2, 2)
    {
        return Some((short(two_digit_year(two)), from + 1));
    }
    spelled_year(words, from)
}

/// A year after a month: as after a day, and "of 87".
fn year_of_month(words: &Words<'_>, at: usize) -> Option<(i16, usize)> {
    if let Some(found) = year_after(words, at) {
        return Some(found);
    }
    let two = words.digits(at + 1, 2, 2).filter(|_| words.is(at, "of"))?;
    Some((short(two_digit_year(two)), at + 2))
}

/// "two thousand and fifteen", "nineteen eighty six".
pub(super) fn spelled_year(words: &Words<'_>, at: usize) -> Option<(i16, usize)> {
    if !words.has(at, Role::Cardinal) {
        return None;
    }
    let first = crate::numbers::number(words, at)?;
    let n = first.value.integer()?;
    if first.large {
        return (1900..2200)
            .contains(&n)
            .then(|| (i16::try_from(n).unwrap_or(0), first.to));
    }
    if !(13..=20).contains(&n) || !words.has(first.to, Role::Cardinal) {
        return None;
    }
    let second = crate::numbers::number(words, first.to)?;
    let rest = second.value.integer().filter(|r| (10..100).contains(r))?;
    Some((i16::try_from(n * 100 + rest).ok()?, second.to))
}

/// The weekday at `at`, with the point of its short form.
pub(crate) fn weekday_at(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
    let token = words.token(at);
    if !token.entry.is(Role::Weekday) {
        return None;
    }
    let short = token.entry.is(Role::Short);
    // "sun", "sat", "wed", "mon": other words in small letters.
    if short && !token.capital && !words.any(at, &["tue", "tues", "thu", "thurs", "fri"]) {
        return None;
    }
    let to = at + 1 + usize::from(short && words.tight_sign(at + 1, '.'));
    // "Sun Pizza", "the Sun-Times"
    let next = words.after_hyphen(to).unwrap_or(to);
    let is_part = words.is_word(next) && words.token(next).capital && !words.entry(next).is_known();
    if short && to == at + 1 && is_part && words.any(at, &["sun", "sat", "wed", "mon"]) {
        return None;
    }
    Some((token.entry.index.cast_signed(), to))
}
