//! An event folder as a workbook: a sheet for each of its files, in an XLSX or an ODS file. Reading gives its sheets as
//! cells; what they come to, and what is wrong with them, is `tidy`'s and the one reader's to say.
//!
//! Reading order: `archive` (the ZIP and its limits), `package` (where the parts of an XLSX are), `xml` (a part, event
//! by event), `outline` (what sheets lean on), `value` and `format` (numbers and dates as text, as they are kept and as
//! they are shown), `grid` (a sheet as cells), `sheet` (one of an XLSX), `opendoc` (those of an ODS), `foreign` (files of
//! other kinds, by name), `write` (the way out).

pub(super) mod archive;
pub(super) mod fault;
pub(super) mod foreign;
pub(super) mod format;
pub(super) mod grid;
mod opendoc;
mod outline;
mod package;
mod sheet;
mod value;
mod write;
mod xml;

pub use fault::BookProblem;
pub use write::{findings, template, workbook};

use super::kind::{GUIDE, KINDS, Kind, OPTIONS};
use super::tidy;
use archive::Archive;
use grid::Grid;
use package::Package;
use sheet::Shared;

/// A sheet that stands for a file of the folder.
pub(super) struct Sheet {
    pub kind: &'static Kind,
    pub name: String,
    pub hidden: bool,
    pub grid: Grid,
}

/// A workbook, read.
#[derive(Default)]
pub(super) struct Book {
    pub sheets: Vec<Sheet>,
    /// Sheets that are wrong as a whole, by name.
    pub faults: Vec<(String, BookProblem)>,
    /// Sheets of other names.
    pub others: Vec<(String, Grid)>,
    /// Sheets that were not read, and why not.
    pub unread: Vec<(String, &'static str)>,
}

/// Reads a workbook; `None` where the archive is none, but a folder that was packed.
///
/// # Errors
/// Where it is one, and cannot be read.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<Option<Book>, BookProblem> {
    if let Some(problem) = foreign::packed(archive)? {
        return Err(problem);
    }
    if foreign::is_opendoc(archive)? {
        let mut book = Book::default();
        for opened in opendoc::read(archive)? {
            book.add(opened.name, opened.hidden, opened.grid);
        }
        return Ok(Some(book));
    }
    if !archive.has("[Content_Types].xml") && !archive.has("_rels/.rels") && !archive.has("xl/workbook.xml") {
        return Ok(None);
    }
    let package = Package::open(archive)?;
    if let Some(problem) = foreign::of_type(package.content_type(), &package.main) {
        return Err(problem);
    }
    let found = outline::outline(archive, &package)?;
    let texts = outline::shared_texts(archive, found.texts.as_deref())?;
    let styles = outline::styles(archive, found.styles.as_deref())?;
    let shared = Shared { texts, styles, from_1904: found.from_1904 };
    let mut book = Book::default();
    book.unread.extend(found.without_cells.into_iter().map(|name| (name, "不是表格")));
    for listed in found.sheets {
        let part = archive.part(&listed.part)?.map(|part| sheet::read(part, &shared));
        let Some(Ok(grid)) = part else { return Err(archive.broken(&listed.part)) };
        book.add(listed.name, listed.hidden, grid);
    }
    Ok(Some(book))
}

impl Book {
    fn add(&mut self, name: String, hidden: bool, grid: Grid) {
        let is_list =
            || KINDS.iter().any(|kind| grid.rows.values().take(15).any(|cells| tidy::names_columns(cells, kind) > 2));
        if name == GUIDE || name == OPTIONS || ["Export Summary", "导出摘要"].contains(&name.as_str()) {
            if is_list() {
                self.unread.push((name, "这个名称的工作表不读取"));
            }
            return;
        }
        match Kind::named(&name) {
            None if hidden => self.unread.push((name, "隐藏的工作表")),
            None if grid.rows.is_empty() => {}
            None => {
                let allowed = KINDS.iter().map(|kind| kind.sheet.to_owned()).collect();
                let nearest = Kind::near_sheet(&name);
                self.faults.push((name.clone(), BookProblem::UnknownSheet { allowed, nearest }));
                self.others.push((name, grid));
            }
            Some(kind) => match self.sheets.iter().find(|sheet| sheet.kind.file == kind.file && sheet.hidden == hidden)
            {
                Some(first) => {
                    let first = format!("“{}”", first.name);
                    self.faults.push((name, BookProblem::Twice { first }));
                }
                None => self.sheets.push(Sheet { kind, name, hidden, grid }),
            },
        }
    }
}
