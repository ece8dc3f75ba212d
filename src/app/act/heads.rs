//! Signed heads of the logs.

use serde_json::{Value, json};

use crate::app::act::envelope::Besides;
use crate::app::act::house::on_house;
use crate::app::act::word::Word;
use crate::app::{App, AppError};
use crate::proof::Head;
use crate::store::log::{self, HOUSE, HeadRow, LogRow};
use crate::store::{StoreError, Tx};

/// What a head is made for that nobody asked for: a quarter of an hour has gone by.
const QUARTER: &str = "quarter";
/// A quarter of an hour, in microseconds.
const QUARTER_MICROS: i64 = 15 * 60 * 1_000_000;

/// Whether a log has grown since its last head. What that head has put into the house's own log is no growth.
fn has_grown(row: &LogRow, last: Option<&HeadRow>) -> bool {
    let own = i64::from(row.id == HOUSE);
    last.map_or(row.size > 0, |last| row.size > last.size + own)
}

impl App {
    /// The fingerprint of the key that signs heads here; `None` where nothing is signed.
    #[must_use]
    pub fn log_fingerprint(&self) -> Option<String> {
        self.house.key.as_ref().map(|key| key.public().fingerprint())
    }

    /// Signs a head of a log, and puts into the house's log that there is one, unless the log has not grown since the last.
    pub(in crate::app) fn make_head(&self, tx: &mut Tx, now: i64, log: &str, cause: &str) -> Result<(), AppError> {
        let Some(key) = &self.house.key else { return Ok(()) };
        let Some(row) = log::find(tx, log)? else { return Ok(()) };
        if !has_grown(&row, log::last_head(tx, log)?.as_ref()) {
            return Ok(());
        }
        let head = Head::of(self.house.origin(log), &row.edge()?, now, cause);
        let note = head.sign(key).map_err(|fault| StoreError::corrupt(format!("a head of log {log}: {fault}")))?;
        let root = hex::encode(head.root.0);
        log::insert_head(tx, &HeadRow { log: log.to_owned(), size: row.size, at: now, cause: cause.to_owned(), note })?;
        let after = json!({ "log": log, "size": row.size, "root": root });
        Ok(on_house(Word::Head, Value::Null, after).append(tx, now)?)
    }

    /// Signs a head of each log that has grown and whose last head is a quarter of an hour old.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn make_heads(&self) -> Result<(), AppError> {
        if self.house.key.is_none() {
            return Ok(());
        }
        let now = self.clock.micros();
        let due = self.store.read(|tx| {
            let mut due = Vec::new();
            for row in log::list(tx)? {
                let last = log::last_head(tx, &row.id)?;
                let is_old = last.as_ref().is_none_or(|last| now.saturating_sub(last.at) >= QUARTER_MICROS);
                let is_due = is_old && has_grown(&row, last.as_ref());
                due.extend(is_due.then_some(row.id));
            }
            Ok::<_, StoreError>(due)
        })?;
        if due.is_empty() {
            return Ok(());
        }
        let app = self.clone();
        self.write_besides(Besides::Heads, move |tx| {
            // the house's own comes last: it has the others in it
            for log in due.iter().rev() {
                app.make_head(tx, now, log, QUARTER)?;
            }
            Ok(())
        })
    }
}
