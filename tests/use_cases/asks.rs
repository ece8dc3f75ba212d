//! Missing cards are asked for, on record; what was asked for stands before the judge until the card is in.

use chrono::TimeDelta;
use serde_json::json;

use super::windows::with_release;
use crate::support::database::on_each;
use crate::support::desk::{empty_event, import, organiser, staff};
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::{Folder, ROUTE};
use crate::support::tablet::Tablet;
use guanmo::app::act::actor::Role;
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::state::WrongState;
use guanmo::app::desk::ask::{AskFault, AskRequest};
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::error::NotFound;
use guanmo::app::event::view::{CellState, MatrixCell};
use guanmo::app::event::wire::{Outcome, SyncRequest};
use guanmo::app::{App, AppError};
use guanmo::scoring::event::ExclusionKind;

fn wanted(judge: &str, component: &str, entry: &str) -> AskRequest {
    let some = |id: &str| (!id.is_empty()).then(|| id.to_owned());
    AskRequest { judge: some(judge), component: some(component), entry: some(entry) }
}

fn ask(app: &App, event: &str, judge: &str, component: &str, entry: &str) -> Result<usize, AppError> {
    app.ask(&organiser(), event, &wanted(judge, component, entry))
}

fn why(result: Result<usize, AppError>) -> AskFault {
    refused_as(result)
}

fn cell(app: &App, event: &str, judge: &str, entry: &str) -> MatrixCell {
    let matrix = app.matrix(&organiser(), event).expect("a matrix");
    matrix.cell(judge, "visit", entry).expect("a cell").clone()
}

/// What a tablet says of a card that it has not sent.
fn report(app: &App, tablet: &Tablet, device: &str, state: &str, entry: &str) {
    let said = json!([{ "component": "visit", "entry": entry, "state": state }]);
    let body = json!({ "device": device, "seq_from": 1, "unsent": said, "ops": [] });
    let request: SyncRequest = serde_json::from_value(body).expect("a request");
    app.sync(&tablet.judge, &request).expect("an answer");
}

#[test]
fn an_ask_stands_before_the_judge_until_the_card_is_in() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let version = app.judge_view(&tablet.judge).expect("a view").version;
        assert_eq!(ask(&app, &event, "j1", "visit", "A").expect("asked"), 1);
        let now = app.clock().now();
        assert_eq!(tablet.card("visit", "A").asked_at, Some(now));
        assert_eq!(tablet.card("visit", "B").asked_at, None);
        assert_eq!(cell(&app, &event, "j1", "A").asked, Some(now));
        // a tablet that holds an older view takes this one, and so does a desk
        assert!(app.judge_view(&tablet.judge).expect("a view").version > version);
        // it is in the answer to what the tablet sends anyhow
        let told = tablet.send(&[]).event.whole().expect("all of it").my_cards;
        assert!(told.iter().any(|card| card.entry == "A" && card.asked_at == Some(now)), "{told:?}");
        let other = Tablet::new(&app, &event, "j2", "t2");
        assert_eq!(other.card("visit", "A").asked_at, None, "nobody else is told");

        assert_eq!(tablet.submit("A", None, "50", "35").outcome, Outcome::Recorded);
        assert_eq!(tablet.card("visit", "A").asked_at, None);
        let there = cell(&app, &event, "j1", "A");
        assert_eq!((there.state, there.asked), (CellState::Received, None));
        assert_eq!(why(ask(&app, &event, "j1", "visit", "A")), AskFault::NothingMissing);
    });
}

