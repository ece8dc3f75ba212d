//! What everybody gets in place of an open bundle: the same result without whose each card is.

use std::collections::BTreeMap;

use super::about::{About, Form};
use super::cards::{self, LetterCard, Operation, SealedSeat, Seats};
use super::fault::BundleFault;
use super::names::{ABOUT, BINDING, CARDS, Files, MANIFEST, RANKING, README, RESULT, SEATS, TABLET_KEYS};
use super::pack::add_manifest;
use crate::folder::read::read_files;
use crate::folder::write::ranking_csv;
use crate::scoring::result::Report;
use crate::scoring::{Explain, tabulate};

/// Files of an event folder that speak of judges; those that only judges are in are left out of what holds no marks.
const OF_JUDGES: [&str; 5] = ["judges.csv", "scores.csv", "exclusions.csv", "acceptances.csv", "comments.csv"];
/// What else is worked out again with marks only.
const OF_MARKS: [&str; 4] = ["measures.csv", "adjustments.csv", "decisions.csv", "checkpoints.csv"];
/// What stands in the place of a reason that may name somebody.
const HIDDEN: &str = "（从略）";

/// The files of an open bundle without whose each card is; gives the same files again for the form that is open. `readme` is
/// what the file says of itself to people.
///
/// # Errors
/// Where the files are no open bundle, or the result does not come out of what is left.
pub fn hidden(open: &Files, form: Form, readme: String) -> Result<Files, BundleFault> {
    if form == Form::Open {
        return Ok(open.clone());
    }
    let about = About { cards: form, ..About::read(open)? };
    let seats = read_seats(open)?;
    let mut files = open.clone();
    for name in [SEATS, TABLET_KEYS, MANIFEST].iter().chain(&BINDING) {
        files.remove(*name);
    }
    files.insert(ABOUT.to_owned(), about.to_bytes());
    files.insert(README.to_owned(), readme.into_bytes());
    match form {
        Form::Commitments => without_marks(&mut files, open, &seats)?,
        Form::Open | Form::Pseudonymous => under_letters(&mut files, open, &seats)?,
    }
    add_manifest(&mut files);
    Ok(files)
}

/// The seats of an open bundle.
///
/// # Errors
/// Where they are not there, or not in their form.
pub(super) fn read_seats(open: &Files) -> Result<Seats, BundleFault> {
    let bytes = open.get(SEATS).ok_or(BundleFault::Missing(SEATS))?;
    let seats: Option<Seats> = serde_json::from_slice(bytes).ok();
    let whole = seats.filter(|seats| serde_json::to_vec(seats).is_ok_and(|again| again == *bytes));
    whole.ok_or(BundleFault::BadLine { file: SEATS, line: 1 })
}

/// The cards that count, by seat.
fn counted(open: &Files, seats: &Seats) -> Result<Vec<Vec<LetterCard>>, BundleFault> {
    let bytes = open.get(CARDS).ok_or(BundleFault::Missing(CARDS))?;
    let operations: Vec<Operation> = cards::read(CARDS, bytes)?;
    let by_op: BTreeMap<&str, (usize, &Operation)> =
        operations.iter().enumerate().map(|(index, row)| (row.op.as_str(), (index + 1, row))).collect();
    let mut all = Vec::with_capacity(seats.seats.len());
    for seat in &seats.seats {
        let mut own = Vec::with_capacity(seat.cards.len());
        for op in &seat.cards {
            let (line, row) = *by_op.get(op.as_str()).ok_or(BundleFault::BadLine { file: SEATS, line: 1 })?;
            own.push(LetterCard {
                component: row.component.clone(),
                entry: row.entry.clone(),
                marks: marks(row).ok_or(BundleFault::BadLine { file: CARDS, line })?,
                seat: seat.seat.clone(),
            });
        }
        own.sort_by(|a, b| (&a.component, &a.entry).cmp(&(&b.component, &b.entry)));
        all.push(own);
    }
    Ok(all)
}

/// The marks of an operation, as they were signed.
pub(super) fn marks(row: &Operation) -> Option<cards::Marks> {
    let body: serde_json::Value = serde_json::from_str(&row.body).ok()?;
    serde_json::from_value(body.get("marks")?.clone()).ok()
}

