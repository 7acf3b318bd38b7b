//! Whatever the text: no panic, ranges on boundaries and within it, in order, without overlap, the same again.

use proptest::prelude::*;
use retold_annotate::quantities::times_and_quantities;
use retold_model::{Stamp, TimeExpression};
use retold_text::TextRange;

/// Words that take part in times and numbers, and signs that part them.
const PARTS: &[&str] = &[
    "May",
    "march",
    "Tuesday",
    "Tues.",
    "2024",
    "1990s",
    "'90s",
    "5",
    "31",
    "99999999999",
    "1,000",
    "3.5",
    "first",
    "21st",
    "last",
    "next",
    "this",
    "the",
    "a",
    "two",
    "twenty",
    "hundred",
    "million",
    "half",
    "and",
    "to",
    "from",
    "between",
    "week",
    "weeks",
    "year",
    "months",
    "decade",
    "century",
    "ago",
    "later",
    "before",
    "after",
    "early",
    "end",
    "of",
    "at",
    "on",
    "in",
    "about",
    "more than",
    "every",
    "daily",
    "noon",
    "p.m.",
    "GMT",
    "3:30",
    "-",
    "–",
    ",",
    ".",
    "/",
    "$",
    "€",
    "%",
    "(",
    ")",
    "'s",
    "\n",
    "\n\n",
    "é",
    "people",
    "Christmas",
    "Easter",
    "summer",
    "quarter",
    "fiscal",
    "day",
    "night",
    "weekend",
    "Q3",
    "o'clock",
    "year-old",
    "km",
    "dollars",
    "percent",
    "yesterday",
    "tonight",
    "now",
    "0000",
    "24:00",
    "29",
    "Feb",
];

fn text() -> impl Strategy<Value = String> {
    let parts = prop::collection::vec(
        (prop::sample::select(PARTS), prop::bool::weighted(0.8)),
        0..40,
    );
    let made = parts.prop_map(|parts| {
        parts
            .into_iter()
            .map(|(part, spaced)| {
                if spaced {
                    format!("{part} ")
                } else {
                    part.to_owned()
                }
            })
            .collect::<String>()
    });
    prop_oneof![3 => made, 1 => "(?s).{0,80}"]
}

fn anchor() -> impl Strategy<Value = Option<Stamp>> {
    const STAMPS: &[&str] = &[
        "2024-05-16",
        "2024-02-29T23:59:59Z",
        "2024-12",
        "1999",
        "0001-01-01",
        "9999-12-31",
    ];
    prop_oneof![
        Just(None),
        prop::sample::select(STAMPS).prop_map(|stamp| stamp.parse().ok()),
    ]
}

fn in_order(text: &str, ranges: &[TextRange]) {
    for range in ranges {
        assert!(
            range
                .slice(text)
                .is_some_and(|words| !words.trim().is_empty())
        );
    }
    for pair in ranges.windows(2) {
        assert!(pair[0].end() <= pair[1].start());
    }
}

fn inner(time: &TimeExpression) {
    for end in &time.ends {
        assert!(time.range.start() <= end.range.start() && end.range.end() <= time.range.end());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn ranges_lie_in_the_text_in_order(text in text(), anchor in anchor()) {
        let blocks = [TextRange::of(0, text.len())];
        let (times, quantities) = times_and_quantities(&text, &blocks, anchor);
        in_order(&text, &times.iter().map(|time| time.range).collect::<Vec<_>>());
        in_order(&text, &quantities.iter().map(|quantity| quantity.range).collect::<Vec<_>>());
        times.iter().for_each(inner);
        prop_assert_eq!((times, quantities), times_and_quantities(&text, &blocks, anchor));
    }
}
