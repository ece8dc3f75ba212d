//! From the marks of an op, typed texts, to the integers of cells, and back: parse, don't validate.

use std::collections::BTreeMap;

use crate::app::event::frame::Frame;
use crate::app::event::wire::OpFault;
use crate::scoring::card::{parse_grade, parse_place, parse_vote};
use crate::scoring::event::{BLANK, Cell, Event};
use crate::scoring::rules::{Criterion, Grade, Kind, VotesRules};

/// The key of a grade in an op's marks.
pub(in crate::app) const GRADE: &str = "grade";

/// Marks of an op.
pub(in crate::app) type Marks = BTreeMap<String, String>;

/// Values by entry, as [`Event::values`] has them.
pub(in crate::app) type Values = Vec<(usize, Vec<i64>)>;

/// Faults by key of the marks.
pub(in crate::app) type Faults = Vec<(String, OpFault)>;

/// Where a card is; no entry for a ballot.
#[derive(Debug, Clone, Copy)]
pub(in crate::app) struct Place {
    pub component: usize,
    pub judge: usize,
    pub entry: Option<usize>,
}

/// Reads a complete card by the rules.
pub(in crate::app) fn parse(frame: &Frame, place: Place, marks: &Marks) -> Result<Values, Faults> {
    let mut faults = Faults::new();
    let values = match (&frame.rules.components[place.component].kind, place.entry) {
        (Kind::Marks { criteria, .. }, Some(entry)) => vec![(entry, card(criteria, marks, &mut faults))],
        (Kind::Grades { grades, .. }, Some(entry)) => vec![(entry, vec![grade(grades, marks, &mut faults)])],
        (Kind::Ranking { .. }, None) => ballot(frame, place, marks, &mut faults),
        (Kind::Votes { votes, .. }, None) => chosen(frame, place, *votes, marks, &mut faults),
        (_, _) => {
            faults.push(("entry".to_owned(), OpFault::Malformed));
            Vec::new()
        }
    };
    if faults.is_empty() { Ok(values) } else { Err(faults) }
}

fn strangers(marks: &Marks, known: impl Fn(&str) -> bool, faults: &mut Faults) {
    let strange = marks.keys().filter(|key| !known(key));
    faults.extend(strange.map(|key| (key.clone(), OpFault::NotOnCard)));
}

/// One value; notes what is wrong with it.
fn value(
    key: &str,
    marks: &Marks,
    parse: impl Fn(&str) -> Result<i64, crate::scoring::card::MarkFault>,
    faults: &mut Faults,
) -> i64 {
    let text = marks.get(key).map_or("", String::as_str);
    match parse(text) {
        Ok(BLANK) => {
            faults.push((key.to_owned(), OpFault::Blank));
            BLANK
        }
        Ok(value) => value,
        Err(fault) => {
            faults.push((key.to_owned(), OpFault::Mark { found: shorten(text), fault }));
            BLANK
        }
    }
}

/// What was typed, as far as a sentence can hold it.
fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

fn card(criteria: &[Criterion], marks: &Marks, faults: &mut Faults) -> Vec<i64> {
    strangers(marks, |key| criteria.iter().any(|c| c.id == key), faults);
    criteria.iter().map(|c| value(&c.id, marks, |text| c.parse(text), faults)).collect()
}

fn grade(grades: &[Grade], marks: &Marks, faults: &mut Faults) -> i64 {
    strangers(marks, |key| key == GRADE, faults);
    value(GRADE, marks, |text| parse_grade(text, grades), faults)
}

fn ballot(frame: &Frame, place: Place, marks: &Marks, faults: &mut Faults) -> Values {
    let due = frame.due(place.component, place.judge);
    let entries = &frame.setup.entries;
    strangers(marks, |key| due.iter().any(|&entry| entries[entry].id == key), faults);
    let mut taken = vec![false; due.len() + 1];
    let mut values = Values::with_capacity(due.len());
    for &entry in &due {
        let id = &entries[entry].id;
        let given = value(id, marks, |text| parse_place(text, due.len()), faults);
        if given == BLANK {
            continue;
        }
        // parse_place gave 1 to due.len()
        let slot = usize::try_from(given).ok().and_then(|index| taken.get_mut(index));
        if slot.is_some_and(|slot| std::mem::replace(slot, true)) {
            faults.push((id.clone(), OpFault::PlaceTwice { place: given }));
        }
        values.push((entry, vec![given]));
    }
    values
}

