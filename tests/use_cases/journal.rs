//! What the server knows of a tablet's journal: gaps, hand-overs, restored backups.

use chrono::TimeDelta;
use guanmo::app::App;
use guanmo::app::event::view::CloseBlocker;
use guanmo::app::event::wire::{Outcome, SyncAnswer};
use serde_json::{Value, json};

use crate::support::database::on_each;
use crate::support::desk::{empty_event, organiser};
use crate::support::tablet::Tablet;

#[test]
fn a_gap_in_the_numbers_is_not_acknowledged_over() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let marks = [("effect", "50"), ("novelty", "35")];
        let ops: Vec<_> = ["A", "B", "C"].map(|entry| tablet.op("visit", entry, None, &marks)).into();
        assert_eq!(tablet.send(&ops[2..]).acked_seq, 0);
        let behind = app.devices(&organiser(), &event).expect("devices").remove(0);
        assert_eq!((behind.acked_seq, behind.last_seq, behind.is_behind()), (0, 3, true));
        assert_eq!(tablet.send(&ops[..1]).acked_seq, 1);
        assert_eq!(tablet.send(&ops[1..2]).acked_seq, 3);
        let level = app.devices(&organiser(), &event).expect("devices").remove(0);
        assert!(!level.is_behind());
    });
}

#[test]
fn a_tablet_that_is_ahead_of_a_restored_server_is_asked_again() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let marks = [("effect", "50"), ("novelty", "35")];
        let forgotten = tablet.op("visit", "A", None, &marks);
        let successor = tablet.op("visit", "A", forgotten["op"].as_str(), &[("effect", "51"), ("novelty", "35")]);
        let answer = tablet.send(&[successor]);
        assert_eq!((answer.results[0].outcome, answer.acked_seq), (Outcome::Recorded, 0));
        let answer = tablet.send(&[forgotten]);
        assert_eq!((answer.results[0].outcome, answer.acked_seq), (Outcome::Recorded, 2));
        let card = tablet.card("visit", "A");
        assert_eq!(card.marks["effect"], "51");
        assert!(card.rivals.is_empty());
    });
}

#[test]
fn a_spare_tablet_hands_in_the_journal_of_another() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut broken = Tablet::new(&app, &event, "j1", "t1");
        broken.send(&[]);
        let marks = [("effect", "50"), ("novelty", "35")];
        let ops: Vec<_> = ["A", "B"].map(|entry| broken.op("visit", entry, None, &marks)).into();
        let spare = Tablet::new(&app, &event, "j1", "t2");
        let answer = spare.send(&ops);
        assert!(answer.results.iter().all(|result| result.outcome == Outcome::Recorded));
        assert_eq!(answer.acked_seq, 0);
        let devices = app.devices(&organiser(), &event).expect("devices");
        let first = devices.iter().find(|device| device.device == "t1").expect("the broken one");
        assert_eq!((first.acked_seq, first.last_seq), (2, 2));
    });
}

#[test]
fn the_device_board_tells_what_tablets_said() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let tablet = Tablet::new(&app, &event, "j1", "t1");
        let request = json!({ "device": "t1", "seq_from": 1, "battery": 41, "persisted": false, "ops": [],
            "unsent": [{ "component": "visit", "entry": "A", "state": "draft" },
                { "component": "visit", "entry": "B", "state": "queued" }] });
        app.sync(&tablet.judge, &serde_json::from_value(request).expect("a request")).expect("an answer");
        let device = app.devices(&organiser(), &event).expect("devices").remove(0);
        assert_eq!((device.battery, device.persisted), (Some(41), Some(false)));
        assert_eq!((device.drafts, device.queued, device.is_behind()), (1, 1, true));
    });
}

/// What a tablet says with its storage gone: numbers behind which there is nothing, and the ops that it still has.
fn says_lost(tablet: &Tablet, device: &str, lost: Value, ops: &[Value]) -> SyncAnswer {
    let request = json!({ "device": device, "seq_from": 4, "lost": lost, "ops": ops });
    tablet.app().sync(&tablet.judge, &serde_json::from_value(request).expect("a request")).expect("an answer")
}

