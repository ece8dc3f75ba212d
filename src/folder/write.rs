//! Writes an event folder, and the ranking as CSV.

use std::collections::BTreeMap;
use std::io::Write;

use super::columns::{
    ACCEPTANCES, ADJUSTMENT_KINDS, ADJUSTMENTS, CHECKPOINTS, COMMENTS, DECISIONS, ENTRIES, EXCLUSION_KINDS, EXCLUSIONS,
    JUDGES, MEASURES, SCORES,
};
use super::event_folder::EventFolder;
use super::source::RULES_FILE;
use super::table::Column;
use crate::scoring::event::{AdjustmentKind, BLANK, Cell, Event, Expectation, Judge};
use crate::scoring::result::RankingRow;
use crate::scoring::rules::{Component, Kind};

/// The files of an event folder, by name: UTF-8, English headers. Marks of cells that were recused
/// or absent after they were given are left out; those of void cards stay.
#[must_use]
pub fn write_files(folder: &EventFolder) -> BTreeMap<String, Vec<u8>> {
    let tables = [
        ("entries.csv", without_last(&ENTRIES, entries(&folder.event).collect())),
        ("judges.csv", without_last(&JUDGES, judges(&folder.event).collect())),
        ("scores.csv", table(&SCORES, scores(&folder.event))),
        ("exclusions.csv", table(&EXCLUSIONS, exclusions(&folder.event))),
        ("measures.csv", table(&MEASURES, measures(&folder.event))),
        ("adjustments.csv", table(&ADJUSTMENTS, adjustments(&folder.event))),
        ("decisions.csv", without_last(&DECISIONS, decisions(&folder.event).collect())),
        ("checkpoints.csv", table(&CHECKPOINTS, checkpoints(folder))),
        ("comments.csv", without_last(&COMMENTS, comments(folder).collect())),
    ];
    let mut files: BTreeMap<String, Vec<u8>> = tables.map(|(name, bytes)| (name.to_owned(), bytes)).into();
    if !folder.event.acceptances().is_empty() {
        files.insert("acceptances.csv".to_owned(), table(&ACCEPTANCES, acceptances(&folder.event)));
    }
    files.insert(RULES_FILE.to_owned(), folder.rules_text.as_bytes().to_vec());
    files
}

/// A text cell that a spreadsheet would not run: one that begins like a formula gets a leading
/// apostrophe.
#[must_use]
pub fn neutralise(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// Writes the ranking as CSV with English headers, row by row.
///
/// # Errors
/// What the writer fails with.
pub fn ranking_csv(
    writer: impl Write,
    components: &[&str],
    rows: impl Iterator<Item = RankingRow>,
) -> Result<(), csv::Error> {
    let mut csv = csv::Writer::from_writer(writer);
    let header = ["rank", "entry", "name", "unit", "track", "total"].map(str::to_owned).into_iter();
    let header = header.chain(components.iter().map(|id| neutralise(id)));
    csv.write_record(header.chain(["bonus", "deduction", "award", "band", "status"].map(str::to_owned)))?;
    for row in rows {
        let texts = [&row.entry, &row.name, &row.unit, &row.track].map(|text| neutralise(text));
        let figures = row.components.0.into_iter().map(|(_, figure)| figure);
        let ends = [neutralise(&row.award), neutralise(&row.band), row.status.as_str().to_owned()];
        let record = std::iter::once(row.rank).chain(texts).chain([row.total]).chain(figures);
        csv.write_record(record.chain([row.bonus, row.deduction]).chain(ends))?;
    }
    csv.flush()?;
    Ok(())
}

pub(super) fn table(columns: &[Column], rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    // writing to memory fails only where a row has another length than the header
    csv.write_record(columns.iter().map(|c| c.name)).expect("a header");
    for row in rows {
        csv.write_record(row).expect("a cell for each column");
    }
    csv.into_inner().expect("memory takes all that is written")
}

/// A table whose last column is there only where a row has something in it.
fn without_last(columns: &[Column], mut rows: Vec<Vec<String>>) -> Vec<u8> {
    let used = rows.iter().any(|row| row.last().is_some_and(|cell| !cell.is_empty()));
    let width = if used { columns.len() } else { columns.len() - 1 };
    for row in &mut rows {
        row.truncate(width);
    }
    table(&columns[..width], rows)
}

fn number(order: Option<u32>) -> String {
    order.map(|order| order.to_string()).unwrap_or_default()
}

pub(super) fn entries(event: &Event) -> impl Iterator<Item = Vec<String>> + '_ {
    event.entries().iter().map(|e| {
        let class = e.class.map(|class| event.rules().classes[class].id.clone()).unwrap_or_default();
        let texts = [&e.id, &e.name, &e.unit, &e.unit_type, &e.site, &e.theme, &e.track];
        let mut row: Vec<String> = texts.into_iter().cloned().collect();
        row.extend([class, number(e.order), e.summary.clone(), e.panel.clone()]);
        row
    })
}

