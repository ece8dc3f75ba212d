//! How the board words a figure and a prize.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::scoring::result::{RankingRow, Status};
use crate::scoring::rules::Rules;
use crate::scoring::trace::Stage;

/// A weight as people say it: a percentage where all weights make 100 %, a factor otherwise.
pub fn share(rules: &Rules, weight: Decimal) -> String {
    let sum: Option<Decimal> =
        rules.components.iter().try_fold(Decimal::ZERO, |sum, component| sum.checked_add(component.weight));
    match weight.checked_mul(Decimal::ONE_HUNDRED) {
        Some(percent) if sum == Some(Decimal::ONE) => format!("{}%", percent.normalize()),
        Some(_) | None => format!("× {}", weight.normalize()),
    }
}

/// The prize and the band of a row, or why there is none.
pub fn award(row: &RankingRow) -> String {
    let award = row.award.replace(';', "、");
    let words = [award.as_str(), row.band.as_str()].into_iter().filter(|word| !word.is_empty());
    match row.status {
        Status::Ranked => words.collect::<Vec<_>>().join(" · "),
        Status::Vetoed => "一票否决".to_owned(),
        Status::Incomplete => "未决".to_owned(),
    }
}

/// Whether printed points are any at all: a bonus of 0.00 is none.
pub fn given(points: &str) -> bool {
    points.chars().any(|c| ('1'..='9').contains(&c))
}

/// `a − b` with the sign that people write.
pub fn difference(a: &str, b: &str) -> Option<String> {
    let difference = a.parse::<Decimal>().ok()?.checked_sub(b.parse().ok()?)?;
    Some(difference.to_string().replace('-', "−"))
}

/// `358 ÷ 4 = 89.875 → 89.88`; what is said twice is said once.
pub fn steps(stage: &Stage) -> String {
    let exact = decimal(&stage.exact);
    let mut text = stage.formula.clone();
    if exact != stage.formula {
        text = format!("{text} = {exact}");
    }
    if stage.decimals.is_none() || same(&exact, &stage.rounded) {
        // printed with the decimals that the stage leaves
        return text.strip_suffix(&exact).map_or(text.clone(), |start| match stage.decimals {
            Some(_) => format!("{start}{}", stage.rounded),
            None => text.clone(),
        });
    }
    format!("{text} → {}", stage.rounded)
}

fn same(a: &str, b: &str) -> bool {
    matches!((a.parse::<Decimal>(), b.parse::<Decimal>()), (Ok(a), Ok(b)) if a == b)
}

/// An exact value as people read it: a fraction becomes a decimal that is cut, and says so.
pub fn decimal(exact: &str) -> String {
    let Some((n, d)) = exact.split_once('/') else { return exact.to_owned() };
    let quotient = match (n.parse::<Decimal>(), d.parse::<Decimal>()) {
        (Ok(n), Ok(d)) => n.checked_div(d),
        _ => None,
    };
    match quotient {
        Some(quotient) => format!("{}…", quotient.round_dp_with_strategy(4, RoundingStrategy::ToZero)),
        None => exact.to_owned(),
    }
}
