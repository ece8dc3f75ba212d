//! Import and export: an event folder becomes an event, and an event a folder.

use super::actor::Actor;
use super::view::EventState;
use super::{App, AppError};
use crate::folder::EventFolder;

/// What an import makes besides what the folder says.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// Title; `None`: that of the rules.
    pub title: Option<String>,
    /// State: [`EventState::Draft`] or [`EventState::Open`].
    pub state: EventState,
    /// Demonstration data.
    pub demo: bool,
    /// A rehearsal.
    pub rehearsal: bool,
}

impl App {
    /// Makes an event and gives its id.
    ///
    /// # Errors
    /// Where the actor may not, or the database does not answer.
    pub fn import(&self, _actor: &Actor, _folder: EventFolder, _options: ImportOptions) -> Result<String, AppError> {
        todo!()
    }

    /// An event as a folder; its tabulation is that of the event.
    ///
    /// # Errors
    /// Where the actor may not, or there is no such event.
    pub fn export(&self, _actor: &Actor, _event: &str) -> Result<EventFolder, AppError> {
        todo!()
    }
}
