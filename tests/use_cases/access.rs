//! Who gets in, and who may do what.

use chrono::TimeDelta;
use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::permission::{Act, check};
use guanmo::app::act::secret::Secret;
use guanmo::app::act::state::WrongState;
use guanmo::app::people::account::AccountFault;
use guanmo::app::people::account::FirstNames;
use guanmo::app::people::link::LinkNotGood;
use guanmo::app::people::pace::{TooSoon, Trier};
use guanmo::app::people::password::PasswordFault;
use guanmo::app::people::sign_in::SignInFault;

use crate::support::database::{Database, on_each};
use crate::support::desk::{assert_sound, empty_event, import, organiser, staff};
use crate::support::fault::refusal;
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

#[test]
fn the_permission_table_is_what_it_is() {
    let told: Vec<String> = Act::ALL
        .iter()
        .map(|act| {
            let marks = Role::ALL.map(|role| {
                let may = check(&Actor::console(role), *act).is_ok();
                assert_eq!(may, act.allows(role));
                if may { 'x' } else { '.' }
            });
            assert!(check(&Actor::visitor(), *act).is_err());
            format!("{} {act:?}", String::from_iter(marks))
        })
        .collect();
    // judge, organiser, teller, scrutineer, inspector, official, administrator
    let table = [
        "x...... Score",
        ".xxxxxx SeeProgress",
        ".x..... SeeDesk",
        ".x..... OpenProvisional",
        ".x..... SeeProvisional",
        ".xxxxx. SeeResult",
        ".x.x... SeeMarks",
        ".xxxx.. SeeSigning",
        ".xxxx.. Sign",
        "....x.. Inspect",
        ".x.xx.. SeeDrawn",
        ".x.xx.. SeeSeats",
        ".x.xx.. DecidePublishing",
        ".x..... AcceptBreach",
        ".x..... Configure",
        ".x..... Reopen",
        ".x..... Archive",
        ".x..... Unarchive",
        ".x..... SeeObjections",
        ".x..... AnswerObjection",
        ".x.xx.. TakeBundle",
        ".x..... Keep",
        ".x..... Erase",
        ".x..... Import",
        ".x..... Upload",
        ".x..... Export",
        ".x..... MintLinks",
        "...xx.. DecideLink",
        ".x..... OpenEvent",
        ".x..... Rehearse",
        ".x..... MoveRoute",
        ".x..... ChangeDay",
        ".x..... ArrangeCalls",
        ".x..... CallUp",
        ".x..... Exclude",
        ".x..... Ask",
        ".x..... Rule",
        ".x..... Admit",
        ".x..... Adjust",
        ".x..... Measure",
        ".xxxx.. SeeRules",
        ".x..... AmendRules",
        ".x..... DecideTie",
        ".xx.... TypePaper",
        ".xxx... SettlePaper",
        ".xxxx.. SeeConfirmations",
        ".xx.... ConfirmOnPaper",
        ".x..... TakeJournal",
        "...xx.. AdmitHanded",
        ".x..... Close",
        ".x..... Publish",
        ".x..... Prepare",
        ".x..... Reword",
        "......x ManageAccounts",
        ".xxxxxx ChangePassword",
        ".x....x SeeLog",
        ".xxxx.x SeeEventLog",
        ".x..... Try",
        ".x..... ShowWall",
        ".x..... Announce",
    ];
    assert_eq!(told, table);
}

#[test]
fn the_first_start_makes_accounts_once() {
    on_each(|database| {
        let app = database.app();
        let short = app.first_start(&FirstNames::default(), Some(Secret::new("short")));
        assert!(matches!(refusal(&short), Some(PasswordFault::Short)));
        let made = app.first_start(&FirstNames::default(), None).expect("accounts");
        assert_eq!(made.len(), 2);
        assert!(app.first_start(&FirstNames::default(), None).expect("nothing").is_empty());
        let new = app.sign_in("organiser", &made[0].password, &Trier::default()).expect("signed in");
        let session = app.session(&new.token).expect("an answer").expect("a session");
        assert_eq!(session.actor.role, Some(Role::Organiser));
        assert!(!format!("{new:?} {made:?}").contains(new.token.reveal()));
        assert!(!format!("{made:?}").contains(made[0].password.reveal()));
        app.sign_out(&new.token).expect("signed out");
        assert!(app.session(&new.token).expect("an answer").is_none());
    });
}

/// Seconds that a wrong password has to wait; 0 where it was tried.
fn waits(app: &App, name: &str, trier: &Trier) -> u64 {
    let refused = app.sign_in(name, &Secret::new("wrong battery"), trier).expect_err("a wrong password");
    match refused.fault::<TooSoon>() {
        Some(soon) => soon.seconds,
        None => {
            assert!(matches!(refused.fault(), Some(SignInFault::WrongPassword)), "{refused:?}");
            0
        }
    }
}

