//! What takes a second person: cards that come in a file without good signatures, and a new link for a judge who has handed
//! in cards.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::reason::ReasonFault;
use guanmo::app::act::second::{Decision, SecondFault};
use guanmo::app::act::secret::Secret;
use guanmo::app::cards::journal::JournalFault;
use guanmo::app::desk::link_requests::{Asked, LinkFault, Upon};
use guanmo::app::error::Already;
use guanmo::app::event::signers::CardSigning;
use guanmo::app::event::view::CloseBlocker;
use guanmo::app::event::wire::{Outcome, SyncRequest};
use guanmo::app::people::link::JudgeLink;
use guanmo::app::people::link::LinkNotGood;
use guanmo::app::{App, AppError};
use guanmo::store::StoreError;
use serde_json::{Value, json};

use crate::support::database::on_each;
use crate::support::desk::{assert_sound, empty_event, fact, organiser, staff};
use crate::support::fault::{refusal, refused_as};
use crate::support::signer::Signer;
use crate::support::tablet::Tablet;
use guanmo::app::result::facts::FactWord;

const MARKS: [(&str, &str); 2] = [("effect", "47.5"), ("novelty", "35")];

fn inspector() -> Actor {
    staff(Role::Inspector)
}

fn decide(app: &App, event: &str, numbers: &[(i64, bool)]) -> Vec<(Outcome, usize)> {
    let decisions: BTreeMap<i64, bool> = numbers.iter().copied().collect();
    app.decide_handed(&inspector(), event, &decisions, "已向本人核实").expect("decided")
}

/// A file as a tablet of today writes it.
fn file(tablet: &Tablet, event: &str, ops: &[Value], last: usize) -> Value {
    let mut file: Value = serde_json::from_slice(&tablet.file(event, ops)).expect("JSON");
    file["last"] = json!(last);
    file
}

#[test]
fn a_file_without_signatures_waits_until_a_second_person_has_admitted_each_card() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let ops: Vec<_> = ["A", "B", "C"].map(|entry| tablet.op("visit", entry, None, &MARKS)).into();
        let bytes = tablet.file(&event, &ops);
        let taken = app.take_journal(&organiser(), &event, &bytes).expect("taken in");
        assert_eq!((taken.ops, taken.waits, taken.counts.len()), (3, 3, 0));
        assert_eq!(tablet.card("visit", "A").op, None, "nothing counts yet");
        let blocks = || app.desk(&organiser(), &event).expect("a desk").blockers;
        assert!(blocks().iter().any(|one| matches!(one, CloseBlocker::Handed { judge, cards: 3 } if judge == "j1")));
        // the same file again changes nothing
        assert_eq!(app.take_journal(&organiser(), &event, &bytes).expect("taken in").waits, 3);
        assert_eq!(app.seconds_waiting(&inspector(), std::slice::from_ref(&event)).expect("a count"), [3]);
        let (open, _) = app.handed_cards(&inspector(), &event).expect("cards");
        assert_eq!(open.iter().map(|card| card.number).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!((open[0].entry_name.as_str(), open[0].is_signed, open[0].has_card), ("甲镇", false, false));
        // not whoever handed it in, nor anybody without a reason
        for actor in [organiser(), staff(Role::Teller), tablet.judge.clone()] {
            let decisions = BTreeMap::from([(1, true)]);
            let asked = app.decide_handed(&actor, &event, &decisions, "x");
            assert!(matches!(refusal(&asked), Some(Forbidden { .. })), "{actor:?}");
            assert!(app.handed_cards(&actor, &event).is_err());
        }
        let decisions = BTreeMap::from([(1, true)]);
        let without = app.decide_handed(&inspector(), &event, &decisions, " ");
        assert!(matches!(refusal(&without), Some(ReasonFault::None)));
        // one is admitted, one is not, one comes from its tablet in the meantime
        assert_eq!(decide(&app, &event, &[(1, true), (2, false)]), [(Outcome::Recorded, 1)]);
        assert_eq!(tablet.card("visit", "A").marks["effect"], "47.5");
        assert_eq!(tablet.card("visit", "B").op, None);
        let again = app.decide_handed(&inspector(), &event, &BTreeMap::from([(2, true)]), "x");
        assert!(matches!(refusal(&again), Some(Already { .. })));
        assert_eq!(tablet.send(&ops[2..]).results[0].outcome, Outcome::Recorded);
        assert!(blocks().iter().all(|one| !matches!(one, CloseBlocker::Handed { .. })));
        assert!(app.handed_cards(&inspector(), &event).expect("cards").0.is_empty());
        let taken = app.take_journal(&organiser(), &event, &bytes).expect("taken in");
        assert_eq!((taken.waits, taken.declined, taken.counts), (0, 1, vec![(Outcome::Duplicate, 2)]));
        let files = fact(&app, &event, FactWord::Files);
        assert!(
            files.count == 1 && files.lines[0].starts_with("一席 1 张，没有平板的有效签名；inspector 认定"),
            "{files:?}"
        );
        assert_eq!(fact(&app, &event, FactWord::Unsigned).count, 2);
        let log = app.log(&organiser(), Some(&event), 50).expect("the log");
        let words: Vec<_> = log.iter().map(|act| act.act.as_str()).collect();
        assert!(words.contains(&"hand-in") && words.contains(&"admit-handed"), "{words:?}");
        assert!(log.iter().all(|act| act.payload.as_ref().is_none_or(|payload| !payload.contains("47.5"))));
        assert_sound(&app);
    });
}

