//! Kendall's coefficient of concordance W, and Friedman's test, which is the same question.
//!
//! Kendall & Babington Smith, "The Problem of m Rankings", Annals of Mathematical Statistics 10 (1939); with the correction
//! for ties of Kendall, Rank Correlation Methods (1948); Friedman (1937) for the chi-square. Ranks: 0 to 1; 1 is one order
//! for all, 0 is what comes of orders that have nothing to do with one another.

use super::figure::{Figure, count, ratio};
use super::gamma::tail;
use super::table::Table;

/// How much some orders of the same things agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concordance {
    /// Those who put in order: seats that have scored every entry.
    pub raters: usize,
    /// What was put in order.
    pub things: usize,
    /// W, corrected for ties.
    pub w: Figure,
    /// Friedman's chi-square, corrected for ties: m (n − 1) W.
    pub chi_square: Figure,
    /// Its degrees of freedom.
    pub degrees: usize,
    /// How probable so much agreement is, or more, where orders have nothing to do with one another; an approximation.
    pub p: Option<Figure>,
}

/// Ranks from the least up; equal ones share the mean of the ranks that they take together.
pub(super) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut below = 0;
    for group in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]).is_eq()) {
        let shared = count(below) + f64::midpoint(count(group.len()), 1.0);
        for &at in group {
            ranks[at] = shared;
        }
        below += group.len();
    }
    ranks
}

/// The sum of t³ − t over the groups of equal ranks.
fn ties(ranks: &[f64]) -> f64 {
    let mut sorted = ranks.to_vec();
    sorted.sort_by(f64::total_cmp);
    let groups = sorted.chunk_by(|a, b| a.total_cmp(b).is_eq());
    groups.map(|group| count(group.len()).powi(3) - count(group.len())).sum()
}

/// W over the seats of a table that have a value for every entry. `None` where there are fewer than two of them or two
/// entries, or where each of them holds all entries equal.
#[must_use]
pub fn concordance(table: &Table) -> Option<Concordance> {
    let rows: Vec<Vec<f64>> = table.complete().iter().map(|row| ranks(row)).collect();
    let things = rows.first()?.len();
    let (m, n) = (count(rows.len()), count(things));
    let sums: Vec<f64> = (0..things).map(|at| rows.iter().map(|row| row[at]).sum()).collect();
    let centre = m * (n + 1.0) / 2.0;
    let squares: f64 = sums.iter().map(|sum| (sum - centre).powi(2)).sum();
    let tied: f64 = rows.iter().map(|row| ties(row)).sum();
    let w = ratio(12.0 * squares, m * m * (n.powi(3) - n) - m * tied)?;
    let chi_square = m * (n - 1.0) * w;
    Some(Concordance {
        raters: rows.len(),
        things,
        w: Figure::of(w)?,
        chi_square: Figure::of(chi_square)?,
        degrees: things - 1,
        p: tail(chi_square, n - 1.0).and_then(Figure::of),
    })
}
