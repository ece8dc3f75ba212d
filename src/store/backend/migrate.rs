//! Migrations: embedded, run at start-up under the write lock, so that instances that start together
//! do so one after the other.

use diesel::connection::TransactionManager;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{AnyConnection, Transactions, begin_writing};
use crate::store::StoreError;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

pub(super) fn run(connection: &mut AnyConnection) -> Result<(), StoreError> {
    begin_writing(connection)?;
    let ran = match connection {
        AnyConnection::Sqlite(inner) => inner.run_pending_migrations(SQLITE).map(|_| ()),
        AnyConnection::Postgres(inner) => inner.run_pending_migrations(POSTGRES).map(|_| ()),
    };
    match ran {
        Ok(()) => Ok(Transactions::commit_transaction(connection)?),
        Err(error) => {
            Transactions::rollback_transaction(connection)?;
            Err(StoreError::Unavailable(error.to_string()))
        }
    }
}
