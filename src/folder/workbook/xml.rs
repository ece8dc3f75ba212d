//! The parts of a workbook that its sheets lean on: which sheets there are, the texts that they share, the formats
//! of numbers.

use std::collections::HashMap;
use std::io::{BufReader, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::archive::Archive;
use super::fault::BookProblem;
use super::format::Format;
use super::package::{self, Package};
use crate::folder::text::Decoding;

/// Most texts that cells share, sheets, and formats of a workbook's own.
const TEXTS: usize = 200_000;
const SHEETS: usize = 200;
const FORMATS: usize = 5_000;

/// A part that cannot be read to its end.
pub(super) struct Broken;

impl From<quick_xml::Error> for Broken {
    fn from(_: quick_xml::Error) -> Self {
        Self
    }
}

/// A sheet as the workbook lists it.
pub(super) struct Listed {
    pub name: String,
    pub hidden: bool,
    pub part: String,
}

/// What the workbook says of itself.
#[derive(Default)]
pub(super) struct Outline {
    pub sheets: Vec<Listed>,
    /// Sheets that have no cells: charts, dialogs.
    pub without_cells: Vec<String>,
    pub from_1904: bool,
    /// The parts with texts and with formats, where there are any.
    pub texts: Option<String>,
    pub styles: Option<String>,
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

/// Which sheets there are, in their order, and what they lean on.
pub(super) fn outline(archive: &mut Archive<'_>, package: &Package) -> Result<Outline, BookProblem> {
    let book = package.main.as_str();
    let mut listed: Vec<(String, bool, String)> = Vec::new();
    let mut outline = Outline::default();
    let there = go(archive, book, |event| {
        let (Event::Start(e) | Event::Empty(e)) = event else { return Ok(()) };
        match e.local_name().as_ref() {
            "sheet" => {
                refuse(listed.len() >= SHEETS)?;
                let hidden = attribute(e, "state").is_some_and(|state| state != "visible");
                listed.push((attribute(e, "name").unwrap_or_default(), hidden, attribute(e, "id").unwrap_or_default()));
            }
            "workbookPr" => {
                outline.from_1904 = attribute(e, "date1904").is_some_and(|is| is == "1" || is == "true");
            }
            _ => {}
        }
        Ok(())
    })?;
    let damaged = |part: &str| BookProblem::Damaged { part: part.to_owned() };
    if !there {
        return Err(damaged(book));
    }
    let Some(links) = package::links(archive, book)? else { return Err(damaged("workbook.xml.rels")) };
    for (name, hidden, id) in listed {
        let name = name.trim().to_owned();
        match links.iter().find(|link| link.id == id) {
            Some(link) if link.kind == "worksheet" => {
                outline.sheets.push(Listed { name, hidden, part: link.part.clone() });
            }
            Some(_) => outline.without_cells.push(name),
            None => return Err(damaged(&format!("“{name}”"))),
        }
    }
    let leans_on = |kind: &str, of: &str| {
        let link = links.iter().find(|link| link.kind == kind).map(|link| link.part.clone());
        link.or_else(|| package.of_type(of))
    };
    outline.texts = leans_on("sharedStrings", "sharedstrings+xml");
    outline.styles = leans_on("styles", "styles+xml");
    Ok(outline)
}

/// A part that must be there where it is named at all.
fn must(
    archive: &mut Archive<'_>,
    part: &str,
    take: impl FnMut(&Event<'_>) -> Result<(), Broken>,
) -> Result<(), BookProblem> {
    if go(archive, part, take)? { Ok(()) } else { Err(BookProblem::Damaged { part: part.to_owned() }) }
}

/// The texts that cells share, by number.
pub(super) fn shared_texts(archive: &mut Archive<'_>, part: Option<&str>) -> Result<Vec<String>, BookProblem> {
    let mut texts: Vec<String> = Vec::new();
    let Some(part) = part else { return Ok(texts) };
    let (mut inside, mut phonetic) = (false, false);
    must(archive, part, |event| {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "si" => {
                    refuse(texts.len() >= TEXTS)?;
                    texts.push(String::new());
                }
                "rPh" => phonetic = true,
                "t" => inside = !phonetic,
                _ => {}
            },
            Event::Empty(e) if e.local_name().as_ref() == "si" => {
                refuse(texts.len() >= TEXTS)?;
                texts.push(String::new());
            }
            Event::End(e) => match e.local_name().as_ref() {
                "rPh" => phonetic = false,
                "t" => inside = false,
                _ => {}
            },
            other => {
                if let (true, Some(text)) = (inside, texts.last_mut()) {
                    add_text(other, text);
                }
            }
        }
        Ok(())
    })?;
    Ok(texts.iter().map(|text| unescaped(text)).collect())
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

/// What each style makes of a number.
pub(super) fn styles(archive: &mut Archive<'_>, part: Option<&str>) -> Result<Vec<Format>, BookProblem> {
    let mut own: HashMap<u32, Format> = HashMap::new();
    let mut styles = Vec::new();
    let Some(part) = part else { return Ok(styles) };
    let mut inside = false;
    must(archive, part, |event| {
        match event {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "numFmt" => {
                    refuse(own.len() >= FORMATS)?;
                    let number = attribute(e, "numFmtId").and_then(|n| n.parse().ok());
                    if let (Some(number), Some(code)) = (number, attribute(e, "formatCode")) {
                        own.insert(number, Format::of_code(&code));
                    }
                }
                "cellXfs" => inside = true,
                "xf" if inside => {
                    let number: u32 = attribute(e, "numFmtId").and_then(|n| n.parse().ok()).unwrap_or(0);
                    styles.push(own.get(&number).cloned().unwrap_or_else(|| Format::built_in(number)));
                }
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "cellXfs" => inside = false,
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
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
