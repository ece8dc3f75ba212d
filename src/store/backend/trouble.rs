//! What keeps a database from writing, as far as what it says tells: each of the two in its own words.

/// What keeps a database from writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Its disk is full.
    Full,
    /// It may only be read.
    ReadOnly,
    /// Somebody else has its lock and does not give it back.
    Locked,
    /// It is not there, or does not answer.
    Gone,
}

const SAID: [(&str, Trouble); 8] = [
    ("disk is full", Trouble::Full),
    ("No space left", Trouble::Full),
    ("could not extend file", Trouble::Full),
    ("readonly database", Trouble::ReadOnly),
    ("read-only transaction", Trouble::ReadOnly),
    ("database is locked", Trouble::Locked),
    ("lock timeout", Trouble::Locked),
    ("disk I/O error", Trouble::Full),
];

impl Trouble {
    /// What a database meant by what it said.
    #[must_use]
    pub fn meant(said: &str) -> Self {
        SAID.iter().find(|(words, _)| said.contains(words)).map_or(Self::Gone, |(_, trouble)| *trouble)
    }
}
