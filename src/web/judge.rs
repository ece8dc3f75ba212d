//! What a judge's pages and tablet ask for.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::error::WebError;
use super::form::{SYNC, json};
use super::session::Judge;
use super::site::Site;
use super::start::{enter as sign_in, show};
use super::views;
use crate::app::secret::Secret;
use crate::app::sync::{JudgeView, SyncRequest};

async fn view(site: &Site, judge: &Judge) -> Result<JudgeView, WebError> {
    let actor = judge.actor();
    site.run(move |app| app.judge_view(&actor)).await
}

/// `GET /j/{token}`: the link becomes a session at once, so that its token leaves the address bar.
pub(super) async fn enter(site: web::Data<Site>, token: web::Path<String>) -> Result<HttpResponse, WebError> {
    let token = Secret::new(token.into_inner());
    let new = site.run(move |app| app.sign_in_with_link(&token)).await?;
    Ok(sign_in(&site, &new, "/judge"))
}

/// Which component a list is for.
#[derive(Deserialize)]
pub(super) struct Part {
    #[serde(default)]
    component: String,
}

/// `GET /judge`: the route with the state of each card.
pub(super) async fn route(
    site: web::Data<Site>,
    judge: Judge,
    part: web::Query<Part>,
) -> Result<HttpResponse, WebError> {
    Ok(show(views::judge::route::page(&view(&site, &judge).await?, &part.component)))
}

/// `GET /judge/cards`: all of one's own cards.
pub(super) async fn cards(site: web::Data<Site>, judge: Judge) -> Result<HttpResponse, WebError> {
    Ok(show(views::judge::cards::page(&view(&site, &judge).await?)))
}

/// `GET /judge/device`: what is on this tablet, and whether it has arrived.
pub(super) async fn device(site: web::Data<Site>, judge: Judge) -> Result<HttpResponse, WebError> {
    Ok(show(views::judge::device::page(&view(&site, &judge).await?)))
}

/// `GET /judge/card/{component}/{entry}`: a card of marks or a grade.
pub(super) async fn card(
    site: web::Data<Site>,
    judge: Judge,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, WebError> {
    let (component, entry) = path.into_inner();
    let view = view(&site, &judge).await?;
    views::judge::card::page(&view, &component, &entry).map(show).ok_or(WebError::NoSuchPage)
}

/// `GET /judge/ballot/{component}`: a ranking ballot.
pub(super) async fn ballot(
    site: web::Data<Site>,
    judge: Judge,
    component: web::Path<String>,
) -> Result<HttpResponse, WebError> {
    let view = view(&site, &judge).await?;
    views::judge::ballot::page(&view, &component).map(show).ok_or(WebError::NoSuchPage)
}

/// `POST /api/sync`: the one way in which marks travel.
pub(super) async fn sync(
    request: HttpRequest,
    site: web::Data<Site>,
    judge: Judge,
    payload: web::Payload,
) -> Result<HttpResponse, WebError> {
    let sent: SyncRequest = json(&request, payload, SYNC).await?;
    let actor = judge.actor();
    let answer = site.run(move |app| app.sync(&actor, &sent)).await?;
    Ok(HttpResponse::Ok().json(answer))
}
