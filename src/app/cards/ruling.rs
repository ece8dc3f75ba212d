//! Rulings on the quarantine: an organiser admits or refuses each card that came outside of its time.
//!
//! A ruling is a row that never changes. An admission makes an op of its own in the judge's name, so that the
//! card's current revision stays what the recorded ops say it is, and the op that came late stays what it was.

use std::collections::{HashMap, HashSet};

use serde_json::json;
use uuid::Uuid;

use crate::app::act::actor::Actor;
use crate::app::act::clock::moment;
use crate::app::act::hash::sha256;
use crate::app::act::permission::Act;
use crate::app::act::reason::stated;
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::cards::came::undecided;
use crate::app::cards::device::DESK;
use crate::app::cards::made::Making;
use crate::app::cards::verdict::{Verdict, faults_of, follows, locate, not_due};
use crate::app::error::NotFound;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::card::Faults;
use crate::app::event::doing::Doing;
use crate::app::event::doing::Told;
use crate::app::event::frame::{Frame, judge_name};
use crate::app::event::op::read_op;
use crate::app::event::view::{QuarantineView, Ruled};
use crate::app::event::wire::{Op, Outcome};
use crate::app::{App, AppError};
use crate::store::Tx;
use crate::store::event::EventRow;
use crate::store::operation::{self, CardKey, OperationRow};
use crate::store::ruling::{self, RulingRow};
use crate::store::settled;

/// Why a card of the quarantine is not ruled on as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RulingFault {
    /// It was ruled on before.
    #[error("这张评分卡已经认定过，认定不能更改")]
    Decided,
    /// The judge has handed in a newer one since.
    #[error("评委另有更新的评分卡在案，予以认定会使旧卡盖掉新卡。这一张只能不予认定")]
    Older,
    /// Versions of the card are rivals, and this one is not the judge's pick among them.
    #[error("这张评分卡有两份修改不一致，请评委先在平板上选定一份")]
    Conflict,
    /// No card is due there: recused, absent or void.
    #[error("此处已登记回避、缺席或作废，不应有评分卡。这一张只能不予认定")]
    NotDue,
    /// The rules know no such card.
    #[error("现行规则中没有这张评分卡。这一张只能不予认定")]
    NotOnCard,
    /// It is not what the present rules allow; which parts of it, by name, without a mark.
    #[error("评分卡不符合现行规则（{}），不能认定。这一张只能不予认定", parts.join("、"))]
    Invalid {
        /// Names of criteria or entries.
        parts: Vec<String>,
    },
}

impl AppFault for RulingFault {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "ruling"
    }
}

impl App {
    /// The cards that came outside of their time, oldest first, with what was decided about them.
    pub fn quarantine(&self, actor: &Actor, event: &str) -> Result<Vec<QuarantineView>, AppError> {
        self.look(actor, Act::SeeDesk, event, |tx, _head, frame| {
            let mut rulings: HashMap<String, RulingRow> =
                ruling::of_event(tx, event)?.into_iter().map(|row| (row.op.clone(), row)).collect();
            let rows = operation::quarantined(tx, event)?;
            let waiting: HashSet<String> = undecided(tx, event)?.into_iter().map(|row| row.op).collect();
            let shown = rows.into_iter().map(|row| {
                let ruling = rulings.remove(&row.op);
                let overtaken = ruling.is_none() && !waiting.contains(&row.op);
                view(frame, ruling, overtaken, row)
            });
            shown.collect()
        })
    }

    /// Admits or refuses a card of the quarantine, on record. An admission is possible while the event is open,
    /// for a card that is due, valid under the present rules, and not older than what counts; a refusal always.
    ///
    /// # Errors
    /// [`RulingFault`] with what is against it; where the actor may not, no reason is given, there is no such
    /// card in the quarantine, or the event is not open.
    pub fn rule(&self, actor: &Actor, event: &str, op: &str, admit: bool, reason: &str) -> Result<(), AppError> {
        let reason = stated(reason)?;
        let (app, who, id, now) = (self.clone(), actor.name(), op.to_owned(), self.clock.micros());
        let doing = Doing::of(Act::Rule, if admit { Word::Admit } else { Word::Decline }, String::new());
        self.act(actor, event, doing.beside_setup(), move |tx, head, frame| {
            let none = || NotFound { what: "待认定的评分卡", id: id.clone() };
            let kept = operation::find(tx, &id)?;
            let kept = kept.filter(|row| row.event_id == head.id && operation::is_quarantine(&row.outcome));
            let kept = kept.ok_or_else(none)?;
            if ruling::find(tx, &id)?.is_some() {
                return Err(RulingFault::Decided.into());
            }
            let made = if admit { Some(app.admit(tx, (head, frame), &kept, now)?) } else { None };
            let row = RulingRow {
                op: id.clone(),
                event_id: head.id.clone(),
                judge: kept.judge.clone(),
                admitted: admit,
                reason: reason.clone(),
                who,
                at: now,
                made: made.as_ref().map(|row| row.op.clone()),
            };
            ruling::insert(tx, &row)?;
            let subject = format!("card:{}/{}/{}", kept.judge, kept.component, kept.entry);
            let before = json!({ "op": id, "outcome": kept.outcome, "sha256": sha256(&kept.body) });
            let made = made.map(|row| {
                json!({ "op": row.op, "revision": row.revision, "sha256": sha256(&row.body), "receipt": row.receipt })
            });
            let after = json!({ "reason": reason, "made": made });
            Ok(Told::giving((), before, after).about(subject))
        })
    }

