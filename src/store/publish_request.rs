//! Requests to publish a result that takes two people.

use diesel::prelude::*;

use super::schema::publish_request;
use super::{StoreError, Tx};

/// A request, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = publish_request, treat_none_as_null = true)]
pub struct PublishRequestRow {
    pub event_id: String,
    /// 1, 2, 3 … of the event.
    pub number: i64,
    /// Number of the result that is to be published.
    pub result: i64,
    pub fingerprint: String,
    /// Why it takes two: a word.
    pub reason: String,
    /// The account that asked.
    pub asked_by: String,
    /// When.
    pub asked_at: i64,
    /// The account that decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<i64>,
    /// What it decided.
    pub approved: Option<bool>,
}

/// The requests of an event, oldest first.
pub fn of_event(tx: &mut Tx, event: &str) -> Result<Vec<PublishRequestRow>, StoreError> {
    Ok(publish_request::table
        .filter(publish_request::event_id.eq(event))
        .order(publish_request::number)
        .select(PublishRequestRow::as_select())
        .load(tx)?)
}

/// Appends a request.
pub fn ask(tx: &mut Tx, row: &PublishRequestRow) -> Result<(), StoreError> {
    diesel::insert_into(publish_request::table).values(row).execute(tx)?;
    Ok(())
}

/// Writes what was decided on a request.
pub fn decide(tx: &mut Tx, row: &PublishRequestRow) -> Result<(), StoreError> {
    diesel::update(publish_request::table.find((&row.event_id, row.number))).set(row).execute(tx)?;
    Ok(())
}
