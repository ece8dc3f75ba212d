//! Keys with which judges' tablets sign cards: public halves, each once, never changed.

use diesel::prelude::*;

use super::backend::straight;
use super::schema::tablet_key;
use super::{StoreError, Tx};

/// A key of a judge.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = tablet_key)]
pub struct TabletKeyRow {
    pub event_id: String,
    pub judge: String,
    /// What an operation names it by.
    pub id: String,
    /// The device on which it was made, as that named itself.
    pub device: String,
    /// How its algorithm is named.
    pub algorithm: String,
    /// Its public half.
    pub public: String,
    /// When it was registered.
    pub registered_at: i64,
}

/// Registers a key.
///
/// # Errors
/// [`StoreError::Conflict`] where the judge has it already.
pub fn insert(tx: &mut Tx, row: &TabletKeyRow) -> Result<(), StoreError> {
    diesel::insert_into(tablet_key::table).values(row).execute(tx)?;
    Ok(())
}

/// The keys of a judge, in the order in which they were registered.
pub fn of_judge(tx: &mut Tx, event: &str, judge: &str) -> Result<Vec<TabletKeyRow>, StoreError> {
    Ok(straight!(tx, on => tablet_key::table
        .filter(tablet_key::event_id.eq(event))
        .filter(tablet_key::judge.eq(judge))
        .order((tablet_key::registered_at, tablet_key::id))
        .select(TabletKeyRow::as_select())
        .load(on))?)
}

/// The keys of an event, in the order in which they were registered.
pub fn of_event(tx: &mut Tx, event: &str) -> Result<Vec<TabletKeyRow>, StoreError> {
    Ok(tablet_key::table
        .filter(tablet_key::event_id.eq(event))
        .order((tablet_key::registered_at, tablet_key::judge, tablet_key::id))
        .select(TabletKeyRow::as_select())
        .load(tx)?)
}
