//! What people upload, as an event folder: its CSV files, workbooks with a sheet each, or either packed as a ZIP.
//! All of it goes through the one reader; each fault and each thing that was taken for something else has its place
//! as people see it: file or sheet, row, column.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::event_folder::EventFolder;
use super::fault::{Fault, Problem};
use super::kind::Kind;
use super::office::{Handed, Office, What, once};
use super::read::read_files;
use super::source::{Files, RULES_FILE};
use super::tidy::{Choices, Doubt, Taken, Tidied};
use super::workbook::archive::{Archive, Budget};
use super::workbook::{self, BookProblem, foreign};

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

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.table)?;
        if self.row > 0 {
            write!(f, " 第 {} 行", self.row)?;
        }
        if self.column.is_empty() { Ok(()) } else { write!(f, " {}", self.column) }
    }
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
    /// What only a person can decide; read as the choices say.
    pub doubts: Vec<Doubted>,
}

/// Something that only a person can decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubted {
    pub place: Place,
    pub what: Doubt,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

impl fmt::Display for Understood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)?;
        if self.times > 1 { write!(f, "（共 {} 处）", self.times) } else { Ok(()) }
    }
}

impl fmt::Display for Doubted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

impl Intake {
    fn fault(&mut self, table: &str, row: usize, column: &str, what: Wrong) {
        let place = Place { table: table.to_owned(), row, column: column.to_owned() };
        self.faults.push(Finding { place, what });
    }

    fn book(&mut self, table: &str, problem: BookProblem) {
        self.fault(table, 0, "", Wrong::Book(problem));
    }

    fn doubt(&mut self, table: &str, row: usize, column: &str, what: Doubt) {
        let place = Place { table: table.to_owned(), row, column: column.to_owned() };
        self.doubts.push(Doubted { place, what });
    }

    /// Puts down what a table was taken for, what is wrong with it, and what only a person can decide.
    fn note(&mut self, table: &Tidied) {
        let number = |row: u32| usize::try_from(row).unwrap_or(0);
        for ((row, column), problem) in &table.faults {
            self.fault(&table.table, number(*row), &table.place(*column), Wrong::Book(problem.clone()));
        }
        for ((row, column), doubt) in &table.doubts {
            self.doubt(&table.table, number(*row), &table.place(*column), doubt.clone());
        }
        let mut understood: Vec<Understood> = once(&table.taken)
            .into_iter()
            .map(|((row, column), what, times)| {
                let place = Place { table: table.table.clone(), row: number(row), column: table.place(column) };
                Understood { place, what: what.clone(), times }
            })
            .collect();
        understood.sort_by(|a, b| a.place.cmp(&b.place));
        understood.truncate(TAKEN.saturating_sub(self.understood.len()));
        self.understood.extend(understood);
    }
}

/// What was found so far.
#[derive(Default)]
struct Heap {
    intake: Intake,
    handed: Vec<Handed>,
    /// Where each file of the folder came from.
    from: BTreeMap<&'static str, String>,
    choices: Choices,
}

