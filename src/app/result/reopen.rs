//! Back with a reason: opening again what was closed, which takes two organisers, the archive at the end, and out of
//! it again, which takes two as well.
//! Earlier results, signatures and publications stay what they were.

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::clock::moment;
use crate::app::act::permission::Act;
use crate::app::act::reason::stated;
use crate::app::act::second::{Decision, may_decide, none_waits, own_account, waiting};
use crate::app::act::word::Word;
use crate::app::error::NotFound;
use crate::app::event::doing::Doing;
use crate::app::event::erased::not_erased;
use crate::app::event::view::EventState;
use crate::app::result::log::signed_head;
use crate::app::result::notice::{Notice, Tally, until};
use crate::app::result::objection::ObjectionFault;
use crate::app::result::signing_fault::SigningFault;
use crate::app::{App, AppError};
use crate::store::event::EventRow;
use crate::store::signing::{self, PublicationRow, ReopeningRow};
use crate::store::{StoreError, Tx, objection, result};

impl App {
    /// Asks for an event to be opened again, or for one in the archive to be taken out of it. Nothing changes until
    /// another organiser approves.
    ///
    /// # Errors
    /// Where one waits already, the actor may not, no reason is given, or the state does
    /// not allow it.
    pub fn ask_reopening(&self, actor: &Actor, event: &str, reason: &str) -> Result<(), AppError> {
        let (asked_by, _) = own_account(actor, Act::Reopen)?;
        let (reason, now, id) = (stated(reason)?, self.clock.micros(), event.to_owned());
        self.act(actor, event, reopening(Word::AskReopening), move |tx, head, _| {
            let from_archive = is_from_archive(head)?;
            let before = signing::reopenings(tx, &id)?;
            none_waits(&before)?;
            let number = before.last().map_or(1, |last| last.number + 1);
            let after = json!({ "number": number, "reason": reason, "from_archive": from_archive });
            let none = (None, None, None);
            let (decided_by, decided_at, approved) = none;
            let row = ReopeningRow {
                event_id: id,
                number,
                reason,
                asked_by,
                asked_at: now,
                decided_by,
                decided_at,
                approved,
                from_archive,
            };
            signing::ask(tx, &row)?;
            Ok((Value::Null, after))
        })
    }

    /// Approves or declines the request that waits. Only another organiser approves; whoever asked may take it back.
    /// An approval opens the event: cards are taken again, and the next close freezes a new result. One that is taken out
    /// of the archive is published, as it was before; from there it can be opened again.
    pub fn decide_reopening(&self, actor: &Actor, event: &str, approve: bool) -> Result<(), AppError> {
        let (by, _) = own_account(actor, Act::Reopen)?;
        let (now, id) = (self.clock.micros(), event.to_owned());
        let word = if approve { Word::Reopen } else { Word::DeclineReopening };
        self.act(actor, event, reopening(word), move |tx, head, _| {
            let was = head.state()?;
            let from_archive = is_from_archive(head)?;
            let mut row = waiting(signing::reopenings(tx, &id)?)?;
            if approve {
                may_decide(&row, &by, Decision::Approve)?;
            }
            row.decided_by = Some(by);
            row.decided_at = Some(now);
            row.approved = Some(approve);
            signing::decide(tx, &row)?;
            if approve && from_archive {
                head.set_state(EventState::Published);
                head.archived_at = None;
            } else if approve {
                head.set_state(EventState::Open);
                (head.closed_at, head.signed_at, head.published_at) = (None, None, None);
                head.provisional_open = false;
            }
            let after = json!({ "state": head.state()?.as_str(), "number": row.number, "asked_by": row.asked_by,
                "reason": row.reason });
            Ok((json!({ "state": was.as_str() }), after))
        })
    }

