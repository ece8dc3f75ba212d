//! The organiser's desk on the day: devices, route, exclusions.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::json;

use crate::app::act::actor::Actor;
use crate::app::act::clock::moment;
use crate::app::act::permission::{Act, check};
use crate::app::act::reason::stated;
use crate::app::act::word::Word;
use crate::app::cards::devices::views_of;
use crate::app::desk::blockers::{blockers, broken_limits};
use crate::app::desk::tie::lapsed;
use crate::app::error::Already;
use crate::app::error::NotFound;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::event::view::{DeskView, DeviceView};
use crate::app::{App, AppError};
use crate::scoring::event::{Exclusion, ExclusionKind};
use crate::store::setup::{self, Checkpoint};
use crate::store::{Tx, call};

/// Microseconds of when a device was last heard that count as one moment.
const HEARD: i64 = 10_000_000;
/// Milliseconds of a clock's skew that count as one: each report has it a little otherwise.
const SKEW: i64 = 5_000;

/// A cell, a row, a column or all of a judge's cards, to be excluded.
#[derive(Debug, Clone)]
pub struct ExcludeRequest {
    pub judge: String,
    /// Component id; `None`: all.
    pub component: Option<String>,
    /// Entry id; `None`: all.
    pub entry: Option<String>,
    pub kind: ExclusionKind,
    /// Reason; must not be empty.
    pub reason: String,
}

/// Why the bus cannot arrive or leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RouteFault {
    /// It has arrived there already.
    #[error("已登记到达此观摩点")]
    AlreadyArrived,
    /// It has not arrived there.
    #[error("尚未登记到达此观摩点")]
    NotArrived,
    #[error("已登记离开此观摩点")]
    AlreadyLeft,
    /// Nobody goes there any more.
    #[error("此观摩点已登记为不再前往，请先在“当日变动”中撤销")]
    Skipped,
}

impl AppFault for RouteFault {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "route"
    }
}

impl App {
    fn devices_of(&self, tx: &mut Tx, event: &str, frame: &Frame) -> Result<Vec<DeviceView>, AppError> {
        let rows = self.devices_heard(tx, event)?;
        views_of(tx, rows, frame)
    }

    /// All that the desk shows, as of one moment.
    pub fn desk(&self, actor: &Actor, event: &str) -> Result<DeskView, AppError> {
        self.look(actor, Act::SeeDesk, event, |tx, head, frame| {
            let held = self.held(tx, head, frame)?;
            Ok(DeskView {
                matrix: self.matrix_of(tx, head, frame)?,
                blockers: blockers(tx, head, frame, held.report(frame))?,
                limits: broken_limits(head, held.report(frame))?,
                lapsed: lapsed(tx, head, frame)?,
                devices: self.devices_of(tx, event, frame)?,
                flooding: self.flooding(event, frame),
                overtimes: usize::try_from(call::undecided(tx, event)?).unwrap_or_default(),
            })
        })
    }

    /// Names of the judges whose tablets sent too much a moment ago.
    fn flooding(&self, event: &str, frame: &Frame) -> Vec<String> {
        let judges = self.quotas.flooding(event, self.clock.micros());
        let name = |judge: String| frame.judge(&judge).map_or(judge, |index| frame.setup.judges[index].name.clone());
        judges.into_iter().map(name).collect()
    }

    /// A number that is another one when the desk would show something else: the event's version, and what the
    /// devices last said. Of when a device was last heard only every ten seconds count. Cheap to ask for.
    pub fn pulse(&self, actor: &Actor, event: &str) -> Result<u64, AppError> {
        check(actor, Act::SeeDesk)?;
        self.store.read(|tx| {
            let mut pulse = DefaultHasher::new();
            Self::head(tx, event)?.version.hash(&mut pulse);
            self.quotas.flooding(event, self.clock.micros()).hash(&mut pulse);
            for row in self.devices_heard(tx, event)? {
                (row.judge, row.id, row.acked_seq, row.last_seq).hash(&mut pulse);
                (row.battery, row.persisted, row.unsent).hash(&mut pulse);
                (row.last_seen / HEARD, row.skew_ms.map(|skew| skew / SKEW)).hash(&mut pulse);
            }
            Ok(pulse.finish())
        })
    }

    /// The device board.
    pub fn devices(&self, actor: &Actor, event: &str) -> Result<Vec<DeviceView>, AppError> {
        self.look(actor, Act::SeeDesk, event, |tx, _head, frame| self.devices_of(tx, event, frame))
    }

