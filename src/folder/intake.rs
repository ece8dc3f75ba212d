//! What people upload, as an event folder: its CSV files, a workbook with a sheet each, or either packed as a ZIP.
//! All of it goes through the one reader; each fault and each thing that was taken for something else has its place
//! as people see it: file or sheet, row, column.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{Fault, Problem};
use super::read_files;
use super::rules;
use super::typed::decode;
use super::workbook::archive::{Archive, Budget};
use super::workbook::{self, BookProblem, Kind, Named, Taken, Tidied};
use super::{EventFolder, Files, RULES_FILE};

/// Most of the things that were taken for something else that are kept: no one reads more.
const TAKEN: usize = 1000;

/// A file as it was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// File, or sheet in quotes.
    pub table: String,
    /// Row, or line of a file, from 1; 0 where the whole of it is meant.
    pub row: usize,
    /// Column: letters and header of a sheet, name in a file; may be empty.
    pub column: String,
}

/// Something wrong, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    pub what: Wrong,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// With a table or the rules.
    #[error("{0}")]
    Table(Problem),
    /// With a workbook or an archive.
    #[error("{0}")]
    Book(BookProblem),
}

/// Something that was taken for something else, as often as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// Where first.
    pub place: Place,
    pub what: Taken,
    /// How often in this column.
    pub times: usize,
}

/// What an upload comes to.
#[derive(Debug, Default)]
pub struct Intake {
    /// The event folder; `None` while anything is wrong.
    pub folder: Option<EventFolder>,
    /// Everything that is wrong, by place.
    pub faults: Vec<Finding>,
    /// What was taken for something else, by place.
    pub understood: Vec<Understood>,
    /// Files of the folder that came, as the folder names them.
    pub brought: BTreeSet<String>,
    /// What came and was not used: files of a ZIP, hidden sheets.
    pub unused: Vec<String>,
}

impl Intake {
    fn fault(&mut self, table: &str, row: usize, column: &str, what: Wrong) {
        let place = Place { table: table.to_owned(), row, column: column.to_owned() };
        self.faults.push(Finding { place, what });
    }

    fn book(&mut self, table: &str, problem: BookProblem) {
        self.fault(table, 0, "", Wrong::Book(problem));
    }
}

/// What was found so far.
#[derive(Default)]
struct Heap {
    intake: Intake,
    files: Files,
    /// Where each file of the folder came from.
    from: BTreeMap<&'static str, String>,
    sheets: Vec<workbook::Sheet>,
}

/// Reads what was uploaded. `rest` stands in for files that did not come.
#[must_use]
pub fn read(given: &[Given], rest: &Files) -> Intake {
    let mut heap = Heap::default();
    let budget = Budget::new();
    for file in given {
        heap.take(&file.name, &file.bytes, &budget, false);
    }
    let Heap { mut intake, mut files, from, sheets } = heap;
    intake.brought = from.keys().map(|&file| file.to_owned()).collect();
    let mut all = rest.clone();
    all.append(&mut files);
    let tidied = tidy(sheets, &mut all);
    for sheet in &tidied {
        note(sheet, &mut intake);
    }
    // what could not even be opened may hold what others would be said to lack
    if intake.faults.iter().any(|fault| matches!(fault.what, Wrong::Book(_)) && fault.place.row == 0) && from.is_empty()
    {
        return intake;
    }
    match read_files(&all) {
        Ok(folder) if intake.faults.is_empty() => intake.folder = Some(folder),
        Ok(_) => {}
        Err(faults) => {
            // what a cell is said to be is not said again of the gap that it leaves
            let known: BTreeSet<Place> = intake.faults.iter().map(|fault| fault.place.clone()).collect();
            let placed = faults.into_iter().map(|fault| placed(fault, &tidied, &intake.brought));
            let new = placed.filter(|(place, _)| place.column.is_empty() || !known.contains(place));
            let new: Vec<_> = new.map(|(place, problem)| Finding { place, what: Wrong::Table(problem) }).collect();
            intake.faults.extend(new);
        }
    }
    intake.faults.sort_by(|a, b| a.place.cmp(&b.place));
    intake
}

