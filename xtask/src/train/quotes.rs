//! Training of the taggers of quotes on `PolNeAR`, and measuring them on documents that were held out.

use std::ops::Range;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result};
use retold_annotate::quotes::learn::{Lesson, Model, Opinion, Proposal, Weights, first, second};
use retold_lang::{Doc, Pipeline};
use serde::{Deserialize, Serialize};

use super::crf::{self, Item, Rates, Store};
use crate::eval::quotes::{Input, Line};
use crate::eval::{self, Task};
use crate::{english, root, say};

/// How many parts the documents are split into, so that the second tagger learns from opinions of a first tagger that has
/// not seen the document.
const FOLDS: usize = 3;

/// Features of fewer documents are dropped: they would be the words of single articles.
const LEAST_DOCUMENTS: u32 = 5;

/// How to run.
pub(crate) struct Settings {
    /// The gold; without it `../shared/eval/quotes/polnear-train.jsonl.gz`.
    pub(crate) data: Option<PathBuf>,
    /// Train on four fifths, measure on the rest, write nothing.
    pub(crate) hold_out: bool,
    /// Take only every n-th document.
    pub(crate) every: usize,
}

#[derive(Deserialize, Serialize)]
struct Record {
    doc_id: String,
    text: String,
    attributions: Vec<Gold>,
}

#[derive(Deserialize, Serialize)]
struct Gold {
    id: serde_json::Value,
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
    r#type: String,
    speech: bool,
}

/// An attribution as tokens.
struct Attribution {
    cue: Range<usize>,
    source: Vec<Range<usize>>,
    content: Vec<Range<usize>>,
    speech: bool,
}

/// A document of the training set.
struct Document {
    lesson: Lesson,
    attributions: Vec<Attribution>,
    tokens: usize,
}

pub(crate) fn run(settings: &Settings) -> Result<bool> {
    let file = super::polnear(settings)?;
    let mut records: Vec<Record> = file.records()?;
    let mut number = 0;
    records.retain(|_| {
        number += 1;
        number % settings.every.max(1) == 0
    });
    let pipeline = english::pipeline()?;
    let held = |number: usize| settings.hold_out && number % 5 == 4;
    let clock = Instant::now();
    let documents: Vec<Document> = records
        .iter()
        .enumerate()
        .filter(|(number, _)| !held(*number))
        .map(|(_, record)| Document::new(&pipeline, record))
        .collect::<Result<_>>()?;
    say(&format!(
        "{} documents read, {:.0?}",
        documents.len(),
        clock.elapsed()
    ));
    let model = learn(&documents, &clock)?;
    let bytes = model.to_bytes();
    say(&format!("{} bytes, {:.0?}", bytes.len(), clock.elapsed()));
    if settings.hold_out {
        let held: Vec<Record> = records
            .into_iter()
            .enumerate()
            .filter(|(number, _)| held(*number))
            .map(|(_, record)| record)
            .collect();
        let model = Model::from_bytes(&bytes).context("the model's own file")?;
        return measure(&pipeline, &model, &held);
    }
    let to = root().join("crates/retold-annotate/data/quotes.crf");
    std::fs::write(&to, bytes).with_context(|| format!("could not write `{}`", to.display()))?;
    Ok(true)
}

fn learn(documents: &[Document], clock: &Instant) -> Result<Model> {
    let mut opinions: Vec<Vec<Opinion>> = documents.iter().map(|_| Vec::new()).collect();
    for fold in 0..FOLDS {
        let weights = learn_first(documents, |number| number % FOLDS != fold)?;
        for (number, document) in documents.iter().enumerate() {
            if number % FOLDS == fold {
                opinions[number] = (0..document.lesson.parts().count())
                    .map(|part| document.lesson.opinion(&weights, part))
                    .collect();
            }
        }
        say(&format!("fold {fold}, {:.0?}", clock.elapsed()));
    }
    let second = learn_second(documents, &opinions)?;
    say(&format!("second tagger, {:.0?}", clock.elapsed()));
    let first = learn_first(documents, |_| true)?;
    Ok(Model { first, second })
}

