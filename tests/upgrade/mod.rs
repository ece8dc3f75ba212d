//! Databases of every earlier schema, filled as the program of that day filled them, and opened by this one; and one
//! of a schema that this program does not know yet.
//!
//! `<migration>.sql` has the rows that came with a schema; each is inserted at its own schema, so that every later
//! migration meets rows in every table that there was.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use diesel::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use guanmo::app::App;
use guanmo::app::act::actor::Actor;
use guanmo::app::act::clock::Clock;
use guanmo::app::event::view::CloseBlocker;
use guanmo::folder;
use guanmo::store::{Store, StoreError};
use serde_json::json;

use crate::support::database::{Database, morning, on_each_empty, opened};
use crate::support::desk::{assert_sound, organiser};
use crate::support::folder::guanmo;

const EVENT: &str = "ev-v1eneyr";
const MADE_BY: &str = "CREATE TABLE IF NOT EXISTS __diesel_schema_migrations (
    version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)";

/// Tables that the program fills when it opens the database, and the one whose rows it moves there.
const FILLED: [&str; 4] = ["log", "leaf", "leaf_payload", "head"];
const MOVED: &str = "audit_payload";
/// The table that gets the name of the house.
const NAMED: &str = "secret";

/// Columns that a later schema has no more, since nothing is kept there any longer.
const TAKEN_AWAY: [(&str, &str); 2] = [("account", "failures"), ("account", "locked_until")];

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn is_file(database: &Database) -> bool {
    database.url.starts_with("sqlite://")
}

/// Names of all migrations, oldest first.
pub fn migrations() -> Vec<String> {
    let entries = fs::read_dir(root().join("migrations/sqlite")).expect("migrations");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// As the migrations' table names it.
fn version(migration: &str) -> String {
    migration.split('_').next().expect("a version").replace('-', "")
}

fn fixture(migration: &str) -> String {
    fs::read_to_string(root().join("tests/upgrade").join(format!("{migration}.sql")))
        .unwrap_or_else(|_| panic!("{migration} needs rows in tests/upgrade, or its upgrade is not tested"))
}

/// Bytes are written in another way on each database.
fn spoken(database: &Database, sql: &str) -> String {
    let mut parts = sql.split("BYTES(");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (hex, rest) = part.split_once(')').expect("an end of the bytes");
        text += &if is_file(database) { format!("X'{hex}'") } else { format!("'\\x{hex}'") };
        text += rest;
    }
    text
}

/// Brings an empty database to a schema as the programs before did, each of which left its rows.
pub fn fill(database: &Database, up_to: &[String]) {
    let run = |what: &str, sql: &str| database.tamper(sql).unwrap_or_else(|error| panic!("{what}: {error}"));
    run("the table of migrations", MADE_BY);
    for migration in up_to {
        let folder = root().join("migrations").join(if is_file(database) { "sqlite" } else { "postgres" });
        let up = fs::read_to_string(folder.join(migration).join("up.sql")).expect("a migration");
        run(migration, &up);
        run(migration, &format!("INSERT INTO __diesel_schema_migrations (version) VALUES ('{}')", version(migration)));
        run(&format!("the rows of {migration}"), &spoken(database, &fixture(migration)));
    }
}

/// Columns of each table of which the fixtures have rows.
fn tables(up_to: &[String]) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for migration in up_to {
        for line in fixture(migration).lines().filter_map(|line| line.strip_prefix("INSERT INTO ").map(str::to_owned)) {
            let (table, rest) = line.split_once(" (").expect("a table");
            let (columns, _) = rest.split_once(')').expect("columns");
            let stays = |column: &&str| !TAKEN_AWAY.contains(&(table, *column));
            let columns: Vec<_> = columns.split(", ").filter(stays).map(str::to_owned).collect();
            found.entry(table.to_owned()).or_insert(columns);
        }
    }
    found
}

fn lines(database: &Database, sql: &str) -> Vec<String> {
    let lines: Vec<Line> = match database.url.strip_prefix("sqlite://") {
        Some(path) => {
            let mut connection = opened(path.as_ref());
            diesel::sql_query(sql).load(&mut connection).expect("rows")
        }
        None => {
            let mut connection = PgConnection::establish(&database.url).expect("the schema opens");
            diesel::sql_query(sql).load(&mut connection).expect("rows")
        }
    };
    lines.into_iter().map(|one| one.line).collect()
}

