//! What people paste or type: full-width digits, spaces, tabs out of a spreadsheet, names where ids are
//! meant. Taken for what it must mean, and each thing that was changed is said, so that nobody is surprised.

use std::collections::BTreeMap;

use encoding_rs::GB18030;
use rust_decimal::Decimal;

use super::fault::{Fault, Problem};
use super::ids::Ids;
use super::read::{Directory, MEASURES, measures};
use super::text::ALLOWED;
use crate::scoring::event::Event;
use crate::scoring::rules::Component;

const FILE: &str = "measures.csv";

/// Something that was taken for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Line, from 1.
    pub line: usize,
    /// What stood there.
    pub found: String,
    pub taken: String,
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

/// A text without spaces around it and with ASCII digits, point and minus for full-width ones.
#[must_use]
pub fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff10}'..='\u{ff19}' | '\u{ff0e}' | '\u{ff0d}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{2212}' => '-',
        other => other,
    };
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').chars().map(narrow).collect()
}

/// Reads a table of measures for an event: 环节, 编号, 得分 with a header. The entry may be named by its unit, and
/// the component may be left out where the rules have one measure only.
#[must_use]
pub fn read_measures(bytes: &[u8], event: &Event) -> MeasureSheet {
    let Some(text) = decode(bytes) else {
        let problem = Problem::Encoding { allowed: ALLOWED };
        let faults = vec![Fault { file: FILE.to_owned(), line: 1, place: String::new(), problem }];
        return MeasureSheet { text: String::new(), notes: Vec::new(), values: Vec::new(), faults };
    };
    let (text, notes) = Table::new(event).tidy(&text);
    let files = BTreeMap::from([(FILE.to_owned(), text.clone().into_bytes())]);
    let (mut filled, mut faults) = (event.clone(), Vec::new());
    let cells = || (0..event.rules().components.len()).flat_map(|c| (0..event.entries().len()).map(move |e| (c, e)));
    for (component, entry) in cells() {
        filled.set_measure(component, entry, None);
    }
    measures(&files, &mut filled, &directory(event), &mut faults);
    let values: Vec<_> = cells().filter_map(|(c, e)| Some((c, e, filled.measure(c, e)?))).collect();
    if values.is_empty() && faults.is_empty() {
        faults.push(Fault { file: FILE.to_owned(), line: 1, place: String::new(), problem: Problem::NoRows });
    }
    MeasureSheet { text, notes, values, faults }
}

/// A text in either encoding; `None` where neither fits.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned),
    }
}

fn directory(event: &Event) -> Directory {
    let mut directory = Directory {
        entries: Ids::default(),
        judges: Ids::default(),
        components: Ids::default(),
        items: Ids::default(),
    };
    for (index, entry) in event.entries().iter().enumerate() {
        directory.entries.define(&entry.id, Some(index));
    }
    for (index, component) in event.rules().components.iter().enumerate() {
        directory.components.define(&component.id, Some(index));
    }
    directory
}

/// What a table of an event may say instead of ids.
struct Table<'e> {
    event: &'e Event,
    measured: Vec<&'e Component>,
}

impl<'e> Table<'e> {
    fn new(event: &'e Event) -> Self {
        let measured = event.rules().components.iter().filter(|component| component.judging().is_none()).collect();
        Self { event, measured }
    }

    /// The text line by line, so that every line keeps its number. A line with quotes is left as it is.
    fn tidy(&self, text: &str) -> (String, Vec<Note>) {
        let (mut lines, mut notes) = (Vec::new(), Vec::new());
        let mut header: Option<Vec<usize>> = None;
        let mut one = None;
        for (index, line) in text.lines().enumerate() {
            let mark = if line.contains('\t') { '\t' } else { ',' };
            if line.trim().is_empty() || line.contains('"') {
                lines.push(line.to_owned());
                continue;
            }
            let mut cells: Vec<String> = line.split(mark).map(plain).collect();
            match &header {
                None => {
                    cells = cells.iter().map(|cell| Self::column(cell)).collect();
                    header = Some(cells.iter().map(|cell| Self::index(cell)).collect());
                    let lacks = !cells.iter().any(|cell| Self::index(cell) == 0);
                    one = self.measured.first().filter(|_| lacks && self.measured.len() == 1);
                    if one.is_some() {
                        let chinese = cells.iter().any(|cell| MEASURES.iter().any(|c| c.chinese == cell));
                        cells.push(if chinese { MEASURES[0].chinese } else { MEASURES[0].name }.to_owned());
                    }
                }
                Some(columns) => {
                    for (cell, column) in cells.iter_mut().zip(columns) {
                        *cell = self.cell(*column, cell);
                    }
                    cells.extend(one.map(|component| component.id.clone()));
                }
            }
            for (found, taken) in line.split(mark).zip(&cells).filter(|(found, taken)| *found != taken.as_str()) {
                notes.push(Note { line: index + 1, found: found.to_owned(), taken: taken.clone() });
            }
            let quoted = cells.iter().map(|cell| if cell.contains(',') { format!("\"{cell}\"") } else { cell.clone() });
            lines.push(quoted.collect::<Vec<_>>().join(","));
        }
        lines.push(String::new());
        (lines.join("\n"), notes)
    }

    /// The name of a column as the event folder has it.
    fn column(cell: &str) -> String {
        match cell {
            "单位" | "区镇" | "申报单位" | "参评项目" => MEASURES[1].chinese,
            "分数" | "数值" | "考核得分" => MEASURES[2].chinese,
            "评分环节" => MEASURES[0].chinese,
            other => other,
        }
        .to_owned()
    }

    fn index(cell: &str) -> usize {
        MEASURES.iter().position(|column| column.name == cell || column.chinese == cell).unwrap_or(MEASURES.len())
    }

    /// A cell of a column: an id for a name that only one thing has.
    fn cell(&self, column: usize, text: &str) -> String {
        let only = |ids: Vec<&str>| match ids[..] {
            [id] => id.to_owned(),
            _ => text.to_owned(),
        };
        match column {
            0 if self.measured.iter().all(|component| component.id != text) => {
                only(self.measured.iter().filter(|c| c.name == text).map(|c| c.id.as_str()).collect())
            }
            1 if self.event.entries().iter().all(|entry| entry.id != text) => {
                only(self.event.entries().iter().filter(|e| e.unit == text).map(|e| e.id.as_str()).collect())
            }
            _ => text.to_owned(),
        }
    }
}
