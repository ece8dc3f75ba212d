//! The event as scoring sees it: rules, entries, judges, the cells that judges fill, and what
//! organisers add. Ids have become indices; marks are integers.
//!
//! Cells are kept as dense columns: for each component one `i64` for each entry, seat and
//! criterion, in that order, so that a tabulation reads memory from front to back.

mod altered;
mod grid;
mod part;

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::rules::{Covers, Kind, Recusal, Rules};
pub(super) use grid::{ABSENT, Grid, OUTSIDE, RECUSED, VOID};
pub use part::{Acceptance, Adjustment, AdjustmentKind, Decision, Entry, Exclusion, ExclusionKind, Judge};

/// The value of a cell that holds no mark.
pub const BLANK: i64 = i64::MIN;

/// One cell: a judge's card for an entry in a component, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    /// Index of the component.
    pub component: usize,
    /// Index of the judge.
    pub judge: usize,
    /// Index of the entry.
    pub entry: usize,
}

/// What is expected of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation {
    /// A card is due.
    Due,
    Recused,
    Absent,
    /// A card was given and voided.
    Void,
    /// The judge is recused from another entry, and the component drops such judges.
    JudgeDropped,
    /// The judge's group does not judge the component.
    NotJudged,
    /// The entry is of another panel than the judge, or of a unit that the judge's group does not cover.
    Outside,
}

/// What an event holds for one component.
#[derive(Debug, Clone)]
pub(super) enum Sheet {
    /// Cells that judges fill.
    Judged(Grid),
    /// A value for each entry.
    Measured(Vec<Option<Decimal>>),
}

/// An event, ready to be tabulated.
#[derive(Debug, Clone)]
pub struct Event {
    rules: Rules,
    entries: Vec<Entry>,
    judges: Vec<Judge>,
    exclusions: Vec<Exclusion>,
    adjustments: Vec<Adjustment>,
    decisions: Vec<Decision>,
    acceptances: Vec<Acceptance>,
    sheets: Vec<Sheet>,
    by_print: Vec<usize>,
    tracks: Vec<Vec<usize>>,
}

impl Event {
    /// An event with no marks and no measures yet. Indices in the arguments must point into each
    /// other; ids must be unique.
    ///
    /// # Panics
    /// Where an index points nowhere: a fault of the caller, who resolves ids.
    #[must_use]
    pub fn new(
        rules: Rules,
        entries: Vec<Entry>,
        judges: Vec<Judge>,
        exclusions: Vec<Exclusion>,
        adjustments: Vec<Adjustment>,
        decisions: Vec<Decision>,
    ) -> Self {
        let sheets = (0..rules.components.len())
            .map(|component| match rules.components[component].judging() {
                None => Sheet::Measured(vec![None; entries.len()]),
                Some(_) => Sheet::Judged(Grid::new(&rules, component, &entries, &judges, &exclusions)),
            })
            .collect();
        let (by_print, tracks) = (by_print(&entries), tracks(&rules, &entries));
        let acceptances = Vec::new();
        Self { rules, entries, judges, exclusions, adjustments, decisions, acceptances, sheets, by_print, tracks }
    }

    /// The event with broken limits that were let stand. Their indices must point into it.
    #[must_use]
    pub fn accepting(mut self, acceptances: Vec<Acceptance>) -> Self {
        self.acceptances = acceptances;
        self
    }

    /// The event with those decisions and acceptances alone that are meant.
    #[must_use]
    pub fn with_rulings(
        mut self,
        decision: impl Fn(&Decision) -> bool,
        acceptance: impl Fn(&Acceptance) -> bool,
    ) -> Self {
        self.decisions.retain(decision);
        self.acceptances.retain(acceptance);
        self
    }

