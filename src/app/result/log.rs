//! An event's log, for those who may read it, and its head, to be taken away.

use crate::app::act::actor::Actor;
use crate::app::act::envelope::Besides;
use crate::app::act::house::{keys, witnesses};
use crate::app::act::permission::{Act, check};
use crate::app::act::record::{Logged, acts_before};
use crate::app::act::word::Word;
use crate::app::event::view::EventSummary;
use crate::app::result::witness::{cosignatures, with_witnesses};
use crate::app::{App, AppError};
use crate::proof::Head;
use crate::store::log::{self, HOUSE, HeadRow};
use crate::store::{StoreError, Tx};

/// What a head is made for that somebody asked for.
const ASKED: &str = "asked";

/// A page of an event's log.
#[derive(Debug, Clone)]
pub struct EventLog {
    pub event: EventSummary,
    /// Acts, newest first.
    pub acts: Vec<Logged>,
    /// The number before which older ones begin; `None` where there are none.
    pub older: Option<i64>,
    /// The signed heads, newest first.
    pub heads: Vec<HeadRow>,
    /// What the key that signs here is known by; `None` where nothing is signed.
    pub fingerprint: Option<String>,
    /// Who has witnessed heads of it, by their leaves, oldest first.
    pub witnessed: Vec<(i64, String)>,
    /// Whether anybody may.
    pub has_witnesses: bool,
}

/// A signed head that somebody takes away.
#[derive(Debug, Clone)]
pub struct TakenHead {
    pub event: EventSummary,
    /// The note.
    pub note: String,
}

/// A signed head, as it is printed beside a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHead {
    /// Leaves.
    pub size: u64,
    /// In hexadecimal.
    pub root: String,
    /// The note.
    pub note: String,
    /// What the last key of the house is known by.
    pub fingerprint: String,
}

/// The last head of an event's log that was made for an act, or the last one at all; `None` where there is none that the
/// house's keys have signed: those who verify are told.
pub(in crate::app) fn signed_head(
    tx: &mut Tx,
    event: &str,
    of: Option<Word>,
) -> Result<Option<SignedHead>, StoreError> {
    let keys = keys(tx)?;
    let mut rows = log::heads(tx, event)?;
    rows.retain(|row| of.is_none_or(|word| row.cause == word.as_str()));
    let (Some(row), Some(key)) = (rows.pop(), keys.last()) else { return Ok(None) };
    let fingerprint = key.fingerprint();
    let head = Head::read(&row.note, &keys).ok();
    Ok(head.map(|head| SignedHead { size: head.size, root: hex::encode(head.root.0), note: row.note, fingerprint }))
}

impl App {
    /// Acts of an event before a number of its log, at most `limit`, without marks.
    ///
    /// # Errors
    /// Where the actor may not, or there is no such event.
    pub fn event_log(&self, actor: &Actor, event: &str, before: Option<i64>, limit: i64) -> Result<EventLog, AppError> {
        self.look(actor, Act::SeeEventLog, event, |tx, head, frame| {
            let mut acts = acts_before(tx, event, before.unwrap_or(i64::MAX), limit + 1)?;
            let is_more = i64::try_from(acts.len()).is_ok_and(|found| found > limit);
            if is_more {
                acts.pop();
            }
            let older = acts.last().map(|last| last.number).filter(|_| is_more);
            let mut heads = log::heads(tx, event)?;
            heads.reverse();
            let of = cosignatures(tx)?.into_iter().filter(|one| one.log == event);
            Ok(EventLog {
                event: frame.summary(head)?,
                acts,
                older,
                heads,
                fingerprint: self.log_fingerprint(),
                witnessed: of.map(|one| (one.size, one.witness)).collect(),
                has_witnesses: !witnesses(tx)?.is_empty(),
            })
        })
    }

    /// The head of an event's log as it is now, signed anew where the log has grown since the last one.
    ///
    /// # Errors
    /// Where the actor may not, there is no such event, or nothing is signed here.
    pub fn take_head(&self, actor: &Actor, event: &str) -> Result<TakenHead, AppError> {
        check(actor, Act::SeeEventLog)?;
        let (app, now, id) = (self.clone(), self.clock.micros(), event.to_owned());
        self.write_besides(Besides::Heads, move |tx| {
            let head = Self::head(tx, &id)?;
            app.make_head(tx, now, &id, ASKED)?;
            app.make_head(tx, now, HOUSE, ASKED)?;
            let event = app.frame(tx, &head)?.summary(&head)?;
            let last = log::last_head(tx, &id)?.ok_or(StoreError::NotFound)?;
            let (note, _) = with_witnesses(tx, last)?;
            Ok(TakenHead { event, note })
        })
    }
}
