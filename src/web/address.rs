//! What stands in an address of ours.

use actix_web::HttpRequest;

/// An address of the table of routes, with the variables of a request.
pub(super) fn filled(pattern: &str, request: &HttpRequest) -> String {
    let variables = request.match_info().iter();
    variables.fold(pattern.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), &percent(value)))
}

/// Percent-encodes all but letters, digits, `-`, `_` and `.`.
pub(super) fn percent(text: &str) -> String {
    let byte = |b: u8| {
        if b.is_ascii_alphanumeric() || b"-_.".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }
    };
    text.bytes().map(byte).collect()
}