#[test]
fn a_file_whose_every_card_is_signed_is_taken_in_at_once_also_where_signatures_are_required() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::signing(&app, &event, "j1", "t1");
        let mut settings = app.signing(&organiser(), &event).expect("a page").settings;
        settings.cards = Some(CardSigning::Required);
        app.set_signing(&organiser(), &event, &settings, None).expect("set");
        let ops: Vec<_> = ["A", "B"].map(|entry| tablet.op("visit", entry, None, &MARKS)).into();
        let bytes = file(&tablet, &event, &ops, 2).to_string();
        let taken = app.take_journal(&organiser(), &event, bytes.as_bytes()).expect("taken in");
        assert_eq!((taken.waits, taken.counts), (0, vec![(Outcome::Recorded, 2)]));
        // one without a signature beside them, and all that is new waits
        let more = [tablet.op("visit", "C", None, &MARKS), tablet.op("visit", "A", ops[0]["op"].as_str(), &MARKS)];
        let mut bare = more.clone();
        bare[1].as_object_mut().expect("an op").retain(|field, _| field != "key" && field != "sig");
        let all = [&ops[..], &bare[..]].concat();
        let taken = app
            .take_journal(&organiser(), &event, file(&tablet, &event, &all, 4).to_string().as_bytes())
            .expect("taken");
        assert_eq!((taken.waits, taken.counts), (2, vec![(Outcome::Duplicate, 2)]));
        let (open, _) = app.handed_cards(&inspector(), &event).expect("cards");
        assert_eq!(open.iter().map(|card| card.is_signed).collect::<Vec<_>>(), [true, false]);
        assert_eq!(decide(&app, &event, &[(1, true), (2, true)]), [(Outcome::Recorded, 2)]);
        let unsigned = fact(&app, &event, FactWord::Unsigned);
        assert_eq!(unsigned.count, 1, "a signature stays with its card: {unsigned:?}");
        assert_sound(&app);
    });
}

