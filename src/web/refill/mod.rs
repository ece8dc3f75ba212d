//! A form that is refused comes back as it was sent: the page that it stands on is drawn once more, what was typed is put
//! back into it, and the sentence stands beside the field that it is about. No handler has to see to it; the table of
//! routes says on which page each form stands.

mod edits;
mod fill;
mod page;

use actix_service::{Service, ServiceFactory};
use actix_web::body::{BoxBody, to_bytes};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest};

use self::fill::{Refusal, fill};
use super::address::filled;
use super::error::Problem;
use super::form::{Sent, accepts_json};
use super::row::{On, Row};

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// The middleware of a form's route; the page is looked for in the table of routes.
pub(super) async fn again(
    request: ServiceRequest,
    next: Next<BoxBody>,
    (on, table): (On, &'static [Row]),
) -> Result<ServiceResponse<BoxBody>, Error> {
    let as_page = !accepts_json(request.headers());
    let response = next.call(request).await?;
    let problem = response.response().extensions().get::<Problem>().cloned();
    let Some(problem) = problem.filter(|problem| as_page && problem.is_of_form()) else { return Ok(response) };
    let sent = response.request().extensions().get::<Sent>().cloned().unwrap_or_default();
    let Some(row) = page_of(on, &sent, table) else { return Ok(response) };
    let (to, page) = (response.request().path().to_owned(), filled(row.path, response.request()));
    let (request, mut refused) = response.into_parts();
    let (request, text) = drawn(request, row).await?;
    let Some(text) = text else { return Ok(ServiceResponse::new(request, refused)) };
    let refusal = Refusal {
        to: &to,
        page: &page,
        sent: &sent,
        sentence: &problem.sentence,
        field: problem.field.as_deref(),
        fields: &problem.fields,
        sure: problem.sure,
        lacking: problem.lacking,
    };
    let again = fill(&text, &refusal);
    // drawn already: nothing else is to draw it
    refused.extensions_mut().remove::<Problem>();
    refused.headers_mut().insert(CONTENT_TYPE, HTML);
    Ok(ServiceResponse::new(request, refused.set_body(BoxBody::new(again))))
}

/// The row of the page that a form stands on.
fn page_of(on: On, sent: &Sent, table: &'static [Row]) -> Option<&'static Row> {
    let path = match on {
        On::Nowhere => return None,
        On::Page(path) => path,
        On::OneOf(field, pages) => {
            let value = sent.get(field)?;
            pages.iter().find(|(known, _)| *known == value)?.1
        }
    };
    table.iter().find(|row| row.method == "GET" && row.path == path)
}

/// The page as whoever sent the form sees it; `None` where it is not to be seen now.
async fn drawn(request: HttpRequest, row: &Row) -> Result<(HttpRequest, Option<String>), Error> {
    let Ok(page) = (row.answer)().new_service(()).await else { return Ok((request, None)) };
    // the request is handed on, not shared: the framework takes it that nobody else holds it
    let answer = page.call(ServiceRequest::from_parts(request, Payload::None)).await?;
    let is_page = answer.status() == StatusCode::OK
        && answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let (request, answer) = answer.into_parts();
    if !is_page {
        return Ok((request, None));
    }
    let body = to_bytes(answer.into_body()).await.ok();
    Ok((request, body.and_then(|body| String::from_utf8(body.to_vec()).ok())))
}
