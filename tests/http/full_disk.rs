//! A full disk: what was acknowledged is there; what cannot be kept is refused with a sentence.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::support::desk::export;
use crate::support::disk::Disk;
use crate::support::folder::Folder;
use crate::support::server::Server;
use crate::support::site::Site;

#[test]
fn a_full_disk_loses_no_acknowledged_card_and_refuses_the_others_with_a_sentence() {
    let Some(disk) = Disk::mount("16m") else { return };
    let server = Server::start(&["--demo"], Arc::clone(&disk.0));
    let site = Site::of(server, &disk.0);
    let folder = Folder::sound();
    folder.remove("scores.csv");
    let event = site.import(&folder);
    let judge = site.judge(&event, "j1");
    let mut seq = 0;
    let mut base = Value::Null;
    let mut submit = |effect: i64| -> (u16, Value, String) {
        seq += 1;
        let op = uuid::Uuid::new_v4().to_string();
        let body = json!({ "device": "t1", "seq_from": seq, "ops": [{ "op": op, "device": "t1", "seq": seq, "judge": "j1",
            "component": "visit", "entry": "A", "base": base, "marks": { "effect": effect.to_string(), "novelty": "30" },
            "comment": "字".repeat(500), "rules": "r", "at": "2023-12-23T10:00:00+08:00" }] });
        let answer = judge.sync(body.to_string());
        let status = answer.status().as_u16();
        let said: Value = serde_json::from_str(&answer.text().expect("text")).expect("JSON");
        if status == 200 {
            assert_eq!(said["results"][0]["outcome"], "recorded", "{said}");
            base = json!(op);
        }
        (status, said, op)
    };
    let mut acknowledged = BTreeSet::new();
    let mut last = 0;
    for mark in 0..20 {
        let (status, _, op) = submit(mark);
        assert_eq!(status, 200);
        acknowledged.insert(op);
        last = mark;
    }
    disk.fills(true);
    let mut refused = 0;
    for mark in 20..60 {
        let (status, said, op) = submit(mark);
        if status == 200 {
            acknowledged.insert(op);
            last = mark;
        } else {
            assert_eq!(status, 503, "{said}");
            assert!(said["message"].as_str().expect("a sentence").contains("数据库暂时不可用，请稍后再试"), "{said}");
            refused += 1;
        }
    }
    assert!(refused > 0, "the disk is full");
    // what is there can still be read
    assert_eq!(judge.get("/judge").status(), 200);
    // there is room again: it goes on by itself
    disk.fills(false);
    let (status, said, op) = submit(last + 1);
    assert_eq!(status, 200, "{said}");
    acknowledged.insert(op);
    let exported = export(&site.app, &event);
    let scores = std::fs::read_to_string(exported.path().join("scores.csv")).expect("scores");
    assert!(scores.contains(&format!("j1,visit,A,effect,{}.0", last + 1)), "{scores}");
    let audit = site.app.log(&crate::support::desk::organiser(), Some(&event), 1000).expect("the log");
    let recorded: BTreeSet<String> = audit
        .iter()
        .filter(|row| row.act == "record")
        .map(|row| serde_json::from_str::<Value>(row.payload.as_deref().expect("a payload")).expect("JSON"))
        .map(|payload| payload["after"]["op"].as_str().expect("an op").to_owned())
        .collect();
    assert_eq!(recorded, acknowledged, "what was acknowledged, and nothing else, is on record");
    drop(site);
}
