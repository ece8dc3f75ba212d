//! Accounts of those who are not judges: made by administrators, each for one person, with a password that is good for
//! one sign-in; and the end of an account when its person leaves. How somebody signs in is `sign_in`'s.

use serde_json::{Value, json};

use crate::app::act::actor::{Actor, Role, Who};
use crate::app::act::clock::{Moment, moment};
use crate::app::act::envelope::Besides;
use crate::app::act::permission::{Act, check};
use crate::app::act::record::Record;
use crate::app::act::secret::Secret;
use crate::app::act::word::Word;
use crate::app::error::Already;
use crate::app::error::NotFound;
use crate::app::error::{AppFault, FaultKind};
use crate::app::people::pace::Tried;
use crate::app::people::password::{given_or_random, hash};
use crate::app::{App, AppError};
use crate::store::account::{self, AccountRow};
use crate::store::{StoreError, Tx, session};

/// An account that was just made, or got a new password, which is shown once.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Name to sign in with.
    pub name: String,
    pub role: Role,
    pub password: Secret,
}

/// An account in the list of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    pub name: String,
    /// What its person is called.
    pub full_name: Option<String>,
    pub role: Role,
    /// When it was made.
    pub created_at: Moment,
    /// Whether its password is still the one that an administrator gave.
    pub must_change: bool,
    /// Where somebody tries passwords of it.
    pub tried: Option<Tried>,
    /// When its person left.
    pub left_at: Option<Moment>,
}

/// What the accounts of the first start are called.
#[derive(Debug, Clone)]
pub struct FirstNames {
    pub organiser: String,
    pub administrator: String,
}

impl Default for FirstNames {
    fn default() -> Self {
        Self { organiser: "organiser".to_owned(), administrator: "admin".to_owned() }
    }
}

/// Most characters of a person's name.
pub const LONGEST_FULL_NAME: usize = 30;
/// Most characters of an account's name.
pub(in crate::app) const LONGEST_NAME: usize = 32;

/// A person's name as it is kept, without blanks around it; `None` where it is empty.
fn checked_full_name(typed: &str) -> Result<Option<String>, AccountFault> {
    let name = typed.trim();
    // what turns the direction of writing, or is not seen at all, makes a name read as another than it is
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    if name.chars().count() > LONGEST_FULL_NAME || name.chars().any(hidden) {
        return Err(AccountFault::BadFullName);
    }
    Ok((!name.is_empty()).then(|| name.to_owned()))
}

fn check_name(name: &str) -> Result<(), AppError> {
    let good = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if name.is_empty() || name.len() > LONGEST_NAME || !name.bytes().all(good) {
        return Err(AccountFault::BadName.into());
    }
    Ok(())
}

fn insert(
    tx: &mut Tx,
    now: i64,
    new: &NewAccount,
    (hash, must_change): (String, bool),
    full_name: Option<String>,
) -> Result<Record, AppError> {
    let row = AccountRow {
        full_name,
        name: new.name.clone(),
        role: new.role.as_str().to_owned(),
        password: hash,
        created_at: now,
        must_change,
        left_at: None,
    };
    account::insert(tx, &row).map_err(|error| match error {
        StoreError::Conflict => AppError::from(AccountFault::NameTaken),
        other => other.into(),
    })?;
    let mut after = json!({ "role": row.role });
    if let Some(full_name) = row.full_name {
        after["full_name"] = full_name.into();
    }
    Ok(on_account(Word::CreateAccount, &new.name, Value::Null, after))
}

fn on_account(word: Word, name: &str, before: Value, after: Value) -> Record {
    Record { word, event: String::new(), subject: format!("account:{name}"), before, after }
}

/// Why an account is not made, or not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountFault {
    #[error("用户名已被使用")]
    NameTaken,
    /// One's own account, where somebody else's is meant.
    #[error("不能停用自己的账号，请由另一位系统管理员办理")]
    Own,
    /// A name with characters that are not allowed.
    #[error("用户名由 1 至 32 个字母、数字、“-”或“_”组成")]
    BadName,
    /// A name of a person with characters that are not allowed, or too many.
    #[error("姓名最多 {LONGEST_FULL_NAME} 字，不能有换行等看不见的字符")]
    BadFullName,
    #[error("姓名没有变化，没有写入")]
    SameFullName,
}

impl AppFault for AccountFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::SameFullName => FaultKind::Conflict,
            Self::NameTaken | Self::Own | Self::BadName | Self::BadFullName => FaultKind::Invalid,
        }
    }

    fn word(&self) -> &'static str {
        "input"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NameTaken | Self::BadName => Some("name"),
            Self::BadFullName | Self::SameFullName => Some("full_name"),
            Self::Own => None,
        }
    }
}

