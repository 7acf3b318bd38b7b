//! What is to be read, and the files it names, in order.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use retold_model::{Diagnostic, DiagnosticKind, Location};

use crate::context::{Context, Settings};
use crate::open::{Bytes, open};
use crate::{Manifest, Read, manifest, problem};

/// One thing named on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file, or a directory with all that is below it.
    Path(PathBuf),
    /// Files and directories by pattern: `pages/**/*.html`.
    Glob(String),
    /// Standard input.
    Stdin,
}

impl Input {
    /// What an argument means: `-` is standard input; what exists is a path; what has `*`, `?` or `[` is a pattern.
    pub fn from_argument(argument: &str) -> Self {
        let path = PathBuf::from(argument);
        if argument == "-" {
            Self::Stdin
        } else if argument.contains(['*', '?', '[']) && !path.exists() {
            Self::Glob(argument.to_owned())
        } else {
            Self::Path(path)
        }
    }

    /// How locations and messages call it.
    pub(crate) fn label(&self) -> String {
        match self {
            Self::Path(path) => label(path),
            Self::Glob(pattern) => pattern.clone(),
            Self::Stdin => "-".to_owned(),
        }
    }

    /// Whether it can name one file only.
    pub(crate) fn is_one_file(&self) -> bool {
        match self {
            Self::Path(path) => !path.is_dir(),
            Self::Glob(_) => false,
            Self::Stdin => true,
        }
    }
}

type Reads = Box<dyn Iterator<Item = Read> + Send>;

/// All that `input` holds.
pub(crate) fn reads(input: &Input, settings: &Arc<Settings>) -> Reads {
    match input {
        Input::Stdin => {
            let context = Context::of_file(settings, None, "-".to_owned());
            open(context, Bytes::Stream(Box::new(std::io::stdin())))
        }
        Input::Path(path) => path_reads(path, settings),
        Input::Glob(pattern) => glob_reads(pattern, settings),
    }
}

fn glob_reads(pattern: &str, settings: &Arc<Settings>) -> Reads {
    let location = |path: &str| Location {
        path: path.to_owned(),
        ..Location::default()
    };
    let lost = |message: String| -> Reads {
        let problem = problem::error(location(pattern), DiagnosticKind::Unreadable, message);
        Box::new(std::iter::once(Read::Diagnostic(problem)))
    };
    let mut paths = match glob::glob(pattern) {
        Ok(paths) => paths.peekable(),
        Err(error) => return lost(format!("not a pattern: {error}")),
    };
    if paths.peek().is_none() {
        return lost("no file matches".to_owned());
    }
    let settings = Arc::clone(settings);
    Box::new(paths.flat_map(move |path| match path {
        Ok(path) => path_reads(&path, &settings),
        Err(error) => {
            let path = error.path().to_string_lossy().into_owned();
            let message = problem::words_of(error.error());
            let problem = problem::error(
                Location {
                    path,
                    ..Location::default()
                },
                DiagnosticKind::Unreadable,
                message,
            );
            Box::new(std::iter::once(Read::Diagnostic(problem))) as Reads
        }
    }))
}

fn path_reads(path: &Path, settings: &Arc<Settings>) -> Reads {
    if path.is_dir() {
        return Box::new(Directory::new(path, settings));
    }
    if manifest::is_name(path) {
        return Box::new(std::iter::once(Read::Diagnostic(problem::note(
            location_of(path),
            DiagnosticKind::UnknownFormat,
            "a manifest says what is known of other files; name their directory, or give it by `--manifest`",
        ))));
    }
    let context = Context::of_file(settings, None, label(path));
    open(context, Bytes::File(path.to_owned()))
}

