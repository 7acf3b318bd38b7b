//! Numbers: values and intervals, with qualifiers, units and rounding.
//!
//! Each quantity stands for an interval of values. A written number is exact but for what it may have been rounded: "8,000"
//! may be anything that rounds to it in thousands, "58" is 58. Small round numbers of things counted ("10 dead") are
//! exact; of measures ("10 km") they are not. A qualifier widens the interval or opens it.

use retold_model::{AgeUnit, Amount, Decimal, Measure, Qualifier, Quantity};

use super::{Agreement, Why};

/// Share of the value that "about" leaves on both sides, and "nearly" below.
const ABOUT: f64 = 0.1;

/// From this power of ten on, the zeros of a number of things may come from rounding.
const ROUNDED_THINGS: i32 = 2;

/// Whether two quantities agree. What they count is not looked at: whoever asks knows that it is the same.
pub(crate) fn numbers(one: &Quantity, other: &Quantity) -> Agreement {
    readings(one)
        .flat_map(|a| readings(other).map(move |b| values(a, b)))
        .min_by_key(|agreement| rank(*agreement))
        .unwrap_or(Agreement::Incomparable(Why::Open))
}

/// Whether two quantities that agree are near enough to speak for each other: "more than 40" and 43 are, "at least 3" and 10, which
/// only do not contradict each other, are not.
pub(crate) fn are_near(one: &Quantity, other: &Quantity) -> bool {
    readings(one).any(|a| {
        readings(other).any(|b| {
            let (Some((dimension, factor)), Some((other_dimension, other_factor))) =
                (scale(a.measure), scale(b.measure))
            else {
                return false;
            };
            let (x, y) = (middle(a.amount) * factor, middle(b.amount) * other_factor);
            dimension == other_dimension && (x - y).abs() <= NEAR * x.abs().max(y.abs())
        })
    })
}

/// Share by which numbers that speak for each other may differ.
const NEAR: f64 = 0.12;

fn middle(amount: Amount) -> f64 {
    match amount {
        Amount::Value(n) | Amount::Many(n) => float(n),
        Amount::Interval(a, b) => f64::midpoint(float(a), float(b)),
    }
}

/// The best first: a quantity that is stated in two units agrees if one of them does.
fn rank(agreement: Agreement) -> u8 {
    match agreement {
        Agreement::Same => 0,
        Agreement::Compatible(_) => 1,
        Agreement::Different(_) => 2,
        Agreement::Incomparable(_) => 3,
    }
}

/// A number in one unit.
#[derive(Clone, Copy)]
struct Reading<'a> {
    amount: Amount,
    qualifier: Option<Qualifier>,
    measure: &'a Measure,
}

/// The quantity, and what the text says that it is in another unit.
fn readings(quantity: &Quantity) -> impl Iterator<Item = Reading<'_>> {
    let stated = Reading {
        amount: quantity.amount,
        qualifier: quantity.qualifier,
        measure: &quantity.measure,
    };
    let converted = quantity.conversion.iter().map(|conversion| Reading {
        amount: conversion.amount,
        qualifier: quantity.qualifier,
        measure: &conversion.measure,
    });
    std::iter::once(stated).chain(converted)
}

