//! What the reports date: their sentences by the day, month or year in which they say that it happens.

use std::collections::{BTreeMap, BTreeSet};

use retold_link::Forest;
use retold_model::{
    ArticleId, Frame, Modality, QuoteKind, Report, Statement, TimeAnchor, TimeExpression,
    TimeGround, TimeKind, TimePrecision,
};
use retold_text::TextRange;
use retold_text::sentence::sentences;
use serde::{Deserialize, Serialize};

use crate::comparison_record::{ClaimRecord, Maker, StatementRecord};

/// Something that reports date. When a report was published is another matter: that stands with the articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DatedRecord {
    /// The day, or the week, month, season or year where no day is told, as EDTF.
    pub date: String,
    /// The first civil moment that the earliest statement covers; entries ascend by it.
    pub begin: String,
    /// Where it is dated; `words` are the time expression.
    pub statements: Vec<StatementRecord>,
    /// The place of the fullest sentence in the list.
    pub fullest: u32,
    /// How real the fullest makes it: `asserted`, `planned`, `possible`, `wished`, `denied`, `conditional` or
    /// `questioned`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub modality: Modality,
    /// How many articles date it.
    pub articles: u32,
    /// How many independent reports these articles are.
    pub independent: u32,
}

/// A dated sentence of a report.
struct Dated {
    date: String,
    begin: String,
    statement: Statement,
    modality: Modality,
}

/// The dated sentences of the reports of a story, those that tell one thing together.
pub(crate) struct Timeline {
    groups: Vec<Vec<Dated>>,
}

