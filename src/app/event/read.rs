//! Reading an event: its head, its frame, from memory where its set-up has not changed, and a judge's own cards, of which
//! only what has come since is read.

use std::sync::Arc;

use crate::app::error::NotFound;
use crate::app::event::frame::{Frame, OnTheDay};
use crate::app::event::memory::lock;
use crate::app::event::own::OwnCards;
use crate::app::{App, AppError};
use crate::folder;
use crate::store::event::{self, EventRow};
use crate::store::{StoreError, Tx, setup};

impl App {
    /// The head of an event, or that there is none: a discarded one is not there.
    pub(in crate::app) fn head(tx: &mut Tx, id: &str) -> Result<EventRow, AppError> {
        let none = || NotFound { what: "评比活动", id: id.to_owned() };
        match event::get(tx, id) {
            Ok(head) if head.discarded_at.is_none() => Ok(head),
            Ok(_) | Err(StoreError::NotFound) => Err(none().into()),
            Err(other) => Err(other.into()),
        }
    }

    /// The frame of an event, from memory where its setup has not changed.
    pub(in crate::app) fn frame(&self, tx: &mut Tx, head: &EventRow) -> Result<Arc<Frame>, AppError> {
        if let Some((version, frame)) = self.memory.frames().get(&head.id)
            && *version == head.setup_version
        {
            return Ok(Arc::clone(frame));
        }
        let frame = Arc::new(Self::read_frame(tx, head)?);
        self.memory.frames().insert(head.id.clone(), (head.setup_version, Arc::clone(&frame)));
        Ok(frame)
    }

    /// Looks at a judge's own cards at the version of `head`.
    pub(in crate::app) fn own<T>(
        &self,
        tx: &mut Tx,
        head: &EventRow,
        judge: &str,
        look: impl FnOnce(&OwnCards) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        let place = self.memory.own(&head.id, judge);
        let mut held = lock(place.cards());
        let mut own = held.take().filter(|own| own.may_become(head)).unwrap_or_default();
        own.bring_up(tx, head, judge)?;
        let looked = look(&own);
        place.weighs(own.held());
        *held = Some(own);
        looked
    }

    /// The frame of an event, read anew.
    pub(in crate::app) fn read_frame(tx: &mut Tx, head: &EventRow) -> Result<Frame, AppError> {
        let text = event::rules_text(tx, &head.id)?;
        let rules = folder::rules::parse(&text)
            .map_err(|faults| StoreError::corrupt(format!("rules of {}: {} faults", head.id, faults.len())))?;
        let setup = setup::load(tx, &head.id, &rules)?;
        let day = OnTheDay::load(tx, &head.id, &setup)?;
        Ok(Frame::new(rules, text, head.rules_sha256.clone(), setup).on_the_day(day))
    }
}
