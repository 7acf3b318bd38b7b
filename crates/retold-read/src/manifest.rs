//! A table beside the files that says what is known of each.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use retold_model::{Diagnostic, DiagnosticKind, Location};

use crate::input::label;
use crate::json::Value;
use crate::{Known, Limits, json, problem};

/// Names under which a manifest is taken as one in a directory.
pub(crate) const NAMES: &[&str] = &[
    "retold-manifest.csv",
    "retold-manifest.jsonl",
    "manifest.csv",
    "manifest.jsonl",
];

/// Whether the file has the name of a manifest.
pub(crate) fn is_name(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| NAMES.iter().any(|manifest| name == *manifest))
}

/// What is known of each file, by path.
///
/// CSV with a header line, or one JSON object a line: `path` and any of the names of [`Known`]'s fields; other columns
/// are left alone. Paths are relative to the manifest's directory; members of archives follow after `!`, as in
/// locations (`pages.zip!a.html`); `-` is standard input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    entries: Arc<BTreeMap<String, Known>>,
}

impl Manifest {
    /// Reads the manifest at `path`. What cannot be read of it is told by diagnostics, with the line as the record.
    pub fn load(path: &Path, limits: &Limits) -> (Self, Vec<Diagnostic>) {
        let location = Location {
            path: label(path),
            ..Location::default()
        };
        let mut text = Vec::new();
        let limit = limits.manifest_bytes as u64;
        let read = File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut text));
        let lost = match read {
            Err(error) => Some((problem::kind_of(&error), problem::words_of(&error))),
            Ok(n) if n as u64 > limit => Some((
                DiagnosticKind::LimitExceeded,
                format!("the manifest is larger than {limit} bytes"),
            )),
            Ok(_) => None,
        };
        if let Some((kind, message)) = lost {
            return (
                Self::default(),
                vec![problem::error(location, kind, message)],
            );
        }
        let text = String::from_utf8_lossy(&text);
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
        let base = path.parent().unwrap_or(Path::new(""));
        let (rows, mut problems) = if text.trim_start().starts_with('{') {
            json_rows(text, &location)
        } else {
            csv_rows(text, &location)
        };
        let mut entries = BTreeMap::new();
        for Row { line, path, known } in rows {
            let place = Location {
                record: Some(line),
                ..location.clone()
            };
            let file = path.split('!').next().unwrap_or_default();
            if path != "-" && !base.join(file).exists() {
                let message = format!("no file is at `{file}`, which the manifest names");
                problems.push(problem::warning(place, DiagnosticKind::Unreadable, message));
                continue;
            }
            let key = if path == "-" {
                path
            } else {
                normal(&base.join(path))
            };
            if entries.insert(key, known).is_some() {
                let message = "the manifest names this file twice; the later line holds";
                problems.push(problem::warning(place, DiagnosticKind::Malformed, message));
            }
        }
        let manifest = Self {
            entries: Arc::new(entries),
        };
        (manifest, problems)
    }

    /// What is known of the file or member that a location calls `path`.
    pub fn of(&self, path: &str) -> Option<&Known> {
        self.entries.get(&normal(Path::new(path)))
    }

    /// Whether it says something of the file at `path` or of members of it.
    pub(crate) fn speaks_of(&self, path: &str) -> bool {
        let key = normal(Path::new(path));
        let member = format!("{key}!");
        self.entries.contains_key(&key)
            || self
                .entries
                .range(member.clone()..)
                .next()
                .is_some_and(|(entry, _)| entry.starts_with(&member))
    }
}

/// A path without `.` and resolved `..`, so that `./a` and `b/../a` are one.
fn normal(path: &Path) -> String {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(normal.components().next_back(), Some(Component::Normal(_))) =>
            {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    label(&normal)
}

struct Row {
    line: u32,
    path: String,
    known: Known,
}

/// What the lines of a manifest gave.
struct Table<'l> {
    location: &'l Location,
    rows: Vec<Row>,
    problems: Vec<Diagnostic>,
}

