//! Calling entries up to report: the organiser's page, and what is pressed on it.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use maud::Markup;
use serde::Deserialize;
use serde_json::json;

use super::answer::see;
use super::error::WebError;
use super::form::Filled;
use super::session::Organiser;
use super::site::Site;
use super::views;
use crate::app::desk::call::{ByHand, Lots, NewCallSettings, Next, Press};

fn back(event: &str) -> HttpResponse {
    see(&format!("/events/{event}/call"))
}

/// `GET /events/{event}/call`.
pub(super) async fn page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let view = site.run(move |app| app.calls(&actor, &event)).await?;
    Ok(views::call::page(&view, &organiser.0))
}

/// `GET /events/{event}/call/pulse`: whether an open page shows what there is, and what time it is here.
pub(super) async fn pulse(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let actor = organiser.actor();
    let view = site.run(move |app| app.calls(&actor, &event)).await?;
    let now = view.reporting.now.timestamp_millis();
    Ok(HttpResponse::Ok().json(json!({ "pulse": view.pulse, "now": now })))
}

#[derive(Deserialize)]
pub(super) struct NextForm {
    at: String,
    entry: String,
    #[serde(default)]
    reason: String,
}

/// `POST /events/{event}/call/next`.
pub(super) async fn next(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<NextForm>,
) -> Result<HttpResponse, WebError> {
    let NextForm { at, entry, reason } = form.0;
    let (actor, id, next) = (organiser.actor(), event.clone(), Next { at, entry, reason });
    site.run(move |app| app.call_next(&actor, &id, &next)).await?;
    Ok(back(&event))
}

#[derive(Deserialize)]
pub(super) struct PressForm {
    at: String,
    press: String,
}

/// `POST /events/{event}/call/press`.
pub(super) async fn press(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<PressForm>,
) -> Result<HttpResponse, WebError> {
    let PressForm { at, press } = form.0;
    let Some(press) = Press::ALL.into_iter().find(|known| known.as_str() == press) else {
        return Err(WebError::Choice { field: "press", found: press, allowed: "start、pause、resume、end" });
    };
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.press(&actor, &id, press, &at)).await?;
    Ok(back(&event))
}

#[derive(Deserialize)]
pub(super) struct RedoForm {
    at: String,
    reason: String,
}

/// `POST /events/{event}/call/redo`.
pub(super) async fn redo(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<RedoForm>,
) -> Result<HttpResponse, WebError> {
    let RedoForm { at, reason } = form.0;
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.redo_turn(&actor, &id, &at, &reason)).await?;
    Ok(back(&event))
}

#[derive(Deserialize)]
pub(super) struct LotsForm {
    orders: String,
    typed: String,
    #[serde(default)]
    tracks: String,
    #[serde(default)]
    reason: String,
}

/// `POST /events/{event}/call/lots`: draws the order.
pub(super) async fn lots(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<LotsForm>,
) -> Result<HttpResponse, WebError> {
    let LotsForm { orders, typed, tracks, reason } = form.0;
    let by_track = match tracks.as_str() {
        "" | "together" => false,
        "apart" => true,
        _ => return Err(WebError::Choice { field: "tracks", found: tracks, allowed: "together、apart" }),
    };
    let seen = orders.parse().map_err(|_| WebError::Form)?;
    let (actor, id, asked) = (organiser.actor(), event.clone(), Lots { seen, typed, by_track, reason });
    site.run(move |app| app.draw_order(&actor, &id, &asked)).await?;
    Ok(back(&event))
}

/// `POST /events/{event}/call/order`: what was drawn from a box, in fields `turn-ENTRY`.
pub(super) async fn order(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<BTreeMap<String, String>>,
) -> Result<HttpResponse, WebError> {
    let field = |name: &'static str| form.0.get(name).ok_or(WebError::Lacking { field: name.to_owned() });
    let seen = field("orders")?.parse().map_err(|_| WebError::Form)?;
    let reason = field("reason")?.clone();
    let typed = form.0.iter().filter_map(|(name, value)| Some((name.strip_prefix("turn-")?, value)));
    // what is no number is none of the places
    let turns = typed.map(|(entry, value)| (entry.to_owned(), value.trim().parse().unwrap_or(0))).collect();
    let (actor, id, asked) = (organiser.actor(), event.clone(), ByHand { seen, turns, reason });
    site.run(move |app| app.enter_order(&actor, &id, &asked)).await?;
    Ok(back(&event))
}

#[derive(Deserialize)]
pub(super) struct TimingForm {
    limit: String,
    bell: String,
    component: String,
}

/// `POST /events/{event}/call/timing`.
pub(super) async fn timing(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<TimingForm>,
) -> Result<HttpResponse, WebError> {
    let TimingForm { limit, bell, component } = form.0;
    let (actor, id, new) = (organiser.actor(), event.clone(), NewCallSettings { limit, bell, component });
    site.run(move |app| app.set_calls(&actor, &id, &new)).await?;
    Ok(back(&event))
}

#[derive(Deserialize)]
pub(super) struct WaiveForm {
    number: String,
    reason: String,
}

/// `POST /events/{event}/call/waive`: nothing is taken off for a report that was too long.
pub(super) async fn waive(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<WaiveForm>,
) -> Result<HttpResponse, WebError> {
    let WaiveForm { number, reason } = form.0;
    let number = number.parse().map_err(|_| WebError::Form)?;
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.waive_overtime(&actor, &id, number, &reason)).await?;
    Ok(back(&event))
}
