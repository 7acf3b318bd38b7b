//! Lengths of time, and dates counted by them: "two days", "27-year", "several weeks ago", "a year earlier", "two days
//! after Christmas".

use jiff::{Span, ToSpan};
use retold_model::{Decimal, TimeGround};

use super::Tagger;
use super::calendar::{Calendar, add_days, add_months};
use super::found::{Basis, Clock, Found, Length, Moment, When};
use super::tense::Tense;
use crate::numbers::{and_a_half, half, number};
use crate::words::{Role, Unit, Words};

/// Counts beyond this are no lengths of time.
const MOST: i64 = 100_000;

impl Tagger<'_, '_> {
    /// A length of time, or the date that it leads to.
    pub(super) fn duration_or_shift(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let (length, to) = length(words, at)?;
        if is_age(words, at, to) || self.is_rate(at, to) {
            return None;
        }
        if let Some(found) = self.shifted_by(&length, at, to) {
            return Some(found);
        }
        // "a day", "a second", "a minute" alone are mostly figures of speech.
        if words.has(at, Role::Article)
            && words.has(at + 1, Role::Unit)
            && !told_length(words, at, to)
        {
            return None;
        }
        let to = if words.sign(to, '-') && words.is(to + 1, "long") {
            to + 2
        } else {
            to
        };
        let mut length = length;
        let mut ground = TimeGround::Stated;
        if at > 0 && words.is(at - 1, "within") {
            length.span = self.now().and_then(|now| stretch(&length, 1, now));
            if length.span.is_some() {
                ground = TimeGround::Counted;
            }
        }
        Some(Found::new(at, to, When::Duration(length), ground))
    }

    /// "15 a year", "$3 a day", "three times a week".
    fn is_rate(&self, at: usize, to: usize) -> bool {
        self.words.has(at, Role::Article)
            && to == at + 2
            && super::recurring::is_rate(self.words, at)
    }

    /// "ago", "earlier", "later", "from now", "before Christmas".
    fn shifted_by(&self, length: &Length, from: usize, to: usize) -> Option<Found> {
        let words = self.words;
        if words.has(to, Role::Ago) || words.is(to, "back") && !words.is_word(to + 1) {
            return Some(self.counted_back(length, from, to + 1));
        }
        if words.is(to, "from") || words.is(to, "hence") {
            if words.is(to + 1, "now") || words.is(to, "hence") {
                return self.moved(
                    length,
                    1,
                    self.anchor_calendar(),
                    Basis::Document,
                    from,
                    to + 1 + usize::from(words.is(to, "from")),
                );
            }
            let date = self.date(to + 1)?;
            return self.counted_from(length, 1, &date, from);
        }
        let sign = if words.any(to, &["earlier", "before"]) {
            -1
        } else if words.any(to, &["later", "after"]) {
            1
        } else {
            return None;
        };
        if words.any(to, &["before", "after"]) {
            if let Some(date) = self.date(to + 1)
                && matches!(date.when, When::Date(Calendar::Day(_)))
            {
                return self.counted_from(length, sign, &date, from);
            }
            return None;
        }
        // "two years later than planned" counts from something that is no date.
        if words.is(to + 1, "than") {
            return None;
        }
        // "40 minutes later" in a report of what was: later than something that is no date here.
        let short = length.parts.iter().all(|(_, unit)| *unit <= Unit::Hour);
        if short && self.tense(from, to + 1) == Tense::Past {
            return None;
        }
        let (start, basis) = match self.last {
            Some(last) => (Some(last.calendar), Basis::Expression(last.range)),
            None => (self.anchor_calendar(), Basis::Document),
        };
        self.moved(length, sign, start, basis, from, to + 1)
    }

    fn counted_from(&self, length: &Length, sign: i32, date: &Found, from: usize) -> Option<Found> {
        let When::Date(calendar @ Calendar::Day(_)) = date.when else {
            return None;
        };
        let mut found = self.moved(length, sign, Some(calendar), date.basis, from, date.to)?;
        // From a day so many months on is a day.
        if let (When::Date(_), [_]) = (&found.when, &length.parts[..])
            && let Some((start, _)) = calendar.days()
            && let Some(exact) = exact_day(length, sign, start)
        {
            found.when = When::Date(Calendar::Day(exact));
        }
        found.ground = date.ground;
        Some(found)
    }