#[test]
fn an_ask_is_gone_when_the_card_is_no_longer_due_and_after_the_close() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let tablet = Tablet::new(&app, &event, "j1", "t1");
        ask(&app, &event, "j1", "visit", "A").expect("asked");
        ask(&app, &event, "j1", "visit", "B").expect("asked");
        let request = ExcludeRequest {
            judge: "j1".into(),
            component: Some("visit".into()),
            entry: Some("A".into()),
            kind: ExclusionKind::Recused,
            reason: "本人单位".into(),
        };
        app.exclude(&organiser(), &event, &request).expect("excluded");
        assert_eq!(tablet.card("visit", "A").asked_at, None);
        assert_eq!(cell(&app, &event, "j1", "A").asked, None);
        assert_eq!(why(ask(&app, &event, "j1", "visit", "A")), AskFault::NotDue);
        app.close(&organiser(), &event, Some("演练")).expect("closed");
        assert_eq!(tablet.card("visit", "B").asked_at, None);
        assert!(matches!(refusal(&ask(&app, &event, "j1", "visit", "B")), Some(WrongState { .. })));
    });
}

#[test]
fn a_card_is_asked_for_once_in_five_minutes_and_each_ask_is_on_record() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        ask(&app, &event, "j1", "visit", "A").expect("asked");
        let before = app.log(&organiser(), Some(&event), 100).expect("the log").len();
        let first = app.clock().now();
        app.clock().advance(TimeDelta::minutes(4));
        let refused = ask(&app, &event, "j1", "visit", "A");
        assert_eq!(refused.as_ref().expect_err("refused").to_string(), "08:00 已经催办过，08:05 以后可以再催");
        assert_eq!(why(refused), AskFault::Recent { at: first });
        assert_eq!(app.log(&organiser(), Some(&event), 100).expect("the log").len(), before, "nothing was done");
        app.clock().advance(TimeDelta::minutes(1));
        ask(&app, &event, "j1", "visit", "A").expect("asked again");
        let tablet = Tablet::new(&app, &event, "j1", "t1");
        assert_eq!(tablet.card("visit", "A").asked_at, Some(app.clock().now()), "the last one counts");
        let rows = app.log(&organiser(), Some(&event), 100).expect("the log");
        assert_eq!(rows.len(), before + 1);
        assert_eq!((rows[0].act.as_str(), rows[0].who.as_str()), ("ask", "account:organiser"));
        assert!(rows[0].payload.as_ref().expect("a payload").contains("\"entry\":\"A\""));
        assert!(database.tamper("UPDATE ask SET judge = 'j2'").is_err());
        assert!(database.tamper("DELETE FROM ask").is_err());
    });
}

#[test]
fn all_missing_cards_of_a_judge_or_for_an_entry_are_asked_for_at_once() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        folder.remove("scores.csv");
        folder.write("checkpoints.csv", ROUTE);
        let event = import(&app, &folder);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        // nothing is overdue before the bus has left an entry and somebody's card is there
        assert_eq!(why(ask(&app, &event, "j1", "", "")), AskFault::NothingMissing);
        assert_eq!(why(ask(&app, &event, "j1", "visit", "A")), AskFault::NotYet, "the bus has not come there");
        app.arrive(&organiser(), &event, "A").expect("arrived");
        assert_eq!(ask(&app, &event, "j1", "visit", "A").expect("asked"), 1);
        tablet.submit("A", None, "50", "35");
        app.leave(&organiser(), &event, "A").expect("left");
        // A is visited, C is on no route, B is yet to come
        assert_eq!(ask(&app, &event, "j2", "", "").expect("asked"), 2);
        assert_eq!(ask(&app, &event, "", "visit", "C").expect("asked"), 2, "j2 was asked a moment ago");
        assert_eq!(ask(&app, &event, "", "", "A").expect("asked"), 1, "j1 has handed it in");
        assert!(matches!(why(ask(&app, &event, "", "", "A")), AskFault::Recent { .. }));
        assert_eq!(cell(&app, &event, "j1", "B").asked, None);
        let last = app.log(&organiser(), Some(&event), 1).expect("the log").remove(0);
        assert_eq!((last.event.as_str(), last.subject.as_str()), (event.as_str(), "entry:A"));
    });
}

