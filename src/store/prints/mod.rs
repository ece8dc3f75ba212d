//! Prints of rows: what a row is known by in the log. Whatever writes a row of one of these tables has the print of what
//! it has become put on record in the same transaction, so that a row that was changed otherwise is found out by name.
//!
//! Which rows a transaction has touched is told by triggers, into a table that only the writer's own connection has; on
//! a file the triggers are that connection's as well, and nobody who has the file can take them away. What says of itself
//! which rows it wrote (cards, and what the print of each is) is not listened to.

mod tables;

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Nullable, Text};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::backend::{Kind, Tongue, straight};
use super::{StoreError, Tx};

use tables::LATER;

pub use tables::PRINTED;

/// How it is known that a row was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Touched {
    /// Any change of it.
    Any,
    /// A change of one of the columns of its print.
    Named,
    /// Whoever writes it says so.
    ByHand,
}

/// A table whose rows have prints.
#[derive(Debug)]
pub struct Printed {
    pub table: &'static str,
    /// The column that says of which event a row is; `None` where it is the house's.
    pub log: Option<&'static str>,
    key: &'static [(&'static str, Kind)],
    /// What the print is over, with those of [`later`](Self::later) where one of them holds something.
    pub columns: &'static [&'static str],
    touched: Touched,
}

/// The table of operations among them: it may have millions of rows.
pub const OPERATION: &str = "operation";

/// What a transaction has made of rows: by log, by table, by key; `None` where the row is gone.
pub type Prints = BTreeMap<String, BTreeMap<&'static str, BTreeMap<String, Option<String>>>>;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    log: String,
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = Nullable<Text>)]
    said: Option<String>,
}

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    tbl: String,
}

impl Printed {
    /// The table of a name.
    #[must_use]
    pub fn named(table: &str) -> Option<&'static Self> {
        PRINTED.iter().find(|printed| printed.table == table)
    }

    fn key_columns(&self) -> impl Iterator<Item = &'static str> {
        self.key.iter().map(|(column, _)| *column)
    }

    fn log_of(&self, row: &str) -> String {
        self.log.map_or_else(|| "''".to_owned(), |column| format!("{row}\"{column}\""))
    }

    /// The columns that it has got since its rows had prints first.
    #[must_use]
    pub fn later(&self) -> &'static [&'static str] {
        LATER.iter().find(|(table, _)| *table == self.table).map_or(&[], |(_, columns)| columns)
    }

    /// What a row's print is over, as a JSON array in a text; `row` goes before each column.
    fn said(&self, tongue: Tongue, row: &str) -> String {
        let first = tongue.array(row, self.columns.iter().copied());
        if self.later().is_empty() {
            return first;
        }
        let nothing: Vec<String> = self.later().iter().map(|column| format!("{row}\"{column}\" IS NULL")).collect();
        let all = tongue.array(row, self.columns.iter().chain(self.later()).copied());
        format!("CASE WHEN {} THEN {first} ELSE {all} END", nothing.join(" AND "))
    }

    /// The print of a row of it, out of its columns.
    pub(super) fn print(&self, row: &Value) -> String {
        let sha = Sha256::new().chain_update(self.table).chain_update("\n").chain_update(row.to_string());
        hex::encode(sha.finalize())
    }

    /// The triggers of a connection that has its own.
    fn triggers(&self, tongue: Tongue) -> String {
        let table = self.table;
        let touch = |row: &str| {
            let key = tongue.array(row, self.key_columns());
            let row = format!("VALUES ('{table}', {}, {key})", self.log_of(row));
            format!("{};", tongue.insert_if_new("touched", &row))
        };
        let of = if self.touched == Touched::Named {
            format!(" OF {}", [self.columns, self.later()].concat().join(", "))
        } else {
            String::new()
        };
        format!(
            "CREATE TEMP TRIGGER {table}_inserted AFTER INSERT ON main.\"{table}\" BEGIN {new} END;
            CREATE TEMP TRIGGER {table}_deleted AFTER DELETE ON main.\"{table}\" BEGIN {old} END;
            CREATE TEMP TRIGGER {table}_updated AFTER UPDATE{of} ON main.\"{table}\" BEGIN {old} {new} END;",
            new = touch("NEW."),
            old = touch("OLD."),
        )
    }
}

/// What makes a connection hear which rows are touched on it: a table of its own, and triggers where the schema's do not
/// write into that.
pub(super) fn listening(tongue: Tongue) -> String {
    let listened = PRINTED.iter().filter(|printed| tongue.has_triggers() && printed.touched != Touched::ByHand);
    let triggers: String = listened.map(|printed| printed.triggers(tongue)).collect();
    format!("CREATE TEMP TABLE IF NOT EXISTS touched (tbl TEXT, log TEXT, key TEXT, PRIMARY KEY (tbl, key));{triggers}")
}

