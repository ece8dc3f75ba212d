//! Accounts of those who are not judges: organisers, officials, administrators.

use super::actor::{Actor, Role};
use super::secret::Secret;
use super::session::NewSession;
use super::{App, AppError};

/// A password that was just made, to be printed once.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Name to sign in with.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Password.
    pub password: Secret,
}

impl App {
    /// At the very first start, makes the accounts `organiser` and `admin`; the organiser's password is
    /// the given one or random. Empty where there are accounts already.
    ///
    /// # Errors
    /// Where the given password is too short, or the database does not answer.
    pub fn first_start(&self, _organiser_password: Option<Secret>) -> Result<Vec<NewAccount>, AppError> {
        todo!()
    }

    /// Makes an account with a random password, or the given one.
    ///
    /// # Errors
    /// Where the actor may not, the name is taken or the password too short.
    pub fn create_account(
        &self,
        _actor: &Actor,
        _name: &str,
        _role: Role,
        _password: Option<Secret>,
    ) -> Result<NewAccount, AppError> {
        todo!()
    }

    /// Signs in with a name and a password.
    ///
    /// # Errors
    /// [`AppError::WrongPassword`] (the same for an unknown name), [`AppError::LockedOut`].
    pub fn sign_in(&self, _name: &str, _password: &Secret) -> Result<NewSession, AppError> {
        todo!()
    }
}
