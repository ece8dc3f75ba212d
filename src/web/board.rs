//! The list of events and the official's board.

use actix_web::{HttpRequest, HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::error::WebError;
use super::finished::{Keeps, Key, Page};
use super::session::{Staff, staff_and};
use super::site::Site;
use super::views;
use super::views::board::Choice;
use crate::app::act::actor::Role;
use crate::app::act::permission::Act;

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
    let (staff, stamp) = staff_and(&request, move |app, actor| app.published_stamp(actor, &id)).await?;
    let Choice { track, theme, entry } = &*choice;
    let role = staff.0.actor.role.map_or("", Role::as_str);
    let key = stamp.map(|stamp| Key::of(&["board", &event, &stamp, role, &staff.0.name, track, theme, entry]));
    if let Some(page) = key.and_then(|key| site.finished.find(&key)) {
        return Ok(page.answer(&request));
    }
    let (actor, base) = (staff.actor(), format!("/events/{event}/board"));
    let board = site.run(move |app| app.board(&actor, &event)).await?;
    // whose mark it is, is shown to those who check it
    let drawn = views::board::page(&board, &staff.0, &base, &choice, staff.may(Act::SeeMarks)).into_string();
    Ok(match key {
        Some(key) => site.finished.keep(key, Page::html(drawn, Keeps::Reader)).answer(&request),
        None => HttpResponse::Ok().content_type("text/html; charset=utf-8").body(drawn),
    })
}
