//! An operation that no tablet sent: of a folder, of paper, by an admission.

use crate::app::cards::receipt::Receipted;
use crate::app::event::wire::{Op, Outcome};
use crate::app::{App, AppError};
use crate::proof::canonical;
use crate::store::StoreError;
use crate::store::operation::OperationRow;

/// Where and when it is made.
pub(in crate::app) struct Making<'m> {
    pub event: &'m str,
    /// The event's version with it.
    pub version: i64,
    /// SHA-256 of the rules that hold now.
    pub rules_sha256: &'m str,
    /// In microseconds.
    pub now: i64,
}

impl App {
    /// The row of an operation, with its receipt.
    pub(in crate::app) fn made(
        &self,
        making: &Making<'_>,
        op: Op,
        outcome: Outcome,
        revision: i64,
    ) -> Result<OperationRow, AppError> {
        let body = serde_json::to_value(&op).map_err(|error| StoreError::corrupt(error.to_string()))?;
        let body = canonical(&body);
        let of = Receipted { op: &op.op, event: making.event, judge: &op.judge, body: &body, outcome, revision };
        Ok(OperationRow {
            receipt: self.receipts.receipt(&of),
            body,
            event_id: making.event.to_owned(),
            version: making.version,
            outcome: outcome.as_str().to_owned(),
            revision,
            older_rules: op.rules != making.rules_sha256,
            received_at: making.now,
            skew_ms: None,
            restored: false,
            key: None,
            sig: None,
            op: op.op,
            judge: op.judge,
            device: op.device,
            seq: op.seq,
            component: op.component,
            entry: op.entry,
            base: op.base,
        })
    }
}
