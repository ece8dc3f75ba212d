//! What takes a second person who is no organiser: new links for judges who have handed in cards, cards that came in files.

use std::collections::{BTreeMap, HashMap};

use actix_web::{HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::answer::see;
use super::error::WebError;
use super::form::Filled;
use super::session::Staff;
use super::site::Site;
use super::views;
use crate::app::act::second::Decision;

/// `GET /events/{event}/second`.
pub(super) async fn page(site: web::Data<Site>, staff: Staff, event: web::Path<String>) -> Result<Markup, WebError> {
    let actor = staff.actor();
    let (summary, links, cards) = site
        .run(move |app| {
            let links = app.links_waiting(&actor, &event)?;
            Ok((app.event(&actor, &event)?, links, app.handed_cards(&actor, &event)?))
        })
        .await?;
    Ok(views::second::page(&summary, &staff.0, (&links, &cards.0, &cards.1), &[]))
}

#[derive(Deserialize)]
pub(super) struct LinkForm {
    judge: String,
    decision: String,
    #[serde(default)]
    reason: String,
}

/// `POST /events/{event}/second/link`.
pub(super) async fn link(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    form: Filled<LinkForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id, form) = (staff.actor(), event.clone(), form.0);
    let decision = match form.decision.as_str() {
        "approve" => Decision::Approve,
        "decline" => Decision::Decline,
        _ => return Err(WebError::Choice { field: "decision", found: form.decision, allowed: "approve、decline" }),
    };
    site.run(move |app| app.decide_link(&actor, &id, &form.judge, decision, &form.reason)).await?;
    Ok(see(&format!("/events/{event}/second")))
}

/// `POST /events/{event}/second/card`: `card-1=admit&card-2=decline&card-3=&reason=…`; what is left empty is not decided.
/// Answered with what became of those that were admitted.
pub(super) async fn card(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    form: Filled<HashMap<String, String>>,
) -> Result<Markup, WebError> {
    let mut decisions = BTreeMap::new();
    for (name, value) in &form.0 {
        let Some(number) = name.strip_prefix("card-") else { continue };
        let number = number.parse().map_err(|_| WebError::Form)?;
        match value.as_str() {
            "admit" => drop(decisions.insert(number, true)),
            "decline" => drop(decisions.insert(number, false)),
            "" => {}
            _ => return Err(WebError::Choice { field: "card-", found: value.clone(), allowed: "admit、decline" }),
        }
    }
    if decisions.is_empty() {
        return Err(WebError::Form);
    }
    let (actor, id) = (staff.actor(), event.into_inner());
    let reason = form.0.get("reason").cloned().unwrap_or_default();
    let (became, summary, links, cards) = site
        .run(move |app| {
            let became = app.decide_handed(&actor, &id, &decisions, &reason)?;
            Ok((became, app.event(&actor, &id)?, app.links_waiting(&actor, &id)?, app.handed_cards(&actor, &id)?))
        })
        .await?;
    Ok(views::second::page(&summary, &staff.0, (&links, &cards.0, &cards.1), &became))
}
