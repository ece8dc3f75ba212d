//! What tablets say of themselves while nothing changes that a close would ask about: when they were last heard, their
//! battery, their clock. It is held here and written every few seconds; whoever reads devices reads this with them.

use std::collections::HashMap;

use crate::app::act::envelope::Besides;
use crate::app::event::memory::{DeviceName, lock};
use crate::app::{App, AppError};
use crate::store::device::{self, DeviceRow};
use crate::store::{StoreError, Tx};

fn name_of(row: &DeviceRow) -> DeviceName {
    (row.event_id.clone(), row.judge.clone(), row.id.clone())
}

/// Puts over a row what was heard since it was written.
fn lay_over(row: &mut DeviceRow, heard: &HashMap<DeviceName, DeviceRow>) {
    if let Some(later) = heard.get(&name_of(row))
        && later.last_seen >= row.last_seen
    {
        (row.last_seen, row.battery, row.skew_ms) = (later.last_seen, later.battery, later.skew_ms);
    }
}

impl App {
    /// The devices of an event, by judge, as they were last heard.
    pub(in crate::app) fn devices_heard(&self, tx: &mut Tx, event: &str) -> Result<Vec<DeviceRow>, StoreError> {
        let mut rows = device::of_event(tx, event)?;
        let heard = lock(self.memory.heard());
        for row in &mut rows {
            lay_over(row, &heard);
        }
        Ok(rows)
    }

    /// Holds what a known device says of itself: `row` as it is now.
    pub(in crate::app) fn hear(&self, row: DeviceRow) {
        let mut heard = lock(self.memory.heard());
        let place = heard.entry(name_of(&row)).or_insert_with(|| row.clone());
        if place.last_seen <= row.last_seen {
            *place = row;
        }
    }

    /// A device's row has been written whole, at `at`: what was heard before is in it.
    pub(in crate::app) fn heard_whole(&self, name: DeviceName, at: i64) {
        let mut heard = lock(self.memory.heard());
        if heard.get(&name).is_some_and(|held| held.last_seen <= at) {
            heard.remove(&name);
        }
    }

    /// Writes what was heard of devices since the last time. What is lost of it with a crash is some seconds of battery
    /// levels and clocks.
    ///
    /// # Errors
    /// Where the database does not answer: then it is still held.
    pub fn write_heard(&self) -> Result<(), AppError> {
        let rows: Vec<DeviceRow> = lock(self.memory.heard()).values().cloned().collect();
        if rows.is_empty() {
            return Ok(());
        }
        let written = self.write_besides(Besides::Reports, move |tx| {
            for row in &rows {
                device::heard(tx, row)?;
            }
            Ok(rows)
        })?;
        let mut heard = lock(self.memory.heard());
        for row in &written {
            if heard.get(&name_of(row)).is_some_and(|now| now.last_seen == row.last_seen) {
                heard.remove(&name_of(row));
            }
        }
        Ok(())
    }
}
