//! A second opinion: what the entries' scores would be if nobody were hard or easy. It is beside the result and never the
//! result; which panel scored an entry is all that it makes up for.

use super::figure::{Figure, count, mean};
use super::severity::Severity;
use super::table::Table;

/// Seats whose cards make one mean, and how much that weighs.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    pub seats: Vec<usize>,
    pub weight: Figure,
}

/// The second opinion on one entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Opinion {
    pub entry: usize,
    pub cards: usize,
    /// The mean of each group's cards, weighed; as they are.
    pub plain: Figure,
    /// The same with each seat's severity taken off its cards.
    pub without: Figure,
    /// Places by the one and by the other, from 1; equal ones share.
    pub plain_place: usize,
    pub without_place: usize,
}

/// The weighed mean of the shares' means; shares without a value are left out.
fn weighed(shares: &[Share], value: impl Fn(usize) -> Option<f64>) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for share in shares {
        let values: Vec<f64> = share.seats.iter().filter_map(|&seat| value(seat)).collect();
        if let Some(mean) = mean(&values) {
            sum += mean * share.weight.value();
            weights += share.weight.value();
        }
    }
    (weights > 0.0).then(|| sum / weights)
}

/// The opinions, the best without severity first. None where the cards fall apart, since severities of one part say nothing
/// of another's.
pub(super) fn opinions(table: &Table, severity: &Severity, shares: &[Share]) -> Vec<Opinion> {
    if severity.parts != 1 {
        return Vec::new();
    }
    let both = |entry: usize| {
        let plain = weighed(shares, |seat| table.at(seat, entry))?;
        let less = |seat: usize| Some(table.at(seat, entry)? - severity.seats.get(seat).copied()??);
        Some((entry, plain, weighed(shares, less)?))
    };
    let found: Vec<(usize, f64, f64)> = (0..table.entries()).filter_map(both).collect();
    // what differs by less than is ever printed is equal
    let same = |a: f64, b: f64| (a - b).abs() < 1e-7 * (1.0 + a.abs() + b.abs());
    let place = |of: &dyn Fn(&(usize, f64, f64)) -> f64, own: &(usize, f64, f64)| {
        1 + found.iter().filter(|other| of(other) > of(own) && !same(of(other), of(own))).count()
    };
    let mut opinions: Vec<Opinion> = found
        .iter()
        .filter_map(|row| {
            Some(Opinion {
                entry: row.0,
                cards: table.column(row.0).count(),
                plain: Figure::of(row.1)?,
                without: Figure::of(row.2)?,
                plain_place: place(&|row| row.1, row),
                without_place: place(&|row| row.2, row),
            })
        })
        .collect();
    opinions.sort_by_key(|opinion| (opinion.without_place, opinion.entry));
    opinions
}

/// How many hundredths of seats' and entries' differences are worth a word: a share of the greatest value of a card.
pub(super) fn share_of(full: Option<Figure>, hundredths: f64) -> Option<f64> {
    full.map(|full| full.value().abs() * hundredths / count(100)).filter(|share| *share > 0.0)
}
