//! The threads that understand the pieces of a table, each a piece in turn, so that they come back in order.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, Scope};

use super::plain::{Found, Plain};

/// A piece of the table, and its rows once they are understood.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub text: Vec<u8>,
    pub rows: Vec<Found>,
}

/// Where a thread takes pieces from and gives them back to.
struct Hand {
    to: Sender<Piece>,
    from: Receiver<Piece>,
}

pub(super) struct Crew<'e> {
    plain: &'e Plain<'e>,
    /// None on one core, or where the system gives no thread: then pieces are understood where they are taken.
    hands: Vec<Hand>,
    /// Which hand has the pieces that were taken and not given yet.
    at: VecDeque<usize>,
    next: usize,
}

impl<'e> Crew<'e> {
    pub fn new<'s>(scope: &'s Scope<'s, 'e>, plain: &'e Plain<'e>, cores: usize) -> Self {
        let hand = |_| {
            let ((to, theirs), (back, from)) = (channel::<Piece>(), channel());
            let work = move || {
                while let Ok(mut piece) = theirs.recv() {
                    plain.rows(&piece.text, &mut piece.rows);
                    // nobody waits for it where the table could not be read on
                    if back.send(piece).is_err() {
                        return;
                    }
                }
            };
            Builder::new().spawn_scoped(scope, work).ok().map(|_| Hand { to, from })
        };
        let hands = if cores > 1 { (0..cores).map_while(hand).collect() } else { Vec::new() };
        Self { plain, hands, at: VecDeque::new(), next: 0 }
    }

    /// Takes the next piece; gives the first one that is not given yet where there are enough to do meanwhile.
    pub fn take(&mut self, mut piece: Piece) -> Option<Piece> {
        let Some(hand) = self.hands.get(self.next) else {
            self.plain.rows(&piece.text, &mut piece.rows);
            return Some(piece);
        };
        // a thread that is gone has panicked, which its scope passes on
        hand.to.send(piece).ok()?;
        self.at.push_back(self.next);
        self.next = (self.next + 1) % self.hands.len();
        if self.at.len() > 2 * self.hands.len() { self.give() } else { None }
    }

    /// The first piece that was taken and not given yet; `None` where there is none.
    pub fn give(&mut self) -> Option<Piece> {
        self.hands[self.at.pop_front()?].from.recv().ok()
    }
}
