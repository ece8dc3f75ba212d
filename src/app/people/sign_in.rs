//! Signing in with an account, the lock after too many failures, and changing one's own password.

use serde_json::{Value, json};

use crate::app::act::actor::{Actor, Who};
use crate::app::act::audit::Record;
use crate::app::act::clock::{Moment, beijing, moment};
use crate::app::act::envelope::Besides;
use crate::app::act::permission::Act;
use crate::app::act::secret::Secret;
use crate::app::act::word::Word;
use crate::app::error::{AppFault, FaultKind};
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

/// Why somebody is not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignInFault {
    /// Name and password do not belong together.
    #[error("用户名或密码不对")]
    WrongPassword,
    /// Too many failed sign-ins.
    #[error("登录失败次数过多，此账号暂停登录，请在 {} 以后再试", beijing(*until).format("%H:%M"))]
    LockedOut {
        /// Until when.
        until: Moment,
        /// Seconds until then.
        seconds: u64,
    },
    /// The account's person has left.
    #[error("此账号已经停用，请联系系统管理员")]
    Left,
}

impl AppFault for SignInFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::WrongPassword | Self::Left => FaultKind::SignIn,
            Self::LockedOut { seconds, .. } => FaultKind::Later { seconds: *seconds },
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::WrongPassword => "wrong-password",
            Self::LockedOut { .. } => "locked-out",
            Self::Left => "left",
        }
    }
}

impl App {
    /// Signs in with a name and a password.
    ///
    /// # Errors
    /// [`SignInFault::WrongPassword`] (the same for an unknown name), [`SignInFault::LockedOut`], [`SignInFault::Left`].
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
        self.write_besides(Besides::SignIn, move |tx| {
            let row = account::find(tx, &name)?;
            if let Err(refused) = refuse_locked(row.as_ref(), now) {
                return Ok(Err(refused.into()));
            }
            match (row, known) {
                (Some(row), Some(known)) if good && row.password == known.password => {
                    account::update(tx, &AccountRow { failures: 0, locked_until: None, ..row.clone() })?;
                    if row.left_at.is_some() {
                        return Ok(Err(SignInFault::Left.into()));
                    }
                    let actor = Actor { who: Who::Account(name.clone()), role: Some(role(&row)?) };
                    let mut new = Self::begin_session(tx, now, &actor, &name)?;
                    new.session.must_change = row.must_change;
                    Ok(Ok(new))
                }
                (row, _) => note_failure(tx, now, &name, row).map(|refusal| Err(refusal.into())),
            }
        })?
    }

    /// Changes one's own password. All other sessions of the account end; the one of `token` goes on.
    ///
    /// # Errors
    /// [`PasswordFault`] with what is wrong with either, counted as a failed sign-in where it is the present one;
    /// [`SignInFault::LockedOut`]; where the actor may not, or has no account.
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
        self.write_besides(Besides::SignIn, move |tx| {
            let row = account::find(tx, &name)?;
            if let Err(refused) = refuse_locked(row.as_ref(), now) {
                return Ok(Err(refused.into()));
            }
            match (row, known) {
                (Some(row), Some(known)) if good && row.password == known.password && row.left_at.is_none() => {
                    let first = row.must_change;
                    let row = AccountRow { password: fresh, failures: 0, must_change: false, ..row };
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
                (row, _) => note_failure(tx, now, &name, row).map(|refusal| {
                    Err(match refusal {
                        SignInFault::WrongPassword => PasswordFault::Old.into(),
                        other @ (SignInFault::LockedOut { .. } | SignInFault::Left) => other.into(),
                    })
                }),
            }
        })?
    }
}

fn refuse_locked(row: Option<&AccountRow>, now: i64) -> Result<(), SignInFault> {
    match row.and_then(|row| row.locked_until) {
        Some(until) if now < until => Err(locked_out(until, now)),
        Some(_) | None => Ok(()),
    }
}

fn locked_out(until: i64, now: i64) -> SignInFault {
    SignInFault::LockedOut { until: moment(until), seconds: u64::try_from((until - now) / 1_000_000 + 1).unwrap_or(1) }
}

/// Counts a failed sign-in and locks the account after too many; gives the refusal.
fn note_failure(tx: &mut Tx, now: i64, name: &str, row: Option<AccountRow>) -> Result<SignInFault, AppError> {
    let (mut refusal, mut failures) = (SignInFault::WrongPassword, Value::Null);
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
    App::put_on_record(
        tx,
        now,
        &Actor::visitor(),
        Record { word: Word::SignInFailed, event: String::new(), subject, before: Value::Null, after },
    )?;
    Ok(refusal)
}
