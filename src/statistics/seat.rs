//! One seat against the others: spread, agreement with them, drift over the order of visits; and cards that stand out.

use super::figure::{count, mean};
use super::order::{correlation, line};
use super::severity::Severity;
use super::table::{Table, deviation};

/// The standard deviation of a seat's own cards.
pub(super) fn spread(table: &Table, seat: usize) -> Option<f64> {
    deviation(&table.row(seat).iter().flatten().copied().collect::<Vec<_>>())
}

/// The correlation of a seat's cards with the mean of the other seats' on the same entries.
pub(super) fn with_others(table: &Table, seat: usize) -> Option<f64> {
    let pair = |entry: usize| {
        let own = table.at(seat, entry)?;
        let others: Vec<f64> =
            table.column(entry).filter(|(other, _)| *other != seat).map(|(_, value)| value).collect();
        Some((own, mean(&others)?))
    };
    correlation(&(0..table.entries()).filter_map(pair).collect::<Vec<_>>())
}

/// What is left of a seat's cards when severity and level are taken out, by the place in the order of visits.
pub(super) fn course(table: &Table, severity: &Severity, order: &[Option<usize>], seat: usize) -> Vec<(usize, f64)> {
    let point = |entry: usize| Some((order.get(entry).copied()??, severity.residual(table, seat, entry)?));
    let mut points: Vec<(usize, f64)> = (0..table.entries()).filter_map(point).collect();
    points.sort_by_key(|(place, _)| *place);
    points
}

/// The line through that: slope and height at nothing.
pub(super) fn drift(course: &[(usize, f64)]) -> Option<(f64, f64)> {
    line(&course.iter().map(|(place, left)| (count(*place), *left)).collect::<Vec<_>>())
}
