//! Dates as expressions name them, from a century to a day, known or with open parts: their values and their spans.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};
use retold_model::TimePrecision;

/// Beyond this many days the calendar ends in any case; `jiff` refuses to form longer spans.
const MOST_DAYS: i32 = 4_000_000;

/// The same in months.
const MOST_MONTHS: i32 = 120_000;

/// A stretch of the calendar, with open parts where no year, month or week is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Calendar {
    Day(Date),
    /// The week of this Monday.
    Week(Date),
    /// The weekend of the week of this Monday.
    Weekend(Date),
    Month(i16, i8),
    Quarter(i16, i8),
    Half(i16, i8),
    Season(i16, Season),
    Year(i16),
    FiscalYear(i16),
    /// Its first year.
    Decade(i16),
    /// Its first year, as people count: 1900 for the 20th.
    Century(i16),
    OpenWeekday(i8),
    OpenMonth(i8),
    OpenMonthDay(i8, i8),
    OpenDay(i8),
    OpenQuarter(i8),
    OpenSeason(Season),
    /// Only the unit is known: "last week" without an anchor.
    Open(TimePrecision),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    pub(crate) fn of(index: u8) -> Self {
        match index {
            1 => Self::Spring,
            2 => Self::Summer,
            3 => Self::Autumn,
            _ => Self::Winter,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Autumn => "FA",
            Self::Winter => "WI",
        }
    }

    /// The first month, of the northern half of the earth.
    pub(crate) fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
            Self::Winter => 12,
        }
    }

    /// The code of EDTF.
    fn edtf(self) -> u8 {
        match self {
            Self::Spring => 21,
            Self::Summer => 22,
            Self::Autumn => 23,
            Self::Winter => 24,
        }
    }
}

impl Calendar {
    /// The week that `date` lies in.
    pub(crate) fn week_of(date: Date) -> Self {
        Self::Week(monday(date))
    }

    /// The TIMEX3 value.
    pub(crate) fn timex(self) -> String {
        match self {
            Self::Day(d) => d.to_string(),
            Self::Week(monday) => week(monday),
            Self::Weekend(monday) => format!("{}-WE", week(monday)),
            Self::Month(y, m) => format!("{y:04}-{m:02}"),
            Self::Quarter(y, q) => format!("{y:04}-Q{q}"),
            Self::Half(y, h) => format!("{y:04}-H{h}"),
            Self::Season(y, s) => format!("{y:04}-{}", s.code()),
            Self::Year(y) => format!("{y:04}"),
            Self::FiscalYear(y) => format!("FY{y:04}"),
            Self::Decade(y) => format!("{:03}", y / 10),
            Self::Century(y) => format!("{:02}", y / 100),
            Self::OpenWeekday(w) => format!("XXXX-WXX-{w}"),
            Self::OpenMonth(m) => format!("XXXX-{m:02}"),
            Self::OpenMonthDay(m, d) => format!("XXXX-{m:02}-{d:02}"),
            Self::OpenDay(d) => format!("XXXX-XX-{d:02}"),
            Self::OpenQuarter(q) => format!("XXXX-Q{q}"),

            Self::OpenSeason(s) => format!("XXXX-{}", s.code()),
            Self::Open(precision) => match precision {
                TimePrecision::Century => "XX",
                TimePrecision::Decade => "XXX",
                TimePrecision::Year => "XXXX",
                TimePrecision::Half => "XXXX-HX",
                TimePrecision::Quarter => "XXXX-QX",
                TimePrecision::Month | TimePrecision::Season => "XXXX-XX",
                TimePrecision::Week => "XXXX-WXX",
                TimePrecision::Weekend => "XXXX-WXX-WE",
                _ => "XXXX-XX-XX",
            }
            .to_owned(),
        }
    }

    /// The EDTF value, where EDTF can say it.
    pub(crate) fn edtf(self) -> Option<String> {
        Some(match self {
            Self::Day(_)
            | Self::Month(..)
            | Self::Year(_)
            | Self::OpenMonth(_)
            | Self::OpenMonthDay(..)
            | Self::OpenDay(_) => self.timex(),
            Self::Week(_) | Self::Weekend(_) => {
                let (first, after) = self.days()?;
                format!("{first}/{}", after.yesterday().ok()?)
            }
            Self::Quarter(y, q) => format!("{y:04}-{}", 32 + q),
            Self::Half(y, h) => format!("{y:04}-{}", 39 + h),
            Self::Season(y, s) => format!("{y:04}-{}", s.edtf()),
            Self::Decade(y) => format!("{:03}X", y / 10),
            Self::Century(y) => format!("{:02}XX", y / 100),
            Self::OpenSeason(s) => format!("XXXX-{}", s.edtf()),
            Self::OpenQuarter(q) => format!("XXXX-{}", 32 + q),

            Self::FiscalYear(_) | Self::OpenWeekday(_) | Self::Open(_) => return None,
        })
    }

