//! An organiser: what tests do to events, and who comes to the desk.

use guanmo::app::act::actor::{Actor, Role, Who};
use guanmo::app::act::record::Logged;
use guanmo::app::act::second::Decision;
use guanmo::app::act::secret::Secret;
use guanmo::app::event::signers::{BundleCards, Confirming, ResultFrom, Signers, SigningSettings};
use guanmo::app::people::account::NewAccount;
use guanmo::app::people::pace::Trier;
use guanmo::app::people::sign_in::PasswordChange;
use guanmo::app::result::facts::{Fact, FactWord};
use guanmo::app::result::publish::Publishing;
use guanmo::app::result::spot::{DrawnCard, Said};
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::app::{App, AppError};
use guanmo::folder;
use thirtyfour::prelude::*;

use super::browser::{Browser, Screen};
use super::folder::Folder;

/// Somebody with an account in a role.
pub fn staff(role: Role) -> Actor {
    Actor { who: Who::Account(role.as_str().to_owned()), role: Some(role) }
}

pub fn organiser() -> Actor {
    staff(Role::Organiser)
}

/// How many of these acts are people's, and not the program's own.
pub fn acts_of_people(acts: &[Logged]) -> usize {
    acts.iter().filter(|act| act.who != "guanmo").count()
}

/// Verifies everything: nothing differs.
pub fn assert_sound(app: &App) {
    let found = app.verify(&Actor::console(Role::Administrator), None, None).expect("verified");
    let faults: Vec<_> = found.checks.iter().filter(|check| !check.is_sound()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// An organiser with another account.
pub fn second_organiser() -> Actor {
    Actor { who: Who::Account("second".to_owned()), role: Some(Role::Organiser) }
}

/// Has one organiser propose an order of entries that share a place, and another one approve it.
pub fn decide_tie(app: &App, event: &str, order: &[(&str, u32)], reason: &str) -> Result<(), AppError> {
    propose_tie(app, event, order, reason)?;
    let entered = app.entered(&organiser(), event)?;
    let last = entered.ties.iter().filter_map(|tie| tie.proposal.as_ref()).map(|waits| waits.number).max();
    app.decide_tie(&second_organiser(), event, last.expect("a proposal"), Decision::Approve)
}

/// Has one organiser propose an order of entries that share a place in the latest result.
pub fn propose_tie(app: &App, event: &str, order: &[(&str, u32)], reason: &str) -> Result<(), AppError> {
    let order: Vec<_> = order.iter().map(|(entry, turn)| ((*entry).to_owned(), *turn)).collect();
    let seen = app.entered(&organiser(), event)?.result.unwrap_or_default();
    app.propose_tie(&organiser(), event, seen, &order, reason)
}

/// An account of somebody who has changed the password that they were given to one of their own.
pub fn own_account(app: &App, name: &str, role: Role) -> NewAccount {
    let given = app.create_account(&staff(Role::Administrator), name, role, None).expect("an account");
    let own = password();
    let new = app.sign_in(name, &given.password, &Trier::default()).expect("signed in");
    let change = PasswordChange { old: given.password, new: own.clone(), again: own.clone() };
    app.change_password(&new.session.actor, &new.token, &change).expect("changed");
    app.sign_out(&new.token).expect("signed out");
    NewAccount { password: own, ..given }
}

/// Somebody with a new account of their own, signed in on a screen.
pub async fn comes(app: &App, url: &str, name: &str, role: Role, screen: Screen) -> Browser {
    enters(url, name, &own_account(app, name, role), screen).await
}

/// Somebody signed in on a screen, with an account that is there already.
pub async fn enters(url: &str, name: &str, account: &NewAccount, screen: Screen) -> Browser {
    let browser = Browser::open(screen).await;
    browser.goto(&format!("{url}/sign-in")).await;
    browser.element(By::Id("name")).await.send_keys(name).await.expect("typed");
    browser.element(By::Id("password")).await.send_keys(account.password.reveal()).await.expect("typed");
    browser.press("登录").await;
    browser.sees("退出").await;
    browser
}

/// Imports a folder into an open event.
pub fn import(app: &App, folder: &Folder) -> String {
    let read = folder::read_dir(folder.path(), None).expect("a sound folder");
    app.import(&organiser(), read, ImportOptions::default()).expect("an event")
}

/// An open event from the small sound folder, without a card.
pub fn empty_event(app: &App) -> String {
    let folder = Folder::sound();
    folder.remove("scores.csv");
    import(app, &folder)
}

/// So many signers, a result that officials see from there on, and otherwise what events begin with; no cards are drawn.
pub fn asking(signers: Signers, result_from: ResultFrom) -> SigningSettings {
    SigningSettings {
        signers,
        result_from,
        notice_days: 5,
        cards: None,
        confirming: Confirming::Wanted,
        bundle: BundleCards::Pseudonymous,
        spot_places: None,
    }
}

/// Has an event ask for no signature, and show its result from the close on.
pub fn ask_for_no_signature(app: &App, event: &str) {
    app.set_signing(&organiser(), event, &asking(Signers::none(), ResultFrom::Closed), None).expect("set");
}

/// Publishes the latest result; where that takes two, another organiser approves.
pub fn publish(app: &App, event: &str) -> Result<(), AppError> {
    match app.publish(&organiser(), event)? {
        Publishing::Done => Ok(()),
        Publishing::Asked => app.decide_publishing(&second_organiser(), event, Decision::Approve),
    }
}

/// The password of everybody who has an account of their own.
pub const PASSWORD: &str = "known to nobody else";

/// The same.
pub fn password() -> Secret {
    Secret::new(PASSWORD)
}

/// Gives somebody an account, where they have none.
pub fn with_account(app: &App, actor: &Actor) {
    let (Who::Account(name), Some(role)) = (&actor.who, actor.role) else { return };
    // whoever has one keeps it
    let _known = app.create_account(&Actor::console(Role::Administrator), name, role, Some(password()));
}

/// Signs as whoever looked at everything does: with their own password; an inspector takes note of each fact, draws cards
/// and finds all of them as they were counted.
pub fn sign(app: &App, actor: &Actor, event: &str, number: i64, fingerprint: &str) -> Result<(), AppError> {
    with_account(app, actor);
    if actor.role == Some(Role::Inspector) {
        inspect(app, actor, event)?;
    }
    app.sign(actor, event, (number, fingerprint), &password())
}

/// What signers have to know of, of one kind.
pub fn fact(app: &App, event: &str, word: FactWord) -> Fact {
    let facts = app.signing(&staff(Role::Inspector), event).expect("the page").facts;
    facts.into_iter().map(|(fact, _)| fact).find(|fact| fact.word == word).expect("each fact is told")
}

/// What an inspector does before they sign.
pub fn inspect(app: &App, actor: &Actor, event: &str) -> Result<(), AppError> {
    let signing = app.signing(actor, event)?;
    let Some(result) = signing.result else { return Ok(()) };
    let open = signing.facts.iter().filter(|(_, tick)| tick.is_none());
    let shown: Vec<_> = open.map(|(fact, _)| (fact.word.as_str().to_owned(), fact.digest.clone())).collect();
    if !shown.is_empty() {
        app.tick_facts(actor, event, result.number, &shown)?;
    }
    let Some(spot) = result.spot.filter(|spot| !spot.is_complete()) else { return Ok(()) };
    if spot.drawn.is_none() {
        app.draw_cards(actor, event, result.number, "4827")?;
    }
    let cards = app.spot_check(actor, event)?.cards;
    let same = |card: &DrawnCard| Said { op: card.op.clone(), differs: false, remark: String::new() };
    app.look_at_cards(actor, event, result.number, &cards.iter().map(same).collect::<Vec<_>>())
}

/// Writes an event into a folder.
pub fn export(app: &App, event: &str) -> Folder {
    let exported = app.export(&organiser(), event).expect("an export");
    let folder = Folder::empty();
    for (name, bytes) in folder::write_files(&exported) {
        folder.write(&name, bytes);
    }
    folder
}
