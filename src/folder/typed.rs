//! What people paste, type or upload as a table of measures. Taken for what it must mean,
//! and each thing that was changed is said, so that nobody is surprised.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::columns::MEASURES;
use super::fault::{Fault, Problem};
use super::ids::{Directory, Ids};
use super::kind::{KINDS, Kind};
use super::read::measures;
use super::text::{ALLOWED, decode};
use super::tidy::dialect::Dialect;
use super::tidy::{Choices, Doubt, Draft, DraftRow, Named, Origin, Taken, Tidied, head, line, tidy};
use super::workbook::archive::{Archive, Budget};
use super::workbook::grid::{Grid, Said};
use super::workbook::{self, BookProblem, foreign};
use crate::scoring::event::Event;
use crate::scoring::rules::Component;

const FILE: &str = "measures.csv";
/// What people call the columns besides.
const ALSO: [(&str, usize); 8] = [
    ("评分环节", 0),
    ("单位", 1),
    ("区镇", 1),
    ("申报单位", 1),
    ("参评项目", 1),
    ("分数", 2),
    ("数值", 2),
    ("考核得分", 2),
];
/// Rows of a table among which the header is looked for.
const HEAD: usize = 15;

/// Something that was taken for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Line or row, from 1.
    pub line: usize,
    pub what: Taken,
}

/// Measures as they were read from a pasted or uploaded table.
#[derive(Debug, Clone)]
pub struct MeasureSheet {
    /// The table as CSV with ids and plain digits; reading it again gives the same.
    pub text: String,
    /// What was changed in it.
    pub notes: Vec<Note>,
    /// Index of the component, index of the entry, value; blanks left out.
    pub values: Vec<(usize, usize, Decimal)>,
    /// What is wrong; where anything is, nothing may be taken.
    pub faults: Vec<Fault>,
}

/// Reads a table of measures for an event: 环节, 编号, 得分 with a header, as text, XLSX or ODS, or one of these in a ZIP.
/// The entry may be named by its unit, and the component may be left out where the rules have one measure only.
#[must_use]
pub fn read_measures(bytes: &[u8], event: &Event) -> MeasureSheet {
    let fault = |problem| Fault { file: FILE.to_owned(), line: 1, place: String::new(), problem };
    let nothing = |faults| MeasureSheet { text: String::new(), notes: Vec::new(), values: Vec::new(), faults };
    let table = match table(bytes, event, &Budget::new(), false) {
        Ok(Some(table)) => table,
        Ok(None) => return nothing(vec![fault(Problem::Encoding { allowed: ALLOWED })]),
        Err(problem) => return nothing(vec![fault(Problem::Book(problem))]),
    };
    let text = with_component(&table.csv, event);
    let files = BTreeMap::from([(FILE.to_owned(), text.clone().into_bytes())]);
    let (mut filled, mut faults) = (event.clone(), Vec::new());
    let cells = || (0..event.rules().components.len()).flat_map(|c| (0..event.entries().len()).map(move |e| (c, e)));
    for (component, entry) in cells() {
        filled.set_measure(component, entry, None);
    }
    measures(&files, &mut filled, &directory(event), &mut faults);
    let faults = all(faults, &table);
    let values: Vec<_> = cells().filter_map(|(c, e)| Some((c, e, filled.measure(c, e)?))).collect();
    let faults = if values.is_empty() && faults.is_empty() { vec![fault(Problem::NoRows)] } else { faults };
    let mut notes: Vec<Note> =
        table.taken.iter().map(|((at, _), what)| Note { line: line(*at), what: what.clone() }).collect();
    notes.sort_by_key(|note| note.line);
    MeasureSheet { text, notes, values, faults }
}

/// All that is wrong, by row, with the columns as people call them.
fn all(faults: Vec<Fault>, table: &Tidied) -> Vec<Fault> {
    let found = |(at, column): &(u32, u32), problem| Fault {
        file: FILE.to_owned(),
        line: line(*at),
        place: table.place(*column),
        problem,
    };
    let mut all: Vec<Fault> =
        table.faults.iter().map(|(at, problem)| found(at, Problem::Book(problem.clone()))).collect();
    let open = table.doubts.iter().filter(|(_, doubt)| !matches!(doubt, Doubt::Alike { .. }));
    all.extend(open.map(|(at, doubt)| found(at, Problem::Doubtful(doubt.clone()))));
    let known: BTreeSet<(usize, String)> = all.iter().map(|fault| (fault.line, fault.place.clone())).collect();
    let new = faults.into_iter().filter(|fault| !table.headless || !fault.place.is_empty()).map(|fault| {
        let place = table.column(&fault.place);
        Fault { place, ..table.led_back(fault) }
    });
    // what a cell is said to be is not said again of the gap that it leaves
    all.extend(new.filter(|fault| fault.place.is_empty() || !known.contains(&(fault.line, fault.place.clone()))));
    all.sort_by_key(|fault| fault.line);
    all
}

