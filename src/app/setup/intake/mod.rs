//! Set-up from uploads: what people upload is read and shown first, with every fault, and written only once it is
//! confirmed. Until then its bytes wait in a table of their own; no event has anything of them.
//!
//! Here: what an upload is, and a new event from it. `contents`: what it would make. `update`: the same over a draft that is there. `copy`: a new
//! event from an earlier one.

mod contents;
mod copy;
mod update;
mod waiting;

pub use waiting::{IntakeFault, MOST_BYTES, MOST_FILES, Preview, TITLE};
use waiting::{WAITS, Waiting, enough, fault_list, hashes, preview, titled};

use crate::app::act::actor::Actor;
use crate::app::act::clock::moment;
use crate::app::act::envelope::Besides;
use crate::app::act::permission::{Act, check};
use crate::app::event::view::EventState;
use crate::app::setup::folder_io::ImportOptions;
use crate::app::{App, AppError};
use crate::folder::intake::{self, Given, Intake};
use crate::folder::tidy::Choices;
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

/// Where the rules of a new event come from where the upload has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RulesFrom {
    /// The project's example.
    Example,
    /// An earlier event, by its id.
    Event(String),
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
        let read = intake::read(&files, &alone(&text), Choices::default());
        let row = self.row(actor, None, 0, word, text);
        self.keep(row, &files, read, origin)
    }

    /// Shows an upload for a new event that waits once more, with what was decided of what only a person can decide.
    ///
    /// # Errors
    /// [`IntakeFault`] where the upload is gone or was confirmed; where the actor may not.
    pub fn preview_new_again(&self, actor: &Actor, upload: &str, choices: Choices) -> Result<Preview, AppError> {
        check(actor, Act::Import)?;
        let Waiting::Here(row, files) = self.waiting(actor, upload, None)? else {
            return Err(IntakeFault::Gone.into());
        };
        let from =
            if row.rules_from == EXAMPLE_WORD { RulesFrom::Example } else { RulesFrom::Event(row.rules_from.clone()) };
        let (_, _, origin) = self.fallback(&from)?;
        let read = intake::read(&files, &alone(&row.rules_text), choices);
        let origin = if read.brought.contains(RULES_FILE) { RulesOrigin::Uploaded } else { origin };
        Ok(preview(&row, &files, read, origin, choices))
    }

    /// What is wrong with an upload for a new event, as a list to send on.
    ///
    /// # Errors
    /// As [`App::preview_new_again`].
    pub fn faults_new(&self, actor: &Actor, upload: &str, choices: Choices) -> Result<Vec<u8>, AppError> {
        fault_list(&self.preview_new_again(actor, upload, choices)?)
    }

    /// Makes the event of an upload that was previewed, a draft, and gives its id. Confirmed again, it gives the same
    /// id and makes nothing.
    ///
    /// # Errors
    /// [`IntakeFault`] where the upload is gone or the title is none; where the actor may not.
    pub fn confirm_new(&self, actor: &Actor, upload: &str, title: &str, choices: Choices) -> Result<String, AppError> {
        check(actor, Act::Import)?;
        let title = titled(title)?;
        let (row, files) = match self.waiting(actor, upload, None)? {
            Waiting::Made(event) => return Ok(event),
            Waiting::Here(row, files) => (row, files),
        };
        let read = intake::read(&files, &alone(&row.rules_text), choices);
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
            let (event, record) = app.insert_event(tx, now, made_by, &folder, options)?;
            upload::finish(tx, &row.id, &event)?;
            Ok((event, Some(record)))
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

    /// Keeps what was read in the place of the account's last upload: to be confirmed, or for the list of its faults.
    fn keep(&self, row: UploadRow, files: &[Given], read: Intake, origin: RulesOrigin) -> Result<Preview, AppError> {
        let origin = if read.brought.contains(RULES_FILE) { RulesOrigin::Uploaded } else { origin };
        let preview = preview(&row, files, read, origin, Choices::default());
        let files: Vec<_> = files.iter().map(|file| (file.name.clone(), file.bytes.clone())).collect();
        let before = row.at - WAITS.num_microseconds().unwrap_or(i64::MAX);
        self.write_besides(Besides::Upload, move |tx| {
            upload::expire(tx, before)?;
            Ok(upload::put(tx, &row, &files)?)
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

/// The rules that stand in where an upload has none.
fn alone(rules: &str) -> Files {
    Files::from([(RULES_FILE.to_owned(), rules.as_bytes().to_vec())])
}

fn understood(text: &str) -> Result<Rules, AppError> {
    let parsed = rules::parse(text);
    Ok(parsed.map_err(|faults| crate::store::StoreError::corrupt(format!("rules with {} faults", faults.len())))?)
}
