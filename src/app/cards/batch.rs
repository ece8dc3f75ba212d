//! What a tablet sent, read once, before anything is locked; and the rows that it becomes.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::act::actor::Actor;
use crate::app::act::hash::sha256;
use crate::app::act::record::Record;
use crate::app::act::word::Word;
use crate::app::cards::device::{DESK, DEVICE, IMPORT, PAPER, TRIAL};
use crate::app::cards::signed::{Claim, Keys, Offer, Signature};
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::card::Faults;
use crate::app::event::wire::{FaultLine, HeldReceipt, JournalFile, Lost, Op, OpResult, Outcome, SyncRequest};
use crate::app::{App, AppError};
use crate::proof::canonical;
use crate::store::Tx;
use crate::store::operation::OperationRow;
use crate::store::refusal::{self, RefusalRow};

/// Most ops of one request; a longer queue is sent piece by piece.
pub const MOST_OPS: usize = 200;
/// Most lost ops that a device is believed to have had.
const MOST_LOST: usize = 2000;
/// Most rivals that an op may name.
const MOST_SETTLED: usize = 200;
/// Most cards that a judge confirms at once.
const MOST_CONFIRMED: usize = 20_000;
/// The greatest number that a tablet's script can count to.
const MOST_SEQ: i64 = 1 << 53;

/// What came, read once, before anything is locked.
pub(in crate::app) struct Batch {
    pub actor: Actor,
    pub event: String,
    pub judge: String,
    pub device: String,
    pub now: i64,
    /// What the device says of itself; nothing where its journal comes as a file.
    pub report: Option<Report>,
    /// Numbers of the device's journal behind which nothing will come.
    pub lost: Vec<Lost>,
    pub ops: Vec<Item>,
    /// The session in which it came, by its token's hash.
    pub session: Option<String>,
    /// The key that it offers.
    pub offer: Option<Offer>,
    /// Whether a second person has let it in: its cards need not be signed.
    pub is_admitted: bool,
}

/// What a device says of itself.
pub(in crate::app) struct Report {
    pub skew_ms: Option<i64>,
    /// The last op that the tablet says was answered.
    pub answered: i64,
    pub battery: Option<i32>,
    pub persisted: Option<bool>,
    pub unsent: String,
}

/// One op of a batch: its canonical bytes, and what it says where it can be read.
pub(in crate::app) struct Item {
    pub body: String,
    pub sha256: String,
    pub op: Result<Op, Unreadable>,
    /// The receipt that the tablet holds for it.
    pub held: Option<HeldReceipt>,
    /// What stands beside its bytes.
    pub claim: Claim,
    /// What that comes to, once it was held against the judge's keys.
    pub signature: Signature,
}

/// An op that has not the form of one; what is left of it.
pub(in crate::app) struct Unreadable {
    pub op: String,
    pub seq: i64,
}

/// What the server made of an op that it keeps.
pub(in crate::app) struct Made<'m> {
    pub outcome: Outcome,
    pub revision: i64,
    pub older_rules: bool,
    pub receipt: &'m str,
    pub restored: bool,
    /// The event's version that it makes.
    pub version: i64,
}

/// Why a batch is not taken at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BatchFault {
    /// The name of a device is not acceptable.
    #[error("设备编号不符合要求")]
    BadDevice,
    /// More ops than one request may carry, or ask about.
    #[error("一次最多提交 {MOST_OPS} 张评分卡")]
    TooManyOps,
}

impl AppFault for BatchFault {
    fn kind(&self) -> FaultKind {
        FaultKind::Invalid
    }

    fn word(&self) -> &'static str {
        "input"
    }
}

impl Item {
    pub(in crate::app) fn read(value: &Value, receipts: &BTreeMap<String, HeldReceipt>) -> Self {
        Self::read_from(value, receipts, is_device)
    }

    /// The same of an op whose device may be one of those alone.
    fn read_from(value: &Value, receipts: &BTreeMap<String, HeldReceipt>, may_be: fn(&str) -> bool) -> Self {
        let mut value = value.clone();
        let claim = Claim::of(&mut value);
        // keys are sorted: the same op gives the same bytes, however it was laid out on the way
        let body = canonical(&value);
        let sha256 = sha256(&body);
        let readable = Op::deserialize(&value).ok().filter(|op| {
            is_id(&op.op)
                && op.settles.len() <= MOST_SETTLED
                && op.settles.iter().all(|rival| is_id(rival))
                && (1..=MOST_SEQ).contains(&op.seq)
                && may_be(&op.device)
                && !has_nul(op)
                && (!op.is_confirmation() || is_whole_confirmation(op))
        });
        let op = readable.ok_or_else(|| Unreadable {
            op: value["op"].as_str().unwrap_or_default().chars().filter(|c| *c != '\0').take(DEVICE).collect(),
            seq: value["seq"].as_i64().filter(|seq| (1..=MOST_SEQ).contains(seq)).unwrap_or(0),
        });
        let held = op.as_ref().ok().and_then(|op| receipts.get(&op.op)).cloned();
        Self { body, sha256, op, held, claim, signature: Signature::None }
    }

