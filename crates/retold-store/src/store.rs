//! A base opened: for writing, or for reading only.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::batch::Batch;
use crate::error::{Result, StoreError};
use crate::migration::{APPLICATION_ID, latest_format, migrate};
use crate::source_rows::Unpacker;

/// How long to wait for another process's transaction: longer than a batch takes.
const BUSY: Duration = Duration::from_secs(10);

/// Bytes in a page. Small enough that an empty base is small, large enough that most articles fit into one.
const PAGE_SIZE: u32 = 4096;

/// Memory for pages, in KiB (negative for SQLite: KiB and not pages). The writer's holds the inner pages of the indexes of a
/// base of some 100,000 articles; taken as it is needed.
const CACHE_KIB: i32 = -32 * 1024;
const WRITER_CACHE_KIB: i32 = -128 * 1024;

/// Statements that are kept prepared.
const STATEMENTS: usize = 128;

/// A base: one SQLite file.
///
/// Written in write-ahead mode with `synchronous=NORMAL`: a program that is killed loses at most the batch that was
/// not committed, and the file stays whole; a power cut may lose the last committed batches as well, but the file
/// stays whole, too, and the same command completes it. One writer at a time, any number of readers beside it.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    /// Frames of source bytes that were unpacked last.
    pub(crate) unpacker: RefCell<Unpacker>,
    writable: bool,
}

impl Store {
    /// Opens the base for reading and writing; makes it if there is none, brings it up to date if it is of an older
    /// format.
    ///
    /// # Errors
    ///
    /// Where the file cannot be opened, is not a base, is of a newer format, or is locked.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let at = StoreError::at(path);
        let mut connection = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE
                | OpenFlags::SQLITE_OPEN_CREATE
                | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )
        .map_err(&at)?;
        connection.busy_timeout(BUSY).map_err(&at)?;
        // Only an empty file takes the page size.
        connection
            .pragma_update(None, "page_size", PAGE_SIZE)
            .map_err(&at)?;
        let format = check(&connection, path)?;
        connection
            .pragma_update(None, "journal_mode", "wal")
            .map_err(&at)?;
        connection
            .pragma_update(None, "synchronous", "normal")
            .map_err(&at)?;
        connection
            .pragma_update(None, "foreign_keys", true)
            .map_err(&at)?;
        connection
            .pragma_update(None, "cache_size", WRITER_CACHE_KIB)
            .map_err(&at)?;
        prepare_once(&connection).map_err(&at)?;
        if format < Some(latest_format()) {
            let transaction = connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(&at)?;
            // Another process may have done it while this one waited.
            let format = check(&transaction, path)?;
            if format < Some(latest_format()) {
                transaction
                    .pragma_update(None, "application_id", APPLICATION_ID)
                    .map_err(&at)?;
                migrate(&transaction, format.unwrap_or(0)).map_err(&at)?;
            }
            transaction.commit().map_err(&at)?;
        }
        Ok(Self {
            connection,
            path: path.to_owned(),
            unpacker: RefCell::default(),
            writable: true,
        })
    }

    /// Opens a base that exists, for reading only.
    ///
    /// # Errors
    ///
    /// Where there is no file, or it is not a base of the format that this program writes.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let at = StoreError::at(path);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(&at)?;
        connection.busy_timeout(BUSY).map_err(&at)?;
        let mut format = check(&connection, path);
        if matches!(format, Err(StoreError::Open { .. }))
            && let Some(address) = as_unchanging(path)
        {
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            connection = Connection::open_with_flags(address, flags).map_err(&at)?;
            format = check(&connection, path);
        }
        match format? {
            None => {
                return Err(StoreError::NotABase {
                    path: path.to_owned(),
                });
            }
            Some(found) if found < latest_format() => {
                return Err(StoreError::OlderFormat {
                    path: path.to_owned(),
                    found,
                });
            }
            Some(_) => {}
        }
        connection
            .pragma_update(None, "query_only", true)
            .map_err(&at)?;
        connection
            .pragma_update(None, "cache_size", CACHE_KIB)
            .map_err(&at)?;
        prepare_once(&connection).map_err(&at)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            unpacker: RefCell::default(),
            writable: false,
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins a transaction that writes. Without [`Batch::commit`] nothing of it stays.
    ///
    /// # Errors
    ///
    /// Where another process is writing for longer than a batch takes, or the base was opened for reading.
    pub fn begin(&mut self) -> Result<Batch<'_>> {
        self.unpacker.get_mut().forget();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::at(&self.path))?;
        Ok(Batch::new(transaction, &self.path))
    }

    /// What SQLite itself finds wrong with the file: nothing, in a sound base.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read at all.
    pub fn integrity(&self) -> Result<Vec<String>> {
        let at = StoreError::at(&self.path);
        let mut findings = Vec::new();
        let mut statement = self
            .connection
            .prepare("PRAGMA integrity_check")
            .map_err(&at)?;
        let lines = statement
            .query_map([], |row| row.get::<_, String>(0))
            .map_err(&at)?;
        for line in lines {
            findings.push(line.map_err(&at)?);
        }
        if findings == ["ok"] {
            findings.clear();
        }
        let mut statement = self
            .connection
            .prepare("PRAGMA foreign_key_check")
            .map_err(&at)?;
        let lines = statement
            .query_map([], |row| {
                let (table, row, parent): (String, Option<i64>, String) =
                    (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(format!(
                    "row {} of `{table}` refers to no row of `{parent}`",
                    row.unwrap_or(-1)
                ))
            })
            .map_err(&at)?;
        for line in lines {
            findings.push(line.map_err(&at)?);
        }
        Ok(findings)
    }

    /// Puts the full-text index into its smallest form and gives free pages back. Costs time in proportion to
    /// the base; worth it after the first large `add` and after `rebuild`.
    ///
    /// # Errors
    ///
    /// Where another process uses the base, or the disk is full.
    pub fn compact(&mut self) -> Result<()> {
        self.connection
            .execute_batch(
                "INSERT INTO article_fts (article_fts) VALUES ('optimize');
                 VACUUM;
                 PRAGMA wal_checkpoint(TRUNCATE);",
            )
            .map_err(StoreError::at(&self.path))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if self.writable {
            // Statistics for the planner; a base without them is slower and not wrong.
            let _ = self.connection.execute_batch("PRAGMA optimize");
        }
    }
}