#[test]
fn what_a_tablet_has_lost_is_named_and_holds_the_close_up_until_the_judge_has_handed_it_in_anew() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let marks = [("effect", "50"), ("novelty", "35")];
        let ops: Vec<_> = ["A", "B", "C"].map(|entry| tablet.op("visit", entry, None, &marks)).into();
        // the first came before it was lost, whatever the tablet believes
        tablet.send(&ops[..1]);
        let gone = |(seq, entry)| json!({ "seq": seq, "component": "visit", "entry": entry });
        let lost = Value::Array([(1, "A"), (2, "B"), (3, "C")].map(gone).to_vec());
        let answer = says_lost(&tablet, "t1", lost.clone(), &[]);
        assert_eq!(answer.acked_seq, 3, "nothing is waited for behind these numbers");
        let device = || app.devices(&organiser(), &event).expect("devices").remove(0);
        assert_eq!(device().lost.len(), 2, "{:?}", device());
        assert!(device().lost[0].contains("现场观摩") || device().lost[0].contains("visit"), "{:?}", device().lost);
        assert!(device().is_behind());
        let missing = |entry: &str| tablet.card("visit", entry).missing;
        assert_eq!((missing("A").len(), missing("B")[0].seq, missing("C")[0].seq), (0, Some(2), Some(3)));
        let blocks = |app: &App| {
            let blockers = app.desk(&organiser(), &event).expect("a desk").blockers;
            blockers.iter().any(|one| matches!(one, CloseBlocker::Device(device) if !device.lost.is_empty()))
        };
        assert!(blocks(&app));

        // handed in anew on the tablet itself, by a number after the lost one
        let mut again = Tablet::new(&app, &event, "j1", "t1");
        again.skip(3);
        let anew = again.op("visit", "B", None, &marks);
        let answer = says_lost(&tablet, "t1", lost.clone(), std::slice::from_ref(&anew));
        assert_eq!((answer.results[0].outcome, answer.acked_seq), (Outcome::Recorded, 4));
        assert_eq!((device().lost.len(), missing("B").len()), (1, 0));
        // and on another tablet, after it was known
        app.clock().advance(TimeDelta::minutes(5));
        assert_eq!(Tablet::new(&app, &event, "j1", "t2").outcome("C", "50", "35"), Outcome::Recorded);
        let devices = app.devices(&organiser(), &event).expect("devices");
        assert!(devices.iter().all(|one| !one.is_behind() && one.lost.is_empty()), "{devices:?}");
        assert!(!blocks(&app));
    });
}

#[test]
fn a_file_that_a_tablet_gives_away_says_what_it_has_lost_too() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::signing(&app, &event, "j1", "t1");
        tablet.send(&[]);
        let marks = [("effect", "50"), ("novelty", "35")];
        let ops: Vec<_> = ["A", "B"].map(|entry| tablet.op("visit", entry, None, &marks)).into();
        let mut file: Value = serde_json::from_slice(&tablet.file(&event, &ops[1..])).expect("JSON");
        file["lost"] = json!([{ "seq": 1, "component": "visit", "entry": "A" }]);
        app.take_journal(&organiser(), &event, file.to_string().as_bytes()).expect("taken");
        let device = app.devices(&organiser(), &event).expect("devices").remove(0);
        assert_eq!((device.acked_seq, device.last_seq, device.lost.len()), (2, 2, 1));
    });
}

#[test]
fn an_older_op_of_the_same_tablet_does_not_make_up_for_a_lost_one() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let marks = [("effect", "50"), ("novelty", "35")];
        let first = tablet.op("visit", "A", None, &marks);
        let lost = json!([{ "seq": 2, "component": "visit", "entry": "A" }]);
        says_lost(&tablet, "t1", lost, &[]);
        app.clock().advance(TimeDelta::minutes(5));
        tablet.send_one(&first);
        let device = app.devices(&organiser(), &event).expect("devices").remove(0);
        assert_eq!((device.lost.len(), device.acked_seq), (1, 2), "the correction is lost, though the card is there");
    });
}

#[test]
fn a_judges_new_tablet_knows_and_shows_that_the_old_one_had_something_that_never_came() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let old = Tablet::new(&app, &event, "j1", "t1");
        let unsent = json!([{ "component": "visit", "entry": "A", "state": "queued" }]);
        let request = json!({ "device": "t1", "seq_from": 1, "unsent": unsent, "ops": [] });
        app.sync(&old.judge, &serde_json::from_value(request).expect("a request")).expect("an answer");
        // all of the old one's storage is gone, and with it its name
        let new = Tablet::new(&app, &event, "j1", "t2");
        new.send(&[]);
        Tablet::new(&app, &event, "j2", "t3").send(&[]);
        assert_eq!(new.card("visit", "A").missing.iter().map(|one| one.device.as_str()).collect::<Vec<_>>(), ["t1"]);
        let devices = app.devices(&organiser(), &event).expect("devices");
        let of = |id: &str| devices.iter().find(|device| device.device == id).expect("a device");
        assert!(of("t1").is_behind() && !of("t2").is_behind());
        assert!(of("t2").other_behind && !of("t3").other_behind && !of("t1").other_behind);
    });
}

#[test]
fn what_was_sent_and_not_answered_can_be_asked_about_without_being_sent_again() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let marks = [("effect", "50"), ("novelty", "35")];
        let came = tablet.op("visit", "A", None, &marks);
        let first = tablet.send_one(&came);
        let others = Tablet::new(&app, &event, "j2", "t9").submit("A", None, "50", "35").op;
        let asked = json!([came["op"], others, "11111111-2222-4333-8444-555555555555"]);
        let request = json!({ "device": "t1", "seq_from": 2, "asked": asked, "ops": [] });
        let answer = app.sync(&tablet.judge, &serde_json::from_value(request).expect("a request")).expect("an answer");
        assert_eq!(answer.asked.len(), 1, "nobody else's, and none that is not here: {:?}", answer.asked);
        let said = &answer.asked[0];
        assert_eq!((said.outcome, &said.receipt, said.again), (Outcome::Duplicate, &first.receipt, true));
    });
}
