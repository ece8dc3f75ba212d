//! What an event is set up with, changed by hand: entries, judges, the route, the title. What somebody types is read as
//! a folder is read, so that an edited event always comes out as a folder that can be read again; what has become
//! another since the form was drawn is not written over.

mod checks;
mod fault;
mod prepared;
mod route;
mod row;
mod title;
mod used;

pub use fault::{EditFault, Lack, TITLE};
use row::{fields, tidy, unmarked};
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::changed::Acts;
use crate::app::act::drawn::{Drawn, gone, refuse_overtaken};
use crate::app::act::permission::Act;
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::error::NotFound;
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::event::view::EventState;
use crate::app::people::link::SEAT_REMOVED;
use crate::app::{App, AppError};
use crate::folder::EventFolder;
use crate::folder::edited::read_with;
use crate::folder::tidy::id;
use crate::store::event::EventRow;
use crate::store::{Tx, setup};

pub use crate::folder::edited::Sheet;
pub(in crate::app) use prepared::lacking;
pub use prepared::{Prepared, PreparedGroup, PreparedStop};
pub use route::Direction;

/// A row as somebody typed it.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    /// The id of the row that is changed; `None`: a new one.
    pub id: Option<String>,
    /// What was typed, by column; a column that is not named stays as it is.
    pub cells: BTreeMap<String, String>,
    /// What the form was drawn from; not looked at for a new row.
    pub drawn: Drawn,
}

/// Columns that no score depends on, and that may be corrected while marks are given.
#[must_use]
pub fn is_text(sheet: Sheet, column: &str) -> bool {
    let columns: &[&str] = match sheet {
        Sheet::Entries => &["name", "unit", "unit_type", "site", "theme", "summary"],
        Sheet::Judges => &["name", "unit"],
        Sheet::Checkpoints => &["planned_arrival", "planned_departure", "look_at"],
    };
    columns.contains(&column)
}

/// What a row is called in a sentence, and how the audit names it.
fn named(sheet: Sheet, id: &str) -> (String, String) {
    match sheet {
        Sheet::Entries => (format!("参评项目 {id}"), format!("entry:{id}")),
        Sheet::Judges => (format!("评委 {id}"), format!("judge:{id}")),
        Sheet::Checkpoints => (format!("观摩点 {id}"), format!("checkpoint:{id}")),
    }
}

fn word(sheet: Sheet) -> &'static str {
    match sheet {
        Sheet::Entries => "参评项目",
        Sheet::Judges => "评委",
        Sheet::Checkpoints => "观摩点",
    }
}

/// The acts that the audit has of a kind of row: add, change, remove.
fn acts(sheet: Sheet) -> [Word; 3] {
    match sheet {
        Sheet::Entries => [Word::AddEntry, Word::ChangeEntry, Word::RemoveEntry],
        Sheet::Judges => [Word::AddJudge, Word::ChangeJudge, Word::RemoveJudge],
        Sheet::Checkpoints => [Word::AddStop, Word::ChangeStop, Word::RemoveStop],
    }
}

impl App {
    /// Adds a row, or changes one.
    ///
    /// # Errors
    /// [`EditFault`] with what is wrong, [`Overtaken`] where somebody else changed it meanwhile; where
    /// the actor may not, there is no such row, or the state of the event does not allow it.
    pub fn edit(&self, actor: &Actor, event: &str, sheet: Sheet, edit: &Edit) -> Result<(), AppError> {
        // where a stop stands is the route's, which has its own form
        let given = edit.cells.iter().filter(|(name, _)| sheet != Sheet::Checkpoints || *name != "order");
        let is_id = |name: &str| edit.id.is_none() && sheet != Sheet::Checkpoints && name == sheet_key(sheet);
        let typed = |name: &str, typed: &str| if is_id(name) { id(typed).into_owned() } else { tidy(typed) };
        let cells = given.map(|(name, text)| (name.clone(), typed(name, text))).collect();
        let edit = Edit { cells, ..edit.clone() };
        let new = edit.id.clone().or_else(|| edit.cells.get(sheet_key(sheet)).cloned()).unwrap_or_default();
        let [add, change, _] = acts(sheet);
        let (act, word) = if edit.id.is_some() { (Act::Reword, change) } else { (Act::Prepare, add) };
        let id = event.to_owned();
        self.act(actor, event, Doing::of(act, word, named(sheet, &new).1), move |tx, head, frame| {
            let folder = unmarked(frame);
            let mut rows = sheet.rows(&folder);
            let columns: Vec<&str> = sheet.columns().map(|(name, _)| name).collect();
            let (at, before) = match &edit.id {
                Some(row) => {
                    let at = existing(tx, &id, sheet, &rows, row)?;
                    not_overtaken(tx, &id, sheet, &rows[at], &edit.drawn)?;
                    (at, rows[at].clone())
                }
                None => {
                    rows.push(vec![String::new(); columns.len()]);
                    (rows.len() - 1, Vec::new())
                }
            };
            for (cell, name) in rows[at].iter_mut().zip(&columns).skip(usize::from(edit.id.is_some())) {
                if let Some(typed) = edit.cells.get(*name) {
                    cell.clone_from(typed);
                }
            }
            let mut faults = checks::row(sheet, &mut rows[at], &before);
            let after = rows[at].clone();
            if !before.is_empty() {
                may_change(tx, head, sheet, &columns, (&before, &after))?;
            }
            let read = match read_with(&folder, sheet, rows, head.state()? == EventState::Draft) {
                Ok(read) if faults.is_empty() => read,
                Ok(_) => return Err(EditFault::Typed(faults).into()),
                Err(found) => {
                    faults.extend(found);
                    return Err(EditFault::Typed(faults).into());
                }
            };
            write(tx, &id, sheet, frame, &read, at)?;
            Ok(told(&columns, &before, &after))
        })
    }

