//! Before the close, the close, and after it.

use std::thread;
use std::time::Duration;

use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::reason::ReasonFault;
use guanmo::app::act::state::WrongState;
use guanmo::app::event::view::{Board, CellState, CloseBlocker, EventState};
use guanmo::app::event::wire::Outcome;
use guanmo::app::result::board::ProvisionalNotOpen;
use guanmo::app::result::close::Blocked;
use guanmo::folder;
use guanmo::scoring::result::BlockerKind;
use guanmo::scoring::{Explain, tabulate};

use crate::support::database::on_each;
use crate::support::desk::{ask_for_no_signature, empty_event, export, import, organiser, publish, staff};
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

#[test]
fn nobody_but_organisers_who_opened_them_gets_provisional_standings() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        assert!(matches!(refusal(&app.ranking(&organiser(), &event)), Some(ProvisionalNotOpen)));
        let without = app.open_provisional(&organiser(), &event, "  ");
        assert!(matches!(refusal(&without), Some(ReasonFault::None)));
        app.open_provisional(&organiser(), &event, "核对数据").expect("opened");
        let ranking = app.ranking(&organiser(), &event).expect("a ranking");
        assert!(ranking.provisional && ranking.event.provisional_open);
        assert_eq!(ranking.report.ranking[0].entry, "A");
        for actor in [staff(Role::Official), staff(Role::Administrator), Actor::judge(&event, "j1"), Actor::visitor()] {
            assert!(matches!(refusal(&app.ranking(&actor, &event)), Some(Forbidden { .. })), "{actor:?}");
        }
        assert!(matches!(app.board(&staff(Role::Official), &event).expect("a board"), Board::Progress(_)));
        let audit = app.log(&organiser(), Some(&event), 1).expect("the log");
        assert_eq!((audit[0].act.as_str(), audit[0].who.as_str()), ("open-provisional", "account:organiser"));
    });
}

#[test]
fn standings_follow_each_card() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        app.open_provisional(&organiser(), &event, "核对").expect("opened");
        let total = || app.ranking(&organiser(), &event).expect("a ranking").report.ranking[0].total.clone();
        let before = total();
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let base = tablet.card("visit", "A").op;
        tablet.submit("A", base.as_deref(), "60", "40");
        assert_ne!(total(), before);
        // another instance on the same database sees the same
        let other = database.app();
        assert_eq!(other.ranking(&organiser(), &event).expect("a ranking").report.ranking[0].total, total());
    });
}

#[test]
fn an_event_with_a_missing_card_closes_only_with_a_reason() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let Blocked(blockers) = refused_as(app.close(&organiser(), &event, None));
        assert!(blockers.iter().any(|blocker| matches!(blocker,
            CloseBlocker::Standings(b) if b.kind == BlockerKind::MissingCard && b.judge.as_deref() == Some("j1"))));
        assert_eq!(app.event(&organiser(), &event).expect("the event").state, EventState::Open);
        app.close(&organiser(), &event, Some("主席决定")).expect("closed");
        let audit = app.log(&organiser(), Some(&event), 1).expect("the log").remove(0);
        assert!(audit.payload.expect("a payload").contains("主席决定"));
    });
}

#[test]
fn conflicts_and_devices_behind_block_the_close() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        tablet.submit("A", None, "1", "1");
        let lost = tablet.op("visit", "B", None, &[]);
        drop(lost);
        let base = tablet.card("visit", "C").op;
        tablet.submit("C", base.as_deref(), "41", "20");
        let blockers = app.close_blockers(&organiser(), &event).expect("blockers");
        assert!(
            matches!(&blockers[..], [CloseBlocker::Conflict { entry, .. }, CloseBlocker::Device(device)]
            if entry == "A" && device.acked_seq == 1 && device.last_seq == 3),
            "{blockers:?}"
        );
        assert!(matches!(refusal(&app.close(&organiser(), &event, None)), Some(Blocked(_))));
    });
}

