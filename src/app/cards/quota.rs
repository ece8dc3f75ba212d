//! How much of one judge is written down in an hour. A tablet that has gone wrong, or whoever has a judge's link, could fill
//! the disk for everybody; an honest day, also one that is delivered at once in the evening, stays far below.
//!
//! Counted in memory, by instance: a start begins anew. What is over the quota is not taken and not lost: the tablet keeps it
//! and is told when to come again.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use crate::app::error::{AppFault, FaultKind};
use crate::app::event::memory::lock;

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3600 * SECOND;
/// How long a judge whose tablet was turned away stays named on the desk, in microseconds.
const NAMED: i64 = 600 * SECOND;
/// Operations that are free whatever the event's size, and refused ones.
const OPERATIONS: i64 = 3000;
const REFUSED: i64 = 500;
/// Times that each of a judge's cards may be corrected in an hour beyond those.
const CORRECTIONS: i64 = 4;
/// Bytes for each operation: a long comment takes 6,000, a card without one 400.
const BYTES: i64 = 4096;
/// Operations that there has to be room for before a tablet comes again: what it sends at once.
const ROOM: i64 = 20;
/// Judges that are remembered before those whose hour is over are dropped.
const MANY: usize = 1000;

/// What has been written of a judge is too much for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("本席一小时内送来的评分过多，多出的留在平板上，{seconds} 秒后自动再送，不会丢失")]
pub struct Flood {
    /// Seconds until there is room again.
    pub seconds: u64,
}

impl AppFault for Flood {
    fn kind(&self) -> FaultKind {
        FaultKind::Later { seconds: self.seconds }
    }

    fn word(&self) -> &'static str {
        "flood"
    }
}

/// What is written of a batch, or may be in an hour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::app) struct Amount {
    pub operations: i64,
    pub refused: i64,
    pub bytes: i64,
}

impl Amount {
    /// What a judge of so many cards may have written in an hour.
    pub fn of_judge(cards: usize) -> Self {
        let cards = i64::try_from(cards).unwrap_or(i64::MAX / BYTES / CORRECTIONS / 2);
        let operations = OPERATIONS + CORRECTIONS * cards;
        Self { operations, refused: REFUSED + cards, bytes: BYTES * operations }
    }

    fn each(self) -> [i64; 3] {
        [self.operations, self.refused, self.bytes]
    }
}

/// The quotas of all judges.
pub(in crate::app) struct Quotas {
    /// Whether there are any: a load generator delivers in minutes what judges do in days.
    are_kept: bool,
    used: Mutex<HashMap<(String, String), Used>>,
}

/// What a judge has used: it runs out evenly, all of a quota in an hour.
#[derive(Default)]
struct Used {
    buckets: [Bucket; 3],
    turned_away: Option<i64>,
}

#[derive(Default, Clone, Copy)]
struct Bucket {
    used: i64,
    /// Up to when it has run out, in microseconds.
    at: i64,
}

impl Bucket {
    fn run_out(&mut self, most: i64, now: i64) {
        let passed = (now - self.at).clamp(0, HOUR);
        let gone = i64::try_from(i128::from(passed) * i128::from(most) / i128::from(HOUR)).unwrap_or(most);
        self.used = (self.used - gone).max(0);
        // what is less than one counts the next time
        let counted = i64::try_from(i128::from(gone) * i128::from(HOUR) / i128::from(most.max(1))).unwrap_or(passed);
        self.at = if self.used == 0 || passed == HOUR { now } else { self.at + counted };
    }

    /// Seconds until so much of it is free; `None` where some is.
    fn wait(self, most: i64, room: i64) -> Option<u64> {
        let over = self.used - most;
        let micros = i128::from(over + room.min(most)) * i128::from(HOUR) / i128::from(most.max(1));
        (over >= 0).then(|| u64::try_from(micros / i128::from(SECOND) + 1).unwrap_or(u64::MAX))
    }
}

impl Quotas {
    pub fn new(are_kept: bool) -> Self {
        Self { are_kept, used: Mutex::default() }
    }

