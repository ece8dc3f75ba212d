//! Two organisers at once: what a form was drawn from goes out with it and comes back with it, and where the thing has
//! become another meanwhile, nothing is written and the second is told what the first changed, who it was and when.
//!
//! Owns the comparison and the search for who it was. Knows nothing of any particular form.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::app::AppError;
use crate::app::act::clock::{Moment, moment};
use crate::app::act::word::Word;
use crate::app::error::{AppFault, FaultKind};
use crate::store::audit::{self, AuditRow};
use crate::store::{StoreError, Tx};

/// Rows of the audit that are searched for who it was, of one subject.
const SEARCHED: i64 = 20;

/// One field of a thing, as people edit it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in a form.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// What it holds.
    pub value: String,
}

impl Field {
    /// A field.
    pub fn new(name: impl Into<String>, label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), value: value.into() }
    }
}

/// What a form was drawn from: what each field held then, by its name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn(BTreeMap<String, String>);

impl Drawn {
    /// What a form that shows these fields is drawn from.
    pub fn of<'f>(fields: impl IntoIterator<Item = &'f Field>) -> Self {
        Self(fields.into_iter().map(|field| (field.name.clone(), field.value.clone())).collect())
    }

    /// The text that a form carries.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::json!(self.0).to_string()
    }

    /// That text, read back; `None` where it is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    /// What a field held; empty where the form did not show it.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

/// That somebody else changed a thing after a form was drawn from it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct Overtaken {
    /// What it is, in words.
    pub thing: String,
    /// Whether it is not there any more.
    pub gone: bool,
    /// What was changed.
    pub changes: Vec<Change>,
    /// All its fields as they are now; empty where it is gone.
    pub now: Vec<Field>,
}

impl AppFault for Overtaken {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "overtaken"
    }
}

/// One field that somebody else changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Name of the field.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// What it held when the form was drawn.
    pub from: String,
    /// What it holds now.
    pub to: String,
    /// Who changed it last, as the audit names them, and when; `None` where the audit does not say.
    pub by: Option<(String, Moment)>,
}

impl Overtaken {
    /// What happened, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let what = if self.gone { "删去" } else { "改过" };
        format!("{}，在您打开此页之后被别人{what}，没有写入", self.thing)
    }

    /// What a field of a form is to show when it is drawn again: what was typed where the sender had changed it, and what
    /// is there now where not.
    #[must_use]
    pub fn merged<'v>(&'v self, name: &str, drawn: &Drawn, typed: &'v str) -> &'v str {
        let now = self.now.iter().find(|field| field.name == name);
        match now {
            Some(field) if typed == drawn.get(name) => &field.value,
            Some(_) | None => typed,
        }
    }
}

/// Where the audit says who it was: in rows on these subjects, of these acts.
pub(in crate::app) struct Record<'r> {
    pub subjects: &'r [&'r str],
    pub acts: &'r [Word],
}

/// Refuses to write over what somebody else changed.
pub(in crate::app) fn refuse_overtaken(
    tx: &mut Tx,
    event: &str,
    record: &Record<'_>,
    thing: &str,
    drawn: &Drawn,
    now: Vec<Field>,
) -> Result<(), AppError> {
    let changed: Vec<&Field> = now.iter().filter(|field| drawn.get(&field.name) != field.value).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let rows = rows(tx, event, record)?;
    let changes = changed.into_iter().map(|field| Change {
        name: field.name.clone(),
        label: field.label.clone(),
        from: drawn.get(&field.name).to_owned(),
        to: field.value.clone(),
        by: who(&rows, &field.name),
    });
    let changes = changes.collect();
    Err(Overtaken { thing: thing.to_owned(), gone: false, changes, now }.into())
}

/// That a thing is not there any more, and who removed it; `None` where the audit knows of no such thing.
pub(in crate::app) fn gone(
    tx: &mut Tx,
    event: &str,
    record: &Record<'_>,
    thing: &str,
    label: &str,
) -> Result<Option<Overtaken>, StoreError> {
    let rows = rows(tx, event, record)?;
    Ok(rows.first().map(|(row, _)| {
        let by = Some((row.who.clone(), moment(row.at)));
        let change = Change {
            name: String::new(),
            label: label.to_owned(),
            from: thing.to_owned(),
            to: "已删去".to_owned(),
            by,
        };
        let (thing, changes) = (thing.to_owned(), vec![change]);
        Overtaken { thing, gone: true, changes, now: Vec::new() }
    }))
}

/// The rows where the audit may say it, newest first.
fn rows(tx: &mut Tx, event: &str, record: &Record<'_>) -> Result<Vec<(AuditRow, Value)>, StoreError> {
    let mut found = Vec::new();
    for subject in record.subjects {
        for (row, payload) in audit::about(tx, event, subject, SEARCHED)? {
            if record.acts.iter().any(|word| word.as_str() == row.act) {
                let told = payload.and_then(|payload| serde_json::from_str(&payload.payload).ok());
                found.push((row, told.unwrap_or(Value::Null)));
            }
        }
    }
    found.sort_by_key(|(row, _)| std::cmp::Reverse(row.number));
    Ok(found)
}

/// Who changed a field last: the newest row that tells of it, or the newest at all.
fn who(rows: &[(AuditRow, Value)], field: &str) -> Option<(String, Moment)> {
    let found = rows.iter().find(|(_, payload)| tells_of(&payload["after"], field)).or_else(|| rows.first());
    found.map(|(row, _)| (row.who.clone(), moment(row.at)))
}

/// Whether what an act left names a field; of a measure, by its component and entry.
fn tells_of(after: &Value, field: &str) -> bool {
    let is_cell = |value: &Value| {
        let part = |key: &str| value[key].as_str().unwrap_or_default();
        field.split_once('/').is_some_and(|(component, entry)| part("component") == component && part("entry") == entry)
    };
    let cells = after["values"].as_array();
    after.get(field).is_some() || cells.is_some_and(|cells| cells.iter().any(is_cell))
}
