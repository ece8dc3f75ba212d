//! The envelope: whatever is written meets permission and record here, and the store is written from nowhere else.
//! What is done to one event meets its state and its version as well: `event::doing`.

use crate::app::act::actor::Actor;
use crate::app::act::permission::{Act, check};
use crate::app::act::record::Record;
use crate::app::{App, AppError};
use crate::store::log::HOUSE;
use crate::store::{StoreError, Tx};

/// What is written that is no act of somebody who may, with one row on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Besides {
    /// Somebody tries to sign in, signs out or changes their password: who it is turns out meanwhile, and what fails is
    /// on record as well.
    SignIn,
    /// That a session was used.
    SessionUse,
    /// What tablets said of themselves.
    Reports,
    /// The accounts of the first start, before there is anybody who may.
    FirstStart,
    /// The demonstration, and whoever steps into it.
    Demonstration,
    /// Files that wait for their confirmation.
    Upload,
    /// An objection, from anybody at all.
    Objection,
    /// Signed heads of logs, when their time has come.
    Heads,
    /// Nothing: whether anything could be written.
    Trial,
}

impl Besides {
    /// Whether it may touch rows that have prints.
    fn touches(self) -> bool {
        !matches!(self, Self::SessionUse | Self::Reports | Self::Trial)
    }
}

impl App {
    /// One act of whoever may. What `work` gives to be put on record is so in the same transaction; `None` where nothing
    /// was done, or where it has put several rows on record itself. `work` gets the moment, in microseconds.
    ///
    /// # Errors
    /// Where the actor may not, or `work` refuses: then nothing was written.
    pub(in crate::app) fn on_record<T: Send + 'static>(
        &self,
        actor: &Actor,
        act: Act,
        work: impl FnOnce(&mut Tx, i64) -> Result<(T, Option<Record>), AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        self.on_record_in(None, actor, act, work)
    }

    /// The same of an act that writes what belongs to one event, and into the log of the house, and nothing else: acts on
    /// other events do not wait for it.
    pub(in crate::app) fn on_record_in<T: Send + 'static>(
        &self,
        event: Option<&str>,
        actor: &Actor,
        act: Act,
        work: impl FnOnce(&mut Tx, i64) -> Result<(T, Option<Record>), AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        check(actor, act)?;
        let (app, by, now) = (self.clone(), actor.clone(), self.clock.micros());
        self.commit(event, move |tx| {
            let (done, record) = work(tx, now)?;
            let headed = record.as_ref().filter(|record| record.word.is_headed());
            let headed = headed.map(|record| (record.event.clone(), record.word));
            if let Some(record) = record {
                Self::put_on_record(tx, now, &by, record)?;
            }
            Self::put_rows_on_record(tx, now)?;
            if let Some((event, word)) = headed {
                app.make_head(tx, now, &event, word.as_str())?;
                app.make_head(tx, now, HOUSE, word.as_str())?;
            }
            Ok(done)
        })
    }

    /// Writes what is no such act; whatever has to be on record of it is `work`'s to put there.
    pub(in crate::app) fn write_besides<T: Send + 'static>(
        &self,
        what: Besides,
        work: impl FnOnce(&mut Tx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let now = self.clock.micros();
        self.commit(None, move |tx| {
            let done = work(tx)?;
            if what.touches() {
                Self::put_rows_on_record(tx, now)?;
            }
            Ok(done)
        })
    }

    /// Writes cards of an event: each one meets its verdict, and is on record by itself, with whatever else it touches.
    pub(in crate::app) fn write_cards<T: Send + 'static>(
        &self,
        event: &str,
        work: impl FnOnce(&mut Tx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        self.commit(Some(event), work)
    }

    /// Tries whether anything can be written, and changes nothing.
    ///
    /// # Errors
    /// Where nothing can.
    pub fn try_writing(&self) -> Result<(), AppError> {
        let trial = self.store.trial()?;
        self.write_besides(Besides::Trial, trial)
    }

    /// Writes what belongs to an event, or anything; where the commit failed, forgets what may have been read inside it.
    fn commit<T: Send + 'static>(
        &self,
        event: Option<&str>,
        work: impl FnOnce(&mut Tx) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let result = match event {
            Some(event) => self.store.write_event(event, work),
            None => self.store.write(work),
        };
        if let Err(AppError::Store(StoreError::Unavailable(_) | StoreError::Unsettled)) = &result {
            self.memory.clear();
        }
        result
    }
}
