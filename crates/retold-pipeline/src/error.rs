//! What can end a run.

use retold_model::LinkIndexError;
use retold_store::StoreError;

/// A run could not go on. What is wrong with a single document is a diagnostic and never ends a run.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The base could not be opened, read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The link stage could not read the base.
    #[error("could not link the articles")]
    Link(#[from] LinkIndexError),
    /// The base names a record that it does not hold.
    #[error("the base holds no {what} {id}, which it names elsewhere")]
    Missing {
        /// What kind of record.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The base holds annotations, and what is added now would have none.
    #[error("the base was made with a language model, and this run has none")]
    Annotated,
    /// The base holds no annotations, and what is added now would have some.
    #[error("the base was made without a language model, and this run has one")]
    NotAnnotated,
    /// The base was made by other algorithms: what is added now would not fit what is there.
    #[error(
        "the base was made by version {found} of `{name}`, but this Retold has version {known}"
    )]
    OtherAlgorithm {
        /// The stage.
        name: &'static str,
        /// The version that made the base.
        found: u32,
        /// The version of this program.
        known: u32,
    },
    /// The threads could not be started.
    #[error("could not start the threads of the pipeline")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

impl PipelineError {
    pub(crate) fn missing(what: &'static str, id: &impl ToString) -> Self {
        Self::Missing {
            what,
            id: id.to_string(),
        }
    }

    /// The way out, where there is one; a sentence without a full stop.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Store(error) => error.hint(),
            Self::Annotated | Self::NotAnnotated | Self::OtherAlgorithm { .. } => {
                Some("run `retold rebuild`, which analyses the stored bytes again".to_owned())
            }
            Self::Link(_) | Self::Missing { .. } | Self::Threads(_) => None,
        }
    }
}

/// A result with a [`PipelineError`].
pub type Result<T> = std::result::Result<T, PipelineError>;
