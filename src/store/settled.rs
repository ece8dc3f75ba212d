//! Rivals that wait for their judge: those that no recorded operation of their own card has picked over.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::operation::{CONFLICT, OperationMark};
use super::schema::{operation, settled};
use super::{StoreError, Tx};

/// Whether an operation is a rival that nothing of its card has picked over.
#[diesel::dsl::auto_type]
fn is_open() -> _ {
    let rival: &'static str = CONFLICT;
    let named = settled::table
        .filter(settled::rival.eq(operation::op))
        .filter(settled::event_id.eq(operation::event_id))
        .filter(settled::judge.eq(operation::judge))
        .filter(settled::component.eq(operation::component))
        .filter(settled::entry.eq(operation::entry));
    operation::outcome.eq(rival).and(not(exists(named)))
}

/// The open rivals of an event, oldest first, without marks.
pub fn open(tx: &mut Tx, event: &str) -> Result<Vec<OperationMark>, StoreError> {
    Ok(operation::table
        .filter(operation::event_id.eq(event))
        .filter(is_open())
        .order(operation::version)
        .select(OperationMark::as_select())
        .load(tx)?)
}

/// The operations of an event that have picked over rivals, oldest first, without marks.
pub fn picks(tx: &mut Tx, event: &str) -> Result<Vec<OperationMark>, StoreError> {
    let picking = settled::table.filter(settled::event_id.eq(event)).select(settled::op);
    Ok(operation::table
        .filter(operation::event_id.eq(event))
        .filter(operation::op.eq_any(picking))
        .order(operation::version)
        .select(OperationMark::as_select())
        .load(tx)?)
}

/// The open rivals of one judge, oldest first, without marks.
pub fn open_of_judge(tx: &mut Tx, event: &str, judge: &str) -> Result<Vec<OperationMark>, StoreError> {
    Ok(operation::table
        .filter(operation::event_id.eq(event))
        .filter(operation::judge.eq(judge))
        .filter(is_open())
        .order(operation::version)
        .select(OperationMark::as_select())
        .load(tx)?)
}
