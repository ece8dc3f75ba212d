//! Stops that are skipped or moved, and arrivals that are taken back.

use chrono::TimeDelta;
use guanmo::app::App;
use guanmo::app::desk::day::{DayChange, DayFault, PlannedStop};
use guanmo::app::desk::overview::RouteFault;
use guanmo::app::error::Already;
use guanmo::app::event::wire::Outcome;

use super::{agrees, cards, fault, folder, full, make, preview, scores};
use crate::support::database::on_each;
use crate::support::desk::{export, import, organiser};
use crate::support::fault::refusal;
use crate::support::tablet::Tablet;

fn skip(entry: &str) -> DayChange {
    DayChange::Skip { entry: entry.into(), withdraw: false }
}

fn unskip(entry: &str) -> DayChange {
    DayChange::Unskip { entry: entry.into() }
}

fn visits(app: &App, event: &str, entries: &[&str]) {
    for entry in entries {
        app.clock().advance(TimeDelta::minutes(1));
        app.arrive(&organiser(), event, entry).expect("arrived");
        app.clock().advance(TimeDelta::minutes(1));
        app.leave(&organiser(), event, entry).expect("left");
    }
}

fn current(app: &App, event: &str) -> Option<String> {
    app.progress(&organiser(), event).expect("progress").route.into_iter().find(|s| s.current).map(|s| s.entry)
}

#[test]
fn a_skipped_stop_is_waited_for_by_none_and_opens_nothing_until_it_is_taken_back() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &folder());
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let shown = preview(&app, &event, &skip("C"));
        assert!(shown.notes.iter().any(|note| note.contains("现场观摩") && note.contains("6 张")), "{:?}", shown.notes);
        make(&app, &event, &skip("C"));
        agrees(&app, &event);
        // no card has gone: the entry stays, and the organiser was told that it lacks those
        assert_eq!(cards(&app, &event).0, 6 * 8 + 4 * 4);
        assert!(matches!(refusal(&app.arrive(&organiser(), &event, "C")), Some(RouteFault::Skipped)));
        assert!(matches!(fault(&app, &event, &skip("C")).fault(), Some(Already { .. })));
        visits(&app, &event, &["A", "B"]);
        assert_eq!(current(&app, &event).as_deref(), Some("D"), "the bus goes on to the next one");
        let stop = app.judge_view(&tablet.judge).expect("a view").route.into_iter().find(|stop| stop.entry == "C");
        assert!(stop.expect("the stop").skipped, "tablets are told");
        assert!(!tablet.card("vote", "").open);
        visits(&app, &event, &["D"]);
        assert!(tablet.card("vote", "").open, "all the others were seen");
        assert!(tablet.card("hear", "C").open);
        assert_eq!(scores(&mut tablet, "visit", "C"), Outcome::NotOpen);
        assert_eq!(scores(&mut tablet, "visit", "D"), Outcome::Recorded);
        agrees(&app, &event);

        let shown = preview(&app, &event, &unskip("C"));
        assert_eq!(shown.windows.len(), 1);
        assert_eq!((shown.windows[0].before, shown.windows[0].after), ("开放", "未开放"));
        make(&app, &event, &unskip("C"));
        assert!(!tablet.card("vote", "").open, "all are not all any more");
        assert!(matches!(fault(&app, &event, &unskip("C")).fault(), Some(DayFault::NotSkipped)));
        app.arrive(&organiser(), &event, "C").expect("arrived after all");
        assert!(tablet.card("visit", "C").open);
        assert!(matches!(fault(&app, &event, &skip("C")).fault(), Some(DayFault::Visited)));
        agrees(&app, &event);
    });
}

#[test]
fn a_component_that_waits_for_so_many_stops_waits_for_no_more_than_are_left() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &folder());
        let tablet = Tablet::new(&app, &event, "k1", "t1");
        make(&app, &event, &skip("A"));
        // a stop that was skipped has not been seen
        assert!(!tablet.card("hear", "B").open);
        make(&app, &event, &skip("B"));
        make(&app, &event, &skip("C"));
        assert!(!tablet.card("hear", "B").open);
        visits(&app, &event, &["D"]);
        assert!(tablet.card("hear", "B").open, "one of two, and there are no more");
    });
}

#[test]
fn a_stop_can_be_skipped_and_its_entry_withdrawn_at_once() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &full());
        let change = DayChange::Skip { entry: "D".into(), withdraw: true };
        make(&app, &event, &change);
        assert_eq!(cards(&app, &event), (6 * 6 + 4 * 3, 6 * 6 + 4 * 3));
        let report = agrees(&app, &event);
        assert!(report.is_final && report.withdrawn.len() == 1, "{report:?}");
        make(&app, &event, &DayChange::Readmit { entry: "D".into() });
        let day = app.day(&organiser(), &event).expect("the day");
        assert!(day.stops[3].was_skipped && day.entries[3].withdrawn.is_none());
        assert_eq!(day.changes.len(), 3);
    });
}

