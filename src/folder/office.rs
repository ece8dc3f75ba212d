//! What came out of somebody's hands, tidied table by table: first those that others refer to. What the one reader then
//! says of the files is led back to the rows and columns that people see.

use std::collections::{BTreeMap, BTreeSet};

use super::bundle::BINDING;
use super::event_folder::Remark;
use super::fault::{Fault, Problem};
use super::kind::{KINDS, Kind};
use super::rules;
use super::source::{Files, RULES_FILE};
use super::text::decode;
use super::tidy::dialect::{Dialect, is_suspect};
use super::tidy::{self, Choices, Draft, Earlier, Matter, Named, Origin, Spot, Taken, Tidied, clean, line};
use super::workbook::fault::BookProblem;
use super::workbook::grid::Grid;

/// Tables that may have millions of rows, which are read as they are.
const LONG: [&str; 2] = ["scores.csv", "comments.csv"];
/// Columns of those that hold ids.
const IDS: usize = 4;

/// A table out of somebody's hands.
pub(super) struct Handed {
    pub kind: &'static Kind,
    /// As people see it.
    pub table: String,
    pub what: What,
}

pub(super) enum What {
    File(Vec<u8>),
    Sheet(Grid),
}

/// Whether a table may have millions of rows.
pub(super) fn is_long(file: &str) -> bool {
    LONG.contains(&file)
}

/// The tables among the files of a folder, and the other files.
pub(super) fn handed(files: Files) -> (Vec<Handed>, Files) {
    let (mut handed, mut rest) = (Vec::new(), Files::new());
    for (name, bytes) in files {
        match Kind::of(&name).filter(|kind| kind.file != RULES_FILE) {
            Some(kind) => handed.push(Handed { kind, table: name, what: What::File(bytes) }),
            None => drop(rest.insert(name, bytes)),
        }
    }
    (handed, rest)
}

/// Files beside those of the folder: a fault for each that was meant to be one of them, a remark for other lists.
pub(super) fn beside<'n>(names: impl Iterator<Item = &'n str>) -> (Vec<Fault>, Vec<Remark>) {
    let (mut faults, mut remarks) = (Vec::new(), Vec::new());
    for name in names.filter(|name| Kind::of(name).is_none() && !name.starts_with('.')) {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
        let is_list = ["csv", "tsv", "xlsx", "xlsm", "xls", "et", "ods"].contains(&extension.as_str());
        if !is_list && extension != "txt" {
            continue;
        }
        let (file, place) = (name.to_owned(), String::new());
        if BINDING.contains(&name) {
            remarks.push(Remark { file, line: 1, place, sentence: "是成果包的存证，没有用到".to_owned() });
            continue;
        }
        match Kind::near_file(name) {
            Some(near) => {
                let problem = Problem::Book(BookProblem::UnknownFile { nearest: Some(near) });
                faults.push(Fault { file, line: 1, place, problem });
            }
            None if is_list => remarks.push(Remark { file, line: 1, place, sentence: "没有用到".to_owned() }),
            None => {}
        }
    }
    (faults, remarks)
}

/// What the tables came to.
#[derive(Default)]
pub(super) struct Office {
    pub tables: Vec<Tidied>,
    pub names: Named,
    /// The entries that were there before.
    earlier: Option<Earlier>,
}

impl Office {
    /// Tidies tables and puts them with the other files.
    pub fn tidy(handed: Vec<Handed>, files: &mut Files, choices: Choices) -> Self {
        let mut office = Self::default();
        for one in &handed {
            let earlier = files.remove(one.kind.file);
            if let (Some(csv), "entries.csv") = (earlier, one.kind.file) {
                office.earlier = Some(Earlier::of(one.kind, &csv));
            }
        }
        let mut handed: Vec<Option<Handed>> = handed.into_iter().map(Some).collect();
        for kind in &KINDS {
            let own = handed.iter_mut().find(|one| one.as_ref().is_some_and(|one| one.kind.file == kind.file));
            if let Some(Handed { table, what, .. }) = own.and_then(Option::take) {
                let bytes = office.table(kind, table, what, choices);
                files.insert(kind.file.to_owned(), bytes);
            }
            office.learn(kind, files);
        }
        office
    }

    /// Tidies a table; gives it as a file of the folder.
    fn table(&mut self, kind: &'static Kind, table: String, what: What, choices: Choices) -> Vec<u8> {
        let earlier = self.earlier.as_ref().filter(|_| kind.file == "entries.csv");
        let mut tidied = match what {
            What::Sheet(grid) => {
                let rows = grid.rows.into_iter().map(|(row, cells)| (row, cells, None));
                let draft = Draft { kind, table, origin: Origin::Sheet, rows, merged: &grid.merged, earlier };
                let mut tidied = tidy::tidy(draft, &mut self.names, choices);
                tidied.faults.extend(grid.beyond.map(|problem| ((0, 0), problem)));
                tidied
            }
            What::File(bytes) => {
                let Some(text) = decode(&bytes).filter(|_| kind.file != RULES_FILE) else { return bytes };
                let dialect = Dialect::of(&text, kind.columns);
                // the reader says where the quote stands
                if dialect.open_quote(&text).is_some() {
                    return bytes;
                }
                let mut tidied = if LONG.contains(&kind.file) {
                    if dialect.is_usual() && !is_suspect(&text) {
                        return bytes;
                    }
                    let id = |at: usize, cell: &str| {
                        let bare = cell.trim();
                        let text = clean::unquoted(bare).unwrap_or(bare);
                        (at < IDS || text != bare).then(|| clean::id(text).into_owned())
                    };
                    let csv = dialect.with_commas(&text, id);
                    Tidied::as_it_is(kind, table, csv)
                } else {
                    let draft =
                        Draft { kind, table, origin: Origin::File, rows: dialect.rows(&text), merged: &[], earlier };
                    tidy::tidy(draft, &mut self.names, choices)
                };
                tidied.taken.extend(dialect.taken().map(|taken| ((1, 0), taken)));
                if tidied.headless {
                    tidied.csv = text.into_bytes();
                }
                tidied
            }
        };
        let csv = std::mem::take(&mut tidied.csv);
        self.tables.push(tidied);
        csv
    }

