//! Recording cards: from the ops of a tablet to rows. Operation, audit row, receipt and the device's
//! row are one transaction, durable before the answer. Each op is judged by itself; one that is
//! refused takes nothing with it.

use serde_json::json;

use crate::app::act::actor::{Actor, Who};
use crate::app::act::permission::Forbidden;
use crate::app::act::permission::{Act, check};
use crate::app::act::record::Record;
use crate::app::act::word::Word;
use crate::app::cards::batch::{Batch, Item, Made, Unreadable, why};
use crate::app::cards::confirm;
use crate::app::cards::journal::note_devices;
use crate::app::cards::quota::Amount;
use crate::app::cards::receipt::Receipted;
use crate::app::cards::verdict::{Case, Verdict, decide, faults_of, locate};
use crate::app::event::signers::CardSigning;
use crate::app::event::wire::{FaultLine, Op, OpFault, OpResult, Outcome};
use crate::app::{App, AppError};
use crate::store::event::{self, EventRow};
use crate::store::operation::{self, OperationRow};
use crate::store::{StoreError, Tx, refusal};

impl App {
    /// Judges each op of a batch and writes what becomes of it; gives that, and up to where the journal of the
    /// batch's own device is answered.
    pub(in crate::app) fn take(&self, tx: &mut Tx, batch: &mut Batch) -> Result<(Vec<OpResult>, i64), AppError> {
        let mut head = Self::head(tx, &batch.event)?;
        let before = head.version;
        Self::register(tx, batch, &mut head)?;
        let batch = &*batch;
        let frame = self.frame(tx, &head)?;
        let state = head.state()?;
        // what an organiser takes in as a file is no flood
        let most = Amount::of_judge(frame.setup.entries.len() * frame.rules.components.len());
        let comes_by_itself = batch.report.is_some();
        if comes_by_itself && !batch.ops.is_empty() {
            self.quotas.admit(&batch.event, &batch.judge, most, batch.now)?;
        }
        let required = CardSigning::of_event(&head)? == CardSigning::Required && !batch.is_admitted;
        let case = Case { event: &batch.event, state, judge: &batch.judge, frame: &frame, required, now: batch.now };
        let mut results = Vec::with_capacity(batch.ops.len());
        for item in &batch.ops {
            results.push(match &item.op {
                Ok(op) => self.take_op(tx, batch, &case, &mut head, item, op)?,
                Err(unreadable) => take_unreadable(tx, batch, item, unreadable)?,
            });
        }
        if head.version != before {
            event::set_version(tx, &head.id, head.version)?;
        }
        // refusals, and what an op settles
        if results.iter().any(|result| result.receipt.is_none()) || batch.settles() {
            Self::put_rows_on_record(tx, batch.now)?;
        }
        if comes_by_itself {
            self.quotas.count(&batch.event, &batch.judge, written(&batch.ops, &results), batch.now);
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
        let proven = item
            .held
            .as_ref()
            .and_then(|held| self.receipts.proves(held, &op.op, &batch.event, &batch.judge, &item.body));
        // what was taken before it was forgotten is taken again, whatever has become of its key
        let fault = item.signature.fault(case.required).filter(|_| proven.is_none() && op.judge == batch.judge);
        let whole = fault.as_ref().map(|_| item.with_claim());
        let kept = whole.as_ref().unwrap_or(item);
        if let Some(first) = refusal::first_outcome(tx, &batch.event, &batch.judge, &op.op, &kept.sha256)?
            && (fault.is_some() || first != Outcome::BadSignature.as_str())
        {
            return refused_again(case, op, &first);
        }
        if let Some(fault) = fault {
            return batch.refuse(
                tx,
                kept,
                op,
                Outcome::BadSignature,
                vec![("op".to_owned(), OpFault::Signature(fault))],
            );
        }
        let verdict =
            if op.is_confirmation() { confirm::decide(tx, head, case, op)? } else { decide(tx, case, op, proven)? };
        match verdict {
            Verdict::Refuse { outcome, faults } => batch.refuse(tx, item, op, outcome, faults),
            Verdict::Keep { outcome, revision, current, replaces } => {
                head.version += 1;
                let receipt = self.receipts.receipt(&Receipted {
                    op: &op.op,
                    event: &batch.event,
                    judge: &batch.judge,
                    body: &item.body,
                    outcome,
                    revision,
                });
                let older_rules = op.rules != case.frame.rules_sha256;
                let (restored, version) = (proven.is_some(), head.version);
                let made = Made { outcome, revision, older_rules, receipt: &receipt, restored, version };
                let row = batch.row(item, op, &made);
                operation::insert(tx, &row, &op.settles)?;
                let subject = batch.subject(op);
                // neither marks nor a hash of them alone: whoever may read the log need not be one who may see scores
                let after = json!({ "op": op.op, "outcome": outcome.as_str(), "revision": revision, "receipt": receipt,
                    "device": op.device });
                let act = act_of(outcome, restored);
                Self::put_card_on_record(
                    tx,
                    batch.now,
                    &batch.actor,
                    &row,
                    Record { word: act, event: batch.event.clone(), subject, before: json!(replaces), after },
                )?;
                Ok(OpResult {
                    op: op.op.clone(),
                    outcome,
                    revision: current,
                    receipt: Some(receipt),
                    older_rules,
                    faults: why(outcome),
                    again: false,
                })
            }
        }
    }
}

/// What of a batch was not known before, and is written now.
fn written(ops: &[Item], results: &[OpResult]) -> Amount {
    let new = ops.iter().zip(results).filter(|(_, result)| !result.again);
    new.fold(Amount::default(), |mut sum, (item, result)| {
        let is_refused = i64::from(result.receipt.is_none());
        sum.refused += is_refused;
        sum.operations += 1 - is_refused;
        sum.bytes += i64::try_from(item.body.len()).unwrap_or_default();
        sum
    })
}

/// The answer to an op that was refused before: as it was then, whatever has changed since. What is wrong with it now is
/// said where it is still wrong.
fn refused_again(case: &Case<'_>, op: &Op, first: &str) -> Result<OpResult, AppError> {
    let unknown = || StoreError::corrupt(format!("operation {}: refused as {first}", op.op));
    let outcome = Outcome::from_word(first).ok_or_else(unknown)?;
    let said = if outcome == Outcome::Invalid { faults_now(case, op) } else { Vec::new() };
    let faults = if said.is_empty() { why(outcome) } else { said };
    Ok(OpResult { again: true, ..OpResult::refused(&op.op, outcome, faults) })
}

fn faults_now(case: &Case<'_>, op: &Op) -> Vec<FaultLine> {
    let faults = locate(case.frame, op).ok().and_then(|place| faults_of(case.frame, place, op).err());
    faults.unwrap_or_default().into_iter().map(FaultLine::from).collect()
}

/// The word of the audit for keeping an op.
fn act_of(outcome: Outcome, restored: bool) -> Word {
    match outcome {
        _ if restored => Word::Restore,
        Outcome::Recorded => Word::Record,
        Outcome::Conflict => Word::KeepRival,
        Outcome::Confirmed => Word::Confirm,
        _ => Word::Quarantine,
    }
}

pub(in crate::app) fn judge_of(actor: &Actor) -> Result<(String, String), AppError> {
    check(actor, Act::Score)?;
    match &actor.who {
        Who::Judge { event, judge } => Ok((event.clone(), judge.clone())),
        Who::Account(_) | Who::Console | Who::Visitor => Err(Forbidden { act: Act::Score, role: actor.role }.into()),
    }
}

/// The answer to an op that is here already: a recorded one is a duplicate; another outcome is said again.
pub(in crate::app) fn again(known: &OperationRow) -> OpResult {
    let outcome = match known.outcome.as_str() {
        operation::CONFLICT => Outcome::Conflict,
        operation::CONFIRMED => Outcome::Confirmed,
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
        again: true,
    }
}

fn take_unreadable(tx: &mut Tx, batch: &Batch, item: &Item, what: &Unreadable) -> Result<OpResult, AppError> {
    let outcome = Outcome::Invalid;
    refusal::keep(tx, &batch.refusal(item, &what.op, outcome, (&batch.device, what.seq), None))?;
    let faults = vec![("op".to_owned(), OpFault::Malformed).into()];
    Ok(OpResult::refused(&what.op, outcome, faults))
}
