//! Whether two reports tell of one happening, where nothing with a name says so.
//!
//! A story may hold two happenings of one kind that the clustering could not tell apart: two shootings in one town, a month apart.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use retold_model::{ArticleId, EntityId, TimePrecision};

use super::points::{Point, Slot};
use super::reading::Reading;

/// Days within which two reports are taken to tell of one happening.
const NEAR_DAYS: i32 = 2;

/// What is known of when the reports' happenings were, and of whom they tell.
pub(super) struct Occasions {
    of: BTreeMap<ArticleId, Occasion>,
}

struct Occasion {
    published: Option<Date>,
    /// The days that the report states.
    days: BTreeSet<Date>,
    /// People whose age some report of the story states: those whom the story is about, and not those who speak of it.
    people: BTreeSet<EntityId>,
}

impl Occasions {
    pub(super) fn new(readings: &[Reading<'_>], points: &[Point<'_>]) -> Self {
        let aged: BTreeSet<EntityId> = { points.iter() }
            .filter_map(|point| match point.slot {
                Slot::Age(entity) => Some(entity),
                _ => None,
            })
            .collect();
        let of = { readings.iter() }
            .map(|reading| {
                let days = { reading.report.annotations.times.iter() }
                    .filter(|time| time.precision >= Some(TimePrecision::Day))
                    .filter_map(|time| Some(time.span.begin?.date()))
                    .collect();
                let people = { reading.report.entities.values() }
                    .filter(|entity| aged.contains(entity))
                    .copied()
                    .collect();
                let published = reading.published;
                (
                    reading.id(),
                    Occasion {
                        published,
                        days,
                        people,
                    },
                )
            })
            .collect();
        Self { of }
    }

    /// Whether two reports can be of one happening: both of about one day, the later one naming the day of the earlier one, or both
    /// naming somebody whom the story is about. Reports without a date are not told apart.
    pub(super) fn can_be_one(&self, one: ArticleId, other: ArticleId) -> bool {
        let (Some(a), Some(b)) = (self.of.get(&one), self.of.get(&other)) else {
            return true;
        };
        let (Some(first), Some(second)) = (a.published, b.published) else {
            return true;
        };
        let days = |from: Date, to: Date| from.until(to).map_or(i32::MAX, |span| span.get_days());
        let names_the_day = |report: &Occasion, published: Date| {
            { report.days.iter() }.any(|&day| (0..=NEAR_DAYS).contains(&days(day, published)))
        };
        let (earlier, later) = if first <= second {
            (first, b)
        } else {
            (second, a)
        };
        days(first, second).abs() <= NEAR_DAYS
            || names_the_day(later, earlier)
            || !a.people.is_disjoint(&b.people)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_of_one_happening() {
        let id = |name: &str| ArticleId::of_url(name);
        let day = |text: &str| text.parse::<Date>().unwrap();
        let somebody = EntityId::of(id("first"), retold_model::NameKind::Person, "Anna Berg", "");
        let reports = [
            ("first", Some("2025-05-01"), None, false),
            ("next day", Some("2025-05-02"), None, false),
            ("month after", Some("2025-06-02"), None, false),
            ("looks back", Some("2025-06-02"), Some("2025-04-30"), false),
            ("undated", None, None, false),
            ("names him", Some("2025-05-01"), None, true),
            ("names him, too", Some("2025-07-01"), None, true),
        ];
        let of = { reports.iter() }
            .map(|(name, published, stated, named)| {
                let occasion = Occasion {
                    published: published.map(day),
                    days: stated.map(day).into_iter().collect(),
                    people: named.then_some(somebody).into_iter().collect(),
                };
                (id(name), occasion)
            })
            .collect();
        let occasions = Occasions { of };
        for (one, other, expected) in [
            ("first", "next day", true),
            ("first", "month after", false),
            ("first", "looks back", true),
            ("month after", "undated", true),
            ("names him", "names him, too", true),
            ("first", "names him, too", false),
        ] {
            assert_eq!(occasions.can_be_one(id(one), id(other)), expected, "{one}");
            assert_eq!(
                occasions.can_be_one(id(other), id(one)),
                expected,
                "{other}"
            );
        }
    }
}
