//! Checking and signing, opening again, the archive, and the page on which everybody reads a published result.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::answer::{html, see};
use super::closing::ReasonForm;
use super::error::WebError;
use super::finished::{Keeps, Key, Page};
use super::form::{Asked, Filled};
use super::session::{Organiser, Staff};
use super::site::Site;
use super::views;
use crate::app::AppError;
use crate::app::act::actor::Role;
use crate::app::act::drawn::Drawn;
use crate::app::act::drawn::Overtaken;
use crate::app::act::permission::Act;
use crate::app::event::signers::{CardSigning, MOST, ResultFrom, Signers, SigningSettings};
use crate::app::result::sign::SigningFault;

fn back(event: &str) -> HttpResponse {
    see(&format!("/events/{event}/signing"))
}

/// What the form for opening again is filled in with: the number of an objection that was upheld.
#[derive(Deserialize)]
pub(super) struct Because {
    #[serde(default)]
    objection: String,
}

/// `GET /events/{event}/signing`.
pub(super) async fn page(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    Asked(because): Asked<Because>,
) -> Result<Markup, WebError> {
    let actor = staff.actor();
    // what the states before the signatures left open is shown with the names of the desk, to those who see it
    let (signing, matrix) = site
        .run(move |app| {
            let matrix = crate::app::act::permission::check(&actor, Act::SeeDesk).is_ok();
            let matrix = matrix.then(|| app.matrix(&actor, &event)).transpose()?;
            Ok((app.signing(&actor, &event)?, matrix))
        })
        .await?;
    Ok(views::signing::page(&signing, &staff.0, matrix.as_ref(), because.objection.parse().ok()))
}

#[derive(Deserialize)]
pub(super) struct SignForm {
    number: i64,
    fingerprint: String,
}

/// `POST /events/{event}/signing`: signs the result that was shown.
pub(super) async fn sign(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    form: Filled<SignForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id, form) = (staff.actor(), event.clone(), form.0);
    site.run(move |app| app.sign(&actor, &id, form.number, &form.fingerprint)).await?;
    Ok(back(&event))
}

#[derive(Deserialize)]
pub(super) struct SettingsForm {
    teller: String,
    scrutineer: String,
    inspector: String,
    organiser: String,
    result_from: String,
    days: String,
    /// Empty where it is decided when the event is opened.
    #[serde(default)]
    cards: String,
    drawn: String,
}

/// `POST /events/{event}/signing/settings`.
pub(super) async fn settings(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<SettingsForm>,
) -> Result<HttpResponse, WebError> {
    let form = form.0;
    let wrong = |field| AppError::from(SigningFault::Settings { field });
    let count =
        |text: &str, field| text.trim().parse().ok().filter(|count: &usize| *count <= MOST).ok_or_else(|| wrong(field));
    let (teller, scrutineer) = (count(&form.teller, "teller")?, count(&form.scrutineer, "scrutineer")?);
    let (inspector, organisers) = (count(&form.inspector, "inspector")?, count(&form.organiser, "organiser")?);
    let signers = Signers::of(|role| match role {
        Role::Teller => teller,
        Role::Scrutineer => scrutineer,
        Role::Inspector => inspector,
        Role::Organiser => organisers,
        Role::Judge | Role::Official | Role::Administrator => 0,
    });
    let Some(result_from) = ResultFrom::ALL.into_iter().find(|from| from.as_str() == form.result_from) else {
        return Err(WebError::Choice {
            field: "result_from",
            found: form.result_from,
            allowed: "closed、signed、published",
        });
    };
    let notice_days = form.days.trim().parse().map_err(|_| wrong("days"))?;
    let (actor, id) = (organiser.actor(), event.clone());
    let cards = CardSigning::ALL.into_iter().find(|cards| cards.as_str() == form.cards);
    if cards.is_none() && !form.cards.is_empty() {
        return Err(WebError::Choice { field: "cards", found: form.cards, allowed: "wanted、required" });
    }
    let settings = SigningSettings { signers, result_from, notice_days, cards };
    let drawn = Drawn::read(&form.drawn).ok_or(WebError::Form)?;
    match site.run(move |app| app.set_signing(&actor, &id, &settings, Some(&drawn))).await {
        Ok(()) => Ok(back(&event)),
        Err(error) => {
            let overtaken: Overtaken = error.take()?;
            let (actor, id) = (organiser.actor(), event.clone());
            let summary = site.run(move |app| app.event(&actor, &id)).await?;
            let sent = [
                ("teller", &*form.teller),
                ("scrutineer", &form.scrutineer),
                ("inspector", &form.inspector),
                ("organiser", &form.organiser),
                ("result_from", &form.result_from),
                ("cards", &form.cards),
                ("days", &form.days),
            ];
            let page = views::overtaken::again(&views::overtaken::Again {
                event: &summary,
                session: &organiser.0,
                overtaken: &overtaken,
                action: &format!("/events/{event}/signing/settings"),
                sent: &sent,
                mine: &|name| sent.iter().find(|(field, _)| *field == name).map(|(_, typed)| (*typed).to_owned()),
                shown: &views::signing::setting,
                back: &format!("/events/{event}/signing"),
            });
            Ok(html(StatusCode::CONFLICT, page))
        }
    }
}