fn values(one: Reading<'_>, other: Reading<'_>) -> Agreement {
    let Some((dimension, factor)) = scale(one.measure) else {
        return Agreement::Incomparable(Why::Measure);
    };
    let Some((other_dimension, other_factor)) = scale(other.measure) else {
        return Agreement::Incomparable(Why::Measure);
    };
    if dimension != other_dimension {
        return Agreement::Incomparable(Why::Measure);
    }
    let same_unit = (factor - other_factor).abs() < f64::EPSILON;
    if same_unit && one.amount == other.amount && one.qualifier == other.qualifier {
        return Agreement::Same;
    }
    let rounding = Rounding {
        measured: dimension != Dimension::Count && dimension != Dimension::Age,
        // Of two numbers with the same last place neither is the other, rounded.
        above: if same_unit {
            least_place(one).min(least_place(other))
        } else {
            i32::MIN
        },
        most: if dimension == Dimension::Share {
            ROUNDED_SHARE
        } else {
            f64::INFINITY
        },
        most_share: match dimension {
            Dimension::Money(_) => ROUNDED_MONEY,
            Dimension::Length if same_unit => ROUNDED_LENGTH,
            _ => f64::INFINITY,
        },
    };
    let (a, b) = (
        interval(one, rounding).times(factor),
        interval(other, rounding).times(other_factor),
    );
    if !a.meets(b) {
        return Agreement::Different(Why::Value);
    }
    Agreement::Compatible(if !same_unit {
        Why::Conversion
    } else if one.qualifier.is_none() && other.qualifier.is_none() {
        Why::Rounding
    } else {
        Why::Qualifier
    })
}

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dimension {
    Count,
    Share,
    Money([u8; 3]),
    Length,
    Area,
    Mass,
    Volume,
    Speed,
    Celsius,
    Power,
    Age,
    Other(u64),
}

/// The dimension of a measure, and how many of its base unit one of it is; `None` where it is not compared.
fn scale(measure: &Measure) -> Option<(Dimension, f64)> {
    Some(match measure {
        Measure::Number | Measure::Things(_) => (Dimension::Count, 1.0),
        Measure::Percent => (Dimension::Share, 1.0),
        Measure::PercentagePoints | Measure::Ordinal | Measure::Fraction(..) => return None,
        Measure::Money(code) => {
            let bytes = code.as_bytes();
            (
                Dimension::Money([*bytes.first()?, *bytes.get(1)?, *bytes.get(2)?]),
                1.0,
            )
        }
        Measure::Age(unit) => (
            Dimension::Age,
            match unit {
                AgeUnit::Years => 12.0,
                AgeUnit::Months => 1.0,
                AgeUnit::Weeks => 12.0 / 52.0,
                AgeUnit::Days => 12.0 / 365.0,
            },
        ),
        Measure::Unit(symbol) => match symbol.as_str() {
            "mm" => (Dimension::Length, 0.001),
            "cm" => (Dimension::Length, 0.01),
            "m" => (Dimension::Length, 1.0),
            "km" => (Dimension::Length, 1000.0),
            "in" => (Dimension::Length, 0.0254),
            "ft" => (Dimension::Length, 0.3048),
            "yd" => (Dimension::Length, 0.9144),
            "mi" => (Dimension::Length, 1609.344),
            "nmi" => (Dimension::Length, 1852.0),
            "m²" => (Dimension::Area, 1.0),
            "km²" => (Dimension::Area, 1e6),
            "ha" => (Dimension::Area, 1e4),
            "acre" | "ac" => (Dimension::Area, 4046.856),
            "ft²" => (Dimension::Area, 0.092_903),
            "mi²" => (Dimension::Area, 2_589_988.0),
            "g" => (Dimension::Mass, 0.001),
            "kg" => (Dimension::Mass, 1.0),
            "t" => (Dimension::Mass, 1000.0),
            "lb" => (Dimension::Mass, 0.453_592),
            "oz" => (Dimension::Mass, 0.028_35),
            "l" | "L" => (Dimension::Volume, 1.0),
            "gal" => (Dimension::Volume, 3.785),
            "bbl" => (Dimension::Volume, 158.987),
            "km/h" => (Dimension::Speed, 1.0),
            "mph" => (Dimension::Speed, 1.609_344),
            "kn" | "kt" => (Dimension::Speed, 1.852),
            "°C" => (Dimension::Celsius, 1.0),
            "kW" => (Dimension::Power, 1.0),
            "MW" => (Dimension::Power, 1e3),
            "GW" => (Dimension::Power, 1e6),
            other => (Dimension::Other(crate::hash::bytes(other.bytes())), 1.0),
        },
    })
}

