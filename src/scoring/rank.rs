//! The only ordering: who goes before whom, and which places are shared.

use std::cmp::Reverse;

use super::component::Scorer;
use super::event::Event;
use super::exact::Exact;
use super::rules::{Places, RankOn, TieBreak};
use super::tabulate::Standings;

/// What an entry is compared by where totals are equal: the tie-breaks, then the chair's decision.
/// Smaller goes first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct TieKey {
    /// `(false, …)` for an entry with the value: those without come last; higher first.
    values: Vec<(bool, Option<Reverse<Exact>>)>,
    /// The same for the decision; lower first.
    decision: (bool, Option<u32>),
}

/// Orders entries that have a total: groups of entries that share a place, best first. Inside a
/// group they are in the order in which they are printed.
pub(super) fn order(standings: &Standings<'_>, ranked: Vec<usize>, scorers: &mut [Scorer<'_>]) -> Vec<Vec<usize>> {
    // the keys are taken out of the tallies, so that sorting stays in one piece of memory
    let keyed =
        ranked.into_iter().map(|entry| (Reverse(compared(standings, entry).cloned()), standings.printed[entry]));
    let mut keyed: Vec<(Reverse<Option<Exact>>, usize)> = keyed.collect();
    keyed.sort_unstable();
    let entry_of = |printed: usize| standings.event.by_print()[printed];
    let parted = !standings.event.rules().ranking.tie_break.is_empty() || !standings.event.decisions().is_empty();
    let mut groups = Vec::new();
    for run in keyed.chunk_by(|a, b| a.0 == b.0) {
        if run.len() == 1 || !parted {
            groups.push(run.iter().map(|&(_, printed)| entry_of(printed)).collect());
            continue;
        }
        let key = |&(_, printed): &(_, usize)| (tie_key(standings, entry_of(printed), scorers), printed);
        let mut keyed: Vec<(TieKey, usize)> = run.iter().map(key).collect();
        keyed.sort();
        let shared = keyed.chunk_by(|a, b| a.0 == b.0);
        groups.extend(shared.map(|group| group.iter().map(|&(_, printed)| entry_of(printed)).collect()));
    }
    groups
}

/// The place of each group, from 1.
pub(super) fn places(rule: Places, groups: &[Vec<usize>]) -> Vec<usize> {
    let mut before = 0;
    groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let place = match rule {
                Places::Competition => before + 1,
                Places::Dense => index + 1,
            };
            before += group.len();
            place
        })
        .collect()
}

/// The total that is compared.
pub(super) fn compared<'s>(standings: &'s Standings<'_>, entry: usize) -> Option<&'s Exact> {
    standings.tallies[entry].total.as_ref().map(|total| match standings.event.rules().ranking.on {
        RankOn::Rounded => &total.rounded,
        RankOn::Exact => &total.exact,
    })
}

/// The value of one tie-break; `None` where the entry has none.
pub(super) fn tie_value(
    standings: &Standings<'_>,
    tie: TieBreak,
    entry: usize,
    scorers: &mut [Scorer<'_>],
) -> Option<Exact> {
    match tie {
        TieBreak::Component(component) => standings.scores_of(entry)[component].clone(),
        TieBreak::Criterion { component, criterion } => scorers[component].criterion(entry, criterion),
        TieBreak::Group { component, group } => scorers[component].group(entry, group),
        TieBreak::Exact => standings.tallies[entry].total.as_ref().map(|total| total.exact.clone()),
        TieBreak::Bonus => Some(standings.adjusted_of(entry).bonus.clone()),
    }
}

/// The order that the chair gave an entry, where there is a decision on it.
pub(super) fn decision(event: &Event, entry: usize) -> Option<u32> {
    event.decisions().iter().find(|d| d.entry == entry).map(|d| d.order)
}

fn tie_key(standings: &Standings<'_>, entry: usize, scorers: &mut [Scorer<'_>]) -> TieKey {
    let value = |&tie: &TieBreak| {
        let value = tie_value(standings, tie, entry, scorers);
        (value.is_none(), value.map(Reverse))
    };
    let values = standings.event.rules().ranking.tie_break.iter().map(value).collect();
    let order = decision(standings.event, entry);
    TieKey { values, decision: (order.is_none(), order) }
}
