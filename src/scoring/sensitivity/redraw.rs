//! Seats drawn again inside their groups, with replacement: the bootstrap, with the seat as the unit, since a judge's cards
//! belong together.

use std::collections::BTreeMap;
use std::thread;

use super::base::{Base, Run};
use super::dice::Dice;
use super::{Near, Span};
use crate::scoring::event::Event;
use crate::scoring::tabulate::tabulate;

/// Draws under which an entry has no place are made again, but there are at most so many times as many draws as are wanted.
const TRIES: usize = 4;
/// Neighbours cannot be told apart where their order turns in more than one of so many draws.
const TURNS: usize = 20;
/// Threads that tabulate at once, at most.
const THREADS: usize = 4;
/// Fewer marks than this in all draws together are not worth a second thread.
const MANY: usize = 2_000_000;

/// What the draws gave.
#[derive(Debug, Default)]
pub(super) struct Redrawn {
    runs: Vec<Run>,
}

impl Redrawn {
    /// So many draws of a seed; none where no group has two seats to draw from, or where under most draws somebody has no
    /// place.
    pub fn of(event: &Event, base: &Base, draws: usize, seed: [u8; 32]) -> Self {
        let mut pools: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
        for &judge in &base.seats {
            let one = &event.judges()[judge];
            pools.entry((one.group, one.panel.as_str())).or_default().push(judge);
        }
        let pools: Vec<Vec<usize>> = pools.into_values().collect();
        if base.ranked.is_empty() || pools.iter().all(|pool| pool.len() < 2) {
            return Self::default();
        }
        let (mut dice, mut runs, mut left) = (Dice::new(seed), Vec::new(), draws * TRIES);
        while runs.len() < draws && left > 0 {
            let wanted = (draws - runs.len()).min(left);
            left -= wanted;
            let drawn: Vec<Vec<(usize, usize)>> = (0..wanted).map(|_| draw(&pools, &mut dice)).collect();
            runs.extend(tabulated(event, base, &drawn).into_iter().flatten());
        }
        // what comes of a few draws that happen to be possible says little
        if runs.len() * 2 < draws { Self::default() } else { Self { runs } }
    }

    pub fn count(&self) -> usize {
        self.runs.len()
    }

    /// The places of an entry, by its position in the ranking, that hold 95 % of the draws.
    pub fn interval(&self, position: usize) -> Option<Span> {
        let mut places: Vec<usize> = self.runs.iter().map(|run| run.places[position]).collect();
        places.sort_unstable();
        // as many are left out at each end
        let out = places.len() / 40;
        Some(Span { from: *places.get(out)?, to: *places.get(places.len() - 1 - out)? })
    }

    /// Whether an entry, by its position in the ranking, gets the same in 95 % of the draws.
    pub fn holds(&self, position: usize) -> bool {
        let holds = self.runs.iter().filter(|run| run.holds[position]).count();
        holds * 20 >= self.runs.len() * 19
    }

    /// Neighbours that cannot be told apart.
    pub fn near(&self, event: &Event, base: &Base) -> Vec<Near> {
        let turns = |above: usize, below: usize| {
            let turned = self.runs.iter().filter(|run| run.places[below] < run.places[above]).count();
            turned * TURNS > self.runs.len()
        };
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (above, below) in base.neighbours(event).filter(|&(above, below)| turns(above, below)) {
            match found.last_mut() {
                Some((_, to)) if *to == above => *to = below,
                _ => found.push((above, below)),
            }
        }
        let place = |position: usize| base.places[base.ranked[position]];
        let near = found.into_iter().map(|(from, to)| Near {
            entries: base.ranked[from..=to].iter().map(|&entry| event.entries()[entry].id.clone()).collect(),
            places: Span { from: place(from), to: place(to) },
        });
        near.collect()
    }
}

/// One draw: each seat, and the seat whose cards it gets.
fn draw(pools: &[Vec<usize>], dice: &mut Dice) -> Vec<(usize, usize)> {
    let of_pool = |pool: &Vec<usize>| {
        let drawn: Vec<(usize, usize)> = pool.iter().map(|&seat| (seat, pool[dice.below(pool.len())])).collect();
        drawn
    };
    pools.iter().flat_map(of_pool).collect()
}

/// The runs of some draws, in their order.
fn tabulated(event: &Event, base: &Base, draws: &[Vec<(usize, usize)>]) -> Vec<Option<Run>> {
    let all = |draws: &[Vec<(usize, usize)>]| {
        let mut altered = event.clone();
        let run = |draw: &Vec<(usize, usize)>| {
            for &(seat, other) in draw {
                altered.seat(seat, event, Some(other));
            }
            base.run(&tabulate(&altered))
        };
        draws.iter().map(run).collect::<Vec<_>>()
    };
    let at_once = thread::available_parallelism().map_or(1, |cores| cores.get().min(THREADS));
    if at_once == 1 || draws.len() * event.size() < MANY {
        return all(draws);
    }
    thread::scope(|scope| {
        let parts = draws.chunks(draws.len().div_ceil(at_once)).map(|part| (part, scope.spawn(|| all(part))));
        let parts: Vec<_> = parts.collect();
        // a thread that could not finish is asked for no more than its part, here
        parts.into_iter().flat_map(|(part, thread)| thread.join().unwrap_or_else(|_| all(part))).collect()
    })
}
