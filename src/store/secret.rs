//! Secrets of the installation, made at the first start.

use diesel::prelude::*;

use super::schema::secret;
use super::{StoreError, Tx};

/// The secret of a name; `fresh` becomes it where there is none.
pub fn get_or_insert(tx: &mut Tx, name: &str, fresh: &str) -> Result<String, StoreError> {
    if let Some(known) = secret::table.find(name).select(secret::value).first(tx).optional()? {
        return Ok(known);
    }
    diesel::insert_into(secret::table).values((secret::name.eq(name), secret::value.eq(fresh))).execute(tx)?;
    Ok(fresh.to_owned())
}

/// The names of all of them.
pub fn names(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    Ok(secret::table.order(secret::name).select(secret::name).load(tx)?)
}

/// Writes a secret anew, as it is: whoever wants to know whether anything can be written changes nothing with that.
pub fn rewrite(tx: &mut Tx, name: &str) -> Result<(), StoreError> {
    let known = secret::table.find(name);
    diesel::update(known).set(secret::value.eq(secret::value)).execute(tx)?;
    Ok(())
}
