//! The names of days and months, in small letters, and the count of days: what is asked for in more than one place.

use retold_model::Stamp;

/// From January to December.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// From Monday to Sunday.
pub(crate) const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The day of a stamp, counted so that of two of one year the difference is exact, and else by a day for each leap year between
/// too small at most.
pub(crate) fn day_number(stamp: Stamp) -> i32 {
    let date = stamp.date();
    i32::from(date.year()) * 365 + i32::from(date.day_of_year())
}
