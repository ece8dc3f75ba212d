//! The files from which published results can be worked out again: rows that never change.

use diesel::prelude::*;

use super::schema::bundle;
use super::{StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = bundle)]
pub struct BundleRow {
    pub event_id: String,
    /// Number of the result.
    pub number: i64,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// When.
    pub made_at: i64,
}

/// Keeps a bundle.
///
/// # Errors
/// [`StoreError::Conflict`] where that result has one.
pub fn insert(tx: &mut Tx, row: &BundleRow) -> Result<(), StoreError> {
    diesel::insert_into(bundle::table).values(row).execute(tx)?;
    Ok(())
}

pub fn find(tx: &mut Tx, event: &str, number: i64) -> Result<Option<BundleRow>, StoreError> {
    Ok(bundle::table.find((event, number)).select(BundleRow::as_select()).first(tx).optional()?)
}

/// The results of an event that have one, oldest first.
pub fn numbers(tx: &mut Tx, event: &str) -> Result<Vec<i64>, StoreError> {
    Ok(bundle::table.filter(bundle::event_id.eq(event)).order(bundle::number).select(bundle::number).load(tx)?)
}
