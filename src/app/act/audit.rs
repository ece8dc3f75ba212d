//! The audit: putting acts on record, reading it, verifying its chain. Nothing here changes a row.

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::chain::Verified;
use crate::app::act::clock::{Moment, moment};
use crate::app::act::permission::{Act, check};
use crate::app::act::word::Word;
use crate::app::{App, AppError};
use crate::store::audit::{self, NewAudit};
use crate::store::{StoreError, Tx, erasure};

pub use crate::app::act::chain::ChainCheck;

/// Rows of the chain that are read at a time.
const PIECE: i64 = 1000;

/// The latest rows, newest first, at most `limit`; of one event, or of all. For those who were asked whether they may.
pub(in crate::app) fn latest_rows(tx: &mut Tx, event: Option<&str>, limit: i64) -> Result<Vec<AuditRow>, StoreError> {
    let rows = audit::latest(tx, event, limit)?.into_iter().map(|(row, payload)| AuditRow {
        number: row.number,
        at: moment(row.at),
        who: row.who,
        act: row.act,
        subject: if row.event_id.is_empty() { row.subject } else { format!("{} {}", row.event_id, row.subject) },
        payload: payload.map(|payload| payload.payload),
        hash: row.hash,
    });
    Ok(rows.collect())
}

/// What comes on record of an act.
pub(in crate::app) struct Record {
    pub word: Word,
    /// Id of the event; empty where it is of none.
    pub event: String,
    pub subject: String,
    pub before: Value,
    pub after: Value,
}

impl Record {
    /// Of a new event.
    pub(in crate::app) fn of_new(word: Word, event: &str, after: Value) -> Self {
        Self { word, event: event.to_owned(), subject: "event".to_owned(), before: Value::Null, after }
    }
}

impl App {
    /// Puts an act on record, in the act's own transaction.
    pub(in crate::app) fn put_on_record(tx: &mut Tx, now: i64, actor: &Actor, record: Record) -> Result<(), AppError> {
        let Record { word, event, subject, before, after } = record;
        let row = NewAudit {
            at: now,
            who: actor.name(),
            act: word.as_str().to_owned(),
            event,
            subject,
            payload: json!({ "before": before, "after": after }).to_string(),
        };
        Ok(audit::append(tx, row)?)
    }

    /// The latest rows, newest first, at most `limit`; of one event, or of all.
    pub fn audit(&self, actor: &Actor, event: Option<&str>, limit: i64) -> Result<Vec<AuditRow>, AppError> {
        check(actor, Act::SeeAudit)?;
        Ok(self.store.read(|tx| latest_rows(tx, event, limit.max(0)))?)
    }

    /// What was found when the chain was last verified since the start of the program, where it was.
    pub fn last_verified(&self, actor: &Actor) -> Result<Option<Verified>, AppError> {
        check(actor, Act::SeeAudit)?;
        Ok(self.verifying.last())
    }

    /// Verifies the chain and keeps what was found.
    ///
    /// # Errors
    /// [`UnderWay`](crate::app::act::chain::UnderWay); where the actor may not.
    pub fn verify_and_keep(&self, actor: &Actor) -> Result<Verified, AppError> {
        check(actor, Act::SeeAudit)?;
        self.verifying.alone(|| Ok(Verified { chain: self.verify_audit(actor)?, at: self.clock.now() }))
    }

    /// Computes the chain anew from the first row.
    pub fn verify_audit(&self, actor: &Actor) -> Result<ChainCheck, AppError> {
        check(actor, Act::SeeAudit)?;
        self.store.read(|tx| {
            let gone = erasure::events(tx)?;
            let (mut rows, mut erased, mut before) = (0, 0, String::new());
            loop {
                let piece = audit::after(tx, rows, PIECE)?;
                if piece.is_empty() {
                    return Ok(ChainCheck::Holds { rows, erased });
                }
                for (row, payload) in piece {
                    // a payload that is missing was erased with its event, on record, or somebody took it away
                    let told = match &payload {
                        Some(payload) => payload.hash() == row.payload_hash,
                        None => gone.contains(&row.event_id),
                    };
                    if row.number != rows + 1 || row.hash != row.hash_after(&before) || !told {
                        return Ok(ChainCheck::BrokenAt { number: rows + 1 });
                    }
                    erased += i64::from(payload.is_none());
                    rows += 1;
                    before = row.hash;
                }
            }
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// 1, 2, 3 … without a gap.
    pub number: i64,
    /// When.
    pub at: Moment,
    /// Who, as [`crate::app::act::actor::Actor::name`].
    pub who: String,
    /// What: `record`, `close`, `sign-in` ….
    pub act: String,
    /// On what: an event, an account.
    pub subject: String,
    /// Before and after, as JSON; `None` once erased.
    pub payload: Option<String>,
    /// Hash of this row over the one before, in hexadecimal.
    pub hash: String,
}
