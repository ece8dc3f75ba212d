//! The announcement (揭晓) of a signed result. It is bound to the number and the fingerprint of the frozen result with which
//! it was begun: where the event's result is another one by now, or is open again, it has stopped by itself.
//!
//! Beginning and ending are on record; a step is not: which steps were taken changes no result and is seen by a whole hall.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::clock::{Moment, moment};
use crate::app::act::permission::Act;
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::event::doing::{Doing, Told};
use crate::app::event::frame::Frame;
use crate::app::event::view::EventState;
use crate::app::event::wire::EntryView;
use crate::app::result::wall::fault::WallFault;
use crate::app::result::wall::row::{Scene, row_of};
use crate::app::result::wall::steps::{self, Steps};
use crate::app::{App, AppError};
use crate::scoring::result::Report;
use crate::scoring::rules::Rules;
use crate::store::event::EventRow;
use crate::store::result::{self, ResultHead};
use crate::store::wall::{self, WallRow};
use crate::store::{StoreError, Tx};

/// An announcement, as far as it has come.
#[derive(Debug, Clone)]
pub struct Announcement {
    /// Number of the frozen result.
    pub number: i64,
    pub fingerprint: String,
    pub state: EventState,
    /// When the last signature was given, where somebody signs.
    pub signed_at: Option<Moment>,
    pub report: Arc<Report>,
    pub rules: Arc<Rules>,
    pub entries: Vec<EntryView>,
    pub steps: Steps,
    /// The step that is shown, from 0.
    pub at: usize,
}

/// Why an announcement has stopped by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Halted {
    /// The event is open again, or lacks signatures.
    Unbound,
    /// There is another result by now.
    Replaced { begun: i64, latest: i64 },
}

impl Halted {
    /// What whoever announces reads.
    #[must_use]
    pub fn sentence(self) -> String {
        match self {
            Self::Unbound => "揭晓已自动停止：活动已重新开放，或签字不再齐全。大屏已转为暂停".to_owned(),
            Self::Replaced { begun, latest } => {
                format!("揭晓已自动停止：揭晓依据第 {begun} 号成绩，现在是第 {latest} 号。大屏已转为暂停")
            }
        }
    }
}

/// A result that may be announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    pub number: i64,
    pub fingerprint: String,
    /// Into how many places it ranks its entries, at most in one track.
    pub places: usize,
    /// Who is not announced, and why.
    pub left_out: Vec<(String, &'static str)>,
}

impl App {
    /// What of the latest result could be announced, or the sentence that says why nothing can.
    pub(super) fn ready_to_announce(&self, tx: &mut Tx, head: &EventRow) -> Result<Result<Ready, String>, AppError> {
        if let Err(early) = state::allow(Act::Announce, head.state()?) {
            return Ok(Err(early.to_string()));
        }
        let Some(latest) = latest(tx, &head.id)? else { return Ok(Err(WallFault::NoPlaces.to_string())) };
        let frozen = self.frozen(tx, &head.id)?;
        let steps = Steps::of(&frozen.report, None);
        if steps.is_empty() {
            return Ok(Err(WallFault::NoPlaces.to_string()));
        }
        Ok(Ok(Ready {
            number: latest.number,
            fingerprint: latest.fingerprint,
            places: steps.most_places(),
            left_out: steps::left_out(&frozen.report),
        }))
    }

    /// The announcement of a row, or why it has stopped.
    pub(super) fn announcement(
        &self,
        tx: &mut Tx,
        head: &EventRow,
        frame: &Frame,
        row: Option<&WallRow>,
    ) -> Result<Result<Announcement, Halted>, AppError> {
        let corrupt = || StoreError::corrupt(format!("wall of {}: no result is announced", head.id));
        let row = row.ok_or_else(corrupt)?;
        let begun = row.result.ok_or_else(corrupt)?;
        if state::why_not(Act::Announce, head.state()?).is_some() {
            return Ok(Err(Halted::Unbound));
        }
        let latest = latest(tx, &head.id)?.ok_or(StoreError::NotFound)?;
        if latest.number != begun || Some(&latest.fingerprint) != row.fingerprint.as_ref() {
            return Ok(Err(Halted::Replaced { begun, latest: latest.number }));
        }
        let report = self.frozen(tx, &head.id)?.report;
        let from = row.from_place.and_then(|from| usize::try_from(from).ok());
        let steps = Steps::of(&report, from);
        Ok(Ok(Announcement {
            number: begun,
            fingerprint: latest.fingerprint,
            state: head.state()?,
            signed_at: head.signed_at.map(moment),
            at: usize::try_from(row.step).unwrap_or(0).min(steps.last()),
            report,
            rules: Arc::clone(&frame.rules),
            entries: frame.entry_views(),
            steps,
        }))
    }

