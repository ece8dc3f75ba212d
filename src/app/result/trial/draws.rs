//! The draws of a trial, by its seed.

use crate::app::act::draw::Draw;

/// What draws are for; keeps those of one kind apart from those of another.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of {
    Roles = 1,
    Measures,
    Cards,
    Points,
}

/// The draws of a seed for something.
pub(super) fn draw(seed: u64, of: Of, names: &[usize]) -> Draw {
    Draw::new(seed, std::iter::once(of as u64).chain(names.iter().map(|&name| name as u64)))
}

/// Two entries that are to come out level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub one: usize,
    pub other: usize,
    /// Whether the same cards are due for both.
    pub alike: bool,
}

impl Pair {
    pub fn has(self, entry: usize) -> bool {
        entry == self.one || entry == self.other
    }
}
