//! What keeps an event from being closed.

use serde_json::{Value, json};

use crate::app::AppError;
use crate::app::cards::came::{open_conflicts, undecided};
use crate::app::cards::devices::devices_of;
use crate::app::cards::paper::unfinished;
use crate::app::event::frame::Frame;
use crate::app::event::view::{CloseBlocker, DeviceView};
use crate::scoring::result::{BlockerKind, Report};
use crate::store::Tx;

/// What keeps an event from being closed. Ties across an award and broken limits are not among it:
/// to say so before the close would tell how the standings are; they are settled after it.
pub(in crate::app) fn blockers(
    tx: &mut Tx,
    event: &str,
    frame: &Frame,
    report: &Report,
) -> Result<Vec<CloseBlocker>, AppError> {
    let unseen = |kind| match kind {
        BlockerKind::MissingCard | BlockerKind::TooFewCards | BlockerKind::EmptyGroup | BlockerKind::MissingMeasure => {
            true
        }
        BlockerKind::LimitBreach | BlockerKind::UndecidedTie => false,
    };
    let standing = report.blockers.iter().filter(|blocker| unseen(blocker.kind)).cloned();
    let mut blockers: Vec<CloseBlocker> = standing.map(CloseBlocker::Standings).collect();
    // of an entry that takes part no longer, the judge cannot settle one, and nothing hangs on it
    let gone = |id: &str| frame.entry(id).is_some_and(|entry| frame.day.is_withdrawn(entry));
    let conflicts = open_conflicts(tx, event)?.into_iter().filter(|(_, _, entry)| !gone(entry));
    blockers.extend(conflicts.map(|(judge, component, entry)| CloseBlocker::Conflict { judge, component, entry }));
    let quarantined = undecided(tx, event)?.into_iter();
    blockers.extend(quarantined.map(|row| CloseBlocker::Quarantined {
        op: row.op,
        judge: row.judge,
        component: row.component,
        entry: row.entry,
    }));
    blockers.extend(unfinished(tx, event)?);
    let behind = devices_of(tx, event, frame)?.into_iter().filter(DeviceView::is_behind);
    blockers.extend(behind.map(CloseBlocker::Device));
    Ok(blockers)
}

/// What was open, for the record.
pub(in crate::app) fn describe(blocker: &CloseBlocker) -> Value {
    match blocker {
        CloseBlocker::Standings(blocker) => json!(blocker),
        CloseBlocker::Conflict { judge, component, entry } => {
            json!({ "kind": "conflict", "judge": judge, "component": component, "entry": entry })
        }
        CloseBlocker::Quarantined { op, judge, component, entry } => {
            json!({ "kind": "quarantined", "op": op, "judge": judge, "component": component, "entry": entry })
        }
        CloseBlocker::Paper { sheet, judge, component, entry, reference, differs } => {
            json!({ "kind": "paper", "sheet": sheet, "judge": judge, "component": component, "entry": entry,
                "reference": reference, "differs": differs })
        }
        CloseBlocker::Device(device) => {
            json!({ "kind": "device", "judge": device.judge, "device": device.device,
                "acked_seq": device.acked_seq, "last_seq": device.last_seq, "queued": device.queued })
        }
    }
}
