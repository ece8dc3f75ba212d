//! What the judge's page is made of, and what lets a tablet open it without a network: the page, the worker that
//! keeps it by version, the manifest.

use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETag, EntityTag};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::assets::{self, Sent, VERSION_HEADER, is_known, url};
use super::bundle;
use super::error::WebError;
use super::views::judge;

/// The files that the judge's page names.
const FILES: [&str; 5] = [bundle::STYLE, bundle::SCRIPT, "theme.js", "floor.js", "icon.svg"];

/// The page as it is sent: the same for everybody, so it is made and compressed once.
static PAGE: LazyLock<Sent> = LazyLock::new(|| Sent::new(judge::page(bundle::STYLE, bundle::SCRIPT).into_string()));

/// The version of the page with its files: a tablet keeps all of one, and nothing of another.
static VERSION: LazyLock<String> = LazyLock::new(|| hex::encode(&Sha256::digest(&PAGE.plain)[..6]));

/// `GET /judge` and what is below it: the judge's page, which is the same for all judges and all of their screens.
/// Who is signed in, and what they may see, the page asks by `POST /api/sync`.
pub(super) async fn page(request: HttpRequest) -> HttpResponse {
    let tag = EntityTag::new_strong(VERSION.clone());
    let known = is_known(&request, &tag);
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .content_type("text/html; charset=utf-8")
        // kept and asked about each time: a worker that installs itself need not fetch it twice
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header(ETag(tag))
        .insert_header((VERSION_HEADER, VERSION.as_str()));
    if known { response.finish() } else { PAGE.answer(&request, response) }
}

/// The worker with its version and the files that it keeps.
static WORKER: LazyLock<Option<Sent>> = LazyLock::new(|| {
    let head = format!("const VERSION={},FILES={};", json!(*VERSION), json!(FILES.map(url)));
    assets::script("worker.js").map(|script| Sent::new(head + &script))
});

/// `GET /worker.js`. A browser asks for it again each time.
pub(super) async fn worker(request: HttpRequest) -> Result<HttpResponse, WebError> {
    let worker = WORKER.as_ref().ok_or(WebError::NoSuchPage)?;
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, assets::media_type("worker.js")));
    Ok(worker.answer(&request, response))
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
