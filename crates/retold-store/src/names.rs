//! Model values as the words and numbers that stand in columns, and back.

use retold_text::{Range, TextSize};
use rusqlite::Row;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Result, StoreError};

/// The word of an enum's variant, as serde writes it.
pub(crate) fn word<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => unreachable!("enums of the model are written as words"),
    }
}

/// A record as the JSON that stands in its column.
pub(crate) fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("records of the model are JSON")
}

/// Where a row is read, to name it when it is damaged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// The table.
    pub(crate) table: &'static str,
    /// The row.
    pub(crate) key: i64,
}

impl Place {
    pub(crate) fn damaged(self, what: impl Into<String>) -> StoreError {
        StoreError::Damaged {
            table: self.table,
            key: self.key,
            what: what.into(),
        }
    }

    /// The enum variant that `word` names.
    pub(crate) fn variant<T: DeserializeOwned>(self, word: String) -> Result<T> {
        serde_json::from_value(serde_json::Value::String(word))
            .map_err(|error| self.damaged(format!("an unknown word ({error})")))
    }

    /// A value that is written as text: an id, a time.
    pub(crate) fn parse<T>(self, text: &str) -> Result<T>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        text.parse()
            .map_err(|error| self.damaged(format!("a value that cannot be read ({error})")))
    }

    /// The same where the column may be empty.
    pub(crate) fn parse_some<T>(self, text: Option<String>) -> Result<Option<T>>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        text.map(|text| self.parse(&text)).transpose()
    }

    /// A record that is written as JSON.
    pub(crate) fn record<T: DeserializeOwned>(self, text: &str) -> Result<T> {
        serde_json::from_str(text)
            .map_err(|error| self.damaged(format!("a record that cannot be read ({error})")))
    }

    /// The range in two columns.
    pub(crate) fn range<M>(self, start: TextSize, end: TextSize) -> Result<Range<M>> {
        if start > end {
            return Err(self.damaged(format!(
                "a range that ends ({end}) before it starts ({start})"
            )));
        }
        Ok(Range::new(start, end))
    }

    /// The range in two columns that may be empty.
    pub(crate) fn range_some<M>(
        self,
        start: Option<TextSize>,
        end: Option<TextSize>,
    ) -> Result<Option<Range<M>>> {
        match (start, end) {
            (Some(start), Some(end)) => self.range(start, end).map(Some),
            (None, None) => Ok(None),
            _ => Err(self.damaged("half a range")),
        }
    }
}

/// Start and end of a range in columns `at` and `at + 1`.
pub(crate) fn pair(row: &Row<'_>, at: usize) -> rusqlite::Result<(TextSize, TextSize)> {
    Ok((row.get(at)?, row.get(at + 1)?))
}
