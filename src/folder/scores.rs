//! `scores.csv`, row by row: however long it is, no more than a few pieces of it are in memory as text.

mod crew;
mod pieces;
mod plain;
mod reader;
#[cfg(test)]
mod tests;
mod votes;

use std::collections::{HashMap, HashSet};

use super::columns::SCORES;
use super::fault::{Fault, Faults, Problem};
use super::ids::Directory;
use super::source::Source;
use super::table::open;
use crate::scoring::card::MarkFault;
use crate::scoring::event::{Cell, Event, Expectation};

use pieces::Cut;
use reader::{FILE, Reader};

pub(super) fn read_scores(source: &dyn Source, event: &mut Event, ids: &Directory, faults: &mut Faults) {
    read_cut(source, event, ids, faults, Some(Cut::of_machine()));
}

/// Reads the table in pieces where its form allows it, or else, and where there is no cut, row by row.
fn read_cut(source: &dyn Source, event: &mut Event, ids: &Directory, faults: &mut Faults, cut: Option<Cut>) {
    let mut reader = Reader { event, ids, blanks: HashSet::new(), places: Vec::new(), votes: HashMap::new() };
    match (open(source, FILE), cut) {
        (Ok(None), _) => {}
        (Ok(Some(opened)), Some(cut)) if !opened.quoted => pieces::read(opened, cut, &mut reader, faults),
        (Ok(Some(opened)), _) => {
            opened.records(FILE, &SCORES, faults, |row| reader.row(row));
        }
        (Err(unread), _) => faults.push(unread.fault(FILE)),
    }
    let (places, votes) = (reader.places, reader.votes);
    ballots(event, places, ids.entries.is_open(), faults);
    votes::check(event, &votes, faults);
}

/// Checks that each ranking ballot places its entries distinctly, within the cells that are due; `open`
/// where an entry may be missing, so that those cannot be counted.
fn ballots(event: &Event, places: Vec<(Cell, usize)>, open: bool, faults: &mut Faults) {
    let due = |judge, component| {
        let cells = (0..event.entries().len()).map(|entry| Cell { component, judge, entry });
        cells.filter(|&cell| event.expectation(cell) == Expectation::Due).count()
    };
    let (mut taken, mut lasts) = (HashSet::new(), HashMap::new());
    for (cell, line) in places {
        if event.expectation(cell) != Expectation::Due {
            continue;
        }
        let Some(&[place]) = event.values(cell) else { continue };
        let ballot = (cell.judge, cell.component);
        let last = *lasts.entry(ballot).or_insert_with(|| due(cell.judge, cell.component));
        let mut fault = |problem| {
            faults.push(Fault { file: FILE.to_owned(), line, place: SCORES[4].name.to_owned(), problem });
        };
        if !open && usize::try_from(place).is_ok_and(|place| place > last) {
            fault(Problem::Mark { found: place.to_string(), fault: MarkFault::Place { last } });
        } else if !taken.insert((cell.judge, cell.component, place)) {
            fault(Problem::Duplicate { found: format!("第 {place} 名"), first: None });
        }
    }
}