#[test]
fn a_card_that_is_on_its_way_or_waits_for_a_ruling_is_not_asked_for() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &with_release("opens = \"arrival\""));
        let mut early = Tablet::new(&app, &event, "j1", "t1");
        assert_eq!(early.submit("A", None, "50", "35").outcome, Outcome::NotOpen);
        let there = cell(&app, &event, "j1", "A");
        assert_eq!((there.state, there.at), (CellState::Quarantined, Some(app.clock().now())));
        assert_eq!(why(ask(&app, &event, "j1", "visit", "A")), AskFault::Quarantined);
        assert_eq!(why(ask(&app, &event, "j2", "visit", "A")), AskFault::NotYet);
        app.arrive(&organiser(), &event, "A").expect("arrived");
        let on_its_way = Tablet::new(&app, &event, "j2", "t2");
        report(&app, &on_its_way, "t2", "queued", "A");
        let at = app.clock().now();
        assert_eq!(why(ask(&app, &event, "j2", "visit", "A")), AskFault::OnItsWay { at });
        // a draft is on the tablet and nowhere else: that one is asked for
        report(&app, &on_its_way, "t2", "draft", "A");
        assert_eq!(cell(&app, &event, "j2", "A").state, CellState::Draft);
        ask(&app, &event, "j2", "visit", "A").expect("asked");
        let there = cell(&app, &event, "j2", "A");
        assert_eq!((there.state, there.asked), (CellState::Draft, Some(at)));
        // of two tablets the one that has it on its way tells more, whichever spoke last
        report(&app, &on_its_way, "t3", "queued", "A");
        report(&app, &on_its_way, "t2", "draft", "A");
        assert_eq!(cell(&app, &event, "j2", "A").state, CellState::Queued);
    });
}

#[test]
fn who_may_not_ask_and_what_is_not_there_are_said_and_change_nothing() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let before = app.event(&organiser(), &event).expect("the event").version;
        for role in [Role::Official, Role::Teller, Role::Administrator] {
            let refused = app.ask(&staff(role), &event, &wanted("j1", "visit", "A"));
            assert!(matches!(refusal(&refused), Some(Forbidden { .. })));
        }
        assert_eq!(why(ask(&app, &event, "", "visit", "")), AskFault::Nobody);
        for (judge, component, entry, id) in
            [("j9", "", "", "j9"), ("j1", "talk", "", "talk"), ("j1", "visit", "Z", "Z")]
        {
            let none: NotFound = refused_as(ask(&app, &event, judge, component, entry));
            assert_eq!(none.id, id);
        }
        assert!(matches!(refusal(&ask(&app, "none", "j1", "visit", "A")), Some(NotFound { .. })));
        assert_eq!(app.event(&organiser(), &event).expect("the event").version, before);
    });
}

#[test]
fn the_pulse_beats_when_the_desk_would_show_something_else_and_only_then() {
    on_each(|database| {
        let apps = [database.app(), database.app()];
        let event = empty_event(&apps[0]);
        let pulse = || apps[1].pulse(&organiser(), &event).expect("a pulse");
        let mut last = pulse();
        let mut beats = |what: &str, expected: bool| {
            let now = pulse();
            assert_eq!(now != last, expected, "{what}");
            last = now;
        };
        beats("nothing", false);
        let mut tablet = Tablet::new(&apps[0], &event, "j1", "t1");
        report(&apps[0], &tablet, "t1", "draft", "A");
        beats("a draft", true);
        report(&apps[0], &tablet, "t1", "draft", "A");
        beats("the same again", false);
        apps[0].clock().advance(TimeDelta::seconds(20));
        report(&apps[0], &tablet, "t1", "draft", "A");
        beats("heard again, and held by the other instance for a moment", false);
        apps[0].write_heard().expect("written");
        beats("heard again later", true);
        tablet.submit("A", None, "50", "35");
        beats("a card", true);
        ask(&apps[0], &event, "j2", "visit", "A").expect("asked");
        beats("an ask", true);
        assert!(matches!(refusal(&apps[1].pulse(&staff(Role::Official), &event)), Some(Forbidden { .. })));
        assert!(matches!(refusal(&apps[1].pulse(&organiser(), "none")), Some(NotFound { .. })));
    });
}
