//! Awards, handed out down the ranking of one pool.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::ToPrimitive;

use super::{RecountRow, fraction, is_vetoed};
use crate::scoring::event::Event;
use crate::scoring::rules::{Award, Boundary, Quota, RoundingMode, ShareRounding, VetoEffect};

/// Who gets what, and who waits for a decision.
pub(super) struct Outcome {
    pub awards: BTreeMap<usize, String>,
    pub undecided: BTreeSet<usize>,
}

/// Hands the awards out among the ranked entries of a pool, given from the first place down.
pub(super) fn hand_out(event: &Event, rows: &[RecountRow], ranked: &[(usize, usize)]) -> Outcome {
    let mut outcome = Outcome { awards: BTreeMap::new(), undecided: BTreeSet::new() };
    let mut waiting = shared_places(event, ranked);
    for award in &event.rules().awards {
        let mut left = quota(award, ranked.len());
        let mut still_waiting = Vec::new();
        for tied in waiting {
            if left == 0 || !reaches(event, rows, tied[0], award) {
                // nobody further down gets this award either
                left = 0;
                still_waiting.push(tied);
            } else if tied.len() <= left {
                left -= tied.len();
                give(&mut outcome, award, &tied);
            } else {
                match award.boundary {
                    Boundary::Enlarge => give(&mut outcome, award, &tied),
                    Boundary::Withhold => still_waiting.push(tied),
                    Boundary::Decide => {
                        // whoever the chair decides for, so many get this award, and the others come
                        // one by one to the next: what is left for those below does not depend on who
                        outcome.undecided.extend(&tied);
                        give(&mut outcome, award, &tied[..left]);
                        still_waiting.extend(tied[left..].iter().map(|&entry| vec![entry]));
                    }
                }
                left = 0;
            }
        }
        waiting = still_waiting;
    }
    outcome.awards.retain(|entry, _| !outcome.undecided.contains(entry));
    outcome
}

/// The entries that compete for awards, by place; those that share one together.
fn shared_places(event: &Event, ranked: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &(entry, place) in ranked {
        let passed_over = event.rules().veto.effect == VetoEffect::NoAward && is_vetoed(event, entry);
        if !passed_over {
            places.entry(place).or_default().push(entry);
        }
    }
    places.into_values().collect()
}

fn give(outcome: &mut Outcome, award: &Award, entries: &[usize]) {
    for &entry in entries {
        outcome.awards.insert(entry, award.name.clone());
    }
}

/// Whether an entry's total, as printed, reaches what the award asks for.
fn reaches(event: &Event, rows: &[RecountRow], entry: usize, award: &Award) -> bool {
    let Some(at_least) = award.threshold else { return true };
    let total = rows[entry].total.as_ref();
    total.is_some_and(|total| fraction::as_printed(total, event.rules().rounding.total) >= fraction::of(at_least))
}

/// How many an award is for, among so many ranked entries.
fn quota(award: &Award, ranked: usize) -> usize {
    match award.quota {
        Quota::Places(places) => places,
        Quota::Share { percent, rounding } => {
            let exact = fraction::of(percent) * fraction::count(ranked) / fraction::count(100);
            let whole = match rounding {
                ShareRounding::Floor => exact.floor(),
                ShareRounding::Round => fraction::round_whole(&exact, RoundingMode::HalfUp),
                ShareRounding::Ceil => exact.ceil(),
            };
            whole.to_integer().to_usize().expect("a share of a count is not greater than the count")
        }
    }
}
