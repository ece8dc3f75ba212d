//! Reading the audit, and verifying its chain. Nothing here changes a row.

use super::actor::Actor;
use super::view::{AuditRow, ChainCheck};
use super::{App, AppError};

impl App {
    /// The latest rows, newest first, at most `limit`; of one event, or of all.
    ///
    /// # Errors
    /// Where the actor may not, or the database does not answer.
    pub fn audit(&self, _actor: &Actor, _event: Option<&str>, _limit: i64) -> Result<Vec<AuditRow>, AppError> {
        todo!()
    }

    /// Computes the chain anew from the first row.
    ///
    /// # Errors
    /// Where the actor may not, or the database does not answer.
    pub fn verify_audit(&self, _actor: &Actor) -> Result<ChainCheck, AppError> {
        todo!()
    }
}
