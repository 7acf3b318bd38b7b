//! What the grammar finds, before it becomes a record.

use jiff::civil::DateTime;
use retold_model::{Decimal, TimeGround, TimeModifier, TimePrecision};
use retold_text::TextRange;

use super::calendar::Calendar;
use crate::words::Unit;

/// An expression over the tokens `from..to`.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) when: When,
    pub(crate) modifier: Option<TimeModifier>,
    pub(crate) ground: TimeGround,
    pub(crate) basis: Basis,
}

impl Found {
    /// An expression without a modifier, counted from the anchor where its ground says that it was counted.
    pub(crate) fn new(from: usize, to: usize, when: When, ground: TimeGround) -> Self {
        let basis = match ground {
            TimeGround::Stated | TimeGround::Open => Basis::Nothing,
            _ => Basis::Document,
        };
        Self {
            from,
            to,
            when,
            modifier: None,
            ground,
            basis,
        }
    }

    /// A date that the words say in full.
    pub(crate) fn stated(from: usize, to: usize, calendar: Calendar) -> Self {
        Self::new(from, to, When::Date(calendar), TimeGround::Stated)
    }

    /// A date counted from the anchor; open where it could not be.
    pub(crate) fn counted(from: usize, to: usize, calendar: Calendar) -> Self {
        let ground = match calendar {
            Calendar::Open(_)
            | Calendar::OpenDay(_)
            | Calendar::OpenMonth(_)
            | Calendar::OpenMonthDay(..)
            | Calendar::OpenWeekday(_)
            | Calendar::OpenQuarter(_)
            | Calendar::OpenSeason(_) => TimeGround::Open,
            _ => TimeGround::Counted,
        };
        Self::new(from, to, When::Date(calendar), ground)
    }

    /// The unit's value where nothing is known of the time.
    pub(crate) fn open(from: usize, to: usize, precision: TimePrecision) -> Self {
        Self::new(
            from,
            to,
            When::Date(Calendar::Open(precision)),
            TimeGround::Open,
        )
    }
}

/// What an expression was counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    Nothing,
    Document,
    Expression(TextRange),
}

/// What an expression means.
#[derive(Clone, Debug)]
pub(crate) enum When {
    Date(Calendar),
    Time(Moment),
    Duration(Length),
    Set(Recurrence),
    /// `PAST_REF`, `PRESENT_REF`, `FUTURE_REF`.
    Vague(&'static str),
    Range(Box<Ends>),
}

/// The two ends of a range, and whether both stand alone in the text.
#[derive(Clone, Debug)]
pub(crate) struct Ends {
    pub(crate) begin: Found,
    pub(crate) end: Found,
    pub(crate) alone: bool,
}

/// A time of a day.
#[derive(Clone, Debug)]
pub(crate) struct Moment {
    /// Its day, where one is known.
    pub(crate) day: Option<Calendar>,
    pub(crate) clock: Clock,
    /// The tokens of its zone.
    pub(crate) zone: Option<(usize, usize)>,
}

/// A time on the clock, or a part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clock {
    Hour(i8),
    Minute(i8, i8),
    Second(i8, i8, i8),
    Part(DayPart),
    /// Counted from the anchor's own time: "in five minutes".
    Exact(DateTime),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayPart {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

impl DayPart {
    pub(crate) fn of(index: u8) -> Self {
        match index {
            1 => Self::Morning,
            2 => Self::Midday,
            3 => Self::Afternoon,
            4 => Self::Evening,
            5 => Self::Night,
            _ => Self::Daytime,
        }
    }

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Morning => "MO",
            Self::Midday => "MI",
            Self::Afternoon => "AF",
            Self::Evening => "EV",
            Self::Night => "NI",
            Self::Daytime => "DT",
        }
    }
}

/// A length of time: at most three parts, each a number (none for "several") of a unit; and where it lies, if that is
/// said ("the next four years").
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Length {
    pub(crate) parts: Vec<(Option<Decimal>, Unit)>,
    pub(crate) span: Option<(DateTime, DateTime)>,
}

impl Length {
    pub(crate) fn of(count: Option<Decimal>, unit: Unit) -> Self {
        Self {
            parts: vec![(count, unit)],
            span: None,
        }
    }

    /// The TIMEX3 value: `P2D`, `PT1H30M`, `PXM`.
    pub(crate) fn timex(&self) -> String {
        let mut days = String::from("P");
        let mut hours = String::new();
        for &(count, unit) in &self.parts {
            let (factor, letters) = match unit {
                Unit::Second => (1, "S"),
                Unit::Hour => (1, "H"),
                Unit::Night | Unit::Day => (1, "D"),
                Unit::Weekend => (1, "WE"),
                Unit::Week => (1, "W"),
                Unit::Fortnight => (2, "W"),
                Unit::Minute | Unit::Month => (1, "M"),
                Unit::BiMonth => (2, "M"),
                Unit::Quarter => (3, "M"),
                Unit::Half => (6, "M"),
                Unit::Decade if count.is_none() => (1, "DE"),
                Unit::Century if count.is_none() => (1, "CE"),
                Unit::Year => (1, "Y"),
                Unit::Biennium => (2, "Y"),
                Unit::Decade => (10, "Y"),
                Unit::Century => (100, "Y"),
                Unit::Millennium => (1000, "Y"),
            };
            let part = if unit <= Unit::Hour {
                &mut hours
            } else {
                &mut days
            };
            let number = count.and_then(|n| n.times(Decimal::from(factor)));
            let shown = number.map_or("X".to_owned(), |n| n.to_string());
            part.push_str(&shown);
            part.push_str(letters);
        }
        if !hours.is_empty() {
            days.push('T');
            days += &hours;
        }
        days
    }
}

/// How something recurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Recurrence {
    /// Every so often.
    Every(Length),
    /// On this day of the week, of the month, of the year, or in this part of each day.
    On(Option<Calendar>, Option<Clock>),
}
