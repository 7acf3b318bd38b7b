//! A number that a text states of something.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use retold_text::TextRange;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An exact decimal number: `digits × 10^exponent`, kept with the digits that were written, without a trailing zero
/// of the mantissa. Written and serialised as plain decimal text ("1200000", "0.5", "-3.25").
///
/// ```
/// use retold_model::Decimal;
/// let n: Decimal = "1.50".parse().unwrap();
/// assert_eq!(n.to_string(), "1.5");
/// assert_eq!(n.times_power_of_ten(6).unwrap().to_string(), "1500000");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: i64,
    exponent: i8,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self {
        digits: 0,
        exponent: 0,
    };

    /// `digits × 10^exponent`; `None` where the exponent would leave −18 to 36, beyond anything that news count.
    pub fn new(mut digits: i64, mut exponent: i32) -> Option<Self> {
        if digits == 0 {
            return Some(Self::ZERO);
        }
        while digits % 10 == 0 {
            digits /= 10;
            exponent += 1;
        }
        (-18..=36).contains(&exponent).then_some(Self {
            digits,
            exponent: i8::try_from(exponent).ok()?,
        })
    }

    /// The number times `10^power`.
    pub fn times_power_of_ten(self, power: i32) -> Option<Self> {
        Self::new(self.digits, i32::from(self.exponent) + power)
    }

    /// The sum; `None` where its digits are too many.
    pub fn plus(self, other: Self) -> Option<Self> {
        let exponent = self.exponent.min(other.exponent);
        let at = |n: Self| {
            let shift = u32::try_from(i32::from(n.exponent) - i32::from(exponent)).ok()?;
            n.digits.checked_mul(10_i64.checked_pow(shift)?)
        };
        Self::new(at(self)?.checked_add(at(other)?)?, i32::from(exponent))
    }

    /// The product; `None` where its digits are too many.
    pub fn times(self, other: Self) -> Option<Self> {
        Self::new(
            self.digits.checked_mul(other.digits)?,
            i32::from(self.exponent) + i32::from(other.exponent),
        )
    }

    /// The same number below zero.
    #[must_use]
    pub fn negative(self) -> Self {
        Self {
            digits: -self.digits,
            ..self
        }
    }

    /// The number as an integer, where it is one that fits.
    pub fn integer(self) -> Option<i64> {
        let power = u32::try_from(self.exponent).ok()?;
        self.digits.checked_mul(10_i64.checked_pow(power)?)
    }
}

impl From<u32> for Decimal {
    fn from(n: u32) -> Self {
        Self::new(i64::from(n), 0).expect("an exponent of at most 9")
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scaled = |n: &Self, least: i8| {
            let power = u32::try_from(i32::from(n.exponent) - i32::from(least)).unwrap_or(0);
            // 19 digits and 54 powers: beyond 128 bits only where the other is far smaller.
            10_i128
                .checked_pow(power)
                .and_then(|p| p.checked_mul(i128::from(n.digits)))
                .unwrap_or(if n.digits < 0 { i128::MIN } else { i128::MAX })
        };
        let least = self.exponent.min(other.exponent);
        scaled(self, least).cmp(&scaled(other, least))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.digits < 0 {
            f.write_str("-")?;
        }
        let digits = self.digits.unsigned_abs().to_string();
        if self.exponent >= 0 {
            f.write_str(&digits)?;
            return (0..self.exponent).try_for_each(|_| f.write_str("0"));
        }
        let places = usize::from(self.exponent.unsigned_abs());
        if digits.len() > places {
            let (whole, rest) = digits.split_at(digits.len() - places);
            write!(f, "{whole}.{rest}")
        } else {
            write!(f, "0.{digits:0>places$}")
        }
    }
}

/// Text that is not a decimal number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a decimal number such as `1200000` or `-0.5`, but found `{found}`")]
pub struct ParseDecimalError {
    /// What was given, at most 80 characters of it.
    pub found: String,
}

impl FromStr for Decimal {
    type Err = ParseDecimalError;

    fn from_str(text: &str) -> Result<Self, ParseDecimalError> {
        parse(text).ok_or_else(|| ParseDecimalError {
            found: text.chars().take(80).collect(),
        })
    }
}

