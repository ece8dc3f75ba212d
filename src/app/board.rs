//! What is looked at: the list of events, the board, the ranking. Before the close nothing here
//! gives a score to anybody but organisers who opened the provisional standings.

use super::actor::Actor;
use super::view::{Board, EventSummary, Progress, Ranking};
use super::{App, AppError};

impl App {
    /// The events, newest first.
    ///
    /// # Errors
    /// Where the actor may not, or the database does not answer.
    pub fn events(&self, _actor: &Actor) -> Result<Vec<EventSummary>, AppError> {
        todo!()
    }

    /// One event.
    ///
    /// # Errors
    /// Where the actor may not, or there is no such event.
    pub fn event(&self, _actor: &Actor, _event: &str) -> Result<EventSummary, AppError> {
        todo!()
    }

    /// How far an event is.
    ///
    /// # Errors
    /// Where the actor may not, or there is no such event.
    pub fn progress(&self, _actor: &Actor, _event: &str) -> Result<Progress, AppError> {
        todo!()
    }

    /// The board.
    ///
    /// # Errors
    /// Where the actor may not, or there is no such event.
    pub fn board(&self, _actor: &Actor, _event: &str) -> Result<Board, AppError> {
        todo!()
    }

    /// The ranking: frozen after the close; before it for organisers, once it was opened.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::ProvisionalNotOpen`], or there is no such event.
    pub fn ranking(&self, _actor: &Actor, _event: &str) -> Result<Ranking, AppError> {
        todo!()
    }

    /// Opens the provisional standings to organisers, on record.
    ///
    /// # Errors
    /// Where the actor may not, or the event is not open.
    pub fn open_provisional(&self, _actor: &Actor, _event: &str, _reason: &str) -> Result<(), AppError> {
        todo!()
    }
}
