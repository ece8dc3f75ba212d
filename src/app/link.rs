//! Judges' sign-in links: made once, good until the event's close, kept as hashes.

use super::actor::Actor;
use super::secret::Secret;
use super::session::NewSession;
use super::view::JudgeLink;
use super::{App, AppError};

impl App {
    /// Makes a link for every judge of an event and revokes the earlier ones.
    ///
    /// # Errors
    /// Where the actor may not, there is no such event, or it is closed.
    pub fn mint_links(&self, _actor: &Actor, _event: &str) -> Result<Vec<JudgeLink>, AppError> {
        todo!()
    }

    /// Exchanges a link's token for a session. The link stays good, for the same or another tablet.
    ///
    /// # Errors
    /// [`AppError::LinkNotGood`].
    pub fn sign_in_with_link(&self, _token: &Secret) -> Result<NewSession, AppError> {
        todo!()
    }
}
