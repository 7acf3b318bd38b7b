//! Which articles hold a number: a fingerprint or a term.

use std::cmp::Ordering;

use retold_model::ArticleId;
use rusqlite::{Connection, params};

/// An inverted index from numbers to articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum TokenIndex {
    Fingerprint,
    Term,
}

/// An article that holds a number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Holder {
    pub(crate) article: i64,
    pub(crate) id: ArticleId,
}

/// The bytes of an id by which the holders of a fingerprint ascend in the index: those of equal ones are told apart where it
/// matters.
pub(crate) type IdStart = [u8; 4];

impl Holder {
    pub(crate) fn id_start(self) -> IdStart {
        let [a, b, c, d, ..] = *self.id.as_bytes();
        [a, b, c, d]
    }
}

impl TokenIndex {
    /// Notes numbers with the articles that hold them. In the order of the index, so that neighbours are written
    /// together: in a large base, each number of one article lies on a page of its own.
    pub(crate) fn insert(
        self,
        connection: &Connection,
        pairs: Vec<(u64, Holder)>,
    ) -> rusqlite::Result<()> {
        let sql = match self {
            Self::Fingerprint => {
                "INSERT OR IGNORE INTO link_fingerprint (fingerprint, article, id_start) VALUES (?1, ?2, ?3)"
            }
            Self::Term => "INSERT OR IGNORE INTO link_term (term, article) VALUES (?1, ?2)",
        };
        self.execute(connection, sql, pairs)
    }

    /// Forgets numbers of articles.
    pub(crate) fn remove(
        self,
        connection: &Connection,
        pairs: Vec<(u64, Holder)>,
    ) -> rusqlite::Result<()> {
        let sql = match self {
            Self::Fingerprint => {
                "DELETE FROM link_fingerprint WHERE fingerprint = ?1 AND article = ?2 AND id_start = ?3"
            }
            Self::Term => "DELETE FROM link_term WHERE term = ?1 AND article = ?2",
        };
        self.execute(connection, sql, pairs)
    }

    /// Whether `holder` holds `number`.
    pub(crate) fn holds(
        self,
        connection: &Connection,
        holder: Holder,
        number: u64,
    ) -> rusqlite::Result<bool> {
        let number = column(number);
        match self {
            Self::Fingerprint => connection
                .prepare_cached(
                    "SELECT 1 FROM link_fingerprint WHERE fingerprint = ?1 AND article = ?2 AND id_start = ?3",
                )?
                .exists(params![number, holder.article, holder.id_start()]),
            Self::Term => connection
                .prepare_cached("SELECT 1 FROM link_term WHERE term = ?1 AND article = ?2")?
                .exists(params![number, holder.article]),
        }
    }

    /// The keys of the articles that hold `number`, at most `limit`: those of a fingerprint ascend by the starts of their ids.
    pub(crate) fn holders(
        self,
        connection: &Connection,
        number: u64,
        limit: usize,
    ) -> rusqlite::Result<Vec<u32>> {
        let sql = match self {
            Self::Fingerprint => {
                "SELECT article FROM link_fingerprint WHERE fingerprint = ?1 ORDER BY id_start, article LIMIT ?2"
            }
            Self::Term => "SELECT article FROM link_term WHERE term = ?1 ORDER BY article LIMIT ?2",
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        connection
            .prepare_cached(sql)?
            .query_map([column(number), limit], |row| row.get(0))?
            .collect()
    }

    /// Executes `sql` for each number and holder, in the order of the index.
    fn execute(
        self,
        connection: &Connection,
        sql: &str,
        mut pairs: Vec<(u64, Holder)>,
    ) -> rusqlite::Result<()> {
        let order = |(one, first): &(u64, Holder), (other, second): &(u64, Holder)| {
            let ids = match self {
                Self::Fingerprint => first.id.cmp(&second.id),
                Self::Term => Ordering::Equal,
            };
            { column(*one).cmp(&column(*other)).then(ids) }.then(first.article.cmp(&second.article))
        };
        pairs.sort_unstable_by(order);
        let mut statement = connection.prepare_cached(sql)?;
        for (number, holder) in pairs {
            let number = column(number);
            match self {
                Self::Fingerprint => {
                    statement.execute(params![number, holder.article, holder.id_start()])?
                }
                Self::Term => statement.execute([number, holder.article])?,
            };
        }
        Ok(())
    }
}

/// The first `count` articles that hold a fingerprint and that `is_taken` takes, ascending by the starts of their ids; more where
/// the last have one start.
pub(crate) fn first_holders(
    connection: &Connection,
    fingerprint: u64,
    count: usize,
    is_taken: impl Fn(u32) -> bool,
) -> rusqlite::Result<Vec<(IdStart, u32)>> {
    let mut statement = connection.prepare_cached(
        "SELECT id_start, article FROM link_fingerprint WHERE fingerprint = ?1 ORDER BY id_start, article",
    )?;
    let mut rows = statement.query([column(fingerprint)])?;
    let mut found: Vec<(IdStart, u32)> = Vec::new();
    while let Some(row) = rows.next()? {
        let start = row.get(0)?;
        if found.len() >= count && found.last().is_none_or(|&(last, _)| last != start) {
            break;
        }
        let article = row.get(1)?;
        if is_taken(article) {
            found.push((start, article));
        }
    }
    Ok(found)
}

/// A number of 32 bits as SQLite stores it in four bytes: with a sign.
fn column(number: u64) -> i64 {
    match u32::try_from(number) {
        Ok(number) => i64::from(number.cast_signed()),
        Err(_) => number.cast_signed(),
    }
}
