//! The spot check before the signatures: which cards are drawn, what is found of them, and what hangs on that.

use std::collections::BTreeSet;

use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::event::signers::{ResultFrom, Signers, SigningSettings};
use guanmo::app::result::signing_fault::SigningFault;
use guanmo::app::result::spot::{Said, Source, SpotCheck, SpotFault};

use crate::support::database::{Database, on_each};
use crate::support::desk::{asking, assert_sound, fact, import, organiser, password, sign, staff, with_account};
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::Folder;
use guanmo::app::result::facts::FactWord;

fn inspector() -> Actor {
    staff(Role::Inspector)
}

/// A closed event whose inspector and organiser sign, and of whose first places all cards are drawn.
fn closed(database: &Database, places: usize) -> (App, String) {
    let app = database.app();
    let event = import(&app, &Folder::sound());
    let signers = Signers::of(|role| usize::from(matches!(role, Role::Inspector | Role::Organiser)));
    let settings = SigningSettings { spot_places: Some(places), ..asking(signers, ResultFrom::Signed) };
    app.set_signing(&organiser(), &event, &settings, None).expect("set");
    app.close(&organiser(), &event, None).expect("closed");
    (app, event)
}

fn check(app: &App, event: &str) -> SpotCheck {
    app.spot_check(&inspector(), event).expect("the spot check")
}

fn ticks_everything(app: &App, event: &str) {
    let facts = app.signing(&inspector(), event).expect("the page").facts;
    let shown: Vec<_> = facts.iter().map(|(fact, _)| (fact.word.as_str().to_owned(), fact.digest.clone())).collect();
    app.tick_facts(&inspector(), event, 1, &shown).expect("ticked");
}

fn said(op: &str, differs: bool, remark: &str) -> Said {
    Said { op: op.to_owned(), differs, remark: remark.to_owned() }
}

/// Signs as whoever has done nothing but type their password.
fn only_signs(app: &App, actor: &Actor, event: &str) -> Result<(), guanmo::app::AppError> {
    with_account(app, actor);
    let result = app.signing(actor, event)?.result.expect("a result");
    app.sign(actor, event, (result.number, &result.fingerprint), &password())
}

#[test]
fn all_cards_of_the_first_places_are_drawn_and_fifteen_of_a_hundred_others() {
    on_each(|database| {
        let (app, event) = closed(database, 1);
        let state = check(&app, &event).state;
        assert_eq!((state.first, state.rest, state.share, state.cards), (3, 6, 1, 0));
        for typed in ["", "12a", "一二", "1234567890", "-1", "4 8"] {
            assert_eq!(refused_as::<_, SpotFault>(app.draw_cards(&inspector(), &event, 1, typed)), SpotFault::Digits);
        }
        assert_eq!(refused_as::<_, SpotFault>(app.draw_cards(&inspector(), &event, 2, "1")), SpotFault::Changed);
        for actor in [organiser(), staff(Role::Teller), staff(Role::Scrutineer), Actor::judge(&event, "j1")] {
            let drawn = app.draw_cards(&actor, &event, 1, "4827");
            assert!(matches!(refusal(&drawn), Some(Forbidden { .. })), "{actor:?}");
        }
        app.draw_cards(&inspector(), &event, 1, " 4827 ").expect("drawn");
        let drawn = check(&app, &event);
        assert_eq!(drawn.cards.len(), 4);
        let of_the_first = drawn.cards.iter().filter(|card| card.entry_name == "甲镇").count();
        assert_eq!(of_the_first, 3);
        let seed = drawn.state.drawn.expect("a draw");
        assert_eq!((seed.typed.as_str(), seed.is_all), ("4827", false));

        // who has drawn does not draw until the cards please
        assert_eq!(refused_as::<_, SpotFault>(app.draw_cards(&inspector(), &event, 1, "1")), SpotFault::Drawn);
        let again: BTreeSet<_> = check(&app, &event).cards.into_iter().map(|card| card.op).collect();
        assert_eq!(again, drawn.cards.iter().map(|card| card.op.clone()).collect());
        assert!(drawn.cards.iter().all(|card| card.agrees && card.source == Source::Folder && card.look.is_none()));
        for card in &drawn.cards {
            assert_eq!(card.signed, card.counted, "{card:?}");
            assert!(!card.marks.is_empty(), "{card:?}");
        }
    });
}

#[test]
fn an_inspector_signs_only_after_every_fact_and_every_drawn_card() {
    on_each(|database| {
        let (app, event) = closed(database, 1);
        let refused = refused_as::<_, SigningFault>(only_signs(&app, &inspector(), &event));
        assert!(matches!(refused, SigningFault::Unticked(open) if open > 10), "{refused:?}");
        ticks_everything(&app, &event);
        let refused = || refused_as::<_, SigningFault>(only_signs(&app, &inspector(), &event));
        assert_eq!(refused(), SigningFault::SpotOpen);
        app.draw_cards(&inspector(), &event, 1, "4827").expect("drawn");
        let cards = check(&app, &event).cards;
        let all: Vec<_> = cards.iter().map(|card| said(&card.op, false, "")).collect();
        app.look_at_cards(&inspector(), &event, 1, &all[..3]).expect("looked at");
        assert_eq!(refused(), SigningFault::SpotOpen);
        // whoever is no inspector is not held up by what only an inspector does
        only_signs(&app, &organiser(), &event).expect("signed");
        app.look_at_cards(&inspector(), &event, 1, &all).expect("looked at");
        only_signs(&app, &inspector(), &event).expect("signed");
        assert_sound(&app);
    });
}

