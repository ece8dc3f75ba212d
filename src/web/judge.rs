//! What a judge's tablet asks for.

use actix_web::http::header::REFERRER_POLICY;
use actix_web::{HttpRequest, HttpResponse, web};

use super::answer::{admit, put, see};
use super::error::{Door, WebError};
use super::form;
use super::session::{forget, forget_seat, signed_out, token};
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

/// `POST /judge/sign-out`: ends the judge's session of this browser, here and on the server. What the tablet holds stays
/// there.
pub(super) async fn sign_out(site: web::Data<Site>, request: HttpRequest) -> Result<HttpResponse, WebError> {
    if let Some(token) = token(&request, Door::Judge) {
        site.run(move |app| app.sign_out(&token)).await?;
    }
    let mut response = HttpResponse::NoContent().finish();
    put(&mut response, forget(&site, Door::Judge))?;
    put(&mut response, forget_seat(&site))?;
    Ok(response)
}

/// `POST /api/sync`: whose journal it is, the session says and not the body.
pub(super) async fn sync(
    site: web::Data<Site>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, WebError> {
    let body: SyncRequest = form::json(&request, payload).await?;
    let token = token(&request, Door::Judge).ok_or(WebError::NotSignedIn(Door::Judge))?;
    let known = token.clone();
    let Some(answer) = site.run(move |app| app.sync_signed_in(&known, &body)).await? else {
        return Err(signed_out(&site, Door::Judge, token).await?);
    };
    Ok(HttpResponse::Ok().insert_header((HOME_HEADER, site.public_url.as_str())).json(answer))
}