#[test]
fn a_file_that_is_cut_doubled_reordered_swapped_or_signed_by_whom_nobody_knows_is_refused_by_name() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::signing(&app, &event, "j1", "t1");
        let ops: Vec<_> = ["A", "B", "C"].map(|entry| tablet.op("visit", entry, None, &MARKS)).into();
        let whole = file(&tablet, &event, &ops, 3);
        let refused = |change: &dyn Fn(&mut Value)| {
            let mut changed = whole.clone();
            change(&mut changed);
            let asked = app.take_journal(&organiser(), &event, changed.to_string().as_bytes());
            refused_as::<_, JournalFault>(asked)
        };
        let list = |file: &mut Value| file["ops"].as_array().expect("ops").clone();
        assert_eq!(refused(&|file| file["ops"] = json!(list(file)[..2])), JournalFault::Cut { seq: 3 });
        assert_eq!(refused(&|file| file["ops"] = json!([list(file)[0], list(file)[2]])), JournalFault::Cut { seq: 2 });
        let doubled = [0, 1, 1, 2].map(|at: usize| ops[at].clone());
        assert_eq!(refused(&|file| file["ops"] = json!(doubled)), JournalFault::Doubled { seq: 2 });
        let turned = [1, 0, 2].map(|at: usize| ops[at].clone());
        assert_eq!(refused(&|file| file["ops"] = json!(turned)), JournalFault::OutOfOrder { seq: 1 });
        let swapped = |file: &mut Value| file["ops"][1]["marks"]["effect"] = json!("48.5");
        assert_eq!(refused(&swapped), JournalFault::BadSignature { seq: 2 });
        let bare = |file: &mut Value| drop(file["ops"][1].as_object_mut().expect("an op").remove("key"));
        assert_eq!(refused(&bare), JournalFault::BadSignature { seq: 2 });
        let stranger = Signer::fresh();
        let key = stranger.id()[..8].to_uppercase();
        let signed_by_another = |file: &mut Value| stranger.sign(&mut file["ops"][2]);
        assert_eq!(refused(&signed_by_another), JournalFault::UnknownKey { seq: 3, key });
        let other = "ev-other".to_owned();
        assert_eq!(refused(&|file| file["event"] = json!("ev-other")), JournalFault::OtherEvent { found: other });
        let half = &whole.to_string().into_bytes()[..200];
        assert_eq!(refused_as::<_, JournalFault>(app.take_journal(&organiser(), &event, half)), JournalFault::NotJson);
        // the key of another judge's tablet is none of this judge's
        let theirs = Tablet::signing(&app, &event, "j2", "t2");
        let signed_by_j2 = |file: &mut Value| theirs.signer().sign(&mut file["ops"][0]);
        assert!(matches!(refused(&signed_by_j2), JournalFault::UnknownKey { seq: 1, .. }));
        // a key that was registered an hour after the card was made, also where the tablet's clock is known to be wrong
        app.clock().advance(TimeDelta::hours(1));
        let mut younger = Tablet::signing(&app, &event, "j1", "t3");
        let late = younger.op("visit", "A", None, &MARKS);
        let with = |op: &Value, ahead: i64| {
            let mut op = op.clone();
            op["at"] = json!((app.clock().now() + TimeDelta::minutes(ahead)).to_rfc3339());
            younger.signer().sign(&mut op);
            file(&younger, &event, &[op], 1).to_string()
        };
        let early = app.take_journal(&organiser(), &event, with(&late, -30).as_bytes());
        assert!(matches!(refused_as(early), JournalFault::KeyAfterCard { seq: 1, .. }));
        assert_eq!(app.handed_cards(&inspector(), &event).expect("cards").0.len(), 0, "nothing was written");
        let mut request = serde_json::to_value(younger.request(&[])).expect("JSON");
        request["now"] = json!((app.clock().now() - TimeDelta::minutes(30)).to_rfc3339());
        let request: SyncRequest = serde_json::from_value(request).expect("a request");
        app.sync_signed_in(younger.session(), &request).expect("an answer").expect("a session");
        let taken = app.take_journal(&organiser(), &event, with(&late, -30).as_bytes()).expect("a slow clock");
        assert_eq!(taken.counts, [(Outcome::Recorded, 1)]);
        // and a clock that no clock can be is no fault of ours
        for odd in ["+262142-12-31T23:59:59Z", "-262143-01-01T00:00:00Z", "never"] {
            let mut op = younger.op("visit", "B", None, &MARKS);
            op["at"] = json!(odd);
            younger.signer().sign(&mut op);
            let file = file(&younger, &event, &[op.clone()], 0).to_string();
            let _ = app.take_journal(&organiser(), &event, file.as_bytes());
        }
        // the journal as it was comes in all the same
        let taken = app.take_journal(&organiser(), &event, whole.to_string().as_bytes()).expect("taken in");
        assert_eq!(taken.waits, 0);
        assert_sound(&app);
    });
}

