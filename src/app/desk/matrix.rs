//! The completion matrix: who has handed in what, without a score in it.

use crate::app::act::actor::Actor;
use crate::app::act::clock::moment;
use crate::app::act::permission::Act;
use crate::app::cards::came::{Key, Known};
use crate::app::event::frame::{Frame, Window};
use crate::app::event::memory::Held;
use crate::app::event::progress::{is_in, progress_of};
use crate::app::event::view::{CellState, GroupColumn, Matrix, MatrixCell, Seat};
use crate::app::event::wire::{Stop, UnsentState};
use crate::app::{App, AppError};
use crate::scoring::event::{Cell, Expectation};
use crate::scoring::rules::Component;
use crate::store::event::EventRow;
use crate::store::operation::{self};
use crate::store::{EventState, Tx};

impl App {
    /// Who has handed in what.
    pub fn matrix(&self, actor: &Actor, event: &str) -> Result<Matrix, AppError> {
        self.look(actor, Act::SeeDesk, event, |tx, head, frame| self.matrix_of(tx, head, frame))
    }

    pub(in crate::app) fn matrix_of(&self, tx: &mut Tx, head: &EventRow, frame: &Frame) -> Result<Matrix, AppError> {
        let held = self.held(tx, head, frame)?;
        let devices = self.devices_heard(tx, &head.id)?;
        let known = Known::read(tx, &head.id, &devices)?;
        let columns: Vec<Vec<usize>> = (0..frame.rules.groups.len())
            .map(|group| (0..frame.setup.judges.len()).filter(|&j| frame.setup.judges[j].group == group).collect())
            .collect();
        let view = View { frame, held: &held, known: &known, state: head.state()?, now: self.clock.micros() };
        let judged = (0..frame.rules.components.len()).filter(|&c| frame.rules.components[c].judging().is_some());
        let ballots = judged.clone().map(|component| frame.is_ballot(component)).collect();
        let cells = judged
            .map(|component| columns.iter().flatten().map(|&judge| view.column(component, judge)).collect())
            .collect();
        Ok(Matrix {
            progress: progress_of(head, frame, &held)?,
            groups: columns.iter().enumerate().map(|(group, judges)| group_column(frame, group, judges)).collect(),
            cells,
            ballots,
            measures: frame.rules.components.iter().filter(|c| c.judging().is_none()).map(named).collect(),
            unsigned: known.unsigned.len(),
            restored: usize::try_from(operation::count_restored(tx, &head.id)?).unwrap_or_default(),
            missing_measures: missing_measures(frame),
        })
    }
}

impl Matrix {
    /// The judges, in the order of the columns.
    pub fn seats(&self) -> impl Iterator<Item = &Seat> {
        self.groups.iter().flat_map(|group| &group.judges)
    }

    /// The cell of a judge, a component and an entry, where there are such.
    #[must_use]
    pub fn cell(&self, judge: &str, component: &str, entry: &str) -> Option<&MatrixCell> {
        let component = self.progress.components.iter().position(|part| part.id == component)?;
        let column = self.seats().position(|seat| seat.id == judge)?;
        let entry = self.progress.entries.iter().position(|row| row.id == entry)?;
        self.cells.get(component)?.get(column)?.get(entry)
    }

    /// Whether the bus has been at an entry and left, or the entry is on no route.
    #[must_use]
    pub fn is_visited(&self, entry: &str) -> bool {
        let stop = self.progress.route.iter().find(|stop| stop.entry == entry);
        !self.progress.event.state.is_before_close() || stop.is_none_or(Stop::is_done)
    }

    /// Whether the bus has come to an entry, or the entry is on no route.
    #[must_use]
    pub fn is_reached(&self, entry: &str) -> bool {
        let stop = self.progress.route.iter().find(|stop| stop.entry == entry);
        self.is_visited(entry) || stop.is_none_or(|stop| stop.arrived_at.is_some())
    }

    /// Whether a component has begun: before that, nobody's card for it is missing. The last one to begin is begun
    /// at the latest when the route is done.
    #[must_use]
    pub fn is_begun(&self, component: &str) -> bool {
        let progress = &self.progress;
        let done = progress.route.iter().all(Stop::is_done);
        let found = progress.components.iter().find(|part| part.id == component);
        done || !progress.event.state.is_before_close() || found.is_none_or(|part| part.received > 0)
    }

