//! What is held in memory, by the event's version: frames, standings, frozen results and their statistics, judges' own cards. All of it can
//! be dropped at any time; the database is read again. Besides, what devices have said and is written in a moment.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::app::event::frame::Frame;
use crate::app::event::shelf::{Place, Shelf};
use crate::app::event::view::Frozen;
use crate::scoring::Explain;
use crate::scoring::event::Event;
use crate::scoring::result::Report;
use crate::scoring::sensitivity::Sureness;
use crate::statistics::{Panel, Table};
use crate::store::device::DeviceRow;
use crate::store::event::EventRow;

/// Event, judge, device.
pub(in crate::app) type DeviceName = (String, String, String);

/// How sure a result is, with the result's number.
pub(in crate::app) type SurePlace = Mutex<Option<(i64, Arc<Sureness>)>>;

type Slot<T> = Mutex<HashMap<String, T>>;

/// How seats scored one component.
#[derive(Debug)]
pub(in crate::app) struct Judged {
    pub table: Table,
    pub panel: Panel,
}

/// The place of the statistics of one frozen result: whoever comes first works them out, and the others wait.
type Judgings = Arc<OnceLock<Vec<Arc<Judged>>>>;

/// Held by event id.
#[derive(Default)]
pub(in crate::app) struct Memory {
    frames: Slot<(i64, Arc<Frame>)>,
    standings: Slot<Arc<Mutex<Option<Held>>>>,
    results: Slot<(i64, Frozen)>,
    sureness: Slot<Arc<SurePlace>>,
    judged: Slot<(i64, Judgings)>,
    own: Mutex<Shelf>,
    /// What devices have said of themselves and is not written yet: no copy of the database's, and never dropped.
    heard: Mutex<HashMap<DeviceName, DeviceRow>>,
    /// The demonstration's event under way, where this process shows one.
    demo: Mutex<Option<String>>,
}

/// A lock whose holder panicked: the map is whole between operations.
pub(in crate::app) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Memory {
    pub(in crate::app) fn frames(&self) -> MutexGuard<'_, HashMap<String, (i64, Arc<Frame>)>> {
        lock(&self.frames)
    }

    /// The standings' place of one event, with a lock of its own.
    pub(in crate::app) fn standings(&self, event: &str) -> Arc<Mutex<Option<Held>>> {
        Arc::clone(lock(&self.standings).entry(event.to_owned()).or_default())
    }

    pub(in crate::app) fn results(&self) -> MutexGuard<'_, HashMap<String, (i64, Frozen)>> {
        lock(&self.results)
    }

    /// The place of how sure an event's latest result is, by its number; with a lock of its own, so that it is worked out once.
    pub(in crate::app) fn sureness(&self, event: &str) -> Arc<SurePlace> {
        Arc::clone(lock(&self.sureness).entry(event.to_owned()).or_default())
    }

    /// The place of the statistics of an event's frozen result; those of an earlier one make room.
    pub(in crate::app) fn judged(&self, event: &str, number: i64) -> Judgings {
        let mut all = lock(&self.judged);
        let held = all.entry(event.to_owned()).or_insert_with(|| (number, Judgings::default()));
        if held.0 != number {
            *held = (number, Judgings::default());
        }
        Arc::clone(&held.1)
    }

    /// The place of a judge's own cards.
    pub(in crate::app) fn own(&self, event: &str, judge: &str) -> Arc<Place> {
        lock(&self.own).place(event, judge)
    }

    /// What devices have said of themselves and is not written yet.
    pub(in crate::app) fn heard(&self) -> &Mutex<HashMap<DeviceName, DeviceRow>> {
        &self.heard
    }

    /// Notes that this process shows the demonstration.
    pub(in crate::app) fn show(&self, event: &str) {
        *lock(&self.demo) = Some(event.to_owned());
    }

    /// The demonstration's event under way.
    pub(in crate::app) fn shown(&self) -> Option<String> {
        lock(&self.demo).clone()
    }

    /// Forgets everything that is the database's: after a commit that failed, what was read inside it may never have been.
    pub(in crate::app) fn clear(&self) {
        lock(&self.frames).clear();
        lock(&self.standings).clear();
        lock(&self.results).clear();
        lock(&self.sureness).clear();
        lock(&self.judged).clear();
        lock(&self.own).clear();
    }
}

/// An event with its marks, as of a version.
#[derive(Clone)]
pub(in crate::app) struct Held {
    pub setup_version: i64,
    pub version: i64,
    /// With all marks that count.
    pub event: Arc<Event>,
    report: Arc<OnceLock<Arc<Report>>>,
}

impl Held {
    pub fn new(head: &EventRow, event: Arc<Event>) -> Self {
        Self { setup_version: head.setup_version, version: head.version, event, report: Arc::default() }
    }

    /// The report without traces, made when somebody first asks for it: how far an event is, is seen without.
    pub fn report(&self, frame: &Frame) -> &Arc<Report> {
        self.report.get_or_init(|| Arc::new(frame.report(&frame.taking_part(&self.event), &Explain::None)))
    }
}
