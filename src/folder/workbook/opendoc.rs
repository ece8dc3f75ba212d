//! The sheets of an ODS file as cells. What a cell shows stands in the file beside what it keeps.
//!
//! Source: OASIS OpenDocument 1.3, part 3, chapters 9 and 19.

use std::collections::HashSet;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::archive::Archive;
use super::fault::BookProblem;
use super::fault::is_error_value;
use super::format::Shows;
use super::grid::{COLUMNS, Content, Grid, ROWS, Said, letters};
use super::value::shown;
use super::xml::{Broken, add_text, attribute, go, refuse};

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";
/// Most sheets, and most styles of sheets.
const SHEETS: usize = 200;
const STYLES: usize = 5_000;

/// A sheet of the file.
pub(super) struct Opened {
    pub name: String,
    pub hidden: bool,
    pub grid: Grid,
}

/// A cell as its element comes in.
#[derive(Default)]
struct Raw {
    kind: String,
    /// Whether the program says that it shows an error.
    error: bool,
    value: Option<String>,
    formula: Option<String>,
    /// Paragraphs.
    text: Vec<String>,
    /// How often it stands beside itself.
    times: u32,
    /// Columns and rows that it covers.
    spans: (u32, u32),
}

#[derive(Default)]
struct Reading {
    sheets: Vec<Opened>,
    /// Styles of sheets that are not shown.
    unseen: HashSet<String>,
    style: String,
    /// Whether a sheet is being read, and not one within a drawing.
    inside: bool,
    row: u32,
    /// How often the row stands below itself.
    rows: u32,
    hidden: bool,
    column: u32,
    /// The next column that is described.
    described: u32,
    cell: Option<Raw>,
    /// Cells of the row.
    cells: Vec<(u32, Content)>,
    paragraph: bool,
    /// How deep in something that is no text of the cell: a note, a drawing.
    beside: usize,
}

/// Reads all sheets.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<Vec<Opened>, BookProblem> {
    let mut locked = false;
    go(archive, MANIFEST, |event| {
        if let Event::Start(e) | Event::Empty(e) = event {
            locked |= e.local_name().as_ref() == "encryption-data";
        }
        Ok(())
    })?;
    if locked {
        return Err(BookProblem::LockedBook);
    }
    let mut reading = Reading::default();
    let there = go(archive, CONTENT, |event| match event {
        Event::Start(e) => reading.start(e),
        Event::Empty(e) => {
            reading.start(e)?;
            reading.end(e.local_name().as_ref());
            Ok(())
        }
        Event::End(e) => {
            reading.end(e.local_name().as_ref());
            Ok(())
        }
        other => {
            reading.text(other);
            Ok(())
        }
    })?;
    if there { Ok(reading.sheets) } else { Err(BookProblem::Damaged { part: CONTENT.to_owned() }) }
}

fn count(e: &BytesStart<'_>, name: &str) -> u32 {
    attribute(e, name).and_then(|n| n.parse().ok()).filter(|n| *n > 0).unwrap_or(1)
}

fn is_unseen(e: &BytesStart<'_>) -> bool {
    attribute(e, "visibility").is_some_and(|how| how != "visible")
}

impl Reading {
    fn grid(&mut self) -> Option<&mut Grid> {
        self.sheets.last_mut().filter(|_| self.inside).map(|sheet| &mut sheet.grid)
    }

