//! The only place that names SQLite or Postgres: opening, transactions, migrations.
//!
//! Everything else speaks to [`AnyConnection`] and cannot tell which of the two it is.

mod migrate;
mod tongue;
mod trouble;
mod watch;
mod writer;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::sql_types::Text;
use diesel::{Connection as _, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};

use super::{Base, StoreError};
use watch::Listening;

pub(super) use tongue::{Kind, Tongue};
pub use trouble::Trouble;
pub(super) use watch::Watch;
pub(super) use writer::Writer;

/// A connection to either database.
#[derive(diesel::MultiConnection)]
#[expect(missing_docs, reason = "the variants are what they are named")]
pub enum AnyConnection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Runs a query on the connection itself, of whichever database it is. What each card and each poll asks goes this way:
/// through [`AnyConnection`] the text of a query is written out anew several times at each use, which takes longer than the
/// database does.
macro_rules! straight {
    ($tx:expr, $connection:ident => $query:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite($connection) => $query,
            $crate::store::Tx::Postgres($connection) => $query,
        }
    };
}
pub(super) use straight;

type Transactions = <AnyConnection as diesel::Connection>::TransactionManager;

/// What a writer's connection is told in the beginning, so that it hears which rows are touched on it.
pub(super) type Listen = fn(Tongue) -> String;

/// Where the database is; opens connections, for the pool and for the writer.
#[derive(Clone)]
pub(super) enum Address {
    Sqlite(String),
    Postgres { url: String, patience: Duration, watch: Arc<Watch> },
}

const ADDRESS: StoreError = StoreError::Address { allowed: "sqlite://PATH 或 postgres://…" };

/// Durable, patient, strict; what is deleted is overwritten. `busy_timeout` comes first: the others may have to wait, too.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
    PRAGMA secure_delete = ON;";

/// The writer holds more pages, 16 MB: what a large transaction changes is written once, and not with each page that makes
/// room; and which rows it touches is in no file.
const WRITER_SETTINGS: &str = "PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY";

/// What a connection to a server is given where its address does not say it: seconds for the handshake and, so that a
/// peer that is gone is found out, for TCP; `tcp_user_timeout` is in milliseconds.
const LINE: [(&str, &str); 6] = [
    ("connect_timeout", "5"),
    ("keepalives_idle", "4"),
    ("keepalives_interval", "2"),
    ("keepalives_count", "2"),
    ("tcp_user_timeout", "8000"),
    ("application_name", "guanmo"),
];
/// A server ends a transaction of ours that asks nothing for so long: whoever began it is gone, and others wait for its lock.
const IDLE: Duration = Duration::from_mins(1);

/// Attempts at switching a new file to WAL, while others that start at the same moment do so, too.
const WAL_ATTEMPTS: u32 = 200;

impl Address {
    pub(super) fn parse(base: &Base) -> Result<Self, StoreError> {
        let url = base.url.as_str();
        if let Some(path) = url.strip_prefix("sqlite://") {
            if path.is_empty() {
                return Err(ADDRESS);
            }
            return Ok(Self::Sqlite(path.to_owned()));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres {
                url: with_line(url),
                patience: base.patience,
                watch: Watch::new(base.patience),
            });
        }
        Err(ADDRESS)
    }

    /// The same address for connections that are watched over by themselves.
    pub(super) fn anew(&self) -> Self {
        match self {
            Self::Sqlite(path) => Self::Sqlite(path.clone()),
            Self::Postgres { url, patience, .. } => {
                Self::Postgres { url: url.clone(), patience: *patience, watch: Watch::new(*patience) }
            }
        }
    }

    /// Who watches over its connections; nobody where they cannot fall silent.
    pub(super) fn watch(&self) -> Option<&Arc<Watch>> {
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres { watch, .. } => Some(watch),
        }
    }

    /// Whether it leads to a server, and not to a file.
    pub(super) fn is_server(&self) -> bool {
        self.watch().is_some()
    }

    /// Whether one of its connections waits for an answer that will not come.
    pub(super) fn is_silent(&self) -> bool {
        self.watch().is_some_and(|watch| watch.is_silent())
    }

    /// Whether its file is there, where it is one.
    pub(super) fn is_there(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(path) => std::fs::metadata(path).map(drop).map_err(StoreError::cannot_open),
            Self::Postgres { .. } => Ok(()),
        }
    }

    pub(super) fn open(&self) -> Result<AnyConnection, StoreError> {
        match self {
            Self::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(path).map_err(StoreError::cannot_open)?;
                connection.batch_execute(SQLITE_SETTINGS)?;
                Ok(AnyConnection::Sqlite(connection))
            }
            Self::Postgres { url, patience, watch } => {
                let pulse = watch.over_another();
                let mut connection = PgConnection::establish(url).map_err(StoreError::cannot_open)?;
                connection.set_instrumentation(Listening(Arc::clone(&pulse)));
                connection.batch_execute(&server_settings(*patience))?;
                Ok(AnyConnection::Postgres(connection))
            }
        }
    }

    /// Makes the file or brings the schema up to date; several instances may do so at once.
    pub(super) fn prepare(&self) -> Result<(), StoreError> {
        if let Self::Sqlite(path) = self
            && let Some(parent) = Path::new(path).parent()
        {
            std::fs::create_dir_all(parent).map_err(StoreError::cannot_open)?;
        }
        let mut connection = self.open()?;
        match &mut connection {
            AnyConnection::Sqlite(inner) => switch_to_wal(inner)?,
            // a migration may take its time, and so may that of another instance
            AnyConnection::Postgres(inner) => inner.batch_execute(
                "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0",
            )?,
        }
        migrate::run(&mut connection)
    }
}

