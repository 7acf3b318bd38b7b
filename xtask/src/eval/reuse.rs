//! Shared passages, groups of reprints, lineage, independent reports.

#[cfg(test)]
mod sample;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use retold_link::{MemoryIndex, groups_of_reprints, independent_reports, lineage};
use retold_model::{ArticleFacts, ArticleId, Lineage, Passage, PassageKind, Source};
use retold_outlets::register;
use retold_text::CharOffsets;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::gold::GoldFile;
use super::text_document::{Extracted, TextRecord};
use super::{Predictions, Scored, Task, of_kind, scorer};

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
    parents: Vec<&'r str>,
    origin: Option<&'r str>,
    /// By the short forms that the gold uses.
    agency: Vec<&'r str>,
    /// The independent reports that it carries at least a fifth of a body of. Not read by the scorer.
    reports: Vec<String>,
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
    let mut records: Vec<TextRecord> = Vec::new();
    for file in inputs(files) {
        records.extend(file.records::<TextRecord>()?);
    }
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let extracted: Vec<Extracted> = records.iter().map(TextRecord::extracted).collect();
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
    let passages_of_base: Vec<Passage> = base.all_passages().cloned().collect();
    let facts: Vec<ArticleFacts> = extracted.iter().map(|e| e.facts.clone()).collect();
    let lineages = lineage(&facts, &passages_of_base, &[]);
    let mut groups = BTreeMap::new();
    for group in groups_of_reprints(&lineages) {
        for article in &group.articles {
            groups.insert(*article, group.articles[0]);
        }
    }
    let mut reports: BTreeMap<ArticleId, Vec<String>> = BTreeMap::new();
    for report in independent_reports(&lineages) {
        for carrier in &report.articles {
            let named = reports.entry(carrier.article).or_default();
            named.push(format!("{:?}", report.root));
        }
    }
    let lineages: BTreeMap<ArticleId, &Lineage> = lineages
        .iter()
        .map(|lineage| (lineage.article, lineage))
        .collect();
    let articles: Vec<ArticleLine<'_>> = records
        .iter()
        .map(|record| {
            let id = record.article_id();
            let lineage = lineages[&id];
            let name = |source: &Source| source.article().map(|id| records[place[&id]].id.as_str());
            ArticleLine {
                id: &record.id,
                group: groups.get(&id).unwrap_or(&id).to_string(),
                parents: lineage
                    .edges
                    .iter()
                    .filter_map(|edge| name(&edge.parent))
                    .collect(),
                origin: lineage.origin.as_ref().and_then(name),
                agency: lineage
                    .agencies
                    .iter()
                    .map(|agency| {
                        let known = register().named(&agency.name);
                        known.map_or(agency.name.as_str(), |found| found.outlet().short())
                    })
                    .collect(),
                reports: reports.remove(&id).unwrap_or_default(),
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
    let mut scored = scorer::score(
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
    let independent = Independent::score(gold, &out.join("articles.jsonl"))?;
    scored.table.push_str(&independent.table());
    if let Value::Object(scores) = &mut scored.scores {
        scores.insert(
            "independent reports, by family".to_owned(),
            independent.json(),
        );
    }
    Ok(vec![scored])
}

/// How the numbers of independent reports compare with the gold, over its families.
struct Independent {
    /// Predicted less gold, for each family.
    errors: Vec<i64>,
}

/// What the gold says of one article's place in its family.
#[derive(Deserialize)]
struct GoldArticle {
    id: String,
    kind: String,
    family: String,
    /// Start, end, identity of the sentence, edited.
    spans: Vec<(u64, u64, String, u8)>,
    parents: Vec<GoldParent>,
    hidden_parents: Vec<String>,
}

#[derive(Deserialize)]
struct GoldParent {
    id: String,
}

#[derive(Deserialize)]
struct Predicted {
    id: String,
    reports: Vec<String>,
}

impl Independent {
    /// In the gold, a report is a text that gives at least a fifth of a body of the family; an agency's update belongs
    /// to its dispatch.
    fn score(gold: &GoldFile, predicted: &std::path::Path) -> Result<Self> {
        let articles: Vec<GoldArticle> = gold.records()?;
        let of_update: BTreeMap<&str, &str> = articles
            .iter()
            .filter(|article| article.kind == "update")
            .filter_map(|article| {
                let dispatch = article.parents.first().map(|parent| parent.id.as_str());
                let dispatch = dispatch.or(article.hidden_parents.first().map(String::as_str))?;
                Some((article.id.as_str(), dispatch))
            })
            .collect();
        let text = std::fs::read_to_string(predicted)
            .with_context(|| format!("could not read `{}`", predicted.display()))?;
        let mut reports: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in text.lines() {
            let line: Predicted = serde_json::from_str(line)?;
            reports.insert(line.id, line.reports);
        }
        let mut families: BTreeMap<&str, (BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
        for article in &articles {
            let family = families.entry(&article.family).or_default();
            let mut chars: BTreeMap<&str, u64> = BTreeMap::new();
            for (start, end, identity, _) in &article.spans {
                let mut root = identity.split('#').next().unwrap_or(identity);
                while let Some(dispatch) = of_update.get(root) {
                    root = dispatch;
                }
                *chars.entry(root).or_default() += end - start;
            }
            let all: u64 = chars.values().sum();
            let great = chars.into_iter().filter(|(_, chars)| chars * 5 >= all);
            family.0.extend(great.map(|(root, _)| root));
            let found = reports.get(&article.id).into_iter().flatten();
            family.1.extend(found.map(String::as_str));
        }
        let count = |set: &BTreeSet<&str>| i64::try_from(set.len()).expect("a set of lines");
        Ok(Self {
            errors: families
                .values()
                .map(|(gold, found)| count(found) - count(gold))
                .collect(),
        })
    }

    /// The mean of some numbers of the families.
    fn mean(&self, of: impl Fn(i64) -> i64) -> f64 {
        let sum: i64 = self.errors.iter().map(|&error| of(error)).sum();
        #[expect(clippy::cast_precision_loss, reason = "sums of small numbers")]
        let mean = sum as f64 / self.errors.len().max(1) as f64;
        mean
    }

    fn table(&self) -> String {
        format!(
            "{:<44} {:.4} bias {:+.4} families {}\n",
            "independent reports, mean absolute error",
            self.mean(i64::abs),
            self.mean(|error| error),
            self.errors.len()
        )
    }

    fn json(&self) -> Value {
        json!({
            "mean absolute error": self.mean(i64::abs),
            "bias": self.mean(|error| error),
            "families": self.errors.len(),
        })
    }
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
        let passage: Value = serde_json::from_str(&passages[0]).unwrap();
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
