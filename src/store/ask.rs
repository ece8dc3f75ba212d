//! Asks for missing cards: rows that never change; the last one of a card counts.

use diesel::prelude::*;

use super::backend::straight;
use super::schema::ask;
use super::{StoreError, Tx};

/// One card that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ask)]
pub struct AskRow {
    pub event_id: String,
    pub judge: String,
    pub component: String,
    /// Entry id; empty for a ballot.
    pub entry: String,
    /// When.
    pub at: i64,
    /// Who, as the audit names them.
    pub who: String,
}

/// Appends an ask.
///
/// # Errors
/// [`StoreError::Conflict`] where the card was asked for at that very moment.
pub fn insert(tx: &mut Tx, row: &AskRow) -> Result<(), StoreError> {
    diesel::insert_into(ask::table).values(row).execute(tx)?;
    Ok(())
}

/// The asks of an event, oldest first.
pub fn of_event(tx: &mut Tx, event: &str) -> Result<Vec<AskRow>, StoreError> {
    Ok(ask::table.filter(ask::event_id.eq(event)).order(ask::at).select(AskRow::as_select()).load(tx)?)
}

/// The asks of one judge, oldest first.
pub fn of_judge(tx: &mut Tx, event: &str, judge: &str) -> Result<Vec<AskRow>, StoreError> {
    Ok(straight!(tx, on => ask::table
        .filter(ask::event_id.eq(event))
        .filter(ask::judge.eq(judge))
        .order(ask::at)
        .select(AskRow::as_select())
        .load(on))?)
}
