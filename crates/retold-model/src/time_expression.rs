//! A date, time, duration or set that a text names.

use std::fmt;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use retold_text::TextRange;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Stamp;

/// What a time expression is, in the classes of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimeKind {
    /// A day or something coarser on the calendar: "Tuesday", "last month", "the 1990s".
    Date,
    /// A time of a day: "3:30 p.m.", "Thursday evening".
    Time,
    /// A length of time: "two days", "the past decade".
    Duration,
    /// Something that recurs: "daily", "every Friday", "15 a year".
    Set,
}

/// A TIMEX3 value: `2024-05-16`, `2024-W20`, `2024-05-16TEV`, `P2D`, `XXXX-WXX-2`, `PRESENT_REF`. Never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TimexValue(String);

impl TimexValue {
    /// `value` as it is written.
    ///
    /// # Panics
    ///
    /// If `value` is empty.
    pub fn new(value: String) -> Self {
        assert!(!value.is_empty(), "a TIMEX3 value is never empty");
        Self(value)
    }

    /// The value as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TimexValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The smallest unit that an expression names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimePrecision {
    /// Hundred years.
    Century,
    /// Ten years.
    Decade,
    /// A year, of the calendar or of a budget.
    Year,
    /// Half a year.
    Half,
    /// Winter, spring, summer, autumn.
    Season,
    /// Three months.
    Quarter,
    /// A month.
    Month,
    /// A week from Monday to Sunday.
    Week,
    /// Saturday and Sunday.
    Weekend,
    /// A day.
    Day,
    /// A morning, an afternoon, an evening, a night.
    DayPart,
    /// An hour.
    Hour,
    /// A minute.
    Minute,
    /// A second.
    Second,
}

/// How an expression narrows or loosens its value; the `mod` of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TimeModifier {
    /// "before 2010".
    Before,
    /// "after 2010".
    After,
    /// "early May".
    Start,
    /// "mid-May".
    Mid,
    /// "late May", "the end of May".
    End,
    /// "about three hours".
    Approx,
    /// "less than three hours", "nearly three hours".
    LessThan,
    /// "more than three hours".
    MoreThan,
    /// "at most three hours".
    EqualOrLess,
    /// "at least three hours".
    EqualOrMore,
}

/// What an expression was counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeAnchor {
    /// The article's own time: its dateline, else when it was published.
    Document(Stamp),
    /// Another expression of the text: "the next day", "two years later".
    Expression(TextRange),
}

/// Why the value is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeGround {
    /// The words say all of it: "16 May 2024".
    Stated,
    /// The words say how to count from the anchor: "yesterday", "last month".
    Counted,
    /// A bare weekday, month or day, put before the anchor because the words beside it tell of the past.
    PastTense,
    /// The same, put after the anchor because the words beside it tell of the future.
    FutureTense,
    /// The same, and nothing said which: the one nearest to the anchor, or the one before it for weekdays.
    Nearest,
    /// The words need an anchor and there is none: the value stays open.
    Open,
}

/// The zone that stands beside a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeZoneStated {
    /// As written: "ET", "GMT", "local time".
    pub name: String,
    /// Its offset from UTC, where the name has only one. "ET" and "local time" have none.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "offset_seconds",
        deserialize_with = "seconds_offset"
    )]
    pub offset: Option<Offset>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    clippy::ref_option,
    reason = "the signature that serde asks for"
)]
fn offset_seconds<S: Serializer>(offset: &Option<Offset>, to: S) -> Result<S::Ok, S::Error> {
    offset.map(Offset::seconds).serialize(to)
}

fn seconds_offset<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Offset>, D::Error> {
    Option::<i32>::deserialize(from)?
        .map(|seconds| Offset::from_seconds(seconds).map_err(serde::de::Error::custom))
        .transpose()
}

/// The civil times that an expression covers, half open. An end that is not known or not there is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimeSpan {
    /// The first moment.
    pub begin: Option<DateTime>,
    /// The first moment after it.
    pub end: Option<DateTime>,
}

/// A date, time, duration or set that a text names, with what it means.
///
/// A range of days or hours ("from May 3 to 5") is one expression, and its two ends are expressions of their own
/// ([`ends`](Self::ends)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeExpression {
    /// The words, with their qualifier ("more than two years", "late last month"), without a preposition.
    pub range: TextRange,
    /// What it is.
    pub kind: TimeKind,
    /// Its value as TIMEX3.
    pub value: TimexValue,
    /// Its value as EDTF (ISO 8601-2), where EDTF can say it: `2024-05-16`, `199X`, `2024-36`,
    /// `2024-05-06/2024-05-12`. Durations and sets have none.
    pub edtf: Option<String>,
    /// The smallest unit that the words name; `None` for "now", "recently".
    pub precision: Option<TimePrecision>,
    /// How the words narrow or loosen the value.
    pub modifier: Option<TimeModifier>,
    /// The civil times it covers, where they are known.
    pub span: TimeSpan,
    /// The zone, where one is stated.
    pub zone: Option<TimeZoneStated>,
    /// What it was counted from; `None` where the words say all.
    pub anchor: Option<TimeAnchor>,
    /// Why the value is what it is.
    pub ground: TimeGround,
    /// The two ends of a range; else empty. The value of a range is theirs, joined by `/`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<TimeExpression>,
    /// Whether both ends of a range could stand alone: those of "from May 3 to June 5" could, those of "May 3-5" not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ends_alone: bool,
}
