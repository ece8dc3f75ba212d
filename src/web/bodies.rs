//! The bodies that come in at once: how many, how large all together, and how fast each has to come.
//!
//! A tablet on a line of two kilobytes a second gets its cards through, and an organiser a large upload on the line of an
//! office; whoever says half a sentence and then nothing, or a byte a second, does not keep a place from others.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::web::{Bytes, BytesMut};
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

use super::error::WebError;

/// How long a body may take beside what its length gives it; a tablet gives a silent line up after as long.
const GRACE: Duration = Duration::from_secs(20);
/// Least bytes a second after that: a quarter of what the slowest line of a tablet carries.
const LEAST: u64 = 512;
/// How long the largest may take at most: twenty megabytes on an office's slow line.
const LONGEST: Duration = Duration::from_mins(30);
/// What is read and thrown away of a body that nobody wants, and for how long at most: a sender that is cut off while it
/// still sends never sees the answer.
const UNWANTED: (usize, Duration) = (64 * 1024 * 1024, Duration::from_mins(1));
/// Seconds after which somebody may try again when there is no place.
const AGAIN: u64 = 5;

/// Most of something, of all households and of one.
#[derive(Clone, Copy)]
struct Most {
    all: usize,
    household: usize,
}

/// Most bodies at once of those who are not signed in, or are refused.
const STRANGERS: Most = Most { all: 256, household: 64 };
/// Most bodies at once of those who are signed in; a bus has one address.
const GUESTS: Most = Most { all: 1024, household: 512 };
/// Most bytes that are held at once.
const BYTES: Most = Most { all: 96 * 1024 * 1024, household: 48 * 1024 * 1024 };

/// What is there at once.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct There {
    strangers: usize,
    guests: usize,
    bytes: usize,
}

#[derive(Default)]
struct All {
    all: There,
    households: HashMap<Option<IpAddr>, There>,
}

/// Whose body it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sender {
    /// Nobody's who is known, or of somebody who is refused.
    Stranger,
    /// Somebody's who is signed in and may ask what is asked.
    Guest,
}

impl Sender {
    fn most(self) -> Most {
        match self {
            Self::Stranger => STRANGERS,
            Self::Guest => GUESTS,
        }
    }

    fn count(self, there: &mut There) -> &mut usize {
        match self {
            Self::Stranger => &mut there.strangers,
            Self::Guest => &mut there.guests,
        }
    }
}

/// All bodies that come in.
#[derive(Default)]
pub(super) struct Bodies(Mutex<All>);

/// The place of one body, until it is dropped: as long as it comes in, and as long as what it says is done.
pub(super) struct Place {
    bodies: Arc<Bodies>,
    of: Option<IpAddr>,
    from: Sender,
    bytes: usize,
}

impl Bodies {
    /// A place for a body of a household.
    ///
    /// # Errors
    /// [`WebError::Busy`] where there is none.
    pub fn place(self: &Arc<Self>, of: Option<IpAddr>, from: Sender) -> Result<Place, WebError> {
        let all = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = all.households.entry(of).or_default();
        let most = from.most();
        if *from.count(&mut all.all) >= most.all || *from.count(own) >= most.household {
            all.tidy(of);
            return Err(WebError::Busy { seconds: AGAIN });
        }
        *from.count(own) += 1;
        *from.count(&mut all.all) += 1;
        Ok(Place { bodies: self.clone(), of, from, bytes: 0 })
    }
}

impl All {
    /// Forgets a household of which nothing is there.
    fn tidy(&mut self, of: Option<IpAddr>) {
        if self.households.get(&of).is_some_and(|own| *own == There::default()) {
            self.households.remove(&of);
        }
    }
}

impl Place {
    /// Holds so many bytes more.
    fn hold(&mut self, more: usize) -> Result<(), WebError> {
        let all = &mut *self.bodies.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = all.households.entry(self.of).or_default();
        if all.all.bytes + more > BYTES.all || own.bytes + more > BYTES.household {
            return Err(WebError::Busy { seconds: AGAIN });
        }
        own.bytes += more;
        all.all.bytes += more;
        self.bytes += more;
        Ok(())
    }

