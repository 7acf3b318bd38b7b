//! Names in news, and which of them stand for the same.
//!
//! Files with `scored` in their records ask for names; files with `mentions`, or else without either, for clusters.

use std::path::Path;

use anyhow::{Context as _, Result};
use retold_annotate::names::names;
use retold_lang::Pipeline;
use retold_model::{Mention, NameKind};
use retold_text::CharOffsets;
use retold_text::fold::{fold_space, fold_word};
use serde::{Deserialize, Serialize};

use super::gold::GoldFile;
use super::{Predictions, Scored, Task, of_kind, scorer};
use crate::english;

/// The input fields of a record.
#[derive(Deserialize)]
struct Input {
    id: String,
    text: String,
}

#[derive(Serialize)]
struct Line<'r> {
    id: &'r str,
    entities: Vec<Name>,
    mentions: Vec<Clustered>,
}

#[derive(Serialize)]
struct Name {
    start: u32,
    end: u32,
    r#type: &'static str,
}

#[derive(Serialize)]
struct Clustered {
    start: u32,
    end: u32,
    cluster: String,
}

fn inputs(files: &[GoldFile]) -> impl Iterator<Item = &GoldFile> {
    of_kind(files, &["id", "text"], &[])
}

/// One file of predictions for each input file, with names and clusters alike: the scorer takes what it asks for.
pub(super) fn predict(files: &[GoldFile]) -> Result<Vec<Predictions>> {
    let pipeline = english::pipeline()?;
    inputs(files)
        .map(|file| {
            let records: Vec<Input> = file.records()?;
            let lines = records
                .iter()
                .map(|record| line(&pipeline, record))
                .collect::<Result<Vec<_>>>()?;
            Predictions::new(&file.name, &lines)
        })
        .collect()
}

fn line<'r>(pipeline: &Pipeline, record: &'r Input) -> Result<Line<'r>> {
    let blocks = english::lines(&record.text);
    let doc = pipeline.analyse_parts(&record.text, &blocks)?;
    let found = names(&doc, &blocks);
    let offsets = CharOffsets::new(&record.text);
    let clusters = clusters(&record.text, &found);
    Ok(Line {
        id: &record.id,
        entities: found
            .iter()
            .map(|mention| {
                let (start, end) = offsets.chars(mention.range);
                Name {
                    start,
                    end,
                    r#type: kind(mention.kind),
                }
            })
            .collect(),
        mentions: found
            .iter()
            .zip(clusters)
            .map(|(mention, cluster)| {
                let (start, end) = offsets.chars(mention.range);
                Clustered {
                    start,
                    end,
                    cluster,
                }
            })
            .collect(),
    })
}

fn kind(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "PERSON",
        NameKind::Organisation => "ORG",
        NameKind::Place => "PLACE",
        NameKind::Facility => "FACILITY",
        NameKind::Group => "NORP",
    }
}

/// The least that resolution must beat: mentions with the same words are one, and a person's last name stands for the
/// full name before it in the same document.
fn clusters(text: &str, found: &[Mention]) -> Vec<String> {
    let form = |mention: &Mention| {
        mention
            .range
            .slice(text)
            .map(|words| fold_space(&fold_word(words)))
            .unwrap_or_default()
    };
    let mut full: Vec<String> = Vec::new();
    found
        .iter()
        .map(|mention| {
            let form = form(mention);
            if mention.kind == NameKind::Person {
                if let Some(whole) = full
                    .iter()
                    .rev()
                    .find(|whole| whole.split(' ').next_back() == Some(&*form))
                {
                    return whole.clone();
                }
                if form.contains(' ') {
                    full.push(form.clone());
                }
            }
            form
        })
        .collect()
}

/// Scores the predictions in `out`, file by file.
pub(super) fn score(files: &[GoldFile], out: &Path) -> Result<Vec<Scored>> {
    let scratch = tempfile::tempdir().context("could not make a folder for the gold")?;
    inputs(files)
        .filter_map(|file| {
            let task = if file.has("entities") {
                "ner"
            } else if file.has("mentions") {
                "linking"
            } else {
                return None;
            };
            Some((file, task))
        })
        .map(|(file, task)| {
            let gold = scratch.path().join(&file.name);
            std::fs::write(&gold, &file.text)?;
            scorer::score(
                Task::Entities,
                file,
                &[
                    task.as_ref(),
                    gold.as_os_str(),
                    out.join(&file.name).as_os_str(),
                ],
            )
        })
        .collect()
}