    /// The event as if some entries had never been in it: what refers to them is left out, marks and values too, and
    /// what is relative to other entries (shares, the best of a measure) is relative to those that are left.
    ///
    /// `out` holds indices of entries.
    #[must_use]
    pub fn without(&self, out: &[usize]) -> Self {
        let kept: Vec<usize> = (0..self.entries.len()).filter(|entry| !out.contains(entry)).collect();
        let place = |entry: usize| kept.binary_search(&entry).ok();
        let exclusions = self.exclusions.iter().filter_map(|row| match row.entry {
            None => Some(row.clone()),
            Some(entry) => Some(Exclusion { entry: Some(place(entry)?), ..row.clone() }),
        });
        let adjustments =
            self.adjustments.iter().filter_map(|row| Some(Adjustment { entry: place(row.entry)?, ..row.clone() }));
        // a decision was taken over exactly its entries: without one of them it is none
        let gone = |tie: &str| self.decisions.iter().any(|row| row.tie == tie && place(row.entry).is_none());
        let decisions = self
            .decisions
            .iter()
            .filter(|row| row.tie.is_empty() || !gone(&row.tie))
            .filter_map(|row| Some(Decision { entry: place(row.entry)?, ..row.clone() }));
        let mut event = Self::new(
            self.rules.clone(),
            kept.iter().map(|&entry| self.entries[entry].clone()).collect(),
            self.judges.clone(),
            exclusions.collect(),
            adjustments.collect(),
            decisions.collect(),
        )
        .accepting(self.acceptances.clone());
        for ((sheet, from), part) in event.sheets.iter_mut().zip(&self.sheets).zip(&self.rules.components) {
            match (sheet, from) {
                (Sheet::Judged(grid), Sheet::Judged(from)) => {
                    let row = from.seats.len() * from.width;
                    let rows = |entry: usize| &from.marks[entry * row..(entry + 1) * row];
                    grid.marks = kept.iter().flat_map(|&entry| rows(entry)).copied().collect();
                    if matches!(part.kind, Kind::Ranking { .. }) {
                        let gone: Vec<usize> = (0..self.entries.len()).filter(|entry| out.contains(entry)).collect();
                        grid.close_ranks(kept.len(), from, &gone);
                    }
                }
                (Sheet::Measured(values), Sheet::Measured(from)) => {
                    *values = kept.iter().map(|&entry| from[entry]).collect();
                }
                (Sheet::Judged(_), Sheet::Measured(_)) | (Sheet::Measured(_), Sheet::Judged(_)) => {
                    unreachable!("the rules are the same")
                }
            }
        }
        event
    }

    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The entries, in the order of their file.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The judges, in the order of their file.
    #[must_use]
    pub fn judges(&self) -> &[Judge] {
        &self.judges
    }

    #[must_use]
    pub fn exclusions(&self) -> &[Exclusion] {
        &self.exclusions
    }

    #[must_use]
    pub fn adjustments(&self) -> &[Adjustment] {
        &self.adjustments
    }

    #[must_use]
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    #[must_use]
    pub fn acceptances(&self) -> &[Acceptance] {
        &self.acceptances
    }

    /// Whether what a judge's cards of a component break is let stand.
    #[must_use]
    pub fn is_accepted(&self, judge: usize, component: usize) -> bool {
        self.acceptances.iter().any(|row| (row.judge, row.component) == (judge, component))
    }

    /// What is expected of a cell. Where several exclusions meet, recused goes before absent, and
    /// absent before void.
    ///
    /// # Panics
    /// Where the cell's indices point nowhere.
    #[must_use]
    pub fn expectation(&self, cell: Cell) -> Expectation {
        let Sheet::Judged(grid) = &self.sheets[cell.component] else { return Expectation::NotJudged };
        let Some(seat) = grid.seat_of[cell.judge] else { return Expectation::NotJudged };
        if grid.all_due {
            return Expectation::Due;
        }
        let bits = grid.excluded[cell.entry * grid.seats.len() + seat];
        if bits & OUTSIDE != 0 {
            Expectation::Outside
        } else if bits & RECUSED != 0 {
            Expectation::Recused
        } else if bits & ABSENT != 0 {
            Expectation::Absent
        } else if bits & VOID != 0 {
            Expectation::Void
        } else if grid.dropped[seat] {
            Expectation::JudgeDropped
        } else {
            Expectation::Due
        }
    }

