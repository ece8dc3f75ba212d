//! What comes in: forms, queries and JSON bodies, each with its limit and its clear refusal.

use std::future::Future;
use std::pin::Pin;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{BytesMut, Payload, Query, QueryConfig};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;

use super::error::WebError;

/// Most bytes of a form.
pub(super) const FORM: usize = 64 * 1024;
/// Most bytes of what a tablet sends at once.
pub(super) const SYNC: usize = 2 * 1024 * 1024;
/// What is read and thrown away of a body that is too large, so that its sender reads the answer.
pub(super) const DRAIN: usize = 96 * 1024 * 1024;

/// A form that was filled in: read whole, at most [`FORM`] bytes.
pub(super) struct Filled<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Filled<T> {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let body = read(&request, payload, "application/x-www-form-urlencoded", FORM).await?;
            let text = std::str::from_utf8(&body).map_err(|_| WebError::Form)?;
            // a text with a NUL in it is nothing that anybody typed, and not every database keeps it
            if text.contains("%00") || text.contains('\0') {
                return Err(WebError::Form);
            }
            Query::<T>::from_query(text).map(|form| Self(form.into_inner())).map_err(|_| WebError::Form)
        })
    }
}

/// Queries.
pub(super) fn query_config() -> QueryConfig {
    QueryConfig::default().error_handler(|_, _| WebError::Form.into())
}

/// Reads a JSON body of at most `most` bytes.
pub(super) async fn json<T: DeserializeOwned>(
    request: &HttpRequest,
    payload: Payload,
    most: usize,
) -> Result<T, WebError> {
    let body = read(request, payload.into_inner(), "application/json", most).await?;
    serde_json::from_slice(&body).map_err(|error| WebError::NotJson(place(&error)))
}

/// Reads a body of one type. What is too much is read on and thrown away, so that its sender comes to read the answer.
async fn read(
    request: &HttpRequest,
    mut payload: dev::Payload,
    wanted: &'static str,
    most: usize,
) -> Result<BytesMut, WebError> {
    let fits = request.content_type() == wanted && request.headers().get_all(CONTENT_TYPE).count() == 1;
    let mut body = BytesMut::new();
    let mut came = 0;
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| WebError::Cut)?;
        came += chunk.len();
        if fits && came <= most {
            body.extend_from_slice(&chunk);
        } else if came > DRAIN {
            break;
        }
    }
    match (fits, came > most) {
        (_, true) => Err(WebError::TooLarge { most }),
        (false, false) => Err(WebError::MediaType { wanted }),
        (true, false) => Ok(body),
    }
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
