//! Each mark moved by one step, one at a time: the places that anybody can get by that.

use super::Span;
use super::anew::{Anew, Card};
use super::base::Base;
use super::card::{counts, one_step, values};
use crate::scoring::event::{Cell, Event, Grid, Sheet};
use crate::scoring::exact::Exact;
use crate::scoring::rules::Kind;
use crate::scoring::tabulate::tabulate;

/// Marks that may be read to tabulate everything again for cards whose changes reach other entries.
const MOST: usize = 20_000_000;

/// What moving each mark by a step does.
pub(super) struct Stepped {
    /// Moves that were tried.
    pub moves: usize,
    /// The places that each ranked entry can get.
    pub spans: Vec<Span>,
}

impl Stepped {
    /// `None` where there are too many marks whose changes reach other entries.
    pub fn of(event: &Event, base: &Base, anew: &mut Anew<'_>) -> Option<Self> {
        let spans = base.ranked.iter().map(|&entry| Span::of(base.places[entry])).collect();
        let mut stepped = Self { moves: 0, spans };
        let judged: Vec<(usize, &Grid)> = (0..event.rules().components.len())
            .filter_map(|component| match event.sheet(component) {
                Sheet::Judged(grid) => Some((component, grid)),
                Sheet::Measured(_) => None,
            })
            .collect();
        let tied: usize =
            judged.iter().filter(|(k, _)| anew.free(*k).is_none()).map(|(_, grid)| grid.marks.len()).sum();
        if tied.saturating_mul(2).saturating_mul(event.size()) > MOST {
            return None;
        }
        for (component, grid) in judged {
            if anew.free(component).is_some() {
                stepped.alone(event, base, anew, (component, grid));
            } else {
                stepped.together(event, base, (component, grid));
            }
        }
        Some(stepped)
    }

    /// Cards that change nothing but their own entry.
    fn alone(&mut self, event: &Event, base: &Base, anew: &mut Anew<'_>, (component, grid): (usize, &Grid)) {
        let (part, apart) = (&event.rules().components[component], anew.is_parted_by_criteria());
        // many moves of an entry come to the same
        let mut known: (usize, Vec<Vec<Option<Exact>>>) = (usize::MAX, Vec::new());
        for (entry, seat) in cards(base, grid) {
            let card = Card { component, entry, seat };
            if known.0 != entry {
                known = (entry, Vec::new());
            }
            for other in one_step(part, values(grid, entry, seat), apart) {
                self.moves += 1;
                let Some(moved) = anew.put(card, &other).filter(|moved| anew.matters(moved)) else { continue };
                let key = anew.key(&moved);
                if !known.1.contains(&key) {
                    known.1.push(key);
                    self.reach(base, &anew.places(&moved));
                }
            }
            anew.back(card, values(grid, entry, seat));
        }
    }

    /// Cards that change others, too: everything is tabulated again.
    fn together(&mut self, event: &Event, base: &Base, (component, grid): (usize, &Grid)) {
        let part = &event.rules().components[component];
        let mut altered = event.clone();
        let cell = |entry: usize, seat: usize| Cell { component, judge: grid.seats[seat], entry };
        for (entry, seat) in cards(base, grid) {
            let own = values(grid, entry, seat);
            let changes: Vec<Vec<(usize, Vec<i64>)>> = match part.kind {
                Kind::Ranking { .. } => with_the_next(base, grid, entry, seat).into_iter().collect(),
                Kind::Marks { .. } | Kind::Grades { .. } | Kind::Votes { .. } | Kind::Measure { .. } => {
                    one_step(part, own, true).into_iter().map(|other| vec![(entry, other)]).collect()
                }
            };
            for change in changes {
                self.moves += 1;
                for (entry, other) in &change {
                    write(&mut altered, cell(*entry, seat), other);
                }
                if let Some(run) = base.run(&tabulate(&altered)) {
                    self.spans.iter_mut().zip(run.places).for_each(|(span, place)| span.reach(place));
                }
                for (entry, _) in &change {
                    write(&mut altered, cell(*entry, seat), values(grid, *entry, seat));
                }
            }
        }
    }

    fn reach(&mut self, base: &Base, places: &[Option<usize>]) {
        for (span, &entry) in self.spans.iter_mut().zip(&base.ranked) {
            if let Some(place) = places[entry] {
                span.reach(place);
            }
        }
    }
}

/// The cards that count of ranked entries.
fn cards<'g>(base: &'g Base, grid: &'g Grid) -> impl Iterator<Item = (usize, usize)> + 'g {
    let of = move |&entry: &usize| (0..grid.seats.len()).map(move |seat| (entry, seat));
    base.ranked.iter().flat_map(of).filter(|&(entry, seat)| counts(grid, entry, seat))
}

/// A ballot on which an entry and the one behind it change places.
fn with_the_next(base: &Base, grid: &Grid, entry: usize, seat: usize) -> Option<Vec<(usize, Vec<i64>)>> {
    let place = values(grid, entry, seat)[0];
    let is_next = |other: &&usize| counts(grid, **other, seat) && values(grid, **other, seat)[0] == place + 1;
    let next = base.ranked.iter().find(is_next)?;
    Some(vec![(entry, vec![place + 1]), (*next, vec![place])])
}

fn write(event: &mut Event, cell: Cell, values: &[i64]) {
    if let Some(into) = event.values_mut(cell) {
        into.copy_from_slice(values);
    }
}
