//! The demonstration.

use chrono::TimeDelta;
use guanmo::app::act::actor::Role;
use guanmo::app::act::clock::beijing;
use guanmo::app::act::label::DEMO_LABEL;
use guanmo::app::demo::RealEvents;
use guanmo::app::demo::{self};
use guanmo::app::event::view::{Board, EventState};
use guanmo::app::people::pace::Trier;

use crate::support::database::{Database, on_each};
use crate::support::desk::{export, organiser, staff};
use crate::support::fault::refusal;

#[test]
fn the_demonstration_has_one_event_under_way_and_one_published() {
    on_each(|database| {
        let app = database.app();
        assert!(demo::step_in(&app, Role::Official).is_err());
        let demo = demo::install(&app).expect("installed");
        let progress = app.progress(&organiser(), &demo.under_way).expect("progress");
        assert!(progress.event.title.contains(DEMO_LABEL) && progress.event.demo);
        let current = progress.route.iter().find(|stop| stop.current).expect("a current stop");
        assert_eq!((current.number, current.arrived_at.is_some()), (7, true));
        let visit = &progress.components[0];
        let complete: Vec<bool> = visit.by_entry.iter().map(|(due, received)| due == received).collect();
        assert_eq!(complete, [true, true, true, true, true, true, false, false, false, false]);
        assert_eq!(progress.components[1].received, 0);
        let Board::Result { event, frozen, .. } = app.board(&staff(Role::Official), &demo.published).expect("a board")
        else {
            panic!("no result")
        };
        assert_eq!(event.state, EventState::Published);
        assert!(frozen.report.is_final, "{:?}", frozen.report.blockers);
        assert!(frozen.report.title.contains(DEMO_LABEL));
        assert_eq!(frozen.report.ranking.len(), 10);
        let exported = export(&app, &demo.under_way);
        assert_eq!(exported.tabulate(&[]).code, 3);
    });
}

#[test]
fn a_second_start_finds_the_demonstration_and_makes_new_ways_in() {
    on_each(|database| {
        let app = database.app();
        let first = demo::install(&app).expect("installed");
        let second = demo::install(&app).expect("found");
        assert_eq!((&first.under_way, &first.published), (&second.under_way, &second.published));
        assert_eq!(app.events(&organiser()).expect("events").len(), 2);
        assert!(app.sign_in_with_link(&first.links[0].token).is_err());
        assert!(app.sign_in_with_link(&second.links[0].token).is_ok());
        let account = &second.accounts[1];
        assert!(app.sign_in(&account.name, &account.password, &Trier::default()).is_ok());
        for role in [Role::Judge, Role::Organiser, Role::Official] {
            let new = demo::step_in(&app, role).expect("stepped in");
            assert_eq!(new.session.actor.role, Some(role));
        }
    });
}

#[test]
fn the_event_under_way_is_on_top_and_the_published_one_was_the_day_before() {
    for _ in 0..6 {
        let database = Database::file();
        let app = database.app();
        let demo = demo::install(&app).expect("installed");
        let events = app.events(&organiser()).expect("events");
        assert_eq!([&events[0].id, &events[1].id], [&demo.under_way, &demo.published]);
        let (closed, published) = (events[1].closed_at.expect("closed"), events[1].published_at.expect("published"));
        let route = app.progress(&organiser(), &demo.published).expect("progress").route;
        let left = route.iter().map(|stop| stop.left_at.expect("left")).max().expect("stops");
        assert!(left <= closed && closed < published && published < app.clock().now());
        assert!(app.clock().now() - published < TimeDelta::hours(24));
    }
}

#[test]
fn the_demonstrations_plan_fits_its_arrivals_at_every_hour() {
    let minutes = |clock: &str| -> i64 {
        let (hour, minute) = clock.split_once(':').expect("a time of the day");
        hour.parse::<i64>().expect("hours") * 60 + minute.parse::<i64>().expect("minutes")
    };
    for hour in 0..24 {
        let database = Database::file();
        let app = database.app();
        app.clock().advance(TimeDelta::minutes(hour * 60 + 7 * hour % 60));
        let demo = demo::install(&app).expect("installed");
        for event in [&demo.under_way, &demo.published] {
            let route = app.progress(&organiser(), event).expect("progress").route;
            for stop in &route {
                let Some(at) = stop.arrived_at else { continue };
                let came = minutes(&beijing(at).format("%H:%M").to_string());
                let late = (came - minutes(&stop.planned_arrival)).rem_euclid(24 * 60);
                assert!((1..=5).contains(&late), "at hour {hour}, stop {}: {late} minutes late", stop.number);
                assert!(at <= app.clock().now() && stop.left_at.is_none_or(|left| left > at));
            }
            let order: Vec<_> = route.iter().filter_map(|stop| stop.arrived_at).collect();
            assert!(order.is_sorted());
        }
    }
}

#[test]
fn the_demonstration_does_not_open_a_database_with_a_real_event() {
    on_each(|database| {
        let app = database.app();
        crate::support::desk::empty_event(&app);
        assert!(matches!(refusal(&demo::install(&app)), Some(RealEvents)));
        assert_eq!(app.events(&organiser()).expect("events").len(), 1, "nothing was made");
    });
}
