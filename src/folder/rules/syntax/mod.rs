//! A rules file that is no TOML: what is wrong with each of its lines, said all at once, and a text in its place that
//! can be read, so that what is wrong with its keys and values is said, too.
//!
//! Nothing here makes a faulty file a sound one: each repair is a fault.

mod chars;
mod key;
mod parser;
mod scan;
pub mod slip;
mod statement;
#[cfg(test)]
mod tests;
mod text;
mod value;

use toml_edit::{Document, Item, Table, TomlError};

use super::keys;
use scan::Scan;
pub(super) use scan::{Beside, Found};
use slip::Slip;

/// Most numbers beyond what TOML readers hold that are passed over: the text is read again for each.
const MOST_OVERFLOWS: usize = 20;
/// Most lines that are taken away as they cannot be read: the text is read again for each.
const MOST_LINES: usize = 20;

/// A rules file as far as it is TOML.
pub(super) struct Mended {
    /// The document, of the repaired text; none where it could not be repaired.
    pub document: Option<Document<String>>,
    /// The text that the document was read from but for numbers that no reader of TOML holds.
    pub text: String,
    pub found: Vec<Found>,
    /// Lines of the headers of tables in which a line was taken away.
    pub holes: Vec<usize>,
}

/// Reads a text as TOML.
pub(super) fn read(text: &str) -> Mended {
    let as_it_is = |document| Mended { document, text: text.to_owned(), found: Vec::new(), holes: Vec::new() };
    match document(text) {
        Ok(document) if are_as_written(document.as_table(), "") => as_it_is(Some(document)),
        Ok(document) => {
            let mended = mend(text);
            // what is not repaired is a fault of the tables
            if mended.found.is_empty() { as_it_is(Some(document)) } else { mended }
        }
        Err(error) => {
            let mut mended = mend(text);
            if mended.found.is_empty() {
                // whatever was repaired without a word
                mended.found.push(of_parser(text, &error).0);
            }
            mended
        }
    }
}

/// The file as TOML. A number beyond what TOML readers hold stands as another one of its length, so
/// that it is a fault like others; readers of the document take numbers as the text writes them.
fn document(text: &str) -> Result<Document<String>, TomlError> {
    let mut legible = text.to_owned();
    let mut left = MOST_OVERFLOWS;
    loop {
        let error = match Document::parse(legible.clone()) {
            Ok(document) => return Ok(document),
            Err(error) if left == 0 => return Err(error),
            Err(error) => error,
        };
        left -= 1;
        let span = error.span().filter(|span| span.len() > 3 && is_overflow(&error));
        let Some(span) = span else { return Err(error) };
        let stand_in = format!("0.{}", "0".repeat(span.len() - 2));
        legible.replace_range(span, &stand_in);
    }
}

fn is_overflow(error: &TomlError) -> bool {
    error.message().contains("number overflowed")
}

/// Whether the headers of a table's tables are single where there may be one, and double where there may be several.
fn are_as_written(table: &Table, path: &str) -> bool {
    table.iter().all(|(key, item)| {
        let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        let several = keys::is_several(&keys::form(&path));
        match item {
            Item::Table(table) => several != Some(true) && are_as_written(table, &path),
            Item::ArrayOfTables(tables) => {
                several != Some(false) && tables.iter().all(|table| are_as_written(table, &path))
            }
            Item::None | Item::Value(_) => true,
        }
    })
}

/// Repairs a text.
fn mend(text: &str) -> Mended {
    let mut scan = Scan::new(text);
    statement::lines(&mut scan);
    let Scan { out: mut text, mut found, mut holes, .. } = scan;
    let mut left = MOST_LINES;
    let document = loop {
        let error = match document(&text) {
            Ok(document) => break Some(document),
            Err(error) => error,
        };
        let (said, range) = of_parser(&text, &error);
        let (line, is_header) = (said.line, said.beside == Beside::Alone);
        found.push(said);
        if left == 0 || is_overflow(&error) || text[range.clone()].trim().is_empty() {
            break None;
        }
        left -= 1;
        // the keys below a header that is taken away are nobody's
        text.replace_range(range, &if is_header { format!("[\" {line}\"]") } else { String::new() });
        holes.push(0);
    };
    Mended { document, text, found, holes }
}

/// What the reader of TOML says, and the line that it speaks of.
fn of_parser(text: &str, error: &TomlError) -> (Found, std::ops::Range<usize>) {
    let at = error.span().map_or(0, |span| span.start).min(text.len());
    let (line, range) = line_of(text, at);
    let is_header = text[range.clone()].trim_start().starts_with('[');
    let beside = if is_header { Beside::Alone } else { Beside::Both };
    (Found { line, slip: Slip::Parser(parser::chinese(error.message())), beside }, range)
}

/// The line of a place in a text, and what it takes up there without its end.
fn line_of(text: &str, at: usize) -> (usize, std::ops::Range<usize>) {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
    let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let length = text.get(start..).and_then(|rest| rest.find(['\n', '\r'])).unwrap_or(text.len() - start);
    (line, start..start + length)
}
