//! The close and what follows: a result becomes a row of its own.

use serde_json::json;

use crate::app::act::actor::Actor;
use crate::app::act::permission::{Act, check};
use crate::app::act::reason::stated;
use crate::app::act::word::Word;
use crate::app::desk::blockers::{blockers, describe};
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::count::Counted;
use crate::app::event::doing::Doing;
use crate::app::event::frozen::{Written, freeze_written};
use crate::app::event::view::{CloseBlocker, EventState, Frozen};
use crate::app::{App, AppError};

/// Something keeps the event from being closed.
#[derive(Debug, thiserror::Error)]
#[error("还有 {} 件未决事项，不能封存", .0.len())]
pub struct Blocked(pub Vec<CloseBlocker>);

impl AppFault for Blocked {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "blocked"
    }
}

impl App {
    /// What keeps an event from being closed.
    pub fn close_blockers(&self, actor: &Actor, event: &str) -> Result<Vec<CloseBlocker>, AppError> {
        self.look(actor, Act::Close, event, |tx, head, frame| {
            let held = self.held(tx, head, frame)?;
            blockers(tx, head, frame, held.report(frame))
        })
    }

    /// Closes an event: cards no longer count, the result is frozen, as the independent recount confirms it. `override_reason` closes it in
    /// spite of what blocks.
    ///
    /// # Errors
    /// [`Blocked`] with what blocks, [`Differing`] with what differs; where the actor may not, or the event is not open.
    pub fn close(&self, actor: &Actor, event: &str, override_reason: Option<&str>) -> Result<Frozen, AppError> {
        let given = override_reason.filter(|reason| !reason.trim().is_empty());
        let reason = given.map(stated).transpose()?;
        check(actor, Act::Close)?;
        // what is frozen as open tells when each tablet was heard last
        self.write_heard()?;
        self.must_hold(event)?;
        let (now, id) = (self.clock.micros(), event.to_owned());
        let counted = self.counted_beside(actor, Act::Close, event);
        self.act(actor, event, Doing::of(Act::Close, Word::Close, "event"), move |tx, head, frame| {
            let (report, written) = match counted.filter(|counted| counted.is_of(head)) {
                Some(Counted { report, written, .. }) => (report, written),
                None => {
                    let report = Self::counted(tx, &id, frame)?;
                    let written = Written::of(&report)?;
                    (report, written)
                }
            };
            let blockers = blockers(tx, head, frame, &report)?;
            if !blockers.is_empty() && reason.is_none() {
                return Err(Blocked(blockers).into());
            }
            let row = freeze_written(tx, head, written, now)?;
            head.set_state(EventState::Closed);
            head.closed_at = Some(now);
            let after = json!({ "state": "closed", "number": row.number, "fingerprint": row.fingerprint,
                "version": row.version, "open": blockers.iter().map(describe).collect::<Vec<_>>(),
                "override": reason, "recount": "agrees" });
            Ok((json!({ "state": "open" }), after))
        })?;
        self.store.read(|tx| self.frozen(tx, event))
    }
}