pub(super) fn judges(event: &Event) -> impl Iterator<Item = Vec<String>> + '_ {
    let groups = &event.rules().groups;
    let cells = |j: &Judge| [&j.id, &j.name, &j.unit, &groups[j.group].id, &j.panel].map(Clone::clone).to_vec();
    event.judges().iter().map(cells)
}

/// Row by row: all of them together are many times as large as the file.
fn scores(event: &Event) -> impl Iterator<Item = Vec<String>> + '_ {
    let components = event.rules().components.iter().enumerate();
    let judges = move |component| event.judges().iter().enumerate().map(move |(judge, seat)| (component, judge, seat));
    let seats = components.flat_map(move |(component, part)| judges(component).map(move |seat| (part, seat)));
    seats.flat_map(move |(part, (component, judge, seat))| {
        event.entries().iter().enumerate().flat_map(move |(entry, project)| {
            let cell = Cell { component, judge, entry };
            let values = match event.expectation(cell) {
                Expectation::Due | Expectation::Void | Expectation::JudgeDropped => event.values(cell),
                Expectation::Recused | Expectation::Absent | Expectation::NotJudged | Expectation::Outside => None,
            };
            // on a ballot of votes stands what was chosen
            let nothing = if matches!(part.kind, Kind::Votes { .. }) { 0 } else { BLANK };
            let given = values.unwrap_or_default().iter().enumerate();
            let given = given.filter(move |(_, value)| **value != BLANK && **value != nothing);
            given.map(move |(index, &value)| {
                let (criterion, text) = printed(part, index, value);
                vec![seat.id.clone(), part.id.clone(), project.id.clone(), criterion, text]
            })
        })
    })
}

/// Criterion and value of a mark, place or grade.
fn printed(part: &Component, index: usize, value: i64) -> (String, String) {
    match &part.kind {
        Kind::Marks { criteria, .. } => (criteria[index].id.clone(), criteria[index].print(value)),
        Kind::Grades { grades, .. } => {
            let grade = usize::try_from(value).ok().and_then(|i| grades.get(i));
            (String::new(), grade.map(|g| g.id.clone()).unwrap_or_default())
        }
        Kind::Ranking { .. } | Kind::Votes { .. } | Kind::Measure { .. } => (String::new(), value.to_string()),
    }
}

fn exclusions(event: &Event) -> impl Iterator<Item = Vec<String>> + '_ {
    event.exclusions().iter().map(|x| {
        let word = EXCLUSION_KINDS.iter().find(|(_, _, kind)| *kind == x.kind).map_or("", |(word, _, _)| word);
        vec![
            event.judges()[x.judge].id.clone(),
            x.component.map(|c| event.rules().components[c].id.clone()).unwrap_or_default(),
            x.entry.map(|e| event.entries()[e].id.clone()).unwrap_or_default(),
            word.to_owned(),
            x.reason.clone(),
        ]
    })
}

fn measures(event: &Event) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (component, part) in event.rules().components.iter().enumerate() {
        for (entry, project) in event.entries().iter().enumerate() {
            if let Some(value) = event.measure(component, entry) {
                rows.push(vec![part.id.clone(), project.id.clone(), value.to_string()]);
            }
        }
    }
    rows
}

fn adjustments(event: &Event) -> impl Iterator<Item = Vec<String>> + '_ {
    event.adjustments().iter().map(|a| {
        let word = ADJUSTMENT_KINDS.iter().find(|(_, _, kind)| *kind == a.kind).map_or("", |(word, _, _)| word);
        let points = if a.kind == AdjustmentKind::Veto { String::new() } else { a.points.to_string() };
        vec![event.entries()[a.entry].id.clone(), word.to_owned(), a.item.clone(), points, a.reason.clone()]
    })
}

fn decisions(event: &Event) -> impl Iterator<Item = Vec<String>> + '_ {
    event
        .decisions()
        .iter()
        .map(|d| vec![event.entries()[d.entry].id.clone(), d.order.to_string(), d.reason.clone(), d.tie.clone()])
}

fn acceptances(event: &Event) -> impl Iterator<Item = Vec<String>> + '_ {
    event.acceptances().iter().map(|a| {
        let component = event.rules().components[a.component].id.clone();
        vec![event.judges()[a.judge].id.clone(), component, a.reason.clone()]
    })
}

pub(super) fn checkpoints(folder: &EventFolder) -> impl Iterator<Item = Vec<String>> + '_ {
    folder.checkpoints.iter().map(|c| {
        vec![
            folder.event.entries()[c.entry].id.clone(),
            number(c.order),
            c.planned_arrival.clone(),
            c.planned_departure.clone(),
            c.look_at.clone(),
        ]
    })
}

fn comments(folder: &EventFolder) -> impl Iterator<Item = Vec<String>> + '_ {
    let event = &folder.event;
    folder.comments.iter().map(|c| {
        vec![
            event.judges()[c.judge].id.clone(),
            event.rules().components[c.component].id.clone(),
            event.entries()[c.entry].id.clone(),
            c.comment.clone(),
            c.criterion
                .map(|criterion| event.rules().components[c.component].criteria()[criterion].id.clone())
                .unwrap_or_default(),
        ]
    })
}
