//! What a table held before, where it is to be replaced.

use std::collections::HashMap;

use crate::folder::kind::Kind;
use crate::folder::table::Column;

/// What a table held before: its rows by their ids.
#[derive(Debug, Default)]
pub(in crate::folder) struct Earlier {
    rows: HashMap<String, HashMap<&'static str, String>>,
}

impl Earlier {
    /// A file of the folder, whose first column names its rows.
    pub fn of(kind: &'static Kind, csv: &[u8]) -> Self {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv);
        let mut records = reader.records().flatten();
        let header = records.next().unwrap_or_default();
        let column = |word: &str| kind.columns.iter().find(|c| c.name == word || c.chinese == word).map(|c| c.name);
        let names: Vec<_> = header.iter().map(column).collect();
        let mut rows = HashMap::new();
        for record in records {
            let cells = names.iter().zip(record.iter()).filter_map(|(name, cell)| Some(((*name)?, cell.to_owned())));
            let cells: HashMap<&'static str, String> = cells.collect();
            if let Some(id) = kind.columns.first().and_then(|first| cells.get(first.name)) {
                rows.insert(id.clone(), cells);
            }
        }
        Self { rows }
    }

    /// Columns of the kind that may be left out and have something in them.
    pub fn filled(&self, kind: &'static Kind) -> Vec<&'static Column> {
        let has =
            |column: &&Column| self.rows.values().any(|row| row.get(column.name).is_some_and(|cell| !cell.is_empty()));
        kind.columns.iter().filter(|column| column.optional).filter(has).collect()
    }

    pub fn cell(&self, id: &str, column: &str) -> &str {
        self.rows.get(id).and_then(|row| row.get(column)).map_or("", String::as_str)
    }
}
