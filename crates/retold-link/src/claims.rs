//! What the reports of a story state alike, and where they differ.
//!
//! Each report is read into *points*: a value (a number, a day, a name, a distance in time) with what it is a value of. Points of
//! two reports are compared only where what they are values of is the same without reasonable doubt: one person's age, the
//! day of something that happens once to one of the register, the number of all the passengers. A report that gives two values
//! for one thing tells of two things, and is left out. The price is that many discrepancies are missed; a wrong one costs more
//! than ten.

mod agreement;

mod align;
mod counterparts;
mod events;
mod letters;
mod misnamed;
mod misspelt;
mod occasion;
mod points;
mod reading;
mod words;

use retold_model::{Claims, Report, Statement};

use align::{aligned, discrepancies};
use events::events;
use occasion::Occasions;
use points::{points, told_apart};
use reading::Reading;

/// What `reports`, those of one story, state alike and where they differ.
///
/// `independent` tells how many independent reports make some statements; it is given them ascending, and never none. The
/// result is a function of the set of reports: their order does not matter. All ranges lie in the text of their report.
pub fn claims(reports: &[Report<'_>], independent: &dyn Fn(&[Statement]) -> usize) -> Claims {
    let mut readings: Vec<Reading<'_>> =
        reports.iter().map(|report| Reading::new(*report)).collect();
    readings.sort_by_key(Reading::id);
    readings.dedup_by_key(|reading| reading.id());

    let mut points: Vec<_> = readings.iter().flat_map(points).collect();
    let occasions = Occasions::new(&readings, &points);
    told_apart(&readings, &occasions, &mut points);
    points.extend(counterparts::counterparts(&readings, &occasions));
    points.extend(misspelt::misspelt(&readings));
    points.extend(misnamed::misnamed(&readings, &points));
    let aligned = aligned(&points);
    Claims {
        claims: align::claims(&aligned, events(&readings), independent),
        discrepancies: discrepancies(&readings, &occasions, &aligned, independent),
    }
}
