//! Measures (日常考核 and the like): values one by one, or a whole table that is shown with every fault and
//! every change before anything of it is written.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::changed::Acts;
use crate::app::act::drawn::{Drawn, Field, refuse_overtaken};
use crate::app::act::permission::{Act, check};
use crate::app::act::reason::stated;
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::desk::hand::{HandFault, figure};
use crate::app::error::NotFound;
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::{App, AppError};
use crate::folder::Fault;
use crate::folder::typed::{self, Note, plain};
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
        let (reason, drawn) = (stated(reason)?, drawn.cloned());
        let (id, part, entry, value) = (event.to_owned(), component.to_owned(), entry.to_owned(), value.to_owned());
        let subject = format!("measure:{component}/{entry}");
        self.act(actor, event, Doing::by_hand(Act::Measure, Word::Measure, subject), move |tx, _, frame| {
            let none = |what, id: &str| NotFound { what, id: id.to_owned() };
            let component = frame.component(&part).ok_or_else(|| none("评分环节", &part))?;
            let row = frame.entry(&entry).ok_or_else(|| none("参评项目", &entry))?;
            if let Some(drawn) = &drawn {
                not_overtaken(tx, &id, frame, drawn, &[(component, row)])?;
            }
            let value = if plain(&value).is_empty() { None } else { Some(figure(&value)?) };
            allowed(frame, component, value)?;
            let before = frame.event.measure(component, row);
            if before == value {
                return Err(HandFault::Unchanged.into());
            }
            setup::put_measure(tx, &id, &part, &entry, value)?;
            let cell = |value| json!({ "component": part, "entry": entry, "value": text(value) });
            let mut after = json!({ "value": text(value), "reason": reason });
            after["values"] = json!([cell(value)]);
            Ok((json!({ "value": text(before) }), after))
        })
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
            let (mut before, mut after): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
            for (component, entry, value) in sheet.values {
                let was = frame.event.measure(component, entry);
                if was == Some(value) {
                    continue;
                }
                let (part, row) = (&frame.rules.components[component].id, &frame.setup.entries[entry].id);
                setup::put_measure(tx, &id, part, row, Some(value))?;
                before.push(json!({ "component": part, "entry": row, "value": text(was) }));
                after.push(json!({ "component": part, "entry": row, "value": text(Some(value)) }));
            }
            if after.is_empty() {
                return Err(HandFault::Unchanged.into());
            }
            Ok((json!({ "values": before }), json!({ "values": after, "reason": reason })))
        })
    }
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
fn allowed(frame: &Frame, component: usize, value: Option<Decimal>) -> Result<(), AppError> {
    let part = &frame.rules.components[component];
    let (min, max) = match part.kind {
        Kind::Measure { min, max, .. } => (min, max),
        Kind::Marks { .. } | Kind::Ranking { .. } | Kind::Grades { .. } => {
            return Err(HandFault::NotAMeasure { component: part.name.clone() }.into());
        }
    };
    match value {
        Some(value) if value < min || max.is_some_and(|max| value > max) => {
            let most = max.map_or_else(String::new, |max| format!("、不大于 {}", max.normalize()));
            let allowed = format!("不小于 {}{most}", min.normalize());
            Err(HandFault::OutOfRange { found: value.to_string(), allowed }.into())
        }
        Some(_) | None => Ok(()),
    }
}
