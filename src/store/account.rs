//! Accounts: names, roles, hashed passwords.

use diesel::prelude::*;

use super::schema::account;
use super::{StoreError, Tx};

#[derive(Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = account, treat_none_as_null = true)]
pub struct AccountRow {
    /// Name, unique.
    pub name: String,
    pub role: String,
    /// Hashed password, in PHC's form.
    pub password: String,
    /// When it was made.
    pub created_at: i64,
    /// Whether its password is one that somebody else has seen.
    pub must_change: bool,
    /// When its person left; from then on nobody signs in with it.
    pub left_at: Option<i64>,
    /// What its person is called; an account of an earlier program has none.
    pub full_name: Option<String>,
}

/// How many accounts there are.
pub fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    Ok(account::table.count().get_result(tx)?)
}

pub fn find(tx: &mut Tx, name: &str) -> Result<Option<AccountRow>, StoreError> {
    Ok(account::table.find(name).select(AccountRow::as_select()).first(tx).optional()?)
}

pub fn list(tx: &mut Tx) -> Result<Vec<AccountRow>, StoreError> {
    Ok(account::table.order(account::name).select(AccountRow::as_select()).load(tx)?)
}

/// What the persons of accounts are called, by account; without those of whom nobody has said it.
pub fn full_names(tx: &mut Tx) -> Result<Vec<(String, String)>, StoreError> {
    let rows: Vec<(String, Option<String>)> =
        account::table.filter(account::full_name.is_not_null()).select((account::name, account::full_name)).load(tx)?;
    Ok(rows.into_iter().filter_map(|(name, full_name)| Some((name, full_name?))).collect())
}

/// Makes an account.
///
/// # Errors
/// [`StoreError::Conflict`] where the name is taken.
pub fn insert(tx: &mut Tx, row: &AccountRow) -> Result<(), StoreError> {
    diesel::insert_into(account::table).values(row).execute(tx)?;
    Ok(())
}

/// Writes an account.
pub fn update(tx: &mut Tx, row: &AccountRow) -> Result<(), StoreError> {
    diesel::update(account::table.find(&row.name)).set(row).execute(tx)?;
    Ok(())
}
