//! Publishing a frozen result. Where nobody has to sign it, and where whoever publishes has closed the event, a second person
//! has to approve, and everybody reads that.

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::clock::moment;
use crate::app::act::permission::{Act, check};
use crate::app::act::second::{Decision, may_decide, none_waits, own_account, waiting};
use crate::app::act::word::Word;
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::event::signers::Signers;
use crate::app::event::view::EventState;
use crate::app::result::bundle;
use crate::app::result::ready::{must_be_settled, must_be_signed};
use crate::app::result::signing_fault::SigningFault;
use crate::app::{App, AppError};
use crate::store::event::EventRow;
use crate::store::publish_request::{self, PublishRequestRow};
use crate::store::result::{self, ResultHead};
use crate::store::signing::{self, PublicationRow};
use crate::store::{StoreError, Tx, log};

/// Why a publication takes two people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakesTwo {
    /// Nobody has to sign.
    NoSigners,
    /// Whoever publishes has closed the event.
    Closer,
}

impl TakesTwo {
    /// The word that is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoSigners => "no-signers",
            Self::Closer => "closer",
        }
    }

    /// What people read.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NoSigners => "此活动没有设签字人，公布须有第二人同意",
            Self::Closer => "封存与公布为同一人，公布须有第二人同意",
        }
    }
}

/// What became of a wish to publish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publishing {
    /// It is published.
    Done,
    /// A second person has to approve.
    Asked,
}

/// Whether a publication by somebody would take a second person; `who` as the log names them.
pub(in crate::app) fn takes_two(tx: &mut Tx, head: &EventRow, who: &str) -> Result<Option<TakesTwo>, AppError> {
    if Signers::of_event(head)?.is_empty() {
        return Ok(Some(TakesTwo::NoSigners));
    }
    let closed = log::of_acts(tx, &head.id, &[Word::Close.as_str()])?.pop();
    Ok(closed.filter(|(leaf, _)| leaf.who == who).map(|_| TakesTwo::Closer))
}

/// The request to publish the latest result that waits; one for an earlier result has lapsed.
pub(in crate::app) fn waiting_of(tx: &mut Tx, head: &EventRow) -> Result<Option<PublishRequestRow>, AppError> {
    let latest = result::heads(tx, &head.id)?.pop();
    Ok(requests(tx, head, latest.as_ref())?.into_iter().find(|row| row.approved.is_none()))
}

fn requests(tx: &mut Tx, head: &EventRow, latest: Option<&ResultHead>) -> Result<Vec<PublishRequestRow>, AppError> {
    if !matches!(head.state()?, EventState::Closed | EventState::Signed) {
        return Ok(Vec::new());
    }
    let mut rows = publish_request::of_event(tx, &head.id)?;
    rows.retain(|row| {
        latest.is_some_and(|latest| (latest.number, &latest.fingerprint) == (row.result, &row.fingerprint))
    });
    Ok(rows)
}

/// The latest result, which may be published as far as signatures and open matters go.
fn ready(tx: &mut Tx, head: &EventRow) -> Result<ResultHead, AppError> {
    let last = result::heads(tx, &head.id)?.pop().ok_or(StoreError::NotFound)?;
    must_be_signed(tx, head, last.number)?;
    must_be_settled(tx, &last)?;
    Ok(last)
}

