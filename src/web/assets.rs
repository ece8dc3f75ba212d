//! Stylesheets, scripts and pictures, embedded in the program. Their address carries a hash over all of
//! them, so that a browser may keep them for ever and a new version is never mixed with an old one.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, OnceLock};

use actix_web::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_TYPE, ContentEncoding, EntityTag, IfNoneMatch};
use actix_web::web::Bytes;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, HttpResponseBuilder, web};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::bundle;
use super::error::WebError;
use super::lighten::lighten;

#[derive(RustEmbed)]
#[folder = "src/web/assets"]
struct Embedded;

/// A script that is served at an address of its own, as text.
pub(super) fn script(name: &str) -> Option<String> {
    sent(name).map(|file| String::from_utf8_lossy(&file.plain).into_owned())
}

/// The icons, drawn once into each page.
pub(super) const ICONS: &str = include_str!("assets/icons.svg");

/// Says of which version a file or the judge's page is; the worker keeps no other.
pub(super) const VERSION_HEADER: &str = "guanmo-version";

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for name in names() {
        hash.update(name.as_bytes());
        hash.update(Sha256::digest(source(&name).unwrap_or_default()));
    }
    hex::encode(&hash.finalize()[..6])
});

/// A folder that is read instead of what is embedded.
static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// From now on reads the files from a folder, for those who work on them. Of no effect once a file was asked for.
pub(super) fn read_from(folder: &Path) {
    FOLDER.get_or_init(|| folder.to_path_buf());
}

fn names() -> Vec<String> {
    let mut names: Vec<String> = match FOLDER.get() {
        Some(folder) => {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
        }
        None => Embedded::iter().map(|name| name.into_owned()).collect(),
    };
    names.extend([bundle::SCRIPT, bundle::STYLE].map(str::to_owned));
    names.sort_unstable();
    names
}

/// The files that are made of others, made once.
static MADE: LazyLock<HashMap<&str, String>> = LazyLock::new(|| {
    let text = |part: &str| file_of(part).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    [bundle::SCRIPT, bundle::STYLE].into_iter().filter_map(|name| Some((name, bundle::made(name, text)?))).collect()
});

fn source(name: &str) -> Option<Vec<u8>> {
    MADE.get(name).map(|made| made.clone().into_bytes()).or_else(|| file_of(name))
}

fn file_of(name: &str) -> Option<Vec<u8>> {
    match FOLDER.get() {
        Some(folder) => std::fs::read(folder.join(name)).ok(),
        None => Embedded::get(name).map(|file| file.data.into_owned()),
    }
}

/// The version of all files together.
pub(super) fn version() -> &'static str {
    &VERSION
}

/// The address of a file.
pub(super) fn url(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

pub(super) fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

/// Bytes as they are sent: as they are, and compressed once, as far as can be, for browsers on bad networks.
pub(super) struct Sent {
    pub plain: Bytes,
    small: Bytes,
}

/// Brotli's own names for the most that it can do.
const QUALITY: u32 = 11;
const WINDOW: u32 = 22;

fn quality(most: u32) -> u32 {
    // not optimised, the most costs each server of a run of the tests a second; the released program has no such setting
    #[cfg(debug_assertions)]
    if std::env::var_os("GUANMO_CHEAP_COMPRESSION").is_some() {
        return 1;
    }
    most
}

/// Bytes, compressed with brotli.
pub(super) fn brotli(plain: &[u8], most: u32) -> Bytes {
    let mut small = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut small, 4096, quality(most), WINDOW);
        // memory takes all that is written
        let _written = writer.write_all(plain);
    }
    small.into()
}

impl Sent {
    pub fn new(plain: impl Into<Bytes>) -> Self {
        let plain = plain.into();
        Self { small: brotli(&plain, QUALITY), plain }
    }

    /// The answer that holds them, in the form that the browser takes.
    pub fn answer(&self, request: &HttpRequest, mut response: HttpResponseBuilder) -> HttpResponse {
        if coding(request) == ContentEncoding::Brotli {
            return response.insert_header(ContentEncoding::Brotli).body(self.small.clone());
        }
        response.body(self.plain.clone())
    }
}

static SENT: LazyLock<HashMap<String, OnceLock<Sent>>> =
    LazyLock::new(|| names().into_iter().map(|name| (name, OnceLock::new())).collect());

fn sent(name: &str) -> Option<&'static Sent> {
    let slot = SENT.get(name)?;
    let file = source(name)?;
    Some(slot.get_or_init(|| {
        let text = || String::from_utf8_lossy(&file).into_owned();
        match Path::new(name).extension().and_then(|ext| ext.to_str()) {
            Some("js") => Sent::new(lighten(&text())),
            Some("css") => Sent::new(without_comments(&text())),
            _ => Sent::new(file),
        }
    }))
}

/// A stylesheet without what only its readers need. No text of ours runs over several lines, so a line is code or it is not.
fn without_comments(source: &str) -> String {
    let is_comment = |line: &&str| line.starts_with("/*") && line.ends_with("*/");
    let lines = source.lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line));
    lines.fold(String::with_capacity(source.len()), |text, line| text + line + "\n")
}

/// `GET /assets/{version}/{name}`: of this version only, or a browser would keep the wrong one for ever.
pub(super) async fn file(request: HttpRequest, path: web::Path<(String, String)>) -> Result<HttpResponse, WebError> {
    let (version, name) = path.into_inner();
    let file = sent(&name).filter(|_| version == *VERSION).ok_or(WebError::NoSuchPage)?;
    let mut response = HttpResponse::Ok();
    response
        .insert_header((CONTENT_TYPE, media_type(&name)))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((VERSION_HEADER, version));
    Ok(file.answer(&request, response))
}

/// The best that a browser takes of what is compressed beforehand.
pub(super) fn coding(request: &HttpRequest) -> ContentEncoding {
    let accepted = request.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes =
        |name: &str| accepted.split(',').any(|coding| coding.split(';').next().unwrap_or_default().trim() == name);
    if takes("br") {
        ContentEncoding::Brotli
    } else if takes("gzip") {
        ContentEncoding::Gzip
    } else {
        ContentEncoding::Identity
    }
}

/// Whether a browser has what bears a tag.
pub(super) fn is_known(request: &HttpRequest, tag: &EntityTag) -> bool {
    request.get_header::<IfNoneMatch>().is_some_and(|asked| match asked {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(tags) => tags.iter().any(|one| one.weak_eq(tag)),
    })
}
