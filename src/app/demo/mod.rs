//! The demonstration: two events with generated scores, and everybody's way in.
//!
//! The entries are those of the 2023 event; every score is made by [`generator`], and the label says
//! so in the titles of the events and of their rules, and thereby in every export.

pub mod generator;
mod timetable;

use std::collections::BTreeMap;

use generator::invent;
use rust_embed::RustEmbed;
use serde_json::{Value, json};
use timetable::Timetable;

use crate::app::act::actor::{Actor, Role, Who};
use crate::app::act::envelope::Besides;
use crate::app::act::hash::sha256;
use crate::app::act::label::DEMO_LABEL;
use crate::app::act::record::Record;
use crate::app::act::word::Word;
use crate::app::error::NotFound;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::card::{self, Marks, Place};
use crate::app::event::frame::Frame;
use crate::app::event::frozen::freeze;
use crate::app::event::signers::Signers;
use crate::app::event::view::EventState;
use crate::app::people::account::AccountFault;
use crate::app::people::account::NewAccount;
use crate::app::people::link::JudgeLink;
use crate::app::people::session::NewSession;
use crate::app::setup::folder_io::ImportOptions;
use crate::app::{App, AppError};
use crate::folder::{self, EventFolder, RULES_FILE};
use crate::scoring::number;
use crate::scoring::rules::Kind;
use crate::store::setup::Setup;
use crate::store::signing::PublicationRow;
use crate::store::{StoreError, Tx, event};

const TITLE: &str = "区镇党（工）委书记抓党建创新争先项目观摩评比";
const STAFF: [(&str, Role); 3] =
    [("demo-organiser", Role::Organiser), ("demo-official", Role::Official), ("demo-admin", Role::Administrator)];
/// The demonstration would open a real event to everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("数据库里有正式的评比活动，不能开放演示：演示让任何人以任何身份进入。请换一个数据目录（--data）或数据库")]
pub struct RealEvents;

impl AppFault for RealEvents {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "real-events"
    }
}

/// Stops that have been seen and scored in the event under way; the next one is current.
const SEEN: usize = 6;
const MINUTE: i64 = 60_000_000;
/// The published event's day is the one before.
const DAY: i64 = 24 * 60 * MINUTE;
/// Minutes from the end of the route to the close, and to the publication.
const CLOSED_AFTER: i64 = 15;
const PUBLISHED_AFTER: i64 = 40;

#[derive(RustEmbed)]
#[folder = "fixtures/haian-2023"]
struct Fixture;

/// The demonstration, installed.
#[derive(Debug, Clone)]
pub struct Demo {
    /// Id of the event under way.
    pub under_way: String,
    /// Id of the published event.
    pub published: String,
    /// The demo's accounts with new passwords: an organiser, an official.
    pub accounts: Vec<NewAccount>,
    /// New links of the event under way.
    pub links: Vec<JudgeLink>,
}

