//! Times of the day: "3:30 p.m. ET", "0735 GMT", "half past seven", "noon", "Thursday evening", "9 a.m. on Friday".

use retold_model::TimeGround;

use super::Tagger;
use super::calendar::Calendar;
use super::found::{Basis, Clock, DayPart, Found, Moment, When};
use super::tense::Tense;
use crate::words::{Role, Shape, Words};

/// A time on the clock and where it ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClockAt {
    pub(crate) clock: Clock,
    pub(crate) to: usize,
    /// Whether "a.m." or "p.m." said which half of the day.
    pub(crate) half_known: bool,
    pub(crate) zone: Option<(usize, usize)>,
}

/// Half of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    Morning,
    Afternoon,
}

impl Tagger<'_, '_> {
    /// A time, with the day after it or the day of the sentence.
    pub(super) fn clock_first(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let token = words.token(at);
        let starts = token.shape == Shape::Digits
            || token.entry.is(Role::Clock)
            || token.entry.is(Role::Cardinal)
            || token.entry.is(Role::Half)
            || token.entry.is(Role::QuarterWord)
            || token.entry.is(Role::Article);
        if !starts {
            return None;
        }
        let time = clock(words, at)?;
        Some(self.with_day(at, time))
    }

    /// `time` with the day that follows it, else with that of the sentence, else with the anchor's.
    pub(super) fn with_day(&self, from: usize, time: ClockAt) -> Found {
        let words = self.words;
        let mut clock = time.clock;
        let mut to = time.to;
        // "8 in the morning", "8 in the evening on Tuesday"
        if let Some((part, end)) = in_the_part(words, to) {
            clock = in_part(clock, part, time.half_known);
            to = end;
        }
        let mut next = to;
        if words.sign(next, ',') {
            next += 1;
        }
        if words.any(next, &["on", "of"]) {
            next += 1;
        }
        if let Some(found) = self.day_or_part(next) {
            let (day, part) = match &found.when {
                When::Date(calendar) => (*calendar, None),
                When::Time(Moment {
                    day: Some(day),
                    clock: Clock::Part(part),
                    ..
                }) => (*day, Some(*part)),
                _ => return self.on_known_day((from, to), clock, time.zone),
            };
            if let Some(part) = part {
                clock = in_part(clock, part, time.half_known);
            }
            return Found {
                from,
                to: found.to,
                when: When::Time(Moment {
                    day: Some(day),
                    clock,
                    zone: time.zone,
                }),
                modifier: None,
                ground: found.ground,
                basis: found.basis,
            };
        }
        self.on_known_day((from, to), clock, time.zone)
    }

    /// A day, or a part of a day, that can follow a time.
    fn day_or_part(&self, at: usize) -> Option<Found> {
        // Bare numbers after a time are no dates.
        if self.words.token(at).shape == Shape::Digits
            && self.numeric_date(at).is_none()
            && self.day_month(at).is_none()
        {
            return None;
        }
        let date = self.date(at)?;
        let day = matches!(
            date.when,
            When::Date(
                Calendar::Day(_)
                    | Calendar::OpenWeekday(_)
                    | Calendar::OpenMonthDay(..)
                    | Calendar::OpenDay(_)
                    | Calendar::Open(retold_model::TimePrecision::Day)
            )
        );
        if day {
            let timed = self.with_part_after(&date);
            return Some(timed.unwrap_or(date));
        }
        matches!(date.when, When::Time(_)).then_some(date)
    }

    fn on_known_day(
        &self,
        (from, to): (usize, usize),
        clock: Clock,
        zone: Option<(usize, usize)>,
    ) -> Found {
        let (day, ground, basis) = self.known_day(from, to);
        Found {
            from,
            to,
            when: When::Time(Moment { day, clock, zone }),
            modifier: None,
            ground,
            basis,
        }
    }

