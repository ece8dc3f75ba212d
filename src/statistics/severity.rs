//! How hard or easy each seat is, by least squares: each card is taken for the entry's level and the seat's severity, and
//! what is left over.
//!
//! The two-way additive model without interaction (Scheffé, The Analysis of Variance, 1959, chapter 4; for gaps, Searle,
//! Linear Models for Unbalanced Data, 1987), on the cards that there are. The normal equations are reduced to the seats and
//! solved by elimination. Seats whose entries have nothing to do with one another cannot be compared: severities are taken
//! from the mean of the seats that hang together.

use super::figure::{Figure, count};
use super::table::Table;

/// Severities of seats and levels of entries.
#[derive(Debug, Clone, PartialEq)]
pub struct Severity {
    /// Of each seat, how much higher its cards are than those of the seats that it hangs together with, on the mean; `None`
    /// of one without a card.
    pub(super) seats: Vec<Option<f64>>,
    /// Of each entry, what a seat of no severity would give it; `None` of one without a card.
    pub(super) entries: Vec<Option<f64>>,
    /// Into how many parts the cards fall that share no seat and no entry.
    pub parts: usize,
    /// The standard deviation of what is left over; `None` where the cards leave no degree of freedom.
    pub(super) deviation: Option<f64>,
}

impl Severity {
    /// `None` where there is no card.
    #[must_use]
    pub fn of(table: &Table) -> Option<Self> {
        let part_of = parts(table);
        let parts = part_of.iter().flatten().max()? + 1;
        let mut seats = solve(table, &part_of, parts)?;
        centre(&mut seats, &part_of, parts);
        let level = |entry| {
            let left: Vec<f64> = table
                .column(entry)
                .filter_map(|(seat, value)| Some(value - seats.get(seat).copied().flatten()?))
                .collect();
            super::figure::mean(&left)
        };
        let entries: Vec<Option<f64>> = (0..table.entries()).map(level).collect();
        let mut severity = Self { seats, entries, parts, deviation: None };
        let scored = severity.entries.iter().flatten().count();
        let sitting = severity.seats.iter().flatten().count();
        let free = (table.filled() + parts).checked_sub(sitting + scored).filter(|free| *free > 0);
        severity.deviation = free.map(|free| {
            let left = table.values().filter_map(|(seat, entry, _)| severity.residual(table, seat, entry));
            (left.map(|left| left * left).sum::<f64>() / count(free)).sqrt()
        });
        Some(severity)
    }

    /// What a card would be by its seat and its entry alone.
    pub(super) fn expected(&self, seat: usize, entry: usize) -> Option<f64> {
        Some(self.seats.get(seat).copied()?? + self.entries.get(entry).copied()??)
    }

    /// By how much a card is higher than that.
    pub(super) fn residual(&self, table: &Table, seat: usize, entry: usize) -> Option<f64> {
        Some(table.at(seat, entry)? - self.expected(seat, entry)?)
    }

    #[must_use]
    pub fn of_seat(&self, seat: usize) -> Option<Figure> {
        self.seats.get(seat).copied().flatten().and_then(Figure::of)
    }

    /// The standard deviation of what is left over.
    #[must_use]
    pub fn left_over(&self) -> Option<Figure> {
        self.deviation.and_then(Figure::of)
    }
}

/// Of each seat with a card, the part that it belongs to: seats that share an entry are of one part, and so on.
fn parts(table: &Table) -> Vec<Option<usize>> {
    let mut part_of = vec![None; table.seats()];
    let mut known = vec![false; table.entries()];
    let mut next = 0;
    for first in 0..table.seats() {
        if part_of[first].is_some() || table.row(first).iter().all(Option::is_none) {
            continue;
        }
        let mut open = vec![first];
        part_of[first] = Some(next);
        while let Some(seat) = open.pop() {
            for entry in (0..table.entries()).filter(|&entry| table.at(seat, entry).is_some()) {
                if std::mem::replace(&mut known[entry], true) {
                    continue;
                }
                for (other, _) in table.column(entry) {
                    if part_of[other].replace(next).is_none() {
                        open.push(other);
                    }
                }
            }
        }
        next += 1;
    }
    part_of
}

/// Severities up to one number for each part: the first seat of each has none.
fn solve(table: &Table, part_of: &[Option<usize>], parts: usize) -> Option<Vec<Option<f64>>> {
    // unknowns: all seats with a card but the first of each part
    let mut seen = vec![false; parts];
    let mut unknown = vec![None; table.seats()];
    let mut size = 0;
    for (seat, part) in part_of.iter().enumerate() {
        let Some(part) = part else { continue };
        if std::mem::replace(&mut seen[*part], true) {
            unknown[seat] = Some(size);
            size += 1;
        }
    }
    let mut matrix = vec![vec![0.0; size + 1]; size];
    for entry in 0..table.entries() {
        let column: Vec<(usize, f64)> = table.column(entry).collect();
        let many = count(column.len());
        let sum: f64 = column.iter().map(|(_, value)| value).sum();
        for (seat, value) in &column {
            let Some(at) = unknown[*seat] else { continue };
            matrix[at][size] += value - sum / many;
            matrix[at][at] += 1.0;
            for (other, _) in &column {
                if let Some(beside) = unknown[*other] {
                    matrix[at][beside] -= 1.0 / many;
                }
            }
        }
    }
    let solved = eliminate(matrix)?;
    let of = |seat: usize| unknown[seat].map_or(0.0, |at| solved[at]);
    Some(part_of.iter().enumerate().map(|(seat, part)| part.map(|_| of(seat))).collect())
}

/// Solves equations whose last column is what they come to; `None` where they do not say one solution.
fn eliminate(mut matrix: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let size = matrix.len();
    for at in 0..size {
        let best = (at..size).max_by(|&a, &b| matrix[a][at].abs().total_cmp(&matrix[b][at].abs()))?;
        matrix.swap(at, best);
        let (above, below) = matrix.split_at_mut(at + 1);
        let pivot = &above[at];
        if pivot[at].abs() < 1e-9 {
            return None;
        }
        for row in below {
            let factor = row[at] / pivot[at];
            if factor != 0.0 {
                for (cell, upper) in row[at..].iter_mut().zip(&pivot[at..]) {
                    *cell -= factor * upper;
                }
            }
        }
    }
    let mut solved = vec![0.0; size];
    for at in (0..size).rev() {
        let known: f64 = (at + 1..size).map(|other| matrix[at][other] * solved[other]).sum();
        solved[at] = (matrix[at][size] - known) / matrix[at][at];
    }
    Some(solved)
}

/// Takes severities from the mean of their part.
fn centre(seats: &mut [Option<f64>], part_of: &[Option<usize>], parts: usize) {
    for part in 0..parts {
        let own: Vec<usize> = (0..seats.len()).filter(|&seat| part_of[seat] == Some(part)).collect();
        let mean = own.iter().filter_map(|&seat| seats[seat]).sum::<f64>() / count(own.len());
        for seat in own {
            seats[seat] = seats[seat].map(|severity| severity - mean);
        }
    }
}
