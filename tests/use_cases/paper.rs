//! Cards from paper: two people, blind; nobody confirms what they typed themselves.

use std::collections::BTreeMap;

use guanmo::app::act::actor::{Actor, Role, Who};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::reason::ReasonFault;
use guanmo::app::act::record::Logged;
use guanmo::app::act::state::WrongState;
use guanmo::app::cards::batch::BatchFault;
use guanmo::app::cards::paper::{Became, CardName, PaperFault, SheetState, Typed, TypedAnswer};
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::error::NotFound;
use guanmo::app::event::view::{CellState, CloseBlocker, EventState};
use guanmo::app::event::wire::Outcome;
use guanmo::app::result::close::Blocked;
use guanmo::app::{App, AppError};
use guanmo::scoring::event::ExclusionKind;

use super::cards::ballots;
use super::windows::with_release;
use crate::support::database::on_each;
use crate::support::desk::{empty_event, export, import, organiser, staff};
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

/// A teller of one's own account.
pub fn teller(name: &str) -> Actor {
    Actor { who: Who::Account(name.to_owned()), role: Some(Role::Teller) }
}

pub fn sheet_of(component: &str, entry: &str, marks: &[(&str, &str)]) -> Typed {
    let marks = marks.iter().map(|(key, mark)| ((*key).to_owned(), (*mark).to_owned())).collect();
    Typed {
        judge: "j1".into(),
        component: component.into(),
        entry: entry.into(),
        reference: "扫描 001".into(),
        marks,
        ..Typed::default()
    }
}

fn visit(effect: &str, novelty: &str) -> Typed {
    sheet_of("visit", "A", &[("effect", effect), ("novelty", novelty)])
}

fn type_in(app: &App, event: &str, who: &str, typed: &Typed) -> Result<TypedAnswer, AppError> {
    app.type_sheet(&teller(who), event, typed)
}

/// Two who read it differently; gives the sheet.
fn differing(app: &App, event: &str) -> String {
    type_in(app, event, "li", &visit("47.5", "35")).expect("typed");
    let second = type_in(app, event, "wu", &visit("41.5", "35")).expect("typed");
    assert_eq!(second.became, Became::Differs);
    second.sheet
}

fn values(marks: &[(&str, &str)]) -> BTreeMap<String, String> {
    marks.iter().map(|(key, mark)| ((*key).to_owned(), (*mark).to_owned())).collect()
}

/// All that the audit says of an event.
fn audit(app: &App, event: &str) -> String {
    let rows = app.log(&organiser(), Some(event), 100).expect("the log");
    let said = |row: &Logged| format!("{} {} {}", row.act, row.who, row.payload.as_deref().unwrap_or_default());
    rows.iter().map(said).collect::<Vec<_>>().join("\n")
}

fn fault<T: std::fmt::Debug>(answer: Result<T, AppError>) -> PaperFault {
    refused_as(answer)
}

#[test]
fn what_two_people_read_alike_is_the_judges_card_at_once() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let tablet = Tablet::new(&app, &event, "j1", "t1");
        let mut first = visit("４７．５", " 35.0 ");
        first.comment = "看得仔细".into();
        let answer = type_in(&app, &event, "li", &first).expect("typed");
        assert_eq!(answer.became, Became::Waiting);
        let notes: Vec<_> = answer.notes.iter().map(|(found, taken)| format!("{found}={taken}")).collect();
        assert_eq!(notes, ["４７．５=47.5", " 35.0 =35.0"], "what was taken for something else is said");
        assert_eq!(tablet.card("visit", "A").op, None, "one person alone makes no card");
        assert_eq!(fault(type_in(&app, &event, "li", &first)), PaperFault::OwnTyping);
        let mut second = visit("47.5", "35");
        second.comment = "看得仔细".into();
        assert_eq!(type_in(&app, &event, "wu", &second).expect("typed").became, Became::Recorded);
        let card = tablet.card("visit", "A");
        assert_eq!((card.revision, card.marks["effect"].as_str(), card.comment.as_str()), (1, "47.5", "看得仔细"));
        assert!(card.receipt.is_some());
        let matrix = app.matrix(&organiser(), &event).expect("the matrix");
        assert_eq!(matrix.cells[0][0][0].state, CellState::Paper);
        let exported = export(&app, &event);
        let scores = std::fs::read_to_string(exported.path().join("scores.csv")).expect("scores");
        assert!(scores.contains("j1,visit,A,effect,47.5"), "{scores}");
        // who stands behind it, and where the scan is; no mark
        let told = audit(&app, &event);
        assert!(told.contains("\"read_by\":\"li\"") && told.contains("\"confirmed_by\":\"wu\""), "{told}");
        assert!(told.contains("扫描 001") && told.contains("take-paper account:wu"), "{told}");
        assert!(!told.contains("47.5") && !told.contains("看得仔细"), "{told}");
        // the same sheet again is no second card
        let again = fault(type_in(&app, &event, "zhao", &visit("47.5", "35")));
        assert_eq!(again, PaperFault::Taken { reference: "扫描 001".into() });
        for table in ["sheet", "typing", "sheet_end"] {
            assert!(database.tamper(&format!("UPDATE {table} SET at = 0")).is_err(), "{table}");
            assert!(database.tamper(&format!("DELETE FROM {table}")).is_err(), "{table}");
        }
    });
}

