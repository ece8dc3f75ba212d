//! A file that comes with a form: read whole, with its limit and its clear refusals.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::HttpMessage;
use actix_web::HttpRequest;
use actix_web::web::{BytesMut, Payload};
use futures_util::StreamExt;

use super::error::WebError;

/// Most bytes of a file.
pub(super) const FILE: usize = 2 * 1024 * 1024;
/// Most bytes of a form with a file: the file, and what stands around it.
pub(super) const UPLOAD: usize = FILE + 16 * 1024;
/// The type of such a form.
const TYPE: &str = "multipart/form-data";

/// The file in the field of a name.
pub(super) async fn file(request: &HttpRequest, payload: Payload, name: &str) -> Result<BytesMut, WebError> {
    if request.content_type() != TYPE {
        return Err(WebError::MediaType { wanted: TYPE });
    }
    let mut form = Multipart::new(request.headers(), payload);
    let mut found = None;
    while let Some(field) = form.next().await {
        let mut field = field.map_err(refused)?;
        // the form is read to its end, so that its sender comes to read the answer
        let wanted = field.name() == Some(name);
        let body = read(&mut field).await?;
        if wanted && found.is_none() {
            found = Some(body);
        }
    }
    found.ok_or(WebError::Form)
}

async fn read(field: &mut Field) -> Result<BytesMut, WebError> {
    let mut body = BytesMut::new();
    let mut came = 0;
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(refused)?;
        came += chunk.len();
        if came <= FILE {
            body.extend_from_slice(&chunk);
        }
    }
    if came > FILE { Err(WebError::TooLarge { most: FILE }) } else { Ok(body) }
}

fn refused(error: MultipartError) -> WebError {
    match error {
        MultipartError::Payload(_) | MultipartError::Incomplete => WebError::Cut,
        // the framework may get to know more ways of being no form
        _ => WebError::Form,
    }
}
