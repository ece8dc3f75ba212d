//! Exact arithmetic: a rational number that is never rounded unless a stage says so.
//!
//! The common case is two `i64` that need not be in lowest terms; sums, products and comparisons of
//! them are formed in `i128`, where they always fit, and what does not come back to 64 bits goes on
//! in big integers, so no figure that can be typed overflows. Nothing here knows what a mark is.

#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;

use super::rules::{Precision, RoundingMode, Share};

/// Most significant digits that an unrounded value is printed with.
const SIGNIFICANT: i64 = 28;

/// An exact rational number.
#[derive(Debug, Clone)]
pub struct Exact(Repr);

#[derive(Debug, Clone)]
enum Repr {
    /// `n / d` with `d > 0`, not necessarily in lowest terms.
    Small { n: i64, d: i64 },
    /// What does not fit.
    Big(Box<BigRational>),
}

impl Exact {
    pub const ZERO: Self = Self(Repr::Small { n: 0, d: 1 });
    pub const ONE: Self = Self(Repr::Small { n: 1, d: 1 });

    /// `units / 10^scale`, for a scale of at most 38.
    #[must_use]
    pub fn from_units(units: i64, scale: u32) -> Self {
        Self::ratio(i128::from(units), power_of_ten(scale))
    }

    /// A share as the rules give it; `None` for one over nothing.
    #[must_use]
    pub fn of_share(share: Share) -> Option<Self> {
        Self::from(share.over).div(&Self::from(share.under))
    }

    /// A count of things.
    #[must_use]
    pub fn from_count(count: usize) -> Self {
        Self::from(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// `n / d` for `d > 0`.
    fn ratio(n: i128, d: i128) -> Self {
        if let (Ok(n), Ok(d)) = (i64::try_from(n), i64::try_from(d)) {
            return Self(Repr::Small { n, d });
        }
        // in lowest terms it may fit after all
        Self::from_big(BigRational::new(BigInt::from(n), BigInt::from(d)))
    }

    fn big(&self) -> BigRational {
        match &self.0 {
            Repr::Small { n, d } => BigRational::new(BigInt::from(*n), BigInt::from(*d)),
            Repr::Big(value) => (**value).clone(),
        }
    }

    fn from_big(value: BigRational) -> Self {
        match (value.numer().to_i64(), value.denom().to_i64()) {
            (Some(n), Some(d)) => Self(Repr::Small { n, d }),
            _ => Self(Repr::Big(Box::new(value))),
        }
    }

    /// The sum.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        match (&self.0, &other.0) {
            (Repr::Small { n, d }, Repr::Small { n: m, d: e }) if d == e => {
                Self::ratio(i128::from(*n) + i128::from(*m), i128::from(*d))
            }
            (Repr::Small { n, d }, Repr::Small { n: m, d: e }) => {
                let [n, d, m, e] = [*n, *d, *m, *e].map(i128::from);
                Self::ratio(n * e + m * d, d * e)
            }
            _ => Self::from_big(self.big() + other.big()),
        }
    }

    /// The difference.
    #[must_use]
    pub fn sub(&self, other: &Self) -> Self {
        self.add(&other.negate())
    }

    /// The number with its sign turned.
    #[must_use]
    pub fn negate(&self) -> Self {
        match &self.0 {
            Repr::Small { n, d } => Self::ratio(-i128::from(*n), i128::from(*d)),
            Repr::Big(value) => Self::from_big(-(**value).clone()),
        }
    }

    /// The product.
    #[must_use]
    pub fn mul(&self, other: &Self) -> Self {
        match (&self.0, &other.0) {
            (Repr::Small { n, d }, Repr::Small { n: m, d: e }) => {
                let [n, d, m, e] = [*n, *d, *m, *e].map(i128::from);
                Self::ratio(n * m, d * e)
            }
            _ => Self::from_big(self.big() * other.big()),
        }
    }

    /// The quotient by a number of things; `None` for zero of them.
    #[must_use]
    pub fn div_count(&self, count: usize) -> Option<Self> {
        self.div(&Self::from_count(count))
    }

    /// The quotient; `None` where the divisor is zero.
    #[must_use]
    pub fn div(&self, divisor: &Self) -> Option<Self> {
        if divisor.is_zero() {
            return None;
        }
        Some(match (&self.0, &divisor.0) {
            (Repr::Small { n, d }, Repr::Small { n: m, d: e }) => {
                let [n, d, m, e] = [*n, *d, *m, *e].map(i128::from);
                Self::ratio(n * e * m.signum(), d * m.abs())
            }
            _ => Self::from_big(self.big() / divisor.big()),
        })
    }

    /// The value in units of `10^-scale` (scale at most 38), where it is a whole number of them that
    /// fits.
    #[must_use]
    pub fn units(&self, scale: u32) -> Option<i64> {
        if let Repr::Small { n, d } = self.0
            && let Some(scaled) = i128::from(n).checked_mul(power_of_ten(scale))
        {
            let whole = scaled % i128::from(d) == 0;
            return whole.then(|| i64::try_from(scaled / i128::from(d)).ok()).flatten();
        }
        let scaled = self.big() * BigInt::from(power_of_ten(scale));
        if scaled.is_integer() { scaled.to_integer().to_i64() } else { None }
    }