#[test]
fn a_difference_is_shown_alone_and_settled_by_somebody_who_did_not_type_it() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let sheet = differing(&app, &event);
        let view = app.paper_sheet(&teller("wu"), &event, &sheet).expect("the sheet");
        assert_eq!(view.differing.iter().map(|field| field.key.as_str()).collect::<Vec<_>>(), ["effect"]);
        let shown: Vec<_> = view.readings.iter().map(|r| (r.who.as_str(), r.values.clone(), r.may_confirm)).collect();
        assert_eq!(
            shown,
            [("li", vec!["47.5".to_owned()], true), ("wu", vec!["41.5".to_owned()], false)],
            "only what differs"
        );
        let confirm =
            |who: &str, number, remark: &str| app.confirm_reading(&teller(who), &event, &sheet, number, remark);
        assert_eq!(fault(confirm("li", 1, "如此")), PaperFault::OwnContent);
        assert_eq!(fault(confirm("wu", 2, "如此")), PaperFault::OwnContent);
        assert!(matches!(refusal(&confirm("wu", 1, " ")), Some(ReasonFault::None)));
        assert!(matches!(refusal(&confirm("wu", 9, "如此")), Some(NotFound { .. })));
        assert_eq!(fault(type_in(&app, &event, "zhao", &visit("47.5", "35"))), PaperFault::Twice);
        // a third value is proposed, and not confirmed by its proposer
        let propose = |who: &str, effect: &str| {
            app.propose_reading(
                &teller(who),
                &event,
                &sheet,
                &values(&[("effect", effect), ("novelty", "1")]),
                "第 1 格",
            )
        };
        assert_eq!(propose("li", "４７").expect("proposed"), Became::Differs);
        assert_eq!(fault(confirm("li", 3, "")), PaperFault::OwnContent);
        assert!(matches!(fault(propose("wu", "60.5")), PaperFault::Invalid(_)));
        assert_eq!(confirm("wu", 3, "").expect("confirmed"), Became::Recorded);
        let card = Tablet::new(&app, &event, "j1", "t1").card("visit", "A");
        assert_eq!((card.marks["effect"].as_str(), card.marks["novelty"].as_str()), ("47", "35"));
        assert_eq!(fault(confirm("wu", 1, "如此")), PaperFault::Ended);
        assert_eq!(fault(app.withdraw_sheet(&teller("li"), &event, &sheet, "误录")), PaperFault::Ended);
        let told = audit(&app, &event);
        assert!(
            told.contains("propose-paper account:li") && !told.contains("第 1 格"),
            "a remark may name a mark: {told}"
        );
        let after = app.paper_sheet(&teller("wu"), &event, &sheet).expect("the sheet");
        assert!(after.differing.is_empty() && after.readings.iter().all(|reading| reading.values.is_empty()));
    });
}

#[test]
fn who_gives_way_to_the_other_thereby_confirms_them() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let sheet = differing(&app, &event);
        let given = values(&[("effect", "47.5")]);
        let became = app.propose_reading(&teller("wu"), &event, &sheet, &given, "看错了行").expect("settled");
        assert_eq!(became, Became::Recorded);
        assert_eq!(Tablet::new(&app, &event, "j1", "t1").card("visit", "A").marks["effect"], "47.5");
        assert!(audit(&app, &event).contains("\"confirmed_by\":\"wu\""));
    });
}

