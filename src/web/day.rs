//! Changes of the day: shown before they are made.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError, web};
use maud::Markup;

use super::answer::{html, see};
use super::error::WebError;
use super::form::Filled;
use super::session::Organiser;
use super::site::Site;
use super::views;
use crate::app::AppError;
use crate::app::act::reason::ReasonFault;
use crate::app::desk::day::{DayChange, DayFault, Kind, PlannedStop, Substitute};

/// What a form of the day holds, by field.
type Fields = BTreeMap<String, String>;

/// `GET /events/{event}/day`.
pub(super) async fn page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let day = site.run(move |app| app.day(&actor, &event)).await?;
    Ok(views::day::page(&day, &organiser.0))
}

/// `POST /events/{event}/day`: shows what a change would do; with `confirm` and the version that was shown, makes it.
pub(super) async fn change(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<Fields>,
) -> Result<HttpResponse, WebError> {
    let mut fields = form.0;
    let (confirm, version) = (fields.remove("confirm"), fields.remove("version"));
    let reason = fields.remove("reason").unwrap_or_default();
    let change = read(&fields)?;
    if confirm.is_none() {
        return preview(&site, &organiser, &event, &change, &fields, (&reason, None)).await;
    }
    let version = version.and_then(|version| version.parse().ok()).ok_or(WebError::Form)?;
    let (actor, id, wanted, why) = (organiser.actor(), event.clone(), change.clone(), reason.clone());
    match site.run(move |app| app.change_day(&actor, &id, &wanted, version, &why)).await {
        Ok(None) => Ok(see(&format!("/events/{event}/day"))),
        Ok(Some(link)) => {
            let (actor, id) = (organiser.actor(), event.into_inner());
            let summary = site.run(move |app| app.event(&actor, &id)).await?;
            let page = views::day::link(&summary, &organiser.0, &link, &site.public_url);
            Ok(html(StatusCode::OK, page))
        }
        Err(error) => {
            let again = error.fault() == Some(&DayFault::Changed) || error.fault::<ReasonFault>().is_some();
            if !again {
                return Err(error);
            }
            preview(&site, &organiser, &event, &change, &fields, (&reason, Some(&error))).await
        }
    }
}

/// The preview, with what was wrong with the attempt to confirm it.
async fn preview(
    site: &Site,
    organiser: &Organiser,
    event: &str,
    change: &DayChange,
    fields: &Fields,
    (reason, problem): (&str, Option<&WebError>),
) -> Result<HttpResponse, WebError> {
    let (actor, id, change) = (organiser.actor(), event.to_owned(), change.clone());
    let preview = site.run(move |app| app.preview_day(&actor, &id, &change)).await?;
    let said = problem.map(ToString::to_string);
    let page = views::day::preview(&preview, &organiser.0, fields, reason, said.as_deref());
    let status = problem.map_or(StatusCode::OK, ResponseError::status_code);
    Ok(html(status, page))
}

/// The change that a form asks for.
fn read(fields: &Fields) -> Result<DayChange, WebError> {
    let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let word = fields.get("act").ok_or(WebError::Form)?;
    let kind = Kind::from_word(word).ok_or_else(|| WebError::Choice {
        field: "act",
        found: word.chars().take(40).collect(),
        allowed: "skip、unskip、move、undo、withdraw、readmit、pass、replace",
    })?;
    let entry = || fields.get("entry").cloned().ok_or(WebError::Form);
    let substitute = || Substitute { judge: field("judge"), name: field("name"), unit: field("unit") };
    Ok(match kind {
        Kind::Skip => DayChange::Skip { entry: entry()?, withdraw: field("then") == "withdraw" },
        Kind::Unskip => DayChange::Unskip { entry: entry()? },
        Kind::Move => DayChange::Move { stops: stops(fields)? },
        Kind::Undo => DayChange::Undo,
        Kind::Withdraw => DayChange::Withdraw { entry: entry()? },
        Kind::Readmit => DayChange::Readmit { entry: entry()? },
        Kind::Pass => DayChange::Pass(substitute()),
        Kind::Replace => DayChange::Replace(substitute()),
    })
}

/// The stops ahead: fields `turn-ENTRY`, `arrival-ENTRY`, `departure-ENTRY`.
fn stops(fields: &Fields) -> Result<Vec<PlannedStop>, WebError> {
    let mut stops = Vec::new();
    for (field, turn) in fields {
        let Some(entry) = field.strip_prefix("turn-") else { continue };
        let turn = turn.trim().parse().map_err(|_| AppError::from(DayFault::NotAnOrder))?;
        let time =
            |name: &str| fields.get(&format!("{name}-{entry}")).map(|time| time.trim().to_owned()).unwrap_or_default();
        stops.push(PlannedStop {
            entry: entry.to_owned(),
            turn,
            arrival: time("arrival"),
            departure: time("departure"),
        });
    }
    Ok(stops)
}
