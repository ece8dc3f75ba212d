//! Full marks that nobody would have meant: sound rules, whose weights were probably meant otherwise.

use rust_decimal::Decimal;

use crate::scoring::rules::{Component, Rules};

/// Full marks above this are hardly meant.
const MANY: u32 = 1000;

/// What is odd about the full marks, in a sentence; `None` where nothing is.
#[must_use]
pub fn full_marks(rules: &Rules) -> Option<String> {
    let full = rules.full_marks()?;
    let weights: Vec<Decimal> = rules.components.iter().map(|part| part.weight).filter(|w| !w.is_zero()).collect();
    let sum = weights.iter().try_fold(Decimal::ZERO, |sum, weight| sum.checked_add(*weight))?.normalize();
    let listed = weights.iter().map(|weight| weight.normalize().to_string()).collect::<Vec<_>>().join("、");
    if weights.len() > 1 && (sum == Decimal::ONE_HUNDRED || sum == Decimal::TEN) {
        let shares = weights.iter().map(|weight| (weight / sum).normalize().to_string()).collect::<Vec<_>>().join("、");
        return Some(format!(
            "满分是 {full}：总分是各环节得分乘以权重再相加，各环节的权重是 {listed}。若是按百分比，应写 {shares}"
        ));
    }
    let of: Vec<Option<String>> = (0..rules.components.len()).map(|component| rules.full_score(component)).collect();
    let alike = of.windows(2).all(|pair| pair[0] == pair[1]);
    if alike && weights.iter().all(|weight| *weight < Decimal::ONE) && sum != Decimal::ONE {
        return Some(format!("满分是 {full}：各环节的权重是 {listed}，合计 {sum}，不是 1"));
    }
    let value = full.parse::<Decimal>().ok()?;
    if value > Decimal::from(MANY) {
        return Some(format!("满分是 {full}，请核对各环节的权重（{listed}）和各指标的满分"));
    }
    let whole = |part: &Component| part.weight.fract().is_zero();
    if !value.fract().is_zero() && !rules.components.iter().all(whole) {
        return Some(format!("满分是 {full}，不是整数，请核对各环节的权重（{listed}）"));
    }
    None
}