#[test]
fn a_scrutineer_settles_and_does_not_type() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let scrutineer = staff(Role::Scrutineer);
        assert!(matches!(refusal(&app.type_sheet(&scrutineer, &event, &visit("1", "1"))), Some(Forbidden { .. })));
        let sheet = differing(&app, &event);
        let became = app.confirm_reading(&scrutineer, &event, &sheet, 2, "第 1 格为 41.5").expect("confirmed");
        assert_eq!(became, Became::Recorded);
        for role in [Role::Inspector, Role::Official, Role::Administrator] {
            assert!(matches!(refusal(&app.paper_desk(&staff(role), &event)), Some(Forbidden { .. })), "{role:?}");
        }
        // the command line is nobody in particular
        let console = app.type_sheet(&Actor::console(Role::Teller), &event, &sheet_of("visit", "B", &[]));
        assert_eq!(fault(console), PaperFault::NoAccount);
    });
}

#[test]
fn a_blank_is_no_zero_and_what_the_rules_refuse_is_not_taken() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let typed = sheet_of("visit", "A", &[("effect", "60.5"), ("novelty", " ")]);
        let PaperFault::Invalid(faults) = fault(type_in(&app, &event, "li", &typed)) else { panic!("taken") };
        let said: Vec<_> = faults.iter().map(|fault| format!("{} {}", fault.criterion, fault.text)).collect();
        assert!(said[0].starts_with("effect 60.5") && said[1] == "novelty 尚未填写", "{said:?}");
        assert!(app.paper_desk(&organiser(), &event).expect("the desk").sheets.is_empty(), "nothing was kept");
        for reference in ["", "　", &"长".repeat(61)] {
            let typed = Typed { reference: reference.into(), ..visit("50", "35") };
            assert_eq!(fault(type_in(&app, &event, "li", &typed)), PaperFault::Reference);
        }
        let unknown = Typed { entry: "Z".into(), ..visit("50", "35") };
        assert_eq!(fault(type_in(&app, &event, "li", &unknown)), PaperFault::NotOnCard);
        assert_eq!(fault(type_in(&app, &event, "li", &sheet_of("visit", "", &[]))), PaperFault::NoEntry);
        assert_eq!(fault(type_in(&app, &event, "li", &sheet_of("daily", "A", &[]))), PaperFault::NotOnCard);
    });
}

#[test]
fn a_card_from_a_tablet_and_one_from_paper_are_rivals_for_the_judge_to_pick() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let first = tablet.submit("A", None, "50", "35").op;
        type_in(&app, &event, "li", &visit("47.5", "35")).expect("typed");
        assert_eq!(type_in(&app, &event, "wu", &visit("47.5", "35")).expect("typed").became, Became::Conflict);
        let card = tablet.card("visit", "A");
        assert_eq!((card.marks["effect"].as_str(), card.rivals.len()), ("50", 1), "nothing is overwritten");
        let matrix = app.matrix(&organiser(), &event).expect("the matrix");
        assert_eq!(matrix.cells[0][0][0].state, CellState::Conflict);
        assert_eq!(
            (card.rivals[0].device.as_str(), card.rivals[0].made_at),
            ("paper", None),
            "typed in some time later"
        );
        // a correction leaves it open, what is typed from another sheet settles nothing, and the judge picks
        assert_eq!(tablet.submit("A", Some(&first), "49", "35").outcome, Outcome::Recorded);
        let another = Typed { reference: "扫描 002".into(), ..visit("46", "35") };
        type_in(&app, &event, "li", &another).expect("typed");
        assert_eq!(type_in(&app, &event, "wu", &another).expect("typed").became, Became::Conflict);
        assert_eq!(tablet.card("visit", "A").rivals.len(), 2);
        assert_eq!(tablet.pick("A", "47.5", "35").outcome, Outcome::Recorded);
        assert!(tablet.card("visit", "A").rivals.is_empty());
        // the other way round
        let typed = sheet_of("visit", "B", &[("effect", "40"), ("novelty", "30")]);
        type_in(&app, &event, "li", &typed).expect("typed");
        type_in(&app, &event, "wu", &typed).expect("typed");
        assert_eq!(tablet.outcome("B", "41", "30"), Outcome::Conflict);
        // a judge who sees the card from paper goes on from it
        let seen = tablet.card("visit", "B").op.expect("an op");
        assert_eq!(tablet.submit("B", Some(&seen), "42", "30").outcome, Outcome::Recorded);
        assert_eq!(tablet.card("visit", "B").rivals.len(), 1);
        // what says the same is no rival
        tablet.submit("C", None, "33", "22");
        let typed = sheet_of("visit", "C", &[("effect", "33.0"), ("novelty", "22")]);
        type_in(&app, &event, "li", &typed).expect("typed");
        assert_eq!(type_in(&app, &event, "wu", &typed).expect("typed").became, Became::Same);
        assert!(tablet.card("visit", "C").rivals.is_empty());
        assert_eq!(app.matrix(&organiser(), &event).expect("the matrix").cells[0][0][2].state, CellState::Received);
    });
}

