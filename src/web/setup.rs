//! How a tablet comes to trust this server: the set-up page and the authority's certificate. They are asked
//! for before a tablet trusts anything, so they are served without encryption too, by an application in which there is
//! nothing else: no cookie is read or set, no other page answers. It has a port of its own, and has the word where
//! somebody speaks plain HTTP to the encrypted one.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::Markup;

use super::error::WebError;
use super::trust::{Encryption, Setup};
use super::{dress, views};
use crate::lan::Certificate;

/// `GET /setup`.
pub(super) async fn page(setup: web::Data<Setup>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        // its script asks at the encrypted address, which is another origin
        .insert_header((CONTENT_SECURITY_POLICY, dress::policy_with(&setup.places.public_url)))
        .body(views::setup::page(&setup).into_string())
}

/// `GET /setup/{file}`: the authority's certificate, as bytes or as text, for tablets that take only one of
/// the two.
pub(super) async fn authority(setup: web::Data<Setup>, file: web::Path<String>) -> Result<HttpResponse, WebError> {
    let Encryption::Own(authority) = &setup.encryption else { return Err(WebError::NoSuchPage) };
    let (media_type, body) = match file.as_str() {
        "guanmo-ca.crt" => ("application/x-x509-ca-cert", authority.der().to_vec()),
        "guanmo-ca.pem" => ("application/x-pem-file", pem(authority).into_bytes()),
        _ => return Err(WebError::NoSuchPage),
    };
    // as a file, because a tablet installs it from its settings
    let disposition = format!("attachment; filename=\"{file}\"");
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type))
        .insert_header((CONTENT_DISPOSITION, disposition))
        .body(body))
}

fn pem(certificate: &Certificate) -> String {
    let text = STANDARD.encode(certificate.der());
    // base64 is ASCII: lines of 64 bytes are lines of 64 characters
    let lines: Vec<&str> = (0..text.len()).step_by(64).map(|at| &text[at..text.len().min(at + 64)]).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

/// Whatever else is asked for without encryption: the same at the encrypted address.
pub(super) async fn elsewhere(request: HttpRequest, setup: web::Data<Setup>) -> (Markup, StatusCode) {
    let asked = request.uri().path_and_query().map_or("/", |asked| asked.as_str());
    (views::setup::elsewhere(&setup, asked), StatusCode::NOT_FOUND)
}

/// The middleware of the unencrypted port: the headers of every answer, and nothing about who asks.
pub(super) async fn pass(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    Ok(dress::dress(next.call(request).await?.map_into_boxed_body(), false))
}
