//! The provisional standings, the close and the publication.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::answer::{html, see};
use super::error::WebError;
use super::form::Filled;
use super::session::Organiser;
use super::site::Site;
use super::views;
use crate::app::result::board::ProvisionalNotOpen;
use crate::app::result::close::Blocked;
use crate::app::result::publish::Publishing;

#[derive(Deserialize)]
pub(super) struct ReasonForm {
    #[serde(default)]
    pub reason: String,
}

/// `GET /events/{event}/provisional`: the standings once they were opened, else the question why.
pub(super) async fn provisional(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    let found = site
        .run(move |app| match app.ranking(&actor, &id) {
            Err(error) if error.fault::<ProvisionalNotOpen>().is_some() => Ok(Err(app.event(&actor, &id)?)),
            other => other.map(Ok),
        })
        .await?;
    Ok(match found {
        Ok(ranking) if !ranking.provisional => see(&format!("/events/{event}/board")),
        Ok(ranking) => html(StatusCode::OK, views::closing::provisional(&ranking, &organiser.0)),
        Err(summary) => html(StatusCode::OK, views::closing::ask_provisional(&summary, &organiser.0)),
    })
}

/// `POST /events/{event}/provisional`.
pub(super) async fn open_provisional(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<ReasonForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.open_provisional(&actor, &id, &form.0.reason)).await?;
    Ok(see(&format!("/events/{event}/provisional")))
}

/// `GET /events/{event}/close`.
pub(super) async fn page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let (actor, now) = (organiser.actor(), site.clock().now());
    let (view, seats) =
        site.run(move |app| Ok((app.desk(&actor, &event)?, app.confirmations(&actor, &event)?.seats))).await?;
    Ok(views::closing::page(&view, &seats, &organiser.0, now, None))
}

/// `POST /events/{event}/close`: where something is out and no reason is given, the page says what.
pub(super) async fn close(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<ReasonForm>,
) -> Result<HttpResponse, WebError> {
    let reason = form.0.reason;
    let (actor, id) = (organiser.actor(), event.clone());
    let refused = site
        .run(move |app| match app.close(&actor, &id, Some(&reason)) {
            Err(error) if error.fault::<Blocked>().is_some() => {
                Ok(Some((app.desk(&actor, &id)?, app.confirmations(&actor, &id)?.seats, error.to_string())))
            }
            other => other.map(|_| None),
        })
        .await?;
    Ok(match refused {
        None => see(&format!("/events/{event}/desk")),
        Some((view, seats, sentence)) => {
            let page = views::closing::page(&view, &seats, &organiser.0, site.clock().now(), Some(&sentence));
            html(StatusCode::CONFLICT, page)
        }
    })
}

/// `POST /events/{event}/publish`.
pub(super) async fn publish(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    let came = site.run(move |app| app.publish(&actor, &id)).await?;
    // what waits for a second person is shown where they decide on it
    let page = if came == Publishing::Done { "desk" } else { "signing" };
    Ok(see(&format!("/events/{event}/{page}")))
}
