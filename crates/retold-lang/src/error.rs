//! What can be wrong with a model.

use std::path::PathBuf;

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A file of the model cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A file of the model is not what its format says.
    #[error("{file}: {problem}")]
    Format {
        /// The file's path inside the model directory.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
}

impl ModelError {
    /// A fault of the format of `file`.
    pub(crate) fn format(file: &str, problem: impl Into<String>) -> Self {
        Self::Format {
            file: file.to_owned(),
            problem: problem.into(),
        }
    }
}