/// A judge with a tablet and a card.
fn with_a_card(app: &App, event: &str) -> Tablet {
    let mut tablet = Tablet::signing(app, event, "j1", "t1");
    assert_eq!(tablet.submit("A", None, "47.5", "35").outcome, Outcome::Recorded);
    tablet
}

fn code_on(tablet: &Tablet) -> Option<String> {
    tablet.offer().expect("a session").event.whole().expect("a view").access.code
}

fn asks(app: &App, event: &str, keeps: bool) {
    assert!(matches!(app.ask_link(&organiser(), event, "j1", keeps).expect("asked"), Asked::Waits));
}

fn make(app: &App, event: &str, upon: &Upon) -> Result<JudgeLink, LinkFault> {
    app.make_link(&organiser(), event, "j1", upon).map_err(|error| error.take().expect("a fault of links"))
}

#[test]
fn a_judge_with_cards_gets_a_new_link_with_their_own_consent_and_is_signed_out_elsewhere() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let first = app.mint_links(&organiser(), &event).expect("links").links.remove(0);
        let mut tablet = Tablet::at(&app, &event, "j1", "t1", &first.token);
        assert_eq!(tablet.submit("A", None, "47.5", "35").outcome, Outcome::Recorded);
        let minted = app.mint_links(&organiser(), &event).expect("links");
        assert_eq!((minted.links.len(), minted.left), (2, vec!["一席".to_owned()]));
        assert_eq!(code_on(&tablet), None);
        asks(&app, &event, false);
        assert!(matches!(refused_as(app.ask_link(&organiser(), &event, "j1", false)), SecondFault::Pending(_)));
        let code = code_on(&tablet).expect("a code");
        // whoever opens the link that was kept has none of the cards on their tablet, and sees no digits
        let intruder = Tablet::at(&app, &event, "j1", "t1", &first.token);
        assert_eq!(code_on(&intruder), None);
        assert!(code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
        assert!(Tablet::new(&app, &event, "j2", "t2").send(&[]).event.whole().expect("a view").access.code.is_none());
        let wrong = if code == "0000" { "0001" } else { "0000" };
        assert_eq!(make(&app, &event, &Upon::Code(wrong.to_owned())).err(), Some(LinkFault::WrongCode { left: 4 }));
        assert_eq!(make(&app, &event, &Upon::Approval).err(), Some(LinkFault::NotDecided));
        let link = make(&app, &event, &Upon::Code(format!(" {code} "))).expect("a link");
        assert_eq!(make(&app, &event, &Upon::Code(code)).err(), Some(LinkFault::Made));
        // the earlier session has ended, and its tablet is told why
        assert!(tablet.try_send(&[]).is_none());
        let told = app.why_ended(tablet.session()).expect("an answer").expect("a sentence");
        assert!(told.contains("另发了登录链接（评委本人在平板上同意）"), "{told}");
        let new = Tablet::at(&app, &event, "j1", "t2", &link.token);
        assert!(intruder.try_send(&[]).is_none());
        let access = new.offer().expect("an answer").event.whole().expect("a view").access;
        assert_eq!((access.links.len(), access.links[0].way.as_str(), access.keys.len()), (1, "consent", 2));
        // its own key is not among them
        assert_eq!(access.code, None);
        assert_sound(&app);
    });
}

