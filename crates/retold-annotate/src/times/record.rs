//! From what the grammar found to the record: TIMEX3, EDTF, precision, span.

use std::fmt::Write as _;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use retold_model::{
    Stamp, TimeAnchor, TimeExpression, TimeKind, TimeModifier, TimePrecision, TimeSpan,
    TimeZoneStated, TimexValue,
};
use rustc_hash::FxHashMap;

use super::calendar::Calendar;
use super::found::{Basis, Clock, DayPart, Ends, Found, Moment, Recurrence, When};
use crate::words::{Unit, Words};

/// Names of zones; its first lines say how they are written.
const ZONES: &str = include_str!("../../data/en/time_zones.txt");

static ZONE_TABLE: LazyLock<FxHashMap<&'static str, ZoneOffset>> = LazyLock::new(|| {
    ZONES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .map(|(name, seconds)| {
            let offset = seconds
                .parse()
                .map_or(ZoneOffset::Several, ZoneOffset::Fixed);
            (name, offset)
        })
        .collect()
});

/// The offset of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ZoneOffset {
    /// Seconds, always the same.
    Fixed(i32),
    /// The name has more than one.
    Several,
}

/// The offset of the zone `name`; `None` where it is no zone.
pub(super) fn zone_offset(name: &str) -> Option<ZoneOffset> {
    if name.len() > 4 {
        return None;
    }
    ZONE_TABLE.get(name.to_ascii_lowercase().as_str()).copied()
}

/// The record of `found`.
pub(super) fn expression(
    words: &Words<'_>,
    anchor: Option<Stamp>,
    found: &Found,
) -> TimeExpression {
    let written = written(words, found);
    let anchor = match found.basis {
        Basis::Nothing => None,
        Basis::Document => anchor.map(TimeAnchor::Document),
        Basis::Expression(range) => Some(TimeAnchor::Expression(range)),
    };
    let ends = match &found.when {
        When::Range(ends) => [&ends.begin, &ends.end]
            .map(|end| expression(words, anchor_stamp(anchor), end))
            .into(),
        _ => Vec::new(),
    };
    TimeExpression {
        range: words.range(found.from, found.to),
        kind: written.kind,
        value: TimexValue::new(written.value),
        edtf: written.edtf.map(|edtf| approximate(edtf, found.modifier)),
        precision: written.precision,
        modifier: found.modifier,
        span: written.span,
        zone: zone_of(words, &found.when),
        anchor,
        ground: found.ground,
        ends_alone: matches!(&found.when, When::Range(ends) if ends.alone),
        ends,
    }
}

fn anchor_stamp(anchor: Option<TimeAnchor>) -> Option<Stamp> {
    match anchor {
        Some(TimeAnchor::Document(stamp)) => Some(stamp),
        _ => None,
    }
}

/// EDTF marks what is approximate with `~`.
fn approximate(edtf: String, modifier: Option<TimeModifier>) -> String {
    if modifier == Some(TimeModifier::Approx) && !edtf.contains('/') {
        edtf + "~"
    } else {
        edtf
    }
}

struct Written {
    kind: TimeKind,
    value: String,
    edtf: Option<String>,
    precision: Option<TimePrecision>,
    span: TimeSpan,
}

fn written(words: &Words<'_>, found: &Found) -> Written {
    match &found.when {
        When::Date(calendar) => Written {
            kind: TimeKind::Date,
            value: calendar.timex(),
            edtf: calendar.edtf(),
            precision: Some(calendar.precision()),
            span: span(calendar.moments()),
        },
        When::Time(moment) => time(words, moment),
        When::Duration(length) => Written {
            kind: TimeKind::Duration,
            value: length.timex(),
            edtf: None,
            precision: length.parts.last().map(|(_, unit)| unit_precision(*unit)),
            span: span(length.span),
        },
        When::Set(recurrence) => set(recurrence),
        When::Vague(value) => Written {
            kind: TimeKind::Date,
            value: (*value).to_owned(),
            edtf: None,
            precision: None,
            span: TimeSpan::default(),
        },
        When::Range(ends) => range(words, ends),
    }
}

