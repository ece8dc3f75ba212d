//! A part of a package, event by event, in whatever encoding it is written; its attributes and texts.

use std::io::{BufReader, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::archive::Archive;
use super::fault::BookProblem;
use crate::folder::text::Decoding;

/// A part that cannot be read to its end.
pub(super) struct Broken;

impl From<quick_xml::Error> for Broken {
    fn from(_: quick_xml::Error) -> Self {
        Self
    }
}

/// Goes through a part, event by event, in whatever encoding it is written.
pub(super) fn each(mut part: impl Read, mut take: impl FnMut(&Event<'_>) -> Result<(), Broken>) -> Result<(), Broken> {
    let mut head = [0; 200];
    let mut count = 0;
    while count < head.len() {
        match part.read(&mut head[count..]) {
            Ok(0) => break,
            Ok(more) => count += more,
            Err(_) => return Err(Broken),
        }
    }
    let encoding = encoding(&head[..count]);
    let text = Decoding::new((&head[..count]).chain(part), encoding);
    let mut reader = Reader::from_reader(BufReader::new(text));
    let mut buffer = Vec::new();
    let (mut depth, mut empty) = (0_usize, true);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            // one that ends in the middle was cut off
            Event::Eof => return refuse(empty || depth > 0),
            Event::GeneralRef(reference) if character(&reference).is_none() => return Err(Broken),
            event => {
                match &event {
                    Event::Start(_) => depth += 1,
                    Event::End(_) => depth = depth.saturating_sub(1),
                    _ => {}
                }
                empty &= !matches!(event, Event::Start(_) | Event::Empty(_));
                take(&event)?;
            }
        }
    }
}

/// The encoding of a part, as its first bytes say.
fn encoding(head: &[u8]) -> &'static Encoding {
    match head {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => return UTF_16LE,
        [0xfe, 0xff, ..] | [0, b'<', ..] => return UTF_16BE,
        _ => {}
    }
    let declared = String::from_utf8_lossy(head);
    let declared = declared.split("?>").next().and_then(|declaration| declaration.split_once("encoding="));
    let label = declared.and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
    label.and_then(|label| Encoding::for_label(label.as_bytes())).unwrap_or(UTF_8)
}

/// The value of an attribute, by its name without a prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// The character of a reference such as `&amp;` or `&#10;`; none where a file of its own kind would define it.
pub(super) fn character(reference: &BytesRef<'_>) -> Option<char> {
    match reference.as_ref() {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => reference.resolve_char_ref().ok().flatten(),
    }
}

/// Gives up on what nobody's spreadsheet has.
pub(super) fn refuse(too_many: bool) -> Result<(), Broken> {
    if too_many { Err(Broken) } else { Ok(()) }
}

/// Goes through a part of an archive; whether it is there.
pub(super) fn go(
    archive: &mut Archive<'_>,
    name: &str,
    take: impl FnMut(&Event<'_>) -> Result<(), Broken>,
) -> Result<bool, BookProblem> {
    let Some(part) = archive.part(name)? else { return Ok(false) };
    match each(part, take) {
        Ok(()) => Ok(true),
        Err(Broken) => Err(archive.broken(name)),
    }
}

/// A text without the escapes that spreadsheets write for what XML does not hold: `_x000D_` is the end of a line.
///
/// Source: ECMA-376 part 1, 22.9.2.19.
pub(super) fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let escape = rest.strip_prefix("_x").and_then(|more| more.get(..5)).and_then(|more| more.strip_suffix('_'));
        match escape
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|d| u16::from_str_radix(d, 16).ok())
        {
            Some(unit) => {
                units.push(unit);
                rest = &rest[7..];
            }
            None => {
                units.extend(c.encode_utf16(&mut [0; 2]).iter());
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    String::from_utf16_lossy(&units).replace("\r\n", "\n").replace('\r', "\n")
}

pub(super) fn add_text(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(more) => text.push_str(&more.xml10_content()),
        Event::CData(more) => text.push_str(&more.xml10_content()),
        Event::GeneralRef(reference) => text.extend(character(reference)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn escapes_of_spreadsheets_are_taken_back() {
        for (text, plain) in [
            ("甲_x000D_\n乙", "甲\n乙"),
            ("甲_x000d_乙", "甲\n乙"),
            ("_x005F_x0041_", "_x0041_"),
            ("_x4E2D__x56FD_", "中国"),
            ("_xD83D__xDE00_", "😀"),
            ("a_x12_b_x", "a_x12_b_x"),
            ("a_xZZZZ_", "a_xZZZZ_"),
            ("_x甲乙丙_", "_x甲乙丙_"),
        ] {
            assert_eq!(unescaped(text), plain, "{text}");
        }
    }
}
