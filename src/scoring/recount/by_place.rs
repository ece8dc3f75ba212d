//! Points for the place of a component's score among all that have one.

use num_rational::BigRational;

use super::{card, fraction, place};
use crate::scoring::event::Event;
use crate::scoring::rules::{ByPlace, Order, Shared};

/// The points of each entry that has a score, instead of it.
pub(super) fn points(event: &Event, by_place: &ByPlace, scores: &[Option<BigRational>]) -> Vec<Option<BigRational>> {
    let mut points = vec![None; scores.len()];
    for pool in place::pools(event) {
        let mut valued: Vec<(&BigRational, usize)> = Vec::new();
        for entry in pool {
            if let Some(score) = &scores[entry] {
                valued.push((score, entry));
            }
        }
        valued.sort();
        if by_place.order == Order::Higher {
            valued.reverse();
        }
        let mut place = 1;
        for equal in valued.chunk_by(|a, b| a.0 == b.0) {
            let taken = match by_place.ties {
                Shared::Best => place..place + 1,
                Shared::Mean => place..place + equal.len(),
            };
            let worth: Vec<BigRational> = taken.map(|place| card::points_of(&by_place.points, place)).collect();
            let worth = fraction::round(&fraction::mean(&worth), event.rules().rounding.component);
            for &(_, entry) in equal {
                points[entry] = Some(worth.clone());
            }
            place += equal.len();
        }
    }
    points
}
