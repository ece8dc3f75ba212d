//! The organiser's desk on the day: matrix, devices, quarantine, route, exclusions.

use super::actor::Actor;
use super::view::{DeviceView, Matrix, QuarantineView};
use super::{App, AppError};
use crate::scoring::event::ExclusionKind;

/// A cell, a row, a column or all of a judge's cards, to be excluded.
#[derive(Debug, Clone)]
pub struct ExcludeRequest {
    /// Judge id.
    pub judge: String,
    /// Component id; `None`: all.
    pub component: Option<String>,
    /// Entry id; `None`: all.
    pub entry: Option<String>,
    /// Kind.
    pub kind: ExclusionKind,
    /// Reason; must not be empty.
    pub reason: String,
}

impl App {
    /// Who has handed in what.
    ///
    /// # Errors
    /// Where the actor may not, or there is no such event.
    pub fn matrix(&self, _actor: &Actor, _event: &str) -> Result<Matrix, AppError> {
        todo!()
    }

    /// The device board.
    ///
    /// # Errors
    /// Where the actor may not, or there is no such event.
    pub fn devices(&self, _actor: &Actor, _event: &str) -> Result<Vec<DeviceView>, AppError> {
        todo!()
    }

    /// The cards in the quarantine, oldest first.
    ///
    /// # Errors
    /// Where the actor may not, or there is no such event.
    pub fn quarantine(&self, _actor: &Actor, _event: &str) -> Result<Vec<QuarantineView>, AppError> {
        todo!()
    }

    /// The bus has arrived at an entry; it has thereby left the stop where it was.
    ///
    /// # Errors
    /// Where the actor may not, there is no such stop, or the event is not open.
    pub fn arrive(&self, _actor: &Actor, _event: &str, _entry: &str) -> Result<(), AppError> {
        todo!()
    }

    /// The bus has left an entry.
    ///
    /// # Errors
    /// Where the actor may not, there is no such stop, it has not arrived, or the event is not open.
    pub fn leave(&self, _actor: &Actor, _event: &str, _entry: &str) -> Result<(), AppError> {
        todo!()
    }

    /// Takes cells out of what is due, on record. Marks given stay in the record.
    ///
    /// # Errors
    /// Where the actor may not, an id is unknown, no reason is given, or the event is not open.
    pub fn exclude(&self, _actor: &Actor, _event: &str, _request: &ExcludeRequest) -> Result<(), AppError> {
        todo!()
    }
}