    /// Begins to announce result `number`, from place `from` on one by one; the walls show its title.
    ///
    /// # Errors
    /// [`WallFault`]; where the actor may not, the result is not signed, or what is stored of the event does not hold.
    pub fn begin_reveal(
        &self,
        actor: &Actor,
        event: &str,
        (number, fingerprint): (i64, &str),
        from: Option<usize>,
    ) -> Result<(), AppError> {
        crate::app::act::permission::check(actor, Act::Announce)?;
        self.must_hold(event)?;
        let (app, id, now) = (self.clone(), event.to_owned(), self.clock.micros());
        let fingerprint = fingerprint.to_owned();
        let doing = Doing::of(Act::Announce, Word::BeginReveal, format!("result:{number}")).changing_nothing();
        self.act(actor, event, doing, move |tx, _, _| {
            let mut row = row_of(tx, &id, now)?;
            if Scene::of(Some(&row))? == Scene::Reveal {
                return Err(WallFault::Announcing.into());
            }
            let is_latest = |latest: &ResultHead| latest.number == number && latest.fingerprint == fingerprint;
            latest(tx, &id)?.filter(is_latest).ok_or(WallFault::Changed)?;
            let steps = Steps::of(&app.frozen(tx, &id)?.report, from);
            if steps.is_empty() {
                return Err(WallFault::NoPlaces.into());
            }
            let most = steps.most_places();
            if from.is_some_and(|from| !(1..=most).contains(&from)) {
                return Err(WallFault::From(most).into());
            }
            Scene::Reveal.as_str().clone_into(&mut row.scene);
            row.result = Some(number);
            row.from_place = from.and_then(|from| i64::try_from(from).ok());
            (row.is_black, row.step, row.changed_at) = (false, 0, now);
            let after = json!({ "number": number, "fingerprint": fingerprint, "from": from });
            row.fingerprint = Some(fingerprint);
            wall::put(tx, &row)?;
            Ok((Value::Null, after))
        })
    }

    /// Ends an announcement, also one that has stopped by itself; the walls go dark.
    ///
    /// # Errors
    /// [`WallFault::NotAnnouncing`]; where the actor may not, or there is no such event.
    pub fn end_reveal(&self, actor: &Actor, event: &str) -> Result<(), AppError> {
        let (id, now) = (event.to_owned(), self.clock.micros());
        let doing = Doing::of(Act::Announce, Word::EndReveal, "wall").at_any_time().changing_nothing();
        self.act(actor, event, doing, move |tx, _, _| {
            let mut row = row_of(tx, &id, now)?;
            if Scene::of(Some(&row))? != Scene::Reveal {
                return Err(WallFault::NotAnnouncing.into());
            }
            let after = json!({ "number": row.result, "step": row.step });
            Scene::Blank.as_str().clone_into(&mut row.scene);
            (row.result, row.fingerprint, row.from_place) = (None, None, None);
            (row.is_black, row.step, row.changed_at) = (false, 0, now);
            wall::put(tx, &row)?;
            Ok((Value::Null, after))
        })
    }

    /// Goes one step on, or back. `from` is the step that whoever pressed saw: where the announcement is at another one by
    /// now, nothing is done, so that of two presses one counts. Says whether it went.
    ///
    /// # Errors
    /// [`WallFault::NotAnnouncing`]; where the actor may not, or the announcement has stopped by itself.
    pub fn step_reveal(
        &self,
        actor: &Actor,
        event: &str,
        (number, from): (i64, usize),
        on: bool,
    ) -> Result<bool, AppError> {
        let now = self.clock.micros();
        self.while_announcing(actor, event, move |row, announcement| {
            if announcement.number != number || announcement.at != from {
                return Ok(false);
            }
            let to = if on { from + 1 } else { from.saturating_sub(1) };
            if to == from || to > announcement.steps.last() {
                return Ok(false);
            }
            row.step = i64::try_from(to).unwrap_or(i64::MAX);
            (row.is_black, row.changed_at) = (false, now);
            Ok(true)
        })
    }

    /// Makes the walls dark, or bright again, while a result is announced.
    ///
    /// # Errors
    /// As [`step_reveal`](Self::step_reveal).
    pub fn black_out(&self, actor: &Actor, event: &str, is_black: bool) -> Result<bool, AppError> {
        let now = self.clock.micros();
        self.while_announcing(actor, event, move |row, _| {
            let other = row.is_black != is_black;
            (row.is_black, row.changed_at) = (is_black, now);
            Ok(other)
        })
    }

    /// One change of an announcement that is under way; not on record.
    fn while_announcing(
        &self,
        actor: &Actor,
        event: &str,
        change: impl FnOnce(&mut WallRow, &Announcement) -> Result<bool, AppError> + Send + 'static,
    ) -> Result<bool, AppError> {
        let (app, id, now) = (self.clone(), event.to_owned(), self.clock.micros());
        let doing = Doing::of(Act::Announce, Word::BeginReveal, "wall").changing_nothing();
        self.act(actor, event, doing, move |tx, head, frame| {
            let mut row = row_of(tx, &id, now)?;
            if Scene::of(Some(&row))? != Scene::Reveal {
                return Err(WallFault::NotAnnouncing.into());
            }
            let announcement = app.announcement(tx, head, frame, Some(&row))?;
            let announcement = announcement.map_err(|_| WallFault::Changed)?;
            let changed = change(&mut row, &announcement)?;
            if changed {
                wall::put(tx, &row)?;
            }
            Ok(Told::by_itself(changed))
        })
    }
}

fn latest(tx: &mut Tx, event: &str) -> Result<Option<ResultHead>, StoreError> {
    Ok(result::heads(tx, event)?.pop())
}
