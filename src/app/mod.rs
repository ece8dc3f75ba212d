//! Use cases: one transaction each, each act with its leaf of the log in the same transaction.
//!
//! Everything here blocks while the database works: a caller in an async task wraps the call in
//! `web::block`, an [`App`] is cheap to clone for that. Writes of many callers meet in the store's
//! writer, which commits them together. Knows nothing of HTTP, pages or the command line.
//!
//! Seven wings; a wing takes names only from those that it rests on:
//!
//! ```text
//! demo → result → setup, desk → cards → event, people → act
//! ```

pub mod act;
pub mod cards;
pub mod demo;
pub mod desk;
pub mod error;
pub mod event;
pub mod people;
pub mod result;
pub mod setup;

use std::sync::Arc;
use std::time::Instant;

use act::books::Books;
use act::clock::Clock;
use act::house::House;
use act::seal::{SealKey, Sealed};
use cards::quota::Quotas;
use cards::receipt::ReceiptKey;
use event::memory::Memory;
use people::pace::Pace;
use result::verify::kept::Verifying;

pub use crate::store::{Base, Trouble};
pub use error::AppError;

/// The use cases and what they need: the store, the clock, the standings held in memory.
#[derive(Clone)]
pub struct App {
    store: Books,
    clock: Clock,
    receipts: ReceiptKey,
    seals: SealKey,
    pace: Arc<Pace>,
    house: House,
    verifying: Arc<Verifying>,
    memory: Arc<Memory>,
    quotas: Arc<Quotas>,
    /// Whether tablets reach it over encrypted connections.
    is_encrypted: bool,
}

impl App {
    /// Opens the database (made and brought up to date where needed).
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn open(base: impl Into<Base>, clock: Clock) -> Result<Self, AppError> {
        let (store, key, house) = Books::open(base.into(), clock.micros())?;
        let (seals, receipts) = (SealKey::of(&key), ReceiptKey::new(key));
        Ok(Self {
            store,
            clock,
            receipts,
            seals,
            pace: Arc::default(),
            house,
            verifying: Arc::default(),
            memory: Arc::default(),
            quotas: Arc::new(Quotas::new(true)),
            is_encrypted: false,
        })
    }

    /// The same without quotas for what tablets deliver: for whoever measures how much can be delivered at all.
    #[must_use]
    pub fn without_quotas(self) -> Self {
        Self { quotas: Arc::new(Quotas::new(false)), ..self }
    }

    /// The same of an instance that tablets reach over encrypted connections.
    #[must_use]
    pub fn encrypted(self) -> Self {
        Self { is_encrypted: true, ..self }
    }

    /// Whether the database has fallen silent on a use case that began at a moment and is not done yet. Then nobody
    /// knows what became of it.
    #[must_use]
    pub fn fell_silent(&self, begun: Instant) -> bool {
        self.store.fell_silent(begun)
    }

    /// The seal of a text that is handed out and comes back, in hexadecimal.
    #[must_use]
    pub fn seal(&self, sealed: Sealed, text: &str) -> String {
        self.seals.seal(sealed, text)
    }

    /// Whether a text was sealed so, here or by another instance.
    #[must_use]
    pub fn is_sealed(&self, sealed: Sealed, text: &str, seal: &str) -> bool {
        self.seals.holds(sealed, text, seal)
    }

    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }
}
