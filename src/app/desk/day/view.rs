//! The day as the desk's page shows it: route, entries, judges, and what was changed.

use super::route;
use crate::app::act::actor::Actor;
use crate::app::act::clock::{Moment, moment};
use crate::app::act::permission::Act;
use crate::app::event::frame::Frame;
use crate::app::event::view::EventSummary;
use crate::app::event::wire::Stop;
use crate::app::{App, AppError};
use crate::store::day as store;
use crate::store::event::EventRow;

/// The day as the desk's page shows it.
#[derive(Debug, Clone)]
pub struct DayView {
    pub event: EventSummary,
    /// The stops along the route.
    pub stops: Vec<DayStop>,
    pub entries: Vec<DayEntry>,
    pub judges: Vec<DayJudge>,
    /// What taking back the last arrival or leaving takes back.
    pub last: Option<String>,
    /// What was changed, newest first.
    pub changes: Vec<DayLine>,
}

/// A stop on that page.
#[derive(Debug, Clone)]
pub struct DayStop {
    pub stop: Stop,
    /// Unit of its entry.
    pub unit: String,
    /// Whether it was skipped; else it may be passed over because its entry was withdrawn.
    pub was_skipped: bool,
}

/// An entry on that page.
#[derive(Debug, Clone)]
pub struct DayEntry {
    pub id: String,
    pub unit: String,
    /// Why it was withdrawn; `None`: it takes part.
    pub withdrawn: Option<String>,
}

/// A judge on that page.
#[derive(Debug, Clone)]
pub struct DayJudge {
    pub id: String,
    /// Name or seat.
    pub name: String,
    /// Unit; may be empty.
    pub unit: String,
    pub group: String,
    /// Whether a new seat took over.
    pub replaced: bool,
}

/// A change on record.
#[derive(Debug, Clone)]
pub struct DayLine {
    /// What was done.
    pub told: String,
    /// Why.
    pub reason: String,
    /// Who, as the audit names them.
    pub who: String,
    /// When.
    pub at: Moment,
}

impl App {
    /// The day: route, entries, judges, and what was changed.
    pub fn day(&self, actor: &Actor, event: &str) -> Result<DayView, AppError> {
        self.look(actor, Act::SeeDesk, event, |tx, head, frame| {
            let mut rows = store::of_event(tx, event)?;
            rows.reverse();
            let changes = rows.into_iter().map(|row| DayLine {
                told: row.told,
                reason: row.reason,
                who: row.who,
                at: moment(row.at),
            });
            view(frame, head, changes.collect())
        })
    }
}

fn view(frame: &Frame, head: &EventRow, changes: Vec<DayLine>) -> Result<DayView, AppError> {
    let (setup, day) = (&frame.setup, &frame.day);
    let stops = frame.route().into_iter().map(|stop| {
        let entry = frame.entry(&stop.entry);
        DayStop {
            unit: entry.map(|entry| setup.entries[entry].unit.clone()).unwrap_or_default(),
            was_skipped: entry.is_some_and(|entry| day.is_skipped(entry)),
            stop,
        }
    });
    let entries = setup.entries.iter().enumerate().map(|(index, entry)| DayEntry {
        id: entry.id.clone(),
        unit: entry.unit.clone(),
        withdrawn: day.why_withdrawn(index).map(str::to_owned),
    });
    let judges = setup.judges.iter().map(|judge| DayJudge {
        id: judge.id.clone(),
        name: judge.name.clone(),
        unit: judge.unit.clone(),
        group: frame.rules.groups[judge.group].name.clone(),
        replaced: day.is_replaced(&judge.id),
    });
    Ok(DayView {
        event: frame.summary(head)?,
        stops: stops.collect(),
        entries: entries.collect(),
        judges: judges.collect(),
        last: route::last(frame).map(|last| last.told(frame)),
        changes,
    })
}
