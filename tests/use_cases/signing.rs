//! From the close to the archive: checking, signing, publishing, and back with a reason.

use chrono::TimeDelta;
use guanmo::app::act::actor::{Actor, Role, Who};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::reason::ReasonFault;
use guanmo::app::act::second::{Matter, SecondFault};
use guanmo::app::act::state::WrongState;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::error::NotFound;
use guanmo::app::event::signers::{ResultFrom, Signers, SigningSettings};
use guanmo::app::event::view::{Board, EventState};
use guanmo::app::result::signing_fault::SigningFault;
use guanmo::app::{App, AppError};
use guanmo::scoring::event::ExclusionKind;

use crate::support::database::on_each;
use crate::support::desk::{self, asking, decide_tie, export, import, organiser, publish, second_organiser, staff};
use crate::support::fault::refusal;
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

fn person(name: &str, role: Role) -> Actor {
    Actor { who: Who::Account(name.to_owned()), role: Some(role) }
}

/// Those who sign by default: two tellers, two scrutineers, an inspector, an organiser.
fn signers() -> Vec<Actor> {
    vec![
        person("teller-1", Role::Teller),
        person("teller-2", Role::Teller),
        person("scrutineer-1", Role::Scrutineer),
        person("scrutineer-2", Role::Scrutineer),
        person("inspector", Role::Inspector),
        organiser(),
    ]
}

fn state(app: &App, event: &str) -> EventState {
    app.event(&organiser(), event).expect("the event").state
}

/// Signs the latest result as it is shown to them.
fn sign(app: &App, event: &str, actor: &Actor) -> Result<(), AppError> {
    let result = app.signing(actor, event)?.result.expect("a result");
    desk::sign(app, actor, event, result.number, &result.fingerprint)
}

/// A closed event that asks for the signatures of the default.
fn closed(app: &App) -> String {
    let event = import(app, &Folder::sound());
    app.close(&organiser(), &event, None).expect("closed");
    event
}

fn signed(app: &App) -> String {
    let event = closed(app);
    for actor in signers() {
        sign(app, &event, &actor).expect("signed");
    }
    event
}

#[test]
fn each_signer_signs_once_and_the_last_one_makes_the_event_signed() {
    on_each(|database| {
        let app = database.app();
        let event = closed(&app);
        let missing = publish(&app, &event).expect_err("refused");
        assert!(missing.to_string().contains("计票人 2 人、监票人 2 人、纪检监察 1 人、组织者 1 人"), "{missing}");
        for actor in signers() {
            assert_eq!(state(&app, &event), EventState::Closed);
            sign(&app, &event, &actor).expect("signed");
            let again = sign(&app, &event, &actor).expect_err("nobody signs twice").to_string();
            assert!(again.contains("您已经签过字") || again.contains("签字已经齐全"), "{again}");
        }
        assert_eq!(state(&app, &event), EventState::Signed);
        let signing = app.signing(&signers()[0], &event).expect("the page");
        let result = signing.result.expect("a result");
        assert_eq!(signing.signatures.len(), 6);
        assert!(signing.signatures.iter().all(|row| row.fingerprint == result.fingerprint));
    });
}

#[test]
fn what_is_signed_is_published_for_everybody_and_archived() {
    on_each(|database| {
        let app = database.app();
        let event = signed(&app);
        assert!(matches!(refusal(&app.notice(&event)), Some(NotFound { .. })));
        let fingerprint = app.signing(&organiser(), &event).expect("the page").result.expect("a result").fingerprint;
        publish(&app, &event).expect("published");
        let notice = app.notice(&event).expect("a notice");
        assert_eq!(notice.result.head.fingerprint, fingerprint);
        assert_eq!((notice.until - notice.from).num_days(), 5);
        assert!(!notice.reopened && notice.result.report.trace.is_none());
        assert!(matches!(refusal(&app.archive(&organiser(), &event)), Some(SigningFault::PutUp(_))));
        app.clock().advance(TimeDelta::days(5));
        app.archive(&organiser(), &event).expect("archived");
        assert_eq!(state(&app, &event), EventState::Archived);
        assert!(matches!(refusal(&app.archive(&organiser(), &event)), Some(WrongState { .. })));
        assert!(app.notice(&event).is_ok(), "what was published stays readable");
        for table in ["signature", "publication"] {
            assert!(database.tamper(&format!("DELETE FROM {table}")).is_err(), "{table}");
        }
    });
}

