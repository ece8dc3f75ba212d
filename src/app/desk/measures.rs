//! Measures (日常考核 and the like): a grid of values that is typed into, or a whole table that is shown with every fault
//! and every change before anything of it is written.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::changed::Acts;
use crate::app::act::drawn::{Drawn, Field, refuse_overtaken};
use crate::app::act::permission::{Act, check};
use crate::app::act::reason::stated;
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::desk::hand::{CellFault, HandFault, figure};
use crate::app::error::NotFound;
use crate::app::event::doing::{Doing, Told};
use crate::app::event::frame::Frame;
use crate::app::{App, AppError};
use crate::folder::Fault;
use crate::folder::tidy::plain;
use crate::folder::typed::{self, Note};
use crate::scoring::rules::Kind;
use crate::store::{Tx, setup};

/// What a table of measures would do.
#[derive(Debug, Clone)]
pub struct MeasurePreview {
    /// The table as it was understood; sent back to be written.
    pub text: String,
    /// What was taken for something else.
    pub notes: Vec<Note>,
    /// What is wrong; while anything is, nothing can be written.
    pub faults: Vec<Fault>,
    /// What would be written.
    pub changes: Vec<MeasureChange>,
    /// How many values are there already as the table has them.
    pub same: usize,
    /// What is there now, which the form that confirms is drawn from.
    pub drawn: Drawn,
}

/// One value that would be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureChange {
    pub component: String,
    /// The entry's unit.
    pub unit: String,
    /// What is there now; empty for nothing.
    pub before: String,
    /// What would be there.
    pub after: String,
}

/// A cell of a grid, as somebody typed into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub component: String,
    pub entry: String,
    /// Empty: there is to be none.
    pub typed: String,
}

impl Cell {
    /// Its name among the fields of a form.
    fn name(&self) -> String {
        format!("{}/{}", self.component, self.entry)
    }

    /// What stood there and what it was taken for, where that is not the same.
    fn note(&self) -> Option<(String, String)> {
        let taken = plain(&self.typed);
        (taken != self.typed.trim()).then(|| (self.typed.trim().to_owned(), taken))
    }
}

/// What became of a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// How many values are others now.
    pub count: usize,
    /// What was typed, and what it was taken for.
    pub notes: Vec<(String, String)>,
}

/// Index of a component, index of an entry, what is to be there.
type Valued = (usize, usize, Option<Decimal>);

impl App {
    /// Writes one value, or takes it away where `value` is empty; of a form that was `drawn`, where the value is still
    /// the one that it was drawn from.
    ///
    /// # Errors
    /// [`HandFault`] with what is wrong, [`Overtaken`]; where the actor may not, an id is unknown, no
    /// reason is given, or the state of the event does not allow it.
    pub fn set_measure(
        &self,
        actor: &Actor,
        event: &str,
        (component, entry): (&str, &str),
        value: &str,
        reason: &str,
        drawn: Option<&Drawn>,
    ) -> Result<(), AppError> {
        let cell = Cell { component: component.to_owned(), entry: entry.to_owned(), typed: value.to_owned() };
        match self.set_measures(actor, event, vec![cell], reason, drawn) {
            Ok(_) => Ok(()),
            Err(error) => match error.take()? {
                HandFault::Cells(mut faults) if faults.len() == 1 => Err(faults.remove(0).fault.into()),
                other => Err(other.into()),
            },
        }
    }

