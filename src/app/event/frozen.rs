//! Frozen results: a report that is appended as it is, and read back; and who has signed it.

use crate::app::AppError;
use crate::app::act::hash::sha256;
use crate::scoring::result::Report;
use crate::store::event::EventRow;
use crate::store::result::{self, ResultRow};
use crate::store::signing::{self, SignatureRow};
use crate::store::{StoreError, Tx};

/// A frozen report, read back.
pub(in crate::app) fn read_report(text: &str) -> Result<Report, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::corrupt(format!("a frozen result: {error}")))
}

/// Appends a report as the event's next frozen result.
pub(in crate::app) fn freeze(tx: &mut Tx, head: &EventRow, report: &Report, now: i64) -> Result<ResultRow, AppError> {
    let text = serde_json::to_string(report).map_err(|error| StoreError::corrupt(error.to_string()))?;
    let row = ResultRow {
        event_id: head.id.clone(),
        number: 0,
        version: head.version,
        fingerprint: sha256(&text),
        report: text,
        frozen_at: now,
    };
    Ok(result::append(tx, row)?)
}

pub(in crate::app) fn of_result(tx: &mut Tx, event: &str, number: i64) -> Result<Vec<SignatureRow>, StoreError> {
    Ok(signing::signatures(tx, event)?.into_iter().filter(|row| row.number == number).collect())
}
