//! The only ordering: who goes before whom, and which places are shared.

use std::cmp::{Ordering, Reverse};

use super::component::Scorer;
use super::event::Event;
use super::exact::Exact;
use super::rules::{Places, RankOn, RankingRules, TieBreak};
use super::tabulate::Tally;

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
pub(super) fn order(
    event: &Event,
    ranking: &RankingRules,
    mut ranked: Vec<usize>,
    tallies: &[Tally],
    scorers: &mut [Scorer<'_>],
) -> Vec<Vec<usize>> {
    let compared = |entry: &usize| compared(ranking, &tallies[*entry]);
    ranked.sort_by(|a, b| compared(b).cmp(&compared(a)));
    let mut groups = Vec::new();
    for run in ranked.chunk_by(|a, b| compared(a) == compared(b)) {
        if let [single] = run {
            groups.push(vec![*single]);
            continue;
        }
        let mut keyed: Vec<(TieKey, usize)> =
            run.iter().map(|&entry| (tie_key(event, ranking, entry, tallies, scorers), entry)).collect();
        keyed.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| printed_before(event, a.1, b.1)));
        let shared = keyed.chunk_by(|a, b| a.0 == b.0);
        groups.extend(shared.map(|group| group.iter().map(|(_, entry)| *entry).collect()));
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

/// The order in which entries that share a place, or have none, are printed.
pub(super) fn printed_before(event: &Event, a: usize, b: usize) -> Ordering {
    let key = |entry: usize| {
        let entry = &event.entries()[entry];
        (entry.order.is_none(), entry.order, &entry.id)
    };
    key(a).cmp(&key(b))
}

/// The total that is compared.
pub(super) fn compared<'t>(ranking: &RankingRules, tally: &'t Tally) -> Option<&'t Exact> {
    tally.total.as_ref().map(|total| match ranking.on {
        RankOn::Rounded => &total.rounded,
        RankOn::Exact => &total.exact,
    })
}

/// The value of one tie-break; `None` where the entry has none.
pub(super) fn tie_value(tie: TieBreak, entry: usize, tally: &Tally, scorers: &mut [Scorer<'_>]) -> Option<Exact> {
    match tie {
        TieBreak::Component(component) => tally.scores[component].clone(),
        TieBreak::Criterion { component, criterion } => scorers[component].criterion(entry, criterion),
        TieBreak::Group { component, group } => scorers[component].group(entry, group),
        TieBreak::Exact => tally.total.as_ref().map(|total| total.exact.clone()),
        TieBreak::Bonus => Some(tally.bonus.clone()),
    }
}

/// The order that the chair gave an entry, where there is a decision on it.
pub(super) fn decision(event: &Event, entry: usize) -> Option<u32> {
    event.decisions().iter().find(|d| d.entry == entry).map(|d| d.order)
}

fn tie_key(
    event: &Event,
    ranking: &RankingRules,
    entry: usize,
    tallies: &[Tally],
    scorers: &mut [Scorer<'_>],
) -> TieKey {
    let value = |&tie: &TieBreak| {
        let value = tie_value(tie, entry, &tallies[entry], scorers);
        (value.is_none(), value.map(Reverse))
    };
    let values = ranking.tie_break.iter().map(value).collect();
    let order = decision(event, entry);
    TieKey { values, decision: (order.is_none(), order) }
}
