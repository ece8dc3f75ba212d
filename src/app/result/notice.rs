//! What everybody reads of a published result.

use crate::app::act::clock::{DAY, Moment};
use crate::app::result::log::SignedHead;
use crate::app::result::past::PastResult;
use crate::store::objection::ObjectionRow;

/// A published result, as everybody may read it: no card and no mark is in it.
#[derive(Debug, Clone)]
pub struct Notice {
    pub result: PastResult,
    /// When it was published.
    pub from: Moment,
    /// Until when it is put up for objections.
    pub until: Moment,
    /// Whether the event was opened again since.
    pub reopened: bool,
    /// Whether it is in the archive.
    pub archived: bool,
    /// Whether objections must bear a name.
    pub named: bool,
    /// Days after the archive for which objections are kept.
    pub keep_days: i64,
    /// How many objections there were to the event's results.
    pub objections: Tally,
    /// What organisers chose to say in public of objections that were closed: number and words.
    pub notes: Vec<(i64, String)>,
    /// Whether there is a bundle that everybody gets.
    pub has_bundle: bool,
    /// The head of the event's log that was signed with the publication, where one was.
    pub head: Option<SignedHead>,
}

/// How objections to an event stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub received: usize,
    pub closed: usize,
    /// Of those upheld.
    pub upheld: usize,
}

impl Tally {
    pub(in crate::app) fn of(rows: &[ObjectionRow]) -> Self {
        let count = |is: fn(&ObjectionRow) -> bool| rows.iter().filter(|row| is(row)).count();
        Self {
            received: rows.len(),
            closed: count(|row| row.closed_at.is_some()),
            upheld: count(|row| row.upheld == Some(true)),
        }
    }

    /// Not closed yet.
    #[must_use]
    pub fn open(self) -> usize {
        self.received - self.closed
    }
}

/// Until when a publication is put up.
pub(in crate::app) fn until(at: i64, days: i64) -> i64 {
    at.saturating_add(days.saturating_mul(DAY))
}
