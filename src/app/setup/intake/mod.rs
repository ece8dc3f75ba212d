//! Set-up from uploads: what people upload is read and shown first, with every fault, and written only once it is
//! confirmed. Until then its bytes wait in a table of their own; no event has anything of them.
//!
//! Here: what an upload is, and a new event from it. `contents`: what it would make. `update`: the same over a draft that is there. `copy`: a new
//! event from an earlier one.

mod contents;
mod copy;
mod update;

use chrono::TimeDelta;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::app::act::actor::Actor;
use crate::app::act::books::Besides;
use crate::app::act::clock::{Moment, moment};
use crate::app::act::permission::{Act, check};
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::view::EventState;
use crate::app::setup::folder_io::ImportOptions;
use crate::app::{App, AppError};
use crate::folder::intake::{self, Finding, Given, Intake, Understood};
use crate::folder::{Files, RULES_FILE, rules, workbook};
use crate::scoring::rules::Rules;
use crate::store::event;
use crate::store::upload::{self, UploadRow};

pub use contents::{Contents, RulesOrigin, RulesSaid};
pub use copy::next_title;
pub use update::UpdatePreview;

/// The rules that are taken where an upload has none: the example that says what each line is for.
const EXAMPLE: &str = include_str!("../../../../scoring-rules.toml");
/// How [`UploadRow::rules_from`] names them.
const EXAMPLE_WORD: &str = "example";
/// Most bytes of an upload.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;
/// Most files of an upload: those of an event folder, and one more.
pub const MOST_FILES: usize = 11;
/// How long an upload waits for its confirmation.
const WAITS: TimeDelta = TimeDelta::hours(1);
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
}

/// Where the rules of a new event come from where the upload has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RulesFrom {
    /// The project's example.
    Example,
    /// An earlier event, by its id.
    Event(String),
}

/// An upload as it is shown before anything is written.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Its id; empty where it has faults and was not kept.
    pub upload: String,
    /// The files: name and SHA-256.
    pub files: Vec<(String, String)>,
    /// Everything that is wrong.
    pub faults: Vec<Finding>,
    /// What was taken for something else.
    pub understood: Vec<Understood>,
    /// What came and is not used.
    pub unused: Vec<String>,
    /// What would be made; `None` where anything is wrong.
    pub contents: Option<Contents>,
    /// Until when it can be confirmed.
    pub until: Moment,
}

impl App {
    /// Reads an upload for a new event and keeps it for its confirmation. Writes nothing of an event.
    ///
    /// # Errors
    /// [`IntakeFault`] where there is no file or too many; where the actor may not, or the event whose rules are
    /// to be taken is not there.
    pub fn preview_new(&self, actor: &Actor, files: Vec<Given>, from: &RulesFrom) -> Result<Preview, AppError> {
        check(actor, Act::Import)?;
        enough(&files)?;
        let (word, text, origin) = self.fallback(from)?;
        let read = intake::read(&files, &Files::from([(RULES_FILE.to_owned(), text.clone().into_bytes())]));
        let origin = if read.brought.contains(RULES_FILE) { RulesOrigin::Uploaded } else { origin };
        let row = self.row(actor, None, 0, word, text);
        self.keep(row, &files, read, origin)
    }

    /// Makes the event of an upload that was previewed, a draft, and gives its id. Confirmed again, it gives the same
    /// id and makes nothing.
    ///
    /// # Errors
    /// [`IntakeFault`] where the upload is gone or the title is none; where the actor may not.
    pub fn confirm_new(&self, actor: &Actor, upload: &str, title: &str) -> Result<String, AppError> {
        check(actor, Act::Import)?;
        let title = titled(title)?;
        let (row, files) = match self.waiting(actor, upload, None)? {
            Waiting::Made(event) => return Ok(event),
            Waiting::Here(row, files) => (row, files),
        };
        let rest = Files::from([(RULES_FILE.to_owned(), row.rules_text.clone().into_bytes())]);
        let read = intake::read(&files, &rest);
        let faults = read.faults.len();
        let folder = read.folder.ok_or(IntakeFault::Faulty { faults })?;
        let options = ImportOptions {
            title: Some(title),
            state: EventState::Draft,
            demo: self.memory.shown().is_some(),
            files: hashes(&files),
            ..ImportOptions::default()
        };
        let (app, made_by) = (self.clone(), actor.name());
        self.on_record(actor, Act::Import, move |tx, now| {
            // of two that confirm at the same moment, the second finds what the first made
            match upload::of_account(tx, &made_by)?.filter(|there| there.id == row.id) {
                Some(UploadRow { made: Some(event), .. }) => return Ok((event, None)),
                Some(_) => {}
                None => return Err(IntakeFault::Gone.into()),
            }
            let made = app.insert_event(tx, now, made_by, &folder, options)?;
            upload::finish(tx, &row.id, &made.0)?;
            Ok(made)
        })
    }

