//! Changing what an event is set up with, row by row.

use diesel::prelude::*;

use super::insert::{insert_entry, insert_judge, insert_stop};
use super::{Checkpoint, position};
use crate::scoring::event::{Entry, Judge};
use crate::scoring::rules::Rules;
use crate::store::schema::{checkpoint, entry, judge};
use crate::store::{StoreError, Tx};

/// The position after the last of them: rows may have been removed in between.
fn after(last: Option<i32>) -> i32 {
    last.map_or(0, |last| last + 1)
}

/// Writes an entry over the one with its id, or adds it as the last one.
pub fn put_entry(tx: &mut Tx, event: &str, rules: &Rules, row: &Entry) -> Result<(), StoreError> {
    let all = entry::table.filter(entry::event_id.eq(event));
    let there = all.filter(entry::id.eq(&row.id)).select(entry::position).first::<i32>(tx).optional()?;
    let position = match there {
        Some(position) => position,
        None => after(all.select(diesel::dsl::max(entry::position)).first(tx)?),
    };
    diesel::delete(all.filter(entry::id.eq(&row.id))).execute(tx)?;
    insert_entry(tx, event, rules, position, row)
}

pub fn remove_entry(tx: &mut Tx, event: &str, id: &str) -> Result<(), StoreError> {
    let one = entry::table.filter(entry::event_id.eq(event)).filter(entry::id.eq(id));
    diesel::delete(one).execute(tx)?;
    Ok(())
}

/// Writes a judge over the one with the same id, or adds one as the last.
pub fn put_judge(tx: &mut Tx, event: &str, rules: &Rules, row: &Judge) -> Result<(), StoreError> {
    let all = judge::table.filter(judge::event_id.eq(event));
    let there = all.filter(judge::id.eq(&row.id)).select(judge::position).first::<i32>(tx).optional()?;
    let position = match there {
        Some(position) => position,
        None => after(all.select(diesel::dsl::max(judge::position)).first(tx)?),
    };
    diesel::delete(all.filter(judge::id.eq(&row.id))).execute(tx)?;
    insert_judge(tx, event, rules, position, row)
}

pub fn remove_judge(tx: &mut Tx, event: &str, id: &str) -> Result<(), StoreError> {
    let one = judge::table.filter(judge::event_id.eq(event)).filter(judge::id.eq(id));
    diesel::delete(one).execute(tx)?;
    Ok(())
}

/// Writes the route anew: stops with the ids of their entries, in their order, with what happened at them.
pub fn replace_route(tx: &mut Tx, event: &str, stops: &[(String, Checkpoint)]) -> Result<(), StoreError> {
    diesel::delete(checkpoint::table.filter(checkpoint::event_id.eq(event))).execute(tx)?;
    for (index, (entry, stop)) in stops.iter().enumerate() {
        insert_stop(tx, event, position(index)?, entry, stop)?;
    }
    Ok(())
}
