//! The writer: one thread through which every write of this process goes. What waits in its queue is
//! committed together, up to [`BATCH`] pieces of work a commit; each has a savepoint of its own, so
//! that one that fails takes nothing with it; each is answered after the commit is durable.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

use diesel::connection::TransactionManager;

use super::{Address, AnyConnection, Transactions, begin_writing};
use crate::store::StoreError;

/// Most pieces of work in one commit.
const BATCH: usize = 64;

/// A piece of work that waits for its commit.
trait Work: Send {
    /// Does it; says whether to keep what it wrote.
    fn run(&mut self, connection: &mut AnyConnection) -> bool;
    /// Answers whoever waits: with its outcome, or with why the commit failed.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

struct Write<F, T, E> {
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
}

impl Writer {
    pub(in crate::store) fn start(address: Address) -> Result<Self, StoreError> {
        let connection = address.open()?;
        let (queue, waiting) = channel();
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || serve(&address, Some(connection), &waiting))
            .map_err(StoreError::cannot_open)?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Does a piece of work in the next commit, and waits until that is durable.
    pub(in crate::store) fn write<T, E>(
        &self,
        work: impl FnOnce(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let stopped = || StoreError::Unavailable("the writer has stopped".to_owned());
        let (reply, answer) = sync_channel(1);
        let work = Box::new(Write { work: Some(work), outcome: None, reply });
        let queue = self.queue.as_ref().ok_or_else(stopped)?;
        queue.send(work).map_err(|_| stopped())?;
        answer.recv().map_err(|_| stopped())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer's thread panicked");
        }
    }
}

fn serve(address: &Address, mut connection: Option<AnyConnection>, waiting: &Receiver<Box<dyn Work>>) {
    while let Ok(first) = waiting.recv() {
        let mut batch = vec![first];
        while batch.len() < BATCH
            && let Ok(next) = waiting.try_recv()
        {
            batch.push(next);
        }
        let committed = match connection.take().map_or_else(|| address.open(), Ok) {
            Ok(mut open) => {
                let committed = commit(&mut open, &mut batch);
                // a connection that failed is not used again: its transaction may be half gone
                if committed.is_ok() {
                    connection = Some(open);
                }
                committed
            }
            Err(error) => Err(error),
        };
        for work in batch {
            work.answer(committed.clone());
        }
    }
}

fn commit(connection: &mut AnyConnection, batch: &mut [Box<dyn Work>]) -> Result<(), StoreError> {
    begin_writing(connection)?;
    for work in batch {
        Transactions::begin_transaction(connection)?;
        if work.run(connection) {
            Transactions::commit_transaction(connection)?;
        } else {
            Transactions::rollback_transaction(connection)?;
        }
    }
    Ok(Transactions::commit_transaction(connection)?)
}
