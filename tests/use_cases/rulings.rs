//! The quarantine: an organiser admits or refuses, once, with a reason.

use guanmo::app::act::reason::ReasonFault;
use guanmo::app::act::state::WrongState;
use guanmo::app::cards::batch::BatchFault;
use guanmo::app::cards::ruling::RulingFault;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::error::NotFound;
use guanmo::app::event::view::{CloseBlocker, EventState};
use guanmo::app::event::wire::Outcome;
use guanmo::app::{App, AppError};
use guanmo::scoring::event::ExclusionKind;

use super::windows::with_release;
use crate::support::database::on_each;
use crate::support::desk::{empty_event, export, import, organiser};
use crate::support::fault::refusal;
use crate::support::tablet::Tablet;

/// An event whose cards are taken from the bus's arrival on.
fn waiting_event(app: &App) -> String {
    import(app, &with_release("opens = \"arrival\""))
}

/// A card that came before its time.
fn early(tablet: &mut Tablet, effect: &str, base: Option<&str>) -> String {
    let result = tablet.submit("A", base, effect, "35");
    assert_eq!(result.outcome, Outcome::NotOpen);
    result.op
}

fn rule(app: &App, event: &str, op: &str, admit: bool) -> Result<(), AppError> {
    app.rule(&organiser(), event, op, admit, "网络中断，路线已核对")
}

#[test]
fn an_admitted_card_counts_in_its_judges_name_and_its_op_stays_what_it_was() {
    on_each(|database| {
        let app = database.app();
        let event = waiting_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let mut op = tablet.op("visit", "A", None, &[("effect", "47.5"), ("novelty", "35")]);
        op["comment"] = "看得仔细".into();
        assert_eq!(tablet.send_one(&op).outcome, Outcome::NotOpen);
        let id = op["op"].as_str().expect("an id");
        let version = app.judge_view(&tablet.judge).expect("a view").version;
        assert!(matches!(refusal(&app.rule(&organiser(), &event, id, true, " ")), Some(ReasonFault::None)));
        rule(&app, &event, id, true).expect("admitted");
        let card = tablet.card("visit", "A");
        assert_eq!((card.revision, card.marks["effect"].as_str(), card.comment.as_str()), (1, "47.5", "看得仔细"));
        assert_ne!(card.op.as_deref(), Some(id));
        assert!(card.receipt.is_some() && card.quarantined.is_empty());
        assert_eq!(card.rulings.len(), 1);
        assert_eq!((card.rulings[0].op.as_str(), card.rulings[0].admitted), (id, true));
        assert!(app.judge_view(&tablet.judge).expect("a view").version > version);
        // sent again, it is told what it was told
        assert_eq!(tablet.send_one(&op).outcome, Outcome::NotOpen);
        let ruled = app.quarantine(&organiser(), &event).expect("the quarantine").remove(0).ruling.expect("a ruling");
        assert_eq!((ruled.reason.as_str(), ruled.who.as_str()), ("网络中断，路线已核对", "account:organiser"));
        let audit = app.log(&organiser(), Some(&event), 1).expect("the log").remove(0);
        assert_eq!((audit.act.as_str(), audit.who.as_str()), ("admit", "account:organiser"));
        assert!(!audit.payload.expect("a payload").contains("47.5"), "marks are not in the audit");
        // what was decided is decided
        assert!(matches!(refusal(&rule(&app, &event, id, false)), Some(RulingFault::Decided)));
        assert!(database.tamper("UPDATE ruling SET reason = 'x'").is_err());
        assert!(database.tamper("DELETE FROM ruling").is_err());
    });
}

#[test]
fn a_refused_card_counts_for_nothing_and_its_judge_reads_why() {
    on_each(|database| {
        let app = database.app();
        let event = waiting_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let id = early(&mut tablet, "50", None);
        rule(&app, &event, &id, false).expect("refused");
        let card = tablet.card("visit", "A");
        assert_eq!((card.op, card.quarantined.len()), (None, 0));
        assert!(!card.rulings[0].admitted);
        assert_eq!(card.rulings[0].reason, "网络中断，路线已核对");
        let unknown = rule(&app, &event, "00000000-0000-4000-8000-000000000000", true);
        assert!(matches!(refusal(&unknown), Some(NotFound { .. })));
        // a card that was recorded is not in the quarantine
        app.arrive(&organiser(), &event, "A").expect("arrived");
        let recorded = tablet.submit("A", Some(&id), "51", "35");
        assert_eq!(recorded.outcome, Outcome::Recorded);
        assert!(matches!(refusal(&rule(&app, &event, &recorded.op, true)), Some(NotFound { .. })));
    });
}

#[test]
fn an_older_card_is_not_admitted_over_a_newer_one() {
    on_each(|database| {
        let app = database.app();
        let event = waiting_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let id = early(&mut tablet, "40", None);
        app.arrive(&organiser(), &event, "A").expect("arrived");
        // the tablet corrects the card that it has; what lies in the quarantine replaced nothing
        assert_eq!(tablet.submit("A", Some(&id), "50", "35").outcome, Outcome::Recorded);
        let older = rule(&app, &event, &id, true);
        assert!(matches!(refusal(&older), Some(RulingFault::Older)), "{older:?}");
        assert_eq!(tablet.card("visit", "A").marks["effect"], "50");
        rule(&app, &event, &id, false).expect("refusing is always possible");
    });
}

