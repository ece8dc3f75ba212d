//! What differs between two event folders, table by table, as people read it: rows that are new or gone, cells that
//! say something else.

use std::collections::BTreeMap;

use super::kind::{KINDS, Kind};
use super::source::{Files, RULES_FILE};

/// What differs in one table.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct TableChange {
    pub file: String,
    /// Its Chinese name.
    pub table: String,
    /// Rows that are new.
    pub added: Vec<String>,
    /// Rows that are gone.
    pub removed: Vec<String>,
    /// Cells that say something else.
    pub changed: Vec<CellChange>,
    /// Whether the rows that stay stand in another order.
    pub reordered: bool,
}

/// A cell that says something else.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CellChange {
    /// What names its row.
    pub row: String,
    /// Its column, in Chinese.
    pub column: String,
    /// What it said.
    pub from: String,
    /// What it says now.
    pub to: String,
}

impl TableChange {
    fn is_none(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty() && !self.reordered
    }
}

/// Columns that name a row, the first so many; all of them where a row has no name of its own.
fn key_of(file: &str) -> usize {
    match file {
        "entries.csv" | "judges.csv" | "checkpoints.csv" => 1,
        "measures.csv" => 2,
        _ => usize::MAX,
    }
}

/// What differs; tables that are the same are left out. Both as [`super::write_files`] gives them.
#[must_use]
pub fn difference(before: &Files, after: &Files) -> Vec<TableChange> {
    KINDS.iter().map(|kind| of_table(kind, before, after)).filter(|change| !change.is_none()).collect()
}

fn of_table(kind: &Kind, before: &Files, after: &Files) -> TableChange {
    let (before, after) = (before.get(kind.file), after.get(kind.file));
    let mut change = TableChange {
        file: kind.file.to_owned(),
        table: kind.sheet.to_owned(),
        added: Vec::new(),
        removed: Vec::new(),
        changed: Vec::new(),
        reordered: false,
    };
    if before == after {
        return change;
    }
    if kind.file == RULES_FILE {
        let lines = |bytes: Option<&Vec<u8>>| bytes.map_or(0, |bytes| bytes.split(|&b| b == b'\n').count());
        change.changed.push(CellChange {
            row: RULES_FILE.to_owned(),
            column: "全文".to_owned(),
            from: format!("{} 行", lines(before)),
            to: format!("{} 行（另一份规则）", lines(after)),
        });
        return change;
    }
    let (before, after) = (rows(before), rows(after));
    let key = |row: &Vec<String>| row.iter().take(key_of(kind.file)).cloned().collect::<Vec<_>>();
    // rows of one key are told apart by their turn
    let by_key = |rows: &[Vec<String>]| {
        let mut map: BTreeMap<Vec<String>, Vec<Vec<String>>> = BTreeMap::new();
        for row in rows {
            map.entry(key(row)).or_default().push(row.clone());
        }
        map
    };
    let (mut old, mut new) = (by_key(&before), by_key(&after));
    let (mut stayed_before, mut stayed_after) = (Vec::new(), Vec::new());
    for row in &after {
        let key = key(row);
        let Some(was) = old.get_mut(&key).and_then(|rows| (!rows.is_empty()).then(|| rows.remove(0))) else {
            change.added.push(said(row));
            continue;
        };
        stayed_after.push(key.clone());
        for (column, (from, to)) in kind.columns.iter().zip(was.iter().zip(row)).filter(|(_, (from, to))| from != to) {
            let row = name(kind, row);
            let column = column.chinese.to_owned();
            change.changed.push(CellChange { row, column, from: from.clone(), to: to.clone() });
        }
    }
    for row in &before {
        let key = key(row);
        if new.get_mut(&key).and_then(Vec::pop).is_some() {
            stayed_before.push(key);
        } else {
            change.removed.push(said(row));
        }
    }
    change.reordered = stayed_before != stayed_after;
    change
}

fn rows(bytes: Option<&Vec<u8>>) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.map_or(&[][..], Vec::as_slice));
    reader.records().flatten().map(|record| record.iter().map(str::to_owned).collect()).collect()
}

/// A row in one line, without its blanks.
fn said(row: &[String]) -> String {
    row.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
}

/// What names a row: its key, and beside it the unit or the seat.
fn name(kind: &Kind, row: &[String]) -> String {
    let beside = match kind.file {
        "entries.csv" => row.get(2),
        "judges.csv" => row.get(1),
        _ => None,
    };
    let key = row.iter().take(key_of(kind.file)).cloned().collect::<Vec<_>>().join(" · ");
    match beside {
        Some(beside) if !beside.is_empty() => format!("{key} {beside}"),
        Some(_) | None => key,
    }
}