    /// Whether the judge of a cell counts for none in the component, being recused from an entry of it
    /// (recusal = drop-judge).
    ///
    /// # Panics
    /// Where the cell's indices point nowhere.
    #[must_use]
    pub fn is_dropped(&self, cell: Cell) -> bool {
        match &self.sheets[cell.component] {
            Sheet::Judged(grid) => grid.seat_of[cell.judge].is_some_and(|seat| grid.dropped[seat]),
            Sheet::Measured(_) => false,
        }
    }

    /// The values of a cell: one for each criterion of a marks component (in units of the last
    /// decimal place of the criterion's step), the place on a ranking ballot, the index of the
    /// grade, or 1 for an entry that was voted for and 0 for another; [`BLANK`] where there is none.
    /// `None` where the judge has no seat in the component.
    ///
    /// # Panics
    /// Where the cell's indices point nowhere.
    #[must_use]
    pub fn values(&self, cell: Cell) -> Option<&[i64]> {
        let Sheet::Judged(grid) = &self.sheets[cell.component] else { return None };
        let seat = grid.seat_of[cell.judge]?;
        let start = (cell.entry * grid.seats.len() + seat) * grid.width;
        Some(&grid.marks[start..start + grid.width])
    }

    /// The values of a cell, to be written; as [`Event::values`].
    ///
    /// # Panics
    /// Where the cell's indices point nowhere.
    pub fn values_mut(&mut self, cell: Cell) -> Option<&mut [i64]> {
        let Sheet::Judged(grid) = &mut self.sheets[cell.component] else { return None };
        let seat = grid.seat_of[cell.judge]?;
        let start = (cell.entry * grid.seats.len() + seat) * grid.width;
        Some(&mut grid.marks[start..start + grid.width])
    }

    /// The value of a measure; `None` where there is none, or the component is no measure.
    ///
    /// # Panics
    /// Where an index points nowhere.
    #[must_use]
    pub fn measure(&self, component: usize, entry: usize) -> Option<Decimal> {
        match &self.sheets[component] {
            Sheet::Measured(values) => values[entry],
            Sheet::Judged(_) => None,
        }
    }

    /// Writes the value of a measure; of no effect where the component is no measure.
    ///
    /// # Panics
    /// Where an index points nowhere.
    pub fn set_measure(&mut self, component: usize, entry: usize, value: Option<Decimal>) {
        if let Sheet::Measured(values) = &mut self.sheets[component] {
            values[entry] = value;
        }
    }

    /// How many marks its cells have room for.
    pub(super) fn size(&self) -> usize {
        let marks = |sheet: &Sheet| match sheet {
            Sheet::Judged(grid) => grid.marks.len(),
            Sheet::Measured(values) => values.len(),
        };
        self.sheets.iter().map(marks).sum()
    }

    /// Entries in the order in which those that share a place, or have none, are printed.
    pub(super) fn by_print(&self) -> &[usize] {
        &self.by_print
    }

    /// Entries by track, in the order of first appearance; all in one where tracks are not apart.
    pub(super) fn tracks(&self) -> &[Vec<usize>] {
        &self.tracks
    }

    pub(super) fn sheet(&self, component: usize) -> &Sheet {
        &self.sheets[component]
    }
}

fn by_print(entries: &[Entry]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&index| (entries[index].order.is_none(), entries[index].order, &entries[index].id));
    order
}

fn tracks(rules: &Rules, entries: &[Entry]) -> Vec<Vec<usize>> {
    if !rules.ranking.by_track {
        return vec![(0..entries.len()).collect()];
    }
    let (mut tracks, mut known): (Vec<Vec<usize>>, HashMap<&str, usize>) = Default::default();
    for (index, entry) in entries.iter().enumerate() {
        let track = *known.entry(entry.track.as_str()).or_insert(tracks.len());
        if track == tracks.len() {
            tracks.push(Vec::new());
        }
        tracks[track].push(index);
    }
    tracks
}
