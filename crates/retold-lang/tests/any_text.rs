//! Whatever text comes in, the doc that comes out is whole.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::sync::LazyLock;

use proptest::prelude::*;
use retold_lang::models::{Cache, EN_CORE_WEB_SM};
use retold_lang::{Doc, EntityMark, MAX_TEXT_BYTES, Pipeline, TextTooLong};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| {
    let installed = Cache::of_user()
        .unwrap()
        .ensure(&EN_CORE_WEB_SM, &mut |_| ())
        .unwrap();
    Pipeline::from_files(&|file| installed.read(file)).unwrap()
});

/// Checks everything that a doc promises of itself.
fn check(doc: &Doc, text: &str) {
    assert_eq!(doc.text(), text);
    let mut rebuilt = String::new();
    for token in doc.tokens() {
        assert_eq!(token.range().start() as usize, rebuilt.len());
        assert!(!token.text().is_empty());
        rebuilt.push_str(token.text());
        if token.space_after() {
            rebuilt.push(' ');
        }
        assert!(token.is_root() || token.dep() != "ROOT");
        for child in token.children() {
            assert_eq!(child.head().index(), token.index());
        }
        assert_eq!(
            token.entity_mark() == EntityMark::Outside,
            token.entity_type().is_empty()
        );
    }
    assert_eq!(rebuilt, text);
    let children: usize = doc.tokens().map(|token| token.children().len()).sum();
    let roots = doc.tokens().filter(|token| token.is_root()).count();
    assert_eq!(children + roots, doc.len());
    let mut next = 0;
    for sentence in doc.sentences() {
        let tokens = sentence.token_range();
        assert_eq!(tokens.start, next);
        next = tokens.end;
        let starts: Vec<usize> = sentence
            .tokens()
            .filter(|token| token.is_sentence_start())
            .map(retold_lang::Token::index)
            .collect();
        assert_eq!(starts, [tokens.start]);
    }
    assert_eq!(next, doc.len());
    let mut inside = 0;
    for entity in doc.entities() {
        for (place, token) in entity.span.tokens().enumerate() {
            assert_eq!(token.entity_mark() == EntityMark::Begin, place == 0);
            assert_eq!(token.entity_type(), entity.label);
            inside += 1;
        }
    }
    assert_eq!(
        inside,
        doc.tokens()
            .filter(|token| token.entity_mark() != EntityMark::Outside)
            .count()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_characters(text in any::<String>()) {
        check(&PIPELINE.analyse(&text).unwrap(), &text);
    }

    #[test]
    fn characters_that_matter(text in "[ \n\t\u{a0}a-cA-C0-2.,;:!?'\"“”’()\\[\\]{}<>/@#$€£%&*+=_~^|-]{0,80}") {
        check(&PIPELINE.analyse(&text).unwrap(), &text);
    }

    #[test]
    fn words_in_any_order(words in proptest::collection::vec(
        proptest::sample::select(vec!["the", "said", "Reuters", "not", "n't", "who", "$5", "3.5m", "—", "\"", "(", ")", "U.S.", "\n\n", "and", "left", "of", "Mr.", "Kim"]),
        0..120,
    )) {
        let text = words.join(" ");
        check(&PIPELINE.analyse(&text).unwrap(), &text);
    }
}

#[test]
fn hostile_texts() {
    let units = [
        "a", "\n", "  x", "(", ")(", "word,", "a.b/", "😀", "\u{300}", "Ü.", "1,", "''", "http://",
        "x@", "-", "...", "\0",
    ];
    for unit in units {
        let text = unit.repeat(20_000 / unit.len());
        check(&PIPELINE.analyse(&text).unwrap(), &text);
    }
}

/// One sentence that is longer than all windows, and one text among many others: the same result as alone.
#[test]
fn long_texts_are_the_same_in_any_company() {
    let clause = "He said that the minister, who had left Oslo on Monday, would not return ";
    let text = clause.repeat(200);
    let alone = PIPELINE.analyse(&text).unwrap();
    check(&alone, &text);
    let among = PIPELINE
        .analyse_all(&["Short.", &text, "", "Another one left."])
        .unwrap();
    let trees = |doc: &Doc| -> Vec<(usize, String, String)> {
        doc.tokens()
            .map(|t| (t.head().index(), t.dep().to_owned(), t.tag().to_owned()))
            .collect()
    };
    assert_eq!(trees(&among[1]), trees(&alone));
    assert_eq!(
        among.iter().map(Doc::len).collect::<Vec<_>>(),
        [2, alone.len(), 0, 4]
    );
}

#[test]
fn a_text_that_is_too_long_is_refused_by_number() {
    let long = "a".repeat(MAX_TEXT_BYTES + 1);
    let error = PIPELINE.analyse_all(&["fine", &long]).unwrap_err();
    assert_eq!(
        error,
        TextTooLong {
            index: 1,
            bytes: MAX_TEXT_BYTES + 1
        }
    );
}
