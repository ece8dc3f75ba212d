//! Whether the program says that it can write, and why not.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use serde_json::Value;

use crate::support::database::opened;
use crate::support::disk::Disk;
use crate::support::events::Events;
use crate::support::server::Server;
use crate::support::site::{Person, Site, Who};

/// Asks until the status is this one, at most for `seconds`; gives what is said.
fn says(person: &Person, status: u16, seconds: u64) -> Value {
    let begun = Instant::now();
    loop {
        let answer = person.get("/readyz");
        let found = answer.status().as_u16();
        let said: Value = answer.json().expect("JSON");
        if found == status {
            return said;
        }
        assert!(begun.elapsed() < Duration::from_secs(seconds), "{status} is not said: {said}");
        thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_full_disk_is_said_by_readyz_and_on_the_desk_until_there_is_room() {
    let Some(disk) = Disk::mount("24m") else { return };
    let server = Server::start(&["--demo"], Arc::clone(&disk.0));
    let site = Site::of(server, &disk.0);
    let (visitor, organiser, official) = (site.visitor(), site.person(Who::Organiser), site.person(Who::Official));
    let desk = format!("/events/{}/desk", site.under_way);
    assert_eq!(says(&visitor, 200, 1)["ok"], true);
    assert!(!organiser.page(&desk).contains("磁盘满了"));
    let mut live = Events::of(organiser.get(&format!("/events/{}/live?component=visit", site.under_way)));
    live.next("desk");

    disk.fills(true);
    let said = says(&visitor, 503, 7);
    assert_eq!((said["error"].as_str(), said["ok"].as_bool()), (Some("disk-full"), Some(false)));
    assert!(said["message"].as_str().expect("a sentence").contains("磁盘满了"), "{said}");
    assert_eq!(visitor.get("/healthz").status(), 200, "it is alive");
    for page in [desk.as_str(), "/events"] {
        assert!(organiser.page(page).contains("磁盘满了"), "{page}");
    }
    // an official can do nothing about it
    assert!(!official.page("/events").contains("磁盘满了"));
    // a desk that is open hears of it
    assert!(live.next("desk").part("part-notes").expect("the notes").contains("磁盘满了"));

    disk.fills(false);
    says(&visitor, 200, 5);
    assert!(!organiser.page(&desk).contains("磁盘满了"));
    while live.next("desk").part("part-notes").is_none_or(|notes| notes.contains("磁盘满了")) {}
}

#[test]
fn a_lock_that_somebody_keeps_is_said_and_asking_often_is_not_writing_often() {
    let site = Site::demo();
    let visitor = site.visitor();
    let file = site.server.data().path().join("guanmo.db");
    assert_eq!(says(&visitor, 200, 1)["ok"], true);
    let log = file.with_extension("db-wal");
    let before = std::fs::metadata(&log).expect("the log").len();
    let begun = Instant::now();
    for _ in 0..300 {
        assert_eq!(visitor.get("/readyz").status(), 200);
    }
    let (grew, trials) = (std::fs::metadata(&log).expect("the log").len() - before, begun.elapsed().as_secs() / 5 + 1);
    assert!(grew <= 16 * 1024 * trials, "{grew} bytes in {trials} trials");

    let mut other = opened(&file);
    other.batch_execute("BEGIN IMMEDIATE").expect("the lock");
    let begun = Instant::now();
    let said = says(&visitor, 503, 12);
    assert_eq!(said["error"], "silent", "{said}");
    // whoever asks meanwhile is not kept waiting
    for _ in 0..20 {
        let asked = Instant::now();
        assert_eq!(visitor.get("/readyz").status(), 503);
        assert!(asked.elapsed() < Duration::from_secs(4), "{:?}", asked.elapsed());
    }
    while says(&visitor, 503, 1)["error"] != "locked" {
        assert!(begun.elapsed() < Duration::from_secs(30), "the database says why");
        thread::sleep(Duration::from_millis(100));
    }
    other.batch_execute("ROLLBACK").expect("the lock is given back");
    says(&visitor, 200, 15);
}

#[test]
fn a_database_that_is_gone_is_said() {
    let site = Site::demo();
    let visitor = site.visitor();
    says(&visitor, 200, 1);
    std::fs::remove_file(site.server.data().path().join("guanmo.db")).expect("removed");
    assert_eq!(says(&visitor, 503, 7)["error"], "gone");
}
