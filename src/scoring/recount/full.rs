//! The full marks: the greatest total that rules allow before bonuses.

use num_rational::BigRational;

use super::{adjustment, fraction};
use crate::scoring::event::Event;
use crate::scoring::rules::{Component, Criterion, Kind, Normalise, Over, Points, Rounding, Scope};

/// The greatest total, each stage rounded; `None` where a component has no greatest score.
pub(super) fn total(event: &Event) -> Option<BigRational> {
    let rules = event.rules();
    let mut sum = fraction::count(0);
    for (index, component) in rules.components.iter().enumerate() {
        // one that only parts ties or gives an award is no part of the total
        if component.weight.is_zero() {
            continue;
        }
        sum += adjustment::weighted(event, index, &greatest(component, rules.rounding)?);
    }
    let mut coefficient = fraction::count(1);
    for class in &rules.classes {
        coefficient = coefficient.max(fraction::of(class.coefficient));
    }
    let subtotal = fraction::round(&(sum * coefficient), rules.rounding.subtotal);
    Some(fraction::round(&adjustment::clamped(event, subtotal), rules.rounding.total))
}

/// The greatest score of a component as it is weighed.
fn greatest(component: &Component, rounding: Rounding) -> Option<BigRational> {
    if let Some(by_place) = &component.by_place {
        return points(&by_place.points).map(|points| fraction::round(&points, rounding.component));
    }
    if component.balance.is_some() {
        return None;
    }
    let score = match &component.kind {
        Kind::Marks { over: Over::Card, criteria, .. } => {
            let mut card = fraction::count(0);
            for criterion in criteria {
                card += fraction::of(criterion.weight) * mark(criterion);
            }
            listed(component, fraction::round(&card, rounding.card), rounding)
        }
        Kind::Marks { over: Over::Criterion, criteria, .. } => {
            let mut sum = fraction::count(0);
            for criterion in criteria {
                let weighted = fraction::of(criterion.weight) * fraction::round(&mark(criterion), rounding.criterion);
                sum += fraction::round(&weighted, rounding.criterion_weighted);
            }
            listed(component, sum, rounding)
        }
        Kind::Ranking { points, .. } => {
            listed(component, fraction::round(&self::points(points)?, rounding.card), rounding)
        }
        Kind::Grades { steps: Some(steps), .. } => {
            let instead = steps.overrides.iter().map(|instead| instead.value);
            let values = steps.table.iter().map(|&(_, value)| value).chain(instead);
            listed(component, fraction::of(values.max()?), rounding)
        }
        Kind::Grades { grades, steps: None, .. } => {
            let value = fraction::of(grades.iter().map(|grade| grade.value).max()?);
            listed(component, fraction::round(&value, rounding.card), rounding)
        }
        // everybody chose the entry
        Kind::Votes { votes, .. } => {
            let share = fraction::round(&fraction::count(1), rounding.card);
            listed(component, share, rounding) * fraction::of(votes.full)
        }
        Kind::Measure { min, max, normalise } => match normalise {
            Normalise::None => fraction::of((*max)?),
            Normalise::TopRatio { full, .. } | Normalise::Efficacy { full, .. } => fraction::of(*full),
            Normalise::Line { at, per, target, cap, floor } => {
                // the value with the greatest score, where there is one
                let best = if per.is_sign_negative() { Some(*min) } else { *max };
                let uncapped = if per.is_zero() {
                    Some(fraction::of(*at))
                } else {
                    best.map(|value| {
                        fraction::of(*at) + fraction::of(*per) * (fraction::of(value) - fraction::of(*target))
                    })
                };
                let score = match (uncapped, cap.map(fraction::of)) {
                    (Some(score), Some(cap)) => score.min(cap),
                    (Some(score), None) => score,
                    (None, cap) => cap?,
                };
                floor.map_or(score.clone(), |floor| score.max(fraction::of(floor)))
            }
        },
    };
    Some(fraction::round(&score, rounding.component))
}

/// What the lists of a component make of the same value in each of them.
fn listed(component: &Component, value: BigRational, rounding: Rounding) -> BigRational {
    let by_group = component.judging().is_some_and(|judging| judging.scope == Scope::Group);
    if by_group { fraction::round(&value, rounding.group) } else { value }
}

/// The greatest mark: a whole multiple of the step.
fn mark(criterion: &Criterion) -> BigRational {
    let step = fraction::of(criterion.step);
    (fraction::of(criterion.max) / &step).floor() * step
}

/// The most points that a place gives; `None` where each place gives more than the one before.
fn points(points: &Points) -> Option<BigRational> {
    match points {
        Points::Step { first, step } => (!step.is_sign_negative() || step.is_zero()).then(|| fraction::of(*first)),
        Points::Percent { first, percent } => {
            let falls = fraction::of(*first) * fraction::of(*percent) >= fraction::count(0);
            falls.then(|| fraction::of(*first))
        }
        // a place beyond the table gives 0
        Points::Table(table) => table.iter().map(|&points| fraction::of(points)).chain([fraction::count(0)]).max(),
    }
}