fn under_letters(files: &mut Files, open: &Files, seats: &Seats) -> Result<(), BundleFault> {
    let cards = counted(open, seats)?;
    files.insert(CARDS.to_owned(), cards::lines(cards.iter().flatten()));
    let places: BTreeMap<&str, usize> =
        seats.seats.iter().enumerate().map(|(place, seat)| (seat.judge.as_str(), place)).collect();
    files.remove("comments.csv");
    for name in OF_JUDGES {
        let Some(bytes) = files.get(name) else { continue };
        let written = lettered(name, bytes, &places, seats)?;
        files.insert(name.to_owned(), written);
    }
    let folder = read_files(files).map_err(BundleFault::Folder)?;
    let stated: Report = serde_json::from_slice(&open[RESULT]).map_err(|_| BundleFault::OtherResult)?;
    let standings = tabulate(&folder.event);
    let report = Report { withdrawn: stated.withdrawn, ..standings.report(&folder.rules_sha256, &Explain::All) };
    let components: Vec<&str> = folder.event.rules().components.iter().map(|c| c.id.as_str()).collect();
    let mut again = Vec::new();
    let written = ranking_csv(&mut again, &components, standings.rows());
    if written.is_err() || Some(&again) != files.get(RANKING) {
        return Err(BundleFault::OtherRanking);
    }
    files.insert(RESULT.to_owned(), serde_json::to_vec(&report).map_err(|_| BundleFault::OtherResult)?);
    Ok(())
}

/// A table with letters in the place of judges, in the order of the letters: theirs would tell who is who.
fn lettered(name: &str, bytes: &[u8], places: &BTreeMap<&str, usize>, seats: &Seats) -> Result<Vec<u8>, BundleFault> {
    let unreadable = |error: csv::Error| BundleFault::Unreadable(format!("{name}：{error}"));
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().map_err(unreadable)?.clone();
    let column = |named: &str| header.iter().position(|cell| cell == named);
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    for row in reader.records() {
        let mut row: Vec<String> = row.map_err(unreadable)?.iter().map(str::to_owned).collect();
        let judge = row.first().map(String::as_str).unwrap_or_default();
        let place = places.get(judge).copied();
        let place = place.ok_or_else(|| BundleFault::Unreadable(format!("{name}：评委 {judge}")))?;
        let seat = &seats.seats[place].seat;
        row[0].clone_from(seat);
        for (hidden, text) in [("name", format!("评委 {seat}")), ("unit", String::new()), ("reason", HIDDEN.to_owned())]
        {
            if let Some(column) = column(hidden) {
                row[column] = text;
            }
        }
        rows.push((place, row));
    }
    // of one seat they stay in their order
    rows.sort_by_key(|(place, _)| *place);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).map_err(unreadable)?;
    for (_, row) in rows {
        writer.write_record(row).map_err(unreadable)?;
    }
    writer.into_inner().map_err(|error| BundleFault::Unreadable(error.to_string()))
}

fn without_marks(files: &mut Files, open: &Files, seats: &Seats) -> Result<(), BundleFault> {
    let cards = counted(open, seats)?;
    let sealed = seats.seats.iter().zip(&cards).map(|(seat, cards)| {
        let hash = |card: &LetterCard| cards::hash(&seat.secret, &card.component, &card.entry, &card.marks);
        let mut hashes: Vec<String> = cards.iter().map(hash).collect();
        hashes.sort_unstable();
        SealedSeat { cards: hashes, seat: seat.seat.clone() }
    });
    files.insert(CARDS.to_owned(), cards::lines(sealed));
    for name in OF_JUDGES.iter().chain(&OF_MARKS) {
        files.remove(*name);
    }
    let stated: Report = serde_json::from_slice(&open[RESULT]).map_err(|_| BundleFault::OtherResult)?;
    let report = Report { trace: None, blockers: Vec::new(), accepted: Vec::new(), ..stated };
    files.insert(RESULT.to_owned(), serde_json::to_vec(&report).map_err(|_| BundleFault::OtherResult)?);
    Ok(())
}