    /// Holds what stands beside its bytes against the judge's keys.
    pub(in crate::app) fn verify(&mut self, keys: &Keys) {
        self.signature = self.claim.verify(&self.body, keys);
    }

    /// Has no key of that id count for it.
    pub(in crate::app) fn forget_key(&mut self, id: &str) {
        if matches!(&self.claim, Claim::Signed { key, .. } if key == id) {
            self.signature = Signature::Unknown;
        }
    }

    /// The key and the signature, where they are good.
    pub(in crate::app) fn signed(&self) -> (Option<String>, Option<String>) {
        match (&self.claim, self.signature) {
            (Claim::Signed { key, sig }, Signature::Good) => (Some(key.clone()), Some(sig.clone())),
            _ => (None, None),
        }
    }

    /// The same as it is kept apart where its signature is why it is refused: with what stood beside its bytes.
    pub(in crate::app) fn with_claim(&self) -> Self {
        // written from a value when it was read
        let mut whole: Value = serde_json::from_str(&self.body).unwrap_or_default();
        if let Claim::Signed { key, sig } | Claim::Broken { key, sig } = &self.claim {
            (whole["key"], whole["sig"]) = (json!(key), json!(sig));
        }
        let body = whole.to_string();
        let sha256 = sha256(&body);
        let op = self.op.as_ref().map(Clone::clone).map_err(|left| Unreadable { op: left.op.clone(), seq: left.seq });
        Self { body, sha256, op, held: None, claim: Claim::None, signature: self.signature }
    }
}

/// The sentence of an outcome, as a fault of the whole op.
pub(in crate::app) fn why(outcome: Outcome) -> Vec<FaultLine> {
    let line = |text: &str| FaultLine { criterion: "op".to_owned(), text: text.to_owned() };
    outcome.sentence().map(line).into_iter().collect()
}

/// Whether something is the id of an op.
fn is_id(text: &str) -> bool {
    Uuid::parse_str(text).is_ok_and(|id| id.hyphenated().to_string() == text)
}

/// Whether a confirmation is one: of cards, salted, and nothing of a card itself.
fn is_whole_confirmation(op: &Op) -> bool {
    let is_salt = |text: &String| text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let is_no_card = op.component.is_empty() && op.entry.is_empty() && op.marks.is_empty() && op.lines.is_empty();
    let ids = &op.confirms;
    is_no_card
        && op.base.is_none()
        && op.settles.is_empty()
        && (1..=MOST_CONFIRMED).contains(&ids.len())
        && ids.iter().all(|id| is_id(id))
        && op.secret.as_ref().is_some_and(is_salt)
}

/// Of what a device says that it has lost, what can have been.
fn believable(lost: &[Lost]) -> Vec<Lost> {
    let has_nul = |one: &Lost| one.component.contains('\0') || one.entry.contains('\0');
    lost.iter().filter(|one| (1..=MOST_SEQ).contains(&one.seq) && !has_nul(one)).take(MOST_LOST).cloned().collect()
}

/// Whether a text of an op holds a NUL, which nobody types and which not every database keeps.
fn has_nul(op: &Op) -> bool {
    let texts = [&op.judge, &op.component, &op.entry, &op.comment, &op.rules, &op.at];
    let marks = op.marks.iter().chain(&op.lines).flat_map(|(key, value)| [key, value]);
    texts.into_iter().chain(&op.base).chain(marks).any(|text| text.contains('\0'))
}

