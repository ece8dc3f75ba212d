//! An event with something changed that is tried out, and not recorded.

use super::{ABSENT, Event, Rules, Sheet};

impl Event {
    /// The rules, to be changed where that leaves judges, groups, components and criteria as they are.
    pub(in crate::scoring) fn rules_mut(&mut self) -> &mut Rules {
        &mut self.rules
    }

    /// Gives a judge's seats the cells that another judge of the same group has in `from`, exclusions with them; none at
    /// all where there is no other. `from` is this event before any seat was changed; at most one seat is without cells at
    /// any time.
    pub(in crate::scoring) fn seat(&mut self, judge: usize, from: &Self, other: Option<usize>) {
        for (sheet, from) in self.sheets.iter_mut().zip(&from.sheets) {
            let (Sheet::Judged(grid), Sheet::Judged(from)) = (sheet, from) else { continue };
            let Some(seat) = grid.seat_of[judge] else { continue };
            let seats = grid.seats.len();
            let Some(other) = other.and_then(|other| from.seat_of[other]) else {
                grid.all_due = false;
                grid.excluded.iter_mut().skip(seat).step_by(seats).for_each(|cell| *cell |= ABSENT);
                continue;
            };
            grid.all_due = from.all_due;
            grid.dropped[seat] = from.dropped[other];
            for row in (0..grid.excluded.len()).step_by(seats) {
                grid.excluded[row + seat] = from.excluded[row + other];
                let (to, at, width) = ((row + seat) * grid.width, (row + other) * grid.width, grid.width);
                grid.marks[to..to + width].copy_from_slice(&from.marks[at..at + width]);
            }
        }
    }
}
