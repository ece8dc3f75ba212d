//! When a card is taken: release by the route, the close, and the quarantine.

use chrono::TimeDelta;
use guanmo::app::desk::overview::RouteFault;
use guanmo::app::error::NotFound;
use guanmo::app::event::wire::Outcome;

use crate::support::database::on_each;
use crate::support::desk::{empty_event, import, organiser};
use crate::support::fault::refusal;
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

pub fn with_release(release: &str) -> Folder {
    let folder = Folder::sound();
    folder.remove("scores.csv");
    folder.replace(
        "scoring-rules.toml",
        "[component.aggregate]",
        &format!("[component.release]\n{release}\n\n[component.aggregate]"),
    );
    folder.write("checkpoints.csv", "entry,order,planned_arrival,planned_departure,look_at\nB,1,,,\nA,2,,,\nC,3,,,\n");
    folder
}

#[test]
fn a_component_opens_with_the_arrival_and_closes_after_leaving() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &with_release("opens = \"arrival\"\ncloses_after = 30"));
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let early = tablet.submit("A", None, "50", "35");
        assert_eq!(early.outcome, Outcome::NotOpen);
        assert!(early.receipt.is_some());
        assert_eq!(tablet.card("visit", "A").quarantined.len(), 1);
        app.arrive(&organiser(), &event, "A").expect("arrived");
        assert!(tablet.card("visit", "A").open);
        assert_eq!(tablet.outcome("A", "50", "35"), Outcome::Recorded);
        app.arrive(&organiser(), &event, "C").expect("arrived elsewhere, and thereby left");
        app.clock().advance(TimeDelta::minutes(30));
        assert!(tablet.card("visit", "A").open);
        app.clock().advance(TimeDelta::minutes(1));
        let base = tablet.card("visit", "A").op;
        assert_eq!(tablet.submit("A", base.as_deref(), "51", "35").outcome, Outcome::Late);
        assert_eq!(tablet.card("visit", "A").marks["effect"], "50");
        let quarantine = app.quarantine(&organiser(), &event).expect("the quarantine");
        assert_eq!(quarantine.iter().map(|q| q.outcome.as_str()).collect::<Vec<_>>(), ["not-open", "late"]);
        assert_eq!(quarantine[0].judge_name, "一席");
    });
}

#[test]
fn a_component_opens_when_enough_was_seen() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &with_release("opens = \"after\"\nafter = 2"));
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        for entry in ["B", "A"] {
            assert_eq!(tablet.outcome(entry, "50", "35"), Outcome::NotOpen);
            app.arrive(&organiser(), &event, entry).expect("arrived");
        }
        assert_eq!(tablet.outcome("C", "50", "35"), Outcome::NotOpen);
        app.leave(&organiser(), &event, "A").expect("left");
        assert_eq!(tablet.outcome("C", "50", "35"), Outcome::Recorded);
    });
}

#[test]
fn the_route_says_where_the_bus_is() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &with_release("opens = \"event\""));
        let current = || {
            let route = app.progress(&organiser(), &event).expect("progress").route;
            route.into_iter().find(|stop| stop.current).map(|stop| stop.entry)
        };
        assert_eq!(current().as_deref(), Some("B"));
        app.arrive(&organiser(), &event, "B").expect("arrived");
        assert_eq!(current().as_deref(), Some("B"));
        let again = app.arrive(&organiser(), &event, "B");
        assert!(matches!(refusal(&again), Some(RouteFault::AlreadyArrived)));
        let not_there = app.leave(&organiser(), &event, "C");
        assert!(matches!(refusal(&not_there), Some(RouteFault::NotArrived)));
        app.leave(&organiser(), &event, "B").expect("left");
        assert_eq!(current().as_deref(), Some("A"));
        assert!(matches!(refusal(&app.arrive(&organiser(), &event, "Z")), Some(NotFound { .. })));
    });
}

#[test]
fn a_card_after_the_close_is_kept_apart_and_changes_nothing() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        tablet.submit("A", None, "50", "35");
        app.close(&organiser(), &event, Some("演练")).expect("closed");
        let before = app.ranking(&organiser(), &event).expect("a ranking").report;
        let mut request = tablet.op("visit", "B", None, &[("effect", "60"), ("novelty", "40")]);
        request["at"] = "2023-12-23T07:00:00+08:00".into();
        let mut late = tablet.request(&[request]);
        late.now = Some("2023-12-23T09:00:00+08:00".parse().expect("a moment"));
        let answer = app.sync(&tablet.judge, &late).expect("an answer");
        assert_eq!(answer.results[0].outcome, Outcome::Late);
        assert_eq!(answer.event.whole().expect("all of it").state, "closed");
        assert_eq!(app.ranking(&organiser(), &event).expect("a ranking").report, before);
        let kept = app.quarantine(&organiser(), &event).expect("the quarantine").remove(0);
        assert_eq!(kept.at, "2023-12-23T07:00:00+08:00");
        // the clock of the tests stands at 08:00 in China
        assert_eq!(kept.skew_ms, Some(3_600_000));
    });
}
