//! Refused operations, kept apart, each once: for the organiser to look into, and so that a
//! correction based on a refused operation finds what that one was based on.

use diesel::prelude::*;

use super::backend::straight;
use super::schema::refusal;
use super::{StoreError, Tx};

/// A refused operation.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = refusal)]
pub struct RefusalRow {
    pub event_id: String,
    /// The judge whose session sent it.
    pub judge: String,
    /// The op; empty where it had none that can be read.
    pub op: String,
    pub outcome: String,
    /// SHA-256 of its bytes.
    pub body_sha256: String,
    /// The device that made it.
    pub device: String,
    /// Its number in that judge's journal on that device; 0 where it has none.
    pub seq: i64,
    /// The op that it was to replace.
    pub base: Option<String>,
    /// Its bytes.
    pub body: String,
    /// When it came first.
    pub received_at: i64,
}

/// Keeps a refused operation, unless it is there; says whether it was new.
pub fn keep(tx: &mut Tx, row: &RefusalRow) -> Result<bool, StoreError> {
    let known: i64 = refusal::table
        .find((&row.event_id, &row.judge, &row.op, &row.outcome, &row.body_sha256))
        .count()
        .get_result(tx)?;
    if known > 0 {
        return Ok(false);
    }
    diesel::insert_into(refusal::table).values(row).execute(tx)?;
    Ok(true)
}

/// As what an operation with these bytes was refused first; `None` where it was not.
pub fn first_outcome(
    tx: &mut Tx,
    event: &str,
    judge: &str,
    op: &str,
    body_sha256: &str,
) -> Result<Option<String>, StoreError> {
    let found = straight!(tx, on => refusal::table
        .filter(refusal::event_id.eq(event))
        .filter(refusal::judge.eq(judge))
        .filter(refusal::op.eq(op))
        .filter(refusal::body_sha256.eq(body_sha256))
        .order(refusal::received_at)
        .select(refusal::outcome)
        .first(on));
    Ok(found.optional()?)
}

/// What an operation that was refused was to replace; `None` where no such was refused.
pub fn base_of(tx: &mut Tx, event: &str, judge: &str, op: &str) -> Result<Option<Option<String>>, StoreError> {
    Ok(refusal::table
        .filter(refusal::event_id.eq(event))
        .filter(refusal::judge.eq(judge))
        .filter(refusal::op.eq(op))
        .order(refusal::received_at)
        .select(refusal::base)
        .first(tx)
        .optional()?)
}

/// Numbers after `seq` that are known of a judge's journal on a device.
pub fn seqs_after(tx: &mut Tx, event: &str, judge: &str, device: &str, seq: i64) -> Result<Vec<i64>, StoreError> {
    Ok(refusal::table
        .filter(refusal::event_id.eq(event))
        .filter(refusal::judge.eq(judge))
        .filter(refusal::device.eq(device))
        .filter(refusal::seq.gt(seq))
        .select(refusal::seq)
        .load(tx)?)
}

/// Of what was refused of an event with an outcome, whose each was.
pub fn judges_of(tx: &mut Tx, event: &str, outcome: &str) -> Result<Vec<String>, StoreError> {
    Ok(refusal::table
        .filter(refusal::event_id.eq(event))
        .filter(refusal::outcome.eq(outcome))
        .order(refusal::judge)
        .select(refusal::judge)
        .load(tx)?)
}
