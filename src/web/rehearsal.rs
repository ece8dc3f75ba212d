//! Opening an event, its rehearsals, and trying one out.

use actix_web::{HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::answer::see;
use super::error::WebError;
use super::form::Filled;
use super::session::Organiser;
use super::site::Site;
use super::views;

/// `POST /events/{event}/open`.
pub(super) async fn open(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.open_event(&actor, &id)).await?;
    Ok(see(&format!("/events/{event}/desk")))
}

/// `GET /events/{event}/rehearse`.
pub(super) async fn page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let (summary, rehearsals, trials) = site
        .run(move |app| {
            let (summary, rehearsals) = (app.event(&actor, &event)?, app.rehearsals(&actor, &event)?);
            Ok((summary, rehearsals, app.trials(&actor, &event)?))
        })
        .await?;
    Ok(views::rehearsal::page(&summary, &organiser.0, &rehearsals, &trials))
}

#[derive(Deserialize)]
pub(super) struct TrialForm {
    /// As it was typed; one is drawn where it is blank.
    #[serde(default)]
    seed: String,
}

/// `POST /events/{event}/trial`: fills a rehearsal with known cards and compares.
pub(super) async fn try_out(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<TrialForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.try_out(&actor, &id, &form.0.seed)).await?;
    Ok(see(&format!("/events/{event}/rehearse")))
}

/// `POST /events/{event}/rehearse`: goes on to the desk of the rehearsal.
pub(super) async fn rehearse(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let actor = organiser.actor();
    let rehearsal = site.run(move |app| app.rehearse(&actor, &event)).await?;
    Ok(see(&format!("/events/{rehearsal}/desk")))
}

/// `POST /events/{event}/discard`.
pub(super) async fn discard(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let actor = organiser.actor();
    site.run(move |app| app.discard_rehearsal(&actor, &event)).await?;
    Ok(see("/events"))
}
