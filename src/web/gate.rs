//! What every request goes through: rate limits, the size of its body, the origin of a change. Its row in the table of
//! routes says what holds for it.

use std::future::ready;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::Method;
use actix_web::http::header::{ACCEPT, HOST, HeaderMap, HeaderName, ORIGIN};
use actix_web::middleware::Next;
use actix_web::web::{self, Bytes, BytesMut};
use actix_web::{Error, HttpMessage, ResponseError};
use futures_util::{StreamExt, stream};

use super::dress::dress;
use super::error::WebError;
use super::row::Manners;
use super::site::Site;
use super::{routes, session};
use crate::app::act::secret::Secret;

/// What is read and thrown away of a body that is too large.
const DRAIN: usize = 128 * 1024 * 1024;

/// The middleware.
pub(super) async fn pass(
    site: web::Data<Site>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    // the path as the router reads it: written in another way, it is still the same row
    let manners = routes::manners(request.method(), request.match_info().as_str());
    let as_json = manners.as_json || accepts_json(&request);
    let response = match refuse(&site, &mut request, manners).await {
        Some(refused) => request.into_response(refused.error_response()),
        None => next.call(request).await?.map_into_boxed_body(),
    };
    Ok(dress(response, as_json))
}

/// Why a request is not even looked at.
async fn refuse(site: &Site, request: &mut ServiceRequest, manners: Manners) -> Option<WebError> {
    // first of all, so that whatever is refused, its sender comes to read why
    if let Err(error) = read_whole(request, manners.most).await {
        return Some(error);
    }
    if let Some(seconds) = too_many(site, request, manners) {
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
    let address = request.peer_addr().map(|peer| peer.ip());
    let seconds = manners.tries_password.then(|| site.rates.sign_in(address)).flatten()?;
    Some(WebError::TooMany { seconds })
}

fn too_many(site: &Site, request: &ServiceRequest, manners: Manners) -> Option<u64> {
    let token = session::token(request.request(), manners.counts?);
    let address = request.peer_addr().map(|peer| peer.ip());
    site.rates.request(address, token.as_ref().map(Secret::reveal))
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

fn accepts_json(request: &ServiceRequest) -> bool {
    header(request.headers(), &ACCEPT).is_some_and(|accepts| accepts.starts_with("application/json"))
}
