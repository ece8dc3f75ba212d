//! Hashing passwords takes much memory and a whole core: a few at once, some wait, and who comes when too many wait is
//! told to come again. Nobody who does anything else waits for them.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::WebError;

/// Most at once, whatever the machine has cores; each takes 19 MiB.
const AT_ONCE: usize = 4;
/// Most that are there, at work or waiting, of all households and of one: a few seconds' work.
const ALL: usize = 64;
const HOUSEHOLD: usize = 32;
/// Seconds after which somebody may try again.
const AGAIN: u64 = 5;

/// Whose passwords are hashed, and whose wait.
pub(super) struct Hashing {
    at_work: Arc<Semaphore>,
    there: Mutex<HashMap<Option<IpAddr>, usize>>,
}

/// The turn of one password, until it is dropped.
pub(super) struct Turn {
    hashing: Arc<Hashing>,
    of: Option<IpAddr>,
    at_work: Option<OwnedSemaphorePermit>,
}

impl Hashing {
    /// As many at once as the machine has cores, but not all too many.
    pub fn new() -> Arc<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Arc::new(Self { at_work: Arc::new(Semaphore::new(cores.min(AT_ONCE))), there: Mutex::default() })
    }

    /// Waits for the turn of a household's password.
    ///
    /// # Errors
    /// [`WebError::Busy`] where too many wait.
    pub async fn turn(self: &Arc<Self>, of: Option<IpAddr>) -> Result<Turn, WebError> {
        let mut turn = self.enter(of).ok_or(WebError::Busy { seconds: AGAIN })?;
        let permit = self.at_work.clone().acquire_owned().await;
        turn.at_work = Some(permit.map_err(|_| WebError::Interrupted)?);
        Ok(turn)
    }

    fn enter(self: &Arc<Self>, of: Option<IpAddr>) -> Option<Turn> {
        let mut there = self.there.lock().unwrap_or_else(PoisonError::into_inner);
        let own = there.get(&of).copied().unwrap_or_default();
        if own >= HOUSEHOLD || there.values().sum::<usize>() >= ALL {
            return None;
        }
        there.insert(of, own + 1);
        Some(Turn { hashing: self.clone(), of, at_work: None })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        drop(self.at_work.take());
        let mut there = self.hashing.there.lock().unwrap_or_else(PoisonError::into_inner);
        match there.get_mut(&self.of) {
            Some(own) if *own > 1 => *own -= 1,
            Some(_) | None => drop(there.remove(&self.of)),
        }
    }
}