impl App {
    /// At the very first start, makes an organiser's and an administrator's account. A random password is to be changed at the
    /// first sign-in; one that was given for the organiser is taken to be the organiser's own. Empty where there are
    /// accounts already.
    ///
    /// # Errors
    /// Where a name is not acceptable or the given password too short, or the database does not answer.
    pub fn first_start(
        &self,
        names: &FirstNames,
        organiser_password: Option<Secret>,
    ) -> Result<Vec<NewAccount>, AppError> {
        if self.store.read(account::count)? > 0 {
            return Ok(Vec::new());
        }
        let FirstNames { organiser, administrator } = names;
        if organiser == administrator {
            return Err(AccountFault::NameTaken.into());
        }
        let made = [(organiser, Role::Organiser, organiser_password), (administrator, Role::Administrator, None)];
        let mut accounts = Vec::new();
        for (name, role, given) in made {
            check_name(name)?;
            let must_change = given.is_none();
            let new = NewAccount { name: name.clone(), role, password: given_or_random(given)? };
            accounts.push(((hash(&new.password)?, must_change), new));
        }
        let now = self.clock.micros();
        self.write_besides(Besides::FirstStart, move |tx| {
            // another instance that starts at the same moment may have been first
            if account::count(tx)? > 0 {
                return Ok(Vec::new());
            }
            let console = Actor::console(Role::Administrator);
            for (password, new) in &accounts {
                let record = insert(tx, now, new, password.clone(), None)?;
                Self::put_on_record(tx, now, &console, record)?;
            }
            Ok(accounts.into_iter().map(|(_, new)| new).collect())
        })
    }

