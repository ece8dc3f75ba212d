//! The database: rows in, rows out, in scoring's types where it has them.
//!
//! Owns tables, transactions and the logs. Knows nothing of permissions, of the rules'
//! text or of what a row is for. `backend` is the only part that knows which database it is.
//! Marks and other decimals are texts; nothing here adds up, compares or orders a mark.

pub mod account;
pub mod ask;
mod backend;
pub mod before;
pub mod bundle;
pub mod call;
pub mod checking;
pub mod day;
pub mod device;
pub mod erasure;
pub mod event;
pub mod hand;
pub mod handed;
mod kept;
mod lines;
pub mod link_request;
pub mod log;
pub mod log_filter;
pub mod objection;
pub mod operation;
pub mod paper;
pub mod prints;
pub mod publish_request;
pub mod refusal;
pub mod result;
pub mod rules;
pub mod ruling;
mod schema;
pub mod secret;
pub mod session;
pub mod settled;
pub mod setup;
pub mod signing;
pub mod tablet_key;
pub mod trial;
pub mod upload;
pub mod wall;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use backend::{Address, Scope};
use lines::Lines;

pub use backend::AnyConnection as Tx;
pub use backend::Trouble;
pub use event::EventState;

/// Where the database is, and how it is used.
#[derive(Debug, Clone)]
pub struct Base {
    /// `sqlite://PATH` or `postgres://…`.
    pub url: String,
    /// Most connections for reading, from 1.
    pub readers: u32,
    /// What a server gets for a statement, from 1 s; one that has not answered a second later is given up.
    pub patience: Duration,
    /// The file of the key that signs heads of the logs, made where there is none; `None` where none are to be signed.
    pub log_key: Option<PathBuf>,
    /// The file with the keys of those who sign heads beside it; `None` where nobody does.
    pub witnesses: Option<PathBuf>,
}

impl<T: Into<String>> From<T> for Base {
    fn from(url: T) -> Self {
        Self { url: url.into(), readers: 8, patience: Duration::from_secs(7), log_key: None, witnesses: None }
    }
}

impl Base {
    /// Whether its file is there, where it is one.
    #[must_use]
    pub fn is_there(&self) -> bool {
        Address::parse(self).is_ok_and(|address| address.is_there().is_ok())
    }

    /// Whether it is a server, which may come after this program has started, and not a file.
    #[must_use]
    pub fn is_server(&self) -> bool {
        Address::parse(self).is_ok_and(|address| address.is_server())
    }
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    lines: Arc<Lines>,
}

/// Why the database did not do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// There is no such row.
    #[error("数据库中没有这条记录")]
    NotFound,
    /// A row with that key is there already.
    #[error("与已有记录冲突")]
    Conflict,
    /// The database does not answer, is full, or is of another form than this program knows.
    #[error("数据库暂时不可用，请稍后再试")]
    Unavailable(String),
    /// The connection ended, or was given up, before the database said whether it had written.
    #[error("数据库没有答复这次操作是否完成。请稍后刷新页面核对，没有完成再重做")]
    Unsettled,
    /// A row holds something that cannot be read.
    #[error("数据库中的记录无法读取：{0}")]
    Corrupt(String),
    /// A newer program has been at work on the database: this one knows nothing of what it may have written there.
    #[error(
        "数据库由更新版本的程序升级过（数据库版本 {found}，本程序只认到 {known}），没有打开，也没有改动。\
         请使用更新的程序，或恢复升级之前的备份"
    )]
    Newer {
        /// The newest version in the database.
        found: String,
        /// The newest one that this program knows.
        known: String,
    },
    /// The address is none.
    #[error("数据库地址应为 {allowed}")]
    Address { allowed: &'static str },
}

impl StoreError {
    fn cannot_open(error: impl std::fmt::Display) -> Self {
        Self::Unavailable(error.to_string())
    }

    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt(what.into())
    }
}

impl From<diesel::result::Error> for StoreError {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::DatabaseErrorKind::{ForeignKeyViolation, UniqueViolation};
        use diesel::result::Error;
        match error {
            Error::NotFound => Self::NotFound,
            Error::DatabaseError(UniqueViolation | ForeignKeyViolation, _) => Self::Conflict,
            other => Self::Unavailable(other.to_string()),
        }
    }
}

/// What the database says of its own integrity: a line for each fault; `None` where it does not look.
pub fn integrity(tx: &mut Tx) -> Result<Option<Vec<String>>, StoreError> {
    backend::integrity(tx)
}

impl Store {
    /// Opens the database at an address, made and brought up to date where needed.
    ///
    /// # Errors
    /// Where the address is none, the database does not answer, or a newer program has upgraded it.
    pub fn open(base: impl Into<Base>) -> Result<Self, StoreError> {
        let base = base.into();
        let address = Address::parse(&base)?;
        address.prepare()?;
        Ok(Self { lines: Arc::new(Lines::open(address, base.readers)?) })
    }

    /// Reads one state of the database.
    ///
    /// # Errors
    /// Those of `read`, or where the database does not answer.
    pub fn read<T, E: From<StoreError>>(&self, read: impl FnOnce(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        let mut connection = self.lines.reader()?;
        backend::snapshot(&mut connection, read)
    }

    /// Writes in one transaction, alone among all writers; returns when that is durable. Where `work`
    /// fails, nothing of it stays.
    ///
    /// # Errors
    /// Those of `work`, or where the commit failed; `Unsettled` where nobody knows whether it did.
    pub fn write<T, E>(&self, work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.lines.write(Scope::All, work)
    }

    /// The same, alone among the writers of one event: others may be written at the same time. `work` writes what belongs
    /// to that event, and into the log of the house.
    ///
    /// # Errors
    /// Those of [`write`](Self::write).
    pub fn write_event<T, E>(
        &self,
        event: &str,
        work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.lines.write(Scope::Event(event.to_owned()), work)
    }

    /// Whether the database is where it was.
    ///
    /// # Errors
    /// Where its file is gone; of a server, only asking it tells.
    pub fn is_there(&self) -> Result<(), StoreError> {
        self.lines.is_there()
    }

    /// Whether the database has fallen silent on somebody who has been at work since `begun`. Connections that wait for
    /// it are given up meanwhile, and whoever comes next gets others.
    #[must_use]
    pub fn fell_silent(&self, begun: Instant) -> bool {
        self.lines.fell_silent(begun)
    }
}
