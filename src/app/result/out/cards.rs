//! Every card of an event, and what of them a judge's papers hold.

use std::collections::HashMap;
use std::sync::Arc;

use super::sheets::{CardRow, CardState, ComponentCards, PaperSeat, PaperSheet, Papers, Tally};
use crate::app::AppError;
use crate::app::act::clock::moment;
use crate::app::error::NotFound;
use crate::app::event::frame::Frame;
use crate::app::event::progress::is_in;
use crate::app::event::view::Seat;
use crate::scoring::card_value;
use crate::scoring::event::{BLANK, Cell, Event, Expectation};
use crate::scoring::rules::Kind;
use crate::store::event::EventRow;
use crate::store::operation::{self, OperationRow};
use crate::store::{StoreError, Tx};

/// The cells of judged components.
fn cells(frame: &Frame) -> impl Iterator<Item = Cell> + '_ {
    let judged = (0..frame.rules.components.len()).filter(|&c| frame.rules.components[c].judging().is_some());
    judged
        .flat_map(move |component| {
            (0..frame.setup.judges.len()).flat_map(move |judge| {
                (0..frame.setup.entries.len()).map(move |entry| Cell { component, judge, entry })
            })
        })
        // what an entry that takes part no longer was given is on record, and not told with the result
        .filter(|cell| !frame.day.is_withdrawn(cell.entry))
}

pub(super) fn tally(frame: &Frame, event: &Event) -> Tally {
    let mut tally = Tally::default();
    for cell in cells(frame) {
        match event.expectation(cell) {
            Expectation::Due => {
                tally.due += 1;
                tally.received += usize::from(is_in(event, cell));
            }
            Expectation::Recused => tally.recused += 1,
            Expectation::Absent => tally.absent += 1,
            Expectation::Void => tally.void += 1,
            Expectation::JudgeDropped | Expectation::NotJudged | Expectation::Outside => {}
        }
    }
    tally
}

fn seat(frame: &Frame, judge: usize) -> Seat {
    let judge = &frame.setup.judges[judge];
    Seat { id: judge.id.clone(), name: judge.name.clone(), unit: judge.unit.clone() }
}

fn group(frame: &Frame, judge: usize) -> String {
    frame.rules.groups[frame.setup.judges[judge].group].name.clone()
}

/// Every card that is, was or should have been there, by judged component.
pub(super) fn cards_of(tx: &mut Tx, id: &str, frame: &Frame, event: &Event) -> Result<Vec<ComponentCards>, StoreError> {
    let mut current: HashMap<(String, String, String), OperationRow> = HashMap::new();
    for row in operation::recorded_after(tx, id, 0)? {
        let key = (row.component.clone(), row.judge.clone(), row.entry.clone());
        if current.get(&key).is_none_or(|before| before.revision < row.revision) {
            current.insert(key, row);
        }
    }
    let mut all: Vec<ComponentCards> = Vec::new();
    for cell in cells(frame) {
        let Some(state) = state_of(event, cell) else { continue };
        let entry = if frame.is_ballot(cell.component) { "" } else { &frame.setup.entries[cell.entry].id };
        let (component, judge) = (&frame.rules.components[cell.component].id, &frame.setup.judges[cell.judge].id);
        let row = current.get(&(component.clone(), judge.clone(), entry.to_owned()));
        let card = card_row(frame, event, cell, state, row);
        match all.last_mut().filter(|last| last.component == cell.component) {
            Some(last) => last.cards.push(card),
            None => all.push(ComponentCards { component: cell.component, cards: vec![card] }),
        }
    }
    Ok(all)
}

fn state_of(event: &Event, cell: Cell) -> Option<CardState> {
    match event.expectation(cell) {
        Expectation::Due if is_in(event, cell) => Some(CardState::Counts),
        Expectation::Due => Some(CardState::Missing),
        Expectation::Recused => Some(CardState::Recused),
        Expectation::Absent => Some(CardState::Absent),
        Expectation::Void => Some(CardState::Void),
        Expectation::JudgeDropped => Some(CardState::JudgeDropped),
        Expectation::NotJudged | Expectation::Outside => None,
    }
}

fn card_row(frame: &Frame, event: &Event, cell: Cell, state: CardState, row: Option<&OperationRow>) -> CardRow {
    // as in an exported folder: what a recused or absent judge had given before is not told again
    let told = match state {
        CardState::Counts | CardState::Missing | CardState::Void | CardState::JudgeDropped => true,
        CardState::Recused | CardState::Absent => false,
    };
    let values = event.values(cell).filter(|_| told).unwrap_or_default();
    let row = row.filter(|_| told);
    CardRow {
        judge: seat(frame, cell.judge),
        group: group(frame, cell.judge),
        entry: cell.entry,
        state,
        marks: printed(&frame.rules.components[cell.component].kind, values),
        total: if told { card_value(event, cell).unwrap_or_default() } else { String::new() },
        revision: row.map_or(0, |row| row.revision),
        receipt: row.map(|row| row.receipt.clone()).unwrap_or_default(),
        received_at: row.map(|row| moment(row.received_at)),
    }
}

/// Marks, place or grade as people read them.
fn printed(kind: &Kind, values: &[i64]) -> Vec<String> {
    let value = |index: usize| values.get(index).copied().filter(|&value| value != BLANK);
    let first = |print: &dyn Fn(i64) -> Option<String>| vec![value(0).and_then(print).unwrap_or_default()];
    match kind {
        Kind::Marks { criteria, .. } => {
            let marks = criteria.iter().enumerate();
            marks.map(|(index, criterion)| value(index).map(|v| criterion.print(v)).unwrap_or_default()).collect()
        }
        Kind::Grades { grades, .. } => {
            first(&|v| usize::try_from(v).ok().and_then(|i| grades.get(i)).map(|grade| grade.name.clone()))
        }
        Kind::Ranking { .. } => first(&|v| Some(v.to_string())),
        Kind::Votes { .. } => first(&|v| Some(if v == 1 { "√" } else { "" }.to_owned())),
        Kind::Measure { .. } => Vec::new(),
    }
}

pub(super) fn papers(
    head: &EventRow,
    frame: &Frame,
    wanted: Option<&str>,
    cards: &[ComponentCards],
) -> Result<Papers, AppError> {
    let judges = match wanted {
        None => 0..frame.setup.judges.len(),
        Some(id) => {
            let none = || NotFound { what: "评委", id: id.to_owned() };
            let judge = frame.judge(id).ok_or_else(none)?;
            judge..judge + 1
        }
    };
    let seats = judges.map(|judge| PaperSeat {
        judge: seat(frame, judge),
        group: group(frame, judge),
        sheets: sheets(frame, judge, cards),
    });
    let (event, entries) = (frame.summary(head)?, frame.entry_views());
    Ok(Papers { event, entries, rules: Arc::clone(&frame.rules), seats: seats.collect() })
}

fn sheets(frame: &Frame, judge: usize, cards: &[ComponentCards]) -> Vec<PaperSheet> {
    let seat = &frame.setup.judges[judge];
    let scored = frame.rules.components.iter().enumerate();
    let scored = scored.filter(|(_, part)| part.judging().is_some_and(|j| j.list_of(seat.group).is_some()));
    let sheet = |component: usize| {
        let all = cards.iter().filter(|cards| cards.component == component).flat_map(|cards| &cards.cards);
        let own = all.filter(|card| card.judge.id == seat.id).cloned();
        PaperSheet { component, due: frame.due(component, judge), cards: own.collect() }
    };
    scored.map(|(component, _)| sheet(component)).collect()
}
