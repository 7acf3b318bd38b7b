//! When something was published, modified or retrieved, no more exactly than it was stated.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The smallest unit that was stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// A year.
    Year,
    /// A month of a year.
    Month,
    /// A day.
    Day,
    /// Hours and minutes.
    Minute,
    /// Seconds.
    Second,
}

/// A civil time with the precision and, where stated, the UTC offset it was given with.
///
/// Written as EDTF (ISO 8601 without invented parts): `2024`, `2024-05`, `2024-05-16`, `2024-05-16T09:36`,
/// `2024-05-16T09:36:55+06:00`. An offset of zero is `Z`.
///
/// ```
/// use retold_model::Stamp;
/// let stamp: Stamp = "2024-05-16T09:36:55+06:00".parse().unwrap();
/// assert_eq!(stamp.to_string(), "2024-05-16T09:36:55+06:00");
/// assert_eq!(stamp.instant().unwrap().to_string(), "2024-05-16T03:36:55Z");
/// assert_eq!("2024-05-16".parse::<Stamp>().unwrap().instant(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    civil: DateTime,
    precision: Precision,
    offset: Option<Offset>,
}

impl Stamp {
    /// A day without a time.
    pub fn day(date: Date) -> Self {
        Self::civil(date.at(0, 0, 0, 0), Precision::Day)
    }

    /// A civil time without a zone. What is finer than `precision` is dropped.
    pub fn civil(civil: DateTime, precision: Precision) -> Self {
        let date = civil.date();
        let civil = match precision {
            Precision::Year => Date::constant(date.year(), 1, 1).at(0, 0, 0, 0),
            Precision::Month => date.first_of_month().at(0, 0, 0, 0),
            Precision::Day => date.at(0, 0, 0, 0),
            Precision::Minute => date.at(civil.hour(), civil.minute(), 0, 0),
            Precision::Second => date.at(civil.hour(), civil.minute(), civil.second(), 0),
        };
        Self {
            civil,
            precision,
            offset: None,
        }
    }

    /// The same with a UTC offset. Days, months and years have none: there it changes nothing.
    #[must_use]
    pub fn with_offset(self, offset: Offset) -> Self {
        let offset = (self.precision >= Precision::Minute).then_some(offset);
        Self { offset, ..self }
    }

    /// The local date and time, midnight or the first day where none was stated.
    pub fn local(self) -> DateTime {
        self.civil
    }

    /// The local date.
    pub fn date(self) -> Date {
        self.civil.date()
    }

    /// The smallest unit that was stated.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// The UTC offset, where stated.
    pub fn offset(self) -> Option<Offset> {
        self.offset
    }

    /// The instant, where time and offset were stated.
    pub fn instant(self) -> Option<jiff::Timestamp> {
        self.offset
            .and_then(|offset| offset.to_timestamp(self.civil).ok())
    }

    /// The first and last minute it can mean, in minutes since 1970 UTC: of a time with offset that minute, else all
    /// minutes of the day, month or year, and where no offset is known, of all time zones.
    pub fn minutes(self) -> (i64, i64) {
        /// Of the zones farthest east and west, in minutes.
        const EAST: i64 = 14 * 60;
        const WEST: i64 = 12 * 60;
        let minute = |civil: DateTime| {
            Offset::UTC
                .to_timestamp(civil)
                .map_or(0, |instant| instant.as_second().div_euclid(60))
        };
        if let Some(instant) = self.instant() {
            let at = instant.as_second().div_euclid(60);
            return (at, at);
        }
        let first = minute(self.civil);
        let date = self.civil.date();
        let last = match self.precision {
            Precision::Year => minute(date.last_of_year().at(23, 59, 0, 0)),
            Precision::Month => minute(date.last_of_month().at(23, 59, 0, 0)),
            Precision::Day => minute(date.at(23, 59, 0, 0)),
            Precision::Minute | Precision::Second => first,
        };
        (first - EAST, last + WEST)
    }

    /// For putting stamps in order: the instant, with UTC where no offset is known; then precision, coarse first.
    /// It is an order to show things in, not a statement about which came first.
    pub fn sort_key(self) -> (DateTime, Precision) {
        let utc = self
            .instant()
            .map_or(self.civil, |instant| Offset::UTC.to_datetime(instant));
        (utc, self.precision)
    }
}

impl Ord for Stamp {
    fn cmp(&self, other: &Self) -> Ordering {
        let offset = |stamp: &Self| stamp.offset.map(Offset::seconds);
        self.sort_key()
            .cmp(&other.sort_key())
            .then_with(|| self.civil.cmp(&other.civil))
            .then_with(|| offset(self).cmp(&offset(other)))
    }
}

impl PartialOrd for Stamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let t = self.civil;
        write!(f, "{:04}", t.year())?;
        if self.precision >= Precision::Month {
            write!(f, "-{:02}", t.month())?;
        }
        if self.precision >= Precision::Day {
            write!(f, "-{:02}", t.day())?;
        }
        if self.precision >= Precision::Minute {
            write!(f, "T{:02}:{:02}", t.hour(), t.minute())?;
        }
        if self.precision >= Precision::Second {
            write!(f, ":{:02}", t.second())?;
        }
        match self.offset.map(Offset::seconds) {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(seconds) => {
                let sign = if seconds < 0 { '-' } else { '+' };
                write!(
                    f,
                    "{sign}{:02}:{:02}",
                    seconds.abs() / 3600,
                    seconds.abs() / 60 % 60
                )
            }
        }
    }
}

