//! Which cards are drawn.

use crate::app::AppError;
use crate::app::act::lots::in_lots;
use crate::app::act::word::Word;
use crate::app::cards::came::counting;
use crate::app::event::frame::Frame;
use crate::app::result::log::signed_head;
use crate::scoring::event::{Cell, Expectation};
use crate::scoring::result::Report;
use crate::store::event::EventRow;
use crate::store::result::ResultHead;
use crate::store::{StoreError, Tx};

/// Of the cards that are not of the first places, one in so many is drawn, rounded up: 15 %.
const SHARE: (usize, usize) = (15, 100);

/// The ops of the cards that the result counts.
pub(super) struct Population {
    /// Of the first places, and ballots, which are about all of them; in the order of their ops.
    pub first: Vec<String>,
    /// Of the others.
    pub rest: Vec<String>,
}

/// The cards of a result.
pub(super) fn population(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    report: &Report,
    places: usize,
) -> Result<Population, AppError> {
    let is_first = |entry: &str| {
        let row = report.ranking.iter().find(|row| row.entry == entry);
        row.is_some_and(|row| row.rank.parse().is_ok_and(|rank: usize| rank <= places))
    };
    let first_entries: Vec<bool> = frame.setup.entries.iter().map(|entry| is_first(&entry.id)).collect();
    let mut population = Population { first: Vec::new(), rest: Vec::new() };
    for mark in counting(tx, &head.id)?.into_values() {
        let (Some(judge), Some(component)) = (frame.judge(&mark.judge), frame.component(&mark.component)) else {
            continue;
        };
        let counts = |entry: usize| {
            !frame.day.is_withdrawn(entry)
                && frame.event.expectation(Cell { component, judge, entry }) == Expectation::Due
        };
        if mark.entry.is_empty() {
            if !frame.due(component, judge).is_empty() {
                population.first.push(mark.op);
            }
        } else if let Some(entry) = frame.entry(&mark.entry).filter(|entry| counts(*entry)) {
            let of = if first_entries[entry] { &mut population.first } else { &mut population.rest };
            of.push(mark.op);
        }
    }
    population.first.sort_unstable();
    population.rest.sort_unstable();
    Ok(population)
}

impl Population {
    /// How many of the others are drawn.
    pub(super) fn share(&self) -> usize {
        (self.rest.len() * SHARE.0).div_ceil(SHARE.1)
    }

    /// The cards that a seed draws: all of the first places, and of the others those whose hashes with the seed are the least.
    pub(super) fn drawn(&self, seed: &str) -> Vec<String> {
        let drawn = in_lots(seed, &self.rest).into_iter().take(self.share());
        self.first.iter().cloned().chain(drawn).collect()
    }
}

/// The root of the log at the last close; where nothing is signed here, the result's fingerprint stands in its place.
pub(super) fn root_at_close(tx: &mut Tx, event: &str, latest: &ResultHead) -> Result<String, StoreError> {
    let head = signed_head(tx, event, Some(Word::Close))?;
    Ok(head.map_or_else(|| latest.fingerprint.clone(), |head| head.root))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::act::lots::seed;

    #[test]
    fn a_seed_draws_all_of_the_first_places_and_fifteen_of_a_hundred_others() {
        let named = |prefix: &str, count: usize| (0..count).map(|n| format!("{prefix}{n:03}")).collect::<Vec<_>>();
        let population = Population { first: named("f", 7), rest: named("r", 101) };
        let one = population.drawn(&seed("root", "4827"));
        assert_eq!(one.len(), 7 + 16);
        assert!(population.first.iter().all(|op| one.contains(op)));
        assert_eq!(one, population.drawn(&seed("root", "4827")));
        assert_ne!(one, population.drawn(&seed("root", "4828")));
        assert_ne!(one, population.drawn(&seed("toor", "4827")));
    }
}
