//! A killed process loses no acknowledged card, and keeps none twice.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;

use crate::support::folder::guanmo;
use crate::support::http::Tablet;
use crate::support::server::{Server, data_dir, fixture};

/// Judge, entry → the last mark that was acknowledged, and any that was sent after it.
type Acknowledged = BTreeMap<(String, String), (String, Vec<String>)>;

#[test]
fn a_server_killed_under_load_has_every_acknowledged_card_once() {
    let data = data_dir();
    let path = data.path().to_str().expect("a plain path").to_owned();
    let fixture = fixture("haian-2023");
    let imported = guanmo(&["import", fixture.to_str().expect("a plain path"), "--data", &path]);
    assert_eq!(imported.code, 0, "{imported:?}");
    let event = imported.stdout.split_whitespace().last().expect("the id").to_owned();
    let mut server = Server::start(&[], Arc::clone(&data));
    let links = guanmo(&["links", &event, "--data", &path, "--public-url", &server.url]);
    let mut links = csv::Reader::from_reader(links.stdout.as_bytes());
    let links: Vec<String> = links.records().map(|row| row.expect("a row")[2].to_owned()).collect();
    let mut tablets: Vec<Tablet> = links[..6].iter().map(|link| Tablet::sign_in(link)).collect();
    let acknowledged = Arc::new(Mutex::new(Acknowledged::new()));

    for round in 0..3 {
        let stop = Arc::new(AtomicBool::new(false));
        let threads: Vec<_> = tablets
            .drain(..)
            .map(|tablet| {
                let (acknowledged, stop) = (Arc::clone(&acknowledged), Arc::clone(&stop));
                std::thread::spawn(move || score(tablet, round, &acknowledged, &stop))
            })
            .collect();
        std::thread::sleep(Duration::from_millis(400));
        server.kill();
        stop.store(true, Ordering::SeqCst);
        tablets = threads.into_iter().map(|thread| thread.join().expect("a tablet")).collect();
        server = server.restart();
        for tablet in &mut tablets {
            tablet.moved(&server.url);
            tablet.refresh();
        }
    }

    drop(server);
    let out = data.path().join("exported");
    let exported = guanmo(&["export", &event, out.to_str().expect("a plain path"), "--data", &path]);
    assert_eq!(exported.code, 0, "{exported:?}");
    let mut scores = csv::Reader::from_path(out.join("scores.csv")).expect("scores");
    let mut found: BTreeMap<(String, String), String> = BTreeMap::new();
    for row in scores.records().map(|row| row.expect("a row")) {
        if &row[1] == "visit" && &row[3] == "effect" {
            let twice = found.insert((row[0].to_owned(), row[2].to_owned()), row[4].to_owned());
            assert_eq!(twice, None, "a card is there once");
        }
    }
    let acknowledged = acknowledged.lock().expect("no panic");
    assert!(acknowledged.len() >= 6, "the load reached the server: {acknowledged:?}");
    for (cell, (mark, unanswered)) in acknowledged.iter() {
        let kept = found.get(cell).unwrap_or_else(|| panic!("{cell:?} was acknowledged and is lost"));
        // what was sent and not answered may have arrived; what was answered has
        assert!(kept == mark || unanswered.contains(kept), "{cell:?}: {kept} is neither {mark} nor {unanswered:?}");
    }
    assert_eq!(guanmo(&["verify", "--data", &path]).code, 0, "the audit's chain holds");
}

/// Submits cards one after the other until the server is gone.
fn score(mut tablet: Tablet, round: usize, acknowledged: &Mutex<Acknowledged>, stop: &AtomicBool) -> Tablet {
    let judge = tablet.event["judge"].as_str().expect("an id").to_owned();
    let mut bases: BTreeMap<String, String> = BTreeMap::new();
    for step in 0..10_000 {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        // entries 03 to 10: nobody of the first six judges is recused from them
        let entry = format!("{:02}", 3 + step % 8);
        // as an export prints it
        let mark = format!("{}.0", (10 + round * 7 + step / 8) % 31);
        let marks = json!({ "effect": mark, "politics": "10", "novelty": "10", "approval": "10", "lasting": "10" });
        let base = bases.get(&entry).cloned().or_else(|| tablet.current(&entry));
        let op = tablet.card("visit", &entry, &marks, base.as_deref());
        let id = op["op"].as_str().expect("an id").to_owned();
        let answer = tablet.send(std::slice::from_ref(&op));
        let key = (judge.clone(), entry.clone());
        let mut acknowledged = acknowledged.lock().expect("no panic");
        match answer.as_ref().map(|answer| &answer["results"][0]["outcome"]) {
            Some(outcome) if outcome == "recorded" => {
                acknowledged.insert(key, (mark, Vec::new()));
                bases.insert(entry, id);
            }
            // a rival of a card whose acknowledgement was lost; the judge would pick one
            Some(outcome) if outcome == "conflict" => {}
            Some(outcome) => panic!("{outcome}: {answer:?}"),
            None => {
                if let Some((_, unanswered)) = acknowledged.get_mut(&key) {
                    unanswered.push(mark);
                }
            }
        }
    }
    tablet
}
