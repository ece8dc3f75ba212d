//! Limits on one judge's cards.

use std::collections::BTreeSet;

use num_rational::BigRational;

use super::{Finding, card, fraction};
use crate::scoring::event::{Cell, Event};
use crate::scoring::result::BlockerKind;
use crate::scoring::rules::Kind;

/// One finding for each judge and component of marks in which a limit is broken.
pub(super) fn findings(event: &Event) -> BTreeSet<Finding> {
    let mut findings = BTreeSet::new();
    for (component, part) in event.rules().components.iter().enumerate() {
        if !matches!(part.kind, Kind::Marks { .. }) {
            continue;
        }
        for judge in 0..event.judges().len() {
            let accepted =
                |judge| event.acceptances().iter().any(|row| row.judge == judge && row.component == component);
            if breaks_a_limit(event, component, judge) && !accepted(judge) {
                let breach = Finding::of(BlockerKind::LimitBreach);
                findings.insert(Finding { component: Some(component), judge: Some(judge), ..breach });
            }
        }
    }
    findings
}

fn breaks_a_limit(event: &Event, component: usize, judge: usize) -> bool {
    let limits = &event.rules().limits;
    if limits.max_share_above.is_none() && !limits.distinct {
        return false;
    }
    let mut due = 0;
    let mut totals: Vec<BigRational> = Vec::new();
    for entry in 0..event.entries().len() {
        let cell = Cell { component, judge, entry };
        if card::is_due(event, cell) {
            due += 1;
        }
        if let Some(values) = card::counted(event, cell) {
            totals.push(card::card_worth(event, component, values));
        }
    }
    if let Some((mark, percent)) = limits.max_share_above {
        let above = totals.iter().filter(|total| **total >= fraction::of(mark)).count();
        let allowed = (fraction::of(percent) * fraction::count(due) / fraction::count(100)).floor();
        if fraction::count(above) > allowed {
            return true;
        }
    }
    let repeated = (1..totals.len()).any(|later| totals[..later].contains(&totals[later]));
    limits.distinct && repeated
}
