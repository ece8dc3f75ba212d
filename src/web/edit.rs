//! Preparing an event by hand: its title, entries, judges and route.

use std::collections::{BTreeMap, HashMap};

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError, web};
use maud::Markup;
use serde::Deserialize;

use super::address::percent;
use super::answer::{html, see};
use super::error::WebError;
use super::form::{Asked, Filled};
use super::session::Organiser;
use super::site::Site;
use super::views;
use super::views::edit::{Again, Form, Retitled, suggested_id};
use crate::app::AppError;
use crate::app::act::drawn::{Drawn, Field, Overtaken};
use crate::app::error::NotFound;
use crate::app::setup::edit::{Direction, Edit, EditFault, Prepared, Sheet};
use crate::folder::Fault;

/// The table that a path names.
fn sheet_of(name: &str) -> Result<Sheet, WebError> {
    match name {
        "entries" => Ok(Sheet::Entries),
        "judges" => Ok(Sheet::Judges),
        "route" => Ok(Sheet::Checkpoints),
        _ => Err(WebError::NoSuchPage),
    }
}

/// The column that names a row.
fn key(sheet: Sheet) -> &'static str {
    match sheet {
        Sheet::Entries | Sheet::Checkpoints => "entry",
        Sheet::Judges => "judge",
    }
}

fn drawn(text: &str) -> Result<Drawn, WebError> {
    Drawn::read(text).ok_or(WebError::Form)
}

async fn prepared(site: &Site, organiser: &Organiser, event: &str) -> Result<Prepared, WebError> {
    let (actor, event) = (organiser.actor(), event.to_owned());
    site.run(move |app| app.prepared(&actor, &event)).await
}

/// `GET /events/{event}/setup`.
pub(super) async fn page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    Ok(views::edit::page(&prepared(&site, &organiser, &event).await?, &organiser.0, None))
}

#[derive(Deserialize)]
pub(super) struct TitleForm {
    title: String,
    drawn: String,
}

/// `POST /events/{event}/setup`: the title.
pub(super) async fn retitle(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<TitleForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id, drawn, title) = (organiser.actor(), event.clone(), drawn(&form.0.drawn)?, form.0.title);
    let typed = title.clone();
    let (problem, status, overtaken) = match site.run(move |app| app.retitle(&actor, &id, &typed, &drawn)).await {
        Ok(()) => return Ok(see(&format!("/events/{event}/setup"))),
        Err(error) => {
            let status = error.status_code();
            match error.take() {
                Ok(overtaken) => (String::new(), status, Some(overtaken)),
                Err(other) => (other.take::<EditFault>()?.to_string(), status, None),
            }
        }
    };
    let prepared = prepared(&site, &organiser, &event).await?;
    let retitled = Retitled { title: &title, problem: &problem, overtaken: overtaken.as_ref() };
    Ok(html(status, views::edit::page(&prepared, &organiser.0, Some(&retitled))))
}

#[derive(Deserialize)]
pub(super) struct Moved {
    #[serde(default)]
    moved: String,
    #[serde(default)]
    way: String,
}

/// `GET /events/{event}/setup/{list}`: a list.
pub(super) async fn list(
    site: web::Data<Site>,
    organiser: Organiser,
    path: web::Path<(String, String)>,
    Asked(moved): Asked<Moved>,
) -> Result<Markup, WebError> {
    let (event, sheet) = path.into_inner();
    let sheet = sheet_of(&sheet)?;
    let prepared = prepared(&site, &organiser, &event).await?;
    let moved = direction(&moved.way).map(|way| (moved.moved.as_str(), way));
    let again = Again { moved, changed: None, problem: None };
    Ok(views::edit::list(&prepared, &organiser.0, sheet, &again))
}

#[derive(Deserialize)]
pub(super) struct Which {
    // a form calls it as it was when the form was drawn
    #[serde(default, alias = "was")]
    id: String,
}

