//! A database as whoever owns it sees it: tables, columns, rows as they are written in SQL, and what can be done to them.

use diesel::prelude::*;
use diesel::result::Error;
use diesel::sql_query;
use diesel::sql_types::Text;

use crate::support::database::{Database, opened};

/// A table, with what is in it.
pub struct Table {
    pub name: String,
    /// Name and type of each column, and whether it is part of the key.
    columns: Vec<(String, String, bool)>,
    /// The first rows, each column as SQL writes its value.
    rows: Vec<Vec<String>>,
}

/// One change that no program made.
pub struct Change {
    pub table: String,
    /// The column, where it is of one.
    pub column: Option<String>,
    pub sql: Vec<String>,
}

/// Rows of a table that are looked at.
const ROWS: usize = 4;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn is_file(database: &Database) -> bool {
    database.url.starts_with("sqlite://")
}

fn lines(database: &Database, sql: &str) -> Vec<String> {
    let lines: Vec<Line> = match database.url.strip_prefix("sqlite://") {
        Some(path) => sql_query(sql).load(&mut opened(path.as_ref())).expect("rows"),
        None => sql_query(sql).load(&mut PgConnection::establish(&database.url).expect("a connection")).expect("rows"),
    };
    lines.into_iter().map(|line| line.line).collect()
}

/// All tables that the program has.
pub fn tables(database: &Database) -> Vec<Table> {
    let all = if is_file(database) {
        "SELECT m.name || ' ' || c.name || ' ' || c.type || ' ' || (c.pk > 0) AS line
        FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid"
    } else {
        "SELECT c.table_name || ' ' || c.column_name || ' ' || replace(c.data_type, ' ', '_') || ' ' ||
            (EXISTS (SELECT 1 FROM information_schema.key_column_usage k
                JOIN information_schema.table_constraints t USING (constraint_name, table_name)
                WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_name = c.table_name
                AND k.column_name = c.column_name))::int AS line
        FROM information_schema.columns c WHERE c.table_schema = 'public' ORDER BY c.table_name, c.ordinal_position"
    };
    let mut tables: Vec<Table> = Vec::new();
    for line in lines(database, all) {
        let words: Vec<&str> = line.split(' ').collect();
        let [table, column, .., kind, key] = words[..] else { panic!("{line}") };
        if table.starts_with("__") || table.starts_with("sqlite_") {
            continue;
        }
        if tables.last().is_none_or(|last| last.name != table) {
            tables.push(Table { name: table.to_owned(), columns: Vec::new(), rows: Vec::new() });
        }
        let last = tables.last_mut().expect("a table");
        last.columns.push((column.to_owned(), kind.to_owned(), key == "1"));
    }
    for table in &mut tables {
        table.rows = rows(database, table);
    }
    tables
}

/// The last rows of a table, as SQL writes them.
fn rows(database: &Database, table: &Table) -> Vec<Vec<String>> {
    let quote = |column: &str| {
        if is_file(database) { format!("quote(\"{column}\")") } else { format!("quote_nullable(\"{column}\"::text)") }
    };
    let values: Vec<String> = table.columns.iter().map(|(column, ..)| quote(column)).collect();
    let keys: Vec<String> = table.key().map(|(column, ..)| format!("\"{column}\" DESC")).collect();
    let between = if is_file(database) { "char(31)" } else { "chr(31)" };
    let sql = format!(
        "SELECT {} AS line FROM \"{}\" ORDER BY {} LIMIT {ROWS}",
        values.join(&format!(" || {between} || ")),
        table.name,
        if keys.is_empty() { "1".to_owned() } else { keys.join(", ") }
    );
    lines(database, &sql).iter().map(|line| line.split('\u{1f}').map(str::to_owned).collect()).collect()
}

impl Table {
    fn key(&self) -> impl Iterator<Item = &(String, String, bool)> {
        self.columns.iter().filter(|(.., key)| *key)
    }

    /// The condition that a row is this one.
    fn is(&self, row: &[String]) -> String {
        let parts = self.columns.iter().zip(row).filter(|((.., key), _)| *key);
        parts.map(|((column, ..), value)| format!("\"{column}\" = {value}")).collect::<Vec<_>>().join(" AND ")
    }
}

