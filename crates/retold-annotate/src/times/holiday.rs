//! Days with a name: "Christmas Eve", "Thanksgiving 2023", "last Easter".

use std::sync::LazyLock;

use jiff::civil::Date;
use retold_model::TimeGround;
use rustc_hash::FxHashMap;

use super::Tagger;
use super::calendar::{Calendar, add_days, easter, nth_weekday};
use super::found::{Found, When};
use super::month::NEAR_DAYS;
use super::numeric::short;
use super::tense::Tense;
use crate::words::{Role, Words};

/// Names and rules; its first lines say how they are written.
const HOLIDAYS: &str = include_str!("../../data/en/holidays.txt");

/// When a holiday is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    Day(i8, i8),
    Nth(i8, i8, i8),
    After(i8, i8, i8, i8),
    Easter(i8),
}

impl Rule {
    fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Self::Day(month, day) => Date::new(year, month, day).ok(),
            Self::Nth(month, n, day) => nth_weekday(year, month, n, day),
            Self::After(month, n, day, days) => {
                add_days(nth_weekday(year, month, n, day)?, i32::from(days))
            }
            Self::Easter(days) => add_days(easter(year)?, i32::from(days)),
        }
    }
}

/// The names that begin with a word, longest first.
type Table = FxHashMap<&'static [u8], Vec<(Vec<&'static str>, Rule)>>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    let mut names: Vec<(Vec<&str>, Rule)> = lines()
        .map(|(name, rule)| (name.split(' ').collect(), rule))
        .collect();
    names.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    for (words, rule) in names {
        table
            .entry(words[0].as_bytes())
            .or_default()
            .push((words, rule));
    }
    table
});

fn lines() -> impl Iterator<Item = (&'static str, Rule)> {
    HOLIDAYS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (name, rule) = line.split_once(" = ")?;
            let mut parts = rule.split(' ');
            let kind = parts.next()?;
            let numbers: Vec<i8> = parts.map(|n| n.parse().unwrap_or(0)).collect();
            let rule = match (kind, &numbers[..]) {
                ("day", &[month, day]) => Rule::Day(month, day),
                ("nth", &[month, n, day]) => Rule::Nth(month, n, day),
                ("after", &[month, n, day, days]) => Rule::After(month, n, day, days),
                ("easter", &[days]) => Rule::Easter(days),
                _ => return None,
            };
            Some((name, rule))
        })
}

impl Tagger<'_, '_> {
    /// A holiday, with its year if one stands beside it.
    pub(super) fn holiday(&self, at: usize) -> Option<Found> {
        let words = self.words;
        let mut from = at;
        let mut shift = None;
        if words.has(from, Role::The) {
            from += 1;
        }
        if words.has(from, Role::Shift) {
            shift = Some(words.entry(from).shift);
            from += 1;
        }
        let (rule, mut to) = name(words, from)?;
        let national = words.any(from, NATIONAL) && words.is(from + 1, "day");
        let mut year = None;
        let year_at = to + usize::from(words.any(to, &["of", "in"]) || words.sign(to, ','));
        if let Some(y) = words
            .digits(year_at, 4, 4)
            .filter(|y| (1000..2200).contains(y))
        {
            year = Some(short(y));
            to = year_at + 1;
        } else if words.has(year_at, Role::Shift) && words.is(year_at + 1, "year") {
            year = self
                .this_year()
                .map(|y| y + i16::from(words.entry(year_at).shift));
            to = year_at + 2;
        } else if let Some(before) = at
            .checked_sub(1)
            .and_then(|b| super::numeric::bare_year(words, b))
        {
            year = Some(before);
        }
        if let Some(year) = year {
            let day = rule.in_year(year)?;
            return Some(Found::stated(at, to, Calendar::Day(day)));
        }
        let today = self.today().filter(|&today| {
            !national || { near_years(rule, today) }.any(|day| is_near(day, today))
        });
        let Some(today) = today else {
            return Some(match rule {
                _ if national => Found::open(at, to, retold_model::TimePrecision::Day),
                Rule::Day(month, day) => Found::new(
                    at,
                    to,
                    When::Date(Calendar::OpenMonthDay(month, day)),
                    TimeGround::Open,
                ),
                _ => Found::open(at, to, retold_model::TimePrecision::Day),
            });
        };
        let this = today.year();
        let days: Vec<Date> = near_years(rule, today).collect();
        let before = days.iter().rev().copied().find(|&day| day <= today);
        let after = days.iter().copied().find(|&day| day >= today);
        let nearest = days
            .iter()
            .copied()
            .min_by_key(|&day| (day - today).get_days().abs());
        let (day, ground) = match (shift, self.tense(at, to)) {
            (Some(-1), _) => (
                days.iter().rev().copied().find(|&day| day < today),
                TimeGround::Counted,
            ),
            (Some(1), _) => (
                days.iter().copied().find(|&day| day > today),
                TimeGround::Counted,
            ),
            (Some(_), _) => (rule.in_year(this), TimeGround::Counted),
            // "Police said that Christmas markets …" in a report of December.
            (None, Tense::Past) if nearest.is_some_and(|day| is_near(day, today)) => {
                (nearest, TimeGround::Nearest)
            }
            (None, Tense::Past) => (before, TimeGround::PastTense),
            (None, Tense::Future) => (after, TimeGround::FutureTense),
            (None, Tense::Unknown) => (nearest, TimeGround::Nearest),
        };
        Some(Found::new(at, to, When::Date(Calendar::Day(day?)), ground))
    }
}