    /// Reads a body of at most so many bytes.
    ///
    /// # Errors
    /// Where it is too large, comes too slowly or breaks off, or where too much is held.
    pub async fn read(&mut self, payload: &mut Payload, most: usize) -> Result<Bytes, WebError> {
        let (pace, mut body) = (Pace::begin(LONGEST), BytesMut::new());
        while let Some(chunk) = pace.next(payload, body.len()).await? {
            if body.len() + chunk.len() > most {
                return Err(WebError::TooLarge { most });
            }
            self.hold(chunk.len())?;
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let all = &mut *self.bodies.0.lock().unwrap_or_else(PoisonError::into_inner);
        for there in [Some(&mut all.all), all.households.get_mut(&self.of)].into_iter().flatten() {
            let count = self.from.count(there);
            *count = count.saturating_sub(1);
            there.bytes = there.bytes.saturating_sub(self.bytes);
        }
        all.tidy(self.of);
    }
}

/// Reads what is left of a body and throws it away. Whether it came to its end.
pub(super) async fn throw_away(payload: &mut Payload) -> bool {
    let (most, longest) = UNWANTED;
    let (pace, mut came) = (Pace::begin(longest), 0);
    while let Ok(chunk) = pace.next(payload, came).await {
        let Some(chunk) = chunk else { return true };
        came += chunk.len();
        if came > most {
            break;
        }
    }
    false
}

/// By when a body has to have come how far.
struct Pace {
    began: Instant,
    longest: Duration,
}

impl Pace {
    fn begin(longest: Duration) -> Self {
        Self { began: Instant::now(), longest }
    }

    /// How long the next piece is waited for, counted from the beginning, when so many bytes have come.
    fn patience(&self, came: usize) -> Duration {
        let by_length = u64::try_from(came).unwrap_or(u64::MAX) / LEAST;
        (GRACE + Duration::from_secs(by_length)).min(self.longest)
    }

    /// The next piece of a body; `None` at its end.
    async fn next(&self, payload: &mut Payload, came: usize) -> Result<Option<Bytes>, WebError> {
        match timeout_at(self.began + self.patience(came), payload.next()).await {
            Ok(None) => Ok(None),
            Ok(Some(Ok(chunk))) => Ok(Some(chunk)),
            Ok(Some(Err(_))) => Err(WebError::Cut),
            Err(_) => Err(WebError::Slow),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_line_gets_its_time_and_silence_does_not() {
        let pace = Pace::begin(LONGEST);
        // two kilobytes a second, after each piece
        for came in (0..20 * 1024 * 1024).step_by(64 * 1024) {
            let took = Duration::from_secs(came as u64 / 2048);
            assert!(took > LONGEST || pace.patience(came) > took, "{came} bytes");
        }
        assert_eq!(pace.patience(20), GRACE);
        assert!(LONGEST.as_secs() * 12 * 1024 > 20 * 1024 * 1024, "a large upload at twelve kilobytes a second");
    }

    #[test]
    fn one_household_takes_no_place_from_others_and_gives_all_of_them_back() {
        let bodies = Arc::new(Bodies::default());
        let of = |last: u8| Some(IpAddr::from([10, 0, 0, last]));
        let fill = |last| {
            let places = (0..STRANGERS.household).map(|_| bodies.place(of(last), Sender::Stranger).expect("a place"));
            places.collect::<Vec<_>>()
        };
        let mut places = fill(1);
        assert!(bodies.place(of(1), Sender::Stranger).is_err(), "one too many");
        let mut guest = bodies.place(of(1), Sender::Guest).expect("somebody who is known has other places");
        guest.hold(BYTES.household).expect("all that one may hold");
        assert!(guest.hold(1).is_err());
        places.extend((2..5).flat_map(fill));
        assert!(bodies.place(of(9), Sender::Stranger).is_err(), "of all, too");
        drop((places, guest));
        let all = bodies.0.lock().expect("whole");
        assert!(all.all == There::default() && all.households.is_empty());
    }
}
