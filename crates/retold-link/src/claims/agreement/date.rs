//! Dates, by their precision and zone.

use jiff::civil::DateTime;
use retold_model::{TimeExpression, TimeGround, TimeKind, TimeModifier, TimePrecision, TimeSpan};

use super::{Agreement, Why};

/// The farthest that local clocks lie from UTC.
const MOST_OFFSET_MINUTES: i64 = 14 * 60;

/// A night and the morning after it: what one report calls late Saturday is early Sunday in another.
const NIGHT_MINUTES: i64 = 9 * 60;

/// Whether two dates or times can be of one moment.
pub(crate) fn dates(one: &TimeExpression, other: &TimeExpression) -> Agreement {
    let is_moment = |time: &TimeExpression| matches!(time.kind, TimeKind::Date | TimeKind::Time);
    if !is_moment(one) || !is_moment(other) {
        return Agreement::Incomparable(Why::Measure);
    }
    match (open_weekday(one), open_weekday(other)) {
        (Some(a), Some(b)) if a == b => return Agreement::Same,
        (Some(_), Some(_)) => return Agreement::Different(Why::Weekday),
        (Some(weekday), None) => return on_weekday(weekday, other),
        (None, Some(weekday)) => return on_weekday(weekday, one),
        (None, None) => {}
    }
    if is_of_any_year(one) || is_of_any_year(other) {
        return of_any_year(one, other);
    }
    let (Some(a), Some(b)) = (bounds(one.span), bounds(other.span)) else {
        return Agreement::Incomparable(Why::Open);
    };
    if a == b && one.modifier == other.modifier && !zones_differ(one, other) {
        return Agreement::Same;
    }
    if a.0 < b.1 && b.0 < a.1 {
        return Agreement::Compatible(Why::Containment);
    }
    if is_loose(one) || is_loose(other) {
        return Agreement::Incomparable(Why::Open);
    }
    // "Sunday" in a report that looks back, beside the date: the week may have been read wrongly.
    let of_a_day = |time: &TimeExpression| time.precision >= Some(TimePrecision::Day);
    if (is_bare_weekday(one) || is_bare_weekday(other))
        && of_a_day(one)
        && of_a_day(other)
        && days(a.0, b.0) % 7 == 0
        && days(a.0, b.0).abs() <= MOST_DAYS_TO_WEEKDAY
    {
        return Agreement::Compatible(Why::Weekday);
    }
    // "Sept. 11" beside "Sept. 11, 2001": which year the first is of was guessed.
    let guessed = |time: &TimeExpression| time.ground != TimeGround::Stated;
    if (guessed(one) || guessed(other))
        && of_a_day(one)
        && of_a_day(other)
        && is_day_of_other_year(a.0, b.0)
    {
        return Agreement::Incomparable(Why::Open);
    }
    let gap = minutes(a.1.min(b.1), a.0.max(b.0));
    let finer_than_day = |time: &TimeExpression| time.precision > Some(TimePrecision::Day);
    let fine = finer_than_day(one) || finer_than_day(other);
    if zones_differ(one, other) && gap <= MOST_OFFSET_MINUTES {
        Agreement::Compatible(Why::Zone)
    } else if fine && gap <= NIGHT_MINUTES && days(a.0, b.0) == 1 {
        Agreement::Compatible(Why::Neighbours)
    } else {
        Agreement::Different(Why::Value)
    }
}

/// Whether both are told, and each of one differs from each of the other.
pub(in crate::claims) fn are_apart(ones: &[&TimeExpression], others: &[&TimeExpression]) -> bool {
    let differs = |one: &TimeExpression| others.iter().all(|other| dates(one, other).differs());
    !ones.is_empty() && !others.is_empty() && ones.iter().all(|one| differs(one))
}

/// Whether two moments are of one day of the year, in two years.
fn is_day_of_other_year(one: DateTime, other: DateTime) -> bool {
    let day = |at: DateTime| (at.month(), at.day());
    day(one) == day(other) && one.year() != other.year()
}

/// Whether a date leaves its year open: "March 20" in a report that does not tell when it was published.
fn is_of_any_year(time: &TimeExpression) -> bool {
    time.value.as_str().starts_with("XXXX-") && month_and_day(time).is_some()
}

/// The month and, as far as it is told, the day.
pub(crate) fn month_and_day(time: &TimeExpression) -> Option<(i8, Option<i8>)> {
    let (_, rest) = time.value.as_str().split_once('-')?;
    let number = |at: usize| rest.get(at..at + 2)?.parse::<i8>().ok();
    let month = number(0).filter(|month| (1..=12).contains(month))?;
    let day = (rest.as_bytes().get(2) == Some(&b'-'))
        .then(|| number(3))
        .flatten();
    Some((month, day))
}

