//! One row of marks after another, checked and put into its cell.

use std::collections::{HashMap, HashSet};

use crate::folder::fault::{NotScored, Problem, nearest};
use crate::folder::ids::Directory;
use crate::folder::table::Row;
use crate::scoring::card::{parse_grade, parse_place, parse_vote};
use crate::scoring::event::{BLANK, Cell, Event, Expectation};
use crate::scoring::rules::{Component, Kind};

pub(super) const FILE: &str = "scores.csv";

/// Fills an event row by row.
pub(super) struct Reader<'e> {
    pub event: &'e mut Event,
    pub ids: &'e Directory,
    /// Cells that were given, but left blank; the others show in the event itself.
    pub blanks: HashSet<(Cell, usize)>,
    /// Cells of ranking ballots with the line that filled them.
    pub places: Vec<(Cell, usize)>,
    /// The last line of each ballot of votes, by judge and component.
    pub votes: HashMap<(usize, usize), usize>,
}

impl Reader<'_> {
    pub fn row(&mut self, row: &Row<'_>) {
        let judge = self.ids.judges.find(row, 0);
        let component = self.ids.components.find(row, 1);
        let entry = self.ids.entries.find(row, 2);
        let Some(component) = component else { return };
        let part = &self.event.rules().components[component];
        let Some(index) = position(part, row) else { return };
        let cell = judge.zip(entry).map(|(judge, entry)| Cell { component, judge, entry });
        let text = row.get(4);
        if let Some(why) = cell.and_then(|cell| not_scored(self.event, cell)) {
            // a blank is no score; but there is no row at all of what somebody never sees
            let outside = why == NotScored::Outside;
            // what only follows from panels that are misspelt is not said
            if (outside && self.ids.fields_clear) || (!outside && !text.is_empty()) {
                row.fault(why.column(), Problem::NotScored { why });
            }
            return;
        }
        let value = match self.parse(part, index, text) {
            Ok(value) => value,
            // a ballot that counts for nothing may hold whatever it holds
            Err(_) if is_read_together(part) && cell.is_some_and(|cell| self.event.is_dropped(cell)) => return,
            Err(problem) => {
                row.fault(4, problem);
                return;
            }
        };
        if let Some(cell) = cell {
            let ranking = matches!(part.kind, Kind::Ranking { .. });
            if matches!(part.kind, Kind::Votes { .. }) {
                self.votes.insert((cell.judge, cell.component), row.line);
            }
            self.fill(row, cell, index, value, ranking);
        }
    }

    /// Writes a mark into its cell where that takes one and there is none yet; whether it did.
    pub fn put(&mut self, cell: Cell, index: usize, value: i64) -> bool {
        if not_scored(self.event, cell).is_some() || (!self.blanks.is_empty() && self.blanks.contains(&(cell, index))) {
            return false;
        }
        let slot = self.event.values_mut(cell).and_then(|values| values.get_mut(index));
        slot.filter(|slot| **slot == BLANK).map(|slot| *slot = value).is_some()
    }

    /// Writes a value into its cell, where there is none yet.
    fn fill(&mut self, row: &Row<'_>, cell: Cell, index: usize, value: i64, ranking: bool) {
        let Some(values) = self.event.values_mut(cell) else { return };
        if values[index] != BLANK || self.blanks.contains(&(cell, index)) {
            let found = [row.get(0), row.get(1), row.get(2), row.get(3)].join(" / ");
            row.fault(4, Problem::Duplicate { found, first: None });
            return;
        }
        values[index] = value;
        if value == BLANK {
            self.blanks.insert((cell, index));
        } else if ranking {
            self.places.push((cell, row.line));
        }
    }

    fn parse(&self, part: &Component, index: usize, text: &str) -> Result<i64, Problem> {
        let found = || text.to_owned();
        match &part.kind {
            Kind::Marks { criteria, .. } => criteria[index].parse(text),
            // how many places there are is not known where an entry may be missing
            Kind::Ranking { .. } if self.ids.entries.is_open() => {
                return parse_place(text, usize::MAX).map_err(|_| Problem::Impossible {
                    found: found(),
                    allowed: "为名次，即 1 或更大的整数".to_owned(),
                });
            }
            Kind::Ranking { .. } => parse_place(text, self.event.entries().len()),
            Kind::Grades { grades, .. } => parse_grade(text, grades),
            Kind::Votes { .. } => parse_vote(text),
            Kind::Measure { .. } => Ok(BLANK),
        }
        .map_err(|fault| Problem::Mark { found: found(), fault })
    }
}

/// Whether what stands in a row is understood with the judge's other rows.
fn is_read_together(part: &Component) -> bool {
    match part.kind {
        Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Votes { .. } => true,
        Kind::Marks { .. } | Kind::Measure { .. } => false,
    }
}

/// Which value of the cell a row fills.
fn position(part: &Component, row: &Row<'_>) -> Option<usize> {
    match &part.kind {
        Kind::Marks { criteria, .. } => {
            let id = row.required(3)?;
            let found = criteria.iter().position(|c| c.id == id);
            if found.is_none() {
                let ids = || criteria.iter().map(|c| c.id.as_str());
                let allowed = ids().map(str::to_owned).collect();
                let nearest = nearest(id, ids());
                row.fault(3, Problem::NotOneOf { found: id.to_owned(), allowed, nearest });
            }
            found
        }
        Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Votes { .. } => {
            if !row.get(3).is_empty() {
                let found = row.get(3).to_owned();
                row.fault(3, Problem::Impossible { found, allowed: "留空，这个环节没有指标".to_owned() });
                return None;
            }
            Some(0)
        }
        Kind::Measure { .. } => {
            row.fault(1, Problem::NotScored { why: NotScored::Measured });
            None
        }
    }
}

fn not_scored(event: &Event, cell: Cell) -> Option<NotScored> {
    let expectation = event.expectation(cell);
    // marks of a dropped judge are no fault, whatever else is said of the cell
    if event.is_dropped(cell) && expectation != Expectation::Outside {
        return None;
    }
    match expectation {
        // a void card is kept
        Expectation::Due | Expectation::Void | Expectation::JudgeDropped => None,
        Expectation::Recused => Some(NotScored::Recused),
        Expectation::Absent => Some(NotScored::Absent),
        Expectation::NotJudged => Some(NotScored::NotJudged),
        Expectation::Outside => Some(NotScored::Outside),
    }
}

impl NotScored {
    /// The column of `scores.csv` that says it.
    fn column(self) -> usize {
        match self {
            Self::NotJudged | Self::Outside => 0,
            Self::Measured => 1,
            Self::Recused | Self::Absent => 4,
        }
    }
}
