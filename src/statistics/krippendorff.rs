//! Krippendorff's alpha: agreement with gaps, against what chance would give.
//!
//! Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011). At most 1; 0 is what chance gives, below 0 is less than
//! that.

use std::collections::BTreeMap;

use super::figure::{Figure, count, ratio};
use super::table::Table;

/// What a difference of two values is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The same or another.
    Nominal,
    /// How many values lie between them.
    Ordinal,
    /// The square of the difference.
    Interval,
    /// The same beside their sum; for values that are not below 0.
    Ratio,
}

/// Alpha over all entries that at least two seats have scored. `None` where there is no such entry, or all values are the same.
#[must_use]
pub fn alpha(table: &Table, level: Level) -> Option<Figure> {
    let units: Vec<Vec<f64>> = (0..table.entries())
        .map(|entry| table.column(entry).map(|(_, value)| value).collect::<Vec<_>>())
        .filter(|values| values.len() > 1)
        .collect();
    // how often each value occurs among those that can be paired
    let mut values: Vec<f64> = units.iter().flatten().copied().collect();
    values.sort_by(f64::total_cmp);
    let groups: Vec<(f64, f64)> =
        values.chunk_by(|a, b| a.total_cmp(b).is_eq()).map(|group| (group[0], count(group.len()))).collect();
    // where nothing differs, agreement is no finding
    if groups.len() < 2 {
        return None;
    }
    let total = count(values.len());
    let place: BTreeMap<u64, usize> = groups.iter().enumerate().map(|(at, (value, _))| (value.to_bits(), at)).collect();
    let distance = Distances::new(level, &groups);
    let mut observed = 0.0;
    for unit in &units {
        let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
        for value in unit {
            *counts.entry(*place.get(&value.to_bits())?).or_insert(0.0) += 1.0;
        }
        let pairs: f64 = pairs(counts.iter().map(|(at, count)| (*at, *count)), &distance);
        observed += pairs / (count(unit.len()) - 1.0);
    }
    let expected = pairs(groups.iter().enumerate().map(|(at, (_, count))| (at, *count)), &distance) / (total - 1.0);
    ratio(observed, expected).and_then(|share| Figure::of(1.0 - share))
}

/// The sum of the distances of all ordered pairs.
fn pairs(counts: impl Iterator<Item = (usize, f64)> + Clone, distance: &Distances<'_>) -> f64 {
    if distance.level == Level::Interval {
        // the same sum without going through the pairs: twice as many values as there are times their squares
        let value = |at: usize| distance.groups[at].0;
        let many: f64 = counts.clone().map(|(_, many)| many).sum();
        let centre = counts.clone().map(|(at, count)| count * value(at)).sum::<f64>() / many;
        return 2.0 * many * counts.map(|(at, count)| count * (value(at) - centre).powi(2)).sum::<f64>();
    }
    let of =
        |(a, many): (usize, f64)| counts.clone().map(|(b, other)| many * other * distance.between(a, b)).sum::<f64>();
    counts.clone().map(of).sum()
}

struct Distances<'g> {
    level: Level,
    /// Values, ascending, with how often each occurs.
    groups: &'g [(f64, f64)],
    /// Up to each value, how many there are, with half of its own.
    middles: Vec<f64>,
}

impl<'g> Distances<'g> {
    fn new(level: Level, groups: &'g [(f64, f64)]) -> Self {
        let mut below = 0.0;
        let middle = |(_, many): &(f64, f64)| {
            let middle = below + many / 2.0;
            below += many;
            middle
        };
        Self { level, groups, middles: groups.iter().map(middle).collect() }
    }

    fn between(&self, a: usize, b: usize) -> f64 {
        if a == b {
            return 0.0;
        }
        let (x, y) = (self.groups[a].0, self.groups[b].0);
        match self.level {
            Level::Nominal => 1.0,
            Level::Ordinal => (self.middles[a] - self.middles[b]).powi(2),
            Level::Interval => (x - y).powi(2),
            Level::Ratio => ratio(x - y, x + y).map_or(0.0, |share| share.powi(2)),
        }
    }
}
