//! An upload over a draft that is there: what would be added, changed and removed is shown first. Files that do not
//! come leave what they would replace as it is.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::contents::RulesOrigin;
use super::waiting::{IntakeFault, Preview, Waiting, enough, fault_list, hashes, preview};
use crate::app::act::actor::Actor;
use crate::app::act::envelope::Besides;
use crate::app::act::permission::{Act, check};
use crate::app::act::record::Record;
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::event::folder::folder_of;
use crate::app::event::view::EventSummary;
use crate::app::people::link::SEAT_REMOVED;
use crate::app::setup::folder_io::files_on_record;
use crate::app::setup::folder_io::setup_of;
use crate::app::{App, AppError};
use crate::folder::difference::{TableChange, difference};
use crate::folder::intake::{self, Finding, Given, Intake, Place, Wrong};
use crate::folder::tidy::Choices;
use crate::folder::workbook::{self, BookProblem};
use crate::folder::{EventFolder, Files, RULES_FILE, write_files};
use crate::scoring::rules::Rules;
use crate::store::event::EventRow;
use crate::store::setup::{self, LooseComment, NewRules};
use crate::store::{Tx, event, operation, session, upload};

/// The file that holds what judges gave, which no upload replaces.
const SCORES: &str = "scores.csv";

/// An upload over a draft, as it is shown before anything is written.
#[derive(Debug, Clone)]
pub struct UpdatePreview {
    /// The draft.
    pub event: EventSummary,
    pub upload: Preview,
    /// What differs from what is there now.
    pub changes: Vec<TableChange>,
    /// Judges that would be gone, by name: their links and sessions end.
    pub gone: Vec<String>,
}

/// A draft as it is now.
struct Now {
    head: EventRow,
    summary: EventSummary,
    files: Files,
    /// Its judges: id and name.
    judges: Vec<(String, String)>,
    rules: Rules,
}

impl App {
    /// Reads an upload for a draft and keeps it for its confirmation. Writes nothing of the event.
    ///
    /// # Errors
    /// [`IntakeFault`] where there is no file or too many, or cards are there; where the actor may not, there is
    /// no such event, or it is no draft.
    pub fn preview_update(&self, actor: &Actor, event: &str, files: Vec<Given>) -> Result<UpdatePreview, AppError> {
        check(actor, Act::Upload)?;
        enough(&files)?;
        let now = self.store.read(|tx| self.now(tx, event))?;
        let read = over(&files, &now.files, Choices::default());
        let (changes, gone) = changes(&now, &read);
        let row = self.row(actor, Some(event), now.head.setup_version, String::new(), String::new());
        let upload = self.keep(row, &files, read, RulesOrigin::Own)?;
        Ok(UpdatePreview { event: now.summary, upload, changes, gone })
    }

    /// Shows an upload that waits once more, against the draft as it is now.
    ///
    /// # Errors
    /// As [`App::preview_update`], and where the upload is gone.
    pub fn preview_again(
        &self,
        actor: &Actor,
        event: &str,
        id: &str,
        choices: Choices,
    ) -> Result<UpdatePreview, AppError> {
        check(actor, Act::Upload)?;
        let Waiting::Here(mut row, files) = self.waiting(actor, id, Some(event))? else {
            return Err(IntakeFault::Gone.into());
        };
        let now = self.store.read(|tx| self.now(tx, event))?;
        let read = over(&files, &now.files, choices);
        let (changes, gone) = changes(&now, &read);
        let origin = if read.brought.contains(RULES_FILE) { RulesOrigin::Uploaded } else { RulesOrigin::Own };
        row.setup_version = now.head.setup_version;
        let (id, version) = (row.id.clone(), row.setup_version);
        self.write_besides(Besides::Upload, move |tx| Ok(upload::shown_against(tx, &id, version)?))?;
        Ok(UpdatePreview { event: now.summary, upload: preview(&row, &files, read, origin, choices), changes, gone })
    }

    /// What is wrong with an upload over a draft, as a list to send on.
    ///
    /// # Errors
    /// As [`App::preview_again`].
    pub fn faults_update(&self, actor: &Actor, event: &str, id: &str, choices: Choices) -> Result<Vec<u8>, AppError> {
        fault_list(&self.preview_again(actor, event, id, choices)?.upload)
    }

