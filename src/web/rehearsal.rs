//! Opening an event, and its rehearsals.

use actix_web::{HttpResponse, web};
use maud::Markup;

use super::answer::see;
use super::error::WebError;
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
    let (summary, rehearsals) =
        site.run(move |app| Ok((app.event(&actor, &event)?, app.rehearsals(&actor, &event)?))).await?;
    Ok(views::rehearsal::page(&summary, &organiser.0, &rehearsals))
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
