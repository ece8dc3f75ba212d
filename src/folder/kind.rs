//! The files of an event folder, each with the sheet that stands for it in a workbook.

use super::columns::{
    ACCEPTANCES, ADJUSTMENTS, CHECKPOINTS, COMMENTS, DECISIONS, ENTRIES, EXCLUSIONS, JUDGES, MEASURES, SCORES,
};
use super::fault::nearest;
use super::source::RULES_FILE;
use super::table::Column;

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
    pub fn near_sheet(name: &str) -> Option<String> {
        let holds = KINDS.iter().map(|kind| kind.sheet).find(|sheet| name.contains(sheet) || sheet.contains(name));
        holds.map(str::to_owned).or_else(|| nearest(name, KINDS.iter().map(|kind| kind.sheet)))
    }
}
