//! An upload that waits for its confirmation, and what is against one.

use super::contents::{Contents, RulesOrigin};
use crate::app::AppError;
use crate::app::act::clock::{Moment, moment};
use crate::app::error::{AppFault, FaultKind};
use crate::folder::intake::{Doubted, Finding, Given, Intake, Understood};
use crate::folder::tidy::Choices;
use crate::folder::workbook;
use crate::store::upload::UploadRow;
use chrono::TimeDelta;
use sha2::{Digest, Sha256};

/// How long an upload waits for its confirmation.
pub(super) const WAITS: TimeDelta = TimeDelta::hours(1);

/// Most bytes of an upload.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Most files of an upload: those of an event folder, and one more.
pub const MOST_FILES: usize = 11;

/// Longest title, in characters.
pub const TITLE: usize = 100;

/// Why an upload or a copy does not become an event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IntakeFault {
    /// No file was chosen.
    #[error("没有选择文件，请选择要上传的 XLSX、CSV 或 ZIP 文件")]
    NoFile,
    /// More files than an event folder has.
    #[error("一次最多上传 {MOST_FILES} 个文件")]
    TooManyFiles,
    /// It was replaced by a later one, has waited too long, or never was.
    #[error("这次上传已经过期，或被后来的上传取代，没有写入。请重新上传")]
    Gone,
    /// It has faults.
    #[error("上传的内容有 {faults} 处问题，没有写入。请改正后重新上传")]
    Faulty {
        /// How many.
        faults: usize,
    },
    /// Somebody changed the setup since the preview was shown.
    #[error("预览以后，活动的设置已被别人修改，没有写入。下面是与现在的设置相比的差异，请重新核对后确认")]
    Changed,
    /// It would change nothing.
    #[error("与现有的设置完全相同，没有写入")]
    Same,
    /// A text that no cell of a sheet holds.
    #[error("有的内容超过表格单元格的长度，不能写成 XLSX，请用 CSV")]
    NoSheet,
    /// There are cards, which know the entries and judges that are there.
    #[error("活动已经收到评分卡，不能再用上传替换设置")]
    HasCards,
    /// A title is missing, too long, or holds what no title has.
    #[error("请填写活动名称，最多 {TITLE} 字")]
    BadTitle,
}

impl AppFault for IntakeFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::NoFile | Self::TooManyFiles | Self::Faulty { .. } | Self::BadTitle | Self::NoSheet => {
                FaultKind::Invalid
            }
            Self::Gone | Self::Changed | Self::Same | Self::HasCards => FaultKind::Conflict,
        }
    }

    fn word(&self) -> &'static str {
        "intake"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::BadTitle => Some("title"),
            Self::NoFile | Self::TooManyFiles => Some("files"),
            Self::Gone | Self::Faulty { .. } | Self::Changed | Self::Same | Self::NoSheet | Self::HasCards => None,
        }
    }
}

/// An upload as it is shown before anything is written.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Its id.
    pub upload: String,
    /// The files: name and SHA-256.
    pub files: Vec<(String, String)>,
    /// Everything that is wrong.
    pub faults: Vec<Finding>,
    /// What was taken for something else.
    pub understood: Vec<Understood>,
    /// What came and is not used.
    pub unused: Vec<String>,
    /// What only a person can decide, and how it was decided so far.
    pub doubts: Vec<Doubted>,
    pub choices: Choices,
    /// What would be made; `None` where anything is wrong.
    pub contents: Option<Contents>,
    /// Until when it can be confirmed.
    pub until: Moment,
}

/// What an upload waits as.
pub(super) enum Waiting {
    /// It was confirmed, into this event.
    Made(String),
    /// It waits, with its files.
    Here(UploadRow, Vec<Given>),
}

pub(super) fn enough(files: &[Given]) -> Result<(), IntakeFault> {
    match files.len() {
        0 => Err(IntakeFault::NoFile),
        1..=MOST_FILES => Ok(()),
        _ => Err(IntakeFault::TooManyFiles),
    }
}

/// A title that somebody typed.
pub(super) fn titled(title: &str) -> Result<String, IntakeFault> {
    let title = title.trim();
    let fits = !title.is_empty() && title.chars().count() <= TITLE && !title.chars().any(char::is_control);
    if fits { Ok(title.to_owned()) } else { Err(IntakeFault::BadTitle) }
}

/// Names of files with the SHA-256 of each.
pub(super) fn hashes(files: &[Given]) -> Vec<(String, String)> {
    files.iter().map(|file| (file.name.clone(), hex::encode(Sha256::digest(&file.bytes)))).collect()
}

pub(super) fn preview(
    row: &UploadRow,
    files: &[Given],
    read: Intake,
    origin: RulesOrigin,
    choices: Choices,
) -> Preview {
    let contents = read.folder.as_ref().map(|folder| Contents::of(folder, origin));
    Preview {
        upload: row.id.clone(),
        files: hashes(files),
        faults: read.faults,
        understood: read.understood,
        unused: read.unused,
        doubts: read.doubts,
        choices,
        contents,
        until: moment(row.at) + WAITS,
    }
}

/// The faults of an upload as a workbook.
pub(super) fn fault_list(preview: &Preview) -> Result<Vec<u8>, AppError> {
    let rows: Vec<Vec<String>> = preview
        .faults
        .iter()
        .map(|fault| {
            let row = if fault.place.row > 0 { fault.place.row.to_string() } else { String::new() };
            vec![fault.place.table.clone(), row, fault.place.column.clone(), fault.what.to_string()]
        })
        .collect();
    let header = ["文件或工作表", "行", "列", "问题"];
    Ok(workbook::findings("问题清单", &header, &rows).map_err(|_| IntakeFault::NoSheet)?)
}