#[test]
fn two_who_begin_the_same_sheet_at_the_same_time_are_its_first_and_its_second() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let card = CardName { judge: "j1".into(), component: "visit".into(), entry: "A".into() };
        for who in ["li", "wu"] {
            assert_eq!(app.paper_form(&teller(who), &event, &card).expect("a form").second, None);
        }
        type_in(&app, &event, "li", &visit("47.5", "35")).expect("typed");
        let other = Typed { reference: "扫描 002".into(), ..visit("47.5", "35") };
        assert_eq!(fault(type_in(&app, &event, "wu", &other)), PaperFault::Open { reference: "扫描 001".into() });
        let form = app.paper_form(&teller("wu"), &event, &card).expect("a form");
        assert_eq!(form.second.expect("the second").1, "扫描 001");
        assert_eq!(fault(app.paper_form(&teller("li"), &event, &card)), PaperFault::OwnTyping);
        assert_eq!(type_in(&app, &event, "wu", &visit("47.5", "35")).expect("typed").became, Became::Recorded);
        assert_eq!(Tablet::new(&app, &event, "j1", "t1").card("visit", "A").revision, 1);
    });
}

#[test]
fn however_often_a_sheet_is_sent_at_once_it_is_typed_once_by_each_and_makes_one_card() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let answers: Vec<_> = std::thread::scope(|scope| {
            let people = ["li", "wu", "li", "wu", "li", "wu", "li", "wu"];
            let sent = people.map(|who| scope.spawn(|| type_in(&app, &event, who, &visit("47.5", "35"))));
            sent.into_iter().map(|one| one.join().expect("no panic")).collect()
        });
        let mut taken: Vec<_> = answers.iter().flatten().map(|answer| answer.became).collect();
        taken.sort_by_key(|became| *became == Became::Recorded);
        assert_eq!(taken, [Became::Waiting, Became::Recorded], "{answers:?}");
        assert_eq!(Tablet::new(&app, &event, "j1", "t1").card("visit", "A").revision, 1);
    });
}

#[test]
fn a_withdrawn_sheet_is_no_card_and_can_be_typed_anew() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let sheet = type_in(&app, &event, "li", &visit("47.5", "35")).expect("typed").sheet;
        let none = app.withdraw_sheet(&teller("li"), &event, &sheet, " ");
        assert!(matches!(refusal(&none), Some(ReasonFault::None)));
        app.withdraw_sheet(&teller("li"), &event, &sheet, "录错了卡").expect("withdrawn");
        let typed = Typed { sheet: sheet.clone(), ..visit("47.5", "35") };
        assert_eq!(fault(type_in(&app, &event, "wu", &typed)), PaperFault::Ended);
        let desk = app.paper_desk(&teller("wu"), &event).expect("the desk");
        assert!(matches!(&desk.sheets[0].state, SheetState::Withdrawn { reason, .. } if reason == "录错了卡"));
        assert_eq!(type_in(&app, &event, "li", &visit("47", "35")).expect("typed").became, Became::Waiting);
        let elsewhere = import(&app, &Folder::sound());
        assert!(matches!(refusal(&app.paper_sheet(&organiser(), &elsewhere, &sheet)), Some(NotFound { .. })));
    });
}

#[test]
fn a_half_typed_sheet_keeps_the_event_open_and_is_no_card_after_the_close() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let waiting = sheet_of("visit", "B", &[("effect", "40"), ("novelty", "30")]);
        type_in(&app, &event, "li", &waiting).expect("typed");
        let sheet = differing(&app, &event);
        let blockers = app.close_blockers(&organiser(), &event).expect("blockers");
        let papers: Vec<_> = blockers
            .iter()
            .filter_map(|blocker| match blocker {
                CloseBlocker::Paper { entry, differs, reference, .. } => Some((&**entry, *differs, &**reference)),
                _ => None,
            })
            .collect();
        assert_eq!(papers.len(), 2, "{blockers:?}");
        assert!(papers.contains(&("A", true, "扫描 001")) && papers.contains(&("B", false, "扫描 001")));
        assert!(matches!(refusal(&app.close(&organiser(), &event, None)), Some(Blocked(_))));
        app.close(&organiser(), &event, Some("主席决定")).expect("closed");
        assert!(audit(&app, &event).contains("\"kind\":\"paper\""));
        let late = app.confirm_reading(&teller("wu"), &event, &sheet, 1, "如此");
        assert!(matches!(refusal(&late), Some(WrongState { state: EventState::Closed, .. })));
        assert!(matches!(refusal(&type_in(&app, &event, "wu", &waiting)), Some(WrongState { .. })));
        // from then on who may see whose a mark is sees what was typed
        let told = |role| app.paper_sheet(&staff(role), &event, &sheet).expect("the sheet").readings[0].values.clone();
        assert_eq!(told(Role::Scrutineer), ["47.5", "35", ""]);
        assert!(told(Role::Teller).is_empty());
    });
}

