//! Two organisers at once: what a form was drawn from goes out with it and comes back with it, and where the thing has
//! become another meanwhile, nothing is written and the second is told what the first changed, who it was and when.
//!
//! Owns the comparison; `changed` says who it was. Knows nothing of any particular form.

use std::collections::BTreeMap;

use crate::app::AppError;
use crate::app::act::changed::{Acts, Changed, changed};
use crate::app::act::clock::Moment;
use crate::app::error::{AppFault, FaultKind};
use crate::store::{StoreError, Tx};

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

/// Refuses to write over what somebody else changed.
pub(in crate::app) fn refuse_overtaken(
    tx: &mut Tx,
    event: &str,
    acts: &Acts<'_>,
    thing: &str,
    drawn: &Drawn,
    now: Vec<Field>,
) -> Result<(), AppError> {
    let differing: Vec<&Field> = now.iter().filter(|field| drawn.get(&field.name) != field.value).collect();
    if differing.is_empty() {
        return Ok(());
    }
    let by = changed(tx, event, acts)?;
    let changes = differing.into_iter().map(|field| Change {
        name: field.name.clone(),
        label: field.label.clone(),
        from: drawn.get(&field.name).to_owned(),
        to: field.value.clone(),
        by: who(&by, &field.name),
    });
    let changes = changes.collect();
    Err(Overtaken { thing: thing.to_owned(), gone: false, changes, now }.into())
}

/// That a thing is not there any more, and who removed it; `None` where the audit knows of no such thing.
pub(in crate::app) fn gone(
    tx: &mut Tx,
    event: &str,
    acts: &Acts<'_>,
    thing: &str,
    label: &str,
) -> Result<Option<Overtaken>, StoreError> {
    Ok(changed(tx, event, acts)?.into_iter().next().map(|act| {
        let by = Some((act.who, act.at));
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

/// Who changed a field last: the newest act that tells of it, or the newest at all.
fn who(changed: &[Changed], field: &str) -> Option<(String, Moment)> {
    let found = changed.iter().find(|act| act.fields.contains(field)).or_else(|| changed.first());
    found.map(|act| (act.who.clone(), act.at))
}
