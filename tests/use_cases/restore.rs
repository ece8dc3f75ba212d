//! A server that was restored from an older backup has forgotten acknowledged cards; their receipts bring them back.

use std::path::Path;

use chrono::TimeDelta;
use guanmo::app::App;
use guanmo::app::event::view::CloseBlocker;
use guanmo::app::event::wire::{OpResult, Outcome};
use serde_json::{Map, Value, json};

use super::windows::with_release;
use crate::support::database::{Database, on_each};
use crate::support::desk::{export, import, organiser};
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

/// What a tablet keeps of answers.
fn receipts(results: &[OpResult]) -> Value {
    let held = results.iter().filter_map(|result| {
        let receipt = result.receipt.clone()?;
        Some((result.op.clone(), json!({ "receipt": receipt, "revision": result.revision })))
    });
    held.collect::<Map<_, _>>().into()
}

/// Takes every op away, as a backup from before them would; the program is started anew.
fn forget(database: &Database) -> App {
    // a backup asks no trigger; the two databases word it each in their way
    for table in ["settled", "operation"] {
        let off = format!("DROP TRIGGER IF EXISTS {table}_is_not_deleted");
        if database.tamper(&off).is_err() {
            database.tamper(&format!("{off} ON {table}")).expect("off");
        }
    }
    for table in ["refusal", "settled", "operation", "device"] {
        database.tamper(&format!("DELETE FROM {table}")).expect("forgotten");
    }
    database.app()
}

/// An event whose cards are taken for half an hour after the bus has left.
fn brief_event(app: &App) -> String {
    let event = import(app, &with_release("opens = \"arrival\"\ncloses_after = 30"));
    app.arrive(&organiser(), &event, "A").expect("arrived");
    app.leave(&organiser(), &event, "A").expect("left");
    event
}

const MARKS: [(&str, &str); 2] = [("effect", "50"), ("novelty", "35")];

#[test]
fn an_acknowledged_card_is_recorded_again_after_its_window() {
    on_each(|database| {
        let app = database.app();
        let event = brief_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let first = tablet.op("visit", "A", None, &MARKS);
        let second = tablet.op("visit", "A", first["op"].as_str(), &[("effect", "51"), ("novelty", "35")]);
        let answer = tablet.send(&[first.clone(), second.clone()]);
        let held = receipts(&answer.results);
        let app = forget(database);
        app.clock().advance(TimeDelta::hours(2));
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        // without its receipt it is late, and so it is with a forged one or with another card's
        let forged = json!({ second["op"].as_str().expect("an id"): { "receipt": "0".repeat(52), "revision": 9 } });
        let late = tablet.op("visit", "A", None, &MARKS);
        let borrowed = json!({ late["op"].as_str().expect("an id"): held[first["op"].as_str().expect("an id")] });
        assert_eq!(tablet.send_with(&[late], borrowed).results[0].outcome, Outcome::Late);
        assert_eq!(tablet.send_with(std::slice::from_ref(&second), forged).results[0].outcome, Outcome::Late);
        let app = forget(database);
        app.clock().advance(TimeDelta::hours(2));
        let tablet = Tablet::new(&app, &event, "j1", "t1");
        let again = tablet.send_with(&[first, second], held.clone());
        assert_eq!(again.results.iter().map(|r| r.outcome).collect::<Vec<_>>(), [Outcome::Recorded; 2]);
        assert_eq!(receipts(&again.results), held, "the receipts are those that the judge has");
        assert_eq!(again.acked_seq, 2);
        let card = tablet.card("visit", "A");
        assert_eq!((card.revision, card.marks["effect"].as_str()), (2, "51"));
        assert_eq!(app.matrix(&organiser(), &event).expect("a matrix").restored, 2);
        let audit = app.log(&organiser(), Some(&event), 2).expect("the log");
        assert!(audit.iter().all(|row| row.act == "restore"), "{audit:?}");
    });
}

