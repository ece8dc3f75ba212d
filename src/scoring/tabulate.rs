//! The tabulation: all stages for all entries, from an event to its standings.

use std::collections::HashMap;

use super::award::{self, Contender};
use super::component::{Block, Scorer};
use super::event::{Adjustment, AdjustmentKind, Event};
use super::exact::Exact;
use super::rank;
use super::result::{BlockerKind, Status};
use super::rules::{Kind, VetoEffect};
use super::total::{self, Total};

/// One entry's figures.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    /// P of each component; `None` where a blocker stands in the way.
    pub scores: Vec<Option<Exact>>,
    pub bonus: Exact,
    pub deduction: Exact,
    /// `None` while something is missing.
    pub total: Option<Total>,
    pub status: Status,
    /// From 1.
    pub place: Option<usize>,
    /// Index of the award.
    pub award: Option<usize>,
    /// Index of the band.
    pub band: Option<usize>,
}

/// The standings of an event (成绩与名次).
#[derive(Debug)]
pub struct Standings<'e> {
    pub(super) event: &'e Event,
    /// By entry.
    pub(super) tallies: Vec<Tally>,
    /// Entries in the order in which they are printed.
    pub(super) order: Vec<usize>,
    /// Entries that share a place with another, by that group.
    pub(super) shared: Vec<Vec<usize>>,
    pub(super) blocks: Vec<Block>,
}

/// Works out the standings of an event, exactly, by the stages of the rules.
#[must_use]
pub fn tabulate(event: &Event) -> Standings<'_> {
    let rules = event.rules();
    let mut scorers: Vec<Scorer<'_>> = (0..rules.components.len()).map(|k| Scorer::new(event, k)).collect();
    let adjustments = by_entry(event);
    let mut blocks = Vec::new();
    let mut tallies: Vec<Tally> = (0..event.entries().len())
        .map(|entry| {
            let adjustments = adjustments.get(&entry).map_or(&[][..], Vec::as_slice);
            tally(event, entry, adjustments, &mut scorers, &mut blocks)
        })
        .collect();
    limits(event, &scorers, &mut blocks);
    let mut standings = Standings { event, order: Vec::new(), shared: Vec::new(), tallies: Vec::new(), blocks };
    for track in tracks(event) {
        standings.rank_track(track, &mut tallies, &adjustments, &mut scorers);
    }
    standings.tallies = tallies;
    standings
}

impl Standings<'_> {
    /// Whether nothing keeps the result from being final.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.blocks.is_empty()
    }

    fn rank_track(
        &mut self,
        track: Vec<usize>,
        tallies: &mut [Tally],
        adjustments: &HashMap<usize, Vec<&Adjustment>>,
        scorers: &mut [Scorer<'_>],
    ) {
        let (event, rules) = (self.event, self.event.rules());
        let veto = |entry: &usize| adjustments.get(entry).is_some_and(|a| vetoed(a)).then_some(rules.veto);
        let (ranked, mut unranked): (Vec<usize>, Vec<usize>) =
            track.into_iter().partition(|&entry| tallies[entry].status == Status::Ranked);
        let count = ranked.len();
        let groups = rank::order(event, &rules.ranking, ranked, tallies, scorers);
        for (group, place) in groups.iter().zip(rank::places(rules.ranking.places, &groups)) {
            for &entry in group {
                let printed = tallies[entry].total.as_ref().map(|total| printed(event, total));
                tallies[entry].place = Some(place);
                tallies[entry].band = printed.and_then(|p| award::band(&rules.bands, &p, veto(&entry)));
            }
        }
        if !rules.awards.is_empty() {
            let contenders = groups.iter().filter_map(|group| {
                let entries: Vec<usize> =
                    group.iter().copied().filter(|entry| veto(entry) != Some(VetoEffect::NoAward)).collect();
                let total = tallies[*entries.first()?].total.as_ref()?;
                Some(Contender { printed: printed(event, total), entries })
            });
            let awarded = award::hand_out(&rules.awards, count, contenders.collect());
            for (entry, award) in awarded.given {
                tallies[entry].award = Some(award);
            }
            self.blocks.extend(awarded.undecided.into_iter().map(|(entry, award)| Block {
                entry: Some(entry),
                award: Some(award),
                ..Block::of(BlockerKind::UndecidedTie)
            }));
        }
        unranked.sort_by(|&a, &b| rank::printed_before(event, a, b));
        self.order.extend(groups.iter().flatten().copied().chain(unranked));
        self.shared.extend(groups.into_iter().filter(|group| group.len() > 1));
    }
}

