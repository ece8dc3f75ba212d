//! A sheet of an XLSX file as cells.

use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use super::fault::BookProblem;
use super::format::Format;
use super::grid::{Content, Grid, Said, reference};
use super::value::{date, shown};
use super::xml::{Broken, add_text, attribute, each, unescaped};

/// What cells lean on.
pub(super) struct Shared {
    pub texts: Vec<String>,
    pub styles: Vec<Format>,
    pub from_1904: bool,
}

/// A cell as its element comes in.
#[derive(Default)]
struct Raw {
    kind: String,
    style: usize,
    value: Option<String>,
    formula: Option<String>,
    text: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Value,
    Formula,
    Text,
}

struct Reading<'s> {
    shared: &'s Shared,
    grid: Grid,
    at: (u32, u32),
    cell: Option<Raw>,
    inside: Inside,
    phonetic: bool,
}

/// Reads a sheet.
pub(super) fn read(part: impl Read, shared: &Shared) -> Result<Grid, Broken> {
    let grid = Grid::default();
    let mut reading = Reading { shared, grid, at: (0, 0), cell: None, inside: Inside::Nothing, phonetic: false };
    each(part, |event| {
        match event {
            Event::Start(e) => reading.start(e),
            Event::Empty(e) => {
                reading.start(e);
                reading.end(e.local_name().as_ref());
            }
            Event::End(e) => reading.end(e.local_name().as_ref()),
            other => reading.text(other),
        }
        Ok(())
    })?;
    Ok(reading.grid)
}

/// An attribute that is true or false.
fn is(e: &BytesStart<'_>, name: &str) -> bool {
    attribute(e, name).is_some_and(|is| is == "1" || is == "true")
}

/// Whether a height or a width is given as none that anybody sees: less than a point, or than a character.
fn is_nought(e: &BytesStart<'_>, name: &str) -> bool {
    let size: Option<rust_decimal::Decimal> = attribute(e, name).and_then(|size| size.parse().ok());
    size.is_some_and(|size| size < rust_decimal::Decimal::ONE)
}

impl Reading<'_> {
    fn start(&mut self, e: &BytesStart<'_>) {
        match e.local_name().as_ref() {
            "row" => {
                let row = attribute(e, "r").and_then(|r| r.parse().ok());
                self.at = (row.unwrap_or(self.at.0.saturating_add(1)), 0);
                if is(e, "hidden") || is_nought(e, "ht") {
                    self.grid.hidden_rows.insert(self.at.0);
                }
            }
            "col" if is(e, "hidden") || is_nought(e, "width") => {
                let number = |name| attribute(e, name).and_then(|n| n.parse().ok());
                if let (Some(from), Some(to)) = (number("min"), number("max")) {
                    self.grid.hide_columns(from, to);
                }
            }
            "c" => {
                let next = (self.at.0, self.at.1.saturating_add(1));
                self.at = attribute(e, "r").and_then(|r| reference(&r)).unwrap_or(next);
                self.cell = Some(Raw {
                    kind: attribute(e, "t").unwrap_or_default(),
                    style: attribute(e, "s").and_then(|s| s.parse().ok()).unwrap_or(0),
                    ..Raw::default()
                });
            }
            "mergeCell" => {
                if let Some(range) = attribute(e, "ref") {
                    let (from, to) = range.split_once(':').unwrap_or((&range, &range));
                    let (from, to) = (reference(from).unwrap_or_default(), reference(to).unwrap_or_default());
                    self.grid.merge(range, from, to);
                }
            }
            "rPh" => self.phonetic = true,
            name => {
                let Some(cell) = &mut self.cell else { return };
                (self.inside, _) = match name {
                    "v" => (Inside::Value, cell.value.get_or_insert_default()),
                    "f" => (Inside::Formula, cell.formula.get_or_insert_default()),
                    "t" if !self.phonetic => (Inside::Text, cell.text.get_or_insert_default()),
                    _ => return,
                };
            }
        }
    }

    fn text(&mut self, event: &Event<'_>) {
        let Some(cell) = &mut self.cell else { return };
        let into = match self.inside {
            Inside::Nothing => return,
            Inside::Value => &mut cell.value,
            Inside::Formula => &mut cell.formula,
            Inside::Text => &mut cell.text,
        };
        add_text(event, into.get_or_insert_default());
    }

    fn end(&mut self, name: &str) {
        match name {
            "v" | "f" | "t" => self.inside = Inside::Nothing,
            "rPh" => self.phonetic = false,
            "c" => {
                if let Some(content) = self.cell.take().and_then(|raw| self.content(raw)) {
                    self.grid.keep(self.at, content);
                }
            }
            _ => {}
        }
    }

    fn content(&self, raw: Raw) -> Option<Content> {
        if let (Some(formula), None) = (&raw.formula, raw.value.as_ref().or(raw.text.as_ref())) {
            let said = Said::Wrong(BookProblem::NoResult { formula: formula.clone() });
            return Some(Content { said, formula: raw.formula });
        }
        let value = raw.value.unwrap_or_default();
        let said = match raw.kind.as_str() {
            "s" => self.shared_text(value.trim()),
            "inlineStr" => match raw.text {
                Some(text) => Said::Text(unescaped(&text)),
                None if value.is_empty() => Said::Wrong(BookProblem::LostText),
                None => Said::Text(unescaped(&value)),
            },
            "str" => Said::Text(unescaped(&value)),
            "e" => Said::Wrong(BookProblem::ErrorValue { found: value }),
            "b" => Said::Text(if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned()),
            "d" => Said::Date(value.trim_end_matches('Z').replace('T', " ")),
            _ if value.trim().is_empty() => match &raw.formula {
                Some(formula) => Said::Wrong(BookProblem::NoResult { formula: formula.clone() }),
                None => return None,
            },
            _ => self.number(value.trim(), self.format(raw.style)),
        };
        match &said {
            Said::Text(text) if text.is_empty() && raw.formula.is_none() => None,
            _ => Some(Content { said, formula: raw.formula }),
        }
    }

    /// The format of a style; one that the file does not have shows nobody knows what.
    fn format(&self, style: usize) -> &Format {
        let none = if style == 0 { &Format::General } else { &Format::Unknown };
        self.shared.styles.get(style).unwrap_or(none)
    }

    /// A text that cells share. One that is not there is lost, and no blank.
    fn shared_text(&self, number: &str) -> Said {
        let text = number.parse().ok().and_then(|n: usize| self.shared.texts.get(n));
        text.map_or(Said::Wrong(BookProblem::LostText), |text| Said::Text(text.clone()))
    }

    fn number(&self, value: &str, format: &Format) -> Said {
        let as_date = match format {
            Format::Date(format) => date(value, *format, self.shared.from_1904),
            Format::General | Format::Places(_) | Format::Unknown => None,
        };
        if let Some(date) = as_date {
            return Said::Date(date);
        }
        // what is no number is for the reader of the table to refuse
        let Some(stored) = shown(value) else { return Said::Text(value.to_owned()) };
        let shows = format.shows(&stored);
        Said::Number { stored, shows }
    }
}
