//! Publishing takes a second person where nobody has to sign, and where whoever publishes has closed the event; what is
//! published is compared with its fingerprint each time that it is shown.

use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role, Who};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::reason::ReasonFault;
use guanmo::app::act::second::{Decision, Matter, SecondFault};
use guanmo::app::error::Already;
use guanmo::app::event::signers::{ResultFrom, Signers};
use guanmo::app::event::view::EventState;
use guanmo::app::people::password::PasswordFault;
use guanmo::app::result::publish::{Publishing, TakesTwo};
use guanmo::app::result::signing_fault::SigningFault;
use guanmo::app::result::verify::Unsound;

use crate::support::database::{Database, on_each};
use crate::support::desk::{
    ask_for_no_signature, asking, assert_sound, import, organiser, password, publish, second_organiser, sign, staff,
    with_account,
};
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::Folder;
use crate::tamper::database::{Change, apply};

fn person(name: &str, role: Role) -> Actor {
    Actor { who: Who::Account(name.to_owned()), role: Some(role) }
}

fn state(app: &App, event: &str) -> EventState {
    app.event(&organiser(), event).expect("the event").state
}

/// A closed event that asks for no signature.
fn unsigned(database: &Database) -> (App, String) {
    let app = database.app();
    let event = import(&app, &Folder::sound());
    ask_for_no_signature(&app, &event);
    app.close(&organiser(), &event, None).expect("closed");
    (app, event)
}

/// A closed event that a teller signs.
fn to_sign(database: &Database) -> (App, String, String) {
    let app = database.app();
    let event = import(&app, &Folder::sound());
    let signers = Signers::of(|role| usize::from(role == Role::Teller));
    app.set_signing(&organiser(), &event, &asking(signers, ResultFrom::Signed), None).expect("set");
    app.close(&organiser(), &event, None).expect("closed");
    let fingerprint = app.signing(&organiser(), &event).expect("the page").result.expect("a result").fingerprint;
    (app, event, fingerprint)
}

#[test]
fn one_organiser_alone_publishes_nothing_that_nobody_signed() {
    on_each(|database| {
        let (app, event) = unsigned(database);
        assert_eq!(app.publish(&second_organiser(), &event).expect("asked"), Publishing::Asked);
        assert_eq!(state(&app, &event), EventState::Closed);
        assert!(app.notice(&event).is_err(), "nothing is public yet");
        let waits = app.signing(&organiser(), &event).expect("the page");
        assert_eq!(waits.publishing.expect("a request").asked_by, "second");

        let again = refused_as::<_, SecondFault>(app.publish(&organiser(), &event));
        assert_eq!(again, SecondFault::Pending(Matter::Publication));
        let decides = |actor: &Actor, said| app.decide_publishing(actor, &event, said);
        let own = refused_as::<_, SecondFault>(decides(&second_organiser(), Decision::Approve));
        assert_eq!(own, SecondFault::Own(Matter::Publication));
        let other = refused_as::<_, SecondFault>(decides(&organiser(), Decision::TakeBack));
        assert_eq!(other, SecondFault::NotOwn(Matter::Publication));
        for actor in [staff(Role::Teller), staff(Role::Official), staff(Role::Administrator), Actor::visitor()] {
            assert!(matches!(refusal(&decides(&actor, Decision::Approve)), Some(Forbidden { .. })), "{actor:?}");
        }
        let console = decides(&Actor::console(Role::Inspector), Decision::Approve);
        assert_eq!(refused_as::<_, SecondFault>(console), SecondFault::OwnAccount);

        decides(&second_organiser(), Decision::TakeBack).expect("taken back");
        let gone = refused_as::<_, SecondFault>(decides(&organiser(), Decision::Approve));
        assert_eq!(gone, SecondFault::NothingPending(Matter::Publication));
        assert_eq!(app.publish(&organiser(), &event).expect("asked"), Publishing::Asked);
        decides(&staff(Role::Scrutineer), Decision::Decline).expect("declined");
        assert_eq!(state(&app, &event), EventState::Closed);
        assert_eq!(app.publish(&organiser(), &event).expect("asked"), Publishing::Asked);
        decides(&staff(Role::Inspector), Decision::Approve).expect("approved");
        assert_eq!(state(&app, &event), EventState::Published);

        let notice = app.notice(&event).expect("a notice");
        let public = notice.result.publication.expect("a publication");
        assert_eq!((public.who.as_str(), public.second.as_deref()), ("account:organiser", Some("inspector")));
        assert!(notice.result.signatures.is_empty());
        assert_sound(&app);
    });
}

#[test]
fn who_closed_what_others_signed_publishes_with_a_second_person_and_another_without() {
    on_each(|database| {
        let (app, event, fingerprint) = to_sign(database);
        sign(&app, &staff(Role::Teller), &event, 1, &fingerprint).expect("signed");
        let shown = |actor: &Actor| app.signing(actor, &event).expect("the page").takes_two;
        assert_eq!((shown(&organiser()), shown(&second_organiser())), (Some(TakesTwo::Closer), None));
        assert_eq!(app.publish(&organiser(), &event).expect("asked"), Publishing::Asked);
        // another one does not have to wait for a request that is not theirs to grant alone
        assert_eq!(app.publish(&second_organiser(), &event).expect("published"), Publishing::Done);
        assert_eq!(app.notice(&event).expect("a notice").result.publication.expect("a publication").second, None);
        let late = app.decide_publishing(&staff(Role::Inspector), &event, Decision::Approve);
        assert!(late.is_err(), "published once");
        assert_sound(&app);
    });
}