/// The total as it is printed.
fn printed(event: &Event, total: &Total) -> Exact {
    if event.rules().rounding.total.is_some() { total.rounded.clone() } else { total.rounded.as_printed() }
}

pub(super) fn by_entry(event: &Event) -> HashMap<usize, Vec<&Adjustment>> {
    let mut adjustments: HashMap<usize, Vec<&Adjustment>> = HashMap::new();
    for adjustment in event.adjustments() {
        adjustments.entry(adjustment.entry).or_default().push(adjustment);
    }
    adjustments
}

fn vetoed(adjustments: &[&Adjustment]) -> bool {
    adjustments.iter().any(|a| a.kind == AdjustmentKind::Veto)
}

/// One entry's figures, without place, award and band.
fn tally(
    event: &Event,
    entry: usize,
    adjustments: &[&Adjustment],
    scorers: &mut [Scorer<'_>],
    blocks: &mut Vec<Block>,
) -> Tally {
    let rules = event.rules();
    let disqualified = rules.veto == VetoEffect::Disqualify && vetoed(adjustments);
    let before = blocks.len();
    let scores: Vec<Option<Exact>> = scorers.iter_mut().map(|scorer| scorer.score(entry, blocks, None)).collect();
    if disqualified {
        blocks.truncate(before);
    }
    let (bonus, deduction) = if adjustments.is_empty() {
        (Exact::ZERO, Exact::ZERO)
    } else {
        (
            total::adjust(rules, adjustments, AdjustmentKind::Bonus).0,
            total::adjust(rules, adjustments, AdjustmentKind::Deduction).0,
        )
    };
    let total = Total::new(event, entry, &scores, &bonus, &deduction);
    let status = match (&total, disqualified) {
        (_, true) => Status::Vetoed,
        (Some(_), false) => Status::Ranked,
        (None, false) => Status::Incomplete,
    };
    Tally { scores, bonus, deduction, total, status, place: None, award: None, band: None }
}

/// Entries by track, in the order of first appearance; all in one where tracks are not apart.
fn tracks(event: &Event) -> Vec<Vec<usize>> {
    let mut tracks: Vec<(&str, Vec<usize>)> = Vec::new();
    for (index, entry) in event.entries().iter().enumerate() {
        let track = if event.rules().ranking.by_track { entry.track.as_str() } else { "" };
        match tracks.iter_mut().find(|(name, _)| *name == track) {
            Some((_, entries)) => entries.push(index),
            None => tracks.push((track, vec![index])),
        }
    }
    tracks.into_iter().map(|(_, entries)| entries).collect()
}

/// Notes each judge whose complete cards in a marks component break a limit.
fn limits(event: &Event, scorers: &[Scorer<'_>], blocks: &mut Vec<Block>) {
    let limits = &event.rules().limits;
    if limits.max_share_above.is_none() && !limits.distinct {
        return;
    }
    for (component, (part, scorer)) in event.rules().components.iter().zip(scorers).enumerate() {
        if !matches!(part.kind, Kind::Marks { .. }) {
            continue;
        }
        for (judge, due, mut cards) in scorer.cards() {
            let over = limits.max_share_above.is_some_and(|(mark, percent)| {
                let above = cards.iter().filter(|card| **card >= Exact::from(mark)).count();
                Exact::from_count(above) > award::share_of(percent, due)
            });
            cards.sort_unstable();
            let twice = limits.distinct && cards.windows(2).any(|pair| pair[0] == pair[1]);
            if over || twice {
                blocks.push(Block {
                    component: Some(component),
                    judge: Some(judge),
                    ..Block::of(BlockerKind::LimitBreach)
                });
            }
        }
    }
}