/// An address with what it does not say of the line.
fn with_line(url: &str) -> String {
    LINE.iter().filter(|(name, _)| !url.contains(&format!("{name}="))).fold(url.to_owned(), |url, (name, value)| {
        let mark = if url.contains('?') { '&' } else { '?' };
        format!("{url}{mark}{name}={value}")
    })
}

/// What the server is told of a connection: how long a statement may take, and how long it may wait for a lock. A lock that
/// is not to be had is answered before the statement's time is up.
fn server_settings(patience: Duration) -> String {
    format!(
        "SET client_min_messages = warning; SET statement_timeout = {}; SET lock_timeout = {}; \
         SET idle_in_transaction_session_timeout = {}",
        patience.as_millis(),
        (patience * 3 / 4).as_millis(),
        IDLE.as_millis(),
    )
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
        match connection {
            // a file does not go away while it is open
            AnyConnection::Sqlite(_) => Ok(()),
            AnyConnection::Postgres(inner) => Ok(inner.ping()?),
        }
    }

    fn has_broken(&self, connection: &mut AnyConnection) -> bool {
        connection.is_broken()
    }
}

/// What a transaction may write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Anything.
    All,
    /// What belongs to one event, by its id; and what goes into the log of the house, which takes a lock of its own.
    Event(String),
}

/// The lock that whoever writes anything has alone, and whoever writes in one event shares with others.
const WHOLE: &str = "2023, hashtext(current_schema())";
/// The lock of one event; of the house, where the id is empty. It is taken last.
const OWN: &str = "hashtext('guanmo ' || current_schema()), hashtext($1)";

/// Begins a transaction that has its write lock from its start, so that what it reads stays true until it commits: a file
/// has one, a server one for each event. Instances that share a database take turns.
fn begin_writing(connection: &mut AnyConnection, scope: &Scope) -> diesel::QueryResult<()> {
    let inner = match connection {
        AnyConnection::Sqlite(inner) => {
            return AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN IMMEDIATE");
        }
        AnyConnection::Postgres(inner) => inner,
    };
    AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN")?;
    match scope {
        Scope::All => inner.batch_execute(&format!("SELECT pg_advisory_xact_lock({WHOLE})")),
        Scope::Event(event) => {
            let locks = format!("SELECT pg_advisory_xact_lock_shared({WHOLE}), pg_advisory_xact_lock({OWN})");
            sql_query(locks).bind::<Text, _>(event).execute(inner).map(drop)
        }
    }
}

/// Has a transaction that writes in one event write into the log of the house as well; others wait with that until it
/// commits.
pub(super) fn lock_house(connection: &mut AnyConnection) -> diesel::QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgres(inner) => {
            let lock = format!("SELECT pg_advisory_xact_lock({OWN})");
            sql_query(lock).bind::<Text, _>("").execute(inner).map(drop)
        }
    }
}

/// Begins such a transaction on the connection that is kept. One that died with its server, and has done nothing of it
/// yet, is replaced once.
fn begun(
    address: &Address,
    listening: Listen,
    kept: Option<AnyConnection>,
    scope: &Scope,
) -> Result<AnyConnection, StoreError> {
    if let Some(mut connection) = kept {
        match begin_writing(&mut connection, scope) {
            Ok(()) => return Ok(connection),
            Err(error) if !is_lost(&mut connection) => return Err(error.into()),
            Err(_) => {}
        }
    }
    let mut connection = address.open()?;
    if let AnyConnection::Sqlite(inner) = &mut connection {
        inner.batch_execute(WRITER_SETTINGS)?;
    }
    let listening = listening(Tongue::of(&connection));
    straight!(&mut connection, inner => inner.batch_execute(&listening))?;
    begin_writing(&mut connection, scope)?;
    Ok(connection)
}

/// Whether the server at the other end of a connection on which something failed is gone.
fn is_lost(connection: &mut AnyConnection) -> bool {
    match connection {
        AnyConnection::Sqlite(_) => false,
        // a server that is there answers this in whatever state a transaction is
        AnyConnection::Postgres(inner) => inner.batch_execute("ROLLBACK").is_err(),
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// What a file says of its own integrity; a server checks its pages as it reads them.
pub(super) fn integrity(connection: &mut AnyConnection) -> Result<Option<Vec<String>>, StoreError> {
    match connection {
        AnyConnection::Sqlite(file) => {
            let said: Vec<Line> = sql_query("PRAGMA integrity_check").load(file)?;
            Ok(Some(said.into_iter().map(|line| line.integrity_check).filter(|line| line != "ok").collect()))
        }
        AnyConnection::Postgres(_) => Ok(None),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(QueryableByName)]
    struct Choice {
        #[diesel(sql_type = Text)]
        compile_options: String,
    }

    /// A build that does not see `.cargo/config.toml` is right, and takes three times as long for a card.
    #[test]
    fn sqlite_is_built_as_it_was_meant_to_be() {
        let mut file = SqliteConnection::establish(":memory:").expect("a database");
        let made: Vec<Choice> = sql_query("PRAGMA compile_options").load(&mut file).expect("what it was built with");
        let has = |choice: &str| made.iter().any(|made| made.compile_options.starts_with(choice));
        assert!(has("ENABLE_QPSG") && has("STMTJRNL_SPILL=-1") && has("DEFAULT_MEMSTATUS=0"));
        assert!(!has("ENABLE_STAT4") && !has("ENABLE_MEMORY_MANAGEMENT"));
    }
}
