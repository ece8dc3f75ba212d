//! Objections to a published result: handed in by everybody on the public page, answered by organisers.

use actix_web::{HttpRequest, HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::answer::see;
use super::error::WebError;
use super::form::Filled;
use super::session::Organiser;
use super::site::Site;
use super::views;
use crate::app::AppError;
use crate::app::result::objection::{Closing, NewObjection, ObjectionFault};

/// `GET /public/{event}/objections`.
pub(super) async fn page(site: web::Data<Site>, event: web::Path<String>) -> Result<Markup, WebError> {
    let now = site.clock().now();
    let notice = site.run(move |app| app.notice(&event)).await?;
    let asked = match notice.takes_none(now) {
        Some(fault) => Err(fault),
        None => Ok(site.puzzle(&notice.result.event.id)),
    };
    Ok(views::objections::public(&notice, asked.as_ref()))
}

#[derive(Deserialize)]
pub(super) struct NewForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    contact: String,
    #[serde(default)]
    entry: String,
    #[serde(default)]
    text: String,
    /// A field that no person sees: whoever fills it in is a program that fills in everything.
    #[serde(default)]
    subject: String,
    /// The puzzle of the page, and what the browser has found.
    #[serde(default)]
    puzzle: String,
    #[serde(default)]
    answer: String,
}

/// `POST /public/{event}/objections`: answered with the receipt, which is shown this once.
pub(super) async fn hand_in(
    site: web::Data<Site>,
    request: HttpRequest,
    event: web::Path<String>,
    form: Filled<NewForm>,
) -> Result<Markup, WebError> {
    let NewForm { name, unit, contact, entry, text, subject, puzzle, answer } = form.0;
    if !subject.is_empty() {
        return Err(AppError::from(ObjectionFault::Trap).into());
    }
    let (id, now) = (event.clone(), site.clock().now());
    let notice = site.run(move |app| app.notice(&id)).await?;
    if let Some(fault) = notice.takes_none(now) {
        return Err(AppError::from(fault).into());
    }
    // before it is counted: who sends without having worked takes no turn of anybody behind the same address
    let solved = site.solved(&event, &puzzle, &answer)?;
    if let Some(seconds) = site.rates.objection(site.household(&request), &event) {
        return Err(WebError::TooMany { seconds });
    }
    let new = NewObjection { name, unit, contact, entry, text };
    let (handed, notice) = site.run(move |app| Ok((app.object(&event, new)?, app.notice(&event)?))).await?;
    solved.done();
    Ok(views::objections::handed(&notice, &handed))
}

#[derive(Deserialize)]
pub(super) struct ReceiptForm {
    receipt: String,
}

/// `POST /public/{event}/objections/state`: by the receipt, which stands in no address.
pub(super) async fn state(
    site: web::Data<Site>,
    request: HttpRequest,
    event: web::Path<String>,
    form: Filled<ReceiptForm>,
) -> Result<Markup, WebError> {
    if let Some(seconds) = site.rates.receipt(site.household(&request)) {
        return Err(WebError::TooMany { seconds });
    }
    let (own, notice) =
        site.run(move |app| Ok((app.own_objection(&event, &form.0.receipt)?, app.notice(&event)?))).await?;
    Ok(views::objections::own(&notice, &own))
}

fn back(event: &str) -> HttpResponse {
    see(&format!("/events/{event}/objections"))
}

/// `GET /events/{event}/objections`.
pub(super) async fn desk(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let objections = site.run(move |app| app.objections(&actor, &event)).await?;
    Ok(views::objections::desk(&objections, &organiser.0))
}

#[derive(Deserialize)]
pub(super) struct AnswerForm {
    number: i64,
    answer: String,
}

/// `POST /events/{event}/objections/answer`.
pub(super) async fn answer(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<AnswerForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id, form) = (organiser.actor(), event.clone(), form.0);
    site.run(move |app| app.answer_objection(&actor, &id, form.number, &form.answer)).await?;
    Ok(back(&event))
}

#[derive(Deserialize)]
pub(super) struct ClosingForm {
    number: i64,
    conclusion: String,
    reason: String,
    #[serde(default)]
    note: String,
}

/// `POST /events/{event}/objections/close`.
pub(super) async fn close(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<ClosingForm>,
) -> Result<HttpResponse, WebError> {
    let ClosingForm { number, conclusion, reason, note } = form.0;
    let upheld = match conclusion.as_str() {
        "upheld" => true,
        "not-upheld" => false,
        _ => return Err(WebError::Choice { field: "conclusion", found: conclusion, allowed: "upheld、not-upheld" }),
    };
    let (actor, id) = (organiser.actor(), event.clone());
    let closing = Closing { upheld, reason, note };
    site.run(move |app| app.close_objection(&actor, &id, number, &closing)).await?;
    Ok(back(&event))
}

#[derive(Deserialize)]
pub(super) struct SettingsForm {
    named: String,
}

/// `POST /events/{event}/objections/settings`.
pub(super) async fn settings(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<SettingsForm>,
) -> Result<HttpResponse, WebError> {
    let named = match form.0.named.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(WebError::Choice { field: "named", found: form.0.named, allowed: "yes、no" }),
    };
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.set_objections(&actor, &id, named)).await?;
    Ok(back(&event))
}