#[test]
fn digits_are_tried_five_times_and_a_second_person_still_decides() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let tablet = with_a_card(&app, &event);
        asks(&app, &event, true);
        let code = code_on(&tablet).expect("a code");
        let wrong = Upon::Code(if code == "0000" { "0001" } else { "0000" }.to_owned());
        for left in [4, 3, 2, 1, 0] {
            assert_eq!(make(&app, &event, &wrong).err(), Some(LinkFault::WrongCode { left }));
        }
        assert_eq!(make(&app, &event, &Upon::Code(code)).err(), Some(LinkFault::NoMoreTries));
        assert_eq!(code_on(&tablet), None, "nor is it shown any more");
        // an organiser is none who decides, and who declines says why
        for actor in [organiser(), staff(Role::Teller)] {
            let asked = app.decide_link(&actor, &event, "j1", Decision::Approve, "");
            assert!(matches!(refusal(&asked), Some(Forbidden { .. })));
        }
        let bare = app.decide_link(&inspector(), &event, "j1", Decision::Decline, " ");
        assert!(matches!(refusal(&bare), Some(ReasonFault::None)));
        app.decide_link(&inspector(), &event, "j1", Decision::Decline, "本人没有要求").expect("declined");
        assert!(app.links_waiting(&inspector(), &event).expect("requests").is_empty());
        let declined = app.make_link(&organiser(), &event, "j1", &Upon::Approval);
        assert!(matches!(refused_as(declined), SecondFault::NothingPending(_)));
        // whoever asks again has no more tries than before
        asks(&app, &event, true);
        assert_eq!(code_on(&tablet), None);
        assert_eq!(make(&app, &event, &Upon::Code("0000".to_owned())).err(), Some(LinkFault::NoMoreTries));
        assert_eq!(app.links_waiting(&inspector(), &event).expect("requests").len(), 1);
        app.decide_link(&inspector(), &event, "j1", Decision::Approve, "").expect("approved");
        let link = make(&app, &event, &Upon::Approval).expect("a link");
        assert!(tablet.try_send(&[]).is_some(), "the earlier session was to go on");
        Tablet::at(&app, &event, "j1", "t2", &link.token);
        let told = fact(&app, &event, FactWord::Links);
        assert!(told.count == 1 && told.lines[0].contains("第二人批准（inspector）"), "{told:?}");
        // an approval runs out, and may be taken back
        asks(&app, &event, false);
        app.decide_link(&inspector(), &event, "j1", Decision::Approve, "").expect("approved");
        app.clock().advance(TimeDelta::minutes(61));
        assert_eq!(make(&app, &event, &Upon::Approval).err(), Some(LinkFault::Expired));
        app.decide_link(&organiser(), &event, "j1", Decision::TakeBack, "").expect("taken back");
        // one that is taken back leaves nothing
        asks(&app, &event, false);
        app.decide_link(&organiser(), &event, "j1", Decision::TakeBack, "").expect("taken back");
        assert_eq!(code_on(&tablet), None);
        assert_sound(&app);
    });
}

#[test]
fn where_neither_is_to_be_had_the_organiser_goes_on_with_a_reason_and_everybody_is_told() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let tablet = with_a_card(&app, &event);
        asks(&app, &event, false);
        let bare = app.make_link(&organiser(), &event, "j1", &Upon::Reason("  ".to_owned()));
        assert!(matches!(refusal(&bare), Some(ReasonFault::None)));
        make(&app, &event, &Upon::Reason("平板掉进水里".to_owned())).expect("a link");
        let told = app.why_ended(tablet.session()).expect("an answer").expect("a sentence");
        assert!(told.contains("未经第二人") && told.contains("平板掉进水里"), "{told}");
        let told = fact(&app, &event, FactWord::Reason);
        assert!(told.count == 1 && told.lines[0].contains("平板掉进水里"), "{told:?}");
        let log = app.log(&inspector(), Some(&event), 3).expect("the log");
        let made = log.iter().find(|act| act.act == "renew-link").expect("on record");
        assert!(made.payload.as_ref().expect("a payload").contains("平板掉进水里"));
        assert!(log.iter().all(|act| act.payload.as_ref().is_none_or(|payload| !payload.contains("code"))));
        assert_sound(&app);
    });
}

