//! Limits on how often somebody may ask: by session, by address, and far stricter where a password is tried.
//!
//! A whole bus may come through one address, so an address gets as much as all its tablets need.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use sha2::{Digest, Sha256};

/// Keys held before those that are idle are dropped.
const MANY: usize = 20_000;

type Limiter<K> = DefaultKeyedRateLimiter<K>;

/// The counters.
pub(super) struct Rates {
    /// Whether anything is refused.
    limited: bool,
    sessions: Limiter<[u8; 16]>,
    addresses: Limiter<IpAddr>,
    sign_ins: Limiter<IpAddr>,
    objections: Limiter<IpAddr>,
    objections_of: Limiter<[u8; 16]>,
    receipts: Limiter<IpAddr>,
}

fn per_second(each: u32, burst: u32) -> Quota {
    let some = |n| NonZeroU32::new(n).expect("a limit above zero");
    Quota::per_second(some(each)).allow_burst(some(burst))
}

fn every(seconds: u64, burst: u32) -> Quota {
    let quota = Quota::with_period(Duration::from_secs(seconds)).expect("a period above zero");
    quota.allow_burst(NonZeroU32::new(burst).expect("a burst above zero"))
}

/// A key of few bytes, whatever the length of the text.
pub(super) fn short(text: &str) -> [u8; 16] {
    let mut key = [0; 16];
    key.copy_from_slice(&Sha256::digest(text.as_bytes())[..16]);
    key
}

impl Rates {
    /// Counters that refuse, or, where nothing is limited, ones that do not.
    pub fn new(limited: bool) -> Self {
        Self {
            limited,
            sessions: RateLimiter::keyed(per_second(30, 300)),
            addresses: RateLimiter::keyed(per_second(400, 4000)),
            // thirty tries at once, and one more every two seconds
            sign_ins: RateLimiter::keyed(every(2, 30)),
            // an office may share an address; one that floods it takes nothing from the others of the event
            objections: RateLimiter::keyed(every(60, 20)),
            // what bounds the disk; until then a flood makes the browser's work more (see `puzzle`)
            objections_of: RateLimiter::keyed(every(5, 1000)),
            receipts: RateLimiter::keyed(every(5, 30)),
        }
    }

    /// Counts one request; gives the seconds to wait where it is one too many.
    fn count<K: std::hash::Hash + Eq + Clone>(&self, limiter: &Limiter<K>, key: &K) -> Option<u64> {
        if !self.limited {
            return None;
        }
        if limiter.len() > MANY {
            limiter.retain_recent();
        }
        let refused = limiter.check_key(key).err()?;
        Some(refused.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
    }

    /// Counts a request of an address, and of a session where it has a token.
    pub fn request(&self, address: Option<IpAddr>, token: Option<&str>) -> Option<u64> {
        let by_address = address.and_then(|address| self.count(&self.addresses, &address));
        by_address.or_else(|| token.and_then(|token| self.count(&self.sessions, &short(token))))
    }

    /// Counts an objection that is handed in: by address, and then by event.
    pub fn objection(&self, address: Option<IpAddr>, event: &str) -> Option<u64> {
        let by_address = address.and_then(|address| self.count(&self.objections, &address));
        by_address.or_else(|| self.count(&self.objections_of, &short(event)))
    }

    /// Counts a receipt that is asked about.
    pub fn receipt(&self, address: Option<IpAddr>) -> Option<u64> {
        address.and_then(|address| self.count(&self.receipts, &address))
    }

    /// Counts an attempt to sign in with a password.
    pub fn sign_in(&self, address: Option<IpAddr>) -> Option<u64> {
        address.and_then(|address| self.count(&self.sign_ins, &address))
    }
}
