//! Who goes before whom: pools, tie-breaks, places, and the order of printing.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;

use super::{RecountRow, component, fraction};
use crate::scoring::event::Event;
use crate::scoring::result::Status;
use crate::scoring::rules::{Places, Precision, RankOn, TieBreak};

/// The entries that are ranked against one another: each track, or all.
pub(super) fn pools(event: &Event) -> Vec<Vec<usize>> {
    if event.rules().ranking.by_track { tracks(event) } else { vec![(0..event.entries().len()).collect()] }
}

/// The entries of each track, in the order of first appearance.
pub(super) fn tracks(event: &Event) -> Vec<Vec<usize>> {
    let entries = event.entries();
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
            TieBreak::Decimals(decimals) => {
                let stage = Precision { decimals, mode: event.rules().rounding.total_mode() };
                row.exact.as_ref().map(|exact| fraction::round(exact, Some(stage)))
            }
            TieBreak::Exact => row.exact.clone(),
            TieBreak::Bonus => Some(row.bonus.clone()),
        });
    }
    Standing { entry, values }
}

/// Less: goes before. Equal: only a decision parts them.
fn compare(a: &Standing, b: &Standing) -> Ordering {
    for (a, b) in a.values.iter().zip(&b.values) {
        // no value is less than any value
        let higher_first = b.cmp(a);
        if higher_first != Ordering::Equal {
            return higher_first;
        }
    }
    Ordering::Equal
}

/// Entries that are level, as the chair ordered them: sets that share a place, in turn.
pub(super) fn as_decided(event: &Event, level: Vec<usize>) -> Vec<Vec<usize>> {
    let mut texts: Vec<&str> = event.decisions().iter().map(|row| row.tie.as_str()).collect();
    texts.sort_unstable();
    texts.dedup();
    let named_by = |text: &str| -> BTreeSet<usize> {
        event.decisions().iter().filter(|row| row.tie == text).map(|row| row.entry).collect()
    };
    let all: BTreeSet<usize> = level.iter().copied().collect();
    // the decision over exactly these, else the one without a text
    let text = texts.iter().find(|text| !text.is_empty() && named_by(text) == all).copied().unwrap_or_default();
    let mut by_turn: BTreeMap<(bool, Option<u32>), Vec<usize>> = BTreeMap::new();
    for entry in level {
        let row = event.decisions().iter().find(|row| row.tie == text && row.entry == entry);
        by_turn.entry((row.is_none(), row.map(|row| row.order))).or_default().push(entry);
    }
    let sets: Vec<Vec<usize>> = by_turn.into_values().collect();
    if sets.len() > 1 { sets.into_iter().flat_map(|set| as_decided(event, set)).collect() } else { sets }
}

/// The ranked entries of a pool from the first place down, each with its place.
pub(super) fn ranked_with_places(event: &Event, rows: &[RecountRow], pool: &[usize]) -> Vec<(usize, usize)> {
    let ranked = pool.iter().filter(|&&entry| rows[entry].status == Status::Ranked);
    let mut standings: Vec<Standing> = ranked.map(|&entry| standing(event, rows, entry)).collect();
    standings.sort_by(compare);
    let mut places: Vec<(usize, usize)> = Vec::new();
    for level in standings.chunk_by(|a, b| compare(a, b) == Ordering::Equal) {
        for share in as_decided(event, level.iter().map(|standing| standing.entry).collect()) {
            let place = match (event.rules().ranking.places, places.last()) {
                (_, None) => 1,
                (Places::Competition, Some(_)) => places.len() + 1,
                (Places::Dense, Some((_, last))) => last + 1,
            };
            places.extend(share.into_iter().map(|entry| (entry, place)));
        }
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
