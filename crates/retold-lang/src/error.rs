//! What can be wrong with a model.

use std::path::PathBuf;

use crate::models::NoCache;

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The model is not in the cache.
    #[error("the model `{model}` is not here: `retold models fetch {model}` fetches it")]
    Missing {
        /// Its name.
        model: &'static str,
    },
    /// A file of the model is not the pinned one, or is gone.
    #[error("{} is not as it came: {problem}; `retold models fetch {model}` brings it again", path.display())]
    Altered {
        /// The name of the model.
        model: &'static str,
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// There is no place for models.
    #[error(transparent)]
    NoCache(#[from] NoCache),
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
