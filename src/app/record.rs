//! Recording cards: from the ops of a tablet to rows. Operation, audit row, receipt and the device's
//! row are one transaction, durable before the answer. Each op is judged by itself; one that is
//! refused takes nothing with it.

use std::collections::BTreeSet;

use serde_json::json;

use super::actor::{Actor, Who};
use super::batch::{Batch, Item, Unreadable, why};
use super::permission::{Act, check};
use super::receipt::Receipted;
use super::sync::{FaultLine, Op, OpFault, OpResult, Outcome, SyncAnswer, SyncRequest};
use super::verdict::{Case, Verdict, decide};
use super::{App, AppError};
use crate::store::device::{self, DeviceRow};
use crate::store::event::{self, EventRow};
use crate::store::operation::{self, OperationRow};
use crate::store::refusal;
use crate::store::{StoreError, Tx};

pub use super::batch::MOST_OPS;

impl App {
    /// Takes what a tablet sends and answers op by op. The judge is the actor's, whatever the body
    /// says; what is answered has been written durably.
    ///
    /// # Errors
    /// Where the actor is no judge, or the database does not answer: then nothing was acknowledged.
    pub fn sync(&self, actor: &Actor, request: &SyncRequest) -> Result<SyncAnswer, AppError> {
        let (event, judge) = judge_of(actor)?;
        let batch = Batch::read(actor, &event, &judge, request, self.clock.micros())?;
        let app = self.clone();
        let (results, acked_seq) = self.write(move |tx| app.take(tx, &batch))?;
        let view = self.store.read(|tx| self.view_of(tx, &event, &judge))?;
        Ok(SyncAnswer { results, acked_seq, event: view })
    }

    fn take(&self, tx: &mut Tx, batch: &Batch) -> Result<(Vec<OpResult>, i64), AppError> {
        let mut head = Self::head(tx, &batch.event)?;
        let frame = self.frame(tx, &head)?;
        let state = head.state()?;
        let before = head.version;
        let case = Case { event: &batch.event, state, judge: &batch.judge, frame: &frame, now: batch.now };
        let mut results = Vec::with_capacity(batch.ops.len());
        for item in &batch.ops {
            results.push(match &item.op {
                Ok(op) => self.take_op(tx, batch, &case, &mut head, item, op)?,
                Err(unreadable) => take_unreadable(tx, batch, item, unreadable)?,
            });
        }
        if head.version != before {
            event::update(tx, &head)?;
        }
        let acked_seq = note_devices(tx, batch)?;
        Ok((results, acked_seq))
    }

    fn take_op(
        &self,
        tx: &mut Tx,
        batch: &Batch,
        case: &Case<'_>,
        head: &mut EventRow,
        item: &Item,
        op: &Op,
    ) -> Result<OpResult, AppError> {
        if op.judge == batch.judge
            && let Some(known) = operation::find(tx, &op.op)?
        {
            let same = known.body == item.body && known.event_id == batch.event && known.judge == batch.judge;
            return if same { Ok(again(&known)) } else { batch.refuse(tx, item, op, Outcome::OpReused, Vec::new()) };
        }
        match decide(tx, case, op)? {
            Verdict::Refuse { outcome, faults } => batch.refuse(tx, item, op, outcome, faults),
            Verdict::Keep { outcome, revision, current, replaces } => {
                head.version += 1;
                let receipt = self.receipts.receipt(&Receipted {
                    op: &op.op,
                    event: &batch.event,
                    judge: &batch.judge,
                    body: &item.body,
                    revision,
                });
                let older_rules = op.rules != case.frame.rules_sha256;
                let row = batch.row(item, op, outcome, revision, older_rules, &receipt, head.version);
                operation::insert(tx, &row)?;
                let subject = format!("card:{}/{}/{}", batch.judge, op.component, op.entry);
                // marks are not in the audit: whoever may read it need not be one who may see scores
                let after = json!({ "op": op.op, "outcome": outcome.as_str(), "revision": revision,
                    "sha256": item.sha256, "receipt": receipt, "device": op.device });
                let act = match outcome {
                    Outcome::Recorded => "record",
                    Outcome::Conflict => "keep-rival",
                    _ => "quarantine",
                };
                Self::put_on_record(tx, batch.now, &batch.actor, act, &batch.event, &subject, json!(replaces), after)?;
                Ok(OpResult {
                    op: op.op.clone(),
                    outcome,
                    revision: current,
                    receipt: Some(receipt),
                    older_rules,
                    faults: why(outcome),
                })
            }
        }
    }
}

