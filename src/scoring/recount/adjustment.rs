//! From the components of an entry to its total and its band.

use num_rational::BigRational;

use super::{fraction, is_vetoed};
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

/// The total before the stage `final`; `None` where a component has no score.
pub(super) fn total(
    event: &Event,
    entry: usize,
    components: &[Option<BigRational>],
    bonus: &BigRational,
    deduction: &BigRational,
) -> Option<BigRational> {
    let rules = event.rules();
    let rounding = rules.rounding;
    let mut sum = fraction::count(0);
    for (component, score) in rules.components.iter().zip(components) {
        let weighted = fraction::of(component.weight) * score.as_ref()?;
        sum += fraction::round(&weighted, rounding.component_weighted);
    }
    if let Some(class) = event.entries()[entry].class {
        sum *= fraction::of(rules.classes[class].coefficient);
    }
    let mut total = fraction::round(&sum, rounding.subtotal) + bonus - deduction;
    if let Some(floor) = rules.adjustments.floor {
        total = total.max(fraction::of(floor));
    }
    if let Some(ceiling) = rules.adjustments.ceiling {
        total = total.min(fraction::of(ceiling));
    }
    Some(total)
}

/// The band of a ranked entry by its total as printed, and by what a veto makes of it.
pub(super) fn band(event: &Event, entry: usize, total: &BigRational) -> Option<String> {
    let rules = event.rules();
    let printed = fraction::as_printed(total, rules.rounding.total);
    let mut bands = rules.bands.clone();
    bands.sort_by_key(|band| std::cmp::Reverse(band.at_least));
    let reached = bands.iter().position(|band| printed >= fraction::of(band.at_least));
    let lowest = bands.len().checked_sub(1);
    let given = match rules.veto.effect {
        VetoEffect::LowestBand if is_vetoed(event, entry) => lowest,
        VetoEffect::DropOneBand if is_vetoed(event, entry) => {
            reached.and_then(|band| lowest.map(|low| low.min(band + 1)))
        }
        _ => reached,
    };
    given.map(|band| bands[band].name.clone())
}
