//! A collection: a base with the stages that fill it.

use std::path::Path;

use retold_store::{Reader, SqlLimits, SqlTable, Store};

use crate::algorithm;
use crate::annotation::Annotator;
use crate::error::Result;

/// A collection of articles in one file, and what is done with it.
#[derive(Debug)]
pub struct Collection {
    pub(crate) store: Store,
    /// Reads what is added; without one, articles are extracted and linked by their words alone.
    pub(crate) annotator: Option<Annotator>,
}

impl Collection {
    /// Opens the base for reading and writing, makes it if there is none.
    ///
    /// # Errors
    ///
    /// Where the file cannot be opened, is not a base, is of a newer format, or is locked.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Ok(Self {
            store: Store::open(path)?,
            annotator: None,
        })
    }

    /// Opens a base that exists, for reading only.
    ///
    /// # Errors
    ///
    /// Where there is no file, or it is not a base of the format that this program writes.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self> {
        Ok(Self {
            store: Store::open_read_only(path)?,
            annotator: None,
        })
    }

    /// Lets `annotator` read the articles that are added, rebuilt or verified. A base is made with annotations or
    /// without them; `rebuild` changes it.
    #[must_use]
    pub fn with_annotator(mut self, annotator: Annotator) -> Self {
        self.annotator = Some(annotator);
        self
    }

    /// Whether the articles of the base were annotated; `None` for a base that nothing was added to.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn is_annotated(&self) -> Result<Option<bool>> {
        algorithm::is_annotated(&self.store.reader())
    }

    /// Reads what the base holds.
    pub fn reader(&self) -> Reader<'_> {
        self.store.reader()
    }

    /// Runs a query of the user's that reads only; see [`Store::sql`].
    ///
    /// # Errors
    ///
    /// Where the query is not allowed, not well formed or runs too long.
    pub fn sql(&mut self, query: &str, limits: &SqlLimits) -> Result<SqlTable> {
        Ok(self.store.sql(query, limits)?)
    }

    /// What SQLite itself finds wrong with the file; see [`Store::integrity`].
    ///
    /// # Errors
    ///
    /// Where the file cannot be read at all.
    pub fn integrity(&self) -> Result<Vec<String>> {
        Ok(self.store.integrity()?)
    }

    /// Puts the file into its smallest form; see [`Store::compact`].
    ///
    /// # Errors
    ///
    /// Where another process uses the base, or the disk is full.
    pub fn compact(&mut self) -> Result<()> {
        Ok(self.store.compact()?)
    }
}