/// Installs the demonstration, or finds it; passwords and links are made anew each time. From then on
/// [`step_in`] works.
///
/// # Errors
/// [`RealEvents`] where the database holds an event that is no demonstration: everybody may step in as
/// anybody here. Where the database does not answer.
pub fn install(app: &App) -> Result<Demo, AppError> {
    let (under_way, published) = install_events(app)?;
    // hashing a password takes its time on purpose: side by side
    let accounts = std::thread::scope(|scope| {
        let ways = STAFF.map(|(name, role)| scope.spawn(move || account(app, name, role)));
        let made = ways.map(|way| way.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        made.into_iter().collect::<Result<Vec<_>, _>>()
    })?;
    let links = app.mint_all(&Actor::console(Role::Organiser), &under_way, true)?.links;
    app.memory.show(&under_way);
    Ok(Demo { under_way, published, accounts, links })
}

/// An account of the demonstration with a new password.
fn account(app: &App, name: &str, role: Role) -> Result<NewAccount, AppError> {
    let administrator = Actor::console(Role::Administrator);
    // everybody may be anybody here: a password that only its owner knows would be in the way
    match app.make_account(&administrator, (name, ""), role, None, false) {
        Err(error) if error.fault() == Some(&AccountFault::NameTaken) => {
            app.renew_password(&administrator, name, None, false)
        }
        made => made,
    }
}

/// Signs a visitor of the demonstration in, in a role: a judge of the event under way, or the demo's
/// account of that role.
///
/// # Errors
/// [`NotFound`] where the demonstration is not installed.
pub fn step_in(app: &App, role: Role) -> Result<NewSession, AppError> {
    let none = || NotFound { what: "演示", id: "demo".to_owned() };
    let event = app.memory.shown().ok_or_else(none)?;
    let (app, now) = (app.clone(), app.clock.micros());
    app.clone().write_besides(Besides::Demonstration, move |tx| {
        if role == Role::Judge {
            let head = App::head(tx, &event)?;
            let frame = app.frame(tx, &head)?;
            let judge = frame.setup.judges.first().ok_or_else(none)?;
            return App::begin_session(tx, now, &Actor::judge(&event, &judge.id), &judge.name);
        }
        let (name, role) = STAFF.into_iter().find(|(_, of)| *of == role).ok_or_else(none)?;
        let actor = Actor { who: Who::Account(name.to_owned()), role: Some(role) };
        App::begin_session(tx, now, &actor, role.title())
    })
}

/// The ids of the two events, made where they are not there.
fn install_events(app: &App) -> Result<(String, String), AppError> {
    let (app, now) = (app.clone(), app.clock.micros());
    app.clone().write_besides(Besides::Demonstration, move |tx| {
        let (mut under_way, mut published) = (None, None);
        let heads = event::list(tx)?;
        if heads.iter().any(|head| !head.demo) {
            return Err(RealEvents.into());
        }
        for head in heads.into_iter().filter(|head| !head.rehearsal) {
            match head.state()? {
                EventState::Open => under_way = Some(head.id),
                EventState::Published => published = Some(head.id),
                EventState::Draft | EventState::Closed | EventState::Signed | EventState::Archived => {}
            }
        }
        let published = published.map_or_else(|| make(&app, tx, now, true), Ok)?;
        let under_way = under_way.map_or_else(|| make(&app, tx, now, false), Ok)?;
        Ok((under_way, published))
    })
}

fn make(app: &App, tx: &mut Tx, now: i64, published: bool) -> Result<String, AppError> {
    let mut folder = folder(published)?;
    let now = if published { now - DAY } else { now };
    let timetable = Timetable::fit(&mut folder, now, (!published).then_some(SEEN));
    let actor = Actor::console(Role::Organiser);
    let part = if published { "已公布" } else { "进行中" };
    let title = Some(format!("{TITLE}（{part}）{DEMO_LABEL}"));
    let options = ImportOptions { title, demo: true, signers: Signers::none(), ..ImportOptions::default() };
    let (id, record) = app.insert_event(tx, now, actor.name(), &folder, options)?;
    App::put_on_record(tx, now, &actor, record)?;
    timetable.drive(tx, &id)?;
    if published {
        publish(app, tx, now, &actor, &id)?;
    }
    Ok(id)
}

fn publish(app: &App, tx: &mut Tx, now: i64, actor: &Actor, id: &str) -> Result<(), AppError> {
    let (closed, published) = (now + CLOSED_AFTER * MINUTE, now + PUBLISHED_AFTER * MINUTE);
    let mut head = App::head(tx, id)?;
    let frame = app.frame(tx, &head)?;
    // what came with the folder is on record before the publication, whose head binds it
    App::put_rows_on_record(tx, now)?;
    let report = App::counted(tx, id, &frame)?;
    let row = freeze(tx, &head, &report, closed)?;
    head.closed_at = Some(closed);
    let after = json!({ "state": "closed", "number": row.number, "fingerprint": row.fingerprint, "recount": "agrees" });
    demo_act(app, tx, closed, actor, (id, Word::Close, after))?;
    // nobody has to sign a demonstration: it has the close's recount and its publication, as any event that asks for none
    let public = PublicationRow {
        event_id: id.to_owned(),
        number: row.number,
        fingerprint: row.fingerprint,
        who: actor.name(),
        at: published,
        days: head.notice_days,
        second: None,
    };
    let after = app.put_up_result(tx, &mut head, &frame, &public)?;
    head.raise_setup();
    event::update(tx, &head)?;
    demo_act(app, tx, published, actor, (id, Word::Publish, after))?;
    Ok(())
}

/// An act of the demonstration on record, with the head that it gets.
fn demo_act(
    app: &App,
    tx: &mut Tx,
    at: i64,
    actor: &Actor,
    (id, word, after): (&str, Word, Value),
) -> Result<(), AppError> {
    let record = Record { word, event: id.to_owned(), subject: "event".to_owned(), before: Value::Null, after };
    App::put_on_record(tx, at, actor, record)?;
    app.make_head(tx, at, id, word.as_str())
}

/// Entries along the route.
fn route(folder: &EventFolder) -> Vec<usize> {
    let mut stops: Vec<_> = folder.checkpoints.iter().collect();
    stops.sort_by_key(|stop| stop.order.map_or(u64::MAX, u64::from));
    stops.into_iter().map(|stop| stop.entry).collect()
}

/// The fixture with invented scores: all of them, or those of the sites seen so far.
fn folder(complete: bool) -> Result<EventFolder, AppError> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for name in Fixture::iter().filter(|name| name.ends_with(".csv") || name == RULES_FILE) {
        let bytes = Fixture::get(&name).map(|file| file.data.into_owned()).unwrap_or_default();
        files.insert(name.into_owned(), bytes);
    }
    let damaged = || StoreError::corrupt("the embedded fixture");
    let rules = files.get_mut(RULES_FILE).ok_or_else(damaged)?;
    *rules = label(&String::from_utf8_lossy(rules)).into_bytes();
    let mut folder = folder::read_files(&files).map_err(|_| damaged())?;
    folder.rules_sha256 = sha256(&folder.rules_text);
    score(&mut folder, complete)?;
    Ok(folder)
}

