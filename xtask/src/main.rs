//! Checks and generators for Retold's developers: `cargo xtask check`, `cargo xtask eval TASK`, `cargo xtask orders`.

mod check;
mod comparison_cost;
mod cpu;
mod english;
mod eval;
mod golden;
mod land;
mod names;
mod orders;
mod places;
mod samples;
mod samples_annotations;
mod scale;
mod train;

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::eval::claims::Listing;
use crate::eval::{Evaluation, Task};
use crate::orders::Orders;
use crate::scale::LinkBench;
use crate::train::Training;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Checks and generators for Retold's developers"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run everything that the gate runs: tests, format, lints, documentation, floors.
    Check {
        /// Leave out the tests, where they have just been run.
        #[arg(long)]
        without_tests: bool,
    },
    /// Compare what Retold makes of the five real reports with the pinned record, which was checked against the texts by hand.
    Samples {
        /// Write the record anew.
        #[arg(long)]
        write: bool,
        /// Measure the annotations against what a reader found in the reports instead.
        #[arg(long, conflicts_with = "write")]
        annotations: bool,
        /// With `--annotations`: print what is missing and what is wrong.
        #[arg(long, requires = "annotations")]
        list: bool,
    },
    /// Compare the language runtime with the golden records of the reference implementation.
    Golden,
    /// Add the same articles in random orders, in random splits, on one thread and on two, and compare the exports.
    Orders {
        /// JSON Lines, an article a line; without it the development part of `../shared/eval/reuse`.
        #[arg(long)]
        data: Option<PathBuf>,
        /// Random orders to try.
        #[arg(long, default_value_t = 20)]
        runs: usize,
    },
    /// Write the lists of people's names and places anew from the packages that hold them.
    Names {
        /// The folder with the unpacked packages: see xtask/src/names.rs.
        packages: PathBuf,
    },
    /// Write the gazetteer anew from the packages that hold it.
    Places {
        /// The folder with the unpacked packages: see xtask/src/places.rs.
        packages: PathBuf,
    },
    /// Write the outline of the land for maps anew from the package that holds it.
    Land {
        /// The folder with the unpacked package: see xtask/src/land.rs.
        package: PathBuf,
    },
    /// Run Retold over gold files and print the scorer's table.
    Eval {
        /// What to evaluate.
        task: Task,
        /// Folder with the gold files; without it `../shared/eval/TASK`.
        #[arg(long)]
        data: Option<PathBuf>,
        /// Folder to keep the predictions in.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Fail where a score is below its floor in `eval/floors.toml`.
        #[arg(long)]
        floors: bool,
        /// With `claims`: print texts for judging, or what is missed and what is wrong.
        #[arg(long)]
        list: Option<Listing>,
    },
    /// Write a corpus of copied news of any size: stories keep their size, and no two corpora share their words.
    ScaleCorpus {
        /// Articles to write.
        #[arg(long)]
        articles: usize,
        /// Copies of each corpus of `../shared/eval/reuse/make.py`, each with words of its own.
        #[arg(long, default_value_t = 1)]
        renamings: u64,
        /// The seed of the first corpus.
        #[arg(long, default_value_t = 1001)]
        seed: u64,
        /// The file, JSON Lines.
        #[arg(long)]
        out: PathBuf,
    },
    /// Measure the link stage on a base that grows: CPU time by part, memory, and `MinHash` on the same texts.
    BenchLink {
        /// The sizes at which adding another 1,000 articles is measured, ascending.
        #[arg(long, value_delimiter = ',', default_value = "10000,100000")]
        sizes: Vec<usize>,
        /// The base to make.
        #[arg(long)]
        base: PathBuf,
        /// A base as an earlier run left it: it is copied, and the copy grows on from there. Its corpora are those before
        /// `--seed`.
        #[arg(long)]
        from: Option<PathBuf>,
        /// A folder where annotations are kept from run to run.
        #[arg(long)]
        annotations: Option<PathBuf>,
        /// Copies of each corpus, each with words of its own; annotations are made once for all of them.
        #[arg(long, default_value_t = 10)]
        renamings: u64,
        /// The seed of the first corpus.
        #[arg(long, default_value_t = 1001)]
        seed: u64,
        /// A Python with what `bench/link/requirements.txt` names; without it, `MinHash` is left out.
        #[arg(long)]
        python: Option<PathBuf>,
    },
    /// Measure what claims, discrepancies and utterances of all stories cost beside adding the same articles.
    BenchComparison {
        /// JSON Lines, an article a line; without it the incidents of `../shared/eval/stories`.
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// Make anew what Retold learned and keeps in the project.
    Train {
        /// What to train.
        what: Training,
        /// The gold; without it the training part in `../shared/eval`.
        #[arg(long)]
        data: Option<PathBuf>,
        /// Train on four fifths of the documents, measure on the rest, write nothing.
        #[arg(long)]
        hold_out: bool,
        /// Take only every n-th document.
        #[arg(long, default_value_t = 1)]
        every: usize,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Whether all went well.
fn run(command: Command) -> Result<bool> {
    match command {
        Command::Check { without_tests } => check::run(if without_tests {
            check::Tests::AlreadyRun
        } else {
            check::Tests::Run
        }),
        Command::Samples {
            annotations: true,
            list,
            ..
        } => samples_annotations::run(list),
        Command::Samples { write, .. } => samples::run(write),
        Command::Golden => golden::run(),
        Command::Orders { data, runs } => Orders { data, runs }.run(),
        Command::Names { packages } => {
            names::run(&packages, &root().join("crates/retold-annotate/data/names"))?;
            Ok(true)
        }
        Command::Places { packages } => {
            places::run(
                &packages,
                &root().join("crates/retold-annotate/data/places/gazetteer.bin.zst"),
            )?;
            Ok(true)
        }
        Command::Land { package } => {
            land::run(&package, &root().join("crates/retold-report/data/land.bin"))?;
            Ok(true)
        }
        Command::Eval {
            task,
            data,
            out,
            floors,
            list,
        } => Evaluation {
            task,
            data,
            out,
            floors,
            list,
        }
        .run(),
        Command::ScaleCorpus {
            articles,
            renamings,
            seed,
            out,
        } => scale::write(articles, renamings, seed, &out),
        Command::BenchLink {
            sizes,
            base,
            from,
            annotations,
            renamings,
            seed,
            python,
        } => LinkBench {
            sizes,
            base,
            from,
            annotations,
            renamings,
            seed,
            python,
        }
        .run(),
        Command::BenchComparison { data } => comparison_cost::run(
            &data.unwrap_or_else(|| root().join("../shared/eval/stories/incidents.dev.jsonl")),
        ),
        Command::Train {
            what,
            data,
            hold_out,
            every,
        } => what.run(&train::Settings {
            data,
            hold_out,
            every,
        }),
    }
}

/// The root of the workspace: as Cargo tells it at run time, for clones that share a target directory share this program,
/// and as compiled in, where the program is run by itself.
fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        Path::new(&package)
            .parent()
            .expect("xtask lies in the workspace")
            .to_owned()
    });
    &ROOT
}

/// Prints a line of the result. A pipe that nobody reads any more ends the run: `cargo xtask eval claims | head` is done.
fn say(line: &str) {
    match writeln!(std::io::stdout(), "{line}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        written => written.expect("standard output takes what is printed"),
    }
}

/// Prints a line about the run.
#[expect(clippy::print_stderr, reason = "the messages of a developer's command")]
fn complain(line: &str) {
    eprintln!("{line}");
}
