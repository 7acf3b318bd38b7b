//! Dates, times, durations and sets in English news: our own temporal tagger.
//!
//! One scan parts the text into words (`Words`); a hand-written grammar is asked at each word that can begin an
//! expression, and takes the longest. What words mean is counted from the anchor (the dateline or the time of
//! publication), or from an expression before them ("the next day"). The direction of bare weekdays and months comes
//! from the tense of the verbs beside them. Without an anchor a value stays open: "Tuesday" is `XXXX-WXX-2`.
//!
//! Values follow TIMEX3 as `HeidelTime` (Strötgen and Gertz, 2010) and the `TempEval-3` corpora write them; rules and lists
//! are our own. Cost is linear in the text: an attempt reads a bounded number of words.
//!
//! Known failures: no days of the moon's calendars (Ramadan, Diwali); no era names; a tense that lies in another clause.

mod calendar;
mod clock;
mod duration;
mod found;
mod holiday;
mod month;
mod numeric;
mod part;
mod range;
mod record;
mod recurring;
mod relative;
mod shifted;
mod tense;
mod vague;

use jiff::civil::{Date, DateTime};
use retold_model::{Precision, Stamp, TimeExpression, TimeModifier};
use retold_text::TextRange;

pub(crate) use self::numeric::ordinal;

use self::calendar::Calendar;
use self::found::{Basis, Found, Moment, When};
use self::tense::Tense;
use crate::words::{Role, Shape, Words};

/// The time expressions of `text`, in order, not overlapping, each within one of `blocks` and one line.
///
/// `blocks` are the parts of the text to read, ascending: an article's blocks. `anchor` is what relative expressions are
/// counted from, with no more precision than was stated; `None` leaves them open.
///
/// ```
/// use retold_annotate::times::times;
/// use retold_text::TextRange;
/// let text = "He arrived on Tuesday.";
/// let whole = [TextRange::of(0, text.len())];
/// let anchor = "2024-05-16".parse().ok();
/// let found = times(text, &whole, anchor);
/// assert_eq!(found[0].range.slice(text), Some("Tuesday"));
/// assert_eq!(found[0].value.as_str(), "2024-05-14");
/// assert_eq!(times(text, &whole, None)[0].value.as_str(), "XXXX-WXX-2");
/// ```
pub fn times(text: &str, blocks: &[TextRange], anchor: Option<Stamp>) -> Vec<TimeExpression> {
    times_of(&Words::scan(text, blocks), anchor)
}

/// The same over words that were scanned before.
pub(crate) fn times_of(words: &Words<'_>, anchor: Option<Stamp>) -> Vec<TimeExpression> {
    let mut tagger = Tagger {
        words,
        anchor,
        last: None,
        last_day: None,
    };
    let mut result = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let token = words.token(at);
        if token.opens_sentence {
            tagger.open_sentence();
        }
        if !may_begin(words, at) {
            at += 1;
            continue;
        }
        match tagger.expression(at) {
            Some(found) if found.to > at => {
                at = found.to;
                tagger.remember(&found);
                result.push(record::expression(words, anchor, &found));
            }
            _ => at += 1,
        }
    }
    result
}

/// Whether an expression can begin here: the one look-up that most words end at.
fn may_begin(words: &Words<'_>, at: usize) -> bool {
    let token = words.token(at);
    match token.shape {
        Shape::Digits => true,
        Shape::Word => token.entry.is_known() || token.capital,
        Shape::Sign(c) => matches!(c, '\'' | '½' | '¼' | '¾'),
        Shape::Break => false,
    }
}

/// The grammar's state: the words, the anchor and what was said last.
struct Tagger<'w, 't> {
    words: &'w Words<'t>,
    anchor: Option<Stamp>,
    /// The last date, with its range.
    last: Option<Last>,
    /// The last one that is a day: "a 2013 Camry" between "Friday" and "that night" leaves it.
    last_day: Option<LastDay>,
}

#[derive(Clone, Copy)]
struct Last {
    calendar: Calendar,
    range: TextRange,
    same_sentence: bool,
}

#[derive(Clone, Copy)]
struct LastDay {
    day: Date,
    range: TextRange,
    /// How many sentences have begun since.
    sentences_since: u32,
}

impl Tagger<'_, '_> {
    /// The longest expression that begins at `at`.
    fn expression(&self, at: usize) -> Option<Found> {
        if let Some(range) = self.compact_range(at) {
            return Some(range);
        }
        let point = self.point(at)?;
        Some(self.range_from(&point).unwrap_or(point))
    }

    /// An expression that is no range.
    fn point(&self, at: usize) -> Option<Found> {
        let found = self
            .qualified(at)
            .or_else(|| self.recurring(at))
            .or_else(|| self.timed(at))
            .or_else(|| self.duration_or_shift(at))
            .or_else(|| self.vague(at))?;
        Some(found)
    }

