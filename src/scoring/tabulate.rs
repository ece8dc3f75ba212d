//! The tabulation: all stages for all entries, from an event to its standings.

use std::collections::HashMap;

use super::award::{self, Contender, Kept};
use super::component::{Block, Scorer};
use super::event::{Adjustment, Event};
use super::exact::Exact;
use super::rank::{self, Group, Parted};
use super::result::{BlockerKind, Status};
use super::rules::VetoEffect;
use super::ruling::{self, Breach};
use super::total::{Adjusted, Steps, Total};

/// One entry's figures.
#[derive(Debug, Clone)]
pub(super) struct Tally {
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
    /// P by entry and component; `None` where a blocker stands in the way.
    pub(super) scores: Vec<Option<Exact>>,
    /// By entry, for those that have any.
    pub(super) adjusted: HashMap<usize, Adjusted>,
    /// By entry.
    pub(super) tallies: Vec<Tally>,
    /// Entries in the order in which they are printed.
    pub(super) order: Vec<usize>,
    /// Where each entry stands in the order in which those that share a place are printed.
    pub(super) printed: Vec<usize>,
    /// Entries that share a place with another, by that group.
    pub(super) shared: Vec<Vec<usize>>,
    /// Neighbours with equal totals that do not share a place, above and below, and what parts them.
    pub(super) parted: Vec<(Vec<usize>, Vec<usize>, Parted)>,
    /// `(entry, award, why)` for each entry that an award was kept from.
    pub(super) kept: Vec<(usize, usize, Kept)>,
    pub(super) breaches: Vec<Breach>,
    pub(super) blocks: Vec<Block>,
}

/// Works out the standings of an event, exactly, by the stages of the rules.
#[must_use]
pub fn tabulate(event: &Event) -> Standings<'_> {
    let rules = event.rules();
    let mut scorers: Vec<Scorer<'_>> = (0..rules.components.len()).map(|k| Scorer::new(event, k)).collect();
    let entries = event.entries().len();
    let adjusted = by_entry(event).into_iter().map(|(entry, list)| (entry, Adjusted::new(rules, &list))).collect();
    let mut printed = vec![0; entries];
    for (position, &entry) in event.by_print().iter().enumerate() {
        printed[entry] = position;
    }
    let mut standings = Standings {
        event,
        printed,
        scores: Vec::with_capacity(entries * scorers.len()),
        adjusted,
        tallies: Vec::with_capacity(entries),
        order: Vec::with_capacity(entries),
        shared: Vec::new(),
        parted: Vec::new(),
        kept: Vec::new(),
        breaches: Vec::new(),
        blocks: Vec::new(),
    };
    for entry in 0..entries {
        standings.tally(entry, &mut scorers);
    }
    standings.breaches = ruling::breaches(event, &scorers);
    limits(event, &standings.breaches, &mut standings.blocks);
    for track in event.tracks() {
        standings.rank_track(track, &mut scorers);
    }
    standings
}

