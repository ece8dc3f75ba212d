//! A CSV file of an event folder as rows with known columns: headers in English or Chinese, faults
//! with their line. Knows nothing of what the columns mean.

use std::cell::RefCell;
use std::io::{self, Read};

use super::fault::{Fault, Problem, control};
use super::text::{ALLOWED, Decoding, Numbered, Quotes, TRIED};
use super::{Faults, Source};

#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// English name.
    pub name: &'static str,
    pub chinese: &'static str,
    /// Whether it may be left out.
    pub optional: bool,
}

/// A column that must be there.
pub(super) const fn column(name: &'static str, chinese: &'static str) -> Column {
    Column { name, chinese, optional: false }
}

/// A column that may be left out.
pub(super) const fn optional(name: &'static str, chinese: &'static str) -> Column {
    Column { name, chinese, optional: true }
}

/// One row: its cells by column.
pub(super) struct Row<'t> {
    pub line: usize,
    file: &'t str,
    columns: &'t [Column],
    /// Where each column stands in the record.
    positions: &'t [Option<usize>],
    record: &'t csv::StringRecord,
    faults: &'t RefCell<&'t mut Faults>,
}

impl Row<'_> {
    /// The cell of a column; empty where the column was left out.
    pub fn get(&self, column: usize) -> &str {
        self.positions[column].and_then(|position| self.record.get(position)).unwrap_or_default()
    }

    /// Notes a fault of a column.
    pub fn fault(&self, column: usize, problem: Problem) {
        let place = self.columns[column].name.to_owned();
        self.faults.borrow_mut().push(Fault { file: self.file.to_owned(), line: self.line, place, problem });
    }

    /// Notes each cell with a character that no text has.
    fn refuse_control_characters(&self) {
        if control(self.record.as_slice()).is_none() {
            return;
        }
        for column in 0..self.columns.len() {
            if let Some(character) = control(self.get(column)) {
                self.fault(column, Problem::Control(character));
            }
        }
    }

    /// The cell of a column that must not be empty.
    pub fn required(&self, column: usize) -> Option<&str> {
        let cell = self.get(column);
        if cell.is_empty() {
            self.fault(column, Problem::Required);
            return None;
        }
        Some(cell)
    }
}

/// How much of a table there was to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// No file.
    Absent,
    /// Not even a header.
    Empty,
    /// Something of it could not be read, which has been noted.
    Partial,
    Whole,
}

pub(super) fn read(
    source: &dyn Source,
    file: &str,
    columns: &[Column],
    faults: &mut Faults,
    mut each: impl FnMut(&Row<'_>),
) -> Extent {
    let fault = |line, problem| Fault { file: file.to_owned(), line, place: String::new(), problem };
    let reader = match open(source, file) {
        Ok(Some(reader)) => Numbered::new(reader),
        Ok(None) => return Extent::Absent,
        Err((line, problem)) => {
            faults.push(fault(line, problem));
            return Extent::Partial;
        }
    };
    let mut csv = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(reader);
    let mut record = csv::StringRecord::new();
    let mut header: Option<(Vec<Option<usize>>, usize)> = None;
    let mut extent = Extent::Empty;
    loop {
        match csv.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return extent,
            Err(error) => {
                faults.push(fault(csv.get_mut().next_line(), Problem::Unreadable(error.to_string())));
                return Extent::Partial;
            }
        }
        let line = csv.get_mut().next_line();
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match &header {
            None => match positions(&record, columns, file, line, faults) {
                Some(positions) => {
                    header = Some((positions, record.len()));
                    extent = Extent::Whole;
                }
                None => return Extent::Partial,
            },
            Some((_, expected)) if record.len() != *expected => {
                faults.push(fault(line, Problem::CellCount { found: record.len(), expected: *expected }));
                extent = Extent::Partial;
            }
            Some((positions, _)) => {
                let faults = RefCell::new(&mut *faults);
                let row = Row { line, file, columns, positions, record: &record, faults: &faults };
                row.refuse_control_characters();
                each(&row);
            }
        }
    }
}

/// Opens a table as UTF-8 text, having seen that it is text and that its quotes are closed.
fn open<'s>(source: &'s dyn Source, file: &str) -> Result<Option<impl Read + 's>, (usize, Problem)> {
    let unreadable = |error: io::Error| (1, Problem::Unreadable(error.to_string()));
    let mut furthest = 1;
    for encoding in TRIED {
        let Some(bytes) = source.open(file).map_err(unreadable)? else { return Ok(None) };
        let (mut text, mut quotes) = (Decoding::new(bytes, encoding), Quotes::new());
        match io::copy(&mut text, &mut quotes) {
            Ok(_) => {
                if let Some(line) = quotes.open() {
                    return Err((line, Problem::OpenQuote));
                }
                let again = source.open(file).map_err(unreadable)?;
                return Ok(again.map(|bytes| Decoding::new(bytes, encoding)));
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => furthest = furthest.max(text.line()),
            Err(error) => return Err(unreadable(error)),
        }
    }
    Err((furthest, Problem::Encoding { allowed: ALLOWED }))
}

/// Where each column stands, from the header; `None` where a required one is missing or one is unknown.
fn positions(
    header: &csv::StringRecord,
    columns: &[Column],
    file: &str,
    line: usize,
    faults: &mut Faults,
) -> Option<Vec<Option<usize>>> {
    let before = faults.len();
    let chinese = header.iter().any(|cell| columns.iter().any(|c| c.chinese == cell));
    let name = |column: &Column| if chinese { column.chinese } else { column.name };
    let mut positions = vec![None; columns.len()];
    let mut fault = |place: &str, problem| {
        faults.push(Fault { file: file.to_owned(), line, place: place.to_owned(), problem });
    };
    for (position, cell) in header.iter().enumerate() {
        match columns.iter().position(|column| name(column) == cell) {
            None => {
                let allowed = columns.iter().map(|c| name(c).to_owned()).collect();
                fault(cell, Problem::UnknownColumn { allowed });
            }
            Some(column) if positions[column].is_some() => {
                fault(cell, Problem::Duplicate { found: cell.to_owned(), first: None });
            }
            Some(column) => positions[column] = Some(position),
        }
    }
    for (column, position) in columns.iter().zip(&positions) {
        if position.is_none() && !column.optional {
            fault(name(column), Problem::MissingColumn);
        }
    }
    (faults.len() == before).then_some(positions)
}