    /// Writes the values of a grid that was typed into, all or none of them, as one act; an empty one takes away what is
    /// there. Of a grid that was `drawn`, only the cells in which something else was typed are meant, where their values
    /// are still those that it was drawn from.
    ///
    /// # Errors
    /// [`HandFault::Cells`] with every cell that is wrong; else as [`App::set_measure`].
    pub fn set_measures(
        &self,
        actor: &Actor,
        event: &str,
        mut cells: Vec<Cell>,
        reason: &str,
        drawn: Option<&Drawn>,
    ) -> Result<Written, AppError> {
        if let Some(drawn) = drawn {
            cells.retain(|cell| plain(&cell.typed) != drawn.get(&cell.name()));
        }
        let (id, drawn) = (event.to_owned(), drawn.cloned());
        let notes = cells.iter().filter_map(Cell::note).collect();
        // wrong cells are said before a reason that is missing: there may be many, and they take longer to put right
        let reason = stated(reason);
        let (word, subject) = match &cells[..] {
            [one] => (Word::Measure, format!("measure:{}", one.name())),
            _ => (Word::Measures, "event".to_owned()),
        };
        let count = self.act(actor, event, Doing::by_hand(Act::Measure, word, subject), move |tx, _, frame| {
            let values = understood(frame, &cells)?;
            let reason = reason?;
            if let Some(drawn) = &drawn {
                let meant: Vec<_> = values.iter().map(|(component, entry, _)| (*component, *entry)).collect();
                not_overtaken(tx, &id, frame, drawn, &meant)?;
            }
            let (before, after) = put(tx, &id, frame, values)?;
            let count = after.len();
            Ok(match (&before[..], &after[..]) {
                ([was], [is]) if cells.len() == 1 => {
                    let told = json!({ "value": is["value"], "reason": reason, "values": after });
                    Told::giving(count, json!({ "value": was["value"] }), told)
                }
                _ => Told::giving(count, json!({ "values": before }), json!({ "values": after, "reason": reason })),
            })
        })?;
        Ok(Written { count, notes })
    }

    /// Reads a table of measures and says what it would do. Writes nothing.
    ///
    /// # Errors
    /// Where the actor may not, there is no such event, or its state does not allow it.
    pub fn preview_measures(&self, actor: &Actor, event: &str, table: &[u8]) -> Result<MeasurePreview, AppError> {
        check(actor, Act::Measure)?;
        self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            state::allow(Act::Measure, head.state()?)?;
            let frame = self.frame(tx, &head)?;
            let sheet = typed::read_measures(table, &frame.event);
            let changed = |&(c, e, value): &(usize, usize, Decimal)| frame.event.measure(c, e) != Some(value);
            let changes: Vec<MeasureChange> = sheet
                .values
                .iter()
                .filter(|row| changed(row))
                .map(|&(component, entry, value)| MeasureChange {
                    component: frame.rules.components[component].name.clone(),
                    unit: frame.setup.entries[entry].unit.clone(),
                    before: frame.event.measure(component, entry).map(|v| v.to_string()).unwrap_or_default(),
                    after: value.to_string(),
                })
                .collect();
            let same = sheet.values.len() - changes.len();
            let drawn: Vec<Field> = sheet.values.iter().map(|&(c, e, _)| field(&frame, (c, e))).collect();
            let drawn = Drawn::of(&drawn);
            Ok(MeasurePreview { text: sheet.text, notes: sheet.notes, faults: sheet.faults, changes, same, drawn })
        })
    }

    /// Writes a table of measures, all of it or nothing; of a table that was shown first (`drawn`), where the values are
    /// still those that were shown beside it.
    ///
    /// # Errors
    /// [`HandFault`] with every fault of the table; else as [`App::set_measure`].
    pub fn import_measures(
        &self,
        actor: &Actor,
        event: &str,
        table: &[u8],
        reason: &str,
        drawn: Option<&Drawn>,
    ) -> Result<(), AppError> {
        let (id, reason, table) = (event.to_owned(), stated(reason)?, table.to_vec());
        let drawn = drawn.cloned();
        self.act(actor, event, Doing::by_hand(Act::Measure, Word::Measures, "event"), move |tx, _, frame| {
            let sheet = typed::read_measures(&table, &frame.event);
            if !sheet.faults.is_empty() {
                return Err(HandFault::Table(sheet.faults).into());
            }
            if let Some(drawn) = &drawn {
                let cells: Vec<_> = sheet.values.iter().map(|(component, entry, _)| (*component, *entry)).collect();
                not_overtaken(tx, &id, frame, drawn, &cells)?;
            }
            let values = sheet.values.into_iter().map(|(component, entry, value)| (component, entry, Some(value)));
            let (before, after) = put(tx, &id, frame, values.collect())?;
            Ok((json!({ "values": before }), json!({ "values": after, "reason": reason })))
        })
    }
}

