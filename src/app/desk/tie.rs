//! Ties: what the chair decides among entries that share a place. One organiser enters the order, another consents; only
//! then does it count. A decision belongs to the tie that it was taken over; where that is another one it has lapsed.

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::permission::Act;
use crate::app::act::reason::stated;
use crate::app::act::second::{Decision as Said, may_decide, none_waits, own_account, waiting};
use crate::app::act::word::Word;
use crate::app::desk::hand::{HandFault, take_back};
use crate::app::error::NotFound;
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::event::view::DecisionView;
use crate::app::{App, AppError};
use crate::scoring::event::Decision;
use crate::scoring::ruling::Tie;
use crate::scoring::tabulate;
use crate::store::event::EventRow;
use crate::store::setup;
use crate::store::signing::{self, TieProposalRow};
use crate::store::{StoreError, Tx, hand, result};

/// Entry ids with their turns; lower goes first.
pub type Turns = Vec<(String, u32)>;

/// The turns of a proposal.
pub(in crate::app) fn turns(row: &TieProposalRow) -> Result<Turns, StoreError> {
    serde_json::from_str(&row.turns)
        .map_err(|error| StoreError::corrupt(format!("proposal {} of a tie: {error}", row.number)))
}

impl App {
    /// Asks for the entries that share a place in the latest result, number `seen`, to be ordered so: all of them at
    /// once, each with its own turn from 1. Nothing changes until another organiser approves.
    ///
    /// # Errors
    /// [`HandFault`] where they share no place now, the result is another one, or the order is none; where a proposal
    /// over them waits, the actor may not, no reason is given, or the state does not allow it.
    pub fn propose_tie(
        &self,
        actor: &Actor,
        event: &str,
        seen: i64,
        order: &[(String, u32)],
        reason: &str,
    ) -> Result<(), AppError> {
        let (asked_by, _) = own_account(actor, Act::DecideTie)?;
        let (id, reason, order, now) = (event.to_owned(), stated(reason)?, order.to_vec(), self.clock.micros());
        let doing = Doing::of(Act::DecideTie, Word::ProposeTie, "standings").beside_setup();
        self.act(actor, event, doing, move |tx, _, frame| {
            let latest = result::heads(tx, &id)?.pop().ok_or(HandFault::NotTied)?;
            if latest.number != seen {
                return Err(HandFault::NotTied.into());
            }
            let tie = Self::tie_of(tx, &id, frame, &order)?;
            let before = signing::tie_proposals(tx, &id)?;
            let same: Vec<_> = before.iter().filter(|row| row.cause == tie.cause).cloned().collect();
            none_waits(&same)?;
            let (number, turns) = (before.last().map_or(1, |last| last.number + 1), json!(order).to_string());
            let (cause, decided_by, decided_at, approved) = (tie.cause, None, None, None);
            let after = told(number, &order, &reason);
            let row = TieProposalRow {
                event_id: id,
                number,
                turns,
                cause,
                reason,
                asked_by,
                asked_at: now,
                decided_by,
                decided_at,
                approved,
            };
            signing::propose_tie(tx, &row)?;
            Ok((Value::Null, after))
        })
    }

    /// Says something to a proposal that waits: another organiser approves or declines, whoever asked takes it back. An
    /// approval makes it the decision over that tie, in the place of the one before, and a new result.
    ///
    /// # Errors
    /// Where it does not wait, the actor may not, or, for an approval, the tie is not the one that was proposed over:
    /// [`HandFault::NotTied`].
    pub fn decide_tie(&self, actor: &Actor, event: &str, number: i64, said: Said) -> Result<(), AppError> {
        let (by, _) = own_account(actor, Act::DecideTie)?;
        let (id, now, who) = (event.to_owned(), self.clock.micros(), actor.name());
        let doing = match said {
            Said::Approve => Doing::by_hand(Act::DecideTie, Word::Decide, "standings"),
            Said::Decline => Doing::of(Act::DecideTie, Word::DeclineTie, "standings").beside_setup(),
            Said::TakeBack => Doing::of(Act::DecideTie, Word::TakeTieBack, "standings").beside_setup(),
        };
        self.act(actor, event, doing, move |tx, head, frame| {
            let meant = signing::tie_proposals(tx, &id)?.into_iter().filter(|row| row.number == number);
            let mut row = waiting(meant.collect())?;
            may_decide(&row, &by, said)?;
            let order = turns(&row)?;
            let mut before = Value::Null;
            if said == Said::Approve {
                let tie = Self::tie_of(tx, &id, frame, &order)?;
                if tie.cause != row.cause {
                    return Err(HandFault::NotTied.into());
                }
                let back = Self::decide(tx, &id, frame, (&tie, &order, &row.reason), (now, &who, head.version + 1))?;
                before = json!({ "withdrawn": back });
            }
            (row.decided_by, row.decided_at, row.approved) = (Some(by), Some(now), Some(said == Said::Approve));
            signing::decide_tie(tx, &row)?;
            let mut after = told(number, &order, &row.reason);
            after["asked_by"] = json!(row.asked_by);
            Ok((before, after))
        })
    }

