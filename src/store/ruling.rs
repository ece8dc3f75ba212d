//! Rulings on the quarantine: rows that never change, at most one for an operation.

use diesel::prelude::*;

use super::schema::ruling;
use super::{StoreError, Tx};

/// What an organiser decided about an operation in the quarantine.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ruling)]
pub struct RulingRow {
    /// The operation.
    pub op: String,
    pub event_id: String,
    pub judge: String,
    /// Admitted, or refused.
    pub admitted: bool,
    /// Why.
    pub reason: String,
    /// Who, as the audit names them.
    pub who: String,
    /// When.
    pub at: i64,
    /// The operation that an admission made.
    pub made: Option<String>,
}

/// Appends a ruling.
///
/// # Errors
/// [`StoreError::Conflict`] where there is one on that operation.
pub fn insert(tx: &mut Tx, row: &RulingRow) -> Result<(), StoreError> {
    diesel::insert_into(ruling::table).values(row).execute(tx)?;
    Ok(())
}

/// The ruling on an operation.
pub fn find(tx: &mut Tx, op: &str) -> Result<Option<RulingRow>, StoreError> {
    Ok(ruling::table.find(op).select(RulingRow::as_select()).first(tx).optional()?)
}

/// The rulings of an event, oldest first.
pub fn of_event(tx: &mut Tx, event: &str) -> Result<Vec<RulingRow>, StoreError> {
    Ok(ruling::table
        .filter(ruling::event_id.eq(event))
        .order((ruling::at, ruling::op))
        .select(RulingRow::as_select())
        .load(tx)?)
}

/// The rulings on operations of one judge, oldest first.
pub fn of_judge(tx: &mut Tx, event: &str, judge: &str) -> Result<Vec<RulingRow>, StoreError> {
    Ok(ruling::table
        .filter(ruling::event_id.eq(event))
        .filter(ruling::judge.eq(judge))
        .order((ruling::at, ruling::op))
        .select(RulingRow::as_select())
        .load(tx)?)
}