/// A ballot of votes: 1 for each entry that is chosen.
fn chosen(frame: &Frame, place: Place, votes: VotesRules, marks: &Marks, faults: &mut Faults) -> Values {
    let due = frame.due(place.component, place.judge);
    let entries = &frame.setup.entries;
    strangers(marks, |key| due.iter().any(|&entry| entries[entry].id == key), faults);
    let of = |entry: usize| marks.get(&entries[entry].id).map_or("", String::as_str);
    let mut values = Values::with_capacity(due.len());
    for &entry in &due {
        let value = parse_vote(of(entry)).unwrap_or_else(|fault| {
            faults.push((entries[entry].id.clone(), OpFault::Mark { found: shorten(of(entry)), fault }));
            BLANK
        });
        values.push((entry, vec![if value == BLANK { 0 } else { value }]));
    }
    let chosen = values.iter().filter(|(_, value)| value[0] == 1).count();
    if !votes.takes(chosen) {
        faults.push(("votes".to_owned(), OpFault::Votes { votes, chosen }));
    }
    values
}

/// Writes the marks of a recorded op into an event. What the present rules cannot read stays blank,
/// and the card is thereby missing.
pub(in crate::app) fn fill(event: &mut Event, frame: &Frame, place: Place, marks: &Marks) {
    let rules = &frame.rules;
    let text = |key: &str| marks.get(key).map_or("", String::as_str);
    match (&rules.components[place.component].kind, place.entry) {
        (Kind::Marks { criteria, .. }, Some(entry)) => {
            let values = criteria.iter().map(|c| c.parse(text(&c.id)).unwrap_or(BLANK));
            write(event, place, entry, values);
        }
        (Kind::Grades { grades, .. }, Some(entry)) => {
            let value = parse_grade(text(GRADE), grades).unwrap_or(BLANK);
            write(event, place, entry, std::iter::once(value));
        }
        (Kind::Ranking { .. }, None) => {
            for (entry, row) in frame.setup.entries.iter().enumerate() {
                let value = parse_place(text(&row.id), frame.setup.entries.len()).unwrap_or(BLANK);
                write(event, place, entry, std::iter::once(value));
            }
            leave(event, frame, place);
            close_gaps(event, frame, place);
        }
        (Kind::Votes { votes, .. }, None) => {
            // an entry that is no longer due may have been among the chosen ones: then others have to be chosen
            let due = frame.due(place.component, place.judge);
            let is_chosen =
                |entry: usize| due.contains(&entry) && parse_vote(text(&frame.setup.entries[entry].id)) == Ok(1);
            let stands = votes.takes(due.iter().filter(|&&entry| is_chosen(entry)).count());
            for entry in 0..frame.setup.entries.len() {
                let value = if stands && due.contains(&entry) { i64::from(is_chosen(entry)) } else { BLANK };
                write(event, place, entry, std::iter::once(value));
            }
        }
        (_, _) => {}
    }
}

fn write(event: &mut Event, place: Place, entry: usize, values: impl Iterator<Item = i64>) {
    let cell = Cell { component: place.component, judge: place.judge, entry };
    if let Some(cells) = event.values_mut(cell) {
        for (cell, value) in cells.iter_mut().zip(values) {
            *cell = value;
        }
    }
}

