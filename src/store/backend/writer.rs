//! A writer: a thread through which writes of this process go, all of a file's, all of an event's. What waits in its queue
//! and may write the same is committed together, up to [`BATCH`] pieces of work a commit; each has a savepoint of its own, so
//! that one that fails takes nothing with it; each is answered after the commit is durable. A writer whose server has
//! fallen silent is given up by those who wait for it, and writes nothing more.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use diesel::connection::TransactionManager;

use super::{Address, AnyConnection, Listen, Scope, Transactions, begun, is_lost};
use crate::store::StoreError;

/// Most pieces of work in one commit.
const BATCH: usize = 64;
/// How often whoever waits looks whether the server has fallen silent.
const LOOK: Duration = Duration::from_millis(500);

/// A piece of work that waits for its commit.
trait Work: Send {
    /// What it may write.
    fn scope(&self) -> &Scope;
    /// Does it; says whether to keep what it wrote.
    fn run(&mut self, connection: &mut AnyConnection) -> bool;
    /// Answers whoever waits: with its outcome, or with why the commit failed.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

struct Write<F, T, E> {
    scope: Scope,
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: SyncSender<Result<T, E>>,
}

impl<F, T, E> Work for Write<F, T, E>
where
    F: FnOnce(&mut AnyConnection) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn scope(&self) -> &Scope {
        &self.scope
    }

    fn run(&mut self, connection: &mut AnyConnection) -> bool {
        let Some(work) = self.work.take() else { return false };
        // work that panics must not take the others' writes, or the writer, with it
        self.outcome = catch_unwind(AssertUnwindSafe(|| work(connection))).ok();
        matches!(self.outcome, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let reply = match (self.outcome, committed) {
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (Some(Ok(_)), Err(error)) => Err(error.into()),
            (None, Err(error)) => Err(error.into()),
            (None, Ok(())) => Err(StoreError::Unavailable("the write panicked".to_owned()).into()),
        };
        if self.reply.send(reply).is_err() {
            tracing::debug!("whoever asked for a write has gone");
        }
    }
}

/// The way to the writer's thread; the thread ends with it.
pub(in crate::store) struct Writer {
    queue: Option<Sender<Box<dyn Work>>>,
    thread: Option<JoinHandle<()>>,
    address: Address,
    given_up: Arc<AtomicBool>,
}

impl Writer {
    /// A writer on connections of its own, opened when there is something to write.
    pub(in crate::store) fn start(address: Address, listening: Listen) -> Result<Self, StoreError> {
        let (queue, waiting) = channel();
        let given_up = Arc::<AtomicBool>::default();
        let (its_address, told) = (address.clone(), Arc::clone(&given_up));
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || serve(&its_address, listening, &waiting, &told))
            .map_err(StoreError::cannot_open)?;
        Ok(Self { queue: Some(queue), thread: Some(thread), address, given_up })
    }

    /// Whether nobody waits for it any more.
    pub(in crate::store) fn is_given_up(&self) -> bool {
        self.given_up.load(Ordering::SeqCst)
    }

    /// What its connections lead to.
    pub(in crate::store) fn address(&self) -> &Address {
        &self.address
    }

    /// Does a piece of work in the next commit, and waits until that is durable.
    pub(in crate::store) fn write<T, E>(
        &self,
        scope: Scope,
        work: impl FnOnce(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let stopped = || StoreError::Unavailable("the writer has stopped".to_owned());
        let (reply, answer) = sync_channel(1);
        let work = Box::new(Write { scope, work: Some(work), outcome: None, reply });
        let queue = self.queue.as_ref().ok_or_else(stopped)?;
        queue.send(work).map_err(|_| stopped())?;
        loop {
            match answer.recv_timeout(LOOK) {
                Ok(reply) => return reply,
                Err(RecvTimeoutError::Disconnected) => return Err(stopped().into()),
                Err(RecvTimeoutError::Timeout) if self.address.is_silent() => {
                    self.given_up.store(true, Ordering::SeqCst);
                    return Err(StoreError::Unsettled.into());
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        // its thread waits for a server that does not answer, and ends when the connection does
        if self.is_given_up() {
            return;
        }
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer's thread panicked");
        }
    }
}

fn serve(address: &Address, listening: Listen, waiting: &Receiver<Box<dyn Work>>, given_up: &AtomicBool) {
    let mut kept = None;
    let mut next = None;
    while let Some(first) = next.take().or_else(|| waiting.recv().ok()) {
        // what waited has been told that it may not have been done: it is not done behind anybody's back
        if given_up.load(Ordering::SeqCst) {
            return;
        }
        let scope = first.scope().clone();
        let mut batch = vec![first];
        while batch.len() < BATCH
            && let Ok(one) = waiting.try_recv()
        {
            if *one.scope() != scope {
                next = Some(one);
                break;
            }
            batch.push(one);
        }
        let committed = begun(address, listening, kept.take(), &scope).and_then(|mut open| {
            commit(&mut open, &mut batch, given_up)?;
            // a connection that failed is not used again: its transaction may be half gone
            kept = Some(open);
            Ok(())
        });
        for work in batch {
            work.answer(committed.clone());
        }
    }
}

/// Does the work in the transaction that was begun, and commits it.
fn commit(
    connection: &mut AnyConnection,
    batch: &mut [Box<dyn Work>],
    given_up: &AtomicBool,
) -> Result<(), StoreError> {
    for work in batch {
        Transactions::begin_transaction(connection)?;
        if work.run(connection) {
            Transactions::commit_transaction(connection)?;
        } else {
            Transactions::rollback_transaction(connection)?;
        }
    }
    if given_up.load(Ordering::SeqCst) {
        return Err(StoreError::Unsettled);
    }
    match Transactions::commit_transaction(connection) {
        Ok(()) => Ok(()),
        // the commit was sent, and whether it was done nobody has said: it is not done a second time
        Err(_) if is_lost(connection) => Err(StoreError::Unsettled),
        Err(error) => Err(error.into()),
    }
}
