//! The sample of `examples/` against the list of what is planted in it.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// What the command made of the sample: export records by file and record number, and the stories.
struct Made {
    records: BTreeMap<(String, Option<u64>), Value>,
    folder: tempfile::TempDir,
}

impl Made {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = Self {
            records: BTreeMap::new(),
            folder,
        };
        made.run(&["add", examples().join("sample").to_str().unwrap()]);
        let exported = made.run(&["export", "jsonl", "-o", "-"]);
        let mut records = BTreeMap::new();
        for line in exported.lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            let source = &record["article"]["source"];
            let path = source["path"].as_str().unwrap();
            let file = &path[path.find("sample/").unwrap()..];
            records.insert((file.to_owned(), source["record"].as_u64()), record);
        }
        Self { records, ..made }
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = Command::new(assert_cmd::cargo::cargo_bin!("retold"))
            .arg("--db")
            .arg(self.folder.path().join("sample.db"))
            .args(arguments)
            .output()
            .unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    fn article(&self, planted: &Value) -> &Value {
        let key = (
            planted["file"].as_str().unwrap().to_owned(),
            planted["record"].as_u64(),
        );
        &self.records[&key]["article"]
    }
}

fn planted() -> Value {
    serde_json::from_slice(&std::fs::read(examples().join("planted.json")).unwrap()).unwrap()
}

/// Kinds and words of the body, the dateline taken off its first block.
fn body(article: &Value) -> Vec<(String, String)> {
    let text = article["text"].as_str().unwrap();
    let dateline = article["dateline"]["span"]["words"]
        .as_str()
        .unwrap_or_default();
    let blocks = article["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|block| {
            let kind = block["kind"].as_str().unwrap();
            let is_body = matches!(kind, "paragraph" | "heading" | "list-item" | "block-quote");
            let span = if block["span"].is_object() {
                &block["span"]
            } else {
                block
            };
            let at = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
            is_body.then(|| {
                (
                    kind.replace('-', " "),
                    text[at("start_byte")..at("end_byte")].to_owned(),
                )
            })
        });
    let mut blocks: Vec<_> = blocks.collect();
    if let Some((_, first)) = blocks.first_mut()
        && let Some(rest) = first.strip_prefix(dateline)
    {
        *first = rest.trim_start().to_owned();
    }
    blocks
}

#[test]
fn bodies_are_what_the_reporters_wrote() {
    let made = Made::new();
    let planted = planted();
    for (name, expected) in planted["articles"].as_object().unwrap() {
        let found = body(made.article(expected));
        let expected: Vec<(String, String)> = expected["body"]
            .as_array()
            .unwrap()
            .iter()
            .map(|block| {
                (
                    block["kind"].as_str().unwrap().to_owned(),
                    block["text"].as_str().unwrap().to_owned(),
                )
            })
            .collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn headlines_and_days_are_those_of_the_pages() {
    let made = Made::new();
    for (name, expected) in planted()["articles"].as_object().unwrap() {
        let article = made.article(expected);
        assert_eq!(article["headline"]["value"], expected["headline"], "{name}");
        // The only time of this scrape is its line `Update:`, which is filed as the time of the last change.
        let field = if name == "fenmoor-star" {
            "modified"
        } else {
            "published"
        };
        assert_eq!(
            article[field]["value"], expected["published"]["value"],
            "{name}"
        );
    }
}

#[test]
fn stories_are_the_happenings() {
    let made = Made::new();
    let planted = planted();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, expected) in planted["articles"].as_object().unwrap() {
        let key = (
            expected["file"].as_str().unwrap().to_owned(),
            expected["record"].as_u64(),
        );
        let story = made.records[&key]["stories"].to_string();
        found.entry(story).or_default().insert(name.clone());
    }
    let expected: BTreeSet<BTreeSet<String>> = planted["stories"]
        .as_array()
        .unwrap()
        .iter()
        .map(|story| {
            story["articles"]
                .as_array()
                .unwrap()
                .iter()
                .map(|name| name.as_str().unwrap().to_owned())
                .collect()
        })
        .collect();
    assert_eq!(found.into_values().collect::<BTreeSet<_>>(), expected);
}

#[test]
fn every_range_of_base_and_export_holds() {
    let made = Made::new();
    made.run(&["verify"]);
    let file = made.folder.path().join("all.jsonl");
    made.run(&["export", "jsonl", "-o", file.to_str().unwrap()]);
    made.run(&["verify", file.to_str().unwrap()]);
}