    /// The day that the bare time `from..to` belongs to: that of the sentence, or of the one before where the tense agrees;
    /// else the anchor's, as nothing says which.
    pub(super) fn known_day(
        &self,
        from: usize,
        to: usize,
    ) -> (Option<Calendar>, TimeGround, Basis) {
        let today = self.today();
        let told = self.last_day.filter(|last| match last.sentences_since {
            0 => true,
            1 => match self.tense(from, to) {
                Tense::Past => today.is_none_or(|today| last.day <= today),
                Tense::Future => today.is_none_or(|today| last.day >= today),
                Tense::Unknown => false,
            },
            _ => false,
        });
        match (told, today) {
            (Some(last), _) => (
                Some(Calendar::Day(last.day)),
                TimeGround::Counted,
                Basis::Expression(last.range),
            ),
            (None, Some(today)) => (
                Some(Calendar::Day(today)),
                TimeGround::Nearest,
                Basis::Document,
            ),
            (None, None) => (None, TimeGround::Open, Basis::Nothing),
        }
    }

    /// `date` with the time that follows it: "Tuesday at 3 p.m.", "Tuesday morning", "June 5, 10am".
    pub(super) fn with_clock_after(&self, date: Found) -> Found {
        let words = self.words;
        let day = match date.when {
            When::Date(day) => day,
            When::Time(Moment {
                day: Some(day),
                clock: Clock::Part(part),
                ..
            }) => {
                return self.part_with_clock(date, day, part);
            }
            _ => return date,
        };
        if !matches!(
            day,
            Calendar::Day(_)
                | Calendar::OpenWeekday(_)
                | Calendar::OpenMonthDay(..)
                | Calendar::OpenDay(_)
        ) && !matches!(day, Calendar::Open(retold_model::TimePrecision::Day))
        {
            return date;
        }
        let date = match self.with_part_after(&date) {
            Some(found) => {
                let When::Time(Moment {
                    clock: Clock::Part(part),
                    ..
                }) = found.when
                else {
                    return found;
                };
                return self.part_with_clock(found, day, part);
            }
            None => date,
        };
        let mut at = date.to;
        if words.sign(at, ',') || words.sign(at, '@') {
            at += 1;
        }
        if words.any(at, &["at", "around", "about", "by"]) {
            at += 1;
        }
        // "2022-04-23T14:55"
        if words.is(at, "t") && words.token(at).glued {
            at += 1;
        }
        let Some(time) = clock(words, at) else {
            return date;
        };
        let (exact, to) = match in_the_part(words, time.to) {
            Some((part, to)) => (in_part(time.clock, part, time.half_known), to),
            None => (time.clock, time.to),
        };
        Found {
            to,
            when: When::Time(Moment {
                day: Some(day),
                clock: exact,
                zone: time.zone,
            }),
            ..date
        }
    }

    /// "tonight at 8:30", "Tuesday morning at 6 o'clock".
    fn part_with_clock(&self, found: Found, day: Calendar, part: DayPart) -> Found {
        let words = self.words;
        let mut at = found.to;
        if words.any(at, &["at", "around", "about"]) || words.sign(at, ',') {
            at += 1;
        }
        let bare_hour = || {
            let hour = words
                .digits(at, 1, 2)
                .filter(|hour| (1..=12).contains(hour))?;
            let next = words.token(at + 1);
            let ends = matches!(
                next.shape,
                Shape::Break | Shape::Sign('.' | ',' | ';' | '!' | '?')
            );
            let said = words.any(at - 1, &["at", "around", "about"]);
            let decimal = words.token(at + 2).glued && words.token(at + 2).shape == Shape::Digits;
            (ends && said && !decimal).then(|| ClockAt {
                clock: Clock::Hour(i8::try_from(hour).unwrap_or(0)),
                to: at + 1,
                half_known: false,
                zone: None,
            })
        };
        let Some(time) = clock(words, at).or_else(bare_hour) else {
            return found;
        };
        Found {
            to: time.to,
            when: When::Time(Moment {
                day: Some(day),
                clock: in_part(time.clock, part, time.half_known),
                zone: time.zone,
            }),
            ..found
        }
    }