/// The values that a quantity leaves possible, both ends in.
#[derive(Clone, Copy)]
struct Interval {
    least: f64,
    most: f64,
}

impl Interval {
    fn times(self, factor: f64) -> Self {
        Self {
            least: self.least * factor,
            most: self.most * factor,
        }
    }

    fn meets(self, other: Self) -> bool {
        self.least <= other.most && other.least <= self.most
    }
}

/// What may have been rounded.
#[derive(Clone, Copy)]
struct Rounding {
    /// Whether small round numbers may be.
    measured: bool,
    /// The power of ten that a last place must be above.
    above: i32,
    /// By how much a number may have been rounded at most.
    most: f64,
    /// By which share of it at most.
    most_share: f64,
}

/// The share of a sum of money that is rounded away without a word that says so: 80 million is not 85 million.
const ROUNDED_MONEY: f64 = 0.02;

/// The share of a length that is rounded away in one unit: 150 metres are not 200, a mile may be two kilometres.
const ROUNDED_LENGTH: f64 = 0.05;

/// Half of the percents that a share is rounded to without a word that says so: "90 per cent" is not 94.
const ROUNDED_SHARE: f64 = 2.5;

/// The power of ten of the last digit of the finest number of it.
fn least_place(reading: Reading<'_>) -> i32 {
    match reading.amount {
        Amount::Value(n) | Amount::Many(n) => last_place(n),
        Amount::Interval(a, b) => last_place(a).min(last_place(b)),
    }
}

fn interval(reading: Reading<'_>, rounding: Rounding) -> Interval {
    let (low, high) = match reading.amount {
        Amount::Value(n) => (rounded(n, rounding), rounded(n, rounding)),
        Amount::Interval(a, b) => (rounded(a, rounding), rounded(b, rounding)),
        Amount::Many(unit) => {
            let unit = float(unit);
            return Interval {
                least: unit,
                most: unit * 100.0,
            };
        }
    };
    let room = high.value * ABOUT;
    match reading.qualifier {
        None | Some(Qualifier::Exactly) => Interval {
            least: low.value - low.slack,
            most: high.value + high.slack,
        },
        Some(Qualifier::About) => Interval {
            least: low.value - room.max(low.slack),
            most: high.value + room.max(high.slack),
        },
        Some(Qualifier::Nearly) => Interval {
            least: low.value - room.max(low.slack),
            most: high.value,
        },
        Some(Qualifier::MoreThan | Qualifier::AtLeast) => Interval {
            least: low.value - low.slack,
            most: f64::INFINITY,
        },
        Some(Qualifier::LessThan | Qualifier::AtMost) => Interval {
            least: f64::NEG_INFINITY,
            most: high.value + high.slack,
        },
    }
}

/// A number with half of the unit that it may have been rounded to.
struct Rounded {
    value: f64,
    slack: f64,
}

fn rounded(n: Decimal, rounding: Rounding) -> Rounded {
    let unit = last_place(n);
    let exact = unit <= rounding.above
        || if rounding.measured {
            unit == 0 && rounding.above != i32::MIN
        } else {
            (0..ROUNDED_THINGS).contains(&unit)
        };
    Rounded {
        value: float(n),
        slack: if exact {
            0.0
        } else {
            { (0.5 * 10_f64.powi(unit)).min(rounding.most) }
                .min(float(n).abs() * rounding.most_share)
        },
    }
}

/// The power of ten of the last digit that is not zero.
fn last_place(n: Decimal) -> i32 {
    let text = n.to_string();
    if let Some((_, places)) = text.split_once('.') {
        return -i32::try_from(places.len()).unwrap_or(18);
    }
    let digits = text.trim_start_matches('-');
    i32::try_from(digits.len() - digits.trim_end_matches('0').len()).unwrap_or(0)
}