/// Text that is not a stamp.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a date such as `2024-05-16` or `2024-05-16T09:36:55+06:00`, but found `{found}`")]
pub struct ParseStampError {
    /// What was given, at most 80 characters of it.
    pub found: String,
}

impl FromStr for Stamp {
    type Err = ParseStampError;

    fn from_str(text: &str) -> Result<Self, ParseStampError> {
        parse(text).ok_or_else(|| ParseStampError {
            found: text.chars().take(80).collect(),
        })
    }
}

fn parse(text: &str) -> Option<Stamp> {
    let number = |from: usize, to: usize| -> Option<i16> {
        let digits = text.get(from..to)?;
        if digits.bytes().all(|b| b.is_ascii_digit()) {
            digits.parse().ok()
        } else {
            None
        }
    };
    let sign = |at: usize, expected: char| (text[at..].starts_with(expected)).then_some(());
    let year = number(0, 4)?;
    let small = |n: i16| i8::try_from(n).ok();
    if text.len() == 4 {
        return Some(Stamp::civil(
            Date::new(year, 1, 1).ok()?.at(0, 0, 0, 0),
            Precision::Year,
        ));
    }
    sign(4, '-')?;
    let month = small(number(5, 7)?)?;
    if text.len() == 7 {
        return Some(Stamp::civil(
            Date::new(year, month, 1).ok()?.at(0, 0, 0, 0),
            Precision::Month,
        ));
    }
    sign(7, '-')?;
    let date = Date::new(year, month, small(number(8, 10)?)?).ok()?;
    if text.len() == 10 {
        return Some(Stamp::day(date));
    }
    sign(10, 'T')?;
    let (hour, minute) = (small(number(11, 13)?)?, small(number(14, 16)?)?);
    sign(13, ':')?;
    let (second, rest, precision) = match text.get(16..17) {
        Some(":") => (small(number(17, 19)?)?, text.get(19..)?, Precision::Second),
        _ => (0, text.get(16..)?, Precision::Minute),
    };
    let civil = DateTime::new(
        date.year(),
        date.month(),
        date.day(),
        hour,
        minute,
        second,
        0,
    )
    .ok()?;
    let stamp = Stamp::civil(civil, precision);
    match rest {
        "" => Some(stamp),
        "Z" => Some(stamp.with_offset(Offset::UTC)),
        zone => {
            let at = text.len() - zone.len();
            let (hours, minutes) = (
                i32::from(number(at + 1, at + 3)?),
                i32::from(number(at + 4, at + 6)?),
            );
            let seconds = hours * 3600 + minutes * 60;
            let seconds = if zone.starts_with('-') {
                -seconds
            } else {
                seconds
            };
            let well_formed = zone.len() == 6
                && zone.starts_with(['+', '-'])
                && zone.as_bytes()[3] == b':'
                && minutes < 60;
            well_formed.then_some(())?;
            Some(stamp.with_offset(Offset::from_seconds(seconds).ok()?))
        }
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_stamps_write_what_they_read() {
        for text in [
            "2024",
            "2024-05",
            "2024-05-16",
            "2024-05-16T09:36",
            "2024-05-16T09:36:55",
            "2024-05-16T09:36Z",
            "2024-05-16T09:36:55+06:00",
            "2024-05-16T09:36:55-03:30",
        ] {
            assert_eq!(
                text.parse::<Stamp>().map(|stamp| stamp.to_string()),
                Ok(text.to_owned())
            );
        }
    }

    #[test]
    fn err_stamps() {
        for text in [
            "",
            "24",
            "2024-13",
            "2024-02-30",
            "2024-05-16 09:36",
            "2024-05-16T25:00",
            "2024-05-16T09:36+6",
            "é024",
            "2024-05-16T09:36:55+06:00x",
            "+024",
        ] {
            assert_eq!(
                text.parse::<Stamp>(),
                Err(ParseStampError {
                    found: text.to_owned()
                }),
                "{text}"
            );
        }
    }

    #[test]
    fn minutes_span_what_is_not_stated() {
        for (text, expected) in [
            ("1970-01-02T00:01Z", (1441, 1441)),
            ("1970-01-02T01:01+01:00", (1441, 1441)),
            ("1970-01-02T00:01", (1441 - 840, 1441 + 720)),
            ("1970-01-02", (1440 - 840, 2879 + 720)),
            ("1970-01", (-840, 31 * 1440 - 1 + 720)),
        ] {
            assert_eq!(text.parse::<Stamp>().unwrap().minutes(), expected, "{text}");
        }
    }

    #[test]
    fn order_is_by_instant() {
        let mut stamps: Vec<Stamp> = ["2024-05-16T09:00+06:00", "2024-05-16T05:00Z", "2024-05-16"]
            .iter()
            .map(|s| s.parse().unwrap())
            .collect();
        stamps.sort();
        let shown: Vec<String> = stamps.iter().map(Stamp::to_string).collect();
        assert_eq!(
            shown,
            ["2024-05-16", "2024-05-16T09:00+06:00", "2024-05-16T05:00Z"]
        );
    }
}