    fn anchor_calendar(&self) -> Option<Calendar> {
        match (self.today(), self.this_month(), self.this_year()) {
            (Some(day), ..) => Some(Calendar::Day(day)),
            (_, Some((y, m)), _) => Some(Calendar::Month(y, m)),
            (.., Some(y)) => Some(Calendar::Year(y)),
            _ => None,
        }
    }

    /// "two years ago".
    fn counted_back(&self, length: &Length, from: usize, to: usize) -> Found {
        self.moved(
            length,
            -1,
            self.anchor_calendar(),
            Basis::Document,
            from,
            to,
        )
        .unwrap_or_else(|| Found::new(from, to, When::Vague("PAST_REF"), TimeGround::Open))
    }

    /// `start` moved by `length`: as exact as the unit it is counted in.
    fn moved(
        &self,
        length: &Length,
        sign: i32,
        start: Option<Calendar>,
        basis: Basis,
        from: usize,
        to: usize,
    ) -> Option<Found> {
        let vague = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
        if length.parts.iter().any(|(count, _)| count.is_none()) {
            if basis != Basis::Document {
                return Some(Found::new(
                    from,
                    to,
                    When::Duration(length.clone()),
                    TimeGround::Stated,
                ));
            }
            return Some(Found::new(
                from,
                to,
                When::Vague(vague),
                TimeGround::Counted,
            ));
        }
        let (_, unit) = *length.parts.last()?;
        let calendar = match start {
            Some(start) => {
                let (first, _) = start.days()?;
                if unit <= Unit::Hour {
                    return self.moved_clock(length, sign, from, to);
                }
                let day = exact_day(length, sign, first)?;
                in_unit(unit, start, day, length)
            }
            None => Calendar::Open(precision(unit)),
        };
        let mut found = Found::counted(from, to, calendar);
        if found.ground != TimeGround::Open {
            found.basis = basis;
        }
        Some(found)
    }

    /// "two hours ago", "three minutes from now": exact where the anchor has a time, else its day.
    fn moved_clock(&self, length: &Length, sign: i32, from: usize, to: usize) -> Option<Found> {
        let anchor = self.anchor?;
        if anchor.precision() < retold_model::Precision::Minute {
            let today = self.today()?;
            return Some(Found::counted(from, to, Calendar::Day(today)));
        }
        let mut moment = self.now()?;
        for (count, unit) in &length.parts {
            let seconds = seconds(*unit)?;
            let n = (*count)?.times(Decimal::from(seconds))?.integer()?;
            let span = Span::new().try_seconds(n * i64::from(sign)).ok()?;
            moment = moment.checked_add(span).ok()?;
        }
        Some(Found::new(
            from,
            to,
            When::Time(Moment {
                day: None,
                clock: Clock::Exact(moment),
                zone: None,
            }),
            TimeGround::Counted,
        ))
    }
}

fn seconds(unit: Unit) -> Option<u32> {
    Some(match unit {
        Unit::Second => 1,
        Unit::Minute => 60,
        Unit::Hour => 3600,
        Unit::Night | Unit::Day => 86_400,
        _ => return None,
    })
}

/// `day` moved by all parts of `length`; halves of years are six months, other fractions are lost.
pub(super) fn exact_day(
    length: &Length,
    sign: i32,
    day: jiff::civil::Date,
) -> Option<jiff::civil::Date> {
    let mut day = day;
    for (count, unit) in &length.parts {
        let count = (*count)?;
        let of = |factor: u32| -> Option<i32> {
            let n = count.times(Decimal::from(factor))?;
            // The whole part: "2.5 days" are two.
            let text = n.to_string();
            let whole: i64 = text.split('.').next()?.parse().ok()?;
            (whole <= MOST * 12).then_some(i32::try_from(whole).ok()? * sign)
        };
        day = match unit {
            Unit::Second | Unit::Minute | Unit::Hour => day,
            Unit::Night | Unit::Day => add_days(day, of(1)?)?,
            Unit::Weekend | Unit::Week => add_days(day, of(7)?)?,
            Unit::Fortnight => add_days(day, of(14)?)?,
            Unit::Month => add_months(day, of(1)?)?,
            Unit::BiMonth => add_months(day, of(2)?)?,
            Unit::Quarter => add_months(day, of(3)?)?,
            Unit::Half => add_months(day, of(6)?)?,
            Unit::Year => add_months(day, of(12)?)?,
            Unit::Biennium => add_months(day, of(24)?)?,
            Unit::Decade => add_months(day, of(120)?)?,
            Unit::Century => add_months(day, of(1200)?)?,
            Unit::Millennium => add_months(day, of(12_000)?)?,
        };
    }
    Some(day)
}

