//! Where the places lie that articles name: with the names given, and end to end.

use std::path::Path;

use anyhow::Result;
use retold_annotate::names::names;
use retold_annotate::places::{ArticleContext, locate, places};
use retold_lang::Pipeline;
use retold_model::{NameKind, PlaceReading, Placing};
use retold_text::{CharOffsets, TextRange};
use serde::{Deserialize, Serialize};

use super::gold::GoldFile;
use super::{Predictions, Scored, Task, of_kind, scorer};
use crate::english;

/// The input fields of a record; of the toponyms where they stand, for the names that are given.
#[derive(Deserialize)]
struct Input {
    id: String,
    domain: Option<String>,
    text: String,
    #[serde(default)]
    toponyms: Vec<Given>,
}

#[derive(Deserialize)]
struct Given {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Line<'r> {
    id: &'r str,
    toponyms: Vec<Toponym>,
}

#[derive(Serialize)]
struct Toponym {
    start: u32,
    end: u32,
    lat: f64,
    lon: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    geonames: Option<u32>,
}

/// Before the names of the files whose predictions are of names as Retold finds them.
const FOUND: &str = "found-";

fn inputs(files: &[GoldFile]) -> impl Iterator<Item = &GoldFile> {
    of_kind(files, &["id", "text", "domain"], &[])
}

/// Two files of predictions for each input file: for the names given, where there are any, and for those found.
pub(super) fn predict(files: &[GoldFile]) -> Result<Vec<Predictions>> {
    let pipeline = english::pipeline()?;
    let mut result = Vec::new();
    for file in inputs(files) {
        let records: Vec<Input> = file.records()?;
        let given: Vec<Line<'_>> = records.iter().map(of_given).collect();
        result.push(Predictions::new(&file.name, &given)?);
        let found = records
            .iter()
            .map(|record| of_found(&pipeline, record))
            .collect::<Result<Vec<_>>>()?;
        result.push(Predictions::new(&format!("{FOUND}{}", file.name), &found)?);
    }
    Ok(result)
}

fn context(record: &Input) -> ArticleContext<'_> {
    ArticleContext {
        domain: record.domain.as_deref(),
        ..ArticleContext::default()
    }
}

fn of_given(record: &Input) -> Line<'_> {
    let mut ends: Vec<usize> = record.text.char_indices().map(|(at, _)| at).collect();
    ends.push(record.text.len());
    let mut names: Vec<(TextRange, NameKind)> = record
        .toponyms
        .iter()
        .filter_map(|name| {
            let range = TextRange::of(*ends.get(name.start)?, *ends.get(name.end)?);
            Some((range, NameKind::Place))
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    line(record, &locate(&record.text, &names, &context(record)))
}

fn of_found<'r>(pipeline: &Pipeline, record: &'r Input) -> Result<Line<'r>> {
    let blocks = english::lines(&record.text);
    let doc = pipeline.analyse_parts(&record.text, &blocks)?;
    let found = names(&doc, &blocks);
    Ok(line(record, &places(&doc, &found, &context(record))))
}

fn line<'r>(record: &'r Input, readings: &[PlaceReading]) -> Line<'r> {
    let offsets = CharOffsets::new(&record.text);
    let toponyms = readings
        .iter()
        .map(|reading| {
            let (start, end) = offsets.chars(reading.range);
            let (lat, lon) = reading.place.point.degrees();
            Toponym {
                start,
                end,
                lat,
                lon,
                // The id of what lies beside is not the id of what is named.
                geonames: reading
                    .place
                    .geonames
                    .filter(|_| reading.placing != Placing::Near),
            }
        })
        .collect();
    Line {
        id: &record.id,
        toponyms,
    }
}

/// Scores the predictions in `out`, file by file, those for given names first.
pub(super) fn score(files: &[GoldFile], out: &Path) -> Result<Vec<Scored>> {
    let scratch = tempfile::tempdir()?;
    let mut result = Vec::new();
    for file in inputs(files).filter(|file| file.has("toponyms")) {
        let gold = scratch.path().join(&file.name);
        std::fs::write(&gold, &file.text)?;
        for prefix in ["", FOUND] {
            let name = format!("{prefix}{}", file.name);
            let mut scored = scorer::score(
                Task::Places,
                file,
                &[gold.as_os_str(), out.join(&name).as_os_str()],
            )?;
            scored.name = name;
            result.push(scored);
        }
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(line: &str) -> Input {
        serde_json::from_str(line).unwrap()
    }

    #[test]
    fn given_names_are_answered_at_their_characters() {
        let record = record(
            r#"{"id": "1", "domain": "www.example.com", "text": "Émile left Paris, Texas.", "toponyms": [
                {"start": 11, "end": 16, "name": "Paris", "lat": 1.0, "geonames": 7},
                {"start": 18, "end": 23}, {"start": 90, "end": 99}]}"#,
        );
        assert_eq!(
            serde_json::to_string(&of_given(&record)).unwrap(),
            r#"{"id":"1","toponyms":[{"start":11,"end":16,"lat":33.66094,"lon":-95.55551,"geonames":4717560},{"start":18,"end":23,"lat":31.0008,"lon":-97.5142,"geonames":4736286}]}"#
        );
    }

    #[test]
    fn records_without_names_or_outlet_are_answered_too() {
        let record = record(r#"{"id": "1", "domain": null, "text": ""}"#);
        assert_eq!(of_given(&record).toponyms.len(), 0);
    }
}
