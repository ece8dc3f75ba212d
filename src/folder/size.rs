//! What is larger than any event.

use super::fault::{Fault, Problem};
use crate::scoring::event::Judge;
use crate::scoring::rules::{Component, Rules};

/// Most cells of an event: a hundred thousand entries, thirty judges and six criteria are within it.
const MOST_CELLS: usize = 32 * 1024 * 1024;

/// The fault of an event whose cells no memory holds: they are all there once it is made, whatever stands in them.
pub(super) fn too_many_cells(rules: &Rules, judges: &[Judge], entries: usize) -> Option<Fault> {
    let of = |component: &Component| {
        let width = component.criteria().len().max(1);
        let groups = component.judging().map(|judging| judging.groups.as_slice()).unwrap_or_default();
        let seats = judges.iter().filter(|judge| groups.contains(&judge.group)).count();
        entries as u128 * seats as u128 * width as u128
    };
    let found = rules.components.iter().map(of).sum();
    let problem = Problem::TooManyCells { found, most: MOST_CELLS };
    let fault = Fault { file: "entries.csv".to_owned(), line: 1, place: String::new(), problem };
    (found > MOST_CELLS as u128).then_some(fault)
}
