//! What the sheets of an XLSX lean on: which there are, the texts that they share, the formats of numbers.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::archive::Archive;
use super::fault::BookProblem;
use super::format::Format;
use super::package::{self, Package};
use super::xml::{Broken, add_text, attribute, go, refuse, unescaped};

/// Most texts that cells share, sheets, and formats of a workbook's own.
const TEXTS: usize = 200_000;
const SHEETS: usize = 200;
const FORMATS: usize = 5_000;

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
