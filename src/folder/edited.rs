//! One table of an event, changed by hand: its rows as a folder would hold them, and the reading of the whole folder
//! with other rows in their place. So what somebody types is held to what a folder is held to, and an event that was
//! edited always comes out as a folder that can be read again.

use super::columns::{CHECKPOINTS, ENTRIES, JUDGES};
use super::event_folder::EventFolder;
use super::fault::Fault;
use super::read::{read_draft, read_files};
use super::table::Column;
use super::write::{checkpoints, entries, judges, table, write_files};

/// A table that is edited row by row; the first column of each names the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sheet {
    Entries,
    Judges,
    /// Stops of the route.
    Checkpoints,
}

impl Sheet {
    /// All tables.
    pub const ALL: [Self; 3] = [Self::Entries, Self::Judges, Self::Checkpoints];

    fn parts(self) -> (&'static str, &'static [Column]) {
        match self {
            Self::Entries => ("entries.csv", &ENTRIES),
            Self::Judges => ("judges.csv", &JUDGES),
            Self::Checkpoints => ("checkpoints.csv", &CHECKPOINTS),
        }
    }

    /// Its columns, each with the name that people read.
    pub fn columns(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.parts().1.iter().map(|column| (column.name, column.chinese))
    }

    /// Its rows in a folder, a cell for each column.
    #[must_use]
    pub fn rows(self, folder: &EventFolder) -> Vec<Vec<String>> {
        match self {
            Self::Entries => entries(&folder.event).collect(),
            Self::Judges => judges(&folder.event).collect(),
            Self::Checkpoints => checkpoints(folder).collect(),
        }
    }
}

/// The folder as it is read with these rows in one of its tables; each row must have a cell for each column. In a draft
/// the lists are still being made.
///
/// # Errors
/// Every fault that was found.
pub fn read_with(
    folder: &EventFolder,
    sheet: Sheet,
    rows: Vec<Vec<String>>,
    draft: bool,
) -> Result<EventFolder, Vec<Fault>> {
    let (file, columns) = sheet.parts();
    let mut files = write_files(folder);
    files.insert(file.to_owned(), table(columns, rows));
    if draft { read_draft(&files) } else { read_files(&files) }
}
