//! The language runtime against the records of the reference implementation, text by text and decision by decision.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use retold_lang::models::{Cache, EN_CORE_WEB_SM};
use retold_lang::{Pipeline, Record};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{root, say};

/// How far a number of a token vector may be from the reference's; another order of summation gives up to 1e-5.
const TOLERANCE: f64 = 1e-4;

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
}

#[derive(Deserialize)]
struct Trace {
    id: String,
    text: String,
    t2v: Vec<Vec<f64>>,
    parser: Vec<String>,
    ner: Vec<String>,
}

/// Whether all records and traces are equal.
pub(crate) fn run() -> Result<bool> {
    let installed = Cache::of_user()?.ensure(&EN_CORE_WEB_SM, &mut |_| ())?;
    let pipeline = Pipeline::from_files(&|file| installed.read(file))?;
    let records = records(&pipeline)?;
    let traces = traces(&pipeline)?;
    Ok(records && traces)
}

/// Where the golden records lie beside the clone.
pub(crate) fn folder() -> PathBuf {
    root().join("../shared/golden/spacy-en-sm-3.8.0")
}

/// The records, compared by the golden folder's own script.
fn records(pipeline: &Pipeline) -> Result<bool> {
    let golden = folder().join("docs.jsonl.gz");
    let texts: Vec<Text> = lines("docs.jsonl.gz")?;
    let all: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
    let docs = pipeline.analyse_all(&all)?;
    let scratch = tempfile::tempdir().context("could not make a folder for records")?;
    let path = scratch.path().join("records.jsonl");
    let mut out = BufWriter::new(File::create(&path)?);
    for (text, doc) in texts.iter().zip(&docs) {
        serde_json::to_writer(&mut out, &Record { id: &text.id, doc })?;
        writeln!(out)?;
    }
    out.flush()?;
    let script = folder().join("compare.py");
    let status = Command::new("python3")
        .arg(script)
        .arg(golden)
        .arg(&path)
        .status();
    Ok(status.context("could not start python3")?.success())
}

/// The traces: actions by name, the first numbers of each token vector.
fn traces(pipeline: &Pipeline) -> Result<bool> {
    let traces: Vec<Trace> = lines("traces.jsonl.gz")?;
    let (mut equal, mut worst) = (0, 0.0_f64);
    for expected in &traces {
        let trace = pipeline.trace(&expected.text)?;
        if trace.parser == expected.parser && trace.entities == expected.ner {
            equal += 1;
        } else {
            say(&format!("actions differ: {}", expected.id));
        }
        ensure!(
            trace.vectors.len() == expected.t2v.len(),
            "`{}` has other tokens",
            expected.id
        );
        for (row, expected) in trace.vectors.iter().zip(&expected.t2v) {
            for (x, expected) in row.iter().zip(expected) {
                worst = worst.max((f64::from(*x) - expected).abs());
            }
        }
    }
    say(&format!(
        "traces equal {equal}/{}, token vectors within {worst:.1e}",
        traces.len()
    ));
    Ok(equal == traces.len() && worst < TOLERANCE)
}

fn lines<T: DeserializeOwned>(name: &str) -> Result<Vec<T>> {
    let path = folder().join(name);
    let file = File::open(&path).with_context(|| format!("could not read `{}`", path.display()))?;
    let text = std::io::read_to_string(flate2::read::GzDecoder::new(file))?;
    text.lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("in `{name}`")))
        .collect()
}
