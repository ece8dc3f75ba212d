//! Signing in with an account, and changing one's own password. How fast either may be tried is `pace`'s.

use serde_json::{Value, json};

use crate::app::act::actor::{Actor, Who};
use crate::app::act::envelope::Besides;
use crate::app::act::permission::Act;
use crate::app::act::record::Record;
use crate::app::act::secret::Secret;
use crate::app::act::word::Word;
use crate::app::error::{AppFault, FaultKind};
use crate::app::people::account::{LONGEST_NAME, role};
use crate::app::people::pace::Trier;
use crate::app::people::password::{PasswordFault, fit_to_choose, hash, verify};
use crate::app::people::session::NewSession;
use crate::app::{App, AppError};
use crate::store::account::{self, AccountRow};
use crate::store::{Tx, session};

/// What somebody types to change their own password.
#[derive(Debug, Clone)]
pub struct PasswordChange {
    /// The present one.
    pub old: Secret,
    pub new: Secret,
    /// The new one once more.
    pub again: Secret,
}

/// Why somebody is not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignInFault {
    /// Name and password do not belong together.
    #[error("用户名或密码不对")]
    WrongPassword,
    /// The account's person has left.
    #[error("此账号已经停用，请联系系统管理员")]
    Left,
}

impl AppFault for SignInFault {
    fn kind(&self) -> FaultKind {
        FaultKind::SignIn
    }

    fn word(&self) -> &'static str {
        match self {
            Self::WrongPassword => "wrong-password",
            Self::Left => "left",
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::WrongPassword => Some("password"),
            Self::Left => Some("name"),
        }
    }
}

impl App {
    /// Signs in with a name and a password.
    ///
    /// # Errors
    /// [`SignInFault::WrongPassword`] and [`TooSoon`](crate::app::people::pace::TooSoon) (the same for an unknown name), [`SignInFault::Left`].
    pub fn sign_in(&self, name: &str, password: &Secret, trier: &Trier) -> Result<NewSession, AppError> {
        let (app, by, now) = (self.clone(), trier.clone(), self.clock.micros());
        // no account's name is longer
        let name: String = name.chars().take(LONGEST_NAME).collect();
        self.pace.begin(&name, trier, self.clock.steady())?;
        let known = self.store.read(|tx| account::find(tx, &name))?;
        let good = match &known {
            Some(row) => verify(password, &row.password),
            None => {
                // as much work as for a name that exists
                hash(password)?;
                false
            }
        };
        // a refusal is an outcome and not an error, or what it notes would be rolled back
        self.write_besides(Besides::SignIn, move |tx| {
            let row = account::find(tx, &name)?;
            match (row, known) {
                (Some(row), Some(known)) if good && row.password == known.password => {
                    app.pace.right(&name, &by);
                    if row.left_at.is_some() {
                        return Ok(Err(SignInFault::Left.into()));
                    }
                    let actor = Actor { who: Who::Account(name.clone()), role: Some(role(&row)?) };
                    let mut new = Self::begin_session(tx, now, &actor, &name)?;
                    new.session.must_change = row.must_change;
                    Ok(Ok(new))
                }
                _ => app.note_wrong(tx, now, &name).map(|()| Err(SignInFault::WrongPassword.into())),
            }
        })?
    }

    /// Changes one's own password. All other sessions of the account end; the one of `token` goes on.
    ///
    /// # Errors
    /// [`PasswordFault`] with what is wrong with either, counted as a failed sign-in where it is the present one;
    /// [`TooSoon`](crate::app::people::pace::TooSoon); where the actor may not, or has no account.
    pub fn change_password(&self, actor: &Actor, token: &Secret, change: &PasswordChange) -> Result<(), AppError> {
        let (name, _) = crate::app::act::second::own_account(actor, Act::ChangePassword)?;
        if change.new != change.again {
            return Err(PasswordFault::Differ.into());
        }
        fit_to_choose(&change.new, &name)?;
        let (app, now) = (self.clone(), self.clock.micros());
        self.pace.begin(&name, &Trier::SignedIn, self.clock.steady())?;
        let known = self.store.read(|tx| account::find(tx, &name))?;
        let good = known.as_ref().is_some_and(|row| verify(&change.old, &row.password));
        if good {
            self.pace.right(&name, &Trier::SignedIn);
        }
        if good && change.old == change.new {
            return Err(PasswordFault::Same.into());
        }
        let (fresh, token, actor) = (hash(&change.new)?, token.sha256(), actor.clone());
        self.write_besides(Besides::SignIn, move |tx| {
            let row = account::find(tx, &name)?;
            match (row, known) {
                (Some(row), Some(known)) if good && row.password == known.password && row.left_at.is_none() => {
                    let first = row.must_change;
                    let row = AccountRow { password: fresh, must_change: false, ..row };
                    account::update(tx, &row)?;
                    let ended = session::revoke_others(tx, &name, &token, now)?;
                    let (subject, after) = (format!("account:{name}"), json!({ "first": first, "ended": ended }));
                    Self::put_on_record(
                        tx,
                        now,
                        &actor,
                        Record {
                            word: Word::ChangePassword,
                            event: String::new(),
                            subject,
                            before: Value::Null,
                            after,
                        },
                    )
                    .map(Ok)
                }
                _ => app.note_wrong(tx, now, &name).map(|()| Err(PasswordFault::Old.into())),
            }
        })?
    }

    /// Asks for the password of whoever acts once more, before what cannot be taken back.
    ///
    /// # Errors
    /// [`PasswordFault::Wrong`], counted and on record as a failed sign-in; [`TooSoon`](crate::app::people::pace::TooSoon).
    pub(in crate::app) fn ask_password_again(&self, account: &str, password: &Secret) -> Result<(), AppError> {
        self.pace.begin(account, &Trier::SignedIn, self.clock.steady())?;
        let known = self.store.read(|tx| account::find(tx, account))?;
        if known.is_some_and(|row| row.left_at.is_none() && verify(password, &row.password)) {
            self.pace.right(account, &Trier::SignedIn);
            return Ok(());
        }
        let (app, name, now) = (self.clone(), account.to_owned(), self.clock.micros());
        self.write_besides(Besides::SignIn, move |tx| app.note_wrong(tx, now, &name))?;
        Err(PasswordFault::Wrong.into())
    }

    /// Puts a wrong password on record.
    fn note_wrong(&self, tx: &mut Tx, now: i64, name: &str) -> Result<(), AppError> {
        let count = self.pace.wrong(name, self.clock.steady(), now);
        let (subject, after) = (format!("account:{name}"), json!({ "failures": count }));
        let record = Record { word: Word::SignInFailed, event: String::new(), subject, before: Value::Null, after };
        Self::put_on_record(tx, now, &Actor::visitor(), record)
    }
}