impl Timeline {
    /// Sentences of one date tell one thing if they are the same words, or if one of `claims` has both. Cost: the
    /// number of dated sentences and statements, times the logarithm.
    pub(crate) fn new(reports: &[Report<'_>], claims: &[ClaimRecord]) -> Self {
        let mut groups = Groups::default();
        // A claim of one sentence alone joins nothing.
        let mut of_sentence: BTreeMap<(ArticleId, u32), Vec<usize>> = BTreeMap::new();
        for (number, claim) in claims.iter().enumerate() {
            for statement in claim.statements.iter().filter(|_| claim.articles > 1) {
                let sentence = (statement.article, statement.sentence.start_byte);
                of_sentence.entry(sentence).or_default().push(number);
            }
        }
        for report in reports {
            for dated in dated(report) {
                let sentence = dated.statement.sentence;
                let words = sentence.slice(report.text).unwrap_or_default();
                let claims = of_sentence.get(&(report.id, sentence.start()));
                groups.add(dated, words, claims.map_or(&[], Vec::as_slice));
            }
        }
        Self {
            groups: groups.finish(),
        }
    }

    /// The entries, ascending; those of one moment in the order of the reports.
    pub(crate) fn records(&self, made: &Maker<'_, '_>) -> Vec<DatedRecord> {
        let mut records: Vec<DatedRecord> = self
            .groups
            .iter()
            .filter_map(|group| record(group, made))
            .collect();
        // Coarse dates stand before the days that begin with them.
        records.sort_by_cached_key(|record| (record.begin.clone(), record.date.clone()));
        records
    }
}

fn record(group: &[Dated], made: &Maker<'_, '_>) -> Option<DatedRecord> {
    // The longest sentence says most; of equals the first.
    let (fullest, longest) = { group.iter().enumerate() }
        .max_by_key(|(place, dated)| (dated.statement.sentence.len(), std::cmp::Reverse(*place)))?;
    let statements: Vec<StatementRecord> = group
        .iter()
        .map(|dated| made.statement(&dated.statement))
        .collect();
    let articles: BTreeSet<ArticleId> = statements.iter().map(|stated| stated.article).collect();
    let independent = made.independent(group.iter().map(|dated| &dated.statement));
    Some(DatedRecord {
        date: longest.date.clone(),
        begin: group.iter().map(|dated| &dated.begin).min()?.clone(),
        fullest: u32::try_from(fullest).unwrap_or(0),
        modality: longest.modality,
        articles: u32::try_from(articles.len()).unwrap_or(u32::MAX),
        independent: u32::try_from(independent).unwrap_or(u32::MAX),
        statements,
    })
}

/// What a report dates: times with a value that circumstances of a predicate have. Of one sentence each date once.
fn dated(report: &Report<'_>) -> Vec<Dated> {
    let mut frame_of: BTreeMap<u32, &Frame> = BTreeMap::new();
    for frame in &report.annotations.frames {
        for &time in &frame.times {
            frame_of.entry(time).or_insert(frame);
        }
    }
    let all = sentences(report.text);
    let sentence = |range: TextRange| {
        let after = all.partition_point(|sentence| sentence.start() <= range.start());
        let sentence = *all.get(after.checked_sub(1)?)?;
        sentence.contains_range(range).then_some(sentence)
    };
    let said = said(report);
    let mut seen: BTreeSet<(u32, String)> = BTreeSet::new();
    let times = (0..).zip(&report.annotations.times);
    times
        .filter_map(|(number, time)| {
            let frame = frame_of.get(&number)?;
            let sentence = sentence(time.range)?;
            let (date, begin) = value(time)?;
            let says_when = !is_of_the_saying(&said, time)
                && !is_of_a_game(report.text, time)
                && !is_of_no_day(report.text, time)
                && !is_year_of_a_thing(report.text, time)
                && !may_be_the_day_after(report.text, time);
            if !says_when {
                return None;
            }
            { seen.insert((sentence.start(), date.clone())) }.then_some(Dated {
                date,
                begin,
                statement: Statement {
                    article: report.id,
                    sentence,
                    words: time.range,
                    voucher: frame.voucher,
                },
                modality: frame.modality,
            })
        })
        .collect()
}

/// Whether somebody says "tonight" in words that are `said`: it is counted from when it was said, which may be days before it
/// was reported.
fn is_of_the_saying(said: &[TextRange], time: &TimeExpression) -> bool {
    let is_day = time.precision.is_some_and(|it| it >= TimePrecision::Day);
    let after = said.partition_point(|words| words.start() <= time.range.start());
    let within = { after.checked_sub(1) }.is_some_and(|at| said[at].contains_range(time.range));
    is_day && time.ground == TimeGround::Counted && within
}

/// What stands between marks of quotation and is somebody's, ascending.
fn said(report: &Report<'_>) -> Vec<TextRange> {
    let direct = { report.annotations.quotes.iter() }.filter(|it| it.kind == QuoteKind::Direct);
    let mut said: Vec<TextRange> = direct.flat_map(|it| it.content.iter().copied()).collect();
    said.sort_unstable_by_key(|words| (words.start(), words.end()));
    said
}

/// Whether a clock is that of a match: "with 10:03 to play in the third quarter".
fn is_of_a_game(text: &str, time: &TimeExpression) -> bool {
    const BEHIND: [&str; 7] = [
        "to play",
        "to go",
        "left",
        "remaining",
        "minutes",
        "of the clock",
        "on the clock",
    ];
    let behind = text.get(time.range.end() as usize..).unwrap_or_default();
    let behind = behind.trim_start();
    time.kind == TimeKind::Time && BEHIND.iter().any(|words| behind.starts_with(words))
}

/// Whether nothing says from which day a time is counted: one on the clock, "four days earlier" with no date before it, "that
/// day" long after one.
fn is_of_no_day(text: &str, time: &TimeExpression) -> bool {
    let words = time.range.slice(text).unwrap_or_default();
    let from_other = words.ends_with("earlier") || words.ends_with("later");
    let from_article = matches!(time.anchor, Some(TimeAnchor::Document(_)));
    let is_that = words.starts_with("that ") || words.starts_with("That ");
    let assumed = time.ground == TimeGround::Nearest && (time.kind == TimeKind::Time || is_that);
    assumed || from_other && from_article
}

/// Whether a weekday that was put six days back may be the day after: reports are dated early and go on being written, and
/// of six days ago few would say "Monday".
fn may_be_the_day_after(text: &str, time: &TimeExpression) -> bool {
    const WEEKDAYS: [&str; 7] = [
        "Sunday",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
    ];
    let (Some(TimeAnchor::Document(stamp)), Some(begin)) = (time.anchor, time.span.begin) else {
        return false;
    };
    let words = time.range.slice(text).unwrap_or_default();
    let is_weekday =
        words.split(' ').any(|word| WEEKDAYS.contains(&word)) && !words.starts_with("last");
    let days = stamp.date().duration_since(begin.date()).as_hours() / 24;
    let assumed = matches!(time.ground, TimeGround::PastTense | TimeGround::Nearest);
    is_weekday && assumed && days == 6
}

/// Whether a year tells which thing is meant, not when something happened: "a 2013 Camry", "the 2012 elections".
fn is_year_of_a_thing(text: &str, time: &TimeExpression) -> bool {
    const WHEN: [&str; 18] = [
        "in",
        "since",
        "of",
        "from",
        "until",
        "till",
        "by",
        "during",
        "before",
        "after",
        "between",
        "through",
        "throughout",
        "around",
        "about",
        "early",
        "late",
        "to",
    ];
    if time.precision != Some(TimePrecision::Year) || time.ground != TimeGround::Stated {
        return false;
    }
    let range = time.range.as_usize();
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    let behind = behind.strip_prefix(' ').unwrap_or_default();
    let last = before
        .trim_end()
        .rsplit(|c: char| !c.is_alphanumeric())
        .next();
    let says_when =
        last.is_some_and(|word| WHEN.iter().any(|when| word.eq_ignore_ascii_case(when)));
    behind.starts_with(char::is_alphabetic) && !says_when
}

/// The date of an expression, not finer than a day, and its first moment. `None` for durations, for what recurs, and
/// for what has no value or covers more than a year.
fn value(time: &TimeExpression) -> Option<(String, String)> {
    if !matches!(time.kind, TimeKind::Date | TimeKind::Time) {
        return None;
    }
    let begin = time.span.begin?.to_string();
    let date = match time.precision? {
        TimePrecision::Century | TimePrecision::Decade => return None,
        precision if precision >= TimePrecision::Day => begin.split('T').next()?.to_owned(),
        _ => time.edtf.clone()?,
    };
    Some((date, begin))
}

/// Dated sentences while they are put together.
#[derive(Default)]
struct Groups {
    sets: Forest,
    members: Vec<Dated>,
    by_words: BTreeMap<(String, String), usize>,
    by_claim: BTreeMap<(String, usize), usize>,
}

impl Groups {
    fn add(&mut self, dated: Dated, words: &str, claims: &[usize]) {
        let number = self.sets.grow();
        let key = (dated.date.clone(), words.to_owned());
        let same = *self.by_words.entry(key).or_insert(number);
        self.sets.join(same, number);
        for &claim in claims {
            let key = (dated.date.clone(), claim);
            let same = *self.by_claim.entry(key).or_insert(number);
            self.sets.join(same, number);
        }
        self.members.push(dated);
    }

