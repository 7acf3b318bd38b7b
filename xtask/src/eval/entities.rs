//! Names in news, and which of them stand for the same.
//!
//! Files with `scored` in their records ask for names; files with `mentions`, or else without either, for clusters.
//! Where the records say which spans are names, these are clustered, as the scorer has it; the names that Retold finds
//! by itself are clustered too, and scored beside them as `own names`.

mod linking;

use std::path::Path;

use anyhow::{Context as _, Result};
use retold_annotate::names::names;
use retold_lang::{Doc, Pipeline};
use retold_model::{Mention, NameKind};
use retold_text::{CharOffsets, TextRange};
use serde::{Deserialize, Serialize};

use self::linking::{Linked, link};
use super::gold::GoldFile;
use super::{Predictions, Scored, Task, of_kind, scorer};
use crate::english;

/// The input fields of a record.
#[derive(Deserialize)]
struct Input {
    id: String,
    text: String,
    /// The spans that are names.
    #[serde(default)]
    mentions: Vec<Given>,
}

/// A span that is a name, or a description where `coref` says so.
#[derive(Deserialize)]
struct Given {
    start: u32,
    end: u32,
    #[serde(default)]
    coref: bool,
}

#[derive(Serialize)]
struct Line<'r> {
    id: &'r str,
    entities: Vec<Name>,
    mentions: &'r [Linked],
}

#[derive(Serialize)]
struct Name {
    start: u32,
    end: u32,
    r#type: &'static str,
}

/// One record, read.
struct Read<'r> {
    id: &'r str,
    text: &'r str,
    blocks: Vec<TextRange>,
    doc: Doc,
    found: Vec<Mention>,
}

fn inputs(files: &[GoldFile]) -> impl Iterator<Item = &GoldFile> {
    of_kind(files, &["id", "text"], &[])
}

/// What stands before the name of a file whose clusters are of Retold's own names.
const OWN: &str = "own names, ";

/// One file of predictions for each input file, with names and clusters alike: the scorer takes what it asks for. Files
/// that give the names have a second one.
pub(super) fn predict(files: &[GoldFile]) -> Result<Vec<Predictions>> {
    let pipeline = english::pipeline()?;
    let mut result = Vec::new();
    for file in inputs(files) {
        let records: Vec<Input> = file.records()?;
        let reads = records
            .iter()
            .map(|record| read(&pipeline, record))
            .collect::<Result<Vec<_>>>()?;
        let found: Vec<Vec<Mention>> = reads.iter().map(|read| read.found.clone()).collect();
        let own = lines(&reads, &found)?;
        if records.iter().any(|record| !record.mentions.is_empty()) {
            let given: Vec<Vec<Mention>> = records
                .iter()
                .zip(&reads)
                .map(|(record, read)| given(record, &read.found))
                .collect();
            result.push(Predictions {
                name: file.name.clone(),
                lines: lines(&reads, &given)?,
            });
            result.push(Predictions {
                name: format!("{OWN}{}", file.name),
                lines: own,
            });
        } else {
            result.push(Predictions {
                name: file.name.clone(),
                lines: own,
            });
        }
    }
    Ok(result)
}

fn read<'r>(pipeline: &Pipeline, record: &'r Input) -> Result<Read<'r>> {
    let blocks = english::lines(&record.text);
    let doc = pipeline.analyse_parts(&record.text, &blocks)?;
    let found = names(&doc, &blocks);
    Ok(Read {
        id: &record.id,
        text: &record.text,
        blocks,
        doc,
        found,
    })
}

fn lines(reads: &[Read<'_>], mentions: &[Vec<Mention>]) -> Result<Vec<String>> {
    let linked = link(reads, mentions)?;
    reads
        .iter()
        .zip(&linked)
        .map(|(read, linked)| {
            let offsets = CharOffsets::new(read.text);
            let line = Line {
                id: read.id,
                entities: read
                    .found
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
                mentions: linked,
            };
            Ok(serde_json::to_string(&line)?)
        })
        .collect()
}

/// The names that a record gives, with the kinds that Retold reads there, and between them the names it finds.
fn given(record: &Input, found: &[Mention]) -> Vec<Mention> {
    let bytes: Vec<u32> = record
        .text
        .char_indices()
        .map(|(at, _)| at)
        .chain([record.text.len()])
        .map(|at| u32::try_from(at).unwrap_or(u32::MAX))
        .collect();
    let at = |chars: u32| bytes.get(chars as usize).copied();
    let mut spans: Vec<TextRange> = record
        .mentions
        .iter()
        .filter(|given| !given.coref)
        .filter_map(|given| {
            let (start, end) = (at(given.start)?, at(given.end)?);
            (start < end).then(|| TextRange::of(start as usize, end as usize))
        })
        .collect();
    spans.sort_unstable_by_key(|span| (span.start(), std::cmp::Reverse(span.end())));
    let mut result: Vec<Mention> = Vec::new();
    for span in spans {
        // Of nested spans the outer one.
        if result
            .last()
            .is_some_and(|last| last.range.end() > span.start())
        {
            continue;
        }
        let shared = |mention: &Mention| {
            mention
                .range
                .end()
                .min(span.end())
                .saturating_sub(mention.range.start().max(span.start()))
        };
        let nearest = found
            .iter()
            .filter(|mention| shared(mention) > 0)
            .max_by_key(|mention| shared(mention));
        result.push(match nearest {
            Some(mention) => Mention {
                range: span,
                title: mention.title.filter(|title| title.end() <= span.start()),
                ..mention.clone()
            },
            None => Mention {
                range: span,
                kind: NameKind::Organisation,
                grounds: vec![retold_model::NameGround::Context],
                title: None,
            },
        });
    }
    let between: Vec<Mention> = found
        .iter()
        .filter(|mention| {
            result.iter().all(|given| {
                given.range.end() <= mention.range.start()
                    || mention.range.end() <= given.range.start()
            })
        })
        .cloned()
        .collect();
    result.extend(between);
    result.sort_by_key(|mention| mention.range);
    result
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

/// Scores the predictions in `out`, file by file.
pub(super) fn score(files: &[GoldFile], out: &Path) -> Result<Vec<Scored>> {
    let scratch = tempfile::tempdir().context("could not make a folder for the gold")?;
    let mut result = Vec::new();
    for file in inputs(files) {
        let task = if file.has("entities") {
            "ner"
        } else if file.has("mentions") {
            "linking"
        } else {
            continue;
        };
        let gold = scratch.path().join(&file.name);
        std::fs::write(&gold, &file.text)?;
        let run = |predictions: &Path| {
            scorer::score(
                Task::Entities,
                file,
                &[task.as_ref(), gold.as_os_str(), predictions.as_os_str()],
            )
        };
        result.push(run(&out.join(&file.name))?);
        let own = format!("{OWN}{}", file.name);
        if out.join(&own).is_file() {
            let mut scored = run(&out.join(&own))?;
            scored.name = own;
            result.push(scored);
        }
    }
    Ok(result)
}
