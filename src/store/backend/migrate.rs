//! Migrations: embedded, run at start-up under the write lock, so that instances that start together
//! do so one after the other.

use std::collections::BTreeSet;

use diesel::backend::Backend;
use diesel::connection::TransactionManager;
use diesel::migration::MigrationSource;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{AnyConnection, Scope, Transactions, begin_writing};
use crate::store::StoreError;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

pub(super) fn run(connection: &mut AnyConnection) -> Result<(), StoreError> {
    begin_writing(connection, &Scope::All)?;
    let ran = match connection {
        AnyConnection::Sqlite(inner) => bring_up(inner, SQLITE),
        AnyConnection::Postgres(inner) => bring_up(inner, POSTGRES),
    };
    match ran {
        Ok(()) => Ok(Transactions::commit_transaction(connection)?),
        Err(error) => {
            Transactions::rollback_transaction(connection)?;
            Err(error)
        }
    }
}

/// Refuses a database that a newer program has upgraded, before anything of it is touched.
fn bring_up<DB: Backend>(
    connection: &mut impl MigrationHarness<DB>,
    source: EmbeddedMigrations,
) -> Result<(), StoreError> {
    let unavailable = |error: Box<dyn std::error::Error + Send + Sync>| StoreError::Unavailable(error.to_string());
    let migrations = MigrationSource::<DB>::migrations(&source).map_err(unavailable)?;
    let known: BTreeSet<String> = migrations.iter().map(|one| one.name().version().to_string()).collect();
    let applied = connection.applied_migrations().map_err(unavailable)?;
    let applied: BTreeSet<String> = applied.iter().map(ToString::to_string).collect();
    if let Some(found) = applied.difference(&known).last() {
        let known = known.last().cloned().unwrap_or_default();
        return Err(StoreError::Newer { found: found.clone(), known });
    }
    connection.run_pending_migrations(source).map(|_| ()).map_err(unavailable)
}
