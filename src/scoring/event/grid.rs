//! The cells of one judged component as dense columns: whose they are, what is excluded, what is in them.

use std::collections::HashSet;

use super::part::{Entry, Exclusion, ExclusionKind, Judge};
use super::{BLANK, Covers, Kind, Recusal, Rules};

/// Bits of [`Grid::excluded`].
pub(in crate::scoring) const RECUSED: u8 = 1;
pub(in crate::scoring) const ABSENT: u8 = 2;
pub(in crate::scoring) const VOID: u8 = 4;
/// The entry is not one that the judge scores; exclusions there have no effect.
pub(in crate::scoring) const OUTSIDE: u8 = 8;

/// The cells of one judged component.
#[derive(Debug, Clone)]
pub(in crate::scoring) struct Grid {
    /// Judges who have a seat in it, list by list; the order inside a list is that of the judges.
    pub seats: Vec<usize>,
    /// Where each list begins in `seats`, and a last element where the last one ends.
    pub lists: Vec<usize>,
    /// Seat of each judge.
    pub(super) seat_of: Vec<Option<usize>>,
    /// Values of a cell: criteria of a card, or 1 for a place or a grade.
    pub width: usize,
    /// `[entry][seat][criterion]`.
    pub marks: Vec<i64>,
    /// `[entry][seat]`: bits of why no card is due.
    pub excluded: Vec<u8>,
    /// Seats whose judge is dropped altogether (recusal = drop-judge).
    pub dropped: Vec<bool>,
    /// Whether nothing is excluded or outside, so that all are due.
    pub all_due: bool,
}

/// Whether a judge of a group that covers so much scores an entry.
fn scores(judge: &Judge, covers: Covers, entry: &Entry) -> bool {
    let own = !entry.unit.is_empty() && entry.unit == judge.unit;
    let covered = match covers {
        Covers::All => true,
        Covers::OwnUnit => own,
        Covers::OtherUnits => !own,
    };
    covered && (judge.panel.is_empty() || judge.panel == entry.panel)
}

impl Grid {
    pub(super) fn new(
        rules: &Rules,
        component: usize,
        entries: &[Entry],
        judges: &[Judge],
        exclusions: &[Exclusion],
    ) -> Self {
        let judging = rules.components[component].judging().expect("a judged component");
        let mut seats = Vec::new();
        let mut lists = vec![0];
        for list in 0..judging.lists.len() {
            seats.extend((0..judges.len()).filter(|&j| judging.list_of(judges[j].group) == Some(list)));
            lists.push(seats.len());
        }
        let mut seat_of = vec![None; judges.len()];
        for (seat, &judge) in seats.iter().enumerate() {
            seat_of[judge] = Some(seat);
        }
        let mut excluded = vec![0u8; entries.len() * seats.len()];
        let mut dropped = vec![false; seats.len()];
        let mut all_due = true;
        for (seat, judge) in seats.iter().map(|&judge| &judges[judge]).enumerate() {
            let covers = rules.groups[judge.group].covers;
            if judge.panel.is_empty() && covers == Covers::All {
                continue;
            }
            let outside = (0..entries.len()).filter(|&entry| !scores(judge, covers, &entries[entry]));
            for entry in outside {
                excluded[entry * seats.len() + seat] = OUTSIDE;
                all_due = false;
            }
        }
        // what is said of all entries is done once, however often it is said
        let mut said = HashSet::new();
        for exclusion in exclusions.iter().filter(|x| x.component.is_none_or(|c| c == component)) {
            let Some(seat) = seat_of[exclusion.judge] else { continue };
            all_due = false;
            let bit = match exclusion.kind {
                ExclusionKind::Recused => RECUSED,
                ExclusionKind::Absent => ABSENT,
                ExclusionKind::Void => VOID,
            };
            let drops = exclusion.kind == ExclusionKind::Recused && judging.recusal == Recusal::DropJudge;
            if exclusion.entry.is_none() && !said.insert((seat, bit)) {
                continue;
            }
            for entry in exclusion.entry.map_or(0..entries.len(), |e| e..e + 1) {
                let cell = &mut excluded[entry * seats.len() + seat];
                if *cell & OUTSIDE == 0 {
                    *cell |= bit;
                    dropped[seat] |= drops;
                }
            }
        }
        let width = match &rules.components[component].kind {
            Kind::Marks { criteria, .. } => criteria.len(),
            Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Votes { .. } | Kind::Measure { .. } => 1,
        };
        let marks = vec![BLANK; entries.len() * seats.len() * width];
        Self { seats, lists, seat_of, width, marks, excluded, dropped, all_due }
    }

    fn is_due(&self, cell: usize, seat: usize) -> bool {
        self.excluded[cell] == 0 && !self.dropped[seat]
    }

    /// Moves places on ballots up: past those that counted on `from` for the entries that are `gone`, and where one is
    /// beyond the `entries` that there are now: those that are due among themselves, and those that do not count.
    pub(super) fn close_ranks(&mut self, entries: usize, from: &Self, gone: &[usize]) {
        for seat in 0..self.seats.len() {
            for cell in (0..entries).map(|entry| entry * self.seats.len() + seat) {
                let place = self.marks[cell];
                let left = gone.iter().map(|entry| entry * self.seats.len() + seat);
                let before =
                    left.filter(|&cell| from.is_due(cell, seat) && (1..place).contains(&from.marks[cell])).count();
                if place != BLANK {
                    self.marks[cell] = place.saturating_sub_unsigned(before as u64);
                }
            }
            for due in [true, false] {
                let cells = (0..entries).map(|entry| entry * self.seats.len() + seat);
                let cells = cells.filter(|&cell| self.is_due(cell, seat) == due);
                let mut cells: Vec<usize> = cells.collect();
                let most = if due { cells.len() } else { entries };
                cells.retain(|&cell| self.marks[cell] != BLANK);
                if cells.iter().all(|&cell| usize::try_from(self.marks[cell]).is_ok_and(|place| place <= most)) {
                    continue;
                }
                cells.sort_by_key(|&cell| self.marks[cell]);
                for (cell, place) in cells.into_iter().zip(1..) {
                    self.marks[cell] = place;
                }
            }
        }
    }
}
