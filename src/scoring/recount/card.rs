//! One cell of the recount: whether a card is due, whether it counts, and what it is worth.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use super::fraction;
use crate::scoring::event::{BLANK, Cell, Event, ExclusionKind};
use crate::scoring::rules::{Covers, Criterion, Judging, Kind, Points, Recusal};

/// The judges of a component's groups; nobody for a measure.
fn judging(event: &Event, component: usize) -> Option<&Judging> {
    event.rules().components[component].judging()
}

/// Whether an exclusion of a kind takes a cell out.
fn is_excluded(event: &Event, cell: Cell, kind: ExclusionKind) -> bool {
    event.exclusions().iter().any(|exclusion| {
        exclusion.kind == kind
            && exclusion.judge == cell.judge
            && (exclusion.component.is_none() || exclusion.component == Some(cell.component))
            && (exclusion.entry.is_none() || exclusion.entry == Some(cell.entry))
    })
}

/// Whether a judge is dropped from a component altogether: recused there from an entry that is theirs to judge.
fn is_dropped(event: &Event, component: usize, judge: usize) -> bool {
    let drops = judging(event, component).is_some_and(|judging| judging.recusal == Recusal::DropJudge);
    drops
        && event.exclusions().iter().any(|exclusion| {
            let mut said_of = match exclusion.entry {
                Some(entry) => entry..entry + 1,
                None => 0..event.entries().len(),
            };
            exclusion.kind == ExclusionKind::Recused
                && exclusion.judge == judge
                && (exclusion.component.is_none() || exclusion.component == Some(component))
                && said_of.any(|entry| judges(event, Cell { component, judge, entry }))
        })
}

/// Whether the judge's group judges the component, and the judge scores the entry: it is of the judge's panel, where the
/// judge has one, and of a unit that the group covers.
fn judges(event: &Event, cell: Cell) -> bool {
    let judge = &event.judges()[cell.judge];
    let entry = &event.entries()[cell.entry];
    let in_panel = judge.panel.is_empty() || judge.panel == entry.panel;
    let own_unit = !entry.unit.is_empty() && judge.unit == entry.unit;
    let covered = match event.rules().groups[judge.group].covers {
        Covers::All => true,
        Covers::OwnUnit => own_unit,
        Covers::OtherUnits => !own_unit,
    };
    in_panel && covered && judging(event, cell.component).is_some_and(|judging| judging.groups.contains(&judge.group))
}

/// Whether a card is due.
pub(super) fn is_due(event: &Event, cell: Cell) -> bool {
    judges(event, cell)
        && !is_excluded(event, cell, ExclusionKind::Recused)
        && !is_excluded(event, cell, ExclusionKind::Absent)
        && !is_excluded(event, cell, ExclusionKind::Void)
        && !is_dropped(event, cell.component, cell.judge)
}

/// The values of a card that is due and complete.
pub(super) fn counted(event: &Event, cell: Cell) -> Option<&[i64]> {
    if !is_due(event, cell) {
        return None;
    }
    event.values(cell).filter(|values| !values.contains(&BLANK))
}

/// Whether the judge's own mean is to stand in for a cell.
pub(super) fn wants_stand_in(event: &Event, cell: Cell) -> bool {
    judges(event, cell)
        && judging(event, cell.component).is_some_and(|judging| judging.recusal == Recusal::OwnMean)
        && is_excluded(event, cell, ExclusionKind::Recused)
        && !is_excluded(event, cell, ExclusionKind::Absent)
        && !is_excluded(event, cell, ExclusionKind::Void)
}

/// Whether a cell is worth anything in a list, of cards or of a criterion.
pub(super) fn counts(event: &Event, cell: Cell) -> bool {
    if wants_stand_in(event, cell) {
        return (0..event.entries().len()).any(|entry| counted(event, Cell { entry, ..cell }).is_some());
    }
    counted(event, cell).is_some()
}

/// What a cell is worth in a list of cards, T; `None` where nothing counts.
pub(super) fn worth(event: &Event, cell: Cell) -> Option<BigRational> {
    if wants_stand_in(event, cell) {
        let own = own_cards(event, cell, |values| card_worth(event, cell.component, values));
        let rounding = event.rules().rounding;
        return own.map(|mean| fraction::round(&mean, rounding.card));
    }
    counted(event, cell).map(|values| card_worth(event, cell.component, values))
}

/// What a cell is worth in the list of one criterion, x; `None` where nothing counts.
pub(super) fn criterion_worth(event: &Event, cell: Cell, criterion: usize) -> Option<BigRational> {
    let line = &event.rules().components[cell.component].criteria()[criterion];
    if wants_stand_in(event, cell) {
        return own_cards(event, cell, |values| mark(line, values[criterion]));
    }
    counted(event, cell).map(|values| mark(line, values[criterion]))
}

/// The mean over a judge's counted cards in a component; `None` where there is no card.
fn own_cards(event: &Event, cell: Cell, worth: impl Fn(&[i64]) -> BigRational) -> Option<BigRational> {
    let mut values = Vec::new();
    for entry in 0..event.entries().len() {
        if let Some(card) = counted(event, Cell { entry, ..cell }) {
            values.push(worth(card));
        }
    }
    if values.is_empty() { None } else { Some(fraction::mean(&values)) }
}

/// T of a complete card, place, grade or vote.
pub(super) fn card_worth(event: &Event, component: usize, values: &[i64]) -> BigRational {
    let exact = match &event.rules().components[component].kind {
        Kind::Marks { criteria, .. } => {
            let mut sum = BigRational::zero();
            for (criterion, &value) in criteria.iter().zip(values) {
                sum += fraction::of(criterion.weight) * mark(criterion, value);
            }
            sum
        }
        Kind::Ranking { points, .. } => {
            points_of(points, usize::try_from(values[0]).expect("a cell holds a place from 1"))
        }
        Kind::Grades { grades, .. } => {
            let grade = usize::try_from(values[0]).expect("a cell holds the index of a grade");
            fraction::of(grades[grade].value)
        }
        // 1 where the entry is chosen, 0 where it is not
        Kind::Votes { .. } => BigRational::from_integer(BigInt::from(values[0])),
        Kind::Measure { .. } => unreachable!("nobody judges a measure"),
    };
    let rounding = event.rules().rounding;
    fraction::round(&exact, rounding.card)
}

/// A mark: cells hold units of the last decimal place of the step.
fn mark(criterion: &Criterion, value: i64) -> BigRational {
    let units = BigInt::from(10).pow(criterion.step.normalize().scale());
    BigRational::new(BigInt::from(value), units)
}

/// The points of a place, from 1.
pub(super) fn points_of(points: &Points, place: usize) -> BigRational {
    let after = fraction::count(place - 1);
    match points {
        Points::Step { first, step } => fraction::of(*first) - fraction::of(*step) * after,
        Points::Percent { first, percent } => {
            let less = fraction::of(*percent) * after / fraction::count(100);
            fraction::of(*first) * (fraction::count(1) - less)
        }
        Points::Table(table) => table.get(place - 1).map_or_else(BigRational::zero, |&points| fraction::of(points)),
    }
}
