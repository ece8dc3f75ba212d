//! What is told of each event, and the pages that hear it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, watch};

use super::bulletin::BoardSight;
use super::screen::WallSight;
use super::sight::Sight;

/// Most pages of one browser that listen: it has six connections to a server that speaks HTTP/1, and needs some of
/// them for what is pressed.
const OF_SESSION: usize = 4;
/// Most pages of one account that listen.
const OF_ACCOUNT: usize = 16;

/// What is known of an event.
pub enum Told<S> {
    /// Nothing yet.
    Nothing,
    /// What is seen of it.
    Seen(Arc<S>),
    /// The database did not answer; since then nothing is known.
    Stalled,
    /// There is no such event any more.
    Gone,
}

impl<S> Clone for Told<S> {
    fn clone(&self) -> Self {
        match self {
            Self::Nothing => Self::Nothing,
            Self::Seen(seen) => Self::Seen(Arc::clone(seen)),
            Self::Stalled => Self::Stalled,
            Self::Gone => Self::Gone,
        }
    }
}

/// What is told of one event.
pub struct Feed<S> {
    pub told: watch::Sender<Told<S>>,
    /// Told when something was changed here, so that nobody waits for the next look.
    pub poked: Notify,
}

/// The feeds of one kind of page, by event.
pub struct Feeds<S>(Mutex<HashMap<String, Arc<Feed<S>>>>);

impl<S> Default for Feeds<S> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

/// The feeds of this instance, and the pages that listen.
pub struct Live {
    pub desks: Feeds<Sight>,
    /// By event and role.
    pub boards: Feeds<BoardSight>,
    pub walls: Feeds<WallSight>,
    open: Arc<Mutex<Vec<Open>>>,
    closing: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            desks: Feeds::default(),
            boards: Feeds::default(),
            walls: Feeds::default(),
            open: Arc::default(),
            closing: watch::Sender::new(false),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<S> Feeds<S> {
    /// What is told of an event; the first who listens has somebody `look`, who tells it by the feed.
    pub fn of(&self, event: &str, look: impl FnOnce(Arc<Feed<S>>)) -> watch::Receiver<Told<S>> {
        let mut feeds = lock(&self.0);
        if let Some(feed) = feeds.get(event) {
            return feed.told.subscribe();
        }
        let feed = Arc::new(Feed { told: watch::Sender::new(Told::Nothing), poked: Notify::new() });
        feeds.insert(event.to_owned(), Arc::clone(&feed));
        let told = feed.told.subscribe();
        look(feed);
        told
    }

    /// Has whoever looks at an event look at once.
    pub fn poke(&self, event: &str) {
        if let Some(feed) = lock(&self.0).get(event) {
            feed.poked.notify_one();
        }
    }

    /// Whether nobody listens to a feed any more; then it is gone.
    pub fn is_left(&self, event: &str, feed: &Feed<S>) -> bool {
        // whoever wants to listen waits for this lock, and finds the feed there or begins another one
        let mut feeds = lock(&self.0);
        let left = feed.told.receiver_count() == 0;
        if left {
            feeds.remove(event);
        }
        left
    }

    /// Drops the feed of an event that is gone.
    pub fn forget(&self, event: &str) {
        lock(&self.0).remove(event);
    }
}

impl Live {
    /// Ends all streams: the program stops.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Tells when the streams end.
    pub fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// How many pages of an account listen.
    pub fn listening(&self, account: &str) -> usize {
        lock(&self.open).iter().filter(|page| page.account == account).count()
    }

    /// A place for one more page of a session and an account. Where there are too many, the oldest one gives up its
    /// own: a browser that left a page need not have said so yet.
    pub fn place(&self, session: String, account: String) -> Place {
        let mut open = lock(&self.open);
        make_room(&mut open, OF_SESSION, |page| page.session == session);
        make_room(&mut open, OF_ACCOUNT, |page| page.account == account);
        let replaced = Arc::new(Notify::new());
        open.push(Open { session, account, replaced: Arc::clone(&replaced) });
        Place { open: Arc::clone(&self.open), replaced }
    }
}

/// Ends the oldest of the pages that `are`, until there is room for one more.
fn make_room(open: &mut Vec<Open>, most: usize, are: impl Fn(&Open) -> bool) {
    while open.iter().filter(|page| are(page)).count() >= most {
        let Some(oldest) = open.iter().position(&are) else { return };
        open.remove(oldest).replaced.notify_one();
    }
}

/// A page that listens, oldest first.
struct Open {
    session: String,
    account: String,
    /// Told when the place is taken by another page.
    replaced: Arc<Notify>,
}

/// The place of a page that listens; free again when it is dropped.
pub struct Place {
    open: Arc<Mutex<Vec<Open>>>,
    /// Told when another page takes the place.
    pub replaced: Arc<Notify>,
}

impl Drop for Place {
    fn drop(&mut self) {
        lock(&self.open).retain(|page| !Arc::ptr_eq(&page.replaced, &self.replaced));
    }
}
