//! Earlier and later entries: a straight line through values by the order of visits.

use super::figure::{Figure, count, is_nothing, mean, ratio};
use super::table::Table;

/// Fewest points that a line or a correlation is drawn through: two always lie on one.
pub(super) const FEWEST: usize = 3;

/// A line by least squares through points `(x, y)`: its slope and its height at nothing.
pub(super) fn line(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    if points.len() < FEWEST {
        return None;
    }
    let (x, y) = means(points)?;
    let across: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    let slope = ratio(points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum(), across)?;
    Some((slope, y - slope * x))
}

/// Pearson's correlation, −1 to 1; `None` of fewer than three points, or where one side does not vary.
pub(super) fn correlation(points: &[(f64, f64)]) -> Option<f64> {
    if points.len() < FEWEST {
        return None;
    }
    let (x, y) = means(points)?;
    let sum = |of: fn(f64, f64) -> f64| points.iter().map(|point| of(point.0 - x, point.1 - y)).sum::<f64>();
    let (across, up) = (sum(|x, _| x * x), sum(|_, y| y * y));
    if is_nothing(across, points.iter().map(|point| point.0)) || is_nothing(up, points.iter().map(|point| point.1)) {
        return None;
    }
    ratio(sum(|x, y| x * y), (across * up).sqrt()).map(|r| r.clamp(-1.0, 1.0))
}

fn means(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    let side = |of: fn(&(f64, f64)) -> f64| mean(&points.iter().map(of).collect::<Vec<_>>());
    Some((side(|point| point.0)?, side(|point| point.1)?))
}

/// Entries' means by the order of visits.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// Of each entry that was visited and has cards, in that order: index, place in the order, mean.
    pub points: Vec<(usize, usize, Figure)>,
    /// By how much each next one is higher; `None` of fewer than three.
    pub slope: Option<Figure>,
    /// Where the line is at the first and at the last of them.
    pub ends: Option<(Figure, Figure)>,
    /// `None` where all means are the same.
    pub correlation: Option<Figure>,
}

impl Trend {
    /// `order` has the place of each entry in the order of visits, from 1.
    #[must_use]
    pub fn of(table: &Table, order: &[Option<usize>]) -> Self {
        let mut points: Vec<(usize, usize, f64)> = (0..table.entries())
            .filter_map(|entry| Some((entry, order.get(entry).copied()??, table.mean_of(entry)?)))
            .collect();
        points.sort_by_key(|(_, place, _)| *place);
        let plane: Vec<(f64, f64)> = points.iter().map(|(_, place, mean)| (count(*place), *mean)).collect();
        let found = line(&plane);
        let height = |place: Option<&(f64, f64)>| {
            let (slope, start) = found?;
            Figure::of(start + slope * place?.0)
        };
        Self {
            slope: found.and_then(|(slope, _)| Figure::of(slope)),
            ends: height(plane.first()).zip(height(plane.last())),
            correlation: correlation(&plane).and_then(Figure::of),
            points: points.into_iter().filter_map(|(at, place, mean)| Some((at, place, Figure::of(mean)?))).collect(),
        }
    }
}
