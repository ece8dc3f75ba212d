//! The result that everything is held against: places, awards and seats of an event as it is.

use super::Span;
use super::card::counts;
use crate::scoring::event::{Event, Sheet};
use crate::scoring::result::Status;
use crate::scoring::tabulate::Standings;

/// Places and awards of the ranked entries, as the event is.
#[derive(Debug)]
pub(super) struct Base {
    /// Ranked entries, in the order in which they are printed.
    pub ranked: Vec<usize>,
    /// By entry; 0 where it has no place.
    pub places: Vec<usize>,
    prizes: Vec<Prize>,
    /// Whether the rules have awards or bands at all.
    pub has_prizes: bool,
    /// Judges who have handed in a card that counts, in the order of their file.
    pub seats: Vec<usize>,
}

/// What an entry gets: its awards, or its band where the rules have no awards.
type Prize = (Vec<usize>, Option<usize>);

/// What another tabulation gave, by entry of the base's ranking.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub places: Vec<usize>,
    /// Whether the entry gets the same.
    pub holds: Vec<bool>,
}

impl Base {
    pub fn of(standings: &Standings<'_>) -> Self {
        let event = standings.event;
        let is_ranked = |entry: &usize| standings.tallies[*entry].status == Status::Ranked;
        let rules = event.rules();
        Self {
            ranked: standings.order.iter().copied().filter(is_ranked).collect(),
            places: standings.tallies.iter().map(|tally| tally.place.unwrap_or_default()).collect(),
            prizes: (0..standings.tallies.len()).map(|entry| prize(standings, entry)).collect(),
            has_prizes: !rules.awards.is_empty() || !rules.bands.is_empty(),
            seats: (0..event.judges().len()).filter(|&judge| hands_in(event, judge)).collect(),
        }
    }

    /// The places of another tabulation; `None` where an entry that has a place here has none there.
    pub fn run(&self, standings: &Standings<'_>) -> Option<Run> {
        let places = self.ranked.iter().map(|&entry| standings.tallies[entry].place);
        Some(Run {
            places: places.collect::<Option<_>>()?,
            holds: self.ranked.iter().map(|&entry| prize(standings, entry) == self.prizes[entry]).collect(),
        })
    }

    /// Pairs of neighbours in one ranking whose places differ, by their positions in [`Base::ranked`].
    pub fn neighbours<'b>(&'b self, event: &'b Event) -> impl Iterator<Item = (usize, usize)> + 'b {
        let apart = move |above: usize, below: usize| {
            let track = |entry: usize| event.entries()[entry].track.as_str();
            event.rules().ranking.by_track && track(self.ranked[above]) != track(self.ranked[below])
        };
        (1..self.ranked.len()).map(|below| (below - 1, below)).filter(move |&(above, below)| !apart(above, below))
    }

    /// Whether two entries, by their positions in [`Base::ranked`], get the same.
    pub fn get_the_same(&self, one: usize, other: usize) -> bool {
        self.prizes[self.ranked[one]] == self.prizes[self.ranked[other]]
    }

    /// The award of an entry, by its position in [`Base::ranked`]; its band where the rules have no awards.
    pub fn prize_name(&self, event: &Event, position: usize) -> Option<String> {
        let (awards, band) = &self.prizes[self.ranked[position]];
        match awards.first() {
            Some(&award) => Some(event.rules().awards[award].name.clone()),
            None => band.map(|band| event.rules().bands[band].name.clone()),
        }
    }
}

fn prize(standings: &Standings<'_>, entry: usize) -> Prize {
    let tally = &standings.tallies[entry];
    let band = if standings.event.rules().awards.is_empty() { tally.band } else { None };
    (tally.awards.clone(), band)
}

/// Whether a judge has handed in a card that counts.
fn hands_in(event: &Event, judge: usize) -> bool {
    let in_component = |component: usize| match event.sheet(component) {
        Sheet::Judged(grid) => {
            let seat = grid.seats.iter().position(|&other| other == judge);
            seat.is_some_and(|seat| (0..event.entries().len()).any(|entry| counts(grid, entry, seat)))
        }
        Sheet::Measured(_) => false,
    };
    (0..event.rules().components.len()).any(in_component)
}

impl Span {
    /// One place.
    pub(super) fn of(place: usize) -> Self {
        Self { from: place, to: place }
    }

    /// Reaches as far as a place, too.
    pub(super) fn reach(&mut self, place: usize) {
        self.from = self.from.min(place);
        self.to = self.to.max(place);
    }
}
