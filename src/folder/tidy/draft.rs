//! A table as it came, before it is tidied.

use super::earlier::Earlier;
use crate::folder::kind::Kind;
use crate::folder::workbook::grid::{Cells, Merged};

/// Where a table comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::folder) enum Origin {
    /// A sheet: figures are normalised.
    Sheet,
    /// A file: its figures are left to the reader of files, which takes plain ones only.
    File,
}

/// A table out of somebody's hands.
pub(in crate::folder) struct Draft<'d, R> {
    pub kind: &'static Kind,
    /// As people see it: the file's name, or the sheet's in quotes.
    pub table: String,
    pub origin: Origin,
    /// Rows from the top, each with its number and, of a file, how many cells it has.
    pub rows: R,
    pub merged: &'d [Merged],
    /// What the table held before, where it is to be replaced.
    pub earlier: Option<&'d Earlier>,
}

/// A row of a table: its number from 1, its cells, and how many there are in a file.
pub(in crate::folder) type DraftRow = (u32, Cells, Option<usize>);
