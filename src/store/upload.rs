//! Uploads that wait for their confirmation: one an account, with its files.

use diesel::prelude::*;

use super::schema::{upload, upload_file};
use super::{StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = upload)]
pub struct UploadRow {
    /// Whose it is, as the audit names them.
    pub account: String,
    /// Its id, which the preview's form sends back.
    pub id: String,
    /// When it came.
    pub at: i64,
    /// The event that it is to be written over; none for a new one.
    pub event_id: Option<String>,
    /// The version of that event's setup when the preview was shown.
    pub setup_version: i64,
    /// Where rules come from that are not in it.
    pub rules_from: String,
    pub rules_text: String,
    /// The event that it was confirmed into.
    pub made: Option<String>,
}

/// A file of an upload: name and bytes.
pub type File = (String, Vec<u8>);

/// Keeps an upload in the place of the account's last one.
pub fn put(tx: &mut Tx, row: &UploadRow, files: &[File]) -> Result<(), StoreError> {
    clear(tx, &row.account)?;
    diesel::insert_into(upload::table).values(row).execute(tx)?;
    for (position, (name, bytes)) in (0i32..).zip(files) {
        diesel::insert_into(upload_file::table)
            .values((
                upload_file::upload.eq(&row.id),
                upload_file::position.eq(position),
                upload_file::name.eq(name),
                upload_file::bytes.eq(bytes),
            ))
            .execute(tx)?;
    }
    Ok(())
}

/// The last upload of an account.
pub fn of_account(tx: &mut Tx, account: &str) -> Result<Option<UploadRow>, StoreError> {
    Ok(upload::table.find(account).select(UploadRow::as_select()).first(tx).optional()?)
}

/// The files of an upload, in their order.
pub fn files(tx: &mut Tx, id: &str) -> Result<Vec<File>, StoreError> {
    let of = upload_file::table.filter(upload_file::upload.eq(id)).order(upload_file::position);
    Ok(of.select((upload_file::name, upload_file::bytes)).load(tx)?)
}

/// Notes that the preview was shown anew, against a later version of the event's setup.
pub fn shown_against(tx: &mut Tx, id: &str, setup_version: i64) -> Result<(), StoreError> {
    let one = upload::table.filter(upload::id.eq(id));
    diesel::update(one).set(upload::setup_version.eq(setup_version)).execute(tx)?;
    Ok(())
}

/// Notes what an upload was confirmed into, and erases its files.
pub fn finish(tx: &mut Tx, id: &str, made: &str) -> Result<(), StoreError> {
    diesel::delete(upload_file::table.filter(upload_file::upload.eq(id))).execute(tx)?;
    diesel::update(upload::table.filter(upload::id.eq(id))).set(upload::made.eq(made)).execute(tx)?;
    Ok(())
}

/// Erases the upload of an account.
pub fn clear(tx: &mut Tx, account: &str) -> Result<(), StoreError> {
    let ids: Vec<String> = upload::table.filter(upload::account.eq(account)).select(upload::id).load(tx)?;
    erase(tx, &ids)
}

/// Erases all uploads from before a moment.
pub fn expire(tx: &mut Tx, before: i64) -> Result<(), StoreError> {
    let ids: Vec<String> = upload::table.filter(upload::at.lt(before)).select(upload::id).load(tx)?;
    erase(tx, &ids)
}

fn erase(tx: &mut Tx, ids: &[String]) -> Result<(), StoreError> {
    diesel::delete(upload_file::table.filter(upload_file::upload.eq_any(ids))).execute(tx)?;
    diesel::delete(upload::table.filter(upload::id.eq_any(ids))).execute(tx)?;
    Ok(())
}
