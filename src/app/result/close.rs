//! The close and what follows: a result becomes a row of its own.

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::clock::moment;
use crate::app::act::permission::{Act, check};
use crate::app::act::state;
use crate::app::cards::paper::unfinished;
use crate::app::cards::ruling::undecided;
use crate::app::desk::matrix::open_conflicts;
use crate::app::desk::overview::devices_of;
use crate::app::event::frame::Frame;
use crate::app::event::view::{CloseBlocker, EventState, Frozen};
use crate::app::result::bundle;
use crate::app::result::sign::must_be_signed;
use crate::app::setup::folder_io::sha256;
use crate::app::{App, AppError};
use crate::scoring::result::{BlockerKind, Report};
use crate::store::event::EventRow;
use crate::store::result::{self, ResultRow};
use crate::store::signing::{self, PublicationRow};
use crate::store::{StoreError, Tx};

impl App {
    /// What keeps an event from being closed.
    ///
    /// # Errors
    /// Where the actor may not, or there is no such event.
    pub fn close_blockers(&self, actor: &Actor, event: &str) -> Result<Vec<CloseBlocker>, AppError> {
        check(actor, Act::Close)?;
        self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            let frame = self.frame(tx, &head)?;
            let held = self.held(tx, &head, &frame)?;
            blockers(tx, event, &frame, &held.report)
        })
    }

    /// Closes an event: cards no longer count, the result is frozen, as the independent recount confirms it. `override_reason` closes it in
    /// spite of what blocks.
    ///
    /// # Errors
    /// [`AppError::Blocked`] with what blocks, [`AppError::Recount`] with what differs; where the actor may not, or the event is not open.
    pub fn close(&self, actor: &Actor, event: &str, override_reason: Option<&str>) -> Result<Frozen, AppError> {
        check(actor, Act::Close)?;
        let given = override_reason.filter(|reason| !reason.trim().is_empty());
        let reason = given.map(crate::app::reason).transpose()?;
        let (now, id) = (self.clock.micros(), event.to_owned());
        let done = self.change(actor, event, "close", "event", move |tx, head, frame| {
            state::allow(Act::Close, head.state()?)?;
            let report = Self::counted(tx, &id, frame)?;
            let blockers = blockers(tx, &id, frame, &report)?;
            if !blockers.is_empty() && reason.is_none() {
                return Err(AppError::Blocked(blockers));
            }
            let row = freeze(tx, head, &report, now)?;
            head.set_state(EventState::Closed);
            head.closed_at = Some(now);
            let after = json!({ "state": "closed", "number": row.number, "fingerprint": row.fingerprint,
                "version": row.version, "open": blockers.iter().map(describe).collect::<Vec<_>>(),
                "override": reason, "recount": "agrees" });
            Ok((json!({ "state": "open" }), after))
        });
        self.note_differing(actor, event, done)?;
        self.store.read(|tx| self.frozen(tx, event))
    }

    /// Publishes the frozen result, once it is signed, or from the close on where nobody has to sign; and keeps the bundle
    /// from which it can be worked out again.
    ///
    /// # Errors
    /// [`AppError::Signing`] with who is missing; [`AppError::Bundle`]; where the actor may not, or the event is not closed.
    pub fn publish(&self, actor: &Actor, event: &str) -> Result<(), AppError> {
        check(actor, Act::Publish)?;
        let (now, id, who) = (self.clock.micros(), event.to_owned(), actor.name());
        self.change(actor, event, "publish", "event", move |tx, head, frame| {
            state::allow(Act::Publish, head.state()?)?;
            let was = head.state()?;
            let last = result::heads(tx, &id)?.pop().ok_or(StoreError::NotFound)?;
            must_be_signed(tx, head, last.number)?;
            let row = PublicationRow {
                event_id: id,
                number: last.number,
                fingerprint: last.fingerprint,
                who,
                at: now,
                days: head.notice_days,
            };
            signing::publish(tx, &row)?;
            bundle::keep(tx, head, frame, &row)?;
            head.set_state(EventState::Published);
            head.published_at = Some(now);
            let after = json!({ "state": "published", "number": row.number, "fingerprint": row.fingerprint,
                "published_at": moment(now) });
            Ok((json!({ "state": was.as_str() }), after))
        })
    }
}

/// What keeps an event from being closed. Ties across an award and broken limits are not among it:
/// to say so before the close would tell how the standings are; they are settled after it.
pub(in crate::app) fn blockers(
    tx: &mut Tx,
    event: &str,
    frame: &Frame,
    report: &Report,
) -> Result<Vec<CloseBlocker>, AppError> {
    let unseen = |kind| match kind {
        BlockerKind::MissingCard | BlockerKind::TooFewCards | BlockerKind::EmptyGroup | BlockerKind::MissingMeasure => {
            true
        }
        BlockerKind::LimitBreach | BlockerKind::UndecidedTie => false,
    };
    let standing = report.blockers.iter().filter(|blocker| unseen(blocker.kind)).cloned();
    let mut blockers: Vec<CloseBlocker> = standing.map(CloseBlocker::Standings).collect();
    // of an entry that takes part no longer, the judge cannot settle one, and nothing hangs on it
    let gone = |id: &str| frame.entry(id).is_some_and(|entry| frame.day.is_withdrawn(entry));
    let conflicts = open_conflicts(tx, event)?.into_iter().filter(|(_, _, entry)| !gone(entry));
    blockers.extend(conflicts.map(|(judge, component, entry)| CloseBlocker::Conflict { judge, component, entry }));
    let quarantined = undecided(tx, event)?.into_iter();
    blockers.extend(quarantined.map(|row| CloseBlocker::Quarantined {
        op: row.op,
        judge: row.judge,
        component: row.component,
        entry: row.entry,
    }));
    blockers.extend(unfinished(tx, event)?);
    let behind = devices_of(tx, event, frame)?.into_iter().filter(crate::app::event::view::DeviceView::is_behind);
    blockers.extend(behind.map(CloseBlocker::Device));
    Ok(blockers)
}

/// What was open, for the record.
fn describe(blocker: &CloseBlocker) -> Value {
    match blocker {
        CloseBlocker::Standings(blocker) => json!(blocker),
        CloseBlocker::Conflict { judge, component, entry } => {
            json!({ "kind": "conflict", "judge": judge, "component": component, "entry": entry })
        }
        CloseBlocker::Quarantined { op, judge, component, entry } => {
            json!({ "kind": "quarantined", "op": op, "judge": judge, "component": component, "entry": entry })
        }
        CloseBlocker::Paper { sheet, judge, component, entry, reference, differs } => {
            json!({ "kind": "paper", "sheet": sheet, "judge": judge, "component": component, "entry": entry,
                "reference": reference, "differs": differs })
        }
        CloseBlocker::Device(device) => {
            json!({ "kind": "device", "judge": device.judge, "device": device.device,
                "acked_seq": device.acked_seq, "last_seq": device.last_seq, "queued": device.queued })
        }
    }
}

/// Appends a report as the event's next frozen result.
pub(in crate::app) fn freeze(tx: &mut Tx, head: &EventRow, report: &Report, now: i64) -> Result<ResultRow, AppError> {
    let text = serde_json::to_string(report).map_err(|error| StoreError::corrupt(error.to_string()))?;
    let row = ResultRow {
        event_id: head.id.clone(),
        number: 0,
        version: head.version,
        fingerprint: sha256(&text),
        report: text,
        frozen_at: now,
    };
    Ok(result::append(tx, row)?)
}
