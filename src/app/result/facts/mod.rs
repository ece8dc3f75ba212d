//! What whoever signs has to know of (签字前须知): each thing that a suspicious colleague would ask about, worked out by the
//! program, with who did it and when. What there is none of is said as well.

mod cards;
mod names;
mod outcome;
mod people;
mod word;

use crate::app::AppError;
use crate::app::act::hash::sha256;
use crate::app::act::word::Word;
use crate::app::cards::came::counting;
use crate::app::event::frame::Frame;
use crate::scoring::result::Report;
use crate::store::event::EventRow;
use crate::store::log::{self, Full};
use crate::store::{StoreError, Tx};

use names::Names;

pub use word::FactWord;

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
    fn new(word: FactWord, count: usize, lines: Vec<String>) -> Self {
        let digest = sha256(format!("{}\n{count}\n{}", word.as_str(), lines.join("\n")));
        Self { word, count, lines, digest }
    }

    /// Of things of which each has its line.
    fn of(word: FactWord, lines: Vec<String>) -> Self {
        Self::new(word, lines.len(), lines)
    }
}

/// What all facts are read from, read once.
struct Sources<'s> {
    head: &'s EventRow,
    frame: &'s Frame,
    names: Names<'s>,
    /// Acts of the words that facts speak of, oldest first.
    acts: Vec<Full>,
}

/// Acts that facts speak of.
const ACTS: [Word; 9] = [
    Word::TakeJournal,
    Word::AdmitHanded,
    Word::Exclude,
    Word::OpenProvisional,
    Word::LookAtEffect,
    Word::Close,
    Word::Reopen,
    Word::Adjust,
    Word::Withdraw,
];

impl Sources<'_> {
    /// Acts of a word, oldest first.
    fn acts(&self, word: Word) -> impl Iterator<Item = &Full> {
        self.acts.iter().filter(move |(leaf, _)| leaf.act == word.as_str())
    }
}

/// The facts of an event, whose latest result is `report`, in the order in which they are read; before the close there is
/// none, and nothing is said of what it would count.
pub(in crate::app) fn facts(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    report: Option<&Report>,
) -> Result<Vec<Fact>, AppError> {
    let words: Vec<&str> = ACTS.iter().map(|word| word.as_str()).collect();
    let acts = log::of_acts(tx, &head.id, &words)?;
    let sources = Sources { head, frame, names: Names::read(tx, frame)?, acts };
    let current = counting(tx, &head.id)?;
    let mut facts = cards::of_cards(tx, &sources, &current)?;
    facts.extend(people::of_people(tx, &sources, &current)?);
    facts.extend(outcome::of_outcome(tx, &sources, report)?);
    // what there is stands before what there is none of, each in the order of the words
    facts.sort_by_key(|fact| (fact.count == 0, fact.word));
    Ok(facts)
}

/// What an act on record says, where it can still be read.
fn said(payload: Option<&log::PayloadRow>) -> Result<serde_json::Value, StoreError> {
    let Some(payload) = payload else { return Ok(serde_json::Value::Null) };
    serde_json::from_str(&payload.payload)
        .map_err(|error| StoreError::corrupt(format!("leaf {} of {}: {error}", payload.number, payload.log)))
}