    /// Removes a row on which nothing hangs.
    ///
    /// # Errors
    /// [`EditFault::InUse`] with what hangs on it; else as [`App::edit`].
    pub fn remove(&self, actor: &Actor, event: &str, sheet: Sheet, row: &str, drawn: &Drawn) -> Result<(), AppError> {
        let (id, row, drawn, now) = (event.to_owned(), row.to_owned(), drawn.clone(), self.clock.micros());
        let (thing, subject) = named(sheet, &row);
        self.act(actor, event, Doing::of(Act::Prepare, acts(sheet)[2], subject), move |tx, head, frame| {
            let folder = unmarked(frame);
            let mut rows = sheet.rows(&folder);
            let at = existing(tx, &id, sheet, &rows, &row)?;
            not_overtaken(tx, &id, sheet, &rows[at], &drawn)?;
            let what = used::hangs_on(tx, &id, sheet, frame, &row)?;
            if !what.is_empty() {
                return Err(EditFault::InUse { thing, what }.into());
            }
            let before = rows.remove(at);
            read_with(&folder, sheet, rows, head.state()? == EventState::Draft).map_err(EditFault::Typed)?;
            match sheet {
                Sheet::Entries => setup::remove_entry(tx, &id, &row)?,
                Sheet::Judges => {
                    crate::store::session::revoke_judge(tx, &id, &row, SEAT_REMOVED, now)?;
                    setup::remove_judge(tx, &id, &row)?;
                }
                Sheet::Checkpoints => route::without(tx, &id, frame, &row)?,
            }
            let columns: Vec<&str> = sheet.columns().map(|(name, _)| name).collect();
            Ok(told(&columns, &before, &[]))
        })
    }
}

/// Name of the column that names a row.
fn sheet_key(sheet: Sheet) -> &'static str {
    match sheet {
        Sheet::Entries | Sheet::Checkpoints => "entry",
        Sheet::Judges => "judge",
    }
}

/// Where a row stands; what became of it where it is not there any more.
fn existing(tx: &mut Tx, event: &str, sheet: Sheet, rows: &[Vec<String>], id: &str) -> Result<usize, AppError> {
    if let Some(at) = rows.iter().position(|row| row.first().is_some_and(|cell| cell == id)) {
        return Ok(at);
    }
    let (thing, subject) = named(sheet, id);
    let [_, _, remove] = acts(sheet);
    let acts = Acts { subjects: &[&subject], words: &[remove] };
    let none = || NotFound { what: word(sheet), id: id.to_owned() };
    Err(gone(tx, event, &acts, &thing, word(sheet))?.map_or_else(|| none().into(), AppError::from))
}

fn not_overtaken(tx: &mut Tx, event: &str, sheet: Sheet, row: &[String], drawn: &Drawn) -> Result<(), AppError> {
    let (thing, subject) = named(sheet, &row[0]);
    let words = acts(sheet);
    let acts = Acts { subjects: &[&subject], words: &words };
    let mut now = fields(sheet, row);
    now.retain(|field| sheet != Sheet::Checkpoints || field.name != "order");
    refuse_overtaken(tx, event, &acts, &thing, drawn, now)
}

/// Refuses what the event's state does not let be changed, and a change that is none.
fn may_change(
    tx: &mut Tx,
    head: &EventRow,
    sheet: Sheet,
    columns: &[&str],
    (before, after): (&[String], &[String]),
) -> Result<(), AppError> {
    state::allow(Act::Reword, head.state()?)?;
    let changed: Vec<&str> =
        columns.iter().zip(before.iter().zip(after)).filter(|(_, (b, a))| b != a).map(|(name, _)| *name).collect();
    if changed.is_empty() {
        return Err(EditFault::Unchanged.into());
    }
    if !changed.iter().all(|column| is_text(sheet, column)) {
        state::allow(Act::Prepare, head.state()?)?;
    }
    let open = state::why_not(Act::Prepare, head.state()?).is_some();
    if open && sheet == Sheet::Judges && used::cards_of(tx, &head.id, &before[0])? > 0 {
        return Err(EditFault::NamedJudge.into());
    }
    Ok(())
}

fn write(tx: &mut Tx, event: &str, sheet: Sheet, frame: &Frame, read: &EventFolder, at: usize) -> Result<(), AppError> {
    let rules = &frame.rules;
    match sheet {
        Sheet::Entries => setup::put_entry(tx, event, rules, &read.event.entries()[at])?,
        Sheet::Judges => setup::put_judge(tx, event, rules, &read.event.judges()[at])?,
        Sheet::Checkpoints => route::with(tx, event, frame, &read.checkpoints[at])?,
    }
    Ok(())
}

/// What was before and what is after, of the cells that differ; all of a row that is new or removed.
fn told(columns: &[&str], before: &[String], after: &[String]) -> (Value, Value) {
    let side = |row: &[String], other: &[String]| {
        if row.is_empty() {
            return Value::Null;
        }
        let cells = columns.iter().enumerate().filter(|(index, _)| other.get(*index) != row.get(*index));
        let cells = cells.map(|(index, name)| ((*name).to_owned(), json!(row[index])));
        Value::Object(cells.collect::<Map<_, _>>())
    };
    (side(before, after), side(after, before))
}
