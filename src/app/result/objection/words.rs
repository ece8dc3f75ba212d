//! What was typed: bounded texts without characters that nobody types, and receipts however they are written.

use super::fault::{Asked, MOST_FIELD, MOST_TEXT, ObjectionFault};
use crate::app::act::secret::Secret;

pub(super) fn line(what: Asked, text: &str) -> Result<String, ObjectionFault> {
    let text = bounded(what, text, MOST_FIELD)?;
    if text.contains(['\n', '\t']) { Err(ObjectionFault::Control(what)) } else { Ok(text) }
}

/// A text that may have several.
pub(super) fn prose(what: Asked, text: &str) -> Result<String, ObjectionFault> {
    bounded(what, text, MOST_TEXT)
}

fn bounded(what: Asked, text: &str, most: usize) -> Result<String, ObjectionFault> {
    let text = text.replace("\r\n", "\n").trim().to_owned();
    let found = text.chars().count();
    if found > most {
        return Err(ObjectionFault::Long { what, most, found });
    }
    // what turns the direction of writing makes a text read as another than it is
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    if text.chars().any(|c| (c.is_control() && c != '\n' && c != '\t') || turns(c)) {
        return Err(ObjectionFault::Control(what));
    }
    Ok(text)
}

/// A receipt as it was given, however it was typed.
pub(super) fn receipt(typed: &str) -> Option<Secret> {
    let letters: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_lowercase();
    let letters = letters.replace('o', "0").replace(['i', 'l'], "1");
    if letters.len() != 16 || !letters.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let group = |at: usize| &letters[at..at + 4];
    Some(Secret::new([group(0), group(4), group(8), group(12)].join("-")))
}