impl Heap {
    /// One file; `packed`: out of a ZIP, where files that nobody needs lie beside those that are meant.
    fn take(&mut self, name: &str, bytes: &[u8], budget: &Budget, packed: bool) {
        let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let extension = base.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
        if bytes.starts_with(b"PK\x03\x04") && !packed {
            self.unpack(base, bytes, budget);
        } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") && !packed {
            self.intake.book(base, BookProblem::OldFormat);
        } else if ["xlsx", "zip", "xls", "et"].contains(&extension.as_str()) && !packed {
            self.intake.book(base, BookProblem::NotAnArchive);
        } else if let Some(kind) = Kind::named(base).filter(|_| ["csv", "toml"].contains(&extension.as_str())) {
            if self.is_first(kind, base) {
                self.files.insert(kind.file.to_owned(), bytes.to_vec());
            }
        } else {
            let nearest = Kind::near_file(base).filter(|_| ["csv", "toml"].contains(&extension.as_str()));
            if packed && nearest.is_none() {
                self.intake.unused.push(base.to_owned());
            } else {
                self.intake.book(base, BookProblem::UnknownFile { nearest });
            }
        }
    }

    /// Notes where a file of the folder came from, and a fault where it came before.
    fn is_first(&mut self, kind: &'static Kind, from: &str) -> bool {
        if let Some(first) = self.from.get(kind.file) {
            let first = first.clone();
            self.intake.book(from, BookProblem::Twice { first });
            return false;
        }
        self.from.insert(kind.file, from.to_owned());
        true
    }

    fn unpack(&mut self, name: &str, bytes: &[u8], budget: &Budget) {
        let opened = Archive::open(bytes, budget).and_then(|mut archive| {
            if archive.is_workbook() {
                return workbook::read(&mut archive).map(|book| self.keep(book));
            }
            for inner in archive.names() {
                // what one system puts into every archive, for itself
                let base = inner.rsplit(['/', '\\']).next().unwrap_or(&inner);
                if inner.starts_with("__MACOSX") || base.starts_with('.') {
                    continue;
                }
                let bytes = archive.whole(&inner)?;
                self.take(&inner, &bytes, budget, true);
            }
            Ok(())
        });
        if let Err(problem) = opened {
            self.intake.book(name, problem);
        }
    }

    fn keep(&mut self, book: workbook::Book) {
        let quoted = |name: &str| format!("“{name}”");
        for (sheet, problem) in book.faults {
            self.intake.book(&quoted(&sheet), problem);
        }
        self.intake.unused.extend(book.hidden.iter().map(|name| format!("{}（隐藏的工作表）", quoted(name))));
        for sheet in book.sheets {
            if self.is_first(sheet.kind, &quoted(&sheet.name)) {
                self.sheets.push(sheet);
            }
        }
    }
}

/// Makes CSV of the sheets and puts it with the other files: first those that others refer to.
fn tidy(sheets: Vec<workbook::Sheet>, all: &mut Files) -> Vec<Tidied> {
    for sheet in &sheets {
        all.remove(sheet.kind.file);
    }
    let mut names = Named::default();
    let mut tidied = Vec::new();
    for kind in &workbook::KINDS {
        if let Some(sheet) = sheets.iter().find(|sheet| sheet.kind.file == kind.file) {
            let sheet = workbook::tidy(sheet, &names);
            all.insert(kind.file.to_owned(), sheet.csv.clone());
            tidied.push(sheet);
        }
        let text = all.get(kind.file).and_then(|bytes| decode(bytes)).unwrap_or_default();
        match kind.file {
            RULES_FILE => name_rules(&text, &mut names),
            "entries.csv" => names.add("entry", columns(&text, kind, "entry", "unit")),
            "judges.csv" => names.add("judge", columns(&text, kind, "judge", "name")),
            _ => {}
        }
    }
    tidied
}

/// What the rules name, as far as they can be read.
fn name_rules(text: &str, names: &mut Named) {
    let rules = rules::read(RULES_FILE, text).rules;
    names.add("group", rules.groups.into_iter().map(|group| (group.id, group.name)));
    names.add("component", rules.components.into_iter().map(|component| (component.id, component.name)));
    names.add("item", rules.adjustments.items.into_iter().map(|item| (item.id, item.name)));
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
    let of = |record: csv::StringRecord| Some((record.get(id)?.to_owned(), record.get(name)?.to_owned()));
    records.filter_map(of).collect()
}

/// Puts down what a sheet was taken for, and what is wrong with it before its rows are read.
fn note(sheet: &Tidied, intake: &mut Intake) {
    let table = format!("“{}”", sheet.sheet);
    for (row, column, problem) in &sheet.faults {
        intake.fault(&table, usize::try_from(*row).unwrap_or(0), column, Wrong::Book(problem.clone()));
    }
    let mut once: BTreeMap<(&str, &Taken), (u32, usize)> = BTreeMap::new();
    for (row, column, what) in &sheet.taken {
        once.entry((column, what)).or_insert((*row, 0)).1 += 1;
    }
    let mut understood: Vec<Understood> = once
        .into_iter()
        .map(|((column, what), (row, times))| {
            let row = usize::try_from(row).unwrap_or(0);
            let place = Place { table: table.clone(), row, column: column.to_owned() };
            Understood { place, what: what.clone(), times }
        })
        .collect();
    understood.sort_by(|a, b| a.place.cmp(&b.place));
    understood.truncate(TAKEN.saturating_sub(intake.understood.len()));
    intake.understood.extend(understood);
}

/// A fault of the reader, with its place as people see it.
fn placed(fault: Fault, sheets: &[Tidied], brought: &BTreeSet<String>) -> (Place, Problem) {
    let Fault { file, line, place, problem } = fault;
    let Some(sheet) = sheets.iter().find(|sheet| sheet.file == file) else {
        let table = match (&problem, Kind::of(&file)) {
            (Problem::MissingFile, Some(kind)) => format!("“{}”（{file}）", kind.sheet),
            _ if brought.contains(&file) => file,
            _ => format!("{file}（现有）"),
        };
        let row = if matches!(problem, Problem::MissingFile) { 0 } else { line };
        return (Place { table, row, column: place }, problem);
    };
    let problem = match problem {
        Problem::Duplicate { found, first: Some(first) } => Problem::Duplicate { found, first: Some(sheet.row(first)) },
        other => other,
    };
    let column = if sheet.file == RULES_FILE { place } else { sheet.column(&place) };
    (Place { table: format!("“{}”", sheet.sheet), row: sheet.row(line), column }, problem)
}
