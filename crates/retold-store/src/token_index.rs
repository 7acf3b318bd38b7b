//! Which articles hold a number: a fingerprint or a term.

use rusqlite::{Connection, params};

/// An inverted index from numbers to articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TokenIndex {
    Fingerprint,
    Term,
}

impl TokenIndex {
    /// Notes that `article` holds `numbers`, each once.
    pub(crate) fn insert(
        self,
        connection: &Connection,
        article: i64,
        numbers: impl Iterator<Item = u64>,
    ) -> rusqlite::Result<()> {
        let sql = match self {
            Self::Fingerprint => {
                "INSERT OR IGNORE INTO link_fingerprint (fingerprint, article) VALUES (?1, ?2)"
            }
            Self::Term => "INSERT OR IGNORE INTO link_term (term, article) VALUES (?1, ?2)",
        };
        let mut statement = connection.prepare_cached(sql)?;
        for number in numbers {
            statement.execute(params![column(number), article])?;
        }
        Ok(())
    }

    /// Forgets that `article` holds `numbers`.
    pub(crate) fn remove(
        self,
        connection: &Connection,
        article: i64,
        numbers: impl Iterator<Item = u64>,
    ) -> rusqlite::Result<()> {
        let sql = match self {
            Self::Fingerprint => {
                "DELETE FROM link_fingerprint WHERE fingerprint = ?1 AND article = ?2"
            }
            Self::Term => "DELETE FROM link_term WHERE term = ?1 AND article = ?2",
        };
        let mut statement = connection.prepare_cached(sql)?;
        for number in numbers {
            statement.execute(params![column(number), article])?;
        }
        Ok(())
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

    /// How many articles hold `number`.
    pub(crate) fn count(self, connection: &Connection, number: u64) -> rusqlite::Result<u32> {
        let sql = match self {
            Self::Fingerprint => "SELECT count(*) FROM link_fingerprint WHERE fingerprint = ?1",
            Self::Term => "SELECT count(*) FROM link_term WHERE term = ?1",
        };
        connection
            .prepare_cached(sql)?
            .query_row([column(number)], |row| row.get(0))
    }

    /// The keys of the articles that hold `number`, by the articles' ids.
    pub(crate) fn holders(
        self,
        connection: &Connection,
        number: u64,
    ) -> rusqlite::Result<Vec<u32>> {
        let sql = match self {
            Self::Fingerprint => {
                "SELECT article.key FROM link_fingerprint JOIN article ON article.key = link_fingerprint.article
                 WHERE fingerprint = ?1 ORDER BY article.id"
            }
            Self::Term => {
                "SELECT article.key FROM link_term JOIN article ON article.key = link_term.article
                 WHERE term = ?1 ORDER BY article.id"
            }
        };
        connection
            .prepare_cached(sql)?
            .query_map([column(number)], |row| row.get(0))?
            .collect()
    }
}

/// A number of 32 bits as SQLite stores it in four bytes: with a sign.
fn column(number: u64) -> i64 {
    match u32::try_from(number) {
        Ok(number) => i64::from(number.cast_signed()),
        Err(_) => number.cast_signed(),
    }
}