/// Another value of a column, of the same length where it is a text.
fn other(column: &str, kind: &str) -> String {
    match kind.to_lowercase().as_str() {
        "text" | "character_varying" => format!(
            "CASE WHEN coalesce(\"{column}\", '') = '' THEN 'x'
            WHEN substr(\"{column}\", length(\"{column}\"), 1) = '1' THEN substr(\"{column}\", 1, length(\"{column}\") - 1) || '2'
            ELSE substr(\"{column}\", 1, length(\"{column}\") - 1) || '1' END"
        ),
        "boolean" | "bool" => format!("NOT coalesce(\"{column}\", FALSE)"),
        "blob" => "X'00'".to_owned(),
        "bytea" => "'\\x00'".to_owned(),
        _ => format!("coalesce(\"{column}\", 0) + 1"),
    }
}

/// What is tried on a table: a change of each column, a row less, a row more, two rows with each other's values, a value
/// taken away.
pub fn changes(table: &Table) -> Vec<Change> {
    let name = &table.name;
    let change =
        |column: Option<&String>, sql: Vec<String>| Change { table: name.clone(), column: column.cloned(), sql };
    let mut all = Vec::new();
    let Some(row) = table.rows.first() else {
        assert_eq!(name, "audit_payload", "{name} has no rows");
        return vec![change(None, vec!["INSERT INTO audit_payload VALUES (1, 'x', 'x')".to_owned()])];
    };
    let is = table.is(row);
    for (column, kind, _) in &table.columns {
        all.push(change(
            Some(column),
            vec![format!("UPDATE \"{name}\" SET \"{column}\" = {} WHERE {is}", other(column, kind))],
        ));
        let at = table.columns.iter().position(|(other, ..)| other == column).expect("a column");
        if row[at] != "NULL" {
            // refused where there must be a value
            all.push(change(Some(column), vec![format!("UPDATE \"{name}\" SET \"{column}\" = NULL WHERE {is}")]));
        }
        if let Some(second) = table.rows.iter().skip(1).find(|second| second[at] != row[at])
            && !table.columns[at].2
        {
            all.push(change(
                Some(column),
                vec![
                    format!("UPDATE \"{name}\" SET \"{column}\" = {} WHERE {is}", second[at]),
                    format!("UPDATE \"{name}\" SET \"{column}\" = {} WHERE {}", row[at], table.is(second)),
                ],
            ));
        }
    }
    all.push(change(None, vec![format!("DELETE FROM \"{name}\" WHERE {is}")]));
    all.push(change(None, vec![format!("DELETE FROM \"{name}\"")]));
    // a copy of the row under another key
    let last = table.key().last().expect("a key").clone();
    let values = table.columns.iter().map(|(column, kind, _)| {
        if *column != last.0 {
            return format!("\"{column}\"");
        }
        if kind.eq_ignore_ascii_case("text") { format!("\"{column}\" || 'x'") } else { format!("\"{column}\" + 1000") }
    });
    let values: Vec<String> = values.collect();
    all.push(change(
        None,
        vec![format!("INSERT INTO \"{name}\" SELECT {} FROM \"{name}\" WHERE {is}", values.join(", "))],
    ));
    all
}

/// Makes a change as the owner can: without triggers, without foreign keys, without checks.
pub fn apply(database: &Database, change: &Change) -> Result<(), Error> {
    let keep = format!("CREATE TABLE kept AS SELECT * FROM \"{}\"", change.table);
    as_owner(database, &change.table, [&[keep], &*change.sql].concat())
}

/// Takes a change back.
pub fn undo(database: &Database, change: &Change) {
    let table = &change.table;
    let back = [
        format!("DELETE FROM \"{table}\""),
        format!("INSERT INTO \"{table}\" SELECT * FROM kept"),
        "DROP TABLE kept".to_owned(),
    ];
    as_owner(database, table, back.to_vec()).expect("taken back");
}

/// All of it, or nothing.
fn as_owner(database: &Database, table: &str, statements: Vec<String>) -> Result<(), Error> {
    let mut sql = Vec::new();
    if is_file(database) {
        sql.push("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON".to_owned());
        let of_table = format!(
            "SELECT 'DROP TRIGGER \"' || name || '\"' AS line FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"
        );
        sql.extend(lines(database, &of_table));
    } else {
        sql.push("SET session_replication_role = replica".to_owned());
    }
    sql.push("BEGIN".to_owned());
    sql.extend(statements);
    sql.push("COMMIT".to_owned());
    database.tamper(&sql.join("; "))
}
