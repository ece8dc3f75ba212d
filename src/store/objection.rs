//! Objections to published results: what somebody wrote never changes; what became of it is written beside it.

use diesel::prelude::*;

use super::schema::objection;
use super::{StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = objection)]
pub struct ObjectionRow {
    pub event_id: String,
    /// 1, 2, 3 … of the event.
    pub number: i64,
    /// Number of the result that it is about.
    pub result: i64,
    /// SHA-256 of its receipt.
    pub token_sha256: String,
    /// Who makes it; may be empty.
    pub name: String,
    /// Their unit; may be empty.
    pub unit: String,
    /// How to reach them; may be empty.
    pub contact: String,
    /// The entry that it is about; empty where none was named.
    pub entry: String,
    /// What it says; empty once erased.
    pub text: String,
    /// When it came.
    pub at: i64,
    /// The answer; empty before there is one.
    pub answer: String,
    /// The account that answered.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<i64>,
    /// How it was closed; `None` while it is open.
    pub upheld: Option<bool>,
    /// Why it was closed so.
    pub reason: String,
    /// What the public page says of it; empty where nothing.
    pub note: String,
    /// The account that closed it.
    pub closed_by: Option<String>,
    /// When.
    pub closed_at: Option<i64>,
}

/// Appends an objection.
pub fn insert(tx: &mut Tx, row: &ObjectionRow) -> Result<(), StoreError> {
    diesel::insert_into(objection::table).values(row).execute(tx)?;
    Ok(())
}

/// The objections of an event, oldest first.
pub fn list(tx: &mut Tx, event: &str) -> Result<Vec<ObjectionRow>, StoreError> {
    Ok(objection::table
        .filter(objection::event_id.eq(event))
        .order(objection::number)
        .select(ObjectionRow::as_select())
        .load(tx)?)
}

pub fn find(tx: &mut Tx, event: &str, number: i64) -> Result<Option<ObjectionRow>, StoreError> {
    Ok(objection::table.find((event, number)).select(ObjectionRow::as_select()).first(tx).optional()?)
}

/// An objection by its receipt's hash.
pub fn by_receipt(tx: &mut Tx, event: &str, token_sha256: &str) -> Result<Option<ObjectionRow>, StoreError> {
    Ok(objection::table
        .filter(objection::event_id.eq(event))
        .filter(objection::token_sha256.eq(token_sha256))
        .select(ObjectionRow::as_select())
        .first(tx)
        .optional()?)
}

/// How many objections an event has.
pub fn count(tx: &mut Tx, event: &str) -> Result<i64, StoreError> {
    Ok(objection::table.filter(objection::event_id.eq(event)).count().get_result(tx)?)
}

/// How many of them are not closed.
pub fn count_open(tx: &mut Tx, event: &str) -> Result<i64, StoreError> {
    Ok(objection::table
        .filter(objection::event_id.eq(event))
        .filter(objection::closed_at.is_null())
        .count()
        .get_result(tx)?)
}

/// Writes an answer, or a new one over it while the objection is open.
pub fn answer(tx: &mut Tx, row: &ObjectionRow) -> Result<(), StoreError> {
    diesel::update(objection::table.find((&row.event_id, row.number)))
        .set((
            objection::answer.eq(&row.answer),
            objection::answered_by.eq(&row.answered_by),
            objection::answered_at.eq(&row.answered_at),
        ))
        .execute(tx)?;
    Ok(())
}

pub fn close(tx: &mut Tx, row: &ObjectionRow) -> Result<(), StoreError> {
    diesel::update(objection::table.find((&row.event_id, row.number)))
        .set((
            objection::upheld.eq(&row.upheld),
            objection::reason.eq(&row.reason),
            objection::note.eq(&row.note),
            objection::closed_by.eq(&row.closed_by),
            objection::closed_at.eq(&row.closed_at),
        ))
        .execute(tx)?;
    Ok(())
}
