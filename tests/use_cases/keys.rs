//! Cards that tablets sign: a key is registered once in a session, what it has signed is verified and kept, and whatever is
//! not as it was signed is refused by name.

use guanmo::app::App;
use guanmo::app::act::actor::Role;
use guanmo::app::event::signers::{CardSigning, ResultFrom, Signers, SigningSettings};
use guanmo::app::event::wire::{OpResult, Outcome, SyncRequest};
use guanmo::proof::TabletKey;
use serde_json::{Value, json};

use crate::support::database::on_each;
use crate::support::desk::{asking, assert_sound, empty_event, fact, organiser, staff};
use crate::support::signer::Signer;
use crate::support::tablet::Tablet;
use guanmo::app::result::facts::FactWord;

const MARKS: [(&str, &str); 2] = [("effect", "47.5"), ("novelty", "35")];

type Change<'c> = &'c dyn Fn(&mut Value);

/// How many cards verifying finds signed.
fn signed(app: &App, event: &str) -> String {
    let found = app.verify(&organiser(), Some(event), None).expect("verified");
    found.checks.iter().find(|check| check.check == "cards").expect("a check").text.clone()
}

/// Has an event take signed cards only.
fn require(app: &App, event: &str, cards: CardSigning) {
    let settings = SigningSettings { cards: Some(cards), ..asking(Signers::none(), ResultFrom::Closed) };
    app.set_signing(&organiser(), event, &settings, None).expect("set");
}

fn refused(result: &OpResult, why: &str) {
    assert_eq!(result.outcome, Outcome::BadSignature, "{result:?}");
    assert!(result.receipt.is_none() && result.faults[0].text.contains(why), "{result:?}");
}

#[test]
fn a_key_is_registered_once_in_a_session_and_what_it_signs_is_kept_with_its_signature() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::signing(&app, &event, "j1", "t1");
        let id = tablet.signer().id();
        // as often as it is shown, it is on record once, and nobody is told of a single one
        let answer = tablet.offer().expect("an answer");
        assert_eq!(answer.key.map(|key| (key.id, key.registered, key.text)), Some((id.clone(), true, None)));
        assert!(answer.event.whole().expect("a view").access.is_plain());
        let log = app.log(&organiser(), Some(&event), 50).expect("the log");
        let keys: Vec<_> = log.iter().filter(|act| act.act == "register-key").collect();
        assert_eq!((keys.len(), keys[0].who.clone()), (1, format!("judge:{event}/j1")));
        assert_eq!(keys[0].subject, format!("key:j1/{id}"));
        let op = tablet.op("visit", "A", None, &MARKS);
        assert_eq!(tablet.send_one(&op).outcome, Outcome::Recorded);
        assert_eq!(tablet.send_one(&op).outcome, Outcome::Duplicate);
        assert!(signed(&app, &event).contains("有本机签名 1 份"));
        // another key in the same session is none, and the queue goes on without it
        let other = Signer::fresh();
        let mut request = tablet.request(&[]);
        request.key = Some(other.offer());
        let answer = app.sync_signed_in(tablet.session(), &request).expect("an answer").expect("a session");
        let key = answer.key.expect("about the key");
        assert!(!key.registered && key.text.as_deref().is_some_and(|text| text.contains("登录链接")), "{key:?}");
        let mut op = tablet.op("visit", "B", None, &MARKS);
        other.sign(&mut op);
        refused(&tablet.send_one(&op), "没有为本席登记");
        assert_eq!(tablet.send_one(&op).outcome, Outcome::BadSignature, "and once more the same");
        // the same card, signed with the key that is known, is taken
        tablet.signer().sign(&mut op);
        assert_eq!(tablet.send_one(&op).outcome, Outcome::Recorded);
        assert_sound(&app);
    });
}

