//! A table of seats and entries with gaps: what the statistics are about.

use super::figure::{Figure, count, mean};

/// One value for each seat and entry, where there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    seats: usize,
    entries: usize,
    /// `[seat][entry]`.
    cells: Vec<Option<f64>>,
}

impl Table {
    /// A table with nothing in it.
    #[must_use]
    pub fn new(seats: usize, entries: usize) -> Self {
        Self { seats, entries, cells: vec![None; seats * entries] }
    }

    /// A table of rows, one a seat, with the values as plain decimals; what is none is a gap.
    #[must_use]
    pub fn of_rows(rows: &[Vec<Option<&str>>]) -> Self {
        let mut table = Self::new(rows.len(), rows.iter().map(Vec::len).max().unwrap_or(0));
        for (seat, row) in rows.iter().enumerate() {
            for (entry, text) in row.iter().enumerate() {
                table.set(seat, entry, *text);
            }
        }
        table
    }

    /// Writes a value as a plain decimal; a gap where it is none. A cell outside of the table takes nothing.
    pub fn set(&mut self, seat: usize, entry: usize, text: Option<&str>) {
        if seat < self.seats && entry < self.entries {
            // nothing has no sign: what is below it by none is the same value
            self.cells[seat * self.entries + entry] = text.and_then(Figure::read).map(|figure| figure.value() + 0.0);
        }
    }

    #[must_use]
    pub fn seats(&self) -> usize {
        self.seats
    }

    #[must_use]
    pub fn entries(&self) -> usize {
        self.entries
    }

    pub(super) fn row(&self, seat: usize) -> &[Option<f64>] {
        &self.cells[seat * self.entries..(seat + 1) * self.entries]
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[Option<f64>]> {
        (0..self.seats).map(|seat| self.row(seat))
    }

    pub(super) fn at(&self, seat: usize, entry: usize) -> Option<f64> {
        self.cells[seat * self.entries + entry]
    }

    /// The values that there are for an entry, with their seats.
    pub(super) fn column(&self, entry: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        (0..self.seats).filter_map(move |seat| Some((seat, self.at(seat, entry)?)))
    }

    /// All values that there are: seat, entry, value.
    pub(super) fn values(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        let cells = self.cells.iter().enumerate();
        cells.filter_map(move |(at, value)| Some((at / self.entries, at % self.entries, (*value)?)))
    }

    /// How many values there are.
    #[must_use]
    pub fn filled(&self) -> usize {
        self.cells.iter().flatten().count()
    }

    /// The value of a cell.
    #[must_use]
    pub fn figure(&self, seat: usize, entry: usize) -> Option<Figure> {
        (seat < self.seats && entry < self.entries).then(|| self.at(seat, entry).and_then(Figure::of)).flatten()
    }

    /// The mean of an entry's values.
    pub(super) fn mean_of(&self, entry: usize) -> Option<f64> {
        mean(&self.column(entry).map(|(_, value)| value).collect::<Vec<_>>())
    }

    /// Seats that have a value for every entry that anybody has one for: the rows of their values, with no gap. Empty where
    /// there are fewer than two of either.
    pub(super) fn complete(&self) -> Vec<Vec<f64>> {
        let entries: Vec<usize> = (0..self.entries).filter(|&entry| self.column(entry).next().is_some()).collect();
        let full = |seat| entries.iter().map(|&entry| self.at(seat, entry)).collect::<Option<Vec<f64>>>();
        let rows: Vec<Vec<f64>> = (0..self.seats).filter_map(full).collect();
        if entries.len() < 2 || rows.len() < 2 { Vec::new() } else { rows }
    }
}

/// The standard deviation of a sample (over n − 1); `None` of fewer than two.
pub(super) fn deviation(values: &[f64]) -> Option<f64> {
    let centre = mean(values)?;
    let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    (values.len() > 1).then(|| (squares / (count(values.len()) - 1.0)).sqrt())
}
