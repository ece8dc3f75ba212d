//! One account a person, with a password that nobody else knows.

use chrono::TimeDelta;
use guanmo::app::act::actor::{Actor, Role, Who};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::secret::Secret;
use guanmo::app::error::Already;
use guanmo::app::error::NotFound;
use guanmo::app::people::account::AccountFault;
use guanmo::app::people::account::FirstNames;
use guanmo::app::people::account::NewAccount;
use guanmo::app::people::pace::{TooSoon, Trier};
use guanmo::app::people::password::PasswordFault;
use guanmo::app::people::session::NewSession;
use guanmo::app::people::sign_in::PasswordChange;
use guanmo::app::people::sign_in::SignInFault;
use guanmo::app::{App, AppError, demo};

use crate::support::database::on_each;
use crate::support::desk::{assert_sound, import, organiser, own_account, staff};
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::Folder;

const OWN: &str = "春风又绿江南岸，明月何时照我还";

fn account(app: &App, name: &str, role: Role) -> NewAccount {
    app.create_account(&staff(Role::Administrator), name, role, None).expect("an account")
}

fn signed_in(app: &App, account: &NewAccount) -> NewSession {
    app.sign_in(&account.name, &account.password, &Trier::default()).expect("signed in")
}

fn change(app: &App, new: &NewSession, old: &Secret, to: &str) -> Result<(), AppError> {
    let change = PasswordChange { old: old.clone(), new: Secret::new(to), again: Secret::new(to) };
    app.change_password(&new.session.actor, &new.token, &change)
}

fn must_change(app: &App, new: &NewSession) -> bool {
    app.session(&new.token).expect("an answer").expect("a session").must_change
}

#[test]
fn a_password_that_was_given_is_good_until_its_owner_chooses_their_own() {
    on_each(|database| {
        let app = database.app();
        let given = account(&app, "teller-li", Role::Teller);
        let new = signed_in(&app, &given);
        assert!(new.session.must_change && must_change(&app, &new));
        change(&app, &new, &given.password, OWN).expect("changed");
        assert!(!must_change(&app, &new));
        assert!(matches!(
            refusal(&app.sign_in("teller-li", &given.password, &Trier::default())),
            Some(SignInFault::WrongPassword)
        ));
        let own = app.sign_in("teller-li", &Secret::new(OWN), &Trier::default()).expect("signed in");
        assert!(!own.session.must_change);
        // and again after an administrator gave a new one
        let given = app.reset_password(&staff(Role::Administrator), "teller-li", None).expect("a new password");
        assert!(app.session(&own.token).expect("an answer").is_none());
        assert!(must_change(&app, &signed_in(&app, &given)));
        let acts: Vec<String> =
            app.log(&organiser(), None, 100).expect("the log").into_iter().map(|row| row.act).collect();
        assert!(acts.contains(&"change-password".to_owned()), "{acts:?}");
        let all = app.log(&organiser(), None, 100).expect("the log");
        assert!(all.iter().all(|row| !format!("{row:?}").contains("江南")), "no password is in the audit");
    });
}

#[test]
fn the_first_starts_random_passwords_are_to_be_changed_and_one_that_was_chosen_is_not() {
    on_each(|database| {
        let app = database.app();
        let made = app.first_start(&FirstNames::default(), Some(Secret::new("correct horse"))).expect("accounts");
        assert!(!signed_in(&app, &made[0]).session.must_change, "the organiser's own");
        assert!(signed_in(&app, &made[1]).session.must_change, "the administrator's stood on a terminal");
    });
    on_each(|database| {
        let app = database.app();
        let made = app.first_start(&FirstNames::default(), None).expect("accounts");
        assert!(signed_in(&app, &made[0]).session.must_change);
        // in a demonstration everybody is anybody
        let shown = demo::install(&app).expect("installed");
        assert!(shown.accounts.iter().all(|account| !signed_in(&app, account).session.must_change));
        let again = demo::install(&app).expect("found");
        assert!(again.accounts.iter().all(|account| !signed_in(&app, account).session.must_change));
    });
}

#[test]
fn a_password_that_others_would_guess_is_refused_and_says_why() {
    on_each(|database| {
        let app = database.app();
        let given = account(&app, "zhangsan", Role::Organiser);
        let new = signed_in(&app, &given);
        let refused = |to: &str| refused_as::<_, PasswordFault>(change(&app, &new, &given.password, to));
        let short = change(&app, &new, &given.password, "春风又绿江南岸");
        assert!(matches!(refusal(&short), Some(PasswordFault::Short)), "{short:?}");
        assert_eq!(refused("ZhangSan-2026"), PasswordFault::Name);
        for common in
            ["1234567890", "QWERTYUIOP", "Password123", "aaaaaaaaaaaa", "abababababab", "abcdefghijkl", "lkjihgfedcba"]
        {
            assert_eq!(refused(common), PasswordFault::Common, "{common}");
        }
        assert_eq!(refused(&"长".repeat(201)), PasswordFault::Long);
        assert_eq!(refused(given.password.reveal()), PasswordFault::Same);
        let differ =
            PasswordChange { old: given.password.clone(), new: Secret::new(OWN), again: Secret::new("another one") };
        let differ = app.change_password(&new.session.actor, &new.token, &differ);
        assert!(matches!(refusal(&differ), Some(PasswordFault::Differ)), "{differ:?}");
        assert!(must_change(&app, &new), "nothing was changed");
    });
}

