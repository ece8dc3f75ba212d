//! How many connections there may be: of one household, and of all. Nothing is read before there is a place.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::whence::{Proxies, household};

/// Most connections of all households.
const ALL: usize = 4096;
/// Most of one household that are served at once: two hundred tablets behind one address open some of theirs each.
const SERVED: usize = 512;
/// Most of one household that are served or wait for it.
const WAITING: usize = 1024;
/// How long one waits.
const WAIT: Duration = Duration::from_secs(10);
/// Files that the program has open beside its connections.
const OTHER_FILES: usize = 128;

/// The connections of one household.
struct Household {
    /// Served and waiting.
    there: usize,
    served: Arc<Semaphore>,
}

#[derive(Default)]
struct There {
    all: usize,
    households: HashMap<IpAddr, Household>,
}

/// All connections.
pub(super) struct Lines {
    /// Most of all, and most of one household that are served and that are there.
    most: (usize, usize, usize),
    proxies: Arc<Proxies>,
    there: Mutex<There>,
}

/// The place of a connection, until it is dropped.
pub(super) struct Place {
    lines: Arc<Lines>,
    of: IpAddr,
    served: Option<OwnedSemaphorePermit>,
}

impl Lines {
    /// As many as there may be where the program may have so many files open. A proxy is no household: behind it are all.
    pub fn new(files: Option<usize>, proxies: Arc<Proxies>) -> Arc<Self> {
        let all = files.map_or(ALL, |files| files.saturating_sub(OTHER_FILES).clamp(16, ALL));
        // no household has more than half of them
        let most = (all, SERVED.min(all / 4), WAITING.min(all / 2));
        Arc::new(Self { most, proxies, there: Mutex::default() })
    }

    /// A place for a connection from an address, when one is free; `None` where there is none.
    pub async fn place(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let (all, served, waiting) = self.most;
        let most = if self.proxies.has(address) { (all, all) } else { (served, waiting) };
        let (mut place, served) = self.enter(household(address), most)?;
        place.served = timeout(WAIT, served.acquire_owned()).await.ok()?.ok();
        place.served.is_some().then_some(place)
    }

    fn enter(self: &Arc<Self>, of: IpAddr, (served, waiting): (usize, usize)) -> Option<(Place, Arc<Semaphore>)> {
        let mut there = self.there.lock().unwrap_or_else(PoisonError::into_inner);
        if there.all >= self.most.0 {
            return None;
        }
        let new = || Household { there: 0, served: Arc::new(Semaphore::new(served)) };
        let own = there.households.entry(of).or_insert_with(new);
        if own.there >= waiting {
            return None;
        }
        own.there += 1;
        let served = own.served.clone();
        there.all += 1;
        Some((Place { lines: self.clone(), of, served: None }, served))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(self.served.take());
        let mut there = self.lines.there.lock().unwrap_or_else(PoisonError::into_inner);
        there.all = there.all.saturating_sub(1);
        let last = there.households.get_mut(&self.of).is_none_or(|own| {
            own.there = own.there.saturating_sub(1);
            own.there == 0
        });
        if last {
            there.households.remove(&self.of);
        }
    }
}