/// Every value of every row that the fixtures gave.
fn contents(database: &Database, tables: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    let rows = tables.iter().map(|(table, columns)| {
        let texts = columns.iter().map(|column| match column.as_str() {
            // these are no text in a file, and hexadecimal by themselves in the other one
            "bytes" if is_file(database) => "hex(bytes)".to_owned(),
            other => format!("COALESCE(CAST({other} AS TEXT), '∅')"),
        });
        let texts = texts.collect::<Vec<_>>().join(" || '|' || ");
        let mut rows = lines(database, &format!("SELECT {texts} AS line FROM {table}"));
        rows.sort();
        (table.clone(), rows)
    });
    rows.collect()
}

/// The event folder that these rows came from, as it was exported then.
fn expected() -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(root().join("tests/upgrade/expected")).expect("the folder");
    let files = entries.map(|entry| {
        let path = entry.expect("an entry").path();
        (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read(&path).expect("bytes"))
    });
    files.collect()
}

#[test]
fn a_filled_database_of_every_earlier_schema_is_upgraded_without_loss() {
    let all = migrations();
    for count in 1..=all.len() {
        on_each_empty(|database| {
            let (up_to, last) = (&all[..count], &all[count - 1]);
            fill(database, up_to);
            let tables = tables(up_to);
            let before = contents(database, &tables);
            assert!(before.values().all(|rows| !rows.is_empty()), "{last}: a table without rows: {before:?}");
            let app = database.app();
            let after = contents(database, &tables);
            for (table, rows) in before.iter().filter(|(table, _)| *table != MOVED) {
                let mut now = after[table].clone();
                if table == NAMED {
                    now.retain(|row| rows.contains(row));
                }
                assert_eq!(rows, &now, "{table}, from {last}");
            }
            assert_sound(&app);
            let folder = app.export(&organiser(), EVENT).expect("an export");
            let written = folder::write_files(&folder);
            for (name, bytes) in expected() {
                let found = written.get(&name).map(|found| String::from_utf8_lossy(found).into_owned());
                assert_eq!(found.as_deref(), Some(&*String::from_utf8_lossy(&bytes)), "{name}, from {last}");
            }
            // it goes on from there, also for a program that opens it once more
            assert_sound(&app);
            assert_sound(&database.app());
        });
    }
}

/// A row of an operation as the programs wrote it: `(op, judge, entry, base, outcome, revision)`.
type Kept<'a> = (u8, &'a str, &'a str, Option<&'a str>, &'a str, i64);

fn id(number: u8) -> String {
    format!("00000000-0000-4000-8000-0000000000{number:02}")
}

fn keep(database: &Database, (number, judge, entry, base, outcome, revision): Kept<'_>) {
    let op = id(number);
    let body = json!({ "op": op, "device": "t1", "seq": number, "judge": judge, "component": "visit", "entry": entry,
        "base": base, "marks": { "effect": "40", "novelty": "30" }, "comment": "", "rules": "r",
        "at": "2026-11-29T12:00:00+08:00" });
    let base = base.map_or("NULL".to_owned(), |base| format!("'{base}'"));
    let row = format!(
        "INSERT INTO operation (op, event_id, version, judge, device, seq, component, entry, base, body, outcome,
            revision, older_rules, receipt, received_at)
         VALUES ('{op}', '{EVENT}', {}, '{judge}', 't1', {number}, 'visit', '{entry}', {base}, '{body}', '{outcome}',
            {revision}, FALSE, 'R', 1700000000000000)",
        100 + i64::from(number)
    );
    database.tamper(&row).expect("a row");
}

