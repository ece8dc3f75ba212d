//! An event folder that was read, as the rest of the program has it.

use std::fmt;

use crate::scoring::event::Event;

/// An event folder that was read and found without fault.
#[derive(Debug, Clone)]
pub struct EventFolder {
    /// What scoring needs.
    pub event: Event,
    /// The route.
    pub checkpoints: Vec<Checkpoint>,
    /// Comments of judges.
    pub comments: Vec<Comment>,
    /// The rules file, as it stands.
    pub rules_text: String,
    /// SHA-256 of the rules file's bytes, in hexadecimal.
    pub rules_sha256: String,
    /// What was taken for something else when it was read, and what looks alike in it.
    pub remarks: Vec<Remark>,
}

/// Something that was taken for something else in a file: `file:line: place: sentence`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column; empty where the whole line is meant.
    pub place: String,
    pub sentence: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        write!(f, "{}", self.sentence)
    }
}

/// A stop of the route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Index of the entry.
    pub entry: usize,
    /// Order on the route.
    pub order: Option<u32>,
    /// Planned arrival, as typed.
    pub planned_arrival: String,
    /// Planned departure, as typed.
    pub planned_departure: String,
    /// What is to be looked at.
    pub look_at: String,
}

/// A judge's comment on an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Index of the judge.
    pub judge: usize,
    /// Index of the component.
    pub component: usize,
    /// Index of the entry.
    pub entry: usize,
    /// Index of the criterion, where it is about that line of the card.
    pub criterion: Option<usize>,
    pub comment: String,
}
