//! Hashing passwords takes much memory and a whole core: a few at once, some wait, and who comes when too many wait is
//! told to come again. Nobody who does anything else waits for them.
//!
//! It is done by threads of its own, which are always the same: what a thread has once asked for, the allocator keeps for
//! it, and over many threads that is as much as if all hashed at once.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::oneshot;

use super::error::WebError;

/// Most at once, whatever the machine has cores; each takes 19 MiB.
const AT_ONCE: usize = 4;
/// Most that are there, at work or waiting, of all households and of one: a few seconds' work.
const ALL: usize = 64;
const HOUSEHOLD: usize = 32;
/// Seconds after which somebody may try again.
const AGAIN: u64 = 5;

type Job = Box<dyn FnOnce() + Send>;

/// How many of whom are there.
type There = Arc<Mutex<HashMap<Option<IpAddr>, usize>>>;

/// The threads that hash, and whose passwords are there.
pub(super) struct Hashing {
    jobs: Sender<Job>,
    there: There,
}

/// The place of one password, until it is dropped.
struct Place {
    there: There,
    of: Option<IpAddr>,
}

impl Hashing {
    /// As many threads as the machine has cores, but not all too many.
    ///
    /// # Errors
    /// Where the system gives no threads.
    pub fn start() -> io::Result<Self> {
        let (jobs, todo) = channel();
        let todo = Arc::new(Mutex::new(todo));
        let cores = thread::available_parallelism().map_or(1, usize::from);
        for number in 0..cores.min(AT_ONCE) {
            let todo = todo.clone();
            thread::Builder::new().name(format!("hashing-{number}")).spawn(move || work(&todo))?;
        }
        Ok(Self { jobs, there: There::default() })
    }

    /// Has work done that hashes a password of a household, when it is its turn. Whoever goes away meanwhile makes no room
    /// for another one: what was begun is done to its end.
    ///
    /// # Errors
    /// [`WebError::Busy`] where too many wait.
    pub async fn run<T: Send + 'static>(
        &self,
        of: Option<IpAddr>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, WebError> {
        let place = self.place(of).ok_or(WebError::Busy { seconds: AGAIN })?;
        let (tell, told) = oneshot::channel();
        let job = move || {
            let done = work();
            drop(place);
            // whoever asked may have gone away
            drop(tell.send(done));
        };
        self.jobs.send(Box::new(job)).map_err(|_| WebError::Interrupted)?;
        told.await.map_err(|_| WebError::Interrupted)
    }

    fn place(&self, of: Option<IpAddr>) -> Option<Place> {
        let mut there = self.there.lock().unwrap_or_else(PoisonError::into_inner);
        let own = there.get(&of).copied().unwrap_or_default();
        if own >= HOUSEHOLD || there.values().sum::<usize>() >= ALL {
            return None;
        }
        there.insert(of, own + 1);
        Some(Place { there: self.there.clone(), of })
    }
}

/// Does one job after the other until nobody is left to give any.
fn work(todo: &Mutex<Receiver<Job>>) {
    loop {
        let job = todo.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // whoever asked hears that nothing came of it; the thread goes on
        if catch_unwind(AssertUnwindSafe(job)).is_err() {
            tracing::error!("a sign-in broke down");
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut there = self.there.lock().unwrap_or_else(PoisonError::into_inner);
        match there.get_mut(&self.of) {
            Some(own) if *own > 1 => *own -= 1,
            Some(_) | None => drop(there.remove(&self.of)),
        }
    }
}