/// Whether something may be the id of a tablet; four names are the program's own.
pub(in crate::app) fn is_device(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= DEVICE
        && id != DESK
        && id != IMPORT
        && id != PAPER
        && id != TRIAL
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

impl Batch {
    pub(in crate::app) fn read(
        actor: &Actor,
        event: &str,
        judge: &str,
        request: &SyncRequest,
        now: i64,
    ) -> Result<Self, AppError> {
        if !is_device(&request.device) {
            return Err(BatchFault::BadDevice.into());
        }
        if request.ops.len() > MOST_OPS || request.asked.len() > MOST_OPS {
            return Err(BatchFault::TooManyOps.into());
        }
        let unsent: Vec<_> = request.unsent.iter().take(MOST_OPS * 10).collect();
        Ok(Self {
            actor: actor.clone(),
            event: event.to_owned(),
            judge: judge.to_owned(),
            device: request.device.clone(),
            now,
            report: Some(Report {
                skew_ms: request.now.map(|at| at.timestamp_micros().saturating_sub(now) / 1000),
                answered: request.seq_from.clamp(1, MOST_SEQ) - 1,
                battery: request.battery.map(|percent| percent.clamp(0, 100)),
                persisted: request.persisted,
                unsent: json!(unsent).to_string(),
            }),
            lost: believable(&request.lost),
            ops: request.ops.iter().map(|op| Item::read(op, &request.receipts)).collect(),
            session: None,
            offer: None,
            is_admitted: false,
        })
    }

    /// A journal that an organiser takes in: in the order of its numbers, in its judge's name.
    pub(in crate::app) fn of_journal(actor: &Actor, file: &JournalFile, now: i64) -> Self {
        let mut ops: Vec<Item> = file.ops.iter().map(|op| Item::read(op, &file.receipts)).collect();
        ops.sort_by_key(|item| item.op.as_ref().map_or_else(|left| left.seq, |op| op.seq));
        Self {
            actor: actor.clone(),
            event: file.event.clone(),
            judge: file.judge.clone(),
            device: file.device.clone(),
            now,
            report: None,
            // of a number without any trace a file cannot say which card it was
            lost: believable(&file.lost).into_iter().filter(|one| !one.component.is_empty()).collect(),
            ops,
            session: None,
            offer: None,
            is_admitted: false,
        }
    }

    /// Known cards of a trial, in a judge's name, as they would come over the line; nobody has signed them.
    pub(in crate::app) fn of_trial(actor: &Actor, event: &str, judge: &str, ops: &[Value], now: i64) -> Self {
        let none = BTreeMap::new();
        Self {
            actor: actor.clone(),
            event: event.to_owned(),
            judge: judge.to_owned(),
            device: TRIAL.to_owned(),
            now,
            report: None,
            lost: Vec::new(),
            ops: ops.iter().map(|op| Item::read_from(op, &none, |device| device == TRIAL)).collect(),
            session: None,
            offer: None,
            is_admitted: true,
        }
    }

    /// Holds what stands beside its ops against the judge's keys.
    pub(in crate::app) fn verify(&mut self, keys: &Keys) {
        for item in &mut self.ops {
            item.verify(keys);
        }
    }

    /// Whether one of its ops picks over rivals.
    pub(in crate::app) fn settles(&self) -> bool {
        self.ops.iter().any(|item| item.op.as_ref().is_ok_and(|op| !op.settles.is_empty()))
    }

    pub(in crate::app) fn refuse(
        &self,
        tx: &mut Tx,
        item: &Item,
        op: &Op,
        outcome: Outcome,
        faults: Faults,
    ) -> Result<OpResult, AppError> {
        // numbers of another judge's journal say nothing about this judge's
        let seq = if op.judge == self.judge { op.seq } else { 0 };
        let row = self.refusal(item, &op.op, outcome, (&op.device, seq), op.base.clone());
        if refusal::keep(tx, &row)? {
            let subject = self.subject(op);
            let after = json!({ "op": op.op, "outcome": outcome.as_str(), "device": op.device });
            App::put_on_record(
                tx,
                self.now,
                &self.actor,
                Record { word: Word::Refuse, event: self.event.clone(), subject, before: Value::Null, after },
            )?;
        }
        let faults = if faults.is_empty() { why(outcome) } else { faults.into_iter().map(FaultLine::from).collect() };
        Ok(OpResult::refused(&op.op, outcome, faults))
    }

    /// What an op is about, for the record: a card of the judge's, or all of them.
    pub(in crate::app) fn subject(&self, op: &Op) -> String {
        if op.is_confirmation() {
            return format!("judge:{}", self.judge);
        }
        format!("card:{}/{}/{}", self.judge, op.component, op.entry)
    }

    pub(in crate::app) fn refusal(
        &self,
        item: &Item,
        op: &str,
        outcome: Outcome,
        (device, seq): (&str, i64),
        base: Option<String>,
    ) -> RefusalRow {
        RefusalRow {
            event_id: self.event.clone(),
            judge: self.judge.clone(),
            op: op.to_owned(),
            outcome: outcome.as_str().to_owned(),
            body_sha256: item.sha256.clone(),
            device: device.to_owned(),
            seq,
            base,
            body: item.body.clone(),
            received_at: self.now,
        }
    }

    pub(in crate::app) fn row(&self, item: &Item, op: &Op, made: &Made<'_>) -> OperationRow {
        let (key, sig) = item.signed();
        OperationRow {
            op: op.op.clone(),
            event_id: self.event.clone(),
            version: made.version,
            judge: self.judge.clone(),
            device: op.device.clone(),
            seq: op.seq,
            component: op.component.clone(),
            entry: op.entry.clone(),
            base: op.base.clone(),
            body: item.body.clone(),
            outcome: made.outcome.as_str().to_owned(),
            revision: made.revision,
            older_rules: made.older_rules,
            receipt: made.receipt.to_owned(),
            received_at: self.now,
            skew_ms: self.report.as_ref().and_then(|report| report.skew_ms),
            restored: made.restored,
            key,
            sig,
        }
    }
}
