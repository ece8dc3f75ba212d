//! Whose session stood a moment ago. A tablet's request is read before its session is looked up in the same state of the
//! database in which it is answered; so that nobody else's is, whoever has not been found lately is looked up before.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::rate::short;
use crate::app::act::secret::Secret;

/// How long it counts: who is signed out meanwhile has a body read that is then refused.
const LATELY: Duration = Duration::from_secs(30);
/// Most that are remembered before those of a while ago are dropped, and then all.
const MANY: usize = 4096;

/// By the token, and not the token itself.
#[derive(Default)]
pub(super) struct Lately(Mutex<HashMap<[u8; 16], Instant>>);

impl Lately {
    pub fn found(&self, token: &Secret) -> bool {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&short(token.reveal())).is_some_and(|at| at.elapsed() < LATELY)
    }

    pub fn note(&self, token: &Secret) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MANY {
            all.retain(|_, at| at.elapsed() < LATELY);
        }
        if all.len() >= MANY {
            all.clear();
        }
        all.insert(short(token.reveal()), Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_found_is_remembered_and_no_more_than_there_is_room_for() {
        let (lately, one) = (Lately::default(), Secret::token());
        assert!(!lately.found(&one));
        lately.note(&one);
        assert!(lately.found(&one) && !lately.found(&Secret::token()));
        for _ in 0..=MANY {
            lately.note(&Secret::token());
        }
        assert!(lately.0.lock().expect("whole").len() <= MANY);
    }
}