fn span(moments: Option<(DateTime, DateTime)>) -> TimeSpan {
    TimeSpan {
        begin: moments.map(|(begin, _)| begin),
        end: moments.map(|(_, end)| end),
    }
}

fn range(words: &Words<'_>, ends: &Ends) -> Written {
    let (begin, end) = (written(words, &ends.begin), written(words, &ends.end));
    let edtf = match (begin.edtf, end.edtf) {
        (Some(a), Some(b)) if !a.contains('/') && !b.contains('/') => Some(format!("{a}/{b}")),
        _ => None,
    };
    Written {
        kind: begin.kind,
        value: format!("{}/{}", begin.value, end.value),
        edtf,
        precision: begin.precision.max(end.precision),
        span: TimeSpan {
            begin: begin.span.begin,
            end: end.span.end,
        },
    }
}

fn time(words: &Words<'_>, moment: &Moment) -> Written {
    if let Clock::Exact(at) = moment.clock {
        let value = at.strftime("%Y-%m-%dT%H:%M:%S").to_string();
        return Written {
            kind: TimeKind::Time,
            edtf: Some(value.clone()),
            value,
            precision: Some(TimePrecision::Second),
            span: TimeSpan {
                begin: Some(at),
                end: None,
            },
        };
    }
    let day = moment.day.map(Calendar::timex).unwrap_or_default();
    let (clock, precision, length) = match moment.clock {
        Clock::Hour(h) => (format!("{h:02}"), TimePrecision::Hour, 3600),
        Clock::Minute(h, m) => (format!("{h:02}:{m:02}"), TimePrecision::Minute, 60),
        Clock::Second(h, m, s) => (format!("{h:02}:{m:02}:{s:02}"), TimePrecision::Second, 1),
        Clock::Part(part) => (part.code().to_owned(), TimePrecision::DayPart, 0),
        Clock::Exact(_) => unreachable!("handled above"),
    };
    let zone = zone_of(words, &When::Time(moment.clone()));
    let utc = zone
        .as_ref()
        .is_some_and(|zone| zone.offset == Some(Offset::UTC));
    let known = match moment.day {
        Some(Calendar::Day(date)) => Some(date),
        _ => None,
    };
    let begin = known.and_then(|date| moment_of(date, moment.clock));
    let end = match moment.clock {
        Clock::Part(part) => known.and_then(|date| part_end(date, part)),
        _ => begin.and_then(|begin| begin.checked_add(i64::from(length).seconds()).ok()),
    };
    let edtf = match (moment.clock, begin, known) {
        (Clock::Part(_), _, Some(date)) => Some(date.to_string()),
        (_, Some(begin), _) => {
            let shown = match precision {
                TimePrecision::Second => begin.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
                _ => begin.strftime("%Y-%m-%dT%H:%M").to_string(),
            };
            Some(
                shown
                    + &zone
                        .as_ref()
                        .and_then(|z| z.offset)
                        .map(offset_suffix)
                        .unwrap_or_default(),
            )
        }
        _ => None,
    };
    Written {
        kind: TimeKind::Time,
        value: format!("{day}T{clock}{}", if utc { "Z" } else { "" }),
        edtf,
        precision: Some(precision),
        span: TimeSpan { begin, end },
    }
}

fn offset_suffix(offset: Offset) -> String {
    let seconds = offset.seconds();
    if seconds == 0 {
        return "Z".to_owned();
    }
    let sign = if seconds < 0 { '-' } else { '+' };
    format!(
        "{sign}{:02}:{:02}",
        seconds.abs() / 3600,
        seconds.abs() / 60 % 60
    )
}

