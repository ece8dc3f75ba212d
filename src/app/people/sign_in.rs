//! Signing in with an account, the lock after too many failures, and changing one's own password.

use serde_json::{Value, json};

use crate::app::act::actor::{Actor, Who};
use crate::app::act::clock::moment;
use crate::app::act::permission::Act;
use crate::app::act::secret::Secret;
use crate::app::act::word::Word;
use crate::app::people::account::role;
use crate::app::people::password::{PasswordFault, fit_to_choose, hash, verify};
use crate::app::people::session::NewSession;
use crate::app::{App, AppError};
use crate::store::account::{self, AccountRow};
use crate::store::{Tx, session};

/// Failed sign-ins after which an account is locked.
const FAILURES: i32 = 5;
/// For how long, in microseconds.
const LOCKED: i64 = 15 * 60_000_000;

/// What somebody types to change their own password.
#[derive(Debug, Clone)]
pub struct PasswordChange {
    /// The present one.
    pub old: Secret,
    pub new: Secret,
    /// The new one once more.
    pub again: Secret,
}

impl App {
    /// Signs in with a name and a password.
    ///
    /// # Errors
    /// [`AppError::WrongPassword`] (the same for an unknown name), [`AppError::LockedOut`], [`AppError::Left`].
    pub fn sign_in(&self, name: &str, password: &Secret) -> Result<NewSession, AppError> {
        let now = self.clock.micros();
        let known = self.store.read(|tx| account::find(tx, name))?;
        refuse_locked(known.as_ref(), now)?;
        let good = match &known {
            Some(row) => verify(password, &row.password),
            None => {
                // as much work as for a name that exists
                hash(password)?;
                false
            }
        };
        let name: String = name.chars().take(32).collect();
        // a refusal is an outcome and not an error, or what it notes would be rolled back
        self.write(move |tx| {
            let row = account::find(tx, &name)?;
            if let Err(refused) = refuse_locked(row.as_ref(), now) {
                return Ok(Err(refused));
            }
            match (row, known) {
                (Some(row), Some(known)) if good && row.password == known.password => {
                    account::update(tx, &AccountRow { failures: 0, locked_until: None, ..row.clone() })?;
                    if row.left_at.is_some() {
                        return Ok(Err(AppError::Left));
                    }
                    let actor = Actor { who: Who::Account(name.clone()), role: Some(role(&row)?) };
                    let mut new = Self::begin_session(tx, now, &actor, &name)?;
                    new.session.must_change = row.must_change;
                    Ok(Ok(new))
                }
                (row, _) => note_failure(tx, now, &name, row).map(Err),
            }
        })?
    }

    /// Changes one's own password. All other sessions of the account end; the one of `token` goes on.
    ///
    /// # Errors
    /// [`AppError::Password`] with what is wrong with either, counted as a failed sign-in where it is the present one;
    /// [`AppError::LockedOut`]; where the actor may not, or has no account.
    pub fn change_password(&self, actor: &Actor, token: &Secret, change: &PasswordChange) -> Result<(), AppError> {
        let (name, _) = crate::app::act::second::own_account(actor, Act::ChangePassword)?;
        if change.new != change.again {
            return Err(PasswordFault::Differ.into());
        }
        fit_to_choose(&change.new, &name)?;
        let now = self.clock.micros();
        let known = self.store.read(|tx| account::find(tx, &name))?;
        refuse_locked(known.as_ref(), now)?;
        let good = known.as_ref().is_some_and(|row| verify(&change.old, &row.password));
        if good && change.old == change.new {
            return Err(PasswordFault::Same.into());
        }
        let (fresh, token, actor) = (hash(&change.new)?, token.sha256(), actor.clone());
        self.write(move |tx| {
            let row = account::find(tx, &name)?;
            if let Err(refused) = refuse_locked(row.as_ref(), now) {
                return Ok(Err(refused));
            }
            match (row, known) {
                (Some(row), Some(known)) if good && row.password == known.password && row.left_at.is_none() => {
                    let first = row.must_change;
                    let row = AccountRow { password: fresh, failures: 0, must_change: false, ..row };
                    account::update(tx, &row)?;
                    let ended = session::revoke_others(tx, &name, &token, now)?;
                    let (subject, after) = (format!("account:{name}"), json!({ "first": first, "ended": ended }));
                    Self::put_on_record(tx, now, &actor, Word::ChangePassword, "", &subject, Value::Null, after).map(Ok)
                }
                (row, _) => note_failure(tx, now, &name, row).map(|refusal| {
                    Err(match refusal {
                        AppError::WrongPassword => PasswordFault::Old.into(),
                        other => other,
                    })
                }),
            }
        })?
    }
}

fn refuse_locked(row: Option<&AccountRow>, now: i64) -> Result<(), AppError> {
    match row.and_then(|row| row.locked_until) {
        Some(until) if now < until => Err(locked_out(until, now)),
        Some(_) | None => Ok(()),
    }
}

fn locked_out(until: i64, now: i64) -> AppError {
    AppError::LockedOut { until: moment(until), seconds: u64::try_from((until - now) / 1_000_000 + 1).unwrap_or(1) }
}

/// Counts a failed sign-in and locks the account after too many; gives the refusal.
fn note_failure(tx: &mut Tx, now: i64, name: &str, row: Option<AccountRow>) -> Result<AppError, AppError> {
    let (mut refusal, mut failures) = (AppError::WrongPassword, Value::Null);
    if let Some(mut row) = row {
        row.failures += 1;
        failures = json!(row.failures);
        if row.failures >= FAILURES {
            row.failures = 0;
            row.locked_until = Some(now + LOCKED);
            refusal = locked_out(now + LOCKED, now);
        }
        account::update(tx, &row)?;
    }
    let subject = format!("account:{name}");
    let after = json!({ "failures": failures });
    App::put_on_record(tx, now, &Actor::visitor(), Word::SignInFailed, "", &subject, Value::Null, after)?;
    Ok(refusal)
}
