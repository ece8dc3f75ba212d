//! A judge's own word that they have read through their cards: what it takes, how long it holds, and what hangs on it.

use guanmo::app::App;
use guanmo::app::act::actor::Role;
use guanmo::app::act::permission::Forbidden;
use guanmo::app::cards::confirm::SheetFault;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::event::signers::{Confirming, ResultFrom, Signers};
use guanmo::app::event::view::CloseBlocker;
use guanmo::app::event::wire::{ConfirmFault, OpResult, Outcome};
use guanmo::app::result::close::Blocked;
use guanmo::app::result::facts::FactWord;
use guanmo::scoring::event::ExclusionKind;
use serde_json::{Value, json};

use crate::support::database::{Database, on_each};
use crate::support::desk::{asking, assert_sound, empty_event, export, fact, organiser, staff};
use crate::support::fault::{refusal, refused_as};
use crate::support::tablet::Tablet;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// The ops of the cards that the tablet's judge sees as theirs.
fn seen(tablet: &Tablet) -> Vec<String> {
    let cards = tablet.app().judge_view(&tablet.judge).expect("a view").my_cards;
    let mut ops: Vec<String> = cards.into_iter().filter_map(|card| card.op).collect();
    ops.sort();
    ops
}

/// A confirmation of these ops, in the tablet's journal.
fn word(tablet: &mut Tablet, confirms: &[String]) -> Value {
    let mut op = tablet.op("", "", None, &[]);
    op["confirms"] = json!(confirms);
    op["secret"] = json!(SECRET);
    op
}

fn gives_word(tablet: &mut Tablet) -> OpResult {
    let confirms = seen(tablet);
    let op = word(tablet, &confirms);
    tablet.send_one(&op)
}

/// Whether it is refused with this sentence.
fn says(result: &OpResult, fault: ConfirmFault) -> bool {
    result.outcome == Outcome::Invalid && result.faults.iter().any(|line| line.text == fault.to_string())
}

/// An event of which each judge has handed in all three cards of the visit.
fn scored(database: &Database) -> (App, String, Vec<Tablet>) {
    let app = database.app();
    let event = empty_event(&app);
    let mut tablets: Vec<Tablet> =
        ["j1", "j2", "j3"].iter().map(|judge| Tablet::new(&app, &event, judge, &format!("t-{judge}"))).collect();
    for tablet in &mut tablets {
        for entry in ["A", "B", "C"] {
            assert_eq!(tablet.outcome(entry, "45", "30"), Outcome::Recorded);
        }
    }
    (app, event, tablets)
}

fn stands(app: &App, event: &str, seat: usize) -> bool {
    app.confirmations(&organiser(), event).expect("the seats").seats[seat].stands()
}

#[test]
fn a_judge_confirms_all_of_their_cards_and_any_change_undoes_it() {
    on_each(|database| {
        let (app, event, mut tablets) = scored(database);
        let tablet = &mut tablets[0];
        assert!(!stands(&app, &event, 0));
        let confirmed = gives_word(tablet);
        assert_eq!(confirmed.outcome, Outcome::Confirmed);
        assert!(confirmed.receipt.is_some());
        assert!(stands(&app, &event, 0) && !stands(&app, &event, 1));
        let view = app.judge_view(&tablet.judge).expect("a view").confirmed.expect("the confirmation");
        assert!(view.stands && !view.paper);

        // a correction of the judge's own undoes it, and says which card
        let base = tablet.card("visit", "B").op;
        assert_eq!(tablet.submit("B", base.as_deref(), "44", "30").outcome, Outcome::Recorded);
        let view = app.judge_view(&tablet.judge).expect("a view").confirmed.expect("the confirmation");
        assert!(!view.stands);
        assert_eq!(view.changed.iter().map(|card| card.entry.as_str()).collect::<Vec<_>>(), ["B"]);
        let told = fact(&app, &event, FactWord::Unconfirmed);
        assert_eq!(told.count, 3, "{told:?}");
        assert!(told.lines.iter().any(|line| line.starts_with("一席") && line.contains("又有变动（乙镇")), "{told:?}");
        assert!(told.lines.contains(&"二席：没有核对".to_owned()), "{told:?}");

        for tablet in &mut tablets {
            assert_eq!(gives_word(tablet).outcome, Outcome::Confirmed);
        }
        let told = fact(&app, &event, FactWord::Unconfirmed);
        assert!(told.count == 0 && told.lines[0].starts_with("3 席都已核对，最后"), "{told:?}");
        assert_sound(&app);
    });
}

