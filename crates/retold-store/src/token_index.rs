//! Numbers as tokens of a full-text index: an inverted index that is a quarter of the size of plain rows.

use rusqlite::{Connection, OptionalExtension, params};

/// The digits of base 64: all that the `ascii` tokenizer, with the signs named in the schema, leaves alone.
const DIGITS: &[u8; 64] = b"0123456789abcdefghijklmnopqrstuvwxyz!#$%&()*+,-./:;<=>?@[]^_{|}~";

/// An inverted index from numbers to articles.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TokenIndex {
    Fingerprint,
    Term,
}

impl TokenIndex {
    /// Notes that `article` holds `numbers`.
    pub(crate) fn insert(
        self,
        connection: &Connection,
        article: i64,
        numbers: impl Iterator<Item = u64>,
    ) -> rusqlite::Result<()> {
        let mut tokens = String::new();
        for number in numbers {
            push_token(number, &mut tokens);
            tokens.push(' ');
        }
        let sql = match self {
            Self::Fingerprint => "INSERT INTO link_fingerprint (rowid, tokens) VALUES (?1, ?2)",
            Self::Term => "INSERT INTO link_term (rowid, tokens) VALUES (?1, ?2)",
        };
        connection
            .prepare_cached(sql)?
            .execute(params![article, tokens])?;
        Ok(())
    }

    /// Forgets what `article` holds.
    pub(crate) fn remove(self, connection: &Connection, article: i64) -> rusqlite::Result<()> {
        let sql = match self {
            Self::Fingerprint => "DELETE FROM link_fingerprint WHERE rowid = ?1",
            Self::Term => "DELETE FROM link_term WHERE rowid = ?1",
        };
        connection.prepare_cached(sql)?.execute([article])?;
        Ok(())
    }

    /// How many articles hold `number`.
    pub(crate) fn count(self, connection: &Connection, number: u64) -> rusqlite::Result<u32> {
        let sql = match self {
            Self::Fingerprint => "SELECT doc FROM link_fingerprint_count WHERE term = ?1",
            Self::Term => "SELECT doc FROM link_term_count WHERE term = ?1",
        };
        let mut token = String::new();
        push_token(number, &mut token);
        let count = connection
            .prepare_cached(sql)?
            .query_row([token], |row| row.get(0))
            .optional()?;
        Ok(count.unwrap_or(0))
    }

    /// The keys and ids of the articles that hold `number`, by id.
    pub(crate) fn holders(
        self,
        connection: &Connection,
        number: u64,
    ) -> rusqlite::Result<Vec<u32>> {
        let sql = match self {
            Self::Fingerprint => {
                "SELECT article.key FROM link_fingerprint JOIN article ON article.key = link_fingerprint.rowid
                 WHERE link_fingerprint MATCH ?1 ORDER BY article.id"
            }
            Self::Term => {
                "SELECT article.key FROM link_term JOIN article ON article.key = link_term.rowid
                 WHERE link_term MATCH ?1 ORDER BY article.id"
            }
        };
        let mut token = "\"".to_owned();
        push_token(number, &mut token);
        token.push('"');
        connection
            .prepare_cached(sql)?
            .query_map([token], |row| row.get(0))?
            .collect()
    }
}

/// Appends `number` in base 64, the lowest digit first.
fn push_token(mut number: u64, tokens: &mut String) {
    loop {
        tokens.push(DIGITS[(number % 64) as usize] as char);
        number /= 64;
        if number == 0 {
            break;
        }
    }
}
