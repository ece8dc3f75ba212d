//! What every request goes through: rate limits, the origin of a change, whom the page is for, the size of its body. Its
//! row in the table of routes says what holds for it. Whatever can be refused by its head is refused before its body is
//! read.

use std::future::ready;
use std::net::IpAddr;
use std::rc::Rc;

use actix_http::ConnectionType;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_LENGTH, HOST, HeaderMap, HeaderName, ORIGIN};
use actix_web::http::{Method, Version};
use actix_web::middleware::Next;
use actix_web::web::{self, Bytes};
use actix_web::{Error, HttpMessage, ResponseError};
use futures_util::stream;

use super::bodies::{Place, Sender, throw_away};
use super::dress::dress;
use super::error::WebError;
use super::form::accepts_json;
use super::line::Line;
use super::row::{For, Manners};
use super::site::Site;
use super::{routes, session};
use crate::app::act::secret::Secret;

/// The middleware.
pub(super) async fn pass(
    site: web::Data<Site>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let line = request.conn_data::<Rc<Line>>().cloned();
    let _in_hand = line.as_ref().map(Line::take);
    // the path as the router reads it: written in another way, it is still the same row
    let (manners, audience) = routes::manners(request.method(), request.match_info().as_str());
    let as_json = manners.as_json || accepts_json(request.headers());
    let address = site.household(request.request());
    let mut payload = request.take_payload();
    let came = match refuse(&site, &request, address, manners, audience).await {
        Some(refused) => Err(refused),
        None => read(&site, &mut request, &mut payload, address, manners.most, audience).await,
    };
    Ok(match came {
        Ok(_place) => dress(next.call(request).await?.map_into_boxed_body(), as_json),
        Err(refused) => {
            let whole = is_whole(&site, &refused, &mut payload, address).await;
            let mut response = dress(request.into_response(refused.error_response()), as_json);
            // of HTTP/2 only what is left of this body ends
            if !whole && response.request().version() < Version::HTTP_2 {
                response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
                line.inspect(|line| line.end_soon());
            }
            response
        }
    })
}

/// Why a request is not even read.
async fn refuse(
    site: &Site,
    request: &ServiceRequest,
    address: Option<IpAddr>,
    manners: Manners,
    audience: For,
) -> Option<WebError> {
    if let Some(seconds) = too_many(site, request, address, manners) {
        return Some(WebError::TooMany { seconds });
    }
    // no address of ours holds a NUL, and not every database takes one
    if request.uri().to_string().contains("%00") {
        return Some(WebError::NoSuchPage);
    }
    if !changes(request) {
        return None;
    }
    if !is_ours(site, request) {
        return Some(WebError::Origin);
    }
    // after the origin: what another site makes a browser send is no try of its user
    if let Some(seconds) = manners.tries_password.then(|| site.rates.sign_in(address)).flatten() {
        return Some(WebError::TooMany { seconds });
    }
    if let Err(error) = session::admit(request.request(), audience).await {
        return Some(error);
    }
    let said = header(request.headers(), &CONTENT_LENGTH).and_then(|said| said.parse::<usize>().ok());
    said.filter(|said| *said > manners.most).map(|_| WebError::TooLarge { most: manners.most })
}

fn too_many(site: &Site, request: &ServiceRequest, address: Option<IpAddr>, manners: Manners) -> Option<u64> {
    let token = session::token(request.request(), manners.counts?);
    site.rates.request(address, token.as_ref().map(Secret::reveal))
}

fn changes(request: &ServiceRequest) -> bool {
    !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Reads the body into memory, and gives the place that it has there. What only asks has none.
async fn read(
    site: &Site,
    request: &mut ServiceRequest,
    payload: &mut Payload,
    address: Option<IpAddr>,
    most: usize,
    audience: For,
) -> Result<Option<Place>, WebError> {
    if !changes(request) {
        return Ok(None);
    }
    let from = if audience == For::Anyone { Sender::Stranger } else { Sender::Guest };
    let mut place = site.bodies.place(address, from)?;
    let body = place.read(payload, most).await?;
    let body = stream::once(ready(Ok::<Bytes, PayloadError>(body)));
    request.set_payload(Payload::Stream { payload: Box::pin(body) });
    Ok(Some(place))
}

/// Whether all of a refused body has come, so that its sender, who sends no more, comes to read the answer.
async fn is_whole(site: &Site, refused: &WebError, payload: &mut Payload, address: Option<IpAddr>) -> bool {
    match (&*payload, refused) {
        (Payload::None, _) => true,
        // who has had his time already, and who is gone
        (_, WebError::Slow | WebError::Cut) => false,
        _ => match site.bodies.place(address, Sender::Stranger) {
            Ok(_place) => throw_away(payload).await,
            Err(_) => false,
        },
    }
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
