//! The parts of a workbook that its sheets lean on: which sheets there are, the texts that they share, the formats
//! of numbers.

use std::collections::HashMap;
use std::io::BufRead;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::archive::Archive;
use super::fault::BookProblem;
use super::value::Format;

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
    pub from_1904: bool,
}

/// Goes through a part, event by event.
pub(super) fn each(part: impl BufRead, mut take: impl FnMut(&Event<'_>) -> Result<(), Broken>) -> Result<(), Broken> {
    let mut reader = Reader::from_reader(part);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Eof => return Ok(()),
            event => take(&event)?,
        }
    }
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
fn refuse(too_many: bool) -> Result<(), Broken> {
    if too_many { Err(Broken) } else { Ok(()) }
}

fn go(
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

/// Which sheets there are, in their order.
pub(super) fn outline(archive: &mut Archive<'_>) -> Result<Outline, BookProblem> {
    const BOOK: &str = "xl/workbook.xml";
    const LINKS: &str = "xl/_rels/workbook.xml.rels";
    let mut parts: HashMap<String, String> = HashMap::new();
    let mut listed: Vec<(String, bool, String)> = Vec::new();
    let mut outline = Outline::default();
    let there = go(archive, LINKS, |event| {
        if let Event::Start(e) | Event::Empty(e) = event
            && e.local_name().as_ref() == "Relationship"
            && attribute(e, "Type").is_some_and(|kind| kind.ends_with("/worksheet"))
            && let (Some(id), Some(target)) = (attribute(e, "Id"), attribute(e, "Target"))
        {
            let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            refuse(parts.len() >= SHEETS)?;
            parts.insert(id, part);
        }
        Ok(())
    })?;
    if !there {
        return Err(BookProblem::Damaged { part: LINKS.to_owned() });
    }
    go(archive, BOOK, |event| {
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
    // a chart on a sheet of its own has no cells
    let with_cells = listed.into_iter().filter_map(|(name, hidden, id)| {
        let part = parts.get(&id)?.clone();
        Some(Listed { name: name.trim().to_owned(), hidden, part })
    });
    outline.sheets = with_cells.collect();
    Ok(outline)
}

/// The texts that cells share, by number.
pub(super) fn shared_texts(archive: &mut Archive<'_>) -> Result<Vec<String>, BookProblem> {
    let mut texts: Vec<String> = Vec::new();
    let (mut inside, mut phonetic) = (false, false);
    go(archive, "xl/sharedStrings.xml", |event| {
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
    Ok(texts)
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
pub(super) fn styles(archive: &mut Archive<'_>) -> Result<Vec<Format>, BookProblem> {
    let mut own: HashMap<u32, Format> = HashMap::new();
    let mut styles = Vec::new();
    let mut inside = false;
    go(archive, "xl/styles.xml", |event| {
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
                    styles.push(own.get(&number).copied().unwrap_or_else(|| Format::built_in(number)));
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