/// Until the schema `settled`, the next card that counted settled a conflict: that stays so, and nothing else is.
#[test]
fn what_was_settled_before_the_upgrade_stays_settled_and_what_was_open_stays_open() {
    let all = migrations();
    let at = all.iter().position(|name| name.ends_with("_settled")).expect("the schema");
    let counts_of_c = "7eced8c9-9a1c-45b4-9cb0-dbc79521fac3";
    on_each_empty(|database| {
        fill(database, &all[..at]);
        let on = id(7);
        let rows = [
            // two rivals of a first revision; two went beyond them, and the last one counts
            (1, "j1", "B", None, "conflict", 1),
            (2, "j1", "B", Some("20ba8fc6-3200-4419-8070-4e99f6fa6e50"), "recorded", 2),
            (3, "j1", "B", Some("f0c4c567-076d-4619-b1b2-1c2612cd1289"), "conflict", 1),
            (4, "j1", "B", Some("00000000-0000-4000-8000-000000000002"), "recorded", 3),
            // a rival of what counts
            (5, "j1", "C", None, "conflict", 1),
            // one that came again before what it is based on, and what came after its own successor
            (6, "j2", "A", Some(on.as_str()), "conflict", 1),
            (7, "j2", "A", None, "recorded", 2),
            (8, "j2", "A", None, "recorded", 0),
            // what lies in the quarantine settles nothing
            (9, "j1", "C", Some(counts_of_c), "late", 0),
            // a rival of one judge beside another judge's later revision
            (10, "j3", "B", None, "conflict", 1),
        ];
        for row in rows {
            keep(database, row);
        }
        let app = database.app();
        let mut settled = lines(database, "SELECT rival || ' ' || op || ' ' || judge || entry AS line FROM settled");
        settled.sort();
        assert_eq!(settled, [1, 3].map(|rival| format!("{} {} j1B", id(rival), id(4))));
        let blockers = app.close_blockers(&organiser(), EVENT).expect("blockers").into_iter();
        let conflicts = blockers.filter_map(|blocker| match blocker {
            CloseBlocker::Conflict { judge, entry, .. } => Some(format!("{judge}{entry}")),
            _ => None,
        });
        assert_eq!(conflicts.collect::<Vec<_>>(), ["j1C", "j2A", "j3B"]);
        let cards = app.judge_view(&Actor::judge(EVENT, "j1")).expect("a view").my_cards;
        let rivals = cards.iter().flat_map(|card| &card.rivals).map(|rival| rival.op.clone());
        assert_eq!(rivals.collect::<Vec<_>>(), [id(5)]);
    });
}

#[test]
fn every_table_that_there_ever_was_has_rows_in_these_databases() {
    let all = migrations();
    let tables = tables(&all);
    for migration in &all {
        let up = fs::read_to_string(root().join("migrations/sqlite").join(migration).join("up.sql")).expect("text");
        for line in up.lines().filter_map(|line| line.strip_prefix("CREATE TABLE ")) {
            let table = line.split(' ').next().expect("a name");
            assert!(
                tables.contains_key(table) || FILLED.contains(&table),
                "{table} of {migration} has no rows in tests/upgrade"
            );
        }
    }
}

#[test]
fn a_database_of_a_newer_program_is_refused_and_left_as_it_is() {
    let all = migrations();
    on_each_empty(|database| {
        // an older one as well: what is lacking must not be added to what is not known
        fill(database, &all[..all.len() - 1]);
        let future = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')";
        database.tamper(future).expect("a row");
        let state = || {
            let mut state = contents(database, &tables(&all[..all.len() - 1]));
            let versions = "SELECT version AS line FROM __diesel_schema_migrations ORDER BY version";
            state.insert("versions".to_owned(), lines(database, versions));
            state
        };
        let before = state();
        let found = Store::open(&database.url).map(|_| ()).expect_err("refused");
        let known = version(all.last().expect("one"));
        assert_eq!(found, StoreError::Newer { found: "29990101000000".to_owned(), known: known.clone() });
        let error = App::open(&database.url, Clock::fixed(morning())).map(|_| ()).expect_err("refused");
        for word in ["29990101000000", &known, "更新的程序", "备份"] {
            assert!(error.to_string().contains(word), "{error}");
        }
        let output = guanmo(&["verify", "--database-url", &database.url]);
        assert_eq!(output.code, 1, "{output:?}");
        assert!(output.stderr.contains("29990101000000") && output.stdout.is_empty(), "{output:?}");
        assert_eq!(state(), before);
    });
}
