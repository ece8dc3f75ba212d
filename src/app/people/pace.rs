//! How fast passwords of a name may be tried. Wrong ones make the next try wait; they lock nobody out: each household, and
//! each browser in which the account was signed in before, waits for its own mistakes only. A name that is none waits just
//! so.
//!
//! It is held in memory and reckoned by a clock that nobody sets: a new start forgets it, another instance does not know it,
//! and what came of each try is on record anyway.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use crate::app::act::clock::{Moment, moment};
use crate::app::error::{AppFault, FaultKind};

const SECOND: i64 = 1_000_000;
/// How long a mistake is remembered.
const REMEMBERED: i64 = 60 * 60 * SECOND;
/// Mistakes that cost no time.
const FREE: u32 = 5;
/// The longest that one waits.
const LONGEST: i64 = 60 * SECOND;
/// Mistakes of all strangers together that cost no time, and what each one after them costs the next stranger: whoever has
/// many addresses gets no further than this.
const ALL_STRANGERS: (u32, i64) = (60, 2 * SECOND);
/// Wrong passwords within an hour of which administrators are told.
const TOLD: u32 = 5;
/// Names, and triers of one name, that are remembered at most.
const MANY: (usize, usize) = (20_000, 2_000);

/// After wrong passwords, it is too soon for another try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("密码多次不对，请在 {seconds} 秒后再试")]
pub struct TooSoon {
    /// Seconds to wait.
    pub seconds: u64,
}

impl AppFault for TooSoon {
    fn kind(&self) -> FaultKind {
        FaultKind::Later { seconds: self.seconds }
    }

    fn word(&self) -> &'static str {
        "too-soon"
    }
}

/// Who tries a password.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Trier {
    /// A browser in which the account was never signed in, at the address of a household.
    Stranger(Option<IpAddr>),
    /// A browser in which it was, by its mark.
    Known(String),
    /// Whoever is signed in and changes the password.
    SignedIn,
}

impl Default for Trier {
    fn default() -> Self {
        Self::Stranger(None)
    }
}

/// Tries in a row, and when the last one was.
#[derive(Debug, Default, Clone, Copy)]
struct Tries {
    count: u32,
    last: i64,
}

impl Tries {
    fn forget(&mut self, now: i64) {
        if now - self.last > REMEMBERED {
            self.count = 0;
        }
    }

    /// Counts one more.
    fn add(&mut self, now: i64) {
        *self = Self { count: self.count.saturating_add(1), last: now };
    }

    /// How long after the last one the next may come.
    fn wait(self) -> i64 {
        let doubled = self.count.checked_sub(FREE).map(|over| SECOND << (over + 1).min(16));
        doubled.unwrap_or_default().min(LONGEST)
    }
}

#[derive(Default)]
struct Name {
    by: HashMap<Trier, Tries>,
    strangers: Tries,
    wrong: Tries,
    /// When the last wrong one was, as clocks on the wall show it.
    wrong_at: i64,
}

/// That wrong passwords of an account are being tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    /// How many there were, each within an hour of the one before.
    pub count: u32,
    /// When the last one was.
    pub last: Moment,
}

/// What is remembered of all names.
#[derive(Default)]
pub(in crate::app) struct Pace(Mutex<HashMap<[u8; 32], Name>>);

fn key(name: &str) -> [u8; 32] {
    Sha256::digest(name.as_bytes()).into()
}

impl Pace {
    fn names(&self) -> MutexGuard<'_, HashMap<[u8; 32], Name>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a try before it is known what comes of it, so that many at once are no more than one; refuses it where it
    /// comes too early. A refused one costs nothing.
    pub(in crate::app) fn begin(&self, name: &str, trier: &Trier, now: i64) -> Result<(), TooSoon> {
        let mut names = self.names();
        if names.len() >= MANY.0 {
            names.retain(|_, name| now - name.strangers.last.max(name.wrong.last) <= REMEMBERED);
        }
        let name = names.entry(key(name)).or_default();
        let stranger = matches!(trier, Trier::Stranger(_));
        name.strangers.forget(now);
        let mut own = name.by.get(trier).copied().unwrap_or_default();
        own.forget(now);
        let (free, each) = ALL_STRANGERS;
        let together = if stranger && name.strangers.count >= free { name.strangers.last + each - now } else { 0 };
        let wait = (own.last + own.wait() - now).max(together);
        if wait > 0 {
            let seconds = u64::try_from((wait + SECOND - 1) / SECOND).unwrap_or(1);
            return Err(TooSoon { seconds });
        }
        if name.by.len() >= MANY.1 {
            name.by.retain(|_, tries| now - tries.last <= LONGEST);
        }
        own.add(now);
        name.by.insert(trier.clone(), own);
        if stranger {
            name.strangers.add(now);
        }
        Ok(())
    }

    /// The last try of somebody was right.
    pub(in crate::app) fn right(&self, name: &str, trier: &Trier) {
        if let Some(name) = self.names().get_mut(&key(name)) {
            name.by.remove(trier);
            if matches!(trier, Trier::Stranger(_)) {
                name.strangers.count = name.strangers.count.saturating_sub(1);
            }
        }
    }

    /// It was wrong; how many were so. `at` is the time on the wall.
    pub(in crate::app) fn wrong(&self, name: &str, now: i64, at: i64) -> u32 {
        let mut names = self.names();
        let name = names.entry(key(name)).or_default();
        name.wrong.forget(now);
        name.wrong.add(now);
        name.wrong_at = at;
        name.wrong.count
    }

    /// Forgets all of a name: it has a new password.
    pub(in crate::app) fn forget(&self, name: &str) {
        self.names().remove(&key(name));
    }

    /// What administrators are told of a name.
    pub(in crate::app) fn tried(&self, name: &str, now: i64) -> Option<Tried> {
        let mut names = self.names();
        let name = names.get_mut(&key(name))?;
        name.wrong.forget(now);
        let told = name.wrong.count >= TOLD;
        told.then(|| Tried { count: name.wrong.count, last: moment(name.wrong_at) })
    }
}
