//! The database: rows in, rows out, in scoring's types where it has them.
//!
//! Owns tables, transactions and the audit's chain. Knows nothing of permissions, of the rules'
//! text or of what a row is for. `backend` is the only part that knows which database it is.
//! Marks and other decimals are texts; nothing here adds up, compares or orders a mark.

pub mod account;
pub mod ask;
pub mod audit;
mod backend;
pub mod bundle;
pub mod day;
pub mod device;
pub mod erasure;
pub mod event;
pub mod hand;
pub mod objection;
pub mod operation;
pub mod paper;
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
pub mod upload;

use std::sync::Arc;
use std::time::Duration;

use diesel::r2d2::Pool;

use backend::{Address, Writer};

pub use backend::AnyConnection as Tx;
pub use event::EventState;

/// Most connections for reading.
const READERS: u32 = 8;
/// How long a reader waits for one.
const PATIENCE: Duration = Duration::from_secs(10);

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    parts: Arc<Parts>,
}

struct Parts {
    readers: Pool<Address>,
    writer: Writer,
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

impl Store {
    /// Opens the database at an address, made and brought up to date where needed.
    ///
    /// # Errors
    /// Where the address is none, the database does not answer, or a newer program has upgraded it.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let address = Address::parse(url)?;
        address.prepare()?;
        let readers = Pool::builder()
            .max_size(READERS)
            .min_idle(Some(1))
            .connection_timeout(PATIENCE)
            .build(address.clone())
            .map_err(StoreError::cannot_open)?;
        let writer = Writer::start(address)?;
        Ok(Self { parts: Arc::new(Parts { readers, writer }) })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// Where it does not.
    pub fn ping(&self) -> Result<(), StoreError> {
        self.read(|tx| event::count(tx).map(|_| ()))
    }

    /// Reads one state of the database.
    ///
    /// # Errors
    /// Those of `read`, or where the database does not answer.
    pub fn read<T, E: From<StoreError>>(&self, read: impl FnOnce(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        let mut connection = self.parts.readers.get().map_err(StoreError::cannot_open)?;
        backend::snapshot(&mut connection, read)
    }

    /// Writes in one transaction, alone among all writers; returns when that is durable. Where `work`
    /// fails, nothing of it stays.
    ///
    /// # Errors
    /// Those of `work`, or where the commit failed.
    pub fn write<T, E>(&self, work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.parts.writer.write(work)
    }
}
