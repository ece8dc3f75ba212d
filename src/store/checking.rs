//! What is looked at before the signatures: facts that an inspector has ticked, cards that are drawn, how each was found,
//! and who does not agree. Rows that never change.

use diesel::prelude::*;

use super::backend::straight;
use super::schema::{dissent, fact_tick, spot_draw, spot_look};
use super::{StoreError, Tx};

/// That somebody has taken note of a fact, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = fact_tick)]
pub struct FactTickRow {
    pub event_id: String,
    /// Number of the result.
    pub number: i64,
    /// Which fact.
    pub fact: String,
    /// SHA-256 of what it said.
    pub digest: String,
    pub account: String,
    /// When.
    pub at: i64,
}

/// Cards of a result that were drawn.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = spot_draw)]
pub struct SpotDrawRow {
    pub event_id: String,
    /// Number of the result.
    pub number: i64,
    /// 1, 2 … of the result.
    pub turn: i64,
    /// The root of the log at the close, in hexadecimal.
    pub head: String,
    /// The number that was typed then.
    pub typed: String,
    /// What both come to, in hexadecimal.
    pub seed: String,
    /// Of how many first places all cards are in it.
    pub places: i64,
    /// The operations, as a JSON array, in the order in which they were drawn.
    pub cards: String,
    /// Whether these are all cards.
    pub is_all: bool,
    pub account: String,
    /// When.
    pub at: i64,
}

/// What somebody found of a drawn card; of one card the last one counts.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = spot_look)]
pub struct SpotLookRow {
    pub event_id: String,
    /// Number of the result.
    pub number: i64,
    pub op: String,
    /// 1, 2 … of the card.
    pub turn: i64,
    /// Whether what was counted is something else than what was signed.
    pub differs: bool,
    /// In what, or why not after all; may be empty.
    pub remark: String,
    pub account: String,
    /// When.
    pub at: i64,
}

/// That somebody who could sign a result does not agree with it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = dissent)]
pub struct DissentRow {
    pub event_id: String,
    /// Number of the result.
    pub number: i64,
    pub account: String,
    pub role: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: i64,
    /// What its person was called then.
    pub full_name: Option<String>,
}

impl DissentRow {
    /// Who, as people call them.
    #[must_use]
    pub fn person(&self) -> &str {
        self.full_name.as_deref().unwrap_or(&self.account)
    }
}

/// Appends ticks.
///
/// # Errors
/// [`StoreError::Conflict`] where one was there.
pub fn tick(tx: &mut Tx, rows: &[FactTickRow]) -> Result<(), StoreError> {
    straight!(tx, on => diesel::insert_into(fact_tick::table).values(rows).execute(on))?;
    Ok(())
}

/// What was ticked of a result, oldest first.
pub fn ticks(tx: &mut Tx, event: &str, number: i64) -> Result<Vec<FactTickRow>, StoreError> {
    Ok(fact_tick::table
        .filter(fact_tick::event_id.eq(event))
        .filter(fact_tick::number.eq(number))
        .order((fact_tick::at, fact_tick::fact))
        .select(FactTickRow::as_select())
        .load(tx)?)
}

/// Appends a draw.
///
/// # Errors
/// [`StoreError::Conflict`] where that turn was taken.
pub fn draw(tx: &mut Tx, row: &SpotDrawRow) -> Result<(), StoreError> {
    diesel::insert_into(spot_draw::table).values(row).execute(tx)?;
    Ok(())
}

/// The draws of a result, in their order.
pub fn draws(tx: &mut Tx, event: &str, number: i64) -> Result<Vec<SpotDrawRow>, StoreError> {
    Ok(spot_draw::table
        .filter(spot_draw::event_id.eq(event))
        .filter(spot_draw::number.eq(number))
        .order(spot_draw::turn)
        .select(SpotDrawRow::as_select())
        .load(tx)?)
}

/// Appends what was found.
///
/// # Errors
/// [`StoreError::Conflict`] where one of those turns was taken.
pub fn look(tx: &mut Tx, rows: &[SpotLookRow]) -> Result<(), StoreError> {
    // a row has eight values, and a statement takes a few ten thousand
    for rows in rows.chunks(1000) {
        straight!(tx, on => diesel::insert_into(spot_look::table).values(rows).execute(on))?;
    }
    Ok(())
}

/// What was found of a result's cards, of each card in its order.
pub fn looks(tx: &mut Tx, event: &str, number: i64) -> Result<Vec<SpotLookRow>, StoreError> {
    Ok(spot_look::table
        .filter(spot_look::event_id.eq(event))
        .filter(spot_look::number.eq(number))
        .order((spot_look::op, spot_look::turn))
        .select(SpotLookRow::as_select())
        .load(tx)?)
}

/// Appends that somebody does not agree.
///
/// # Errors
/// [`StoreError::Conflict`] where they have said so of that result.
pub fn disagree(tx: &mut Tx, row: &DissentRow) -> Result<(), StoreError> {
    diesel::insert_into(dissent::table).values(row).execute(tx)?;
    Ok(())
}

/// Who does not agree with results of an event, oldest first.
pub fn dissents(tx: &mut Tx, event: &str) -> Result<Vec<DissentRow>, StoreError> {
    Ok(dissent::table
        .filter(dissent::event_id.eq(event))
        .order((dissent::number, dissent::at, dissent::account))
        .select(DissentRow::as_select())
        .load(tx)?)
}
