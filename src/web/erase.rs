//! How long an archived event is kept, and erasing it then.

use actix_web::{HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::answer::see;
use super::closing::ReasonForm;
use super::error::WebError;
use super::form::Filled;
use super::session::Organiser;
use super::signing::{DecisionForm, approves};
use super::site::Site;
use super::views;
use crate::app::AppError;
use crate::app::event::erased::ErasureFault;

fn back(event: &str) -> HttpResponse {
    see(&format!("/events/{event}/erase"))
}

/// `GET /events/{event}/erase`.
pub(super) async fn page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let (actor, now) = (organiser.actor(), site.clock().now());
    let keeping = site.run(move |app| app.keeping(&actor, &event)).await?;
    Ok(views::erase::page(&keeping, &organiser.0, now))
}

#[derive(Deserialize)]
pub(super) struct DaysForm {
    days: String,
}

/// `POST /events/{event}/erase/keep`.
pub(super) async fn keep(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<DaysForm>,
) -> Result<HttpResponse, WebError> {
    let days = form.0.days.trim().parse().map_err(|_| AppError::from(ErasureFault::Days))?;
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.set_keeping(&actor, &id, days)).await?;
    Ok(back(&event))
}

/// `POST /events/{event}/erase`: asks for it.
pub(super) async fn ask(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<ReasonForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.ask_erasure(&actor, &id, &form.0.reason)).await?;
    Ok(back(&event))
}

/// `POST /events/{event}/erase/decide`: another organiser approves, or somebody declines.
pub(super) async fn decide(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<DecisionForm>,
) -> Result<HttpResponse, WebError> {
    let approve = approves(form.0)?;
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.decide_erasure(&actor, &id, approve)).await?;
    Ok(back(&event))
}