/// Rules whose title carries the label.
fn label(rules: &str) -> String {
    let lines = rules.lines().map(|line| match line.strip_prefix("title = \"") {
        Some(rest) => format!("title = \"{DEMO_LABEL} {rest}\n"),
        None => format!("{line}\n"),
    });
    lines.collect()
}

fn score(folder: &mut EventFolder, complete: bool) -> Result<(), AppError> {
    let rules = folder.event.rules().clone();
    let invented = invent(&folder.event, generator::SEED);
    let seen: Vec<usize> = route(folder).into_iter().take(SEEN).collect();
    // the first component is the visit; what follows it has not begun while the bus is under way
    let given = |component, entry| complete || (component == 0 && seen.contains(&entry));
    let frame = bare_frame(folder);
    let mut cards: BTreeMap<(usize, usize, Option<usize>), Marks> = BTreeMap::new();
    for mark in invented.marks.into_iter().filter(|mark| given(mark.component, mark.entry)) {
        let (entry, key) = match (&rules.components[mark.component].kind, mark.criterion) {
            (Kind::Marks { criteria, .. }, Some(criterion)) => (Some(mark.entry), criteria[criterion].id.clone()),
            (Kind::Ranking { .. } | Kind::Votes { .. }, _) => (None, folder.event.entries()[mark.entry].id.clone()),
            (Kind::Marks { .. } | Kind::Grades { .. } | Kind::Measure { .. }, _) => {
                (Some(mark.entry), card::GRADE.to_owned())
            }
        };
        cards.entry((mark.component, mark.judge, entry)).or_default().insert(key, mark.value);
    }
    for ((component, judge, entry), marks) in cards {
        card::fill(&mut folder.event, &frame, Place { component, judge, entry }, &marks);
    }
    for measure in invented.measures {
        let value = number::parse(&measure.value).map_err(|_| StoreError::corrupt("an invented measure"))?;
        folder.event.set_measure(measure.component, measure.entry, Some(value));
    }
    Ok(())
}

fn bare_frame(folder: &EventFolder) -> Frame {
    let event = &folder.event;
    let setup = Setup {
        entries: event.entries().to_vec(),
        judges: event.judges().to_vec(),
        exclusions: event.exclusions().to_vec(),
        ..Setup::default()
    };
    Frame::new(event.rules().clone(), folder.rules_text.clone(), folder.rules_sha256.clone(), setup)
}
