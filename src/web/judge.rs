//! What a judge's tablet asks for.

use actix_web::http::header::REFERRER_POLICY;
use actix_web::{HttpRequest, HttpResponse, web};

use super::answer::{admit, see};
use super::error::{Door, WebError};
use super::form;
use super::session::token;
use super::site::Site;
use crate::app::act::secret::Secret;
use crate::app::event::wire::SyncRequest;

/// Names the one address of the event: a journal belongs to the address under which it was written.
const HOME_HEADER: &str = "guanmo-home";

/// `GET /j/{token}`: the link becomes a cookie at once, and leaves the address bar.
pub(super) async fn enter(site: web::Data<Site>, token: web::Path<String>) -> Result<HttpResponse, WebError> {
    let token = Secret::new(token.into_inner());
    let new = site.run(move |app| app.sign_in_with_link(&token)).await?;
    let mut response = see("/judge");
    admit(&site, &mut response, &new)?;
    response.headers_mut().insert(REFERRER_POLICY, actix_web::http::header::HeaderValue::from_static("no-referrer"));
    Ok(response)
}

/// `POST /api/sync`: whose journal it is, the session says and not the body.
pub(super) async fn sync(
    site: web::Data<Site>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, WebError> {
    let body: SyncRequest = form::json(&request, payload).await?;
    let signed_out = || WebError::NotSignedIn(Door::Judge);
    let token = token(&request, Door::Judge).ok_or_else(signed_out)?;
    let answer = site.run(move |app| app.sync_signed_in(&token, &body)).await?.ok_or_else(signed_out)?;
    Ok(HttpResponse::Ok().insert_header((HOME_HEADER, site.public_url.as_str())).json(answer))
}
