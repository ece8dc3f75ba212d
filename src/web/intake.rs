//! Set-up from uploads: a new event from files or from an earlier event, and files over a draft that is there.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::Datelike;
use maud::Markup;
use serde::Deserialize;

use super::address::percent;
use super::answer::{html, see};
use super::error::WebError;
use super::form::Filled;
use super::session::Organiser;
use super::site::Site;
use super::{attachment, upload, views};
use crate::app::act::actor::Actor;
use crate::app::act::clock::beijing;
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::event::view::EventSummary;
use crate::app::setup::intake::{IntakeFault, Preview, RulesFrom, UpdatePreview, next_title};
use crate::folder::tidy::Choices;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// How a form names the example rules.
const EXAMPLE: &str = "";

/// Whose rules are to be taken; empty: the example's.
#[derive(Deserialize)]
pub(super) struct Whose {
    #[serde(default)]
    rules: String,
}

fn rules_from(word: &str) -> RulesFrom {
    if word == EXAMPLE { RulesFrom::Example } else { RulesFrom::Event(word.to_owned()) }
}

/// Events that a new one may take something from, with the title that a copy would have.
async fn earlier(site: &Site, actor: Actor) -> Result<Vec<(EventSummary, String)>, WebError> {
    let year = beijing(site.clock().now()).year();
    let events = site.run(move |app| app.events(&actor)).await?;
    let real = events.into_iter().filter(|event| !event.rehearsal);
    Ok(real.map(|event| (next_title(&event.title, year), event)).map(|(title, event)| (event, title)).collect())
}

/// `GET /events/new`.
pub(super) async fn page(site: web::Data<Site>, organiser: Organiser) -> Result<Markup, WebError> {
    let earlier = earlier(&site, organiser.actor()).await?;
    Ok(views::intake::start(&earlier, &organiser.0))
}

/// `GET /events/new/template.xlsx`.
pub(super) async fn template(
    site: web::Data<Site>,
    organiser: Organiser,
    whose: web::Query<Whose>,
) -> Result<HttpResponse, WebError> {
    let (actor, from) = (organiser.actor(), rules_from(&whose.rules));
    let bytes = site.run(move |app| app.template(&actor, &from)).await?;
    let name = percent("评比活动名单模板.xlsx");
    Ok(workbook(format!("attachment; filename=\"template.xlsx\"; filename*=UTF-8''{name}"), bytes))
}

fn workbook(disposition: String, bytes: Vec<u8>) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CONTENT_TYPE, XLSX)).insert_header((CONTENT_DISPOSITION, disposition)).body(bytes)
}

/// `POST /events/new`: what was uploaded, shown with every fault; nothing of an event is written.
pub(super) async fn read(
    site: web::Data<Site>,
    organiser: Organiser,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, WebError> {
    let upload::Form { files, fields } = upload::form(&request, payload).await?;
    let from = rules_from(fields.get("rules").map_or(EXAMPLE, String::as_str));
    let actor = organiser.actor();
    let preview = site.run(move |app| app.preview_new(&actor, files, &from)).await?;
    shown(&site, &organiser, &preview).await
}

/// An upload that waits, and what was decided of what only a person can decide.
#[derive(Deserialize)]
pub(super) struct WaitingForm {
    #[serde(default)]
    upload: String,
    #[serde(default)]
    rows: String,
    #[serde(default)]
    hidden: String,
    #[serde(default)]
    blanks: String,
    #[serde(default)]
    title: String,
}

impl WaitingForm {
    fn choices(&self) -> Choices {
        let is = |word: &str| word == "yes";
        Choices { rows: is(&self.rows), hidden: is(&self.hidden), blanks: is(&self.blanks) }
    }
}

/// `POST /events/new/again`: what waits, read as was decided.
pub(super) async fn again(
    site: web::Data<Site>,
    organiser: Organiser,
    form: Filled<WaitingForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, form) = (organiser.actor(), form.0);
    let preview = site.run(move |app| app.preview_new_again(&actor, &form.upload, form.choices())).await?;
    shown(&site, &organiser, &preview).await
}

