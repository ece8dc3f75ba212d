//! A sheet as cells, whatever file it stood in: what each says, whether a formula says it, what is merged, what is
//! hidden. Cells without a value are not kept, so that a sheet with borders down to its last row is as small as what
//! stands in it.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::BookProblem;
use super::format::Shows;

/// Last row and last column that are read, from 1.
pub(super) const ROWS: u32 = 50_000;
pub(super) const COLUMNS: u32 = 100;
/// Most cells with a value.
const CELLS: usize = 200_000;
/// Most merged ranges that are named.
const MERGED: usize = 100;
/// Digits that a spreadsheet keeps of a number.
const DIGITS: usize = 15;

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::folder) enum Said {
    Text(String),
    /// A number as it is kept, and as it is shown.
    Number {
        stored: String,
        shows: Shows,
    },
    /// A date or a time, as people write it.
    Date(String),
    /// Something that cannot be taken.
    Wrong(BookProblem),
}

impl Said {
    /// The words of it; empty where it cannot be taken.
    pub fn words(&self) -> &str {
        match self {
            Self::Number { shows: Shows::As(shown), .. } => shown,
            Self::Text(words) | Self::Date(words) | Self::Number { stored: words, .. } => words,
            Self::Wrong(_) => "",
        }
    }
}

/// Whether a number has more digits before the point than a spreadsheet keeps: its last ones are made up.
pub(in crate::folder) fn is_too_long(stored: &str) -> bool {
    stored.trim_start_matches('-').split('.').next().unwrap_or_default().len() > DIGITS
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::folder) struct Content {
    pub said: Said,
    /// The formula that gave it.
    pub formula: Option<String>,
}

impl Content {
    pub fn text(text: String) -> Self {
        Self { said: Said::Text(text), formula: None }
    }
}

/// The cells of a row: columns from 1.
pub(in crate::folder) type Cells = BTreeMap<u32, Content>;

/// A range of merged cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::folder) struct Merged {
    /// Such as `B2:C3`.
    pub range: String,
    /// First and last row, and first and last column, from 1.
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

/// The cells of a sheet: rows from 1.
#[derive(Debug, Default)]
pub(in crate::folder) struct Grid {
    pub rows: BTreeMap<u32, Cells>,
    pub merged: Vec<Merged>,
    /// Rows and columns that are not shown.
    pub hidden_rows: BTreeSet<u32>,
    pub hidden_columns: BTreeSet<u32>,
    /// What lies beyond the last row or column.
    pub beyond: Option<BookProblem>,
    cells: usize,
}

impl Grid {
    /// Keeps a cell, where it is within what is read.
    pub(super) fn keep(&mut self, (row, column): (u32, u32), content: Content) {
        let is_beyond = row > ROWS || column > COLUMNS;
        if is_beyond && matches!(&content.said, Said::Text(text) if text.trim().is_empty()) {
            return;
        }
        if row > ROWS {
            self.beyond.get_or_insert(BookProblem::TooManyRows { most: ROWS });
        } else if column > COLUMNS {
            self.beyond.get_or_insert(BookProblem::TooManyColumns { most: COLUMNS });
        } else if self.cells == CELLS {
            self.beyond.get_or_insert(BookProblem::TooManyCells { most: CELLS });
        } else {
            self.cells += 1;
            let twice = self.rows.entry(row).or_default().insert(column, content);
            if twice.is_some() {
                let content = Content { said: Said::Wrong(BookProblem::CellTwice), formula: None };
                self.rows.entry(row).or_default().insert(column, content);
            }
        }
    }

    pub(super) fn merge(&mut self, range: String, from: (u32, u32), to: (u32, u32)) {
        if self.merged.len() < MERGED {
            self.merged.push(Merged { range, rows: (from.0, to.0), columns: (from.1, to.1) });
        }
    }

    pub(super) fn hide_columns(&mut self, from: u32, to: u32) {
        self.hidden_columns.extend(from..=to.min(COLUMNS));
    }

    /// Takes what is hidden out.
    pub fn leave_hidden(&mut self) {
        let (rows, columns) = (std::mem::take(&mut self.hidden_rows), std::mem::take(&mut self.hidden_columns));
        self.rows.retain(|row, _| !rows.contains(row));
        for cells in self.rows.values_mut() {
            cells.retain(|column, _| !columns.contains(column));
        }
        self.rows.retain(|_, cells| !cells.is_empty());
    }

    /// Rows with cells that are not shown.
    pub fn rows_hidden(&self) -> Vec<u32> {
        self.rows.keys().filter(|row| self.hidden_rows.contains(row)).copied().collect()
    }

    /// Columns with cells that are not shown, with what stands first in each.
    pub fn columns_hidden(&self) -> Vec<String> {
        let first = |column: &u32| {
            let cell = self.rows.values().find_map(|cells| cells.get(column))?;
            Some(named_column(&letters(*column), cell.said.words().trim()))
        };
        self.hidden_columns.iter().filter_map(first).collect()
    }
}

/// A column as people see it: its letters, and its header where it has one.
pub(in crate::folder) fn named_column(letters: &str, word: &str) -> String {
    if word.is_empty() { letters.to_owned() } else { format!("{letters}（{word}）") }
}

/// Name of a column, from 1: `A`, `B`, … `Z`, `AA`.
pub(in crate::folder) fn letters(column: u32) -> String {
    let (mut rest, mut name) = (column, String::new());
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        name.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    name
}

/// Row and column of a reference such as `B12`.
pub(super) fn reference(text: &str) -> Option<(u32, u32)> {
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let (column, row) = text.split_at(split);
    let column = column.bytes().try_fold(0u32, |sum, b| {
        let digit = u32::from(b.to_ascii_uppercase().checked_sub(b'A').filter(|d| *d < 26)?) + 1;
        sum.checked_mul(26)?.checked_add(digit)
    })?;
    Some((row.parse().ok().filter(|row| *row > 0)?, column)).filter(|(_, column)| *column > 0)
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