#[test]
fn forgotten_cards_of_two_tablets_find_their_places_in_any_order() {
    on_each(|database| {
        let app = database.app();
        let event = brief_event(&app);
        let (mut here, mut there) = (Tablet::new(&app, &event, "j1", "t1"), Tablet::new(&app, &event, "j1", "t2"));
        let first = here.op("visit", "A", None, &MARKS);
        let second = there.op("visit", "A", first["op"].as_str(), &[("effect", "51"), ("novelty", "35")]);
        let third = here.op("visit", "A", second["op"].as_str(), &[("effect", "52"), ("novelty", "35")]);
        let ops = [(&first, "t1"), (&second, "t2"), (&third, "t1")];
        let results: Vec<OpResult> = ops.iter().map(|(op, _)| here.send_one(op)).collect();
        assert!(results.iter().all(|result| result.outcome == Outcome::Recorded));
        let held = receipts(&results);
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let app = forget(database);
            for step in order {
                let (op, device) = ops[step];
                let answer = Tablet::new(&app, &event, "j1", device).send_with(std::slice::from_ref(op), held.clone());
                assert_eq!(answer.results[0].outcome, Outcome::Recorded, "{order:?}");
            }
            let card = Tablet::new(&app, &event, "j1", "t1").card("visit", "A");
            assert_eq!(card.marks["effect"], "52", "{order:?}");
            assert!(card.rivals.is_empty(), "{order:?}");
            let scores = std::fs::read_to_string(export(&app, &event).path().join("scores.csv")).expect("scores");
            assert!(scores.contains("j1,visit,A,effect,52"), "{order:?}: {scores}");
        }
    });
}

#[test]
fn the_receipt_of_a_rival_or_of_a_quarantined_card_lifts_it_to_nothing_more() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &with_release("opens = \"arrival\""));
        app.arrive(&organiser(), &event, "A").expect("arrived");
        let (mut here, mut there) = (Tablet::new(&app, &event, "j1", "t1"), Tablet::new(&app, &event, "j1", "t2"));
        let counts = here.op("visit", "A", None, &MARKS);
        let rival = there.op("visit", "A", None, &[("effect", "40"), ("novelty", "35")]);
        let early = there.op("visit", "C", None, &MARKS);
        let results = [here.send_one(&counts), there.send_one(&rival), there.send_one(&early)];
        let outcomes = results.each_ref().map(|result| result.outcome);
        assert_eq!(outcomes, [Outcome::Recorded, Outcome::Conflict, Outcome::NotOpen]);
        let held = receipts(&results);
        let app = forget(database);
        app.arrive(&organiser(), &event, "C").expect("arrived where it was too early");
        let tablet = Tablet::new(&app, &event, "j1", "t2");
        // the rival comes before what it was a rival of
        let again = tablet.send_with(&[rival, early], held.clone());
        assert_eq!(again.results.iter().map(|r| r.outcome).collect::<Vec<_>>(), outcomes[1..]);
        assert_eq!(receipts(&again.results)[&again.results[0].op], held[&again.results[0].op]);
        assert_eq!(tablet.card("visit", "A").rivals.len(), 1);
        assert_eq!(tablet.card("visit", "C").op, None);
        tablet.send_with(std::slice::from_ref(&counts), held);
        let card = tablet.card("visit", "A");
        assert_eq!((card.op.as_deref(), card.rivals.len()), (counts["op"].as_str(), 1), "the judge still has to pick");
        let blocked = app.close_blockers(&organiser(), &event).expect("blockers");
        assert!(blocked.iter().any(|b| matches!(b, CloseBlocker::Conflict { .. })), "{blocked:?}");
    });
}

#[test]
fn a_judges_pick_settles_a_rival_that_came_again_before_all_else() {
    on_each(|database| {
        let app = database.app();
        let event = brief_event(&app);
        let (mut here, mut there) = (Tablet::new(&app, &event, "j1", "t1"), Tablet::new(&app, &event, "j1", "t2"));
        let first = here.op("visit", "A", None, &MARKS);
        let second = here.op("visit", "A", first["op"].as_str(), &[("effect", "51"), ("novelty", "35")]);
        here.send(&[first, second]);
        let rival = there.op("visit", "A", None, &[("effect", "40"), ("novelty", "35")]);
        let held = receipts(&there.send(std::slice::from_ref(&rival)).results);
        // the first tablet is broken: of its two revisions nothing comes again
        let app = forget(database);
        let mut there = Tablet::new(&app, &event, "j1", "t3");
        assert_eq!(there.send_with(&[rival], held).results[0].outcome, Outcome::Conflict);
        assert_eq!(there.card("visit", "A").rivals.len(), 1);
        assert_eq!(there.submit("A", None, "41", "35").outcome, Outcome::Recorded);
        assert_eq!(there.card("visit", "A").rivals.len(), 1, "what does not name it settles nothing");
        assert_eq!(there.pick("A", "40", "35").outcome, Outcome::Recorded);
        let card = there.card("visit", "A");
        assert_eq!((card.marks["effect"].as_str(), card.rivals.len()), ("40", 0));
    });
}

