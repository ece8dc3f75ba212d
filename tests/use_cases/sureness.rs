//! How sure a frozen result is: who is told what, and when nothing is said.

use chrono::TimeDelta;
use guanmo::app::App;
use guanmo::app::act::actor::Role;
use guanmo::app::act::permission::Forbidden;
use guanmo::app::event::view::EventState;
use guanmo::app::result::sureness::HowSure;
use guanmo::scoring::sensitivity::{DRAWS, Sureness};

use crate::sensitivity;
use crate::support::database::{Database, on_each};
use crate::support::desk::{ask_for_no_signature, import, organiser, publish, second_organiser, staff};
use crate::support::fault::refusal;
use crate::tamper::database::{Change, apply};

fn closed(database: &Database) -> (App, String) {
    let app = database.app();
    let event = import(&app, &sensitivity::folder());
    ask_for_no_signature(&app, &event);
    app.close(&organiser(), &event, None).expect("closed");
    (app, event)
}

fn known(app: &App, role: Role, event: &str) -> Sureness {
    match app.sureness(&staff(role), event).expect("may be seen") {
        HowSure::Known(sure) => Sureness::clone(&sure),
        other => panic!("{other:?}"),
    }
}

#[test]
fn seats_and_marks_are_named_to_those_who_check_and_to_nobody_else() {
    on_each(|database| {
        let (app, event) = closed(database);
        let sure = known(&app, Role::Organiser, &event);
        assert_eq!((sure.seats, sure.draws), (20, DRAWS));
        assert_eq!(sure, known(&app, Role::Scrutineer, &event));
        assert_eq!(sure, known(&app, Role::Inspector, &event));
        assert_eq!(sure, known(&database.app(), Role::Organiser, &event), "another process works out the same");
        let named = |sure: &Sureness| {
            sure.swaps
                .iter()
                .flat_map(|swap| &swap.least)
                .flat_map(|least| &least.cards)
                .any(|card| card.seat.is_some())
        };
        assert!(named(&sure));
        assert!(!named(&known(&app, Role::Teller, &event)));
        publish(&app, &event).expect("published");
        let told = known(&app, Role::Official, &event);
        assert!(!named(&told));
        // all else is the same
        assert_eq!(told.entries, sure.entries);
        let points = |sure: &Sureness| {
            sure.swaps.iter().map(|swap| swap.least.as_ref().map(|least| least.points.clone())).collect::<Vec<_>>()
        };
        assert_eq!(points(&told), points(&sure));
    });
}

#[test]
fn before_the_close_nobody_is_told_anything() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &sensitivity::folder());
        assert_eq!(app.event(&organiser(), &event).expect("the event").state, EventState::Open);
        for role in [Role::Organiser, Role::Scrutineer, Role::Inspector, Role::Official] {
            app.sureness(&staff(role), &event).expect_err("nothing is frozen");
        }
        for role in [Role::Judge, Role::Administrator] {
            assert!(matches!(refusal(&app.sureness(&staff(role), &event)), Some(Forbidden { .. })), "{role:?}");
        }
    });
}

#[test]
fn of_cards_that_are_not_those_that_were_counted_nothing_is_said() {
    on_each(|database| {
        let (app, event) = closed(database);
        known(&app, Role::Organiser, &event);
        let sql = vec!["UPDATE operation SET body = replace(body, '\"94', '\"84')".to_owned()];
        apply(database, &Change { table: "operation".to_owned(), column: None, sql }).expect("altered");
        let later = database.app();
        assert!(matches!(later.sureness(&organiser(), &event).expect("an answer"), HowSure::Unlike));
    });
}

#[test]
fn of_erased_cards_nothing_is_said() {
    on_each(|database| {
        let (app, event) = closed(database);
        known(&app, Role::Organiser, &event);
        publish(&app, &event).expect("published");
        app.clock().advance(TimeDelta::days(15));
        app.archive(&organiser(), &event).expect("archived");
        app.clock().advance(TimeDelta::days(1095));
        app.ask_erasure(&organiser(), &event, "保存期满").expect("asked");
        app.decide_erasure(&second_organiser(), &event, true).expect("approved");
        assert!(matches!(app.sureness(&organiser(), &event).expect("an answer"), HowSure::Erased));
    });
}
