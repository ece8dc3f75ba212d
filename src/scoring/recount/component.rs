//! One component of one entry by itself: its score P, and what keeps it from having one.

use num_rational::BigRational;

use super::list::List;
use super::{Finding, card, fraction};
use crate::scoring::event::Event;
use crate::scoring::result::BlockerKind;
use crate::scoring::rules::{EmptyGroup, Judging, Kind, Missing, Normalise, Order, Scope, TooFew};

/// A component's score, or what it lacks.
pub(super) struct Outcome {
    pub score: Option<BigRational>,
    pub findings: Vec<Finding>,
}

pub(super) fn score(event: &Event, component: usize, entry: usize) -> Outcome {
    match &event.rules().components[component].kind {
        Kind::Measure { normalise, .. } => measured(event, component, entry, normalise),
        Kind::Marks { judging, .. }
        | Kind::Ranking { judging, .. }
        | Kind::Grades { judging, .. }
        | Kind::Votes { judging, .. } => judged(event, component, entry, judging),
    }
}

fn lists<'e>(event: &'e Event, component: usize, entry: usize, judging: &'e Judging) -> Vec<List<'e>> {
    (0..judging.lists.len()).map(|index| List { event, judging, component, entry, index }).collect()
}

fn judged(event: &Event, component: usize, entry: usize, judging: &Judging) -> Outcome {
    let lists = lists(event, component, entry, judging);
    let mut findings = Vec::new();
    for list in &lists {
        let finding = |kind, judge| Finding {
            component: Some(component),
            group: list.group(),
            entry: Some(entry),
            judge,
            ..Finding::of(kind)
        };
        if list.rules().missing == Missing::Block {
            for cell in list.cells() {
                if card::is_due(event, cell) && card::counted(event, cell).is_none() {
                    findings.push(finding(BlockerKind::MissingCard, Some(cell.judge)));
                }
            }
        }
        let size = list.size();
        if size == 0 {
            let renormalised = judging.scope == Scope::Group
                && judging.empty_group == EmptyGroup::Renormalise
                && lists.iter().any(|other| other.size() > 0);
            if !renormalised {
                findings.push(finding(BlockerKind::EmptyGroup, None));
            }
        } else if size < list.rules().min_cards && list.rules().too_few == TooFew::Error {
            findings.push(finding(BlockerKind::TooFewCards, None));
        }
    }
    if !findings.is_empty() {
        return Outcome { score: None, findings };
    }
    let mean = over_lists(&lists, |list| list.score());
    // of votes it is the share of judges who chose the entry
    let full = match &event.rules().components[component].kind {
        Kind::Votes { votes, .. } => fraction::of(votes.full),
        _ => fraction::count(1),
    };
    let rounding = event.rules().rounding;
    Outcome { score: mean.map(|mean| fraction::round(&(full * mean), rounding.component)), findings }
}

/// Lists weighed together, without those that are empty; `None` where all are.
fn over_lists(lists: &[List<'_>], value: impl Fn(&List<'_>) -> BigRational) -> Option<BigRational> {
    let mut sum = fraction::count(0);
    let mut weights = fraction::count(0);
    for list in lists.iter().filter(|list| list.size() > 0) {
        let weight = match list.group() {
            Some(group) => fraction::of(list.event.rules().groups[group].weight),
            None => fraction::count(1),
        };
        sum += &weight * value(list);
        weights += weight;
    }
    if weights == fraction::count(0) { None } else { Some(sum / weights) }
}

/// The tie-break `criterion:k.c` of an entry that has a score.
pub(super) fn criterion(event: &Event, component: usize, criterion: usize, entry: usize) -> Option<BigRational> {
    let judging = event.rules().components[component].judging()?;
    over_lists(&lists(event, component, entry, judging), |list| list.criterion(criterion))
}

/// The tie-break `group:k.g` of an entry that has a score; `None` where the group is empty.
pub(super) fn group(event: &Event, component: usize, group: usize, entry: usize) -> Option<BigRational> {
    let judging = event.rules().components[component].judging()?;
    let lists = lists(event, component, entry, judging);
    let list = lists.iter().find(|list| list.group() == Some(group))?;
    if list.size() == 0 { None } else { Some(list.score()) }
}

fn measured(event: &Event, component: usize, entry: usize, normalise: &Normalise) -> Outcome {
    let Some(value) = event.measure(component, entry).map(fraction::of) else {
        let missing = Finding::of(BlockerKind::MissingMeasure);
        return Outcome {
            score: None,
            findings: vec![Finding { component: Some(component), entry: Some(entry), ..missing }],
        };
    };
    let mut greatest = value.clone();
    let mut least = value.clone();
    for other in 0..event.entries().len() {
        if let Some(other) = event.measure(component, other).map(fraction::of) {
            greatest = greatest.max(other.clone());
            least = least.min(other);
        }
    }
    let exact = match normalise {
        Normalise::None => value,
        Normalise::TopRatio { full, .. } | Normalise::Efficacy { full, .. } if greatest == least => fraction::of(*full),
        Normalise::TopRatio { full, order: Order::Higher } => value / greatest * fraction::of(*full),
        Normalise::TopRatio { full, order: Order::Lower } => least / value * fraction::of(*full),
        Normalise::Efficacy { full, base, order } => {
            let (full, base) = (fraction::of(*full), fraction::of(*base));
            let range = &greatest - &least;
            let above_worst = match order {
                Order::Higher => value - least,
                Order::Lower => greatest - value,
            };
            full * (&base + (fraction::count(1) - &base) * above_worst / range)
        }
        Normalise::Line { at, per, target, cap, floor } => {
            let mut score = fraction::of(*at) + fraction::of(*per) * (value - fraction::of(*target));
            if let Some(cap) = cap {
                score = score.min(fraction::of(*cap));
            }
            if let Some(floor) = floor {
                score = score.max(fraction::of(*floor));
            }
            score
        }
    };
    let rounding = event.rules().rounding;
    Outcome { score: Some(fraction::round(&exact, rounding.component)), findings: Vec::new() }
}
