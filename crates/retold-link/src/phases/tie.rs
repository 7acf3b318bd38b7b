//! What ties a phase to an earlier one.
//!
//! Points are given for what reports of the later phase take up, by hand rather than by fitting: what ties must be of
//! few kinds, so that a reader can judge it. `cargo xtask eval stories` measures them on follow-ups of incidents.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use retold_model::{ArticleId, PhaseGround, PhaseGroundKind as Kind, PhaseTie, PhaseWords, Stamp};
use retold_text::TextRange;

use super::particulars::{FullName, Named, Particulars};

/// Points for the first and for each other person of the earlier happening.
const PERSON: u32 = 3;
const OTHER_PERSON: u32 = 2;

/// Points for its day, or for its month.
const DAY: u32 = 3;
const MONTH: u32 = 2;

/// Points for buildings and roads, however many.
const FACILITY: u32 = 2;

/// Points for towns, however many.
const TOWN: u32 = 1;

/// Points for people with an office and those who are quoted both times, however many.
const VOICE: u32 = 1;

/// A similarity of so many parts per million gives a point, and each further step one more.
const NEAR: [u32; 2] = [300_000, 500_000];

/// Points that tie.
const LEAST: u32 = 5;

/// Of a hundred ties with so many points, from [`LEAST`] on, those that are right: on follow-ups of incidents 67, 91 and 97
/// were, and from there on no more; a little is taken off for what that file does not have.
const CONFIDENCE: [u8; 4] = [65, 85, 93, 95];

/// Days before and after the first report in which the happening that it tells may lie.
const BEFORE: i32 = 7;
const AFTER: i32 = 1;

/// What ties `later` to `earlier`, phases of which the first ends before the second begins: what at least half of the later
/// articles take up. `near` gives the similarity of a later and an earlier article.
///
/// The cost is the number of things that the articles tell, times a logarithm, and that of pairs.
pub(super) fn tie(
    earlier: &[Arc<Particulars>],
    later: &[Arc<Particulars>],
    near: &dyn Fn(ArticleId, ArticleId) -> u32,
) -> Option<PhaseTie> {
    let told = Told::of(earlier);
    let mut found: Vec<(u32, Vec<PhaseGround>)> = later
        .iter()
        .map(|report| {
            let scores = { earlier.iter() }.map(|other| near(report.article, other.article));
            told.taken_up(report, scores.max().unwrap_or(0))
        })
        .collect();
    // Of equals the first article speaks.
    found.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
    let half = found.len().checked_sub(1)? / 2;
    let above = usize::try_from(found[half].0.checked_sub(LEAST)?).expect("few points");
    let mut grounds = found.swap_remove(0).1;
    grounds.sort();
    Some(PhaseTie {
        confidence: CONFIDENCE[above.min(CONFIDENCE.len() - 1)],
        grounds,
    })
}

/// What the articles of a phase tell, each thing with the first place.
struct Told<'p> {
    people: BTreeMap<&'p FullName, (ArticleId, Named)>,
    /// The days on which most of them may say that it happened.
    days: BTreeMap<Date, PhaseWords>,
    towns: BTreeMap<&'p (Option<u32>, String), PhaseWords>,
    facilities: BTreeMap<&'p str, PhaseWords>,
}

impl<'p> Told<'p> {
    fn of(phase: &'p [Arc<Particulars>]) -> Self {
        let mut told = Self {
            people: BTreeMap::new(),
            days: happening(phase),
            towns: BTreeMap::new(),
            facilities: BTreeMap::new(),
        };
        for report in phase {
            let words = |range: TextRange| PhaseWords {
                article: report.article,
                range,
            };
            for (name, named) in &report.people {
                let known = { told.people.entry(name) }.or_insert((report.article, *named));
                known.1.titled |= named.titled;
                known.1.quoted |= named.quoted;
                known.1.sure |= named.sure;
            }
            for (town, &range) in &report.towns {
                told.towns.entry(town).or_insert(words(range));
            }
            for (facility, &range) in &report.facilities {
                told.facilities.entry(facility).or_insert(words(range));
            }
        }
        told
    }