    fn used(&self) -> MutexGuard<'_, HashMap<(String, String), Used>> {
        lock(&self.used)
    }

    /// Whether something more of a judge is written now. A batch that is let in is written whole, so a quota is overrun by
    /// one batch at most.
    ///
    /// # Errors
    /// [`Flood`].
    pub fn admit(&self, event: &str, judge: &str, most: Amount, now: i64) -> Result<(), Flood> {
        let mut all = self.used();
        let Some(used) = all.get_mut(&(event.to_owned(), judge.to_owned())) else { return Ok(()) };
        let mut wait = None;
        let room = [ROOM, ROOM, ROOM * BYTES];
        for ((bucket, most), room) in used.buckets.iter_mut().zip(most.each()).zip(room) {
            bucket.run_out(most, now);
            wait = wait.max(bucket.wait(most, room));
        }
        let Some(seconds) = wait else { return Ok(()) };
        used.turned_away = Some(now);
        Err(Flood { seconds })
    }

    /// Counts what was written of a judge.
    pub fn count(&self, event: &str, judge: &str, written: Amount, now: i64) {
        if !self.are_kept || written == Amount::default() {
            return;
        }
        let mut all = self.used();
        if all.len() > MANY {
            all.retain(|_, used| used.buckets.iter().any(|bucket| now - bucket.at < HOUR));
        }
        let used = all.entry((event.to_owned(), judge.to_owned())).or_default();
        for (bucket, written) in used.buckets.iter_mut().zip(written.each()) {
            if bucket.used == 0 {
                bucket.at = now;
            }
            bucket.used += written;
        }
    }

    /// Judges of an event whose tablets were turned away a moment ago.
    pub fn flooding(&self, event: &str, now: i64) -> Vec<String> {
        let all = self.used();
        let named = |used: &Used| used.turned_away.is_some_and(|at| now - at < NAMED);
        let mut judges: Vec<String> = all
            .iter()
            .filter(|((of, _), used)| of == event && named(used))
            .map(|((_, judge), _)| judge.clone())
            .collect();
        judges.sort_unstable();
        judges
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(operations: i64) -> Amount {
        Amount { operations, refused: 0, bytes: operations * 400 }
    }

    #[test]
    fn a_quota_runs_out_evenly_and_says_when_there_is_room() {
        let (quotas, most) = (Quotas::new(true), Amount::of_judge(20));
        let mut now = 0;
        // a day's cards at once, and again
        for _ in 0..15 {
            assert_eq!(quotas.admit("e", "j", most, now), Ok(()));
            quotas.count("e", "j", written(200), now);
        }
        quotas.count("e", "j", written(80), now);
        let Err(Flood { seconds }) = quotas.admit("e", "j", most, now) else { panic!("3,080 are the quota") };
        assert_eq!(quotas.flooding("e", now), ["j"]);
        assert!(quotas.flooding("other", now).is_empty());
        assert_eq!(quotas.admit("e", "another", most, now), Ok(()), "nobody else is meant");
        now += i64::try_from(seconds).expect("a while") * SECOND;
        assert_eq!(quotas.admit("e", "j", most, now), Ok(()));
        // whoever sends one at a time as fast as can be gets one hour's quota an hour, however often it is looked
        let (mut taken, end) = (0, now + HOUR);
        while now < end {
            if quotas.admit("e", "j", most, now).is_ok() {
                quotas.count("e", "j", written(1), now);
                taken += 1;
            }
            now += SECOND / 7;
        }
        assert!((3000..=3120).contains(&taken), "{taken}");
    }

    #[test]
    fn refused_ones_and_bytes_have_quotas_of_their_own_and_without_limits_there_is_none() {
        let most = Amount::of_judge(0);
        for amount in [Amount { refused: 500, ..Amount::default() }, Amount { bytes: most.bytes, ..Amount::default() }]
        {
            for are_kept in [true, false] {
                let quotas = Quotas::new(are_kept);
                quotas.count("e", "j", amount, 0);
                assert_eq!(quotas.admit("e", "j", most, 0).is_err(), are_kept, "{amount:?}");
                assert_eq!(quotas.admit("e", "j", most, HOUR), Ok(()));
            }
        }
    }
}
