//! What is looked at: the list of events, the board, the ranking. Before the close nothing here
//! gives a score to anybody but organisers who opened the provisional standings.

use std::sync::Arc;

use serde_json::json;

use crate::app::act::actor::Actor;
use crate::app::act::clock::moment;
use crate::app::act::permission::{Act, check};
use crate::app::act::reason::stated;
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::error::Already;
use crate::app::error::NotFound;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::doing::Doing;
use crate::app::event::frozen::read_report;
use crate::app::event::progress::{may_see_result, progress_of};
use crate::app::event::view::{Board, EventSummary, Frozen, Progress, Ranking};
use crate::app::result::sureness::HowSure;
use crate::app::result::trust::Trust;
use crate::app::result::years::Before;
use crate::app::{App, AppError};
use crate::store::event::{self};
use crate::store::{Tx, result};

/// What stands beside a result on its board.
#[derive(Debug, Clone)]
pub struct Beside {
    pub trust: Trust,
    /// The last time before; `None` where there is none that the reader may see.
    pub before: Option<Before>,
    pub sure: HowSure,
}

/// What tells one state of a board from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pulse {
    /// Its reader sees no result: the event's version.
    Progress(i64),
    /// Its reader sees a result.
    Result {
        stamp: String,
        /// Whether it is published, and changes seldom from now on.
        published: bool,
    },
}

/// The provisional standings have not been opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("暂定名次尚未开启；开启会记入审计")]
pub struct ProvisionalNotOpen;

impl AppFault for ProvisionalNotOpen {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "provisional-not-open"
    }
}

impl App {
    /// The events, newest first.
    pub fn events(&self, actor: &Actor) -> Result<Vec<EventSummary>, AppError> {
        check(actor, Act::SeeProgress)?;
        self.store.read(|tx| {
            let heads = event::list(tx)?;
            heads.iter().map(|head| Ok(self.frame(tx, head)?.summary(head)?)).collect()
        })
    }

    pub fn event(&self, actor: &Actor, event: &str) -> Result<EventSummary, AppError> {
        self.look(actor, Act::SeeProgress, event, |_, head, frame| Ok(frame.summary(head)?))
    }

    /// How far an event is.
    pub fn progress(&self, actor: &Actor, event: &str) -> Result<Progress, AppError> {
        self.look(actor, Act::SeeProgress, event, |tx, head, frame| {
            let held = self.held(tx, head, frame)?;
            progress_of(head, frame, &held)
        })
    }

