//! Frozen results: rows that never change.

use diesel::prelude::*;

use super::schema::result;
use super::{StoreError, Tx};

/// A frozen result.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = result)]
pub struct ResultRow {
    pub event_id: String,
    /// 1, 2, 3 … of the event.
    pub number: i64,
    /// The event's version that was tabulated.
    pub version: i64,
    /// The report, as JSON.
    pub report: String,
    /// SHA-256 of that.
    pub fingerprint: String,
    /// When.
    pub frozen_at: i64,
}

/// Appends a result, as the event's next number.
pub fn append(tx: &mut Tx, mut row: ResultRow) -> Result<ResultRow, StoreError> {
    row.number = latest(tx, &row.event_id)?.map_or(1, |last| last.number + 1);
    diesel::insert_into(result::table).values(&row).execute(tx)?;
    Ok(row)
}

pub fn latest(tx: &mut Tx, event: &str) -> Result<Option<ResultRow>, StoreError> {
    Ok(result::table
        .filter(result::event_id.eq(event))
        .order(result::number.desc())
        .select(ResultRow::as_select())
        .first(tx)
        .optional()?)
}

pub fn latest_number(tx: &mut Tx, event: &str) -> Result<Option<i64>, StoreError> {
    Ok(result::table
        .filter(result::event_id.eq(event))
        .order(result::number.desc())
        .select(result::number)
        .first(tx)
        .optional()?)
}

/// A frozen result without its report.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = result)]
pub struct ResultHead {
    pub event_id: String,
    /// 1, 2, 3 … of the event.
    pub number: i64,
    /// SHA-256 of the report.
    pub fingerprint: String,
    /// When.
    pub frozen_at: i64,
}

/// The results of an event without their reports, oldest first.
pub fn heads(tx: &mut Tx, event: &str) -> Result<Vec<ResultHead>, StoreError> {
    Ok(result::table
        .filter(result::event_id.eq(event))
        .order(result::number)
        .select(ResultHead::as_select())
        .load(tx)?)
}

pub fn numbered(tx: &mut Tx, event: &str, number: i64) -> Result<Option<ResultRow>, StoreError> {
    Ok(result::table.find((event, number)).select(ResultRow::as_select()).first(tx).optional()?)
}
