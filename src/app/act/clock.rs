//! The clock: UTC in whole microseconds, so that both databases keep it exactly. Injected, so that
//! a test can fix it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use chrono::{DateTime, FixedOffset, Utc};

pub type Moment = DateTime<Utc>;

/// Where the time comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands until it is moved; for tests and for the demo's past.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at a moment.
    #[must_use]
    pub fn fixed(at: Moment) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.timestamp_micros())))
    }

    /// Moves a fixed clock; of no effect on the machine's.
    pub fn advance(&self, by: chrono::TimeDelta) {
        if let Self::Fixed(micros) = self {
            micros.fetch_add(by.num_microseconds().unwrap_or(i64::MAX / 2), Ordering::SeqCst);
        }
    }

    /// Now, in whole microseconds.
    #[must_use]
    pub fn now(&self) -> Moment {
        moment(self.micros())
    }

    /// Microseconds since some moment, by a clock that nobody sets: for what somebody has to wait.
    pub(in crate::app) fn steady(&self) -> i64 {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        match self {
            Self::System => i64::try_from(START.elapsed().as_micros()).unwrap_or(i64::MAX),
            Self::Fixed(micros) => micros.load(Ordering::SeqCst),
        }
    }

    pub(in crate::app) fn micros(&self) -> i64 {
        match self {
            Self::System => Utc::now().timestamp_micros(),
            Self::Fixed(micros) => micros.load(Ordering::SeqCst),
        }
    }
}

/// The moment of a stored time.
#[must_use]
pub fn moment(micros: i64) -> Moment {
    DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH)
}

/// The one time of the whole country, in seconds ahead of UTC.
const BEIJING: i32 = 8 * 3600;

/// A moment as clocks on the wall show it.
#[must_use]
pub fn beijing(at: Moment) -> DateTime<FixedOffset> {
    let offset = FixedOffset::east_opt(BEIJING).expect("eight hours are an offset");
    at.with_timezone(&offset)
}

/// A time that something takes, in minutes and seconds: 8:24.
#[must_use]
pub fn minutes(seconds: i64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// A day, in microseconds.
pub(in crate::app) const DAY: i64 = 24 * 60 * 60 * 1_000_000;
