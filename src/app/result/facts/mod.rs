//! What whoever signs has to know of (签字前须知): each thing that a suspicious colleague would ask about, worked out by the
//! program, with who did it and when. What there is none of is said as well.

mod cards;
mod names;
mod outcome;
mod people;
mod sources;
mod word;

use crate::app::AppError;
use crate::app::act::word::Word;
use crate::app::cards::came::counting;
use crate::app::event::frame::Frame;
use crate::scoring::result::Report;
use crate::store::Tx;
use crate::store::event::EventRow;
use crate::store::log;

pub(super) use names::Names;
use sources::Sources;

pub use sources::Fact;
pub use word::FactWord;

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