fn moment_of(date: Date, clock: Clock) -> Option<DateTime> {
    let (h, m, s) = match clock {
        Clock::Hour(h) => (h, 0, 0),
        Clock::Minute(h, m) => (h, m, 0),
        Clock::Second(h, m, s) => (h, m, s),
        Clock::Part(part) => (part_hours(part).0, 0, 0),
        Clock::Exact(at) => return Some(at),
    };
    // "24:00" is the midnight that ends the day.
    if h == 24 {
        return Some(date.tomorrow().ok()?.at(0, 0, 0, 0));
    }
    DateTime::new(date.year(), date.month(), date.day(), h, m, s, 0).ok()
}

/// Roughly when a part of the day begins and ends: the hours that the corpora of assistants use.
fn part_hours(part: DayPart) -> (i8, i8) {
    match part {
        DayPart::Morning => (8, 12),
        DayPart::Midday => (11, 13),
        DayPart::Afternoon => (12, 16),
        DayPart::Evening => (16, 20),
        DayPart::Night => (20, 24),
        DayPart::Daytime => (8, 18),
    }
}

fn part_end(date: Date, part: DayPart) -> Option<DateTime> {
    match part_hours(part).1 {
        24 => Some(date.tomorrow().ok()?.at(0, 0, 0, 0)),
        hour => Some(date.at(hour, 0, 0, 0)),
    }
}

fn set(recurrence: &Recurrence) -> Written {
    let (value, precision) = match recurrence {
        Recurrence::Every(length) => (
            length.timex(),
            length.parts.last().map(|(_, unit)| unit_precision(*unit)),
        ),
        Recurrence::On(day, clock) => {
            let mut value = day.map(Calendar::timex).unwrap_or_default();
            let mut precision = day.map(Calendar::precision);
            match clock {
                Some(Clock::Hour(h)) => {
                    let _ = write!(value, "T{h:02}");
                    precision = Some(TimePrecision::Hour);
                }
                Some(Clock::Minute(h, m) | Clock::Second(h, m, _)) => {
                    let _ = write!(value, "T{h:02}:{m:02}");
                    precision = Some(TimePrecision::Minute);
                }
                Some(Clock::Part(part)) => {
                    value += "T";
                    value += part.code();
                    precision = Some(TimePrecision::DayPart);
                }
                Some(Clock::Exact(_)) | None => {}
            }
            (value, precision)
        }
    };
    Written {
        kind: TimeKind::Set,
        value,
        edtf: None,
        precision,
        span: TimeSpan::default(),
    }
}

fn unit_precision(unit: Unit) -> TimePrecision {
    super::duration::precision(unit)
}

/// The zone that a time states.
fn zone_of(words: &Words<'_>, when: &When) -> Option<TimeZoneStated> {
    let When::Time(Moment {
        zone: Some((from, to)),
        ..
    }) = when
    else {
        return None;
    };
    let range = words.range(*from, *to);
    let name = range.slice(words.text)?.trim_end_matches(')').to_owned();
    let mut offset = match zone_offset(words.text_of(*from)) {
        Some(ZoneOffset::Fixed(seconds)) => Some(seconds),
        _ => None,
    };
    // "GMT +8"
    if let Some(base) = offset
        && *to >= from + 3
        && let Some(hours) = words.digits(from + 2, 1, 2)
    {
        let seconds = i32::try_from(hours).ok()? * 3600;
        offset = Some(if words.sign(from + 1, '-') {
            base - seconds
        } else {
            base + seconds
        });
    }
    Some(TimeZoneStated {
        name,
        offset: offset.and_then(|seconds| Offset::from_seconds(seconds).ok()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_sorted_without_duplicates() {
        let names: Vec<&str> = ZONES
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(zone_offset("EST"), Some(ZoneOffset::Fixed(-18_000)));
        assert_eq!(zone_offset("ET"), Some(ZoneOffset::Several));
        assert_eq!(zone_offset("XX"), None);
    }
}
