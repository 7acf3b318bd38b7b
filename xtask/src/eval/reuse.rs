//! Shared passages and groups of reprints.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use retold_link::{MemoryIndex, reprint_groups};
use retold_model::{ArticleId, PassageKind};
use retold_text::CharOffsets;
use serde::{Deserialize, Serialize};

use super::gold::GoldFile;
use super::text_document::{Extracted, Given};
use super::{Predictions, Scored, Task, of_kind, scorer};

/// The input fields of a record.
#[derive(Deserialize)]
struct Input {
    id: String,
    text: String,
    title: Option<String>,
    date: Option<String>,
    source: Option<String>,
    url: Option<String>,
}

impl Input {
    fn given(&self) -> Given<'_> {
        Given {
            id: &self.id,
            text: &self.text,
            title: self.title.as_deref(),
            date: self.date.as_deref(),
            outlet: self.source.as_deref(),
            url: self.url.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct PassageLine<'r> {
    a: &'r str,
    b: &'r str,
    a_start: u32,
    a_end: u32,
    b_start: u32,
    b_end: u32,
}

#[derive(Serialize)]
struct ArticleLine<'r> {
    id: &'r str,
    group: String,
}

/// The articles are the records with a text; the gold has none.
fn inputs(files: &[GoldFile]) -> impl Iterator<Item = &GoldFile> {
    of_kind(files, &["id", "text"], &["spans"])
}

fn golds(files: &[GoldFile]) -> impl Iterator<Item = &GoldFile> {
    of_kind(files, &["id", "spans", "group"], &["text"])
}

/// `passages.jsonl` and `articles.jsonl`.
pub(super) fn predict(files: &[GoldFile]) -> Result<Vec<Predictions>> {
    let mut records: Vec<Input> = Vec::new();
    for file in inputs(files) {
        records.extend(file.records::<Input>()?);
    }
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let extracted: Vec<Extracted> = records
        .iter()
        .map(|record| record.given().extracted())
        .collect();
    let mut base = MemoryIndex::new();
    base.change(&[], extracted.iter().map(|e| e.linkable.clone()).collect())?;

    let place: BTreeMap<ArticleId, usize> = extracted
        .iter()
        .zip(0..)
        .map(|(e, at)| (e.linkable.id, at))
        .collect();
    let offsets: Vec<CharOffsets<'_>> = records
        .iter()
        .map(|record| CharOffsets::new(&record.text))
        .collect();
    let mut passages = Vec::new();
    for passage in base
        .all_passages()
        .filter(|passage| passage.kind == PassageKind::Report)
    {
        let (a, b) = (
            place[&passage.first.article],
            place[&passage.second.article],
        );
        let (a_start, a_end) = extracted[a].code_points(&offsets[a], passage.first.range);
        let (b_start, b_end) = extracted[b].code_points(&offsets[b], passage.second.range);
        passages.push(PassageLine {
            a: &records[a].id,
            b: &records[b].id,
            a_start,
            a_end,
            b_start,
            b_end,
        });
    }
    let mut groups = BTreeMap::new();
    for group in reprint_groups(&base, &base.article_keys())? {
        for article in &group.articles {
            groups.insert(*article, group.articles[0]);
        }
    }
    let articles: Vec<ArticleLine<'_>> = records
        .iter()
        .map(|record| {
            let id = record.given().article_id();
            ArticleLine {
                id: &record.id,
                group: groups.get(&id).unwrap_or(&id).to_string(),
            }
        })
        .collect();
    Ok(vec![
        Predictions::new("passages.jsonl", &passages)?,
        Predictions::new("articles.jsonl", &articles)?,
    ])
}

/// Scores the predictions in `out`; the scorer wants the corpus under its own names.
pub(super) fn score(files: &[GoldFile], out: &std::path::Path) -> Result<Vec<Scored>> {
    let text = |files: &mut dyn Iterator<Item = &GoldFile>| {
        files
            .map(|file| file.text.trim_end())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let Some(gold) = golds(files).next() else {
        return Ok(Vec::new());
    };
    let corpus = tempfile::tempdir().context("could not make a folder for the corpus")?;
    std::fs::write(
        corpus.path().join("articles.jsonl"),
        text(&mut inputs(files)),
    )?;
    std::fs::write(corpus.path().join("gold.jsonl"), text(&mut golds(files)))?;
    let scored = scorer::score(
        Task::Reuse,
        gold,
        &[
            corpus.path().as_os_str(),
            "--passages".as_ref(),
            out.join("passages.jsonl").as_os_str(),
            "--articles".as_ref(),
            out.join("articles.jsonl").as_os_str(),
        ],
    )?;
    Ok(vec![scored])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::gold;

    const COPIED: &str = "A storm tore the roof off the old town hall on Monday and left four hundred homes without power.";

    fn folder(fields: &str, gold: bool) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let line = |id: &str, text: &str| {
            format!(
                "{{\"id\":\"{id}\",\"source\":\"O\",\"title\":\"T\",\"text\":{}{fields}}}\n",
                serde_json::json!(text)
            )
        };
        let articles = [
            line("x", &format!("É first. \n\n{COPIED}")),
            line(
                "y",
                &format!("{COPIED}\n\nNothing else is known of it here."),
            ),
            line("z", "Another matter."),
        ];
        std::fs::write(folder.path().join("some-articles.jsonl"), articles.concat()).unwrap();
        if gold {
            std::fs::write(
                folder.path().join("answers.jsonl"),
                "{\"id\":\"x\",\"group\":\"x\",\"spans\":[]}\n",
            )
            .unwrap();
        }
        folder
    }

    fn predicted(folder: &tempfile::TempDir) -> Vec<Vec<String>> {
        let files = gold::files(folder.path()).unwrap();
        predict(&files)
            .unwrap()
            .into_iter()
            .map(|file| file.lines)
            .collect()
    }

    #[test]
    fn ranges_are_code_points_and_every_id_is_answered() {
        let lines = predicted(&folder("", true));
        let [passages, articles] = &lines[..] else {
            panic!("two files")
        };
        assert_eq!(passages.len(), 1);
        let passage: serde_json::Value = serde_json::from_str(&passages[0]).unwrap();
        let (start, end) = if passage["a"] == "x" {
            ("a_start", "a_end")
        } else {
            ("b_start", "b_end")
        };
        let chars = COPIED.chars().count() - 1;
        assert_eq!(
            (passage[start].as_u64(), passage[end].as_u64()),
            (Some(11), Some(11 + chars as u64))
        );
        assert_eq!(articles.len(), 3);
    }

    #[test]
    fn gold_fields_change_nothing() {
        let bare = predicted(&folder("", false));
        assert_eq!(
            predicted(&folder(
                ",\"family\":\"f\",\"origin\":[],\"kind\":\"reprint\"",
                true
            )),
            bare
        );
    }
}
