//! What keeps an event from being closed.

use serde_json::{Value, json};

use crate::app::AppError;
use crate::app::cards::came::{counting, open_conflicts, undecided};
use crate::app::cards::confirm;
use crate::app::cards::devices::views_of;
use crate::app::cards::handed::waiting_by_judge;
use crate::app::cards::paper::unfinished;
use crate::app::event::frame::Frame;
use crate::app::event::signers::Confirming;
use crate::app::event::view::{CloseBlocker, DeviceView};
use crate::scoring::result::{BlockerKind, Report};
use crate::store::event::EventRow;
use crate::store::{Tx, device};

/// What keeps an event from being closed; after the close, what keeps its result from being final. Ties across an award
/// and broken limits are settled with the result in sight, and so count only after the close: to speak of a tie before it
/// would tell how the standings are.
pub(in crate::app) fn blockers(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    report: &Report,
) -> Result<Vec<CloseBlocker>, AppError> {
    let (event, before) = (head.id.as_str(), head.state()?.is_before_close());
    let counts = |kind: BlockerKind| !before || !kind.is_settled_after_the_close();
    let standing = report.blockers.iter().filter(|blocker| counts(blocker.kind)).cloned();
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
    let handed = waiting_by_judge(tx, event)?.into_iter();
    blockers.extend(handed.map(|(judge, cards)| CloseBlocker::Handed { judge, cards }));
    if before && Confirming::of_event(head)? == Confirming::Required {
        let current = counting(tx, event)?;
        let seats = confirm::seats(tx, head, frame, &current)?;
        let open = seats.into_iter().filter(|seat| !seat.stands());
        blockers.extend(open.map(|seat| CloseBlocker::Unconfirmed {
            changed: seat.last.map_or(0, |last| last.changed.len()),
            judge: seat.judge,
        }));
    }
    let devices = device::of_event(tx, event)?;
    let behind = views_of(tx, devices, frame)?.into_iter().filter(DeviceView::is_behind);
    blockers.extend(behind.map(CloseBlocker::Device));
    Ok(blockers)
}

/// Limits that judges' cards break, while the judges can still correct them: none after the close.
pub(in crate::app) fn broken_limits(head: &EventRow, report: &Report) -> Result<Vec<CloseBlocker>, AppError> {
    if !head.state()?.is_before_close() {
        return Ok(Vec::new());
    }
    let broken = report.blockers.iter().filter(|blocker| blocker.kind == BlockerKind::LimitBreach);
    Ok(broken.cloned().map(CloseBlocker::Standings).collect())
}

impl CloseBlocker {
    /// Judge, component and entry of the first card that breaks a limit.
    #[must_use]
    pub fn first_card(&self) -> Option<(&str, &str, &str)> {
        let Self::Standings(blocker) = self else { return None };
        let limit = blocker.limit.as_ref()?;
        let entry =
            limit.above.as_ref().and_then(|above| above.entries.first()).or_else(|| limit.same.first()?.first())?;
        Some((blocker.judge.as_deref()?, blocker.component.as_deref()?, entry))
    }
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
        CloseBlocker::Handed { judge, cards } => json!({ "kind": "handed", "judge": judge, "cards": cards }),
        CloseBlocker::Unconfirmed { judge, changed } => {
            json!({ "kind": "unconfirmed", "judge": judge, "changed": changed })
        }
        CloseBlocker::Device(device) => {
            json!({ "kind": "device", "judge": device.judge, "device": device.device,
                "acked_seq": device.acked_seq, "last_seq": device.last_seq, "queued": device.queued, "lost": device.lost })
        }
    }
}