impl Standings<'_> {
    /// Whether nothing keeps the result from being final.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.blocks.is_empty()
    }

    /// P of each component of an entry.
    pub(super) fn scores_of(&self, entry: usize) -> &[Option<Exact>] {
        let width = self.event.rules().components.len();
        &self.scores[entry * width..(entry + 1) * width]
    }

    /// An entry's adjustments.
    pub(super) fn adjusted_of(&self, entry: usize) -> &Adjusted {
        self.adjusted.get(&entry).unwrap_or(&Adjusted::NONE)
    }

    /// What a veto does to an entry, where it has one.
    pub(super) fn veto(&self, entry: usize) -> Option<VetoEffect> {
        self.adjusted_of(entry).vetoed.then_some(self.event.rules().veto)
    }

    /// One entry's figures, without place, award and band.
    fn tally(&mut self, entry: usize, scorers: &mut [Scorer<'_>]) {
        let before = self.blocks.len();
        for scorer in scorers {
            self.scores.push(scorer.score(entry, &mut self.blocks, None));
        }
        let disqualified = self.veto(entry) == Some(VetoEffect::Disqualify);
        if disqualified {
            self.blocks.truncate(before);
        }
        let steps = Steps::new(self.event, entry, self.scores_of(entry), self.adjusted_of(entry));
        let total = steps.map(|steps| steps.total(self.event.rules()));
        let status = match (&total, disqualified) {
            (_, true) => Status::Vetoed,
            (Some(_), false) => Status::Ranked,
            (None, false) => Status::Incomplete,
        };
        self.tallies.push(Tally { total, status, place: None, award: None, band: None });
    }

    fn rank_track(&mut self, track: &[usize], scorers: &mut [Scorer<'_>]) {
        let rules = self.event.rules();
        let (ranked, mut unranked): (Vec<usize>, Vec<usize>) =
            track.iter().partition(|&&entry| self.tallies[entry].status == Status::Ranked);
        let count = ranked.len();
        let groups = rank::order(self, ranked, scorers);
        for (group, place) in groups.iter().zip(rank::places(rules.ranking.places, &groups)) {
            for &entry in &group.entries {
                self.tallies[entry].place = Some(place);
                if !rules.bands.is_empty() {
                    let printed = self.printed_total(entry);
                    self.tallies[entry].band = printed.and_then(|p| award::band(&rules.bands, &p, self.veto(entry)));
                }
            }
        }
        if !rules.awards.is_empty() {
            let contenders = groups.iter().filter_map(|group| {
                let competes = |entry: &usize| self.veto(*entry) != Some(VetoEffect::NoAward);
                let entries: Vec<usize> = group.entries.iter().copied().filter(competes).collect();
                Some(Contender { printed: self.printed_total(*entries.first()?)?, entries })
            });
            let awarded = award::hand_out(&rules.awards, count, contenders.collect());
            for (entry, award) in awarded.given {
                self.tallies[entry].award = Some(award);
            }
            self.kept.extend(awarded.kept);
            self.blocks.extend(awarded.undecided.into_iter().map(|(entry, award)| Block {
                entry: Some(entry),
                award: Some(award),
                ..Block::of(BlockerKind::UndecidedTie)
            }));
        }
        unranked.sort_by_key(|&entry| self.printed[entry]);
        self.order.extend(groups.iter().flat_map(|group| &group.entries).copied().chain(unranked));
        let parted = groups.windows(2).filter_map(|pair| {
            let by = pair[1].parted.clone().or_else(|| self.parted_unseen(pair))?;
            Some((pair[0].entries.clone(), pair[1].entries.clone(), by))
        });
        let parted: Vec<_> = parted.collect();
        self.parted.extend(parted);
        let shared = groups.into_iter().map(|Group { entries, .. }| entries);
        self.shared.extend(shared.filter(|entries| entries.len() > 1));
    }

    /// Two groups whose totals differ only where they are not printed.
    fn parted_unseen(&self, pair: &[Group]) -> Option<Parted> {
        let [above, below] = [&pair[0], &pair[1]].map(|group| group.entries.first().copied());
        let (above, below) = (above?, below?);
        let exact = |entry: usize| self.tallies[entry].total.as_ref().map(|total| total.exact.clone());
        let rounded = |entry: usize| self.tallies[entry].total.as_ref().map(|total| &total.rounded);
        let same = match self.event.rules().rounding.total {
            Some(_) => rounded(above)? == rounded(below)?,
            None => self.printed_total(above)? == self.printed_total(below)?,
        };
        same.then(|| Some(Parted::Exact(exact(above)?, exact(below)?))).flatten()
    }

    pub(super) fn printed_total(&self, entry: usize) -> Option<Exact> {
        let total = &self.tallies[entry].total.as_ref()?.rounded;
        let rounded = self.event.rules().rounding.total.is_some();
        Some(if rounded { total.clone() } else { total.as_printed() })
    }
}

pub(super) fn by_entry(event: &Event) -> HashMap<usize, Vec<&Adjustment>> {
    let mut adjustments: HashMap<usize, Vec<&Adjustment>> = HashMap::new();
    for adjustment in event.adjustments() {
        adjustments.entry(adjustment.entry).or_default().push(adjustment);
    }
    adjustments
}

/// Notes each broken limit that was not let stand.
fn limits(event: &Event, breaches: &[Breach], blocks: &mut Vec<Block>) {
    for breach in breaches {
        let (judge, component) = (breach.judge, breach.component);
        if !event.is_accepted(judge, component) {
            let none = Block::of(BlockerKind::LimitBreach);
            blocks.push(Block { component: Some(component), judge: Some(judge), ..none });
        }
    }
}