fn row<'p>(prepared: &'p Prepared, sheet: Sheet, id: &str) -> Option<&'p [Field]> {
    let is = |row: &&[Field]| row.first().is_some_and(|field| field.value == id);
    match sheet {
        Sheet::Entries => prepared.entries.iter().map(Vec::as_slice).find(is),
        Sheet::Judges => prepared.judges.iter().map(Vec::as_slice).find(is),
        Sheet::Checkpoints => prepared.stops.iter().map(|stop| stop.fields.as_slice()).find(is),
    }
}

fn cells(fields: &[Field]) -> BTreeMap<String, String> {
    fields.iter().map(|field| (field.name.clone(), field.value.clone())).collect()
}

/// `GET /events/{event}/setup/{list}/edit`: the form of a row, or of a new one.
pub(super) async fn form(
    site: web::Data<Site>,
    organiser: Organiser,
    path: web::Path<(String, String)>,
    Asked(which): Asked<Which>,
) -> Result<Markup, WebError> {
    let (event, sheet) = path.into_inner();
    let sheet = sheet_of(&sheet)?;
    let prepared = prepared(&site, &organiser, &event).await?;
    let id = (!which.id.is_empty()).then_some(which.id.as_str());
    let fields = match id {
        Some(id) => {
            let none = || NotFound { what: views::edit::names(sheet).2, id: id.to_owned() };
            row(&prepared, sheet, id).ok_or_else(none).map_err(AppError::from)?.to_vec()
        }
        None => match sheet {
            Sheet::Entries => vec![Field::new("entry", "", suggested_id(&prepared.entries))],
            Sheet::Judges => vec![Field::new("judge", "", suggested_id(&prepared.judges))],
            Sheet::Checkpoints => Vec::new(),
        },
    };
    Ok(views::edit::form(&Form {
        prepared: &prepared,
        session: &organiser.0,
        sheet,
        id,
        typed: cells(&fields),
        drawn: Drawn::of(&fields),
        problem: None,
        faults: &[],
        overtaken: None,
    }))
}

/// What was sent of a row, and what it comes back with where it is not written.
struct Sent {
    event: String,
    sheet: Sheet,
    /// `None`: a new row.
    id: Option<String>,
    cells: BTreeMap<String, String>,
    drawn: Drawn,
}

/// `POST /events/{event}/setup/{list}`: adds a row, or changes one.
pub(super) async fn save(
    site: web::Data<Site>,
    organiser: Organiser,
    path: web::Path<(String, String)>,
    form: Filled<HashMap<String, String>>,
) -> Result<HttpResponse, WebError> {
    let (event, page) = path.into_inner();
    let (sheet, fields) = (sheet_of(&page)?, form.0);
    let field = |name: &str| fields.get(name).map(String::as_str).ok_or(WebError::Form);
    let (was, drawn) = (field("was")?, drawn(field("drawn")?)?);
    let columns = sheet.columns().filter_map(|(name, _)| Some((name.to_owned(), fields.get(name)?.clone())));
    let id = (!was.is_empty()).then(|| was.to_owned());
    let sent = Sent { event, sheet, id, cells: columns.collect(), drawn };
    let edit = Edit { id: sent.id.clone(), cells: sent.cells.clone(), drawn: sent.drawn.clone() };
    let (actor, event) = (organiser.actor(), sent.event.clone());
    match site.run(move |app| app.edit(&actor, &event, sheet, &edit)).await {
        Ok(()) => Ok(see(&format!("/events/{}/setup/{page}", sent.event))),
        Err(error) => again(&site, &organiser, sent, error).await,
    }
}

#[derive(Deserialize)]
pub(super) struct RemoveForm {
    id: String,
    drawn: String,
}

/// `POST /events/{event}/setup/{list}/remove`.
pub(super) async fn remove(
    site: web::Data<Site>,
    organiser: Organiser,
    path: web::Path<(String, String)>,
    form: Filled<RemoveForm>,
) -> Result<HttpResponse, WebError> {
    let (event, page) = path.into_inner();
    let (sheet, drawn, id) = (sheet_of(&page)?, drawn(&form.0.drawn)?, form.0.id);
    let (actor, at, of, was) = (organiser.actor(), event.clone(), id.clone(), drawn.clone());
    match site.run(move |app| app.remove(&actor, &at, sheet, &of, &was)).await {
        Ok(()) => Ok(see(&format!("/events/{event}/setup/{page}"))),
        Err(error) => {
            // nothing was typed: what is drawn again is what is there now
            let typed = sheet.columns().map(|(name, _)| (name.to_owned(), drawn.get(name).to_owned())).collect();
            again(&site, &organiser, Sent { event, sheet, id: Some(id), cells: typed, drawn }, error).await
        }
    }
}

