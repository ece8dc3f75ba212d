//! Cards that came in a tablet's file and wait for a second person.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::schema::{handed_card, operation};
use super::{StoreError, Tx};

/// A card that came in a file.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = handed_card, treat_none_as_null = true)]
pub struct HandedRow {
    pub event_id: String,
    /// 1, 2, 3 … of the event; given by [`append`].
    pub number: i64,
    /// The op's UUID.
    pub op: String,
    pub judge: String,
    /// The device that made it.
    pub device: String,
    /// Its number in the journal of that device.
    pub seq: i64,
    /// Its bytes.
    pub body: String,
    /// The key that it names, and the signature, where they are good.
    pub key: Option<String>,
    pub sig: Option<String>,
    /// SHA-256 of the file.
    pub file_sha256: String,
    /// The account that handed the file in.
    pub asked_by: String,
    /// When.
    pub asked_at: i64,
    /// The account that decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<i64>,
    /// What it decided.
    pub admitted: Option<bool>,
    /// Why; empty while nothing is decided.
    pub reason: String,
}

/// Appends a card with the next number.
pub fn append(tx: &mut Tx, mut row: HandedRow) -> Result<(), StoreError> {
    let count: i64 = handed_card::table.filter(handed_card::event_id.eq(&row.event_id)).count().get_result(tx)?;
    row.number = count + 1;
    diesel::insert_into(handed_card::table).values(&row).execute(tx)?;
    Ok(())
}

/// The cards of an event, oldest first.
pub fn of_event(tx: &mut Tx, event: &str) -> Result<Vec<HandedRow>, StoreError> {
    Ok(handed_card::table
        .filter(handed_card::event_id.eq(event))
        .order(handed_card::number)
        .select(HandedRow::as_select())
        .load(tx)?)
}

/// Judges of whom cards wait that have not come by themselves since, each as often as cards do.
pub fn waiting(tx: &mut Tx, event: &str) -> Result<Vec<String>, StoreError> {
    let came = operation::table.filter(operation::op.eq(handed_card::op));
    Ok(handed_card::table
        .filter(handed_card::event_id.eq(event))
        .filter(handed_card::admitted.is_null())
        .filter(not(exists(came)))
        .select(handed_card::judge)
        .load(tx)?)
}

/// Writes what was decided on a card.
pub fn decide(tx: &mut Tx, row: &HandedRow) -> Result<(), StoreError> {
    diesel::update(handed_card::table.find((&row.event_id, row.number))).set(row).execute(tx)?;
    Ok(())
}
