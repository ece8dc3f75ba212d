//! What a result needs before it goes on: nothing open that is settled with the result in sight, and every signature.

use crate::app::AppError;
use crate::app::act::actor::Role;
use crate::app::event::frozen::{of_result, read_report};
use crate::app::event::signers::Signers;
use crate::app::result::signing_fault::SigningFault;
use crate::scoring::result::{Blocker, BlockerKind, Report};
use crate::store::event::EventRow;
use crate::store::result::{self, ResultHead};
use crate::store::signing::{self, AcceptanceRow, SignatureRow};
use crate::store::{StoreError, Tx};

/// Roles that have not all signed, with how many are missing.
#[must_use]
pub fn missing(signers: &Signers, signed: &[SignatureRow]) -> Vec<(Role, usize)> {
    let count = |role: Role| signed.iter().filter(|row| row.role == role.as_str()).count();
    let left = signers.iter().map(|(role, needed)| (role, needed.saturating_sub(count(role))));
    left.filter(|(_, left)| *left > 0).collect()
}

/// Refuses to publish what is closed while signatures are missing.
pub(in crate::app) fn must_be_signed(tx: &mut Tx, head: &EventRow, number: i64) -> Result<(), AppError> {
    let lacking = missing(&Signers::of_event(head)?, &of_result(tx, &head.id, number)?);
    if lacking.is_empty() {
        return Ok(());
    }
    let told = lacking.into_iter().map(|(role, count)| format!("{} {count} 人", role.title()));
    Err(SigningFault::Missing(told.collect::<Vec<_>>().join("、")).into())
}

/// Refuses to sign and to publish while a tie across an award or a broken limit is open: an award would go out undecided.
pub(in crate::app) fn must_be_settled(tx: &mut Tx, latest: &ResultHead) -> Result<(), AppError> {
    match open_of(tx, latest)?.unsettled.len() {
        0 => Ok(()),
        open => Err(SigningFault::Unsettled(open).into()),
    }
}

fn is_about(blocker: &Blocker, row: &AcceptanceRow) -> bool {
    let is = |id: &Option<String>, of: &str| id.as_deref().unwrap_or_default() == of;
    is(&blocker.judge, &row.judge) && is(&blocker.component, &row.component)
}

/// A frozen result with what is open in it.
pub(super) struct Open {
    pub report: Report,
    /// Limits that were let stand, in this result or another.
    pub accepted: Vec<AcceptanceRow>,
    /// What is still to be settled before anybody signs.
    pub unsettled: Vec<Blocker>,
    /// How much was open at the close and was overridden then.
    pub overridden: usize,
}

pub(super) fn open_of(tx: &mut Tx, latest: &ResultHead) -> Result<Open, AppError> {
    let row = result::numbered(tx, &latest.event_id, latest.number)?.ok_or(StoreError::NotFound)?;
    let accepted = signing::acceptances(tx, &latest.event_id)?;
    let report = read_report(tx, &row)?;
    let (mut unsettled, mut overridden) = (Vec::new(), 0);
    for blocker in &report.blockers {
        // frozen before acceptances were counted with
        let is_accepted = blocker.kind == BlockerKind::LimitBreach
            && accepted.iter().any(|row| row.cause.is_empty() && is_about(blocker, row));
        if !blocker.kind.is_settled_after_the_close() {
            overridden += 1;
        } else if !is_accepted {
            unsettled.push(blocker.clone());
        }
    }
    Ok(Open { report, accepted, unsettled, overridden })
}
