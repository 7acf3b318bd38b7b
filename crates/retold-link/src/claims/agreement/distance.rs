//! How far two events lie apart: "weeks before", "two days after".

use super::{Agreement, Why};

/// Units of time, from short to long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum TimeUnit {
    /// "minutes".
    Minutes,
    /// "hours".
    Hours,
    /// "days".
    Days,
    /// "weeks".
    Weeks,
    /// "months".
    Months,
    /// "years".
    Years,
}

/// On which side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Side {
    /// "before", "earlier", "ahead of".
    Before,
    /// "after", "later", "following".
    After,
}

/// A length of time to another event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TimeDistance {
    /// The unit.
    pub(crate) unit: TimeUnit,
    /// How many of it; `None` for "weeks".
    pub(crate) count: Option<u32>,
    /// On which side.
    pub(crate) side: Side,
}

impl TimeUnit {
    /// The unit that a word names: "weeks", "week".
    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word.trim_end_matches('s') {
            "minute" => Self::Minutes,
            "hour" => Self::Hours,
            "day" => Self::Days,
            "week" => Self::Weeks,
            "month" => Self::Months,
            "year" => Self::Years,
            _ => return None,
        })
    }

    fn minutes(self) -> u64 {
        match self {
            Self::Minutes => 1,
            Self::Hours => 60,
            Self::Days => 24 * 60,
            Self::Weeks => 7 * 24 * 60,
            Self::Months => 30 * 24 * 60,
            Self::Years => 365 * 24 * 60,
        }
    }
}

/// Of so many parts of a number of units one is a difference: two and three differ, three and four may be one, rounded.
const APART: u32 = 3;

/// Whether two distances to one event agree.
///
/// A number of units is loose by half a unit. A bare plural is two to a dozen of it beside a number, and differs from the bare
/// plural of another unit: who writes "days" does not mean weeks.
pub(crate) fn distances(one: TimeDistance, other: TimeDistance) -> Agreement {
    if one.side != other.side {
        return Agreement::Incomparable(Why::Measure);
    }
    if one == other {
        return Agreement::Same;
    }
    if one.count.is_none() && other.count.is_none() {
        return Agreement::Different(Why::Value);
    }
    // Days are counted with the first one or without it; "two weeks" and "three weeks" are other weeks.
    let weeks = one.unit == other.unit && one.unit >= TimeUnit::Weeks;
    if let (true, Some(a), Some(b)) = (weeks, one.count, other.count)
        && a.abs_diff(b) * APART >= a.max(b)
    {
        return Agreement::Different(Why::Value);
    }
    let (a, b) = (interval(one), interval(other));
    if a.0 <= b.1 && b.0 <= a.1 {
        Agreement::Compatible(if one.count.is_some() && other.count.is_some() {
            Why::Rounding
        } else {
            Why::Qualifier
        })
    } else {
        Agreement::Different(Why::Value)
    }
}

/// The least and most minutes.
fn interval(distance: TimeDistance) -> (u64, u64) {
    let unit = distance.unit.minutes();
    match distance.count {
        Some(count) => {
            let length = u64::from(count) * unit;
            (length.saturating_sub(unit / 2), length + unit / 2)
        }
        None => (2 * unit - unit / 2, 12 * unit),
    }
}

/// The unit and the number of a length of two whole days, weeks, months or years or more, as a value of TIMEX3: "P15Y".
pub(crate) fn whole_length(value: &str) -> Option<(TimeUnit, u32)> {
    let rest = value.strip_prefix('P')?;
    let unit = match rest.chars().next_back()? {
        'D' => TimeUnit::Days,
        'W' => TimeUnit::Weeks,
        'M' => TimeUnit::Months,
        'Y' => TimeUnit::Years,
        _ => return None,
    };
    let count: u32 = rest[..rest.len() - 1].parse().ok()?;
    (count > 1).then_some((unit, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_by_unit() {
        use Agreement::{Compatible, Different, Incomparable, Same};
        use Side::{After, Before};
        use TimeUnit::{Days, Hours, Months, Weeks};
        for (one, other, expected) in [
            ((Weeks, None, Before), (Weeks, None, Before), Same),
            (
                (Weeks, None, Before),
                (Days, None, Before),
                Different(Why::Value),
            ),
            (
                (Weeks, None, Before),
                (Days, None, After),
                Incomparable(Why::Measure),
            ),
            (
                (Weeks, None, Before),
                (Days, Some(20), Before),
                Compatible(Why::Qualifier),
            ),
            (
                (Weeks, None, Before),
                (Days, Some(3), Before),
                Different(Why::Value),
            ),
            (
                (Days, None, Before),
                (Days, Some(3), Before),
                Compatible(Why::Qualifier),
            ),
            (
                (Days, Some(2), After),
                (Hours, Some(48), After),
                Compatible(Why::Rounding),
            ),
            (
                (Days, Some(2), After),
                (Days, Some(3), After),
                Compatible(Why::Rounding),
            ),
            (
                (Days, Some(2), After),
                (Days, Some(4), After),
                Different(Why::Value),
            ),
            (
                (Weeks, Some(2), Before),
                (Weeks, Some(3), Before),
                Different(Why::Value),
            ),
            (
                (Weeks, Some(5), Before),
                (Weeks, Some(6), Before),
                Compatible(Why::Rounding),
            ),
            (
                (Months, Some(1), After),
                (Weeks, Some(4), After),
                Compatible(Why::Rounding),
            ),
        ] {
            let distance = |(unit, count, side)| TimeDistance { unit, count, side };
            let (a, b) = (distance(one), distance(other));
            assert_eq!(distances(a, b), expected, "{one:?} {other:?}");
            assert_eq!(distances(b, a), expected, "{other:?} {one:?}");
        }
    }
}
