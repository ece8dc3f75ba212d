//! Recording cards: from the ops of a tablet to rows, each with its audit row and receipt.

use super::actor::Actor;
use super::sync::{JudgeView, SyncAnswer, SyncRequest};
use super::{App, AppError};

impl App {
    /// Takes what a tablet sends and answers op by op. The judge is the actor's, whatever the body
    /// says; what is answered has been written durably.
    ///
    /// # Errors
    /// Where the actor is no judge, or the database does not answer: then nothing was acknowledged.
    pub fn sync(&self, _actor: &Actor, _request: &SyncRequest) -> Result<SyncAnswer, AppError> {
        todo!()
    }

    /// The event as the actor, a judge, may see it.
    ///
    /// # Errors
    /// Where the actor is no judge, or the database does not answer.
    pub fn judge_view(&self, _actor: &Actor) -> Result<JudgeView, AppError> {
        todo!()
    }
}
