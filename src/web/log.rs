//! An event's log: read, verified, its head taken away.

use actix_web::{HttpRequest, HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::answer::see;
use super::error::WebError;
use super::out::file;
use super::session::Staff;
use super::site::Site;
use super::{attachment, upload, views};

/// Acts on a page.
const ACTS: i64 = 200;

#[derive(Deserialize)]
pub(super) struct Before {
    /// The number in the log before which the page begins.
    before: Option<i64>,
}

/// `GET /events/{event}/log`.
pub(super) async fn page(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    query: web::Query<Before>,
) -> Result<Markup, WebError> {
    let (actor, before) = (staff.actor(), query.before);
    let log = site.run(move |app| app.event_log(&actor, &event, before, ACTS)).await?;
    Ok(views::log::page(&staff.0, &log, None))
}

/// `POST /events/{event}/log`: verifies the event, which takes its time.
pub(super) async fn verify(site: web::Data<Site>, staff: Staff, event: web::Path<String>) -> Result<Markup, WebError> {
    let actor = staff.actor();
    let (log, found) = site
        .run(move |app| {
            let found = app.verify(&actor, Some(&event), None)?;
            Ok((app.event_log(&actor, &event, None, ACTS)?, found))
        })
        .await?;
    Ok(views::log::page(&staff.0, &log, Some((&found, site.clock().now()))))
}

/// `POST /events/{event}/log/cosign`: a head that a witness has signed, as a file.
pub(super) async fn cosign(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, WebError> {
    let file = upload::file(&request, payload, "note").await?;
    let note = String::from_utf8_lossy(&file).into_owned();
    let (actor, id) = (staff.actor(), event.clone());
    site.run(move |app| app.cosign(&actor, &id, &note)).await?;
    Ok(see(&format!("/events/{event}/log")))
}

/// `POST /events/{event}/log/head`: the signed head as a file.
pub(super) async fn head(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let actor = staff.actor();
    let taken = site.run(move |app| app.take_head(&actor, &event)).await?;
    let named = attachment::header(&taken.event, "存证点", "head.txt");
    Ok(file("text/plain; charset=utf-8", named, taken.note.into_bytes()))
}
