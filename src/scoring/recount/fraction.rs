//! Fractions of unlimited size: made from decimals, rounded, printed.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use rust_decimal::Decimal;

use crate::scoring::rules::{Precision, RoundingMode};

/// Significant digits of a value that no stage rounds, when it is printed.
const PRINTED_DIGITS: i64 = 28;

pub(super) fn of(decimal: Decimal) -> BigRational {
    BigRational::new(BigInt::from(decimal.mantissa()), BigInt::from(10).pow(decimal.scale()))
}

pub(super) fn count(n: usize) -> BigRational {
    BigRational::from_integer(BigInt::from(n))
}

/// The sum of some values.
pub(super) fn sum<'v>(values: impl IntoIterator<Item = &'v BigRational>) -> BigRational {
    let mut sum = BigRational::zero();
    for value in values {
        sum += value;
    }
    sum
}

/// The mean of some values, of which there is at least one.
pub(super) fn mean(values: &[BigRational]) -> BigRational {
    sum(values) / count(values.len())
}

/// A value after a stage that keeps so many decimals, or that is left out.
pub(super) fn round(value: &BigRational, stage: Option<Precision>) -> BigRational {
    match stage {
        None => value.clone(),
        Some(stage) => round_at(value, &power_of_ten(i64::from(stage.decimals)), stage.mode),
    }
}

/// A value rounded to a whole number.
pub(super) fn round_whole(value: &BigRational, mode: RoundingMode) -> BigRational {
    round(value, Some(Precision { decimals: 0, mode }))
}

/// The root of a value that is not negative, rounded half up to so many decimals.
pub(super) fn root(value: &BigRational, decimals: u32) -> BigRational {
    // twice the root in units of the last decimal, cut off: an odd number of halves is at least half a unit too much
    let unit = power_of_ten(i64::from(decimals));
    let halves = (value * &unit * &unit * count(4)).floor().to_integer().sqrt();
    BigRational::from_integer((halves + BigInt::from(1)) / BigInt::from(2)) / unit
}

/// A value rounded to a whole number of parts, `parts` to the unit.
fn round_at(value: &BigRational, parts: &BigRational, mode: RoundingMode) -> BigRational {
    let scaled = value * parts;
    let toward_zero = scaled.trunc();
    let rest = (&scaled - &toward_zero).abs();
    let half = BigRational::new(BigInt::from(1), BigInt::from(2));
    let odd = !(toward_zero.to_integer() % BigInt::from(2)).is_zero();
    let away = match mode {
        RoundingMode::HalfUp => rest >= half,
        RoundingMode::HalfEven => rest > half || (rest == half && odd),
        RoundingMode::Down => false,
    };
    let rounded = if away { toward_zero + scaled.signum() } else { toward_zero };
    rounded / parts
}

/// A value as it is printed, to be compared with thresholds and to be read.
///
/// After a stage that rounds it is the value itself; otherwise at most 28 significant digits, half up.
pub(super) fn as_printed(value: &BigRational, stage: Option<Precision>) -> BigRational {
    match stage {
        Some(_) => value.clone(),
        None => round_at(value, &power_of_ten(decimals_for_28_digits(value)), RoundingMode::HalfUp),
    }
}

/// The text of a value as it is printed: all decimals of its stage, or no trailing zeros.
pub(super) fn text(value: &BigRational, stage: Option<Precision>) -> String {
    let printed = as_printed(value, stage);
    let places = match stage {
        Some(stage) => i64::from(stage.decimals),
        None => decimals_for_28_digits(value).max(0),
    };
    let units = (&printed * power_of_ten(places)).to_integer();
    let sign = if units.is_negative() { "-" } else { "" };
    let places = usize::try_from(places).unwrap_or_default();
    let digits = format!("{:0>width$}", units.abs().to_string(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let fraction = if stage.is_none() { fraction.trim_end_matches('0') } else { fraction };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// How many decimals (fewer than none for a very large value) make 28 significant digits.
fn decimals_for_28_digits(value: &BigRational) -> i64 {
    if value.is_zero() {
        return 0;
    }
    let size = value.abs();
    let mut decimals = 0;
    while &size * power_of_ten(decimals) >= power_of_ten(PRINTED_DIGITS) {
        decimals -= 1;
    }
    while &size * power_of_ten(decimals) < power_of_ten(PRINTED_DIGITS - 1) {
        decimals += 1;
    }
    decimals
}

fn power_of_ten(exponent: i64) -> BigRational {
    let size = u32::try_from(exponent.unsigned_abs()).expect("a value of an event has no such size");
    let power = BigRational::from_integer(BigInt::from(10).pow(size));
    if exponent < 0 { power.recip() } else { power }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(n: i64, d: i64) -> BigRational {
        BigRational::new(BigInt::from(n), BigInt::from(d))
    }

    #[test]
    fn each_mode_rounds_halves_its_own_way() {
        let rounded = |n, mode| {
            let stage = Some(Precision { decimals: 2, mode });
            text(&round(&ratio(n, 1000), stage), stage)
        };
        let both = |n| [RoundingMode::HalfUp, RoundingMode::HalfEven, RoundingMode::Down].map(|mode| rounded(n, mode));
        assert_eq!(both(1005), ["1.01", "1.00", "1.00"]);
        assert_eq!(both(1015), ["1.02", "1.02", "1.01"]);
        assert_eq!(both(-1005), ["-1.01", "-1.00", "-1.00"]);
        assert_eq!(both(-4), ["0.00", "0.00", "0.00"]);
    }

    #[test]
    fn a_root_is_rounded_half_up() {
        assert_eq!(root(&ratio(2, 1), 4), ratio(14_142, 10_000));
        assert_eq!(root(&ratio(3, 1), 4), ratio(17_321, 10_000));
        // the root of 6.25 is 2.5
        assert_eq!(root(&ratio(25, 4), 0), ratio(3, 1));
        assert_eq!(root(&ratio(6, 1), 0), ratio(2, 1));
        assert_eq!(root(&ratio(0, 1), 3), ratio(0, 1));
    }

    #[test]
    fn an_unrounded_value_prints_28_digits_and_no_trailing_zeros() {
        assert_eq!(text(&ratio(2, 3), None), "0.6666666666666666666666666667");
        assert_eq!(text(&ratio(200, 3), None), "66.66666666666666666666666667");
        assert_eq!(text(&ratio(-5, 2), None), "-2.5");
        assert_eq!(text(&ratio(1, 300), None), "0.003333333333333333333333333333");
        assert_eq!(text(&ratio(1200, 1), None), "1200");
        assert_eq!(text(&ratio(0, 1), None), "0");
    }
}