#[test]
fn a_judge_without_cards_gets_a_link_at_once_and_an_organiser_ends_sessions() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let first = app.mint_links(&organiser(), &event).expect("links").links.remove(0);
        let tablet = Tablet::at(&app, &event, "j1", "t1", &first.token);
        let Asked::Made(link) = app.ask_link(&organiser(), &event, "j1", false).expect("asked") else {
            panic!("a judge without cards waits for nobody")
        };
        assert!(tablet.try_send(&[]).is_none());
        assert!(matches!(refusal(&app.sign_in_with_link(&first.token)), Some(LinkNotGood)));
        let mut new = Tablet::at(&app, &event, "j1", "t1", &link.token);
        assert_eq!(new.submit("A", None, "47.5", "35").outcome, Outcome::Recorded);
        let seat = || app.seat_accesses(&organiser(), &event).expect("seats").remove(0);
        assert_eq!((seat().cards, seat().sessions, seat().keys.len()), (1, 1, 2));
        let bare = app.end_sessions(&organiser(), &event, "j1", "");
        assert!(matches!(refusal(&bare), Some(ReasonFault::None)));
        assert_eq!(app.end_sessions(&organiser(), &event, "j1", "评委说平板不在手边").expect("ended"), 1);
        assert_eq!(seat().sessions, 0);
        assert!(new.try_send(&[]).is_none());
        assert!(app.why_ended(new.session()).expect("an answer").expect("a sentence").contains("评委说平板不在手边"));
        assert_eq!(app.why_ended(&Secret::new("guess")).expect("an answer"), None);
        // who signs out by themselves is told nothing of that kind
        let back = Tablet::at(&app, &event, "j1", "t1", &link.token);
        app.sign_out(back.session()).expect("signed out");
        assert_eq!(app.why_ended(back.session()).expect("an answer"), None);
        assert!(matches!(refusal(&app.end_sessions(&inspector(), &event, "j1", "x")), Some(Forbidden { .. })));
        assert_sound(&app);
    });
}

#[test]
fn cards_that_are_only_on_the_judges_tablet_are_cards() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let tablet = Tablet::signing(&app, &event, "j1", "t1");
        let mut request = serde_json::to_value(tablet.request(&[])).expect("JSON");
        request["unsent"] = json!([{ "component": "visit", "entry": "A", "state": "queued" }]);
        let request: SyncRequest = serde_json::from_value(request).expect("a request");
        app.sync_signed_in(tablet.session(), &request).expect("an answer").expect("a session");
        asks(&app, &event, false);
        let mut other = Tablet::new(&app, &event, "j2", "t2");
        let op = other.op("visit", "A", None, &MARKS);
        app.take_journal(&organiser(), &event, &other.file(&event, &[op])).expect("kept");
        assert!(matches!(app.ask_link(&organiser(), &event, "j2", false).expect("asked"), Asked::Waits));
        assert_eq!(app.mint_links(&organiser(), &event).expect("links").left.len(), 2);
    });
}

#[test]
fn a_card_that_was_refused_on_the_line_holds_up_no_file_and_one_that_was_here_needs_nobody() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::signing(&app, &event, "j1", "t1");
        let mut spoilt = tablet.op("visit", "A", None, &MARKS);
        spoilt["marks"]["effect"] = json!("48.5");
        assert_eq!(tablet.send_one(&spoilt).outcome, Outcome::BadSignature);
        let good = tablet.op("visit", "A", spoilt["op"].as_str(), &MARKS);
        let whole = file(&tablet, &event, &[spoilt, good], 2).to_string();
        let taken = app.take_journal(&organiser(), &event, whole.as_bytes()).expect("taken in");
        assert_eq!(taken.counts, [(Outcome::Recorded, 1), (Outcome::BadSignature, 1)]);
        // an unsigned card that is here already
        let mut old = Tablet::new(&app, &event, "j2", "t2");
        let card = old.op("visit", "A", None, &MARKS);
        let result = old.send_one(&card);
        let mut bytes = file(&old, &event, std::slice::from_ref(&card), 1);
        bytes["receipts"] = json!({ &result.op: { "receipt": result.receipt, "revision": result.revision } });
        let taken = app.take_journal(&organiser(), &event, bytes.to_string().as_bytes()).expect("taken in");
        assert_eq!((taken.waits, taken.counts), (0, vec![(Outcome::Duplicate, 1)]));
        assert_sound(&app);
    });
}

#[test]
fn a_receipt_of_ours_lets_a_card_in_that_a_restored_server_has_forgotten() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let card = tablet.op("visit", "A", None, &MARKS);
        let result = tablet.send_one(&card);
        let forget = format!("DELETE FROM operation WHERE op = '{}'", result.op);
        database
            .tamper("DROP TRIGGER operation_is_not_deleted")
            .or_else(|_| database.tamper("DROP TRIGGER operation_is_not_deleted ON operation"))
            .expect("dropped");
        database.tamper(&forget).expect("forgotten");
        let mut bytes = file(&tablet, &event, std::slice::from_ref(&card), 1);
        assert_eq!(app.take_journal(&organiser(), &event, bytes.to_string().as_bytes()).expect("kept").waits, 1);
        bytes["receipts"] = json!({ &result.op: { "receipt": result.receipt, "revision": result.revision } });
        let taken = app.take_journal(&organiser(), &event, bytes.to_string().as_bytes()).expect("taken in");
        assert_eq!((taken.waits, taken.counts), (0, vec![(Outcome::Recorded, 1)]));
    });
}

