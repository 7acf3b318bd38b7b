//! What recurs: "daily", "every Friday", "twice a week", "15 a year", "Friday mornings".

use retold_model::{Decimal, TimeGround};

use super::Tagger;
use super::calendar::Calendar;
use super::duration::count;
use super::found::{Clock, DayPart, Found, Length, Recurrence, When};
use super::month::month_at;
use crate::words::{Role, Shape, Unit, Words};

impl Tagger<'_, '_> {
    /// A set of times.
    pub(super) fn recurring(&self, at: usize) -> Option<Found> {
        self.every(at)
            .or_else(|| self.rate(at))
            .or_else(|| self.plural_days(at))
            .or_else(|| self.frequency(at))
    }

    /// "every day", "each week", "every other Friday", "every two years", "every Tuesday morning", "every day at 7 p.m.".
    fn every(&self, at: usize) -> Option<Found> {
        let words = self.words;
        if !(words.has(at, Role::Every)
            || words.is(at, "any")
                && words.has(at + 1, Role::Unit)
                && words.entry(at + 1).unit > Unit::Day)
        {
            return None;
        }
        let other = words.is(at + 1, "other");
        let next = at + 1 + usize::from(other || words.is(at + 1, "single"));
        let entry = words.entry(next);
        if entry.is(Role::Weekday) && words.token(next).capital {
            let day = Calendar::OpenWeekday(entry.index.cast_signed());
            return Some(self.on(at, next + 1, Some(day)));
        }
        if let Some((month, to)) = month_at(words, next) {
            return Some(set(
                at,
                to,
                Recurrence::On(Some(Calendar::OpenMonth(month)), None),
            ));
        }
        if entry.is(Role::DayPart) {
            let part = DayPart::of(entry.index);
            let to = next + 1;
            let clock_at = to + usize::from(words.is(to, "at"));
            if let Some(time) = super::clock::clock(words, clock_at) {
                return Some(set(at, time.to, Recurrence::On(None, Some(time.clock))));
            }
            return Some(set(at, to, Recurrence::On(None, Some(Clock::Part(part)))));
        }
        if entry.is(Role::Season) {
            let season = super::calendar::Season::of(entry.index);
            return Some(set(
                at,
                next + 1,
                Recurrence::On(Some(Calendar::OpenSeason(season)), None),
            ));
        }
        if entry.is(Role::Unit) && !(entry.unit == Unit::Second && words.is_word(next + 1)) {
            let n = if other { 2 } else { 1 };
            if entry.unit == Unit::Day && !other {
                return Some(self.on(at, next + 1, None));
            }
            let length = Length::of(Some(Decimal::from(n)), entry.unit);
            return Some(set(at, next + 1, Recurrence::Every(length)));
        }
        // "every two years", "every few months"
        let (n, to) = count(words, next)?;
        let unit = words.entry(to);
        if !(unit.is(Role::Units) || unit.is(Role::Unit)) {
            return None;
        }
        Some(set(at, to + 1, Recurrence::Every(Length::of(n, unit.unit))))
    }

    /// On `day` (or every day), with the time or part of the day that follows.
    fn on(&self, from: usize, to: usize, day: Option<Calendar>) -> Found {
        let words = self.words;
        let clock_at = to + usize::from(words.is(to, "at"));
        if let Some(time) = super::clock::clock(words, clock_at) {
            return set(from, time.to, Recurrence::On(day, Some(time.clock)));
        }
        if day.is_some() && words.has(to, Role::DayPart) {
            let part = DayPart::of(words.entry(to).index);
            return set(from, to + 1, Recurrence::On(day, Some(Clock::Part(part))));
        }
        if day.is_some() {
            set(from, to, Recurrence::On(day, None))
        } else {
            let length = Length::of(Some(Decimal::from(1)), Unit::Day);
            set(from, to, Recurrence::Every(length))
        }
    }

    /// "a year" after a number, "per day", "once a week", "three times a month".
    fn rate(&self, at: usize) -> Option<Found> {
        let words = self.words;
        // "once a week" is one expression; of "15 a year" only the rate.
        if words.has(at, Role::Times)
            && (words.has(at + 1, Role::Article) || words.has(at + 1, Role::Every))
            && words.has(at + 2, Role::Unit)
        {
            return Some(set(
                at,
                at + 3,
                Recurrence::Every(Length::of(Some(Decimal::from(1)), words.entry(at + 2).unit)),
            ));
        }
        let per = words.has(at, Role::Per);
        let rated = words.has(at, Role::Article) && is_rate(words, at);
        if !per && !rated {
            return None;
        }
        let entry = words.entry(at + 1);
        if !entry.is(Role::Unit) || words.tight_sign(at + 2, '-') {
            return None;
        }
        Some(set(
            at,
            at + 2,
            Recurrence::Every(Length::of(Some(Decimal::from(1)), entry.unit)),
        ))
    }

