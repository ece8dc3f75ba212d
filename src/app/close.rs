//! The close and what follows: a result becomes a row of its own.

use super::actor::Actor;
use super::view::{CloseBlocker, Frozen};
use super::{App, AppError};

impl App {
    /// What keeps an event from being closed.
    ///
    /// # Errors
    /// Where the actor may not, or there is no such event.
    pub fn close_blockers(&self, _actor: &Actor, _event: &str) -> Result<Vec<CloseBlocker>, AppError> {
        todo!()
    }

    /// Closes an event: cards no longer count, the result is frozen. `override_reason` closes it in
    /// spite of what blocks.
    ///
    /// # Errors
    /// [`AppError::Blocked`] with what blocks; where the actor may not, or the event is not open.
    pub fn close(&self, _actor: &Actor, _event: &str, _override_reason: Option<&str>) -> Result<Frozen, AppError> {
        todo!()
    }

    /// Publishes the frozen result.
    ///
    /// # Errors
    /// Where the actor may not, or the event is not closed.
    pub fn publish(&self, _actor: &Actor, _event: &str) -> Result<(), AppError> {
        todo!()
    }
}
