//! From component scores to an entry's total: weights, class coefficient, adjustments, clamps.

use rust_decimal::Decimal;

use super::event::{Adjustment, AdjustmentKind, Event};
use super::exact::Exact;
use super::rules::{Rules, VetoEffect, VetoRules};
use super::trace::{AdjustmentTrace, ItemTrace};

/// An entry's total.
#[derive(Debug, Clone)]
pub(super) struct Total {
    /// After clamping, before the stage `final`.
    pub exact: Exact,
    pub rounded: Exact,
}

/// The steps from component scores to a total.
#[derive(Debug)]
pub(super) struct Steps {
    /// Σ weighted components × coefficient, before the stage `subtotal`.
    pub summed: Exact,
    /// The same after it.
    pub subtotal: Exact,
    /// After adjustments, before clamping.
    pub adjusted: Exact,
    /// After clamping, before the stage `final`.
    pub clamped: Exact,
}

impl Steps {
    /// From component scores P; `None` where one is missing.
    pub fn new(event: &Event, entry: usize, scores: &[Option<Exact>], adjusted: &Adjusted) -> Option<Self> {
        let rules = event.rules();
        let mut summed = Exact::ZERO;
        for (component, score) in scores.iter().enumerate() {
            let (_, weighted) = weigh(rules, component, score.as_ref()?);
            summed = summed.add(&weighted);
        }
        // looks at the entry only where it may have a class
        if !rules.classes.is_empty()
            && let Some(class) = event.entries()[entry].class
        {
            summed = summed.mul(&Exact::from(rules.classes[class].coefficient));
        }
        let subtotal = summed.round(rules.rounding.subtotal);
        let adjusted = subtotal.add(&adjusted.bonus).sub(&adjusted.deduction);
        let mut clamped = adjusted.clone();
        if let Some(floor) = rules.adjustments.floor {
            clamped = clamped.max(Exact::from(floor));
        }
        if let Some(ceiling) = rules.adjustments.ceiling {
            clamped = clamped.min(Exact::from(ceiling));
        }
        Some(Self { summed, subtotal, adjusted, clamped })
    }

    pub fn total(self, rules: &Rules) -> Total {
        let rounded = self.clamped.round(rules.rounding.total);
        Total { exact: self.clamped, rounded }
    }
}

/// An entry's adjustments, capped.
#[derive(Debug, Clone)]
pub(super) struct Adjusted {
    pub bonus: Exact,
    pub deduction: Exact,
    pub vetoes: Vetoes,
}

/// What an entry's vetoes do together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Vetoes {
    pub disqualify: bool,
    pub no_award: bool,
    pub lowest_band: bool,
    /// How many bands lower.
    pub bands: usize,
    /// How many awards further on.
    pub awards: usize,
}

impl Vetoes {
    /// Of an entry that has none.
    pub const NONE: Self = Self { disqualify: false, no_award: false, lowest_band: false, bands: 0, awards: 0 };

    fn with(mut self, effect: VetoEffect) -> Self {
        match effect {
            VetoEffect::Disqualify => self.disqualify = true,
            VetoEffect::NoAward => self.no_award = true,
            VetoEffect::LowestBand => self.lowest_band = true,
            VetoEffect::DropOneBand => self.bands += 1,
            VetoEffect::DropOneAward => self.awards += 1,
        }
        self
    }
}

impl VetoRules {
    /// What a veto of an item does.
    #[must_use]
    pub fn effect_of(&self, item: &str) -> VetoEffect {
        self.items.iter().find(|one| one.id == item).map_or(self.effect, |one| one.effect)
    }
}

impl Adjusted {
    /// Of an entry that has none.
    pub const NONE: Self = Self { bonus: Exact::ZERO, deduction: Exact::ZERO, vetoes: Vetoes::NONE };

    pub fn new(rules: &Rules, adjustments: &[&Adjustment]) -> Self {
        Self {
            bonus: adjust(rules, adjustments, AdjustmentKind::Bonus).0,
            deduction: adjust(rules, adjustments, AdjustmentKind::Deduction).0,
            vetoes: adjustments
                .iter()
                .filter(|a| a.kind == AdjustmentKind::Veto)
                .fold(Vetoes::NONE, |vetoes, veto| vetoes.with(rules.veto.effect_of(&veto.item))),
        }
    }
}

/// A component's score times its weight, before and after the stage `component_weighted`.
pub(super) fn weigh(rules: &Rules, component: usize, score: &Exact) -> (Exact, Exact) {
    let exact = score.mul(&Exact::from(rules.components[component].weight));
    let rounded = exact.round(rules.rounding.component_weighted);
    (exact, rounded)
}

/// How an entry's bonuses or deductions count together, by the rules' caps.
#[must_use]
pub fn adjustments(rules: &Rules, all: &[&Adjustment], kind: AdjustmentKind) -> AdjustmentTrace {
    adjust(rules, all, kind).1
}

/// An entry's bonuses or deductions together, capped by item and then over all.
pub(super) fn adjust(rules: &Rules, adjustments: &[&Adjustment], kind: AdjustmentKind) -> (Exact, AdjustmentTrace) {
    let plain = |value: Decimal| value.normalize().to_string();
    let mut items: Vec<(&str, Exact, Vec<&Adjustment>)> = Vec::new();
    for adjustment in adjustments.iter().filter(|a| a.kind == kind) {
        let points = Exact::from(adjustment.points);
        match items.iter_mut().find(|(item, _, _)| *item == adjustment.item) {
            Some((_, sum, parts)) => {
                *sum = sum.add(&points);
                parts.push(adjustment);
            }
            None => items.push((&adjustment.item, points, vec![adjustment])),
        }
    }
    let mut sum = Exact::ZERO;
    let mut traces = Vec::new();
    for (id, points, parts) in items {
        let item = rules.adjustments.items.iter().find(|item| item.id == id);
        let cap = item.and_then(|item| item.cap);
        let capped = cap.map_or_else(|| points.clone(), |cap| points.clone().min(Exact::from(cap)));
        sum = sum.add(&capped);
        traces.push(ItemTrace {
            item: id.to_owned(),
            name: item.map_or(id, |item| &item.name).to_owned(),
            formula: parts.iter().map(|a| plain(a.points)).collect::<Vec<_>>().join(" + "),
            points: points.plain(),
            cap: cap.map(plain),
            capped: capped.plain(),
            reasons: parts.iter().map(|a| a.reason.clone()).filter(|reason| !reason.is_empty()).collect(),
        });
    }
    let cap = match kind {
        AdjustmentKind::Bonus => rules.adjustments.bonus_cap,
        AdjustmentKind::Deduction => rules.adjustments.deduction_cap,
        AdjustmentKind::Veto => None,
    };
    let capped = cap.map_or_else(|| sum.clone(), |cap| sum.clone().min(Exact::from(cap)));
    let trace = AdjustmentTrace { items: traces, sum: sum.plain(), cap: cap.map(plain), capped: capped.plain() };
    (capped, trace)
}
