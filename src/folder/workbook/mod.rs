//! An event folder as a workbook: a sheet for each of its files, in an XLSX or an ODS file. Reading gives its sheets as
//! cells; what they come to, and what is wrong with them, is `tidy`'s and the one reader's to say.
//!
//! Reading order: `archive` (the ZIP and its limits), `package` (where the parts of an XLSX are), `xml` (what sheets
//! lean on), `value` and `format` (numbers and dates as text, as they are kept and as they are shown), `grid` (a sheet
//! as cells), `sheet` (one of an XLSX), `opendoc` (those of an ODS), `foreign` (files of other kinds, by name), `write`
//! (the way out).

pub(super) mod archive;
mod fault;
pub(super) mod foreign;
pub(super) mod format;
pub(super) mod grid;
mod opendoc;
mod package;
mod sheet;
mod value;
mod write;
mod xml;

pub use fault::BookProblem;
pub(super) use fault::is_error_value;
pub use write::{findings, template, workbook};

use super::RULES_FILE;
use super::fault::nearest;
use super::read::{ACCEPTANCES, ADJUSTMENTS, CHECKPOINTS, COMMENTS, DECISIONS, ENTRIES, EXCLUSIONS, JUDGES, MEASURES};
use super::scores::SCORES;
use super::table::Column;
use super::tidy;
use archive::Archive;
use grid::Grid;
use package::Package;
use sheet::Shared;

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
        let ends = [".csv", ".toml", ".txt", ".tsv"];
        let bare = ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
        // as one program calls the tables of its sheets
        let bare =
            bare.split_once(" - 表格 ").or_else(|| bare.split_once(" - table ")).map_or(bare, |(sheet, _)| sheet);
        KINDS.iter().find(|kind| kind.stem() == bare || kind.sheet == bare)
    }

    pub fn of(file: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.file == file)
    }

    fn stem(&self) -> &'static str {
        self.file.split('.').next().unwrap_or(self.file)
    }

    /// The nearest file to a misspelt name, in either language, or with a number behind it as copies have.
    pub fn near_file(name: &str) -> Option<String> {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
        let sheet = KINDS.iter().filter(|kind| kind.file != RULES_FILE).find(|kind| stem.contains(kind.sheet));
        if let Some(kind) = sheet.or_else(|| KINDS.iter().find(|kind| stem.starts_with(kind.stem()))) {
            return Some(kind.file.to_owned());
        }
        let stem = nearest(&stem, KINDS.iter().map(Self::stem))?;
        KINDS.iter().find(|kind| kind.stem() == stem).map(|kind| kind.file.to_owned())
    }

    /// The nearest sheet to a misspelt name: one that holds the other is near, too.
    fn near_sheet(name: &str) -> Option<String> {
        let holds = KINDS.iter().map(|kind| kind.sheet).find(|sheet| name.contains(sheet) || sheet.contains(name));
        holds.map(str::to_owned).or_else(|| nearest(name, KINDS.iter().map(|kind| kind.sheet)))
    }
}

/// A column as people see it: its letters, and its header where it has one.
pub(super) fn named_column(letters: &str, word: &str) -> String {
    if word.is_empty() { letters.to_owned() } else { format!("{letters}（{word}）") }
}

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
    let outline = xml::outline(archive, &package)?;
    let texts = xml::shared_texts(archive, outline.texts.as_deref())?;
    let styles = xml::styles(archive, outline.styles.as_deref())?;
    let shared = Shared { texts, styles, from_1904: outline.from_1904 };
    let mut book = Book::default();
    book.unread.extend(outline.without_cells.into_iter().map(|name| (name, "不是表格")));
    for listed in outline.sheets {
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
