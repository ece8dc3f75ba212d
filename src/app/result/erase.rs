//! Erasing: long after the archive, cards and whatever says who somebody was are deleted; the ranking, the event's head
//! and the log's tree stay. It takes two organisers, and a period that the event sets.

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::clock::{DAY, Moment, moment};
use crate::app::act::permission::Act;
use crate::app::act::reason::stated;
use crate::app::act::second::{Decision, may_decide, none_waits, own_account, waiting};
use crate::app::act::word::Word;
use crate::app::event::doing::Doing;
use crate::app::event::erased::{ErasureFault, FEWEST_DAYS, MOST_DAYS, not_erased};
use crate::app::event::view::{EventState, EventSummary};
use crate::app::{App, AppError};
use crate::scoring::result::{PartedBy, Report};
use crate::store::erasure::{self, ErasureRow};
use crate::store::event::{self, EventRow};
use crate::store::{StoreError, Tx, prints, result};

/// What an event starts with: three years.
pub const STANDARD_DAYS: i64 = 1095;

/// How long an event is kept, and what was asked for.
#[derive(Debug, Clone)]
pub struct Keeping {
    pub event: EventSummary,
    /// Days after the archive.
    pub days: i64,
    /// When it was archived.
    pub archived_at: Option<Moment>,
    /// From when on it may be erased; `None` while it is not archived.
    pub until: Option<Moment>,
    /// Requests, oldest first.
    pub requests: Vec<ErasureRow>,
}

fn until(head: &EventRow) -> Option<i64> {
    head.archived_at.map(|at| at.saturating_add(head.keep_days.saturating_mul(DAY)))
}

/// Refuses to erase what was erased, and what is still to be kept.
fn due(head: &EventRow, now: i64) -> Result<(), AppError> {
    not_erased(head)?;
    match until(head) {
        Some(until) if now < until => Err(ErasureFault::TooEarly(moment(until)).into()),
        Some(_) => Ok(()),
        None => Err(StoreError::corrupt(format!("event {}: archived at no time", head.id)).into()),
    }
}

impl App {
    /// How long an event is kept, and what was asked for.
    pub fn keeping(&self, actor: &Actor, event: &str) -> Result<Keeping, AppError> {
        self.look(actor, Act::Keep, event, |tx, head, frame| {
            Ok(Keeping {
                event: frame.summary(head)?,
                days: head.keep_days,
                archived_at: head.archived_at.map(moment),
                until: until(head).map(moment),
                requests: erasure::list(tx, event)?,
            })
        })
    }

    /// Sets for how many days an event is kept after its archive; once it is archived, only more.
    ///
    /// # Errors
    /// [`ErasureFault`] with what is against it; where the actor may not, or there is no such event.
    pub fn set_keeping(&self, actor: &Actor, event: &str, days: i64) -> Result<(), AppError> {
        if !(FEWEST_DAYS..=MOST_DAYS).contains(&days) {
            return Err(ErasureFault::Days.into());
        }
        self.act(actor, event, Doing::of(Act::Keep, Word::SetKeeping, "event"), move |_, head, _| {
            not_erased(head)?;
            if head.state()? == EventState::Archived && days < head.keep_days {
                return Err(ErasureFault::Shorter(head.keep_days).into());
            }
            let before = json!({ "days": head.keep_days });
            head.keep_days = days;
            Ok((before, json!({ "days": days })))
        })
    }

    /// Asks for an archived event to be erased. Nothing changes until another organiser approves.
    ///
    /// # Errors
    /// [`ErasureFault`] with what is against it; where the actor may not, no reason is given, or the event is not
    /// archived.
    pub fn ask_erasure(&self, actor: &Actor, event: &str, reason: &str) -> Result<(), AppError> {
        let (asked_by, _) = own_account(actor, Act::Erase)?;
        let (reason, now, id) = (stated(reason)?, self.clock.micros(), event.to_owned());
        self.act(actor, event, Doing::of(Act::Erase, Word::AskErasure, "event"), move |tx, head, _| {
            due(head, now)?;
            let before = erasure::list(tx, &id)?;
            none_waits(&before)?;
            let number = before.last().map_or(1, |last| last.number + 1);
            let after = json!({ "number": number, "reason": reason });
            erasure::ask(tx, &request(id, number, reason, asked_by, now))?;
            Ok((Value::Null, after))
        })
    }