/// Reads what was uploaded. `rest` stands in for files that did not come; `choices`: what was decided of what only a
/// person can decide.
#[must_use]
pub fn read(given: &[Given], rest: &Files, choices: Choices) -> Intake {
    let mut heap = Heap { choices, ..Heap::default() };
    let budget = Budget::new();
    for file in given {
        heap.take(&file.name, &file.bytes, &budget, false);
    }
    let Heap { mut intake, handed, from, .. } = heap;
    intake.brought = from.keys().map(|&file| file.to_owned()).collect();
    let mut all = rest.clone();
    let office = Office::tidy(handed, &mut all, choices);
    for table in &office.tables {
        intake.note(table);
    }
    // what could not even be opened may hold what others would be said to lack
    let unopened = intake.faults.iter().any(|fault| matches!(fault.what, Wrong::Book(_)) && fault.place.row == 0);
    if unopened && from.keys().all(|file| *file == RULES_FILE) {
        return intake;
    }
    match read_files(&all) {
        Ok(folder) if intake.faults.is_empty() => intake.folder = Some(folder),
        Ok(_) => {}
        Err(faults) => {
            let new = faults.into_iter().filter(|fault| !office.is_said(fault));
            let new: Vec<_> = new.map(|fault| placed(fault, &office, &intake.brought)).collect();
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
        let is_text = ["csv", "toml", "txt", "tsv"].contains(&extension.as_str());
        // what lies beside lists in an archive, and is none
        let is_beside = packed && ["doc", "docx", "wps", "pdf", "ppt", "pptx"].contains(&extension.as_str());
        if is_beside {
            self.intake.unused.push(base.to_owned());
        } else if bytes.starts_with(b"PK\x03\x04") {
            self.unpack(base, bytes, budget, packed);
        } else if let Some(kind) = Kind::named(base).filter(|_| is_text) {
            if self.is_first(kind, base) {
                self.handed.push(Handed { kind, table: base.to_owned(), what: What::File(bytes.to_vec()) });
            }
        } else if let Some(problem) = foreign::by_beginning(bytes, &extension) {
            self.intake.book(base, problem);
        } else if ["xlsx", "xlsm", "ods", "zip", "xltx"].contains(&extension.as_str()) {
            self.intake.book(base, BookProblem::NotAnArchive);
        } else {
            let nearest = Kind::near_file(base).filter(|_| is_text);
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

    fn unpack(&mut self, name: &str, bytes: &[u8], budget: &Budget, packed: bool) {
        let opened = Archive::open(bytes, budget).and_then(|mut archive| {
            if let Some(book) = workbook::read(&mut archive)? {
                self.keep(book, name, packed);
                return Ok(());
            }
            if packed {
                return Err(BookProblem::Foreign {
                    what: "是压缩包里的压缩包", todo: "请解开以后再打包"
                });
            }
            for inner in archive.names() {
                // what one system puts into every archive, and programs beside an open file, for themselves
                let base = inner.rsplit(['/', '\\']).next().unwrap_or(&inner);
                if inner.starts_with("__MACOSX") || base.starts_with('.') || base.starts_with("~$") {
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

    fn keep(&mut self, book: workbook::Book, name: &str, packed: bool) {
        let quoted = |name: &str| format!("“{name}”");
        for (sheet, problem) in book.faults {
            self.intake.book(&quoted(&sheet), problem);
        }
        self.intake.unused.extend(book.unread.iter().map(|(name, why)| format!("{}（{why}）", quoted(name))));
        for mut sheet in book.sheets {
            let table = quoted(&sheet.name);
            let rows = sheet.grid.rows_hidden();
            let columns = sheet.grid.columns_hidden();
            let mut doubts = Vec::new();
            if sheet.hidden {
                // one that is shown is meant, whatever lies hidden beside it
                if sheet.grid.rows.is_empty() || self.from.contains_key(sheet.kind.file) {
                    self.intake.unused.push(format!("{table}（隐藏的工作表）"));
                    continue;
                }
                doubts.push(Doubt::HiddenSheet);
            } else {
                doubts.extend((!rows.is_empty()).then_some(Doubt::HiddenRows(rows)));
                doubts.extend((!columns.is_empty()).then_some(Doubt::HiddenColumns(columns)));
            }
            let asked = !doubts.is_empty();
            for doubt in doubts {
                self.intake.doubt(&table, 0, "", doubt);
            }
            if asked && !self.choices.hidden {
                if sheet.hidden {
                    continue;
                }
                sheet.grid.leave_hidden();
            }
            // of two workbooks each has a sheet of that name
            let from = if packed { format!("{table}（{name}）") } else { table.clone() };
            if self.is_first(sheet.kind, &from) {
                self.handed.push(Handed { kind: sheet.kind, table, what: What::Sheet(sheet.grid) });
            }
        }
    }
}

/// A fault of the reader, with its place and its words as people see them.
fn placed(fault: Fault, office: &Office, brought: &BTreeSet<String>) -> Finding {
    let table = office.of(&fault.file);
    let Fault { file, line, place, problem } = office.led_back(fault);
    let problem = with_names(problem, &place, office);
    let Some(table) = table else {
        let kind = Kind::of(&file);
        let column =
            kind.and_then(|kind| kind.columns.iter().find(|c| c.name == place)).map_or(place, |c| c.chinese.to_owned());
        let table = match (&problem, kind) {
            (Problem::MissingFile, Some(kind)) => format!("“{}”（{file}）", kind.sheet),
            _ if brought.contains(&file) => file,
            _ => format!("{file}（现有）"),
        };
        let row = if matches!(problem, Problem::MissingFile) { 0 } else { line };
        return Finding { place: Place { table, row, column }, what: Wrong::Table(problem) };
    };
    let column = if file == RULES_FILE { place } else { table.column(&place) };
    Finding { place: Place { table: table.table.clone(), row: line, column }, what: Wrong::Table(problem) }
}

/// A fault with the names that people know, in the place of ids and of English words.
fn with_names(problem: Problem, column: &str, office: &Office) -> Problem {
    let name = |id: &String| office.names.name(column, id).unwrap_or(id).to_owned();
    match problem {
        Problem::NotOneOf { found, allowed, nearest } if NAMED.contains(&column) => Problem::NotOneOf {
            found,
            allowed: allowed.iter().map(name).collect(),
            nearest: nearest.as_ref().map(name),
        },
        // the words of both languages are allowed; people are told those that they read
        Problem::NotOneOf { found, allowed, nearest } if column == "kind" => {
            let chinese = |word: &String| !word.is_ascii();
            Problem::NotOneOf {
                found,
                allowed: allowed.into_iter().filter(chinese).collect(),
                nearest: nearest.filter(chinese),
            }
        }
        other => other,
    }
}

/// Columns whose ids have names that people know better.
const NAMED: [&str; 4] = ["group", "component", "item", "class"];
