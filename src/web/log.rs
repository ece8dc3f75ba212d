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
use crate::app::result::log::{Asked, LogFault, Side};

/// Acts on a page.
const ACTS: usize = 100;

/// What of a log is asked for; what is blank asks for nothing.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct LogQuery {
    who: String,
    act: String,
    from: String,
    until: String,
    about: String,
    text: String,
    /// The number in the log before which the page begins.
    before: String,
    /// The number after which it ends.
    after: String,
}

impl LogQuery {
    fn side(&self) -> Result<Side, LogFault> {
        let number = |text: &str| text.parse::<i64>().ok().filter(|number| *number >= 0).ok_or(LogFault::BadPage);
        match (self.before.trim(), self.after.trim()) {
            ("", "") => Ok(Side::Before(i64::MAX)),
            (before, "") => number(before).map(Side::Before),
            ("", after) => number(after).map(Side::After),
            _ => Err(LogFault::BadPage),
        }
    }

    fn asked(self) -> Asked {
        let Self { who, act, from, until, about, text, .. } = self;
        let [who, act, from, until, about, text] =
            [who, act, from, until, about, text].map(|given| given.trim().to_owned());
        Asked { who, act, from, until, about, text }
    }
}

/// `GET /events/{event}/log`.
pub(super) async fn page(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    query: web::Query<LogQuery>,
) -> Result<Markup, WebError> {
    let (actor, query) = (staff.actor(), query.into_inner());
    let (log, asked) = site
        .run(move |app| {
            let side = query.side()?;
            let asked = query.asked();
            Ok((app.event_log(&actor, &event, &asked, side, ACTS)?, asked))
        })
        .await?;
    Ok(views::log::page(&staff.0, &log, &asked, None))
}

/// `POST /events/{event}/log`: verifies the event, which takes its time.
pub(super) async fn verify(site: web::Data<Site>, staff: Staff, event: web::Path<String>) -> Result<Markup, WebError> {
    let actor = staff.actor();
    let all = Asked::default();
    let (log, found) = site
        .run(move |app| {
            let found = app.verify(&actor, Some(&event), None)?;
            Ok((app.event_log(&actor, &event, &all, Side::Before(i64::MAX), ACTS)?, found))
        })
        .await?;
    Ok(views::log::page(&staff.0, &log, &Asked::default(), Some((&found, site.clock().now()))))
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