#[test]
fn a_window_that_is_over_takes_paper_and_one_that_has_not_begun_does_not() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &with_release("opens = \"arrival\"\ncloses_after = 30"));
        assert_eq!(fault(type_in(&app, &event, "li", &visit("47.5", "35"))), PaperFault::NotYet);
        app.arrive(&organiser(), &event, "A").expect("arrived");
        type_in(&app, &event, "li", &visit("47.5", "35")).expect("typed");
        app.leave(&organiser(), &event, "A").expect("left");
        app.clock().advance(chrono::TimeDelta::hours(2));
        assert_eq!(type_in(&app, &event, "wu", &visit("47.5", "35")).expect("typed").became, Became::Recorded);
        assert!(audit(&app, &event).contains("\"after_window\":true"));
    });
}

#[test]
fn a_judge_who_is_recused_meanwhile_gets_no_card_from_paper() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let sheet = differing(&app, &event);
        let request = ExcludeRequest {
            judge: "j1".into(),
            component: None,
            entry: Some("A".into()),
            kind: ExclusionKind::Recused,
            reason: "在甲镇任职".into(),
        };
        app.exclude(&organiser(), &event, &request).expect("excluded");
        assert_eq!(fault(app.confirm_reading(&teller("wu"), &event, &sheet, 1, "如此")), PaperFault::NotDue);
        assert_eq!(app.progress(&organiser(), &event).expect("progress").received, 0);
        app.withdraw_sheet(&teller("wu"), &event, &sheet, "已登记回避").expect("withdrawn");
    });
}

#[test]
fn what_the_present_rules_refuse_is_not_confirmed() {
    on_each(|database| {
        let (event, sheet) = {
            let app = database.app();
            let event = empty_event(&app);
            let sheet = differing(&app, &event);
            (event, sheet)
        };
        database
            .tamper("UPDATE event SET rules_text = REPLACE(rules_text, 'max = 60', 'max = 45')")
            .expect("new rules");
        let app = database.app();
        assert_eq!(fault(app.confirm_reading(&teller("wu"), &event, &sheet, 1, "如此")), PaperFault::Rules);
        let became = app.confirm_reading(&teller("li"), &event, &sheet, 2, "扫描件如此").expect("confirmed");
        assert_eq!(became, Became::Recorded);
    });
}

#[test]
fn a_ballot_and_a_grade_are_typed_twice_too() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &ballots());
        let tablet = Tablet::new(&app, &event, "j1", "t1");
        let places = |a: &str, b: &str, c: &str| sheet_of("places", "", &[("A", a), ("B", b), ("C", c)]);
        assert!(matches!(fault(type_in(&app, &event, "li", &places("1", "1", "3"))), PaperFault::Invalid(_)));
        type_in(&app, &event, "li", &places("2", "1", "3")).expect("typed");
        let second = type_in(&app, &event, "wu", &places("1", "2", "3")).expect("typed");
        assert_eq!(second.became, Became::Differs);
        let view = app.paper_sheet(&teller("li"), &event, &second.sheet).expect("the sheet");
        assert_eq!(view.differing.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["甲镇", "乙镇"]);
        app.confirm_reading(&teller("wu"), &event, &second.sheet, 1, "如此").expect("confirmed");
        assert_eq!(tablet.card("places", "").marks["B"], "1");
        let grade = sheet_of("grade", "A", &[("grade", "good")]);
        type_in(&app, &event, "li", &grade).expect("typed");
        assert_eq!(type_in(&app, &event, "wu", &grade).expect("typed").became, Became::Recorded);
        assert_eq!(tablet.card("grade", "A").marks["grade"], "good");
    });
}

#[test]
fn no_tablet_sends_in_the_name_of_paper() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "paper");
        let op = tablet.op("visit", "A", None, &[("effect", "50"), ("novelty", "35")]);
        let refused = app.sync(&tablet.judge, &tablet.request(&[op]));
        assert!(matches!(refusal(&refused), Some(BatchFault::BadDevice)));
    });
}
