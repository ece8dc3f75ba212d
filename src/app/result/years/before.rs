//! How the units of an event did the last time before it, as far as whoever reads may see that.

use std::collections::BTreeMap;

use crate::app::act::actor::Actor;
use crate::app::event::progress::may_see_result;
use crate::app::{App, AppError};
use crate::scoring::result::{RankingRow, Report, Status};
use crate::store::event::{self, EventRow};
use crate::store::{StoreError, Tx};

use super::year::year_of;

/// The last event before another one, with the places that its units had there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    pub year: i32,
    /// Whether that is the year before.
    pub is_last_year: bool,
    pub title: String,
    /// By entry of the later event. An entry is left out where its unit is not in both with one entry each.
    pub places: BTreeMap<String, PlaceBefore>,
}

/// The place that a unit had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceBefore {
    pub place: usize,
    /// By how many places it has gone up since, or down where it is below 0; `None` where the places are of other rankings.
    pub up: Option<i64>,
}

impl App {
    /// The last event of an earlier year in which some of these units had a place that the actor may see.
    pub(in crate::app::result) fn before(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        head: &EventRow,
        report: &Report,
    ) -> Result<Option<Before>, AppError> {
        for earlier in earlier(tx, actor, head)? {
            let before = match self.frozen(tx, &earlier.id) {
                Ok(frozen) => frozen.report,
                // that one was changed behind the program's back is said on its own board, and takes nobody this one
                Err(AppError::Store(StoreError::Corrupt(what))) => {
                    tracing::warn!(%what, "an earlier result cannot be read");
                    continue;
                }
                Err(error) => return Err(error),
            };
            let places = places(report, &before);
            if !places.is_empty() {
                let year = year_of(&earlier);
                let (title, is_last_year) = (earlier.title, year_of(head) == year + 1);
                return Ok(Some(Before { year, is_last_year, title, places }));
            }
        }
        Ok(None)
    }

    /// What tells apart what [`App::before`] builds on.
    pub(in crate::app::result) fn before_stamp(
        tx: &mut Tx,
        actor: &Actor,
        head: &EventRow,
    ) -> Result<String, AppError> {
        let told = |row: &EventRow| format!("{} {} {}", row.id, row.version, row.title);
        Ok(earlier(tx, actor, head)?.iter().map(told).collect::<Vec<_>>().join("\n"))
    }
}

/// The events of earlier years whose results the actor may see, the last first.
fn earlier(tx: &mut Tx, actor: &Actor, head: &EventRow) -> Result<Vec<EventRow>, AppError> {
    let year = year_of(head);
    let is_meant = |row: &EventRow| !row.rehearsal && row.demo == head.demo && row.id != head.id && year_of(row) < year;
    let rows = event::list(tx)?.into_iter().filter(is_meant);
    let mut rows: Vec<EventRow> = rows.filter(|row| may_see_result(actor, row).is_ok()).collect();
    rows.sort_by_key(|row| std::cmp::Reverse((year_of(row), row.created_at)));
    Ok(rows)
}

/// The places of before, by entry of now.
fn places(now: &Report, before: &Report) -> BTreeMap<String, PlaceBefore> {
    let (rows, olds) = (one_of_each_unit(now), one_of_each_unit(before));
    let apart = (now.is_by_track(), before.is_by_track());
    let found = rows.into_iter().filter_map(|(unit, row)| {
        let old = olds.get(unit)?;
        let place: usize = old.rank.parse().ok()?;
        let comparable = match apart {
            (false, false) => true,
            (true, true) => row.track == old.track,
            _ => false,
        };
        let up = || Some(i64::try_from(place).ok()? - row.rank.parse::<i64>().ok()?);
        Some((row.entry.clone(), PlaceBefore { place, up: comparable.then(up).flatten() }))
    });
    found.collect()
}

/// The rows of units that have one entry.
fn one_of_each_unit(report: &Report) -> BTreeMap<&str, &RankingRow> {
    let mut rows: BTreeMap<&str, Option<&RankingRow>> = BTreeMap::new();
    for row in report.ranking.iter().filter(|row| !row.unit.is_empty()) {
        rows.entry(&row.unit).and_modify(|one| *one = None).or_insert(Some(row));
    }
    let ranked = |row: &RankingRow| row.status == Status::Ranked;
    rows.into_iter().filter_map(|(unit, row)| Some((unit, row?))).filter(|(_, row)| ranked(row)).collect()
}