    /// "Fridays", "Friday mornings", "weekends".
    fn plural_days(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let entry = words.entry(at);
        let lower = !words.token(at).capital;
        if entry.is(Role::Weekdays) && !lower {
            let day = Calendar::OpenWeekday(entry.index.cast_signed());
            return Some(self.on(at, at + 1, Some(day)));
        }
        if entry.is(Role::Weekday)
            && words.has(at + 1, Role::DayPart)
            && words.text_of(at + 1).ends_with('s')
        {
            let day = Calendar::OpenWeekday(entry.index.cast_signed());
            let part = DayPart::of(words.entry(at + 1).index);
            return Some(set(
                at,
                at + 2,
                Recurrence::On(Some(day), Some(Clock::Part(part))),
            ));
        }
        if words.any(at, &["weekends", "weekdays"])
            && (at == 0
                || !words.has(at - 1, Role::Cardinal) && words.token(at - 1).shape != Shape::Digits)
        {
            let unit = if words.is(at, "weekends") {
                Unit::Weekend
            } else {
                Unit::Day
            };
            return Some(set(
                at,
                at + 1,
                Recurrence::Every(Length::of(Some(Decimal::from(1)), unit)),
            ));
        }
        None
    }

    /// "daily", "annual", "quarterly"; not where it is part of a name ("Daily Mail").
    fn frequency(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let entry = words.entry(at);
        let token = words.token(at);
        let two = |a: &str, b: &[&str]| {
            words.is(at, a) && words.sign(at + 1, '-') && words.any(at + 2, b)
        };
        let (unit, to) = if two("bi", &["monthly"]) {
            (Unit::BiMonth, at + 3)
        } else if two("bi", &["weekly"]) {
            (Unit::Fortnight, at + 3)
        } else if two("semi", &["annual", "annually"]) || two("bi", &["annual", "annually"]) {
            (Unit::Half, at + 3)
        } else if entry.is(Role::Frequency) {
            (entry.unit, at + 1)
        } else {
            return None;
        };
        let name = token.capital && (!token.opens_sentence || words.token(to).capital);
        if name {
            return None;
        }
        Some(set(
            at,
            to,
            Recurrence::Every(Length::of(Some(Decimal::from(1)), unit)),
        ))
    }
}

/// Whether the article at `at` stands between a number of things and a unit of time: "15 a year", "$3 billion a year",
/// "two tonnes a day", "twice a week".
pub(super) fn is_rate(words: &Words<'_>, at: usize) -> bool {
    if at == 0
        || !words.has(at + 1, Role::Unit)
        || words.any(at + 2, &["ago", "earlier", "later", "before", "after"])
    {
        return false;
    }
    let numeral = |at: usize| {
        let token = words.token(at);
        token.shape == Shape::Digits
            || token.entry.is(Role::Cardinal)
            || token.entry.is(Role::Magnitude)
            || token.entry.is(Role::Dozen)
            || token.shape == Shape::Sign('%')
            || words.any(
                at,
                &[
                    "percent",
                    "dollars",
                    "cents",
                    "times",
                    "thousands",
                    "millions",
                    "billions",
                    "hundreds",
                    "dozens",
                ],
            )
    };
    if words.has(at - 1, Role::Times) || numeral(at - 1) {
        return true;
    }
    // A noun between: "15 aircraft a year".
    let noun = words.is_word(at - 1)
        && !words.token(at - 1).capital
        && !words.entry(at - 1).is(Role::Units)
        && !words.any(
            at - 1,
            &[
                "for", "in", "within", "than", "after", "about", "nearly", "almost", "over",
                "just", "only", "least", "of", "once", "under", "up", "to", "was", "is", "such",
                "as", "with", "by", "on", "and", "or", "that", "took", "takes", "what", "not",
            ],
        );
    noun && (2..=4).any(|back| {
        at >= back
            && numeral(at - back)
            && !(1..back).any(|n| words.sign(at - n, ',') || words.sign(at - n, '.'))
    })
}

fn set(from: usize, to: usize, recurrence: Recurrence) -> Found {
    Found::new(from, to, When::Set(recurrence), TimeGround::Stated)
}