    /// Learns what a table defines, for those that refer to it, as far as it can be read.
    fn learn(&mut self, kind: &Kind, files: &Files) {
        let text = files.get(kind.file).and_then(|bytes| decode(bytes)).unwrap_or_default();
        match kind.file {
            RULES_FILE => {
                let rules = rules::read(RULES_FILE, &text).rules;
                self.names.add("group", rules.groups.into_iter().map(|group| (group.id, group.name)));
                self.names
                    .add("component", rules.components.into_iter().map(|component| (component.id, component.name)));
                self.names.add("item", rules.adjustments.items.into_iter().map(|item| (item.id, item.name)));
                self.names.add("item", rules.veto.items.into_iter().map(|item| (item.id, item.name)));
                self.names.add("class", rules.classes.into_iter().map(|class| (class.id, String::new())));
            }
            "entries.csv" => self.names.add("entry", columns(&text, kind, "entry", "unit")),
            "judges.csv" => self.names.add("judge", columns(&text, kind, "judge", "name")),
            _ => {}
        }
    }

    pub fn of(&self, file: &str) -> Option<&Tidied> {
        self.tables.iter().find(|table| table.kind.file == file)
    }

    /// A fault of the reader, on the row where people see it.
    pub fn led_back(&self, fault: Fault) -> Fault {
        match self.of(&fault.file) {
            Some(table) => table.led_back(fault),
            None => fault,
        }
    }

    /// Whether a fault of the reader says what was said of the table already.
    pub fn is_said(&self, fault: &Fault) -> bool {
        let Some(table) = self.of(&fault.file) else { return false };
        let row = table.row(fault.line);
        match &fault.problem {
            Problem::UnknownColumn { .. } | Problem::MissingColumn | Problem::EmptyFile { .. } => table.headless,
            // a cell that cannot be taken is empty
            _ => table.faults.iter().any(|((at, column), _)| {
                *column > 0 && usize::try_from(*at) == Ok(row) && table.name(*column) == fault.place
            }),
        }
    }

    /// What was taken for something else, and what looks alike, in files.
    pub fn remarks(&self) -> Vec<Remark> {
        let mut remarks = Vec::new();
        for table in &self.tables {
            let remark = |&(row, column): &(u32, u32), sentence| Remark {
                file: table.table.clone(),
                line: line(row),
                place: table.name(column),
                sentence,
            };
            // once a column, as often as it is so
            for ((row, column), what, _) in once(&table.taken) {
                remarks.push(remark(&(row, column), what.to_string()));
            }
            remarks.extend(table.doubts.iter().map(|(at, doubt)| remark(at, doubt.to_string())));
        }
        remarks.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        remarks
    }

    /// What was found, as faults of files: for those that were handed in as files.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for table in &self.tables {
            let fault = |(row, column), problem| Fault {
                file: table.table.clone(),
                line: line(row),
                place: table.name(column),
                problem,
            };
            faults.extend(table.faults.iter().map(|(at, problem)| fault(*at, Problem::Book(problem.clone()))));
            let doubts = table.doubts.iter().filter(|(_, doubt)| doubt.matter() == Matter::Rows);
            faults.extend(doubts.map(|(at, doubt)| fault(*at, Problem::Doubtful(doubt.clone()))));
        }
        faults
    }
}

/// What was taken for something else, each with where it is first and how often it is so in its column; what is of a row
/// is of each row.
pub(super) fn once(taken: &[(Spot, Taken)]) -> Vec<(Spot, &Taken, usize)> {
    let mut once: BTreeMap<(u32, u32, &Taken), (u32, usize)> = BTreeMap::new();
    for ((row, column), what) in taken {
        let own = if what.is_of_row() { *row } else { 0 };
        once.entry((own, *column, what)).or_insert((*row, 0)).1 += 1;
    }
    once.into_iter().map(|((_, column, what), (row, times))| ((row, column), what, times)).collect()
}

/// Two columns of a table, as far as it can be read.
fn columns(text: &str, kind: &Kind, id: &str, name: &str) -> Vec<(String, String)> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records().flatten();
    let Some(header) = records.next() else { return Vec::new() };
    let position = |name: &str| {
        let column = kind.columns.iter().find(|column| column.name == name)?;
        header.iter().position(|word| word == column.name || word == column.chinese)
    };
    let (Some(id), Some(name)) = (position(id), position(name)) else { return Vec::new() };
    let mut seen = BTreeSet::new();
    let of = |record: csv::StringRecord| Some((record.get(id)?.to_owned(), record.get(name)?.to_owned()));
    records.filter_map(of).filter(|(id, _)| seen.insert(id.clone())).collect()
}
