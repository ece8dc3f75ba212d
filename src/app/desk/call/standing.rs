//! What stands of an event's reports: the order that holds, the turns, and where the clock is.

use super::fault::CallFault;
use crate::app::AppError;
use crate::app::event::frame::Frame;
use crate::store::call::{self, CallOrderRow, CallTurnRow};
use crate::store::{StoreError, Tx};

/// From when until when a turn ran.
pub(super) type Span = (i64, Option<i64>);

/// Microseconds of a second.
const SECOND: i64 = 1_000_000;

/// Where the clock of a turn is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Called up, and not begun.
    Waiting,
    Running,
    Paused,
    Ended,
}

/// A turn, read.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    pub row: CallTurnRow,
    pub spans: Vec<Span>,
}

impl Turn {
    fn read(row: CallTurnRow) -> Result<Self, StoreError> {
        let spans = serde_json::from_str(&row.spans)
            .map_err(|error| StoreError::corrupt(format!("turn {} of {}: {error}", row.number, row.event_id)))?;
        Ok(Self { row, spans })
    }

    pub(super) fn pace(&self) -> Pace {
        match (self.row.ended_at, self.spans.last()) {
            (Some(_), _) => Pace::Ended,
            (None, None) => Pace::Waiting,
            (None, Some((_, None))) => Pace::Running,
            (None, Some((_, Some(_)))) => Pace::Paused,
        }
    }

    /// Microseconds of the spans that are over.
    pub(super) fn done(&self) -> i64 {
        // a clock that was put back takes nothing away
        self.spans.iter().filter_map(|(from, to)| to.map(|to| (to - from).max(0))).sum()
    }

    /// Since when it runs.
    pub(super) fn since(&self) -> Option<i64> {
        self.spans.last().filter(|(_, to)| to.is_none()).map(|(from, _)| *from)
    }

    /// Whole seconds that it took by a moment.
    pub(super) fn used(&self, now: i64) -> i64 {
        (self.done() + self.since().map_or(0, |since| (now - since).max(0))) / SECOND
    }
}

/// All that stands.
pub(super) struct Standing {
    pub orders: Vec<CallOrderRow>,
    /// The ids of the entries in the order that holds.
    pub order: Vec<String>,
    /// Those that were not set aside, oldest first.
    pub turns: Vec<Turn>,
    /// How many turns there were at all.
    pub made: i64,
}

impl Standing {
    pub(super) fn read(tx: &mut Tx, event: &str) -> Result<Self, StoreError> {
        let orders = call::orders(tx, event)?;
        let order = orders.last().map(entries).transpose()?.unwrap_or_default();
        let rows = call::turns(tx, event)?;
        let made = rows.last().map_or(0, |row| row.number);
        let stands = rows.into_iter().filter(|row| row.undone_at.is_none());
        Ok(Self { orders, order, made, turns: stands.map(Turn::read).collect::<Result<_, _>>()? })
    }

    /// Who was called up last.
    pub(super) fn current(&self) -> Option<&Turn> {
        self.turns.last()
    }

    /// What is pressed at: whatever is pressed or drawn makes it another one.
    pub(super) fn stamp(&self) -> String {
        let step = self.turns.last().map_or(0, |turn| turn.row.step);
        format!("{}.{}.{step}", self.orders.len(), self.made)
    }

    /// Refuses what was pressed at another state.
    pub(super) fn is_at(&self, at: &str) -> Result<(), CallFault> {
        if self.stamp() == at { Ok(()) } else { Err(CallFault::Moved) }
    }

    /// The turn in which an entry has reported.
    pub(super) fn reported(&self, entry: &str) -> Option<&Turn> {
        self.turns.iter().rev().find(|turn| turn.row.entry == entry && turn.pace() == Pace::Ended)
    }

    /// Who comes next: the first of the order that takes part, has not reported and is not called up.
    pub(super) fn next(&self, frame: &Frame) -> Option<&String> {
        let called = self.current().filter(|turn| turn.pace() != Pace::Ended).map(|turn| &turn.row.entry);
        self.order.iter().find(|id| {
            let takes_part = frame.entry(id).is_some_and(|entry| !frame.day.is_withdrawn(entry));
            takes_part && Some(*id) != called && self.reported(id).is_none()
        })
    }

    /// Refuses where the order must not change: somebody reports.
    pub(super) fn nobody_reports(&self, frame: &Frame) -> Result<(), AppError> {
        let runs = |turn: &&Turn| matches!(turn.pace(), Pace::Running | Pace::Paused);
        match self.current().filter(runs) {
            Some(turn) => Err(CallFault::Running(unit(frame, &turn.row.entry)).into()),
            None => Ok(()),
        }
    }
}

/// The entries of an order.
pub(super) fn entries(row: &CallOrderRow) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(&row.entries)
        .map_err(|error| StoreError::corrupt(format!("order {} of {}: {error}", row.number, row.event_id)))
}

/// The unit of an entry; its id where it is there no more.
pub(super) fn unit(frame: &Frame, id: &str) -> String {
    frame.entry(id).map_or_else(|| id.to_owned(), |entry| frame.setup.entries[entry].unit.clone())
}