/// The table in what was handed in; `None` where that is no text in an encoding that is read.
fn table(bytes: &[u8], event: &Event, budget: &Budget, packed: bool) -> Result<Option<Tidied>, BookProblem> {
    if bytes.starts_with(b"PK\x03\x04") {
        let mut archive = Archive::open(bytes, budget)?;
        if let Some(book) = workbook::read(&mut archive)? {
            return sheet(book, event).map(Some);
        }
        // one file in an archive is what was meant
        let inside = archive.names();
        return match &inside[..] {
            [one] if !packed => table(&archive.whole(one)?, event, budget, true),
            _ => Err(BookProblem::UnknownFile { nearest: None }),
        };
    }
    if let Some(problem) = foreign::by_beginning(bytes, "") {
        return Err(problem);
    }
    let Some(text) = decode(bytes) else { return Ok(None) };
    let dialect = Dialect::of(&renamed(&text), &MEASURES);
    let rows: Vec<DraftRow> = dialect.rows(&text).map(|(row, cells, _)| (row, cells, None)).collect();
    let mut tidied = tidied(rows, Origin::File, "", event);
    tidied.taken.extend(dialect.taken().map(|taken| ((1, 0), taken)));
    Ok(Some(tidied))
}

/// The sheet of a workbook that is meant: the one of that name, or else the only one with something in it.
fn sheet(book: workbook::Book, event: &Event) -> Result<Tidied, BookProblem> {
    let own = book
        .sheets
        .into_iter()
        .filter(|sheet| !sheet.hidden)
        .map(|sheet| (sheet.kind.file == FILE, sheet.name, sheet.grid));
    let mut sheets: Vec<(bool, String, Grid)> = own.collect();
    sheets.extend(book.others.into_iter().map(|(name, grid)| (false, name, grid)));
    let at = sheets.iter().position(|(is_own, ..)| *is_own).or_else(|| (sheets.len() == 1).then_some(0));
    let Some(at) = at else {
        return Err(BookProblem::UnknownSheet { allowed: vec!["日常考核".to_owned()], nearest: None });
    };
    let (_, name, mut grid) = sheets.swap_remove(at);
    let (rows, columns) = (grid.rows_hidden(), grid.columns_hidden());
    grid.leave_hidden();
    let rows_ = grid.rows.into_iter().map(|(row, cells)| (row, cells, None)).collect();
    let mut tidied = tidied(rows_, Origin::Sheet, &name, event);
    tidied.faults.extend(grid.beyond.map(|problem| ((0, 0), problem)));
    tidied.faults.extend(
        grid.merged
            .into_iter()
            .filter(|merged| merged.rows.0 > 1)
            .map(|merged| ((merged.rows.0, 0), BookProblem::Merged { range: merged.range })),
    );
    tidied.doubts.extend((!rows.is_empty()).then_some(((0, 0), Doubt::HiddenRows(rows))));
    tidied.doubts.extend((!columns.is_empty()).then_some(((0, 0), Doubt::HiddenColumns(columns))));
    Ok(tidied)
}

fn tidied(mut rows: Vec<DraftRow>, origin: Origin, table: &str, event: &Event) -> Tidied {
    for (_, cells, _) in rows.iter_mut().take(HEAD) {
        for cell in cells.values_mut() {
            if let Said::Text(word) = &mut cell.said
                && let Some((_, column)) = ALSO.iter().find(|(also, _)| *also == head(word))
            {
                MEASURES[*column].chinese.clone_into(word);
            }
        }
    }
    let kind = Kind::of(FILE).unwrap_or(&KINDS[0]);
    let mut names = Named::default();
    let measured = measured(event).map(|component| (component.id.clone(), component.name.clone()));
    names.add("component", measured);
    names.add("entry", event.entries().iter().map(|entry| (entry.id.clone(), entry.unit.clone())));
    // figures are typed here, and normalised as in a sheet
    let draft = Draft {
        kind,
        table: table.to_owned(),
        origin: Origin::Sheet,
        rows: rows.into_iter(),
        merged: &[],
        earlier: None,
    };
    let mut tidied = tidy(draft, &mut names, Choices::default());
    tidied.origin = origin;
    tidied
}

/// A text whose header has the words of the folder, to tell what parts its cells.
fn renamed(text: &str) -> String {
    let mut text = text.to_owned();
    for (also, column) in ALSO {
        text = text.replace(also, MEASURES[column].chinese);
    }
    text
}

fn measured(event: &Event) -> impl Iterator<Item = &Component> {
    event.rules().components.iter().filter(|component| component.judging().is_none())
}

/// The table with the one component that is measured in each row, where it has none.
fn with_component(csv: &[u8], event: &Event) -> String {
    let plain = || String::from_utf8_lossy(csv).into_owned();
    let mut measured = measured(event);
    let (Some(one), None) = (measured.next(), measured.next()) else { return plain() };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv);
    let records: Vec<csv::StringRecord> = reader.records().flatten().collect();
    let is = |cell: &str| cell == MEASURES[0].name || cell == MEASURES[0].chinese;
    if records.first().is_none_or(|header| header.iter().any(is)) {
        return plain();
    }
    let chinese = records[0].iter().any(|cell| MEASURES.iter().any(|column| column.chinese == cell));
    let word = if chinese { MEASURES[0].chinese } else { MEASURES[0].name };
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for (at, record) in records.iter().enumerate() {
        let more = if at == 0 { word } else { one.id.as_str() };
        // memory takes all that is written
        let _ = writer.write_record(record.iter().chain([more]));
    }
    String::from_utf8_lossy(&writer.into_inner().unwrap_or_default()).into_owned()
}

fn directory(event: &Event) -> Directory {
    let mut directory = Directory {
        entries: Ids::default(),
        judges: Ids::default(),
        components: Ids::default(),
        items: Ids::default(),
        veto_items: Ids::default(),
        fields_clear: true,
    };
    for (index, entry) in event.entries().iter().enumerate() {
        directory.entries.define(&entry.id, Some(index));
    }
    for (index, component) in event.rules().components.iter().enumerate() {
        directory.components.define(&component.id, Some(index));
    }
    directory
}
