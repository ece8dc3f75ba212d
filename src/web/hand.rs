//! What organisers enter by hand: adjustments, measures, decisions among entries that share a place.

use std::collections::{BTreeMap, HashMap};

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::answer::{html, see};
use super::error::WebError;
use super::form::{Asked, Filled, said};
use super::session::Organiser;
use super::site::Site;
use super::{upload, views};
use crate::app::AppError;
use crate::app::act::drawn::{Drawn, Overtaken};
use crate::app::act::permission::Act;
use crate::app::act::reason::ReasonFault;
use crate::app::act::state;
use crate::app::desk::call::CallFault;
use crate::app::desk::hand::{AdjustRequest, HandFault};
use crate::app::desk::measures::Cell;
use crate::scoring::event::AdjustmentKind;
use crate::store::hand::Kind;

#[derive(Deserialize)]
pub(super) struct Upon {
    /// The report that was too long, for which points are to be taken off.
    #[serde(default)]
    overtime: String,
}

/// `GET /events/{event}/adjust`.
pub(super) async fn adjust_page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    Asked(upon): Asked<Upon>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let number: Option<i64> = overtime_of(&upon.overtime)?;
    let (entered, overtime) = site
        .run(move |app| {
            let overtime = number.map(|number| app.overtime(&actor, &event, number)).transpose();
            // what was decided meanwhile is no reason to show nothing
            let overtime = match overtime {
                Err(error) if error.fault() == Some(&CallFault::NotOpen) => Err(CallFault::NotOpen.to_string()),
                other => Ok(other?),
            };
            Ok((app.entered(&actor, &event)?, overtime))
        })
        .await?;
    Ok(views::hand::adjust(&entered, &organiser.0, overtime))
}

/// The number of a report that was too long; `None` where nothing is said of one.
fn overtime_of(text: &str) -> Result<Option<i64>, WebError> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| WebError::Form) }
}

#[derive(Deserialize)]
pub(super) struct AdjustForm {
    entry: String,
    kind: String,
    #[serde(default)]
    item: String,
    #[serde(default)]
    points: String,
    reason: String,
    drawn: String,
    /// That it is meant also where the rules count less of it: `yes`.
    #[serde(default)]
    sure: String,
    /// The report that was too long, of which it comes.
    #[serde(default)]
    overtime: String,
}

/// `POST /events/{event}/adjust`.
pub(super) async fn adjust(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<AdjustForm>,
) -> Result<HttpResponse, WebError> {
    let AdjustForm { entry, kind: word, item, points, reason, drawn, sure, overtime } = form.0;
    let number = overtime_of(&overtime)?;
    let kind = match word.as_str() {
        "bonus" => AdjustmentKind::Bonus,
        "deduction" => AdjustmentKind::Deduction,
        "veto" => AdjustmentKind::Veto,
        _ => return Err(WebError::Choice { field: "kind", found: word, allowed: "bonus、deduction、veto" }),
    };
    let request = AdjustRequest { entry, kind, item, points, reason, sure: sure == "yes" };
    let (actor, id, asked) = (organiser.actor(), event.clone(), request.clone());
    let drawn = Drawn::read(&drawn).ok_or(WebError::Form)?;
    let done = site.run(move |app| match number {
        None => app.adjust(&actor, &id, &asked, Some(&drawn)),
        Some(number) => app.deduct_overtime(&actor, &id, number, &asked, Some(&drawn)),
    });
    match done.await {
        Ok(()) => Ok(see(&format!("/events/{event}/{}", if number.is_some() { "call" } else { "adjust" }))),
        Err(error) => {
            let overtaken: Overtaken = error.take()?;
            let AdjustRequest { entry, item, points, reason, .. } = &request;
            let sent = [
                ("entry", &**entry),
                ("kind", &*word),
                ("item", item),
                ("points", points),
                ("reason", reason),
                ("sure", &sure),
                ("overtime", &overtime),
            ];
            let mine = |_: &str| Some(format!("再登记：{item} {points}"));
            overtaken_page(&site, &organiser, &event, ("adjust", "adjust"), &overtaken, &sent, &mine).await
        }
    }
}

#[derive(Deserialize)]
pub(super) struct WithdrawForm {
    kind: String,
    position: String,
    reason: String,
}