fn float(n: Decimal) -> f64 {
    n.to_string()
        .parse()
        .expect("a decimal is written as a number")
}

#[cfg(test)]
mod tests {
    use retold_text::TextRange;

    use super::*;

    fn quantity(qualifier: Option<Qualifier>, amount: &str, measure: Measure) -> Quantity {
        let decimal = |text: &str| text.parse::<Decimal>().unwrap();
        let amount = match amount.split_once('-') {
            Some((low, high)) => Amount::Interval(decimal(low), decimal(high)),
            None => match amount.strip_prefix('~') {
                Some(unit) => Amount::Many(decimal(unit)),
                None => Amount::Value(decimal(amount)),
            },
        };
        Quantity {
            range: TextRange::new(0, 1),
            number: TextRange::new(0, 1),
            amount,
            qualifier,
            measure,
            of: None,
            conversion: None,
        }
    }

    #[test]
    fn numbers_of_things() {
        use Agreement::{Compatible, Different, Same};
        use Qualifier::{About, AtLeast, AtMost, Exactly, LessThan, MoreThan, Nearly};
        for (one, other, expected) in [
            ((Some(Nearly), "8000"), (Some(Nearly), "8000"), Same),
            ((None, "312"), (None, "312"), Same),
            ((None, "312"), (None, "321"), Different(Why::Value)),
            ((None, "58"), (None, "61"), Different(Why::Value)),
            ((None, "10"), (None, "12"), Different(Why::Value)),
            ((None, "300"), (None, "312"), Compatible(Why::Rounding)),
            (
                (None, "1600000"),
                (None, "1612345"),
                Compatible(Why::Rounding),
            ),
            ((None, "1600000"), (None, "1700000"), Different(Why::Value)),
            ((None, "1600000"), (None, "1800000"), Different(Why::Value)),
            (
                (Some(MoreThan), "40"),
                (None, "43"),
                Compatible(Why::Qualifier),
            ),
            ((Some(MoreThan), "40"), (None, "33"), Different(Why::Value)),
            (
                (Some(AtLeast), "11"),
                (None, "14"),
                Compatible(Why::Qualifier),
            ),
            ((Some(AtLeast), "11"), (None, "9"), Different(Why::Value)),
            (
                (Some(AtLeast), "11"),
                (Some(AtLeast), "14"),
                Compatible(Why::Qualifier),
            ),
            (
                (Some(AtMost), "80"),
                (None, "72"),
                Compatible(Why::Qualifier),
            ),
            ((Some(LessThan), "80"), (None, "92"), Different(Why::Value)),
            (
                (Some(About), "50"),
                (None, "54"),
                Compatible(Why::Qualifier),
            ),
            ((Some(About), "50"), (None, "70"), Different(Why::Value)),
            (
                (Some(Nearly), "50"),
                (None, "47"),
                Compatible(Why::Qualifier),
            ),
            ((Some(Nearly), "50"), (None, "52"), Different(Why::Value)),
            (
                (Some(Exactly), "50"),
                (None, "50"),
                Compatible(Why::Qualifier),
            ),
            ((None, "40-50"), (None, "45"), Compatible(Why::Rounding)),
            ((None, "8000"), (None, "9000"), Different(Why::Value)),
            ((None, "40-50"), (None, "55"), Different(Why::Value)),
            ((None, "~10"), (None, "43"), Compatible(Why::Rounding)),
            ((None, "~1000"), (None, "43"), Different(Why::Value)),
        ] {
            let people = || Measure::Things("people".to_owned());
            let a = quantity(one.0, one.1, people());
            let b = quantity(other.0, other.1, people());
            assert_eq!(numbers(&a, &b), expected, "{one:?} {other:?}");
            assert_eq!(numbers(&b, &a), expected, "{other:?} {one:?}");
        }
    }

