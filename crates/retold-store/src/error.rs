//! What can go wrong with a base.

use std::path::PathBuf;

/// A base could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file, or its directory, is not there or may not be used.
    #[error("could not open the base `{}`", path.display())]
    Open {
        /// The base.
        path: PathBuf,
        /// What SQLite says.
        #[source]
        source: rusqlite::Error,
    },
    /// The file is there, but holds something else.
    #[error("`{}` is not a Retold base", path.display())]
    NotABase {
        /// The file.
        path: PathBuf,
    },
    /// The base was written by a later Retold.
    #[error("the base `{}` has format {found}, but this Retold reads formats up to {known}", path.display())]
    NewerFormat {
        /// The base.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The latest format that this program knows.
        known: u32,
    },
    /// The base was written by an earlier Retold and was opened for reading only.
    #[error("the base `{}` has the old format {found}, and a base opened for reading cannot be brought up to date", path.display())]
    OlderFormat {
        /// The base.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// Another process is writing to the base.
    #[error("the base `{}` is in use by another process", path.display())]
    Locked {
        /// The base.
        path: PathBuf,
    },
    /// A row holds something that Retold does not write there.
    #[error("the base holds {what} in table `{table}`, key `{key}`")]
    Damaged {
        /// The table.
        table: &'static str,
        /// The row.
        key: i64,
        /// What is wrong.
        what: String,
    },
    /// A query of the user's is not allowed or not well formed.
    #[error("{message}")]
    Query {
        /// What SQLite or the guard says.
        message: String,
    },
    /// A query ran for longer than it may.
    #[error("the query was stopped after {seconds} seconds")]
    QueryTime {
        /// How long it may run.
        seconds: u64,
    },
    /// SQLite failed in another way: the disk is full, the file is damaged.
    #[error("the base `{}` could not be read or written", path.display())]
    Sqlite {
        /// The base.
        path: PathBuf,
        /// What SQLite says.
        #[source]
        source: rusqlite::Error,
    },
    /// Bytes could not be compressed.
    #[error("could not compress source bytes")]
    Compress(#[source] std::io::Error),
}

impl StoreError {
    /// The way out, where there is one; a sentence without a full stop.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Open { path, .. } => Some(format!(
                "check that the directory of `{}` exists and may be written; `--db` names another base",
                path.display()
            )),
            Self::NotABase { .. } => {
                Some("`--db` names the base; `retold add` makes a new one".to_owned())
            }
            Self::NewerFormat { .. } => Some("use the Retold that wrote it, or a later one".into()),
            Self::OlderFormat { .. } => {
                Some("run `retold rebuild`, which brings the base up to date".into())
            }
            Self::Locked { .. } => Some("wait until the other command has ended".into()),
            Self::Damaged { .. } => {
                Some("run `retold verify` to see what is damaged, `retold rebuild` to make it anew from the stored bytes".into())
            }
            Self::QueryTime { .. } => Some("narrow the query, or raise its time limit".into()),
            Self::Query { .. } => {
                Some("`retold sql \"SELECT name, sql FROM sqlite_schema WHERE type = 'view'\"` tells what there is to read".into())
            }
            Self::Sqlite { .. } | Self::Compress(_) => None,
        }
    }

    /// Names the base in an error of SQLite's.
    pub(crate) fn at(path: &std::path::Path) -> impl Fn(rusqlite::Error) -> Self + '_ {
        move |source| {
            let path = path.to_owned();
            match source.sqlite_error_code() {
                Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                    Self::Locked { path }
                }
                Some(rusqlite::ErrorCode::NotADatabase) => Self::NotABase { path },
                Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::PermissionDenied) => {
                    Self::Open { path, source }
                }
                _ => Self::Sqlite { path, source },
            }
        }
    }
}

/// A result with a [`StoreError`].
pub type Result<T> = std::result::Result<T, StoreError>;
