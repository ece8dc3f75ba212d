//! Opening an event, and rehearsing it before: a rehearsal is a clone without cards, marked everywhere, that is
//! as if it had never been once it is discarded.

use serde_json::json;

use crate::app::act::actor::Actor;
use crate::app::act::label::REHEARSAL_LABEL;
use crate::app::act::permission::{Act, check};
use crate::app::act::record::Record;
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::doing::Doing;
use crate::app::event::signers::CardSigning;
use crate::app::event::view::{EventState, EventSummary};
use crate::app::setup::edit::{self, EditFault, Lack};
use crate::app::setup::folder_io::fresh_id;
use crate::app::{App, AppError};
use crate::store::day::{self, DayRow};
use crate::store::event::{self, EventRow, NewEvent};
use crate::store::setup::{self, Setup};
use crate::store::{Tx, session};

/// Why an event is not rehearsed, or a rehearsal not discarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RehearsalFault {
    /// It is a rehearsal itself.
    #[error("这本身就是演练，请从正式活动新建演练")]
    IsOne,
    /// It is none, and real events are not discarded.
    #[error("这不是演练。正式的评比活动不能作废")]
    IsNone,
}

impl AppFault for RehearsalFault {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "rehearsal"
    }
}

impl App {
    /// Opens a draft event: cards are taken from now on. Its rehearsals are discarded with it.
    ///
    /// # Errors
    /// Where the actor may not, there is no such event, it is no draft, or something that must be there is lacking
    /// ([`EditFault::NotReady`]).
    pub fn open_event(&self, actor: &Actor, event: &str) -> Result<(), AppError> {
        let (id, by, now) = (event.to_owned(), actor.clone(), self.clock.micros());
        let by_line = CardSigning::of_line(self.is_encrypted);
        self.act(actor, event, Doing::of(Act::OpenEvent, Word::Open, "event"), move |tx, head, frame| {
            let mut lacking = edit::lacking(frame);
            lacking.retain(Lack::must);
            if !lacking.is_empty() {
                return Err(EditFault::NotReady(lacking).into());
            }
            head.set_state(EventState::Open);
            let cards = CardSigning::set(head)?.unwrap_or(by_line);
            head.signed = Some(cards.as_str().to_owned());
            let rehearsals = event::rehearsals(tx, &id)?;
            let discarded: Vec<String> = rehearsals.iter().map(|rehearsal| rehearsal.id.clone()).collect();
            for rehearsal in rehearsals {
                let record = discard(tx, rehearsal, now)?;
                Self::put_on_record(tx, now, &by, record)?;
            }
            Ok((
                json!({ "state": "draft" }),
                json!({ "state": "open", "discarded": discarded, "cards": cards.as_str() }),
            ))
        })
    }

    /// Makes a rehearsal of an event that is not closed, open at once, and gives its id: setup and rules are the
    /// event's; there are no cards and no arrivals in it.
    ///
    /// # Errors
    /// Where the actor may not, there is no such event, it is closed, or a rehearsal itself.
    pub fn rehearse(&self, actor: &Actor, event: &str) -> Result<String, AppError> {
        let (app, made_by, event) = (self.clone(), actor.name(), event.to_owned());
        // on record as an act on the new event, and not on the one that it is a rehearsal of
        self.on_record(actor, Act::Rehearse, move |tx, now| {
            let head = Self::head(tx, &event)?;
            if head.rehearsal {
                return Err(RehearsalFault::IsOne.into());
            }
            state::allow(Act::Rehearse, head.state()?)?;
            let frame = app.frame(tx, &head)?;
            let cards = CardSigning::set(&head)?.unwrap_or_else(|| CardSigning::of_line(app.is_encrypted));
            let new = NewEvent {
                id: fresh_id(tx)?,
                title: format!("{REHEARSAL_LABEL}：{}", head.title),
                state: EventState::Open,
                rules_text: frame.rules_text.clone(),
                rules_sha256: frame.rules_sha256.clone(),
                demo: head.demo,
                rehearsal: true,
                rehearsal_of: Some(head.id.clone()),
                signers: head.signers.clone(),
                result_from: head.result_from.clone(),
                signed: Some(cards.as_str().to_owned()),
                spot_places: head.spot_places,
                created_at: now,
                made_by,
            };
            event::insert(tx, &new)?;
            setup::insert(tx, &new.id, &frame.rules, &unused(&frame.setup))?;
            let mut made = Self::head(tx, &new.id)?;
            (made.confirming, made.bundle_cards) = (head.confirming.clone(), head.bundle_cards.clone());
            event::update(tx, &made)?;
            for row in day::of_event(tx, &head.id)? {
                day::append(tx, DayRow { event_id: new.id.clone(), ..row })?;
            }
            let after = json!({ "of": head.id, "title": new.title, "rules": new.rules_sha256 });
            let record = Record::of_new(Word::Rehearse, &new.id, after);
            Ok((new.id, Some(record)))
        })
    }

    /// The rehearsals of an event that were not discarded, oldest first.
    pub fn rehearsals(&self, actor: &Actor, event: &str) -> Result<Vec<EventSummary>, AppError> {
        check(actor, Act::SeeDesk)?;
        self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            let heads = event::rehearsals(tx, &head.id)?;
            heads.iter().map(|head| Ok(self.frame(tx, head)?.summary(head)?)).collect()
        })
    }

    /// Discards a rehearsal: it is listed no longer, its links and its judges' sessions end, and nothing is
    /// accepted for it any more.
    ///
    /// # Errors
    /// Where the actor may not, there is no such event, or it is no rehearsal.
    pub fn discard_rehearsal(&self, actor: &Actor, event: &str) -> Result<(), AppError> {
        let event = event.to_owned();
        self.on_record(actor, Act::Rehearse, move |tx, now| {
            let head = Self::head(tx, &event)?;
            if !head.rehearsal {
                return Err(RehearsalFault::IsNone.into());
            }
            Ok(((), Some(discard(tx, head, now)?)))
        })
    }
}

fn discard(tx: &mut Tx, mut head: EventRow, now: i64) -> Result<Record, AppError> {
    let links = session::revoke_links(tx, &head.id, now)?;
    let sessions = session::revoke_judges(tx, &head.id, now)?;
    head.discarded_at = Some(now);
    head.raise_setup();
    event::update(tx, &head)?;
    let after = json!({ "of": head.rehearsal_of, "links": links, "sessions": sessions });
    let before = json!({ "state": head.state()?.as_str() });
    Ok(Record { word: Word::Discard, event: head.id, subject: "event".to_owned(), before, after })
}

/// A setup as it was before the day: nobody has arrived anywhere, and there are no comments on cards.
fn unused(setup: &Setup) -> Setup {
    let mut setup = setup.clone();
    setup.comments.clear();
    for stop in &mut setup.checkpoints {
        (stop.arrived_at, stop.left_at) = (None, None);
    }
    setup
}
