//! The tablets of an event: what each last said of itself, and which of its cards are not here yet.

use crate::app::AppError;
use crate::app::act::clock::moment;
use crate::app::event::frame::{Frame, judge_name};
use crate::app::event::view::DeviceView;
use crate::app::event::wire::{Unsent, UnsentState};
use crate::store::device::{self, DeviceRow};
use crate::store::{StoreError, Tx};

/// The devices of an event, by judge.
pub(in crate::app) fn devices_of(tx: &mut Tx, event: &str, frame: &Frame) -> Result<Vec<DeviceView>, AppError> {
    let views = device::of_event(tx, event)?.into_iter().map(|row| {
        let unsent = unsent_of(&row)?;
        let count = |state| unsent.iter().filter(|card| card.state == state).count();
        Ok(DeviceView {
            judge_name: judge_name(frame, &row.judge),
            queued: count(UnsentState::Queued),
            drafts: count(UnsentState::Draft),
            judge: row.judge,
            device: row.id,
            last_seen: moment(row.last_seen),
            acked_seq: row.acked_seq,
            last_seq: row.last_seq,
            battery: row.battery,
            persisted: row.persisted,
            skew_ms: row.skew_ms,
        })
    });
    views.collect()
}

/// What a device last said was not sent yet.
pub(in crate::app) fn unsent_of(row: &DeviceRow) -> Result<Vec<Unsent>, StoreError> {
    serde_json::from_str(&row.unsent).map_err(|error| StoreError::corrupt(format!("device {}: {error}", row.id)))
}