    /// The points of what a report takes up, and the grounds; none where it takes up nothing telling.
    fn taken_up(&self, report: &Particulars, near: u32) -> (u32, Vec<PhaseGround>) {
        let mut found = Found {
            article: report.article,
            grounds: Vec::new(),
        };
        let (mut people, mut voices) = (0, 0);
        for (name, named) in &report.people {
            let Some(&(article, known)) = self.people.get(name) else {
                continue;
            };
            let range = known.range;
            let place = PhaseWords { article, range };
            if named.titled || known.titled || (named.quoted && known.quoted) {
                voices += 1;
                found.add(Kind::Voice, None, place, named.range);
            } else if named.sure || known.sure {
                people += 1;
                found.add(Kind::Person, None, place, named.range);
            }
        }
        let days = { self.days.iter() }
            .filter_map(|(day, &place)| Some((day, place, *report.days.get(day)?)));
        let mut dated = 0;
        for (day, place, range) in days {
            dated += 1;
            found.add(Kind::Day, Some(day.to_string()), place, range);
        }
        let mut months = BTreeSet::new();
        for (day, &place) in self.days.iter().filter(|_| dated == 0) {
            let month = (day.year(), day.month());
            if let Some(&range) = report.months.get(&month)
                && months.insert(month)
            {
                let value = format!("{:04}-{:02}", month.0, month.1);
                found.add(Kind::Month, Some(value), place, range);
            }
        }
        let mut facilities = 0;
        for (facility, &range) in &report.facilities {
            if let Some(&place) = self.facilities.get(facility.as_str()) {
                facilities += 1;
                found.add(Kind::Facility, None, place, range);
            }
        }
        let mut towns = 0;
        for (town, &range) in &report.towns {
            if let Some(&place) = self.towns.get(town) {
                towns += 1;
                found.add(Kind::Town, Some(town.1.clone()), place, range);
            }
        }
        let steps = NEAR.iter().filter(|&&step| near >= step).count();
        let steps = u32::try_from(steps).expect("few steps");
        if steps > 0 {
            found.grounds.push(PhaseGround {
                kind: Kind::Words,
                value: None,
                earlier: None,
                later: None,
            });
        }
        if people + dated + facilities == 0 {
            return (0, Vec::new());
        }
        let once = |count: u32, points: u32| if count > 0 { points } else { 0 };
        let points = once(people, PERSON)
            + people.saturating_sub(1) * OTHER_PERSON
            + once(voices, VOICE)
            + once(dated, DAY)
            + once(u32::from(!months.is_empty()), MONTH)
            + once(facilities, FACILITY)
            + once(towns, TOWN)
            + steps;
        (points, found.grounds)
    }
}

/// Grounds while they are gathered.
struct Found {
    article: ArticleId,
    grounds: Vec<PhaseGround>,
}

impl Found {
    fn add(&mut self, kind: Kind, value: Option<String>, earlier: PhaseWords, range: TextRange) {
        self.grounds.push(PhaseGround {
            kind,
            value,
            earlier: Some(earlier),
            later: Some(PhaseWords {
                article: self.article,
                range,
            }),
        });
    }
}