/// First words of days that every country has another one of: that of the United States, or of whom the file names, is only
/// meant near it.
const NATIONAL: &[&str] = &["independence", "republic", "victory"];

/// The days of a holiday in the years around a day.
fn near_years(rule: Rule, today: Date) -> impl Iterator<Item = Date> {
    let this = today.year();
    (this.saturating_sub(1)..=this.saturating_add(1)).filter_map(move |year| rule.in_year(year))
}

fn is_near(day: Date, today: Date) -> bool {
    (day - today).get_days().abs() <= NEAR_DAYS
}

/// The longest name at `at`. Its first word has a capital, so that "easter eggs" and "may day" pass by... unless the text
/// writes small throughout, which names of one word then do not survive.
fn name(words: &Words<'_>, at: usize) -> Option<(Rule, usize)> {
    const LONGEST_WORD: usize = 16;
    if !words.is_word(at) {
        return None;
    }
    let first = words.text_of(at).as_bytes();
    let mut lower = [0; LONGEST_WORD];
    let lower = lower.get_mut(..first.len())?;
    lower.copy_from_slice(first);
    lower.make_ascii_lowercase();
    let names = TABLE.get(&*lower)?;
    let (found, rule) = names.iter().find(|(name, _)| {
        name.iter()
            .enumerate()
            .all(|(n, word)| words.is(at + n, word))
    })?;
    let long = found.len() > 1;
    let capital = words.token(at).capital;
    let doubtful = [
        "may day",
        "new year",
        "victory day",
        "freedom day",
        "republic day",
    ];
    let shown = found.join(" ");
    if !capital
        && (!long && shown != "christmas" && shown != "easter" && shown != "halloween"
            || doubtful.contains(&shown.as_str()) && shown != "new year")
    {
        return None;
    }
    // The city is named far more often than the feast.
    if shown == "corpus christi" && !is_feast(words, at, at + found.len()) {
        return None;
    }
    Some((*rule, at + found.len()))
}

/// Whether the words around a name that is also a place's say that it is a feast.
fn is_feast(words: &Words<'_>, from: usize, to: usize) -> bool {
    let after = [
        "day",
        "feast",
        "holiday",
        "procession",
        "thursday",
        "sunday",
    ];
    words.any(to, &after)
        || from > 1 && words.is(from - 1, "of") && words.any(from - 2, &["feast", "solemnity"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_without_duplicates_and_every_rule_is_read() {
        let names: Vec<&str> = HOLIDAYS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(lines().count(), names.len());
    }

    #[test]
    fn days_of_the_year_2024() {
        for (rule, expected) in [
            (Rule::Easter(0), "2024-03-31"),
            (Rule::Nth(11, 4, 4), "2024-11-28"),
            (Rule::After(11, 1, 1, 1), "2024-11-05"),
            (Rule::Nth(5, -1, 1), "2024-05-27"),
        ] {
            assert_eq!(rule.in_year(2024).unwrap().to_string(), expected);
        }
    }
}
