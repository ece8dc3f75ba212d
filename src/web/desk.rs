//! The organiser's desk on the day.

use actix_web::{HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::address::percent;
use super::answer::see;
use super::error::WebError;
use super::form::{Asked, Filled};
use super::live::Sight;
use super::session::Organiser;
use super::site::Site;
use super::views;
use super::views::glance::Desk;
use crate::app::cards::clocks::judge_clocks;
use crate::app::desk::ask::AskRequest;
use crate::app::desk::overview::ExcludeRequest;
use crate::scoring::event::ExclusionKind;

#[derive(Deserialize)]
pub(super) struct Part {
    #[serde(default)]
    component: String,
}

/// `GET /events/{event}/desk`.
pub(super) async fn page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    Asked(part): Asked<Part>,
) -> Result<Markup, WebError> {
    let (actor, now) = (organiser.actor(), site.clock().now());
    let view = site.run(move |app| app.desk(&actor, &event)).await?;
    let ill = site.ill().await.map(|ill| ill.sentence);
    let sight = Sight::new(view, now, ill);
    let component = sight.component(&part.component);
    let desk = Desk::new(&sight.view, component, now, ill);
    Ok(views::desk::page(&desk, &organiser.0, &sight.drawing(component).version, &site.running_out()))
}

/// What a page or a form is about: ids, empty for all.
#[derive(Deserialize)]
pub(super) struct AboutCard {
    #[serde(default)]
    judge: String,
    #[serde(default)]
    component: String,
    #[serde(default)]
    entry: String,
    /// The component of the desk to go back to.
    #[serde(default)]
    back: String,
}

/// `GET /events/{event}/cell`: one card, a judge's or an entry's.
pub(super) async fn cell(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    Asked(about): Asked<AboutCard>,
) -> Result<Markup, WebError> {
    let (actor, now) = (organiser.actor(), site.clock().now());
    let view = site.run(move |app| app.desk(&actor, &event)).await?;
    let AboutCard { judge, component, entry, .. } = about;
    let about = views::cell::About { judge, component, entry };
    Ok(views::cell::page(&view, &about, &organiser.0, now))
}

/// `POST /events/{event}/ask`: asks for one card, or for all that are missing of a judge or for an entry.
pub(super) async fn ask(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<AboutCard>,
) -> Result<HttpResponse, WebError> {
    let AboutCard { judge, component, entry, back } = form.0;
    let some = |id: String| (!id.is_empty()).then_some(id);
    let request = AskRequest { judge: some(judge), component: some(component), entry: some(entry) };
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.ask(&actor, &id, &request)).await?;
    Ok(see(&format!("/events/{event}/desk?component={}", percent(&back))))
}

#[derive(Deserialize)]
pub(super) struct StopForm {
    entry: String,
}

/// `POST /events/{event}/arrive`.
pub(super) async fn arrive(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    stop: Filled<StopForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.arrive(&actor, &id, &stop.0.entry)).await?;
    Ok(see(&format!("/events/{event}/desk")))
}

/// `POST /events/{event}/leave`.
pub(super) async fn leave(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    stop: Filled<StopForm>,
) -> Result<HttpResponse, WebError> {
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.leave(&actor, &id, &stop.0.entry)).await?;
    Ok(see(&format!("/events/{event}/desk")))
}

/// `GET /events/{event}/devices`.
pub(super) async fn devices(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let (actor, now) = (organiser.actor(), site.clock().now());
    let (summary, devices) =
        site.run(move |app| Ok((app.event(&actor, &event)?, app.devices(&actor, &event)?))).await?;
    let clocks = judge_clocks(&devices, now);
    Ok(views::links::devices(&summary, &organiser.0, &devices, &clocks, now))
}

/// `GET /events/{event}/quarantine`.
pub(super) async fn quarantine(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let (matrix, rows) =
        site.run(move |app| Ok((app.matrix(&actor, &event)?, app.quarantine(&actor, &event)?))).await?;
    Ok(views::links::quarantine(&matrix, &organiser.0, &rows))
}

#[derive(Deserialize)]
pub(super) struct RulingForm {
    op: String,
    ruling: String,
    reason: String,
}

/// `POST /events/{event}/quarantine`: admits or refuses one card.
pub(super) async fn rule(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<RulingForm>,
) -> Result<HttpResponse, WebError> {
    let form = form.0;
    let admit = match form.ruling.as_str() {
        "admit" => true,
        "refuse" => false,
        _ => return Err(WebError::Choice { field: "ruling", found: form.ruling, allowed: "admit、refuse" }),
    };
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.rule(&actor, &id, &form.op, admit, &form.reason)).await?;
    Ok(see(&format!("/events/{event}/quarantine")))
}

/// `GET /events/{event}/exclude`.
pub(super) async fn exclude_page(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    Asked(about): Asked<AboutCard>,
) -> Result<Markup, WebError> {
    let actor = organiser.actor();
    let matrix = site.run(move |app| app.matrix(&actor, &event)).await?;
    let AboutCard { judge, component, entry, .. } = about;
    let chosen = views::links::Chosen { judge, component, entry };
    Ok(views::links::exclude(&matrix, &organiser.0, &chosen))
}

#[derive(Deserialize)]
pub(super) struct ExcludeForm {
    judge: String,
    component: String,
    entry: String,
    kind: String,
    reason: String,
}

/// `POST /events/{event}/exclude`.
pub(super) async fn exclude(
    site: web::Data<Site>,
    organiser: Organiser,
    event: web::Path<String>,
    form: Filled<ExcludeForm>,
) -> Result<HttpResponse, WebError> {
    let form = form.0;
    let kind = match form.kind.as_str() {
        "recused" => ExclusionKind::Recused,
        "absent" => ExclusionKind::Absent,
        "void" => ExclusionKind::Void,
        _ => return Err(WebError::Choice { field: "kind", found: form.kind, allowed: "recused、absent、void" }),
    };
    let some = |id: String| (!id.is_empty()).then_some(id);
    let (component, entry) = (some(form.component), some(form.entry));
    let request = ExcludeRequest { judge: form.judge, component, entry, kind, reason: form.reason };
    let (actor, id) = (organiser.actor(), event.clone());
    site.run(move |app| app.exclude(&actor, &id, &request)).await?;
    Ok(see(&format!("/events/{event}/desk")))
}
