//! Devices: what each judge's tablets last said of themselves.

use diesel::prelude::*;

use super::backend::straight;
use super::kept::{Kept, Value};
use super::schema::device;
use super::{StoreError, Tx};

/// A device of a judge.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = device, treat_none_as_null = true)]
pub struct DeviceRow {
    pub event_id: String,
    pub judge: String,
    pub id: String,
    /// Last contact.
    pub last_seen: i64,
    /// Up to here every op was answered, without a gap.
    pub acked_seq: i64,
    /// The last op that it is known to have made.
    pub last_seq: i64,
    /// Battery, 0 to 100.
    pub battery: Option<i32>,
    /// Whether the browser promised to keep its storage.
    pub persisted: Option<bool>,
    /// Milliseconds by which its clock is ahead.
    pub skew_ms: Option<i64>,
    /// What it last said was not sent yet, as JSON.
    pub unsent: String,
    /// What it ever said that it had made and lost, as JSON.
    pub lost: String,
}

pub fn find(tx: &mut Tx, event: &str, judge: &str, id: &str) -> Result<Option<DeviceRow>, StoreError> {
    let found = straight!(tx, on => device::table.find((event, judge, id)).select(DeviceRow::as_select()).first(on));
    Ok(found.optional()?)
}

/// Writes a device, new or known.
pub fn put(tx: &mut Tx, row: &DeviceRow) -> Result<(), StoreError> {
    let known = Kept {
        text: &[
            "UPDATE device SET last_seen = ",
            ", acked_seq = ",
            ", last_seq = ",
            ", battery = ",
            ", persisted = ",
            ", skew_ms = ",
            ", unsent = ",
            ", lost = ",
            " WHERE event_id = ",
            " AND judge = ",
            " AND id = ",
        ],
        values: &[
            Value::Number(Some(row.last_seen)),
            Value::Number(Some(row.acked_seq)),
            Value::Number(Some(row.last_seq)),
            Value::Small(row.battery),
            Value::Truth(row.persisted),
            Value::Number(row.skew_ms),
            Value::Text(&row.unsent),
            Value::Text(&row.lost),
            Value::Text(&row.event_id),
            Value::Text(&row.judge),
            Value::Text(&row.id),
        ],
    }
    .execute(tx)?;
    if known == 0 {
        diesel::insert_into(device::table).values(row).execute(tx)?;
    }
    Ok(())
}

/// Notes the last contact of a known device, and what it said of itself then, unless it has been heard since.
pub fn heard(tx: &mut Tx, row: &DeviceRow) -> Result<(), StoreError> {
    let one = device::table.find((&row.event_id, &row.judge, &row.id)).filter(device::last_seen.le(row.last_seen));
    let said = (device::last_seen.eq(row.last_seen), device::battery.eq(row.battery), device::skew_ms.eq(row.skew_ms));
    diesel::update(one).set(said).execute(tx)?;
    Ok(())
}

/// The devices of a judge.
pub fn of_judge(tx: &mut Tx, event: &str, judge: &str) -> Result<Vec<DeviceRow>, StoreError> {
    Ok(straight!(tx, on => device::table
        .filter(device::event_id.eq(event))
        .filter(device::judge.eq(judge))
        .order(device::id)
        .select(DeviceRow::as_select())
        .load(on))?)
}

/// The devices of an event, by judge.
pub fn of_event(tx: &mut Tx, event: &str) -> Result<Vec<DeviceRow>, StoreError> {
    Ok(device::table
        .filter(device::event_id.eq(event))
        .order((device::judge, device::id))
        .select(DeviceRow::as_select())
        .load(tx)?)
}
