//! Tables as offices have them, as the tables of an event folder: rows that are none of the list are passed over, ids are
//! what one sees of them, times have one form, names are taken for the ids that only one thing has. Each such thing is
//! said; what cannot be taken is a fault of its cell, and what only a person can decide is asked about.
//!
//! Reading order: `draft` (a table as it came), `taken` (what is said), `clean` (texts), `time` (times of day), `aside`
//! (rows that are none), `cell` (one cell), `names` and `earlier` (what is known of other tables and of the same one
//! before), `dialect` (CSV as spreadsheets write it), `tidied` (what comes of a table), `writing` (its header, and the
//! CSV), `table` (its rows).

mod aside;
mod cell;
pub(super) mod clean;
pub(super) mod dialect;
mod draft;
mod earlier;
mod names;
mod table;
pub(super) mod taken;
mod tidied;
pub mod time;
mod writing;

pub(super) use aside::head;
pub use clean::{id, plain, seen};
pub(super) use draft::{Draft, DraftRow, Origin};
pub(super) use earlier::Earlier;
pub(super) use names::Named;
pub use taken::{Choices, Doubt, Matter, Taken};
pub(super) use tidied::{Spot, Tidied, line};
pub(super) use writing::names_columns;

use super::source::RULES_FILE;
use super::workbook::fault::BookProblem;
use super::workbook::grid::{Merged, Said};
use table::{Seen, Table};
use writing::Writing;

/// The rules: a line of the file in each row, in column A, as they are.
pub(super) fn rules<R: Iterator<Item = DraftRow>>(draft: Draft<'_, R>) -> Tidied {
    let mut tidied = Tidied::new(draft.kind, draft.table, draft.origin);
    let (mut text, mut line) = (String::new(), 1);
    for (row, cells, _) in draft.rows {
        for (&column, cell) in cells.range(2..) {
            let found = cell.said.words().trim().to_owned();
            if !found.is_empty() {
                tidied.faults.push(((row, column), BookProblem::NoHeader { found }));
            }
        }
        let Some(cell) = cells.get(&1) else { continue };
        while line < usize::try_from(row).unwrap_or(usize::MAX) {
            text.push('\n');
            line += 1;
        }
        match &cell.said {
            Said::Text(words) | Said::Date(words) | Said::Number { stored: words, .. } => {
                tidied.lines.push((line, row));
                text.push_str(words);
                line += words.matches('\n').count() + 1;
                text.push('\n');
            }
            Said::Wrong(problem) => tidied.faults.push(((row, 1), problem.clone())),
        }
    }
    tidied.csv = text.into_bytes();
    tidied
}

/// Makes a file of the folder of a table.
pub(super) fn tidy<R: Iterator<Item = DraftRow>>(draft: Draft<'_, R>, names: &mut Named, choices: Choices) -> Tidied {
    if draft.kind.file == RULES_FILE {
        return rules(draft);
    }
    let mut tidied = Tidied::new(draft.kind, draft.table, draft.origin);
    let mut rows = draft.rows.fuse();
    let mut writing = Writing::over(draft.earlier);
    let below = writing.header(&mut rows, &mut tidied);
    if !tidied.headless {
        let mut table = Table {
            names,
            choices,
            tidied: &mut tidied,
            writing: &mut writing,
            seen: Seen::default(),
            examples: Vec::new(),
            short: None,
        };
        for row in below.into_iter().chain(rows) {
            table.row(row);
        }
        table.end();
    }
    writing.end(&mut tidied);
    // what is merged above, below or beside the list holds none of its cells
    let last = tidied.header.iter().map(|(column, _)| *column).max().unwrap_or(0);
    let in_list = |merged: &&Merged| {
        let rows = tidied.lines.iter().skip(1).map(|(_, row)| *row);
        merged.columns.0 <= last && rows.into_iter().any(|row| (merged.rows.0..=merged.rows.1).contains(&row))
    };
    let merged: Vec<Merged> = draft.merged.iter().filter(in_list).cloned().collect();
    tidied.faults.extend(merged.into_iter().map(|m| ((m.rows.0, 0), BookProblem::Merged { range: m.range })));
    tidied
}