#[test]
fn whoever_finds_a_desk_unlocked_does_not_guess_the_password_there() {
    on_each(|database| {
        let app = database.app();
        let mine = own_account(&app, "wang", Role::Organiser);
        let new = signed_in(&app, &mine);
        let wrong = Secret::new("not the password");
        for _ in 0..5 {
            let refused = change(&app, &new, &wrong, OWN);
            assert!(matches!(refusal(&refused), Some(PasswordFault::Old)), "{refused:?}");
        }
        assert!(matches!(refusal(&change(&app, &new, &wrong, OWN)), Some(TooSoon { seconds: 2 })));
        assert!(matches!(refusal(&change(&app, &new, &mine.password, OWN)), Some(TooSoon { seconds: 2 })));
        app.clock().advance(TimeDelta::seconds(2));
        change(&app, &new, &mine.password, OWN).expect("changed");
    });
}

#[test]
fn a_new_password_ends_the_accounts_other_sessions_and_not_the_one_at_hand() {
    on_each(|database| {
        let app = database.app();
        let mine = own_account(&app, "wang", Role::Organiser);
        let other = own_account(&app, "zhao", Role::Organiser);
        let (here, there, somebody) = (signed_in(&app, &mine), signed_in(&app, &mine), signed_in(&app, &other));
        change(&app, &here, &mine.password, OWN).expect("changed");
        let alive = |new: &NewSession| app.session(&new.token).expect("an answer").is_some();
        assert_eq!((alive(&here), alive(&there), alive(&somebody)), (true, false, true));
        let console = app.change_password(
            &Actor::console(Role::Organiser),
            &here.token,
            &PasswordChange { old: mine.password.clone(), new: Secret::new(OWN), again: Secret::new(OWN) },
        );
        assert!(console.is_err(), "the command line has no password of its own");
    });
}

#[test]
fn an_account_whose_person_left_signs_in_no_more_until_it_is_given_out_again() {
    on_each(|database| {
        let app = database.app();
        let administrator = Actor { who: Who::Account("admin".into()), role: Some(Role::Administrator) };
        let mine = own_account(&app, "wang", Role::Scrutineer);
        let new = signed_in(&app, &mine);
        app.deactivate_account(&administrator, "wang").expect("deactivated");
        assert!(app.session(&new.token).expect("an answer").is_none());
        assert!(matches!(refusal(&app.sign_in("wang", &mine.password, &Trier::default())), Some(SignInFault::Left)));
        assert!(matches!(
            refusal(&app.sign_in("wang", &Secret::new("guess"), &Trier::default())),
            Some(SignInFault::WrongPassword)
        ));
        assert!(matches!(refusal(&app.deactivate_account(&administrator, "wang")), Some(Already { .. })));
        let listed = app.accounts(&administrator).expect("accounts");
        assert!(listed.iter().any(|account| account.name == "wang" && account.left_at.is_some()), "{listed:?}");
        let own = app.deactivate_account(&administrator, "admin");
        assert!(matches!(refusal(&own), Some(AccountFault::Own)), "{own:?}");
        let none = app.deactivate_account(&administrator, "nobody");
        assert!(matches!(refusal(&none), Some(NotFound { .. })), "{none:?}");
        assert!(matches!(refusal(&app.deactivate_account(&organiser(), "wang")), Some(Forbidden { .. })));
        assert!(matches!(refusal(&app.accounts(&organiser())), Some(Forbidden { .. })));
        let again = app.reset_password(&administrator, "wang", None).expect("given out again");
        assert!(signed_in(&app, &again).session.must_change);
    });
}

#[test]
fn an_account_has_the_name_of_its_person_which_its_next_signature_bears() {
    on_each(|database| {
        let app = database.app();
        let administrator = staff(Role::Administrator);
        let of = |name: &str, full_name: &str| app.create_account_of(&administrator, name, full_name, Role::Teller);
        let li = of("li", " 李四 ").expect("made");
        let wang = of("wang", "").expect("made without");
        let shown = |name: &str| {
            let accounts = app.accounts(&administrator).expect("accounts");
            accounts.into_iter().find(|account| account.name == name).expect("it").full_name
        };
        assert_eq!((shown("li").as_deref(), shown("wang")), (Some("李四"), None));
        for bad in ["李\n四", "李\u{202e}四", "李\u{200b}四", &"长".repeat(31)] {
            assert_eq!(refused_as::<_, AccountFault>(of("zhao", bad)), AccountFault::BadFullName, "{bad:?}");
            let named = app.name_account(&administrator, "wang", bad);
            assert_eq!(refused_as::<_, AccountFault>(named), AccountFault::BadFullName, "{bad:?}");
        }
        let same = app.name_account(&administrator, "li", "李四");
        assert_eq!(refused_as::<_, AccountFault>(same), AccountFault::SameFullName);
        assert!(matches!(refusal(&app.name_account(&organiser(), "li", "王五")), Some(Forbidden { .. })));
        assert!(matches!(refusal(&app.name_account(&administrator, "none", "王五")), Some(NotFound { .. })));

        let event = import(&app, &Folder::sound());
        app.close(&organiser(), &event, None).expect("closed");
        let sign = |account: &NewAccount| {
            let actor = Actor { who: Who::Account(account.name.clone()), role: Some(Role::Teller) };
            let result = app.signing(&actor, &event).expect("signing").result.expect("a result");
            let shown = (result.number, result.fingerprint.as_str());
            app.sign(&actor, &event, shown, &account.password).expect("signed");
        };
        sign(&li);
        sign(&wang);
        // what was signed stays signed as it was
        app.name_account(&administrator, "li", "李四光").expect("named");
        app.name_account(&administrator, "wang", "王五").expect("named");
        let signatures = app.signing(&organiser(), &event).expect("signing").signatures;
        assert_eq!(signatures.iter().map(|row| row.signer()).collect::<Vec<_>>(), ["李四", "wang"]);
        app.name_account(&administrator, "li", "").expect("taken away");
        assert_eq!(shown("li"), None);
        assert_sound(&app);
    });
}