    /// Numbers that are in the same order and as equal as these, where all of these are so many of the same part of 1,
    /// as figures of one stage are.
    #[must_use]
    pub fn like_units(values: &[Option<&Self>]) -> Option<Vec<i64>> {
        let small = |value: Option<&Self>| match value.map(|value| &value.0) {
            Some(&Repr::Small { n, d }) => Some((n, d)),
            Some(Repr::Big(_)) | None => None,
        };
        let (_, of) = values.first().copied().and_then(small)?;
        values.iter().map(|&value| small(value).filter(|&(_, d)| d == of).map(|(n, _)| n)).collect()
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        match &self.0 {
            Repr::Small { n, .. } => *n == 0,
            Repr::Big(value) => value.is_zero(),
        }
    }

    /// The nearest multiple of `10^-decimals`, for at most 20 decimals; `None` rounds nothing.
    #[must_use]
    pub fn round(&self, stage: Option<Precision>) -> Self {
        let Some(Precision { decimals, mode }) = stage else { return self.clone() };
        let unit = power_of_ten(decimals);
        if let Repr::Small { n, d } = self.0 {
            let (n, d) = (i128::from(n), i128::from(d));
            if d == unit {
                return self.clone();
            }
            if let Some(n) = n.checked_mul(unit) {
                return Self::ratio(round_div(n, d, mode), unit);
            }
        }
        let scaled = self.big() * BigInt::from(unit);
        Self::from_big(BigRational::new(round_big(&scaled, mode), BigInt::from(unit)))
    }

    /// The square root of a number that is not negative, exactly, rounded half up to so many decimals (at most 20).
    #[must_use]
    pub fn root(&self, decimals: u32) -> Self {
        let unit = BigInt::from(power_of_ten(decimals));
        // the square of the root in units of the last decimal
        let square = self.big() * (&unit * &unit);
        let below = square.floor().to_integer().sqrt();
        let half_way = BigInt::from(2) * &below + 1;
        let up = square * BigInt::from(4) >= BigRational::from(&half_way * &half_way);
        Self::from_big(BigRational::new(if up { below + 1 } else { below }, unit))
    }

    /// The greatest whole number that is not above it, where it fits.
    #[must_use]
    pub fn floor(&self) -> Option<usize> {
        self.big().floor().to_integer().to_usize()
    }

    /// The least whole number that is not below it, where it fits.
    #[must_use]
    pub fn ceil(&self) -> Option<usize> {
        self.big().ceil().to_integer().to_usize()
    }

    /// The decimal with exactly so many places (at most 20), for a value already rounded to them.
    #[must_use]
    pub fn fixed(&self, decimals: u32) -> String {
        let unit = power_of_ten(decimals);
        if let Repr::Small { n, d } = self.0
            && let Some(scaled) = i128::from(n).checked_mul(unit)
        {
            let units = round_div(scaled, i128::from(d), RoundingMode::HalfUp);
            return print_scaled(units.is_negative(), units.unsigned_abs(), decimals);
        }
        let units = round_big(&(self.big() * BigInt::from(unit)), RoundingMode::HalfUp);
        print_scaled(units.is_negative(), units.abs(), decimals)
    }

    /// The decimal with at most 28 significant digits (half away from zero), without trailing zeros.
    #[must_use]
    pub fn plain(&self) -> String {
        if let Some((units, decimals)) = self.finite() {
            return print_scaled(units.is_negative(), units.unsigned_abs(), decimals);
        }
        let (units, decimals) = self.significant();
        trim_zeros(print_scaled(units.is_negative(), units.abs(), decimals))
    }

    /// The value in units of `10^-decimals` with as few decimals as there can be, where it is a decimal that is printed
    /// as it is and that numbers of one word make out: most are.
    fn finite(&self) -> Option<(i128, u32)> {
        let Repr::Small { n, d } = self.0 else { return None };
        let divisor = d / gcd(n.unsigned_abs(), d.unsigned_abs());
        let (fives, rest) = divided_by(divisor, 5);
        let (twos, rest) = divided_by(rest, 2);
        let decimals = twos.max(fives);
        if rest != 1 || decimals > 18 {
            return None;
        }
        let units = i128::from(n).checked_mul(power_of_ten(decimals))? / i128::from(d);
        (units.unsigned_abs() < power_of_ten(28).unsigned_abs()).then_some((units, decimals))
    }

    /// The value that [`Exact::plain`] prints.
    #[must_use]
    pub fn as_printed(&self) -> Self {
        if self.finite().is_some() {
            return self.clone();
        }
        let (digits, decimals) = self.significant();
        Self::from_big(BigRational::new(digits, BigInt::from(10).pow(decimals)))
    }