    /// Puts a published event into the archive, once it was put up for as long as was said and every objection is closed.
    ///
    /// # Errors
    /// [`SigningFault::PutUp`], [`ObjectionFault::Open`]; where it is asked to be opened again, where the actor may not, or the event is
    /// not published.
    pub fn archive(&self, actor: &Actor, event: &str) -> Result<(), AppError> {
        let (now, id) = (self.clock.micros(), event.to_owned());
        self.act(actor, event, Doing::of(Act::Archive, Word::Archive, "event"), move |tx, head, _| {
            let ends = signing::publications(tx, &id)?.pop().map(|last| until(last.at, last.days));
            if let Some(ends) = ends.filter(|ends| now < *ends) {
                return Err(SigningFault::PutUp(moment(ends)).into());
            }
            let open = objection::count_open(tx, &id)?;
            if open > 0 {
                return Err(ObjectionFault::Open(open).into());
            }
            // approved in the archive, it would mean something else than what was asked for
            none_waits(&signing::reopenings(tx, &id)?)?;
            head.set_state(EventState::Archived);
            head.archived_at = Some(now);
            Ok((json!({ "state": "published" }), json!({ "state": "archived" })))
        })
    }

    /// The published result of an event, for everybody. A rehearsal's is nobody's.
    ///
    /// # Errors
    /// Where there is no such event, or nothing of it was published.
    pub fn notice(&self, event: &str) -> Result<Notice, AppError> {
        self.store.read(|tx| {
            let (head, last) = Self::put_up(tx, event)?;
            let (from, until) = (moment(last.at), moment(until(last.at, last.days)));
            let objections = objection::list(tx, event)?;
            let notes = objections.iter().filter(|row| row.closed_at.is_some() && !row.note.is_empty());
            Ok(Notice {
                from,
                until,
                reopened: head.published_at.is_none(),
                archived: head.archived_at.is_some(),
                named: head.objections_named,
                keep_days: head.keep_days,
                objections: Tally::of(&objections),
                has_bundle: Self::has_public_bundle(tx, &head, last.number)?,
                head: signed_head(tx, event, Some(Word::Publish))?,
                notes: notes.map(|row| (row.number, row.note.clone())).collect(),
                result: self.past(tx, &head, last.number, Some(last))?.ok_or_else(|| no_notice(event))?,
            })
        })
    }

    /// What tells one state of a notice from another: two that bear the same stamp read the same.
    ///
    /// # Errors
    /// As [`App::notice`].
    pub fn notice_stamp(&self, event: &str) -> Result<String, AppError> {
        self.store.read(|tx| {
            let (head, last) = Self::put_up(tx, event)?;
            let objections = objection::list(tx, event)?;
            let told = objections.iter().map(|row| (row.number, row.closed_at, row.upheld, &row.note));
            let told: Vec<_> = told.collect();
            Ok(format!("{head:?} {last:?} {told:?}"))
        })
    }

    /// The head of an event and its last publication.
    pub(in crate::app) fn put_up(tx: &mut Tx, event: &str) -> Result<(EventRow, PublicationRow), AppError> {
        let head = Self::head(tx, event).map_err(|error| match error.fault::<NotFound>() {
            Some(_) => no_notice(event).into(),
            None => error,
        })?;
        let last = signing::publications(tx, event)?.pop().filter(|_| !head.rehearsal);
        let last = last.ok_or_else(|| no_notice(event))?;
        // what is shown is what was published, and not a report that has its own fingerprint beside it
        let frozen = result::heads(tx, event)?.into_iter().find(|frozen| frozen.number == last.number);
        if frozen.is_none_or(|frozen| frozen.fingerprint != last.fingerprint) {
            let number = last.number;
            let text = format!("活动 {event} 公布的第 {number} 次封存的成绩与公布时的指纹不符，公布以后被改动过");
            return Err(StoreError::corrupt(text).into());
        }
        Ok((head, last))
    }
}

fn no_notice(event: &str) -> NotFound {
    NotFound { what: "公示", id: event.to_owned() }
}

/// Opening again; of an event in the archive, taking it out of there.
fn reopening(word: Word) -> Doing {
    Doing::of(Act::Reopen, word, "event").or_in(EventState::Archived, Act::Unarchive)
}

/// Whether an event would be taken out of the archive; refuses for one that was erased.
fn is_from_archive(head: &EventRow) -> Result<bool, AppError> {
    not_erased(head)?;
    Ok(head.state()? == EventState::Archived)
}