#[derive(Deserialize)]
pub(super) struct AcceptForm {
    judge: String,
    component: String,
    reason: String,
}

/// `POST /events/{event}/signing/accept`: lets a broken limit stand.
pub(super) async fn accept(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<AcceptForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id, form) = (organiser.actor(), event.clone(), form.0);
    let accept =
        move |app: &crate::app::App| app.accept_breach(&actor, &id, (&form.judge, &form.component), &form.reason);
    site.run(accept).await?;
    Ok(back(&event))
}

/// `POST /events/{event}/reopen`: asks for it.
pub(super) async fn reopen(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<ReasonForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.ask_reopening(&actor, &id, &form.0.reason)).await?;
    Ok(back(&event))
}

#[derive(Deserialize)]
pub(super) struct DecisionForm {
    decision: String,
}

/// Whether a form approves.
pub(super) fn approves(form: DecisionForm) -> Result<bool, WebError> {
    match form.decision.as_str() {
        "approve" => Ok(true),
        "decline" => Ok(false),
        _ => Err(WebError::Choice { field: "decision", found: form.decision, allowed: "approve、decline" }),
    }
}

/// `POST /events/{event}/reopen/decide`: another organiser approves, or somebody declines.
pub(super) async fn decide(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<DecisionForm>,
) -> Result<HttpResponse, WebError> {
    let approve = approves(form.0)?;
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.decide_reopening(&actor, &id, approve)).await?;
    Ok(back(&event))
}

/// `POST /events/{event}/archive`.
pub(super) async fn archive(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.archive(&actor, &id)).await?;
    Ok(back(&event))
}

/// `GET /events/{event}/results/{number}`: a frozen result, the latest or an earlier one.
pub(super) async fn result(
    site: web::Data<Site>,
    staff: Staff,
    path: web::Path<(String, String)>,
) -> Result<Markup, WebError> {
    let (event, number) = path.into_inner();
    let number = number.parse().map_err(|_| WebError::NoSuchPage)?;
    let actor = staff.actor();
    let past = site.run(move |app| app.past_result(&actor, &event, number)).await?;
    Ok(views::notice::past(&past, &staff.0))
}

/// `GET /public/{event}`: without signing in.
pub(super) async fn notice(
    site: web::Data<Site>,
    event: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    let id = event.clone();
    let stamp = site.run(move |app| app.notice_stamp(&id)).await?;
    let key = Key::of(&["public", &event, &stamp]);
    if let Some(page) = site.finished.find(&key) {
        return Ok(page.answer(&request));
    }
    let notice = site.run(move |app| app.notice(&event)).await?;
    let drawn = views::notice::notice(&notice).into_string();
    Ok(site.finished.keep(key, Page::html(drawn, Keeps::Anybody)).answer(&request))
}