/// The address by which SQLite reads a base on a disk that cannot be written, where it can make none of the files beside the base
/// that it reads by; none where changes that are not in the base yet stand beside it.
fn as_unchanging(path: &Path) -> Option<String> {
    let mut beside = path.as_os_str().to_owned();
    beside.push("-wal");
    if Path::new(&beside).exists() {
        return None;
    }
    let mut address = "file:".to_owned();
    for c in path.to_str()?.chars() {
        match c {
            '%' => address.push_str("%25"),
            '?' => address.push_str("%3f"),
            '#' => address.push_str("%23"),
            c => address.push(c),
        }
    }
    address.push_str("?immutable=1");
    Some(address)
}

/// The format of the base; `None` for an empty file.
fn check(connection: &Connection, path: &Path) -> Result<Option<u32>> {
    let at = StoreError::at(path);
    let number = |name: &str| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .map_err(&at)
    };
    let (application, format) = (number("application_id")?, number("user_version")?);
    if application == i64::from(APPLICATION_ID) {
        let found = u32::try_from(format).unwrap_or(u32::MAX);
        if found > latest_format() {
            return Err(StoreError::NewerFormat {
                path: path.to_owned(),
                found,
                known: latest_format(),
            });
        }
        return Ok(Some(found));
    }
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(&at)?;
    if application == 0 && format == 0 && tables == 0 {
        Ok(None)
    } else {
        Err(StoreError::NotABase {
            path: path.to_owned(),
        })
    }
}

/// Keeps statements as they were prepared: without its stability guarantee SQLite plans those that compare with a
/// bound value anew after each binding, which took an eighth of a whole run.
fn prepare_once(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_on_a_disk_that_cannot_be_written_is_read_as_it_is() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("100%23 #1?.db");
        drop(Store::open(&path).unwrap());
        let address = as_unchanging(&path).unwrap();
        let directory_name = directory.path().to_str().unwrap();
        assert_eq!(
            address,
            format!("file:{directory_name}/100%2523 %231%3f.db?immutable=1")
        );
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(address, flags).unwrap();
        assert_eq!(check(&connection, &path).unwrap(), Some(latest_format()));
        // What is not in the base yet would be missed.
        std::fs::write(directory.path().join("100%23 #1?.db-wal"), "").unwrap();
        assert_eq!(as_unchanging(&path), None);
    }
}
