//! A judge's own word (本人已核对): that they have read through all of their cards, given on their tablet, or on a sheet of
//! paper that is registered. It holds as long as every card of theirs that counts is one that they have confirmed.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::act::actor::Actor;
use crate::app::act::clock::{Moment, beijing, moment};
use crate::app::act::permission::Act;
use crate::app::act::record::Record;
use crate::app::act::second::own_account;
use crate::app::act::word::Word;
use crate::app::cards::came::{Key, counting, open_conflicts};
use crate::app::cards::device::PAPER;
use crate::app::cards::made::Making;
use crate::app::cards::sight::Sight;
use crate::app::cards::verdict::{Case, Verdict};
use crate::app::error::{AppFault, FaultKind, NotFound};
use crate::app::event::doing::{Doing, Told};
use crate::app::event::frame::Frame;
use crate::app::event::op::read_op;
use crate::app::event::view::EventSummary;
use crate::app::event::wire::{CardName, ConfirmFault, Op, OpFault, Outcome};
use crate::app::{App, AppError};
use crate::store::event::EventRow;
use crate::store::operation::{self, OperationRow};
use crate::store::{EventState, Tx};

/// Longest reference of a sheet, in characters.
pub const LONGEST_REFERENCE: usize = 40;

/// Why a sheet that a judge has signed is not registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SheetFault {
    #[error(transparent)]
    Confirmation(#[from] ConfirmFault),
    #[error("请填写核对单的编号或存放处，最多 {LONGEST_REFERENCE} 字")]
    Reference,
}

impl AppFault for SheetFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Confirmation(_) => FaultKind::Conflict,
            Self::Reference => FaultKind::Invalid,
        }
    }

    fn word(&self) -> &'static str {
        "confirmation"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Confirmation(_) => None,
            Self::Reference => Some("reference"),
        }
    }
}

/// A seat, and its judge's own word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub judge: String,
    pub judge_name: String,
    /// Cards that are due.
    pub due: usize,
    /// Of those, how many have not come.
    pub lacking: usize,
    /// The last confirmation; `None` where there was none.
    pub last: Option<Last>,
}

/// A judge's last confirmation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last {
    pub op: String,
    pub at: Moment,
    /// The reference of the sheet, where it was on paper.
    pub paper: Option<String>,
    /// Whether the judge's tablet has signed it.
    pub signed: bool,
    /// Cards that are others since.
    pub changed: Vec<CardName>,
}

impl Seat {
    /// Whether every card of theirs that counts is one that they have confirmed; of a seat with nothing due, nothing is asked.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.due == 0 || self.last.as_ref().is_some_and(|last| last.changed.is_empty())
    }
}

/// The seats of an event, and how their judges' own words stand.
#[derive(Debug, Clone)]
pub struct Confirmations {
    pub event: EventSummary,
    pub seats: Vec<Seat>,
}

/// How each judge's own word stands, in the order of the seats.
pub(in crate::app) fn seats(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    current: &HashMap<Key, operation::OperationMark>,
) -> Result<Vec<Seat>, AppError> {
    let mut last: HashMap<String, OperationRow> = HashMap::new();
    for row in operation::confirmations(tx, &head.id)? {
        last.insert(row.judge.clone(), row);
    }
    let mut seats = Vec::with_capacity(frame.setup.judges.len());
    for judge in &frame.setup.judges {
        let due = due_of(head, frame, &judge.id, current)?;
        seats.push(Seat {
            judge: judge.id.clone(),
            judge_name: judge.name.clone(),
            due: due.len(),
            lacking: due.iter().filter(|(_, op)| op.is_none()).count(),
            last: last.remove(&judge.id).map(|row| last_of(row, due)).transpose()?,
        });
    }
    Ok(seats)
}

fn last_of(row: OperationRow, due: Vec<(CardName, Option<String>)>) -> Result<Last, AppError> {
    let op = read_op(&row)?;
    let confirms: BTreeSet<&String> = op.confirms.iter().collect();
    let changed = due.into_iter().filter(|(_, op)| op.as_ref().is_none_or(|op| !confirms.contains(op)));
    Ok(Last {
        at: moment(row.received_at),
        changed: changed.map(|(name, _)| name).collect(),
        paper: (row.device == PAPER).then_some(op.comment),
        signed: row.key.is_some(),
        op: row.op,
    })
}

/// The cards of a judge that are due, with the op that counts of each.
fn due_of(
    head: &EventRow,
    frame: &Frame,
    judge: &str,
    current: &HashMap<Key, operation::OperationMark>,
) -> Result<Vec<(CardName, Option<String>)>, AppError> {
    let at = Sight::of(frame, head, judge, 0)?;
    let op = |name: &CardName| {
        let key = (judge.to_owned(), name.component.clone(), name.entry.clone());
        current.get(&key).map(|mark| mark.op.clone())
    };
    Ok(at.due_ops(op))
}

