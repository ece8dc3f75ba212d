//! The only place that names SQLite or Postgres: opening, transactions, migrations.
//!
//! Everything else speaks to [`AnyConnection`] and cannot tell which of the two it is.

mod migrate;
mod writer;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::{Connection as _, PgConnection, SqliteConnection};

use super::StoreError;
pub(super) use writer::Writer;

/// A connection to either database.
#[derive(diesel::MultiConnection)]
#[expect(missing_docs, reason = "the variants are what they are named")]
pub enum AnyConnection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

type Transactions = <AnyConnection as diesel::Connection>::TransactionManager;

/// Where the database is; opens connections, for the pool and for the writer.
#[derive(Clone)]
pub(super) enum Address {
    Sqlite(String),
    Postgres(String),
}

const ADDRESS: StoreError = StoreError::Address { allowed: "sqlite://PATH 或 postgres://…" };

/// Durable, patient, strict; what is deleted is overwritten. `busy_timeout` comes first: the others may have to wait, too.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
    PRAGMA secure_delete = ON;";

/// Attempts at switching a new file to WAL, while others that start at the same moment do so, too.
const WAL_ATTEMPTS: u32 = 200;

impl Address {
    pub(super) fn parse(url: &str) -> Result<Self, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            if path.is_empty() {
                return Err(ADDRESS);
            }
            return Ok(Self::Sqlite(path.to_owned()));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err(ADDRESS)
    }

    pub(super) fn open(&self) -> Result<AnyConnection, StoreError> {
        match self {
            Self::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(path).map_err(StoreError::cannot_open)?;
                connection.batch_execute(SQLITE_SETTINGS)?;
                Ok(AnyConnection::Sqlite(connection))
            }
            Self::Postgres(url) => {
                let mut connection = PgConnection::establish(url).map_err(StoreError::cannot_open)?;
                connection.batch_execute("SET client_min_messages = warning")?;
                Ok(AnyConnection::Postgres(connection))
            }
        }
    }

    /// Makes the file or brings the schema up to date; several instances may do so at once.
    pub(super) fn prepare(&self) -> Result<(), StoreError> {
        if let Self::Sqlite(path) = self
            && let Some(parent) = std::path::Path::new(path).parent()
        {
            std::fs::create_dir_all(parent).map_err(StoreError::cannot_open)?;
        }
        let mut connection = self.open()?;
        if let AnyConnection::Sqlite(inner) = &mut connection {
            switch_to_wal(inner)?;
        }
        migrate::run(&mut connection)
    }
}

/// SQLite refuses the switch at once, whatever the `busy_timeout`, while another connection makes it.
fn switch_to_wal(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let mut attempt = 1;
    while let Err(error) = connection.batch_execute("PRAGMA journal_mode = WAL") {
        if attempt == WAL_ATTEMPTS {
            return Err(error.into());
        }
        attempt += 1;
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    Ok(())
}

impl ManageConnection for Address {
    type Connection = AnyConnection;
    type Error = StoreError;

    fn connect(&self) -> Result<AnyConnection, StoreError> {
        self.open()
    }

    fn is_valid(&self, connection: &mut AnyConnection) -> Result<(), StoreError> {
        Ok(connection.ping()?)
    }

    fn has_broken(&self, connection: &mut AnyConnection) -> bool {
        connection.is_broken()
    }
}

/// Begins a transaction that has the database's one write lock from its start, so that what it reads
/// stays true until it commits. Instances that share a database take turns.
fn begin_writing(connection: &mut AnyConnection) -> diesel::QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(inner) => AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN IMMEDIATE"),
        AnyConnection::Postgres(inner) => {
            AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN")?;
            inner.batch_execute("SELECT pg_advisory_xact_lock(2023, hashtext(current_schema()))")
        }
    }
}

fn begin_reading(connection: &mut AnyConnection) -> diesel::QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(inner) => AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN"),
        AnyConnection::Postgres(inner) => AnsiTransactionManager::begin_transaction_sql(
            inner,
            "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
        ),
    }
}

/// Reads one state of the database, whatever is written meanwhile.
pub(super) fn snapshot<T, E: From<StoreError>>(
    connection: &mut AnyConnection,
    read: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
) -> Result<T, E> {
    begin_reading(connection).map_err(StoreError::from)?;
    let result = read(connection);
    // nothing was written: there is nothing that a rollback could lose
    Transactions::rollback_transaction(connection).map_err(StoreError::from)?;
    result
}