    /// Makes the op that an admission makes: the card as it came, on top of what counts now.
    fn admit(
        &self,
        tx: &mut Tx,
        (head, frame): (&EventRow, &Frame),
        kept: &OperationRow,
        now: i64,
    ) -> Result<OperationRow, AppError> {
        state::allow(Act::Admit, head.state()?)?;
        let came = read_op(kept)?;
        admissible(frame, &came)?;
        let card = CardKey { event: &head.id, judge: &kept.judge, component: &kept.component, entry: &kept.entry };
        let current = operation::current(tx, card)?;
        if let Some(current) = &current
            && !follows(tx, &head.id, &kept.judge, kept.base.as_deref(), &current.op)?
        {
            return Err(RulingFault::Older.into());
        }
        let rivals = settled::open_of_judge(tx, &head.id, &kept.judge)?;
        let mut rivals = rivals.iter().filter(|rival| rival.component == kept.component && rival.entry == kept.entry);
        if rivals.any(|rival| !came.settles.contains(&rival.op)) {
            return Err(RulingFault::Conflict.into());
        }
        let seq = operation::last_seq(tx, &head.id, &kept.judge, DESK)? + 1;
        let (base, revision) = current.map_or((None, 1), |current| (Some(current.op), current.revision + 1));
        let op = Op { op: Uuid::new_v4().to_string(), device: DESK.to_owned(), seq, base, ..came };
        let making = Making { event: &head.id, version: head.version, rules_sha256: &frame.rules_sha256, now };
        let settles = op.settles.clone();
        let row = OperationRow { skew_ms: kept.skew_ms, ..self.made(&making, op, Outcome::Recorded, revision)? };
        operation::insert_touched(tx, &row, &settles)?;
        Ok(row)
    }
}

/// Holds a card of the quarantine against the present rules and exclusions.
fn admissible(frame: &Frame, op: &Op) -> Result<(), AppError> {
    let fault = |fault: RulingFault| Err(fault.into());
    let place = match locate(frame, op) {
        Ok(place) => place,
        Err(Verdict::Keep { .. } | Verdict::Refuse { .. }) => return fault(RulingFault::NotOnCard),
    };
    match not_due(frame, place) {
        None => {}
        Some(Outcome::NotYours) => return fault(RulingFault::NotOnCard),
        Some(_) => return fault(RulingFault::NotDue),
    }
    match faults_of(frame, place, op) {
        Ok(()) => Ok(()),
        Err(faults) => fault(RulingFault::Invalid { parts: parts(frame, place.component, &faults) }),
    }
}

/// What of a card is faulty, by name: what was typed is not for the organiser to see.
fn parts(frame: &Frame, component: usize, faults: &Faults) -> Vec<String> {
    let named = |key: &str| {
        let criterion = frame.rules.components[component].criteria().iter().find(|c| c.id == key);
        let entry = || frame.entry(key).map(|entry| frame.setup.entries[entry].unit.clone());
        criterion.map(|c| c.name.clone()).or_else(entry).filter(|name| !name.is_empty())
    };
    let mut parts: Vec<String> = Vec::new();
    for (key, _) in faults {
        let part = match key.as_str() {
            "comment" => "评语".to_owned(),
            crate::app::event::card::GRADE => "等次".to_owned(),
            key => named(key).unwrap_or_else(|| "卡上没有的项".to_owned()),
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

fn view(
    frame: &Frame,
    ruling: Option<RulingRow>,
    overtaken: bool,
    row: OperationRow,
) -> Result<QuarantineView, AppError> {
    Ok(QuarantineView {
        overtaken,
        at: read_op(&row)?.at,
        judge_name: judge_name(frame, &row.judge),
        op: row.op,
        outcome: row.outcome,
        judge: row.judge,
        component: row.component,
        entry: row.entry,
        skew_ms: row.skew_ms,
        received_at: moment(row.received_at),
        ruling: ruling.map(|ruling| Ruled {
            admitted: ruling.admitted,
            reason: ruling.reason,
            who: ruling.who,
            at: moment(ruling.at),
        }),
    })
}