#[test]
fn nobody_signs_for_another_nor_what_they_did_not_see() {
    on_each(|database| {
        let app = database.app();
        let event = closed(&app);
        let result = app.signing(&organiser(), &event).expect("the page").result.expect("a result");
        let by = |actor: &Actor, number, mark: &str| desk::sign(&app, actor, &event, number, mark);
        let teller = person("teller-1", Role::Teller);
        for (number, mark) in [(1, "another"), (2, result.fingerprint.as_str()), (0, ""), (1, "")] {
            assert!(matches!(refusal(&by(&teller, number, mark)), Some(SigningFault::Changed)), "{number}");
        }
        let console = by(&Actor::console(Role::Teller), 1, &result.fingerprint);
        assert!(matches!(refusal(&console), Some(SecondFault::OwnAccount)));
        for actor in [staff(Role::Official), staff(Role::Administrator), Actor::judge(&event, "j1"), Actor::visitor()] {
            assert!(matches!(refusal(&by(&actor, 1, &result.fingerprint)), Some(Forbidden { .. })), "{actor:?}");
            assert!(matches!(refusal(&app.signing(&actor, &event)), Some(Forbidden { .. })), "{actor:?}");
        }
        by(&organiser(), 1, &result.fingerprint).expect("signed");
        let second = by(&person("organiser-2", Role::Organiser), 1, &result.fingerprint);
        assert!(matches!(refusal(&second), Some(SigningFault::NotAsked(Role::Organiser))));
        assert_eq!(app.signing(&teller, &event).expect("the page").signatures.len(), 1);
    });
}

#[test]
fn the_first_change_undoes_the_signatures_which_stay_readable() {
    on_each(|database| {
        let app = database.app();
        let event = signed(&app);
        let void = ExcludeRequest {
            judge: "j1".to_owned(),
            component: Some("visit".to_owned()),
            entry: Some("C".to_owned()),
            kind: ExclusionKind::Void,
            reason: "误评".to_owned(),
        };
        app.exclude(&organiser(), &event, &void).expect("a correction");
        assert_eq!(state(&app, &event), EventState::Closed);
        let signing = app.signing(&organiser(), &event).expect("the page");
        let (now, before) = (signing.result.expect("a result"), &signing.earlier[0]);
        assert_eq!((now.number, before.number, signing.signatures.len()), (2, 1, 6));
        assert!(now.fingerprint != before.fingerprint);
        assert!(signing.signatures.iter().all(|row| row.number == 1 && row.fingerprint == before.fingerprint));
        let refused = publish(&app, &event);
        assert!(matches!(refusal(&refused), Some(SigningFault::Missing(_))));
        let stale = desk::sign(&app, &signers()[0], &event, 1, &before.fingerprint);
        assert!(matches!(refusal(&stale), Some(SigningFault::Changed)));
        for actor in signers() {
            sign(&app, &event, &actor).expect("signed again");
        }
        assert_eq!(state(&app, &event), EventState::Signed);
        let past = app.past_result(&signers()[4], &event, 1).expect("the earlier result");
        assert_eq!((past.head.fingerprint.as_str(), past.signatures.len()), (before.fingerprint.as_str(), 6));
        assert!(matches!(refusal(&app.past_result(&organiser(), &event, 3)), Some(NotFound { .. })));
    });
}

