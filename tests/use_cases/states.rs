//! What may be done in which state: the whole table, and that use cases keep to it.

use guanmo::app::act::permission::Act;
use guanmo::app::act::state::WrongState;
use guanmo::app::act::state::{allow, why_not};
use guanmo::app::event::view::EventState;

use crate::support::database::on_each;
use crate::support::desk::{import, organiser};
use crate::support::fault::refusal;
use crate::support::folder::Folder;

#[test]
fn the_table_of_states_is_what_it_is() {
    let told: Vec<String> = Act::ALL
        .iter()
        .map(|act| {
            let marks = EventState::ALL.map(|state| if why_not(*act, state).is_none() { 'x' } else { '.' });
            format!("{} {act:?}", String::from_iter(marks))
        })
        .collect();
    // draft, open, closed, signed, published, archived
    let table = [
        "xxxxxx Score",
        "xxxxxx SeeProgress",
        "xxxxxx SeeDesk",
        "xx.... OpenProvisional",
        "xx.... SeeProvisional",
        "..xxxx SeeResult",
        "..xxxx SeeMarks",
        "xxxxxx SeeSigning",
        "..x... Sign",
        "..x... Inspect",
        "..xxxx SeeDrawn",
        "..xxxx SeeSeats",
        "..xx.. DecidePublishing",
        "..x... AcceptBreach",
        "xx.... Configure",
        "..xxx. Reopen",
        "....x. Archive",
        ".....x Unarchive",
        "xxxxxx SeeObjections",
        ".xxxx. AnswerObjection",
        "xxxxxx TakeBundle",
        "xxxxxx Keep",
        ".....x Erase",
        "xxxxxx Import",
        "x..... Upload",
        "xxxxxx Export",
        "xx.... MintLinks",
        "xx.... DecideLink",
        "x..... OpenEvent",
        "xx.... Rehearse",
        ".x.... MoveRoute",
        "xx.... ChangeDay",
        "xx.... ArrangeCalls",
        ".x.... CallUp",
        "xxxx.. Exclude",
        ".x.... Ask",
        "xxxxxx Rule",
        ".x.... Admit",
        "xxxx.. Adjust",
        "xxxx.. Measure",
        "xxxxxx SeeRules",
        "xxxx.. AmendRules",
        "..xx.. DecideTie",
        ".x.... TypePaper",
        ".x.... SettlePaper",
        "xxxxxx SeeConfirmations",
        ".x.... ConfirmOnPaper",
        "xxxxxx TakeJournal",
        "xxxxxx AdmitHanded",
        ".x.... Close",
        "..xx.. Publish",
        "x..... Prepare",
        "xx.... Reword",
        "xxxxxx ManageAccounts",
        "xxxxxx ChangePassword",
        "xxxxxx SeeLog",
        "xxxxxx SeeEventLog",
        ".x.... Try",
        "xxxxxx ShowWall",
        "...xxx Announce",
    ];
    assert_eq!(told, table);
}

#[test]
fn every_act_in_every_state_is_allowed_or_refused_with_a_sentence_that_says_why() {
    for act in Act::ALL {
        for state in EventState::ALL {
            match (why_not(act, state), allow(act, state)) {
                (None, Ok(())) => {}
                (Some(why), Err(error)) => {
                    let sentence = error.to_string();
                    assert!(why.chars().count() >= 8, "{act:?} {state:?}: {why}");
                    assert_eq!(sentence, format!("评比活动处于“{}”，{why}", state.title()));
                }
                other => panic!("{act:?} {state:?}: {other:?}"),
            }
        }
    }
}

#[test]
fn a_refusal_by_state_changes_nothing() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        app.close(&organiser(), &event, None).expect("closed");
        let acts = || app.log(&organiser(), Some(&event), 100).expect("the log").len();
        let before = (acts(), app.event(&organiser(), &event).expect("the event").version);
        let refused = [
            app.open_event(&organiser(), &event),
            app.open_provisional(&organiser(), &event, "看看"),
            app.arrive(&organiser(), &event, "A"),
            app.leave(&organiser(), &event, "A"),
            app.close(&organiser(), &event, Some("再来一次")).map(drop),
            app.mint_links(&organiser(), &event).map(drop),
            app.rehearse(&organiser(), &event).map(drop),
        ];
        for (index, answer) in refused.into_iter().enumerate() {
            assert!(
                matches!(refusal(&answer), Some(WrongState { state: EventState::Closed, .. })),
                "{index}: {answer:?}"
            );
        }
        assert_eq!((acts(), app.event(&organiser(), &event).expect("the event").version), before);
    });
}