#[test]
fn an_id_that_was_refused_before_is_no_way_around_the_second_person() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        // whoever writes files can have an id refused: what cannot be read is refused at once
        let card = tablet.op("visit", "A", None, &MARKS);
        let mut unreadable = card.clone();
        unreadable["marks"] = json!("none");
        let taken = app.take_journal(&organiser(), &event, &tablet.file(&event, &[unreadable])).expect("taken in");
        assert_eq!(taken.counts, [(Outcome::Invalid, 1)]);
        let bytes = tablet.file(&event, std::slice::from_ref(&card));
        assert_eq!(app.take_journal(&organiser(), &event, &bytes).expect("kept").waits, 1);
        assert_eq!(tablet.card("visit", "A").op, None);
        // nor is one that was refused for want of a signature, when none is asked for any more
        let mut settings = app.signing(&organiser(), &event).expect("a page").settings;
        settings.cards = Some(CardSigning::Required);
        app.set_signing(&organiser(), &event, &settings, None).expect("set");
        let other = tablet.op("visit", "B", None, &MARKS);
        assert_eq!(tablet.send_one(&other).outcome, Outcome::BadSignature);
        let bytes = tablet.file(&event, std::slice::from_ref(&other));
        assert_eq!(app.take_journal(&organiser(), &event, &bytes).expect("refused again").waits, 0);
        settings.cards = Some(CardSigning::Wanted);
        app.set_signing(&organiser(), &event, &settings, None).expect("set");
        assert_eq!(app.take_journal(&organiser(), &event, &bytes).expect("kept").waits, 1);
        assert_eq!(tablet.card("visit", "B").op, None);
        assert_eq!(decide(&app, &event, &[(1, true), (2, true)]), [(Outcome::Recorded, 2)]);
        assert_sound(&app);
    });
}

#[test]
fn what_was_admitted_and_then_refused_is_refused_again_as_it_was() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let wrong = tablet.op("visit", "A", None, &[("effect", "99"), ("novelty", "35")]);
        let bytes = tablet.file(&event, std::slice::from_ref(&wrong));
        assert_eq!(app.take_journal(&organiser(), &event, &bytes).expect("kept").waits, 1);
        assert_eq!(decide(&app, &event, &[(1, true)]), [(Outcome::Invalid, 1)]);
        let again = app.take_journal(&organiser(), &event, &bytes).expect("taken in");
        assert_eq!((again.waits, again.counts), (0, vec![(Outcome::Invalid, 1)]));
        for odd in ["j1\u{0}", "\u{0}"] {
            let file =
                json!({ "guanmo": "journal", "version": 1, "event": event, "judge": odd, "device": "t1", "ops": [] });
            let asked = app.take_journal(&organiser(), &event, file.to_string().as_bytes());
            assert_eq!(refused_as::<_, JournalFault>(asked), JournalFault::NotAJournal);
        }
        assert_sound(&app);
    });
}

#[test]
fn a_request_whose_stored_word_is_none_is_said_to_be_corrupt_and_not_taken_for_no_request() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let op = tablet.op("visit", "A", None, &MARKS);
        tablet.send(&[op]);
        app.ask_link(&organiser(), &event, "j1", false).expect("asked");
        database.tamper("UPDATE link_request SET way = 'perhaps'").expect("changed behind the program's back");
        let taken_back = app.decide_link(&organiser(), &event, "j1", Decision::TakeBack, "");
        assert!(matches!(taken_back, Err(AppError::Store(StoreError::Corrupt(_)))), "{taken_back:?}");
        assert!(matches!(app.seat_accesses(&organiser(), &event), Err(AppError::Store(StoreError::Corrupt(_)))));
    });
}
