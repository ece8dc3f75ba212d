//! Years: the events by year, and one unit over the years. Shows of each event no more than its reader may see of it;
//! rehearsals are left out, and a demonstration stands by itself.

mod before;
mod compare;
mod year;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::app::act::actor::Actor;
use crate::app::act::permission::{Act, check};
use crate::app::act::state::WrongState;
use crate::app::error::NotFound;
use crate::app::event::progress::may_see_result;
use crate::app::event::view::EventSummary;
use crate::app::{App, AppError};
use crate::scoring::result::Report;
use crate::scoring::rules::Rules;
use crate::store::Tx;
use crate::store::event::{self, EventRow};

pub use before::{Before, PlaceBefore};
pub use compare::{RuleChange, changes};

use year::year_of;

/// An event in the list of years.
#[derive(Debug, Clone)]
pub struct YearEvent {
    pub event: EventSummary,
    pub year: i32,
    /// Its frozen result; `None` where it is hidden.
    pub report: Option<Arc<Report>>,
    /// Why its result is not shown; `None` where it is.
    pub hidden: Option<String>,
}

/// A unit in one event.
#[derive(Debug, Clone)]
pub struct UnitYear {
    pub event: EventSummary,
    pub year: i32,
    /// The frozen result; `None` where it is hidden.
    pub report: Option<Arc<Report>>,
    /// Why the result is not shown.
    pub hidden: Option<String>,
    /// What the rules changed since the event before it; `None` for the first.
    pub changes: Option<Vec<RuleChange>>,
}

/// A unit over the years.
#[derive(Debug, Clone)]
pub struct UnitYears {
    pub unit: String,
    /// Its events, oldest first.
    pub years: Vec<UnitYear>,
}

/// What is read of one event.
struct Known {
    summary: EventSummary,
    year: i32,
    rules: Arc<Rules>,
    units: BTreeSet<String>,
    /// The frozen result, or why it is not shown.
    result: Result<Arc<Report>, String>,
}

impl App {
    /// The events that are no rehearsals, newest year first.
    ///
    /// # Errors
    /// Where the actor may see no result of any event, or the database does not answer.
    pub fn years(&self, actor: &Actor) -> Result<Vec<YearEvent>, AppError> {
        let mut known = self.known(actor)?;
        known.reverse();
        let told = known.into_iter().map(|known| {
            let (report, hidden) = told(known.result);
            YearEvent { event: known.summary, year: known.year, report, hidden }
        });
        Ok(told.collect())
    }

    /// The units of all events, in the order of their names.
    pub fn units(&self, actor: &Actor) -> Result<Vec<String>, AppError> {
        let units: BTreeSet<String> = self.known(actor)?.into_iter().flat_map(|known| known.units).collect();
        Ok(units.into_iter().collect())
    }

    /// One unit over the years; in the demonstration's events where `demo`, else in all others.
    ///
    /// # Errors
    /// As [`App::years`]; where no event has such a unit.
    pub fn unit_years(&self, actor: &Actor, unit: &str, demo: bool) -> Result<UnitYears, AppError> {
        let all = self.known(actor)?.into_iter().filter(|known| known.summary.demo == demo);
        let mut years = Vec::new();
        let mut before: Option<Arc<Rules>> = None;
        for known in all.filter(|known| known.units.contains(unit)) {
            let changes = before.as_ref().map(|before| changes(before, &known.rules));
            before = Some(Arc::clone(&known.rules));
            let (report, hidden) = told(known.result);
            years.push(UnitYear { event: known.summary, year: known.year, report, hidden, changes });
        }
        if years.is_empty() {
            return Err(NotFound { what: "单位", id: unit.chars().take(60).collect() }.into());
        }
        Ok(UnitYears { unit: unit.to_owned(), years })
    }

    /// The events that are no rehearsals, oldest first.
    fn known(&self, actor: &Actor) -> Result<Vec<Known>, AppError> {
        check(actor, Act::SeeResult)?;
        self.store.read(|tx| {
            let heads = event::list(tx)?.into_iter().filter(|head| !head.rehearsal);
            let mut known: Vec<Known> =
                heads.map(|head| self.known_of(tx, actor, &head)).collect::<Result<_, AppError>>()?;
            known.sort_by_key(|known| (known.year, known.summary.created_at));
            Ok(known)
        })
    }

    fn known_of(&self, tx: &mut Tx, actor: &Actor, head: &EventRow) -> Result<Known, AppError> {
        let frame = self.frame(tx, head)?;
        let result = match may_see_result(actor, head) {
            Ok(()) => Ok(self.frozen(tx, &head.id)?.report),
            Err(error) => Err(error.take::<WrongState>()?.why.to_owned()),
        };
        let units = frame.setup.entries.iter().map(|entry| entry.unit.clone()).filter(|unit| !unit.is_empty());
        Ok(Known {
            summary: frame.summary(head)?,
            year: year_of(head),
            rules: Arc::clone(&frame.rules),
            units: units.collect(),
            result,
        })
    }
}

fn told(result: Result<Arc<Report>, String>) -> (Option<Arc<Report>>, Option<String>) {
    match result {
        Ok(report) => (Some(report), None),
        Err(why) => (None, Some(why)),
    }
}
