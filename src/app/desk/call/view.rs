//! What is shown of the reports: who reports, who comes next, the order with the times, and what was over.

use super::order::taking_part;
use super::overtime::open_for;
use super::settings::{Setting, judged};
use super::standing::{Pace, Standing, Turn, entries, unit};
use crate::app::act::actor::Actor;
use crate::app::act::clock::{Moment, minutes, moment};
use crate::app::act::permission::Act;
use crate::app::event::frame::Frame;
use crate::app::event::view::EventSummary;
use crate::app::{App, AppError};
use crate::store::call::{self, CallOrderRow, DEDUCTED, LOT, OvertimeRow, UNDONE};
use crate::store::event::EventRow;
use crate::store::hand::{self, Kind};
use crate::store::{StoreError, Tx};

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

impl App {
    /// The organiser's page of the reports.
    pub fn calls(&self, actor: &Actor, event: &str) -> Result<CallView, AppError> {
        let now = self.clock.micros();
        self.look(actor, Act::SeeDesk, event, |tx, head, frame| {
            let (standing, setting) = (Standing::read(tx, event)?, Setting::read(tx, event, frame)?);
            let overtimes = overtimes(tx, event, frame)?;
            let mut earlier = Vec::new();
            for row in standing.orders.iter().rev().skip(1) {
                earlier.push(order_view(frame, row)?);
            }
            let all = taking_part(frame);
            let unlisted = all.iter().filter(|id| !standing.orders.is_empty() && !standing.order.contains(id));
            let decided = overtimes.iter().filter(|one| one.decided.is_some()).count();
            let set = call::setting(tx, event)?.map_or(0, |row| row.number);
            let (stamp, out) = (standing.stamp(), frame.day.count_withdrawn());
            Ok(CallView {
                pulse: format!("{stamp}-{decided}-{set}-{out}-{}-{}", head.state()?.as_str(), all.len()),
                stamp,
                bell: setting.bell,
                parts: judged(&frame.rules)
                    .map(|index| Part {
                        id: frame.rules.components[index].id.clone(),
                        name: frame.rules.components[index].name.clone(),
                        is_chosen: setting.component == Some(index),
                    })
                    .collect(),
                has_tracks: frame.rules.ranking.by_track,
                unlisted: unlisted.map(|id| unit(frame, id)).collect(),
                entries: all.iter().map(|id| ((*id).clone(), unit(frame, id))).collect(),
                earlier,
                reporting: reporting(tx, head, frame, now)?,
                overtimes,
            })
        })
    }

    /// A report that was too long and that nobody has decided about: its entry, and the reason of a deduction.
    ///
    /// # Errors
    /// Where there is none of that number, or the actor may not.
    pub fn overtime(&self, actor: &Actor, event: &str, number: i64) -> Result<OvertimeView, AppError> {
        self.look(actor, Act::SeeDesk, event, |tx, _, frame| {
            let row = open_for(tx, event, number)?;
            Ok(overtime_view(frame, &row, None))
        })
    }
}

/// The reports as the hall sees them.
pub(in crate::app) fn reporting(tx: &mut Tx, head: &EventRow, frame: &Frame, now: i64) -> Result<Reporting, AppError> {
    let (standing, setting) = (Standing::read(tx, &head.id)?, Setting::read(tx, &head.id, frame)?);
    let current = standing.current().map(|turn| turn_view(frame, turn, now));
    let over = call::overtimes(tx, &head.id)?;
    let next = standing.next(frame);
    Ok(Reporting {
        event: frame.summary(head)?,
        component: setting.component.map(|index| frame.rules.components[index].name.clone()),
        limit: setting.limit,
        now: moment(now),
        order: standing.orders.last().map(|row| order_view(frame, row)).transpose()?,
        slots: standing.order.iter().zip(1..).map(|(id, place)| slot(frame, &standing, id, place, now)).collect(),
        next: standing.order.iter().position(|id| Some(id) == next),
        proposed: current
            .as_ref()
            .is_some_and(|turn| over.iter().any(|row| row.number == turn.number && row.outcome.is_none())),
        current,
    })
}

fn turn_view(frame: &Frame, turn: &Turn, now: i64) -> TurnView {
    TurnView {
        number: turn.row.number,
        entry: turn.row.entry.clone(),
        unit: unit(frame, &turn.row.entry),
        pace: turn.pace(),
        limit: turn.row.limit_s,
        bell: turn.row.bell_s,
        used: turn.used(now),
        done_ms: turn.done() / 1000,
        since_ms: turn.since().map(|since| since / 1000),
    }
}

fn slot(frame: &Frame, standing: &Standing, id: &str, place: usize, now: i64) -> Slot {
    let index = frame.entry(id);
    let entry = index.map(|index| &frame.setup.entries[index]);
    let several =
        entry.is_some_and(|entry| frame.setup.entries.iter().filter(|other| other.unit == entry.unit).count() > 1);
    Slot {
        place,
        entry: id.to_owned(),
        unit: unit(frame, id),
        project: entry.filter(|_| several).map(|entry| entry.name.clone()).unwrap_or_default(),
        track: entry.map(|entry| entry.track.clone()).unwrap_or_default(),
        withdrawn: index.is_none_or(|index| frame.day.is_withdrawn(index)),
        used: standing.reported(id).map(|turn| (turn.used(now), turn.row.limit_s)),
    }
}

fn order_view(frame: &Frame, row: &CallOrderRow) -> Result<OrderView, StoreError> {
    Ok(OrderView {
        number: row.number,
        is_drawn: row.kind == LOT,
        by_track: row.by_track,
        size: row.size,
        head: row.head.clone(),
        typed: row.typed.clone(),
        seed: row.seed.clone(),
        reason: row.reason.clone(),
        who: row.who.clone(),
        at: moment(row.at),
        units: entries(row)?.iter().map(|id| unit(frame, id)).collect(),
    })
}

/// The reports that were too long, oldest first.
pub(in crate::app) fn overtimes(tx: &mut Tx, event: &str, frame: &Frame) -> Result<Vec<OvertimeView>, AppError> {
    let rows = call::overtimes(tx, event)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let entered = hand::entered(tx, event, Kind::Adjustment)?;
    let decided = |row: &OvertimeRow| match row.outcome.as_deref()? {
        DEDUCTED => {
            let own = entered.iter().find(|other| Some(i64::from(other.position)) == row.adjustment);
            Some(Decided::Deducted {
                points: own.map(|own| own.figure.clone()).unwrap_or_default(),
                withdrawn: own.is_some_and(|own| own.withdrawn.is_some()),
            })
        }
        UNDONE => Some(Decided::Undone),
        _ => Some(Decided::Waived),
    };
    Ok(rows.iter().map(|row| overtime_view(frame, row, decided(row))).collect())
}

fn overtime_view(frame: &Frame, row: &OvertimeRow, decided: Option<Decided>) -> OvertimeView {
    OvertimeView {
        number: row.number,
        entry: row.entry.clone(),
        unit: unit(frame, &row.entry),
        limit: row.limit_s,
        used: row.used_s,
        decided,
        reason: row.reason.clone(),
        who: row.decided_by.clone().unwrap_or_default(),
    }
}
