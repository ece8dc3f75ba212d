//! Checking and signing, opening again, the archive, and the page on which everybody reads a published result.

use std::collections::HashMap;

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
use crate::app::act::second::Decision;
use crate::app::act::secret::Secret;
use crate::app::event::signers::{BundleCards, CardSigning, Confirming, MOST, ResultFrom, Signers, SigningSettings};
use crate::app::result::signing_fault::SigningFault;

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
    let (signing, matrix, spot) = site
        .run(move |app| {
            let may = |act| crate::app::act::permission::check(&actor, act).is_ok();
            let matrix = may(Act::SeeDesk).then(|| app.matrix(&actor, &event)).transpose()?;
            let signing = app.signing(&actor, &event)?;
            let drawn = signing.result.as_ref().and_then(|result| result.spot.as_ref()?.drawn.as_ref());
            let spot = drawn.filter(|_| may(Act::SeeDrawn)).map(|_| app.spot_check(&actor, &event)).transpose()?;
            Ok((signing, matrix, spot))
        })
        .await?;
    Ok(views::signing::page(&views::signing::Drawn {
        signing: &signing,
        session: &staff.0,
        matrix: matrix.as_ref(),
        spot: spot.as_ref(),
        objection: because.objection.parse().ok(),
    }))
}

#[derive(Deserialize)]
pub(super) struct SignForm {
    number: i64,
    fingerprint: String,
    password: String,
}

/// `POST /events/{event}/signing`: signs the result that was shown.
pub(super) async fn sign(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    form: Filled<SignForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id, form) = (staff.actor(), event.clone(), form.0);
    let password = Secret::new(form.password);
    site.run(move |app| app.sign(&actor, &id, (form.number, &form.fingerprint), &password)).await?;
    Ok(back(&event))
}

#[derive(Deserialize)]
pub(super) struct DissentForm {
    number: i64,
    reason: String,
}

/// `POST /events/{event}/signing/dissent`: somebody who could sign does not agree.
pub(super) async fn disagree(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    form: Filled<DissentForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id, form) = (staff.actor(), event.clone(), form.0);
    site.run(move |app| app.disagree(&actor, &id, form.number, &form.reason)).await?;
    Ok(back(&event))
}

/// `POST /events/{event}/signing/facts`: an inspector takes note of facts: `number=1&fact-WORD=DIGEST`, each as it was shown.
pub(super) async fn tick(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    form: Filled<HashMap<String, String>>,
) -> Result<HttpResponse, WebError> {
    let number = number_of(&form.0)?;
    let fact = |(name, digest): (&String, &String)| Some((name.strip_prefix("fact-")?.to_owned(), digest.clone()));
    let shown: Vec<(String, String)> = form.0.iter().filter_map(fact).collect();
    if shown.is_empty() {
        return Err(WebError::Nothing { what: "请先勾认至少一件" });
    }
    let (actor, id) = (staff.actor(), event.clone());
    site.run(move |app| app.tick_facts(&actor, &id, number, &shown)).await?;
    Ok(back(&event))
}

/// The number of the result that a form is about.
pub(super) fn number_of(form: &HashMap<String, String>) -> Result<i64, WebError> {
    form.get("number").and_then(|number| number.parse().ok()).ok_or(WebError::Form)
}

/// `POST /events/{event}/signing/verify`: verifies the event once more, for whoever is about to sign.
pub(super) async fn verify(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (staff.actor(), event.clone());
    site.run(move |app| app.verify_event(&actor, &id)).await?;
    Ok(back(&event))
}

/// `POST /events/{event}/publish/decide`: a second person on a publication that waits.
pub(super) async fn decide_publishing(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    form: Filled<DecisionForm>,
) -> Result<HttpResponse, WebError> {
    let said = match form.0.decision.as_str() {
        "approve" => Decision::Approve,
        "decline" => Decision::Decline,
        "take-back" => Decision::TakeBack,
        _ => {
            return Err(WebError::Choice {
                field: "decision",
                found: form.0.decision,
                allowed: "approve、decline、take-back",
            });
        }
    };
    let (actor, id) = (staff.actor(), event.clone());
    site.run(move |app| app.decide_publishing(&actor, &id, said)).await?;
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
    confirming: String,
    bundle: String,
    /// Empty where no cards are drawn.
    #[serde(default)]
    spot_places: String,
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
    let Some(confirming) = Confirming::ALL.into_iter().find(|one| one.as_str() == form.confirming) else {
        return Err(WebError::Choice { field: "confirming", found: form.confirming, allowed: "wanted、required" });
    };
    let Some(bundle) = BundleCards::ALL.into_iter().find(|one| one.as_str() == form.bundle) else {
        return Err(WebError::Choice {
            field: "bundle",
            found: form.bundle,
            allowed: "open、pseudonymous、commitments",
        });
    };
    let spot_places = match form.spot_places.trim() {
        "" => None,
        places => Some(places.parse().map_err(|_| AppError::from(SigningFault::SpotPlaces))?),
    };
    let settings = SigningSettings { signers, result_from, notice_days, cards, confirming, bundle, spot_places };
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
                ("confirming", &form.confirming),
                ("bundle", &form.bundle),
                ("spot_places", &form.spot_places),
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
