//! What comes in: forms, queries and JSON bodies, each with its limit and its clear refusal.

use actix_web::error::UrlencodedError;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{BytesMut, FormConfig, Payload, QueryConfig};
use actix_web::{HttpMessage, HttpRequest};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;

use super::error::WebError;

/// Most bytes of a form.
pub(super) const FORM: usize = 64 * 1024;
/// Most bytes of what a tablet sends at once.
pub(super) const SYNC: usize = 2 * 1024 * 1024;
/// What is read and thrown away of a body that is too large, so that its sender reads the answer.
pub(super) const DRAIN: usize = 96 * 1024 * 1024;

/// Forms.
pub(super) fn form_config() -> FormConfig {
    FormConfig::default().limit(FORM).error_handler(|error, _| {
        let refused = match error {
            UrlencodedError::Overflow { .. } => WebError::TooLarge { most: FORM },
            UrlencodedError::ContentType => WebError::MediaType { wanted: "application/x-www-form-urlencoded" },
            UrlencodedError::Payload(_) => WebError::Cut,
            _ => WebError::Form,
        };
        refused.into()
    })
}

/// Queries.
pub(super) fn query_config() -> QueryConfig {
    QueryConfig::default().error_handler(|_, _| WebError::Form.into())
}

/// Reads a JSON body of at most `most` bytes.
pub(super) async fn json<T: DeserializeOwned>(
    request: &HttpRequest,
    mut payload: Payload,
    most: usize,
) -> Result<T, WebError> {
    if request.content_type() != "application/json" || request.headers().get_all(CONTENT_TYPE).count() > 1 {
        return Err(WebError::MediaType { wanted: "application/json" });
    }
    let mut body = BytesMut::new();
    let mut came = 0;
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| WebError::Cut)?;
        came += chunk.len();
        if came <= most {
            body.extend_from_slice(&chunk);
        } else if came > DRAIN {
            break;
        }
    }
    if came > most {
        return Err(WebError::TooLarge { most });
    }
    serde_json::from_slice(&body).map_err(|error| WebError::NotJson(place(&error)))
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
