//! Whoever owns the database changes it behind the program's back: each column of each table, in a database that has rows
//! in all of them. `guanmo verify` names what was touched, or `docs/SECURITY.md` says why it need not.

pub mod database;

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::clock::Clock;
use guanmo::store::{Base, prints};
use tempfile::TempDir;

use crate::support::database::{Database, morning};
use crate::support::desk::{ask_for_no_signature, assert_sound, import, organiser, publish};
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;
use crate::upgrade::{fill, migrations};
use database::{Change, Table, changes, tables};

/// Tables of which something is named otherwise.
const OWN: [(&str, &str); 3] = [("event", "活动 ev-"), ("bundle", "结果包"), ("public_bundle", "公开的结果包")];

/// Changes that are tried at once.
const AT_ONCE: usize = 3;

/// The program on a database, with a key of its own beside it.
fn open(database: &Database, keys: &TempDir) -> Result<App, guanmo::app::AppError> {
    let base = Base { log_key: Some(keys.path().join("log.key")), ..Base::from(&database.url) };
    App::open(base, Clock::fixed(morning()))
}

/// Rows of every earlier program, taken over, and a day of this one.
fn filled(database: &Database, keys: &TempDir) {
    fill(database, &migrations());
    let app = open(database, keys).expect("the database opens");
    let event = import(&app, &Folder::sound());
    ask_for_no_signature(&app, &event);
    let mut tablet = Tablet::new(&app, &event, "j1", "t1");
    let first = tablet.submit("A", None, "47.5", "35");
    tablet.submit("A", Some(&first.op), "48", "35");
    tablet.submit("A", Some(&first.op), "49", "35");
    tablet.submit("Z", None, "47.5", "35");
    app.close(&organiser(), &event, Some("演练")).expect("closed");
    publish(&app, &event).expect("published");
    assert_sound(&app);
    drop(app);
    database.settle();
}

/// What the document says need not be found out: `table.column`, or `table.*`.
fn excused() -> BTreeSet<String> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/SECURITY.md")).expect("the document");
    let (_, list) = text.split_once("<!-- not verified -->").expect("the list");
    let rows = list.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let names = rows.filter_map(|row| row.split('`').nth(1)).map(str::to_owned);
    names.collect()
}

/// Whether a change is found out; what was said otherwise. `None` where the schema itself refuses it, also of whoever owns
/// it.
fn is_named(copy: &Database, change: &Change) -> Option<Result<(), String>> {
    database::apply(copy, change).ok()?;
    let named = verified(copy, &change.table);
    database::undo(copy, change);
    Some(named)
}

fn verified(copy: &Database, table: &str) -> Result<(), String> {
    // as whoever verifies does, who need not have the key
    let app = match App::open(&copy.url, Clock::fixed(morning())) {
        Ok(app) => app,
        Err(error) if error.to_string().contains("无法读取") => return Ok(()),
        Err(error) => return Err(format!("not opened: {error}")),
    };
    let administrator = Actor::console(Role::Administrator);
    let found = app.verify(&administrator, None, None).map_err(|error| format!("not verified: {error}"))?;
    let faults: Vec<&String> = found.checks.iter().flat_map(|check| &check.faults).collect();
    if faults.is_empty() {
        return Err("nothing differs".to_owned());
    }
    // what has prints is named by table and key, and some by a name of its own; the logs by what they are
    let names = [format!("表 {table} 的"), OWN.iter().find(|own| own.0 == table).map_or("表", |own| own.1).to_owned()];
    let is_name = |fault: &String| names.iter().any(|name| fault.contains(name.as_str()));
    let named = prints::Printed::named(table).is_none() || faults.iter().any(|fault| is_name(fault));
    if named { Ok(()) } else { Err(format!("not by name: {faults:?}")) }
}

/// Tries one of so many changes.
fn every_change_is_found_out(database: &Database, one_of: usize) {
    let keys = TempDir::new().expect("a folder");
    filled(database, &keys);
    let tables: Vec<Table> = tables(database);
    let excused = excused();
    let all: Vec<Change> = tables.iter().flat_map(changes).step_by(one_of).collect();
    database.settle();
    let (next, tried) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let (missed, idle) = (Mutex::new(Vec::new()), Mutex::new(excused.clone()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                let copy = database.copy();
                while let Some(change) = all.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let Some(named) = is_named(&copy, change) else { continue };
                    tried.fetch_add(1, Ordering::SeqCst);
                    let is_excused = |name: &String| {
                        *name == format!("{}.*", change.table)
                            || change
                                .column
                                .as_ref()
                                .is_some_and(|column| *name == format!("{}.{column}", change.table))
                    };
                    let excuse = excused.iter().find(|name| is_excused(name));
                    match (named, excuse) {
                        (Ok(()), _) => {}
                        (Err(_), Some(excuse)) => drop(idle.lock().expect("no panic").remove(excuse)),
                        (Err(said), None) => {
                            missed.lock().expect("no panic").push(format!("{:.300}: {said}", change.sql.join("; ")));
                        }
                    }
                }
            });
        }
    });
    let (tried, missed) = (tried.into_inner(), missed.into_inner().expect("no panic"));
    assert!(missed.is_empty(), "{} of {tried}:\n{}", missed.len(), missed.join("\n"));
    assert!(tried >= 500 / one_of, "{tried} changes");
    let idle = idle.into_inner().expect("no panic");
    assert!(one_of > 1 || idle.is_empty(), "found out after all, and excused in docs/SECURITY.md: {idle:?}");
}

#[test]
fn whatever_is_changed_in_a_file_is_named() {
    every_change_is_found_out(&Database::empty_file(), 1);
}

#[test]
fn whatever_is_changed_on_a_server_is_named() {
    if let Some(database) = Database::empty_on_server() {
        // the comparison is the same on both: here it is how rows are read that is tried
        every_change_is_found_out(&database, 3);
    }
}
