//! An event's log, for those who may read it, and its head, to be taken away.

mod filter;
mod names;

pub use crate::store::log_filter::Side;
pub use filter::{Asked, LogFault};
pub use names::LogNames;

use std::collections::BTreeSet;

use filter::understood;

use crate::app::act::actor::Actor;
use crate::app::act::envelope::Besides;
use crate::app::act::house::{keys, witnesses};
use crate::app::act::permission::{Act, check};
use crate::app::act::record::{Logged, wanted_acts};
use crate::app::act::word::Word;
use crate::app::event::view::EventSummary;
use crate::app::result::witness::{cosignatures, with_witnesses};
use crate::app::{App, AppError};
use crate::proof::Head;
use crate::store::log::{self, HOUSE, HeadRow};
use crate::store::{StoreError, Tx, log_filter};

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
    /// The number after which newer ones begin; `None` where there are none.
    pub newer: Option<i64>,
    /// Who has acted at all, as the log names them.
    pub people: Vec<String>,
    /// What has been done at all, as the log names it.
    pub words: Vec<String>,
    /// What ids are called.
    pub names: LogNames,
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
    /// The acts of an event that are asked for, on one side of a number of its log, at most `limit`, without marks.
    ///
    /// # Errors
    /// [`LogFault`] where something is asked for that is not there; where the actor may not, or there is no such event.
    pub fn event_log(
        &self,
        actor: &Actor,
        event: &str,
        asked: &Asked,
        side: Side,
        limit: usize,
    ) -> Result<EventLog, AppError> {
        let most = i64::try_from(limit).unwrap_or(i64::MAX - 1);
        self.look(actor, Act::SeeEventLog, event, |tx, head, frame| {
            let occurring = log_filter::occurring(tx, event)?;
            let wanted = understood(asked, event, frame, &occurring)?;
            let mut acts = wanted_acts(tx, event, &wanted, side, most + 1)?;
            let is_more = acts.len() > limit;
            // the one too many lies at the far end
            if is_more && matches!(side, Side::After(_)) {
                acts.remove(0);
            }
            acts.truncate(limit);
            let (first, last) = (acts.first().map(|act| act.number), acts.last().map(|act| act.number));
            let (newer, older) = match side {
                Side::Before(number) => (first.filter(|_| number != i64::MAX), last.filter(|_| is_more)),
                Side::After(number) => (first.filter(|_| is_more), last.or(Some(number.saturating_add(1)))),
            };
            let mut heads = log::heads(tx, event)?;
            heads.reverse();
            let of = cosignatures(tx)?.into_iter().filter(|one| one.log == event);
            let (people, words): (BTreeSet<String>, BTreeSet<String>) = occurring.into_iter().unzip();
            Ok(EventLog {
                event: frame.summary(head)?,
                acts,
                older,
                newer,
                people: people.into_iter().collect(),
                words: words.into_iter().collect(),
                names: LogNames::read(tx, frame)?,
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