fn parse(text: &str) -> Option<Decimal> {
    let (minus, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, places) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digital = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || unsigned.ends_with('.') || !digital(whole) || !digital(places) {
        return None;
    }
    let mut digits = 0_i64;
    let mut exponent = 0_i32;
    // Zeros at the end carry no digits: "1000000000000000000000" fits.
    let all = format!("{whole}{places}");
    let significant = all.trim_end_matches('0');
    for byte in significant.bytes() {
        digits = digits
            .checked_mul(10)?
            .checked_add(i64::from(byte - b'0'))?;
    }
    exponent += i32::try_from(all.len() - significant.len()).ok()?;
    exponent -= i32::try_from(places.len()).ok()?;
    Decimal::new(if minus { -digits } else { digits }, exponent)
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// How a number is qualified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Qualifier {
    /// "about", "around", "some", "roughly", "dozens of".
    About,
    /// "nearly", "almost": a little below.
    Nearly,
    /// "more than", "over", "above".
    MoreThan,
    /// "less than", "fewer than", "under", "below".
    LessThan,
    /// "at least", "no fewer than", "or more".
    AtLeast,
    /// "at most", "up to", "as many as", "no more than".
    AtMost,
    /// "exactly", "precisely".
    Exactly,
}

/// A value or an interval of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Amount {
    /// One value.
    Value(Decimal),
    /// From the first to the second: "between 40 and 50", "40-50".
    Interval(Decimal, Decimal),
    /// So many of no stated number: "dozens" (tens), "hundreds", "thousands", "millions". The value is the unit of
    /// counting.
    Many(Decimal),
}

/// What is counted or measured.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// A bare number.
    Number,
    /// Money; the code of ISO 4217. "dollars" alone are `USD`.
    Money(String),
    /// Of a hundred.
    Percent,
    /// Points between two percentages.
    PercentagePoints,
    /// An age in years, or in the unit given.
    Age(AgeUnit),
    /// A place in an order: "third".
    Ordinal,
    /// A part of a whole: "two thirds", "half". The value is decimal and rounded at 9 places where it must be; the
    /// fraction is the pair.
    Fraction(u32, u32),
    /// A unit by its symbol: "km", "t", "kg", "°C".
    Unit(String),
    /// Things counted, by the head of their name in the plural or singular as written: "people", "tonnes of wheat" has
    /// the unit "t".
    Things(String),
}

/// The unit of an age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgeUnit {
    /// Years.
    Years,
    /// Months.
    Months,
    /// Weeks.
    Weeks,
    /// Days.
    Days,
}

/// The same quantity in another unit, as the text states it: "1,000km (600-mile)".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversion {
    /// Its words.
    pub range: TextRange,
    /// The value in the other unit.
    pub amount: Amount,
    /// The other unit.
    pub measure: Measure,
}

/// A number that a text states, with what it is a number of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// The words, from the qualifier to the unit or the counted noun.
    pub range: TextRange,
    /// The words of the number alone.
    pub number: TextRange,
    /// How much.
    pub amount: Amount,
    /// How it is qualified.
    pub qualifier: Option<Qualifier>,
    /// Of what.
    pub measure: Measure,
    /// The words of the counted noun phrase or of what follows "of" after a unit ("wheat").
    pub of: Option<TextRange>,
    /// The same in another unit, where stated beside it.
    pub conversion: Option<Conversion>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_decimals_write_what_they_read() {
        for (text, shown) in [
            ("0", "0"),
            ("0.50", "0.5"),
            ("1200000", "1200000"),
            ("-3.25", "-3.25"),
            ("0.001", "0.001"),
            ("1000000000000000000000", "1000000000000000000000"),
        ] {
            assert_eq!(
                text.parse::<Decimal>().map(|n| n.to_string()),
                Ok(shown.to_owned())
            );
        }
    }

    #[test]
    fn err_decimals() {
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "1e6",
            "1,000",
            "٣",
            "99999999999999999999",
        ] {
            assert_eq!(
                text.parse::<Decimal>(),
                Err(ParseDecimalError {
                    found: text.to_owned()
                })
            );
        }
    }

    #[test]
    fn decimals_are_ordered_by_value() {
        let mut numbers: Vec<Decimal> = ["10", "9.5", "-1", "1000000000000", "0.001"]
            .iter()
            .map(|n| n.parse().unwrap())
            .collect();
        numbers.sort();
        let shown: Vec<String> = numbers.iter().map(Decimal::to_string).collect();
        assert_eq!(shown, ["-1", "0.001", "9.5", "10", "1000000000000"]);
    }
}
