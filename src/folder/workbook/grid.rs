//! A sheet as cells: what each says, whether a formula says it, and what is merged. Cells without a value are not
//! kept, so that a sheet with borders down to its last row is as small as what stands in it.

use std::collections::BTreeMap;
use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};

use super::fault::BookProblem;
use super::value::{Format, date, shown};
use super::xml::{Broken, add_text, attribute, each};

/// Last row and last column that are read, from 1.
pub(super) const ROWS: u32 = 50_000;
pub(super) const COLUMNS: u32 = 100;
/// Most cells with a value.
const CELLS: usize = 200_000;
/// Most merged ranges that are named.
const MERGED: usize = 100;

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// A text, or a number as the spreadsheet shows it.
    Text(String),
    /// A date or a time, as people write it.
    Date(String),
    /// Something that cannot be taken.
    Wrong(BookProblem),
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Content {
    pub said: Said,
    /// The formula that gave it.
    pub formula: Option<String>,
    /// The format in which it shows.
    pub format: Format,
}

/// The cells of a sheet: rows and columns from 1.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub rows: BTreeMap<u32, BTreeMap<u32, Content>>,
    /// Ranges of merged cells.
    pub merged: Vec<String>,
    /// What lies beyond the last row or column.
    pub beyond: Option<BookProblem>,
}

/// What cells lean on.
pub(super) struct Shared {
    pub texts: Vec<String>,
    pub styles: Vec<Format>,
    pub from_1904: bool,
}

/// Name of a column, from 1: `A`, `B`, … `Z`, `AA`.
pub(super) fn letters(column: u32) -> String {
    let (mut rest, mut name) = (column, String::new());
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        name.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    name
}

/// Row and column of a reference such as `B12`.
fn reference(text: &str) -> Option<(u32, u32)> {
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let (column, row) = text.split_at(split);
    let column = column.bytes().try_fold(0u32, |sum, b| {
        let digit = u32::from(b.to_ascii_uppercase().checked_sub(b'A').filter(|d| *d < 26)?) + 1;
        sum.checked_mul(26)?.checked_add(digit)
    })?;
    Some((row.parse().ok().filter(|row| *row > 0)?, column)).filter(|(_, column)| *column > 0)
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
    cells: usize,
    at: (u32, u32),
    cell: Option<Raw>,
    inside: Inside,
    phonetic: bool,
}

/// Reads a sheet.
pub(super) fn read(part: impl BufRead, shared: &Shared) -> Result<Grid, Broken> {
    let mut reading = Reading {
        shared,
        grid: Grid::default(),
        cells: 0,
        at: (0, 0),
        cell: None,
        inside: Inside::Nothing,
        phonetic: false,
    };
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

impl Reading<'_> {
    fn start(&mut self, e: &BytesStart<'_>) {
        match e.local_name().as_ref() {
            "row" => {
                let row = attribute(e, "r").and_then(|r| r.parse().ok());
                self.at = (row.unwrap_or(self.at.0.saturating_add(1)), 0);
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
            "mergeCell" if self.grid.merged.len() < MERGED => self.grid.merged.extend(attribute(e, "ref")),
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
                    self.keep(content);
                }
            }
            _ => {}
        }
    }

    fn keep(&mut self, content: Content) {
        let (row, column) = self.at;
        if row > ROWS {
            self.grid.beyond.get_or_insert(BookProblem::TooManyRows { most: ROWS });
        } else if column > COLUMNS {
            self.grid.beyond.get_or_insert(BookProblem::TooManyColumns { most: COLUMNS });
        } else if self.cells == CELLS {
            self.grid.beyond.get_or_insert(BookProblem::TooManyCells { most: CELLS });
        } else {
            self.cells += 1;
            self.grid.rows.entry(row).or_default().insert(column, content);
        }
    }

    fn content(&self, raw: Raw) -> Option<Content> {
        let value = raw.value.unwrap_or_default();
        let style = self.shared.styles.get(raw.style).copied().unwrap_or(Format::General);
        let is_number = matches!(raw.kind.as_str(), "" | "n");
        let format = if is_number { style } else { Format::General };
        let said = match raw.kind.as_str() {
            "s" => Said::Text(value.trim().parse().ok().and_then(|n: usize| self.shared.texts.get(n))?.clone()),
            "inlineStr" => Said::Text(raw.text.unwrap_or_default()),
            "str" => Said::Text(value),
            "e" => Said::Wrong(BookProblem::ErrorValue { found: value }),
            "b" => Said::Text(if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned()),
            "d" => Said::Date(value.trim_end_matches('Z').replace('T', " ")),
            _ if value.trim().is_empty() => match &raw.formula {
                Some(formula) => Said::Wrong(BookProblem::NoResult { formula: formula.clone() }),
                None => return None,
            },
            _ => self.number(value.trim(), format),
        };
        match &said {
            // what a spreadsheet puts before a line end
            Said::Text(text) if text.contains("_x000D_") => {
                let text = text.replace("_x000D_", "");
                Some(Content { said: Said::Text(text), formula: raw.formula, format })
            }
            Said::Text(text) if text.is_empty() => None,
            Said::Text(_) | Said::Date(_) | Said::Wrong(_) => Some(Content { said, formula: raw.formula, format }),
        }
    }

    fn number(&self, value: &str, format: Format) -> Said {
        let as_date = match format {
            Format::Date(format) => date(value, format, self.shared.from_1904),
            Format::General | Format::Decimals(_) | Format::Percent => None,
        };
        // what is no number is for the reader of the table to refuse
        as_date.map_or_else(|| Said::Text(shown(value).unwrap_or_else(|| value.to_owned())), Said::Date)
    }
}

#[cfg(test)]
mod tests {
    use super::{letters, reference};

    #[test]
    fn columns_have_the_names_that_spreadsheets_give_them() {
        for (number, name) in [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA")] {
            assert_eq!(letters(number), name);
            assert_eq!(reference(&format!("{name}12")), Some((12, number)));
        }
        for text in ["", "A", "12", "A0", "É1", "A1B", "AAAAAAAAAA1"] {
            assert_eq!(reference(text), None, "{text}");
        }
    }
}