#[test]
fn what_differs_is_looked_at_in_full_and_stops_every_signature() {
    on_each(|database| {
        let (app, event) = closed(database, 1);
        ticks_everything(&app, &event);
        app.draw_cards(&inspector(), &event, 1, "4827").expect("drawn");
        let cards = check(&app, &event).cards;
        let op = cards[0].op.clone();
        let finds = |said: Said| app.look_at_cards(&inspector(), &event, 1, &[said]);
        assert_eq!(refused_as::<_, SpotFault>(finds(said(&op, true, "  "))), SpotFault::Remark);
        assert_eq!(refused_as::<_, SpotFault>(finds(said(&op, true, &"长".repeat(501)))), SpotFault::Remark);
        assert_eq!(refused_as::<_, SpotFault>(finds(said("no-such-card", false, ""))), SpotFault::NotDrawn);
        assert_eq!(check(&app, &event).state.looked, 0);

        finds(said(&op, true, "纸面为 44")).expect("found");
        let state = check(&app, &event).state;
        assert!(state.drawn.expect("a draw").is_all, "one of four is more than one in twenty");
        assert_eq!((state.cards, state.looked, state.differing), (9, 1, 1));
        for actor in [organiser(), inspector()] {
            let refused = refused_as::<_, SigningFault>(only_signs(&app, &actor, &event));
            assert_eq!(refused, SigningFault::SpotDiffers(1), "{actor:?}");
        }

        // it is not taken back without a word, and what was found stays on record
        assert_eq!(refused_as::<_, SpotFault>(finds(said(&op, false, ""))), SpotFault::Remark);
        finds(said(&op, false, "看错了行，纸面与系统都是 40")).expect("taken back");
        assert_eq!(check(&app, &event).state.differing, 0);
        assert_eq!(refused_as::<_, SigningFault>(only_signs(&app, &inspector(), &event)), SigningFault::SpotOpen);
        let log = app.log(&organiser(), Some(&event), 50).expect("the log");
        let found: Vec<_> = log.iter().filter(|act| act.act == "look-at-cards").collect();
        assert_eq!(found.len(), 2, "{found:?}");
        sign(&app, &inspector(), &event, 1, &check(&app, &event).fingerprint).expect("signed");
    });
}

#[test]
fn a_draw_is_of_one_result_and_where_none_is_asked_for_there_is_none() {
    on_each(|database| {
        let (app, event) = closed(database, 0);
        app.draw_cards(&inspector(), &event, 1, "1").expect("drawn");
        assert_eq!(check(&app, &event).cards.len(), 2, "15 of a hundred of nine");

        let plain = import(&app, &Folder::sound());
        let settings = asking(Signers::of(|role| usize::from(role == Role::Inspector)), ResultFrom::Signed);
        app.set_signing(&organiser(), &plain, &settings, None).expect("set");
        app.close(&organiser(), &plain, None).expect("closed");
        assert_eq!(refused_as::<_, SpotFault>(app.spot_check(&inspector(), &plain)), SpotFault::NotAsked);
        let asks = refused_as::<_, SpotFault>(app.draw_cards(&inspector(), &plain, 1, "1"));
        assert_eq!(asks, SpotFault::NotAsked);
        ticks_everything(&app, &plain);
        only_signs(&app, &inspector(), &plain).expect("signed");
    });
}

#[test]
fn a_tick_is_of_what_was_read_and_lapses_with_it() {
    on_each(|database| {
        let (app, event) = closed(database, 1);
        let one = fact(&app, &event, FactWord::Adjusted);
        let tick = |word: &str, digest: &str, number| {
            app.tick_facts(&inspector(), &event, number, &[(word.to_owned(), digest.to_owned())])
        };
        assert_eq!(refused_as::<_, SigningFault>(tick("adjusted", "another", 1)), SigningFault::Changed);
        assert_eq!(refused_as::<_, SigningFault>(tick("no-such-fact", &one.digest, 1)), SigningFault::Changed);
        assert_eq!(refused_as::<_, SigningFault>(tick("adjusted", &one.digest, 2)), SigningFault::Changed);
        assert!(app.tick_facts(&organiser(), &event, 1, &[("adjusted".to_owned(), one.digest.clone())]).is_err());
        tick("adjusted", &one.digest, 1).expect("ticked");
        tick("adjusted", &one.digest, 1).expect("ticked already");
        let signing = app.signing(&organiser(), &event).expect("the page");
        let ticked: Vec<_> = signing.facts.iter().filter(|(_, tick)| tick.is_some()).collect();
        assert_eq!(ticked.len(), 1);
        assert_eq!(ticked[0].1.as_ref().expect("a tick").account, "inspector");
        assert_eq!(signing.unticked(), signing.facts.len() - 1);
    });
}
