//! From component scores to an entry's total: weights, class coefficient, adjustments, clamps.

use super::event::{Adjustment, AdjustmentKind, Event};
use super::exact::Exact;
use super::rules::Rules;
use super::trace::{AdjustmentTrace, ItemTrace};

/// An entry's total and the steps to it that are needed later.
#[derive(Debug, Clone)]
pub(super) struct Total {
    /// Σ weighted components × coefficient, before the stage `subtotal`.
    pub summed: Exact,
    /// The same after it.
    pub subtotal: Exact,
    /// After adjustments, before clamping.
    pub adjusted: Exact,
    /// After clamping, before the stage `final`.
    pub exact: Exact,
    /// The total.
    pub rounded: Exact,
}

impl Total {
    /// The total of an entry from its component scores P; `None` where one is missing.
    pub fn new(
        event: &Event,
        entry: usize,
        scores: &[Option<Exact>],
        bonus: &Exact,
        deduction: &Exact,
    ) -> Option<Self> {
        let rules = event.rules();
        let mode = rules.rounding.mode;
        let mut summed = Exact::ZERO;
        for (component, score) in scores.iter().enumerate() {
            let (_, weighted) = weigh(rules, component, score.as_ref()?);
            summed = summed.add(&weighted);
        }
        if let Some(class) = event.entries()[entry].class {
            summed = summed.mul(&Exact::from(rules.classes[class].coefficient));
        }
        let subtotal = summed.round(rules.rounding.subtotal, mode);
        let adjusted = subtotal.add(bonus).sub(deduction);
        let mut exact = adjusted.clone();
        if let Some(floor) = rules.adjustments.floor {
            exact = exact.max(Exact::from(floor));
        }
        if let Some(ceiling) = rules.adjustments.ceiling {
            exact = exact.min(Exact::from(ceiling));
        }
        let rounded = exact.round(rules.rounding.total, mode);
        Some(Self { summed, subtotal, adjusted, exact, rounded })
    }
}

/// A component's score times its weight, before and after the stage `component_weighted`.
pub(super) fn weigh(rules: &Rules, component: usize, score: &Exact) -> (Exact, Exact) {
    let exact = score.mul(&Exact::from(rules.components[component].weight));
    let rounded = exact.round(rules.rounding.component_weighted, rules.rounding.mode);
    (exact, rounded)
}

/// An entry's bonuses or deductions together, capped by item and then over all.
pub(super) fn adjust(rules: &Rules, adjustments: &[&Adjustment], kind: AdjustmentKind) -> (Exact, AdjustmentTrace) {
    let mut items: Vec<(&str, Exact, Vec<String>)> = Vec::new();
    for adjustment in adjustments.iter().filter(|a| a.kind == kind) {
        let points = Exact::from(adjustment.points);
        let reason = Some(adjustment.reason.clone()).filter(|r| !r.is_empty());
        match items.iter_mut().find(|(item, _, _)| *item == adjustment.item) {
            Some((_, sum, reasons)) => {
                *sum = sum.add(&points);
                reasons.extend(reason);
            }
            None => items.push((&adjustment.item, points, reason.into_iter().collect())),
        }
    }
    let mut sum = Exact::ZERO;
    let mut traces = Vec::new();
    for (id, points, reasons) in items {
        let item = rules.adjustments.items.iter().find(|item| item.id == id);
        let capped = match item.and_then(|item| item.cap) {
            Some(cap) => points.clone().min(Exact::from(cap)),
            None => points.clone(),
        };
        sum = sum.add(&capped);
        traces.push(ItemTrace {
            item: id.to_owned(),
            name: item.map_or(id, |item| &item.name).to_owned(),
            points: points.plain(),
            capped: capped.plain(),
            reasons,
        });
    }
    let cap = match kind {
        AdjustmentKind::Bonus => rules.adjustments.bonus_cap,
        AdjustmentKind::Deduction => rules.adjustments.deduction_cap,
        AdjustmentKind::Veto => None,
    };
    let capped = cap.map_or_else(|| sum.clone(), |cap| sum.clone().min(Exact::from(cap)));
    let trace = AdjustmentTrace { items: traces, sum: sum.plain(), capped: capped.plain() };
    (capped, trace)
}
