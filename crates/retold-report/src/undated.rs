//! Times that date nothing, though the text names them: those of which nothing says the day, or that tell which thing is meant.

use retold_model::{
    QuoteKind, Report, TimeAnchor, TimeExpression, TimeGround, TimeKind, TimePrecision,
};
use retold_text::TextRange;

/// What tells of a report's times whether they say when something happened.
pub(crate) struct Undated<'r> {
    text: &'r str,
    /// What stands between marks of quotation and is somebody's, ascending.
    said: Vec<TextRange>,
}

impl<'r> Undated<'r> {
    pub(crate) fn of(report: &Report<'r>) -> Self {
        let direct = { report.annotations.quotes.iter() }.filter(|it| it.kind == QuoteKind::Direct);
        let mut said: Vec<TextRange> = direct.flat_map(|it| it.content.iter().copied()).collect();
        said.sort_unstable_by_key(|words| (words.start(), words.end()));
        Self {
            text: report.text,
            said,
        }
    }

    /// Whether a time of the report says when what is told beside it happened.
    pub(crate) fn says_when(&self, time: &TimeExpression) -> bool {
        !is_of_the_saying(&self.said, time)
            && !is_of_a_game(self.text, time)
            && !is_of_no_day(self.text, time)
            && !is_year_of_a_thing(self.text, time)
            && !may_be_the_day_after(self.text, time)
    }
}

/// Whether somebody says "tonight" in words that are `said`: it is counted from when it was said, which may be days before it
/// was reported.
fn is_of_the_saying(said: &[TextRange], time: &TimeExpression) -> bool {
    let is_day = time.precision.is_some_and(|it| it >= TimePrecision::Day);
    let after = said.partition_point(|words| words.start() <= time.range.start());
    let within = { after.checked_sub(1) }.is_some_and(|at| said[at].contains_range(time.range));
    is_day && time.ground == TimeGround::Counted && within
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
