//! Dates as publishers write them.
//!
//! [`find`] gives the first date in a line, with the precision and the zone that are written, never more. Where day
//! and month can be told apart only by custom (`03/04/2024`), the caller says which custom holds.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use regex::{Captures, Regex};
use retold_model::{Precision, Stamp};
use retold_text::fold::fold_word;
use rustc_hash::{FxHashMap, FxHashSet};

/// What `03/04/2024` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayOrder {
    /// 3 April.
    DayFirst,
    /// March 4.
    MonthFirst,
    /// It can not be told: such a date is no date.
    Unknown,
}

/// A date in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// What is written.
    pub(crate) stamp: Stamp,
    /// First byte of it in the line.
    pub(crate) start: usize,
    /// First byte after it.
    pub(crate) end: usize,
}

static MONTHS: LazyLock<FxHashMap<&'static str, i8>> = LazyLock::new(|| {
    let mut months = FxHashMap::default();
    for line in include_str!("../data/months.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let mut words = line.split(' ');
        let number = words
            .next()
            .and_then(|n| n.parse().ok())
            .expect("each line of months.txt starts with its number");
        months.extend(words.map(|word| (word, number)));
    }
    months
});

fn month(word: &str) -> Option<i8> {
    MONTHS
        .get(fold_word(word.trim_end_matches('.')).as_str())
        .copied()
}

/// Names of the days of the week, folded.
static WEEKDAYS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    { include_str!("../data/weekdays.txt").lines() }
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split(' '))
        .map(fold_word)
        .collect()
});

/// Whether a word names a month or a day of the week.
pub(crate) fn is_month_or_weekday(word: &str) -> bool {
    month(word).is_some() || WEEKDAYS.contains(&fold_word(word))
}

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this file are regular expressions")
}

/// `2024-05-16`, `2024/5/16`, `2024.05.16`, `20240516T093655Z`.
static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:^|[^\d./-])((?:19|20)\d\d)(?:[-/.](\d{1,2})[-/.](\d{1,2})|(\d\d)(\d\d))(?:\b|[TtZ_])",
    )
});
/// `16.05.2024`, `16/5/24`, `16-05-2024`.
static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:^|[^\d./-])(\d{1,2})(?:\. ?|/|-| \| )(\d{1,2})(?:\. ?|/|-| \| )((?:19|20)\d\d|\d\d)\b",
    )
});
/// `16 May 2024`, `16. Mai 2024`, `16th of May, 2024`, `16 de mayo de 2024`, `16-May-2024`. Words may have any length (none so
/// long is a month): an automaton that counts letters has a state for each count.
static DAY_NAME: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?:^|[^\d./-])(\d{1,2})(?:st|nd|rd|th|er|º|ª)?\.?[ \-/\u{a0}]{0,2}(?:de |of )?(\p{L}{3,})\.?,?[ \-/\u{a0}]{0,2}(?:de |del )?((?:19|20)\d\d)\b",
    )
});
/// `May 16, 2024`, `Sept. 3rd 2024`.
static NAME_DAY: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(\p{L}{3,})\.?[ \u{a0}](\d{1,2})(?:st|nd|rd|th)?[, ]{0,3}[ \u{a0}]?((?:19|20)\d\d)\b",
    )
});
/// `2024年5月16日`.
static CJK: LazyLock<Regex> =
    LazyLock::new(|| compile(r"((?:19|20)\d\d)年\s?(\d{1,2})月\s?(\d{1,2})日"));
/// A time right after a date, with its zone. Some systems write a colon before the fraction of the second.
static TIME_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)^(?:T ?|_|[ ,|/·•–—\-\u{a0}]{0,4}(?:at |um |à |a las |às |kl\. |o |ore |- |\| )?)(\d{1,2})(?:[:.h]|\u{2009}?:)(\d{2})(?:[:.](\d{2}))?(?:[.,]\d+|:\d{3})?\s?(a\.?m\b\.?|p\.?m\b\.?|uhr|hrs?\b|h\b)?[ ,(]{0,2}(Z\b|(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d{2})?\b|[A-Z]{3,4}\b|[+-]\d{2}:?\d{2})?",
    )
});
/// A second zone right after the first.
static ZONE_AGAIN: LazyLock<Regex> = LazyLock::new(|| compile(r"^\s?(Z\b|[+-]\d{2}:?\d{2}\b)"));
/// A time right before a date: `0935 HRS, `, `10:30am EDT, Thursday `.
static TIME_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(\d{1,2}):?(\d{2})\s?(a\.?m\.?|p\.?m\.?|uhr|hrs|h)?[ ,(]{0,2}(UTC|GMT|[A-Z]{3,4})?[),]?\s*(?:on |am |,|·|\||\p{L}{2,10},?\.?)?\s*$",
    )
});