#[test]
fn what_is_not_as_it_was_signed_is_refused_and_kept_apart_and_takes_nothing_with_it() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::signing(&app, &event, "j1", "t1");
        let good = tablet.op("visit", "A", None, &MARKS);
        let changed = |change: &dyn Fn(&mut Value)| {
            let mut op = good.clone();
            change(&mut op);
            op
        };
        // a payload of the same length, another card, no signature to the key, another's, half of one
        let cases: [(&str, Change<'_>); 6] = [
            ("签名与内容不符", &|op| op["marks"]["effect"] = json!("48.5")),
            ("签名与内容不符", &|op| op["entry"] = json!("B")),
            ("签名与内容不符", &|op| drop(op.as_object_mut().expect("an op").remove("sig"))),
            ("签名与内容不符", &|op| op["sig"] = json!("x")),
            ("签名与内容不符", &|op| op["sig"] = json!(1)),
            ("没有为本席登记", &|op| op["key"] = json!("0".repeat(32))),
        ];
        for (why, change) in cases {
            refused(&tablet.send_one(&changed(change)), why);
        }
        let answer = tablet.send(std::slice::from_ref(&good));
        assert_eq!((answer.results[0].outcome, answer.acked_seq), (Outcome::Recorded, 1));
        let refusals = app.log(&organiser(), Some(&event), 50).expect("the log");
        assert_eq!(refusals.iter().filter(|act| act.act == "refuse").count(), cases.len());
        // what is no key is answered and holds nothing up
        for odd in
            [json!(7), json!({}), json!({ "alg": "SM2", "public": "x" }), json!({ "alg": "ES256", "public": "x" })]
        {
            let mut request: Value = serde_json::to_value(tablet.request(&[])).expect("JSON");
            request["key"] = odd;
            let request: SyncRequest = serde_json::from_value(request).expect("a request");
            let answer = app.sync_signed_in(tablet.session(), &request).expect("an answer").expect("a session");
            assert!(answer.key.is_some_and(|key| !key.registered && key.text.is_some()));
        }
        // a tablet of an earlier version delivers as before
        let mut old = Tablet::new(&app, &event, "j2", "t2");
        assert_eq!(old.outcome("A", "50", "35"), Outcome::Recorded);
        assert!(
            signed(&app, &event).contains("评分卡 2 份（含历次更正，有本机签名 1 份）"),
            "{}",
            signed(&app, &event)
        );
        assert_sound(&app);
    });
}

#[test]
fn where_signatures_are_required_unsigned_cards_are_refused_until_they_are_signed() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        assert_eq!(app.judge_view(&Tablet::new(&app, &event, "j1", "t1").judge).expect("a view").signed, "wanted");
        require(&app, &event, CardSigning::Required);
        let mut plain = Tablet::new(&app, &event, "j1", "t1");
        assert_eq!(app.judge_view(&plain.judge).expect("a view").signed, "required");
        let mut op = plain.op("visit", "A", None, &MARKS);
        refused(&plain.send_one(&op), "只收带本机签名");
        let mut tablet = Tablet::signing(&app, &event, "j1", "t1");
        tablet.skip(1);
        tablet.signer().sign(&mut op);
        assert_eq!(tablet.send_one(&op).outcome, Outcome::Recorded, "the same op, signed");
        let correction = tablet.op("visit", "A", op["op"].as_str(), &[("effect", "48"), ("novelty", "35")]);
        assert_eq!(tablet.send_one(&correction).revision, Some(2));
        // what was taken before is taken again by its receipt
        require(&app, &event, CardSigning::Wanted);
        let mut old = Tablet::new(&app, &event, "j2", "t2");
        let card = old.op("visit", "A", None, &MARKS);
        let result = old.send_one(&card);
        require(&app, &event, CardSigning::Required);
        let held = json!({ &result.op: { "receipt": result.receipt, "revision": result.revision } });
        assert_eq!(old.send_with(std::slice::from_ref(&card), held).results[0].outcome, Outcome::Duplicate);
        assert_sound(&app);
    });
}

#[test]
fn an_event_that_is_opened_over_an_encrypted_line_requires_signatures_and_one_of_before_does_not() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        assert_eq!(app.signing(&organiser(), &event).expect("a page").settings.cards, None);
        let rehearsal = app.clone().encrypted().rehearse(&organiser(), &event).expect("a rehearsal");
        assert_eq!(app.signing(&organiser(), &rehearsal).expect("a page").settings.cards, Some(CardSigning::Required));
        let plain = app.rehearse(&organiser(), &event).expect("a rehearsal");
        assert_eq!(app.signing(&organiser(), &plain).expect("a page").settings.cards, Some(CardSigning::Wanted));
    });
}