fn stranger(last: u8) -> Trier {
    Trier::Stranger(Some([10, 0, 0, last].into()))
}

#[test]
fn wrong_passwords_make_whoever_tries_them_wait_and_lock_nobody_out() {
    on_each(|database| {
        let app = database.app();
        let made = app.first_start(&FirstNames::default(), Some(Secret::new("correct horse"))).expect("accounts");
        let right = &made[0].password;
        let mark = app.mark_browser("organiser");
        let known = app.trier("organiser", Some(&mark), stranger(1));
        assert!(matches!(known, Trier::Known(_)));
        let other = mark.reveal().replace(['0', '1'], "2");
        for forged in [app.mark_browser("admin"), Secret::new(other), Secret::new("x"), Secret::new(".")] {
            assert_eq!(app.trier("organiser", Some(&forged), stranger(1)), stranger(1));
        }
        let tries = |name: &str| (0..7).map(|_| waits(&app, name, &stranger(1))).collect::<Vec<_>>();
        assert_eq!(tries("organiser"), [0, 0, 0, 0, 0, 2, 2]);
        assert_eq!(tries("nobody"), tries("no-one"), "a name that is none waits just so");
        // the right one waits as well there, and nowhere else
        assert!(matches!(refusal(&app.sign_in("organiser", right, &stranger(1))), Some(TooSoon { seconds: 2 })));
        app.sign_in("organiser", right, &stranger(2)).expect("another household");
        app.sign_in("organiser", right, &known).expect("a browser that is known");
        for wait in [2, 4, 8, 16, 32, 60, 60] {
            app.clock().advance(TimeDelta::seconds(wait));
            assert_eq!(waits(&app, "organiser", &stranger(1)), 0);
        }
        app.clock().advance(TimeDelta::seconds(60));
        app.sign_in("organiser", right, &stranger(1)).expect("signed in");
        let failures = app.log(&organiser(), None, 100).expect("the log");
        let failures = failures.iter().filter(|row| row.act == "sign-in-failed" && row.subject.contains("organiser"));
        assert_eq!(failures.count(), 12, "what was not tried is no failure");
    });
}

#[test]
fn whoever_has_many_addresses_waits_too_and_administrators_are_told() {
    on_each(|database| {
        let app = database.app();
        let made = app.first_start(&FirstNames::default(), Some(Secret::new("correct horse"))).expect("accounts");
        let tried = || {
            let accounts = app.accounts(&staff(Role::Administrator)).expect("accounts");
            accounts.into_iter().find(|account| account.name == "organiser").expect("an account").tried
        };
        for number in 0..4 {
            assert_eq!(waits(&app, "organiser", &stranger(number)), 0);
        }
        assert_eq!(tried(), None, "somebody who mistypes");
        for number in 4..60 {
            assert_eq!(waits(&app, "organiser", &stranger(number)), 0);
        }
        assert_eq!(tried().map(|tried| tried.count), Some(60));
        assert_eq!(waits(&app, "organiser", &stranger(60)), 2);
        let known = app.trier("organiser", Some(&app.mark_browser("organiser")), stranger(61));
        app.sign_in("organiser", &made[0].password, &known).expect("a browser that is known");
        app.clock().advance(TimeDelta::seconds(2));
        assert_eq!(waits(&app, "organiser", &stranger(60)), 0);
        assert_eq!(waits(&app, "admin", &stranger(60)), 0, "another name");
        app.clock().advance(TimeDelta::minutes(61));
        assert_eq!((tried(), waits(&app, "organiser", &stranger(61))), (None, 0));
    });
}

#[test]
fn the_accounts_of_the_first_start_have_the_names_that_were_chosen() {
    on_each(|database| {
        let app = database.app();
        let names = |organiser: &str, administrator: &str| FirstNames {
            organiser: organiser.to_owned(),
            administrator: administrator.to_owned(),
        };
        for bad in ["", "two words", "王主任", &"x".repeat(33)] {
            let refused = app.first_start(&names(bad, "boss"), None);
            assert!(matches!(refusal(&refused), Some(AccountFault::BadName)), "{bad}");
        }
        assert!(matches!(refusal(&app.first_start(&names("same", "same"), None)), Some(AccountFault::NameTaken)));
        let made = app.first_start(&names("li-office", "keeper"), None).expect("accounts");
        assert_eq!(made.iter().map(|account| &*account.name).collect::<Vec<_>>(), ["li-office", "keeper"]);
        app.sign_in("keeper", &made[1].password, &stranger(1)).expect("signed in");
    });
}

