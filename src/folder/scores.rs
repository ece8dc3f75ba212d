//! `scores.csv`, row by row: however long it is, no more than a row of it is in memory as text.

use std::collections::HashSet;

use super::fault::{Fault, NotScored, Problem};
use super::read::Directory;
use super::table::{Column, Row, column, read};
use super::{Faults, Source};
use crate::scoring::card::{MarkFault, parse_grade, parse_place};
use crate::scoring::event::{BLANK, Cell, Event, Expectation};
use crate::scoring::rules::{Component, Kind};

const FILE: &str = "scores.csv";
pub(super) const SCORES: [Column; 5] = [
    column("judge", "评委"),
    column("component", "环节"),
    column("entry", "编号"),
    column("criterion", "指标"),
    column("value", "得分"),
];

pub(super) fn read_scores(source: &dyn Source, event: &mut Event, ids: &Directory, faults: &mut Faults) {
    let mut reader = Reader { event, ids, blanks: HashSet::new(), places: Vec::new() };
    read(source, FILE, &SCORES, faults, |row| reader.row(row));
    let places = reader.places;
    ballots(event, places, faults);
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
        let (Some(judge), Some(component), Some(entry)) = (judge, component, entry) else { return };
        let cell = Cell { component, judge, entry };
        let part = &self.event.rules().components[component];
        let Some(index) = position(part, row) else { return };
        let text = row.get(4);
        if let Some(why) = not_scored(part, self.event.expectation(cell)) {
            // a blank is no score
            if !text.is_empty() {
                row.fault(4, Problem::NotScored { why });
            }
            return;
        }
        let value = match parse(part, index, text, self.event.entries().len()) {
            Ok(value) => value,
            Err(fault) => {
                row.fault(4, Problem::Mark { found: text.to_owned(), fault });
                return;
            }
        };
        let ranking = matches!(part.kind, Kind::Ranking { .. });
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

fn not_scored(part: &Component, expectation: Expectation) -> Option<NotScored> {
    match expectation {
        // a void card is kept, and marks of a dropped judge are no fault
        Expectation::Due | Expectation::Void | Expectation::JudgeDropped => None,
        Expectation::Recused => Some(NotScored::Recused),
        Expectation::Absent => Some(NotScored::Absent),
        Expectation::NotJudged => match part.kind {
            Kind::Measure { .. } => Some(NotScored::Measured),
            Kind::Marks { .. } | Kind::Ranking { .. } | Kind::Grades { .. } => Some(NotScored::NotJudged),
        },
    }
}

fn parse(part: &Component, index: usize, text: &str, entries: usize) -> Result<i64, MarkFault> {
    match &part.kind {
        Kind::Marks { criteria, .. } => criteria[index].parse(text),
        Kind::Ranking { .. } => parse_place(text, entries),
        Kind::Grades { grades, .. } => parse_grade(text, grades),
        Kind::Measure { .. } => Ok(BLANK),
    }
}

/// Checks that each ranking ballot places its entries distinctly, within the cells that are due.
fn ballots(event: &Event, places: Vec<(Cell, usize)>, faults: &mut Faults) {
    let due = |judge, component| {
        let cells = (0..event.entries().len()).map(|entry| Cell { component, judge, entry });
        cells.filter(|&cell| event.expectation(cell) == Expectation::Due).count()
    };
    let mut taken = HashSet::new();
    for (cell, line) in places {
        if event.expectation(cell) != Expectation::Due {
            continue;
        }
        let Some(&[place]) = event.values(cell) else { continue };
        let last = due(cell.judge, cell.component);
        let mut fault = |problem| {
            faults.push(Fault { file: FILE.to_owned(), line, place: SCORES[4].name.to_owned(), problem });
        };
        if usize::try_from(place).is_ok_and(|place| place > last) {
            fault(Problem::Mark { found: place.to_string(), fault: MarkFault::Place { last } });
        } else if !taken.insert((cell.judge, cell.component, place)) {
            fault(Problem::Duplicate { found: format!("第 {place} 名"), first: None });
        }
    }
}