#[test]
fn officials_see_the_result_from_the_state_that_the_event_sets() {
    on_each(|database| {
        let app = database.app();
        let official = staff(Role::Official);
        for from in ResultFrom::ALL {
            let event = import(&app, &Folder::sound());
            let signers_of = Signers::of(|role| usize::from(role == Role::Teller));
            let settings = SigningSettings { notice_days: 7, ..asking(signers_of, from) };
            app.set_signing(&organiser(), &event, &settings, None).expect("set");
            let sees = || {
                let board = matches!(app.board(&official, &event).expect("a board"), Board::Result { .. });
                assert_eq!(board, app.ranking(&official, &event).is_ok(), "{from:?}");
                board
            };
            let mut seen = vec![sees()];
            app.close(&organiser(), &event, None).expect("closed");
            let late = app.set_signing(&organiser(), &event, &settings, None);
            assert!(matches!(refusal(&late), Some(WrongState { state: EventState::Closed, .. })));
            // who signs sees the result from the close on
            assert!(matches!(app.board(&signers()[0], &event).expect("a board"), Board::Result { .. }));
            seen.push(sees());
            sign(&app, &event, &signers()[0]).expect("signed");
            seen.push(sees());
            publish(&app, &event).expect("published");
            seen.push(sees());
            let expected = match from {
                ResultFrom::Closed => [false, true, true, true],
                ResultFrom::Signed => [false, false, true, true],
                ResultFrom::Published => [false, false, false, true],
            };
            assert_eq!(seen, expected, "{from:?}");
        }
    });
}

#[test]
fn without_signatures_asked_for_the_way_from_closed_to_published_is_clear() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let none = asking(Signers::none(), ResultFrom::Signed);
        for notice_days in [0, -1, 61] {
            let odd = app.set_signing(&organiser(), &event, &SigningSettings { notice_days, ..none.clone() }, None);
            assert!(matches!(refusal(&odd), Some(SigningFault::Settings { .. })));
        }
        app.set_signing(&organiser(), &event, &none, None).expect("set");
        app.close(&organiser(), &event, None).expect("closed");
        let asked = sign(&app, &event, &signers()[0]);
        assert!(matches!(refusal(&asked), Some(SigningFault::NotAsked(Role::Teller))));
        publish(&app, &event).expect("published");
        assert_eq!(state(&app, &event), EventState::Published);
    });
}

#[test]
fn opening_again_takes_a_reason_and_a_second_organiser_and_leaves_what_was_published() {
    on_each(|database| {
        let app = database.app();
        let event = signed(&app);
        publish(&app, &event).expect("published");
        let second = person("organiser-2", Role::Organiser);
        let first = app.notice(&event).expect("a notice").result.head.fingerprint;
        assert!(matches!(refusal(&app.ask_reopening(&organiser(), &event, " ")), Some(ReasonFault::None)));
        let nothing = app.decide_reopening(&second, &event, true);
        assert!(matches!(refusal(&nothing), Some(SecondFault::NothingPending(Matter::Reopening))));
        app.ask_reopening(&organiser(), &event, "漏评一个项目").expect("asked");
        let twice = app.ask_reopening(&second, &event, "再申请");
        assert!(matches!(refusal(&twice), Some(SecondFault::Pending(Matter::Reopening))));
        let own = app.decide_reopening(&organiser(), &event, true);
        assert!(matches!(refusal(&own), Some(SecondFault::Own(Matter::Reopening))));
        let console = app.decide_reopening(&Actor::console(Role::Organiser), &event, true);
        assert!(matches!(refusal(&console), Some(SecondFault::OwnAccount)));
        app.decide_reopening(&second, &event, false).expect("declined");
        assert_eq!(state(&app, &event), EventState::Published);
        app.ask_reopening(&organiser(), &event, "漏评一个项目").expect("asked again");
        app.decide_reopening(&second, &event, true).expect("approved");
        assert_eq!(state(&app, &event), EventState::Open);
        assert!(matches!(app.board(&staff(Role::Official), &event).expect("a board"), Board::Progress(_)));
        let notice = app.notice(&event).expect("still there");
        assert!(notice.reopened && notice.result.head.fingerprint == first);
        assert!(app.past_result(&organiser(), &event, 1).is_ok());

        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let base = tablet.card("visit", "A").op;
        tablet.submit("A", base.as_deref(), "30", "20");
        app.close(&organiser(), &event, None).expect("closed again");
        let signing = app.signing(&organiser(), &event).expect("the page");
        let result = signing.result.expect("a result");
        assert!(result.number == 2 && result.fingerprint != first);
        assert_eq!(signing.reopenings.iter().map(|row| row.approved).collect::<Vec<_>>(), [Some(false), Some(true)]);
        for actor in signers() {
            sign(&app, &event, &actor).expect("signed anew");
        }
        publish(&app, &event).expect("published anew");
        let notice = app.notice(&event).expect("a notice");
        assert!(!notice.reopened && notice.result.head.fingerprint == result.fingerprint);
        let rows = app.log(&organiser(), Some(&event), 60).expect("the log");
        for act in ["close", "sign", "publish", "ask-reopening", "decline-reopening", "reopen"] {
            assert!(rows.iter().any(|row| row.act == act), "{act}");
        }
    });
}

