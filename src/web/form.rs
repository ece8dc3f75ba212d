//! What comes in: forms, queries and JSON bodies, each with its clear refusal. How large a body may be is `gate`'s to
//! see to; here it is in memory already.

use std::collections::HashMap;
use std::future::{Future, Ready, ready};
use std::io::Read;
use std::pin::Pin;
use std::rc::Rc;

use actix_web::error::QueryPayloadError;
use actix_web::http::Method;
use actix_web::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue};
use actix_web::web::{BytesMut, Payload, Query, QueryConfig};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev};
use flate2::read::GzDecoder;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;

use super::error::WebError;
use crate::app::act::second::Decision;

/// Most bytes of a form.
pub(super) const FORM: usize = 64 * 1024;
/// Most bytes of a form with rules in it: each byte of Chinese is sent as three.
pub(super) const RULES: usize = 512 * 1024;
/// Most bytes of the form of the rules: the text, those that it may be taken back to, and whatever is filled in.
pub(super) const RULES_FORM: usize = 2 * 1024 * 1024;
/// Most bytes of a grid: of hundreds of entries each cell with its name, and what it was drawn from.
pub(super) const GRID: usize = 1024 * 1024;
/// Most bytes of what a tablet sends at once.
pub(super) const SYNC: usize = 2 * 1024 * 1024;

/// What a form sent, as it was sent: left with the request, for the page that is drawn again where it is refused.
// passwords may be among it: nothing prints it
#[derive(Clone, Default)]
pub(super) struct Sent(Vec<(String, String)>);

impl Sent {
    /// Reads the body of a form; what is none has nothing in it.
    pub fn read(body: &str) -> Self {
        Query::<Vec<(String, String)>>::from_query(body).map(|pairs| Self(pairs.into_inner())).unwrap_or_default()
    }

    /// What was sent beside files.
    pub fn of(fields: &HashMap<String, String>) -> Self {
        Self(fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect())
    }

    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// What a field was first sent with.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.nth(name, 0)
    }

    /// What a field was sent with that came so many times.
    pub fn nth(&self, name: &str, turn: usize) -> Option<&str> {
        self.pairs().filter(|(known, _)| *known == name).nth(turn).map(|(_, value)| value)
    }

    pub fn has(&self, name: &str, value: &str) -> bool {
        self.pairs().any(|pair| pair == (name, value))
    }
}

/// Whether whoever asks reads what went wrong as JSON.
pub(super) fn accepts_json(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|accepts| accepts.to_str().ok())
        .is_some_and(|text| text.starts_with("application/json"))
}

/// What a page is asked about. Where the page is drawn again for a form that was refused, the form says it.
pub(super) struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Asked<T> {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        let sent = if request.method() == Method::POST { request.extensions().get::<Body>().cloned() } else { None };
        let text = sent.as_ref().map_or(request.query_string(), |body| &body.0);
        ready(Query::<T>::from_query(text).map(|asked| Self(asked.into_inner())).map_err(|_| WebError::Form))
    }
}

/// The body of a form as it came.
#[derive(Clone)]
struct Body(Rc<str>);

pub(super) struct Filled<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Filled<T> {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let body = read(&request, payload, "application/x-www-form-urlencoded").await?;
            let text = std::str::from_utf8(&body).map_err(|_| WebError::Form)?;
            // a text with a NUL in it is nothing that anybody typed, and not every database keeps it
            if text.contains("%00") || text.contains('\0') {
                return Err(WebError::Form);
            }
            request.extensions_mut().insert(Sent::read(text));
            request.extensions_mut().insert(Body(text.into()));
            Query::<T>::from_query(text).map(|form| Self(form.into_inner())).map_err(|error| lacking(&error))
        })
    }
}

/// Which field a form lacks, where that is what is wrong with it.
fn lacking(error: &QueryPayloadError) -> WebError {
    // said by the reader of all structs: missing field `name`
    let said = error.to_string();
    let field = said.split_once("missing field `").and_then(|(_, rest)| rest.split_once('`'));
    field.map_or(WebError::Form, |(field, _)| WebError::Lacking { field: field.to_owned() })
}

pub(super) fn query_config() -> QueryConfig {
    QueryConfig::default().error_handler(|_, _| WebError::Form.into())
}

/// Reads a JSON body.
pub(super) async fn json<T: DeserializeOwned>(request: &HttpRequest, payload: Payload) -> Result<T, WebError> {
    let body = read(request, payload.into_inner(), "application/json").await?;
    serde_json::from_slice(&body).map_err(|error| WebError::NotJson(place(&error)))
}

/// A body of one type.
async fn read(request: &HttpRequest, mut payload: dev::Payload, wanted: &'static str) -> Result<BytesMut, WebError> {
    if request.content_type() != wanted || request.headers().get_all(CONTENT_TYPE).count() != 1 {
        return Err(WebError::MediaType { wanted });
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        body.extend_from_slice(&chunk.map_err(|_| WebError::Cut)?);
    }
    match request.headers().get(CONTENT_ENCODING).map(HeaderValue::as_bytes) {
        None => Ok(body),
        Some(b"gzip") => unpacked(&body),
        Some(_) => Err(WebError::Encoding),
    }
}

/// A body that was sent compressed, as far as it may be large: a few bytes can be made to say very many.
fn unpacked(body: &[u8]) -> Result<BytesMut, WebError> {
    let mut whole = Vec::new();
    let most = u64::try_from(SYNC).unwrap_or(u64::MAX);
    GzDecoder::new(body).take(most + 1).read_to_end(&mut whole).map_err(|_| WebError::Encoding)?;
    if whole.len() > SYNC {
        return Err(WebError::TooLarge { most: SYNC });
    }
    Ok(BytesMut::from(&whole[..]))
}

/// Where a body stops being what is expected, without repeating what it holds.
fn place(error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    let what = match error.classify() {
        Category::Io | Category::Eof => "内容不完整",
        Category::Syntax => "不是 JSON",
        Category::Data => "缺少字段或字段类型不对",
    };
    format!("第 {} 行第 {} 列，{what}", error.line(), error.column())
}

/// What a form says to a request of somebody else, or of one's own.
pub(super) fn said(decision: String) -> Result<Decision, WebError> {
    match decision.as_str() {
        "approve" => Ok(Decision::Approve),
        "decline" => Ok(Decision::Decline),
        "take-back" => Ok(Decision::TakeBack),
        _ => Err(WebError::Choice { field: "decision", found: decision, allowed: "approve、decline、take-back" }),
    }
}