    /// "Tuesday morning", "Tuesday in the evening", "tomorrow night".
    fn with_part_after(&self, date: &Found) -> Option<Found> {
        let words = self.words;
        let When::Date(day) = date.when else {
            return None;
        };
        let (part, to) =
            if words.has(date.to, Role::DayPart) && !words.text_of(date.to).ends_with('s') {
                (DayPart::of(words.entry(date.to).index), date.to + 1)
            } else if words.any(date.to, &["noon", "midday"]) {
                return Some(Found {
                    to: date.to + 1,
                    when: When::Time(Moment {
                        day: Some(day),
                        clock: Clock::Hour(12),
                        zone: None,
                    }),
                    ..date.clone()
                });
            } else {
                in_the_part(words, date.to)?
            };
        // "Saturday Night Live", "Monday Night Football", "Saturday Evening Post": a name.
        if words.token(to - 1).capital && words.token(to).capital && words.is_word(to) {
            return None;
        }
        Some(Found {
            to,
            when: When::Time(Moment {
                day: Some(day),
                clock: Clock::Part(part),
                zone: None,
            }),
            ..date.clone()
        })
    }
}

/// The time on the clock that begins at `at`.
pub(crate) fn clock(words: &Words<'_>, at: usize) -> Option<ClockAt> {
    let token = words.token(at);
    let mut result = match token.shape {
        Shape::Digits => digital(words, at).or_else(|| spoken(words, at))?,
        Shape::Word if token.entry.is(Role::Clock) => {
            // "High Noon", "Midnight Express": names.
            if token.capital
                && words.token(at + 1).capital
                && words.is_word(at + 1)
                && !token.opens_sentence
            {
                return None;
            }
            ClockAt {
                clock: Clock::Hour(i8::try_from(token.entry.number).ok()?),
                to: at + 1,
                half_known: true,
                zone: None,
            }
        }
        Shape::Word => spoken(words, at)?,
        _ => return None,
    };
    if let Some((from, to)) = zone(words, result.to) {
        result.zone = Some((from, to));
        result.to = to;
    }
    Some(result)
}

/// "3:30", "18:00:05", "3 p.m.", "8.30pm", "0735 GMT", "7 o'clock", "1800 hours".
fn digital(words: &Words<'_>, at: usize) -> Option<ClockAt> {
    if at > 0
        && words.token(at).glued
        && matches!(
            words.token(at - 1).shape,
            Shape::Sign('$' | '.' | ':' | '#')
        )
    {
        return None;
    }
    let small = |n: u64| i8::try_from(n).ok();
    if let Some(four) = words.digits(at, 4, 4) {
        let (hour, minute) = (four / 100, four % 100);
        let known = zone(words, at + 1).is_some() || words.any(at + 1, &["hours", "hrs"]);
        if hour > 24 || minute > 59 || !known {
            return None;
        }
        let to = at + 1 + usize::from(words.any(at + 1, &["hours", "hrs"]));
        return Some(ClockAt {
            clock: Clock::Minute(small(hour)?, small(minute)?),
            to,
            half_known: true,
            zone: None,
        });
    }
    let hour = words.digits(at, 1, 2).filter(|&hour| hour <= 24)?;
    let mut to = at + 1;
    let mut minute = None;
    let mut second = None;
    let colon = words.tight_sign(to, ':');
    if (colon || words.tight_sign(to, '.'))
        && words.token(to + 1).glued
        && let Some(n) = words.digits(to + 1, 2, 2).filter(|&n| n < 60)
    {
        minute = Some(n);
        to += 2;
        if colon
            && words.tight_sign(to, ':')
            && words.token(to + 1).glued
            && let Some(n) = words.digits(to + 1, 2, 2).filter(|&n| n < 60)
        {
            second = Some(n);
            to += 2;
        }
    }
    let half = half_of_day(words, to);
    if let Some((_, end)) = half {
        to = end;
    }
    let oclock = o_clock(words, to);
    if let Some(end) = oclock {
        to = end;
    }
    // "8.30" and "3" alone are numbers; "2:1" is a score.
    let whole = colon && minute.is_some()
        || half.is_some()
        || oclock.is_some()
        || minute.is_some() && zone(words, to).is_some();
    if !whole {
        return None;
    }
    let mut hour = small(hour)?;
    if let Some((half, _)) = half {
        if hour > 12 && half == Half::Morning {
            return None;
        }
        hour = in_half(hour, half);
    }
    let clock = match (minute, second) {
        (Some(m), Some(s)) => Clock::Second(hour, small(m)?, small(s)?),
        (Some(m), None) => Clock::Minute(hour, small(m)?),
        _ => Clock::Hour(hour),
    };
    Some(ClockAt {
        clock,
        to,
        half_known: half.is_some() || hour > 12 || words.width(at) == 2 && hour < 10,
        zone: None,
    })
}

