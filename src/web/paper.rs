//! Cards from paper: the list of sheets, typing one, and settling what two typed differently.

use std::collections::{BTreeMap, HashMap};

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError, web};
use maud::Markup;
use serde::Deserialize;

use super::address::percent;
use super::answer::{html, see};
use super::error::WebError;
use super::form::{Asked, Filled};
use super::session::Staff;
use super::site::Site;
use super::views;
use crate::app::AppError;
use crate::app::cards::paper::{Became, CardName, PaperFault, Typed};
use crate::app::event::wire::FaultLine;

/// Before each mark's key in a form.
pub(super) const MARK: &str = "mark-";

/// A card that is picked, or the code that was printed on it.
#[derive(Deserialize)]
pub(super) struct Picked {
    #[serde(default)]
    code: String,
    #[serde(default)]
    judge: String,
    #[serde(default)]
    component: String,
    #[serde(default)]
    entry: String,
    /// Reference of the sheet before, which the next card may stand on too.
    #[serde(default)]
    reference: String,
    /// The sheet that was typed just now.
    #[serde(default)]
    done: String,
}

impl Picked {
    fn card(&self) -> CardName {
        CardName { judge: self.judge.clone(), component: self.component.clone(), entry: self.entry.clone() }
    }
}

/// Reads the code of a printed blank card; without an entry it is a ballot's, or of a sheet with a grade for each.
fn card_of_code(code: &str, event: &str) -> Option<CardName> {
    let rest = code.trim().strip_prefix("guanmo-card:1/")?;
    let parts: Vec<String> = rest.split('/').map(unpercent).collect::<Option<_>>()?;
    match &parts[..] {
        [of, judge, component, entry] if of == event => {
            Some(CardName { judge: judge.clone(), component: component.clone(), entry: entry.clone() })
        }
        _ => None,
    }
}

