//! An event folder as a workbook: a sheet for each of its files. Reading gives the files as CSV, so that they are
//! read, and found fault with, by the one reader of CSV; and with each file a map back to sheet, row and column.
//!
//! Reading order: `archive` (the ZIP and its limits), `xml` (what sheets lean on), `value` (numbers and dates as
//! text), `grid` (a sheet as cells), `tidy` (a sheet as CSV, and what was changed in it), `write` (the way out).

pub(super) mod archive;
mod fault;
mod grid;
mod tidy;
mod value;
mod write;
mod xml;

use std::collections::BTreeMap;

pub use fault::BookProblem;
pub use tidy::Taken;
pub use write::{template, workbook};

use super::RULES_FILE;
use super::fault::nearest;
use super::read::{ACCEPTANCES, ADJUSTMENTS, CHECKPOINTS, COMMENTS, DECISIONS, ENTRIES, EXCLUSIONS, JUDGES, MEASURES};
use super::scores::SCORES;
use super::table::Column;
use archive::Archive;
use grid::{Grid, Shared};
pub(super) use tidy::{Named, Tidied, tidy};

/// A file of the folder, and the sheet that stands for it.
pub(super) struct Kind {
    pub file: &'static str,
    pub sheet: &'static str,
    pub columns: &'static [Column],
}

const fn kind(file: &'static str, sheet: &'static str, columns: &'static [Column]) -> Kind {
    Kind { file, sheet, columns }
}

/// The files of a folder, those first that others refer to.
pub(super) const KINDS: [Kind; 11] = [
    kind(RULES_FILE, "评分规则", &[]),
    kind("entries.csv", "参评项目", &ENTRIES),
    kind("judges.csv", "评委", &JUDGES),
    kind("checkpoints.csv", "行程", &CHECKPOINTS),
    kind("exclusions.csv", "回避", &EXCLUSIONS),
    kind("measures.csv", "日常考核", &MEASURES),
    kind("adjustments.csv", "加减分", &ADJUSTMENTS),
    kind("decisions.csv", "并列裁定", &DECISIONS),
    kind("acceptances.csv", "限制认可", &ACCEPTANCES),
    kind("comments.csv", "评语", &COMMENTS),
    kind("scores.csv", "评分", &SCORES),
];

/// Sheets that explain, and are not read.
pub(super) const GUIDE: &str = "说明";
pub(super) const OPTIONS: &str = "选项";

impl Kind {
    /// The file that a name means: its own, without its ending, or its sheet's; letters of any size.
    pub fn named(name: &str) -> Option<&'static Self> {
        let name = name.trim().to_lowercase();
        let bare = name.strip_suffix(".csv").or_else(|| name.strip_suffix(".toml")).unwrap_or(&name);
        KINDS.iter().find(|kind| kind.stem() == bare || kind.sheet == bare)
    }

    pub fn of(file: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.file == file)
    }

    fn stem(&self) -> &'static str {
        self.file.split('.').next().unwrap_or(self.file)
    }

    /// The nearest file to a misspelt name.
    pub fn near_file(name: &str) -> Option<String> {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
        let stem = nearest(&stem, KINDS.iter().map(Self::stem))?;
        KINDS.iter().find(|kind| kind.stem() == stem).map(|kind| kind.file.to_owned())
    }

    /// The nearest sheet to a misspelt name: one that holds the other is near, too.
    fn near_sheet(name: &str) -> Option<String> {
        let holds = KINDS.iter().map(|kind| kind.sheet).find(|sheet| name.contains(sheet) || sheet.contains(name));
        holds.map(str::to_owned).or_else(|| nearest(name, KINDS.iter().map(|kind| kind.sheet)))
    }
}

/// A sheet that stands for a file of the folder.
pub(super) struct Sheet {
    pub kind: &'static Kind,
    pub name: String,
    grid: Grid,
}

/// A workbook, read.
#[derive(Default)]
pub(super) struct Book {
    pub sheets: Vec<Sheet>,
    /// Sheets that are wrong as a whole, by name.
    pub faults: Vec<(String, BookProblem)>,
    /// Hidden sheets that were not read.
    pub hidden: Vec<String>,
}

pub(super) fn read(archive: &mut Archive<'_>) -> Result<Book, BookProblem> {
    let outline = xml::outline(archive)?;
    let shared =
        Shared { texts: xml::shared_texts(archive)?, styles: xml::styles(archive)?, from_1904: outline.from_1904 };
    let mut book = Book::default();
    let mut seen: BTreeMap<&'static str, String> = BTreeMap::new();
    for listed in outline.sheets {
        let kind = Kind::named(&listed.name);
        if listed.hidden {
            match kind {
                Some(_) => book.faults.push((listed.name, BookProblem::HiddenSheet)),
                None => book.hidden.push(listed.name),
            }
            continue;
        }
        if [GUIDE, OPTIONS].contains(&listed.name.as_str()) {
            continue;
        }
        let part = archive.part(&listed.part)?.map(|part| grid::read(part, &shared));
        let Some(Ok(grid)) = part else { return Err(archive.broken(&listed.part)) };
        match kind {
            None if grid.rows.is_empty() => {}
            None => {
                let allowed = KINDS.iter().map(|kind| kind.sheet.to_owned()).collect();
                let nearest = Kind::near_sheet(&listed.name);
                book.faults.push((listed.name, BookProblem::UnknownSheet { allowed, nearest }));
            }
            Some(kind) => match seen.get(kind.file) {
                Some(first) => {
                    let first = format!("“{first}”");
                    book.faults.push((listed.name, BookProblem::Twice { first }));
                }
                None => {
                    seen.insert(kind.file, listed.name.clone());
                    book.sheets.push(Sheet { kind, name: listed.name, grid });
                }
            },
        }
    }
    Ok(book)
}
