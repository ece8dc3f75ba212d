//! What is told of each event, and the pages that hear it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, watch};

use super::sight::{Drawing, Sight};

/// Most pages of one browser that listen: it has six connections to a server that speaks HTTP/1, and needs some of
/// them for what is pressed.
const OF_SESSION: usize = 4;
/// Most pages of one account that listen.
const OF_ACCOUNT: usize = 16;

/// What is known of an event.
#[derive(Clone)]
pub enum Told {
    /// Nothing yet.
    Nothing,
    /// The desk.
    Desk(Arc<Sight>),
    /// The board, as those see it who may see as much.
    Board(Arc<Drawing>),
    /// The database did not answer; since then nothing is known.
    Stalled,
    /// There is no such event any more.
    Gone,
}

/// The feeds of this instance, and the pages that listen.
pub struct Live {
    feeds: Mutex<HashMap<String, Arc<watch::Sender<Told>>>>,
    open: Arc<Mutex<Vec<Open>>>,
    closing: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self { feeds: Mutex::default(), open: Arc::default(), closing: watch::Sender::new(false) }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// What is told under a name; the first who listens has somebody `look`, who tells it by the feed.
    pub fn feed(&self, name: &str, look: impl FnOnce(Arc<watch::Sender<Told>>)) -> watch::Receiver<Told> {
        let mut feeds = lock(&self.feeds);
        if let Some(feed) = feeds.get(name) {
            return feed.subscribe();
        }
        let feed = Arc::new(watch::Sender::new(Told::Nothing));
        feeds.insert(name.to_owned(), Arc::clone(&feed));
        let told = feed.subscribe();
        look(feed);
        told
    }

    /// Whether nobody listens to a feed any more; then it is gone.
    pub fn is_left(&self, name: &str, feed: &watch::Sender<Told>) -> bool {
        // whoever wants to listen waits for this lock, and finds the feed there or begins another one
        let mut feeds = lock(&self.feeds);
        let left = feed.receiver_count() == 0;
        if left {
            feeds.remove(name);
        }
        left
    }

    /// Drops the feed of an event that is gone.
    pub fn forget(&self, name: &str) {
        lock(&self.feeds).remove(name);
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