    /// The smallest unit it names.
    pub(crate) fn precision(self) -> TimePrecision {
        match self {
            Self::Day(_) | Self::OpenWeekday(_) | Self::OpenMonthDay(..) | Self::OpenDay(_) => {
                TimePrecision::Day
            }
            Self::Week(_) => TimePrecision::Week,
            Self::Weekend(_) => TimePrecision::Weekend,
            Self::Month(..) | Self::OpenMonth(_) => TimePrecision::Month,
            Self::Quarter(..) | Self::OpenQuarter(_) => TimePrecision::Quarter,
            Self::Half(..) => TimePrecision::Half,
            Self::Season(..) | Self::OpenSeason(_) => TimePrecision::Season,
            Self::Year(_) | Self::FiscalYear(_) => TimePrecision::Year,
            Self::Decade(_) => TimePrecision::Decade,
            Self::Century(_) => TimePrecision::Century,
            Self::Open(precision) => precision,
        }
    }

    /// The first day and the first day after; `None` for open dates and for budget years, which differ.
    pub(crate) fn days(self) -> Option<(Date, Date)> {
        let months = |y: i16, m: i8, n: i32| {
            let first = Date::new(y, m, 1).ok()?;
            Some((first, first.checked_add(n.months()).ok()?))
        };
        match self {
            Self::Day(d) => Some((d, d.tomorrow().ok()?)),
            Self::Week(monday) => Some((monday, monday.checked_add(7.days()).ok()?)),
            Self::Weekend(monday) => Some((
                monday.checked_add(5.days()).ok()?,
                monday.checked_add(7.days()).ok()?,
            )),
            Self::Month(y, m) => months(y, m, 1),
            Self::Quarter(y, q) => months(y, q * 3 - 2, 3),
            Self::Half(y, h) => months(y, h * 6 - 5, 6),
            Self::Season(y, s) => months(y, s.first_month(), 3),
            Self::Year(y) => months(y, 1, 12),
            Self::Decade(y) => months(y, 1, 120),
            Self::Century(y) => months(y.max(1), 1, 1200),
            _ => None,
        }
    }

    /// The first moment and the first moment after.
    pub(crate) fn moments(self) -> Option<(DateTime, DateTime)> {
        let (first, after) = self.days()?;
        Some((first.at(0, 0, 0, 0), after.at(0, 0, 0, 0)))
    }
}

/// The Monday of the week of `date`; the date itself at the very beginning of time.
pub(crate) fn monday(date: Date) -> Date {
    let back = i32::from(date.weekday().to_monday_zero_offset());
    date.checked_sub(back.days()).unwrap_or(date)
}

fn week(monday: Date) -> String {
    let week = monday.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// `n` days on.
pub(crate) fn add_days(date: Date, n: i32) -> Option<Date> {
    date.checked_add(n.clamp(-MOST_DAYS, MOST_DAYS).days()).ok()
}

/// `n` months on.
pub(crate) fn add_months(date: Date, n: i32) -> Option<Date> {
    date.checked_add(n.clamp(-MOST_MONTHS, MOST_MONTHS).months())
        .ok()
}

/// Monday is 1, Sunday 7.
pub(crate) fn weekday(date: Date) -> i8 {
    date.weekday().to_monday_one_offset()
}

/// The `n`th `weekday` of a month; −1 is the last.
pub(crate) fn nth_weekday(year: i16, month: i8, n: i8, day: i8) -> Option<Date> {
    let day = Weekday::from_monday_one_offset(day).ok()?;
    Date::new(year, month, 1)
        .ok()?
        .nth_weekday_of_month(n, day)
        .ok()
}

/// Easter Sunday of the Western churches (the anonymous Gregorian computus of Meeus, Jones and Butcher).
#[expect(
    clippy::many_single_char_names,
    reason = "the names of the published algorithm"
)]
pub(crate) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let a = y % 19;
    let (b, c) = (y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let small = |n: i32| i8::try_from(n).ok();
    Date::new(year, small(n / 31)?, small(n % 31 + 1)?).ok()
}
