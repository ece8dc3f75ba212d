//! Objections (异议) to a published result: received from everybody while it is put up, answered and closed on record.
//!
//! What somebody wrote, and who they are, stands in the objection's row and nowhere else: not in the audit, not in a log.
//! The receipt is the only way to an answer without an account; the database holds its hash.

mod fault;
mod words;

pub use fault::{MOST, MOST_FIELD, MOST_TEXT};
use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::clock::{Moment, moment};
use crate::app::act::envelope::Besides;
use crate::app::act::permission::Act;
use crate::app::act::reason::stated;
use crate::app::act::record::Record;
use crate::app::act::second::own_account;
use crate::app::act::secret::Secret;
use crate::app::act::word::Word;
use crate::app::error::NotFound;
use crate::app::event::doing::Doing;
use crate::app::event::view::EventSummary;
use crate::app::result::notice::Notice;
use crate::app::{App, AppError};
use crate::store::objection::{self, ObjectionRow};
use crate::store::{Tx, signing};
use fault::Asked;
use words::{line, prose, receipt};

pub use fault::ObjectionFault;

/// What somebody hands in.
#[derive(Debug, Clone, Default)]
pub struct NewObjection {
    pub name: String,
    /// Unit; may be empty.
    pub unit: String,
    /// How to reach them.
    pub contact: String,
    /// The entry that it is about; empty where it is about none.
    pub entry: String,
    /// What they object to.
    pub text: String,
}

/// What somebody gets who handed in an objection; the receipt is shown this once.
#[derive(Debug, Clone)]
pub struct Handed {
    /// Its number in the event.
    pub number: i64,
    pub receipt: Secret,
}

/// What whoever holds a receipt reads of their objection: nothing of who they are.
#[derive(Debug, Clone)]
pub struct OwnObjection {
    pub number: i64,
    /// When it came.
    pub at: Moment,
    /// The answer and when it was given.
    pub answer: Option<(String, Moment)>,
    /// Whether it was upheld, why, and when that was decided.
    pub closed: Option<(bool, String, Moment)>,
}

/// The objections to an event, for those who answer them.
#[derive(Debug, Clone)]
pub struct Objections {
    pub event: EventSummary,
    /// Whether a name and a way to reach somebody are asked for.
    pub named: bool,
    /// All of them, oldest first.
    pub rows: Vec<ObjectionRow>,
    /// Entries by id: unit and name.
    pub entries: Vec<(String, String)>,
}

/// How an objection is closed.
#[derive(Debug, Clone)]
pub struct Closing {
    /// Whether it was right.
    pub upheld: bool,
    /// Why; whoever objected reads it.
    pub reason: String,
    /// What the public page says of it; empty: nothing.
    pub note: String,
}

impl NewObjection {
    /// What was typed, without blanks around it, where it can be taken.
    ///
    /// # Errors
    /// The first field that cannot.
    pub fn checked(self, named: bool) -> Result<Self, ObjectionFault> {
        let new = Self {
            name: line(Asked::NAME, &self.name)?,
            unit: line(Asked::UNIT, &self.unit)?,
            contact: line(Asked::CONTACT, &self.contact)?,
            entry: self.entry,
            text: prose(Asked::TEXT, &self.text)?,
        };
        let needed =
            [(Asked::TEXT, &new.text, true), (Asked::NAME, &new.name, named), (Asked::CONTACT, &new.contact, named)];
        let missing = needed.into_iter().find(|(_, text, needed)| *needed && text.is_empty()).map(|(what, ..)| what);
        missing.map_or(Ok(new), |what| Err(ObjectionFault::Missing(what)))
    }
}

impl Notice {
    /// Why no objection is taken at a moment; `None` where one is.
    #[must_use]
    pub fn takes_none(&self, now: Moment) -> Option<ObjectionFault> {
        if self.reopened {
            Some(ObjectionFault::Reopened)
        } else if now >= self.until {
            Some(ObjectionFault::Over(self.until))
        } else if self.archived {
            Some(ObjectionFault::Archived)
        } else {
            None
        }
    }
}

impl App {
    /// Takes an objection to the published result of an event, from anybody.
    ///
    /// # Errors
    /// [`ObjectionFault`] with what is against it; where nothing of the event was published.
    pub fn object(&self, event: &str, new: NewObjection) -> Result<Handed, AppError> {
        let notice = self.notice(event)?;
        if let Some(fault) = notice.takes_none(self.clock.now()) {
            return Err(fault.into());
        }
        let new = new.checked(notice.named)?;
        let known = |id: &str| notice.result.report.ranking.iter().any(|row| row.entry == id);
        if !new.entry.is_empty() && !known(&new.entry) {
            return Err(ObjectionFault::UnknownEntry(new.entry.chars().take(40).collect()).into());
        }
        let (id, now, receipt) = (event.to_owned(), self.clock.micros(), Secret::password());
        let (token_sha256, result) = (receipt.sha256(), notice.result.head.number);
        let number = self.write_besides(Besides::Objection, move |tx| {
            // it may have been opened again, or put into the archive, meanwhile
            let head = Self::head(tx, &id)?;
            let last = signing::publications(tx, &id)?.pop();
            if head.published_at.is_none() || last.is_none_or(|last| last.number != result) {
                return Err(ObjectionFault::Reopened.into());
            }
            if head.archived_at.is_some() {
                return Err(ObjectionFault::Archived.into());
            }
            let number = objection::count(tx, &id)? + 1;
            if number > MOST {
                return Err(ObjectionFault::Full.into());
            }
            let row = new_row(&id, number, result, token_sha256, new, now);
            // neither who it is nor what they say: the audit outlives both
            let after = json!({ "number": number, "result": result, "entry": row.entry });
            objection::insert(tx, &row)?;
            let visitor = Actor::visitor();
            Self::put_on_record(
                tx,
                now,
                &visitor,
                Record { word: Word::Object, event: id.clone(), subject: subject(number), before: Value::Null, after },
            )?;
            Ok::<_, AppError>(number)
        })?;
        Ok(Handed { number, receipt })
    }

