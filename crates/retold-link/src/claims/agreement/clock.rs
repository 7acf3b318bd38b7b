//! Times of the day, by their zone.

use retold_model::{TimeExpression, TimeModifier};

use super::{Agreement, Why};

/// Minutes within which two tellings of a time are one: clocks of a story are mostly rounded.
const ROUNDED_MINUTES: i32 = 15;

/// Minutes from which on two tellings with one zone differ.
const APART_MINUTES: i32 = 20;

/// Minutes up to which two tellings that both say "about" may be of one moment.
const HEDGED_MINUTES: i32 = 25;

/// Offsets from UTC are whole quarters of an hour.
const QUARTER: i32 = 15;

const DAY: i32 = 24 * 60;

/// Whether two times can be of one moment of one day.
///
/// Two clocks with no zone or the same zone are compared as they stand; where one has another zone than the other or states
/// none, all whole quarters of an hour may lie between them.
pub(crate) fn clocks(one: &TimeExpression, other: &TimeExpression) -> Agreement {
    let (Some(a), Some(b)) = (minute_of_day(one), minute_of_day(other)) else {
        return Agreement::Incomparable(Why::Open);
    };
    let offset = |time: &TimeExpression| time.zone.as_ref().and_then(|zone| zone.offset);
    let apart = |a: i32, b: i32| {
        let gap = (a - b).rem_euclid(DAY);
        gap.min(DAY - gap)
    };
    let gap = match (offset(one), offset(other)) {
        (Some(x), Some(y)) => {
            let utc = |minute: i32, seconds: i32| minute - seconds / 60;
            apart(utc(a, x.seconds()), utc(b, y.seconds()))
        }
        (None, None) => apart(a, b),
        _ if (a - b).rem_euclid(QUARTER) == 0 => return Agreement::Compatible(Why::Zone),
        _ => return Agreement::Incomparable(Why::Zone),
    };
    if gap == 0 {
        Agreement::Same
    } else if gap <= ROUNDED_MINUTES {
        Agreement::Compatible(Why::Rounding)
    } else if gap >= APART_MINUTES && !(gap <= HEDGED_MINUTES && is_loose(one) && is_loose(other)) {
        Agreement::Different(Why::Value)
    } else {
        Agreement::Incomparable(Why::Rounding)
    }
}

fn is_loose(time: &TimeExpression) -> bool {
    time.modifier == Some(TimeModifier::Approx)
}

/// Minutes between two times of the day as they are stated, whatever their zones.
pub(crate) fn apart(one: &TimeExpression, other: &TimeExpression) -> Option<i32> {
    let gap = (minute_of_day(one)? - minute_of_day(other)?).rem_euclid(DAY);
    Some(gap.min(DAY - gap))
}

/// The minute of the day that a value of TIMEX3 states: "2024-05-16T06:40", "T06:40".
fn minute_of_day(time: &TimeExpression) -> Option<i32> {
    let (_, clock) = time.value.as_str().split_once('T')?;
    let number = |text: &str| text.get(..2)?.parse::<i32>().ok();
    let hour = number(clock)?;
    let minute = clock
        .split_once(':')
        .map_or(Some(0), |(_, rest)| number(rest))?;
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use jiff::tz::Offset;
    use retold_model::{TimeGround, TimeKind, TimePrecision, TimeSpan, TimeZoneStated, TimexValue};
    use retold_text::TextRange;

    use super::*;

    fn clock(value: &str, zone: Option<i8>) -> TimeExpression {
        TimeExpression {
            range: TextRange::new(0, 1),
            kind: TimeKind::Time,
            value: TimexValue::new(value.to_owned()),
            edtf: None,
            precision: Some(TimePrecision::Minute),
            modifier: None,
            span: TimeSpan::default(),
            zone: zone.map(|hours| TimeZoneStated {
                name: "zone".to_owned(),
                offset: Some(Offset::from_hours(hours).unwrap()),
            }),
            anchor: None,
            ground: TimeGround::Stated,
            ends: Vec::new(),
            ends_alone: false,
        }
    }

    #[test]
    fn clocks_by_zone() {
        use Agreement::{Compatible, Different, Incomparable, Same};
        for (one, other, expected) in [
            (("T06:40", None), ("2025-03-13T06:40", None), Same),
            (("T06:40", None), ("T05:40", Some(0)), Compatible(Why::Zone)),
            (("T06:40", Some(1)), ("T05:40", Some(0)), Same),
            (
                ("T06:40", Some(1)),
                ("T06:40", Some(0)),
                Different(Why::Value),
            ),
            (
                ("T06:40", None),
                ("T06:45", None),
                Compatible(Why::Rounding),
            ),
            (
                ("T06:40", None),
                ("T06:58", None),
                Incomparable(Why::Rounding),
            ),
            (("T06:40", None), ("T09:10", None), Different(Why::Value)),
            (
                ("T23:55", None),
                ("T00:05", None),
                Compatible(Why::Rounding),
            ),
            (
                ("T06:40", None),
                ("T05:52", Some(0)),
                Incomparable(Why::Zone),
            ),
            (
                ("2025-03-13TMO", None),
                ("T06:40", None),
                Incomparable(Why::Open),
            ),
            (
                ("2025-03-13", None),
                ("T06:40", None),
                Incomparable(Why::Open),
            ),
        ] {
            let (a, b) = (clock(one.0, one.1), clock(other.0, other.1));
            assert_eq!(clocks(&a, &b), expected, "{one:?} {other:?}");
            assert_eq!(clocks(&b, &a), expected, "{other:?} {one:?}");
        }
    }

    #[test]
    fn two_times_that_say_about() {
        let about = |value: &str| TimeExpression {
            modifier: Some(TimeModifier::Approx),
            ..clock(value, None)
        };
        assert_eq!(
            [
                clocks(&about("T14:40"), &about("T15:00")),
                clocks(&about("T14:20"), &about("T15:00")),
                clocks(&about("T14:40"), &clock("T15:00", None)),
            ],
            [
                Agreement::Incomparable(Why::Rounding),
                Agreement::Different(Why::Value),
                Agreement::Different(Why::Value)
            ]
        );
    }
}