    fn finish(mut self) -> Vec<Vec<Dated>> {
        let mut groups: BTreeMap<usize, Vec<Dated>> = BTreeMap::new();
        for (number, dated) in self.members.into_iter().enumerate() {
            let group = self.sets.root(number);
            groups.entry(group).or_default().push(dated);
        }
        groups.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str, words: &str, kind: &str, ground: &str) -> TimeExpression {
        let start = text.find(words).unwrap();
        serde_json::from_value(serde_json::json!({
            "range": [start, start + words.len()], "kind": kind, "value": "2025-03-14", "edtf": null, "precision": "day",
            "modifier": null, "span": {"begin": null, "end": null}, "zone": null, "anchor": null, "ground": ground,
        }))
        .unwrap()
    }

    #[test]
    fn what_somebody_calls_tonight_is_of_the_saying() {
        let text = "“We lost them tonight,” she said tonight of March 3.";
        let said = [TextRange::of(0, text.find(" she").unwrap())];
        let first = time(text, "tonight", "time", "counted");
        let mut second = first.clone();
        let at = text.rfind("tonight").unwrap();
        second.range = TextRange::of(at, at + "tonight".len());
        let stated = time(text, "tonight", "date", "stated");
        let of = |time: &TimeExpression| is_of_the_saying(&said, time);
        assert_eq!([of(&first), of(&second), of(&stated)], [true, false, false]);
        assert!(!is_of_the_saying(&[], &first));
    }

    #[test]
    fn what_is_earlier_than_the_article_is_of_no_day() {
        let text = "A man who was fired four days earlier came back on Monday, two days later.";
        let counted = |words: &str, anchor: serde_json::Value| {
            let mut time = serde_json::to_value(time(text, words, "date", "counted")).unwrap();
            time["anchor"] = anchor;
            serde_json::from_value::<TimeExpression>(time).unwrap()
        };
        let document = serde_json::json!({"document": "2025-03-14"});
        let monday = serde_json::json!({"expression": [49, 55]});
        assert!(is_of_no_day(
            text,
            &counted("four days earlier", document.clone())
        ));
        assert!(!is_of_no_day(text, &counted("two days later", monday)));
        assert!(!is_of_no_day(text, &counted("Monday", document)));
    }

    #[test]
    fn a_weekday_of_six_days_ago_may_be_that_of_tomorrow() {
        let text = "On Sunday he shot two; early Monday he was gone, and on Monday, March 10, he was seen.";
        let on = |words: &str, day: &str, ground: &str| TimeExpression {
            anchor: "2025-03-16".parse().ok().map(TimeAnchor::Document),
            span: serde_json::from_value(serde_json::json!({"begin": day, "end": null})).unwrap(),
            ..time(text, words, "date", ground)
        };
        let of = |words, day, ground| may_be_the_day_after(text, &on(words, day, ground));
        assert!(of("early Monday", "2025-03-10", "past-tense"));
        assert!(!of("Sunday", "2025-03-16", "past-tense"));
        assert!(!of("Monday, March 10", "2025-03-10", "stated"));
    }

    #[test]
    fn a_clock_without_a_day_and_a_year_of_a_thing_say_not_when() {
        let text = "The 2013 sedan was sold in 2013 after repairs, said a man at 7 p.m.";
        assert!(is_of_no_day(text, &time(text, "7 p.m.", "time", "nearest")));
        assert!(!is_of_no_day(
            text,
            &time(text, "7 p.m.", "time", "counted")
        ));
        let year = |at: usize| TimeExpression {
            range: TextRange::of(at, at + 4),
            precision: Some(TimePrecision::Year),
            ..time(text, "2013", "date", "stated")
        };
        assert!(is_year_of_a_thing(text, &year(text.find("2013").unwrap())));
        assert!(!is_year_of_a_thing(
            text,
            &year(text.rfind("2013").unwrap())
        ));
    }

    #[test]
    fn clocks_of_matches_are_no_dates() {
        for (text, words, expected) in [
            ("tied with 10:03 to play in the third", "10:03", true),
            ("the game with 6:00 minutes remaining", "6:00", true),
            ("the ferry sank at 6:40 on Friday", "6:40", false),
            ("it ended at 6:40", "6:40", false),
        ] {
            let time = time(text, words, "time", "counted");
            assert_eq!(is_of_a_game(text, &time), expected, "{text}");
        }
    }
}
