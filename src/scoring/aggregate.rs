//! How one list of counted values becomes one value: mean, trimmed mean, median.
//!
//! Generic over what is in the list: integers of one scale, which is what marks are, or exact
//! numbers where something was divided before. Knows nothing of judges or entries.

use super::exact::{Exact, round_div};
use super::rules::{ListRules, Method, Precision, TooFew};
use super::trace::Used;

/// What can stand in a list.
pub(super) trait Amount: Clone + Ord {
    /// The sum of values; the caller has made sure that it fits.
    fn sum(values: &[Self]) -> Self;
    /// `self - other`.
    fn less(&self, other: &Self) -> Self;
    /// The value, for a list whose integers have so many decimals.
    fn exact(&self, scale: u32) -> Exact;
    /// A mark of so many units at that scale.
    fn from_units(units: i64, scale: u32) -> Self;
    /// An exact number as it stands in the list; `None` where the list is one of integers.
    fn from_exact(value: &Exact) -> Option<Self>;
    /// The sum of units times what one of each is worth.
    fn weigh(factors: &[Self], units: &[i64]) -> Self;
    /// The value at the same scale, as a stage leaves it.
    fn rounded(self, scale: u32, stage: Option<Precision>) -> Self;
}

impl Amount for i64 {
    fn sum(values: &[Self]) -> Self {
        values.iter().sum()
    }

    fn less(&self, other: &Self) -> Self {
        self - other
    }

    fn exact(&self, scale: u32) -> Exact {
        Exact::from_units(*self, scale)
    }

    fn from_units(units: i64, _scale: u32) -> Self {
        units
    }

    fn from_exact(_value: &Exact) -> Option<Self> {
        None
    }

    fn weigh(factors: &[Self], units: &[i64]) -> Self {
        factors.iter().zip(units).map(|(factor, units)| factor * units).sum()
    }

    fn rounded(self, scale: u32, stage: Option<Precision>) -> Self {
        let Some(Precision { decimals, mode }) = stage else { return self };
        match scale.checked_sub(decimals) {
            None | Some(0) => self,
            Some(excess) => {
                let unit = 10i64.pow(excess);
                // rounding up adds less than one unit, for which the plan has left room
                i64::try_from(round_div(i128::from(self), i128::from(unit), mode)).map_or(self, |n| n * unit)
            }
        }
    }
}

impl Amount for Exact {
    fn sum(values: &[Self]) -> Self {
        values.iter().fold(Exact::ZERO, |sum, value| sum.add(value))
    }

    fn less(&self, other: &Self) -> Self {
        self.sub(other)
    }

    fn exact(&self, _scale: u32) -> Exact {
        self.clone()
    }

    fn from_units(units: i64, scale: u32) -> Self {
        Self::from_units(units, scale)
    }

    fn from_exact(value: &Exact) -> Option<Self> {
        Some(value.clone())
    }

    fn weigh(factors: &[Self], units: &[i64]) -> Self {
        let products = factors.iter().zip(units).map(|(factor, &units)| factor.mul(&Self::from(units)));
        products.fold(Exact::ZERO, |sum, product| sum.add(&product))
    }

    fn rounded(self, _scale: u32, stage: Option<Precision>) -> Self {
        self.round(stage)
    }
}

/// What a list has enough values for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Enough {
    /// The method as the rules have it.
    Method,
    /// Too few: the plain mean instead.
    PlainMean,
    /// Too few: a blocker.
    TooFew,
    /// None at all: a blocker, or a group left out.
    Empty,
}

impl ListRules {
    /// What `count` counted values are enough for.
    pub(super) fn enough(&self, count: usize) -> Enough {
        if count == 0 {
            Enough::Empty
        } else if count >= self.min_cards {
            Enough::Method
        } else {
            match self.too_few {
                TooFew::Error => Enough::TooFew,
                TooFew::Mean => Enough::PlainMean,
            }
        }
    }
}

/// Applies a method to a list; `None` where nothing is left to divide by. Reorders the values.
///
/// A trimmed mean drops so many values from each end, one copy a drop, and averages the rest.
pub(super) fn apply<V: Amount>(method: Method, values: &mut [V], scale: u32) -> Option<Exact> {
    let count = values.len();
    match method {
        Method::Mean => V::sum(values).exact(scale).div_count(count),
        // the usual case needs no sorting
        Method::TrimmedMean { drop_highest: 1, drop_lowest: 1 } if count > 2 => {
            let (lowest, highest) = (values.iter().min()?, values.iter().max()?);
            V::sum(values).less(lowest).less(highest).exact(scale).div_count(count - 2)
        }
        Method::TrimmedMean { drop_highest, drop_lowest } => {
            values.sort_unstable();
            let kept = values.get(drop_lowest..count.checked_sub(drop_highest)?)?;
            V::sum(kept).exact(scale).div_count(kept.len())
        }
        Method::Median => {
            values.sort_unstable();
            let middle = values.get((count.checked_sub(1)?) / 2..=count / 2)?;
            V::sum(middle).exact(scale).div_count(middle.len())
        }
        // it goes by what stands on the ballots, which a list of values does not know
        Method::Modal(_) => None,
    }
}

/// What a method does with each of `count` values, lowest first.
pub(super) fn used(method: Method, count: usize) -> Vec<Used> {
    (0..count)
        .map(|rank| match method {
            Method::TrimmedMean { drop_lowest, .. } if rank < drop_lowest => Used::DroppedLowest,
            Method::TrimmedMean { drop_highest, .. } if rank >= count - drop_highest => Used::DroppedHighest,
            Method::Median if rank < (count - 1) / 2 => Used::DroppedLowest,
            Method::Median if rank > count / 2 => Used::DroppedHighest,
            Method::Mean | Method::TrimmedMean { .. } | Method::Median | Method::Modal(_) => Used::Kept,
        })
        .collect()
}
