//! What judges fill in, and measures.

use guanmo::scoring::event::{Cell, Event, Expectation};
use guanmo::scoring::rules::{Criterion, Kind, VotesRules};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Draft;
use crate::properties::tape::Tape;

/// Gives every judge's cards and every measure; some are left blank, so many in a hundred.
pub fn fill(tape: &mut Tape, draft: &mut Draft, gaps: usize) {
    choosable(draft);
    let event = draft.without_cards();
    for (component, part) in draft.rules.components.iter().enumerate() {
        for judge in 0..draft.judges.len() {
            let places = tape.order(draft.entries.len());
            let mut ballot = 0;
            for entry in 0..draft.entries.len() {
                let cell = Cell { component, judge, entry };
                let expected = event.expectation(cell);
                // a card may have been given before its cell was excluded
                let given = expected == Expectation::Due || (expected != Expectation::NotJudged && tape.chance(30));
                if !given || tape.chance(gaps) {
                    continue;
                }
                let values = match &part.kind {
                    Kind::Marks { criteria, .. } => {
                        let mut card: Vec<i64> = criteria.iter().map(|criterion| mark(tape, criterion)).collect();
                        if tape.chance(gaps / 3) {
                            card[0] = guanmo::scoring::event::BLANK;
                        }
                        card
                    }
                    Kind::Ranking { .. } => {
                        let due: Vec<usize> = (0..draft.entries.len())
                            .filter(|&entry| event.expectation(Cell { entry, ..cell }) == Expectation::Due)
                            .collect();
                        let allowed: Vec<usize> = places.iter().copied().filter(|&place| place < due.len()).collect();
                        if expected == Expectation::Due {
                            ballot += 1;
                            vec![allowed[ballot - 1] as i64 + 1]
                        } else {
                            vec![1]
                        }
                    }
                    Kind::Grades { grades, .. } => vec![tape.below(grades.len()) as i64],
                    Kind::Votes { .. } if expected == Expectation::Due => continue,
                    Kind::Votes { .. } => vec![tape.below(2) as i64],
                    Kind::Measure { .. } => continue,
                };
                draft.values.push((cell, values));
            }
        }
        if let Kind::Votes { votes, .. } = &part.kind {
            for judge in 0..draft.judges.len() {
                if !tape.chance(gaps) {
                    let ballot = ballot(tape, &event, votes, component, judge);
                    draft.values.extend(ballot);
                }
            }
        }
        if let Kind::Measure { normalise, .. } = &part.kind {
            let values = ["80", "80", "90.25", "97.3", "0"];
            let values = if normalise.divides_by_value() { &values[..4] } else { &values };
            for entry in 0..draft.entries.len() {
                if !tape.chance(gaps) {
                    let value = tape.pick(values).parse().expect("a number");
                    draft.measures.push((component, entry, value));
                }
            }
        }
    }
}

/// Lets judges choose no more entries than each of them has.
fn choosable(draft: &mut Draft) {
    let event = draft.without_cards();
    for component in 0..draft.rules.components.len() {
        let least =
            (0..draft.judges.len()).map(|judge| due(&event, component, judge).len()).filter(|&due| due > 0).min();
        if let (Kind::Votes { votes, .. }, Some(least)) = (&mut draft.rules.components[component].kind, least) {
            votes.choose = votes.choose.min(least);
        }
    }
}

/// The entries of which a judge's card is due.
fn due(event: &Event, component: usize, judge: usize) -> Vec<usize> {
    let is_due = |&entry: &usize| event.expectation(Cell { component, judge, entry }) == Expectation::Due;
    (0..event.entries().len()).filter(is_due).collect()
}

/// A judge's ballot of votes: as many entries as the rules say.
fn ballot(tape: &mut Tape, event: &Event, votes: &VotesRules, component: usize, judge: usize) -> Vec<(Cell, Vec<i64>)> {
    let due = due(event, component, judge);
    let chosen = if votes.exactly { votes.choose } else { tape.between(1, votes.choose) };
    let order = tape.order(due.len());
    let vote = |(&entry, place): (&usize, usize)| (Cell { component, judge, entry }, vec![i64::from(place < chosen)]);
    due.iter().zip(order).map(vote).collect()
}

/// A mark of few different ones, so that equal ones are frequent.
fn mark(tape: &mut Tape, criterion: &Criterion) -> i64 {
    let step = criterion.units(criterion.step).expect("a multiple of itself");
    // neither limit need be a whole multiple of the step
    let whole = |steps: Decimal| steps.to_i64().expect("few");
    let (least, most) =
        (whole((criterion.min / criterion.step).ceil()), whole((criterion.max / criterion.step).floor()));
    let most_often = [most - 1, most - 2, most - 3].map(|step| step.max(least));
    let any = least + tape.below((most - least + 1) as usize) as i64;
    step * if tape.chance(25) { any } else { tape.pick(&most_often) }
}
