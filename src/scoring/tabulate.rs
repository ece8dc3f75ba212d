//! The tabulation: all stages for all entries, from an event to its standings.

use std::collections::HashMap;

use super::award::{self, Awarded, Contender, Kept};
use super::component::{Block, Scorer};
use super::event::{Adjustment, Event};
use super::exact::Exact;
use super::rank::{self, Group, Parted};
use super::relative::Relative;
use super::result::{BlockerKind, Status};
use super::rules::{Award, Component, End};
use super::ruling::{self, Breach};
use super::total::{Adjusted, Steps, Total, Vetoes};

/// One entry's figures.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    /// `None` while something is missing.
    pub total: Option<Total>,
    pub status: Status,
    /// From 1.
    pub place: Option<usize>,
    /// Indices of the awards, in the order of the rules.
    pub awards: Vec<usize>,
    /// Index of the band.
    pub band: Option<usize>,
}

/// The standings of an event (成绩与名次).
#[derive(Debug)]
pub struct Standings<'e> {
    pub(super) event: &'e Event,
    /// By entry and component, what is weighed and printed; `None` where a blocker stands in the way.
    pub(super) scores: Vec<Option<Exact>>,
    /// By component, how scores came of all entries' P, where they do.
    pub(super) relative: Vec<Option<Relative>>,
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
    /// The award that an entry would have got, where a veto put another in its place, or none.
    pub(super) natural: HashMap<usize, usize>,
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
        relative: Vec::new(),
        adjusted,
        tallies: Vec::with_capacity(entries),
        order: Vec::with_capacity(entries),
        shared: Vec::new(),
        parted: Vec::new(),
        kept: Vec::new(),
        natural: HashMap::new(),
        breaches: Vec::new(),
        blocks: Vec::new(),
    };
    if rules.components.iter().any(Component::is_relative) {
        (0..entries).for_each(|entry| standings.score(entry, &mut scorers));
        standings.relate();
        (0..entries).for_each(|entry| standings.tally(entry));
    } else {
        for entry in 0..entries {
            standings.score(entry, &mut scorers);
            standings.tally(entry);
        }
    }
    standings.breaches = ruling::breaches(event, &scorers);
    limits(event, &standings.breaches, &mut standings.blocks);
    standings.rank(&mut scorers);
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

    /// What vetoes do to an entry.
    pub(super) fn vetoes(&self, entry: usize) -> Vetoes {
        self.adjusted_of(entry).vetoes
    }

    /// One entry's P of each component.
    fn score(&mut self, entry: usize, scorers: &mut [Scorer<'_>]) {
        let before = self.blocks.len();
        for scorer in scorers {
            self.scores.push(scorer.score(entry, &mut self.blocks, None));
        }
        if self.vetoes(entry).disqualify {
            self.blocks.truncate(before);
        }
    }

    /// Puts what balance and points by place make of all entries' P in their place.
    fn relate(&mut self) {
        let width = self.event.rules().components.len();
        for component in 0..width {
            let own = self.scores.iter().skip(component).step_by(width).cloned().collect();
            let relative = Relative::of(self.event, component, own);
            if let Some(relative) = &relative {
                for (entry, score) in relative.scores().into_iter().enumerate() {
                    self.scores[entry * width + component] = score;
                }
                for panel in relative.unbalanced(self.event) {
                    if let Some(&of) = panel.iter().find(|&&entry| !self.vetoes(entry).disqualify) {
                        let none = Block::of(BlockerKind::Unbalanced);
                        self.blocks.push(Block { component: Some(component), panel: Some(of), ..none });
                    }
                }
            }
            self.relative.push(relative);
        }
    }

    /// One entry's total, without place, award and band.
    fn tally(&mut self, entry: usize) {
        let disqualified = self.vetoes(entry).disqualify;
        let steps = Steps::new(self.event, entry, self.scores_of(entry), self.adjusted_of(entry));
        let total = steps.map(|steps| steps.total(self.event.rules()));
        let status = match (&total, disqualified) {
            (_, true) => Status::Vetoed,
            (Some(_), false) => Status::Ranked,
            (None, false) => Status::Incomplete,
        };
        self.tallies.push(Tally { total, status, place: None, awards: Vec::new(), band: None });
    }

    /// Gives places, awards and bands, as totals are now; whatever was given before is taken away.
    pub(super) fn rank(&mut self, scorers: &mut [Scorer<'_>]) {
        for tally in &mut self.tallies {
            (tally.place, tally.band) = (None, None);
            tally.awards.clear();
        }
        self.order.clear();
        self.shared.clear();
        self.parted.clear();
        self.kept.clear();
        self.natural.clear();
        self.blocks.retain(|block| block.kind != BlockerKind::UndecidedTie);
        for track in self.event.tracks() {
            self.rank_track(track, scorers);
        }
    }

    fn rank_track(&mut self, track: &[usize], scorers: &mut [Scorer<'_>]) {
        let rules = self.event.rules();
        let (ranked, mut unranked): (Vec<usize>, Vec<usize>) =
            track.iter().partition(|&&entry| self.tallies[entry].status == Status::Ranked);
        let groups = rank::order(self, ranked, scorers);
        for (group, place) in groups.iter().zip(rank::places(rules.ranking.places, &groups)) {
            for &entry in &group.entries {
                self.tallies[entry].place = Some(place);
                if !rules.bands.is_empty() {
                    let printed = self.printed_total(entry);
                    self.tallies[entry].band = printed.and_then(|p| award::band(&rules.bands, &p, self.vetoes(entry)));
                }
            }
        }
        self.award(&groups);
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

    /// Hands out the awards of one ranking, given in its groups from the first place down.
    fn award(&mut self, groups: &[Group]) {
        let (rules, event) = (self.event.rules(), self.event);
        if rules.awards.is_empty() {
            return;
        }
        let Some(&first) = groups.first().and_then(|group| group.entries.first()) else { return };
        let track = event.entries()[first].track.as_str();
        let awards = || rules.awards.iter().enumerate().filter(move |(_, award)| award.is_in(track));
        let ranked: Vec<usize> = groups.iter().flat_map(|group| &group.entries).copied().collect();
        let contenders = groups.iter().filter_map(|group| {
            let entries = self.competing(&group.entries);
            Some(Contender { printed: self.printed_total(*entries.first()?)?, entries })
        });
        let own = awards().filter(|(_, award)| award.by.is_none());
        let mut awarded = award::hand_out(own, ranked.len(), contenders.collect());
        let descent: Vec<usize> = awards()
            .filter(|(_, award)| award.by.is_none() && award.from == End::Top)
            .map(|(index, _)| index)
            .collect();
        for (entry, award) in std::mem::take(&mut awarded.given) {
            let dropped = self.vetoes(entry).awards;
            let place = descent.iter().position(|&one| one == award).filter(|_| dropped > 0);
            let award = match place {
                Some(place) => {
                    self.natural.insert(entry, award);
                    descent.get(place.saturating_add(dropped)).copied()
                }
                None => Some(award),
            };
            awarded.given.extend(award.map(|award| (entry, award)));
        }
        self.take(awarded);
        for (index, award) in awards() {
            if let Some(component) = award.by {
                let awarded = self.award_by(component, (index, award), &ranked);
                self.take(awarded);
            }
        }
    }

    /// Those of some entries that no veto keeps from awards.
    fn competing(&self, entries: &[usize]) -> Vec<usize> {
        entries.iter().copied().filter(|&entry| !self.vetoes(entry).no_award).collect()
    }

    /// Hands out one award by the score of a component, beside all others.
    fn award_by(&self, component: usize, award: (usize, &Award), ranked: &[usize]) -> Awarded {
        let stage = self.event.rules().score_stage(component);
        let printed = |entry: usize| {
            let score = self.scores_of(entry)[component].as_ref()?;
            Some(if stage.is_some() { score.clone() } else { score.as_printed() })
        };
        let contenders = rank::by_component(self, ranked, component).into_iter().filter_map(|level| {
            let entries = self.competing(&level);
            Some(Contender { printed: printed(*entries.first()?)?, entries })
        });
        award::hand_out(std::iter::once(award), ranked.len(), contenders.collect())
    }

    /// Notes what awards came to.
    fn take(&mut self, awarded: Awarded) {
        for (entry, award) in awarded.given {
            let awards = &mut self.tallies[entry].awards;
            awards.insert(awards.partition_point(|&one| one < award), award);
        }
        self.kept.extend(awarded.kept);
        self.blocks.extend(awarded.undecided.into_iter().map(|(entry, award)| Block {
            entry: Some(entry),
            award: Some(award),
            ..Block::of(BlockerKind::UndecidedTie)
        }));
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
