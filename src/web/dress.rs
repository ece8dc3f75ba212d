//! What every answer gets: security headers, and a body for what went wrong (JSON for the API, a page for browsers).

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use serde_json::json;

use super::error::Problem;
use super::views;

/// Nothing from elsewhere, no script and no style in the page itself.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// The policy of a page whose script also asks at one other origin.
pub(super) fn policy_with(origin: &str) -> String {
    // a policy cannot name an address of IPv6
    let origin = if origin.contains('[') { "https:" } else { origin };
    format!("{POLICY}; connect-src 'self' {origin}")
}

/// Headers for all, and a body for what went wrong.
pub(super) fn dress(mut response: ServiceResponse, as_json: bool) -> ServiceResponse {
    if response.status().is_client_error() || response.status().is_server_error() {
        response = draw_problem(response, as_json);
    }
    let for_all = [(X_CONTENT_TYPE_OPTIONS, "nosniff"), (CACHE_CONTROL, "no-store")];
    let for_documents = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    // a script or a stylesheet is no document and holds nothing of anybody, and a tablet on a bad network fetches thirty
    // of them
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
    Problem {
        status,
        kind: "request",
        sentence: sentence.to_owned(),
        door: None,
        field: None,
        fields: Vec::new(),
        sure: None,
        lacking: false,
    }
}
