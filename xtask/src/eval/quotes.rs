//! Quotes and reported statements, with source and cue.

use std::path::Path;

use anyhow::Result;
use retold_annotate::quotes::{learn::Model, quotes, quotes_by};
use retold_lang::Pipeline;
use retold_model::{Quote, QuoteKind, QuoteStance};
use retold_text::CharOffsets;
use serde::{Deserialize, Serialize};

use super::gold::GoldFile;
use super::{Predictions, Scored, Task, of_kind, scorer};
use crate::english;

/// The input fields of a record.
#[derive(Deserialize)]
pub(crate) struct Input {
    pub(crate) doc_id: String,
    pub(crate) text: String,
}

#[derive(Serialize)]
pub(crate) struct Line {
    doc_id: String,
    quotes: Vec<Found>,
}

#[derive(Serialize)]
struct Found {
    content: Vec<(u32, u32)>,
    source: Option<(u32, u32)>,
    cue: Option<(u32, u32)>,
    r#type: QuoteKind,
    nested: bool,
    // For people; the scorer does not read it.
    confidence: u8,
}

impl Line {
    pub(crate) fn new(input: &Input, quotes: &[Quote]) -> Self {
        let offsets = CharOffsets::new(&input.text);
        let found = |quote: &Quote| Found {
            content: quote
                .content
                .iter()
                .map(|range| offsets.chars(*range))
                .collect(),
            source: quote.speaker.map(|range| offsets.chars(range)),
            cue: quote.cue.map(|range| offsets.chars(range)),
            r#type: quote.kind,
            nested: quote.nested,
            confidence: quote.confidence,
        };
        Self {
            doc_id: input.doc_id.clone(),
            // Attitudes are found and told apart, but they are no quotes.
            quotes: quotes
                .iter()
                .filter(|quote| quote.stance == QuoteStance::Statement)
                .map(found)
                .collect(),
        }
    }

    /// The quotes of one text, by `model` if one is given, else by Retold's own.
    pub(crate) fn predict(
        pipeline: &Pipeline,
        model: Option<&Model>,
        input: &Input,
    ) -> Result<Self> {
        let blocks = english::lines(&input.text);
        let doc = pipeline.analyse_parts(&input.text, &blocks)?;
        let found = match model {
            Some(model) => quotes_by(model, &doc, &blocks),
            None => quotes(&doc, &blocks),
        };
        Ok(Self::new(input, &found))
    }
}

/// English files; the German one tells the medium of each attribution, and the training part is for training.
fn inputs(files: &[GoldFile]) -> impl Iterator<Item = &GoldFile> {
    of_kind(files, &["doc_id", "text"], &[]).filter(|file| {
        !file.name.contains("train")
            && !file.name.contains("-de-")
            && !file.text.contains("\"raw_type\"")
    })
}

/// One file of predictions for each input file.
pub(super) fn predict(files: &[GoldFile]) -> Result<Vec<Predictions>> {
    let pipeline = english::pipeline()?;
    inputs(files)
        .map(|file| {
            let lines: Vec<Line> = file
                .records::<Input>()?
                .iter()
                .map(|input| Line::predict(&pipeline, None, input))
                .collect::<Result<_>>()?;
            Predictions::new(&file.name, &lines)
        })
        .collect()
}

/// Scores the predictions in `out`, file by file.
pub(super) fn score(files: &[GoldFile], out: &Path) -> Result<Vec<Scored>> {
    scorer::each(
        Task::Quotes,
        inputs(files).filter(|file| file.has("attributions")),
        out,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::gold;

    #[test]
    fn gold_fields_are_not_read_and_training_and_german_files_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let line = r#"{"doc_id":"1","text":"Émile said he left.","attributions":[]}"#;
        for name in ["any.jsonl", "any-train.jsonl", "any-de-dev.jsonl"] {
            std::fs::write(folder.path().join(name), line).unwrap();
        }
        let files = gold::files(folder.path()).unwrap();
        let names: Vec<&str> = inputs(&files).map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["any.jsonl"]);
    }
}