    /// Makes an account with a random password, or the given one; either is to be changed at the first sign-in.
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
        self.make_account(actor, (name, ""), role, given, true)
    }

    /// The same, of a person who is called so; empty: the account's name is shown.
    ///
    /// # Errors
    /// As [`App::create_account`]; [`AccountFault::BadFullName`].
    pub fn create_account_of(
        &self,
        actor: &Actor,
        name: &str,
        full_name: &str,
        role: Role,
    ) -> Result<NewAccount, AppError> {
        self.make_account(actor, (name, full_name), role, None, true)
    }

    /// Writes down what an account's person is called, from now on: what was signed before stays signed as it was. Empty:
    /// the account's name is shown.
    ///
    /// # Errors
    /// [`AccountFault::BadFullName`], [`AccountFault::SameFullName`]; where the actor may not, or there is no such account.
    pub fn name_account(&self, actor: &Actor, name: &str, full_name: &str) -> Result<(), AppError> {
        check(actor, Act::ManageAccounts)?;
        let (full_name, name) = (checked_full_name(full_name)?, name.to_owned());
        self.on_record(actor, Act::ManageAccounts, move |tx, _| {
            let mut row = existing(tx, &name)?;
            if row.full_name == full_name {
                return Err(AccountFault::SameFullName.into());
            }
            let before = json!({ "full_name": row.full_name });
            row.full_name = full_name;
            account::update(tx, &row)?;
            Ok(((), Some(on_account(Word::NameAccount, &name, before, json!({ "full_name": row.full_name })))))
        })
    }

    /// Makes an account from the console, where there may be none yet: then the administrator's too, with a random password,
    /// for nobody else can make the next ones on the page. The account that was asked for comes first.
    ///
    /// # Errors
    /// As [`App::create_account`]; where one name is asked for twice.
    pub fn create_account_at_console(
        &self,
        actor: &Actor,
        (name, full_name): (&str, &str),
        role: Role,
        administrator: &str,
    ) -> Result<Vec<NewAccount>, AppError> {
        check(actor, Act::ManageAccounts)?;
        let is_first = role != Role::Administrator && self.store.read(account::count)? == 0;
        if !is_first {
            return Ok(vec![self.create_account_of(actor, name, full_name, role)?]);
        }
        check_name(name)?;
        check_name(administrator)?;
        let full_name = checked_full_name(full_name)?;
        if name == administrator {
            return Err(AccountFault::NameTaken.into());
        }
        let mut accounts = Vec::new();
        for (name, role, full_name) in [(name, role, full_name), (administrator, Role::Administrator, None)] {
            let new = NewAccount { name: name.to_owned(), role, password: given_or_random(None)? };
            accounts.push((hash(&new.password)?, new, full_name));
        }
        let actor = actor.clone();
        let now = self.clock.micros();
        self.write_besides(Besides::FirstStart, move |tx| {
            for (password, new, full_name) in &accounts {
                // somebody may have been faster meanwhile
                if account::find(tx, &new.name)?.is_some() {
                    return Err(AccountFault::NameTaken.into());
                }
                let record = insert(tx, now, new, (password.clone(), true), full_name.clone())?;
                Self::put_on_record(tx, now, &actor, record)?;
            }
            Ok(accounts.into_iter().map(|(_, new, _)| new).collect())
        })
    }

    /// Makes an account; whether its password must be changed is the caller's to say.
    pub(in crate::app) fn make_account(
        &self,
        actor: &Actor,
        (name, full_name): (&str, &str),
        role: Role,
        given: Option<Secret>,
        must_change: bool,
    ) -> Result<NewAccount, AppError> {
        check(actor, Act::ManageAccounts)?;
        check_name(name)?;
        let full_name = checked_full_name(full_name)?;
        if self.store.read(|tx| account::find(tx, name))?.is_some() {
            return Err(AccountFault::NameTaken.into());
        }
        let new = NewAccount { name: name.to_owned(), role, password: given_or_random(given)? };
        let hash = hash(&new.password)?;
        self.on_record(actor, Act::ManageAccounts, move |tx, now| {
            let record = insert(tx, now, &new, (hash, must_change), full_name)?;
            Ok((new, Some(record)))
        })
    }

    /// Gives an account a new password, random or given, to be changed at the next sign-in; ends its sessions and
    /// whatever its triers wait for. An account whose person had left is in use again.
    ///
    /// # Errors
    /// Where the actor may not, there is no such account or the password is too short.
    pub fn reset_password(&self, actor: &Actor, name: &str, given: Option<Secret>) -> Result<NewAccount, AppError> {
        self.renew_password(actor, name, given, true)
    }

    /// Gives an account a new password; whether it must be changed is the caller's to say.
    pub(in crate::app) fn renew_password(
        &self,
        actor: &Actor,
        name: &str,
        given: Option<Secret>,
        must_change: bool,
    ) -> Result<NewAccount, AppError> {
        check(actor, Act::ManageAccounts)?;
        let password = given_or_random(given)?;
        let (app, hash, name) = (self.clone(), hash(&password)?, name.to_owned());
        self.on_record(actor, Act::ManageAccounts, move |tx, now| {
            let mut row = existing(tx, &name)?;
            let left = row.left_at.take();
            row.password = hash;
            row.must_change = must_change;
            account::update(tx, &row)?;
            session::revoke_account(tx, &name, now)?;
            app.pace.forget(&name);
            let (before, after) = match left {
                Some(at) => (json!({ "left_at": moment(at) }), json!({ "left_at": null })),
                None => (Value::Null, Value::Null),
            };
            let record = on_account(Word::ResetPassword, &name, before, after);
            Ok((NewAccount { role: role(&row)?, name, password }, Some(record)))
        })
    }

    /// Ends the use of an account whose person has left the post: nobody signs in with it any more, and its sessions
    /// end. What was done and signed with it stays.
    ///
    /// # Errors
    /// [`AccountFault::Own`] for one's own, [`Already`]; where the actor may not, or there is none.
    pub fn deactivate_account(&self, actor: &Actor, name: &str) -> Result<(), AppError> {
        check(actor, Act::ManageAccounts)?;
        // so that there is always an administrator left
        if actor.who == Who::Account(name.to_owned()) {
            return Err(AccountFault::Own.into());
        }
        let name = name.to_owned();
        self.on_record(actor, Act::ManageAccounts, move |tx, now| {
            let mut row = existing(tx, &name)?;
            if row.left_at.is_some() {
                return Err(Already { what: "此账号已经停用" }.into());
            }
            row.left_at = Some(now);
            account::update(tx, &row)?;
            session::revoke_account(tx, &name, now)?;
            let after = json!({ "left_at": moment(now) });
            Ok(((), Some(on_account(Word::DeactivateAccount, &name, Value::Null, after))))
        })
    }

    pub fn accounts(&self, actor: &Actor) -> Result<Vec<AccountView>, AppError> {
        check(actor, Act::ManageAccounts)?;
        let now = self.clock.steady();
        let rows = self.store.read(account::list)?;
        let views = rows.into_iter().map(|row| {
            Ok(AccountView {
                role: role(&row)?,
                created_at: moment(row.created_at),
                must_change: row.must_change,
                tried: self.pace.tried(&row.name, now),
                left_at: row.left_at.map(moment),
                name: row.name,
                full_name: row.full_name,
            })
        });
        views.collect()
    }
}

fn existing(tx: &mut Tx, name: &str) -> Result<AccountRow, AppError> {
    account::find(tx, name)?.ok_or_else(|| NotFound { what: "账号", id: name.to_owned() }.into())
}

pub(in crate::app) fn role(row: &AccountRow) -> Result<Role, StoreError> {
    Role::from_word(&row.role).ok_or_else(|| StoreError::corrupt(format!("role {}", row.role)))
}
