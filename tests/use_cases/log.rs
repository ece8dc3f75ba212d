//! An event's log read by filter, on each kind of database.

use guanmo::app::App;
use guanmo::app::act::actor::Role;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::result::log::{Asked, LogFault, Side};
use guanmo::scoring::event::ExclusionKind;

use crate::support::database::on_each;
use crate::support::desk::{empty_event, organiser, staff};
use crate::support::fault::refused_as;
use crate::support::tablet::Tablet;

const FIRST: Side = Side::Before(i64::MAX);

fn acts(app: &App, event: &str, asked: &Asked, side: Side) -> Vec<(i64, String)> {
    let log = app.event_log(&staff(Role::Inspector), event, asked, side, 3).expect("a log");
    log.acts.into_iter().map(|act| (act.number, act.act)).collect()
}

#[test]
fn whatever_is_asked_of_a_log_is_found_on_each_database() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let recused = ExcludeRequest {
            judge: "j2".to_owned(),
            component: Some("visit".to_owned()),
            entry: Some("B".to_owned()),
            kind: ExclusionKind::Recused,
            reason: "近亲属".to_owned(),
        };
        app.exclude(&organiser(), &event, &recused).expect("recused");
        for (judge, entry) in [("j1", "A"), ("j1", "B"), ("j2", "A"), ("j3", "C")] {
            Tablet::new(&app, &event, judge, judge).submit(entry, None, "50", "35");
        }
        let found = |asked: &Asked| -> Vec<String> {
            let log = app.event_log(&organiser(), &event, asked, FIRST, 100).expect("a log");
            log.acts.into_iter().map(|act| format!("{} {}", act.act, act.subject)).collect()
        };
        let about = |about: &str| Asked { about: about.to_owned(), ..Asked::default() };
        let text = |text: &str| Asked { text: text.to_owned(), ..Asked::default() };
        assert_eq!(found(&about("entry:B")), ["record card:j1/visit/B", "exclude judge:j2"]);
        assert_eq!(found(&about("judge:j2")), ["record card:j2/visit/A", "exclude judge:j2"]);
        assert_eq!(found(&about("entry:C")), ["record card:j3/visit/C"]);
        assert_eq!(found(&text("visit")).len(), 5);
        assert_eq!(found(&Asked { act: "record".to_owned(), ..text("j1") }).len(), 2);
        assert_eq!(found(&Asked { who: format!("judge:{event}/j3"), ..Asked::default() }).len(), 1);
        assert_eq!(found(&Asked { who: "account:organiser".to_owned(), ..about("entry:B") }), ["exclude judge:j2"]);
        // letters of either case are two, on both databases
        let lower = app.event_log(&organiser(), &event, &about("entry:b"), FIRST, 9);
        assert!(matches!(refused_as(lower), LogFault::UnknownSubject { .. }));
        // page by page, there and back
        let all = Asked::default();
        let first = acts(&app, &event, &all, FIRST);
        let second = acts(&app, &event, &all, Side::Before(first[2].0));
        assert!(first.len() == 3 && second.len() == 3 && second[0].0 < first[2].0);
        assert_eq!(acts(&app, &event, &all, Side::After(second[0].0)), first);
        let top = app.event_log(&organiser(), &event, &all, Side::After(first[0].0), 3).expect("a log");
        assert!(top.acts.is_empty() && top.newer.is_none() && top.older.is_some());
        let log = app.event_log(&organiser(), &event, &all, FIRST, 3).expect("a log");
        assert!(log.words.contains(&"exclude".to_owned()) && !log.words.contains(&"rows".to_owned()));
        assert!(log.newer.is_none() && log.older == Some(first[2].0));
    });
}
