//! Standings in memory by the event's version: when cards came, only those are read, and the event is
//! tabulated anew for whoever asks for its standings. Computed by `scoring` and nowhere else.

use std::sync::Arc;

use crate::app::event::card::{self, Place};
use crate::app::event::frame::Frame;
use crate::app::event::memory::{Held, lock};
use crate::app::event::op::read_op;
use crate::app::event::wire::OpFault;
use crate::app::{App, AppError};
use crate::scoring::event::Event;
use crate::store::event::EventRow;
use crate::store::operation::{self, OperationRow};
use crate::store::{StoreError, Tx};

impl App {
    /// The standings of an event at the version of `head`.
    pub(in crate::app) fn held(&self, tx: &mut Tx, head: &EventRow, frame: &Frame) -> Result<Held, AppError> {
        let slot = self.memory.standings(&head.id);
        let mut slot = lock(&slot);
        if let Some(held) = slot.as_ref()
            && held.setup_version == head.setup_version
            && held.version == head.version
        {
            return Ok(held.clone());
        }
        // a reader whose snapshot is older than what is held must not see what came later
        let start = slot.take().filter(|h| h.setup_version == head.setup_version && h.version < head.version);
        let (mut event, since) = match start {
            Some(held) => (held.event, held.version),
            None => (Arc::new(frame.event.clone()), 0),
        };
        fill(Arc::make_mut(&mut event), frame, &operation::recorded_after(tx, &head.id, since)?)?;
        let held = Held::new(head, event);
        *slot = Some(held.clone());
        Ok(held)
    }

    /// The event with all marks that count, read anew.
    pub(in crate::app) fn filled(tx: &mut Tx, event: &str, frame: &Frame) -> Result<Event, AppError> {
        let mut filled = frame.event.clone();
        fill(&mut filled, frame, &operation::recorded_after(tx, event, 0)?)?;
        Ok(filled)
    }
}

/// Writes recorded operations, oldest first, into an event.
pub(in crate::app) fn fill(event: &mut Event, frame: &Frame, rows: &[OperationRow]) -> Result<(), StoreError> {
    for row in rows {
        let place = place(frame, row)?;
        card::fill(event, frame, place, &read_op(row)?.marks);
    }
    Ok(())
}

/// Where the card of an operation is.
pub(in crate::app) fn place(frame: &Frame, row: &OperationRow) -> Result<Place, StoreError> {
    let dangling = |id: &str| StoreError::corrupt(format!("operation {}: {id}", row.op));
    Ok(Place {
        component: frame.component(&row.component).ok_or_else(|| dangling(&row.component))?,
        judge: frame.judge(&row.judge).ok_or_else(|| dangling(&row.judge))?,
        entry: match row.entry.as_str() {
            "" => None,
            id => Some(frame.entry(id).ok_or_else(|| dangling(id))?),
        },
    })
}

/// What a recorded op lacks under the present rules, where they cannot read all of it; for the judge's own page.
pub(in crate::app) fn is_unfit(frame: &Frame, row: &OperationRow) -> Result<bool, StoreError> {
    let at = place(frame, row)?;
    let faults = card::parse(frame, at, &read_op(row)?.marks).err().unwrap_or_default();
    Ok(faults.iter().any(|(_, fault)| match fault {
        // a mark that counts no longer asks nothing of the judge
        OpFault::NotOnCard | OpFault::Signature(_) | OpFault::Confirmation(_) => false,
        OpFault::Blank | OpFault::Votes { .. } => true,
        // on a ballot an exclusion leaves a gap, which is closed without the judge
        OpFault::Mark { .. } | OpFault::PlaceTwice { .. } | OpFault::Malformed | OpFault::TooLong { .. } => {
            at.entry.is_some()
        }
    }))
}
