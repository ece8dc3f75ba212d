//! Cards that came in a tablet's file without a good signature: nobody but whoever wrote the file says that they are the
//! judge's. They wait until a second person, who sees no mark, has admitted each.

use std::collections::{BTreeMap, HashMap};

use chrono::DateTime;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::clock::{Moment, moment};
use crate::app::act::permission::Act;
use crate::app::act::reason::stated;
use crate::app::act::second::own_account;
use crate::app::act::word::Word;
use crate::app::cards::batch::{Batch, Item};
use crate::app::cards::devices::unsent_of;
use crate::app::cards::journal::{JournalFault, count};
use crate::app::cards::signed::{Claim, Signature, keys_of};
use crate::app::error::{Already, NotFound};
use crate::app::event::doing::{Doing, Told};
use crate::app::event::frame::{Frame, judge_name};
use crate::app::event::wire::{HeldReceipt, Op, Outcome, UnsentState};
use crate::app::{App, AppError};
use crate::store::handed::{self, HandedRow};
use crate::store::{StoreError, Tx, device, operation, refusal, tablet_key};

/// By how much a tablet's clock may be behind, beyond what is known of it, when its card and its key are compared.
const SLACK: i64 = 120_000_000;

/// What of a file waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::app) struct Waits {
    /// Cards that wait for a second person.
    pub open: usize,
    /// Cards that a second person has declined before.
    pub declined: usize,
}

/// A card that waits, or that was decided on; without marks.
#[derive(Debug, Clone)]
pub struct HandedCard {
    pub number: i64,
    pub judge: String,
    pub judge_name: String,
    pub component_name: String,
    /// Unit of the entry; empty for a ballot.
    pub entry_name: String,
    pub device: String,
    pub seq: i64,
    /// When it was made, as the tablet says; `None` where that is no time.
    pub made_at: Option<Moment>,
    /// Whether it bears a good signature of its own.
    pub is_signed: bool,
    /// Whether a card of the judge's is here already, which it would replace or contradict.
    pub has_card: bool,
    pub asked_by: String,
    pub asked_at: Moment,
    /// Who decided, when, and what.
    pub decided: Option<(String, Moment, bool)>,
    pub reason: String,
}

impl App {
    /// Refuses a file with a signature that is not good; takes out of the batch what waits for a second person, and keeps it.
    /// What is here already waits for nobody; `required` where unsigned cards are refused.
    pub(in crate::app) fn keep_waiting(
        &self,
        tx: &mut Tx,
        (batch, required): (&mut Batch, bool),
        by: &str,
        file_sha256: &str,
    ) -> Result<Waits, AppError> {
        let mut new = vec![false; batch.ops.len()];
        for (item, new) in batch.ops.iter().zip(&mut new) {
            let Ok(op) = &item.op else { continue };
            if op.judge != batch.judge
                || operation::find(tx, &op.op)?.is_some()
                || self.was_here(tx, (batch, required), item, op)?
            {
                continue;
            }
            *new = true;
            must_be_good(tx, batch, item, op)?;
        }
        let is_signed = |item: &Item| item.signature == Signature::Good;
        if batch.ops.iter().zip(&new).all(|(item, new)| !new || is_signed(item)) {
            return Ok(Waits::default());
        }
        let known: HashMap<String, HandedRow> =
            handed::of_event(tx, &batch.event)?.into_iter().map(|row| (row.op.clone(), row)).collect();
        let (mut waits, mut rest) = (Waits::default(), Vec::new());
        for (item, new) in std::mem::take(&mut batch.ops).into_iter().zip(new) {
            let Some(op) = item.op.as_ref().ok().filter(|_| new) else {
                rest.push(item);
                continue;
            };
            match known.get(&op.op).filter(|row| row.body == item.body).map(|row| row.admitted) {
                Some(Some(false)) => waits.declined += 1,
                Some(None) => waits.open += 1,
                // one that was admitted and then refused for what it says is decided on once more
                Some(Some(true)) | None => {
                    waits.open += 1;
                    handed::append(tx, row_of(batch, &item, op, (by, file_sha256)))?;
                }
            }
        }
        batch.ops = rest;
        Ok(waits)
    }

    /// Whether just these bytes were dealt with before: they are refused again, or a receipt of ours proves that they were kept
    /// and forgotten.
    fn was_here(
        &self,
        tx: &mut Tx,
        (batch, required): (&Batch, bool),
        item: &Item,
        op: &Op,
    ) -> Result<bool, StoreError> {
        let proves = |held: &HeldReceipt| self.receipts.proves(held, &op.op, &batch.event, &batch.judge, &item.body);
        if item.held.as_ref().is_some_and(|held| proves(held).is_some()) {
            return Ok(true);
        }
        let is_unfit = item.signature.fault(required).is_some();
        let sha256 = if is_unfit { item.with_claim().sha256 } else { item.sha256.clone() };
        let first = refusal::first_outcome(tx, &batch.event, &batch.judge, &op.op, &sha256)?;
        // one that was refused for want of a signature, and would not be now, is as any other
        Ok(first.is_some_and(|first| is_unfit || first != Outcome::BadSignature.as_str()))
    }

