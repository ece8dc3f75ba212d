//! Which rivals a recorded operation has picked over: append-only rows. A rival that no row of its own card names waits
//! for its judge.

use std::collections::BTreeSet;

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::operation::{CONFLICT, OperationMark, OperationRow, RECORDED};
use super::schema::{operation, settled};
use super::{StoreError, Tx};

#[derive(Insertable)]
#[diesel(table_name = settled)]
struct SettledRow<'a> {
    rival: &'a str,
    op: &'a str,
    event_id: &'a str,
    judge: &'a str,
    component: &'a str,
    entry: &'a str,
}

/// Appends what an operation settles: the rivals that it names, where it is recorded; one that is itself a rival, or in
/// the quarantine, settles nothing. A rival need not be there yet.
pub(super) fn insert(tx: &mut Tx, by: &OperationRow, rivals: &[String]) -> Result<(), StoreError> {
    if by.outcome != RECORDED {
        return Ok(());
    }
    for rival in rivals.iter().collect::<BTreeSet<_>>() {
        let row = SettledRow {
            rival,
            op: &by.op,
            event_id: &by.event_id,
            judge: &by.judge,
            component: &by.component,
            entry: &by.entry,
        };
        diesel::insert_into(settled::table).values(row).execute(tx)?;
    }
    Ok(())
}

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
