//! A change of the rules after the opening: proposed, decided on; and all rules that an event ever had.

use actix_web::{HttpResponse, ResponseError, web};
use maud::Markup;
use serde::Deserialize;

use super::draft::{Draft, effect, refused, text_again};
use crate::app::act::reason::ReasonFault;
use crate::app::act::second::SecondFault;
use crate::app::setup::amend::AmendFault;
use crate::web::answer::{html, see};
use crate::web::error::WebError;
use crate::web::form::{Filled, said};
use crate::web::session::{Organiser, Staff};
use crate::web::site::Site;
use crate::web::views::rules as views;
use actix_web::http::StatusCode;

#[derive(Deserialize)]
pub(in crate::web) struct AskForm {
    text: String,
    from: String,
    seen: String,
    #[serde(default)]
    reason: String,
}

/// `POST /events/{event}/rules/ask`: proposes rules whose effect was shown.
pub(in crate::web) async fn ask(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<AskForm>,
) -> Result<HttpResponse, WebError> {
    let AskForm { text, from, seen, reason } = form.0;
    let (actor, id) = (organiser.actor(), event.into_inner());
    let draft = Draft::of(text.clone(), from.clone());
    let asked = {
        let id = id.clone();
        site.run(move |app| app.propose_rules(&actor, &id, (&from, &seen), &text, &reason)).await
    };
    match asked {
        Ok(()) => Ok(see(&format!("/events/{id}/rules/proposal"))),
        Err(error) => {
            if error.fault::<ReasonFault>().is_some() || error.fault() == Some(&AmendFault::EffectChanged) {
                let said = (error.status_code(), error.to_string());
                return effect(&site, &organiser, id, draft, Some(said)).await;
            }
            if error.fault::<SecondFault>().is_some() {
                return text_again(&site, &organiser, id, draft, error.status_code(), Some(error.to_string())).await;
            }
            refused(&site, &organiser, id, draft, error.take()?).await
        }
    }
}

/// `GET /events/{event}/rules/proposal`: the change that waits, with what it would do now.
pub(in crate::web) async fn proposal(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let proposal = site.run(move |app| app.rules_proposal(&actor, &event)).await?;
    Ok(views::effect::proposal(&proposal, &organiser.0, None))
}

#[derive(Deserialize)]
pub(in crate::web) struct DecideForm {
    number: i64,
    decision: String,
    #[serde(default)]
    seen: String,
}

/// `POST /events/{event}/rules/decide`: another organiser approves or declines, or it is taken back.
pub(in crate::web) async fn decide(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<DecideForm>,
) -> Result<HttpResponse, WebError> {
    let DecideForm { number, decision, seen } = form.0;
    let decision = said(decision)?;
    let (actor, id) = (organiser.actor(), event.clone());
    match site.run(move |app| app.decide_rules(&actor, &id, (number, decision), &seen)).await {
        Ok(()) => Ok(see(&format!("/events/{event}/rules/history"))),
        Err(error) if error.fault() == Some(&AmendFault::EffectChanged) => {
            let actor = organiser.actor();
            let proposal = site.run(move |app| app.rules_proposal(&actor, &event)).await?;
            let said = error.to_string();
            Ok(html(StatusCode::CONFLICT, views::effect::proposal(&proposal, &organiser.0, Some(&said))))
        }
        Err(other) => Err(other),
    }
}

/// `GET /events/{event}/rules/history`: all rules that the event ever had.
pub(in crate::web) async fn history(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let actor = staff.actor();
    let history = site.run(move |app| app.rules_history(&actor, &event)).await?;
    Ok(views::history::page(&history, &staff.0))
}