diesel::table! {
    touched (tbl, key) {
        tbl -> Text,
        log -> Text,
        key -> Text,
    }
}

/// Says that operations were written, by event and op; each once in a transaction.
pub(super) fn touch_operations<'o>(
    tx: &mut Tx,
    ops: impl Iterator<Item = (&'o str, &'o str)>,
) -> Result<(), StoreError> {
    let row = |(event, op): (&'o str, &'o str)| {
        (touched::tbl.eq(OPERATION), touched::log.eq(event), touched::key.eq(key_of_operation(op)))
    };
    let rows: Vec<_> = ops.map(row).collect();
    straight!(tx, on => diesel::insert_into(touched::table).values(&rows).execute(on))?;
    Ok(())
}

/// Says that all rows of an event were written: what was on record of them is gone.
pub fn touch_all(tx: &mut Tx, event: &str) -> Result<(), StoreError> {
    let tongue = Tongue::of(tx);
    for printed in PRINTED {
        let Some(log) = printed.log else { continue };
        let key = tongue.array("", printed.key_columns());
        let (table, parameter) = (printed.table, tongue.parameter());
        let rows = format!("SELECT '{table}', \"{log}\", {key} FROM \"{table}\" WHERE \"{log}\" = {parameter}");
        sql_query(tongue.insert_if_new("touched", &rows)).bind::<Text, _>(event).execute(tx)?;
    }
    Ok(())
}

/// The rows that this transaction has touched since it was last asked, with what they have become.
pub fn touched(tx: &mut Tx) -> Result<Prints, StoreError> {
    let mut prints = Prints::new();
    let tables: Vec<Table> = straight!(tx, on => sql_query("SELECT DISTINCT tbl FROM touched").load(on))?;
    if tables.is_empty() {
        return Ok(prints);
    }
    let tongue = Tongue::of(tx);
    for Table { tbl } in tables {
        let unknown = || StoreError::corrupt(format!("rows of {tbl} were touched"));
        let printed = Printed::named(&tbl).ok_or_else(unknown)?;
        let parts = printed.key.iter().enumerate();
        let on: Vec<String> =
            parts.map(|(at, (column, kind))| format!("r.\"{column}\" = {}", tongue.part("t.key", at, *kind))).collect();
        let (table, key) = (printed.table, printed.key[0].0);
        let said = printed.said(tongue, "r.");
        let rows: Vec<Row> = sql_query(format!(
            "SELECT t.log, t.key, CASE WHEN r.\"{key}\" IS NULL THEN NULL ELSE {said} END AS said
            FROM touched t LEFT JOIN \"{table}\" r ON {} WHERE t.tbl = '{table}'",
            on.join(" AND ")
        ))
        .load(tx)?;
        for Row { log, key, said } in rows {
            let print = said.map(|said| parsed(&said).map(|row| printed.print(&row))).transpose()?;
            prints.entry(log).or_default().entry(table).or_default().insert(parsed(&key)?.to_string(), print);
        }
    }
    sql_query("DELETE FROM touched").execute(tx)?;
    Ok(prints)
}

/// What a database says, in the one form that both have: truth is 1 or 0.
fn parsed(text: &str) -> Result<Value, StoreError> {
    let mut row: Value = serde_json::from_str(text).map_err(|error| StoreError::corrupt(error.to_string()))?;
    for value in row.as_array_mut().into_iter().flatten() {
        if let Value::Bool(truth) = value {
            *value = Value::from(i32::from(*truth));
        }
    }
    Ok(row)
}

/// The rows of a table of an event (of the house, where `event` is empty): key and print.
pub fn of_table(tx: &mut Tx, printed: &Printed, event: &str) -> Result<Vec<(String, String)>, StoreError> {
    let tongue = Tongue::of(tx);
    let key = tongue.array("", printed.key_columns());
    let said = printed.said(tongue, "");
    let (table, log) = (printed.table, printed.log_of(""));
    let sql = format!(
        "SELECT {log} AS log, {key} AS key, {said} AS said FROM \"{table}\" WHERE {log} = {}",
        tongue.parameter()
    );
    let rows: Vec<Row> = sql_query(sql).bind::<Text, _>(event).load(tx)?;
    let print = |row: Row| {
        let said = row.said.ok_or_else(|| StoreError::corrupt(format!("a row of {table}")))?;
        Ok((parsed(&row.key)?.to_string(), printed.print(&parsed(&said)?)))
    };
    rows.into_iter().map(print).collect()
}

/// The key of an operation among the prints.
#[must_use]
pub fn key_of_operation(op: &str) -> String {
    serde_json::json!([op]).to_string()
}
