//! A database of a test's own, of each kind that there is: a file, and, where `GUANMO_TEST_POSTGRES` names a server, a
//! database on it. Most are copies of one that the program has migrated once; those that a test is to see migrated are
//! empty.

use std::env;
use std::path::Path;
use std::sync::OnceLock;

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use guanmo::app::App;
use guanmo::app::act::clock::Clock;
use guanmo::store::Store;
use tempfile::TempDir;

/// A database that is gone with the value.
pub struct Database {
    pub url: String,
    place: Place,
}

enum Place {
    File { _dir: TempDir },
    Schema { server: String, name: String },
    Copy { server: String, name: String },
}

/// The morning of the event.
pub fn morning() -> DateTime<Utc> {
    "2023-12-23T00:00:00Z".parse().expect("a moment")
}

/// What the program makes of an empty file. Only the store opened it: what a start writes is each database's own.
fn migrated_file() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| {
        let empty = Database::empty_file();
        drop(Store::open(&empty.url).expect("the database opens"));
        settled(path_of(&empty.url))
    })
}

/// A database's file beside whatever has it: a program that has just ended may still be putting it in order.
pub fn opened(file: &Path) -> SqliteConnection {
    let mut connection = SqliteConnection::establish(file.to_str().expect("a plain path")).expect("the file opens");
    connection.batch_execute("PRAGMA busy_timeout = 10000").expect("patience");
    connection
}

#[derive(QueryableByName)]
struct Checkpointed {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    busy: i32,
}

/// All of a database's file, with what stood beside it.
pub fn settled(file: &Path) -> Vec<u8> {
    let done: Checkpointed =
        sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(&mut opened(file)).expect("a checkpoint");
    assert_eq!(done.busy, 0, "somebody holds the file");
    std::fs::read(file).expect("a file")
}

/// The database of a server that others are copied from, and is gone with it only.
fn migrated_database(server: &str) -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| {
        let name = format!("template_{}", uuid::Uuid::new_v4().simple());
        on_server(server, &format!("CREATE DATABASE {name}")).expect("a database");
        drop(Store::open(at(server, &name)).expect("the database opens"));
        // a copy is refused while anybody is connected: the store's connections end a moment after it
        end_connections(server, &name);
        name
    })
}

fn on_server(server: &str, sql: &str) -> Result<(), diesel::result::Error> {
    let mut connection = PgConnection::establish(server).expect("the server of GUANMO_TEST_POSTGRES");
    sql_query(sql).execute(&mut connection).map(drop)
}

/// Ends whatever connections there are to a database.
fn end_connections(server: &str, name: &str) {
    let all = "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE datname = ";
    on_server(server, &format!("{all}'{name}'")).expect("nobody is left");
}

/// The address of another database of a server.
fn at(server: &str, name: &str) -> String {
    let (address, options) = server.split_once('?').unwrap_or((server, ""));
    let (host, _) = address.rsplit_once('/').expect("the name of a database");
    let mark = if options.is_empty() { "" } else { "?" };
    format!("{host}/{name}{mark}{options}")
}

fn path_of(url: &str) -> &Path {
    Path::new(url.strip_prefix("sqlite://").expect("a file"))
}

impl Database {
    /// One that has been migrated.
    pub fn file() -> Self {
        let database = Self::empty_file();
        std::fs::write(path_of(&database.url), migrated_file()).expect("a copy");
        database
    }

    pub fn empty_file() -> Self {
        let dir = TempDir::new().expect("a temporary directory");
        let url = format!("sqlite://{}", dir.path().join("guanmo.db").display());
        Self { url, place: Place::File { _dir: dir } }
    }

    /// One that has been migrated, on the server; `None` where none is named.
    pub fn on_server() -> Option<Self> {
        let server = env::var("GUANMO_TEST_POSTGRES").ok()?;
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        let template = migrated_database(&server);
        on_server(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).expect("a copy");
        Some(Self { url: at(&server, &name), place: Place::Copy { server, name } })
    }

    /// An empty one on the server; `None` where none is named.
    pub fn empty_on_server() -> Option<Self> {
        let server = env::var("GUANMO_TEST_POSTGRES").ok()?;
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        on_server(&server, &format!("CREATE DATABASE {name}")).expect("a database");
        Some(Self { url: at(&server, &name), place: Place::Copy { server, name } })
    }

    /// Another one that holds the same. Nobody may be connected to this one.
    ///
    /// # Panics
    /// Of a schema.
    pub fn copy(&self) -> Self {
        match &self.place {
            Place::File { .. } => {
                let copy = Self::empty_file();
                std::fs::copy(path_of(&self.url), path_of(&copy.url)).expect("a copy");
                copy
            }
            Place::Schema { .. } => panic!("a schema is not copied"),
            Place::Copy { server, name: of } => {
                let name = format!("test_{}", uuid::Uuid::new_v4().simple());
                on_server(server, &format!("CREATE DATABASE {name} TEMPLATE {of}")).expect("a copy");
                Self { url: at(server, &name), place: Place::Copy { server: server.clone(), name } }
            }
        }
    }

    /// Ends whatever connections there still are, so that all of it lies in one place.
    pub fn settle(&self) {
        match &self.place {
            Place::File { .. } => drop(settled(path_of(&self.url))),
            Place::Schema { .. } => {}
            Place::Copy { server, name } => end_connections(server, name),
        }
    }

    /// An empty schema of its own; `None` where no server is named.
    pub fn empty_schema() -> Option<Self> {
        let server = env::var("GUANMO_TEST_POSTGRES").ok()?;
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        on_server(&server, &format!("CREATE SCHEMA {name}")).expect("a schema");
        let mark = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{mark}options=-csearch_path%3D{name}");
        Some(Self { url, place: Place::Schema { server, name } })
    }

    /// The program on this database, on a clock that stands.
    pub fn app(&self) -> App {
        App::open(&self.url, Clock::fixed(morning())).expect("the database opens")
    }

    /// Does what only somebody who goes behind the program's back does.
    pub fn tamper(&self, sql: &str) -> Result<(), diesel::result::Error> {
        match &self.place {
            Place::File { .. } => opened(path_of(&self.url)).batch_execute(sql),
            Place::Schema { .. } | Place::Copy { .. } => {
                PgConnection::establish(&self.url).expect("the database opens").batch_execute(sql)
            }
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (server, sql) = match &self.place {
            Place::File { .. } => return,
            Place::Schema { server, name } => (server, format!("DROP SCHEMA {name} CASCADE")),
            Place::Copy { server, name } => (server, format!("DROP DATABASE {name} WITH (FORCE)")),
        };
        if let Ok(mut connection) = PgConnection::establish(server) {
            // what stays is no fault of the test
            drop(sql_query(sql).execute(&mut connection));
        }
    }
}

/// Runs a test on each kind of database.
pub fn on_each(test: impl Fn(&Database)) {
    test(&Database::file());
    if let Some(database) = Database::on_server() {
        test(&database);
    }
}

/// Runs a test on each kind of database, empty: the program is to migrate it.
pub fn on_each_empty(test: impl Fn(&Database)) {
    test(&Database::empty_file());
    if let Some(schema) = Database::empty_schema() {
        test(&schema);
    }
}