/// The days near the first report that most articles name, and those that at least half as many do: one of them is that
/// of the happening.
fn happening(phase: &[Arc<Particulars>]) -> BTreeMap<Date, PhaseWords> {
    let published = { phase.iter() }.filter_map(|report| report.published);
    let Some(first) = published.map(Stamp::date).min() else {
        return BTreeMap::new();
    };
    let mut named: BTreeMap<Date, (usize, PhaseWords)> = BTreeMap::new();
    for report in phase {
        for (&day, &range) in &report.days {
            if (-BEFORE..=AFTER).contains(&(day - first).get_days()) {
                let article = report.article;
                let entry = { named.entry(day) }.or_insert((0, PhaseWords { article, range }));
                entry.0 += 1;
            }
        }
    }
    let most = named.values().map(|(count, _)| *count).max().unwrap_or(0);
    named.retain(|_, (count, _)| *count * 2 >= most);
    { named.into_iter() }
        .map(|(day, (_, place))| (day, place))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a report tells, by words: `Ruth Abend`, `+Ruth Abend` with an office, `"Ruth Abend` where she is quoted,
    /// `?Ruth Abend` where only the model takes it for a name; `2024-05-03`; `2024-05`; `@Ashford`; `#harbour road`.
    fn report(name: &str, published: &str, told: &[&str]) -> Arc<Particulars> {
        let mut found = Particulars {
            published: published.parse().ok(),
            ..Particulars::none(ArticleId::of_url(name))
        };
        for (&told, at) in told.iter().zip(0..) {
            let range = TextRange::new(at, at + 1);
            if let Some(town) = told.strip_prefix('@') {
                found.towns.insert((None, town.to_owned()), range);
            } else if let Some(facility) = told.strip_prefix('#') {
                found.facilities.insert(facility.to_owned(), range);
            } else if let Ok(day) = told.parse::<Date>() {
                found.days.insert(day, range);
            } else if let Some((year, month)) = told.split_once('-') {
                let month = (year.parse().unwrap(), month.parse().unwrap());
                found.months.insert(month, range);
            } else {
                let (first, last) = told
                    .trim_start_matches(['+', '"', '?'])
                    .split_once(' ')
                    .unwrap();
                let named = Named {
                    range,
                    titled: told.starts_with('+'),
                    quoted: told.starts_with('"'),
                    sure: !told.starts_with('?'),
                };
                found
                    .people
                    .insert((first.to_owned(), last.to_owned()), named);
            }
        }
        Arc::new(found)
    }

    /// The tie in words: `93: person day 2024-05-03 words`; empty where there is none.
    fn told(earlier: &[&[&str]], later: &[&[&str]], near: u32) -> String {
        let reports = |name: &str, day: &str, told: &[&[&str]]| -> Vec<_> {
            let numbered = told.iter().enumerate();
            numbered
                .map(|(number, told)| report(&format!("{name}{number}"), day, told))
                .collect()
        };
        let earlier = reports("earlier", "2024-05-04", earlier);
        let later = reports("later", "2024-07-01", later);
        let Some(tie) = tie(&earlier, &later, &|_, _| near) else {
            return String::new();
        };
        let grounds = tie.grounds.iter().map(|ground| {
            let kind = serde_json::to_value(ground.kind).unwrap();
            let kind = kind.as_str().unwrap().to_owned();
            let value = ground.value.as_ref().map(|value| format!(" {value}"));
            kind + &value.unwrap_or_default()
        });
        format!(
            "{}: {}",
            tie.confidence,
            grounds.collect::<Vec<_>>().join(", ")
        )
    }

    #[test]
    fn what_is_taken_up_ties() {
        let happening: &[&str] = &[
            "Ruth Abend",
            "Ivo Petrov",
            "+Colin Reeve",
            "2024-05-03",
            "@Ashford",
            "#harbour road",
        ];
        let cases: &[(&[&str], u32, &str)] = &[
            // The people and the day.
            (
                &["Ruth Abend", "2024-05-03"],
                0,
                "85: person, day 2024-05-03",
            ),
            (&["Ruth Abend", "Ivo Petrov"], 0, "65: person, person"),
            (
                &["Ruth Abend", "Ivo Petrov", "2024-05-03", "@Ashford"],
                600_000,
                "95: person, person, day 2024-05-03, town Ashford, words",
            ),
            (&["Ruth Abend", "2024-05"], 0, "65: person, month 2024-05"),
            (
                &["2024-05-03", "#harbour road"],
                0,
                "65: day 2024-05-03, facility",
            ),
            (
                &["2024-05-03", "@Ashford"],
                300_000,
                "65: day 2024-05-03, town Ashford, words",
            ),
            // One of them is too little.
            (&["Ruth Abend", "@Ashford"], 0, ""),
            (&["2024-05-03", "@Ashford"], 0, ""),
            // Town, month, chief fire officer and kind of happening: of another fire of that town.
            (&["+Colin Reeve", "@Ashford", "2024-05"], 900_000, ""),
            (&["Colin Reeve", "@Ashford"], 900_000, ""),
            // A day of its own, not that of the happening.
            (&["2024-06-30", "@Ashford"], 900_000, ""),
            (&[], 1_000_000, ""),
        ];
        for (later, near, expected) in cases {
            assert_eq!(told(&[happening], &[later], *near), *expected, "{later:?}");
        }
    }

    #[test]
    fn who_is_quoted_both_times_is_no_participant() {
        let near = 300_000;
        let later: &[&str] = &["\"Ruth Abend", "@Ashford"];
        assert_eq!(
            told(&[&["Ruth Abend", "@Ashford"]], &[later], near),
            "65: person, town Ashford, words"
        );
        assert_eq!(told(&[&["\"Ruth Abend", "@Ashford"]], &[later], near), "");
    }

    #[test]
    fn a_name_that_only_the_model_finds_does_not_tie() {
        let near = 300_000;
        let unsure: &[&str] = &["?Metro Stoppers", "@Ashford"];
        assert_eq!(told(&[unsure], &[unsure], near), "");
        assert_eq!(
            told(&[unsure], &[&["Metro Stoppers", "@Ashford"]], near),
            "65: person, town Ashford, words"
        );
    }

    #[test]
    fn half_of_the_later_reports_must_take_it_up() {
        let happening: &[&str] = &["Ruth Abend", "2024-05-03"];
        let other: &[&str] = &["Alan Whitlock", "2024-06-30"];
        let expected = "85: person, day 2024-05-03";
        assert_eq!(told(&[happening], &[other, happening], 0), expected);
        assert_eq!(told(&[happening], &[other, happening, other], 0), "");
    }

    #[test]
    fn the_day_of_the_happening_is_named_by_most_reports_near_the_first() {
        let later: &[&str] = &["2024-05-03", "#harbour road"];
        let report: &[&str] = &["2024-05-03", "#harbour road"];
        let other: &[&str] = &["2024-05-02", "#harbour road"];
        let old: &[&str] = &["2024-04-03", "#harbour road"];
        let expected = "65: day 2024-05-03, facility";
        assert_eq!(told(&[report, other, other], &[later], 0), expected);
        assert_eq!(told(&[report, other, other, other], &[later], 0), "");
        assert_eq!(told(&[old], &[&["2024-04-03", "#harbour road"]], 0), "");
    }
}
