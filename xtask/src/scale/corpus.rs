//! Corpora of copied news by `../shared/eval/reuse/make.py`, and their renamed copies.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::rename::{Renaming, Vocabulary};
use crate::root;

/// A corpus as it was made, and the words in it.
pub(super) struct World {
    /// Names it among the worlds.
    pub(super) seed: u64,
    /// Its articles, in the order in which they are given out.
    pub(super) originals: Vec<Original>,
    vocabulary: Vocabulary,
}

/// An article with what of it is renamed.
pub(super) struct Original {
    record: Record,
    /// Bytes of its text: what is reported. Navigation, credits and datelines stay as they are.
    reported: Vec<Range<usize>>,
}

/// An article as `retold add` reads it.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Record {
    id: String,
    source: String,
    title: String,
    pub(super) text: String,
    pub(super) url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<String>,
}

/// What is taken of the answers that come with a corpus.
#[derive(Deserialize)]
struct Gold {
    id: String,
    family: String,
    /// Start and end in characters, and what is of no interest here.
    spans: Vec<Vec<Value>>,
    ignore: Vec<[usize; 2]>,
}

/// Worlds without end, the first by `seed`, the next by the number after it.
pub(super) fn worlds(seed: u64) -> impl Iterator<Item = Result<World>> {
    (seed..).map(World::make)
}

impl World {
    fn make(seed: u64) -> Result<Self> {
        let out = tempfile::tempdir()?;
        let shared = root().join("../shared/eval");
        make(&shared, seed, out.path())?;
        let golds: FxHashMap<String, Gold> = lines::<Gold>(&out.path().join("gold.jsonl"))?
            .into_iter()
            .map(|gold| (gold.id.clone(), gold))
            .collect();
        let mut families: FxHashMap<String, usize> = FxHashMap::default();
        let mut vocabulary = Vocabulary::default();
        let mut originals = Vec::new();
        for record in lines::<Record>(&out.path().join("articles.jsonl"))? {
            let gold = golds
                .get(&record.id)
                .with_context(|| format!("no answer for {}", record.id))?;
            let next = families.len();
            let family = *families.entry(gold.family.clone()).or_insert(next);
            let reported = reported(&record.text, gold);
            for range in &reported {
                vocabulary.read(family, &record.text[range.clone()]);
            }
            vocabulary.read(family, &record.title);
            originals.push(Original { record, reported });
        }
        for original in &originals {
            vocabulary.break_runs(&original.record.text, &original.reported);
        }
        Ok(Self {
            seed,
            originals,
            vocabulary,
        })
    }

    /// The renaming with this number.
    pub(super) fn renaming(&self, number: u64) -> Renaming {
        Renaming::new(&self.vocabulary, &format!("{} {number}", self.seed))
    }
}

impl Original {
    /// The record as it was made.
    pub(super) fn record(&self) -> &Record {
        &self.record
    }

    /// Its copy under the renaming with this number.
    pub(super) fn renamed(&self, renaming: &Renaming, number: u64) -> Record {
        let record = &self.record;
        Record {
            id: format!("{}-{number}", record.id),
            title: renaming.apply_to_all(&record.title),
            text: renaming.apply(&record.text, &self.reported),
            url: format!("{}-{number}", record.url),
            ..record.clone()
        }
    }
}

impl Record {
    /// Its line of JSON.
    pub(super) fn line(&self) -> String {
        serde_json::to_string(self).expect("strings are JSON")
    }
}

fn make(shared: &Path, seed: u64, out: &Path) -> Result<()> {
    let script: PathBuf = shared.join("reuse/make.py");
    let status = Command::new("python3")
        .arg(&script)
        .arg("--base")
        .arg(shared.join("stories/ecbplus.dev.jsonl"))
        .arg("--out")
        .arg(out)
        .args(["--seed", &seed.to_string()])
        .args(["--prefix", &format!("w{seed}-")])
        .stdout(Stdio::null())
        .status()
        .with_context(|| format!("cannot run {}", script.display()))?;
    ensure!(status.success(), "{} failed", script.display());
    Ok(())
}

fn lines<T: for<'l> Deserialize<'l>>(path: &Path) -> Result<Vec<T>> {
    let text = fs::read_to_string(path)?;
    text.lines()
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}

/// The bytes of `text` that report something, and the headlines and first words of other articles in it.
fn reported(text: &str, gold: &Gold) -> Vec<Range<usize>> {
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let spans = gold.spans.iter().filter_map(|span| {
        let number = |at: usize| usize::try_from(span.get(at)?.as_u64()?).ok();
        Some((number(0)?, number(1)?))
    });
    let ignored = gold.ignore.iter().map(|&[start, end]| (start, end));
    let mut ranges = Vec::new();
    for (start, end) in spans.chain(ignored) {
        let (Some(&start), Some(&end)) = (bytes.get(start), bytes.get(end)) else {
            continue;
        };
        ranges.push(start..end);
        // The first words of another article stand in the line below its headline.
        if let Some(above) = text[..start].strip_suffix('\n')
            && !above.ends_with('\n')
        {
            let from = above.rfind('\n').map_or(0, |at| at + 1);
            ranges.push(from..above.len());
        }
    }
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    ranges
}