fn planned(stops: &[(&str, u32, &str)]) -> DayChange {
    let stop = |&(entry, turn, arrival): &(&str, u32, &str)| PlannedStop {
        entry: entry.into(),
        turn,
        arrival: arrival.into(),
        departure: String::new(),
    };
    DayChange::Move { stops: stops.iter().map(stop).collect() }
}

#[test]
fn stops_that_are_ahead_change_places_and_times_and_the_others_keep_theirs() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &folder());
        visits(&app, &event, &["B"]);
        make(&app, &event, &skip("C"));
        let change = planned(&[("A", 2, "10:40"), ("D", 1, "09:50")]);
        let shown = preview(&app, &event, &change);
        assert!(
            shown.notes[0].contains("甲镇") && shown.notes[0].contains("→ 第 1 站 丁镇（09:50–未定）"),
            "{:?}",
            shown.notes
        );
        assert!(shown.windows.is_empty(), "an order opens nothing");
        make(&app, &event, &change);
        let route = app.progress(&organiser(), &event).expect("progress").route;
        let told: Vec<_> = route.iter().map(|s| (s.number, s.entry.as_str(), s.planned_arrival.as_str())).collect();
        assert_eq!(told, [(1, "D", "09:50"), (2, "B", "09:00"), (3, "C", "10:00"), (4, "A", "10:40")]);
        assert_eq!(current(&app, &event).as_deref(), Some("D"));
        let written = std::fs::read_to_string(export(&app, &event).path().join("checkpoints.csv")).expect("a file");
        assert!(written.contains("D,1,09:50,,") && written.contains("A,4,10:40,,"), "{written}");
        agrees(&app, &event);

        for wrong in [
            planned(&[("A", 1, "")]),
            planned(&[("A", 1, ""), ("D", 1, "")]),
            planned(&[("A", 1, ""), ("D", 3, "")]),
            planned(&[("A", 1, ""), ("B", 2, "")]),
            planned(&[("A", 1, ""), ("D", 2, ""), ("C", 3, "")]),
        ] {
            assert!(matches!(fault(&app, &event, &wrong).fault(), Some(DayFault::NotAnOrder)), "{wrong:?}");
        }
        let same = planned(&[("A", 2, "10:40"), ("D", 1, "09:50")]);
        assert!(matches!(fault(&app, &event, &same).fault(), Some(DayFault::Unchanged)));
        let long = planned(&[("A", 2, &"时".repeat(61)), ("D", 1, "")]);
        assert!(matches!(fault(&app, &event, &long).fault(), Some(DayFault::NoTime { .. })));
    });
}

#[test]
fn the_last_arrival_is_taken_back_with_the_leaving_that_it_made_and_cards_stay() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &folder());
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        assert!(matches!(fault(&app, &event, &DayChange::Undo).fault(), Some(DayFault::NothingToUndo)));
        app.arrive(&organiser(), &event, "A").expect("arrived");
        app.clock().advance(TimeDelta::minutes(40));
        // pressed by mistake, and a judge was quick
        app.arrive(&organiser(), &event, "C").expect("arrived");
        assert_eq!(scores(&mut tablet, "visit", "C"), Outcome::Recorded);
        app.clock().advance(TimeDelta::minutes(31));
        assert_eq!(scores(&mut tablet, "visit", "A"), Outcome::Late);
        let shown = preview(&app, &event, &DayChange::Undo);
        assert_eq!(shown.title, "撤回登记：到达 丙镇（08:40），及随之登记的离开 甲镇");
        assert!(shown.notes[0].contains("1 张"), "{:?}", shown.notes);
        make(&app, &event, &DayChange::Undo);
        assert_eq!(current(&app, &event).as_deref(), Some("A"));
        assert!(tablet.card("visit", "A").open, "the bus is still there");
        let card = tablet.card("visit", "C");
        assert_eq!((card.open, card.revision), (false, 1));
        assert_eq!(scores(&mut tablet, "visit", "C"), Outcome::NotOpen);
        assert_eq!(cards(&app, &event).1, 1);
        agrees(&app, &event);

        app.leave(&organiser(), &event, "A").expect("left");
        assert_eq!(preview(&app, &event, &DayChange::Undo).title, "撤回登记：离开 甲镇（09:11）");
        make(&app, &event, &DayChange::Undo);
        assert_eq!(current(&app, &event).as_deref(), Some("A"));
        make(&app, &event, &DayChange::Undo);
        assert!(!tablet.card("visit", "A").open);
        assert!(matches!(fault(&app, &event, &DayChange::Undo).fault(), Some(DayFault::NothingToUndo)));
    });
}
