//! `retold lang`: texts in, what the language model sees in them out.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use anyhow::{Context as _, Result};
use retold_lang::models::{Cache, Model};
use retold_lang::{Conllu, Pipeline, Record};
use retold_report::inert::visible;
use serde::Deserialize;

use crate::cli::{LangArgs, LangFormat};
use crate::commands::models::fetch_step;
use crate::exit_status::ExitStatus;
use crate::failure::Mistake;
use crate::messages::{Reporter, count};
use crate::output::Output;
use crate::screen::Screen;

/// Texts that are handed over together: enough for the products to run at full speed.
const BATCH: usize = 64;

/// A line of JSON Lines; other fields are left alone.
#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    text: String,
}

/// A text to analyse.
struct Text {
    id: String,
    text: String,
}

pub(crate) fn run(args: &LangArgs, screen: Screen) -> Result<ExitStatus> {
    let reporter = Reporter::new(screen);
    let model = Model::named(&args.model).ok_or_else(|| {
        Mistake::new(
            format!("there is no model `{}`", args.model),
            "`retold models list`",
        )
    })?;
    let installed =
        Cache::of_user()?.ensure(model, &mut |step| fetch_step(&reporter, model, step))?;
    let pipeline = Pipeline::from_files(&|file| installed.read(file))?;
    let mut job = Job {
        pipeline,
        format: args.format,
        output: Output::open(args.output.as_deref())?,
        waiting: Vec::new(),
        lost: 0,
    };
    for input in &args.inputs {
        let name = input.as_os_str().to_string_lossy();
        if input == Path::new("-") {
            job.read("-", BufReader::new(io::stdin().lock()), &reporter)?;
        } else {
            let file = File::open(input).with_context(|| format!("could not read `{name}`"))?;
            job.read(&name, BufReader::new(file), &reporter)?;
        }
    }
    job.flush()?;
    let Job { output, lost, .. } = job;
    output.finish()?;
    if lost > 0 {
        reporter.say(&format!(
            "{} not analysed",
            count(lost, "text was", "texts were")
        ));
    }
    Ok(ExitStatus::look_at_if(lost > 0))
}

struct Job {
    pipeline: Pipeline,
    format: LangFormat,
    output: Output,
    waiting: Vec<Text>,
    lost: u64,
}

impl Job {
    /// Reads one input: JSON Lines if it begins with `{`, else one text.
    fn read(&mut self, name: &str, mut input: impl BufRead, reporter: &Reporter) -> Result<()> {
        let context = || format!("could not read `{name}`");
        if input.fill_buf().with_context(context)?.first() == Some(&b'{') {
            let mut line = String::new();
            for number in 1.. {
                line.clear();
                if input.read_line(&mut line).with_context(context)? == 0 {
                    return Ok(());
                }
                match serde_json::from_str::<Line>(&line) {
                    Ok(Line { id, text }) => {
                        let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
                        self.add(Text { id, text }, reporter)?;
                    }
                    Err(_) if line.trim().is_empty() => {}
                    Err(error) => {
                        self.lost += 1;
                        reporter.say(&visible(&format!(
                            "{name}:{number}: expected `{{\"id\", \"text\"}}`: {error}"
                        )));
                    }
                }
            }
        }
        let mut text = String::new();
        input.read_to_string(&mut text).with_context(context)?;
        self.add(
            Text {
                id: name.to_owned(),
                text,
            },
            reporter,
        )
    }

    fn add(&mut self, text: Text, reporter: &Reporter) -> Result<()> {
        if text.text.len() > retold_lang::MAX_TEXT_BYTES {
            self.lost += 1;
            let limit = retold_lang::MAX_TEXT_BYTES;
            reporter.say(&visible(&format!(
                "{}: has {} bytes, more than {limit}: cut it",
                text.id,
                text.text.len()
            )));
            return Ok(());
        }
        self.waiting.push(text);
        if self.waiting.len() == BATCH {
            self.flush()
        } else {
            Ok(())
        }
    }

    fn flush(&mut self) -> Result<()> {
        let texts: Vec<&str> = self.waiting.iter().map(|text| text.text.as_str()).collect();
        let docs = self.pipeline.analyse_all(&texts)?;
        for (Text { id, .. }, doc) in self.waiting.iter().zip(&docs) {
            match self.format {
                LangFormat::Jsonl => {
                    serde_json::to_writer(&mut self.output, &Record { id, doc })?;
                    writeln!(self.output)?;
                }
                LangFormat::Conllu => write!(self.output, "{}", Conllu { id, doc })?,
            }
        }
        self.waiting.clear();
        Ok(())
    }
}
