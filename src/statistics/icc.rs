//! Intraclass correlations: how much of what differs in the marks is the entries' own.
//!
//! Shrout & Fleiss, "Intraclass Correlations: Uses in Assessing Rater Reliability", Psychological Bulletin 86 (1979). At most
//! 1; below 0 where seats differ more about the same entry than entries differ.

use super::figure::{Figure, count, is_nothing, mean, ratio};
use super::table::Table;

/// The six coefficients of the seats that have scored every entry; each is `None` where it divides by nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Icc {
    /// Seats that have scored every entry.
    pub raters: usize,
    pub things: usize,
    /// ICC(1,1): one seat, each entry scored by seats of its own.
    pub one_way: Option<Figure>,
    /// ICC(2,1): one seat out of many like it; being hard or easy on all counts against it.
    pub single: Option<Figure>,
    /// ICC(3,1): one of just these seats; being hard or easy on all is no matter.
    pub fixed: Option<Figure>,
    /// ICC(1,k): the mean of so many seats as there are.
    pub one_way_mean: Option<Figure>,
    /// ICC(2,k).
    pub mean: Option<Figure>,
    /// ICC(3,k).
    pub fixed_mean: Option<Figure>,
}

impl Icc {
    /// `None` where fewer than two seats have scored every entry, there are fewer than two entries, or all marks are the same.
    #[must_use]
    pub fn of(table: &Table) -> Option<Self> {
        let rows = table.complete();
        let things = rows.first()?.len();
        let (k, n) = (count(rows.len()), count(things));
        let grand = mean(&rows.concat())?;
        let square = |value: f64| (value - grand).powi(2);
        let of_entry = |at: usize| rows.iter().map(|row| row[at]).sum::<f64>() / k;
        let of_seat = |row: &Vec<f64>| row.iter().sum::<f64>() / n;
        let all: f64 = rows.iter().flatten().map(|value| square(*value)).sum();
        if is_nothing(all, rows.iter().flatten().copied()) {
            return None;
        }
        let between: f64 = k * (0..things).map(|at| square(of_entry(at))).sum::<f64>();
        let judges: f64 = n * rows.iter().map(|row| square(of_seat(row))).sum::<f64>();
        let (bms, jms) = (between / (n - 1.0), judges / (k - 1.0));
        let wms = (all - between).max(0.0) / (n * (k - 1.0));
        let ems = (all - between - judges).max(0.0) / ((n - 1.0) * (k - 1.0));
        let figure = |over: f64, under: f64| ratio(over, under).and_then(Figure::of);
        Some(Self {
            raters: rows.len(),
            things,
            one_way: figure(bms - wms, bms + (k - 1.0) * wms),
            single: figure(bms - ems, bms + (k - 1.0) * ems + k * (jms - ems) / n),
            fixed: figure(bms - ems, bms + (k - 1.0) * ems),
            one_way_mean: figure(bms - wms, bms),
            mean: figure(bms - ems, bms + (jms - ems) / n),
            fixed_mean: figure(bms - ems, bms),
        })
    }
}