/// `POST /events/{event}/withdraw`: takes back a row that was entered by mistake.
pub(super) async fn withdraw(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<WithdrawForm>,
) -> Result<HttpResponse, WebError> {
    let WithdrawForm { kind, position, reason } = form.0;
    let Some(kind) = Kind::ALL.into_iter().find(|known| known.as_str() == kind) else {
        return Err(WebError::Choice {
            field: "kind",
            found: kind,
            allowed: "exclusion、adjustment、decision、acceptance",
        });
    };
    let position = position.parse().map_err(|_| WebError::Form)?;
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.withdraw(&actor, &id, kind, position, &reason)).await?;
    let page = match kind {
        Kind::Exclusion => "exclusions",
        Kind::Adjustment => "adjust",
        Kind::Decision => "ties",
        Kind::Acceptance => "signing",
    };
    Ok(see(&format!("/events/{event}/{page}")))
}

/// `GET /events/{event}/exclusions`: those on record, and the way to take one back.
pub(super) async fn exclusions(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let entered = site.run(move |app| app.entered(&actor, &event)).await?;
    Ok(views::hand::exclusions(&entered, &organiser.0))
}

/// `GET /events/{event}/measures`.
pub(super) async fn measures_page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let entered = site.run(move |app| app.entered(&actor, &event)).await?;
    Ok(views::measures::page(&entered, &organiser.0, None))
}

/// Before the name of each cell in the grid of measures: `value-COMPONENT/ENTRY`.
pub(super) const VALUE: &str = "value-";

/// `POST /events/{event}/measures`: the grid, of which what was changed is written.
pub(super) async fn measure(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<BTreeMap<String, String>>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    let field = |name: &str| form.0.get(name).cloned().unwrap_or_default();
    let (reason, drawn) = (field("reason"), Drawn::read(&field("drawn")).ok_or(WebError::Form)?);
    let (mut cells, mut sent) = (Vec::new(), Vec::new());
    for (field, typed) in &form.0 {
        let Some(name) = field.strip_prefix(VALUE) else { continue };
        let (component, entry) = name.split_once('/').ok_or(WebError::Form)?;
        cells.push(Cell { component: component.to_owned(), entry: entry.to_owned(), typed: typed.clone() });
        // what was not changed is another's to change
        if typed != drawn.get(name) {
            sent.push((field.clone(), typed.clone()));
        }
    }
    let why = reason.clone();
    match site.run(move |app| app.set_measures(&actor, &id, cells, &why, Some(&drawn))).await {
        Ok(written) if written.notes.is_empty() => Ok(see(&format!("/events/{event}/measures"))),
        Ok(written) => {
            let actor = organiser.actor();
            let entered = site.run(move |app| app.entered(&actor, &event)).await?;
            Ok(html(StatusCode::OK, views::measures::page(&entered, &organiser.0, Some(&written))))
        }
        Err(error) => {
            let overtaken: Overtaken = error.take()?;
            let cells = sent.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let again: Vec<(&str, &str)> = cells.chain([("reason", reason.as_str())]).collect();
            let mine = |name: &str| {
                let field = format!("{VALUE}{name}");
                sent.iter().find(|(known, _)| *known == field).map(|(_, typed)| typed.clone())
            };
            overtaken_page(&site, &organiser, &event, ("measures", "measures"), &overtaken, &again, &mine).await
        }
    }
}

#[derive(Deserialize)]
pub(super) struct TableForm {
    table: String,
    #[serde(default)]
    reason: String,
    /// Whether what was shown before is to be written.
    #[serde(default)]
    confirm: String,
    /// What was there when it was shown.
    #[serde(default)]
    drawn: String,
}

/// `POST /events/{event}/measures/table`: a pasted table, shown first and written when it is confirmed.
pub(super) async fn table(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<TableForm>,
) -> Result<HttpResponse, WebError> {
    let TableForm { table, reason, confirm, drawn } = form.0;
    if confirm.is_empty() {
        return preview(&site, &organiser, event.into_inner(), table.into_bytes(), None).await;
    }
    let drawn = Drawn::read(&drawn).ok_or(WebError::Form)?;
    let (actor, id, bytes, why) = (organiser.actor(), event.clone(), table.clone().into_bytes(), reason.clone());
    match site.run(move |app| app.import_measures(&actor, &id, &bytes, &why, Some(&drawn))).await {
        Ok(()) => Ok(see(&format!("/events/{event}/measures"))),
        Err(error) if wrong_in_table(&error) => {
            let said = error.to_string();
            preview(&site, &organiser, event.into_inner(), table.into_bytes(), Some(said)).await
        }
        Err(error) => {
            let overtaken: Overtaken = error.take()?;
            let again = [("table", &*table), ("reason", &reason), ("confirm", "yes")];
            let to = ("measures/table", "measures");
            overtaken_page(&site, &organiser, &event, to, &overtaken, &again, &|_| None).await
        }
    }
}