#[test]
fn the_close_freezes_what_the_board_shows() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        ask_for_no_signature(&app, &event);
        let frozen = app.close(&organiser(), &event, None).expect("closed");
        assert!(frozen.report.is_final && frozen.report.trace.as_ref().is_some_and(|trace| trace.len() == 3));
        let official = staff(Role::Official);
        let Board::Result { frozen: shown, event: summary, .. } = app.board(&official, &event).expect("a board") else {
            panic!("progress after the close")
        };
        assert_eq!((shown.fingerprint, summary.state), (frozen.fingerprint, EventState::Closed));
        assert!(!app.ranking(&official, &event).expect("a ranking").provisional);
        assert!(matches!(app.board(&staff(Role::Administrator), &event), Ok(Board::Progress(_))));
        assert!(matches!(refusal(&app.close(&organiser(), &event, None)), Some(WrongState { .. })));
        publish(&app, &event).expect("published");
        assert_eq!(app.event(&official, &event).expect("the event").state, EventState::Published);
        assert!(matches!(refusal(&publish(&app, &event)), Some(WrongState { .. })));
        // a frozen result does not change, whoever tries
        assert!(database.tamper("UPDATE result SET report = '{}'").is_err());
    });
}

#[test]
fn the_matrix_says_who_handed_in_what() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        tablet.submit("A", None, "50", "35");
        Tablet::new(&app, &event, "j1", "t2").submit("A", None, "49", "35");
        tablet.submit("B", None, "50", "35");
        let matrix = app.matrix(&organiser(), &event).expect("a matrix");
        let states: Vec<_> = matrix.cells[0][0].iter().map(|cell| cell.state).collect();
        assert_eq!(states, [CellState::Conflict, CellState::Received, CellState::Missing]);
        assert_eq!((matrix.progress.due, matrix.progress.received), (9, 2));
        assert_eq!(matrix.groups.iter().map(|g| g.judges.len()).collect::<Vec<_>>(), [2, 1]);
        assert!(matches!(refusal(&app.matrix(&staff(Role::Official), &event)), Some(Forbidden { .. })));
    });
}

/// The small event with so many entries more, which takes some time to count.
fn large(entries: usize) -> Folder {
    let folder = Folder::sound();
    let rows: Vec<String> = (0..entries).map(|n| format!("more-{n},某项目,某镇,\n")).collect();
    folder.append("entries.csv", &rows.concat());
    folder
}

#[test]
fn cards_are_taken_while_a_result_is_counted() {
    on_each(|database| {
        let app = database.app();
        let (closing, scoring) = (import(&app, &large(1600)), empty_event(&app));
        let mut tablet = Tablet::new(&app, &scoring, "j1", "t1");
        thread::scope(|scope| {
            let close = scope.spawn(|| app.close(&organiser(), &closing, Some("演练")).expect("closed"));
            let mut recorded = 0;
            while !close.is_finished() {
                assert_eq!(tablet.pick("A", "1", "1").outcome, Outcome::Recorded);
                recorded += 1;
            }
            close.join().expect("closed");
            // were it counted inside the writer: one before it begins, one that waits for all of it, one at its end
            assert!(recorded > 6, "{recorded} cards were recorded meanwhile");
        });
    });
}

#[test]
fn what_was_recorded_before_the_close_is_in_its_result() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &large(40));
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        thread::scope(|scope| {
            let cards = scope.spawn(move || {
                let mut base = tablet.card("visit", "A").op;
                let recorded = (1..).take_while(|n| {
                    let effect = (n % 60).to_string();
                    let op = tablet.op("visit", "A", base.as_deref(), &[("effect", &effect), ("novelty", "20")]);
                    base = op["op"].as_str().map(str::to_owned);
                    tablet.send_one(&op).outcome == Outcome::Recorded
                });
                recorded.count()
            });
            thread::sleep(Duration::from_millis(50));
            let frozen = app.close(&organiser(), &event, Some("演练")).expect("closed");
            assert!(cards.join().expect("sent") > 0);
            let exported = folder::read_dir(export(&app, &event).path(), None).expect("a sound folder");
            let again = tabulate(&exported.event).report(&exported.rules_sha256, &Explain::None);
            assert_eq!(frozen.report.ranking, again.ranking);
        });
    });
}