/// The first date in `line`. Longer lines than 2,000 bytes are searched only so far.
pub(crate) fn find(line: &str, order: DayOrder) -> Option<Found> {
    let mut end = line.len().min(2000);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let line = &line[..end];
    let mut best: Option<(Date, usize, usize)> = None;
    let mut offer = |date: Option<Date>, captures: &Captures<'_>| {
        // Group 1 is the first part of the date; what stands before it only bounds the match. Words and figures may be
        // glued together where markup parted them ("am16.05.2024").
        let start = captures.get(1).map_or(0, |part| part.start());
        let end = captures.get(0).map_or(start, |whole| whole.end());
        if let Some(date) = date
            && best.is_none_or(|(_, other, _)| start < other)
        {
            best = Some((date, start, end));
        }
    };
    if has_year(line) {
        for captures in YEAR_FIRST.captures_iter(line) {
            let part = |a: usize, b: usize| {
                captures
                    .get(a)
                    .or(captures.get(b))
                    .and_then(|m| m.as_str().parse::<i8>().ok())
            };
            offer(
                date(number(&captures, 1), part(2, 4), part(3, 5)),
                &captures,
            );
        }
        if line.contains('年') {
            for captures in CJK.captures_iter(line) {
                offer(
                    date(
                        number(&captures, 1),
                        small(&captures, 2),
                        small(&captures, 3),
                    ),
                    &captures,
                );
            }
        }
        for captures in DAY_NAME.captures_iter(line) {
            offer(
                date(
                    number(&captures, 3),
                    month(&captures[2]),
                    small(&captures, 1),
                ),
                &captures,
            );
        }
        for captures in NAME_DAY.captures_iter(line) {
            offer(
                date(
                    number(&captures, 3),
                    month(&captures[1]),
                    small(&captures, 2),
                ),
                &captures,
            );
        }
    }
    if has_parted_figures(line) {
        for captures in NUMERIC.captures_iter(line) {
            offer(numeric(&captures, order), &captures);
        }
    }
    let (date, start, end) = best?;
    // `T` and `_` before a time belong to the time.
    let end = if line[..end].ends_with(['T', 't', '_']) {
        end - 1
    } else {
        end
    };
    let after = TIME_AFTER.captures(&line[end..]).and_then(|captures| {
        let length = captures.get(0).map_or(0, |m| m.end());
        let stamp = time(date, &captures, [1, 2, 3, 4, 5])?;
        let end = end + length;
        // Of two zones that differ it can not be told which holds.
        let again = ZONE_AGAIN.captures(&line[end..]);
        let is_doubtful = again.is_some_and(|again| offset(&again[1]) != stamp.offset());
        Some(Found {
            stamp: if is_doubtful {
                Stamp::civil(stamp.local(), stamp.precision())
            } else {
                stamp
            },
            start,
            end,
        })
    });
    let before = || {
        TIME_BEFORE.captures(&line[..start]).and_then(|captures| {
            let from = captures.get(0).map_or(start, |m| m.start());
            time(date, &captures, [1, 2, 0, 3, 4]).map(|stamp| Found {
                stamp,
                start: from,
                end,
            })
        })
    };
    after.or_else(before).or(Some(Found {
        stamp: Stamp::day(date),
        start,
        end,
    }))
}

/// Whether figures that could be a year stand in `line`: without them only [`NUMERIC`] finds a date, and the other
/// patterns, which are slow where letters are not ASCII, need not be asked.
fn has_year(line: &str) -> bool {
    line.as_bytes()
        .windows(4)
        .any(|four| matches!(four, [b'1', b'9', a, b] | [b'2', b'0', a, b] if is_figure(*a) && is_figure(*b)))
}

/// Whether figures stand in `line` as those of a day and a month in [`NUMERIC`].
fn has_parted_figures(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr3_iter(b'.', b'/', b'-', bytes)
        .chain(memchr::memmem::find_iter(bytes, " | "))
        .any(|at| {
            let after = match &bytes[at..] {
                [b' ', _, _, after, ..] | [b'.', b' ', after, ..] | [_, after, ..] => *after,
                _ => return false,
            };
            is_figure(after) && at > 0 && is_figure(bytes[at - 1])
        })
}

fn is_figure(byte: u8) -> bool {
    byte.is_ascii_digit()
}

fn number(captures: &Captures<'_>, group: usize) -> Option<i16> {
    captures.get(group).and_then(|m| m.as_str().parse().ok())
}

fn small(captures: &Captures<'_>, group: usize) -> Option<i8> {
    captures.get(group).and_then(|m| m.as_str().parse().ok())
}

fn date(year: Option<i16>, month: Option<i8>, day: Option<i8>) -> Option<Date> {
    Date::new(year?, month?, day?).ok()
}