impl<'l> Table<'l> {
    fn new(location: &'l Location) -> Self {
        Self {
            location,
            rows: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Keeps a row, or tells what is wrong with it: `fault`, or that it names no file.
    fn push(&mut self, row: Row, fault: Option<String>) {
        let pathless = || {
            row.path
                .is_empty()
                .then(|| "a line without `path`".to_owned())
        };
        let Some(message) = fault.or_else(pathless) else {
            self.rows.push(row);
            return;
        };
        let place = Location {
            record: Some(row.line),
            ..self.location.clone()
        };
        let problem = problem::warning(place, DiagnosticKind::Malformed, message);
        self.problems.push(problem);
    }

    fn found(self) -> (Vec<Row>, Vec<Diagnostic>) {
        (self.rows, self.problems)
    }
}

fn json_rows(text: &str, location: &Location) -> (Vec<Row>, Vec<Diagnostic>) {
    let mut table = Table::new(location);
    for (line, text) in (0u32..).zip(text.lines()) {
        if text.trim().is_empty() {
            continue;
        }
        let members = json::parse(text).map(Value::object);
        let mut row = Row {
            line,
            path: String::new(),
            known: Known::default(),
        };
        let message = match &members {
            Err(message) => Some(format!("not valid JSON: {message}")),
            Ok(None) => Some("a line that is no JSON object".to_owned()),
            Ok(Some(members)) => {
                for (key, value) in members.iter() {
                    let Some(words) = value.scalar() else {
                        continue;
                    };
                    if key == "path" {
                        row.path = words.text;
                    } else {
                        row.known.set(key, words.text);
                    }
                }
                None
            }
        };
        table.push(row, message);
    }
    table.found()
}

fn csv_rows(text: &str, location: &Location) -> (Vec<Row>, Vec<Diagnostic>) {
    let mut table = Table::new(location);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header
            .iter()
            .map(|name| name.trim().to_ascii_lowercase())
            .collect(),
        Err(_) => Vec::new(),
    };
    if !header.iter().any(|name| name == "path") {
        let message = "the manifest has no column `path`";
        table.problems.push(problem::error(
            location.clone(),
            DiagnosticKind::Malformed,
            message,
        ));
        return table.found();
    }
    for (line, record) in (1u32..).zip(reader.records()) {
        let mut row = Row {
            line,
            path: String::new(),
            known: Known::default(),
        };
        let message = match &record {
            Err(error) => Some(error.to_string()),
            Ok(record) => {
                for (name, value) in header.iter().zip(record) {
                    if name == "path" {
                        value.trim().clone_into(&mut row.path);
                    } else {
                        row.known.set(name, value.to_owned());
                    }
                }
                None
            }
        };
        table.push(row, message);
    }
    table.found()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(name: &str, text: &str) -> (Vec<(String, Known)>, Vec<String>) {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("a.html"), "x").unwrap();
        let path = directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        let (manifest, problems) = Manifest::load(&path, &Limits::default());
        let shown = problems
            .iter()
            .map(|problem| problem.to_string().replace(&label(directory.path()), "DIR"))
            .collect();
        let entries = manifest
            .entries
            .iter()
            .map(|(path, known)| (path.replace(&label(directory.path()), "DIR"), known.clone()))
            .collect();
        (entries, shown)
    }

    #[test]
    fn csv_and_json_lines_say_the_same() {
        let known = Known {
            url: Some("https://e.org/1".into()),
            outlet: Some("Port, Daily".into()),
            ..Known::default()
        };
        let expected = (vec![("DIR/a.html".to_owned(), known)], Vec::<String>::new());
        let csv =
            "\u{FEFF}Path,url,outlet,mine,published\n./a.html,https://e.org/1,\"Port, Daily\",x,\n";
        assert_eq!(load("m.csv", csv), expected);
        let lines = "{\"path\":\"a.html\",\"url\":\"https://e.org/1\",\"outlet\":\"Port, Daily\",\"mine\":[1]}\n\n";
        assert_eq!(load("m.jsonl", lines), expected);
    }

    #[test]
    fn lines_that_name_no_file_are_told() {
        assert_eq!(
            load("m.csv", "path,url\nb.html,u\n,u\n").1,
            [
                "warning: DIR/m.csv record 2: a line without `path`",
                "warning: DIR/m.csv record 1: no file is at `b.html`, which the manifest names",
            ]
        );
        assert_eq!(
            load("m.csv", "file,url\na.html,u\n").1,
            ["error: DIR/m.csv: the manifest has no column `path`"]
        );
        assert_eq!(
            load("m.jsonl", "{\"path\":\n[1]\n").1,
            [
                "warning: DIR/m.jsonl record 0: not valid JSON: EOF while parsing a value at line 1 column 8",
                "warning: DIR/m.jsonl record 1: a line that is no JSON object",
            ]
        );
    }
}
