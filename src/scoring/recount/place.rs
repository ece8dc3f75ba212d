//! Who goes before whom: pools, tie-breaks, places, and the order of printing.

use std::cmp::Ordering;

use num_rational::BigRational;

use super::{RecountRow, component};
use crate::scoring::event::Event;
use crate::scoring::result::Status;
use crate::scoring::rules::{Places, RankOn, TieBreak};

/// The entries that are ranked against one another: each track, or all.
pub(super) fn pools(event: &Event) -> Vec<Vec<usize>> {
    let entries = event.entries();
    if !event.rules().ranking.by_track {
        return vec![(0..entries.len()).collect()];
    }
    let mut tracks: Vec<&str> = Vec::new();
    for entry in entries {
        if !tracks.contains(&entry.track.as_str()) {
            tracks.push(&entry.track);
        }
    }
    tracks.iter().map(|track| (0..entries.len()).filter(|&entry| entries[entry].track == *track).collect()).collect()
}

/// All that is compared of an entry, in order.
struct Standing {
    entry: usize,
    /// Higher first; without a value last.
    values: Vec<Option<BigRational>>,
    /// Lower first; without one last.
    decision: Option<u32>,
}

fn standing(event: &Event, rows: &[RecountRow], entry: usize) -> Standing {
    let ranking = &event.rules().ranking;
    let row = &rows[entry];
    let mut values = vec![match ranking.on {
        RankOn::Rounded => row.total.clone(),
        RankOn::Exact => row.exact.clone(),
    }];
    for key in &ranking.tie_break {
        values.push(match *key {
            TieBreak::Component(component) => row.components[component].clone(),
            TieBreak::Criterion { component, criterion } => component::criterion(event, component, criterion, entry),
            TieBreak::Group { component, group } => component::group(event, component, group, entry),
            TieBreak::Exact => row.exact.clone(),
            TieBreak::Bonus => Some(row.bonus.clone()),
        });
    }
    let decision = event.decisions().iter().find(|decision| decision.entry == entry);
    Standing { entry, values, decision: decision.map(|decision| decision.order) }
}

/// Less: goes before. Equal: shares the place.
fn compare(a: &Standing, b: &Standing) -> Ordering {
    for (a, b) in a.values.iter().zip(&b.values) {
        // no value is less than any value
        let higher_first = b.cmp(a);
        if higher_first != Ordering::Equal {
            return higher_first;
        }
    }
    match (a.decision, b.decision) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// The ranked entries of a pool from the first place down, each with its place.
pub(super) fn ranked_with_places(event: &Event, rows: &[RecountRow], pool: &[usize]) -> Vec<(usize, usize)> {
    let ranked = pool.iter().filter(|&&entry| rows[entry].status == Status::Ranked);
    let mut standings: Vec<Standing> = ranked.map(|&entry| standing(event, rows, entry)).collect();
    standings.sort_by(compare);
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (before, standing) in standings.iter().enumerate() {
        let place = match before.checked_sub(1) {
            None => 1,
            Some(last) if compare(&standings[last], standing) == Ordering::Equal => places[last].1,
            Some(last) => match event.rules().ranking.places {
                Places::Competition => before + 1,
                Places::Dense => places[last].1 + 1,
            },
        };
        places.push((standing.entry, place));
    }
    places
}

/// The entries in the order in which a ranking prints them.
pub(super) fn printed_order(event: &Event, rows: &[RecountRow]) -> Vec<usize> {
    let mut order = Vec::new();
    for mut pool in pools(event) {
        pool.sort_by_key(|&entry| {
            let Some(place) = rows[entry].place else { return (true, 0, by_order(event, entry)) };
            (false, place, by_order(event, entry))
        });
        order.extend(pool);
    }
    order
}

/// By `order`, empty last, then by id.
fn by_order(event: &Event, entry: usize) -> (bool, Option<u32>, &str) {
    let entry = &event.entries()[entry];
    (entry.order.is_none(), entry.order, &entry.id)
}