/// "half past seven", "a quarter to nine", "ten past 9", "seven o'clock", "five-thirty p.m.", "seven p.m.".
fn spoken(words: &Words<'_>, at: usize) -> Option<ClockAt> {
    let start = if words.has(at, Role::Article) {
        at + 1
    } else {
        at
    };
    let (minutes, mut next) = if words.has(start, Role::Half) {
        (30, start + 1)
    } else if words.has(start, Role::QuarterWord) {
        (15, start + 1)
    } else if words.has(start, Role::Cardinal) || words.digits(start, 1, 2).is_some() {
        let found = crate::numbers::number(words, start).filter(|n| !n.large)?;
        (i8::try_from(found.value.integer()?).ok()?, found.to)
    } else {
        return None;
    };
    if words.any(next, &["minutes", "minute", "min", "mins"]) {
        next += 1;
    }
    if words.any(next, &["past", "to", "after"]) && minutes < 60 {
        let before = words.is(next, "to");
        let (hour, to) = hour_at(words, next + 1)?;
        let half = half_of_day(words, to);
        let end = o_clock(words, to)
            .or(half.map(|(_, end)| end))
            .unwrap_or(to);
        // "five to seven" is a range of numbers unless the hour is said to be one.
        let sure = end > to
            || words.has(start, Role::Half)
            || words.has(start, Role::QuarterWord)
            || in_the_part(words, to).is_some()
            || words.is(next, "past") && minutes <= 30;
        if !sure || words.has(end, Role::Units) || words.has(end, Role::Unit) {
            return None;
        }
        let hour = half.map_or(hour, |(half, _)| in_half(hour, half));
        let clock = if before {
            Clock::Minute((hour + 23) % 24, 60 - minutes)
        } else {
            Clock::Minute(hour, minutes)
        };
        return Some(ClockAt {
            clock,
            to: end,
            half_known: half.is_some(),
            zone: None,
        });
    }
    if start != at || !words.has(start, Role::Cardinal) || !(1..=12).contains(&minutes) {
        return None;
    }
    let hour = minutes;
    let mut minute = None;
    let after = words.after_hyphen(next).unwrap_or(next);
    if words.any(
        after,
        &["thirty", "fifteen", "twenty", "forty", "fifty", "ten"],
    ) {
        minute = Some(i8::try_from(words.entry(after).number).ok()?);
    }
    let to = if minute.is_some() { after + 1 } else { next };
    let half = half_of_day(words, to);
    let end = half
        .map(|(_, end)| end)
        .or_else(|| o_clock(words, to).filter(|_| minute.is_none()))?;
    let hour = half.map_or(hour, |(half, _)| in_half(hour, half));
    Some(ClockAt {
        clock: minute.map_or(Clock::Hour(hour), |m| Clock::Minute(hour, m)),
        to: end,
        half_known: half.is_some(),
        zone: None,
    })
}

/// An hour in digits or words.
fn hour_at(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
    let found = crate::numbers::number(words, at)?;
    let hour = found.value.integer().filter(|h| (0..=24).contains(h))?;
    Some((i8::try_from(hour).ok()?, found.to))
}