    /// How an objection stands, for whoever has its receipt.
    ///
    /// # Errors
    /// [`ObjectionFault::NoReceipt`]; where nothing of the event was published.
    pub fn own_objection(&self, event: &str, typed: &str) -> Result<OwnObjection, AppError> {
        self.notice(event)?;
        let none = || AppError::from(ObjectionFault::NoReceipt);
        let token = receipt(typed).ok_or_else(none)?.sha256();
        let row = self.store.read(|tx| objection::by_receipt(tx, event, &token))?.ok_or_else(none)?;
        let answer = row.answered_at.filter(|_| !row.answer.is_empty()).map(|at| (row.answer, moment(at)));
        let closed = row.upheld.zip(row.closed_at).map(|(upheld, at)| (upheld, row.reason, moment(at)));
        Ok(OwnObjection { number: row.number, at: moment(row.at), answer, closed })
    }

    pub fn objections(&self, actor: &Actor, event: &str) -> Result<Objections, AppError> {
        self.look(actor, Act::SeeObjections, event, |tx, head, frame| {
            let named = |entry: &crate::app::event::wire::EntryView| {
                let parts = [entry.unit.as_str(), entry.name.as_str()];
                (entry.id.clone(), parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
            };
            Ok(Objections {
                event: frame.summary(head)?,
                named: head.objections_named,
                rows: objection::list(tx, event)?,
                entries: frame.entry_views().iter().map(named).collect(),
            })
        })
    }

    /// Sets whether objections must bear a name and a way to reach somebody; before the close only, so that the terms
    /// are not changed while a result is put up.
    ///
    /// # Errors
    /// Where the actor may not, or the event is closed.
    pub fn set_objections(&self, actor: &Actor, event: &str, named: bool) -> Result<(), AppError> {
        self.act(actor, event, Doing::of(Act::Configure, Word::SetObjections, "event"), move |_, head, _| {
            let before = json!({ "named": head.objections_named });
            head.objections_named = named;
            Ok((before, json!({ "named": named })))
        })
    }

    /// Answers an objection, or answers it anew while it is open.
    ///
    /// # Errors
    /// [`ObjectionFault`] with what is against it; where the actor may not, or there is no such objection.
    pub fn answer_objection(&self, actor: &Actor, event: &str, number: i64, answer: &str) -> Result<(), AppError> {
        let (by, _) = own_account(actor, Act::AnswerObjection)?;
        let answer = prose(Asked::ANSWER, answer)?;
        if answer.is_empty() {
            return Err(ObjectionFault::Missing(Asked::ANSWER).into());
        }
        let (id, now) = (event.to_owned(), self.clock.micros());
        self.act(
            actor,
            event,
            Doing::of(Act::AnswerObjection, Word::AnswerObjection, subject(number)),
            move |tx, _head, _| {
                let mut row = open(tx, &id, number)?;
                let before = json!({ "answer": row.answer });
                (row.answer, row.answered_by, row.answered_at) = (answer, Some(by), Some(now));
                objection::answer(tx, &row)?;
                Ok((before, json!({ "answer": row.answer })))
            },
        )
    }

    /// Closes an objection that was answered, for good.
    ///
    /// # Errors
    /// As [`App::answer_objection`]; [`ObjectionFault::NotAnswered`].
    pub fn close_objection(&self, actor: &Actor, event: &str, number: i64, closing: &Closing) -> Result<(), AppError> {
        let (by, _) = own_account(actor, Act::AnswerObjection)?;
        let (reason, note) = (stated(&closing.reason)?, prose(Asked::NOTE, &closing.note)?);
        let (id, now, upheld) = (event.to_owned(), self.clock.micros(), closing.upheld);
        self.act(
            actor,
            event,
            Doing::of(Act::AnswerObjection, Word::CloseObjection, subject(number)),
            move |tx, _head, _| {
                let mut row = open(tx, &id, number)?;
                if row.answered_at.is_none() {
                    return Err(ObjectionFault::NotAnswered(number).into());
                }
                (row.upheld, row.reason, row.note) = (Some(upheld), reason, note);
                (row.closed_by, row.closed_at) = (Some(by), Some(now));
                objection::close(tx, &row)?;
                Ok((Value::Null, json!({ "upheld": upheld, "reason": row.reason, "note": row.note })))
            },
        )
    }
}

fn subject(number: i64) -> String {
    format!("objection:{number}")
}

fn new_row(event: &str, number: i64, result: i64, token_sha256: String, new: NewObjection, now: i64) -> ObjectionRow {
    let NewObjection { name, unit, contact, entry, text } = new;
    ObjectionRow {
        event_id: event.to_owned(),
        number,
        result,
        token_sha256,
        name,
        unit,
        contact,
        entry,
        text,
        at: now,
        answer: String::new(),
        answered_by: None,
        answered_at: None,
        upheld: None,
        reason: String::new(),
        note: String::new(),
        closed_by: None,
        closed_at: None,
    }
}

/// An objection that is not closed.
fn open(tx: &mut Tx, event: &str, number: i64) -> Result<ObjectionRow, AppError> {
    let none = || NotFound { what: "异议", id: number.to_string() };
    let row = objection::find(tx, event, number)?.ok_or_else(none)?;
    if row.closed_at.is_some() { Err(ObjectionFault::Closed(number).into()) } else { Ok(row) }
}
