//! Ballots of votes: whoever has chosen an entry has not chosen the others; how many may be chosen.

use crate::folder::fault::{Fault, Faults, Problem};
use crate::scoring::event::{BLANK, Cell, Event, Expectation};
use crate::scoring::rules::{Kind, VotesRules};

use super::reader::FILE;

/// Makes ballots of the votes that were read, and notes those that choose another number than the rules say; `open`
/// where an entry may be missing, so that those cannot be counted.
pub(super) fn check(event: &mut Event, lines: &[usize], open: bool, faults: &mut Faults) {
    for component in 0..event.rules().components.len() {
        let Kind::Votes { votes, .. } = event.rules().components[component].kind else { continue };
        for judge in 0..event.judges().len() {
            let due: Vec<Cell> = (0..event.entries().len())
                .map(|entry| Cell { component, judge, entry })
                .filter(|&cell| event.expectation(cell) == Expectation::Due)
                .collect();
            let chosen = due.iter().filter(|&&cell| event.values(cell) == Some(&[1])).count();
            if chosen > 0 {
                for &cell in &due {
                    let values = event.values_mut(cell).unwrap_or_default();
                    for value in values.iter_mut().filter(|value| **value == BLANK) {
                        *value = 0;
                    }
                }
            }
            if let Some(problem) = wrong(votes, due.len(), chosen).filter(|_| !open) {
                let id = &event.rules().components[component].id;
                let (file, line, place) = match problem {
                    Wrong::TooFewEntries => ("judges.csv", lines.get(judge).copied().unwrap_or(1), "judge"),
                    Wrong::Number => (FILE, 1, "value"),
                };
                let who = event.judges()[judge].id.clone();
                let problem = Problem::Ballot { judge: who, component: id.clone(), votes, due: due.len(), chosen };
                faults.push(Fault { file: file.to_owned(), line, place: place.to_owned(), problem });
            }
        }
    }
}

enum Wrong {
    /// The judge has fewer entries than are to be chosen.
    TooFewEntries,
    /// Another number is chosen.
    Number,
}

/// What is wrong with a ballot over so many entries that chooses so many; none is cast where none is chosen.
fn wrong(votes: VotesRules, due: usize, chosen: usize) -> Option<Wrong> {
    if due > 0 && due < votes.choose {
        return Some(Wrong::TooFewEntries);
    }
    (chosen > 0 && !votes.takes(chosen)).then_some(Wrong::Number)
}
