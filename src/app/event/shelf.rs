//! What is held of many judges, and not of more than there is room for: who was looked at longest ago makes room.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::app::event::own::OwnCards;

/// Most operations that are held of all judges together: some 20 MB.
const MOST: usize = 20_000;

/// The place of one judge's cards, with a lock of its own.
#[derive(Default)]
pub(in crate::app) struct Place {
    cards: Mutex<Option<OwnCards>>,
    weight: AtomicUsize,
    turn: AtomicU64,
}

impl Place {
    pub(in crate::app) fn cards(&self) -> &Mutex<Option<OwnCards>> {
        &self.cards
    }

    /// Notes how many operations are held in it.
    pub(in crate::app) fn weighs(&self, operations: usize) {
        self.weight.store(operations, Ordering::Relaxed);
    }
}

/// The places, by event and judge.
#[derive(Default)]
pub(in crate::app) struct Shelf {
    places: HashMap<(String, String), Arc<Place>>,
    turn: u64,
}

impl Shelf {
    /// The place of a judge; others make room where there is too much.
    pub(in crate::app) fn place(&mut self, event: &str, judge: &str) -> Arc<Place> {
        self.turn += 1;
        let place = Arc::clone(self.places.entry((event.to_owned(), judge.to_owned())).or_default());
        place.turn.store(self.turn, Ordering::Relaxed);
        // one that nobody has looked into yet weighs something, too
        let weight = |place: &Arc<Place>| place.weight.load(Ordering::Relaxed).max(1);
        let mut held: usize = self.places.values().map(weight).sum();
        while held > MOST && self.places.len() > 1 {
            let oldest = self.places.iter().min_by_key(|(_, place)| place.turn.load(Ordering::Relaxed));
            let Some((key, oldest)) = oldest.map(|(key, place)| (key.clone(), Arc::clone(place))) else { break };
            held -= weight(&oldest);
            self.places.remove(&key);
        }
        place
    }

    pub(in crate::app) fn clear(&mut self) {
        self.places.clear();
    }
}
