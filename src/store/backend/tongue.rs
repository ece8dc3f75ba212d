//! How the two databases say the same where diesel does not say it for both.

use super::AnyConnection;

/// What kind of column is part of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
}

/// Which of the two is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    Sqlite,
    Postgres,
}

impl Tongue {
    pub fn of(connection: &AnyConnection) -> Self {
        match connection {
            AnyConnection::Sqlite(_) => Self::Sqlite,
            AnyConnection::Postgres(_) => Self::Postgres,
        }
    }

    /// Whether a connection has triggers of its own; otherwise they are the schema's.
    pub fn has_triggers(self) -> bool {
        self == Self::Sqlite
    }

    /// Columns as a JSON array, in a text.
    pub fn array<'c>(self, of: &str, columns: impl Iterator<Item = &'c str>) -> String {
        let columns: Vec<String> = columns.map(|column| format!("{of}\"{column}\"")).collect();
        match self {
            Self::Sqlite => format!("json_array({})", columns.join(", ")),
            Self::Postgres => format!("json_build_array({})::text", columns.join(", ")),
        }
    }

    /// A part of a key that is such a text.
    pub fn part(self, key: &str, at: usize, kind: Kind) -> String {
        match (self, kind) {
            (Self::Sqlite, _) => format!("json_extract({key}, '$[{at}]')"),
            (Self::Postgres, Kind::Text) => format!("({key}::jsonb ->> {at})"),
            (Self::Postgres, Kind::Number) => format!("({key}::jsonb ->> {at})::bigint"),
        }
    }

    /// What stands for the one value of a statement.
    pub fn parameter(self) -> &'static str {
        match self {
            Self::Sqlite => "?",
            Self::Postgres => "$1",
        }
    }

    /// Inserts rows that are not there yet.
    pub fn insert_if_new(self, table: &str, rows: &str) -> String {
        match self {
            Self::Sqlite => format!("INSERT OR IGNORE INTO {table} {rows}"),
            Self::Postgres => format!("INSERT INTO {table} {rows} ON CONFLICT DO NOTHING"),
        }
    }
}
