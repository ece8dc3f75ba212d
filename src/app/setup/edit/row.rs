//! A row of a sheet as people edit it.

use crate::app::act::drawn::Field;
use crate::app::event::frame::Frame;
use crate::folder::edited::Sheet;
use crate::folder::{self, EventFolder};

/// The fields of a row: cells with the names of their columns.
pub(in crate::app) fn fields(sheet: Sheet, row: &[String]) -> Vec<Field> {
    sheet.columns().zip(row).map(|((name, label), value)| Field::new(name, label, value.as_str())).collect()
}

/// What was typed, without spaces around it, without what nobody sees, and with one kind of line end.
pub(super) fn tidy(typed: &str) -> String {
    folder::tidy::seen(typed).trim().replace("\r\n", "\n").replace('\r', "\n")
}

/// An event as a folder without a mark.
pub(in crate::app) fn unmarked(frame: &Frame) -> EventFolder {
    let stops = frame.setup.checkpoints.iter().map(|stop| folder::Checkpoint {
        entry: stop.entry,
        order: stop.order,
        planned_arrival: stop.planned_arrival.clone(),
        planned_departure: stop.planned_departure.clone(),
        look_at: stop.look_at.clone(),
    });
    EventFolder {
        remarks: Vec::new(),
        event: frame.event.clone(),
        checkpoints: stops.collect(),
        comments: Vec::new(),
        rules_text: frame.rules_text.clone(),
        rules_sha256: frame.rules_sha256.clone(),
    }
}
