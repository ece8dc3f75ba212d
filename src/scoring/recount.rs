//! The recount: a second tabulation, written from the description of the scoring alone, apart from
//! the one that makes the standings, and as plainly as it can be. It is what the two tellers are to
//! each other: the check before a result is signed, and what the tests compare with.
//!
//! Nothing in it is clever or fast; every figure is a fraction of unlimited size. It shares with
//! the first tabulation only the event, the rules and the words of the result. It must not call any
//! part of it: an error that both had would never be seen.

mod adjustment;
mod award;
mod card;
mod compare;
mod component;
mod fraction;
mod limit;
mod list;
mod place;

use std::panic::resume_unwind;

use std::collections::BTreeSet;

use num_rational::BigRational;

use super::event::{AdjustmentKind, Event};
use super::result::{BlockerKind, Status};
use super::rules::VetoEffect;

pub use compare::{Disagreement, disagreements};

/// What a recount gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recount {
    /// One row for each entry, in the order of the event's entries.
    pub rows: Vec<RecountRow>,
    /// The entries in the order in which a ranking prints them.
    pub order: Vec<usize>,
    /// What keeps the result from being final.
    pub findings: BTreeSet<Finding>,
}

/// One entry of a recount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecountRow {
    pub status: Status,
    /// Its place; `None` unless it is ranked.
    pub place: Option<usize>,
    /// P of each component, after the stage `component`; `None` where something stands in the way.
    pub components: Vec<Option<BigRational>>,
    /// The total before the stage `final`.
    pub exact: Option<BigRational>,
    /// The total; `None` while the entry is incomplete.
    pub total: Option<BigRational>,
    /// The bonus, as capped.
    pub bonus: BigRational,
    /// The deduction, as capped.
    pub deduction: BigRational,
    pub award: Option<String>,
    pub band: Option<String>,
}

/// Something that keeps a result from being final; indices into the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub kind: BlockerKind,
    /// The component, where there is one.
    pub component: Option<usize>,
    /// The judge group, where there is one.
    pub group: Option<usize>,
    /// The entry, where there is one.
    pub entry: Option<usize>,
    /// The judge, where there is one.
    pub judge: Option<usize>,
}

/// Least entries of a piece: for fewer another thread takes longer than they do.
const LEAST: usize = 32;

/// Tabulates an event anew.
#[must_use]
pub fn recount(event: &Event) -> Recount {
    let mut findings = limit::findings(event);
    let mut rows = Vec::new();
    for (row, found) in rows_of(event) {
        rows.push(row);
        findings.extend(found);
    }
    for pool in place::pools(event) {
        let ranked = place::ranked_with_places(event, &rows, &pool);
        for &(entry, place) in &ranked {
            rows[entry].place = Some(place);
        }
        let outcome = award::hand_out(event, &rows, &ranked);
        for (entry, name) in outcome.awards {
            rows[entry].award = Some(name);
        }
        for entry in outcome.undecided {
            let none =
                Finding { kind: BlockerKind::UndecidedTie, component: None, group: None, entry: None, judge: None };
            findings.insert(Finding { entry: Some(entry), ..none });
        }
    }
    let order = place::printed_order(event, &rows);
    Recount { rows, order, findings }
}

/// The rows of all entries, in their order, worked out in pieces on all cores.
fn rows_of(event: &Event) -> Vec<(RecountRow, Vec<Finding>)> {
    let count = event.entries().len();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let piece = count.div_ceil(cores).max(LEAST);
    std::thread::scope(|scope| {
        let of = |from: usize| (from..count.min(from + piece)).map(|entry| row(event, entry)).collect::<Vec<_>>();
        let pieces: Vec<_> = (0..count).step_by(piece).map(|from| scope.spawn(move || of(from))).collect();
        // a piece that panics is a panic of the whole
        pieces.into_iter().flat_map(|piece| piece.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

/// An entry's row without place and award, and what it lacks.
fn row(event: &Event, entry: usize) -> (RecountRow, Vec<Finding>) {
    let rules = event.rules();
    let mut components = Vec::new();
    let mut findings = Vec::new();
    for component in 0..rules.components.len() {
        let outcome = component::score(event, component, entry);
        components.push(outcome.score);
        findings.extend(outcome.findings);
    }
    let disqualified = is_vetoed(event, entry) && rules.veto.effect == VetoEffect::Disqualify;
    let status = if disqualified {
        Status::Vetoed
    } else if findings.is_empty() {
        Status::Ranked
    } else {
        Status::Incomplete
    };
    if disqualified {
        findings.clear();
    }
    let bonus = adjustment::capped(event, entry, AdjustmentKind::Bonus);
    let deduction = adjustment::capped(event, entry, AdjustmentKind::Deduction);
    let exact = adjustment::total(event, entry, &components, &bonus, &deduction);
    let total = exact.as_ref().map(|exact| fraction::round(exact, rules.rounding.total));
    let band = match (&total, status) {
        (Some(total), Status::Ranked) => adjustment::band(event, entry, total),
        _ => None,
    };
    let row = RecountRow { status, place: None, components, exact, total, bonus, deduction, award: None, band };
    (row, findings)
}

/// Whether there is a veto of an entry.
fn is_vetoed(event: &Event, entry: usize) -> bool {
    event.adjustments().iter().any(|adjustment| adjustment.entry == entry && adjustment.kind == AdjustmentKind::Veto)
}