/// Whether what is wrong is said above the table as it would be written.
fn wrong_in_table(error: &WebError) -> bool {
    matches!(error.fault(), Some(HandFault::Table(_) | HandFault::Unchanged)) || error.fault::<ReasonFault>().is_some()
}

/// `POST /events/{event}/measures/file`: the same for an uploaded file.
pub(super) async fn table_file(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, WebError> {
    let file = upload::file(&request, payload, "table").await?;
    preview(&site, &organiser, event.into_inner(), file.to_vec(), None).await
}

/// The first's change beside what the second sent, with the form that writes it all the same.
async fn overtaken_page(
    site: &Site,
    organiser: &Organiser,
    event: &str,
    (action, back): (&str, &str),
    overtaken: &Overtaken,
    sent: &[(&str, &str)],
    mine: &dyn Fn(&str) -> Option<String>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.to_owned());
    let summary = site.run(move |app| app.event(&actor, &id)).await?;
    let page = views::overtaken::again(&views::overtaken::Again {
        event: &summary,
        session: &organiser.0,
        overtaken,
        action: &format!("/events/{event}/{action}"),
        sent,
        mine,
        shown: &views::overtaken::plain,
        back: &format!("/events/{event}/{back}"),
    });
    Ok(html(StatusCode::CONFLICT, page))
}

async fn preview(
    site: &Site,
    organiser: &Organiser,
    event: String,
    table: Vec<u8>,
    problem: Option<String>,
) -> Result<HttpResponse, WebError> {
    let actor = organiser.actor();
    let (summary, preview) =
        site.run(move |app| Ok((app.event(&actor, &event)?, app.preview_measures(&actor, &event, &table)?))).await?;
    let page = views::measures::preview(&summary, &organiser.0, &preview, problem.as_deref());
    let mut answer = if !preview.faults.is_empty() || problem.is_some() {
        HttpResponse::UnprocessableEntity()
    } else {
        HttpResponse::Ok()
    };
    Ok(answer.content_type("text/html; charset=utf-8").body(page.into_string()))
}

/// `GET /events/{event}/ties`: not before the close, when nobody learns who is level with whom.
pub(super) async fn ties(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let entered = site
        .run(move |app| {
            let entered = app.entered(&actor, &event)?;
            state::allow(Act::SeeResult, entered.event.state)?;
            Ok(entered)
        })
        .await?;
    Ok(views::hand::ties(&entered, &organiser.0))
}

/// `POST /events/{event}/ties`: a turn for each entry that shares the place, in fields `turn-ENTRY`, of the result that
/// was shown; for another organiser to approve.
pub(super) async fn propose(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<HashMap<String, String>>,
) -> Result<HttpResponse, WebError> {
    let mut order = Vec::new();
    for (field, turn) in &form.0 {
        if let Some(entry) = field.strip_prefix("turn-") {
            let turn = turn.trim().parse().map_err(|_| AppError::from(HandFault::NotAnOrder))?;
            order.push((entry.to_owned(), turn));
        }
    }
    let seen = form.0.get("result").and_then(|number| number.parse().ok()).ok_or(WebError::Form)?;
    let reason = form.0.get("reason").cloned().unwrap_or_default();
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.propose_tie(&actor, &id, seen, &order, &reason)).await?;
    Ok(see(&format!("/events/{event}/ties")))
}

#[derive(Deserialize)]
pub(super) struct DecideForm {
    number: String,
    decision: String,
}

/// `POST /events/{event}/ties/decide`: what is said to a proposal.
pub(super) async fn decide(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<DecideForm>,
) -> Result<HttpResponse, WebError> {
    let DecideForm { number, decision } = form.0;
    let number = number.parse().map_err(|_| WebError::Form)?;
    let said = said(decision)?;
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.decide_tie(&actor, &id, number, said)).await?;
    Ok(see(&format!("/events/{event}/ties")))
}