/// Whether two dates, one of which leaves its year open, can be of one day of the year.
fn of_any_year(one: &TimeExpression, other: &TimeExpression) -> Agreement {
    let (Some(a), Some(b)) = (month_and_day(one), month_and_day(other)) else {
        return Agreement::Incomparable(Why::Open);
    };
    // What is counted from another date has the errors of that one.
    let is_open = |time: &TimeExpression| {
        is_loose(time)
            || time.precision > Some(TimePrecision::Day)
            || time.ground == TimeGround::Counted
    };
    let same_day = a.1.zip(b.1).is_none_or(|(a, b)| a == b);
    if is_open(one) || is_open(other) {
        Agreement::Incomparable(Why::Open)
    } else if a.0 == b.0 && same_day {
        Agreement::Compatible(Why::Containment)
    } else {
        Agreement::Different(Why::Value)
    }
}

/// Days between a date and a weekday that may be the same day.
const MOST_DAYS_TO_WEEKDAY: i32 = 14;

/// The weekday of an expression that does not know its week, Monday 1 to Sunday 7.
fn open_weekday(time: &TimeExpression) -> Option<i8> {
    let digit = time
        .value
        .as_str()
        .strip_prefix("XXXX-WXX-")?
        .chars()
        .next()?;
    i8::try_from(digit.to_digit(10)?).ok()
}

fn on_weekday(weekday: i8, time: &TimeExpression) -> Agreement {
    let Some((begin, _)) = bounds(time.span) else {
        return Agreement::Incomparable(Why::Open);
    };
    if time.precision < Some(TimePrecision::Day) || is_loose(time) {
        return Agreement::Incomparable(Why::Open);
    }
    if begin.weekday().to_monday_one_offset() == weekday {
        Agreement::Compatible(Why::Weekday)
    } else {
        Agreement::Different(Why::Weekday)
    }
}

fn bounds(span: TimeSpan) -> Option<(DateTime, DateTime)> {
    span.begin.zip(span.end).filter(|(begin, end)| begin < end)
}

/// Whether its week was guessed from the words beside it: where a report's own date is wrong, so is the week.
fn is_bare_weekday(time: &TimeExpression) -> bool {
    matches!(
        time.ground,
        TimeGround::PastTense | TimeGround::FutureTense | TimeGround::Nearest
    )
}

/// Whether its words leave the ends of its span open.
fn is_loose(time: &TimeExpression) -> bool {
    matches!(
        time.modifier,
        Some(TimeModifier::Before | TimeModifier::After | TimeModifier::Approx)
    )
}

/// Whether a clock is told in a zone that the other does not state.
fn zones_differ(one: &TimeExpression, other: &TimeExpression) -> bool {
    let offset = |time: &TimeExpression| time.zone.as_ref().and_then(|zone| zone.offset);
    offset(one) != offset(other)
}

fn minutes(from: DateTime, to: DateTime) -> i64 {
    let day = i64::from(days(from, to));
    let of_day = |at: DateTime| i64::from(at.hour()) * 60 + i64::from(at.minute());
    day * 24 * 60 + of_day(to) - of_day(from)
}