/// A path as it stands in locations.
pub(crate) fn label(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn location_of(path: &Path) -> Location {
    Location {
        path: label(path),
        ..Location::default()
    }
}

/// The files below a directory, sorted by name, each directory's files before what is below them. Names that begin
/// with a point are left out, as most tools leave them out; so is a `README`, with a note.
struct Directory {
    root: PathBuf,
    walk: walkdir::IntoIter,
    settings: Arc<Settings>,
    /// Manifests of the directories on the way to the one at work, each with its depth.
    manifests: Vec<(usize, Manifest)>,
    current: Option<Reads>,
    waiting: std::collections::VecDeque<Diagnostic>,
}

impl Directory {
    fn new(root: &Path, settings: &Arc<Settings>) -> Self {
        let walk = walkdir::WalkDir::new(root)
            .follow_links(false)
            .sort_by(|a, b| {
                let rank = |entry: &walkdir::DirEntry| entry.file_type().is_dir();
                rank(a)
                    .cmp(&rank(b))
                    .then_with(|| a.file_name().cmp(b.file_name()))
            })
            .into_iter();
        Self {
            root: root.to_owned(),
            walk,
            settings: Arc::clone(settings),
            manifests: Vec::new(),
            current: None,
            waiting: std::collections::VecDeque::new(),
        }
    }

    fn enter(&mut self, entry: &walkdir::DirEntry) {
        self.manifests.retain(|(depth, _)| *depth < entry.depth());
        for name in manifest::NAMES {
            let path = entry.path().join(name);
            if path.is_file() {
                let (found, problems) = Manifest::load(&path, &self.settings.limits);
                self.manifests.push((entry.depth(), found));
                self.waiting.extend(problems);
            }
        }
    }

    /// The nearest manifest that speaks of `path`.
    fn beside(&self, path: &str) -> Option<Manifest> {
        let speaks = |(_, manifest): &&(usize, Manifest)| manifest.speaks_of(path);
        self.manifests
            .iter()
            .rev()
            .find(speaks)
            .map(|(_, manifest)| manifest.clone())
    }

    fn file(&mut self, entry: &walkdir::DirEntry) {
        let path = entry.path();
        if manifest::is_name(path) {
            return;
        }
        if entry.file_type().is_symlink() {
            self.waiting.extend(self.link_problem(path));
            return;
        }
        if !entry.file_type().is_file() {
            let message = "neither a file nor a directory";
            self.waiting.push_back(problem::warning(
                location_of(path),
                DiagnosticKind::Unreadable,
                message,
            ));
            return;
        }
        if is_readme(path) {
            let message = "a file that tells about the others is left out; name it to have it read";
            self.waiting.push_back(problem::note(
                location_of(path),
                DiagnosticKind::UnknownFormat,
                message,
            ));
            return;
        }
        let label = label(path);
        let context = Context::of_file(&self.settings, self.beside(&label), label);
        self.current = Some(open(context, Bytes::File(path.to_owned())));
    }

    /// A link into the tree is silent: its target is read under its own name.
    fn link_problem(&self, path: &Path) -> Option<Diagnostic> {
        let (kind, message) = match (
            std::fs::canonicalize(path),
            std::fs::canonicalize(&self.root),
        ) {
            (Ok(target), Ok(root)) if target.starts_with(&root) => return None,
            (Ok(_), _) => (
                DiagnosticKind::UnsafePath,
                "a symbolic link that leads out of the directory is not followed".to_owned(),
            ),
            (Err(_), _) => (
                DiagnosticKind::Unreadable,
                "a symbolic link that leads nowhere".to_owned(),
            ),
        };
        Some(problem::warning(location_of(path), kind, message))
    }
}

impl Iterator for Directory {
    type Item = Read;

    fn next(&mut self) -> Option<Read> {
        loop {
            if let Some(problem) = self.waiting.pop_front() {
                return Some(Read::Diagnostic(problem));
            }
            if let Some(current) = &mut self.current {
                match current.next() {
                    Some(read) => return Some(read),
                    None => self.current = None,
                }
            }
            match self.walk.next()? {
                Ok(entry) if entry.depth() > 0 && is_hidden(&entry) => {
                    if entry.file_type().is_dir() {
                        self.walk.skip_current_dir();
                    }
                }
                Ok(entry) if entry.file_type().is_dir() => self.enter(&entry),
                Ok(entry) => self.file(&entry),
                Err(error) => {
                    let path = error.path().unwrap_or(&self.root);
                    let message = error
                        .io_error()
                        .map_or_else(|| error.to_string(), problem::words_of);
                    return Some(Read::Diagnostic(problem::error(
                        location_of(path),
                        DiagnosticKind::Unreadable,
                        message,
                    )));
                }
            }
        }
    }
}

/// Collections come with a file about them. By content it is a text like others; here alone the name decides.
fn is_readme(path: &Path) -> bool {
    let stem = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    let extension = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    matches!(stem.as_str(), "readme" | "license" | "licence")
        && matches!(extension.as_str(), "" | "md" | "txt")
}

fn is_hidden(entry: &walkdir::DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}
