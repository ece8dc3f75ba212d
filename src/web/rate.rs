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
    sessions: Limiter<[u8; 16]>,
    addresses: Limiter<IpAddr>,
    sign_ins: Limiter<IpAddr>,
}

fn per_second(each: u32, burst: u32) -> Quota {
    let some = |n| NonZeroU32::new(n).expect("a limit above zero");
    Quota::per_second(some(each)).allow_burst(some(burst))
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            sessions: RateLimiter::keyed(per_second(30, 300)),
            addresses: RateLimiter::keyed(per_second(400, 4000)),
            // thirty tries at once, and one more every two seconds
            sign_ins: RateLimiter::keyed(
                Quota::with_period(Duration::from_secs(2))
                    .expect("a period above zero")
                    .allow_burst(NonZeroU32::new(30).expect("a burst above zero")),
            ),
        }
    }
}

/// Counts one request; gives the seconds to wait where it is one too many.
fn count<K: std::hash::Hash + Eq + Clone>(limiter: &Limiter<K>, key: &K) -> Option<u64> {
    if limiter.len() > MANY {
        limiter.retain_recent();
    }
    let refused = limiter.check_key(key).err()?;
    Some(refused.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
}

impl Rates {
    /// Counts a request of an address, and of a session where it has a token.
    pub fn request(&self, address: Option<IpAddr>, token: Option<&str>) -> Option<u64> {
        let by_address = address.and_then(|address| count(&self.addresses, &address));
        let key = |token: &str| {
            let mut key = [0; 16];
            key.copy_from_slice(&Sha256::digest(token.as_bytes())[..16]);
            key
        };
        by_address.or_else(|| token.and_then(|token| count(&self.sessions, &key(token))))
    }

    /// Counts an attempt to sign in with a password.
    pub fn sign_in(&self, address: Option<IpAddr>) -> Option<u64> {
        address.and_then(|address| count(&self.sign_ins, &address))
    }
}