    /// Writes an upload that was previewed over the draft, all of it in one transaction. Confirmed again, it writes
    /// nothing more.
    ///
    /// # Errors
    /// [`IntakeFault`] where the upload is gone, the setup was changed since the preview, or nothing would change;
    /// else as [`App::preview_update`].
    pub fn confirm_update(&self, actor: &Actor, event: &str, id: &str, choices: Choices) -> Result<(), AppError> {
        check(actor, Act::Upload)?;
        let (row, files) = match self.waiting(actor, id, Some(event))? {
            Waiting::Made(_) => return Ok(()),
            Waiting::Here(row, files) => (row, files),
        };
        let now = self.store.read(|tx| self.now(tx, event))?;
        let read = over(&files, &now.files, choices);
        if now.head.setup_version != row.setup_version {
            return Err(IntakeFault::Changed.into());
        }
        let (changes, _) = changes(&now, &read);
        let faults = read.faults.len();
        let folder = read.folder.ok_or(IntakeFault::Faulty { faults })?;
        if changes.is_empty() {
            return Err(IntakeFault::Same.into());
        }
        let on_record = json!({ "files": files_on_record(&hashes(&files)), "changes": changes });
        let who = actor.name();
        self.on_record(actor, Act::Upload, move |tx, at| {
            match upload::of_account(tx, &who)?.filter(|there| there.id == row.id) {
                Some(there) if there.made.is_some() => return Ok(((), None)),
                Some(_) => {}
                None => return Err(IntakeFault::Gone.into()),
            }
            let head = draft(tx, &now.head.id)?;
            if head.setup_version != row.setup_version {
                return Err(IntakeFault::Changed.into());
            }
            upload::finish(tx, &row.id, &head.id)?;
            Ok(((), Some(write_over(tx, head, &folder, &now.judges, (&who, at), on_record)?)))
        })
    }

    /// A draft's set-up as a workbook, to be changed and uploaded again.
    pub fn setup_workbook(&self, actor: &Actor, event: &str) -> Result<(EventSummary, Vec<u8>), AppError> {
        check(actor, Act::Upload)?;
        let now = self.store.read(|tx| self.now(tx, event))?;
        let made = workbook::workbook(&now.files, &now.rules).map_err(|_| IntakeFault::NoSheet)?;
        Ok((now.summary, made))
    }

    fn now(&self, tx: &mut Tx, event: &str) -> Result<Now, AppError> {
        let head = draft(tx, event)?;
        let frame = self.frame(tx, &head)?;
        // what an upload leaves as it is must not lose an entry that was withdrawn and may come back
        let folder = folder_of(tx, &head.id, &frame.as_set_up())?;
        let mut files = write_files(&folder);
        files.remove(SCORES);
        let judges = frame.setup.judges.iter().map(|judge| (judge.id.clone(), judge.name.clone())).collect();
        let summary = frame.summary(&head)?;
        Ok(Now { summary, files, judges, rules: folder.event.rules().clone(), head })
    }
}

/// The head of a draft that has no card.
fn draft(tx: &mut Tx, event: &str) -> Result<EventRow, AppError> {
    let head = App::head(tx, event)?;
    state::allow(Act::Upload, head.state()?)?;
    if operation::count(tx, event)? > 0 {
        return Err(IntakeFault::HasCards.into());
    }
    Ok(head)
}

/// Writes a folder over a draft, with its row in the audit; judges of those that were there and are no longer lose
/// links and sessions.
fn write_over(
    tx: &mut Tx,
    mut head: EventRow,
    folder: &EventFolder,
    were: &[(String, String)],
    (who, at): (&str, i64),
    mut after: Value,
) -> Result<Record, AppError> {
    let rules = NewRules { rules: folder.event.rules(), text: &folder.rules_text };
    let comments = folder.comments.iter().map(|c| LooseComment {
        judge: c.judge,
        component: c.component,
        entry: c.entry,
        criterion: c.criterion,
        comment: c.comment.clone(),
    });
    let setup = setup_of(folder, comments.collect());
    setup::replace(tx, &head.id, &rules, &setup, ("按上传的文件更新", who, at))?;
    let stays: BTreeSet<&str> = setup.judges.iter().map(|judge| judge.id.as_str()).collect();
    for (judge, _) in were.iter().filter(|(judge, _)| !stays.contains(judge.as_str())) {
        session::revoke_judge(tx, &head.id, judge, SEAT_REMOVED, at)?;
    }
    let before = json!({ "rules": head.rules_sha256, "version": head.setup_version });
    head.rules_sha256.clone_from(&folder.rules_sha256);
    head.raise_setup();
    event::update(tx, &head)?;
    after["rules"] = Value::from(head.rules_sha256.clone());
    Ok(Record { word: Word::Upload, event: head.id.clone(), subject: "event".to_owned(), before, after })
}

/// Reads an upload over what is there.
fn over(files: &[Given], there: &Files, choices: Choices) -> Intake {
    let mut read = intake::read(files, there, choices);
    if read.brought.contains(SCORES) {
        let place = Place { table: SCORES.to_owned(), row: 0, column: String::new() };
        read.faults.push(Finding { place, what: Wrong::Book(BookProblem::NotHere) });
        read.folder = None;
    }
    read
}

/// What an upload would change, and which judges would be gone.
fn changes(now: &Now, read: &Intake) -> (Vec<TableChange>, Vec<String>) {
    let Some(folder) = &read.folder else { return (Vec::new(), Vec::new()) };
    let mut after = write_files(folder);
    after.remove(SCORES);
    let stays = |id: &str| folder.event.judges().iter().any(|judge| judge.id == id);
    let gone = now.judges.iter().filter(|(id, _)| !stays(id)).map(|(_, name)| name.clone()).collect();
    (difference(&now.files, &after), gone)
}
