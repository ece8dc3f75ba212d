//! The list of events and the official's board.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::error::WebError;
use super::finished::{Keeps, Key, Page};
use super::live::BoardDrawing;
use super::session::{Staff, staff_and};
use super::site::Site;
use super::views;
use super::views::board::{Choice, May, ResultPage};
use crate::app::act::actor::{Actor, Role};
use crate::app::act::clock::Moment;
use crate::app::act::permission::Act;
use crate::app::event::view::{Board, EventSummary, Frozen, Progress};
use crate::app::event::wire::EntryView;
use crate::app::result::board::{Beside, Pulse};
use crate::app::{App, AppError};
use crate::scoring::rules::Rules;

/// Whether a password was changed on the way here.
#[derive(Deserialize)]
pub(super) struct Changed {
    #[serde(default)]
    changed: String,
}

/// `GET /events`.
pub(super) async fn events(
    site: web::Data<Site>,
    staff: Staff,
    query: web::Query<Changed>,
) -> Result<Markup, WebError> {
    let (actor, changed) = (staff.actor(), !query.changed.is_empty());
    let manages = staff.may(Act::ManageAccounts);
    let (events, accounts) = site
        .run(move |app| Ok((app.events(&actor)?, if manages { app.accounts(&actor)? } else { Vec::new() })))
        .await?;
    // who signs finds first what waits for them; organisers have the desk
    let signs = staff.may(Act::Sign) && !staff.may(Act::SeeDesk);
    if signs {
        let (actor, ids) = (staff.actor(), events.iter().map(|event| event.id.clone()).collect::<Vec<_>>());
        let seconds = site.run(move |app| app.seconds_waiting(&actor, &ids)).await?;
        return Ok(views::signing::waiting(&events, &seconds, &staff.0, changed));
    }
    // who runs the machine, or the day, is told
    let told = staff.may(Act::SeeDesk) || manages;
    let ill = if told { site.ill().await } else { None };
    Ok(views::export::events(&events, &staff.0, &accounts, ill.map(|ill| ill.sentence), changed))
}

/// `GET /events/{event}/board`: progress before the close, the frozen result after it.
pub(super) async fn page(
    site: web::Data<Site>,
    event: web::Path<String>,
    choice: web::Query<Choice>,
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    let id = event.clone();
    let (staff, pulse) = staff_and(&request, move |app, actor| app.board_pulse(actor, &id)).await?;
    let Choice { track, theme, entry, part } = &*choice;
    let role = staff.0.actor.role.map_or("", Role::as_str);
    let key = match &pulse {
        Pulse::Result { stamp, published: true } => {
            Some(Key::of(&["board", &event, stamp, role, &staff.0.name, track, theme, entry, part]))
        }
        Pulse::Result { .. } | Pulse::Progress(_) => None,
    };
    if let Some(page) = key.and_then(|key| site.finished.find(&key)) {
        return Ok(page.answer(&request));
    }
    let (actor, id) = (staff.actor(), event.clone());
    let found = site.run(move |app| with_beside(app, &actor, &id)).await?;
    let now = site.clock().now();
    let drawn = match found {
        Found::Progress(found) => progress(&found, &staff, now),
        Found::Result(found) => result(&found, &staff, (&pulse, &choice), now),
    };
    Ok(match key {
        Some(key) => site.finished.keep(key, Page::html(drawn, Keeps::Reader)).answer(&request),
        None => HttpResponse::Ok().content_type("text/html; charset=utf-8").body(drawn),
    })
}

/// What is drawn.
enum Found {
    Progress(Box<Progress>),
    Result(Box<FoundResult>),
}

struct FoundResult {
    event: EventSummary,
    entries: Vec<EntryView>,
    rules: Arc<Rules>,
    frozen: Frozen,
    beside: Beside,
}

fn with_beside(app: &App, actor: &Actor, event: &str) -> Result<Found, AppError> {
    Ok(match app.board(actor, event)? {
        Board::Progress(found) => Found::Progress(Box::new(found)),
        Board::Result { event, entries, rules, frozen } => {
            let beside = app.beside(actor, &event.id)?;
            Found::Result(Box::new(FoundResult { event, entries, rules, frozen, beside }))
        }
    })
}

fn progress(found: &Progress, staff: &Staff, now: Moment) -> String {
    let drawing = BoardDrawing::progress(views::board::progress_parts(found), now);
    let live = views::board::Live { version: &drawing.version, at: now };
    views::board::progress_page(found, &staff.0, &live).into_string()
}

fn result(found: &FoundResult, staff: &Staff, (pulse, choice): (&Pulse, &Choice), now: Moment) -> String {
    let FoundResult { event, entries, rules, frozen, beside } = found;
    let may = May {
        // whose mark it is, is shown to those who check it
        marks: staff.may(Act::SeeMarks),
        desk: staff.may(Act::SeeDesk),
        signing: staff.may(Act::SeeSigning),
        log: staff.may(Act::SeeEventLog),
    };
    let (base, demo, erased) = (format!("/events/{}/board", event.id), event.demo, event.erased_at.is_some());
    let page = ResultPage { event: &event.id, entries, rules, frozen, beside, base: &base, choice, may, demo, erased };
    // what was closed in between has another stamp: the page will ask for it
    let stamp = if let Pulse::Result { stamp, .. } = pulse { stamp } else { "" };
    views::board::result_page(&page, event, &staff.0, &BoardDrawing::result(stamp, now).version).into_string()
}
