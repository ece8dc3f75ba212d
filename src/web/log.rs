//! An event's log: read, verified, its head taken away.

use actix_web::{HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::error::WebError;
use super::out::file;
use super::session::Staff;
use super::site::Site;
use super::{attachment, views};

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
