//! Whether the same articles give the same base, whatever the order, the batches and the threads.
//!
//! Every article lies in a file of its own, named by its place in the data. So an article is found at the same place in
//! every run and nothing has to be left out of the comparison: the exports are the same byte for byte, or they are not.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use tempfile::TempDir;

use crate::{root, say};

/// Calls of `retold add` in one run, at most.
const MOST_CALLS: usize = 12;

/// Runs over one set of articles.
pub(crate) struct Orders {
    /// JSON Lines, an article a line.
    pub(crate) data: Option<PathBuf>,
    /// Random orders and splits to try.
    pub(crate) runs: usize,
}

impl Orders {
    /// Whether all runs gave the export that the articles give in the order of the data, added at once on one thread.
    pub(crate) fn run(&self) -> Result<bool> {
        let data = self
            .data
            .clone()
            .unwrap_or_else(|| root().join("../shared/eval/reuse/dev/articles.jsonl"));
        let bench = Bench::new(&data)?;
        let start = Instant::now();
        let mut files = bench.files.clone();
        let expected = bench.export("expected", &[files.as_slice()], 1)?;
        say(&format!(
            "{} articles, {} bytes exported",
            files.len(),
            expected.len()
        ));
        let mut chance = Chance(0);
        let mut differing = 0;
        for run in 1..=self.runs {
            let threads = 2 - run % 2;
            chance.shuffle(&mut files);
            let calls = chance.split(&files);
            let begun = Instant::now();
            let name = format!("run-{run}");
            let found = bench.export(&name, &calls, threads)?;
            let result = difference(&expected, &found);
            say(&format!(
                "run {run}: {threads} thread{}, calls of {:?} files, {:.1} s: {}",
                if threads == 1 { "" } else { "s" },
                calls.iter().map(|call| call.len()).collect::<Vec<_>>(),
                begun.elapsed().as_secs_f64(),
                result.as_deref().unwrap_or("the same")
            ));
            if result.is_some() {
                differing += 1;
            } else {
                bench.forget(&name)?;
            }
        }
        say(&format!(
            "{differing} of {} runs differ, {:.0} s in all",
            self.runs,
            start.elapsed().as_secs_f64()
        ));
        if differing > 0 {
            let kept = bench.directory.keep();
            say(&format!("bases and exports are in `{}`", kept.display()));
        }
        Ok(differing == 0)
    }
}

/// The articles as files, and the command to try on them.
struct Bench {
    /// Holds the folder of articles, bases and exports.
    directory: TempDir,
    /// Names in the folder of articles, in the order of the data.
    files: Vec<String>,
    retold: PathBuf,
}

impl Bench {
    fn new(data: &Path) -> Result<Self> {
        let retold = build()?;
        let directory = tempfile::tempdir().context("could not make a folder")?;
        let articles = directory.path().join("articles");
        fs::create_dir(&articles).context("could not make a folder")?;
        let read = || format!("could not read `{}`", data.display());
        let mut files = Vec::new();
        for line in BufReader::new(File::open(data).with_context(read)?).lines() {
            let line = line.with_context(read)?;
            let name = format!("{:05}.json", files.len());
            fs::write(articles.join(&name), line).context("could not write an article")?;
            files.push(name);
        }
        ensure!(!files.is_empty(), "no articles in `{}`", data.display());
        Ok(Self {
            directory,
            files,
            retold,
        })
    }

    /// The export of a new base, made by one `add` for each of `calls`.
    fn export(&self, name: &str, calls: &[&[String]], threads: usize) -> Result<Vec<u8>> {
        let threads = threads.to_string();
        for call in calls {
            self.retold(name, &["add", "--threads", &threads], call)?;
        }
        let export = self.directory.path().join(format!("{name}.jsonl"));
        let output = export.to_str().context("the folder's name is not UTF-8")?;
        self.retold(name, &["export", "jsonl", "-o", output], &[])?;
        fs::read(export).context("could not read the export")
    }

    fn retold(&self, base: &str, arguments: &[&str], files: &[String]) -> Result<()> {
        let output = Command::new(&self.retold)
            .arg("--db")
            .arg(self.directory.path().join(format!("{base}.db")))
            .args(arguments)
            .args(files)
            .current_dir(self.directory.path().join("articles"))
            .stdin(Stdio::null())
            .output()
            .context("could not start `retold`")?;
        ensure!(
            output.status.success(),
            "`retold {}` failed: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(())
    }

    fn forget(&self, name: &str) -> Result<()> {
        for ending in ["db", "jsonl"] {
            fs::remove_file(self.directory.path().join(format!("{name}.{ending}")))
                .context("could not remove what a run left")?;
        }
        Ok(())
    }
}

/// Builds the command as it is shipped and tells where it is.
fn build() -> Result<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--release", "--locked", "--package", "retold"])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()
        .context("could not start cargo")?;
    ensure!(output.status.success(), "`retold` does not build");
    output
        .stdout
        .split(|&byte| byte == b'\n')
        .filter_map(|line| serde_json::from_slice::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == "retold")
        .find_map(|message| Some(PathBuf::from(message["executable"].as_str()?)))
        .context("cargo named no executable `retold`")
}

/// Where two exports differ first, if they do.
fn difference(expected: &[u8], found: &[u8]) -> Option<String> {
    if expected == found {
        return None;
    }
    let same = expected
        .iter()
        .zip(found)
        .take_while(|(expected, found)| expected == found)
        .count();
    let line = expected[..same].split(|&byte| byte == b'\n').count() - 1;
    Some(format!(
        "differs from byte {same} on (line {}), {} bytes for {}",
        line + 1,
        found.len(),
        expected.len()
    ))
}

/// Numbers that look random and are the same in every run (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is above zero.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("below a `usize`")
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }

    /// Cuts `items` into a random number of pieces, none of them empty.
    fn split<'i, T>(&mut self, items: &'i [T]) -> Vec<&'i [T]> {
        let pieces = 1 + self.below(MOST_CALLS);
        let mut cuts: Vec<usize> = (1..pieces).map(|_| self.below(items.len())).collect();
        cuts.extend([0, items.len()]);
        cuts.sort_unstable();
        cuts.dedup();
        cuts.windows(2).map(|cut| &items[cut[0]..cut[1]]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_of_a_shuffle_holds_every_item_once() {
        let mut chance = Chance(3);
        for _ in 0..50 {
            let mut items: Vec<u32> = (0..20).collect();
            chance.shuffle(&mut items);
            let pieces = chance.split(&items);
            assert!(pieces.iter().all(|piece| !piece.is_empty()));
            assert_eq!(pieces.concat(), items);
            items.sort_unstable();
            assert_eq!(items, (0..20).collect::<Vec<u32>>());
        }
    }

    #[test]
    fn a_difference_is_told_by_its_place() {
        assert_eq!(difference(b"a\nb\n", b"a\nb\n"), None);
        assert_eq!(
            difference(b"a\nb\n", b"a\nc\n"),
            Some("differs from byte 2 on (line 2), 4 bytes for 4".to_owned())
        );
        assert_eq!(
            difference(b"a\nb\n", b"a\n"),
            Some("differs from byte 2 on (line 2), 2 bytes for 4".to_owned())
        );
    }
}
