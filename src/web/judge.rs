//! What a judge's tablet asks for.

use actix_web::http::header::REFERRER_POLICY;
use actix_web::{HttpRequest, HttpResponse, web};
use maud::Markup;
use serde::Deserialize;

use super::error::WebError;
use super::form;
use super::session::{Judge, keep};
use super::site::Site;
use super::start::see;
use super::views;
use crate::app::AppError;
use crate::app::secret::Secret;
use crate::app::sync::{ComponentView, JudgeView, SyncAnswer, SyncRequest};

/// `GET /j/{token}`: the link becomes a cookie at once, and leaves the address bar.
pub(super) async fn enter(site: web::Data<Site>, token: web::Path<String>) -> Result<HttpResponse, WebError> {
    let token = Secret::new(token.into_inner());
    let new = site.run(move |app| app.sign_in_with_link(&token)).await?;
    let mut response = see("/judge");
    // a token is letters, digits, `-` and `_`: it always makes a header
    response.add_cookie(&keep(&site, &new)).map_err(|_| WebError::Interrupted)?;
    response.headers_mut().insert(REFERRER_POLICY, actix_web::http::header::HeaderValue::from_static("no-referrer"));
    Ok(response)
}

async fn view_of(site: &Site, judge: &Judge) -> Result<JudgeView, WebError> {
    let actor = judge.actor();
    site.run(move |app| app.judge_view(&actor)).await
}

fn missing(what: &'static str, id: &str) -> WebError {
    AppError::NotFound { what, id: id.to_owned() }.into()
}

fn component<'v>(view: &'v JudgeView, id: &str) -> Result<&'v ComponentView, WebError> {
    view.components.iter().find(|component| component.id == id).ok_or_else(|| missing("评分环节", id))
}

#[derive(Deserialize)]
pub(super) struct Part {
    #[serde(default)]
    component: String,
}

/// `GET /judge`: the route of the day.
pub(super) async fn route(site: web::Data<Site>, judge: Judge, part: web::Query<Part>) -> Result<Markup, WebError> {
    let view = view_of(&site, &judge).await?;
    let shown = view.components.iter().find(|c| c.id == part.component && c.kind != "ranking");
    Ok(match shown.or_else(|| view.components.iter().find(|c| c.kind != "ranking")) {
        Some(component) => views::judge::route(&view, component),
        None => views::mine::cards(&view),
    })
}

/// `GET /judge/card/{component}/{entry}`.
pub(super) async fn card(
    site: web::Data<Site>,
    judge: Judge,
    path: web::Path<(String, String)>,
) -> Result<Markup, WebError> {
    let view = view_of(&site, &judge).await?;
    let component = component(&view, &path.0)?;
    let entry = view.entries.iter().find(|e| e.id == path.1).ok_or_else(|| missing("参评项目", &path.1))?;
    let card = views::judge::card_of(&view, &component.id, &entry.id).ok_or_else(|| missing("评分卡", &path.1))?;
    Ok(views::card::page(&view, component, entry, card))
}

/// `GET /judge/ballot/{component}`.
pub(super) async fn ballot(site: web::Data<Site>, judge: Judge, id: web::Path<String>) -> Result<Markup, WebError> {
    let view = view_of(&site, &judge).await?;
    let component = component(&view, &id)?;
    let card = views::judge::card_of(&view, &component.id, "").ok_or_else(|| missing("名次票", &id))?;
    Ok(views::ballot::page(&view, component, card))
}

/// `GET /judge/cards`.
pub(super) async fn cards(site: web::Data<Site>, judge: Judge) -> Result<Markup, WebError> {
    Ok(views::mine::cards(&view_of(&site, &judge).await?))
}

/// `GET /judge/device`.
pub(super) async fn device(site: web::Data<Site>, judge: Judge) -> Result<Markup, WebError> {
    Ok(views::mine::device(&view_of(&site, &judge).await?))
}

/// `POST /api/sync`: whose journal it is, the session says and not the body.
pub(super) async fn sync(
    site: web::Data<Site>,
    judge: Judge,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<web::Json<SyncAnswer>, WebError> {
    let body: SyncRequest = form::json(&request, payload).await?;
    let actor = judge.actor();
    let answer = site.run(move |app| app.sync(&actor, &body)).await?;
    Ok(web::Json(answer))
}