#[test]
fn a_settled_conflict_comes_back_settled_in_any_order() {
    on_each(|database| {
        let app = database.app();
        let event = brief_event(&app);
        let (mut here, mut there) = (Tablet::new(&app, &event, "j1", "t1"), Tablet::new(&app, &event, "j1", "t2"));
        let counts = here.op("visit", "A", None, &MARKS);
        let rival = there.op("visit", "A", None, &[("effect", "40"), ("novelty", "35")]);
        let mut results = vec![here.send_one(&counts), there.send_one(&rival)];
        let pick = here.pick_op("A", "41", "35");
        results.push(here.send_one(&pick));
        assert_eq!(results[2].outcome, Outcome::Recorded);
        let held = receipts(&results);
        let ops = [(&counts, "t1"), (&rival, "t2"), (&pick, "t1")];
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let app = forget(database);
            for step in order {
                let (op, device) = ops[step];
                let answer = Tablet::new(&app, &event, "j1", device).send_with(std::slice::from_ref(op), held.clone());
                assert_eq!(answer.results[0].outcome, results[step].outcome, "{order:?}");
            }
            let card = Tablet::new(&app, &event, "j1", "t1").card("visit", "A");
            assert_eq!((card.marks["effect"].as_str(), card.rivals.len()), ("41", 0), "{order:?}");
            let blocked = app.close_blockers(&organiser(), &event).expect("blockers");
            assert!(!blocked.iter().any(|b| matches!(b, CloseBlocker::Conflict { .. })), "{order:?}: {blocked:?}");
        }
    });
}

#[test]
fn a_card_made_since_the_restore_is_not_overwritten_by_a_forgotten_one() {
    on_each(|database| {
        let app = database.app();
        let event = brief_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let first = tablet.op("visit", "A", None, &MARKS);
        let second = tablet.op("visit", "A", first["op"].as_str(), &[("effect", "51"), ("novelty", "35")]);
        let held = receipts(&tablet.send(&[first, second.clone()]).results);
        let app = forget(database);
        let mut spare = Tablet::new(&app, &event, "j1", "t2");
        assert_eq!(spare.submit("A", None, "44", "35").outcome, Outcome::Recorded);
        let answer = tablet_again(&app, &event).send_with(&[second], held);
        assert_eq!(answer.results[0].outcome, Outcome::Conflict);
        let card = spare.card("visit", "A");
        assert_eq!((card.marks["effect"].as_str(), card.rivals.len()), ("44", 1));
    });
}

#[test]
fn what_is_no_receipt_holds_nothing_up() {
    on_each(|database| {
        let app = database.app();
        let event = brief_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        for odd in [json!(null), json!([1]), json!("x"), json!({ "op": null }), json!({ "op": { "receipt": null } })] {
            let mut op = tablet.op("visit", "A", None, &MARKS);
            let base = tablet.card("visit", "A").op;
            op["base"] = json!(base);
            let mut held = odd.clone();
            if let Some(value) = held.get_mut("op").map(Value::take) {
                held = json!({ op["op"].as_str().expect("an id"): value });
            }
            assert_eq!(tablet.send_with(&[op], held).results[0].outcome, Outcome::Recorded, "{odd}");
        }
        assert_eq!(app.matrix(&organiser(), &event).expect("a matrix").restored, 0);
    });
}

fn tablet_again(app: &App, event: &str) -> Tablet {
    Tablet::new(app, event, "j1", "t1")
}