    /// "about three hours", "more than two years ago", "around 3 p.m.".
    fn qualified(&self, at: usize) -> Option<Found> {
        let (modifier, from) = qualifier(self.words, at)?;
        let first = self.words.entry(from);
        // "over the weekend", "about Monday's vote", "under May": no qualifier of a time.
        let numeral = self.words.token(from).shape == Shape::Digits
            || [
                Role::Cardinal,
                Role::Article,
                Role::Dozen,
                Role::Half,
                Role::Vague,
            ]
            .iter()
            .any(|&role| first.is(role));
        let around_noon = modifier == TimeModifier::Approx && first.is(Role::Clock);
        if !numeral && !around_noon {
            return None;
        }
        let mut found = self
            .duration_or_shift(from)
            .or_else(|| self.timed(from))
            .filter(|found| !matches!(found.when, When::Vague(_) | When::Set(_)))?;
        let bare_year = matches!(found.when, When::Date(Calendar::Year(_))) && found.to == from + 1;
        if bare_year && !self.words.any(at, &["about", "around", "circa"]) {
            return None;
        }
        found.from = at;
        found.modifier = Some(modifier);
        Some(found)
    }

    /// A date, a time, or a date with a time.
    fn timed(&self, at: usize) -> Option<Found> {
        if let Some(time) = self.clock_first(at) {
            return Some(time);
        }
        let date = self.date(at)?;
        Some(self.with_clock_after(date))
    }

    /// A date of any form.
    fn date(&self, at: usize) -> Option<Found> {
        self.numeric_date(at)
            .or_else(|| self.named_date(at))
            .or_else(|| self.holiday(at))
            .or_else(|| self.relative_date(at))
            .or_else(|| self.year_or_more(at))
    }

    fn tense(&self, from: usize, to: usize) -> Tense {
        tense::tense(self.words, from, to)
    }

    /// The anchor's day.
    fn today(&self) -> Option<Date> {
        let anchor = self.anchor?;
        (anchor.precision() >= Precision::Day).then(|| anchor.date())
    }

    /// The anchor's month.
    fn this_month(&self) -> Option<(i16, i8)> {
        let anchor = self.anchor?;
        (anchor.precision() >= Precision::Month)
            .then(|| (anchor.date().year(), anchor.date().month()))
    }

    /// The anchor's year.
    fn this_year(&self) -> Option<i16> {
        self.anchor.map(|anchor| anchor.date().year())
    }

    /// The anchor's time of day: midnight where it has none.
    fn now(&self) -> Option<DateTime> {
        self.today().and(self.anchor.map(Stamp::local))
    }

    fn open_sentence(&mut self) {
        if let Some(last) = &mut self.last {
            last.same_sentence = false;
        }
        if let Some(last) = &mut self.last_day {
            last.sentences_since = last.sentences_since.saturating_add(1);
        }
    }

    fn remember(&mut self, found: &Found) {
        let calendar = match &found.when {
            When::Date(calendar)
            | When::Time(Moment {
                day: Some(calendar),
                ..
            }) => *calendar,
            When::Range(ends) => match ends.end.when {
                When::Date(calendar) => calendar,
                _ => return,
            },
            _ => return,
        };
        // "a year earlier" is a comparison: what comes after it counts from the date before it.
        let back = matches!(found.basis, Basis::Expression(_))
            && self
                .last
                .is_some_and(|last| calendar.days() < last.calendar.days());
        if calendar.days().is_none() || back {
            return;
        }
        let range = self.words.range(found.from, found.to);
        self.last = Some(Last {
            calendar,
            range,
            same_sentence: true,
        });
        if let Calendar::Day(day) = calendar {
            self.last_day = Some(LastDay {
                day,
                range,
                sentences_since: 0,
            });
        }
    }
}

/// "more than", "at least", "about": the modifier and the token after.
fn qualifier(words: &Words<'_>, at: usize) -> Option<(TimeModifier, usize)> {
    if !words.has(at, Role::Qualifier) && !words.any(at, &["no", "not", "well", "as", "fewer"]) {
        return None;
    }
    let second = |word: &str| words.is(at + 1, word);
    Some(
        if words.any(
            at,
            &[
                "about",
                "around",
                "approximately",
                "roughly",
                "circa",
                "some",
            ],
        ) {
            (TimeModifier::Approx, at + 1)
        } else if words.any(at, &["nearly", "almost"]) {
            (TimeModifier::LessThan, at + 1)
        } else if words.any(at, &["more", "longer"]) && second("than") {
            (TimeModifier::MoreThan, at + 2)
        } else if words.any(at, &["less", "fewer"]) && second("than")
            || words.any(at, &["just", "only"]) && second("under")
        {
            (TimeModifier::LessThan, at + 2)
        } else if words.is(at, "at") && second("least") {
            (TimeModifier::EqualOrMore, at + 2)
        } else if words.is(at, "at") && second("most") || words.is(at, "up") && second("to") {
            (TimeModifier::EqualOrLess, at + 2)
        } else if words.any(at, &["no", "not"])
            && words.any(at + 1, &["more", "longer"])
            && words.is(at + 2, "than")
        {
            (TimeModifier::EqualOrLess, at + 3)
        } else if words.is(at, "no")
            && words.any(at + 1, &["less", "fewer"])
            && words.is(at + 2, "than")
        {
            (TimeModifier::EqualOrMore, at + 3)
        } else if words.is(at, "well") && second("over")
            || words.any(at, &["just", "a"]) && second("over")
        {
            (TimeModifier::MoreThan, at + 2)
        } else if words.is(at, "over") {
            (TimeModifier::MoreThan, at + 1)
        } else if words.is(at, "under") {
            (TimeModifier::LessThan, at + 1)
        } else {
            return None;
        },
    )
}
