//! Answers that several handlers give: the way to another page, a page with a status of its own, somebody who is signed in.

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use maud::Markup;

use super::error::WebError;
use super::session::{keep, seat};
use super::site::Site;
use crate::app::people::session::NewSession;

/// Goes to another page with a GET.
pub(super) fn see(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, path)).finish()
}

/// A page with a status.
pub(super) fn html(status: StatusCode, page: Markup) -> HttpResponse {
    HttpResponse::build(status).content_type("text/html; charset=utf-8").body(page.into_string())
}

/// Gives the browser a cookie.
pub(super) fn put(response: &mut HttpResponse, cookie: Cookie<'_>) -> Result<(), WebError> {
    // a token is letters, digits, `-` and `_`, a seat is percent-encoded: they always make headers
    response.add_cookie(&cookie).map_err(|_| WebError::Interrupted)
}

/// Signs a judge in on this browser: the session's cookie, and beside it whose page it is.
pub(super) fn admit(site: &Site, response: &mut HttpResponse, new: &NewSession) -> Result<(), WebError> {
    put(response, keep(site, new))?;
    seat(site, &new.session.actor).map_or(Ok(()), |cookie| put(response, cookie))
}
