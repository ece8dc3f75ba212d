//! From the cards of an event to tables of values, and from those to figures.

use std::sync::Arc;

use crate::app::event::frame::Frame;
use crate::app::event::memory::Judged;
use crate::scoring::card_values;
use crate::scoring::event::{Cell, Event, Expectation};
use crate::scoring::rules::{Judging, Scope};
use crate::statistics::{Figure, Panel, Share, Table};
use crate::store::setup::Checkpoint;

/// What the order of visits is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitOrder {
    /// When the bus arrived at each stop.
    Arrivals,
    /// The route as it was planned, since no arrival was registered.
    Planned,
    /// There is no route.
    None,
}

impl VisitOrder {
    pub(super) fn of(frame: &Frame) -> Self {
        if frame.setup.checkpoints.is_empty() {
            Self::None
        } else if frame.setup.checkpoints.iter().any(|stop| stop.arrived_at.is_some()) {
            Self::Arrivals
        } else {
            Self::Planned
        }
    }
}

/// The place of each entry that takes part in the order of visits, from 1.
fn order(frame: &Frame) -> Option<Vec<Option<usize>>> {
    let mut stops: Vec<&Checkpoint> =
        frame.along_route().into_iter().map(|stop| &frame.setup.checkpoints[stop]).collect();
    match VisitOrder::of(frame) {
        VisitOrder::None => return None,
        VisitOrder::Planned => stops.retain(|stop| !frame.is_passed_over(stop)),
        VisitOrder::Arrivals => {
            stops.retain(|stop| stop.arrived_at.is_some());
            stops.sort_by_key(|stop| stop.arrived_at);
        }
    }
    let place = |entry: usize| stops.iter().position(|stop| stop.entry == entry).map(|at| at + 1);
    let taking_part = (0..frame.setup.entries.len()).filter(|&entry| !frame.day.is_withdrawn(entry));
    Some(taking_part.map(place).collect())
}

/// The judges who have a seat in a component, group by group.
pub(super) fn seats(frame: &Frame, component: usize) -> Vec<usize> {
    let groups = frame.rules.components[component].judging().map(|judging| judging.groups.as_slice());
    let of = |group: &usize| {
        let group = *group;
        (0..frame.setup.judges.len()).filter(move |&judge| frame.setup.judges[judge].group == group)
    };
    groups.unwrap_or_default().iter().flat_map(of).collect()
}

/// All judged components, in the order of the rules. `event` holds the cards of those who take part.
pub(super) fn all(frame: &Frame, event: &Event) -> Vec<Arc<Judged>> {
    let order = order(frame);
    let judged = (0..frame.rules.components.len())
        .filter_map(|component| Some((component, frame.rules.components[component].judging()?)));
    judged.map(|(component, judging)| Arc::new(one(frame, event, (component, judging), order.as_deref()))).collect()
}

fn one(
    frame: &Frame,
    event: &Event,
    (component, judging): (usize, &Judging),
    order: Option<&[Option<usize>]>,
) -> Judged {
    let seats = seats(frame, component);
    let entries = event.entries().len();
    let cells = || seats.iter().flat_map(|&judge| (0..entries).map(move |entry| Cell { component, judge, entry }));
    let values = card_values(event, component, cells());
    let mut table = Table::new(seats.len(), entries);
    for (at, (cell, value)) in cells().zip(&values).enumerate() {
        // what does not count for the result is not spoken of here either
        if event.expectation(cell) == Expectation::Due {
            table.set(at / entries.max(1), cell.entry, value.as_deref());
        }
    }
    let full = frame.rules.full_card(component).and_then(|full| Figure::read(&full));
    let panel = Panel::of(&table, order, full, &shares(frame, judging, &seats));
    Judged { table, panel }
}

/// Whose cards make one mean, and how much that weighs: by group where groups are counted apart.
fn shares(frame: &Frame, judging: &Judging, seats: &[usize]) -> Vec<Share> {
    let own = |group: usize| {
        let seats = seats.iter().enumerate().filter(|(_, judge)| frame.setup.judges[**judge].group == group);
        seats.map(|(seat, _)| seat).collect::<Vec<_>>()
    };
    match judging.scope {
        Scope::Panel => vec![Share { seats: (0..seats.len()).collect(), weight: Figure::of_count(1) }],
        Scope::Group => judging
            .groups
            .iter()
            .filter_map(|&group| {
                let weight = Figure::read(&frame.rules.groups[group].weight.to_string())?;
                Some(Share { seats: own(group), weight })
            })
            .collect(),
    }
}