#[test]
fn a_second_key_is_announced_on_the_judges_other_tablets_and_to_the_signers() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let link = app.mint_links(&organiser(), &event).expect("links").links.remove(0);
        let first = Tablet::at(&app, &event, "j1", "t1", &link.token);
        let known = first.offer().expect("an answer");
        let (version, tip) = (known.event.whole().expect("a view").version, known.tip);
        let second = Tablet::at(&app, &event, "j1", "t2", &link.token);
        // also to one that knows all that was before
        let mut request = first.request(&[]);
        (request.have, request.tip) = (Some(version), Some(tip));
        let answer = app.sync_signed_in(first.session(), &request).expect("an answer").expect("a session");
        let told = serde_json::to_value(&answer.event).expect("JSON");
        assert!(told.get("since").is_some(), "{told}");
        let ids: Vec<_> =
            told["access"]["keys"].as_array().expect("keys").iter().map(|key| key["id"].clone()).collect();
        assert_eq!(ids, [json!(second.signer().id())], "of the other one, and not of its own");
        // a tablet without a key is told of the only one that there is
        let theirs = app.sign_in_with_link(&link.token).expect("signed in").token;
        let told = app.sync_signed_in(&theirs, &first.request(&[])).expect("an answer").expect("a session");
        assert_eq!(told.event.whole().expect("a view").access.keys.len(), 2);
        let other = Tablet::new(&app, &event, "j2", "t3");
        assert!(other.send(&[]).event.whole().expect("a view").access.is_plain(), "nobody else is told");
        let keys = fact(&app, &event, FactWord::Keys);
        assert!(keys.count == 1 && keys.lines[0].contains("2 个密钥"), "{keys:?}");
    });
}

#[test]
fn an_op_of_one_tablet_that_knows_nothing_of_a_rival_settles_nothing() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let link = app.mint_links(&organiser(), &event).expect("links").links.remove(0);
        let mut a = Tablet::at(&app, &event, "j1", "t1", &link.token);
        let mut b = Tablet::at(&app, &event, "j1", "t2", &link.token);
        let first = a.submit("A", None, "50", "35");
        assert_eq!(b.submit("A", None, "40", "35").outcome, Outcome::Conflict);
        // an op on top of the first, made without a look at the rival
        assert_eq!(a.submit("A", Some(&first.op), "51", "35").outcome, Outcome::Recorded);
        assert_eq!(b.card("visit", "A").rivals.len(), 1);
        assert!(app.close(&organiser(), &event, None).is_err(), "no close over it");
        assert_eq!(b.pick("A", "40", "35").outcome, Outcome::Recorded);
        assert!(a.card("visit", "A").rivals.is_empty());
        assert!(signed(&app, &event).contains("有本机签名 4 份"), "{}", signed(&app, &event));
        assert_sound(&app);
    });
}

#[test]
fn signed_cards_are_taken_out_after_the_close_and_verify_without_the_program_that_took_them() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::signing(&app, &event, "j1", "t1");
        let first = tablet.submit("A", None, "47.5", "35");
        tablet.submit("A", Some(&first.op), "48", "35");
        Tablet::new(&app, &event, "j2", "t2").submit("A", None, "50", "35");
        assert!(app.signed_cards(&organiser(), &event).is_err(), "before the close they are the standings");
        app.close(&organiser(), &event, Some("试")).expect("closed");
        assert!(app.signed_cards(&staff(Role::Scrutineer), &event).is_err());
        let (_, cards) = app.signed_cards(&organiser(), &event).expect("cards");
        assert_eq!(cards.iter().map(|card| card.key.is_some()).collect::<Vec<_>>(), [true, true, false]);
        for card in &cards {
            let Some((algorithm, public)) = &card.key else { continue };
            let key = TabletKey::read(algorithm, public).expect("a key");
            assert_eq!(Some(key.id()), card.row.key);
            assert!(key.signed(card.row.body.as_bytes(), card.row.sig.as_deref().expect("a signature")));
        }
    });
}
