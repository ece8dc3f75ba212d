//! What the server knows of a tablet's journal: gaps, hand-overs, restored backups.

use guanmo::app::event::wire::Outcome;
use serde_json::json;

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
