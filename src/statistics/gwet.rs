//! Gwet's AC1 and AC2: agreement against chance, where chance is not made greater by everybody choosing the same.
//!
//! Gwet, "Computing inter-rater reliability and its variance in the presence of high agreement", British Journal of
//! Mathematical and Statistical Psychology 61 (2008), and Handbook of Inter-Rater Reliability (2014), with gaps. The
//! categories are the values that occur. At most 1; 0 is what chance gives.

use super::figure::{Figure, count, ratio};
use super::table::Table;

/// A coefficient with what it is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gwet {
    pub coefficient: Figure,
    /// The share of pairs that agree, each as far as it does.
    pub observed: Figure,
    /// The share that chance would give.
    pub chance: Figure,
    /// How many values occur.
    pub categories: usize,
}

impl Gwet {
    /// AC1: a pair agrees or it does not.
    #[must_use]
    pub fn first(table: &Table) -> Option<Self> {
        Self::of(table, |a, b, _| if a.total_cmp(&b).is_eq() { 1.0 } else { 0.0 })
    }

    /// AC2 with quadratic weights: a pair agrees the more the nearer its values are.
    #[must_use]
    pub fn second(table: &Table) -> Option<Self> {
        Self::of(table, |a, b, reach| 1.0 - ((a - b) / reach).powi(2))
    }

    /// `None` where no entry was scored by two, or only one value occurs.
    fn of(table: &Table, weight: impl Fn(f64, f64, f64) -> f64) -> Option<Self> {
        let units: Vec<Vec<f64>> = (0..table.entries())
            .map(|entry| table.column(entry).map(|(_, value)| value).collect::<Vec<_>>())
            .filter(|values| !values.is_empty())
            .collect();
        let mut values: Vec<f64> = units.iter().flatten().copied().collect();
        values.sort_by(f64::total_cmp);
        values.dedup_by(|a, b| a.total_cmp(b).is_eq());
        let reach = values.last()? - values.first()?;
        if values.len() < 2 {
            return None;
        }
        let mut shares = vec![0.0; values.len()];
        let (mut agreeing, mut paired) = (0.0, 0.0);
        for unit in &units {
            let many = count(unit.len());
            for value in unit {
                let at = values.binary_search_by(|other| other.total_cmp(value)).ok()?;
                shares[at] += 1.0 / many / count(units.len());
            }
            if unit.len() > 1 {
                let with = |a: &f64| unit.iter().map(|b| weight(*a, *b, reach)).sum::<f64>() - 1.0;
                agreeing += unit.iter().map(with).sum::<f64>() / (many * (many - 1.0));
                paired += 1.0;
            }
        }
        let observed = ratio(agreeing, paired)?;
        let weights: f64 = values.iter().flat_map(|a| values.iter().map(|b| weight(*a, *b, reach))).sum();
        let spread: f64 = shares.iter().map(|share| share * (1.0 - share)).sum();
        let categories = count(values.len());
        let chance = weights / (categories * (categories - 1.0)) * spread;
        let coefficient = ratio(observed - chance, 1.0 - chance)?;
        Some(Self {
            coefficient: Figure::of(coefficient)?,
            observed: Figure::of(observed)?,
            chance: Figure::of(chance)?,
            categories: values.len(),
        })
    }
}