/// The stretch of `unit` that `day` lies in; the unit of `start` where that is finer than a year and years were counted
/// from a quarter or a month.
fn in_unit(unit: Unit, start: Calendar, day: jiff::civil::Date, length: &Length) -> Calendar {
    if length.parts.len() > 1 {
        return Calendar::Day(day);
    }
    let (year, month) = (day.year(), day.month());
    match (unit, start) {
        (Unit::Year, Calendar::Month(..)) | (Unit::Month | Unit::BiMonth, _) => {
            Calendar::Month(year, month)
        }
        (Unit::Year, Calendar::Quarter(..)) | (Unit::Quarter, _) => {
            Calendar::Quarter(year, (month + 2) / 3)
        }
        (Unit::Year, Calendar::Half(..)) | (Unit::Half, _) => Calendar::Half(year, (month + 5) / 6),
        (Unit::Year | Unit::Biennium, _) => Calendar::Year(year),
        (Unit::Week | Unit::Fortnight, _) => Calendar::week_of(day),
        (Unit::Weekend, _) => Calendar::Weekend(super::calendar::monday(day)),
        // "half a century ago"
        (Unit::Decade | Unit::Century | Unit::Millennium, _)
            if length.parts[0].0.and_then(Decimal::integer).is_none() =>
        {
            Calendar::Year(year)
        }
        (Unit::Decade, _) => Calendar::Decade(year.div_euclid(10) * 10),
        (Unit::Century | Unit::Millennium, _) => Calendar::Century(year.div_euclid(100) * 100),
        _ => Calendar::Day(day),
    }
}

pub(super) fn precision(unit: Unit) -> retold_model::TimePrecision {
    use retold_model::TimePrecision as P;
    match unit {
        Unit::Second => P::Second,
        Unit::Minute => P::Minute,
        Unit::Hour => P::Hour,
        Unit::Night | Unit::Day => P::Day,
        Unit::Weekend => P::Weekend,
        Unit::Week | Unit::Fortnight => P::Week,
        Unit::Month | Unit::BiMonth => P::Month,
        Unit::Quarter => P::Quarter,
        Unit::Half => P::Half,
        Unit::Year | Unit::Biennium => P::Year,
        Unit::Decade => P::Decade,
        Unit::Century | Unit::Millennium => P::Century,
    }
}

/// The length at `at` and where it ends: at most three parts.
pub(super) fn length(words: &Words<'_>, at: usize) -> Option<(Length, usize)> {
    let (first, mut to) = part(words, at)?;
    let mut parts = vec![first];
    // "two years and three months", "5 hours 20 minutes", "a year and a half".
    while parts.len() < 3 {
        let unit = parts[parts.len() - 1].1;
        if let Some(end) = and_a_half(words, to).filter(|_| parts.len() == 1)
            && !words.has(end, Role::Unit)
            && !words.has(end, Role::Units)
        {
            parts[0].0 = parts[0].0.and_then(|n| n.plus(half()));
            to = end;
            break;
        }
        let next = if words.is(to, "and") || words.sign(to, ',') {
            to + 1
        } else {
            to
        };
        let next = if words.is(next, "and") {
            next + 1
        } else {
            next
        };
        // "two and a half years, an hour": two lengths in a list.
        if words.sign(to, ',') && words.has(next, Role::Article) {
            break;
        }
        let Some((more, end)) = part(words, next) else {
            break;
        };
        if more.1 >= unit || more.0.is_none() || parts[0].0.is_none() {
            break;
        }
        parts.push(more);
        to = end;
    }
    Some((Length { parts, span: None }, to))
}

