//! What the grammar finds, before it becomes a record.

use jiff::civil::DateTime;
use retold_model::{Decimal, TimeGround, TimeModifier};
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
        for (count, unit) in &self.parts {
            let shown = count.map_or("X".to_owned(), |n| n.to_string());
            match unit {
                Unit::Second => hours += &format!("{shown}S"),
                Unit::Minute => hours += &format!("{shown}M"),
                Unit::Hour => hours += &format!("{shown}H"),
                Unit::Night | Unit::Day => days += &format!("{shown}D"),
                Unit::Weekend => days += &format!("{shown}WE"),
                Unit::Week => days += &format!("{shown}W"),
                Unit::Fortnight => days += &format!("{}W", scaled(*count, 2)),
                Unit::Month => days += &format!("{shown}M"),
                Unit::BiMonth => days += &format!("{}M", scaled(*count, 2)),
                Unit::Quarter => days += &format!("{}M", scaled(*count, 3)),
                Unit::Half => days += &format!("{}M", scaled(*count, 6)),
                Unit::Year => days += &format!("{shown}Y"),
                Unit::Biennium => days += &format!("{}Y", scaled(*count, 2)),
                Unit::Decade if count.is_some() => days += &format!("{}Y", scaled(*count, 10)),
                Unit::Decade => days += "XDE",
                Unit::Century if count.is_some() => days += &format!("{}Y", scaled(*count, 100)),
                Unit::Century => days += "XCE",
                Unit::Millennium => days += &format!("{}Y", scaled(*count, 1000)),
            }
        }
        if !hours.is_empty() {
            days.push('T');
            days += &hours;
        }
        days
    }
}

fn scaled(count: Option<Decimal>, factor: u32) -> String {
    count
        .and_then(|n| n.times(Decimal::from(factor)))
        .map_or("X".to_owned(), |n| n.to_string())
}

/// How something recurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Recurrence {
    /// Every so often.
    Every(Length),
    /// On this day of the week, of the month, of the year, or in this part of each day.
    On(Option<Calendar>, Option<Clock>),
}