/// The page of an upload for a new event.
async fn shown(site: &Site, organiser: &Organiser, preview: &Preview) -> Result<HttpResponse, WebError> {
    let sound = preview.faults.is_empty();
    let earlier = if sound { Vec::new() } else { earlier(site, organiser.actor()).await? };
    let page = views::intake::preview(preview, &earlier, site.demo.is_some(), &organiser.0);
    Ok(html(if sound { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, page))
}

/// `GET /events/new/faults.xlsx`: what is wrong with an upload, as a list to send on.
pub(super) async fn faults(
    site: web::Data<Site>,
    organiser: Organiser,
    form: web::Query<WaitingForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, form) = (organiser.actor(), form.into_inner());
    let choices = form.choices();
    let bytes = site.run(move |app| app.faults_new(&actor, &form.upload, choices)).await?;
    Ok(workbook(fault_list(), bytes))
}

/// `GET /events/{event}/upload/faults.xlsx`: the same of an upload over a draft.
pub(super) async fn faults_update(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: web::Query<WaitingForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, form) = (organiser.actor(), form.into_inner());
    let choices = form.choices();
    let bytes = site.run(move |app| app.faults_update(&actor, &event, &form.upload, choices)).await?;
    Ok(workbook(fault_list(), bytes))
}

fn fault_list() -> String {
    format!("attachment; filename=\"faults.xlsx\"; filename*=UTF-8''{}", percent("问题清单.xlsx"))
}

/// `POST /events/new/confirm`: goes on to the desk of the new event.
pub(super) async fn confirm(
    site: web::Data<Site>,
    organiser: Organiser,
    form: Filled<WaitingForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, form) = (organiser.actor(), form.0);
    let choices = form.choices();
    let event = site.run(move |app| app.confirm_new(&actor, &form.upload, &form.title, choices)).await?;
    Ok(see(&format!("/events/{event}/desk")))
}

#[derive(Deserialize)]
pub(super) struct CopyForm {
    event: String,
    title: String,
}

/// `POST /events/new/copy`: goes on to the desk of the new event.
pub(super) async fn copy(
    site: web::Data<Site>,
    organiser: Organiser,
    form: Filled<CopyForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, form) = (organiser.actor(), form.0);
    let event = site.run(move |app| app.copy_event(&actor, &form.event, &form.title)).await?;
    Ok(see(&format!("/events/{event}/desk")))
}

/// `GET /events/{event}/upload`.
pub(super) async fn update_page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let event = site.run(move |app| app.event(&actor, &event)).await?;
    Ok(views::intake::update(&event, why_not(Act::Upload, event.state), &organiser.0))
}

/// `GET /events/{event}/upload/setup.xlsx`: what is there, to be changed and uploaded again.
pub(super) async fn setup(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let actor = organiser.actor();
    let (event, bytes) = site.run(move |app| app.setup_workbook(&actor, &event)).await?;
    Ok(workbook(attachment::header(&event, "名单", "setup.xlsx"), bytes))
}

/// `POST /events/{event}/upload`: what would change, with every fault; nothing is written.
pub(super) async fn read_update(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, WebError> {
    let upload::Form { files, fields: _ } = upload::form(&request, payload).await?;
    let actor = organiser.actor();
    let preview = site.run(move |app| app.preview_update(&actor, &event, files)).await?;
    Ok(difference(&preview, &organiser))
}

fn difference(preview: &UpdatePreview, organiser: &Organiser) -> HttpResponse {
    let sound = preview.upload.faults.is_empty();
    let page = views::intake::difference(preview, None, &organiser.0);
    html(if sound { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, page)
}

/// `POST /events/{event}/upload/again`: what waits, read as was decided.
pub(super) async fn update_again(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<WaitingForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, form) = (organiser.actor(), form.0);
    let choices = form.choices();
    let preview = site.run(move |app| app.preview_again(&actor, &event, &form.upload, choices)).await?;
    Ok(difference(&preview, &organiser))
}

/// `POST /events/{event}/upload/confirm`. Where somebody was faster, the difference is shown anew.
pub(super) async fn confirm_update(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<WaitingForm>,
) -> Result<HttpResponse, WebError> {
    let choices = form.0.choices();
    let (actor, id, upload) = (organiser.actor(), event.clone(), form.0.upload);
    let (again, of, which) = (organiser.actor(), event.clone(), upload.clone());
    match site.run(move |app| app.confirm_update(&actor, &id, &upload, choices)).await {
        Ok(()) => Ok(see(&format!("/events/{event}/desk"))),
        Err(error) if matches!(error.fault(), Some(IntakeFault::Changed | IntakeFault::Faulty { .. })) => {
            let preview = site.run(move |app| app.preview_again(&again, &of, &which, choices)).await?;
            let page = views::intake::difference(&preview, Some(&error.to_string()), &organiser.0);
            Ok(html(StatusCode::CONFLICT, page))
        }
        Err(other) => Err(other),
    }
}
