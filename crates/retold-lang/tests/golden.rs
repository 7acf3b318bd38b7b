//! Records of the reference implementation, for texts written for this: each must come out the same, field by field.
//!
//! `tests/golden/make.py` tells how they were made. The models are fetched into the user's cache on first use.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;
use retold_lang::models::{Cache, EN_CORE_WEB_MD, EN_CORE_WEB_SM, FR_CORE_NEWS_SM, Model};
use retold_lang::{Pipeline, Record};
use serde_json::Value;

fn pipeline(model: &'static Model) -> Pipeline {
    let installed = Cache::of_user()
        .unwrap()
        .ensure(model, &mut |_| ())
        .unwrap();
    Pipeline::from_files(&|file| installed.read(file)).unwrap()
}

fn records(name: &str) -> Vec<Value> {
    let path = Path::new("tests/golden").join(name);
    let lines = BufReader::new(GzDecoder::new(File::open(path).unwrap())).lines();
    let mut records: Vec<Value> = lines
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect();
    for record in &mut records {
        record.as_object_mut().unwrap().remove("src");
    }
    records
}

/// Analyses all texts together and compares each record with the expected one.
fn check(model: &'static Model, name: &str, count: usize) {
    let expected = records(name);
    assert_eq!(expected.len(), count);
    let pipeline = pipeline(model);
    let texts: Vec<&str> = expected
        .iter()
        .map(|record| record["text"].as_str().unwrap())
        .collect();
    let docs = pipeline.analyse_all(&texts).unwrap();
    for (doc, expected) in docs.iter().zip(&expected) {
        let id = expected["id"].as_str().unwrap();
        assert_eq!(
            serde_json::to_value(Record { id, doc }).unwrap(),
            *expected,
            "{id}"
        );
    }
    // The same once more, alone and with warm caches: neither neighbours nor what came before may matter.
    for expected in expected.iter().step_by(7) {
        let id = expected["id"].as_str().unwrap();
        let doc = pipeline
            .analyse(expected["text"].as_str().unwrap())
            .unwrap();
        assert_eq!(
            serde_json::to_value(Record { id, doc: &doc }).unwrap(),
            *expected,
            "{id} alone"
        );
    }
}

#[test]
fn english_small() {
    check(&EN_CORE_WEB_SM, "en-sm.jsonl.gz", 876);
}

#[test]
fn english_medium_with_static_vectors() {
    check(&EN_CORE_WEB_MD, "en-md.jsonl.gz", 200);
}

#[test]
fn french_small_with_morphologizer() {
    check(&FR_CORE_NEWS_SM, "fr-sm.jsonl.gz", 232);
}

#[test]
fn traces_of_decisions_and_vectors() {
    let pipeline = pipeline(&EN_CORE_WEB_SM);
    let names = |value: &Value| -> Vec<String> { serde_json::from_value(value.clone()).unwrap() };
    let mut worst = 0.0_f64;
    for expected in records("en-sm-traces.jsonl.gz") {
        let trace = pipeline.trace(expected["text"].as_str().unwrap()).unwrap();
        assert_eq!(
            trace.parser,
            names(&expected["parser"]),
            "{}",
            expected["id"]
        );
        assert_eq!(
            trace.entities,
            names(&expected["ner"]),
            "{}",
            expected["id"]
        );
        let vectors: Vec<Vec<f64>> = serde_json::from_value(expected["t2v"].clone()).unwrap();
        assert_eq!(trace.vectors.len(), vectors.len());
        for (row, expected) in trace.vectors.iter().zip(&vectors) {
            for (x, expected) in row.iter().zip(expected) {
                worst = worst.max((f64::from(*x) - expected).abs());
            }
        }
    }
    assert!(worst < 2e-5, "token vectors differ by {worst}");
}

#[test]
fn noun_chunks_of_english() {
    let pipeline = pipeline(&EN_CORE_WEB_SM);
    for expected in records("en-sm-noun-chunks.jsonl.gz") {
        let doc = pipeline
            .analyse(expected["text"].as_str().unwrap())
            .unwrap();
        let chunks: Vec<(usize, usize)> = doc
            .noun_chunks()
            .map(|chunk| (chunk.token_range().start, chunk.token_range().end))
            .collect();
        assert_eq!(
            serde_json::to_value(chunks).unwrap(),
            expected["noun_chunks"],
            "{}",
            expected["id"]
        );
    }
}

#[test]
fn the_tree_is_walked_up_and_down() {
    let pipeline = pipeline(&EN_CORE_WEB_SM);
    let doc = pipeline
        .analyse("The minister of trade left Oslo.")
        .unwrap();
    let words = |tokens: Vec<retold_lang::Token<'_>>| -> Vec<String> {
        tokens.iter().map(|token| token.text().to_owned()).collect()
    };
    let minister = doc.token(1).unwrap();
    assert_eq!(minister.subtree().text(), "The minister of trade");
    assert_eq!(
        minister.subtree().root().map(retold_lang::Token::index),
        Some(1)
    );
    assert_eq!(words(minister.left_children().collect()), ["The"]);
    assert_eq!(words(minister.right_children().collect()), ["of"]);
    assert_eq!(
        words(doc.token(3).unwrap().ancestors().collect()),
        ["of", "minister", "left"]
    );
}

#[test]
fn parts_of_a_text_are_analysed_each_for_itself() {
    let pipeline = pipeline(&EN_CORE_WEB_SM);
    let text = "Police said no.\n\nHe left on Monday.\n\nPolice said no.";
    let parts =
        [(0, 15), (17, 35), (37, 52)].map(|(start, end)| retold_text::TextRange::new(start, end));
    let whole = pipeline.analyse_parts(text, &parts).unwrap();
    let mut seen = BTreeMap::new();
    for (part, sentence) in parts.iter().zip(whole.sentences()) {
        assert_eq!(sentence.range(), *part);
        let alone = pipeline.analyse(part.slice(text).unwrap()).unwrap();
        let words =
            |tokens: Vec<retold_lang::Token<'_>>, first: usize| -> Vec<(String, String, usize)> {
                let word = |token: &retold_lang::Token<'_>| {
                    (
                        token.lemma().to_owned(),
                        token.dep().to_owned(),
                        token.head().index() - first,
                    )
                };
                tokens.iter().map(word).collect()
            };
        let first = sentence.token_range().start;
        let joined = words(sentence.tokens().collect(), first);
        assert_eq!(joined, words(alone.tokens().collect(), 0));
        seen.insert(part.start(), joined);
    }
    assert_eq!(seen[&0], seen[&37]);
    assert_eq!(whole.sentences().len(), 3);
    // The third part was remembered from nowhere but the first call; the tokens of it were counted once a look.
    let before = pipeline.statistics().tokens;
    pipeline.analyse_parts(text, &parts).unwrap();
    assert_eq!(pipeline.statistics().tokens, before);
}