    /// The bus has arrived at an entry; it has thereby left the stop where it was.
    ///
    /// # Errors
    /// Where the actor may not, there is no such stop, it was there before, or the event is not open.
    pub fn arrive(&self, actor: &Actor, event: &str, entry: &str) -> Result<(), AppError> {
        let (now, id, entry) = (self.clock.micros(), event.to_owned(), entry.to_owned());
        self.act(
            actor,
            event,
            Doing::of(Act::MoveRoute, Word::Arrive, format!("checkpoint:{entry}")),
            move |tx, _head, frame| {
                let there = stop(frame, &entry)?;
                if there.arrived_at.is_some() {
                    return Err(RouteFault::AlreadyArrived.into());
                }
                if frame.is_passed_over(there) {
                    return Err(RouteFault::Skipped.into());
                }
                for here in frame.setup.checkpoints.iter().filter(|s| s.arrived_at.is_some() && s.left_at.is_none()) {
                    let left = &frame.setup.entries[here.entry].id;
                    setup::update_stop(tx, &id, left, here.arrived_at, Some(now))?;
                }
                setup::update_stop(tx, &id, &entry, Some(now), None)?;
                Ok((json!(null), json!({ "arrived_at": moment(now) })))
            },
        )
    }

    /// The bus has left an entry.
    ///
    /// # Errors
    /// Where the actor may not, there is no such stop, it has not arrived, or the event is not open.
    pub fn leave(&self, actor: &Actor, event: &str, entry: &str) -> Result<(), AppError> {
        let (now, id, entry) = (self.clock.micros(), event.to_owned(), entry.to_owned());
        self.act(
            actor,
            event,
            Doing::of(Act::MoveRoute, Word::Leave, format!("checkpoint:{entry}")),
            move |tx, _head, frame| {
                let stop = stop(frame, &entry)?;
                match (stop.arrived_at, stop.left_at) {
                    (None, _) => return Err(RouteFault::NotArrived.into()),
                    (Some(_), Some(_)) => return Err(RouteFault::AlreadyLeft.into()),
                    (Some(_), None) => {}
                }
                setup::update_stop(tx, &id, &entry, stop.arrived_at, Some(now))?;
                Ok((json!(null), json!({ "left_at": moment(now) })))
            },
        )
    }

    /// Takes cells out of what is due, on record. Marks given stay in the record. After the close it is a
    /// correction, which makes a new result.
    ///
    /// # Errors
    /// Where the actor may not, an id is unknown, no reason is given, it is on record already, or the event is published.
    pub fn exclude(&self, actor: &Actor, event: &str, request: &ExcludeRequest) -> Result<(), AppError> {
        let reason = stated(&request.reason)?;
        let (id, request) = (event.to_owned(), ExcludeRequest { reason, ..request.clone() });
        let subject = format!("judge:{}", request.judge);
        self.act(actor, event, Doing::by_hand(Act::Exclude, Word::Exclude, subject), move |tx, _, frame| {
            let row = exclusion(frame, &request)?;
            let same = |there: &Exclusion| {
                (there.judge, there.component, there.entry, there.kind)
                    == (row.judge, row.component, row.entry, row.kind)
            };
            if frame.setup.exclusions.iter().any(same) {
                return Err(Already { what: "这一条已经登记过" }.into());
            }
            setup::insert_exclusion(tx, &id, &frame.rules, &frame.setup, &row)?;
            let kind = match request.kind {
                ExclusionKind::Recused => "recused",
                ExclusionKind::Absent => "absent",
                ExclusionKind::Void => "void",
            };
            let after = json!({ "component": request.component, "entry": request.entry, "kind": kind,
                "reason": request.reason });
            Ok((json!(null), after))
        })
    }
}

fn not_found(what: &'static str, id: &str) -> NotFound {
    NotFound { what, id: id.to_owned() }
}

fn stop<'f>(frame: &'f Frame, entry: &str) -> Result<&'f Checkpoint, AppError> {
    let index = frame.entry(entry).ok_or_else(|| not_found("参评项目", entry))?;
    frame.setup.checkpoints.iter().find(|stop| stop.entry == index).ok_or_else(|| not_found("观摩点", entry).into())
}

fn exclusion(frame: &Frame, request: &ExcludeRequest) -> Result<Exclusion, AppError> {
    let component = |id: &String| frame.component(id).ok_or_else(|| not_found("评分环节", id));
    let entry = |id: &String| frame.entry(id).ok_or_else(|| not_found("参评项目", id));
    Ok(Exclusion {
        judge: frame.judge(&request.judge).ok_or_else(|| not_found("评委", &request.judge))?,
        component: request.component.as_ref().map(component).transpose()?,
        entry: request.entry.as_ref().map(entry).transpose()?,
        kind: request.kind,
        reason: request.reason.clone(),
    })
}
