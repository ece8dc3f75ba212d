//! From the components of an entry to its total and its band.

use num_rational::BigRational;

use super::{fraction, veto};
use crate::scoring::event::{AdjustmentKind, Event};
use crate::scoring::rules::VetoEffect;

/// An entry's bonuses or deductions together, each item capped, and then all of them.
pub(super) fn capped(event: &Event, entry: usize, kind: AdjustmentKind) -> BigRational {
    let rules = &event.rules().adjustments;
    let mut items: Vec<(&str, BigRational)> = Vec::new();
    for adjustment in event.adjustments() {
        if adjustment.entry != entry || adjustment.kind != kind {
            continue;
        }
        let points = fraction::of(adjustment.points);
        match items.iter_mut().find(|(item, _)| *item == adjustment.item) {
            Some((_, sum)) => *sum += points,
            None => items.push((&adjustment.item, points)),
        }
    }
    let mut all = fraction::count(0);
    for (id, points) in items {
        let cap = rules.items.iter().find(|item| item.id == id).and_then(|item| item.cap);
        all += match cap {
            Some(cap) => points.min(fraction::of(cap)),
            None => points,
        };
    }
    let cap = match kind {
        AdjustmentKind::Bonus => rules.bonus_cap,
        AdjustmentKind::Deduction => rules.deduction_cap,
        AdjustmentKind::Veto => None,
    };
    match cap {
        Some(cap) => all.min(fraction::of(cap)),
        None => all,
    }
}

/// A component's score after its weight and the stage `component_weighted`.
pub(super) fn weighted(event: &Event, component: usize, score: &BigRational) -> BigRational {
    let rules = event.rules();
    let weighted = fraction::of(rules.components[component].weight) * score;
    fraction::round(&weighted, rules.rounding.component_weighted)
}

/// The total before the stage `final`; `None` where a component has no score.
pub(super) fn total(
    event: &Event,
    entry: usize,
    weighted: &[Option<BigRational>],
    bonus: &BigRational,
    deduction: &BigRational,
) -> Option<BigRational> {
    let rules = event.rules();
    let mut sum = fraction::count(0);
    for part in weighted {
        sum += part.as_ref()?;
    }
    if let Some(class) = event.entries()[entry].class {
        sum *= fraction::of(rules.classes[class].coefficient);
    }
    let total = fraction::round(&sum, rules.rounding.subtotal) + bonus - deduction;
    Some(clamped(event, total))
}

/// A total between floor and ceiling.
pub(super) fn clamped(event: &Event, mut total: BigRational) -> BigRational {
    let rules = &event.rules().adjustments;
    if let Some(floor) = rules.floor {
        total = total.max(fraction::of(floor));
    }
    if let Some(ceiling) = rules.ceiling {
        total = total.min(fraction::of(ceiling));
    }
    total
}

/// The band of a ranked entry by its total as printed, and by what vetoes make of it.
pub(super) fn band(event: &Event, entry: usize, total: &BigRational) -> Option<String> {
    let rules = event.rules();
    let printed = fraction::as_printed(total, rules.rounding.total);
    let mut bands = rules.bands.clone();
    bands.sort_by_key(|band| std::cmp::Reverse(band.at_least));
    let reached = bands.iter().position(|band| printed >= fraction::of(band.at_least));
    let lowest = bands.len().checked_sub(1);
    let given = if veto::has(event, entry, VetoEffect::LowestBand) {
        lowest
    } else {
        let down = veto::count(event, entry, VetoEffect::DropOneBand);
        reached.and_then(|band| lowest.map(|lowest| lowest.min(band + down)))
    };
    given.map(|band| bands[band].name.clone())
}
