//! The literate tests in `tests/names/*.md`: a text, and below it each name with its kind, its title and its grounds.
//!
//! In a block fenced by ` ```names ` a line `> ...` is a text; the lines below it are
//! `words = KIND [TITLE] (GROUNDS)`, all that is found, in order. Prose between the blocks explains.

mod common;

use proptest::prelude::*;
use retold_annotate::names::names;
use retold_model::Mention;
use retold_text::TextRange;

fn found(text: &str) -> Vec<Mention> {
    let whole = TextRange::of(0, text.len());
    names(
        &common::ENGLISH
            .analyse(text)
            .expect("the English model can be fetched and run"),
        &[whole],
    )
}

fn shown(text: &str, mention: &Mention) -> String {
    let words = |range: TextRange| range.slice(text).unwrap_or("(no words)");
    let title = mention
        .title
        .map_or(String::new(), |title| format!(" [{}]", words(title)));
    let grounds: Vec<String> = mention
        .grounds
        .iter()
        .map(|ground| format!("{ground:?}").to_lowercase())
        .collect();
    format!(
        "{} = {}{title} ({})",
        words(mention.range),
        format!("{:?}", mention.kind).to_lowercase(),
        grounds.join(", ")
    )
}

/// What the file says, with the expectations that hold today: the same as the file if all pass.
fn rewritten(file: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut inside = false;
    for line in file.lines() {
        if line.starts_with("```") {
            inside = line == "```names";
        } else if inside {
            if let Some(text) = line.strip_prefix("> ") {
                lines.push(line.to_owned());
                lines.extend(found(text).iter().map(|mention| shown(text, mention)));
                continue;
            } else if !line.is_empty() {
                continue;
            }
        }
        lines.push(line.to_owned());
    }
    lines.join("\n") + "\n"
}

#[test]
fn literate() {
    common::literate("names", rewritten);
}

#[test]
fn no_name_crosses_the_end_of_a_block() {
    let text = "The talks were held in New York\n\nTimes are hard, Ana Prado said";
    let blocks = [TextRange::of(0, 31), TextRange::of(33, text.len())];
    let doc = common::ENGLISH.analyse_parts(text, &blocks).unwrap();
    let words: Vec<&str> = names(&doc, &blocks)
        .iter()
        .filter_map(|mention| mention.range.slice(text))
        .collect();
    assert_eq!(words, ["New York", "Ana Prado"]);
}

#[test]
fn a_word_of_a_headline_that_the_text_inflects_is_no_name() {
    let headline = "Kardovia: Young Climber Killed In Fall";
    let text =
        format!("{headline}\n\nA climber was killed after falling from a ridge in Kardovia.");
    let blocks = [
        TextRange::of(0, headline.len()),
        TextRange::of(headline.len() + 2, text.len()),
    ];
    let doc = common::ENGLISH.analyse_parts(&text, &blocks).unwrap();
    let words: Vec<&str> = names(&doc, &blocks)
        .iter()
        .filter_map(|mention| mention.range.slice(&text))
        .collect();
    assert_eq!(words, ["Kardovia", "Kardovia"]);
}

/// Words that take part in names, and signs that part them.
const PARTS: &[&str] = &[
    "President",
    "Minister of",
    "Mr.",
    "South African",
    "Sri",
    "Lanka",
    "U.S.-led",
    "anti-American",
    "Ministry",
    "Bank",
    "of",
    "the",
    "and",
    "for",
    "de la",
    "al-",
    "bin",
    "Kofi",
    "Ōkawa",
    "İzmir",
    "O'Neill",
    "J.",
    "(WHO)",
    "ECOWAS",
    "'s",
    "“",
    "”",
    "\"",
    "(",
    ")",
    "-",
    "––",
    "—",
    "&",
    ",",
    ".",
    "\n",
    "said",
    "in",
    "Nairobi",
    "Lake",
    "River",
    "日本",
    "\u{301}",
];

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        prop::collection::vec(prop::sample::select(PARTS), 0..30).prop_map(|parts| parts.join(" ")),
        prop::collection::vec(prop::sample::select(PARTS), 0..30).prop_map(|parts| parts.concat()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn names_lie_in_the_text_in_order_without_overlap(text in any_text()) {
        let mentions = found(&text);
        let mut last = 0;
        for mention in &mentions {
            prop_assert!(!mention.range.is_empty());
            prop_assert!(mention.range.slice(&text).is_some());
            prop_assert!(mention.range.start() >= last);
            prop_assert!(!mention.grounds.is_empty());
            last = mention.range.end();
            if let Some(title) = mention.title {
                prop_assert!(title.slice(&text).is_some());
                prop_assert!(title.end() <= mention.range.start());
            }
        }
        prop_assert_eq!(found(&text), mentions);
    }
}
