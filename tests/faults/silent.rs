//! A database's server that falls silent, is started again, or goes between a commit and its answer.

use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use guanmo::app::App;
use guanmo::app::act::clock::Clock;
use guanmo::store::{Base, Store, StoreError, secret};
use serde_json::{Value, json};

use crate::support::database::Database;
use crate::support::desk::empty_event;
use crate::support::server::{Server, data_dir};
use crate::support::site::{Person, Site};
use crate::support::wire::{Does, Wire};

fn on_wire() -> Option<(Database, Wire)> {
    let database = Database::on_server()?;
    let wire = Wire::to(&database.url);
    Some((database, wire))
}

/// A store on the wire that is not patient.
fn store(wire: &Wire) -> Store {
    Store::open(Base { patience: Duration::from_secs(1), ..Base::from(&wire.url) }).expect("the database opens")
}

fn write(store: &Store, name: &str, value: &str) -> Result<String, StoreError> {
    let (name, value) = (name.to_owned(), value.to_owned());
    store.write(move |tx| secret::get_or_insert(tx, &name, &value))
}

/// A card of judge j1 for A; the status, how long the answer took, and what it says.
fn submit(judge: &Person, op: &str) -> (u16, Duration, Value) {
    let begun = Instant::now();
    let body = json!({ "device": "t1", "seq_from": 1, "ops": [{ "op": op, "device": "t1", "seq": 1, "judge": "j1",
        "component": "visit", "entry": "A", "base": null, "marks": { "effect": "40", "novelty": "30" },
        "comment": "", "rules": "r", "at": "2023-12-23T10:00:00+08:00" }] });
    let answer = judge.sync(body.to_string());
    let status = answer.status().as_u16();
    (status, begun.elapsed(), serde_json::from_str(&answer.text().expect("text")).expect("JSON"))
}

