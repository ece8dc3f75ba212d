//! A CSV file of an event folder as rows with known columns: headers in English or Chinese, faults
//! with their line. Knows nothing of what the columns mean.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{self, Read};

use super::fault::{Fault, Faults, Problem, control, whole};
use super::source::Source;
use super::text::{ALLOWED, Decoding, Numbered, Quotes, TRIED};

#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// English name.
    pub name: &'static str,
    pub chinese: &'static str,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether its cell may be empty, so that a row may end before it.
    blank: bool,
}

impl Column {
    /// Whether a row may end before it: spreadsheets leave commas at the ends of rows out.
    pub fn may_lack(&self) -> bool {
        self.optional || self.blank
    }
}

/// A column that must be there.
pub(super) const fn column(name: &'static str, chinese: &'static str) -> Column {
    Column { name, chinese, optional: false, blank: false }
}

/// A column that must be there, with cells that may be empty.
pub(super) const fn blank(name: &'static str, chinese: &'static str) -> Column {
    Column { name, chinese, optional: false, blank: true }
}

/// A column that may be left out.
pub(super) const fn optional(name: &'static str, chinese: &'static str) -> Column {
    Column { name, chinese, optional: true, blank: false }
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

    /// Notes an id that stands in the file already.
    pub fn first_time(&self, seen: &mut HashMap<String, usize>, column: usize, id: &str) -> bool {
        if let Some(&line) = seen.get(id) {
            self.fault(column, Problem::Duplicate { found: id.to_owned(), first: Some(line) });
            return false;
        }
        seen.insert(id.to_owned(), self.line);
        true
    }

    /// The number of an `order` column; `None` where it is empty.
    pub fn order(&self, column: usize) -> Option<u32> {
        match self.get(column) {
            "" => None,
            text => match whole(text) {
                Ok(order) => Some(order),
                Err(problem) => {
                    self.fault(column, problem);
                    None
                }
            },
        }
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

/// A table while its records are read: what is known of its columns.
pub(super) struct Table<'t> {
    file: &'t str,
    columns: &'t [Column],
    /// Where each column stands in a record, and how many cells a record has; `None` before the header.
    header: Option<(Vec<Option<usize>>, usize)>,
    extent: Extent,
}

impl<'t> Table<'t> {
    pub fn new(file: &'t str, columns: &'t [Column]) -> Self {
        Self { file, columns, header: None, extent: Extent::Empty }
    }

    /// Where each column stands in a record; `None` before the header.
    pub fn positions(&self) -> Option<&[Option<usize>]> {
        self.header.as_ref().map(|(positions, _)| positions.as_slice())
    }

    /// Takes the next record, which begins on a line: the header, or a row for `each`. Whether more of the table can be
    /// read after it.
    pub fn take(
        &mut self,
        record: &csv::StringRecord,
        line: usize,
        faults: &mut Faults,
        each: impl FnOnce(&Row<'_>),
    ) -> bool {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return true;
        }
        let Some((positions, expected)) = &self.header else {
            let positions = positions(record, self.columns, self.file, line, faults);
            self.header = positions.map(|positions| (positions, record.len()));
            self.extent = if self.header.is_some() { Extent::Whole } else { Extent::Partial };
            return self.header.is_some();
        };
        let lacking =
            positions.iter().zip(self.columns).filter(|(position, _)| position.is_some_and(|at| at >= record.len()));
        let is_whole = record.len() == *expected
            || (lacking.into_iter().all(|(_, column)| column.may_lack())
                && record.iter().skip(*expected).all(str::is_empty));
        if is_whole {
            let faults = RefCell::new(faults);
            let row = Row { line, file: self.file, columns: self.columns, positions, record, faults: &faults };
            row.refuse_control_characters();
            each(&row);
        } else {
            let problem = Problem::CellCount { found: record.len(), expected: *expected };
            faults.push(Fault { file: self.file.to_owned(), line, place: String::new(), problem });
            self.extent = Extent::Partial;
        }
        true
    }
}

pub(super) fn read(
    source: &dyn Source,
    file: &str,
    columns: &[Column],
    faults: &mut Faults,
    each: impl FnMut(&Row<'_>),
) -> Extent {
    match open(source, file) {
        Ok(Some(opened)) => opened.records(file, columns, faults, each),
        Ok(None) => Extent::Absent,
        Err(unread) => {
            faults.push(unread.fault(file));
            Extent::Partial
        }
    }
}

/// A table that was seen to be text with closed quotes, opened again.
pub(super) struct Opened<'s> {
    pub text: Decoding<Box<dyn Read + 's>>,
    /// Whether it has a quote or anything else for which commas and line ends do not say all.
    pub quoted: bool,
}

impl Opened<'_> {
    /// All records of the table, whatever they are like.
    pub fn records(
        self,
        file: &str,
        columns: &[Column],
        faults: &mut Faults,
        mut each: impl FnMut(&Row<'_>),
    ) -> Extent {
        let reader = Numbered::new(self.text);
        let mut csv = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(reader);
        let (mut record, mut table) = (csv::StringRecord::new(), Table::new(file, columns));
        loop {
            match csv.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return table.extent,
                Err(error) => {
                    let line = csv.get_mut().next_line();
                    faults.push(Unread { line, problem: Problem::Unreadable(error.to_string()) }.fault(file));
                    return Extent::Partial;
                }
            }
            let line = csv.get_mut().next_line();
            if !table.take(&record, line, faults, &mut each) {
                return table.extent;
            }
        }
    }
}

/// Why a table cannot be read.
pub(super) struct Unread {
    /// From 1.
    pub line: usize,
    pub problem: Problem,
}

impl Unread {
    pub fn fault(self, file: &str) -> Fault {
        Fault { file: file.to_owned(), line: self.line, place: String::new(), problem: self.problem }
    }

    pub fn at(line: usize, error: &io::Error) -> Self {
        Self { line, problem: Problem::Unreadable(error.to_string()) }
    }
}

/// Opens a table as UTF-8 text, having seen that it is text and that its quotes are closed; `None` where there is none.
pub(super) fn open<'s>(source: &'s dyn Source, file: &str) -> Result<Option<Opened<'s>>, Unread> {
    let unreadable = |error: io::Error| Unread::at(1, &error);
    let mut furthest = 1;
    for encoding in TRIED {
        let Some(bytes) = source.open(file).map_err(unreadable)? else { return Ok(None) };
        let (mut text, mut quotes) = (Decoding::new(bytes, encoding), Quotes::new());
        match survey(&mut text, &mut quotes) {
            Ok(marked) => {
                if let Some(line) = quotes.open() {
                    return Err(Unread { line, problem: Problem::OpenQuote });
                }
                let again = source.open(file).map_err(unreadable)?;
                let quoted = marked || quotes.met();
                return Ok(again.map(|bytes| Opened { text: Decoding::new(bytes, encoding), quoted }));
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                quotes.pass(text.before_fault());
                furthest = furthest.max(quotes.line());
            }
            Err(error) => return Err(unreadable(error)),
        }
    }
    Err(Unread { line: furthest, problem: Problem::Encoding { allowed: ALLOWED } })
}

/// Reads a text to its end; whether it may begin with a second byte order mark, which readers of records pass over.
fn survey<R: Read>(text: &mut Decoding<R>, quotes: &mut Quotes) -> io::Result<bool> {
    let mut marked = None;
    loop {
        match text.text() {
            Ok([]) => return Ok(marked.unwrap_or_default()),
            Ok(more) => {
                marked.get_or_insert(more.first() == Some(&0xef));
                quotes.pass(more);
            }
            // as readers do that are asked once more
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
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
