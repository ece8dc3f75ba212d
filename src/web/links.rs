//! Judges' sign-in links: all at once, one by one with what that takes, and the end of a judge's sessions.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, Responder, web};
use maud::Markup;
use serde::Deserialize;

use super::answer::{html, see};
use super::error::WebError;
use super::form::{Asked, Filled};
use super::session::Organiser;
use super::site::Site;
use super::views;
use crate::app::AppError;
use crate::app::act::second::Decision;
use crate::app::desk::link_requests::{self, Upon};
use crate::app::error::NotFound;

/// `GET /events/{event}/links`.
pub(super) async fn page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    Asked(of): Asked<OfJudge>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let (summary, seats) =
        site.run(move |app| Ok((app.event(&actor, &event)?, app.seat_accesses(&actor, &event)?))).await?;
    if of.judge.is_empty() {
        return Ok(views::access::page(&summary, &organiser.0, &seats, &site.public_url));
    }
    let none = || AppError::from(NotFound { what: "评委", id: of.judge.clone() });
    let seat = seats.iter().find(|seat| seat.judge == of.judge).ok_or_else(none)?;
    Ok(views::access::seat(&summary, &organiser.0, seat, &site.public_url))
}

/// The judge that the page is about; empty for all.
#[derive(Deserialize)]
pub(super) struct OfJudge {
    #[serde(default)]
    judge: String,
}

/// `POST /events/{event}/links`: answered with the links themselves, which are shown this once.
pub(super) async fn mint(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let (minted, summary) =
        site.run(move |app| Ok((app.mint_links(&actor, &event)?, app.event(&actor, &event)?))).await?;
    Ok(views::access::slips(&summary, &organiser.0, &minted.links, &minted.left, &site.public_url))
}

#[derive(Deserialize)]
pub(super) struct AskForm {
    judge: String,
    /// Whether the earlier sessions go on: anything but nothing.
    #[serde(default)]
    keeps: String,
}

/// `POST /events/{event}/links/ask`: a new link for one judge; shown at once where the judge has handed in nothing.
pub(super) async fn ask(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<AskForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id, form) = (organiser.actor(), event.clone(), form.0);
    let back = views::access::address(&event, &form.judge);
    let (asked, summary) = site
        .run(move |app| Ok((app.ask_link(&actor, &id, &form.judge, !form.keeps.is_empty())?, app.event(&actor, &id)?)))
        .await?;
    Ok(match asked {
        link_requests::Asked::Made(link) => {
            let page = views::access::slips(&summary, &organiser.0, &[link], &[], &site.public_url);
            html(StatusCode::OK, page)
        }
        link_requests::Asked::Waits => see(&back),
    })
}

#[derive(Deserialize)]
pub(super) struct MakeForm {
    judge: String,
    /// `approval`, `code`, `reason` or `take-back`.
    upon: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    reason: String,
}

/// `POST /events/{event}/links/make`: the link that was asked for, shown this once; or the request is taken back.
pub(super) async fn make(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<MakeForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id, form) = (organiser.actor(), event.clone(), form.0);
    let back = views::access::address(&event, &form.judge);
    let upon = match form.upon.as_str() {
        "approval" => Upon::Approval,
        "code" => Upon::Code(form.code),
        "reason" => Upon::Reason(form.reason),
        "take-back" => {
            site.run(move |app| app.decide_link(&actor, &id, &form.judge, Decision::TakeBack, "")).await?;
            return Ok(see(&back));
        }
        _ => {
            return Err(WebError::Choice {
                field: "upon",
                found: form.upon,
                allowed: "approval、code、reason、take-back",
            });
        }
    };
    let (link, summary) =
        site.run(move |app| Ok((app.make_link(&actor, &id, &form.judge, &upon)?, app.event(&actor, &id)?))).await?;
    let page = views::access::slips(&summary, &organiser.0, &[link], &[], &site.public_url);
    Ok(html(StatusCode::OK, page))
}

#[derive(Deserialize)]
pub(super) struct EndForm {
    judge: String,
    reason: String,
}

/// `POST /events/{event}/links/end`: ends a judge's sessions.
pub(super) async fn end(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<EndForm>,
) -> Result<impl Responder, WebError> {
    let (actor, id, form) = (organiser.actor(), event.clone(), form.0);
    let back = views::access::address(&event, &form.judge);
    site.run(move |app| app.end_sessions(&actor, &id, &form.judge, &form.reason)).await?;
    Ok(see(&back))
}
