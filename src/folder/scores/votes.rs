//! Ballots of votes: whoever has chosen an entry has not chosen the others; how many may be chosen.

use std::collections::HashMap;

use super::reader::FILE;
use crate::folder::fault::{Fault, Faults, Problem};
use crate::scoring::event::{BLANK, Cell, Event, Expectation};
use crate::scoring::rules::Kind;

/// Makes ballots of the votes that were read, and notes those that choose another number than the rules say, at the
/// `last` line of each judge and component.
pub(super) fn check(event: &mut Event, last: &HashMap<(usize, usize), usize>, faults: &mut Faults) {
    for component in 0..event.rules().components.len() {
        let Kind::Votes { votes, .. } = event.rules().components[component].kind else { continue };
        for judge in 0..event.judges().len() {
            let due: Vec<Cell> = (0..event.entries().len())
                .map(|entry| Cell { component, judge, entry })
                .filter(|&cell| event.expectation(cell) == Expectation::Due)
                .collect();
            let chosen = due.iter().filter(|&&cell| event.values(cell) == Some(&[1])).count();
            if chosen == 0 {
                continue;
            }
            for &cell in &due {
                let values = event.values_mut(cell).unwrap_or_default();
                for value in values.iter_mut().filter(|value| **value == BLANK) {
                    *value = 0;
                }
            }
            if !votes.takes(chosen) {
                let (who, of) = (&event.judges()[judge], &event.rules().components[component]);
                let problem = Problem::Ballot { judge: who.id.clone(), component: of.id.clone(), votes, chosen };
                let line = last.get(&(judge, component)).copied().unwrap_or(1);
                faults.push(Fault { file: FILE.to_owned(), line, place: "value".to_owned(), problem });
            }
        }
    }
}