impl App {
    /// Publishes the frozen result, once it is signed; or, where that takes two people, asks for the second one.
    ///
    /// # Errors
    /// [`SigningFault`] with who is missing; [`NotReproduced`](bundle::NotReproduced); where a request waits, the actor may not, or the event is not closed.
    pub fn publish(&self, actor: &Actor, event: &str) -> Result<Publishing, AppError> {
        check(actor, Act::Publish)?;
        self.must_hold(event)?;
        let who = actor.name();
        let needs = self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            takes_two(tx, &head, &who)
        })?;
        match needs {
            Some(why) => self.ask_publishing(actor, event, why).map(|()| Publishing::Asked),
            None => self.publish_now(actor, event, Act::Publish, None).map(|()| Publishing::Done),
        }
    }

    fn ask_publishing(&self, actor: &Actor, event: &str, why: TakesTwo) -> Result<(), AppError> {
        let (asked_by, _) = own_account(actor, Act::Publish)?;
        let (id, now) = (event.to_owned(), self.clock.micros());
        let doing = Doing::of(Act::Publish, Word::AskPublishing, "event").beside_setup();
        self.act(actor, event, doing, move |tx, head, _| {
            let last = ready(tx, head)?;
            none_waits(&requests(tx, head, Some(&last))?)?;
            let number = publish_request::of_event(tx, &id)?.last().map_or(1, |last| last.number + 1);
            let after = json!({ "number": number, "result": last.number, "fingerprint": last.fingerprint,
                "why": why.as_str() });
            publish_request::ask(
                tx,
                &PublishRequestRow {
                    event_id: id,
                    number,
                    result: last.number,
                    fingerprint: last.fingerprint,
                    reason: why.as_str().to_owned(),
                    asked_by,
                    asked_at: now,
                    decided_by: None,
                    decided_at: None,
                    approved: None,
                },
            )?;
            Ok((Value::Null, after))
        })
    }

    /// Decides on the publication that waits: a second person approves, which publishes, or declines; whoever asked takes it
    /// back.
    pub fn decide_publishing(&self, actor: &Actor, event: &str, said: Decision) -> Result<(), AppError> {
        let (by, _) = own_account(actor, Act::DecidePublishing)?;
        if said == Decision::Approve {
            self.must_hold(event)?;
            return self.publish_now(actor, event, Act::DecidePublishing, Some(by));
        }
        let (id, now) = (event.to_owned(), self.clock.micros());
        let doing = Doing::of(Act::DecidePublishing, Word::DeclinePublishing, "event").beside_setup();
        self.act(actor, event, doing, move |tx, head, _| {
            let last = result::heads(tx, &id)?.pop();
            let mut row = waiting(requests(tx, head, last.as_ref())?)?;
            may_decide(&row, &by, said)?;
            (row.decided_by, row.decided_at, row.approved) = (Some(by), Some(now), Some(false));
            publish_request::decide(tx, &row)?;
            let after =
                json!({ "number": row.number, "asked_by": row.asked_by, "taken_back": said == Decision::TakeBack });
            Ok((Value::Null, after))
        })
    }

    /// Publishes, and keeps the bundles from which the result can be worked out again and checked; `second` has approved of
    /// what waits.
    fn publish_now(&self, actor: &Actor, event: &str, act: Act, second: Option<String>) -> Result<(), AppError> {
        let (app, id, who, now) = (self.clone(), event.to_owned(), actor.name(), self.clock.micros());
        self.act(actor, event, Doing::of(act, Word::Publish, "event"), move |tx, head, frame| {
            let was = head.state()?;
            let last = ready(tx, head)?;
            let by = match &second {
                None if takes_two(tx, head, &who)?.is_some() => return Err(SigningFault::Changed.into()),
                None => who,
                Some(by) => {
                    let mut row = waiting(requests(tx, head, Some(&last))?)?;
                    may_decide(&row, by, Decision::Approve)?;
                    (row.decided_by, row.decided_at, row.approved) = (Some(by.clone()), Some(now), Some(true));
                    publish_request::decide(tx, &row)?;
                    format!("account:{}", row.asked_by)
                }
            };
            let row = PublicationRow {
                event_id: id,
                number: last.number,
                fingerprint: last.fingerprint,
                who: by,
                at: now,
                days: head.notice_days,
                second,
            };
            let after = app.put_up_result(tx, head, frame, &row)?;
            Ok((json!({ "state": was.as_str() }), after))
        })
    }

    /// Writes a publication with its bundles into the event; gives what comes on record of it, which binds them.
    pub(in crate::app) fn put_up_result(
        &self,
        tx: &mut Tx,
        head: &mut EventRow,
        frame: &Frame,
        row: &PublicationRow,
    ) -> Result<Value, AppError> {
        signing::publish(tx, row)?;
        let bundles = bundle::keep(self, tx, head, frame, row)?;
        head.set_state(EventState::Published);
        head.published_at = Some(row.at);
        Ok(json!({ "state": "published", "number": row.number, "fingerprint": row.fingerprint,
            "published_at": moment(row.at), "asked_by": row.who, "second": row.second, "bundles": bundles }))
    }
}
