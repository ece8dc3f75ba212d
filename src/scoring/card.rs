//! A card: what a judge typed, parsed by the rules, all faults at once.
//!
//! The one place where typed text becomes the integers of a cell, for the event folder, the
//! tablets and paper alike.

use rust_decimal::Decimal;

use super::event::BLANK;
use super::number::{self, NumberFault};
use super::rules::{Criterion, Grade};

/// Why a typed value is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkFault {
    /// Not a plain number.
    Number(NumberFault),
    /// Outside the criterion's range.
    OutOfRange {
        /// Least mark allowed.
        min: Decimal,
        /// Greatest mark allowed.
        max: Decimal,
    },
    /// Not a whole multiple of the step.
    OffStep { step: Decimal },
    /// Not a whole number from 1 to the given last place.
    Place {
        /// The last place allowed.
        last: usize,
    },
    /// Not the 1 of an entry that is voted for.
    Vote,
    /// Not the id of a grade.
    Grade { allowed: Vec<String> },
}

impl Criterion {
    /// Decimal places of a mark: those of the step, without trailing zeros.
    #[must_use]
    pub fn scale(&self) -> u32 {
        self.step.normalize().scale()
    }

    /// Reads a mark into units of the last decimal place of the step; an empty text is [`BLANK`].
    ///
    /// # Errors
    /// Says what is wrong and what is allowed.
    pub fn parse(&self, text: &str) -> Result<i64, MarkFault> {
        if text.is_empty() {
            return Ok(BLANK);
        }
        let mark = number::parse(text).map_err(MarkFault::Number)?;
        if mark < self.min || mark > self.max {
            return Err(MarkFault::OutOfRange { min: self.min, max: self.max });
        }
        self.units(mark).ok_or(MarkFault::OffStep { step: self.step })
    }

    /// A mark in units of the last decimal place of the step; `None` where it is no whole multiple of the step.
    #[must_use]
    pub fn units(&self, mark: Decimal) -> Option<i64> {
        let (mark, step) = (mark.normalize(), self.step.normalize());
        let shift = step.scale().checked_sub(mark.scale())?;
        let units = mark.mantissa().checked_mul(10i128.checked_pow(shift)?)?;
        if units % step.mantissa() != 0 {
            return None;
        }
        i64::try_from(units).ok()
    }

    /// The greatest absolute mark in units of the last decimal place of the step; `None` where it
    /// does not fit a cell.
    #[must_use]
    pub fn reach(&self) -> Option<i128> {
        let most = self.min.abs().max(self.max.abs()).normalize();
        let units = if most.scale() <= self.scale() {
            most.mantissa().checked_mul(10i128.checked_pow(self.scale() - most.scale())?)?
        } else {
            most.mantissa() / 10i128.checked_pow(most.scale() - self.scale())?
        };
        i64::try_from(units).ok().map(i128::from)
    }

    /// A mark as it is printed: with the decimals of the step.
    ///
    /// # Panics
    /// Never for units that [`Criterion::parse`] gave.
    #[must_use]
    pub fn print(&self, units: i64) -> String {
        Decimal::new(units, self.scale()).to_string()
    }
}

/// What [`Criterion::parse`] gives for a mark as most people type it, without a way through decimals: for tables of
/// millions of marks.
#[derive(Debug, Clone, Copy)]
pub struct Gauge {
    scale: u32,
    /// All of it in units: of the step, the least mark and the greatest one.
    step: u64,
    least: u64,
    most: u64,
}

/// Most digits that a [`Gauge`] reads: with [`MAX_SCALE`] decimals more they fit 64 bits.
const MAX_DIGITS: usize = 12;
/// Most decimals of a step that a [`Gauge`] reads for.
const MAX_SCALE: u32 = 6;

impl Gauge {
    /// The gauge of a criterion; `None` where only [`Criterion::parse`] will do.
    #[must_use]
    pub fn of(criterion: &Criterion) -> Option<Self> {
        let scale = criterion.scale();
        let whole = |bound: Decimal| u64::try_from(bound.checked_mul(Decimal::from(10u64.pow(scale)))?).ok();
        if scale > MAX_SCALE || criterion.max.is_sign_negative() {
            return None;
        }
        let least = if criterion.min.is_sign_negative() { Decimal::ZERO } else { criterion.min };
        let (step, exact) = (whole(criterion.step)?, |bound: Decimal| bound.normalize().scale() <= scale);
        (step > 0 && exact(least) && exact(criterion.max))
            .then(|| Some(Self { scale, step, least: whole(least)?, most: whole(criterion.max)? }))
            .flatten()
    }

    /// The units of a mark that [`Criterion::parse`] takes; `None` where it is to be asked: the mark is blank, faulty
    /// or of an unusual form.
    #[must_use]
    pub fn units(&self, text: &[u8]) -> Option<i64> {
        if text.len() > MAX_DIGITS || text.is_empty() {
            return None;
        }
        let (mut units, mut behind) = (0u64, None);
        for (index, &byte) in text.iter().enumerate() {
            match byte {
                b'0'..=b'9' => {
                    units = units * 10 + u64::from(byte - b'0');
                    behind = behind.map(|behind| behind + 1);
                }
                b'.' if index > 0 && behind.is_none() => behind = Some(0),
                _ => return None,
            }
        }
        let mut behind = match behind {
            Some(0) => return None,
            behind => behind.unwrap_or(0),
        };
        while behind > self.scale && units.is_multiple_of(10) {
            (units, behind) = (units / 10, behind - 1);
        }
        units *= 10u64.pow(self.scale.checked_sub(behind)?);
        let fits = (self.least..=self.most).contains(&units) && units.is_multiple_of(self.step);
        fits.then(|| i64::try_from(units).ok()).flatten()
    }
}

/// Reads a place on a ranking ballot of `last` places; an empty text is [`BLANK`].
///
/// # Errors
/// Says what is allowed.
pub fn parse_place(text: &str, last: usize) -> Result<i64, MarkFault> {
    if text.is_empty() {
        return Ok(BLANK);
    }
    let place = number::parse(text).map_err(MarkFault::Number)?;
    match i64::try_from(place) {
        Ok(whole) if place.fract().is_zero() && whole >= 1 && usize::try_from(whole).is_ok_and(|p| p <= last) => {
            Ok(whole)
        }
        _ => Err(MarkFault::Place { last }),
    }
}

/// Reads a vote: 1 for an entry that was chosen; an empty text is [`BLANK`].
///
/// # Errors
/// Says what is allowed.
pub fn parse_vote(text: &str) -> Result<i64, MarkFault> {
    match text {
        "" => Ok(BLANK),
        text if number::parse(text).map_err(MarkFault::Number)? == Decimal::ONE => Ok(1),
        _ => Err(MarkFault::Vote),
    }
}

/// Reads a grade's id into its index; an empty text is [`BLANK`].
///
/// # Errors
/// Says what is allowed.
pub fn parse_grade(text: &str, grades: &[Grade]) -> Result<i64, MarkFault> {
    if text.is_empty() {
        return Ok(BLANK);
    }
    grades
        .iter()
        .position(|g| g.id == text)
        .and_then(|index| i64::try_from(index).ok())
        .ok_or_else(|| MarkFault::Grade { allowed: grades.iter().map(|g| g.id.clone()).collect() })
}
