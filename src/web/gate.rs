//! What every request goes through: rate limits, the size of its body, the origin of a change; and what every
//! answer gets: security headers, and a body for what went wrong (JSON for the API, a page for browsers).

use std::future::ready;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{self, Bytes, BytesMut};
use actix_web::{Error, HttpMessage, ResponseError};
use futures_util::{StreamExt, stream};
use serde_json::json;

use super::error::{Door, Problem, WebError};
use super::form::{FORM, RULES, SYNC};
use super::session;
use super::site::Site;
use super::upload::{INTAKE, UPLOAD};
use super::views;

/// What is read and thrown away of a body that is too large.
const DRAIN: usize = 128 * 1024 * 1024;

/// Nothing from elsewhere, no script and no style in the page itself.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// The policy of a page whose script also asks at one other origin.
pub(super) fn policy_with(origin: &str) -> String {
    // a policy cannot name an address of IPv6
    let origin = if origin.contains('[') { "https:" } else { origin };
    format!("{POLICY}; connect-src 'self' {origin}")
}

/// The middleware.
pub(super) async fn pass(
    site: web::Data<Site>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let as_json = wants_json(&request);
    let response = match refuse(&site, &mut request).await {
        Some(refused) => request.into_response(refused.error_response()),
        None => next.call(request).await?.map_into_boxed_body(),
    };
    Ok(dress(response, as_json))
}

/// Why a request is not even looked at.
async fn refuse(site: &Site, request: &mut ServiceRequest) -> Option<WebError> {
    // first of all, so that whatever is refused, its sender comes to read why
    if let Err(error) = read_whole(request, most_bytes(request.path())).await {
        return Some(error);
    }
    if let Some(seconds) = too_many(site, request) {
        return Some(WebError::TooMany { seconds });
    }
    // no address of ours holds a NUL, and not every database takes one
    if request.uri().to_string().contains("%00") {
        return Some(WebError::NoSuchPage);
    }
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && !is_ours(site, request) {
        return Some(WebError::Origin);
    }
    // after the origin: what another site makes a browser send is no try of its user
    let tries_password =
        ["/sign-in", "/account/password"].contains(&request.path()) && *request.method() == Method::POST;
    let address = request.peer_addr().map(|peer| peer.ip());
    let seconds = tries_password.then(|| site.rates.sign_in(address)).flatten()?;
    Some(WebError::TooMany { seconds })
}

/// Most bytes of a body that is sent to a path.
fn most_bytes(path: &str) -> usize {
    match path {
        "/api/sync" => SYNC,
        "/events/new" => INTAKE,
        path if path.starts_with("/events/") && path.ends_with("/upload") => INTAKE,
        path if path.starts_with("/events/") && (path.ends_with("/journal") || path.ends_with("/measures/file")) => {
            UPLOAD
        }
        path if path.starts_with("/events/") && (path.ends_with("/rules") || path.ends_with("/rules/ask")) => RULES,
        _ => FORM,
    }
}

fn too_many(site: &Site, request: &ServiceRequest) -> Option<u64> {
    let path = request.path();
    if path.starts_with("/assets/") || path == "/healthz" {
        return None;
    }
    let address = request.peer_addr().map(|peer| peer.ip());
    let door = if path.starts_with("/judge") || path.starts_with("/api/") { Door::Judge } else { Door::Staff };
    let token = session::token(request.request(), door);
    site.rates.request(address, token.as_ref().map(crate::app::act::secret::Secret::reveal))
}

/// Reads the body into memory, at most so many bytes of it. What is more is read on and thrown away: a sender that is
/// cut off while it still sends never sees the answer.
async fn read_whole(request: &mut ServiceRequest, most: usize) -> Result<(), WebError> {
    let mut payload = request.take_payload();
    let (mut body, mut came) = (BytesMut::new(), 0);
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| WebError::Cut)?;
        came += chunk.len();
        if came <= most {
            body.extend_from_slice(&chunk);
        } else if came > DRAIN {
            break;
        } else {
            body = BytesMut::new();
        }
    }
    if came > most {
        return Err(WebError::TooLarge { most });
    }
    let body = stream::once(ready(Ok::<Bytes, PayloadError>(body.freeze())));
    request.set_payload(Payload::Stream { payload: Box::pin(body) });
    Ok(())
}

/// Whether a change comes from a page of ours: browsers say so in every request that is no GET.
fn is_ours(site: &Site, request: &ServiceRequest) -> bool {
    let Some(origin) = header(request.headers(), &ORIGIN) else { return false };
    let Some((scheme, host)) = origin.split_once("://") else { return false };
    // over TLS, a page that came without it may be anybody's
    let scheme_fits = scheme == "https" || (scheme == "http" && !site.is_tls());
    // HTTP/2 has no such header, and names the host in the address that it asks for
    let asked = header(request.headers(), &HOST).or_else(|| request.uri().authority().map(|host| host.as_str()));
    origin == site.public_url || (scheme_fits && Some(host) == asked)
}

fn header<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

fn wants_json(request: &ServiceRequest) -> bool {
    let path = request.path();
    let accepts = header(request.headers(), &ACCEPT).unwrap_or_default();
    path.starts_with("/api/")
        || path == "/healthz"
        || path.ends_with("/ranking.json")
        || accepts.starts_with("application/json")
}

/// Headers for all, and a body for what went wrong.
pub(super) fn dress(mut response: ServiceResponse, as_json: bool) -> ServiceResponse {
    if response.status().is_client_error() || response.status().is_server_error() {
        response = draw_problem(response, as_json);
    }
    let for_all = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    let for_documents = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    // a script or a stylesheet is no document, and a tablet on a bad network fetches thirty of them
    let is_part = response.headers().get(CONTENT_TYPE).is_some_and(is_script_or_style);
    let documents = for_documents.into_iter().filter(|_| !is_part);
    for (name, value) in for_all.into_iter().chain(documents) {
        if !response.headers().contains_key(&name) {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
    }
    response
}

fn is_script_or_style(media_type: &HeaderValue) -> bool {
    ["text/javascript", "text/css"].iter().any(|kind| media_type.as_bytes().starts_with(kind.as_bytes()))
}

fn draw_problem(response: ServiceResponse, as_json: bool) -> ServiceResponse {
    let known = response.response().extensions().get::<Problem>().cloned();
    let problem = match known {
        Some(problem) => problem,
        // a handler that drew its own page, with a status that says so
        None if response.response().headers().contains_key(CONTENT_TYPE) => return response,
        None => unnamed(response.status()),
    };
    let next = response.request().path().to_owned();
    let (body, media_type) = if as_json {
        (json!({ "error": problem.kind, "message": problem.sentence }).to_string(), "application/json")
    } else {
        (views::problem::page(&problem, &next).into_string(), "text/html; charset=utf-8")
    };
    let mut response = response.map_body(|_, _| BoxBody::new(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// What the framework refused by itself.
fn unnamed(status: StatusCode) -> Problem {
    let sentence = if status.is_server_error() {
        "服务暂时出错，请稍后再试"
    } else {
        "请求的内容不符合要求，请检查后再试"
    };
    Problem { status, kind: "request", sentence: sentence.to_owned(), door: None }
}
