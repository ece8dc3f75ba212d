//! Files that come with a form: read whole, with their limit and clear refusals.

use std::collections::HashMap;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::HttpMessage;
use actix_web::HttpRequest;
use actix_web::web::{BytesMut, Payload};
use futures_util::StreamExt;

use super::error::WebError;
use super::form::Sent;
use crate::app::setup::intake::{MOST_BYTES, MOST_FILES};
use crate::folder::intake::Given;

/// Most bytes of a file.
pub(super) const FILE: usize = 2 * 1024 * 1024;
/// Most bytes of a form with a file: the file, and what stands around it.
pub(super) const UPLOAD: usize = FILE + 16 * 1024;
/// Most bytes of a form with an event's files.
pub(super) const INTAKE: usize = MOST_BYTES + 64 * 1024;
/// Most bytes of a field that is no file, and most fields of a form.
const FIELD: usize = 4 * 1024;
const FIELDS: usize = 20;
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

/// A form with an event's files, by the field `files`, and what else was filled in.
pub(super) struct Form {
    pub files: Vec<Given>,
    pub fields: HashMap<String, String>,
}

/// Reads such a form.
pub(super) async fn form(request: &HttpRequest, payload: Payload) -> Result<Form, WebError> {
    if request.content_type() != TYPE {
        return Err(WebError::MediaType { wanted: TYPE });
    }
    let mut parts = Multipart::new(request.headers(), payload);
    let mut form = Form { files: Vec::new(), fields: HashMap::new() };
    while let Some(field) = parts.next().await {
        let mut field = field.map_err(refused)?;
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.content_disposition().and_then(|how| how.get_filename()).map(str::to_owned);
        // how large all of it may be is seen to before
        let body = read_up_to(&mut field, if file.is_some() { MOST_BYTES } else { FIELD }).await?;
        match file {
            // a file field in which nothing was chosen
            Some(file) if file.is_empty() && body.is_empty() => {}
            // one more than may be, so that it is said how many may be
            Some(file) if name == "files" && form.files.len() <= MOST_FILES => {
                form.files.push(Given { name: plain(&file), bytes: body.to_vec() });
            }
            Some(_) => {}
            None if form.fields.len() < FIELDS => {
                let text = String::from_utf8(body.to_vec()).map_err(|_| WebError::Form)?;
                if text.contains('\0') {
                    return Err(WebError::Form);
                }
                form.fields.insert(name, text);
            }
            None => return Err(WebError::Form),
        }
    }
    // where it is refused, the page is drawn again with what was chosen beside the files
    request.extensions_mut().insert(Sent::of(&form.fields));
    Ok(form)
}

/// The fields of a form of rules, which are many and of which one is long, and the file in the field of a name, where one
/// was chosen. How large all of it may be is seen to before.
pub(super) async fn with_fields(
    request: &HttpRequest,
    payload: Payload,
    name: &str,
) -> Result<(Vec<(String, String)>, Option<(String, BytesMut)>), WebError> {
    if request.content_type() != TYPE {
        return Err(WebError::MediaType { wanted: TYPE });
    }
    let mut parts = Multipart::new(request.headers(), payload);
    let (mut fields, mut found) = (Vec::new(), None);
    while let Some(field) = parts.next().await {
        let mut field = field.map_err(refused)?;
        let of = field.name().unwrap_or_default().to_owned();
        let file = field.content_disposition().and_then(|how| how.get_filename()).map(str::to_owned);
        let body = read(&mut field).await?;
        match file {
            Some(file) if of == name && !(file.is_empty() && body.is_empty()) => found = Some((plain(&file), body)),
            Some(_) => {}
            None => {
                let text = String::from_utf8(body.to_vec()).map_err(|_| WebError::Form)?;
                if text.contains('\0') {
                    return Err(WebError::Form);
                }
                fields.push((of, text));
            }
        }
    }
    Ok((fields, found))
}

/// The name of a file without its folders and without what no name has.
fn plain(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let base: String = base.chars().filter(|c| !c.is_control()).take(100).collect();
    if base.is_empty() { "未命名的文件".to_owned() } else { base }
}

async fn read(field: &mut Field) -> Result<BytesMut, WebError> {
    read_up_to(field, FILE).await
}

async fn read_up_to(field: &mut Field, most: usize) -> Result<BytesMut, WebError> {
    let mut body = BytesMut::new();
    let mut came = 0;
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(refused)?;
        came += chunk.len();
        if came <= most {
            body.extend_from_slice(&chunk);
        }
    }
    if came > most { Err(WebError::TooLarge { most }) } else { Ok(body) }
}

fn refused(error: MultipartError) -> WebError {
    match error {
        MultipartError::Payload(_) | MultipartError::Incomplete => WebError::Cut,
        // the framework may get to know more ways of being no form
        _ => WebError::Form,
    }
}
