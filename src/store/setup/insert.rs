//! Writing what an event is set up with.

use diesel::prelude::*;
use rust_decimal::Decimal;

use super::{ADJUSTMENT_KINDS, Checkpoint, EXCLUSION_KINDS, Setup, position, word};
use crate::scoring::event::{Acceptance, Adjustment, Decision, Entry, Exclusion, Judge};
use crate::scoring::rules::Rules;
use crate::store::schema::{acceptance, adjustment, checkpoint, comment, decision, entry, exclusion, judge, measure};
use crate::store::signing::{self, AcceptanceRow};
use crate::store::{StoreError, Tx};

/// Writes all of it, for a new event.
///
/// # Errors
/// [`StoreError::Conflict`] where there is some already.
pub fn insert(tx: &mut Tx, event: &str, rules: &Rules, setup: &Setup) -> Result<(), StoreError> {
    insert_entries(tx, event, rules, setup)?;
    insert_judges(tx, event, rules, setup)?;
    for exclusion in &setup.exclusions {
        insert_exclusion(tx, event, rules, setup, exclusion)?;
    }
    insert_values(tx, event, rules, setup)?;
    insert_route(tx, event, rules, setup)
}

/// What stands in a column that was added later: nothing where there is nothing.
fn given(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

pub(super) fn insert_entries(tx: &mut Tx, event: &str, rules: &Rules, setup: &Setup) -> Result<(), StoreError> {
    for (index, row) in setup.entries.iter().enumerate() {
        insert_entry(tx, event, rules, position(index)?, row)?;
    }
    Ok(())
}

pub(super) fn insert_entry(
    tx: &mut Tx,
    event: &str,
    rules: &Rules,
    position: i32,
    row: &Entry,
) -> Result<(), StoreError> {
    diesel::insert_into(entry::table)
        .values((
            entry::event_id.eq(event),
            entry::position.eq(position),
            entry::id.eq(&row.id),
            entry::name.eq(&row.name),
            entry::unit.eq(&row.unit),
            entry::unit_type.eq(&row.unit_type),
            entry::site.eq(&row.site),
            entry::theme.eq(&row.theme),
            entry::track.eq(&row.track),
            entry::class.eq(row.class.map_or("", |class| &rules.classes[class].id)),
            entry::printed.eq(row.order.map(i64::from)),
            entry::summary.eq(&row.summary),
            entry::panel.eq(given(&row.panel)),
        ))
        .execute(tx)?;
    Ok(())
}

pub(super) fn insert_judges(tx: &mut Tx, event: &str, rules: &Rules, setup: &Setup) -> Result<(), StoreError> {
    for (index, row) in setup.judges.iter().enumerate() {
        insert_judge(tx, event, rules, position(index)?, row)?;
    }
    Ok(())
}

pub(super) fn insert_judge(
    tx: &mut Tx,
    event: &str,
    rules: &Rules,
    position: i32,
    row: &Judge,
) -> Result<(), StoreError> {
    diesel::insert_into(judge::table)
        .values((
            judge::event_id.eq(event),
            judge::position.eq(position),
            judge::id.eq(&row.id),
            judge::name.eq(&row.name),
            judge::unit.eq(&row.unit),
            judge::group_id.eq(&rules.groups[row.group].id),
            judge::panel.eq(given(&row.panel)),
        ))
        .execute(tx)?;
    Ok(())
}

/// Writes one more exclusion.
pub fn insert_exclusion(
    tx: &mut Tx,
    event: &str,
    rules: &Rules,
    setup: &Setup,
    row: &Exclusion,
) -> Result<(), StoreError> {
    let count: i64 = exclusion::table.filter(exclusion::event_id.eq(event)).count().get_result(tx)?;
    diesel::insert_into(exclusion::table)
        .values((
            exclusion::event_id.eq(event),
            exclusion::position.eq(next(count)?),
            exclusion::judge.eq(&setup.judges[row.judge].id),
            exclusion::component.eq(row.component.map_or("", |c| &rules.components[c].id)),
            exclusion::entry.eq(row.entry.map_or("", |e| &setup.entries[e].id)),
            exclusion::kind.eq(word(&EXCLUSION_KINDS, row.kind)),
            exclusion::reason.eq(&row.reason),
        ))
        .execute(tx)?;
    Ok(())
}

/// Writes one more adjustment.
pub fn insert_adjustment(tx: &mut Tx, event: &str, setup: &Setup, row: &Adjustment) -> Result<(), StoreError> {
    let count: i64 = adjustment::table.filter(adjustment::event_id.eq(event)).count().get_result(tx)?;
    diesel::insert_into(adjustment::table)
        .values((
            adjustment::event_id.eq(event),
            adjustment::position.eq(next(count)?),
            adjustment::entry.eq(&setup.entries[row.entry].id),
            adjustment::kind.eq(word(&ADJUSTMENT_KINDS, row.kind)),
            adjustment::item.eq(&row.item),
            adjustment::points.eq(row.points.to_string()),
            adjustment::reason.eq(&row.reason),
        ))
        .execute(tx)?;
    Ok(())
}

/// Writes one more decision, of those that were `made` together.
pub fn insert_decision(tx: &mut Tx, event: &str, setup: &Setup, row: &Decision, made: i64) -> Result<(), StoreError> {
    let count: i64 = decision::table.filter(decision::event_id.eq(event)).count().get_result(tx)?;
    diesel::insert_into(decision::table)
        .values((
            decision::event_id.eq(event),
            decision::position.eq(next(count)?),
            decision::entry.eq(&setup.entries[row.entry].id),
            decision::turn.eq(i64::from(row.order)),
            decision::reason.eq(&row.reason),
            decision::made.eq(made),
            decision::tie.eq(&row.tie),
            decision::cause.eq(&row.cause),
        ))
        .execute(tx)?;
    Ok(())
}

/// Writes an acceptance that came with a folder. These are numbered from 0 down, as those of results are from 1 up.
pub(super) fn insert_acceptance(
    tx: &mut Tx,
    event: &str,
    rules: &Rules,
    setup: &Setup,
    row: &Acceptance,
) -> Result<(), StoreError> {
    let lowest: Option<i64> = acceptance::table
        .filter(acceptance::event_id.eq(event))
        .select(diesel::dsl::min(acceptance::number))
        .first(tx)?;
    let row = AcceptanceRow {
        event_id: event.to_owned(),
        number: lowest.map_or(0, |lowest| (lowest - 1).min(0)),
        judge: setup.judges[row.judge].id.clone(),
        component: rules.components[row.component].id.clone(),
        entry: String::new(),
        reason: row.reason.clone(),
        who: String::new(),
        at: 0,
        cause: row.cause.clone(),
    };
    signing::accept(tx, &row)
}

/// Writes the value of a measure over what was there; `None` takes it away.
pub fn put_measure(
    tx: &mut Tx,
    event: &str,
    component: &str,
    entry: &str,
    value: Option<Decimal>,
) -> Result<(), StoreError> {
    diesel::delete(measure::table.find((event, component, entry))).execute(tx)?;
    if let Some(value) = value {
        diesel::insert_into(measure::table)
            .values((
                measure::event_id.eq(event),
                measure::component.eq(component),
                measure::entry.eq(entry),
                measure::value.eq(value.to_string()),
            ))
            .execute(tx)?;
    }
    Ok(())
}

/// The position after so many rows: rows are never deleted.
fn next(count: i64) -> Result<i32, StoreError> {
    i32::try_from(count).map_err(|_| StoreError::corrupt("too many rows"))
}

fn insert_values(tx: &mut Tx, event: &str, rules: &Rules, setup: &Setup) -> Result<(), StoreError> {
    for (component, entry, value) in &setup.measures {
        put_measure(tx, event, &rules.components[*component].id, &setup.entries[*entry].id, Some(*value))?;
    }
    for row in &setup.adjustments {
        insert_adjustment(tx, event, setup, row)?;
    }
    for row in &setup.decisions {
        insert_decision(tx, event, setup, row, 0)?;
    }
    for row in &setup.acceptances {
        insert_acceptance(tx, event, rules, setup, row)?;
    }
    Ok(())
}

pub(super) fn insert_route(tx: &mut Tx, event: &str, rules: &Rules, setup: &Setup) -> Result<(), StoreError> {
    for (index, row) in setup.checkpoints.iter().enumerate() {
        insert_stop(tx, event, position(index)?, &setup.entries[row.entry].id, row)?;
    }
    for (index, row) in setup.comments.iter().enumerate() {
        diesel::insert_into(comment::table)
            .values((
                comment::event_id.eq(event),
                comment::position.eq(position(index)?),
                comment::judge.eq(&setup.judges[row.judge].id),
                comment::component.eq(&rules.components[row.component].id),
                comment::entry.eq(&setup.entries[row.entry].id),
                comment::text.eq(&row.comment),
                comment::criterion.eq(row.criterion.map(|line| &rules.components[row.component].criteria()[line].id)),
            ))
            .execute(tx)?;
    }
    Ok(())
}

pub(super) fn insert_stop(
    tx: &mut Tx,
    event: &str,
    position: i32,
    entry: &str,
    row: &Checkpoint,
) -> Result<(), StoreError> {
    diesel::insert_into(checkpoint::table)
        .values((
            checkpoint::event_id.eq(event),
            checkpoint::position.eq(position),
            checkpoint::entry.eq(entry),
            checkpoint::stop.eq(row.order.map(i64::from)),
            checkpoint::planned_arrival.eq(&row.planned_arrival),
            checkpoint::planned_departure.eq(&row.planned_departure),
            checkpoint::look_at.eq(&row.look_at),
            checkpoint::arrived_at.eq(row.arrived_at),
            checkpoint::left_at.eq(row.left_at),
        ))
        .execute(tx)?;
    Ok(())
}

/// Writes when the bus arrived at a stop and when it left.
pub fn update_stop(
    tx: &mut Tx,
    event: &str,
    entry: &str,
    arrived_at: Option<i64>,
    left_at: Option<i64>,
) -> Result<(), StoreError> {
    let stops = checkpoint::table.filter(checkpoint::event_id.eq(event)).filter(checkpoint::entry.eq(entry));
    diesel::update(stops).set((checkpoint::arrived_at.eq(arrived_at), checkpoint::left_at.eq(left_at))).execute(tx)?;
    Ok(())
}