/// What a judge has to have read through to confirm it: the ops of all cards that are due.
fn to_confirm(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    judge: &str,
) -> Result<Result<BTreeSet<String>, ConfirmFault>, AppError> {
    if head.state()? != EventState::Open {
        return Ok(Err(ConfirmFault::NotOpen));
    }
    let mut current = HashMap::new();
    for mark in operation::recorded_of_judge(tx, &head.id, judge)? {
        let key = (mark.judge.clone(), mark.component.clone(), mark.entry.clone());
        if current.get(&key).is_none_or(|known: &operation::OperationMark| known.revision < mark.revision) {
            current.insert(key, mark);
        }
    }
    let due = due_of(head, frame, judge, &current)?;
    if due.is_empty() {
        return Ok(Err(ConfirmFault::Nothing));
    }
    let lacking = due.iter().filter(|(_, op)| op.is_none()).count();
    if lacking > 0 {
        return Ok(Err(ConfirmFault::Lacking(lacking)));
    }
    if open_conflicts(tx, &head.id)?.iter().any(|(of, _, _)| of == judge) {
        return Ok(Err(ConfirmFault::Rivals));
    }
    Ok(Ok(due.into_iter().filter_map(|(_, op)| op).collect()))
}

/// Decides on a confirmation whose id is new.
pub(in crate::app) fn decide(tx: &mut Tx, head: &EventRow, case: &Case<'_>, op: &Op) -> Result<Verdict, AppError> {
    let refuse = |outcome, fault: Option<ConfirmFault>| {
        let faults = fault.map(|fault| ("op".to_owned(), OpFault::Confirmation(fault)));
        Ok(Verdict::Refuse { outcome, faults: faults.into_iter().collect() })
    };
    if op.judge != case.judge {
        return refuse(Outcome::NotYours, None);
    }
    if case.frame.judge(&op.judge).is_none() {
        return refuse(Outcome::Unknown, None);
    }
    match to_confirm(tx, head, case.frame, case.judge)? {
        Err(fault) => refuse(Outcome::Invalid, Some(fault)),
        Ok(due) if due != op.confirms.iter().cloned().collect() => {
            refuse(Outcome::Invalid, Some(ConfirmFault::Changed))
        }
        Ok(_) => Ok(Verdict::Keep { outcome: Outcome::Confirmed, revision: 0, current: None, replaces: None }),
    }
}

impl App {
    /// How the judges' own words stand, for whoever registers sheets of paper or signs the result.
    pub fn confirmations(&self, actor: &Actor, event: &str) -> Result<Confirmations, AppError> {
        self.look(actor, Act::SeeConfirmations, event, |tx, head, frame| {
            let current = counting(tx, event)?;
            Ok(Confirmations { event: frame.summary(head)?, seats: seats(tx, head, frame, &current)? })
        })
    }

    /// Registers the sheet on which a judge has confirmed their cards with their own hand: those that count now.
    ///
    /// # Errors
    /// [`SheetFault`]; where the actor may not, there is no such judge, or the event is not open.
    pub fn confirm_on_paper(&self, actor: &Actor, event: &str, judge: &str, reference: &str) -> Result<(), AppError> {
        let (account, _) = own_account(actor, Act::ConfirmOnPaper)?;
        let reference = reference.trim().to_owned();
        if reference.is_empty() || reference.chars().count() > LONGEST_REFERENCE {
            return Err(SheetFault::Reference.into());
        }
        let (app, judge, by, now) = (self.clone(), judge.to_owned(), actor.clone(), self.clock.micros());
        let doing = Doing::of(Act::ConfirmOnPaper, Word::ConfirmOnPaper, format!("judge:{judge}")).beside_setup();
        self.act(actor, event, doing, move |tx, head, frame| {
            frame.judge(&judge).ok_or_else(|| NotFound { what: "评委", id: judge.clone() })?;
            let confirms = to_confirm(tx, head, frame, &judge)?.map_err(SheetFault::from)?;
            let op = Op {
                op: Uuid::new_v4().to_string(),
                device: PAPER.to_owned(),
                seq: operation::last_seq(tx, &head.id, &judge, PAPER)? + 1,
                judge: judge.clone(),
                component: String::new(),
                entry: String::new(),
                base: None,
                marks: std::collections::BTreeMap::new(),
                comment: reference.clone(),
                lines: std::collections::BTreeMap::new(),
                rules: frame.rules_sha256.clone(),
                at: beijing(moment(now)).to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
                settles: Vec::new(),
                confirms: confirms.into_iter().collect(),
                secret: Some(hex::encode(rand::random::<[u8; 16]>())),
            };
            let count = op.confirms.len();
            let making = Making { event: &head.id, version: head.version, rules_sha256: &frame.rules_sha256, now };
            let row = app.made(&making, op, Outcome::Confirmed, 0)?;
            operation::insert(tx, &row, &[])?;
            let after = json!({ "op": row.op, "cards": count, "reference": reference, "account": account });
            let record = Record {
                word: Word::ConfirmOnPaper,
                event: head.id.clone(),
                subject: format!("judge:{judge}"),
                before: Value::Null,
                after,
            };
            Self::put_card_on_record(tx, now, &by, &row, record)?;
            Ok(Told::by_itself(()))
        })
    }
}
