//! Who changed what, and when, as the audit has it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::app::act::clock::{Moment, moment};
use crate::app::act::word::Word;
use crate::store::log;
use crate::store::{StoreError, Tx};

/// Rows of the audit that are searched, of one subject.
const SEARCHED: i64 = 20;

/// One act that changed fields of a thing.
pub(in crate::app) struct Changed {
    /// As the audit names them.
    pub who: String,
    pub at: Moment,
    /// The fields by their names; of measures `component/entry`.
    pub fields: BTreeSet<String>,
}

/// Which acts are meant: those on these subjects, of these words.
pub(in crate::app) struct Acts<'r> {
    pub subjects: &'r [&'r str],
    pub words: &'r [Word],
}

/// The acts on an event, newest first.
pub(in crate::app) fn changed(tx: &mut Tx, event: &str, acts: &Acts<'_>) -> Result<Vec<Changed>, StoreError> {
    let mut found = Vec::new();
    for subject in acts.subjects {
        for (row, payload) in log::about(tx, event, subject, SEARCHED)? {
            if acts.words.iter().any(|word| word.as_str() == row.act) {
                let fields = payload.map(|payload| fields_of(row.number, &payload.payload)).transpose()?;
                let fields = fields.unwrap_or_default();
                found.push((row.number, Changed { who: row.who, at: moment(row.at), fields }));
            }
        }
    }
    found.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    Ok(found.into_iter().map(|(_, changed)| changed).collect())
}

/// The fields that a row tells of: those that it left, and the cells of a table of measures.
fn fields_of(number: i64, payload: &str) -> Result<BTreeSet<String>, StoreError> {
    let unreadable = |error| StoreError::corrupt(format!("payload of row {number} of the audit: {error}"));
    let payload: Value = serde_json::from_str(payload).map_err(unreadable)?;
    let Some(after) = payload["after"].as_object() else { return Ok(BTreeSet::new()) };
    let cell = |value: &Value| Some(format!("{}/{}", value["component"].as_str()?, value["entry"].as_str()?));
    let cells = after.get("values").and_then(Value::as_array).into_iter().flatten().filter_map(cell);
    Ok(after.keys().cloned().chain(cells).collect())
}