/// Undoes [`percent`].
fn unpercent(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.extend(hex::decode(digits).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// `GET /events/{event}/paper`: how the sheets stand, without a mark.
pub(super) async fn page(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    Asked(picked): Asked<Picked>,
) -> Result<Markup, WebError> {
    let actor = staff.actor();
    let desk = site.run(move |app| app.paper_desk(&actor, &event)).await?;
    Ok(views::paper::desk(&desk, &staff.0, &picked.card(), &picked.done, None))
}

/// `GET /events/{event}/paper/type`: the lines of the card that was picked.
pub(super) async fn form(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    Asked(picked): Asked<Picked>,
) -> Result<HttpResponse, WebError> {
    let code = picked.code.trim();
    let card = if code.is_empty() { Ok(picked.card()) } else { card_of_code(code, &event).ok_or(PaperFault::NotACode) };
    let (actor, id) = (staff.actor(), event.clone());
    let asked = card.clone();
    let found = site.run(move |app| app.paper_form(&actor, &id, &asked?)).await;
    match found {
        Ok(form) => {
            let typed = Typed { reference: picked.reference.clone(), ..Typed::default() };
            Ok(html(StatusCode::OK, views::paper::form(&form, &staff.0, &typed, &[], &picked.done)))
        }
        // said where another card can be picked at once
        Err(error) => {
            let fault: PaperFault = error.take()?;
            let actor = staff.actor();
            let desk = site.run(move |app| app.paper_desk(&actor, &event)).await?;
            let status = WebError::App(fault.clone().into()).status_code();
            let card = card.unwrap_or_default();
            Ok(html(status, views::paper::desk(&desk, &staff.0, &card, "", Some(&fault.to_string()))))
        }
    }
}

/// A field of a form; empty where it is not there.
fn field(form: &HashMap<String, String>, name: &str) -> String {
    form.get(name).cloned().unwrap_or_default()
}

fn marks(form: &HashMap<String, String>) -> BTreeMap<String, String> {
    form.iter().filter_map(|(name, text)| Some((name.strip_prefix(MARK)?.to_owned(), text.clone()))).collect()
}

/// `POST /events/{event}/paper/type`: the first typing of a sheet, or the second, blind.
pub(super) async fn type_sheet(
    site: web::Data<Site>,
    staff: Staff,
    event: web::Path<String>,
    form: Filled<HashMap<String, String>>,
) -> Result<HttpResponse, WebError> {
    let form = form.0;
    let typed = Typed {
        judge: field(&form, "judge"),
        component: field(&form, "component"),
        entry: field(&form, "entry"),
        sheet: field(&form, "sheet"),
        reference: field(&form, "reference"),
        marks: marks(&form),
        comment: field(&form, "comment"),
    };
    let (actor, id, sent) = (staff.actor(), event.clone(), typed.clone());
    match site.run(move |app| app.type_sheet(&actor, &id, &sent)).await {
        Ok(answer) => {
            let sheet = &answer.sheet;
            let onward = match (&answer.became, &answer.next) {
                (Became::Differs, _) => format!("/events/{event}/paper/{sheet}"),
                (_, Some(next)) => {
                    let [judge, component, entry] = [&next.judge, &next.component, &next.entry].map(|id| percent(id));
                    // the second typist finds the reference on the waiting sheet
                    let reference = if typed.sheet.is_empty() { percent(&typed.reference) } else { String::new() };
                    let card = format!("judge={judge}&component={component}&entry={entry}");
                    format!("/events/{event}/paper/type?{card}&reference={reference}&done={sheet}")
                }
                (_, None) => format!("/events/{event}/paper?done={sheet}"),
            };
            if answer.notes.is_empty() {
                return Ok(see(&onward));
            }
            let actor = staff.actor();
            let summary = site.run(move |app| app.event(&actor, &event)).await?;
            Ok(html(StatusCode::OK, views::paper::noted(&summary, &staff.0, &answer, &onward)))
        }
        Err(error) => match error.take()? {
            PaperFault::Invalid(faults) => faulty(&site, &staff, event.into_inner(), typed, faults).await,
            other => Err(AppError::from(other).into()),
        },
    }
}

/// The form again, with what is wrong with it.
async fn faulty(
    site: &Site,
    staff: &Staff,
    event: String,
    typed: Typed,
    faults: Vec<FaultLine>,
) -> Result<HttpResponse, WebError> {
    let card = CardName { judge: typed.judge.clone(), component: typed.component.clone(), entry: typed.entry.clone() };
    let actor = staff.actor();
    let form = site.run(move |app| app.paper_form(&actor, &event, &card)).await?;
    Ok(html(StatusCode::UNPROCESSABLE_ENTITY, views::paper::form(&form, &staff.0, &typed, &faults, "")))
}

/// `GET /events/{event}/paper/{sheet}`: how one sheet stands; while two typings differ, what differs.
pub(super) async fn sheet(
    site: web::Data<Site>,
    staff: Staff,
    path: web::Path<(String, String)>,
) -> Result<Markup, WebError> {
    let (actor, (event, sheet)) = (staff.actor(), path.into_inner());
    let view = site.run(move |app| app.paper_sheet(&actor, &event, &sheet)).await?;
    Ok(views::paper_sheet::page(&view, &staff.0))
}

/// `POST /events/{event}/paper/{sheet}/propose`: what the scan says, for somebody else to confirm.
pub(super) async fn propose(
    site: web::Data<Site>,
    staff: Staff,
    path: web::Path<(String, String)>,
    form: Filled<HashMap<String, String>>,
) -> Result<HttpResponse, WebError> {
    let (actor, (event, sheet)) = (staff.actor(), path.into_inner());
    let (id, of) = (event.clone(), sheet.clone());
    let (values, remark) = (marks(&form.0), field(&form.0, "remark"));
    let became = site.run(move |app| app.propose_reading(&actor, &id, &of, &values, &remark)).await?;
    Ok(onward(&event, &sheet, became))
}

/// `POST /events/{event}/paper/{sheet}/confirm`: by somebody who has not typed the same.
pub(super) async fn confirm(
    site: web::Data<Site>,
    staff: Staff,
    path: web::Path<(String, String)>,
    form: Filled<HashMap<String, String>>,
) -> Result<HttpResponse, WebError> {
    let (actor, (event, sheet)) = (staff.actor(), path.into_inner());
    let (id, of, remark) = (event.clone(), sheet.clone(), field(&form.0, "remark"));
    // what is no number is the number of no typing
    let number = field(&form.0, "number").parse().unwrap_or(0);
    let became = site.run(move |app| app.confirm_reading(&actor, &id, &of, number, &remark)).await?;
    Ok(onward(&event, &sheet, became))
}

fn onward(event: &str, sheet: &str, became: Became) -> HttpResponse {
    match became {
        Became::Waiting | Became::Differs => see(&format!("/events/{event}/paper/{sheet}")),
        Became::Recorded | Became::Conflict | Became::Same => see(&format!("/events/{event}/paper?done={sheet}")),
    }
}

/// `POST /events/{event}/paper/{sheet}/withdraw`: a sheet that was typed by mistake.
pub(super) async fn withdraw(
    site: web::Data<Site>,
    staff: Staff,
    path: web::Path<(String, String)>,
    form: Filled<HashMap<String, String>>,
) -> Result<HttpResponse, WebError> {
    let (actor, (event, sheet)) = (staff.actor(), path.into_inner());
    let (id, of, reason) = (event.clone(), sheet.clone(), field(&form.0, "reason"));
    site.run(move |app| app.withdraw_sheet(&actor, &id, &of, &reason)).await?;
    Ok(see(&format!("/events/{event}/paper?done={sheet}")))
}