/// What is no longer due on a ballot, excluded or withdrawn, was due when it was cast: it has left it, and those behind it
/// move up by one each. A place that no longer counts stays beside them, where it is not of a withdrawn entry.
fn leave(event: &mut Event, frame: &Frame, place: Place) {
    let entries = frame.setup.entries.len();
    let cell = |entry| Cell { component: place.component, judge: place.judge, entry };
    let due = frame.due(place.component, place.judge);
    let cast: Vec<i64> =
        (0..entries).map(|entry| event.values(cell(entry)).map_or(BLANK, |values| values[0])).collect();
    let left: Vec<i64> = (0..entries).filter(|entry| !due.contains(entry)).map(|entry| cast[entry]).collect();
    for entry in (0..entries).filter(|&entry| cast[entry] != BLANK) {
        let before = left.iter().filter(|&&gone| gone != BLANK && gone < cast[entry]).count();
        let now =
            if frame.day.is_withdrawn(entry) { BLANK } else { cast[entry].saturating_sub_unsigned(before as u64) };
        write(event, place, entry, std::iter::once(now));
    }
}

/// A ballot as it was cast: the places that count moved down again behind those that do not. What an event folder holds of
/// a ballot has closed up already.
pub(in crate::app) fn as_cast(frame: &Frame, place: Place, marks: Marks) -> Marks {
    if !matches!(frame.rules.components[place.component].kind, Kind::Ranking { .. }) {
        return marks;
    }
    let due = frame.due(place.component, place.judge);
    let order = |id: &str| {
        let given =
            marks.get(id).and_then(|text| parse_place(text, usize::MAX).ok()).filter(|&given| given != BLANK)?;
        let entry = frame.entry(id)?;
        Some((given, due.contains(&entry), entry))
    };
    let all: Vec<_> = marks.keys().filter_map(|id| order(id)).collect();
    let moved = marks.keys().filter_map(|id| {
        let own = order(id)?;
        let before = all.iter().filter(|other| !other.1 && **other < own).count();
        Some((id.clone(), own.0.saturating_add_unsigned(before as u64).to_string()))
    });
    moved.collect()
}

/// A ballot on which an entry was blank that is no longer due may have a place beyond the last: the others move up.
fn close_gaps(event: &mut Event, frame: &Frame, place: Place) {
    let due = frame.due(place.component, place.judge);
    let cell = |entry| Cell { component: place.component, judge: place.judge, entry };
    let mut placed: Vec<(i64, usize)> = due
        .iter()
        .filter_map(|&entry| event.values(cell(entry)).map(|values| (values[0], entry)))
        .filter(|&(given, _)| given != BLANK)
        .collect();
    if placed.iter().all(|&(given, _)| usize::try_from(given).is_ok_and(|given| given <= due.len())) {
        return;
    }
    placed.sort_unstable();
    for ((_, entry), moved) in placed.into_iter().zip(1..) {
        write(event, place, entry, std::iter::once(moved));
    }
}

/// The marks of a cell, as an op has them; empty where there is none.
pub(in crate::app) fn marks_of(event: &Event, frame: &Frame, place: Place) -> Marks {
    let values =
        |entry| event.values(Cell { component: place.component, judge: place.judge, entry }).unwrap_or_default();
    let mut marks = Marks::new();
    match (&frame.rules.components[place.component].kind, place.entry) {
        (Kind::Marks { criteria, .. }, Some(entry)) => {
            for (criterion, &value) in criteria.iter().zip(values(entry)) {
                if value != BLANK {
                    marks.insert(criterion.id.clone(), criterion.print(value));
                }
            }
        }
        (Kind::Grades { grades, .. }, Some(entry)) => {
            let index = values(entry).first().and_then(|&value| usize::try_from(value).ok());
            if let Some(grade) = index.and_then(|index| grades.get(index)) {
                marks.insert(GRADE.to_owned(), grade.id.clone());
            }
        }
        (Kind::Ranking { .. }, None) => {
            for (entry, row) in frame.setup.entries.iter().enumerate() {
                if let Some(&value) = values(entry).first()
                    && value != BLANK
                {
                    marks.insert(row.id.clone(), value.to_string());
                }
            }
        }
        (Kind::Votes { .. }, None) => {
            for (_, row) in frame.setup.entries.iter().enumerate().filter(|(entry, _)| values(*entry) == [1]) {
                marks.insert(row.id.clone(), "1".to_owned());
            }
        }
        (_, _) => {}
    }
    marks
}