#[test]
fn a_database_that_falls_silent_is_given_up_within_ten_seconds_and_found_again() {
    let Some((database, wire)) = on_wire() else { return };
    let here = App::open(&database.url, Clock::System).expect("the database opens");
    let event = empty_event(&here);
    let server = Server::start(&["--database-url", &wire.url], data_dir());
    let site = Site { under_way: String::new(), published: String::new(), app: here, server };
    let (judge, visitor) = (site.judge(&event, "j1"), site.visitor());
    assert_eq!(visitor.get("/readyz").status(), 200);
    // what has been asked a moment ago holds for some seconds
    thread::sleep(Duration::from_secs(6));

    wire.now(Does::FallsSilent);
    let op = uuid::Uuid::new_v4().to_string();
    thread::scope(|scope| {
        let hanging: Vec<_> = (0..3).map(|_| scope.spawn(|| submit(&judge, &op))).collect();
        let begun = Instant::now();
        assert_eq!(visitor.get("/healthz").status(), 200, "the program is there");
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        let answer = visitor.get("/readyz");
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
        assert_eq!(answer.status(), 503);
        let said: Value = answer.json().expect("JSON");
        assert_eq!(said["error"], "silent", "{said}");
        assert!(said["message"].as_str().expect("a sentence").contains("数据库没有在 3 秒内答复"), "{said}");
        for one in hanging {
            let (status, took, said) = one.join().expect("answered");
            assert_eq!(status, 503, "{said}");
            assert!(took < Duration::from_secs(10), "{took:?}");
        }
    });

    // those connections hear nothing ever again, and the server is well: others take their place
    wire.now(Does::Carries);
    let begun = Instant::now();
    let said = loop {
        let (status, _, said) = submit(&judge, &op);
        if status == 200 {
            break said;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{said}");
        thread::sleep(Duration::from_millis(300));
    };
    assert_eq!(said["results"][0]["outcome"], "recorded", "nothing was written of it before: {said}");
    while visitor.get("/readyz").status() != 200 {
        assert!(begun.elapsed() < Duration::from_secs(30), "it is well");
        thread::sleep(Duration::from_millis(300));
    }
}

#[test]
fn what_is_being_written_when_the_server_falls_silent_is_given_up_and_not_done_behind_ones_back() {
    let Some((_database, wire)) = on_wire() else { return };
    let store = store(&wire);
    assert_eq!(write(&store, "before", "a"), Ok("a".to_owned()));
    let hears = thread::scope(|scope| {
        let (own, wire) = (store.clone(), &wire);
        let hanging = scope.spawn(move || {
            own.write(move |tx| {
                secret::get_or_insert(tx, "hangs", "first")?;
                wire_falls_silent();
                secret::get_or_insert(tx, "hangs too", "first")
            })
        });
        wait_for_work();
        wire.now(Does::FallsSilent);
        let begun = Instant::now();
        let told = hanging.join().expect("answered");
        assert_eq!(told, Err(StoreError::Unsettled));
        begun.elapsed()
    });
    assert!(hears < Duration::from_secs(9), "{hears:?}");
    wire.now(Does::Carries);
    // the server still holds the lock for whoever is gone, until the line is cut or its own time is up
    wire.cut();
    let begun = Instant::now();
    while write(&store, "hangs", "second") != Ok("second".to_owned()) {
        assert!(begun.elapsed() < Duration::from_secs(20), "it writes again, and nothing of the first was kept");
        thread::sleep(Duration::from_millis(200));
    }
}

/// Where the work of the test above is when the wire falls silent: long enough for both to be there.
fn wire_falls_silent() {
    thread::sleep(Duration::from_millis(600));
}

fn wait_for_work() {
    thread::sleep(Duration::from_millis(300));
}

#[test]
fn a_server_that_was_started_again_is_written_to_at_the_first_try() {
    let Some((_database, wire)) = on_wire() else { return };
    let store = store(&wire);
    write(&store, "before", "a").expect("written");
    // as a server that is stopped does: connections end, none is taken, then it is there again
    wire.now(Does::IsDown);
    wire.cut();
    assert!(matches!(write(&store, "meanwhile", "a"), Err(StoreError::Unavailable(_))));
    wire.now(Does::Carries);
    assert_eq!(write(&store, "after", "a"), Ok("a".to_owned()));
    wire.cut();
    assert_eq!(write(&store, "again", "a"), Ok("a".to_owned()), "the connection that was kept had died");
    assert_eq!(store.read(|_| Ok::<_, StoreError>(1)), Ok(1));
    assert_eq!(write(&store, "meanwhile", "b"), Ok("b".to_owned()), "what was refused is not there");
}

#[test]
fn a_commit_whose_answer_does_not_come_is_not_done_twice() {
    let Some((_database, wire)) = on_wire() else { return };
    let store = store(&wire);
    write(&store, "before", "a").expect("written");
    wire.now(Does::SwallowsCommits);
    let times = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&times);
    let told = store.write(move |tx| {
        counted.fetch_add(1, Ordering::SeqCst);
        secret::get_or_insert(tx, "swallowed", "a")
    });
    wire.now(Does::Carries);
    assert_eq!(told, Err(StoreError::Unsettled));
    assert!(StoreError::Unsettled.to_string().contains("请稍后刷新页面核对"), "who asked can find out");
    assert_eq!(times.load(Ordering::SeqCst), 1, "nobody did it again");
    assert_eq!(write(&store, "swallowed", "b"), Ok("a".to_owned()), "it had been done");
}

#[test]
fn the_program_waits_at_its_start_for_a_server_that_is_not_up_yet() {
    let Some((_database, wire)) = on_wire() else { return };
    wire.now(Does::IsDown);
    let folder = tempfile::TempDir::new().expect("a folder");
    let log = folder.path().join("log");
    let begun = Instant::now();
    let server = thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(Duration::from_secs(3));
            wire.now(Does::Carries);
        });
        let file = File::create(&log).expect("a file");
        Server::start_with(&["--database-url", &wire.url], data_dir(), |command| {
            command.stderr(file);
        })
    });
    assert!(begun.elapsed() >= Duration::from_secs(3), "{:?}", begun.elapsed());
    let said = std::fs::read_to_string(&log).expect("what it said");
    assert!(said.contains("数据库还连不上，2 秒后再试"), "{said}");
    drop(server);
}
