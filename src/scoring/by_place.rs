//! Points for the place of a score among all entries that have one.

use super::event::Event;
use super::exact::Exact;
use super::rules::{ByPlace, Order, Shared};

/// What an entry gets for its place.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    /// From 1.
    pub place: usize,
    /// How many share it, this one among them.
    pub shared: usize,
    /// Before the stage `component`.
    pub points: Exact,
}

/// The places of all entries, disqualified ones too, in their track where tracks are apart; `None` without a score.
pub(super) fn placed(event: &Event, by_place: &ByPlace, scores: &[Option<Exact>]) -> Vec<Option<Placed>> {
    let mut placed = vec![None; scores.len()];
    for track in event.tracks() {
        let mut ordered: Vec<(&Exact, usize)> =
            track.iter().filter_map(|&entry| Some((scores[entry].as_ref()?, entry))).collect();
        ordered.sort_by(|a, b| match by_place.order {
            Order::Higher => b.0.cmp(a.0),
            Order::Lower => a.0.cmp(b.0),
        });
        let mut before = 0;
        for level in ordered.chunk_by(|a, b| a.0 == b.0) {
            let points = match by_place.ties {
                Shared::Best => by_place.points.of(before),
                Shared::Mean => {
                    let places = before..before + level.len();
                    let sum = places.fold(Exact::ZERO, |sum, place| sum.add(&by_place.points.of(place)));
                    sum.div_count(level.len()).unwrap_or(Exact::ZERO)
                }
            };
            for &(_, entry) in level {
                placed[entry] = Some(Placed { place: before + 1, shared: level.len(), points: points.clone() });
            }
            before += level.len();
        }
    }
    placed
}