#[test]
fn a_wish_to_publish_is_about_one_result_and_lapses_with_it() {
    on_each(|database| {
        let (app, event) = unsigned(database);
        assert_eq!(app.publish(&organiser(), &event).expect("asked"), Publishing::Asked);
        app.ask_reopening(&organiser(), &event, "更正").expect("asked");
        app.decide_reopening(&second_organiser(), &event, true).expect("approved");
        app.close(&organiser(), &event, None).expect("closed again");
        let lapsed = app.decide_publishing(&second_organiser(), &event, Decision::Approve);
        assert_eq!(refused_as::<_, SecondFault>(lapsed), SecondFault::NothingPending(Matter::Publication));
        assert_eq!(state(&app, &event), EventState::Closed);
        publish(&app, &event).expect("published");
    });
}

#[test]
fn a_signature_takes_the_signers_own_password() {
    on_each(|database| {
        let (app, event, fingerprint) = to_sign(database);
        let teller = staff(Role::Teller);
        with_account(&app, &teller);
        with_account(&app, &organiser());
        for wrong in ["", "wrong", "known to nobody els", "KNOWN TO NOBODY ELSE"] {
            let given = guanmo::app::act::secret::Secret::new(wrong);
            let refused = app.sign(&teller, &event, (1, &fingerprint), &given);
            assert!(matches!(refusal(&refused), Some(PasswordFault::Wrong)), "{wrong}: {refused:?}");
        }
        assert!(app.signing(&teller, &event).expect("the page").signatures.is_empty());
        let log = app.log(&Actor::console(Role::Administrator), None, 50).expect("the log");
        let tried = log.iter().filter(|act| act.who == "account:teller" || act.subject.contains("teller")).count();
        assert!(tried >= 4, "that somebody tried stands on record: {log:?}");
        assert!(log.iter().all(|act| act.payload.as_ref().is_none_or(|told| !told.contains("known to nobody"))));
        app.sign(&teller, &event, (1, &fingerprint), &password()).expect("signed");
    });
}

#[test]
fn who_does_not_agree_says_why_and_everybody_who_signs_reads_it() {
    on_each(|database| {
        let (app, event, fingerprint) = to_sign(database);
        let disagrees = |actor: &Actor, number, reason: &str| app.disagree(actor, &event, number, reason);
        assert!(matches!(refusal(&disagrees(&staff(Role::Teller), 1, " ")), Some(ReasonFault::None)));
        assert!(matches!(refusal(&disagrees(&staff(Role::Teller), 2, "不符")), Some(SigningFault::Changed)));
        for actor in [staff(Role::Official), Actor::judge(&event, "j1"), Actor::visitor()] {
            assert!(matches!(refusal(&disagrees(&actor, 1, "不符")), Some(Forbidden { .. })), "{actor:?}");
        }
        disagrees(&person("inspector", Role::Inspector), 1, "三席的卡与纸面不符").expect("on record");
        let again = disagrees(&person("inspector", Role::Inspector), 1, "还是不符");
        assert!(matches!(refusal(&again), Some(Already { .. })));
        let dissents = app.signing(&staff(Role::Teller), &event).expect("the page").dissents;
        assert_eq!((dissents.len(), dissents[0].reason.as_str()), (1, "三席的卡与纸面不符"));
        // it is a word, and no veto: who signs knows of it
        sign(&app, &staff(Role::Teller), &event, 1, &fingerprint).expect("signed");
        publish(&app, &event).expect("published");
        assert_eq!(app.signing(&organiser(), &event).expect("the page").dissents.len(), 1);
        assert_sound(&app);
    });
}

#[test]
fn a_frozen_result_that_was_altered_is_neither_signed_nor_shown_nor_published() {
    on_each(|database| {
        let (app, event, fingerprint) = to_sign(database);
        let alter = |from: &str, to: &str| {
            let sql = format!("UPDATE result SET report = replace(report, '\"rank\":\"{from}\"', '\"rank\":\"{to}\"')");
            apply(
                database,
                &Change { table: "result".to_owned(), column: None, sql: vec![sql, "DROP TABLE kept".to_owned()] },
            )
            .expect("altered");
        };
        alter("1", "7");
        let Unsound { first } = refused_as(sign(&app, &staff(Role::Teller), &event, 1, &fingerprint));
        assert!(first.contains("封存的结果") && first.contains("被改动过"), "{first}");
        alter("7", "1");
        sign(&app, &staff(Role::Teller), &event, 1, &fingerprint).expect("signed");
        alter("1", "7");
        // as a program that is started now reads it: another keeps in memory what was frozen
        let read = |app: &App| app.board(&staff(Role::Official), &event).map(|_| ());
        assert!(app.publish(&second_organiser(), &event).is_err());
        assert!(read(&database.app()).is_err(), "not even the board");
        alter("7", "1");
        publish(&app, &event).expect("published");
        alter("1", "7");
        assert!(app.notice(&event).is_err(), "the public reads nothing that was altered");
        assert!(read(&database.app()).is_err());
        alter("7", "1");
        assert!(app.notice(&event).is_ok() && read(&database.app()).is_ok());
        assert_sound(&app);
    });
}
