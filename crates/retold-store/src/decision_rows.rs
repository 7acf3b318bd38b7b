//! Corrections by hand: one list of numbers for those of all subjects.

use retold_model::{ByHand, Decided};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::batch::Batch;
use crate::error::{Result, StoreError};
use crate::names::{Place, json};
use crate::reader::Reader;

impl Batch<'_> {
    /// Notes a decision by hand and gives its number. What follows from it is not brought up to date.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written.
    pub fn decide<D: ByHand>(&mut self, decision: &D) -> Result<u32> {
        let record = json(decision);
        let reader = self.reader();
        let number = reader
            .connection
            .prepare_cached("INSERT INTO decision (subject, record) VALUES (?1, ?2)")
            .and_then(|mut statement| statement.insert([D::SUBJECT, &record]))
            .map_err(StoreError::at(reader.path))?;
        number_of(number)
    }

    /// Forgets a decision and gives it; `None` where there is none with this number about this subject.
    ///
    /// # Errors
    ///
    /// Where the base cannot be written.
    pub fn take_back<D: ByHand>(&mut self, number: u32) -> Result<Option<D>> {
        let reader = self.reader();
        let gone = delete(reader.connection, number, D::SUBJECT);
        let record: Option<String> = gone.map_err(StoreError::at(reader.path))?;
        record
            .map(|record| place(i64::from(number)).record(&record))
            .transpose()
    }
}

fn delete(connection: &Connection, number: u32, subject: &str) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("DELETE FROM decision WHERE number = ?1 AND subject = ?2 RETURNING record")?
        .query_row(params![number, subject], |row| row.get(0))
        .optional()
}

impl Reader<'_> {
    /// The decisions by hand about a subject that are in force, by number.
    ///
    /// # Errors
    ///
    /// Where the base cannot be read.
    pub fn decisions<D: ByHand>(&self) -> Result<Vec<Decided<D>>> {
        let rows: Vec<(i64, String)> = self.list(
            "SELECT number, record FROM decision WHERE subject = ?1 ORDER BY number",
            [D::SUBJECT],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        rows.into_iter()
            .map(|(number, record)| {
                Ok(Decided {
                    number: number_of(number)?,
                    decision: place(number).record(&record)?,
                })
            })
            .collect()
    }
}

fn place(number: i64) -> Place {
    Place {
        table: "decision",
        key: number,
    }
}

fn number_of(number: i64) -> Result<u32> {
    u32::try_from(number).map_err(|_| place(number).damaged("a number beyond 32 bits"))
}