#[test]
fn a_word_is_no_card_and_moves_no_standing() {
    on_each(|database| {
        let (app, event, mut tablets) = scored(database);
        let before = export(&app, &event).ranking(0);
        for tablet in &mut tablets {
            assert_eq!(gives_word(tablet).outcome, Outcome::Confirmed);
        }
        assert_eq!(export(&app, &event).ranking(0), before);
    });
}

#[test]
fn nothing_less_than_all_cards_as_they_are_is_confirmed() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t");
        let refused = |result: OpResult, fault: ConfirmFault| {
            assert!(says(&result, fault), "{result:?}");
            assert!(!stands(&app, &event, 0));
        };
        let first = tablet.submit("A", None, "45", "30");
        assert_eq!(first.outcome, Outcome::Recorded);
        refused(gives_word(&mut tablet), ConfirmFault::Lacking(2));
        tablet.outcome("B", "45", "30");
        tablet.outcome("C", "45", "30");

        // a card less, one twice and one too few, another's, one that was replaced
        let all = seen(&tablet);
        for wrong in [&all[..2], &[all[0].clone(), all[0].clone(), all[1].clone()], &["x".to_owned()]] {
            let op = word(&mut tablet, wrong);
            let result = tablet.send_one(&op);
            assert_eq!(result.outcome, Outcome::Invalid, "{wrong:?}");
            assert!(!stands(&app, &event, 0));
        }
        let base = tablet.card("visit", "A").op;
        tablet.submit("A", base.as_deref(), "46", "30");
        let op = word(&mut tablet, &all);
        refused(tablet.send_one(&op), ConfirmFault::Changed);

        // two tablets at odds
        let mut other = Tablet::new(&app, &event, "j1", "t2");
        assert_eq!(other.outcome("A", "30", "30"), Outcome::Conflict);
        refused(gives_word(&mut tablet), ConfirmFault::Rivals);
        assert_eq!(tablet.pick("A", "46", "30").outcome, Outcome::Recorded);
        assert_eq!(gives_word(&mut tablet).outcome, Outcome::Confirmed);

        // a word with marks in it, without its secret, or for another seat is none
        for (field, value) in [("marks", json!({ "effect": "1" })), ("secret", json!("short")), ("judge", json!("j2"))]
        {
            let mut op = word(&mut tablet, &seen(&Tablet::new(&app, &event, "j1", "t")));
            op[field] = value;
            let result = tablet.send_one(&op);
            assert!(matches!(result.outcome, Outcome::Invalid | Outcome::NotYours), "{field}: {result:?}");
        }
        assert!(stands(&app, &event, 0));
    });
}

#[test]
fn the_same_word_twice_is_one_and_after_the_close_there_is_none() {
    on_each(|database| {
        let (app, event, mut tablets) = scored(database);
        let confirms = seen(&tablets[0]);
        let op = word(&mut tablets[0], &confirms);
        let (one, two) = (tablets[0].send_one(&op), tablets[0].send_one(&op));
        assert_eq!((one.outcome, one.again), (Outcome::Confirmed, false));
        assert_eq!((two.outcome, two.again), (Outcome::Confirmed, true));
        assert_eq!(one.receipt, two.receipt);
        app.close(&organiser(), &event, None).expect("closed: a word is wanted, and not required");
        let late = gives_word(&mut tablets[1]);
        assert!(late.outcome != Outcome::Confirmed, "{late:?}");
        assert!(!stands(&app, &event, 1));
        assert_sound(&app);
    });
}

