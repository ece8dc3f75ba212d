//! What a judge's tablet asks for.

use actix_web::http::header::REFERRER_POLICY;
use actix_web::{HttpRequest, HttpResponse, web};

use super::assets::{self, VERSION_HEADER};
use super::error::WebError;
use super::form;
use super::session::{Judge, keep, seat};
use super::site::Site;
use super::start::see;
use super::views;
use crate::app::secret::Secret;
use crate::app::session::NewSession;
use crate::app::sync::{SyncAnswer, SyncRequest};

/// `GET /j/{token}`: the link becomes a cookie at once, and leaves the address bar.
pub(super) async fn enter(site: web::Data<Site>, token: web::Path<String>) -> Result<HttpResponse, WebError> {
    let token = Secret::new(token.into_inner());
    let new = site.run(move |app| app.sign_in_with_link(&token)).await?;
    let mut response = see("/judge");
    admit(&site, &mut response, &new)?;
    response.headers_mut().insert(REFERRER_POLICY, actix_web::http::header::HeaderValue::from_static("no-referrer"));
    Ok(response)
}

/// Signs a judge in on this browser: the session's cookie, and beside it whose page it is.
pub(super) fn admit(site: &Site, response: &mut HttpResponse, new: &NewSession) -> Result<(), WebError> {
    for cookie in [Some(keep(site, new)), seat(site, &new.session.actor)].into_iter().flatten() {
        // a token is letters, digits, `-` and `_`, a seat is percent-encoded: they always make headers
        response.add_cookie(&cookie).map_err(|_| WebError::Interrupted)?;
    }
    Ok(())
}

/// `GET /judge` and what is below it: the judge's page, which is the same for all judges and all of their screens.
/// Who is signed in, and what they may see, the page asks by `POST /api/sync`.
pub(super) async fn page(site: web::Data<Site>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((VERSION_HEADER, assets::version()))
        .body(views::judge::page(&site.public_url).into_string())
}

/// `POST /api/sync`: whose journal it is, the session says and not the body.
pub(super) async fn sync(
    site: web::Data<Site>,
    judge: Judge,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<web::Json<SyncAnswer>, WebError> {
    let body: SyncRequest = form::json(&request, payload, form::SYNC).await?;
    let actor = judge.actor();
    let answer = site.run(move |app| app.sync(&actor, &body)).await?;
    Ok(web::Json(answer))
}