/// "am", "a.m.", "a . m .", "AM".
pub(crate) fn half_of_day(words: &Words<'_>, at: usize) -> Option<(Half, usize)> {
    if words.is(at, "am") || words.is(at, "pm") {
        let half = if words.is(at, "am") {
            Half::Morning
        } else {
            Half::Afternoon
        };
        // "I am 3 am": not after a number it is the verb; the caller has read a number.
        return Some((half, at + 1));
    }
    let half = if words.is(at, "a") {
        Half::Morning
    } else if words.is(at, "p") {
        Half::Afternoon
    } else {
        return None;
    };
    if words.sign(at + 1, '.') && words.is(at + 2, "m") {
        let end = at + 3;
        return Some((
            half,
            if words.tight_sign(end, '.') || words.sign(end, '.') && !words.token(end).glued {
                end + 1
            } else {
                end
            },
        ));
    }
    None
}

fn in_half(hour: i8, half: Half) -> i8 {
    match half {
        Half::Morning if hour == 12 => 0,
        Half::Afternoon if hour < 12 => hour + 12,
        _ => hour,
    }
}

/// "o'clock", "oclock".
fn o_clock(words: &Words<'_>, at: usize) -> Option<usize> {
    if words.is(at, "oclock") {
        return Some(at + 1);
    }
    (words.is(at, "o") && words.sign(at + 1, '\'') && words.is(at + 2, "clock")).then_some(at + 3)
}

/// "in the morning", "in the afternoon", "at night", "in morning".
pub(crate) fn in_the_part(words: &Words<'_>, at: usize) -> Option<(DayPart, usize)> {
    let from = if words.is(at, "in") && words.is(at + 1, "the") {
        at + 2
    } else if words.any(at, &["in", "at"]) {
        at + 1
    } else {
        return None;
    };
    (words.has(from, Role::DayPart) && !words.text_of(from).ends_with('s'))
        .then(|| (DayPart::of(words.entry(from).index), from + 1))
}

/// `clock` in that part of the day: "8 in the evening" is 20.
pub(crate) fn in_part(clock: Clock, part: DayPart, half_known: bool) -> Clock {
    let half = match part {
        DayPart::Afternoon | DayPart::Evening => Half::Afternoon,
        DayPart::Night => match clock {
            Clock::Hour(h) | Clock::Minute(h, _) | Clock::Second(h, ..) if (6..12).contains(&h) => {
                Half::Afternoon
            }
            _ => return clock,
        },
        _ => return clock,
    };
    if half_known {
        return clock;
    }
    match clock {
        Clock::Hour(h) => Clock::Hour(in_half(h, half)),
        Clock::Minute(h, m) => Clock::Minute(in_half(h, half), m),
        Clock::Second(h, m, s) => Clock::Second(in_half(h, half), m, s),
        other => other,
    }
}

/// The zone that begins at `at`: "GMT", "ET", "(GMT +8)", "local time", "Eastern time", "Moscow time".
fn zone(words: &Words<'_>, at: usize) -> Option<(usize, usize)> {
    if words.sign(at, '(') {
        let (from, to) = zone(words, at + 1)?;
        return words.sign(to, ')').then_some((from, to + 1));
    }
    let token = words.token(at);
    if token.shape != Shape::Word {
        return None;
    }
    if super::record::zone_offset(words.text_of(at)).is_some() {
        let upper = words.text_of(at).bytes().all(|b| b.is_ascii_uppercase());
        // "z" alone only right after digits.
        if upper && (words.width(at) > 1 || token.glued) {
            let mut to = at + 1;
            if matches!(words.token(to).shape, Shape::Sign('+' | '-'))
                && words.digits(to + 1, 1, 2).is_some()
            {
                to += 2;
            }
            return Some((at, to));
        }
        return None;
    }
    let place = token.capital || words.is(at, "local");
    if place && words.is(at + 1, "time") {
        return Some((at, at + 2));
    }
    if token.capital && words.any(at + 1, &["standard", "daylight"]) && words.is(at + 2, "time") {
        return Some((at, at + 3));
    }
    None
}
