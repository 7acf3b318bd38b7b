//! Retold over gold files: predictions, the scorer's table, floors.
//!
//! Gold files are `DIR/*.jsonl[.gz]`, else `DIR/dev/*.jsonl[.gz]`; what a file is for is told by the keys of its
//! records, not by its name. Only the input fields are read from it: the records of each task name them.

pub(crate) mod claims;
mod entities;
mod extraction;
mod floors;
pub(crate) mod gold;
mod phases;
mod places;
pub(crate) mod quotes;
mod reuse;
pub(crate) mod scorer;
pub(crate) mod stories;
mod text_document;
mod time;

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;
use serde::Serialize;
use serde_json::Value;

use crate::eval::gold::GoldFile;
use crate::{root, say};

/// What can be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Task {
    /// Main text and fields of web pages.
    Extraction,
    /// Shared passages and groups of reprints.
    Reuse,
    /// Which articles report the same happening.
    Stories,
    /// Quotes and reported statements.
    Quotes,
    /// Dates, times, durations and sets in text.
    Time,
    /// Names, and which of them stand for the same.
    Entities,
    /// Where the places lie that are named.
    Places,
    /// Where the reports of a story differ.
    Claims,
    /// Which stories and parts of stories are later phases of others.
    Phases,
}

impl Task {
    /// All tasks.
    pub(crate) const ALL: [Self; 9] = [
        Self::Extraction,
        Self::Reuse,
        Self::Stories,
        Self::Quotes,
        Self::Time,
        Self::Entities,
        Self::Places,
        Self::Claims,
        Self::Phases,
    ];
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Extraction => "extraction",
            Self::Reuse => "reuse",
            Self::Stories => "stories",
            Self::Quotes => "quotes",
            Self::Time => "time",
            Self::Entities => "entities",
            Self::Places => "places",
            Self::Claims => "claims",
            Self::Phases => "phases",
        })
    }
}

/// Predictions under the name that they are kept by.
struct Predictions {
    /// File name in the folder of predictions.
    name: String,
    /// JSON lines.
    lines: Vec<String>,
}

impl Predictions {
    fn new<T: Serialize>(name: &str, records: &[T]) -> Result<Self> {
        let lines = records
            .iter()
            .map(serde_json::to_string)
            .collect::<Result<_, _>>()?;
        Ok(Self {
            name: name.to_owned(),
            lines,
        })
    }
}

/// Scores of one gold file.
pub(crate) struct Scored {
    /// The gold file.
    name: String,
    /// BLAKE3 of its unpacked bytes.
    digest: String,
    /// The scorer's table.
    table: String,
    /// The scorer's JSON.
    scores: Value,
}

/// One run of `cargo xtask eval`.
pub(crate) struct Evaluation {
    pub(crate) task: Task,
    pub(crate) data: Option<PathBuf>,
    pub(crate) out: Option<PathBuf>,
    pub(crate) floors: bool,
    /// What to print of the texts; of claims only.
    pub(crate) list: Option<claims::Listing>,
}

impl Evaluation {
    /// Predicts, scores, prints; whether all floors hold.
    pub(crate) fn run(&self) -> Result<bool> {
        let data = self.data.clone().unwrap_or_else(|| default_data(self.task));
        let files = gold::files(&data)?;
        let predictions = match self.task {
            Task::Extraction => extraction::predict(&files)?,
            Task::Reuse => reuse::predict(&files)?,
            Task::Stories => stories::predict(&files)?,
            Task::Quotes => quotes::predict(&files)?,
            Task::Time => time::predict(&files)?,
            Task::Entities => entities::predict(&files)?,
            Task::Places => places::predict(&files)?,
            Task::Claims => claims::predict(&files)?,
            Task::Phases => phases::predict(&files)?,
        };
        if predictions.is_empty() {
            bail!(
                "no file in `{}` holds input for the task `{}`",
                data.display(),
                self.task
            );
        }
        let scratch = tempfile::tempdir().context("could not make a folder for predictions")?;
        let out = self.out.as_deref().unwrap_or(scratch.path());
        write(out, &predictions)?;
        let scored = match self.task {
            Task::Extraction => extraction::score(&files, out)?,
            Task::Reuse => reuse::score(&files, out)?,
            Task::Stories => stories::score(&files, out)?,
            Task::Quotes => quotes::score(&files, out)?,
            Task::Time => time::score(&files, out)?,
            Task::Entities => entities::score(&files, out)?,
            Task::Places => places::score(&files, out)?,
            Task::Claims => claims::score(&files, out, self.list)?,
            Task::Phases => phases::score(&files, out)?,
        };
        for file in &scored {
            say(&format!("-- {} {} {}", self.task, file.name, file.digest));
            say(file.table.trim_end());
        }
        if scored.is_empty() {
            say("no gold in these files: predictions only");
        }
        if self.floors {
            return floors::hold(self.task, &scored);
        }
        Ok(true)
    }
}

/// Where the gold of a task lies beside the clone.
pub(crate) fn default_data(task: Task) -> PathBuf {
    match task {
        // The articles are those of the stories, the judgements are the project's own.
        Task::Claims | Task::Phases => shared().join(Task::Stories.to_string()),
        _ => shared().join(task.to_string()),
    }
}

fn shared() -> PathBuf {
    root().join("../shared/eval")
}

fn write(folder: &Path, predictions: &[Predictions]) -> Result<()> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("could not make `{}`", folder.display()))?;
    for file in predictions {
        let path = folder.join(&file.name);
        let mut text = file.lines.join("\n");
        if !text.is_empty() {
            text.push('\n');
        }
        std::fs::write(&path, text)
            .with_context(|| format!("could not write `{}`", path.display()))?;
    }
    Ok(())
}

/// The files that hold input of a kind, by the keys of their first record.
fn of_kind<'f>(
    files: &'f [GoldFile],
    keys: &'f [&str],
    not: &'f [&str],
) -> impl Iterator<Item = &'f GoldFile> {
    files.iter().filter(move |file| {
        keys.iter().all(|key| file.has(key)) && !not.iter().any(|key| file.has(key))
    })
}
