//! The scorers of `../shared/eval`.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::{Scored, Task, default_data};
use crate::eval::gold::GoldFile;

/// Runs the scorer of `task` with `arguments`, for the table and again for the JSON.
pub(crate) fn score(task: Task, gold: &GoldFile, arguments: &[&OsStr]) -> Result<Scored> {
    let table = run(task, arguments)?;
    let json = run(task, &[arguments, &[OsStr::new("--json")]].concat())?;
    // Some scorers print their JSON alone, some in the last line below the table.
    let last = json.trim_end().lines().next_back().unwrap_or_default();
    let scores: Value = serde_json::from_str(&json)
        .or_else(|_| serde_json::from_str(last))
        .context("expected JSON of the scorer")?;
    Ok(Scored {
        name: gold.name.clone(),
        digest: gold.digest.clone(),
        table,
        scores,
    })
}

/// Scores the predictions in `out` against each gold file, for scorers that take the two files.
pub(crate) fn each<'g>(
    task: Task,
    files: impl Iterator<Item = &'g GoldFile>,
    out: &Path,
) -> Result<Vec<Scored>> {
    let scratch = tempfile::tempdir().context("could not make a folder for the gold")?;
    files
        .map(|file| {
            let gold = scratch.path().join(&file.name);
            std::fs::write(&gold, &file.text)?;
            score(
                task,
                file,
                &[gold.as_os_str(), out.join(&file.name).as_os_str()],
            )
        })
        .collect()
}

/// What the scorer of `task` prints.
pub(crate) fn run(task: Task, arguments: &[&OsStr]) -> Result<String> {
    let script = default_data(task).join("score.py");
    if !script.is_file() {
        bail!("the scorer `{}` is not here", script.display());
    }
    let output = Command::new("python3")
        .arg(&script)
        .args(arguments)
        .output()
        .context("could not start python3")?;
    if !output.status.success() {
        bail!(
            "`{}` failed: {}",
            script.display(),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8(output.stdout)?)
}