#[test]
fn an_idle_session_runs_out_and_a_used_one_does_not() {
    on_each(|database| {
        let app = database.app();
        let made = app.first_start(&FirstNames::default(), None).expect("accounts");
        let new = app.sign_in("organiser", &made[0].password, &Trier::default()).expect("signed in");
        for _ in 0..3 {
            app.clock().advance(TimeDelta::minutes(20));
            assert!(app.session(&new.token).expect("an answer").is_some());
        }
        app.clock().advance(TimeDelta::minutes(31));
        assert!(app.session(&new.token).expect("an answer").is_none());
        let new = app.sign_in("organiser", &made[0].password, &Trier::default()).expect("signed in");
        app.reset_password(&staff(Role::Administrator), "organiser", None).expect("a new password");
        assert!(app.session(&new.token).expect("an answer").is_none());
        assert!(matches!(
            refusal(&app.sign_in("organiser", &made[0].password, &Trier::default())),
            Some(SignInFault::WrongPassword)
        ));
    });
}

#[test]
fn a_link_is_good_until_the_next_ones_or_the_close() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let first = app.mint_links(&organiser(), &event).expect("links").links;
        assert_eq!(first.iter().map(|link| link.judge.as_str()).collect::<Vec<_>>(), ["j1", "j2", "j3"]);
        let here = app.sign_in_with_link(&first[0].token).expect("signed in");
        let there = app.sign_in_with_link(&first[0].token).expect("signed in again");
        assert_eq!(here.session.actor, Actor::judge(&event, "j1"));
        assert_eq!(there.session.name, "一席");
        let second = app.mint_links(&organiser(), &event).expect("links").links;
        assert!(matches!(refusal(&app.sign_in_with_link(&first[0].token)), Some(LinkNotGood)));
        assert!(matches!(refusal(&app.sign_in_with_link(&Secret::new("guess"))), Some(LinkNotGood)));
        // who is signed in stays so, also after the close: what is still on the tablet must be delivered
        app.close(&organiser(), &event, None).expect("closed");
        assert!(app.session(&here.token).expect("an answer").is_some());
        assert!(matches!(refusal(&app.sign_in_with_link(&second[0].token)), Some(LinkNotGood)));
        assert!(matches!(refusal(&app.mint_links(&organiser(), &event)), Some(WrongState { .. })));
        assert!(matches!(refusal(&app.mint_links(&staff(Role::Official), &event)), Some(Forbidden { .. })));
    });
}

#[test]
fn accounts_are_made_by_administrators_with_proper_names() {
    on_each(|database| {
        let app = database.app();
        let administrator = staff(Role::Administrator);
        let made = app.create_account(&administrator, "leader", Role::Official, None).expect("an account");
        app.sign_in("leader", &made.password, &Trier::default()).expect("signed in");
        let again = app.create_account(&administrator, "leader", Role::Official, None);
        assert!(matches!(refusal(&again), Some(AccountFault::NameTaken)));
        let odd = app.create_account(&administrator, "a b", Role::Official, None);
        assert!(matches!(refusal(&odd), Some(AccountFault::BadName)));
        let own = app.create_account(&organiser(), "friend", Role::Organiser, None);
        assert!(matches!(refusal(&own), Some(Forbidden { .. })));
    });
}

#[test]
fn every_act_is_in_the_audit_and_the_chain_holds_until_somebody_changes_it() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        tablet.submit("A", None, "47.5", "35");
        tablet.submit("Z", None, "47.5", "35");
        app.close(&organiser(), &event, Some("演练")).expect("closed");
        let rows = app.log(&organiser(), Some(&event), 100).expect("the log");
        let acts: Vec<_> = rows.iter().rev().map(|row| row.act.as_str()).collect();
        assert_eq!(acts, ["import", "record", "refuse", "close"]);
        assert!(!rows[2].payload.as_ref().expect("a payload").contains("47.5"), "marks are not in the audit");
        assert_sound(&app);
        assert!(database.tamper("UPDATE leaf SET who = 'nobody'").is_err());
        assert!(database.tamper("DELETE FROM leaf WHERE number = 2").is_err());
        assert!(database.tamper("UPDATE operation SET judge = 'j2'").is_err());
        assert!(database.tamper("UPDATE leaf_payload SET payload = '{}'").is_err());
        assert!(database.tamper("DELETE FROM leaf_payload WHERE number = 2").is_err(), "only erasing its event may");
        assert_sound(&app);
        assert!(matches!(refusal(&app.log(&staff(Role::Official), None, 1)), Some(Forbidden { .. })));
    });
}

#[test]
fn a_database_that_takes_nothing_any_more_can_still_be_read() {
    let database = Database::file();
    let app = database.app();
    let made = app.first_start(&FirstNames::default(), None).expect("accounts");
    let new = app.sign_in("organiser", &made[0].password, &Trier::default()).expect("signed in");
    database
        .tamper("CREATE TRIGGER full BEFORE UPDATE ON session BEGIN SELECT RAISE(ABORT, 'full'); END")
        .expect("a database that refuses");
    app.clock().advance(TimeDelta::minutes(5));
    assert!(app.session(&new.token).expect("an answer").is_some());
    app.clock().advance(TimeDelta::minutes(26));
    assert!(app.session(&new.token).expect("an answer").is_none(), "a use that was not noted is none");
}
