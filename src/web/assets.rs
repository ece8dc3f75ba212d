//! Stylesheets, scripts and pictures, embedded in the program. Their address carries a hash over all of
//! them, so that a browser may keep them for ever and a new version is never mixed with an old one.

use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use rust_embed::RustEmbed;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::error::WebError;

#[derive(RustEmbed)]
#[folder = "src/web/assets"]
struct Embedded;

/// The icons, drawn once into each page.
pub(super) const ICONS: &str = include_str!("assets/icons.svg");

/// The stylesheets of the judge's page.
pub(super) const JUDGE_STYLES: [&str; 5] = ["tokens.css", "judge.css", "card.css", "ballot.css", "own.css"];

/// The modules of the judge's page: all are loaded with it, so that nothing is missing when the network is gone.
pub(super) const JUDGE_SCRIPTS: [&str; 23] = [
    "app.js",
    "ballot.js",
    "card.js",
    "decimal.js",
    "device.js",
    "editor.js",
    "event.js",
    "field.js",
    "frame.js",
    "grade.js",
    "journal.js",
    "keypad.js",
    "lease.js",
    "marks.js",
    "notice.js",
    "own.js",
    "ready.js",
    "route.js",
    "state.js",
    "store.js",
    "sync.js",
    "template.js",
    "update.js",
];

/// What else the judge's page names.
const JUDGE_REST: [&str; 3] = ["theme.js", "floor.js", "icon.svg"];

/// Says of which version a file or the judge's page is; the worker keeps no other.
pub(super) const VERSION_HEADER: &str = "guanmo-version";

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

/// The version of all files together.
pub(super) fn version() -> &'static str {
    &VERSION
}

/// The address of a file.
pub(super) fn url(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
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
        .insert_header((VERSION_HEADER, version))
        .body(file.data.into_owned()))
}

/// `GET /worker.js`: the worker with its version and the files that it keeps. A browser asks for it again each time.
pub(super) async fn worker() -> Result<HttpResponse, WebError> {
    let script = Embedded::get("worker.js").ok_or(WebError::NoSuchPage)?;
    let names = JUDGE_STYLES.iter().chain(&JUDGE_SCRIPTS).chain(&JUDGE_REST);
    let files: Vec<String> = names.map(|name| url(name)).collect();
    let head = format!("const VERSION = {};\nconst FILES = {};\n", json!(version()), json!(files));
    let body = [head.as_bytes(), &script.data].concat();
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, media_type("worker.js"))).body(body))
}

/// `GET /manifest.webmanifest`: what makes the judge's page one that can be put on a tablet's home screen.
pub(super) async fn manifest() -> HttpResponse {
    let icon = |side: u32| {
        let (name, sizes) = (format!("icon-{side}.png"), format!("{side}x{side}"));
        json!({ "src": url(&name), "sizes": sizes, "type": "image/png", "purpose": "any maskable" })
    };
    let manifest = json!({
        "id": "/judge", "name": "观摩评比 · 评委", "short_name": "观摩评比", "lang": "zh-CN", "dir": "ltr",
        "start_url": "/judge", "scope": "/judge", "display": "standalone", "orientation": "any",
        "background_color": "#f4f5f6", "theme_color": "#1a1e23", "icons": [icon(192), icon(512)],
    });
    HttpResponse::Ok().insert_header((CONTENT_TYPE, "application/manifest+json")).body(manifest.to_string())
}
