//! What the lists of entries and judges must have for the rules, and for one another: panels, units, tracks.

use std::collections::HashSet;

use super::fault::{Fault, Faults, Problem, nearest};
use super::rules::Reading;
use crate::scoring::event::{Cell, Entry, Event, Expectation, Judge};
use crate::scoring::rules::{Covers, Kind};

/// How far the lists of a folder are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// They are still being made.
    Draft,
    Complete,
}

/// A list that was read, with the line of each row.
pub(super) struct Listed<T> {
    pub rows: Vec<T>,
    pub lines: Vec<usize>,
    /// Whether a row may be missing, so that what is not there is held against nobody.
    pub open: bool,
}

/// Notes what the lists lack; whether it is clear who scores which entries.
pub(super) fn check(
    reading: &Reading,
    entries: &Listed<Entry>,
    judges: &Listed<Judge>,
    stage: Stage,
    faults: &mut Faults,
) -> bool {
    let before = faults.len();
    if stage == Stage::Complete {
        panels(entries, judges, faults);
    }
    units(reading, judges, faults);
    let clear = faults.len() == before && !entries.open && !judges.open;
    balanced(reading, entries, faults);
    tracks(reading, entries, faults);
    clear
}

fn fault(file: &str, line: usize, place: &str, problem: Problem) -> Fault {
    Fault { file: file.to_owned(), line, place: place.to_owned(), problem }
}

/// A panel that judges have and entries have not, or the other way round, is misspelt in one of them; where no judge has
/// one, the entries' are labels.
fn panels(entries: &Listed<Entry>, judges: &Listed<Judge>, faults: &mut Faults) {
    let of_entries = || entries.rows.iter().map(|entry| entry.panel.as_str()).filter(|panel| !panel.is_empty());
    let of_judges = || judges.rows.iter().map(|judge| judge.panel.as_str()).filter(|panel| !panel.is_empty());
    if entries.open || judges.open || of_judges().next().is_none() {
        return;
    }
    let mut missing = |file, rows: Vec<(&str, usize)>, others: &HashSet<&str>, sheet| {
        let mut said = HashSet::new();
        for (panel, line) in rows.into_iter().filter(|(panel, _)| !panel.is_empty() && !others.contains(panel)) {
            if said.insert(panel.to_owned()) {
                let nearest = nearest(panel, others.iter().copied());
                let problem = Problem::OtherPanels { found: panel.to_owned(), sheet, nearest };
                faults.push(fault(file, line, "panel", problem));
            }
        }
    };
    let rows = entries.rows.iter().map(|entry| entry.panel.as_str()).zip(entries.lines.iter().copied());
    missing("entries.csv", rows.collect(), &of_judges().collect(), "评委");
    let rows = judges.rows.iter().map(|judge| judge.panel.as_str()).zip(judges.lines.iter().copied());
    missing("judges.csv", rows.collect(), &of_entries().collect(), "参评项目");
}

/// Judges of a group that goes by units have one.
fn units(reading: &Reading, judges: &Listed<Judge>, faults: &mut Faults) {
    for (judge, &line) in judges.rows.iter().zip(&judges.lines) {
        let covers = reading.rules.groups.get(judge.group).map_or(Covers::All, |group| group.covers);
        if covers != Covers::All && judge.unit.is_empty() {
            faults.push(fault("judges.csv", line, "unit", Problem::Required));
        }
    }
}

/// Entries of panels that are made comparable have one.
fn balanced(reading: &Reading, entries: &Listed<Entry>, faults: &mut Faults) {
    if reading.rules.components.iter().all(|component| component.balance.is_none()) {
        return;
    }
    for (_, &line) in entries.rows.iter().zip(&entries.lines).filter(|(entry, _)| entry.panel.is_empty()) {
        faults.push(fault("entries.csv", line, "panel", Problem::Required));
    }
}

/// Tracks that awards are for are those of entries.
fn tracks(reading: &Reading, entries: &Listed<Entry>, faults: &mut Faults) {
    let known: HashSet<&str> = entries.rows.iter().map(|entry| entry.track.as_str()).collect();
    if entries.open {
        return;
    }
    for mention in reading.tracks.iter().filter(|mention| !known.contains(mention.text.as_str())) {
        let nearest = nearest(&mention.text, known.iter().copied());
        let mut allowed: Vec<String> = known.iter().map(|&track| track.to_owned()).collect();
        allowed.sort();
        let problem = Problem::NotOneOf { found: mention.text.clone(), allowed, nearest };
        faults.push(fault(&reading.file, mention.line, &mention.place, problem));
    }
}

/// Judges who choose entries have as many as are to be chosen; `open` where an entry may be missing.
pub(super) fn votes(event: &Event, lines: &[usize], open: bool, faults: &mut Faults) {
    for (component, part) in event.rules().components.iter().enumerate() {
        let Kind::Votes { votes, .. } = part.kind else { continue };
        for judge in (0..event.judges().len()).filter(|_| !open) {
            let cells = (0..event.entries().len()).map(|entry| Cell { component, judge, entry });
            let due = cells.filter(|&cell| event.expectation(cell) == Expectation::Due).count();
            // whoever has none casts none
            if due > 0 && due < votes.choose {
                let problem = Problem::TooFewToChoose {
                    judge: event.judges()[judge].id.clone(),
                    component: part.id.clone(),
                    choose: votes.choose,
                    due,
                };
                faults.push(fault("judges.csv", lines.get(judge).copied().unwrap_or(1), "judge", problem));
            }
        }
    }
}
