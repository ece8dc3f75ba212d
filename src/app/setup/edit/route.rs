//! The order of the stops. It is one thing: whoever moves a stop does so in the order that they were shown.

use serde_json::json;

use super::fault::EditFault;
use crate::app::act::actor::Actor;
use crate::app::act::changed::Acts;
use crate::app::act::drawn::{Drawn, Field, refuse_overtaken};
use crate::app::act::permission::Act;
use crate::app::act::word::Word;
use crate::app::error::NotFound;
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::{App, AppError};
use crate::folder;
use crate::store::setup::{self, Checkpoint};
use crate::store::{StoreError, Tx};

/// Which way a stop is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// One stop earlier.
    Up,
    /// One stop later.
    Down,
}

impl App {
    /// Moves a stop by one place.
    ///
    /// # Errors
    /// [`EditFault::AtEnd`]; [`Overtaken`] where the order has become another meanwhile; where the actor may
    /// not, there is no such stop, or the event is not in preparation.
    pub fn move_stop(
        &self,
        actor: &Actor,
        event: &str,
        entry: &str,
        direction: Direction,
        drawn: &Drawn,
    ) -> Result<(), AppError> {
        let (id, entry, drawn) = (event.to_owned(), entry.to_owned(), drawn.clone());
        self.act(actor, event, Doing::of(Act::Prepare, Word::MoveStop, "route"), move |tx, _head, frame| {
            let before = order_fields(frame);
            let removed: Vec<String> = frame.setup.entries.iter().map(|e| format!("checkpoint:{}", e.id)).collect();
            let mut subjects: Vec<&str> = removed.iter().map(String::as_str).collect();
            subjects.push("route");
            let acts = Acts { subjects: &subjects, words: &[Word::MoveStop, Word::AddStop, Word::RemoveStop] };
            refuse_overtaken(tx, &id, &acts, "行程顺序", &drawn, before.clone())?;
            let mut stops = along(frame);
            let none = || NotFound { what: "观摩点", id: entry.clone() };
            let at = stops.iter().position(|(of, _)| *of == entry).ok_or_else(none)?;
            let to = match direction {
                Direction::Up => at.checked_sub(1),
                Direction::Down => Some(at + 1).filter(|to| *to < stops.len()),
            };
            let to = to.ok_or(EditFault::AtEnd { first: direction == Direction::Up })?;
            stops.swap(at, to);
            let ids: Vec<String> = stops.iter().map(|(of, _)| of.clone()).collect();
            renumber(tx, &id, stops)?;
            let told = |order: &str| json!({ "order": order });
            Ok((told(&before[0].value), told(&ids.join("、"))))
        })
    }
}

/// The order of the stops as the one field of a form.
pub(in crate::app) fn order_fields(frame: &Frame) -> Vec<Field> {
    let ids: Vec<String> = along(frame).into_iter().map(|(entry, _)| entry).collect();
    vec![Field::new("order", "行程顺序", ids.join("、"))]
}

/// The stops along the route with the ids of their entries.
fn along(frame: &Frame) -> Vec<(String, Checkpoint)> {
    let stop = |index: usize| {
        let stop = &frame.setup.checkpoints[index];
        (frame.setup.entries[stop.entry].id.clone(), stop.clone())
    };
    frame.along_route().into_iter().map(stop).collect()
}

/// Writes the stops in this order, numbered from 1.
fn renumber(tx: &mut Tx, event: &str, mut stops: Vec<(String, Checkpoint)>) -> Result<(), StoreError> {
    for (number, (_, stop)) in (1..).zip(&mut stops) {
        stop.order = Some(number);
    }
    setup::replace_route(tx, event, &stops)
}

/// Writes a stop over the one of its entry, or as the last one.
pub(super) fn with(tx: &mut Tx, event: &str, frame: &Frame, read: &folder::Checkpoint) -> Result<(), StoreError> {
    let mut stops = along(frame);
    let entry = frame.setup.entries[read.entry].id.clone();
    let there = stops.iter().position(|(of, _)| *of == entry);
    let (arrived_at, left_at, order) =
        there.map_or((None, None, None), |at| (stops[at].1.arrived_at, stops[at].1.left_at, stops[at].1.order));
    let stop = Checkpoint {
        entry: read.entry,
        order,
        planned_arrival: read.planned_arrival.clone(),
        planned_departure: read.planned_departure.clone(),
        look_at: read.look_at.clone(),
        arrived_at,
        left_at,
    };
    match there {
        // its place and its number stay, and so do everybody else's
        Some(at) => {
            stops[at].1 = stop;
            setup::replace_route(tx, event, &stops)
        }
        None => {
            stops.push((entry, stop));
            renumber(tx, event, stops)
        }
    }
}

/// Writes the route without a stop.
pub(super) fn without(tx: &mut Tx, event: &str, frame: &Frame, entry: &str) -> Result<(), StoreError> {
    let mut stops = along(frame);
    stops.retain(|(of, _)| of != entry);
    renumber(tx, event, stops)
}
