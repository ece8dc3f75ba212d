//! A tablet's journal that comes as a file.

use serde_json::json;

use crate::support::database::on_each;
use crate::support::desk::{empty_event, organiser, staff};
use crate::support::fault::{refusal, refused_as};
use crate::support::tablet::Tablet;
use guanmo::app::act::actor::Role;
use guanmo::app::act::permission::Forbidden;
use guanmo::app::cards::journal::{JournalFault, MOST_JOURNAL_OPS};
use guanmo::app::event::wire::Outcome;

const MARKS: [(&str, &str); 2] = [("effect", "47.5"), ("novelty", "35")];

#[test]
fn a_journal_is_taken_in_once_in_its_judges_name() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::signing(&app, &event, "j1", "t1");
        let sent = tablet.op("visit", "A", None, &MARKS);
        let queued = tablet.op("visit", "B", None, &MARKS);
        let wrong = tablet.op("visit", "C", None, &[("effect", "99")]);
        let corrected = tablet.op("visit", "C", wrong["op"].as_str(), &MARKS);
        tablet.send(std::slice::from_ref(&sent));
        let request = json!({ "device": "t1", "seq_from": 5, "ops": [],
            "unsent": [{ "component": "visit", "entry": "B", "state": "queued" },
                { "component": "visit", "entry": "C", "state": "draft" }] });
        app.sync(&tablet.judge, &serde_json::from_value(request).expect("a request")).expect("an answer");
        let file = tablet.file(&event, &[sent, queued, wrong, corrected]);
        let taken = app.take_journal(&organiser(), &event, &file).expect("taken in");
        assert_eq!((taken.judge_name.as_str(), taken.device.as_str(), taken.ops), ("一席", "t1", 4));
        assert_eq!(taken.counts, [(Outcome::Recorded, 2), (Outcome::Duplicate, 1), (Outcome::Invalid, 1)]);
        assert_eq!(tablet.card("visit", "C").marks["effect"], "47.5");
        let device = app.devices(&organiser(), &event).expect("devices").remove(0);
        assert_eq!((device.acked_seq, device.last_seq, device.queued, device.drafts), (4, 4, 0, 1));
        assert!(!device.is_behind());
        let audit = app.log(&organiser(), Some(&event), 2).expect("the log");
        assert_eq!((audit[0].act.as_str(), audit[0].who.as_str()), ("take-journal", "account:organiser"));
        assert_eq!((audit[1].act.as_str(), audit[1].who.as_str()), ("record", "account:organiser"));
        assert!(audit.iter().all(|row| !row.payload.as_ref().expect("a payload").contains("47.5")));
        let version = app.event(&organiser(), &event).expect("the event").version;
        let again = app.take_journal(&organiser(), &event, &file).expect("taken in again");
        assert_eq!(again.counts, [(Outcome::Duplicate, 3), (Outcome::Invalid, 1)]);
        assert_eq!(app.event(&organiser(), &event).expect("the event").version, version);
    });
}

#[test]
fn a_file_that_is_no_journal_of_this_event_is_refused_with_a_sentence() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let tablet = Tablet::new(&app, &event, "j1", "t1");
        let refused = |file: &[u8]| refused_as::<_, JournalFault>(app.take_journal(&organiser(), &event, file));
        assert_eq!(refused(b"not json"), JournalFault::NotJson);
        assert_eq!(refused(b"[1, 2]"), JournalFault::NotAJournal);
        assert_eq!(refused(b"{\"guanmo\": \"journal\", \"version\": 1}"), JournalFault::NotAJournal);
        assert_eq!(refused(b"{\"guanmo\": \"journal\", \"version\": 2}"), JournalFault::OtherVersion { found: 2 });
        let found = "ev-other".to_owned();
        assert_eq!(refused(&tablet.file("ev-other", &[])), JournalFault::OtherEvent { found });
        let stranger = json!({ "guanmo": "journal", "version": 1, "event": event, "judge": "nobody", "device": "t1",
            "ops": [] });
        let found = "nobody".to_owned();
        assert_eq!(refused(stranger.to_string().as_bytes()), JournalFault::UnknownJudge { found });
        let many = vec![json!({}); MOST_JOURNAL_OPS + 1];
        assert_eq!(refused(&tablet.file(&event, &many)), JournalFault::TooMany { found: MOST_JOURNAL_OPS + 1 });
        assert!(app.devices(&organiser(), &event).expect("devices").is_empty(), "nothing was written");
    });
}

#[test]
fn only_an_organiser_takes_a_journal_in_and_only_the_files_judge_is_written() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let mut theirs = Tablet::new(&app, &event, "j2", "t2");
        let file = tablet.file(&event, &[theirs.op("visit", "A", None, &MARKS), json!("nonsense")]);
        for actor in [tablet.judge.clone(), staff(Role::Official), staff(Role::Administrator)] {
            assert!(matches!(refusal(&app.take_journal(&actor, &event, &file)), Some(Forbidden { .. })));
        }
        let taken = app.take_journal(&organiser(), &event, &file).expect("taken in");
        assert_eq!(taken.counts, [(Outcome::Invalid, 1), (Outcome::NotYours, 1)]);
        assert_eq!(theirs.card("visit", "A").op, None);
        assert_eq!(tablet.outcome("A", "50", "35"), Outcome::Recorded);
    });
}
