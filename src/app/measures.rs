//! Measures (日常考核 and the like): values one by one, or a whole table that is shown with every fault and
//! every change before anything of it is written.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::actor::Actor;
use super::frame::Frame;
use super::hand::{HandFault, figure};
use super::permission::{Act, check};
use super::{App, AppError, state};
use crate::folder::Fault;
use crate::folder::typed::{self, Note, plain};
use crate::scoring::rules::Kind;
use crate::store::setup;

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
}

/// One value that would be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureChange {
    /// Name of the component.
    pub component: String,
    /// The entry's unit.
    pub unit: String,
    /// What is there now; empty for nothing.
    pub before: String,
    /// What would be there.
    pub after: String,
}

impl App {
    /// Writes one value, or takes it away where `value` is empty.
    ///
    /// # Errors
    /// [`AppError::Hand`] with what is wrong; where the actor may not, an id is unknown, no reason is given, or the
    /// state of the event does not allow it.
    pub fn set_measure(
        &self,
        actor: &Actor,
        event: &str,
        (component, entry): (&str, &str),
        value: &str,
        reason: &str,
    ) -> Result<(), AppError> {
        check(actor, Act::Measure)?;
        let reason = super::reason(reason)?;
        let (id, part, entry, value) = (event.to_owned(), component.to_owned(), entry.to_owned(), value.to_owned());
        let subject = format!("measure:{component}/{entry}");
        self.by_hand(actor, Act::Measure, event, ("measure", &subject), move |tx, _, frame| {
            let none = |what, id: &str| AppError::NotFound { what, id: id.to_owned() };
            let component = frame.component(&part).ok_or_else(|| none("评分环节", &part))?;
            let row = frame.entry(&entry).ok_or_else(|| none("参评项目", &entry))?;
            let value = if plain(&value).is_empty() { None } else { Some(figure(&value)?) };
            allowed(frame, component, value)?;
            let before = frame.event.measure(component, row);
            if before == value {
                return Err(AppError::Hand(HandFault::Unchanged));
            }
            setup::put_measure(tx, &id, &part, &entry, value)?;
            Ok((json!({ "value": text(before) }), json!({ "value": text(value), "reason": reason })))
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
            Ok(MeasurePreview { text: sheet.text, notes: sheet.notes, faults: sheet.faults, changes, same })
        })
    }

    /// Writes a table of measures, all of it or nothing; gives how many values changed.
    ///
    /// # Errors
    /// [`AppError::Hand`] with every fault of the table; else as [`App::set_measure`].
    pub fn import_measures(&self, actor: &Actor, event: &str, table: &[u8], reason: &str) -> Result<(), AppError> {
        check(actor, Act::Measure)?;
        let (id, reason, table) = (event.to_owned(), super::reason(reason)?, table.to_vec());
        self.by_hand(actor, Act::Measure, event, ("measures", "event"), move |tx, _, frame| {
            let sheet = typed::read_measures(&table, &frame.event);
            if !sheet.faults.is_empty() {
                return Err(AppError::Hand(HandFault::Table(sheet.faults)));
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
                return Err(AppError::Hand(HandFault::Unchanged));
            }
            Ok((json!({ "values": before }), json!({ "values": after, "reason": reason })))
        })
    }
}

fn text(value: Option<Decimal>) -> Value {
    value.map_or(Value::Null, |value| json!(value.to_string()))
}

/// Refuses a value that the rules do not allow, and a component that judges score.
fn allowed(frame: &Frame, component: usize, value: Option<Decimal>) -> Result<(), AppError> {
    let part = &frame.rules.components[component];
    let (min, max) = match part.kind {
        Kind::Measure { min, max, .. } => (min, max),
        Kind::Marks { .. } | Kind::Ranking { .. } | Kind::Grades { .. } => {
            return Err(AppError::Hand(HandFault::NotAMeasure { component: part.name.clone() }));
        }
    };
    match value {
        Some(value) if value < min || max.is_some_and(|max| value > max) => {
            let most = max.map_or_else(String::new, |max| format!("、不大于 {}", max.normalize()));
            let allowed = format!("不小于 {}{most}", min.normalize());
            Err(AppError::Hand(HandFault::OutOfRange { found: value.to_string(), allowed }))
        }
        Some(_) | None => Ok(()),
    }
}