/// The values that were typed into cells, or every cell that is wrong.
fn understood(frame: &Frame, cells: &[Cell]) -> Result<Vec<Valued>, AppError> {
    let (mut values, mut faults) = (Vec::new(), Vec::new());
    for cell in cells {
        let none = |what, id: &str| NotFound { what, id: id.to_owned() };
        let component = frame.component(&cell.component).ok_or_else(|| none("评分环节", &cell.component))?;
        let entry = frame.entry(&cell.entry).ok_or_else(|| none("参评项目", &cell.entry))?;
        let value = if plain(&cell.typed).is_empty() { Ok(None) } else { figure(&cell.typed).map(Some) };
        match value.and_then(|value| allowed(frame, component, value).map(|()| value)) {
            Ok(value) => values.push((component, entry, value)),
            // nothing of it can be typed: no page has such a cell
            Err(fault @ HandFault::NotAMeasure { .. }) => return Err(fault.into()),
            Err(fault) => faults.push(CellFault { cell: cell.name(), fault }),
        }
    }
    if faults.is_empty() { Ok(values) } else { Err(HandFault::Cells(faults).into()) }
}

/// Writes those values that are others than there are; gives what was there and what is.
fn put(tx: &mut Tx, event: &str, frame: &Frame, values: Vec<Valued>) -> Result<(Vec<Value>, Vec<Value>), AppError> {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (component, entry, value) in values {
        let was = frame.event.measure(component, entry);
        if was == value {
            continue;
        }
        let (part, row) = (&frame.rules.components[component].id, &frame.setup.entries[entry].id);
        setup::put_measure(tx, event, part, row, value)?;
        before.push(json!({ "component": part, "entry": row, "value": text(was) }));
        after.push(json!({ "component": part, "entry": row, "value": text(value) }));
    }
    if after.is_empty() {
        return Err(HandFault::Unchanged.into());
    }
    Ok((before, after))
}

fn text(value: Option<Decimal>) -> Value {
    value.map_or(Value::Null, |value| json!(value.to_string()))
}

/// A value as the field of a form: by the ids of its component and its entry.
pub(in crate::app) fn field(frame: &Frame, (component, entry): (usize, usize)) -> Field {
    let (part, row) = (&frame.rules.components[component], &frame.setup.entries[entry]);
    let value = frame.event.measure(component, entry).map(|value| value.to_string()).unwrap_or_default();
    Field::new(format!("{}/{}", part.id, row.id), format!("{} {}", row.unit, part.name), value)
}

/// Refuses to write over values that somebody else changed.
fn not_overtaken(
    tx: &mut Tx,
    event: &str,
    frame: &Frame,
    drawn: &Drawn,
    cells: &[(usize, usize)],
) -> Result<(), AppError> {
    let now: Vec<Field> = cells.iter().map(|cell| field(frame, *cell)).collect();
    let mut subjects: Vec<String> = now.iter().map(|field| format!("measure:{}", field.name)).collect();
    subjects.push("event".to_owned());
    let subjects: Vec<&str> = subjects.iter().map(String::as_str).collect();
    let acts = Acts { subjects: &subjects, words: &[Word::Measure, Word::Measures] };
    refuse_overtaken(tx, event, &acts, "考核数值", drawn, now)
}

/// Refuses a value that the rules do not allow, and a component that judges score.
fn allowed(frame: &Frame, component: usize, value: Option<Decimal>) -> Result<(), HandFault> {
    let part = &frame.rules.components[component];
    let (min, max, divides) = match part.kind {
        Kind::Measure { min, max, normalise } => (min, max, normalise.divides_by_value()),
        Kind::Marks { .. } | Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Votes { .. } => {
            return Err(HandFault::NotAMeasure { component: part.name.clone() });
        }
    };
    match value {
        Some(value) if divides && value.is_zero() => {
            let allowed = "不为 0：越小越好的比例要除以它".to_owned();
            Err(HandFault::OutOfRange { found: value.to_string(), allowed })
        }
        Some(value) if value < min || max.is_some_and(|max| value > max) => {
            let most = max.map_or_else(String::new, |max| format!("、不大于 {}", max.normalize()));
            let allowed = format!("不小于 {}{most}", min.normalize());
            Err(HandFault::OutOfRange { found: value.to_string(), allowed })
        }
        Some(_) | None => Ok(()),
    }
}
