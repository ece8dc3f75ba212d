//! Calling entries up to report: how long each has, the orders in which they come, who reported when, and what was over
//! the limit. Nothing is deleted; a turn is written over until it is set aside, what was over until it is decided.

use diesel::prelude::*;

use super::schema::{call_order, call_setting, call_turn, overtime};
use super::{StoreError, Tx};

/// How long a report may be; of an event the last one holds.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = call_setting)]
pub struct CallSettingRow {
    pub event_id: String,
    /// 1, 2, 3 … of the event.
    pub number: i64,
    /// Seconds of a report.
    pub limit_s: i64,
    /// Seconds before the end at which the bell rings; 0 where it does not.
    pub bell_s: i64,
    /// The component that is reported.
    pub component: String,
    pub who: String,
    /// When.
    pub at: i64,
}

/// An order of the entries; of an event the last one holds.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = call_order)]
pub struct CallOrderRow {
    pub event_id: String,
    /// 1, 2, 3 … of the event.
    pub number: i64,
    /// [`LOT`] or [`HAND`].
    pub kind: String,
    /// Whether each track has lots of its own.
    pub by_track: bool,
    /// Leaves of the event's log at that moment.
    pub size: i64,
    /// Their root, in hexadecimal.
    pub head: String,
    /// The digits that were typed; empty where the order was entered.
    pub typed: String,
    /// What both come to, in hexadecimal; empty where the order was entered.
    pub seed: String,
    /// The ids of the entries, as a JSON array.
    pub entries: String,
    /// Why another order, or who watched the lots being drawn; may be empty.
    pub reason: String,
    pub who: String,
    /// When.
    pub at: i64,
}

/// Drawn by lot.
pub const LOT: &str = "lot";
/// Drawn from a box and entered.
pub const HAND: &str = "hand";

/// One entry that was called up.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = call_turn, treat_none_as_null = true)]
pub struct CallTurnRow {
    pub event_id: String,
    /// 1, 2, 3 … of the event.
    pub number: i64,
    pub entry: String,
    /// Seconds that it has.
    pub limit_s: i64,
    /// Seconds before the end at which the bell rings.
    pub bell_s: i64,
    /// When it was called up.
    pub called_at: i64,
    /// From when until when it ran, as a JSON array of pairs; the last one has no end while it runs.
    pub spans: String,
    /// When it ended.
    pub ended_at: Option<i64>,
    /// How often something was pressed since it was called up.
    pub step: i64,
    /// When it was set aside.
    pub undone_at: Option<i64>,
    /// Why it was set aside; empty where it was not.
    pub reason: String,
}

/// A report that was longer than it might.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = overtime, treat_none_as_null = true)]
pub struct OvertimeRow {
    pub event_id: String,
    /// That of the turn.
    pub number: i64,
    pub entry: String,
    /// Seconds that it had.
    pub limit_s: i64,
    /// Whole seconds that it took.
    pub used_s: i64,
    /// When it ended.
    pub at: i64,
    /// What was decided: [`DEDUCTED`], [`WAIVED`] or [`UNDONE`]; `None` while nothing was.
    pub outcome: Option<String>,
    /// Position of the adjustment that came of it.
    pub adjustment: Option<i64>,
    /// Why so; empty while nothing was decided.
    pub reason: String,
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<i64>,
}

/// An adjustment came of it.
pub const DEDUCTED: &str = "deducted";
/// Nothing is taken off.
pub const WAIVED: &str = "waived";
/// The report was set aside.
pub const UNDONE: &str = "undone";

/// The setting that holds.
pub fn setting(tx: &mut Tx, event: &str) -> Result<Option<CallSettingRow>, StoreError> {
    Ok(call_setting::table
        .filter(call_setting::event_id.eq(event))
        .order(call_setting::number.desc())
        .select(CallSettingRow::as_select())
        .first(tx)
        .optional()?)
}

/// Appends a setting.
pub fn set(tx: &mut Tx, row: &CallSettingRow) -> Result<(), StoreError> {
    diesel::insert_into(call_setting::table).values(row).execute(tx)?;
    Ok(())
}

/// The orders of an event, oldest first.
pub fn orders(tx: &mut Tx, event: &str) -> Result<Vec<CallOrderRow>, StoreError> {
    Ok(call_order::table
        .filter(call_order::event_id.eq(event))
        .order(call_order::number)
        .select(CallOrderRow::as_select())
        .load(tx)?)
}

/// Appends an order.
pub fn order(tx: &mut Tx, row: &CallOrderRow) -> Result<(), StoreError> {
    diesel::insert_into(call_order::table).values(row).execute(tx)?;
    Ok(())
}

/// The turns of an event, oldest first.
pub fn turns(tx: &mut Tx, event: &str) -> Result<Vec<CallTurnRow>, StoreError> {
    Ok(call_turn::table
        .filter(call_turn::event_id.eq(event))
        .order(call_turn::number)
        .select(CallTurnRow::as_select())
        .load(tx)?)
}

/// Appends a turn.
pub fn call(tx: &mut Tx, row: &CallTurnRow) -> Result<(), StoreError> {
    diesel::insert_into(call_turn::table).values(row).execute(tx)?;
    Ok(())
}

/// Writes how a turn goes on.
pub fn go_on(tx: &mut Tx, row: &CallTurnRow) -> Result<(), StoreError> {
    diesel::update(call_turn::table.find((&row.event_id, row.number))).set(row).execute(tx)?;
    Ok(())
}

/// What was over the limit in an event, oldest first.
pub fn overtimes(tx: &mut Tx, event: &str) -> Result<Vec<OvertimeRow>, StoreError> {
    Ok(overtime::table
        .filter(overtime::event_id.eq(event))
        .order(overtime::number)
        .select(OvertimeRow::as_select())
        .load(tx)?)
}

/// How much of that nobody has decided about.
pub fn undecided(tx: &mut Tx, event: &str) -> Result<i64, StoreError> {
    Ok(overtime::table
        .filter(overtime::event_id.eq(event))
        .filter(overtime::outcome.is_null())
        .count()
        .get_result(tx)?)
}

/// Appends what was over.
pub fn over(tx: &mut Tx, row: &OvertimeRow) -> Result<(), StoreError> {
    diesel::insert_into(overtime::table).values(row).execute(tx)?;
    Ok(())
}

/// Writes what was decided.
pub fn decide(tx: &mut Tx, row: &OvertimeRow) -> Result<(), StoreError> {
    diesel::update(overtime::table.find((&row.event_id, row.number))).set(row).execute(tx)?;
    Ok(())
}
