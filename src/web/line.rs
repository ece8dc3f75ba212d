//! One connection: whether a request of it is in hand, since when nothing was said on it, and when it is cut.
//!
//! The framework waits for the first head of a connection only so long; for every later one, and for what is left of a
//! body that nobody wants, it waits for ever. So each connection is watched from outside.

use std::cell::Cell;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until};

/// How long nothing may go out on a connection while no request of it is in hand. A page that listens is told something
/// far more often, and a tablet in a tunnel comes back after it.
const SILENCE: Duration = Duration::from_secs(40);
/// How long a connection that is to end still stands, so that its sender comes to read why.
pub(super) const FAREWELL: Duration = Duration::from_secs(5);
/// How often it is looked at.
const LOOK: Duration = Duration::from_secs(2);

/// How a connection stands. It belongs to one thread.
pub(super) struct Line {
    /// Requests that are in hand.
    in_hand: Cell<usize>,
    /// When something last went out, or a request was last in hand.
    said: Cell<Instant>,
    /// When it is cut, whatever goes on.
    end: Cell<Option<Instant>>,
}

/// A request in hand; until it is dropped, its connection is not silent.
pub(super) struct InHand(Rc<Line>);

impl Drop for InHand {
    fn drop(&mut self) {
        self.0.in_hand.set(self.0.in_hand.get().saturating_sub(1));
        self.0.said.set(Instant::now());
    }
}

impl Line {
    pub fn new() -> Rc<Self> {
        Rc::new(Self { in_hand: Cell::new(0), said: Cell::new(Instant::now()), end: Cell::new(None) })
    }

    /// A request has come.
    pub fn take(self: &Rc<Self>) -> InHand {
        self.in_hand.set(self.in_hand.get() + 1);
        InHand(self.clone())
    }

    /// It is over as soon as its sender could read why.
    pub fn end_soon(&self) {
        self.end.set(Some(self.end.get().unwrap_or_else(|| Instant::now() + FAREWELL)));
    }

    /// Ends when the connection is to be cut.
    pub async fn over(&self) {
        loop {
            let silent = self.in_hand.get() == 0 && self.said.get().elapsed() > SILENCE;
            let end = self.end.get();
            if silent || end.is_some_and(|end| end <= Instant::now()) {
                return;
            }
            let look = Instant::now() + LOOK;
            sleep_until(end.map_or(look, |end| end.min(look))).await;
        }
    }
}

/// A connection that notes when something goes out on it.
pub(super) struct Watched {
    stream: TcpStream,
    pub line: Rc<Line>,
}

impl Watched {
    pub fn new(stream: TcpStream, line: Rc<Line>) -> Self {
        Self { stream, line }
    }

    /// Its first byte, which stays to be read; `None` where it ends before.
    pub async fn first(&self) -> Option<u8> {
        let mut first = [0];
        (self.stream.peek(&mut first).await.ok()? > 0).then_some(first[0])
    }

    fn note(&self, written: &Poll<io::Result<usize>>) {
        if matches!(written, Poll::Ready(Ok(bytes)) if *bytes > 0) {
            self.line.said.set(Instant::now());
        }
    }
}

impl AsyncRead for Watched {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.note(&written);
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.note(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
