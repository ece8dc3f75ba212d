//! The start page, the demonstration's doors, signing in and out, and whether the program is well.

use actix_web::http::header::HeaderName;
use actix_web::{HttpRequest, HttpResponse, web};
use maud::Markup;
use serde::Deserialize;
use serde_json::json;

use super::answer::{admit, put, see};
use super::error::{Door, WebError};
use super::form::{Asked, Filled};
use super::session::{browser_mark, forget, keep, keep_mark, token};
use super::site::Site;
use super::views;
use crate::app::act::actor::Role;
use crate::app::act::secret::Secret;
use crate::app::demo;
use crate::app::people::pace::Trier;

/// `GET /`.
pub(super) async fn page(site: web::Data<Site>) -> Markup {
    views::start::page(site.demo.as_ref())
}

/// `GET /healthz`: whether the program is there; asks nothing of the database.
pub(super) async fn health() -> HttpResponse {
    // the set-up page, which is another origin, asks here whether the tablet trusts this one
    let anybody = (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    HttpResponse::Ok()
        .insert_header(anybody)
        .json(json!({ "service": "guanmo", "ok": true, "version": env!("CARGO_PKG_VERSION") }))
}

/// `GET /readyz`: whether cards can be written, and why not.
pub(super) async fn ready(site: web::Data<Site>) -> HttpResponse {
    match site.ill().await {
        None => HttpResponse::Ok().json(json!({ "service": "guanmo", "ok": true })),
        Some(ill) => HttpResponse::ServiceUnavailable()
            .json(json!({ "service": "guanmo", "ok": false, "error": ill.word, "message": ill.sentence })),
    }
}

/// `POST /demo/{role}`: in the demonstration, a visitor becomes somebody with one click.
pub(super) async fn step_in(site: web::Data<Site>, role: web::Path<String>) -> Result<HttpResponse, WebError> {
    let demo = site.demo.clone().ok_or(WebError::NoSuchPage)?;
    let role = Role::from_word(&role).ok_or(WebError::NoSuchPage)?;
    let to = match role {
        Role::Judge => "/judge".to_owned(),
        Role::Organiser => format!("/events/{}/desk", demo.under_way),
        Role::Official => format!("/events/{}/board", demo.published),
        Role::Teller | Role::Scrutineer | Role::Inspector | Role::Administrator => "/events".to_owned(),
    };
    let new = site.run(move |app| demo::step_in(app, role)).await?;
    let mut response = see(&to);
    admit(&site, &mut response, &new)?;
    Ok(response)
}

#[derive(Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    next: String,
}

/// `GET /sign-in`.
pub(super) async fn sign_in_page(Asked(query): Asked<Next>) -> Markup {
    views::start::sign_in(None, &query.next)
}

#[derive(Deserialize)]
pub(super) struct SignIn {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// `POST /sign-in`.
pub(super) async fn sign_in(
    site: web::Data<Site>,
    request: HttpRequest,
    form: Filled<SignIn>,
) -> Result<HttpResponse, WebError> {
    let SignIn { name, password, next } = form.0;
    let (name, password) = (name.trim().to_owned(), Secret::new(password));
    let (mark, stranger) = (browser_mark(&request, &name), Trier::Stranger(site.household(&request)));
    let (new, mark) = site
        .run_hashing(&request, move |app| {
            let trier = app.trier(&name, mark.as_ref(), stranger);
            let new = app.sign_in(&name, &password, &trier)?;
            // one that is known keeps its mark: what it has tried before is its own
            let mark = mark.filter(|_| matches!(trier, Trier::Known(_)));
            Ok((new, mark.unwrap_or_else(|| app.mark_browser(&name))))
        })
        .await?;
    let to = if new.session.must_change { "/account/password" } else { own_page(&next) };
    let mut response = see(to);
    put(&mut response, keep(&site, &new))?;
    put(&mut response, keep_mark(&site, &new, &mark))?;
    Ok(response)
}

/// A page of ours to go on to: never another site's.
fn own_page(next: &str) -> &str {
    let known = ["/events", "/audit", "/accounts"];
    let ours =
        known.iter().any(|page| next == *page || next.strip_prefix(page).is_some_and(|rest| rest.starts_with('/')));
    let plain =
        next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') && !next.contains("//") && !next.contains("..");
    if ours && plain { next } else { "/events" }
}

/// `POST /sign-out`: ends the staff session of this browser, here and on the server.
pub(super) async fn sign_out(site: web::Data<Site>, request: HttpRequest) -> Result<HttpResponse, WebError> {
    if let Some(token) = token(&request, Door::Staff) {
        site.run(move |app| app.sign_out(&token)).await?;
    }
    let mut response = see("/");
    put(&mut response, forget(&site, Door::Staff))?;
    Ok(response)
}
