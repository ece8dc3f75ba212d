//! A database of a test's own, of each kind that there is: a fresh file, and, where
//! `GUANMO_TEST_POSTGRES` names a server, a fresh schema in it.

use std::env;

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use guanmo::app::App;
use guanmo::app::act::clock::Clock;
use tempfile::TempDir;

/// A database that is gone with the value.
pub struct Database {
    pub url: String,
    place: Place,
}

enum Place {
    File { _dir: TempDir },
    Schema { server: String, name: String },
}

/// The morning of the event.
pub fn morning() -> DateTime<Utc> {
    "2023-12-23T00:00:00Z".parse().expect("a moment")
}

impl Database {
    pub fn file() -> Self {
        let dir = TempDir::new().expect("a temporary directory");
        let url = format!("sqlite://{}", dir.path().join("guanmo.db").display());
        Self { url, place: Place::File { _dir: dir } }
    }

    /// A schema of its own; `None` where no server is named.
    pub fn schema() -> Option<Self> {
        let server = env::var("GUANMO_TEST_POSTGRES").ok()?;
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        PgConnection::establish(&server)
            .expect("the server of GUANMO_TEST_POSTGRES")
            .batch_execute(&format!("CREATE SCHEMA {name}"))
            .expect("a schema");
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
            Place::File { .. } => {
                let path = self.url.strip_prefix("sqlite://").expect("a file");
                SqliteConnection::establish(path).expect("the file opens").batch_execute(sql)
            }
            Place::Schema { .. } => PgConnection::establish(&self.url).expect("the schema opens").batch_execute(sql),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Place::Schema { server, name } = &self.place
            && let Ok(mut connection) = PgConnection::establish(server)
        {
            // a schema that stays is no fault of the test
            drop(connection.batch_execute(&format!("DROP SCHEMA {name} CASCADE")));
        }
    }
}

/// Runs a test on each kind of database.
pub fn on_each(test: impl Fn(&Database)) {
    test(&Database::file());
    if let Some(schema) = Database::schema() {
        test(&schema);
    }
}
