//! Drafts, rehearsals, and the opening.

use guanmo::app::App;
use guanmo::app::act::state::WrongState;
use guanmo::app::error::NotFound;
use guanmo::app::event::view::EventState;
use guanmo::app::event::wire::Outcome;
use guanmo::app::people::link::LinkNotGood;
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::app::setup::rehearsal::RehearsalFault;
use guanmo::folder;

use super::windows::with_release;
use crate::support::database::on_each;
use crate::support::desk::{export, import, organiser};
use crate::support::fault::refusal;
use crate::support::folder::{Folder, guanmo};
use crate::support::tablet::Tablet;

fn draft(app: &App) -> String {
    let folder = with_release("opens = \"event\"");
    let read = folder::read_dir(folder.path(), None).expect("a sound folder");
    app.import(&organiser(), read, ImportOptions { state: EventState::Draft, ..ImportOptions::default() })
        .expect("a draft")
}

#[test]
fn a_draft_takes_no_cards_until_it_is_opened() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        assert_eq!(tablet.outcome("A", "50", "35"), Outcome::NotOpen);
        app.open_event(&organiser(), &event).expect("opened");
        assert_eq!(app.event(&organiser(), &event).expect("the event").state, EventState::Open);
        assert_eq!(tablet.outcome("B", "50", "35"), Outcome::Recorded);
        let again = app.open_event(&organiser(), &event);
        assert!(matches!(refusal(&again), Some(WrongState { state: EventState::Open, .. })));
        let audit = app.log(&organiser(), Some(&event), 2).expect("the log");
        assert_eq!(audit[1].act, "open");
    });
}

#[test]
fn a_rehearsal_is_a_clone_without_cards_that_says_what_it_is() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &with_release("opens = \"event\""));
        app.arrive(&organiser(), &event, "B").expect("arrived");
        Tablet::new(&app, &event, "j1", "t1").submit("A", None, "50", "35");
        let rehearsal = app.rehearse(&organiser(), &event).expect("a rehearsal");
        let (real, clone) = (app.event(&organiser(), &event), app.event(&organiser(), &rehearsal));
        let (real, clone) = (real.expect("the event"), clone.expect("the rehearsal"));
        assert_eq!(clone.title, format!("演练：{}", real.title));
        assert!(clone.rehearsal && !real.rehearsal && clone.state == EventState::Open);
        assert_eq!((clone.entries, clone.judges), (real.entries, real.judges));
        let progress = app.progress(&organiser(), &rehearsal).expect("progress");
        assert_eq!((progress.received, progress.due), (0, 9));
        assert!(progress.route.iter().all(|stop| stop.arrived_at.is_none()));
        let mut tablet = Tablet::new(&app, &rehearsal, "j1", "t1");
        assert!(app.judge_view(&tablet.judge).expect("a view").rehearsal);
        assert_eq!(tablet.outcome("C", "10", "10"), Outcome::Recorded);
        let rules = std::fs::read_to_string(export(&app, &rehearsal).path().join("scoring-rules.toml")).expect("rules");
        assert!(rules.contains("title = \"演练：小例\""), "{rules}");
        // what is rehearsed does not touch the real event
        let scores = std::fs::read_to_string(export(&app, &event).path().join("scores.csv")).expect("scores");
        assert!(!scores.contains(",C,"), "{scores}");
        let of_one = app.rehearse(&organiser(), &rehearsal);
        assert!(matches!(refusal(&of_one), Some(RehearsalFault::IsOne)));
        app.close(&organiser(), &event, Some("演练")).expect("closed");
        assert!(matches!(refusal(&app.rehearse(&organiser(), &event)), Some(WrongState { .. })));
    });
}

#[test]
fn opening_the_real_event_ends_its_rehearsals() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let rehearsal = app.rehearse(&organiser(), &event).expect("a rehearsal");
        let other = app.rehearse(&organiser(), &event).expect("another");
        assert_eq!(app.rehearsals(&organiser(), &event).expect("rehearsals").len(), 2);
        let links = app.mint_links(&organiser(), &rehearsal).expect("links").links;
        let signed_in = app.sign_in_with_link(&links[0].token).expect("signed in");
        let real_links = app.mint_links(&organiser(), &event).expect("links").links;
        let real_judge = app.sign_in_with_link(&real_links[0].token).expect("signed in");
        app.open_event(&organiser(), &event).expect("opened");
        assert!(app.session(&signed_in.token).expect("an answer").is_none(), "the session is gone");
        assert!(app.session(&real_judge.token).expect("an answer").is_some());
        assert!(matches!(refusal(&app.sign_in_with_link(&links[0].token)), Some(LinkNotGood)));
        for id in [&rehearsal, &other] {
            assert!(matches!(refusal(&app.event(&organiser(), id)), Some(NotFound { .. })));
            assert!(matches!(refusal(&app.mint_links(&organiser(), id)), Some(NotFound { .. })));
        }
        let listed: Vec<_> = app.events(&organiser()).expect("events").into_iter().map(|e| e.id).collect();
        assert_eq!(listed, [event]);
        let audit = app.log(&organiser(), Some(&rehearsal), 1).expect("the log").remove(0);
        assert_eq!(audit.act, "discard");
    });
}

#[test]
fn a_rehearsal_is_discarded_by_hand_and_a_real_event_is_not() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &with_release("opens = \"event\""));
        let refused = app.discard_rehearsal(&organiser(), &event);
        assert!(matches!(refusal(&refused), Some(RehearsalFault::IsNone)));
        let rehearsal = app.rehearse(&organiser(), &event).expect("a rehearsal");
        let mut tablet = Tablet::new(&app, &rehearsal, "j1", "t1");
        app.discard_rehearsal(&organiser(), &rehearsal).expect("discarded");
        let op = tablet.op("visit", "A", None, &[("effect", "50"), ("novelty", "35")]);
        let sent = app.sync(&tablet.judge, &tablet.request(&[op]));
        assert!(matches!(refusal(&sent), Some(NotFound { .. })));
        assert!(matches!(refusal(&app.discard_rehearsal(&organiser(), &rehearsal)), Some(NotFound { .. })));
    });
}

#[test]
fn the_command_line_opens_rehearses_and_discards() {
    let (folder, data) = (Folder::sound(), Folder::empty());
    let (dir, data) = (folder.path().to_str().expect("a path"), data.path().to_str().expect("a path"));
    let last = |words: &str| words.split_whitespace().last().expect("a word").to_owned();
    let imported = guanmo(&["import", dir, "--draft", "--data", data]);
    let event = last(&imported.stdout);
    let rehearsed = guanmo(&["rehearse", &event, "--data", data]);
    assert_eq!(rehearsed.code, 0, "{rehearsed:?}");
    let rehearsal = last(&rehearsed.stdout);
    assert_ne!(rehearsal, event);
    assert_eq!(guanmo(&["discard", &rehearsal, "--data", data]).code, 0);
    assert_eq!(guanmo(&["discard", &event, "--data", data]).code, 1);
    let opened = guanmo(&["open", &event, "--data", data]);
    assert_eq!(opened.code, 0, "{opened:?}");
    let again = guanmo(&["open", &event, "--data", data]);
    assert_eq!(again.code, 1);
    assert!(again.stderr.contains("评分中"), "{again:?}");
}
