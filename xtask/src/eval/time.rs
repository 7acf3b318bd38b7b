//! Dates, times, durations and sets in text, with their values.

use std::path::Path;

use anyhow::Result;
use retold_annotate::times::times;
use retold_model::{Stamp, TimeExpression, TimeKind};
use retold_text::{CharOffsets, TextRange};
use serde::{Deserialize, Serialize};

use super::gold::GoldFile;
use super::{Predictions, Scored, Task, of_kind, scorer};

/// The input fields of a record.
#[derive(Deserialize)]
struct Input {
    id: String,
    text: String,
    reference_date: Option<String>,
}

#[derive(Serialize)]
struct Line<'r> {
    id: &'r str,
    expressions: Vec<Expression>,
}

#[derive(Serialize)]
struct Expression {
    start: u32,
    end: u32,
    r#type: &'static str,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#mod: Option<retold_model::TimeModifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edtf: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    begin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_date: Option<String>,
}

impl Expression {
    fn of(expression: &TimeExpression, offsets: &CharOffsets<'_>) -> Self {
        let (start, end) = offsets.chars(expression.range);
        // The gold ends a range where its second end begins: "2014 to 2018" up to the first day of 2018.
        let last = match &expression.ends[..] {
            [_, last] => last.span.begin,
            _ => expression.span.end,
        };
        Self {
            start,
            end,
            r#type: match expression.kind {
                TimeKind::Date => "DATE",
                TimeKind::Time => "TIME",
                TimeKind::Duration => "DURATION",
                TimeKind::Set => "SET",
            },
            value: expression.value.as_str().to_owned(),
            r#mod: expression.modifier,
            edtf: expression.edtf.clone(),
            begin: expression.span.begin.map(|at| at.to_string()),
            end_date: last.map(|at| at.to_string()),
        }
    }
}

fn inputs(files: &[GoldFile]) -> impl Iterator<Item = &GoldFile> {
    of_kind(files, &["id", "text", "reference_date"], &[])
}

/// One file of predictions for each input file.
pub(super) fn predict(files: &[GoldFile]) -> Result<Vec<Predictions>> {
    inputs(files).map(predict_file).collect()
}

fn predict_file(file: &GoldFile) -> Result<Predictions> {
    let records: Vec<Input> = file.records()?;
    let lines: Vec<Line<'_>> = records
        .iter()
        .map(|record| Line {
            id: &record.id,
            expressions: expressions(record),
        })
        .collect();
    Predictions::new(&file.name, &lines)
}

/// As the corpora mark them: of a range whose ends stand alone both ends, else the whole.
fn expressions(record: &Input) -> Vec<Expression> {
    let anchor: Option<Stamp> = record
        .reference_date
        .as_deref()
        .and_then(|date| date.parse().ok());
    let whole = TextRange::of(0, record.text.len());
    let offsets = CharOffsets::new(&record.text);
    let mut result = Vec::new();
    for found in times(&record.text, &[whole], anchor) {
        if found.ends_alone {
            result.extend(found.ends.iter().map(|end| Expression::of(end, &offsets)));
        } else {
            result.push(Expression::of(&found, &offsets));
        }
    }
    result
}

/// Scores the predictions in `out`, file by file.
pub(super) fn score(files: &[GoldFile], out: &Path) -> Result<Vec<Scored>> {
    scorer::each(
        Task::Time,
        inputs(files).filter(|file| file.has("expressions")),
        out,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::gold;

    fn predicted(gold: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let lines = [
            format!(
                "{{\"id\":\"1\",\"text\":\"Émile left on Tuesday.\",\"reference_date\":\"2024-05-16\"{gold}}}\n"
            ),
            format!("{{\"id\":\"2\",\"text\":\"\",\"reference_date\":null{gold}}}\n"),
        ];
        std::fs::write(folder.path().join("any.jsonl"), lines.concat()).unwrap();
        let mut files = predict(&gold::files(folder.path()).unwrap()).unwrap();
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].name, "any.jsonl");
        files.remove(0).lines
    }

    #[test]
    fn gold_fields_change_nothing_and_every_id_is_answered() {
        let bare = predicted("");
        assert_eq!(bare.len(), 2);
        assert_eq!(
            predicted(",\"expressions\":[{\"start\":0,\"end\":5}],\"source\":\"s\""),
            bare
        );
    }

    #[test]
    fn ranges_are_code_points() {
        let line: serde_json::Value = serde_json::from_str(&predicted("")[0]).unwrap();
        let found = &line["expressions"][0];
        assert_eq!(
            (found["start"].as_u64(), found["end"].as_u64()),
            (Some(14), Some(21))
        );
        assert_eq!(found["value"], "2024-05-14");
    }
}