/// The judge that an actor is.
pub(super) fn judge_of(actor: &Actor) -> Result<(String, String), AppError> {
    check(actor, Act::Score)?;
    match &actor.who {
        Who::Judge { event, judge } => Ok((event.clone(), judge.clone())),
        Who::Account(_) | Who::Console | Who::Visitor => Err(AppError::Forbidden { act: Act::Score, role: actor.role }),
    }
}

/// The answer to an op that is here already: a recorded one is a duplicate; another outcome is said again.
fn again(known: &OperationRow) -> OpResult {
    let outcome = match known.outcome.as_str() {
        operation::CONFLICT => Outcome::Conflict,
        word if word == Outcome::Late.as_str() => Outcome::Late,
        word if word == Outcome::NotOpen.as_str() => Outcome::NotOpen,
        _ => Outcome::Duplicate,
    };
    OpResult {
        op: known.op.clone(),
        outcome,
        revision: (known.revision > 0).then_some(known.revision),
        receipt: Some(known.receipt.clone()),
        older_rules: known.older_rules,
        faults: why(outcome),
    }
}

fn take_unreadable(tx: &mut Tx, batch: &Batch, item: &Item, what: &Unreadable) -> Result<OpResult, AppError> {
    let outcome = Outcome::Invalid;
    refusal::keep(tx, &batch.refusal(item, &what.op, outcome, (&batch.device, what.seq), None))?;
    let faults = vec![FaultLine { criterion: "op".to_owned(), text: OpFault::Malformed.to_string() }];
    Ok(OpResult { op: what.op.clone(), outcome, revision: None, receipt: None, older_rules: false, faults })
}

/// Notes what the request says of its device, and how far each journal in it is answered; gives that
/// of the device itself. A journal that another device hands in moves its own device's row.
fn note_devices(tx: &mut Tx, batch: &Batch) -> Result<i64, AppError> {
    let own = batch.ops.iter().filter_map(|item| item.op.as_ref().ok()).filter(|op| op.judge == batch.judge);
    let others: BTreeSet<&str> = own.clone().map(|op| op.device.as_str()).filter(|id| *id != batch.device).collect();
    let last = |device: &str| own.clone().filter(|op| op.device == device).map(|op| op.seq).max().unwrap_or(0);
    for id in others {
        if let Some(mut row) = device::find(tx, &batch.event, &batch.judge, id)? {
            row.last_seq = row.last_seq.max(last(id));
            row.acked_seq = answered(tx, &row)?;
            device::put(tx, &row)?;
        }
    }
    let known = device::find(tx, &batch.event, &batch.judge, &batch.device)?;
    let (acked_seq, last_seq, skew_ms) = known.map_or((0, 0, None), |row| (row.acked_seq, row.last_seq, row.skew_ms));
    let mut row = DeviceRow {
        event_id: batch.event.clone(),
        judge: batch.judge.clone(),
        id: batch.device.clone(),
        last_seen: batch.now,
        acked_seq,
        last_seq: last_seq.max(batch.answered).max(last(&batch.device)),
        battery: batch.battery,
        persisted: batch.persisted,
        skew_ms: batch.skew_ms.or(skew_ms),
        unsent: batch.unsent.clone(),
    };
    row.acked_seq = answered(tx, &row)?;
    device::put(tx, &row)?;
    Ok(row.acked_seq)
}

/// Up to where every op of a journal is known, without a gap.
fn answered(tx: &mut Tx, row: &DeviceRow) -> Result<i64, StoreError> {
    let mut known: BTreeSet<i64> =
        operation::seqs_after(tx, &row.event_id, &row.judge, &row.id, row.acked_seq)?.into_iter().collect();
    known.extend(refusal::seqs_after(tx, &row.event_id, &row.judge, &row.id, row.acked_seq)?);
    let mut acked = row.acked_seq;
    while known.contains(&(acked + 1)) {
        acked += 1;
    }
    Ok(acked)
}