fn learn_first(documents: &[Document], takes: impl Fn(usize) -> bool) -> Result<Weights> {
    let mut store = Store::default();
    let mut sequences = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        if !takes(number) {
            continue;
        }
        let labels = document.first_labels();
        for (part, tokens) in document.lesson.parts().enumerate() {
            let items = tokens
                .zip(document.lesson.first(part))
                .map(|(at, features)| {
                    Ok(Item {
                        own: store.push(number, &features)?,
                        shared: None,
                        allowed: u8::MAX,
                        label: labels[at],
                    })
                })
                .collect::<Result<Vec<_>>>()?;
            sequences.push(items);
        }
    }
    store.index(LEAST_DOCUMENTS);
    Ok(crf::train(
        &store,
        &sequences,
        Rates {
            epochs: 16,
            step: 0.1,
            penalty: 10.0,
            least_weight: 0.2,
        },
    ))
}

fn learn_second(documents: &[Document], opinions: &[Vec<Opinion>]) -> Result<Weights> {
    let mut store = Store::default();
    let mut sequences = Vec::new();
    for (number, (document, opinions)) in documents.iter().zip(opinions).enumerate() {
        for (part, (tokens, opinion)) in document.lesson.parts().zip(opinions).enumerate() {
            let proposals = document.proposals(&tokens, opinion);
            if proposals.is_empty() {
                continue;
            }
            let shared = document.lesson.second(part, opinion);
            let shared: Vec<u32> = shared
                .iter()
                .map(|features| store.push(number, features))
                .collect::<Result<_>>()?;
            let all: Vec<Proposal> = proposals.iter().map(|(proposal, _)| *proposal).collect();
            for (which, (proposal, gold)) in proposals.iter().enumerate() {
                // What is no cue teaches nothing: the first tagger alone decides on cues.
                let Some(gold) = *gold else { continue };
                let (window, own) = document.lesson.of_cue(part, &all, which);
                let labels = document.second_labels(proposal, gold, &window);
                let items = window
                    .zip(own)
                    .zip(labels)
                    .map(|((at, own), label)| {
                        Ok(Item {
                            own: store.push(number, &own)?,
                            shared: Some(shared[at - tokens.start]),
                            allowed: proposal.allowed(at),
                            label,
                        })
                    })
                    .collect::<Result<Vec<_>>>()?;
                sequences.push(items);
            }
        }
    }
    store.index(LEAST_DOCUMENTS);
    Ok(crf::train(
        &store,
        &sequences,
        Rates {
            epochs: 12,
            step: 0.1,
            penalty: 10.0,
            least_weight: 0.2,
        },
    ))
}

impl Document {
    fn new(pipeline: &Pipeline, record: &Record) -> Result<Self> {
        let blocks = english::lines(&record.text);
        let doc = pipeline.analyse_parts(&record.text, &blocks)?;
        let bytes: Vec<usize> = record
            .text
            .char_indices()
            .map(|(at, _)| at)
            .chain([record.text.len()])
            .collect();
        let tokens = |spans: &[(usize, usize)]| -> Vec<Range<usize>> {
            spans
                .iter()
                .filter_map(|(start, end)| tokens_of(&doc, *bytes.get(*start)?..*bytes.get(*end)?))
                .collect()
        };
        let attributions = record
            .attributions
            .iter()
            .filter_map(|gold| {
                Some(Attribution {
                    cue: tokens(&gold.cue).into_iter().next()?,
                    source: tokens(&gold.source),
                    content: tokens(&gold.content),
                    speech: gold.speech,
                })
            })
            .collect();
        Ok(Self {
            lesson: Lesson::new(&doc, &blocks),
            attributions,
            tokens: doc.len(),
        })
    }