    /// Cards that came in files and wait, oldest first, then those that were decided on, newest first.
    pub fn handed_cards(&self, actor: &Actor, event: &str) -> Result<(Vec<HandedCard>, Vec<HandedCard>), AppError> {
        self.look(actor, Act::AdmitHanded, event, |tx, head, frame| {
            let (mut open, mut decided) = (Vec::new(), Vec::new());
            for row in handed::of_event(tx, &head.id)? {
                let card = view(tx, frame, &row)?;
                if row.admitted.is_some() {
                    decided.push(card);
                } else if operation::find(tx, &row.op)?.is_none() {
                    // its tablet may have delivered it by itself since
                    open.push(card);
                }
            }
            decided.reverse();
            Ok((open, decided))
        })
    }

    /// What a second person decides on cards that wait: each by its number, admitted or not, for one reason. What is admitted
    /// meets the verdict that it would meet if the tablet sent it now. Gives what became of those.
    ///
    /// # Errors
    /// [`Already`] where one was decided; where the actor may not, no reason is given, or there is no such card.
    pub fn decide_handed(
        &self,
        actor: &Actor,
        event: &str,
        decisions: &BTreeMap<i64, bool>,
        reason: &str,
    ) -> Result<Vec<(Outcome, usize)>, AppError> {
        let (account, _) = own_account(actor, Act::AdmitHanded)?;
        let (reason, decisions, by, now) = (stated(reason)?, decisions.clone(), actor.clone(), self.clock.micros());
        let app = self.clone();
        let doing = Doing::of(Act::AdmitHanded, Word::AdmitHanded, "handed").changing_nothing();
        self.act(actor, event, doing, move |tx, head, _| {
            let rows: HashMap<i64, HandedRow> =
                handed::of_event(tx, &head.id)?.into_iter().map(|row| (row.number, row)).collect();
            let mut admitted: BTreeMap<(String, String), Vec<HandedRow>> = BTreeMap::new();
            for (number, admits) in &decisions {
                let none = || NotFound { what: "待认定的评分卡", id: number.to_string() };
                let mut row = rows.get(number).cloned().ok_or_else(none)?;
                if row.admitted.is_some() {
                    return Err(Already { what: "这张评分卡已经认定过" }.into());
                }
                row.admitted = Some(*admits);
                (row.decided_by, row.decided_at) = (Some(account.clone()), Some(now));
                row.reason.clone_from(&reason);
                handed::decide(tx, &row)?;
                if *admits {
                    admitted.entry((row.judge.clone(), row.device.clone())).or_default().push(row);
                } else {
                    forget_unsent(tx, &row)?;
                }
            }
            let mut results = Vec::new();
            for ((judge, device), mut rows) in admitted {
                rows.sort_by_key(|row| row.seq);
                let mut batch = batch_of(&by, &head.id, (judge, device), &rows, now)?;
                batch.verify(&keys_of(tx, &head.id, &batch.judge)?);
                results.extend(app.take(tx, &mut batch)?.0);
            }
            let counts = count(&results);
            let told: Value = counts.iter().map(|(outcome, ops)| (outcome.as_str().to_owned(), json!(ops))).collect();
            let (yes, no): (Vec<_>, Vec<_>) = decisions.iter().partition(|(_, admits)| **admits);
            let numbers = |of: &[(&i64, &bool)]| of.iter().map(|(number, _)| **number).collect::<Vec<_>>();
            let after =
                json!({ "admitted": numbers(&yes), "declined": numbers(&no), "reason": reason, "outcomes": told });
            let word = if yes.is_empty() { Word::DeclineHanded } else { Word::AdmitHanded };
            Ok(Told::giving(counts, Value::Null, after).said_as(word))
        })
    }
}

/// Cards that wait for a second person, by judge: how many.
pub(in crate::app) fn waiting_by_judge(tx: &mut Tx, event: &str) -> Result<BTreeMap<String, usize>, StoreError> {
    let mut waiting = BTreeMap::new();
    for judge in handed::waiting(tx, event)? {
        *waiting.entry(judge).or_insert(0) += 1;
    }
    Ok(waiting)
}

/// Refuses a card whose signature is not good, or whose key is younger than itself.
fn must_be_good(tx: &mut Tx, batch: &Batch, item: &Item, op: &Op) -> Result<(), AppError> {
    let seq = op.seq;
    match (item.signature, &item.claim) {
        (Signature::Bad, _) => Err(JournalFault::BadSignature { seq }.into()),
        (Signature::Unknown, Claim::Signed { key, .. }) => {
            let key = key.chars().take(8).collect::<String>().to_uppercase();
            Err(JournalFault::UnknownKey { seq, key }.into())
        }
        (Signature::Good, Claim::Signed { key, .. }) => must_be_younger(tx, batch, op, key),
        (Signature::None | Signature::Unknown | Signature::Good, _) => Ok(()),
    }
}

