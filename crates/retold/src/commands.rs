//! A file a command; each is a function that returns how it ended.

mod add;
mod remove;

mod rebuild;

mod stories;

mod story;

mod article;

mod compare;
mod lineage;

mod quotes;

mod decisions;
mod entities;

mod search;

mod sql;

mod export;

mod verify;

pub(crate) mod models;

mod lang;

mod demo;

mod completions;
mod man;

use anyhow::Result;

use crate::cli::{Cli, Command};
use crate::exit_status::ExitStatus;
use crate::screen::Screen;

/// Runs what was typed.
pub(crate) fn run(cli: Cli, screen: Screen) -> Result<ExitStatus> {
    let global = &cli.global;
    match cli.command {
        Command::Add(args) => add::run(global, args, screen),
        Command::Remove(args) => remove::run(global, &args, screen),
        Command::Rebuild(args) => rebuild::run(global, &args, screen),
        Command::Stories(args) => stories::run(global, &args, screen),
        Command::Story(args) => story::run(global, &args, screen),
        Command::Article(args) => article::run(global, &args, screen),
        Command::Claims(args) => compare::run(global, &args, compare::What::Claims, screen),
        Command::Discrepancies(args) => compare::discrepancies(global, &args, screen),
        Command::Utterances(args) => compare::run(global, &args, compare::What::Utterances, screen),
        Command::Lineage(args) => lineage::run(global, &args, screen),
        Command::Quotes(args) => quotes::run(global, &args, screen),
        Command::Decisions(args) => decisions::run(global, &args, screen),
        Command::Entities(args) => entities::run(global, &args, screen),
        Command::Search(args) => search::run(global, &args, screen),
        Command::Sql(args) => sql::run(global, args, screen),
        Command::Export(args) => export::run(global, args.format, screen),
        Command::Verify(args) => verify::run(global, &args, screen),
        Command::Models { command } => models::run(&command, screen),
        Command::Lang(args) => lang::run(&args, screen),
        Command::Demo(args) => demo::run(global, &args, screen),
        Command::Completions(args) => completions::run(&args),
        Command::Man => man::run(),
    }
}