    /// The board: progress before the close; after it, for those who may see the result, the frozen one.
    pub fn board(&self, actor: &Actor, event: &str) -> Result<Board, AppError> {
        check(actor, Act::SeeProgress)?;
        if self.store.read(|tx| Ok::<_, AppError>(may_see_result(actor, &Self::head(tx, event)?).is_err()))? {
            return Ok(Board::Progress(self.progress(actor, event)?));
        }
        self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            let frame = self.frame(tx, &head)?;
            Ok(Board::Result {
                event: frame.summary(&head)?,
                entries: frame.entry_views(),
                rules: Arc::clone(&frame.rules),
                frozen: self.frozen(tx, event)?,
            })
        })
    }

    /// What stands beside the result on its board, for whoever may see that.
    ///
    /// # Errors
    /// Where the actor may not see the result.
    pub fn beside(&self, actor: &Actor, event: &str) -> Result<Beside, AppError> {
        check(actor, Act::SeeResult)?;
        let sure = self.sureness(actor, event)?;
        self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            may_see_result(actor, &head)?;
            let (frame, frozen) = (self.frame(tx, &head)?, self.frozen(tx, event)?);
            let trust = self.trust(tx, &head, &frame, &frozen)?;
            let before = self.before(tx, actor, &head, &frozen.report)?;
            Ok(Beside { trust, before, sure })
        })
    }

    /// What tells one state of the board from another, for whoever reads it: two of the same read the same.
    pub fn board_pulse(&self, actor: &Actor, event: &str) -> Result<Pulse, AppError> {
        check(actor, Act::SeeProgress)?;
        let verified = self.verifying.latest(event).map(|verified| (verified.at, verified.found.is_sound()));
        self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            if may_see_result(actor, &head).is_err() {
                return Ok(Pulse::Progress(head.version));
            }
            let number = result::latest_number(tx, event)?;
            let before = Self::before_stamp(tx, actor, &head)?;
            let stamp = format!("{head:?} {number:?} {verified:?} {before}");
            Ok(Pulse::Result { stamp, published: head.published_at.is_some() })
        })
    }

    /// What tells one state of a published result from another, for whoever may see it: two that bear the same stamp read
    /// the same. `None` where there is none that the actor may see.
    pub fn published_stamp(&self, actor: &Actor, event: &str) -> Result<Option<String>, AppError> {
        check(actor, Act::SeeProgress)?;
        self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            if head.published_at.is_none() || may_see_result(actor, &head).is_err() {
                return Ok(None);
            }
            let number = result::latest_number(tx, event)?;
            Ok(Some(format!("{head:?} {number:?}")))
        })
    }

    /// The ranking: frozen after the close; before it for organisers, once it was opened.
    ///
    /// # Errors
    /// [`Forbidden`], [`ProvisionalNotOpen`], or there is no such event.
    pub fn ranking(&self, actor: &Actor, event: &str) -> Result<Ranking, AppError> {
        // whoever may see neither learns nothing, not even whether there is such an event
        self.look(actor, Act::SeeResult, event, |tx, head, frame| {
            let summary = frame.summary(head)?;
            let components = frame.rules.components.iter().map(|component| component.name.clone()).collect();
            if state::why_not(Act::SeeResult, summary.state).is_none() {
                may_see_result(actor, head)?;
                let report = self.frozen(tx, event)?.report;
                return Ok(Ranking { event: summary, report, components, provisional: false });
            }
            check(actor, Act::SeeProvisional)?;
            if !head.provisional_open {
                return Err(ProvisionalNotOpen.into());
            }
            let report = Arc::clone(self.held(tx, head, frame)?.report(frame));
            Ok(Ranking { event: summary, report, components, provisional: true })
        })
    }

    /// Opens the provisional standings to organisers, on record.
    ///
    /// # Errors
    /// Where the actor may not, no reason is given, they are open already, or the event is closed.
    pub fn open_provisional(&self, actor: &Actor, event: &str, reason: &str) -> Result<(), AppError> {
        let reason = stated(reason)?;
        self.act(
            actor,
            event,
            Doing::of(Act::OpenProvisional, Word::OpenProvisional, "standings"),
            move |_, head, _| {
                if head.provisional_open {
                    return Err(Already { what: "暂定名次已经开启" }.into());
                }
                head.provisional_open = true;
                Ok((json!({ "open": false }), json!({ "open": true, "reason": reason })))
            },
        )
    }

    /// The latest frozen result of an event.
    pub(in crate::app) fn frozen(&self, tx: &mut Tx, event: &str) -> Result<Frozen, AppError> {
        let none = || NotFound { what: "封存的成绩", id: event.to_owned() };
        let latest = result::latest_number(tx, event)?.ok_or_else(none)?;
        // a result keeps its number when its steps are erased, maybe by another instance
        let whole = event::get(tx, event)?.erased_at.is_none();
        if let Some((number, frozen)) = self.memory.results().get(event)
            && whole
            && *number == latest
        {
            return Ok(frozen.clone());
        }
        let row = result::latest(tx, event)?.ok_or_else(none)?;
        let report = read_report(tx, &row)?;
        let frozen =
            Frozen { report: Arc::new(report), fingerprint: row.fingerprint, frozen_at: moment(row.frozen_at) };
        self.memory.results().insert(event.to_owned(), (row.number, frozen.clone()));
        Ok(frozen)
    }
}
