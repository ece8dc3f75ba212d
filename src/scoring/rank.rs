//! The only ordering: who goes before whom, and which places are shared.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use super::component::Scorer;
use super::event::{Decision, Event};
use super::exact::Exact;
use super::rules::{Places, Precision, RankOn, TieBreak};
use super::tabulate::Standings;

/// The tie-breaks that an entry is compared by where totals are equal. `(false, …)` for an entry with the value: those
/// without come last; higher first.
type TieKey = Vec<(bool, Option<Reverse<Exact>>)>;

/// What parts two neighbouring groups whose totals are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Parted {
    /// Exact totals that are printed the same, above and below.
    Exact(Exact, Exact),
    /// The first tie-break, by index, in which they differ, with the value above and below.
    TieBreak(usize, Option<Exact>, Option<Exact>),
    /// A decision of the chair, by its text.
    Decision(String),
}

/// Entries that share a place.
#[derive(Debug)]
pub(super) struct Group {
    /// In the order in which they are printed.
    pub entries: Vec<usize>,
    /// What parts it from the group above, where the totals that are compared are equal.
    pub parted: Option<Parted>,
}

/// Orders entries that have a total: groups of entries that share a place, best first.
pub(super) fn order(standings: &Standings<'_>, ranked: Vec<usize>, scorers: &mut [Scorer<'_>]) -> Vec<Group> {
    // the keys are taken out of the tallies, so that sorting stays in one piece of memory
    let compared: Vec<Option<&Exact>> = ranked.iter().map(|&entry| compared(standings, entry)).collect();
    let printed = ranked.iter().map(|&entry| standings.printed[entry]);
    match Exact::like_units(&compared) {
        Some(units) => grouped(standings, units.into_iter().map(Reverse).zip(printed).collect(), scorers),
        None => grouped(standings, compared.into_iter().map(Reverse).zip(printed).collect(), scorers),
    }
}

/// Orders entries by their keys, lowest first; each key stands beside the entry's place in the printed order.
fn grouped<K: Ord>(standings: &Standings<'_>, mut keyed: Vec<(K, usize)>, scorers: &mut [Scorer<'_>]) -> Vec<Group> {
    keyed.sort_unstable();
    let entry_of = |printed: usize| standings.event.by_print()[printed];
    let parted = !standings.event.rules().ranking.tie_break.is_empty() || !standings.event.decisions().is_empty();
    let decisions = Decisions::of(standings.event);
    let mut groups = Vec::new();
    for run in keyed.chunk_by(|a, b| a.0 == b.0) {
        if run.len() == 1 || !parted {
            let entries = run.iter().map(|&(_, printed)| entry_of(printed)).collect();
            groups.push(Group { entries, parted: None });
            continue;
        }
        let key = |&(_, printed): &(_, usize)| (tie_key(standings, entry_of(printed), scorers), printed);
        let mut keyed: Vec<(TieKey, usize)> = run.iter().map(key).collect();
        keyed.sort();
        let mut above: Option<&TieKey> = None;
        for shared in keyed.chunk_by(|a, b| a.0 == b.0) {
            let parted = above.and_then(|above| first_difference(above, &shared[0].0));
            above = Some(&shared[0].0);
            decisions.part(shared.iter().map(|&(_, printed)| entry_of(printed)).collect(), parted, &mut groups);
        }
    }
    groups
}

/// Ranked entries by the score of a component, best first; those that are level together, a decision apart.
pub(super) fn by_component(standings: &Standings<'_>, ranked: &[usize], component: usize) -> Vec<Vec<usize>> {
    let score = |entry: usize| standings.scores_of(entry)[component].as_ref();
    let mut ordered: Vec<usize> = ranked.to_vec();
    ordered.sort_by(|&a, &b| score(b).cmp(&score(a)).then(standings.printed[a].cmp(&standings.printed[b])));
    let (decisions, mut groups) = (Decisions::of(standings.event), Vec::new());
    for level in ordered.chunk_by(|&a, &b| score(a) == score(b)) {
        decisions.part(level.to_vec(), None, &mut groups);
    }
    groups.into_iter().map(|group| group.entries).collect()
}

fn first_difference(above: &TieKey, below: &TieKey) -> Option<Parted> {
    let value = |(_, value): &(bool, Option<Reverse<Exact>>)| value.as_ref().map(|value| value.0.clone());
    let differs = above.iter().zip(below).position(|(above, below)| above != below)?;
    Some(Parted::TieBreak(differs, value(&above[differs]), value(&below[differs])))
}

/// The decisions of an event.
struct Decisions<'e> {
    /// Those that have a text, by the entries that they are about.
    named: HashMap<BTreeSet<usize>, Vec<&'e Decision>>,
    /// The rows without one.
    nameless: Vec<&'e Decision>,
}

impl<'e> Decisions<'e> {
    fn of(event: &'e Event) -> Self {
        let mut by_text: HashMap<&str, Vec<&Decision>> = HashMap::new();
        for row in event.decisions() {
            by_text.entry(&row.tie).or_default().push(row);
        }
        let nameless = by_text.remove("").unwrap_or_default();
        let named = by_text.into_values().map(|rows| (rows.iter().map(|row| row.entry).collect(), rows));
        Self { named: named.collect(), nameless }
    }

    /// Parts entries that are level by all that comes before: a decision over exactly these goes before the one
    /// without a text, and either may leave some of them level, over whom another was taken.
    fn part(&self, level: Vec<usize>, parted: Option<Parted>, groups: &mut Vec<Group>) {
        let exactly = (level.len() > 1).then(|| self.named.get(&level.iter().copied().collect())).flatten();
        let rows = exactly.unwrap_or(&self.nameless);
        let turn = |entry: &usize| {
            let turn = rows.iter().find(|row| row.entry == *entry).map(|row| row.order);
            (turn.is_none(), turn)
        };
        let mut ordered = level;
        // a stable sort: those with the same turn stay in the order in which they are printed
        ordered.sort_by_key(turn);
        let shares: Vec<&[usize]> = ordered.chunk_by(|a, b| turn(a) == turn(b)).collect();
        let [_] = shares[..] else {
            let tie = rows.first().map_or("", |row| &row.tie);
            for (index, share) in shares.into_iter().enumerate() {
                let by = if index == 0 { parted.clone() } else { Some(Parted::Decision(tie.to_owned())) };
                self.part(share.to_vec(), by, groups);
            }
            return;
        };
        groups.push(Group { entries: ordered, parted });
    }
}

/// The place of each group, from 1.
pub(super) fn places(rule: Places, groups: &[Group]) -> Vec<usize> {
    let mut before = 0;
    groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let place = match rule {
                Places::Competition => before + 1,
                Places::Dense => index + 1,
            };
            before += group.entries.len();
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
        TieBreak::Decimals(decimals) => {
            let mode = standings.event.rules().rounding.total_mode();
            let total = standings.tallies[entry].total.as_ref()?;
            Some(total.exact.round(Some(Precision { decimals, mode })))
        }
        TieBreak::Exact => standings.tallies[entry].total.as_ref().map(|total| total.exact.clone()),
        TieBreak::Bonus => Some(standings.adjusted_of(entry).bonus.clone()),
    }
}

fn tie_key(standings: &Standings<'_>, entry: usize, scorers: &mut [Scorer<'_>]) -> TieKey {
    let value = |&tie: &TieBreak| {
        let value = tie_value(standings, tie, entry, scorers);
        (value.is_none(), value.map(Reverse))
    };
    standings.event.rules().ranking.tie_break.iter().map(value).collect()
}