    /// Approves or declines the request that waits. Only another organiser approves; whoever asked may take it back. An
    /// approval erases the event and its rehearsals at once.
    pub fn decide_erasure(&self, actor: &Actor, event: &str, approve: bool) -> Result<(), AppError> {
        let (by, _) = own_account(actor, Act::Erase)?;
        let (now, id) = (self.clock.micros(), event.to_owned());
        let act = if approve { Word::Erase } else { Word::DeclineErasure };
        self.act(actor, event, Doing::of(Act::Erase, act, "event"), move |tx, head, _| {
            due(head, now)?;
            let mut row = waiting(erasure::list(tx, &id)?)?;
            if approve {
                may_decide(&row, &by, Decision::Approve)?;
            }
            (row.decided_by, row.decided_at, row.approved) = (Some(by), Some(now), Some(approve));
            erasure::decide(tx, &row)?;
            let mut after = json!({ "number": row.number, "asked_by": row.asked_by });
            if approve {
                after["gone"] = erase_all(tx, head, &row, now)?;
            }
            Ok((Value::Null, after))
        })?;
        if approve {
            // frozen results are held by their number, which stays
            self.memory.clear();
        }
        Ok(())
    }
}

fn request(event_id: String, number: i64, reason: String, asked_by: String, asked_at: i64) -> ErasureRow {
    let (decided_by, decided_at, approved) = (None, None, None);
    ErasureRow { event_id, number, reason, asked_by, asked_at, decided_by, decided_at, approved }
}

/// Erases an event and the clones that were rehearsed of it; says how many rows of each table.
fn erase_all(tx: &mut Tx, head: &mut EventRow, row: &ErasureRow, now: i64) -> Result<Value, AppError> {
    let gone = erase_one(tx, &head.id, row.number)?;
    head.erased_at = Some(now);
    let mut rehearsals = Vec::new();
    for mut clone in event::all_rehearsals(tx, &head.id)? {
        if clone.erased_at.is_some() {
            continue;
        }
        let number = erasure::list(tx, &clone.id)?.last().map_or(1, |last| last.number + 1);
        erasure::ask(tx, &ErasureRow { event_id: clone.id.clone(), number, ..row.clone() })?;
        erase_one(tx, &clone.id, number)?;
        clone.erased_at = Some(now);
        clone.raise_setup();
        event::update(tx, &clone)?;
        rehearsals.push(clone.id);
    }
    Ok(json!({ "rows": gone, "rehearsals": rehearsals }))
}

fn erase_one(tx: &mut Tx, id: &str, number: i64) -> Result<Value, AppError> {
    let gone = erasure::erase(tx, id)?;
    // with the payloads of the log went what the rows that stay are known by
    prints::touch_all(tx, id)?;
    for head in result::heads(tx, id)? {
        let row = result::numbered(tx, id, head.number)?.ok_or(StoreError::NotFound)?;
        let mut report = Report { trace: None, ..crate::app::event::frozen::read_report(tx, &row)? };
        for blocker in &mut report.blockers {
            blocker.judge = None;
        }
        report.accepted.clear();
        for withdrawn in &mut report.withdrawn {
            withdrawn.reason.clear();
        }
        for parting in &mut report.parted {
            if let PartedBy::Decision { reason } = &mut parting.by {
                reason.clear();
            }
        }
        let ranking = serde_json::to_string(&report).map_err(|error| StoreError::corrupt(error.to_string()))?;
        erasure::keep_ranking(tx, id, head.number, &ranking)?;
    }
    let rows: serde_json::Map<String, Value> =
        gone.into_iter().map(|(name, rows)| (name.to_owned(), json!(rows))).collect();
    Ok(json!({ "request": number, "gone": rows }))
}