#[test]
fn in_a_closed_event_a_forgotten_card_is_kept_and_counts_for_nothing() {
    on_each(|database| {
        let app = database.app();
        let event = brief_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let op = tablet.op("visit", "A", None, &MARKS);
        let held = receipts(&tablet.send(std::slice::from_ref(&op)).results);
        app.close(&organiser(), &event, Some("演练")).expect("closed");
        let app = forget(database);
        let answer = tablet_again(&app, &event).send_with(&[op], held);
        assert_eq!(answer.results[0].outcome, Outcome::Late);
        assert_eq!(app.matrix(&organiser(), &event).expect("a matrix").restored, 1);
    });
}

/// Puts the copy of a database's file in the place of the file itself.
fn put_back(database: &Database, copy: &Path) {
    let file = database.url.strip_prefix("sqlite://").expect("a file");
    for end in ["", "-wal", "-shm"] {
        let path = format!("{file}{end}");
        if Path::new(&path).exists() {
            std::fs::remove_file(path).expect("removed");
        }
    }
    std::fs::copy(copy, file).expect("put back");
}

#[test]
fn a_restored_file_has_every_card_again_once_and_the_totals_are_right() {
    let database = Database::file();
    let folder = Folder::sound();
    folder.remove("scores.csv");
    let place = Folder::empty();
    let copy = place.path().join("backup.db");
    let app = database.app();
    let event = import(&app, &folder);
    let judges = ["j1", "j2", "j3"];
    let mut journals: Vec<(Vec<Value>, Vec<OpResult>)> = Vec::new();
    let mut before = Vec::new();
    for judge in judges {
        let mut tablet = Tablet::new(&app, &event, judge, &format!("tablet-{judge}"));
        let op = tablet.op("visit", "A", None, &MARKS);
        let results = tablet.send(std::slice::from_ref(&op)).results;
        journals.push((vec![op], results));
        before.push(tablet);
    }
    database.tamper(&format!("VACUUM INTO '{}'", copy.display())).expect("a backup");
    for (tablet, (ops, results)) in before.iter_mut().zip(&mut journals) {
        let base = ops[0]["op"].as_str().map(str::to_owned);
        let new = vec![
            tablet.op("visit", "A", base.as_deref(), &[("effect", "55.5"), ("novelty", "35")]),
            tablet.op("visit", "B", None, &[("effect", "45"), ("novelty", "30")]),
            tablet.op("visit", "C", None, &[("effect", "40"), ("novelty", "20.5")]),
        ];
        let answer = tablet.send(&new);
        assert_eq!(answer.acked_seq, 4);
        ops.extend(new);
        results.extend(answer.results);
    }
    let whole = export(&app, &event);
    drop((app, before));

    put_back(&database, &copy);
    let app = database.app();
    for (judge, (ops, results)) in judges.iter().zip(&journals) {
        // as the page does: it asks, hears how far the server is, and sends what comes after
        let device = format!("tablet-{judge}");
        let tablet = Tablet::new(&app, &event, judge, &device);
        let mut ask = tablet.request(&[]);
        ask.seq_from = 5;
        assert_eq!(app.sync(&tablet.judge, &ask).expect("an answer").acked_seq, 1);
        let behind = app.devices(&organiser(), &event).expect("devices");
        assert!(behind.iter().any(|d| d.device == device && d.is_behind()));
        let answer = tablet.send_with(&ops[1..], receipts(results));
        assert!(answer.results.iter().all(|result| result.outcome == Outcome::Recorded), "{answer:?}");
        assert_eq!(answer.acked_seq, 4);
        let twice = tablet.send_with(ops, receipts(results));
        assert!(twice.results.iter().all(|result| result.outcome == Outcome::Duplicate), "{twice:?}");
    }
    let restored = export(&app, &event);
    for file in ["scores.csv", "scoring-rules.toml"] {
        let read = |folder: &Folder| std::fs::read_to_string(folder.path().join(file)).expect("a file");
        assert_eq!(read(&restored), read(&whole));
    }
    assert_eq!(restored.ranking(0), whole.ranking(0));
    assert_eq!(app.matrix(&organiser(), &event).expect("a matrix").restored, 9);
    app.close(&organiser(), &event, None).expect("nothing is open");
}
