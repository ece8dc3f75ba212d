//! What is shown of the reports: plain data, for those who draw pages.

use super::standing::Pace;
use crate::app::act::clock::{Moment, minutes};
use crate::app::event::view::EventSummary;

/// Somebody who is called up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnView {
    pub number: i64,
    pub entry: String,
    pub unit: String,
    pub pace: Pace,
    /// Seconds that it has.
    pub limit: i64,
    /// Seconds before the end at which the bell rings; 0 where it does not.
    pub bell: i64,
    /// Whole seconds that it took by now.
    pub used: i64,
    /// Milliseconds of what is over of it.
    pub done_ms: i64,
    /// Since when it runs, in milliseconds; `None` where it does not.
    pub since_ms: Option<i64>,
}

impl TurnView {
    /// Seconds over the limit; 0 where it is not.
    #[must_use]
    pub fn over(&self) -> i64 {
        (self.used - self.limit).max(0)
    }
}

/// A place in the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    pub place: usize,
    pub entry: String,
    pub unit: String,
    /// The project, where the unit has several.
    pub project: String,
    pub track: String,
    /// It takes part no longer, or is there no more.
    pub withdrawn: bool,
    /// Seconds of its report, and those that it might take.
    pub used: Option<(i64, i64)>,
}

/// How somebody sees the reports: what everybody in the hall may.
#[derive(Debug, Clone)]
pub struct Reporting {
    pub event: EventSummary,
    /// The component that is reported; `None` where judges give marks in none.
    pub component: Option<String>,
    /// Seconds of a report.
    pub limit: i64,
    pub now: Moment,
    /// The order that holds, with its places.
    pub order: Option<OrderView>,
    pub slots: Vec<Slot>,
    pub current: Option<TurnView>,
    /// Who comes next, as an index into the places.
    pub next: Option<usize>,
    /// Whether what was over in the current turn waits for a decision.
    pub proposed: bool,
}

impl Reporting {
    /// The place of whoever is called up.
    #[must_use]
    pub fn place(&self) -> Option<&Slot> {
        let current = self.current.as_ref()?;
        self.slots.iter().find(|slot| slot.entry == current.entry)
    }
}

/// How an order was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderView {
    pub number: i64,
    /// Whether it was drawn here, and not entered.
    pub is_drawn: bool,
    pub by_track: bool,
    /// Leaves of the log then, their root, the digits and the seed.
    pub size: i64,
    pub head: String,
    pub typed: String,
    pub seed: String,
    pub reason: String,
    pub who: String,
    pub at: Moment,
    /// The units in it.
    pub units: Vec<String>,
}

/// What became of a report that was too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    Deducted {
        /// Points as they were entered.
        points: String,
        /// Whether that was taken back since.
        withdrawn: bool,
    },
    Waived,
    Undone,
}

/// A report that was too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OvertimeView {
    pub number: i64,
    pub entry: String,
    pub unit: String,
    pub limit: i64,
    pub used: i64,
    pub decided: Option<Decided>,
    pub reason: String,
    pub who: String,
}

impl OvertimeView {
    /// By how much, as it stands in the reason of a deduction.
    #[must_use]
    pub fn said(&self) -> String {
        format!("汇报超时 {}（限时 {}）", minutes(self.used - self.limit), minutes(self.limit))
    }
}

/// A component that may be the one that is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub id: String,
    pub name: String,
    pub is_chosen: bool,
}

/// The organiser's page.
#[derive(Debug, Clone)]
pub struct CallView {
    pub reporting: Reporting,
    /// What buttons are pressed at.
    pub stamp: String,
    /// Another text when the page would show something else.
    pub pulse: String,
    /// Seconds before the end of a report at which the bell rings; 0 where it does not.
    pub bell: i64,
    pub parts: Vec<Part>,
    /// Whether the rules rank tracks apart.
    pub has_tracks: bool,
    /// All entries that take part: id, unit.
    pub entries: Vec<(String, String)>,
    /// Those of them that are not in the order.
    pub unlisted: Vec<String>,
    /// Orders that no longer hold, newest first.
    pub earlier: Vec<OrderView>,
    pub overtimes: Vec<OvertimeView>,
}

impl CallView {
    /// How much nobody has decided about.
    #[must_use]
    pub fn undecided(&self) -> usize {
        self.overtimes.iter().filter(|one| one.decided.is_none()).count()
    }
}
