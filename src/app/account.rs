//! Accounts of those who are not judges: organisers, officials, administrators.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use serde_json::{Value, json};

use super::actor::{Actor, Role, Who};
use super::clock::moment;
use super::permission::{Act, check};
use super::secret::Secret;
use super::session::NewSession;
use super::{App, AppError, InputFault};
use crate::store::account::{self, AccountRow};
use crate::store::{StoreError, Tx, session};

/// Least characters of a password that somebody chose.
pub const SHORTEST_PASSWORD: usize = 10;
/// Failed sign-ins after which an account is locked.
const FAILURES: i32 = 5;
/// For how long, in microseconds.
const LOCKED: i64 = 15 * 60_000_000;

/// An account that was just made; its password is printed once.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Name to sign in with.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Password.
    pub password: Secret,
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("19 MiB, twice, one lane are within the bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash(password: &Secret) -> Result<String, AppError> {
    match argon2().hash_password(password.reveal().as_bytes()) {
        Ok(hash) => Ok(hash.to_string()),
        Err(error) => Err(StoreError::Unavailable(format!("password hash: {error}")).into()),
    }
}

fn verify(password: &Secret, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|parsed| argon2().verify_password(password.reveal().as_bytes(), &parsed).is_ok())
}

fn check_name(name: &str) -> Result<(), AppError> {
    let good = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if name.is_empty() || name.len() > 32 || !name.bytes().all(good) {
        return Err(AppError::Input(InputFault::BadName));
    }
    Ok(())
}

/// The given password where it is long enough, or a random one.
fn password(given: Option<Secret>) -> Result<Secret, AppError> {
    match given {
        Some(short) if short.reveal().chars().count() < SHORTEST_PASSWORD => {
            Err(AppError::Input(InputFault::ShortPassword { least: SHORTEST_PASSWORD }))
        }
        Some(password) => Ok(password),
        None => Ok(Secret::password()),
    }
}

fn insert(tx: &mut Tx, now: i64, actor: &Actor, new: &NewAccount, hash: String) -> Result<(), AppError> {
    let row = AccountRow {
        name: new.name.clone(),
        role: new.role.as_str().to_owned(),
        password: hash,
        created_at: now,
        failures: 0,
        locked_until: None,
    };
    account::insert(tx, &row).map_err(|error| match error {
        StoreError::Conflict => AppError::Input(InputFault::NameTaken),
        other => other.into(),
    })?;
    let subject = format!("account:{}", new.name);
    App::put_on_record(tx, now, actor, "create-account", "", &subject, Value::Null, json!({ "role": row.role }))
}

impl App {
    /// At the very first start, makes the accounts `organiser` and `admin`; the organiser's password is
    /// the given one or random. Empty where there are accounts already.
    ///
    /// # Errors
    /// Where the given password is too short, or the database does not answer.
    pub fn first_start(&self, organiser_password: Option<Secret>) -> Result<Vec<NewAccount>, AppError> {
        if self.store.read(account::count)? > 0 {
            return Ok(Vec::new());
        }
        let made = [("organiser", Role::Organiser, organiser_password), ("admin", Role::Administrator, None)];
        let mut accounts = Vec::new();
        for (name, role, given) in made {
            let new = NewAccount { name: name.to_owned(), role, password: password(given)? };
            accounts.push((hash(&new.password)?, new));
        }
        let now = self.clock.micros();
        self.write(move |tx| {
            // another instance that starts at the same moment may have been first
            if account::count(tx)? > 0 {
                return Ok(Vec::new());
            }
            for (hash, new) in &accounts {
                insert(tx, now, &Actor::console(Role::Administrator), new, hash.clone())?;
            }
            Ok(accounts.into_iter().map(|(_, new)| new).collect())
        })
    }

    /// Makes an account with a random password, or the given one.
    ///
    /// # Errors
    /// Where the actor may not, the name is taken or the password too short.
    pub fn create_account(
        &self,
        actor: &Actor,
        name: &str,
        role: Role,
        given: Option<Secret>,
    ) -> Result<NewAccount, AppError> {
        check(actor, Act::ManageAccounts)?;
        check_name(name)?;
        if self.store.read(|tx| account::find(tx, name))?.is_some() {
            return Err(AppError::Input(InputFault::NameTaken));
        }
        let new = NewAccount { name: name.to_owned(), role, password: password(given)? };
        let (hash, now, actor) = (hash(&new.password)?, self.clock.micros(), actor.clone());
        self.write(move |tx| {
            insert(tx, now, &actor, &new, hash)?;
            Ok(new)
        })
    }

    /// Gives an account a new password, random or given; ends its sessions and its lock.
    ///
    /// # Errors
    /// Where the actor may not, there is no such account or the password is too short.
    pub fn reset_password(&self, actor: &Actor, name: &str, given: Option<Secret>) -> Result<NewAccount, AppError> {
        check(actor, Act::ManageAccounts)?;
        let password = password(given)?;
        let (hash, now) = (hash(&password)?, self.clock.micros());
        let (actor, name) = (actor.clone(), name.to_owned());
        self.write(move |tx| {
            let Some(mut row) = account::find(tx, &name)? else {
                return Err(AppError::NotFound { what: "账号", id: name });
            };
            row.password = hash;
            row.failures = 0;
            row.locked_until = None;
            account::update(tx, &row)?;
            session::revoke_account(tx, &name, now)?;
            let subject = format!("account:{name}");
            Self::put_on_record(tx, now, &actor, "reset-password", "", &subject, Value::Null, Value::Null)?;
            Ok(NewAccount { role: role(&row)?, name, password })
        })
    }

    /// Signs in with a name and a password.
    ///
    /// # Errors
    /// [`AppError::WrongPassword`] (the same for an unknown name), [`AppError::LockedOut`].
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
                    let actor = Actor { who: Who::Account(name.clone()), role: Some(role(&row)?) };
                    Self::begin_session(tx, now, &actor, &name).map(Ok)
                }
                (row, _) => note_failure(tx, now, &name, row).map(Err),
            }
        })?
    }
}

fn role(row: &AccountRow) -> Result<Role, StoreError> {
    Role::from_word(&row.role).ok_or_else(|| StoreError::corrupt(format!("role {}", row.role)))
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
    App::put_on_record(tx, now, &Actor::visitor(), "sign-in-failed", "", &subject, Value::Null, after)?;
    Ok(refusal)
}