    fn start(&mut self, e: &BytesStart<'_>) -> Result<(), Broken> {
        let name = e.local_name();
        let name: &str = name.as_ref();
        let beside = ["annotation", "shapes", "dde-links", "tracked-changes", "note", "ruby-text"].contains(&name);
        let drawn = e.name().as_ref().starts_with("draw:") || e.name().as_ref().starts_with("dr3d:");
        if self.beside > 0 || beside || drawn {
            self.beside += 1;
            return Ok(());
        }
        match name {
            "style" => self.style = attribute(e, "name").unwrap_or_default(),
            "table-properties" if attribute(e, "display").is_some_and(|shown| shown == "false") => {
                refuse(self.unseen.len() >= STYLES)?;
                self.unseen.insert(self.style.clone());
            }
            "table" => {
                refuse(self.sheets.len() >= SHEETS)?;
                let hidden = attribute(e, "style-name").is_some_and(|style| self.unseen.contains(&style));
                let name = attribute(e, "name").unwrap_or_default().trim().to_owned();
                self.sheets.push(Opened { name, hidden, grid: Grid::default() });
                (self.inside, self.row, self.described) = (true, 0, 1);
            }
            "table-column" => {
                let (from, times) = (self.described, count(e, "number-columns-repeated"));
                self.described = from.saturating_add(times);
                let hidden = is_unseen(e);
                if let Some(grid) = self.grid().filter(|_| hidden) {
                    grid.hide_columns(from, from.saturating_add(times - 1));
                }
            }
            "table-row" => {
                self.row = self.row.saturating_add(1);
                self.rows = count(e, "number-rows-repeated");
                (self.hidden, self.column) = (is_unseen(e), 0);
                self.cells.clear();
            }
            "table-cell" | "covered-table-cell" => {
                let kind = attribute(e, "value-type").unwrap_or_default();
                let names: &[&str] = match kind.as_str() {
                    "string" => &["string-value"],
                    _ => &["value", "date-value", "time-value", "boolean-value"],
                };
                let value = names.iter().find_map(|name| attribute(e, name));
                let kinds = e.attributes().flatten().filter(|a| a.key.local_name().as_ref() == "value-type");
                let error =
                    kinds.filter_map(|a| a.normalized_value(XmlVersion::Implicit1_0).ok()).any(|kind| kind == "error");
                self.cell = Some(Raw {
                    kind,
                    error,
                    value,
                    formula: attribute(e, "formula").map(|formula| said_formula(&formula).to_owned()),
                    text: Vec::new(),
                    times: count(e, "number-columns-repeated"),
                    spans: (count(e, "number-columns-spanned"), count(e, "number-rows-spanned")),
                });
            }
            "p" => {
                self.paragraph = self.cell.is_some();
                if let Some(cell) = &mut self.cell {
                    cell.text.push(String::new());
                }
            }
            "s" => self.add(&" ".repeat(count(e, "c").min(1_000) as usize)),
            "tab" => self.add("\t"),
            "line-break" => self.add("\n"),
            _ => {}
        }
        Ok(())
    }

    fn add(&mut self, text: &str) {
        if let (true, Some(into)) = (self.paragraph, self.cell.as_mut().and_then(|cell| cell.text.last_mut())) {
            into.push_str(text);
        }
    }

    fn text(&mut self, event: &Event<'_>) {
        if self.beside > 0 || !self.paragraph {
            return;
        }
        let mut text = String::new();
        add_text(event, &mut text);
        // the file is broken into lines as its writer likes; a space of the text is written as one
        self.add(&text.replace(['\n', '\r'], " "));
    }

    fn end(&mut self, name: &str) {
        if self.beside > 0 {
            self.beside -= 1;
            return;
        }
        match name {
            "p" => self.paragraph = false,
            "table-cell" | "covered-table-cell" => {
                let Some(raw) = self.cell.take() else { return };
                let (from, times) = (self.column.saturating_add(1), raw.times);
                self.column = self.column.saturating_add(times);
                let (row, spans) = (self.row, raw.spans);
                if spans != (1, 1)
                    && let Some(grid) = self.grid()
                {
                    let (right, last) = (from.saturating_add(spans.0 - 1), row.saturating_add(spans.1 - 1));
                    let range = format!("{}{row}:{}{last}", letters(from), letters(right));
                    grid.merge(range, (row, from), (last, right));
                }
                if let Some(content) = content(raw) {
                    // one more than may be is enough to say so
                    let last = self.column.min(COLUMNS + 1).max(from);
                    self.cells.extend((from..=last).map(|column| (column, content.clone())));
                }
            }
            "table-row" => self.keep(),
            "table" => self.inside = false,
            _ => {}
        }
    }

