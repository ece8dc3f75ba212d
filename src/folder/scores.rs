//! `scores.csv`, row by row: however long it is, no more than a few pieces of it are in memory as text.

mod crew;
mod pieces;
mod plain;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use super::fault::{Fault, NotScored, Problem};
use super::read::Directory;
use super::table::{Column, Row, blank, column, open};
use super::{Faults, Source};
use crate::scoring::card::{MarkFault, parse_grade, parse_place};
use crate::scoring::event::{BLANK, Cell, Event, Expectation};
use crate::scoring::rules::{Component, Kind};

use pieces::Cut;

const FILE: &str = "scores.csv";
pub(super) const SCORES: [Column; 5] = [
    column("judge", "评委"),
    column("component", "环节"),
    column("entry", "编号"),
    column("criterion", "指标"),
    blank("value", "得分"),
];

pub(super) fn read_scores(source: &dyn Source, event: &mut Event, ids: &Directory, faults: &mut Faults) {
    read_cut(source, event, ids, faults, Some(Cut::of_machine()));
}

/// Reads the table in pieces where its form allows it, or else, and where there is no cut, row by row.
fn read_cut(source: &dyn Source, event: &mut Event, ids: &Directory, faults: &mut Faults, cut: Option<Cut>) {
    let mut reader = Reader { event, ids, blanks: HashSet::new(), places: Vec::new() };
    match (open(source, FILE), cut) {
        (Ok(None), _) => {}
        (Ok(Some(opened)), Some(cut)) if !opened.quoted => pieces::read(opened, cut, &mut reader, faults),
        (Ok(Some(opened)), _) => {
            opened.records(FILE, &SCORES, faults, |row| reader.row(row));
        }
        (Err(unread), _) => faults.push(unread.fault(FILE)),
    }
    let places = reader.places;
    ballots(event, places, ids.entries.is_open(), faults);
}

struct Reader<'e> {
    event: &'e mut Event,
    ids: &'e Directory,
    /// Cells that were given, but left blank; the others show in the event itself.
    blanks: HashSet<(Cell, usize)>,
    /// Cells of ranking ballots with the line that filled them.
    places: Vec<(Cell, usize)>,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row<'_>) {
        let judge = self.ids.judges.find(row, 0);
        let component = self.ids.components.find(row, 1);
        let entry = self.ids.entries.find(row, 2);
        let Some(component) = component else { return };
        let part = &self.event.rules().components[component];
        let Some(index) = position(part, row) else { return };
        let cell = judge.zip(entry).map(|(judge, entry)| Cell { component, judge, entry });
        let text = row.get(4);
        if let Some(why) = cell.and_then(|cell| not_scored(self.event, cell)) {
            // a blank is no score
            if !text.is_empty() {
                row.fault(why.column(), Problem::NotScored { why });
            }
            return;
        }
        let value = match self.parse(part, index, text) {
            Ok(value) => value,
            Err(problem) => {
                row.fault(4, problem);
                return;
            }
        };
        if let Some(cell) = cell {
            let ranking = matches!(part.kind, Kind::Ranking { .. });
            self.fill(row, cell, index, value, ranking);
        }
    }

    /// Writes a mark into its cell where that takes one and there is none yet; whether it did.
    fn put(&mut self, cell: Cell, index: usize, value: i64) -> bool {
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
            Kind::Measure { .. } => Ok(BLANK),
        }
        .map_err(|fault| Problem::Mark { found: found(), fault })
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
                let nearest = super::fault::nearest(id, ids());
                row.fault(3, Problem::NotOneOf { found: id.to_owned(), allowed, nearest });
            }
            found
        }
        Kind::Ranking { .. } | Kind::Grades { .. } => {
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
    // marks of a dropped judge are no fault, whatever else is said of the cell
    if event.is_dropped(cell) {
        return None;
    }
    match event.expectation(cell) {
        // a void card is kept
        Expectation::Due | Expectation::Void | Expectation::JudgeDropped => None,
        Expectation::Recused => Some(NotScored::Recused),
        Expectation::Absent => Some(NotScored::Absent),
        Expectation::NotJudged => Some(NotScored::NotJudged),
    }
}

impl NotScored {
    /// The column of `scores.csv` that says it.
    fn column(self) -> usize {
        match self {
            Self::NotJudged => 0,
            Self::Measured => 1,
            Self::Recused | Self::Absent => 4,
        }
    }
}

/// Checks that each ranking ballot places its entries distinctly, within the cells that are due; `open`
/// where an entry may be missing, so that those cannot be counted.
fn ballots(event: &Event, places: Vec<(Cell, usize)>, open: bool, faults: &mut Faults) {
    let due = |judge, component| {
        let cells = (0..event.entries().len()).map(|entry| Cell { component, judge, entry });
        cells.filter(|&cell| event.expectation(cell) == Expectation::Due).count()
    };
    let (mut taken, mut lasts) = (HashSet::new(), HashMap::new());
    for (cell, line) in places {
        if event.expectation(cell) != Expectation::Due {
            continue;
        }
        let Some(&[place]) = event.values(cell) else { continue };
        let ballot = (cell.judge, cell.component);
        let last = *lasts.entry(ballot).or_insert_with(|| due(cell.judge, cell.component));
        let mut fault = |problem| {
            faults.push(Fault { file: FILE.to_owned(), line, place: SCORES[4].name.to_owned(), problem });
        };
        if !open && usize::try_from(place).is_ok_and(|place| place > last) {
            fault(Problem::Mark { found: place.to_string(), fault: MarkFault::Place { last } });
        } else if !taken.insert((cell.judge, cell.component, place)) {
            fault(Problem::Duplicate { found: format!("第 {place} 名"), first: None });
        }
    }
}
