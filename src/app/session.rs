//! Sessions: a token in a cookie, a row in the database that can be revoked.

use super::actor::Actor;
use super::clock::Moment;
use super::secret::Secret;
use super::{App, AppError};

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who, in which role.
    pub actor: Actor,
    /// The name to greet them by.
    pub name: String,
    /// When it ends at the latest.
    pub expires_at: Moment,
}

/// A session that was just made: its token goes into a cookie, and is not stored.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// The token.
    pub token: Secret,
    /// The session.
    pub session: Session,
}

impl App {
    /// The session of a token; `None` where it has run out, was revoked or never was. Notes the use.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn session(&self, _token: &Secret) -> Result<Option<Session>, AppError> {
        todo!()
    }

    /// Ends a session.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn sign_out(&self, _token: &Secret) -> Result<(), AppError> {
        todo!()
    }
}
