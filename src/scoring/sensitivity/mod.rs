//! How sure a result is (名次稳定性): the same event tabulated again with something changed, exactly and by the same stages.
//!
//! Nothing here is a result. Seats are left out one by one, each mark is moved by one step, weights by a tenth, trimming is
//! taken away and increased (one-at-a-time sensitivity analysis); and seats are drawn again inside their groups with
//! replacement (the bootstrap of B. Efron, 1979, with the seat as the unit), of a seed that everybody knows, so that anybody
//! gets the same draws.

mod anew;
mod base;
mod card;
mod dice;
mod redraw;
mod runs;
mod step;
mod swap;

use super::event::Event;
use anew::Anew;
use base::{Base, Run};
use redraw::Redrawn;
use step::Stepped;

/// Times that seats are drawn again where nobody asks for another number.
pub const DRAWS: usize = 1000;

/// Works out how sure the result of an event is, with so many draws of a seed.
///
/// Everything is tabulated again in whole, but for what moving a mark does: there one entry is worked out anew, and places
/// are given again where another entry is between its old total and its new one.
#[must_use]
pub fn sureness(event: &Event, draws: usize, seed: [u8; 32]) -> Sureness {
    let mut anew = Anew::of(event);
    let base = Base::of(anew.standings());
    let (without, needed) = runs::without_a_seat(event, &base);
    let redrawn = Redrawn::of(event, &base, draws, seed);
    let stepped = Stepped::of(event, &base, &mut anew);
    let seat = runs::spans(&base, &without);
    let weights = runs::spans(&base, &runs::moved_weights(event, &base));
    let trims = runs::spans(&base, &runs::moved_trims(event, &base));
    let entry = |(position, &entry): (usize, &usize)| EntrySureness {
        entry: event.entries()[entry].id.clone(),
        place: base.places[entry],
        seat: seat[position],
        elsewhere: elsewhere(&base, &without, position),
        step: stepped.as_ref().map(|stepped| stepped.spans[position]),
        weights: weights[position],
        trims: trims[position],
        redraw: redrawn.interval(position),
        firmness: firmness(&base, &without, &redrawn, position),
    };
    Sureness {
        seats: without.len(),
        needed,
        draws: redrawn.count(),
        moves: stepped.as_ref().map(|stepped| stepped.moves),
        entries: base.ranked.iter().enumerate().map(entry).collect(),
        near: redrawn.near(event, &base),
        swaps: swap::swaps(event, &base, &mut anew),
    }
}

/// The places of an entry in some runs that are not its own, each with in how many, by place.
fn elsewhere(base: &Base, runs: &[Run], position: usize) -> Vec<(usize, usize)> {
    let mut places: Vec<usize> = runs.iter().map(|run| run.places[position]).collect();
    places.retain(|&place| place != base.places[base.ranked[position]]);
    places.sort_unstable();
    places.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect()
}

/// How firm what an entry gets is, by its position in the ranking.
fn firmness(base: &Base, without: &[Run], redrawn: &Redrawn, position: usize) -> Option<Firmness> {
    if !base.has_prizes || (without.is_empty() && redrawn.count() == 0) {
        return None;
    }
    let drawn = redrawn.count() > 0 && redrawn.holds(position);
    Some(match without.iter().all(|run| run.holds[position]) {
        false => Firmness::Close,
        true if drawn => Firmness::Firm,
        true if without.is_empty() => Firmness::Close,
        true => Firmness::Fair,
    })
}

/// How sure a result is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sureness {
    /// Seats that were left out, one at a time.
    pub seats: usize,
    /// Seats that cannot be left out, since something cannot be worked out without them.
    pub needed: usize,
    /// Times that the seats were drawn again; 0 where there is nothing to draw.
    pub draws: usize,
    /// Marks that were moved, one at a time and each way; `None` where that was not worked out.
    pub moves: Option<usize>,
    /// Ranked entries, in the order in which they are printed.
    pub entries: Vec<EntrySureness>,
    /// Neighbours that cannot be told apart, from the first place down.
    pub near: Vec<Near>,
    /// What would swap neighbours: the first two of each ranking, and the two at the boundary of an award that are nearest.
    pub swaps: Vec<Swap>,
}

/// The least and the greatest place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: usize,
    pub to: usize,
}

/// How sure the place of one entry is. A span that could not be worked out is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntrySureness {
    /// Id of the entry.
    pub entry: String,
    /// Its place in the result.
    pub place: usize,
    /// Any one seat left out.
    pub seat: Option<Span>,
    /// The places with one seat left out that are not its own, each with how many seats do that; by place.
    pub elsewhere: Vec<(usize, usize)>,
    /// Any one mark of anybody moved by one step.
    pub step: Option<Span>,
    /// Any one weight moved by a tenth.
    pub weights: Option<Span>,
    /// Without trimming, and with one more from each end.
    pub trims: Option<Span>,
    /// The places that hold 95 % of the draws.
    pub redraw: Option<Span>,
    /// How firm its award is, or its band where the rules have no awards; `None` where they have neither, or where neither
    /// seats can be left out nor drawn again.
    pub firmness: Option<Firmness>,
}

/// How firm an award is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Firmness {
    /// It holds with any one seat left out and in 95 % of the draws.
    Firm,
    /// It holds with any one seat left out.
    Fair,
    /// It does not even hold with any one seat left out.
    Close,
}

/// Neighbours whose order turns in more than 5 % of the draws, each with the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// Ids of the entries, in the order in which they are printed; at least two.
    pub entries: Vec<String>,
    /// Their places, from the first to the last.
    pub places: Span,
}

/// What the smallest change of one card is that would put the lower of two neighbours above the upper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// Id of the entry above.
    pub upper: String,
    /// Id of the entry below.
    pub lower: String,
    /// Their places in the result.
    pub places: (usize, usize),
    /// The award that the upper has and the lower has not; `None` where they have the same.
    pub award: Option<String>,
    /// The change; `None` where no single card can do it.
    pub least: Option<Least>,
}

/// The smallest change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Least {
    /// By how much the value of a card changes, without a sign.
    pub points: String,
    /// The cards any one of which does it, changed by so much.
    pub cards: Vec<MovedCard>,
    /// What parts the two then, their totals being equal, as the rules call it; `None` where their totals differ.
    pub parted_by: Option<String>,
}

/// A card that was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedCard {
    /// Name of the component.
    pub component: String,
    /// Name of the judge's group; empty where it would say whose card it is to a reader for whom that is not.
    pub group: String,
    /// How many seats the group has.
    pub peers: usize,
    /// Id of the entry whose card it is.
    pub entry: String,
    /// Whether it is worth more afterwards.
    pub up: bool,
    /// Whose card it is and what it is worth before and after; `None` where that is not for the reader.
    pub seat: Option<MovedSeat>,
}

/// Whose card was moved, from what to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedSeat {
    /// Name of the judge.
    pub judge: String,
    /// The value of the card, as printed.
    pub from: String,
    /// The same after the change.
    pub to: String,
}