    /// Whether a card that is not in is overdue: its component has begun and its entry has been visited.
    #[must_use]
    pub fn is_overdue(&self, component: &str, entry: &str) -> bool {
        self.is_begun(component) && self.is_visited(entry)
    }
}

fn group_column(frame: &Frame, group: usize, judges: &[usize]) -> GroupColumn {
    let seats = judges.iter().map(|&judge| {
        let judge = &frame.setup.judges[judge];
        Seat { id: judge.id.clone(), name: judge.name.clone(), unit: judge.unit.clone() }
    });
    let group = &frame.rules.groups[group];
    GroupColumn { id: group.id.clone(), name: group.name.clone(), judges: seats.collect() }
}

fn named(component: &Component) -> (String, String) {
    (component.id.clone(), component.name.clone())
}

fn missing_measures(frame: &Frame) -> Vec<(String, String)> {
    let mut missing = Vec::new();
    for (component, rules) in frame.rules.components.iter().enumerate().filter(|(_, c)| c.judging().is_none()) {
        for (entry, row) in frame.setup.entries.iter().enumerate() {
            if frame.event.measure(component, entry).is_none() && !frame.day.is_withdrawn(entry) {
                missing.push((rules.id.clone(), row.id.clone()));
            }
        }
    }
    missing
}

struct View<'a> {
    frame: &'a Frame,
    held: &'a Held,
    known: &'a Known,
    state: EventState,
    now: i64,
}

impl View<'_> {
    fn column(&self, component: usize, judge: usize) -> Vec<MatrixCell> {
        let cells = (0..self.frame.setup.entries.len()).map(|entry| self.cell(Cell { component, judge, entry }));
        cells.collect()
    }

    fn cell(&self, cell: Cell) -> MatrixCell {
        let (state, at) = match self.frame.event.expectation(cell) {
            Expectation::NotJudged | Expectation::Outside => (CellState::NotJudged, None),
            _ if self.frame.day.is_withdrawn(cell.entry) => (CellState::Withdrawn, None),
            Expectation::Due => self.due(cell),
            Expectation::Recused => (CellState::Recused, None),
            Expectation::Absent => (CellState::Absent, None),
            Expectation::Void => (CellState::Void, None),
            Expectation::JudgeDropped => (CellState::JudgeDropped, None),
        };
        let is_out = matches!(state, CellState::NotOpen | CellState::Missing | CellState::Draft);
        let asked = is_out.then(|| self.known.asked.get(&self.key(cell))).flatten();
        let unsigned = state == CellState::Received && self.known.unsigned.contains(&self.key(cell));
        MatrixCell { state, at: at.map(moment), asked: asked.copied().map(moment), unsigned }
    }

    /// The card that a cell stands for.
    fn key(&self, cell: Cell) -> Key {
        let setup = &self.frame.setup;
        let ballot = self.frame.is_ballot(cell.component);
        (
            setup.judges[cell.judge].id.clone(),
            self.frame.rules.components[cell.component].id.clone(),
            if ballot { String::new() } else { setup.entries[cell.entry].id.clone() },
        )
    }

    fn due(&self, cell: Cell) -> (CellState, Option<i64>) {
        let key = self.key(cell);
        if let Some(&at) = self.known.conflicts.get(&key) {
            return (CellState::Conflict, Some(at));
        }
        let told = self.known.unsent.get(&key);
        if let Some(&(UnsentState::Queued, at)) = told {
            return (CellState::Queued, Some(at));
        }
        if is_in(&self.held.event, cell) {
            let state = if self.known.from_paper.contains(&key) { CellState::Paper } else { CellState::Received };
            return (state, self.known.received_at.get(&key).copied());
        }
        if let Some(&at) = self.known.quarantined.get(&key) {
            return (CellState::Quarantined, Some(at));
        }
        if let Some(&(UnsentState::Draft, at)) = told {
            return (CellState::Draft, Some(at));
        }
        let entry = (!self.frame.is_ballot(cell.component)).then_some(cell.entry);
        match self.frame.window(self.state, cell.component, entry, self.now) {
            Window::NotYet => (CellState::NotOpen, None),
            Window::Open | Window::Over => (CellState::Missing, None),
        }
    }
}
