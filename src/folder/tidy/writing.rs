//! The CSV that a table becomes, from its header on.

use std::collections::BTreeMap;

use super::draft::{DraftRow, Origin};
use super::earlier::Earlier;
use super::taken::{Doubt, Taken};
use super::tidied::Tidied;
use super::{aside, clean};
use crate::folder::kind::Kind;
use crate::folder::table::Column;
use crate::folder::workbook::fault::BookProblem;
use crate::folder::workbook::grid::{Cells, Said};

/// Rows of the table among which its header is looked for.
const HEAD: usize = 15;
/// Longest piece of a row that is quoted, in characters.
const QUOTED: usize = 40;

/// The CSV as it is written.
pub(super) struct Writing<'d> {
    csv: csv::Writer<Vec<u8>>,
    pub earlier: Option<&'d Earlier>,
    /// Columns that did not come, and had something in them before.
    pub lacking: Vec<&'static Column>,
    /// Rows that had something in them.
    pub lacked: usize,
    line: usize,
    /// Columns of the header: number, and English name where it is known.
    pub columns: Vec<(u32, &'static str)>,
    headless: BTreeMap<u32, (u32, String)>,
}

impl<'d> Writing<'d> {
    /// Of a table that is to replace another one, where there is one.
    pub fn over(earlier: Option<&'d Earlier>) -> Self {
        Self {
            csv: csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()),
            earlier,
            lacking: Vec::new(),
            lacked: 0,
            line: 1,
            columns: Vec::new(),
            headless: BTreeMap::new(),
        }
    }

    /// Adds a record, and notes from which row it came.
    pub fn push(&mut self, tidied: &mut Tidied, row: u32, record: &[String]) {
        tidied.lines.push((self.line, row));
        // memory takes all that is written
        let _ = self.csv.write_record(record);
        self.line += 1 + record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
    }

    /// Looks for the header and writes it; gives rows that were read on the way.
    pub fn header(&mut self, rows: &mut impl Iterator<Item = DraftRow>, tidied: &mut Tidied) -> Vec<DraftRow> {
        let words = |cells: &Cells| cells.values().map(|cell| cell.said.words().to_owned()).collect::<Vec<_>>();
        let mut above: Vec<DraftRow> = Vec::new();
        let known = |row: &DraftRow| aside::named(words(&row.1).iter().map(String::as_str), tidied.kind.columns);
        let (mut found, mut below) = (None, Vec::new());
        for row in rows.by_ref().filter(|(_, cells, _)| !is_blank(cells)).take(HEAD) {
            if known(&row) >= 2 {
                found = Some(row);
                break;
            }
            above.push(row);
        }
        // one that names a single column is a header still, where none names more; what stood below it comes again
        if found.is_none()
            && let Some(at) = above.iter().position(|row| known(row) == 1)
        {
            below = above.split_off(at + 1);
            found = above.pop();
        }
        let Some((row, cells, _)) = found else {
            let lost = above.iter().find_map(|(row, cells, _)| {
                let lost = cells.iter().find(|(_, cell)| cell.said == Said::Wrong(BookProblem::LostText));
                lost.map(|(column, _)| ((*row, *column), BookProblem::LostText))
            });
            if let Some((row, ..)) = above.first() {
                tidied.headless = true;
                tidied.faults.push(lost.unwrap_or_else(|| ((*row, 0), not_named(tidied.kind))));
            }
            return Vec::new();
        };
        for (row, cells, _) in &above {
            tidied.taken.push(((*row, 0), Taken::Title(quoted(cells))));
        }
        let chinese = cells.values().any(|cell| {
            let column = aside::column(cell.said.words(), tidied.kind.columns);
            column.is_some_and(|column| aside::head(cell.said.words()) == column.chinese)
        });
        let mut header = Vec::new();
        for (&column, cell) in &cells {
            let found = match &cell.said {
                Said::Wrong(problem) => {
                    tidied.faults.push(((row, column), problem.clone()));
                    continue;
                }
                said => said.words(),
            };
            let known = aside::column(found, tidied.kind.columns);
            // of both languages, all of a sheet is read in the one; a file uses either
            let is_chinese = |c: &Column| match tidied.origin {
                Origin::Sheet => chinese,
                Origin::File => aside::head(found) == c.chinese,
            };
            let word = known.map(|c| if is_chinese(c) { c.chinese } else { c.name }.to_owned());
            let word = word.unwrap_or_else(|| clean::id(found).into_owned());
            if word.is_empty() {
                continue;
            }
            if word != found.trim() {
                let taken = Taken::Header { found: found.trim().to_owned(), taken: word.clone() };
                tidied.taken.push(((row, column), taken));
            }
            self.columns.push((column, known.map_or("", |c| c.name)));
            tidied.header.push((column, word.clone()));
            header.push(word);
        }
        let filled = self.earlier.map(|earlier| earlier.filled(tidied.kind)).unwrap_or_default();
        self.lacking = filled.into_iter().filter(|c| self.columns.iter().all(|(_, name)| *name != c.name)).collect();
        header.extend(self.lacking.iter().map(|c| if chinese { c.chinese } else { c.name }.to_owned()));
        self.push(tidied, row, &header);
        below
    }

    /// Notes values in columns that no word names.
    pub fn stray(&mut self, row: u32, cells: &Cells) {
        for (&column, cell) in cells.iter().filter(|(column, _)| self.columns.iter().all(|(known, _)| known != *column))
        {
            let found = cell.said.words();
            if !clean::id(found).is_empty() {
                self.headless.entry(column).or_insert_with(|| (row, found.to_owned()));
            }
        }
    }

    pub fn end(self, tidied: &mut Tidied) {
        if self.lacked > 0 {
            let columns = self.lacking.iter().map(|column| column.chinese.to_owned()).collect();
            tidied.doubts.push(((0, 0), Doubt::Blanks { columns, rows: self.lacked }));
        }
        for (column, (row, found)) in self.headless {
            tidied.faults.push(((row, column), BookProblem::NoHeader { found }));
        }
        tidied.csv = self.csv.into_inner().unwrap_or_default();
    }
}

/// How many cells of a row name columns of a table.
pub(in crate::folder) fn names_columns(cells: &Cells, kind: &Kind) -> usize {
    aside::named(cells.values().map(|cell| cell.said.words()), kind.columns)
}

fn not_named(kind: &Kind) -> BookProblem {
    let columns = kind.columns.iter().filter(|column| !column.optional);
    BookProblem::NoHeaderRow { columns: columns.map(|column| column.chinese.to_owned()).collect() }
}

pub(super) fn is_blank(cells: &Cells) -> bool {
    cells.values().all(|cell| !matches!(cell.said, Said::Wrong(_)) && clean::id(cell.said.words()).is_empty())
}

/// The words of a row, as people are shown it.
pub(super) fn quoted(cells: &Cells) -> String {
    let words = cells.values().map(|cell| cell.said.words().trim()).filter(|words| !words.is_empty());
    let text = words.collect::<Vec<_>>().join(" ").replace('\n', " ");
    if text.chars().count() > QUOTED { text.chars().take(QUOTED).chain(['…']).collect() } else { text }
}