#[test]
fn corrections_of_a_quarantined_card_are_admitted_in_their_order() {
    on_each(|database| {
        let app = database.app();
        let event = waiting_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let first = early(&mut tablet, "40", None);
        let second = early(&mut tablet, "41", Some(&first));
        rule(&app, &event, &first, true).expect("admitted");
        rule(&app, &event, &second, true).expect("the correction of what was admitted");
        let card = tablet.card("visit", "A");
        assert_eq!((card.revision, card.marks["effect"].as_str()), (2, "41"));
        // the judge goes on from what the tablet has, or from what the server shows
        app.arrive(&organiser(), &event, "A").expect("arrived");
        assert_eq!(tablet.submit("A", Some(&second), "42", "35").outcome, Outcome::Recorded);
        assert!(tablet.card("visit", "A").rivals.is_empty());
    });
}

#[test]
fn an_admission_does_not_settle_what_the_judge_has_to_pick() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &with_release("opens = \"arrival\"\ncloses_after = 30"));
        app.arrive(&organiser(), &event, "A").expect("arrived");
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let first = tablet.submit("A", None, "50", "35").op;
        assert_eq!(Tablet::new(&app, &event, "j1", "t2").outcome("A", "40", "35"), Outcome::Conflict);
        app.leave(&organiser(), &event, "A").expect("left");
        app.clock().advance(chrono::TimeDelta::hours(1));
        let late = tablet.submit("A", Some(&first), "51", "35");
        assert_eq!(late.outcome, Outcome::Late);
        assert!(matches!(refusal(&rule(&app, &event, &late.op, true)), Some(RulingFault::Conflict)));
        assert_eq!(tablet.card("visit", "A").rivals.len(), 1);
        // the judge's own pick that came late settles once it is admitted, and not before
        let pick = tablet.pick("A", "40", "35");
        assert_eq!((pick.outcome, tablet.card("visit", "A").rivals.len()), (Outcome::Late, 1));
        rule(&app, &event, &pick.op, true).expect("admitted");
        let card = tablet.card("visit", "A");
        assert_eq!((card.marks["effect"].as_str(), card.rivals.len()), ("40", 0));
    });
}

#[test]
fn a_card_that_the_present_rules_refuse_is_not_admitted() {
    on_each(|database| {
        let app = database.app();
        let event = waiting_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let wrong = early(&mut tablet, "60.5", None);
        let refused = rule(&app, &event, &wrong, true).expect_err("invalid");
        assert!(matches!(&refused.fault(), Some(RulingFault::Invalid { .. })), "{refused:?}");
        assert!(!refused.to_string().contains("60.5"), "no mark before the close: {refused}");
        let right = early(&mut tablet, "60", None);
        let request = ExcludeRequest {
            judge: "j1".into(),
            component: None,
            entry: Some("A".into()),
            kind: ExclusionKind::Recused,
            reason: "在甲镇任职".into(),
        };
        app.exclude(&organiser(), &event, &request).expect("excluded");
        assert!(matches!(refusal(&rule(&app, &event, &right, true)), Some(RulingFault::NotDue)));
        rule(&app, &event, &right, false).expect("refused");
    });
}

#[test]
fn an_undecided_card_blocks_the_close_and_is_only_refused_after_it() {
    on_each(|database| {
        let app = database.app();
        let event = waiting_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let decided = early(&mut tablet, "40", None);
        let open = early(&mut tablet, "41", Some(&decided));
        rule(&app, &event, &decided, false).expect("refused");
        let blockers = app.close_blockers(&organiser(), &event).expect("blockers");
        let quarantined: Vec<_> = blockers.iter().filter(|b| matches!(b, CloseBlocker::Quarantined { .. })).collect();
        assert!(
            matches!(&quarantined[..], [CloseBlocker::Quarantined { op, judge, entry, .. }]
            if *op == open && judge == "j1" && entry == "A"),
            "{quarantined:?}"
        );
        app.close(&organiser(), &event, Some("主席决定")).expect("closed");
        let late = rule(&app, &event, &open, true);
        assert!(matches!(refusal(&late), Some(WrongState { state: EventState::Closed, .. })));
        rule(&app, &event, &open, false).expect("refused");
    });
}

#[test]
fn an_admitted_card_is_counted_and_exported() {
    on_each(|database| {
        let app = database.app();
        let (event, other) = (waiting_event(&app), waiting_event(&app));
        let received = || app.progress(&organiser(), &event).expect("progress").received;
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let id = early(&mut tablet, "50", None);
        assert!(matches!(refusal(&rule(&app, &other, &id, true)), Some(NotFound { .. })), "it is another event's");
        assert_eq!(received(), 0);
        rule(&app, &event, &id, true).expect("admitted");
        assert_eq!(received(), 1);
        let exported = export(&app, &event);
        let scores = std::fs::read_to_string(exported.path().join("scores.csv")).expect("scores");
        assert!(scores.contains("j1,visit,A,effect,50"), "{scores}");
    });
}

#[test]
fn nobody_sends_in_the_name_of_the_desk() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "desk");
        let op = tablet.op("visit", "A", None, &[("effect", "50"), ("novelty", "35")]);
        let refused = app.sync(&tablet.judge, &tablet.request(&[op]));
        assert!(matches!(refusal(&refused), Some(BatchFault::BadDevice)));
    });
}