    /// The workbook that people begin with, for the rules that they would get.
    ///
    /// # Errors
    /// Where the actor may not, or the event whose rules are to be taken is not there.
    pub fn template(&self, actor: &Actor, from: &RulesFrom) -> Result<Vec<u8>, AppError> {
        check(actor, Act::Import)?;
        let (_, text, _) = self.fallback(from)?;
        Ok(workbook::template(&understood(&text)?).map_err(|_| IntakeFault::NoSheet)?)
    }

    /// The rules that stand in for those that an upload does not have: how the row names them, their text, and
    /// where they come from.
    fn fallback(&self, from: &RulesFrom) -> Result<(String, String, RulesOrigin), AppError> {
        match from {
            RulesFrom::Example => Ok((EXAMPLE_WORD.to_owned(), EXAMPLE.to_owned(), RulesOrigin::Example)),
            RulesFrom::Event(id) => self.store.read(|tx| {
                let head = Self::head(tx, id)?;
                Ok((head.id.clone(), event::rules_text(tx, &head.id)?, RulesOrigin::Event(head.title)))
            }),
        }
    }

    fn row(&self, actor: &Actor, event: Option<&str>, version: i64, from: String, rules: String) -> UploadRow {
        UploadRow {
            account: actor.name(),
            id: uuid::Uuid::new_v4().to_string(),
            at: self.clock.micros(),
            event_id: event.map(str::to_owned),
            setup_version: version,
            rules_from: from,
            rules_text: rules,
            made: None,
        }
    }

    /// Keeps what was read without a fault in the place of the account's last upload; what has faults only takes that
    /// one away.
    fn keep(&self, row: UploadRow, files: &[Given], read: Intake, origin: RulesOrigin) -> Result<Preview, AppError> {
        let preview = preview(&row, files, read, origin);
        let kept = preview.contents.is_some().then(|| files.to_vec());
        let before = row.at - WAITS.num_microseconds().unwrap_or(i64::MAX);
        self.write_besides(Besides::Upload, move |tx| {
            upload::expire(tx, before)?;
            match kept {
                Some(files) => {
                    let files: Vec<_> = files.into_iter().map(|file| (file.name, file.bytes)).collect();
                    Ok(upload::put(tx, &row, &files)?)
                }
                None => Ok(upload::clear(tx, &row.account)?),
            }
        })?;
        Ok(preview)
    }

    /// The actor's upload of an id, for an event or for a new one, as long as it waits.
    fn waiting(&self, actor: &Actor, id: &str, event: Option<&str>) -> Result<Waiting, AppError> {
        let before = self.clock.now() - WAITS;
        self.store.read(|tx| {
            let row = upload::of_account(tx, &actor.name())?;
            let row = row.filter(|row| row.id == id && row.event_id.as_deref() == event && moment(row.at) > before);
            let row = row.ok_or(IntakeFault::Gone)?;
            if let Some(event) = row.made {
                return Ok(Waiting::Made(event));
            }
            let files = upload::files(tx, &row.id)?;
            let files = files.into_iter().map(|(name, bytes)| Given { name, bytes }).collect();
            Ok(Waiting::Here(row, files))
        })
    }
}

/// What an upload waits as.
enum Waiting {
    /// It was confirmed, into this event.
    Made(String),
    /// It waits, with its files.
    Here(UploadRow, Vec<Given>),
}

fn enough(files: &[Given]) -> Result<(), IntakeFault> {
    match files.len() {
        0 => Err(IntakeFault::NoFile),
        1..=MOST_FILES => Ok(()),
        _ => Err(IntakeFault::TooManyFiles),
    }
}

/// A title that somebody typed.
fn titled(title: &str) -> Result<String, IntakeFault> {
    let title = title.trim();
    let fits = !title.is_empty() && title.chars().count() <= TITLE && !title.chars().any(char::is_control);
    if fits { Ok(title.to_owned()) } else { Err(IntakeFault::BadTitle) }
}

/// Names of files with the SHA-256 of each.
fn hashes(files: &[Given]) -> Vec<(String, String)> {
    files.iter().map(|file| (file.name.clone(), hex::encode(Sha256::digest(&file.bytes)))).collect()
}

/// How the audit names files.
pub(in crate::app) fn files_on_record(files: &[(String, String)]) -> Value {
    files.iter().map(|(name, sha256)| json!({ "name": name, "sha256": sha256 })).collect()
}

fn understood(text: &str) -> Result<Rules, AppError> {
    let parsed = rules::parse(text);
    Ok(parsed.map_err(|faults| crate::store::StoreError::corrupt(format!("rules with {} faults", faults.len())))?)
}

fn preview(row: &UploadRow, files: &[Given], read: Intake, origin: RulesOrigin) -> Preview {
    let contents = read.folder.as_ref().map(|folder| Contents::of(folder, origin));
    Preview {
        upload: if contents.is_some() { row.id.clone() } else { String::new() },
        files: hashes(files),
        faults: read.faults,
        understood: read.understood,
        unused: read.unused,
        contents,
        until: moment(row.at) + WAITS,
    }
}
