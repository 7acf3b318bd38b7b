//! Queries of the user's own, on a base that they cannot change.

use std::time::{Duration, Instant};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;

use crate::error::{Result, StoreError};
use crate::store::Store;

/// What a query may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SqlLimits {
    /// Rows that are given; more are cut off and told.
    pub rows: usize,
    /// Bytes of all values that are given; more are cut off and told.
    pub bytes: usize,
    /// How long it may run.
    pub time: Duration,
}

impl Default for SqlLimits {
    /// 10,000 rows, 64 MiB, 30 seconds.
    fn default() -> Self {
        Self {
            rows: 10_000,
            bytes: 64 << 20,
            time: Duration::from_secs(30),
        }
    }
}

/// One value of a result.
#[derive(Clone, Debug, PartialEq)]
pub enum SqlValue {
    /// NULL.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Text; bytes that are not UTF-8 are replaced.
    Text(String),
    /// Bytes, of which only the count is given.
    Blob(usize),
}

/// What a query gives.
#[derive(Clone, Debug, PartialEq)]
pub struct SqlTable {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<SqlValue>>,
    /// Whether rows were cut off at a limit.
    pub truncated: bool,
}

/// Instructions of SQLite's machine between two looks at the clock: well under a millisecond.
const STEPS_BETWEEN_LOOKS: i32 = 10_000;

/// The longest value that a query may make, in bytes.
const LONGEST_VALUE: i32 = 64 << 20;

impl Store {
    /// Runs one query. It reads only: no change, no ATTACH, no PRAGMA that writes, no extension, also on a base that
    /// was opened for writing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Query`] with what SQLite says of it, [`StoreError::QueryTime`] if it runs too long.
    pub fn sql(&mut self, query: &str, limits: &SqlLimits) -> Result<SqlTable> {
        let at = StoreError::at(&self.path);
        if query.trim().is_empty() {
            return Err(StoreError::Query {
                message: "the query is empty".to_owned(),
            });
        }
        let started = Instant::now();
        let time = limits.time;
        self.connection.authorizer(Some(authorize)).map_err(&at)?;
        self.connection
            .progress_handler(STEPS_BETWEEN_LOOKS, Some(move || started.elapsed() > time))
            .map_err(&at)?;
        let longest = self
            .connection
            .set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
            .map_err(&at)?;
        let result = self.run(query, limits);
        self.connection
            .set_limit(Limit::SQLITE_LIMIT_LENGTH, longest)
            .map_err(&at)?;
        self.connection
            .progress_handler(0, None::<fn() -> bool>)
            .map_err(&at)?;
        self.connection
            .authorizer(None::<fn(AuthContext<'_>) -> Authorization>)
            .map_err(&at)?;
        result.map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => StoreError::QueryTime {
                seconds: limits.time.as_secs(),
            },
            Some(
                rusqlite::ErrorCode::DatabaseBusy
                | rusqlite::ErrorCode::DatabaseCorrupt
                | rusqlite::ErrorCode::SystemIoFailure,
            ) => StoreError::at(&self.path)(error),
            Some(rusqlite::ErrorCode::AuthorizationForStatementDenied) => StoreError::Query {
                message: "the query does more than read the base".to_owned(),
            },
            _ => StoreError::Query {
                message: error.to_string(),
            },
        })
    }

    fn run(&self, query: &str, limits: &SqlLimits) -> rusqlite::Result<SqlTable> {
        let mut statement = self.connection.prepare(query)?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([])?;
        let (mut result, mut bytes, mut truncated) = (Vec::new(), 0, false);
        while let Some(row) = rows.next()? {
            let mut values = Vec::with_capacity(columns.len());
            for column in 0..columns.len() {
                let value = match row.get_ref(column)? {
                    ValueRef::Null => SqlValue::Null,
                    ValueRef::Integer(number) => SqlValue::Integer(number),
                    ValueRef::Real(number) => SqlValue::Real(number),
                    ValueRef::Text(text) => {
                        bytes += text.len();
                        SqlValue::Text(String::from_utf8_lossy(text).into_owned())
                    }
                    ValueRef::Blob(blob) => SqlValue::Blob(blob.len()),
                };
                values.push(value);
            }
            if result.len() >= limits.rows || bytes > limits.bytes {
                truncated = true;
                break;
            }
            result.push(values);
        }
        Ok(SqlTable {
            columns,
            rows: result,
            truncated,
        })
    }
}

/// Lets a query read, and nothing else.
fn authorize(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => {
            Authorization::Allow
        }
        AuthAction::Function { function_name } if function_name != "load_extension" => {
            Authorization::Allow
        }
        // What tells of tables; none of them takes a value that sets something.
        AuthAction::Pragma {
            pragma_name:
                "table_info" | "table_xinfo" | "table_list" | "index_list" | "index_info"
                | "index_xinfo" | "foreign_key_list" | "data_version",
            ..
        } => Authorization::Allow,
        _ => Authorization::Deny,
    }
}
