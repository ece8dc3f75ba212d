//! The connections of the program: a pool for reading, and the writers. Where their server has fallen silent, they are
//! given up and others take their place; whoever waits on them is told so by [`Lines::fell_silent`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use diesel::r2d2::{Pool, PooledConnection};

use super::backend::{Address, Scope, Watch, Writer};
use super::{StoreError, Tx, prints};

/// How long a reader waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// Most pools and writers whose threads still wait for a server that fell silent. With more, none takes their place: the
/// program says that the database does not answer, and does not fill up with threads.
const GIVEN_UP: usize = 3 * (2 + BESIDE);
/// How many events are written side by side on a server.
const BESIDE: usize = 4;
/// Events of which it is remembered who writes them.
const REMEMBERED: usize = 10_000;

/// The connections.
pub(super) struct Lines {
    address: Address,
    most: u32,
    readers: Mutex<(Address, Pool<Address>)>,
    /// The one who may write anything, and on a server those who write an event each.
    writers: Vec<Mutex<Arc<Writer>>>,
    /// Who writes which event: always the same, so that its writes stay in order.
    written_by: Mutex<HashMap<String, usize>>,
    silence: Mutex<Silence>,
}

/// What is known of silent servers.
#[derive(Default)]
struct Silence {
    /// When connections were given up last.
    last: Option<Instant>,
    given_up: Vec<Weak<Watch>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn pool(most: u32) -> diesel::r2d2::Builder<Address> {
    Pool::builder().max_size(most).min_idle(Some(1)).connection_timeout(PATIENCE)
}

impl Lines {
    pub(super) fn open(address: Address, most: u32) -> Result<Self, StoreError> {
        let of_readers = address.anew();
        let readers = pool(most).build(of_readers.clone()).map_err(StoreError::cannot_open)?;
        let count = if address.is_server() { 1 + BESIDE } else { 1 };
        let start = |_| Ok(Mutex::new(Arc::new(Writer::start(address.anew(), prints::listening)?)));
        let writers = (0..count).map(start).collect::<Result<_, StoreError>>()?;
        Ok(Self {
            address,
            most,
            readers: Mutex::new((of_readers, readers)),
            writers,
            written_by: Mutex::default(),
            silence: Mutex::default(),
        })
    }

    /// A connection for reading.
    pub(super) fn reader(&self) -> Result<PooledConnection<Address>, StoreError> {
        let pool = lock(&self.readers).1.clone();
        pool.get().map_err(StoreError::cannot_open)
    }

    /// Writes in a scope, in the order in which it is asked for; a file has one writer and one scope.
    pub(super) fn write<T, E>(
        &self,
        scope: Scope,
        work: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let scope = if self.writers.len() == 1 { Scope::All } else { scope };
        self.writer(self.who_writes(&scope))?.write(scope, work)
    }

    /// Which writer: events take them in turn.
    fn who_writes(&self, scope: &Scope) -> usize {
        let Scope::Event(event) = scope else { return 0 };
        let mut known = lock(&self.written_by);
        if let Some(writer) = known.get(event) {
            return *writer;
        }
        if known.len() >= REMEMBERED {
            known.clear();
        }
        let writer = 1 + known.len() % BESIDE;
        known.insert(event.clone(), writer);
        writer
    }

    /// A writer; another one where the last one was given up.
    fn writer(&self, number: usize) -> Result<Arc<Writer>, StoreError> {
        let mut writer = lock(&self.writers[number]);
        if writer.is_given_up() {
            self.give_up(writer.address())?;
            *writer = Arc::new(Writer::start(self.address.anew(), prints::listening)?);
        }
        Ok(Arc::clone(&writer))
    }

    pub(super) fn is_there(&self) -> Result<(), StoreError> {
        self.address.is_there()
    }

    /// Whether connections have been given up since `begun`; where those for reading are silent, that is done now.
    pub(super) fn fell_silent(&self, begun: Instant) -> bool {
        let mut readers = lock(&self.readers);
        if readers.0.is_silent() && self.give_up(&readers.0).is_ok() {
            let address = self.address.anew();
            // the old pool goes with the last of those who wait on it
            *readers = (address.clone(), pool(self.most).build_unchecked(address));
        }
        let silent = readers.0.is_silent();
        drop(readers);
        silent || lock(&self.silence).last.is_some_and(|last| begun < last)
    }

    /// Gives up the connections of an address, unless too many others have not ended yet.
    fn give_up(&self, address: &Address) -> Result<(), StoreError> {
        let mut silence = lock(&self.silence);
        silence.given_up.retain(|watch| watch.strong_count() > 0);
        if silence.given_up.len() >= GIVEN_UP {
            return Err(StoreError::Unavailable("the database has fallen silent time and again".to_owned()));
        }
        tracing::warn!("the database has fallen silent: its connections are given up");
        silence.given_up.extend(address.watch().map(Arc::downgrade));
        silence.last = Some(Instant::now());
        Ok(())
    }
}
