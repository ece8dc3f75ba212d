//! Stylesheets, scripts and pictures, embedded in the program. Their address carries a hash over all of
//! them, so that a browser may keep them for ever and a new version is never mixed with an old one.

use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::error::WebError;

#[derive(RustEmbed)]
#[folder = "src/web/assets"]
struct Embedded;

/// The icons, drawn once into each page.
pub(super) const ICONS: &str = include_str!("assets/icons.svg");

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Embedded::iter().collect();
    names.sort_unstable();
    let mut hash = Sha256::new();
    for name in names {
        hash.update(name.as_bytes());
        if let Some(file) = Embedded::get(&name) {
            hash.update(file.metadata.sha256_hash());
        }
    }
    hex::encode(&hash.finalize()[..6])
});

/// The address of a file.
pub(super) fn url(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// `GET /assets/{version}/{name}`: of this version only, or a browser would keep the wrong one for ever.
pub(super) async fn file(path: web::Path<(String, String)>) -> Result<HttpResponse, WebError> {
    let (version, name) = path.into_inner();
    let file = Embedded::get(&name).filter(|_| version == *VERSION).ok_or(WebError::NoSuchPage)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type(&name)))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(file.data.into_owned()))
}