    #[test]
    fn measures_convert() {
        use Agreement::{Compatible, Different, Incomparable, Same};
        let unit = |symbol: &str| Measure::Unit(symbol.to_owned());
        let dollars = || Measure::Money("USD".to_owned());
        for (one, other, expected) in [
            (
                (None, "1000", unit("km")),
                (None, "600", unit("mi")),
                Compatible(Why::Conversion),
            ),
            (
                (Some(Qualifier::About), "12", unit("km")),
                (Some(Qualifier::About), "7.5", unit("mi")),
                Compatible(Why::Conversion),
            ),
            (
                (None, "50", unit("km")),
                (None, "30", unit("mi")),
                Compatible(Why::Conversion),
            ),
            (
                (None, "12", unit("km")),
                (None, "12", unit("mi")),
                Different(Why::Value),
            ),
            (
                (None, "150", unit("m")),
                (None, "200", unit("m")),
                Different(Why::Value),
            ),
            (
                (None, "1", unit("mi")),
                (None, "2", unit("km")),
                Compatible(Why::Conversion),
            ),
            (
                (None, "12", unit("km")),
                (Some(Qualifier::About), "12", unit("km")),
                Compatible(Why::Qualifier),
            ),
            (
                (None, "12", unit("km")),
                (None, "12", unit("kg")),
                Incomparable(Why::Measure),
            ),
            (
                (None, "2000000000", dollars()),
                (None, "2000000000", dollars()),
                Same,
            ),
            (
                (None, "2", dollars()),
                (None, "2", Measure::Money("EUR".to_owned())),
                Incomparable(Why::Measure),
            ),
            (
                (None, "23", Measure::Age(AgeUnit::Years)),
                (None, "22", Measure::Age(AgeUnit::Years)),
                Different(Why::Value),
            ),
            (
                (None, "18", Measure::Age(AgeUnit::Months)),
                (None, "1.5", Measure::Age(AgeUnit::Years)),
                Compatible(Why::Conversion),
            ),
            (
                (None, "3", Measure::Ordinal),
                (None, "4", Measure::Ordinal),
                Incomparable(Why::Measure),
            ),
        ] {
            let a = quantity(one.0, one.1, one.2);
            let b = quantity(other.0, other.1, other.2);
            assert_eq!(numbers(&a, &b), expected, "{a:?} {b:?}");
            assert_eq!(numbers(&b, &a), expected, "{b:?} {a:?}");
        }
    }

    #[test]
    fn a_quantity_in_two_units_agrees_if_one_does() {
        let mut front = quantity(None, "1000", Measure::Unit("km".to_owned()));
        front.conversion = Some(retold_model::Conversion {
            range: TextRange::new(0, 1),
            amount: Amount::Value(Decimal::from(600)),
            measure: Measure::Unit("mi".to_owned()),
        });
        let miles = quantity(None, "600", Measure::Unit("mi".to_owned()));
        assert_eq!(numbers(&front, &miles), Agreement::Same);
    }

    #[test]
    fn numbers_that_speak_for_each_other() {
        use Qualifier::{AtLeast, MoreThan};
        let people = || Measure::Things("people".to_owned());
        let unit = |symbol: &str| Measure::Unit(symbol.to_owned());
        for (one, other, expected) in [
            (
                (Some(MoreThan), "40", people()),
                (None, "43", people()),
                true,
            ),
            (
                (Some(AtLeast), "3", people()),
                (None, "10", people()),
                false,
            ),
            (
                (Some(AtLeast), "11", people()),
                (None, "14", people()),
                false,
            ),
            ((None, "8000", people()), (None, "8000", people()), true),
            ((None, "12", unit("km")), (None, "7.5", unit("mi")), true),
        ] {
            let a = quantity(one.0, one.1, one.2);
            let b = quantity(other.0, other.1, other.2);
            assert_eq!(
                (are_near(&a, &b), are_near(&b, &a)),
                (expected, expected),
                "{a:?} {b:?}"
            );
        }
    }
}