    /// Puts a row into the sheet, as often as it stands there.
    fn keep(&mut self) {
        let (row, times, hidden) = (self.row, self.rows, self.hidden);
        let cells = std::mem::take(&mut self.cells);
        self.row = row.saturating_add(times - 1);
        let last = self.row.min(ROWS + 1).max(row);
        let Some(grid) = self.grid().filter(|_| !cells.is_empty()) else { return };
        for row in row..=last {
            if hidden {
                grid.hidden_rows.insert(row);
            }
            for (column, content) in &cells {
                grid.keep((row, *column), content.clone());
            }
            if grid.beyond.is_some() {
                return;
            }
        }
    }
}

/// What a cell says; `None` where it says nothing.
fn content(raw: Raw) -> Option<Content> {
    let paragraphs = raw.text.join("\n");
    let no_result = |formula: &str| Said::Wrong(BookProblem::NoResult { formula: formula.to_owned() });
    let (value, formula) = (raw.value, raw.formula);
    // of a text the file says what it is, where that is not what stands there
    let text = if raw.kind == "string" { value.clone().unwrap_or(paragraphs) } else { paragraphs };
    let said = match (raw.kind.as_str(), value) {
        _ if raw.error || is_error(&text) => Said::Wrong(BookProblem::ErrorValue { found: text }),
        ("" | "string", None) if formula.is_some() && text.is_empty() => {
            no_result(formula.as_deref().unwrap_or_default())
        }
        ("float" | "currency" | "percentage" | "date" | "time", None) => {
            formula.as_deref().map_or(Said::Wrong(BookProblem::LostText), no_result)
        }
        (kind, value) => said(kind, &value.unwrap_or_default(), text)?,
    };
    Some(Content { said, formula })
}

/// What a value of a kind says, with the text that is shown for it; `None` where it says nothing.
fn said(kind: &str, value: &str, text: String) -> Option<Said> {
    Some(match kind {
        "float" | "currency" => match shown(value) {
            Some(stored) => {
                Said::Number { shows: if text.is_empty() { Shows::Unknown } else { Shows::As(text) }, stored }
            }
            None => Said::Text(if text.is_empty() { value.to_owned() } else { text }),
        },
        "percentage" => Said::Number { stored: shown(value)?, shows: Shows::Percent },
        "date" => Said::Date(value.trim_end_matches('Z').replace('T', " ")),
        "time" => Said::Date(clock(value).unwrap_or(text)),
        "boolean" => Said::Text(value.to_uppercase()),
        _ if text.is_empty() => return None,
        _ => Said::Text(text),
    })
}

/// A formula as spreadsheets show it: without the name of its grammar, and without the sign.
fn said_formula(formula: &str) -> &str {
    let bare = formula.split_once(":=").map_or(formula, |(_, bare)| bare);
    bare.strip_prefix('=').unwrap_or(bare)
}

/// What spreadsheets write for a formula that comes to nothing.
fn is_error(text: &str) -> bool {
    is_error_value(text)
        || text.strip_prefix("Err:").is_some_and(|n| n.len() == 3 && n.bytes().all(|b| b.is_ascii_digit()))
}

/// A duration such as `PT08H30M00S` as a time of day; `None` where it is none.
fn clock(duration: &str) -> Option<String> {
    let (hours, rest) = duration.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S').unwrap_or("0");
    let whole = |text: &str| text.parse::<u32>().ok();
    let (hours, minutes) = (whole(hours)?, whole(minutes)?);
    let none = seconds.bytes().all(|b| matches!(b, b'0' | b'.' | b','));
    let clock = format!("{hours:02}:{minutes:02}");
    Some(if none { clock } else { format!("{clock}:{seconds}") })
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn a_duration_is_a_time_of_day() {
        for (duration, time) in [
            ("PT08H30M00S", Some("08:30")),
            ("PT8H5M0.000S", Some("08:05")),
            ("PT08H30M15S", Some("08:30:15")),
            ("PT25H70M00S", Some("25:70")),
            ("08:30", None),
            ("", None),
        ] {
            assert_eq!(clock(duration).as_deref(), time, "{duration}");
        }
    }
}
