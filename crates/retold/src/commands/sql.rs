//! `retold sql`: queries of the user's own, reading only.

use std::io::Read as _;
use std::time::Duration;

use anyhow::{Context as _, Result};
use retold_store::{SqlLimits, SqlValue};
use serde_json::{Value, json};

use crate::base;
use crate::cli::{Global, SqlArgs};
use crate::exit_status::ExitStatus;
use crate::list::write_list;
use crate::messages::Reporter;
use crate::screen::Screen;
use crate::table::Table;

/// Bytes of a query on standard input; the rest is left out, and then it is no query.
const LONGEST_QUERY: u64 = 1 << 20;

pub(crate) fn run(global: &Global, args: SqlArgs, screen: Screen) -> Result<ExitStatus> {
    let query = match args.query.as_str() {
        "-" => {
            let mut query = String::new();
            let stdin = std::io::stdin().lock().take(LONGEST_QUERY);
            { stdin }
                .read_to_string(&mut query)
                .context("could not read the query from standard input")?;
            query
        }
        _ => args.query,
    };
    let limits = SqlLimits {
        rows: args.rows,
        time: Duration::from_secs(args.seconds),
        ..SqlLimits::default()
    };
    let result = base::open_to_read(global)?.sql(&query, &limits)?;
    let rows = result
        .rows
        .into_iter()
        .map(|row| row.into_iter().map(value).collect())
        .collect();
    write_list(
        &Table {
            columns: result.columns,
            rows,
        },
        &args.list,
        screen,
    )?;
    if result.truncated {
        Reporter::new(screen).say("there are more rows: `--rows N` shows them");
    }
    Ok(ExitStatus::look_at_if(result.truncated))
}

fn value(value: SqlValue) -> Value {
    match value {
        SqlValue::Null => Value::Null,
        SqlValue::Integer(number) => json!(number),
        // Not a number and infinity have no form in JSON.
        SqlValue::Real(number) => json!(number),
        SqlValue::Text(text) => Value::String(text),
        SqlValue::Blob(bytes) => Value::String(format!("({bytes} bytes)")),
    }
}
