//! One entry worked out anew with a card changed, and places given anew only where somebody is near enough to notice.

use crate::scoring::component::Scorer;
use crate::scoring::event::{Event, Grid, Sheet};
use crate::scoring::exact::Exact;
use crate::scoring::rank;
use crate::scoring::result::Status;
use crate::scoring::rules::{Kind, Recusal, TieBreak};
use crate::scoring::tabulate::{Standings, tabulate};
use crate::scoring::total::{Steps, Total};

/// One card of one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Card {
    pub component: usize,
    pub entry: usize,
    pub seat: usize,
}

/// Standings in which one card at a time is another.
pub(super) struct Anew<'e> {
    pub event: &'e Event,
    /// Scores and totals as the event has them; places are those of the last that was asked for.
    standings: Standings<'e>,
    scorers: Vec<Scorer<'e>>,
    /// The totals that are compared, by track of the event, lowest first.
    totals: Vec<Vec<Exact>>,
    track_of: Vec<usize>,
}

/// An entry with one card changed.
pub(super) struct Moved {
    pub entry: usize,
    component: usize,
    score: Exact,
    total: Total,
}

impl<'e> Anew<'e> {
    pub fn of(event: &'e Event) -> Self {
        let standings = tabulate(event);
        let mut track_of = vec![0; event.entries().len()];
        let mut totals = Vec::new();
        for (track, entries) in event.tracks().iter().enumerate() {
            for &entry in entries {
                track_of[entry] = track;
            }
            let ranked = entries.iter().filter(|&&entry| standings.tallies[entry].status == Status::Ranked);
            let mut compared: Vec<Exact> =
                ranked.filter_map(|&entry| rank::compared(&standings, entry).cloned()).collect();
            compared.sort_unstable();
            totals.push(compared);
        }
        let scorers = (0..event.rules().components.len()).map(|k| Scorer::new(event, k)).collect();
        Self { event, standings, scorers, totals, track_of }
    }

    /// The standings of the event as it is, until places are asked for with something moved.
    pub fn standings(&self) -> &Standings<'e> {
        &self.standings
    }

    /// The cells of a judged component whose cards change nothing but their own entry; `None` for all others.
    pub fn free(&self, component: usize) -> Option<&'e Grid> {
        let part = &self.event.rules().components[component];
        let entangled = part.is_relative()
            || matches!(part.kind, Kind::Ranking { .. })
            || part.judging().is_none_or(|judging| judging.recusal == Recusal::OwnMean);
        match self.event.sheet(component) {
            Sheet::Judged(grid) if !entangled => Some(grid),
            Sheet::Judged(_) | Sheet::Measured(_) => None,
        }
    }

    /// What a card is worth that has these values.
    pub fn worth(&self, component: usize, values: &[i64]) -> Exact {
        self.scorers[component].worth(values)
    }

    /// An entry with other values on a card; `None` where it has no total then. The card stays changed until it is put back.
    pub fn put(&mut self, card: Card, values: &[i64]) -> Option<Moved> {
        let scorer = &mut self.scorers[card.component];
        scorer.put(card.entry, card.seat, values);
        let score = scorer.score(card.entry, &mut Vec::new(), None)?;
        let mut scores = self.standings.scores_of(card.entry).to_vec();
        scores[card.component] = Some(score.clone());
        let adjusted = self.standings.adjusted_of(card.entry);
        let total = Steps::new(self.event, card.entry, &scores, adjusted)?.total(self.event.rules());
        Some(Moved { entry: card.entry, component: card.component, score, total })
    }

    /// Puts a card back.
    pub fn back(&mut self, card: Card, values: &[i64]) {
        self.scorers[card.component].put(card.entry, card.seat, values);
    }

    /// Whether anybody's place could be another with an entry moved: somebody is between its old total and its new one.
    pub fn matters(&mut self, moved: &Moved) -> bool {
        let before = rank::compared(&self.standings, moved.entry).cloned();
        let after = self.with(moved, |anew| rank::compared(&anew.standings, moved.entry).cloned());
        let (Some(before), Some(after)) = (before, after) else { return true };
        let (low, high) = if before < after { (before, after) } else { (after, before) };
        let totals = &self.totals[self.track_of[moved.entry]];
        let between = totals.partition_point(|total| *total <= high) - totals.partition_point(|total| *total < low);
        // one of them is the entry itself
        between > 1
    }

    /// All that an entry that is moved is ranked by: moved so again, it leaves everybody where they are then.
    pub fn key(&mut self, moved: &Moved) -> Vec<Option<Exact>> {
        let ties = &self.event.rules().ranking.tie_break;
        self.with(moved, |anew| {
            let mut key = vec![rank::compared(&anew.standings, moved.entry).cloned()];
            key.extend(ties.iter().map(|&tie| rank::tie_value(&anew.standings, tie, moved.entry, &mut anew.scorers)));
            key
        })
    }

    /// The places of all entries with one moved.
    pub fn places(&mut self, moved: &Moved) -> Vec<Option<usize>> {
        self.with(moved, |anew| {
            anew.standings.rank(&mut anew.scorers);
            anew.standings.tallies.iter().map(|tally| tally.place).collect()
        })
    }

    /// Whether `lower` goes before `upper` with one of them moved; where their totals are equal then, what parts them.
    pub fn swaps(&mut self, moved: &Moved, upper: usize, lower: usize) -> Option<Option<rank::Parted>> {
        self.with(moved, |anew| {
            let (above, below) =
                (rank::compared(&anew.standings, upper)?.clone(), rank::compared(&anew.standings, lower)?.clone());
            if above != below {
                return (above < below).then_some(None);
            }
            let groups = rank::order(&anew.standings, vec![upper, lower], &mut anew.scorers);
            let first = groups.first()?;
            (first.entries == [lower]).then(|| groups.get(1).and_then(|second| second.parted.clone()))
        })
    }

    /// Does something with an entry moved.
    fn with<T>(&mut self, moved: &Moved, act: impl FnOnce(&mut Self) -> T) -> T {
        let width = self.event.rules().components.len();
        let at = moved.entry * width + moved.component;
        let score = self.standings.scores[at].replace(moved.score.clone());
        let total = self.standings.tallies[moved.entry].total.replace(moved.total.clone());
        let done = act(self);
        self.standings.scores[at] = score;
        self.standings.tallies[moved.entry].total = total;
        done
    }

    /// Whether a tie-break looks into cards, so that equal totals do not tell that nothing has changed.
    pub fn is_parted_by_criteria(&self) -> bool {
        let looks = |tie: &TieBreak| matches!(tie, TieBreak::Criterion { .. });
        self.event.rules().ranking.tie_break.iter().any(looks)
    }
}