/// The form once more, with what is wrong, or with what somebody else changed; other refusals go on their way.
async fn again(site: &Site, organiser: &Organiser, sent: Sent, error: WebError) -> Result<HttpResponse, WebError> {
    let status = error.status_code();
    let (problem, faults, overtaken): (Option<String>, Vec<Fault>, Option<Overtaken>) = match error.take() {
        Ok(overtaken) => (None, Vec::new(), Some(overtaken)),
        Err(other) => match other.take()? {
            EditFault::Typed(faults) => (None, faults, None),
            fault => (Some(fault.to_string()), Vec::new(), None),
        },
    };
    let prepared = prepared(site, organiser, &sent.event).await?;
    let gone = overtaken.as_ref().is_some_and(|overtaken| overtaken.gone);
    let mut typed = sent.cells.clone();
    let mut shown_from = sent.drawn;
    if let Some(overtaken) = overtaken.as_ref().filter(|overtaken| !overtaken.gone) {
        for (name, value) in &mut typed {
            *value = overtaken.merged(name, &shown_from, value).to_owned();
        }
        shown_from = Drawn::of(&overtaken.now);
    }
    // what cannot be changed now is not sent, and is shown all the same
    for field in sent.id.iter().filter_map(|id| row(&prepared, sent.sheet, id)).flatten() {
        typed.entry(field.name.clone()).or_insert_with(|| field.value.clone());
    }
    if gone && let Some(id) = &sent.id {
        // what is not there any more can be added anew
        typed.insert(key(sent.sheet).to_owned(), id.clone());
    }
    let page = views::edit::form(&Form {
        prepared: &prepared,
        session: &organiser.0,
        sheet: sent.sheet,
        id: sent.id.as_deref().filter(|_| !gone),
        typed,
        drawn: shown_from,
        problem,
        faults: &faults,
        overtaken: overtaken.as_ref().map(|overtaken| (overtaken, sent.cells)),
    });
    Ok(html(status, page))
}

#[derive(Deserialize)]
pub(super) struct MoveForm {
    /// The entry whose stop goes up, or the one whose stop goes down.
    up: Option<String>,
    down: Option<String>,
    drawn: String,
}

fn direction(word: &str) -> Option<Direction> {
    [Direction::Up, Direction::Down].into_iter().find(|way| views::edit::way(*way).0 == word)
}

/// `POST /events/{event}/setup/route/move`.
pub(super) async fn shift(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<MoveForm>,
) -> Result<HttpResponse, WebError> {
    let (entry, way) = match (form.0.up, form.0.down) {
        (Some(entry), None) => (entry, Direction::Up),
        (None, Some(entry)) => (entry, Direction::Down),
        _ => return Err(WebError::Form),
    };
    let (drawn, (word, _)) = (drawn(&form.0.drawn)?, views::edit::way(way));
    let (actor, id, stop) = (organiser.actor(), event.clone(), entry.clone());
    match site.run(move |app| app.move_stop(&actor, &id, &stop, way, &drawn)).await {
        Ok(()) => Ok(see(&format!("/events/{event}/setup/route?moved={}&way={word}", percent(&entry)))),
        Err(error) => {
            let (changed, said) = match error.take::<Overtaken>() {
                Ok(overtaken) => (Some(overtaken), None),
                Err(other) => (None, Some(other.take::<EditFault>()?.to_string())),
            };
            let prepared = prepared(&site, &organiser, &event).await?;
            let again = Again { moved: Some((&entry, way)), changed: changed.as_ref(), problem: said.as_deref() };
            Ok(html(StatusCode::CONFLICT, views::edit::list(&prepared, &organiser.0, Sheet::Checkpoints, &again)))
        }
    }
}
