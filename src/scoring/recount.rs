//! The recount: a second tabulation, written from the description of the scoring alone, apart from
//! the one that makes the standings, and as plainly as it can be. It is what the two tellers are to
//! each other: the check before a result is signed, and what the tests compare with.
//!
//! Nothing in it is clever or fast; every figure is a fraction of unlimited size. It shares with
//! the first tabulation only the event, the rules and the words of the result. It must not call any
//! part of it: an error that both had would never be seen.

mod adjustment;
mod award;
mod balance;
mod by_place;
mod card;
mod compare;
mod component;
mod fraction;
mod full;
mod limit;
mod list;
mod place;
mod veto;

use std::collections::BTreeSet;
use std::panic::resume_unwind;

use num_rational::BigRational;

use super::event::{AdjustmentKind, Event};
use super::result::{BlockerKind, Status};
use super::rules::{Precision, VetoEffect};

pub use balance::Panel;
pub use compare::{Disagreement, compared, disagreements};

/// What a recount gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recount {
    /// One row for each entry, in the order of the event's entries.
    pub rows: Vec<RecountRow>,
    /// The entries in the order in which a ranking prints them.
    pub order: Vec<usize>,
    /// What keeps the result from being final.
    pub findings: BTreeSet<Finding>,
    /// How each panel was made comparable with others, where panels were.
    pub panels: Vec<Panel>,
    /// The greatest total that the rules allow before bonuses; `None` where there is no greatest.
    pub full_marks: Option<BigRational>,
}

/// One entry of a recount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecountRow {
    pub status: Status,
    /// Its place; `None` unless it is ranked.
    pub place: Option<usize>,
    /// The score of each component as its last stage leaves it: P, P′ or the points of a place; `None` where something
    /// stands in the way.
    pub components: Vec<Option<BigRational>>,
    /// The same after its weight and the stage `component_weighted`.
    pub weighted: Vec<Option<BigRational>>,
    /// The total before the stage `final`.
    pub exact: Option<BigRational>,
    /// The total; `None` while the entry is incomplete.
    pub total: Option<BigRational>,
    /// The bonus, as capped.
    pub bonus: BigRational,
    /// The deduction, as capped.
    pub deduction: BigRational,
    /// Its awards, in the order of the rules.
    pub awards: Vec<String>,
    pub band: Option<String>,
}

/// Something that keeps a result from being final; indices into the event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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
    /// The panel, where there is one.
    pub panel: Option<String>,
}

impl Finding {
    /// One that is about nobody yet.
    fn of(kind: BlockerKind) -> Self {
        Self { kind, component: None, group: None, entry: None, judge: None, panel: None }
    }
}

/// Least entries of a piece: for fewer another thread takes longer than they do.
const LEAST: usize = 32;

/// Tabulates an event anew.
#[must_use]
pub fn recount(event: &Event) -> Recount {
    let mut findings = limit::findings(event);
    // what each entry has by itself, then what depends on the others
    let (mut scores, mut lacking) = (Vec::new(), Vec::new());
    for (of_entry, found) in scores_of_all(event) {
        scores.push(of_entry);
        lacking.push(found);
    }
    let mut panels = Vec::new();
    for (component, rules) in event.rules().components.iter().enumerate() {
        let mut column: Vec<Option<BigRational>> = scores.iter().map(|row| row[component].clone()).collect();
        if let Some(balance) = &rules.balance {
            let outcome = balance::balanced(event, component, balance, &column);
            column = outcome.scores;
            panels.extend(outcome.panels);
            findings.extend(outcome.findings);
        }
        if let Some(by_place) = &rules.by_place {
            column = by_place::points(event, by_place, &column);
        }
        for (row, score) in scores.iter_mut().zip(column) {
            row[component] = score;
        }
    }
    let mut rows = Vec::new();
    for (entry, (scores, found)) in scores.into_iter().zip(lacking).enumerate() {
        let row = row(event, entry, scores);
        if row.status != Status::Vetoed {
            findings.extend(found);
        }
        rows.push(row);
    }
    for pool in place::pools(event) {
        let ranked = place::ranked_with_places(event, &rows, &pool);
        for &(entry, place) in &ranked {
            rows[entry].place = Some(place);
        }
        let outcome = award::hand_out(event, &rows, &ranked);
        for (entry, awards) in outcome.awards {
            rows[entry].awards = awards.into_iter().map(|award| event.rules().awards[award].name.clone()).collect();
        }
        for entry in outcome.undecided {
            findings.insert(Finding { entry: Some(entry), ..Finding::of(BlockerKind::UndecidedTie) });
        }
    }
    let order = place::printed_order(event, &rows);
    Recount { rows, order, findings, panels, full_marks: full::total(event) }
}

/// What an entry has by itself: the score P of each component, and what is lacking.
type Scores = (Vec<Option<BigRational>>, Vec<Finding>);

/// The scores of all entries, in their order, worked out in pieces on all cores.
fn scores_of_all(event: &Event) -> Vec<Scores> {
    let count = event.entries().len();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let piece = count.div_ceil(cores).max(LEAST);
    std::thread::scope(|scope| {
        let of = |from: usize| (from..count.min(from + piece)).map(|entry| scores_of(event, entry)).collect::<Vec<_>>();
        let pieces: Vec<_> = (0..count).step_by(piece).map(|from| scope.spawn(move || of(from))).collect();
        // a piece that panics is a panic of the whole
        pieces.into_iter().flat_map(|piece| piece.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

fn scores_of(event: &Event, entry: usize) -> Scores {
    let mut scores = Vec::new();
    let mut findings = Vec::new();
    for component in 0..event.rules().components.len() {
        let outcome = component::score(event, component, entry);
        scores.push(outcome.score);
        findings.extend(outcome.findings);
    }
    (scores, findings)
}

/// An entry's row without place and awards, from the scores of its components.
fn row(event: &Event, entry: usize, components: Vec<Option<BigRational>>) -> RecountRow {
    let status = if veto::has(event, entry, VetoEffect::Disqualify) {
        Status::Vetoed
    } else if components.iter().all(Option::is_some) {
        Status::Ranked
    } else {
        Status::Incomplete
    };
    let mut weighted = Vec::new();
    for (component, score) in components.iter().enumerate() {
        weighted.push(score.as_ref().map(|score| adjustment::weighted(event, component, score)));
    }
    let bonus = adjustment::capped(event, entry, AdjustmentKind::Bonus);
    let deduction = adjustment::capped(event, entry, AdjustmentKind::Deduction);
    let exact = adjustment::total(event, entry, &weighted, &bonus, &deduction);
    let total = exact.as_ref().map(|exact| fraction::round(exact, event.rules().rounding.total));
    let band = match (&total, status) {
        (Some(total), Status::Ranked) => adjustment::band(event, entry, total),
        _ => None,
    };
    let (place, awards) = (None, Vec::new());
    RecountRow { status, place, components, weighted, exact, total, bonus, deduction, awards, band }
}

/// The last stage of a component's score.
fn score_stage(event: &Event, component: usize) -> Option<Precision> {
    let rounding = event.rules().rounding;
    let rules = &event.rules().components[component];
    if rules.balance.is_some() && rules.by_place.is_none() { rounding.balanced } else { rounding.component }
}