    /// The places that several entries share now, and the decisions that part others.
    pub(in crate::app) fn ties_now(tx: &mut Tx, event: &str, frame: &Frame) -> Result<TiesNow, AppError> {
        let filled = Self::filled(tx, event, frame)?;
        let counted = frame.taking_part(&filled);
        let standings = tabulate(&counted);
        let awaited: Vec<String> = standings.blockers().into_iter().filter_map(|b| b.award.and(b.entry)).collect();
        let ties = standings.ties().into_iter().map(|tie| {
            let entries: Vec<String> = tie.entries.iter().map(|&entry| counted.entries()[entry].id.clone()).collect();
            let needed = entries.iter().any(|id| awaited.contains(id));
            TieNow { entries, needed, tie }
        });
        let in_force = standings.decided().into_iter().map(str::to_owned).collect();
        Ok(TiesNow { open: ties.collect(), in_force })
    }

    /// The tie that an order is one of.
    fn tie_of(tx: &mut Tx, event: &str, frame: &Frame, order: &[(String, u32)]) -> Result<Tie, AppError> {
        let ties = Self::ties_now(tx, event, frame)?;
        let first = order.first().ok_or(HandFault::NotAnOrder)?;
        let now = ties.open.into_iter().find(|now| now.entries.contains(&first.0)).ok_or(HandFault::NotTied)?;
        if !order.iter().all(|(entry, _)| now.entries.contains(entry)) {
            return Err(HandFault::NotTied.into());
        }
        let mut turns: Vec<u32> = order.iter().map(|(_, turn)| *turn).collect();
        turns.sort_unstable();
        let each_once = now.entries.iter().all(|id| order.iter().filter(|(entry, _)| entry == id).count() == 1);
        let in_turn = (1..).zip(&turns).all(|(turn, given)| turn == *given);
        if !each_once || order.len() != now.entries.len() || !in_turn {
            return Err(HandFault::NotAnOrder.into());
        }
        Ok(now.tie)
    }

    /// Writes a decision; what was decided over exactly these entries before is taken back.
    fn decide(
        tx: &mut Tx,
        event: &str,
        frame: &Frame,
        (tie, order, reason): (&Tie, &[(String, u32)], &str),
        (now, who, made): (i64, &str, i64),
    ) -> Result<Vec<i32>, AppError> {
        let before = hand::entered(tx, event, hand::Kind::Decision)?;
        let about = |name: &str| {
            let rows = before.iter().filter(|row| row.tie == name && row.withdrawn.is_none());
            let mut ids: Vec<&str> = rows.map(|row| row.entry.as_str()).collect();
            ids.sort_unstable();
            ids
        };
        let mut ids: Vec<&str> = order.iter().map(|(entry, _)| entry.as_str()).collect();
        ids.sort_unstable();
        let same = |row: &hand::EnteredRow| !row.tie.is_empty() && about(&row.tie) == ids;
        let back = take_back(tx, event, now, who, "重新裁定", same)?;
        // one of so many names is not used
        let mut names = (1..=before.len() + 1).map(|number| format!("裁定 {number}"));
        let name = names.find(|name| before.iter().all(|row| row.tie != *name)).unwrap_or_default();
        for (entry, turn) in order {
            let none = || NotFound { what: "参评项目", id: entry.clone() };
            let entry = frame.entry(entry).ok_or_else(none)?;
            let (tie, cause, reason) = (name.clone(), tie.cause.clone(), reason.to_owned());
            let row = Decision { tie, entry, order: *turn, reason, cause };
            setup::insert_decision(tx, event, &frame.setup, &row, made)?;
        }
        Ok(back)
    }
}

/// The decisions that were not taken back.
pub(in crate::app) fn ruled(tx: &mut Tx, head: &EventRow, frame: &Frame) -> Result<Vec<DecisionView>, AppError> {
    let mut rows = hand::entered(tx, &head.id, hand::Kind::Decision)?;
    rows.retain(|row| row.withdrawn.is_none());
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    rows.sort_by_key(|row| row.figure.parse().unwrap_or(u32::MAX));
    let in_force = App::ties_now(tx, &head.id, frame)?.in_force;
    let mut names: Vec<&str> = rows.iter().map(|row| row.tie.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let of = |name: &str| {
        let rows = rows.iter().filter(|row| row.tie == name);
        let reason = rows.clone().map(|row| row.reason.clone()).next().unwrap_or_default();
        let order = rows.map(|row| row.entry.clone()).collect();
        // of an event whose cards were erased nothing is worked out anew: what was published stands
        let holds = head.erased_at.is_some() || in_force.iter().any(|holds| holds == name);
        DecisionView { order, reason, holds }
    };
    Ok(names.into_iter().map(of).collect())
}

/// The decisions that have lapsed; none before the close, when to speak of ties would tell how the standings are.
pub(in crate::app) fn lapsed(tx: &mut Tx, head: &EventRow, frame: &Frame) -> Result<Vec<DecisionView>, AppError> {
    if head.state()?.is_before_close() {
        return Ok(Vec::new());
    }
    let mut rows = ruled(tx, head, frame)?;
    rows.retain(|row| !row.holds);
    Ok(rows)
}

/// What is tied now and what is not because it was decided.
pub(in crate::app) struct TiesNow {
    /// The places that several entries share.
    pub open: Vec<TieNow>,
    /// What names the decisions that part places.
    pub in_force: Vec<String>,
}

/// A place that several entries share now.
pub(in crate::app) struct TieNow {
    /// Ids of the entries, in the order in which they are printed.
    pub entries: Vec<String>,
    /// Whether an award waits for their order.
    pub needed: bool,
    /// The same, as scoring has it.
    pub tie: Tie,
}

fn told(number: i64, order: &[(String, u32)], reason: &str) -> Value {
    let order: Vec<Value> = order.iter().map(|(entry, turn)| json!({ "entry": entry, "order": turn })).collect();
    json!({ "number": number, "order": order, "reason": reason })
}