/// Days from the earlier to the later, whatever their order.
fn days(one: DateTime, other: DateTime) -> i32 {
    let (from, to) = (one.date().min(other.date()), one.date().max(other.date()));
    from.until(to)
        .map_or(i32::MAX / 4096, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;
    use jiff::tz::Offset;
    use retold_model::{TimeZoneStated, TimexValue};
    use retold_text::TextRange;

    use super::*;

    fn expression(
        value: &str,
        precision: TimePrecision,
        hours: Option<(i64, i64)>,
    ) -> TimeExpression {
        let span = hours.map_or_else(TimeSpan::default, |(from, to)| {
            let start: Date = value[..10].parse().unwrap();
            let at = |hours: i64| {
                start
                    .at(0, 0, 0, 0)
                    .checked_add(jiff::Span::new().hours(hours))
                    .unwrap()
            };
            TimeSpan {
                begin: Some(at(from)),
                end: Some(at(to)),
            }
        });
        TimeExpression {
            range: TextRange::new(0, 1),
            kind: TimeKind::Date,
            value: TimexValue::new(value.to_owned()),
            edtf: None,
            precision: Some(precision),
            modifier: None,
            span,
            zone: None,
            anchor: None,
            ground: TimeGround::Stated,
            ends: Vec::new(),
            ends_alone: false,
        }
    }

    fn day(value: &str) -> TimeExpression {
        expression(value, TimePrecision::Day, Some((0, 24)))
    }

    fn part(value: &str, from: i64, to: i64) -> TimeExpression {
        expression(value, TimePrecision::DayPart, Some((from, to)))
    }

    fn bare(value: &str) -> TimeExpression {
        TimeExpression {
            ground: TimeGround::PastTense,
            ..day(value)
        }
    }

    fn weekday(value: &str) -> TimeExpression {
        expression(value, TimePrecision::Day, None)
    }

    fn utc(value: &str, hour: i64) -> TimeExpression {
        TimeExpression {
            zone: Some(TimeZoneStated {
                name: "GMT".to_owned(),
                offset: Some(Offset::UTC),
            }),
            ..expression(value, TimePrecision::Minute, Some((hour, hour + 1)))
        }
    }

    #[test]
    fn dates_by_precision_and_zone() {
        use Agreement::{Compatible, Different, Incomparable, Same};
        let month = || expression("2024-05-01", TimePrecision::Month, Some((0, 31 * 24)));
        for (one, other, expected) in [
            (day("2024-05-16"), day("2024-05-16"), Same),
            (day("2024-05-16"), day("2024-05-14"), Different(Why::Value)),
            (day("2024-05-16"), day("2024-05-17"), Different(Why::Value)),
            (day("2024-05-16"), month(), Compatible(Why::Containment)),
            (day("2024-06-16"), month(), Different(Why::Value)),
            (
                weekday("XXXX-WXX-4"),
                day("2024-05-16"),
                Compatible(Why::Weekday),
            ),
            (
                weekday("XXXX-WXX-2"),
                day("2024-05-16"),
                Different(Why::Weekday),
            ),
            (weekday("XXXX-WXX-2"), month(), Incomparable(Why::Open)),
            (weekday("XXXX-WXX-2"), weekday("XXXX-WXX-2"), Same),
            (
                weekday("XXXX-WXX-2"),
                weekday("XXXX-WXX-3"),
                Different(Why::Weekday),
            ),
            // The same weekday of two weeks.
            (
                bare("2024-05-16"),
                bare("2024-05-23"),
                Compatible(Why::Weekday),
            ),
            (
                bare("2024-05-16"),
                bare("2024-05-22"),
                Different(Why::Value),
            ),
            // "Sept. 11, 2001" beside a "Sept. 11" whose year was guessed.
            (
                day("2001-09-11"),
                bare("2016-09-11"),
                Incomparable(Why::Open),
            ),
            (day("2001-09-11"), day("2016-09-11"), Different(Why::Value)),
            (day("2001-09-11"), bare("2016-09-12"), Different(Why::Value)),
            // Late on Saturday, early on Sunday.
            (
                part("2024-05-18", 20, 24),
                part("2024-05-19", 0, 6),
                Compatible(Why::Neighbours),
            ),
            (
                part("2024-05-18", 20, 24),
                day("2024-05-19"),
                Compatible(Why::Neighbours),
            ),
            (
                part("2024-05-18", 6, 12),
                day("2024-05-19"),
                Different(Why::Value),
            ),
            // Of any year.
            (
                weekday("XXXX-05-16"),
                day("2024-05-16"),
                Compatible(Why::Containment),
            ),
            (
                weekday("XXXX-05"),
                day("2024-05-16"),
                Compatible(Why::Containment),
            ),
            (
                weekday("XXXX-05-16"),
                day("2024-05-17"),
                Different(Why::Value),
            ),
            (
                weekday("XXXX-05-16"),
                weekday("XXXX-06"),
                Different(Why::Value),
            ),
            (
                weekday("XXXX-05-16"),
                TimeExpression {
                    ground: TimeGround::Counted,
                    ..day("2024-05-17")
                },
                Incomparable(Why::Open),
            ),
            (
                weekday("XXXX-XX-16"),
                day("2024-05-17"),
                Incomparable(Why::Open),
            ),
            // 23:00 UTC is the next day east of there.
            (
                utc("2024-05-15", 23),
                day("2024-05-16"),
                Compatible(Why::Zone),
            ),
            (
                part("2025-03-12", 6, 12),
                utc("2025-03-13", 5),
                Different(Why::Value),
            ),
            (
                utc("2025-03-13", 5),
                day("2025-03-13"),
                Compatible(Why::Containment),
            ),
        ] {
            assert_eq!(dates(&one, &other), expected, "{one:?} {other:?}");
            assert_eq!(dates(&other, &one), expected, "{other:?} {one:?}");
        }
    }

    #[test]
    fn a_duration_is_no_date() {
        let mut length = day("2024-05-16");
        length.kind = TimeKind::Duration;
        assert_eq!(
            dates(&length, &day("2024-05-16")),
            Agreement::Incomparable(Why::Measure)
        );
    }
}
