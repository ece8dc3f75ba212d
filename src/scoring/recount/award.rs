//! Awards, handed out in one pool: down the ranking, then up, and by the scores of components.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;
use num_traits::ToPrimitive;

use super::{RecountRow, fraction, place, score_stage, veto};
use crate::scoring::event::Event;
use crate::scoring::rules::{Award, Boundary, End, Quota, RoundingMode, ShareRounding, VetoEffect};

/// Who gets what, and who waits for a decision.
#[derive(Default)]
pub(super) struct Outcome {
    /// The awards of each entry that gets any, by index, which is their order in the rules.
    pub awards: BTreeMap<usize, BTreeSet<usize>>,
    pub undecided: BTreeSet<usize>,
}

/// Hands the awards out among the ranked entries of a pool, given with their places from the first one down.
pub(super) fn hand_out(event: &Event, rows: &[RecountRow], ranked: &[(usize, usize)]) -> Outcome {
    let mut outcome = Outcome::default();
    let Some(&(somebody, _)) = ranked.first() else { return outcome };
    let track = event.entries()[somebody].track.as_str();
    let awards: Vec<(usize, &Award)> =
        event.rules().awards.iter().enumerate().filter(|(_, award)| award.is_in(track)).collect();
    along_the_ranking(event, rows, ranked, &awards, &mut outcome);
    for (index, award) in awards {
        let Some(component) = award.by else { continue };
        let stage = score_stage(event, component);
        let value = |entry: usize| rows[entry].components[component].as_ref();
        let printed = |entry| value(entry).map(|value| fraction::as_printed(value, stage));
        let mut order: Vec<usize> = ranked.iter().map(|&(entry, _)| entry).collect();
        order.sort_by_key(|&entry| Reverse(value(entry)));
        let level = order.chunk_by(|&a, &b| value(a) == value(b));
        let mut waiting = competing(event, level.flat_map(|level| place::as_decided(event, level.to_vec())).collect());
        if award.from == End::Bottom {
            waiting.reverse();
        }
        let turn = turn(award, quota(award, ranked.len()), waiting, printed);
        for entry in turn.given {
            // an undecided tie leaves this award out, and no other
            if !turn.undecided.contains(&entry) {
                outcome.awards.entry(entry).or_default().insert(index);
            }
        }
        outcome.undecided.extend(turn.undecided);
    }
    outcome
}

/// The awards that go by the ranking: an entry gets one at most.
fn along_the_ranking(
    event: &Event,
    rows: &[RecountRow],
    ranked: &[(usize, usize)],
    awards: &[(usize, &Award)],
    outcome: &mut Outcome,
) {
    let stage = event.rules().rounding.total;
    let printed = |entry: usize| rows[entry].total.as_ref().map(|total| fraction::as_printed(total, stage));
    let by_place = ranked.chunk_by(|a, b| a.1 == b.1);
    let shared: Vec<Vec<usize>> = by_place.map(|place| place.iter().map(|&(entry, _)| entry).collect()).collect();
    let mut waiting = competing(event, shared);
    let mut got: BTreeMap<usize, Option<usize>> = BTreeMap::new();
    for end in [End::Top, End::Bottom] {
        for &(index, award) in awards {
            if award.by.is_none() && award.from == end {
                let turn = turn(award, quota(award, ranked.len()), waiting, printed);
                got.extend(turn.given.into_iter().map(|entry| (entry, Some(index))));
                outcome.undecided.extend(turn.undecided);
                waiting = turn.waiting;
            }
        }
        if end == End::Top {
            for (&entry, award) in &mut got {
                // what it falls to needs no slot, and the slot that it leaves is not filled again
                for _ in 0..veto::count(event, entry, VetoEffect::DropOneAward) {
                    *award = award.and_then(|award| following(awards, award));
                }
            }
            waiting.reverse();
        }
    }
    for (entry, award) in got {
        if !outcome.undecided.contains(&entry) {
            outcome.awards.entry(entry).or_default().extend(award);
        }
    }
}

/// The next award from the top after one.
fn following(awards: &[(usize, &Award)], after: usize) -> Option<usize> {
    let next = awards.iter().find(|(index, award)| *index > after && award.by.is_none() && award.from == End::Top);
    next.map(|&(index, _)| index)
}

/// Sets of entries that share a place, without those that no award is given to.
fn competing(event: &Event, shared: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut sets = Vec::new();
    for mut set in shared {
        set.retain(|&entry| !veto::has(event, entry, VetoEffect::NoAward));
        if !set.is_empty() {
            sets.push(set);
        }
    }
    sets
}

/// What one award comes to.
#[derive(Default)]
struct Turn {
    /// Those who get it, among them as many of the undecided as will.
    given: Vec<usize>,
    undecided: Vec<usize>,
    /// Those who do not get it, in the same order.
    waiting: Vec<Vec<usize>>,
}

/// Hands one award out along sets of entries that share a place, to so many.
fn turn(
    award: &Award,
    mut left: usize,
    waiting: Vec<Vec<usize>>,
    printed: impl Fn(usize) -> Option<BigRational>,
) -> Turn {
    let mut turn = Turn::default();
    for tied in waiting {
        if left == 0 || !meets(award, printed(tied[0])) {
            // nobody further along gets this award either
            left = 0;
            turn.waiting.push(tied);
        } else if tied.len() <= left {
            left -= tied.len();
            turn.given.extend(tied);
        } else {
            match award.boundary {
                Boundary::Enlarge => turn.given.extend(tied),
                Boundary::Withhold => turn.waiting.push(tied),
                Boundary::Decide => {
                    // whoever the chair decides for, so many get this award, and the others come
                    // one by one to the next: what is left for those after them does not depend on who
                    turn.undecided.extend(&tied);
                    turn.waiting.extend(tied[left..].iter().map(|&entry| vec![entry]));
                    turn.given.extend(&tied[..left]);
                }
            }
            left = 0;
        }
    }
    turn
}

/// Whether a value, as printed, is what the award asks for.
fn meets(award: &Award, printed: Option<BigRational>) -> bool {
    let Some(threshold) = award.threshold.map(fraction::of) else { return true };
    printed.is_some_and(|printed| match award.from {
        End::Top => printed >= threshold,
        End::Bottom => printed <= threshold,
    })
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
