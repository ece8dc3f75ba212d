//! What was changed on the day: rows that stay, and what they change in the setup.

use diesel::prelude::*;

use super::schema::{checkpoint, day_change, judge};
use super::{StoreError, Tx};
use crate::scoring::event::Judge;
use crate::scoring::rules::Rules;

/// Kinds of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A stop will not be visited.
    Skip,
    /// That was taken back.
    Unskip,
    /// Stops got another order or other planned times.
    Move,
    /// The last arrival or leaving was taken back.
    Undo,
    /// An entry takes part no longer.
    Withdraw,
    /// That was taken back.
    Readmit,
    /// A seat went on with another person.
    Pass,
    /// A new seat took over what a judge had not handed in.
    Replace,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 8] =
        [Self::Skip, Self::Unskip, Self::Move, Self::Undo, Self::Withdraw, Self::Readmit, Self::Pass, Self::Replace];

    /// The word that is stored, and that pages send.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Unskip => "unskip",
            Self::Move => "move",
            Self::Undo => "undo",
            Self::Withdraw => "withdraw",
            Self::Readmit => "readmit",
            Self::Pass => "pass",
            Self::Replace => "replace",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A change on record.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = day_change)]
pub struct DayRow {
    pub event_id: String,
    /// 1, 2, 3 … in the event; given by [`append`].
    pub number: i64,
    /// [`Kind::as_str`].
    pub kind: String,
    /// Id of the entry or judge that it is about; empty for the route.
    pub subject: String,
    /// What was done, in words.
    pub told: String,
    /// Why.
    pub reason: String,
    /// Who, as the audit names them.
    pub who: String,
    /// When.
    pub at: i64,
}

impl DayRow {
    /// Its kind.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where the stored word is none.
    pub fn kind(&self) -> Result<Kind, StoreError> {
        Kind::from_word(&self.kind).ok_or_else(|| StoreError::corrupt(format!("change {}: {}", self.number, self.kind)))
    }
}

/// The changes of an event, oldest first.
pub fn of_event(tx: &mut Tx, event: &str) -> Result<Vec<DayRow>, StoreError> {
    Ok(day_change::table
        .filter(day_change::event_id.eq(event))
        .order(day_change::number)
        .select(DayRow::as_select())
        .load(tx)?)
}

/// Appends a change with the next number.
pub fn append(tx: &mut Tx, mut row: DayRow) -> Result<(), StoreError> {
    let count: i64 = day_change::table.filter(day_change::event_id.eq(&row.event_id)).count().get_result(tx)?;
    row.number = count + 1;
    diesel::insert_into(day_change::table).values(&row).execute(tx)?;
    Ok(())
}

/// Writes where along the route a stop is, and when it is planned.
pub fn plan_stop(
    tx: &mut Tx,
    event: &str,
    entry: &str,
    order: u32,
    (arrival, departure): (&str, &str),
) -> Result<(), StoreError> {
    let stops = checkpoint::table.filter(checkpoint::event_id.eq(event)).filter(checkpoint::entry.eq(entry));
    diesel::update(stops)
        .set((
            checkpoint::stop.eq(Some(i64::from(order))),
            checkpoint::planned_arrival.eq(arrival),
            checkpoint::planned_departure.eq(departure),
        ))
        .execute(tx)?;
    Ok(())
}

/// Writes the name and unit of a judge.
pub fn rename_judge(tx: &mut Tx, event: &str, row: &Judge) -> Result<(), StoreError> {
    let seat = judge::table.filter(judge::event_id.eq(event)).filter(judge::id.eq(&row.id));
    diesel::update(seat).set((judge::name.eq(&row.name), judge::unit.eq(&row.unit))).execute(tx)?;
    Ok(())
}

/// Adds a judge after all others.
///
/// # Errors
/// [`StoreError::Conflict`] where there is one with that id.
pub fn add_judge(tx: &mut Tx, event: &str, rules: &Rules, row: &Judge) -> Result<(), StoreError> {
    let last: Option<i32> =
        judge::table.filter(judge::event_id.eq(event)).select(diesel::dsl::max(judge::position)).first(tx)?;
    diesel::insert_into(judge::table)
        .values((
            judge::event_id.eq(event),
            judge::position.eq(last.map_or(0, |last| last + 1)),
            judge::id.eq(&row.id),
            judge::name.eq(&row.name),
            judge::unit.eq(&row.unit),
            judge::group_id.eq(&rules.groups[row.group].id),
        ))
        .execute(tx)?;
    Ok(())
}