    fn first_labels(&self) -> Vec<u8> {
        let mut labels = vec![first::OUTSIDE; self.tokens];
        for attribution in &self.attributions {
            for source in &attribution.source {
                labels[source.clone()].fill(first::SOURCE);
            }
        }
        for attribution in &self.attributions {
            for content in &attribution.content {
                labels[content.clone()].fill(first::IN_CONTENT);
                labels[content.start] = first::CONTENT;
            }
        }
        for attribution in &self.attributions {
            let (begin, inside) = if attribution.speech {
                (first::SPEECH, first::IN_SPEECH)
            } else {
                (first::ATTITUDE, first::IN_ATTITUDE)
            };
            labels[attribution.cue.clone()].fill(inside);
            labels[attribution.cue.start] = begin;
        }
        labels
    }

    /// The cues of a block that the second tagger learns from, each with the number of its attribution: those that the
    /// first tagger proposed, and those it missed.
    fn proposals(
        &self,
        tokens: &Range<usize>,
        opinion: &Opinion,
    ) -> Vec<(Proposal, Option<usize>)> {
        let mut used = vec![false; self.attributions.len()];
        let mut result: Vec<(Proposal, Option<usize>)> = Vec::new();
        for proposal in &opinion.proposals {
            let own = proposal.tokens();
            let gold = self.attributions.iter().position(|attribution| {
                attribution.cue.start < own.end && own.start < attribution.cue.end
            });
            let gold = gold.filter(|gold| !std::mem::replace(&mut used[*gold], true));
            result.push((*proposal, gold));
        }
        for (number, attribution) in self.attributions.iter().enumerate() {
            if !used[number] && tokens.contains(&attribution.cue.start) {
                let cue = attribution.cue.start..attribution.cue.end.min(tokens.end);
                result.push((Proposal::certain(cue, attribution.speech), Some(number)));
            }
        }
        result.sort_by_key(|(proposal, _)| proposal.tokens().start);
        result
    }

    fn second_labels(&self, proposal: &Proposal, gold: usize, window: &Range<usize>) -> Vec<u8> {
        let mut labels = vec![second::OUTSIDE; window.len()];
        let mut fill = |tokens: &Range<usize>, begin: u8, inside: u8| {
            for at in tokens.clone() {
                if window.contains(&at) {
                    labels[at - window.start] = if at == tokens.start { begin } else { inside };
                }
            }
        };
        let attribution = &self.attributions[gold];
        for source in &attribution.source {
            fill(source, second::SOURCE, second::IN_SOURCE);
        }
        for content in &attribution.content {
            fill(content, second::CONTENT, second::IN_CONTENT);
        }
        fill(&proposal.tokens(), second::CUE, second::CUE);
        labels
    }
}

/// The tokens that a range of bytes touches.
fn tokens_of(doc: &Doc, bytes: Range<usize>) -> Option<Range<usize>> {
    // Tokens are in order; two searches find the first and the last.
    let search = |holds: &dyn Fn(usize, usize) -> bool| {
        let (mut low, mut high) = (0, doc.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let range = doc.token(middle).map(|token| token.range().as_usize());
            if range.is_some_and(|range| holds(range.start, range.end)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    };
    let first = search(&|_, end| end <= bytes.start);
    let last = search(&|start, _| start < bytes.end);
    (first < last).then_some(first..last)
}

/// Predicts and scores documents that were held out.
fn measure(pipeline: &Pipeline, model: &Model, records: &[Record]) -> Result<bool> {
    let folder = tempfile::tempdir()?;
    let mut gold = String::new();
    let mut found = String::new();
    for record in records {
        gold.push_str(&serde_json::to_string(record)?);
        gold.push('\n');
        let input = Input {
            doc_id: record.doc_id.clone(),
            text: record.text.clone(),
        };
        found.push_str(&serde_json::to_string(&Line::predict(
            pipeline,
            Some(model),
            &input,
        )?)?);
        found.push('\n');
    }
    let (gold_path, found_path) = (
        folder.path().join("gold.jsonl"),
        folder.path().join("found.jsonl"),
    );
    std::fs::write(&gold_path, &gold)?;
    std::fs::write(&found_path, &found)?;
    let table = eval::scorer::run(
        Task::Quotes,
        &[gold_path.as_os_str(), found_path.as_os_str()],
    )?;
    say(table.trim_end());
    Ok(true)
}
