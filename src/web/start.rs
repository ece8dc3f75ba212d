//! The start page, signing in and out, stepping into the demonstration, and whether the program works.

use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::{LOCATION, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse, web};
use maud::Markup;
use serde::Deserialize;
use serde_json::json;

use super::error::{Door, WebError};
use super::session;
use super::site::Site;
use super::views;
use crate::app::actor::Role;
use crate::app::secret::Secret;
use crate::app::session::NewSession;
use crate::app::{AppError, demo};

/// A page.
pub(super) fn show(markup: Markup) -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(markup.into_string())
}

/// Leads on, after something was done.
pub(super) fn see_other(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, address)).finish()
}

fn with_cookie(address: &str, cookie: &Cookie<'_>) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, address))
        .insert_header((SET_COOKIE, cookie.encoded().to_string()))
        .finish()
}

/// Signs somebody in and leads them to where their work is.
pub(super) fn enter(site: &Site, new: &NewSession, address: &str) -> HttpResponse {
    with_cookie(address, &session::keep(site, new))
}

/// `GET /`.
pub(super) async fn page(site: web::Data<Site>) -> Result<HttpResponse, WebError> {
    Ok(show(views::start::page(site.demo.as_ref())))
}

/// `GET /healthz`: 200 while the database answers.
pub(super) async fn health(site: web::Data<Site>) -> Result<HttpResponse, WebError> {
    site.run(crate::app::App::health).await?;
    Ok(HttpResponse::Ok().json(json!({ "status": "ok" })))
}

/// `POST /demo/{role}`: one click, in a demonstration only.
pub(super) async fn step_in(site: web::Data<Site>, role: web::Path<String>) -> Result<HttpResponse, WebError> {
    let events = site.demo.clone().ok_or(WebError::NoSuchPage)?;
    let role = Role::from_word(&role).ok_or(WebError::NoSuchPage)?;
    let new = site.run(move |app| demo::step_in(app, role)).await?;
    let address = match role {
        Role::Judge => "/judge".to_owned(),
        Role::Organiser => format!("/events/{}/desk", events.under_way),
        Role::Official => format!("/events/{}/board", events.published),
        Role::Administrator => "/accounts".to_owned(),
    };
    Ok(enter(&site, &new, &address))
}

/// `GET /sign-in`.
pub(super) async fn sign_in_page() -> HttpResponse {
    show(views::start::sign_in(None, ""))
}

/// What the sign-in page sends.
#[derive(Deserialize)]
pub(super) struct Credentials {
    name: String,
    password: String,
}

/// `POST /sign-in`.
pub(super) async fn sign_in(site: web::Data<Site>, form: web::Form<Credentials>) -> Result<HttpResponse, WebError> {
    let Credentials { name, password } = form.into_inner();
    let (name, password) = (name.trim().to_owned(), Secret::new(password));
    let typed = name.clone();
    match site.run(move |app| app.sign_in(&name, &password)).await {
        Ok(new) => {
            let address = match new.session.actor.role {
                Some(Role::Administrator) => "/accounts",
                Some(_) | None => "/events",
            };
            Ok(enter(&site, &new, address))
        }
        // the page again, with what is wrong and the name as it was typed
        Err(WebError::App(error @ (AppError::WrongPassword | AppError::LockedOut { .. }))) => {
            let status = match error {
                AppError::LockedOut { .. } => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::UNAUTHORIZED,
            };
            let page = views::start::sign_in(Some(&error.to_string()), &typed);
            Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(page.into_string()))
        }
        Err(error) => Err(error),
    }
}

/// What a sign-out says: from which door.
#[derive(Deserialize)]
pub(super) struct Leaving {
    #[serde(default)]
    door: String,
}

/// `POST /sign-out`.
pub(super) async fn sign_out(
    request: HttpRequest,
    site: web::Data<Site>,
    form: web::Form<Leaving>,
) -> Result<HttpResponse, WebError> {
    let door = if form.door == "judge" { Door::Judge } else { Door::Staff };
    if let Some(token) = session::token(&request, door) {
        site.run(move |app| app.sign_out(&token)).await?;
    }
    Ok(with_cookie("/", &session::forget(&site, door)))
}
