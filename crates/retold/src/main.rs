//! The command `retold`: parses what was typed, runs it, reports how it went.

mod cli;
mod commands;

mod base;
mod dossier_input;

mod failure;
mod list;
mod messages;
mod output;
mod phases;
mod screen;
mod sentence_vectors;
mod table;

mod exit_status;

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::Cli;
use crate::exit_status::ExitStatus;
use crate::screen::Screen;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are asked for; everything else could not run. Nobody reads a closed pipe.
            let _ = error.print();
            let asked = !error.use_stderr();
            return if asked {
                ExitStatus::Done
            } else {
                ExitStatus::Failed
            }
            .into();
        }
    };
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("RETOLD_LOG"))
        .with_writer(std::io::stderr)
        .init();
    let screen = Screen::of(&cli.global);
    let status = commands::run(cli, screen).unwrap_or_else(|error| failure::report(&error));
    status.into()
}
