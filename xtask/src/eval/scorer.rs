//! The scorers of `../shared/eval`.

use std::ffi::OsStr;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::{Scored, Task, default_data};
use crate::eval::gold::GoldFile;

/// Runs the scorer of `task` with `arguments`, for the table and again for the JSON.
pub(crate) fn score(task: Task, gold: &GoldFile, arguments: &[&OsStr]) -> Result<Scored> {
    let table = run(task, arguments)?;
    let json = run(task, &[arguments, &[OsStr::new("--json")]].concat())?;
    let scores: Value = serde_json::from_str(&json).context("expected JSON of the scorer")?;
    Ok(Scored {
        name: gold.name.clone(),
        digest: gold.digest.clone(),
        table,
        scores,
    })
}

fn run(task: Task, arguments: &[&OsStr]) -> Result<String> {
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