/// "three years", "27-year", "several days", "half an hour", "a couple of weeks".
fn part(words: &Words<'_>, at: usize) -> Option<((Option<Decimal>, Unit), usize)> {
    let (count, mut next) = count(words, at)?;
    next = words.after_hyphen(next).unwrap_or(next);
    // "three full years", "two more weeks", "four consecutive days", "five business days"
    if words.any(
        next,
        &[
            "full",
            "more",
            "consecutive",
            "straight",
            "long",
            "whole",
            "additional",
            "extra",
            "successive",
            "solid",
            "calendar",
            "business",
            "working",
            "trading",
            "fiscal",
        ],
    ) {
        next += 1;
    }
    let entry = words.entry(next);
    let unit = if entry.is(Role::Unit) || entry.is(Role::Units) {
        entry.unit
    } else {
        short_unit(words, next)?
    };
    // "a decades-long war"
    if next == at + 1 && words.has(at, Role::Article) && entry.is(Role::Units) {
        return None;
    }
    // "the second day", "three second-half goals": the ordinal, not the unit.
    if words.is(next, "second")
        && !(words.sign(next + 1, '-') || words.has(at, Role::Article) || count.is_some())
    {
        return None;
    }
    if words.is(next, "second")
        && (words.has(at, Role::Article)
            || !words.sign(next + 1, '-') && words.token(at).shape != crate::words::Shape::Digits)
    {
        return None;
    }
    if words.any(next, &["min", "sec", "mon"]) && words.token(next).capital {
        return None;
    }
    if words.is(next, "quarter") || words.is(next, "quarters") {
        // "three quarters of the people" is a fraction, "a quarter" mostly, too.
        if words.is(next + 1, "of") || words.has(at, Role::Article) || words.sign(next - 1, '-') {
            return None;
        }
    }
    // "a night", "40 nights": nights are days.
    let to = next + 1;
    let to = if words.tight_sign(to, '.')
        && words.any(
            next,
            &["hr", "hrs", "min", "mins", "sec", "secs", "yr", "yrs"],
        ) {
        to + 1
    } else {
        to
    };
    Some(((count, unit), to))
}

/// "2h", "30min", "5d" glued to digits.
fn short_unit(words: &Words<'_>, at: usize) -> Option<Unit> {
    if !words.token(at).glued || at == 0 || words.token(at - 1).shape != crate::words::Shape::Digits
    {
        return None;
    }
    // "60W" is of power.
    (words.text_of(at) == "h").then_some(Unit::Hour)
}

/// How many: a number, or none for "several", "a few".
pub(super) fn count(words: &Words<'_>, at: usize) -> Option<(Option<Decimal>, usize)> {
    let skip_of = |to: usize| to + usize::from(words.is(to, "of"));
    if words.has(at, Role::Vague) {
        if words.is(at, "couple") {
            return Some((Some(Decimal::from(2)), skip_of(at + 1)));
        }
        return Some((None, at + 1));
    }
    if words.any(at, &["dozens", "scores", "hundreds", "thousands", "some"]) {
        let to = skip_of(at + 1);
        let some = words.is(at, "some");
        return (!some || words.has(to, Role::Units)).then_some((None, to));
    }
    if words.has(at, Role::Article) {
        if words.any(at + 1, &["few", "several"]) {
            return Some((None, at + 2));
        }
        if words.is(at + 1, "couple") {
            return Some((Some(Decimal::from(2)), skip_of(at + 2)));
        }
        if words.has(at + 1, Role::Half) {
            let next = words.after_hyphen(at + 2).unwrap_or(at + 2);
            return Some((Some(half()), next));
        }
        if let Some(n) = number(words, at) {
            return Some((Some(n.value), skip_of(n.to)));
        }
        return Some((Some(Decimal::from(1)), at + 1));
    }
    if words.has(at, Role::Half) {
        let next = words.after_hyphen(at + 1).unwrap_or(at + 1);
        if let Some(n) = number(words, at) {
            return Some((Some(n.value), n.to));
        }
        if words.has(next, Role::Article) {
            return Some((
                Some(half()),
                words.after_hyphen(next + 1).unwrap_or(next + 1),
            ));
        }
        return Some((Some(half()), next));
    }
    let glued = at > 0
        && words.token(at).glued
        && (words.is_word(at - 1)
            || words.sign(at - 1, '$')
            || words.sign(at - 1, '.')
            || words.sign(at - 1, ':'));
    if glued {
        return None;
    }
    let found = number(words, at)?;
    if found.value > Decimal::new(MOST, 0)? {
        return None;
    }
    let mut to = found.to;
    // "twenty (20) days", "twenty and four hours"
    if words.sign(to, '(') && words.digits(to + 1, 1, 4).is_some() && words.sign(to + 2, ')') {
        to += 3;
    }
    let value = found.value;
    // "zero-hours contracts"
    if value == Decimal::from(0) {
        return None;
    }
    if let Some(end) = end_of_range(words, at, to, value) {
        return Some((None, end));
    }
    if words.is(to, "and") && words.has(to + 1, Role::Half) {
        return Some((value.plus(half()), to + 2));
    }
    Some((Some(value), to))
}

