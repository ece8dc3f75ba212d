//! What anybody checks of a published result, without an account: the bundle, the signed head, the page that verifies both in
//! the browser. And the slip with which a judge finds their own cards there.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::Markup;
use sha2::{Digest, Sha256};

use super::attachment;
use super::error::{Door, WebError};
use super::finished::{Key, Page};
use super::out::file;
use super::session::{signed_out, token};
use super::site::Site;
use super::views;
use crate::folder::bundle::reader::page as reader;

/// `GET /public/{event}/bundle.zip`: the bundle as everybody gets it.
pub(super) async fn bundle(
    site: web::Data<Site>,
    event: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    let id = event.clone();
    let stamp = site.run(move |app| app.notice_stamp(&id)).await?;
    let key = Key::of(&["public-bundle", &event, &stamp]);
    if let Some(page) = site.finished.find(&key) {
        return Ok(page.answer(&request));
    }
    let bundle = site.run(move |app| app.public_bundle(&event)).await?;
    let named = attachment::header(&bundle.event, "成果包（公开）", "bundle.zip");
    Ok(site.finished.keep(key, Page::file(bundle.bytes, "application/zip".to_owned(), named)).answer(&request))
}

/// `GET /public/{event}/checkpoint.txt`: the head that was signed with the publication.
pub(super) async fn checkpoint(site: web::Data<Site>, event: web::Path<String>) -> Result<HttpResponse, WebError> {
    let note = site.run(move |app| app.public_head(&event)).await?;
    let disposition = "attachment; filename=\"checkpoint.txt\"".to_owned();
    Ok(file("text/plain; charset=utf-8", disposition, note.into_bytes()))
}

/// `GET /public/{event}/check`: the page that verifies it. It is one document with its script in it, as it lies in the bundle,
/// and so has a policy of its own, by the hash of what it runs.
pub(super) async fn check(site: web::Data<Site>, event: web::Path<String>) -> Result<HttpResponse, WebError> {
    let id = event.clone();
    let mut known = site.run(move |app| app.reader_of(&id)).await?;
    known.bundle = Some(format!("/public/{event}/bundle.zip"));
    let page = reader(&known);
    let policy = policy_of(&page);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(page))
}

/// The policy of the page: its own script and style, by their hashes, and nothing else.
fn policy_of(page: &str) -> String {
    let hash = |begin: &str, end: &str| {
        let text = page.split(begin).nth(1).and_then(|rest| rest.split(end).next()).unwrap_or_default();
        format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
    };
    format!(
        "default-src 'none'; script-src {}; style-src {}; connect-src 'self'; worker-src blob:; img-src data:; base-uri 'none'; \
        form-action 'none'; frame-ancestors 'none'",
        hash("<script>", "</script>"),
        hash("<style>", "</style>"),
    )
}

/// `GET /judge/slip`: the slip of the judge who is signed in, to be printed.
pub(super) async fn slip(site: web::Data<Site>, request: HttpRequest) -> Result<Markup, WebError> {
    let token = token(&request, Door::Judge).ok_or(WebError::NotSignedIn(Door::Judge))?;
    let known = token.clone();
    let Some(slip) = site.run(move |app| app.slip_of(&known)).await? else {
        return Err(signed_out(&site, Door::Judge, token).await?);
    };
    Ok(views::slip::page(&slip, &site.public_url))
}