/// Refuses a card that was made when its key was not registered yet, by the server's clock.
fn must_be_younger(tx: &mut Tx, batch: &Batch, op: &Op, key: &str) -> Result<(), AppError> {
    let rows = tablet_key::of_judge(tx, &batch.event, &batch.judge)?;
    let registered = rows.iter().find(|row| row.id == key).map(|row| row.registered_at);
    let ahead = device::find(tx, &batch.event, &batch.judge, &op.device)?.and_then(|row| row.skew_ms).unwrap_or(0);
    let made = DateTime::parse_from_rfc3339(&op.at)
        .ok()
        .map(|at| at.timestamp_micros().saturating_sub(ahead.saturating_mul(1000)));
    match (made, registered) {
        (Some(made), Some(registered)) if made.saturating_add(SLACK) < registered => {
            let (seq, made, registered) = (op.seq, moment(made), moment(registered));
            Err(JournalFault::KeyAfterCard { seq, made, registered }.into())
        }
        _ => Ok(()),
    }
}

fn row_of(batch: &Batch, item: &Item, op: &Op, (by, file_sha256): (&str, &str)) -> HandedRow {
    let (key, sig) = item.signed();
    HandedRow {
        event_id: batch.event.clone(),
        number: 0,
        op: op.op.clone(),
        judge: batch.judge.clone(),
        device: op.device.clone(),
        seq: op.seq,
        body: item.body.clone(),
        key,
        sig,
        file_sha256: file_sha256.to_owned(),
        asked_by: by.to_owned(),
        asked_at: batch.now,
        decided_by: None,
        decided_at: None,
        admitted: None,
        reason: String::new(),
    }
}

/// The device that made a declined card need not deliver it any more, if it ever can: it no longer holds up the close.
fn forget_unsent(tx: &mut Tx, row: &HandedRow) -> Result<(), StoreError> {
    let op: Value = op_of(row)?;
    let Some(mut device) = device::find(tx, &row.event_id, &row.judge, &row.device)? else { return Ok(()) };
    let mut unsent = unsent_of(&device)?;
    unsent.retain(|card| {
        card.state == UnsentState::Draft
            || op["component"] != card.component.as_str()
            || op["entry"] != card.entry.as_str()
    });
    device.unsent = json!(unsent).to_string();
    device::put(tx, &device)
}

/// The bytes of a row as an op.
fn op_of<Op: DeserializeOwned>(row: &HandedRow) -> Result<Op, StoreError> {
    serde_json::from_str(&row.body).map_err(|error| StoreError::corrupt(format!("handed card {}: {error}", row.number)))
}

/// Admitted cards of one device's journal as a batch.
fn batch_of(
    by: &Actor,
    event: &str,
    (judge, device): (String, String),
    rows: &[HandedRow],
    now: i64,
) -> Result<Batch, StoreError> {
    let mut ops = Vec::with_capacity(rows.len());
    for row in rows {
        let mut op: Value = op_of(row)?;
        if let (Some(key), Some(sig)) = (&row.key, &row.sig) {
            (op["key"], op["sig"]) = (json!(key), json!(sig));
        }
        ops.push(Item::read(&op, &BTreeMap::new()));
    }
    Ok(Batch {
        actor: by.clone(),
        event: event.to_owned(),
        judge,
        device,
        now,
        report: None,
        lost: Vec::new(),
        ops,
        session: None,
        offer: None,
        is_admitted: true,
    })
}

fn view(tx: &mut Tx, frame: &Frame, row: &HandedRow) -> Result<HandedCard, StoreError> {
    let op: Op = op_of(row)?;
    let card =
        operation::CardKey { event: &row.event_id, judge: &row.judge, component: &op.component, entry: &op.entry };
    let has_card = operation::current(tx, card)?.is_some();
    let component = frame.component(&op.component).map(|component| frame.rules.components[component].name.clone());
    let entry = frame.entry(&op.entry).map(|entry| frame.setup.entries[entry].unit.clone());
    let decided = row.decided_by.clone().zip(row.decided_at).zip(row.admitted);
    Ok(HandedCard {
        number: row.number,
        judge: row.judge.clone(),
        judge_name: judge_name(frame, &row.judge),
        component_name: component.unwrap_or(op.component),
        entry_name: entry.unwrap_or(op.entry),
        device: row.device.clone(),
        seq: row.seq,
        made_at: DateTime::parse_from_rfc3339(&op.at).ok().map(|at| at.to_utc()),
        is_signed: row.sig.is_some(),
        has_card,
        asked_by: row.asked_by.clone(),
        asked_at: moment(row.asked_at),
        decided: decided.map(|((who, at), admitted)| (who, moment(at), admitted)),
        reason: row.reason.clone(),
    })
}