fn numeric(captures: &Captures<'_>, order: DayOrder) -> Option<Date> {
    let (a, b, year) = (
        small(captures, 1)?,
        small(captures, 2)?,
        number(captures, 3)?,
    );
    let year = match year {
        0..=69 => year + 2000,
        70..=99 => year + 1900,
        year => year,
    };
    // Only the day-first world writes points.
    let dotted = captures[0].contains('.');
    let (day, month) = match order {
        _ if dotted || a > 12 => (a, b),
        _ if b > 12 => (b, a),
        DayOrder::DayFirst => (a, b),
        DayOrder::MonthFirst => (b, a),
        DayOrder::Unknown if a == b => (a, b),
        DayOrder::Unknown => return None,
    };
    Date::new(year, month, day).ok()
}

/// `date` with the time in groups `[hour, minute, second, half of the day, zone]`; 0 for a group that is not there.
fn time(
    date: Date,
    captures: &Captures<'_>,
    [hour, minute, second, half, zone]: [usize; 5],
) -> Option<Stamp> {
    let text = |group: usize| {
        (group > 0)
            .then(|| captures.get(group))
            .flatten()
            .map(|m| m.as_str())
    };
    let mut hour: i8 = text(hour)?.parse().ok()?;
    let minute: i8 = text(minute)?.parse().ok()?;
    let second: Option<i8> = text(second).and_then(|s| s.parse().ok());
    match text(half)
        .map(|half| half.to_ascii_lowercase().replace('.', ""))
        .as_deref()
    {
        Some("pm") if hour < 12 => hour += 12,
        Some("am") if hour == 12 => hour = 0,
        _ => {}
    }
    let civil = DateTime::new(
        date.year(),
        date.month(),
        date.day(),
        hour,
        minute,
        second.unwrap_or(0),
        0,
    )
    .ok()?;
    let stamp = Stamp::civil(
        civil,
        if second.is_some() {
            Precision::Second
        } else {
            Precision::Minute
        },
    );
    Some(match text(zone).and_then(offset) {
        Some(offset) => stamp.with_offset(offset),
        None => stamp,
    })
}

/// The UTC offset of a zone as written. Letters that name several zones (IST, BST, CST, AST) name none.
fn offset(zone: &str) -> Option<Offset> {
    let seconds = match zone {
        "Z" | "z" | "UTC" | "GMT" | "WET" => 0,
        "CET" | "MEZ" => 3600,
        "CEST" | "MESZ" | "EET" | "SAST" | "CAT" => 7200,
        "EEST" | "MSK" | "EAT" => 3 * 3600,
        "PKT" => 5 * 3600,
        "WIB" => 7 * 3600,
        "HKT" | "SGT" | "AWST" => 8 * 3600,
        "JST" | "KST" => 9 * 3600,
        "AEST" => 10 * 3600,
        "AEDT" => 11 * 3600,
        "NZST" => 12 * 3600,
        "NZDT" => 13 * 3600,
        "EDT" => -4 * 3600,
        "EST" | "CDT" => -5 * 3600,
        "MDT" => -6 * 3600,
        "MST" | "PDT" => -7 * 3600,
        "PST" => -8 * 3600,
        "AKST" => -9 * 3600,
        "HST" => -10 * 3600,
        written => {
            let written = written.trim_start_matches("UTC").trim_start_matches("GMT");
            let written = written.trim_start();
            let sign = if written.starts_with('-') { -1 } else { 1 };
            let digits: String = written
                .strip_prefix(['+', '-'])?
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            let (hours, minutes) = if digits.len() <= 2 {
                (digits.parse::<i32>().ok()?, 0)
            } else {
                let (hours, minutes) = digits.split_at(digits.len() - 2);
                (hours.parse().ok()?, minutes.parse().ok()?)
            };
            sign * (hours * 3600 + minutes * 60)
        }
    };
    Offset::from_seconds(seconds)
        .ok()
        .filter(|&offset| is_in_use(offset))
}

/// Minutes of the offsets from UTC that are no whole hours and that clocks have shown since there are web pages.
const BROKEN_OFFSETS: &[i32] = &[
    -570, -270, -210, -150, 210, 270, 330, 345, 390, 510, 525, 570, 630, 765, 825,
];

/// Whether clocks somewhere are so far from UTC.
pub(crate) fn is_in_use(offset: Offset) -> bool {
    let seconds = offset.seconds();
    if seconds % 3600 == 0 {
        (-12..=14).contains(&(seconds / 3600))
    } else {
        seconds % 60 == 0 && BROKEN_OFFSETS.contains(&(seconds / 60))
    }
}

