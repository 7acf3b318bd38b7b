//! The literate tests in `tests/frames/*.md`: a text, and below it each frame.
//!
//! In a block fenced by ` ```frames ` a line `> ...` is a block of the text; the lines below it are
//! `lemma kind [form]: arguments {circumstances}`, all that is found, in order. Of the form, what is usual is left out: a verb,
//! active, asserted, simple. Arguments are `ROLE=words`, `preposition=words`; several heads follow in brackets. What stands
//! elsewhere is marked: `^` with the antecedent, `&` with the predicate it is joined to, `<` with the one that governs.
//! Prose between the blocks explains. `RETOLD_BLESS=1` writes what is found today; the change is then read as a diff.

mod common;

use proptest::prelude::*;
use retold_annotate::frames::frames;
use retold_annotate::names::names;
use retold_annotate::quantities::times_and_quantities;
use retold_annotate::quotes::quotes;
use retold_model::{
    Argument, ArgumentGround, ArgumentRole, Aspect, Frame, Modality, PredicateKind, Quantity,
    Quote, TimeExpression, Voice, Voucher,
};
use retold_text::TextRange;

struct Found {
    frames: Vec<Frame>,
    times: Vec<TimeExpression>,
    quantities: Vec<Quantity>,
    quotes: Vec<Quote>,
}

fn found(text: &str) -> Found {
    let blocks = common::blocks(text);
    let doc = common::ENGLISH
        .analyse_parts(text, &blocks)
        .expect("the text is short");
    let (times, quantities) = times_and_quantities(text, &blocks, None);
    let quotes = quotes(&doc, &blocks);
    let mentions = names(&doc, &blocks);
    Found {
        frames: frames(&doc, &blocks, &mentions, &times, &quantities, &quotes),
        times,
        quantities,
        quotes,
    }
}

fn shown(text: &str, found: &Found, frame: &Frame) -> String {
    let words = |range: TextRange| range.slice(text).unwrap_or("(no words)");
    let mut head = frame.lemma.clone();
    if frame.kind != PredicateKind::Verb {
        head.push(' ');
        head.push_str(&format!("{:?}", frame.kind).to_lowercase());
    }
    let mut form: Vec<String> = Vec::new();
    form.extend(frame.tense.map(|tense| format!("{tense:?}").to_lowercase()));
    if frame.aspect != Aspect::Simple {
        form.push(format!("{:?}", frame.aspect).to_lowercase());
    }
    if frame.voice == Voice::Passive {
        form.push("passive".to_owned());
    }
    if frame.negated {
        form.push("not".to_owned());
    }
    if frame.modality != Modality::Asserted {
        form.push(format!("{:?}", frame.modality).to_lowercase());
    }
    if let Voucher::Quote(number) = frame.voucher {
        let speaker = found.quotes[number as usize].speaker;
        form.push(format!("says {}", speaker.map_or("-", words)));
    }
    if !form.is_empty() {
        head = format!("{head} [{}]", form.join(", "));
    }
    let arguments: Vec<String> = frame
        .arguments
        .iter()
        .map(|argument| shown_argument(text, argument))
        .collect();
    let mut around: Vec<String> = Vec::new();
    around.extend(
        frame
            .times
            .iter()
            .map(|&time| format!("t={}", words(found.times[time as usize].range))),
    );
    around.extend(
        frame
            .quantities
            .iter()
            .map(|&quantity| format!("n={}", words(found.quantities[quantity as usize].range))),
    );
    around.extend(
        frame
            .places
            .iter()
            .map(|place| format!("at={}", words(*place))),
    );
    around.extend(
        frame
            .complements
            .iter()
            .map(|&complement| format!("+{}", found.frames[complement as usize].lemma)),
    );
    let around = if around.is_empty() {
        String::new()
    } else {
        format!(" {{{}}}", around.join("; "))
    };
    format!("{head}: {}{around}", arguments.join("; "))
}

fn shown_argument(text: &str, argument: &Argument) -> String {
    let words = |range: TextRange| range.slice(text).unwrap_or("(no words)");
    let name = match argument.role {
        ArgumentRole::Subject => "S",
        ArgumentRole::Object => "O",
        ArgumentRole::Recipient => "R",
        ArgumentRole::Predicative => "P",
        ArgumentRole::Prepositional => argument.preposition.as_deref().unwrap_or("-"),
    };
    let sign = match argument.ground {
        ArgumentGround::Stated => "",
        ArgumentGround::Antecedent => "^",
        ArgumentGround::Shared => "&",
        ArgumentGround::Governor => "<",
    };
    let heads: Vec<&str> = argument.heads.iter().map(|head| words(*head)).collect();
    let heads = if heads.len() > 1 {
        format!(" [{}]", heads.join(" | "))
    } else {
        String::new()
    };
    format!("{name}={sign}{}{heads}", words(argument.range))
}

/// What the file says, with what is found today: the same as the file if all pass.
fn rewritten(file: &str) -> String {
    common::with_findings(file, "frames", |text| {
        let found = found(text);
        found
            .frames
            .iter()
            .map(|frame| shown(text, &found, frame))
            .collect()
    })
}

#[test]
fn literate() {
    common::literate("frames", rewritten);
}

/// Words that take part in clauses, and signs that part them.
const PARTS: &[&str] = &[
    "Russia",
    "Anna Olsen",
    "the troops",
    "attacked",
    "was attacked by",
    "will",
    "not",
    "to leave",
    "agreed to",
    "denied that",
    "said",
    "who",
    "which",
    "that",
    "and",
    "or",
    ",",
    ".",
    "?",
    "\"",
    "“",
    "”",
    "if",
    "unless",
    "without",
    "leaving",
    "the attack on",
    "on Monday",
    "in Kyiv",
    "300 people",
    "is",
    "be",
    "there",
    "president of",
    "the mayor",
    "plans",
    "rule out",
    "no",
    "nobody",
    "urged",
    "Iran",
    "going to",
    "\n",
    "\n\n",
    "é",
    "日本",
    "\u{200b}",
    "'s",
    "invasion of",
    "between",
];

fn check(text: &str) {
    let found = found(text);
    let count = u32::try_from(found.frames.len()).expect("the text is short");
    assert!(
        found
            .frames
            .is_sorted_by_key(|frame| frame.predicate.start())
    );
    for (number, frame) in (0..).zip(&found.frames) {
        for range in frame.ranges() {
            assert!(
                range.slice(text).is_some_and(|words| !words.is_empty()),
                "{frame:?}"
            );
        }
        assert!(
            frame
                .arguments
                .iter()
                .all(|argument| !argument.heads.is_empty())
        );
        assert!(frame.arguments.is_sorted_by_key(|argument| argument.role));
        assert!(!frame.lemma.is_empty());
        for &complement in &frame.complements {
            assert_eq!(found.frames[complement as usize].governor, Some(number));
        }
        assert!(frame.governor.is_none_or(|governor| governor < count));
        assert!(
            frame
                .times
                .iter()
                .all(|&time| (time as usize) < found.times.len())
        );
        assert!(
            frame
                .quantities
                .iter()
                .all(|&number| (number as usize) < found.quantities.len())
        );
    }
    assert_eq!(self::found(text).frames, found.frames);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gives_valid_frames(text in "\\PC{0,80}") {
        check(&text);
    }

    #[test]
    fn any_words_give_valid_frames(
        words in prop::collection::vec(prop::sample::select(PARTS), 0..60),
    ) {
        check(&words.join(" "));
    }
}
