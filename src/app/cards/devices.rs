//! The tablets of an event: what each last said of itself, and which of its cards are not here yet.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::app::AppError;
use crate::app::act::clock::moment;
use crate::app::event::frame::{Frame, judge_name};
use crate::app::event::view::DeviceView;
use crate::app::event::wire::{Lost, Unsent, UnsentState};
use crate::store::device::DeviceRow;
use crate::store::operation::{self, CardKey};
use crate::store::{StoreError, Tx};

/// An op that a device has lost before it came, and since when that is known.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::app) struct NotedLoss {
    #[serde(flatten)]
    pub op: Lost,
    /// When the device first said so, in microseconds.
    pub at: i64,
}

/// The devices of an event as they are shown; `rows` in their order.
pub(in crate::app) fn views_of(tx: &mut Tx, rows: Vec<DeviceRow>, frame: &Frame) -> Result<Vec<DeviceView>, AppError> {
    let mut views = Vec::new();
    for row in rows {
        let unsent = unsent_of(&row)?;
        let count = |state| unsent.iter().filter(|card| card.state == state).count();
        let lost = still_lost(tx, &row)?;
        views.push(DeviceView {
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
            lost: lost.iter().map(|one| card_name(frame, one)).collect(),
            other_behind: false,
        });
    }
    let behind: Vec<(String, String)> =
        views.iter().filter(|one| one.is_behind()).map(|one| (one.judge.clone(), one.device.clone())).collect();
    for view in &mut views {
        view.other_behind = behind.iter().any(|(judge, device)| *judge == view.judge && *device != view.device);
    }
    Ok(views)
}

/// A card in words: the unit, and the component.
fn card_name(frame: &Frame, card: &Lost) -> String {
    let unit = frame.entry(&card.entry).map(|entry| frame.setup.entries[entry].unit.as_str());
    let component = frame.component(&card.component).map(|component| frame.rules.components[component].name.as_str());
    let words = [unit.unwrap_or(&card.entry), component.unwrap_or(&card.component)];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What a device last said was not sent yet.
pub(in crate::app) fn unsent_of(row: &DeviceRow) -> Result<Vec<Unsent>, StoreError> {
    read(row, &row.unsent)
}

/// What a device ever said that it had lost.
pub(in crate::app) fn lost_of(row: &DeviceRow) -> Result<Vec<NotedLoss>, StoreError> {
    read(row, &row.lost)
}

fn read<T: for<'de> Deserialize<'de>>(row: &DeviceRow, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::corrupt(format!("device {}: {error}", row.id)))
}

/// What a device has lost and the judge has not handed in anew since: each card once, with its last number. A judge's word that
/// is lost is no card: it has not been given, and that is said where it is asked for.
pub(in crate::app) fn still_lost(tx: &mut Tx, row: &DeviceRow) -> Result<Vec<Lost>, StoreError> {
    let mut seen = BTreeSet::new();
    let mut still = Vec::new();
    for NotedLoss { op, at } in lost_of(row)?.into_iter().rev().filter(|lost| !lost.op.component.is_empty()) {
        let card = CardKey { event: &row.event_id, judge: &row.judge, component: &op.component, entry: &op.entry };
        if !operation::is_made_after(tx, card, (&row.id, op.seq), at)?
            && seen.insert((op.component.clone(), op.entry.clone()))
        {
            still.push(op);
        }
    }
    still.reverse();
    Ok(still)
}