#[test]
fn a_tie_across_a_prize_and_a_broken_limit_are_settled_before_anybody_signs() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        let more = "\n[[award]]\nname = \"一等奖\"\nplaces = 1\n\n[limits]\nmax_share_above = [60, \"30%\"]\n";
        folder.append("scoring-rules.toml", more);
        let mut scores = "judge,component,entry,criterion,value\n".to_owned();
        for judge in ["j1", "j2", "j3"] {
            for entry in ["A", "B", "C"] {
                scores += &format!("{judge},visit,{entry},effect,40\n{judge},visit,{entry},novelty,30\n");
            }
        }
        folder.write("scores.csv", scores);
        folder.write("measures.csv", "component,entry,value\ndaily,A,80\ndaily,B,80\ndaily,C,70\n");
        let event = import(&app, &folder);
        app.close(&organiser(), &event, None).expect("neither keeps it from being closed");
        let open = || app.signing(&organiser(), &event).expect("the page").result.expect("a result").unsettled;
        assert!(open().iter().any(|blocker| blocker.award.is_some()), "{:?}", open());
        let teller = &signers()[0];
        assert!(matches!(refusal(&sign(&app, &event, teller)), Some(SigningFault::Unsettled(_))));
        decide_tie(&app, &event, &[("A", 1), ("B", 2)], "表决").expect("decided");
        let breaches = open();
        assert!(breaches.iter().all(|blocker| blocker.award.is_none()) && !breaches.is_empty(), "{breaches:?}");
        assert!(matches!(refusal(&sign(&app, &event, teller)), Some(SigningFault::Unsettled(_))));
        let none = app.accept_breach(&organiser(), &event, ("j9", "visit"), "认可");
        assert!(matches!(refusal(&none), Some(SigningFault::NoBreach)));
        for blocker in &breaches {
            let id = |of: &Option<String>| of.clone().unwrap_or_default();
            let (judge, component) = (id(&blocker.judge), id(&blocker.component));
            let about = (judge.as_str(), component.as_str());
            assert!(refusal::<_, ReasonFault>(&app.accept_breach(&organiser(), &event, about, "")).is_some());
            app.accept_breach(&organiser(), &event, about, "评委已当面说明").expect("let stand");
        }
        assert!(open().is_empty());
        let again = app.accept_breach(&organiser(), &event, ("j1", "visit"), "认可");
        assert!(matches!(refusal(&again), Some(SigningFault::NoBreach)), "it stands already");
        // what was accepted travels: whoever tabulates the folder comes to a final result
        let exported = export(&app, &event);
        assert_eq!(exported.tabulate(&[]).code, 0, "{}", exported.tabulate(&[]).stderr);
        assert_eq!(
            std::fs::read_to_string(exported.path().join("acceptances.csv")).expect("a file").lines().count(),
            1 + breaches.len()
        );
        sign(&app, &event, teller).expect("signed");
        // cards that are others than those that were accepted are not accepted
        app.ask_reopening(&organiser(), &event, "更正一张").expect("asked");
        app.decide_reopening(&second_organiser(), &event, true).expect("reopened");
        app.exclude(
            &organiser(),
            &event,
            &ExcludeRequest {
                judge: "j1".to_owned(),
                component: Some("visit".to_owned()),
                entry: Some("C".to_owned()),
                kind: ExclusionKind::Void,
                reason: "填错".to_owned(),
            },
        )
        .expect("void");
        app.close(&organiser(), &event, None).expect("closed");
        let judges: Vec<_> = open().iter().filter_map(|blocker| blocker.judge.clone()).collect();
        assert_eq!(judges, ["j1"], "of the others the same cards are accepted still");
    });
}