/// The day in the path of a URL: `/2024/05/16/`, `/2024-05-16-`, `/20240516/`.
pub(crate) fn in_url(url: &str) -> Option<Stamp> {
    static PATH: LazyLock<Regex> = LazyLock::new(|| {
        compile(r"[/_-]((?:19|20)\d\d)(?:[/_-](\d{1,2})[/_-](\d{1,2})|(\d\d)(\d\d))(?:[/_.-]|$)")
    });
    // An archive's own time of capture is no date of publication.
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = url.rfind("://").map_or(url, |inner| &url[inner..]);
    let captures = PATH.captures(path)?;
    let part = |a: usize, b: usize| {
        captures
            .get(a)
            .or(captures.get(b))
            .and_then(|m| m.as_str().parse::<i8>().ok())
    };
    date(number(&captures, 1), part(2, 4), part(3, 5)).map(Stamp::day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        let found = find(line, DayOrder::DayFirst).map(|found| found.stamp.to_string());
        assert_eq!(found.as_deref().unwrap_or("none"), expected, "{line}");
    }

    #[test]
    fn ok_dates() {
        for (line, expected) in [
            ("2024-05-16T09:36:55+06:00", "2024-05-16T09:36:55+06:00"),
            ("2024-05-16T09:36:55.123Z", "2024-05-16T09:36:55Z"),
            ("Update: 2024-05-16 09:36:55", "2024-05-16T09:36:55"),
            ("20240516T093655", "2024-05-16"),
            ("BDST: 0935 HRS, MAY 16, 2024", "2024-05-16T09:35"),
            (
                "Published 10:30am EDT, Thursday May 16, 2024",
                "2024-05-16T10:30-04:00",
            ),
            ("Thu, 16 May 2024 09:36:55 +0000", "2024-05-16T09:36:55Z"),
            ("16. Mai 2024, 9.36 Uhr", "2024-05-16T09:36"),
            ("Stand: 16.05.24", "2024-05-16"),
            ("Publié le 1er août 2023 à 18h05", "2023-08-01T18:05"),
            ("16 de mayo de 2024", "2024-05-16"),
            ("03/04/2024", "2024-04-03"),
            ("12/25/2024", "2024-12-25"),
            ("2024年5月16日", "2024-05-16"),
            ("May 16, 2024 at 3:05 p.m. UTC", "2024-05-16T15:05Z"),
            ("Sept. 3rd, 2019", "2019-09-03"),
            (
                "Mon May 20 2024 09:36:55 GMT+0530 (IST)",
                "2024-05-20T09:36:55+05:30",
            ),
            ("20 May 2024, 9:36 UTC -3", "2024-05-20T09:36-03:00"),
        ] {
            check(line, expected);
        }
    }

    #[test]
    fn times_with_a_broken_tail_are_read_as_far_as_they_are_sure() {
        for (line, expected) in [
            ("2024-05-16T09:36:55:123Z", "2024-05-16T09:36:55Z"),
            ("2024-05-16T09:36:55:123+06:00", "2024-05-16T09:36:55+06:00"),
            ("2024-05-16T09:36:5Z", "2024-05-16T09:36"),
            ("2024-05-16T09:36Z+0100", "2024-05-16T09:36"),
            ("2024-05-16T09:36:55+01:00Z", "2024-05-16T09:36:55"),
            ("2024-05-16T09:36:55+00:00Z", "2024-05-16T09:36:55Z"),
            ("2024-05-16T09:36:55+17:20", "2024-05-16T09:36:55"),
            ("2024-05-16T29:36:55Z", "2024-05-16"),
            ("2024-05-16T09", "2024-05-16"),
            ("2024-05-16T", "2024-05-16"),
            ("2024-05-16Z", "2024-05-16"),
            ("2024-05-16t09:36:55z", "2024-05-16T09:36:55Z"),
            ("2024-05-16T 09:36:55", "2024-05-16T09:36:55"),
        ] {
            check(line, expected);
        }
    }

    #[test]
    fn err_dates() {
        for line in [
            "",
            "2024",
            "May 2024",
            "99/99/2024",
            "version 1.2.3",
            "room 2024-45-99",
        ] {
            check(line, "none");
        }
        assert_eq!(find("03/04/2024", DayOrder::Unknown), None);
    }

    #[test]
    fn days_in_urls() {
        for (url, expected) in [
            ("https://a.example/2024/05/16/talks", Some("2024-05-16")),
            ("https://a.example/news-20240516.html", Some("2024-05-16")),
            (
                "https://web.archive.org/web/20160330101229/http://a.example/x",
                None,
            ),
            ("https://a.example/2024/05/talks", None),
        ] {
            assert_eq!(
                in_url(url).map(|stamp| stamp.to_string()).as_deref(),
                expected,
                "{url}"
            );
        }
    }
}
