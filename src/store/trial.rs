//! Trials (试算) of rehearsals: what each came to. Rows are appended, and never changed or deleted.

use diesel::prelude::*;

use super::schema::trial;
use super::{StoreError, Tx};

/// A trial.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = trial)]
pub struct TrialRow {
    /// The rehearsal.
    pub event_id: String,
    /// 1, 2, 3 … of the rehearsal.
    pub number: i64,
    /// The event that the rehearsal is of.
    pub original: String,
    /// What the known cards were made from.
    pub seed: i64,
    /// How many cards were known.
    pub cards: i64,
    /// How many figures were compared.
    pub figures: i64,
    /// In how many places the two differed; 0 where they agree.
    pub differing: i64,
    /// The first of them in words; empty where there is none.
    pub first: String,
    /// Who tried it out, as [`crate::app::act::actor::Actor::name`].
    pub who: String,
    /// When.
    pub at: i64,
}

/// Appends a trial.
///
/// # Errors
/// Where the rehearsal has one of that number.
pub fn insert(tx: &mut Tx, row: &TrialRow) -> Result<(), StoreError> {
    diesel::insert_into(trial::table).values(row).execute(tx)?;
    Ok(())
}

/// The trials of an event and of its rehearsals, whether or not those were discarded, newest first.
pub fn of_event(tx: &mut Tx, event: &str) -> Result<Vec<TrialRow>, StoreError> {
    Ok(trial::table
        .filter(trial::event_id.eq(event).or(trial::original.eq(event)))
        .order((trial::at.desc(), trial::event_id, trial::number.desc()))
        .select(TrialRow::as_select())
        .load(tx)?)
}