/// "one to six years", "30-45 minutes", "between two and three weeks": the end of the second number. It is not told how many.
fn end_of_range(words: &Words<'_>, at: usize, to: usize, first: Decimal) -> Option<usize> {
    let between = words.is(to, "and") && at > 0 && words.is(at - 1, "between");
    let joined =
        words.any(to, &["to", "or"]) || words.tight_sign(to, '-') || words.tight_sign(to, '–');
    let second = number(words, to + 1).filter(|_| between || joined)?;
    (first < second.value).then_some(second.to)
}

/// "47-year-old", "aged 3 months", "47 years of age".
fn is_age(words: &Words<'_>, at: usize, to: usize) -> bool {
    let next = words.after_hyphen(to).unwrap_or(to);
    words.any(next, &["old", "olds"])
        || words.is(to, "of") && words.is(to + 1, "age")
        || at > 0 && words.any(at - 1, &["aged", "age"])
}

/// Whether "a year", "an hour" tells a length: after a word of lasting, or before one.
fn told_length(words: &Words<'_>, at: usize, to: usize) -> bool {
    let before = at > 0
        && words.any(
            at - 1,
            &[
                "for", "in", "within", "than", "after", "about", "nearly", "almost", "over",
                "just", "only", "took", "takes", "take", "least", "spend", "spent", "spending",
                "lasted", "lasting", "every", "of", "around", "roughly", "once", "under",
                "another", "half", "up", "to", "with", "by", "last",
            ],
        );
    let after = words.any(
        to,
        &[
            "after", "before", "since", "in", "behind", "of", "long", "without", "or",
        ],
    ) || words.sign(to, '-');
    let long = matches!(
        words.entry(to - 1).unit,
        Unit::Year | Unit::Month | Unit::Week | Unit::Decade | Unit::Century | Unit::Fortnight
    );
    before || long && after
}

/// The moments from `start` over `length`, forwards or backwards: "the next four years".
pub(super) fn stretch(
    length: &Length,
    sign: i32,
    start: jiff::civil::DateTime,
) -> Option<(jiff::civil::DateTime, jiff::civil::DateTime)> {
    let mut end = start;
    for (count, unit) in &length.parts {
        if let Some(seconds) = seconds(*unit).filter(|s| *s < 86_400) {
            let n = (*count)?.times(Decimal::from(seconds))?.integer()?;
            end = end
                .checked_add(Span::new().try_seconds(n * i64::from(sign)).ok()?)
                .ok()?;
        }
    }
    let date = exact_day(length, sign, end.date())?;
    let whole_days = length.parts.iter().all(|(_, unit)| *unit > Unit::Hour);
    if whole_days && sign > 0 {
        let first = start.date().checked_add(1.days()).ok()?;
        return Some((
            first.at(0, 0, 0, 0),
            exact_day(length, sign, first)?.at(0, 0, 0, 0),
        ));
    }
    if whole_days {
        return Some((date.at(0, 0, 0, 0), start.date().at(0, 0, 0, 0)));
    }
    let end = date.to_datetime(end.time());
    Some(if sign > 0 { (start, end) } else { (end, start) })
}
