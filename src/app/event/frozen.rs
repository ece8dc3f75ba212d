//! Frozen results: a report that is appended as it is, and read back; and who has signed it.

use crate::app::AppError;
use crate::app::act::hash::sha256;
use crate::scoring::result::Report;
use crate::store::event::{self, EventRow};
use crate::store::result::{self, ResultRow};
use crate::store::signing::{self, SignatureRow};
use crate::store::{StoreError, Tx};

/// A frozen report, read back. It is what its fingerprint says; of an erased event the ranking alone is left, and the
/// fingerprint stays that of the whole.
///
/// # Errors
/// [`StoreError::Corrupt`] where it is something else; where the database does not answer.
pub(in crate::app) fn read_report(tx: &mut Tx, row: &ResultRow) -> Result<Report, StoreError> {
    if sha256(&row.report) != row.fingerprint && event::get(tx, &row.event_id)?.erased_at.is_none() {
        let (event, number) = (&row.event_id, row.number);
        return Err(StoreError::corrupt(format!(
            "活动 {event} 第 {number} 次封存的成绩与它的指纹不符，封存以后被改动过"
        )));
    }
    let unreadable = |error| StoreError::corrupt(format!("result {} of {}: {error}", row.number, row.event_id));
    serde_json::from_str(&row.report).map_err(unreadable)
}

/// A report as it is frozen: its text, and what that is known by.
#[derive(Debug)]
pub(in crate::app) struct Written {
    text: String,
    fingerprint: String,
}

impl Written {
    pub(in crate::app) fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    pub(in crate::app) fn of(report: &Report) -> Result<Self, StoreError> {
        let text = serde_json::to_string(report).map_err(|error| StoreError::corrupt(error.to_string()))?;
        Ok(Self { fingerprint: sha256(&text), text })
    }
}

/// Appends a report as the event's next frozen result.
pub(in crate::app) fn freeze(tx: &mut Tx, head: &EventRow, report: &Report, now: i64) -> Result<ResultRow, AppError> {
    freeze_written(tx, head, Written::of(report)?, now)
}

/// The same for a report that was written before.
pub(in crate::app) fn freeze_written(
    tx: &mut Tx,
    head: &EventRow,
    written: Written,
    now: i64,
) -> Result<ResultRow, AppError> {
    let Written { text, fingerprint } = written;
    let (event_id, version) = (head.id.clone(), head.version);
    Ok(result::append(tx, ResultRow { event_id, number: 0, version, fingerprint, report: text, frozen_at: now })?)
}

pub(in crate::app) fn of_result(tx: &mut Tx, event: &str, number: i64) -> Result<Vec<SignatureRow>, StoreError> {
    Ok(signing::signatures(tx, event)?.into_iter().filter(|row| row.number == number).collect())
}
