//! What changes on the day: a stop is skipped or moved, an arrival taken back, an entry withdrawn, a judge replaced.
//!
//! A change is planned first: `plan` says what would be written, `effect` what that does to cards, windows and lists.
//! A preview shows the two; the act itself plans anew, on what there is by then, and writes. Whoever acts sends the
//! version of the setup that they were shown: where it has changed since, nothing is written.

mod change;
mod effect;
mod entry;
mod plan;
mod route;
mod seat;
mod view;

use crate::app::act::actor::Actor;
use crate::app::act::permission::{Act, check};
use crate::app::act::reason::stated;
use crate::app::act::secret::Secret;
use crate::app::act::state;
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::people::link::JudgeLink;
use crate::app::{App, AppError};
use crate::store::Tx;
use crate::store::event::EventRow;

pub use crate::store::day::Kind;
pub use change::{DayChange, DayFault, PlannedStop, Substitute};
pub use effect::{CardsEffect, DayPreview, WindowEffect};
pub use view::{DayEntry, DayJudge, DayLine, DayStop, DayView};

use plan::Plan;

impl App {
    /// What a change would do, without doing it.
    ///
    /// # Errors
    /// [`DayFault`] with what is against it; where the actor may not, an id is unknown, or the state of the event
    /// does not allow it.
    pub fn preview_day(&self, actor: &Actor, event: &str, change: &DayChange) -> Result<DayPreview, AppError> {
        check(actor, Act::ChangeDay)?;
        self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            state::allow(Act::ChangeDay, head.state()?)?;
            let frame = self.frame(tx, &head)?;
            let planned = plan(tx, &head, &frame, change, "")?;
            effect::preview(tx, &head, &frame, planned, self.clock.micros())
        })
    }

    /// Makes a change, on record; `version` is that of the preview. Where a judge is replaced, gives the substitute's
    /// new sign-in link; the judge's own links and sessions end with the commit.
    ///
    /// # Errors
    /// [`DayFault::Changed`] where the setup is not that of the preview any more; else as [`App::preview_day`], or no
    /// reason is given. Nothing was written.
    pub fn change_day(
        &self,
        actor: &Actor,
        event: &str,
        change: &DayChange,
        version: i64,
        reason: &str,
    ) -> Result<Option<JudgeLink>, AppError> {
        let reason = stated(reason)?;
        let (now, who, change) = (self.clock.micros(), actor.name(), change.clone());
        let token = Secret::token();
        let (hash, (give, given)) = (token.sha256(), std::sync::mpsc::channel());
        let (act, subject) = change.on_record();
        self.act(actor, event, Doing::of(Act::ChangeDay, act, subject), move |tx, head, frame| {
            if head.setup_version != version {
                return Err(DayFault::Changed.into());
            }
            let planned = plan(tx, head, frame, &change, &reason)?;
            let done = planned.write(tx, &head.id, frame, &plan::By { who, reason, now, token: hash })?;
            if let Some(judge) = done.seat {
                // nobody waits for it where the commit fails
                let _ = give.send(judge);
            }
            Ok((done.before, done.after))
        })?;
        Ok(given.try_recv().ok().map(|judge| JudgeLink { judge: judge.id, name: judge.name, token }))
    }
}

/// Plans a change; `reason` stands in the rows that it makes.
fn plan(tx: &mut Tx, head: &EventRow, frame: &Frame, change: &DayChange, reason: &str) -> Result<Plan, AppError> {
    match change {
        DayChange::Skip { entry, withdraw: false } => route::skip(tx, head, frame, entry),
        DayChange::Skip { entry, withdraw: true } => {
            let skipped = route::skip(tx, head, frame, entry)?;
            Ok(skipped.and(entry::withdraw(tx, head, frame, entry)?))
        }
        DayChange::Unskip { entry } => route::unskip(frame, entry),
        DayChange::Move { stops } => route::reorder(frame, stops),
        DayChange::Undo => route::undo(tx, head, frame),
        DayChange::Withdraw { entry } => entry::withdraw(tx, head, frame, entry),
        DayChange::Readmit { entry } => entry::readmit(tx, head, frame, entry),
        DayChange::Pass(substitute) => seat::pass(tx, head, frame, substitute),
        DayChange::Replace(substitute) => seat::replace(tx, head, frame, substitute, reason),
    }
}