    /// The decimal where it is finite and has at most 28 significant digits, the fraction `n/d` in
    /// lowest terms otherwise.
    #[must_use]
    pub fn show(&self) -> String {
        if self.as_printed() == *self {
            self.plain()
        } else {
            let value = self.big();
            format!("{}/{}", value.numer(), value.denom())
        }
    }

    /// Digits and decimals of the value rounded to [`SIGNIFICANT`] significant digits.
    fn significant(&self) -> (BigInt, u32) {
        let value = self.big();
        if value.is_zero() {
            return (BigInt::zero(), 0);
        }
        let ten = BigInt::from(10);
        // the exponent e with 10^(e-1) <= |value| < 10^e, from the lengths and then exactly
        let length = |n: &BigInt| i64::try_from(n.abs().to_string().len()).unwrap_or(i64::MAX);
        let mut exponent = length(value.numer()) - length(value.denom()) + 1;
        let at_least = |e: i64| {
            let power = BigRational::from(ten.pow(u32::try_from(e.unsigned_abs()).unwrap_or(u32::MAX)));
            value.abs() >= if e < 0 { BigRational::one() / power } else { power }
        };
        while !at_least(exponent - 1) {
            exponent -= 1;
        }
        match u32::try_from(SIGNIFICANT - exponent) {
            Ok(decimals) => (round_big(&(value * ten.pow(decimals)), RoundingMode::HalfUp), decimals),
            Err(_) => {
                let step = ten.pow(u32::try_from(exponent - SIGNIFICANT).unwrap_or(u32::MAX));
                (round_big(&(value / &step), RoundingMode::HalfUp) * step, 0)
            }
        }
    }
}

/// The powers of ten that fit.
const POWERS: [i128; 39] = {
    let mut powers = [1; 39];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = 10 * powers[exponent - 1];
        exponent += 1;
    }
    powers
};

fn power_of_ten(exponent: u32) -> i128 {
    *POWERS.get(exponent as usize).expect("scales and decimals are at most 38")
}

/// The greatest divisor of both; `b` where `a` is zero.
fn gcd(a: u64, b: u64) -> i64 {
    let (mut a, mut b) = (a, b);
    while a != 0 {
        (a, b) = (b % a, a);
    }
    // `b` was a denominator
    i64::try_from(b).unwrap_or(i64::MAX)
}

/// How often a number is divided by a prime, and what is left.
fn divided_by(number: i64, prime: i64) -> (u32, i64) {
    let (mut times, mut rest) = (0, number);
    while rest % prime == 0 {
        (times, rest) = (times + 1, rest / prime);
    }
    (times, rest)
}

/// `n / d` for `d > 0`, made whole.
pub(super) fn round_div(n: i128, d: i128, mode: RoundingMode) -> i128 {
    let (quotient, remainder) = match (i64::try_from(n), i64::try_from(d)) {
        // 64-bit division is several times faster, and what marks need
        (Ok(n), Ok(d)) => (i128::from(n / d), i128::from(n % d)),
        _ => (n / d, n % d),
    };
    // compares |remainder| with d/2 without doubling, which could overflow
    let half = remainder.unsigned_abs().cmp(&(d.unsigned_abs() - remainder.unsigned_abs()));
    let away = match mode {
        RoundingMode::HalfUp => half != Ordering::Less,
        RoundingMode::HalfEven => half == Ordering::Greater || (half == Ordering::Equal && quotient % 2 != 0),
        RoundingMode::Down => false,
    };
    if away { quotient + n.signum() } else { quotient }
}

fn round_big(value: &BigRational, mode: RoundingMode) -> BigInt {
    let whole = value.trunc().to_integer();
    let half = (value.fract().abs() * BigInt::from(2)).cmp(&BigRational::one());
    let away = match mode {
        RoundingMode::HalfUp => half != Ordering::Less,
        RoundingMode::HalfEven => half == Ordering::Greater || (half == Ordering::Equal && whole.bit(0)),
        RoundingMode::Down => false,
    };
    if !away {
        whole
    } else if value.is_negative() {
        whole - 1
    } else {
        whole + 1
    }
}

fn print_scaled(negative: bool, units: impl ToString, decimals: u32) -> String {
    let places = decimals as usize;
    let digits = format!("{:0>width$}", units.to_string(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let sign = if negative { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

fn trim_zeros(mut text: String) -> String {
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    text
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        Self::ratio(value.mantissa(), power_of_ten(value.scale()))
    }
}

impl From<i64> for Exact {
    fn from(value: i64) -> Self {
        Self(Repr::Small { n: value, d: 1 })
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small { n, d }, Repr::Small { n: m, d: e }) if d == e => n.cmp(m),
            (Repr::Small { n, d }, Repr::Small { n: m, d: e }) => {
                let [n, d, m, e] = [*n, *d, *m, *e].map(i128::from);
                (n * e).cmp(&(m * d))
            }
            _ => self.big().cmp(&other.big()),
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}
