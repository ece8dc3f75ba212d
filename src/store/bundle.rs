//! The files from which published results can be worked out again: rows that never change.

use diesel::prelude::*;

use super::schema::{bundle, public_bundle};
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

/// The file that everybody gets of a published result, where that is another one.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = public_bundle)]
pub struct PublicBundleRow {
    pub event_id: String,
    /// Number of the result.
    pub number: i64,
    /// How cards are in it.
    pub cards: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// When.
    pub made_at: i64,
}

/// Keeps what everybody gets.
///
/// # Errors
/// [`StoreError::Conflict`] where that result has one.
pub fn insert_public(tx: &mut Tx, row: &PublicBundleRow) -> Result<(), StoreError> {
    diesel::insert_into(public_bundle::table).values(row).execute(tx)?;
    Ok(())
}

pub fn find_public(tx: &mut Tx, event: &str, number: i64) -> Result<Option<PublicBundleRow>, StoreError> {
    Ok(public_bundle::table.find((event, number)).select(PublicBundleRow::as_select()).first(tx).optional()?)
}

/// The results of an event of which everybody gets another file, oldest first.
pub fn public_numbers(tx: &mut Tx, event: &str) -> Result<Vec<i64>, StoreError> {
    Ok(public_bundle::table
        .filter(public_bundle::event_id.eq(event))
        .order(public_bundle::number)
        .select(public_bundle::number)
        .load(tx)?)
}
