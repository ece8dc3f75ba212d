//! What facts are read from, and what one is.

use crate::app::act::hash::sha256;
use crate::app::act::word::Word;
use crate::app::event::frame::Frame;
use crate::store::StoreError;
use crate::store::event::EventRow;
use crate::store::log::{self, Full};

use super::names::Names;
use super::word::FactWord;

/// A fact: how often, and what is to be said of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub word: FactWord,
    pub count: usize,
    /// In the order in which it happened; what there is a note on where there is nothing else.
    pub lines: Vec<String>,
    /// SHA-256 of all that it says: what is ticked is this and no other.
    pub digest: String,
}

impl Fact {
    pub(super) fn new(word: FactWord, count: usize, lines: Vec<String>) -> Self {
        let digest = sha256(format!("{}\n{count}\n{}", word.as_str(), lines.join("\n")));
        Self { word, count, lines, digest }
    }

    /// Of things of which each has its line.
    pub(super) fn of(word: FactWord, lines: Vec<String>) -> Self {
        Self::new(word, lines.len(), lines)
    }
}

/// What all facts are read from, read once.
pub(super) struct Sources<'s> {
    pub head: &'s EventRow,
    pub frame: &'s Frame,
    pub names: Names<'s>,
    /// Acts of the words that facts speak of, oldest first.
    pub acts: Vec<Full>,
}

impl Sources<'_> {
    /// Acts of a word, oldest first.
    pub(super) fn acts(&self, word: Word) -> impl Iterator<Item = &Full> {
        self.acts.iter().filter(move |(leaf, _)| leaf.act == word.as_str())
    }
}

/// What an act on record says, where it can still be read.
pub(super) fn said(payload: Option<&log::PayloadRow>) -> Result<serde_json::Value, StoreError> {
    let Some(payload) = payload else { return Ok(serde_json::Value::Null) };
    serde_json::from_str(&payload.payload)
        .map_err(|error| StoreError::corrupt(format!("leaf {} of {}: {error}", payload.number, payload.log)))
}
