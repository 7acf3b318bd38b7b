//! Everything that the gate runs.

use std::process::Command;

use anyhow::{Context as _, Result};

use crate::eval::{self, Evaluation, Task};
use crate::{golden, root, samples, samples_annotations, say};

/// The cargo runs, in the order of how soon they fail.
const STEPS: &[(&str, &[&str])] = &[
    ("format", &["fmt", "--all", "--check"]),
    (
        "lints",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ],
    ),
    ("tests", &["test", "--workspace", "--locked"]),
    (
        "documentation",
        &["doc", "--workspace", "--no-deps", "--locked"],
    ),
];

/// Whether the steps of tests are to be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tests {
    Run,
    AlreadyRun,
}

/// Whether all steps went well. All are run, also after one failed.
pub(crate) fn run(tests: Tests) -> Result<bool> {
    let mut failed = Vec::new();
    for &(name, arguments) in STEPS {
        if name.starts_with("tests") && tests == Tests::AlreadyRun {
            continue;
        }
        say(&format!("== {name}: cargo {}", arguments.join(" ")));
        let status = Command::new(env!("CARGO"))
            .args(arguments)
            .env("RUSTDOCFLAGS", "-D warnings")
            .current_dir(root())
            .status()
            .with_context(|| format!("could not start cargo for the step `{name}`"))?;
        if !status.success() {
            failed.push(name.to_owned());
        }
    }
    for task in Task::ALL {
        let name = format!("floors of {task}");
        if !eval::default_data(task).is_dir() {
            say(&format!(
                "== {name}: skipped, `{}` is not here",
                eval::default_data(task).display()
            ));
            continue;
        }
        say(&format!("== {name}"));
        let evaluation = Evaluation {
            task,
            data: None,
            out: None,
            floors: true,
            list: None,
        };
        if !evaluation.run()? {
            failed.push(name);
        }
    }
    if golden::folder().is_dir() {
        say("== golden records of the language runtime");
        if !golden::run()? {
            failed.push("golden records".to_owned());
        }
    } else {
        say("== golden records: skipped, they are not here");
    }
    if samples::folder().is_dir() {
        say("== samples");
        if !samples::run(false)? {
            failed.push("samples".to_owned());
        }
        say("== annotations of the samples");
        if !samples_annotations::run(false)? {
            failed.push("annotations of the samples".to_owned());
        }
    } else {
        say("== samples: skipped, they are not here");
    }
    if failed.is_empty() {
        say("== all steps passed");
    } else {
        say(&format!("== failed: {}", failed.join(", ")));
    }
    Ok(failed.is_empty())
}
