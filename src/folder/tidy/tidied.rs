//! A table as a file of the folder, and the way back to where people see it.

use super::draft::Origin;
use super::taken::{Doubt, Taken};
use crate::folder::fault::{Fault, Problem};
use crate::folder::kind::Kind;
use crate::folder::workbook::fault::BookProblem;
use crate::folder::workbook::grid::{letters, named_column};

/// A row and a column, from 1; 0 for the whole of the table or of the row.
pub(in crate::folder) type Spot = (u32, u32);

/// A row as the line of a fault or a note, from 1; the first for the whole of the table.
pub(in crate::folder) fn line(row: u32) -> usize {
    usize::try_from(row).unwrap_or(0).max(1)
}

/// A table as a file of the folder, with the way back.
pub(in crate::folder) struct Tidied {
    pub kind: &'static Kind,
    pub table: String,
    pub origin: Origin,
    pub csv: Vec<u8>,
    /// Lines of the CSV on which rows begin, with the rows.
    pub(super) lines: Vec<(usize, u32)>,
    /// Columns: their numbers, and the header's words.
    pub(super) header: Vec<(u32, String)>,
    /// Whether no row names columns, so that nothing more can be said of the table.
    pub headless: bool,
    /// What was taken for something else.
    pub taken: Vec<(Spot, Taken)>,
    /// What is wrong.
    pub faults: Vec<(Spot, BookProblem)>,
    /// What only a person can decide.
    pub doubts: Vec<(Spot, Doubt)>,
}

impl Tidied {
    pub(super) fn new(kind: &'static Kind, table: String, origin: Origin) -> Self {
        Self {
            kind,
            table,
            origin,
            csv: Vec::new(),
            lines: Vec::new(),
            header: Vec::new(),
            headless: false,
            taken: Vec::new(),
            faults: Vec::new(),
            doubts: Vec::new(),
        }
    }

    /// A table of which only the form was changed, line by line.
    pub fn as_it_is(kind: &'static Kind, table: String, csv: Vec<u8>) -> Self {
        Self { csv, ..Self::new(kind, table, Origin::File) }
    }

    /// The row that a line of the CSV came from.
    pub fn row(&self, line: usize) -> usize {
        let after = self.lines.partition_point(|(start, _)| *start <= line);
        let row = after.checked_sub(1).and_then(|at| self.lines.get(at)).or(self.lines.first());
        row.map_or(line, |(_, row)| usize::try_from(*row).unwrap_or(line))
    }

    /// A fault of the reader, on the row where people see it.
    pub fn led_back(&self, fault: Fault) -> Fault {
        let problem = match fault.problem {
            Problem::Duplicate { found, first: Some(first) } => {
                Problem::Duplicate { found, first: Some(self.row(first)) }
            }
            other => other,
        };
        Fault { line: self.row(fault.line), problem, ..fault }
    }

    /// The column that the reader of the CSV calls so, as people see it.
    pub fn column(&self, place: &str) -> String {
        let column = self.kind.columns.iter().find(|c| c.name == place || c.chinese == place);
        let chinese = column.map_or(place, |column| column.chinese);
        let is =
            |word: &str| word == place || column.is_some_and(|column| column.name == word || column.chinese == word);
        match (self.origin, self.header.iter().find(|(_, word)| is(word))) {
            (Origin::Sheet, Some((column, _))) => named_column(&letters(*column), chinese),
            (Origin::Sheet | Origin::File, _) => chinese.to_owned(),
        }
    }

    /// A column as people see it; empty for none.
    pub fn place(&self, column: u32) -> String {
        if column == 0 {
            return String::new();
        }
        let word = self.header.iter().find(|(of, _)| *of == column).map_or("", |(_, word)| word);
        let word = self.kind.columns.iter().find(|c| c.name == word).map_or(word, |c| c.chinese);
        match self.origin {
            Origin::Sheet => named_column(&letters(column), word),
            Origin::File if word.is_empty() => format!("第 {column} 列"),
            Origin::File => word.to_owned(),
        }
    }

    /// A column as the reader of files calls it; empty for none.
    pub fn name(&self, column: u32) -> String {
        let word = self.header.iter().find(|(of, _)| *of == column).map_or("", |(_, word)| word);
        self.kind.columns.iter().find(|c| c.chinese == word).map_or(word, |c| c.name).to_owned()
    }
}
