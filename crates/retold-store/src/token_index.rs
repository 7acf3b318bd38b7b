//! Which articles hold a number: a fingerprint or a term.

use rusqlite::{Connection, params};

/// An inverted index from numbers to articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum TokenIndex {
    Fingerprint,
    Term,
}

impl TokenIndex {
    /// Notes numbers with the articles that hold them. In the order of the index, so that neighbours are written
    /// together: in a large base, each number of one article lies on a page of its own.
    pub(crate) fn insert(
        self,
        connection: &Connection,
        pairs: Vec<(u64, i64)>,
    ) -> rusqlite::Result<()> {
        let sql = match self {
            Self::Fingerprint => {
                "INSERT OR IGNORE INTO link_fingerprint (fingerprint, article) VALUES (?1, ?2)"
            }
            Self::Term => "INSERT OR IGNORE INTO link_term (term, article) VALUES (?1, ?2)",
        };
        execute(connection, sql, pairs)
    }

    /// Forgets numbers of articles.
    pub(crate) fn remove(
        self,
        connection: &Connection,
        pairs: Vec<(u64, i64)>,
    ) -> rusqlite::Result<()> {
        let sql = match self {
            Self::Fingerprint => {
                "DELETE FROM link_fingerprint WHERE fingerprint = ?1 AND article = ?2"
            }
            Self::Term => "DELETE FROM link_term WHERE term = ?1 AND article = ?2",
        };
        execute(connection, sql, pairs)
    }

    /// Whether `article` holds `number`.
    pub(crate) fn holds(
        self,
        connection: &Connection,
        article: i64,
        number: u64,
    ) -> rusqlite::Result<bool> {
        let sql = match self {
            Self::Fingerprint => {
                "SELECT 1 FROM link_fingerprint WHERE fingerprint = ?1 AND article = ?2"
            }
            Self::Term => "SELECT 1 FROM link_term WHERE term = ?1 AND article = ?2",
        };
        connection
            .prepare_cached(sql)?
            .exists(params![column(number), article])
    }

    /// The keys of the articles that hold `number`, ascending, at most `limit`.
    pub(crate) fn holders(
        self,
        connection: &Connection,
        number: u64,
        limit: usize,
    ) -> rusqlite::Result<Vec<u32>> {
        let sql = match self {
            Self::Fingerprint => {
                "SELECT article FROM link_fingerprint WHERE fingerprint = ?1 ORDER BY article LIMIT ?2"
            }
            Self::Term => "SELECT article FROM link_term WHERE term = ?1 ORDER BY article LIMIT ?2",
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        connection
            .prepare_cached(sql)?
            .query_map([column(number), limit], |row| row.get(0))?
            .collect()
    }
}

/// Executes `sql` for each number and article, in the order of the index.
fn execute(connection: &Connection, sql: &str, pairs: Vec<(u64, i64)>) -> rusqlite::Result<()> {
    let mut rows: Vec<(i64, i64)> = pairs
        .into_iter()
        .map(|(number, article)| (column(number), article))
        .collect();
    rows.sort_unstable();
    let mut statement = connection.prepare_cached(sql)?;
    for (number, article) in rows {
        statement.execute([number, article])?;
    }
    Ok(())
}

/// A number of 32 bits as SQLite stores it in four bytes: with a sign.
fn column(number: u64) -> i64 {
    match u32::try_from(number) {
        Ok(number) => i64::from(number.cast_signed()),
        Err(_) => number.cast_signed(),
    }
}