#[test]
fn where_it_is_required_the_close_waits_for_every_seat() {
    on_each(|database| {
        let (app, event, mut tablets) = scored(database);
        let required = guanmo::app::event::signers::SigningSettings {
            confirming: Confirming::Required,
            ..asking(Signers::none(), ResultFrom::Closed)
        };
        app.set_signing(&organiser(), &event, &required, None).expect("set");
        let open = |app: &App| -> Vec<(String, usize)> {
            let open = app.close_blockers(&organiser(), &event).expect("blockers").into_iter().filter_map(|blocker| {
                match blocker {
                    CloseBlocker::Unconfirmed { judge, changed } => Some((judge, changed)),
                    _ => None,
                }
            });
            open.collect()
        };
        assert_eq!(open(&app).len(), 3);
        assert!(matches!(refusal(&app.close(&organiser(), &event, None)), Some(Blocked(_))));
        gives_word(&mut tablets[2]);
        gives_word(&mut tablets[1]);
        let base = tablets[1].card("visit", "A").op;
        tablets[1].submit("A", base.as_deref(), "44", "30");
        assert_eq!(open(&app), [("j1".to_owned(), 0), ("j2".to_owned(), 1)]);

        // of a seat that is taken out nothing is asked any more
        let absent = ExcludeRequest {
            judge: "j1".to_owned(),
            component: None,
            entry: None,
            kind: ExclusionKind::Absent,
            reason: "因公未到".to_owned(),
        };
        app.exclude(&organiser(), &event, &absent).expect("registered");
        assert_eq!(open(&app), [("j2".to_owned(), 1)]);
        gives_word(&mut tablets[1]);
        app.close(&organiser(), &event, None).expect("closed");
    });
}

#[test]
fn a_sheet_of_paper_is_registered_for_the_cards_that_count_and_says_where_it_lies() {
    on_each(|database| {
        let (app, event, mut tablets) = scored(database);
        let on_paper = |judge: &str, reference: &str| app.confirm_on_paper(&organiser(), &event, judge, reference);
        for reference in ["", "  ", &"长".repeat(41)] {
            assert_eq!(refused_as::<_, SheetFault>(on_paper("j1", reference)), SheetFault::Reference);
        }
        assert!(on_paper("nobody", "档案盒 3").is_err());
        for actor in [staff(Role::Official), tablets[0].judge.clone()] {
            let refused = app.confirm_on_paper(&actor, &event, "j1", "档案盒 3");
            assert!(matches!(refusal(&refused), Some(Forbidden { .. })), "{actor:?}");
        }
        assert!(!stands(&app, &event, 0));
        on_paper("j1", "档案盒 3").expect("registered");
        let seats = app.confirmations(&organiser(), &event).expect("the seats").seats;
        let last = seats[0].last.as_ref().expect("a word");
        assert_eq!((last.paper.as_deref(), last.signed, seats[0].stands()), (Some("档案盒 3"), false, true));
        assert!(app.judge_view(&tablets[0].judge).expect("a view").confirmed.expect("a word").paper);

        let base = tablets[0].card("visit", "C").op;
        tablets[0].submit("C", base.as_deref(), "44", "30");
        assert!(!stands(&app, &event, 0));
        app.close(&organiser(), &event, None).expect("closed");
        assert!(on_paper("j2", "档案盒 3").is_err(), "nobody confirms what is closed");
        assert_sound(&app);
    });
}

#[test]
fn a_word_that_a_tablet_has_lost_was_not_given_and_holds_no_close_up() {
    on_each(|database| {
        let (app, event, tablets) = scored(database);
        let request = json!({ "device": "t-j1", "seq_from": 5, "lost": [{ "seq": 4, "component": "", "entry": "" }],
            "ops": [] });
        let request = serde_json::from_value(request).expect("a request");
        let answer = app.sync(&tablets[0].judge, &request).expect("an answer");
        assert_eq!(answer.acked_seq, 4, "nothing is waited for behind that number");
        let devices = app.devices(&organiser(), &event).expect("devices");
        assert!(devices.iter().all(|device| device.lost.is_empty() && !device.is_behind()), "{devices:?}");
        assert!(fact(&app, &event, FactWord::Unconfirmed).lines.contains(&"一席：没有核对".to_owned()));
        app.close(&organiser(), &event, None).expect("closed");
    });
}
