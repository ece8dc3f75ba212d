//! Reports that were too long: each is a proposal (拟扣分), of which one adjustment comes, or none.
//!
//! Whole seconds count: what is shown is what is over.

use serde_json::json;

use super::fault::CallFault;
use super::standing::Turn;
use crate::app::act::actor::Actor;
use crate::app::act::permission::Act;
use crate::app::act::reason::stated;
use crate::app::act::word::Word;
use crate::app::event::doing::{Doing, Told};
use crate::app::{App, AppError};
use crate::scoring::event::AdjustmentKind;
use crate::store::call::{self, CallTurnRow, DEDUCTED, OvertimeRow, UNDONE, WAIVED};
use crate::store::hand::{self, Kind};
use crate::store::{StoreError, Tx};

/// Puts down how much a report that ends now is over; 0 where it is not.
pub(super) fn propose(tx: &mut Tx, turn: &Turn, now: i64) -> Result<i64, AppError> {
    let (row, used) = (&turn.row, turn.used(now));
    let over = (used - row.limit_s).max(0);
    if over > 0 {
        let proposal = OvertimeRow {
            event_id: row.event_id.clone(),
            number: row.number,
            entry: row.entry.clone(),
            limit_s: row.limit_s,
            used_s: used,
            at: now,
            outcome: None,
            adjustment: None,
            reason: String::new(),
            decided_by: None,
            decided_at: None,
        };
        call::over(tx, &proposal)?;
    }
    Ok(over)
}

/// The proposal of a number that nobody has decided about.
pub(in crate::app) fn open_for(tx: &mut Tx, event: &str, number: i64) -> Result<OvertimeRow, AppError> {
    let row = call::overtimes(tx, event)?.into_iter().find(|row| row.number == number && row.outcome.is_none());
    Ok(row.ok_or(CallFault::NotOpen)?)
}

/// Ties an adjustment that is entered now, at the end of those that there are, to the proposal that it comes of.
pub(in crate::app) fn deducted(
    tx: &mut Tx,
    (event, number): (&str, i64),
    (entry, kind): (&str, AdjustmentKind),
    (by, now): (String, i64),
) -> Result<(), AppError> {
    let row = open_for(tx, event, number)?;
    if row.entry != entry {
        return Err(CallFault::AnotherEntry.into());
    }
    if kind != AdjustmentKind::Deduction {
        return Err(CallFault::NoDeduction.into());
    }
    let last = hand::entered(tx, event, Kind::Adjustment)?.pop();
    let last = last.ok_or_else(|| StoreError::corrupt("an adjustment that was entered is not there"))?;
    let adjustment = Some(i64::from(last.position));
    let (outcome, reason) = (Some(DEDUCTED.to_owned()), last.reason);
    Ok(call::decide(
        tx,
        &OvertimeRow { outcome, adjustment, reason, decided_by: Some(by), decided_at: Some(now), ..row },
    )?)
}

/// Sets aside what was over in a report that is set aside. What was decided stays; a deduction has to be taken back first.
pub(super) fn set_aside(tx: &mut Tx, turn: &CallTurnRow, by: &str, now: i64) -> Result<(), AppError> {
    let rows = call::overtimes(tx, &turn.event_id)?;
    let Some(row) = rows.into_iter().find(|row| row.number == turn.number) else { return Ok(()) };
    match row.outcome.as_deref() {
        None => {
            let (outcome, decided_by) = (Some(UNDONE.to_owned()), Some(by.to_owned()));
            Ok(call::decide(tx, &OvertimeRow { outcome, decided_by, decided_at: Some(now), ..row })?)
        }
        Some(DEDUCTED) => {
            let back = hand::withdrawn(tx, &turn.event_id, Kind::Adjustment)?;
            let is_back = back.iter().any(|position| Some(i64::from(*position)) == row.adjustment);
            if is_back { Ok(()) } else { Err(CallFault::Deducted.into()) }
        }
        Some(_) => Ok(()),
    }
}

impl App {
    /// Decides that nothing is taken off for a report that was too long.
    ///
    /// # Errors
    /// [`CallFault::NotOpen`]; where no reason is given, the actor may not, or the result is public.
    pub fn waive_overtime(&self, actor: &Actor, event: &str, number: i64, reason: &str) -> Result<(), AppError> {
        let (id, reason, by, now) = (event.to_owned(), stated(reason)?, actor.name(), self.clock.micros());
        let doing = Doing::of(Act::Adjust, Word::WaiveOvertime, "call").beside_setup();
        self.act(actor, event, doing, move |tx, _, _| {
            let row = open_for(tx, &id, number)?;
            let subject = format!("entry:{}", row.entry);
            let before = json!({ "number": number, "used": row.used_s, "over": row.used_s - row.limit_s });
            let (outcome, decided_by) = (Some(WAIVED.to_owned()), Some(by));
            let after = json!({ "number": number, "reason": reason });
            call::decide(tx, &OvertimeRow { outcome, reason, decided_by, decided_at: Some(now), ..row })?;
            Ok(Told::giving((), before, after).about(subject))
        })
    }
}
