//! Tables as offices have them, as the tables of an event folder: rows that are none of the list are passed over, ids are
//! what one sees of them, times have one form, names are taken for the ids that only one thing has. Each such thing is
//! said; what cannot be taken is a fault of its cell, and what only a person can decide is asked about.
//!
//! Reading order: `taken` (what is said), `clean` (texts), `time` (times of day), `aside` (rows that are none), `cell` (one
//! cell), `dialect` (CSV as spreadsheets write it), here: a table.

mod aside;
mod cell;
pub(super) mod clean;

pub(super) mod dialect;
mod names;
mod taken;
pub mod time;

use std::collections::{BTreeMap, HashMap};

use aside::Aside;
pub(super) use aside::head;
use cell::{Nature, nature};
pub use clean::{id, seen};
pub(super) use names::Named;
pub use taken::{Choices, Doubt, Matter, Taken};

use super::RULES_FILE;
use super::table::Column;
use super::workbook::grid::{Cells, Content, Merged, Said, letters};
use super::workbook::{BookProblem, Kind, named_column};

/// Rows of the table among which its header is looked for.
const HEAD: usize = 15;
/// Longest piece of a row that is quoted, in characters.
const QUOTED: usize = 40;

/// Where a table comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A sheet: figures are normalised.
    Sheet,
    /// A file: its figures are left to the reader of files, which takes plain ones only.
    File,
}

/// A table out of somebody's hands.
pub(super) struct Draft<'d, R> {
    pub kind: &'static Kind,
    /// As people see it: the file's name, or the sheet's in quotes.
    pub table: String,
    pub origin: Origin,
    /// Rows from the top, each with its number and, of a file, how many cells it has.
    pub rows: R,
    pub merged: &'d [Merged],
    /// What the table held before, where it is to be replaced.
    pub earlier: Option<&'d Earlier>,
}

/// What a table held before: its rows by their ids.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    rows: HashMap<String, HashMap<&'static str, String>>,
}

impl Earlier {
    /// A file of the folder, whose first column names its rows.
    pub fn of(kind: &'static Kind, csv: &[u8]) -> Self {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv);
        let mut records = reader.records().flatten();
        let header = records.next().unwrap_or_default();
        let column = |word: &str| kind.columns.iter().find(|c| c.name == word || c.chinese == word).map(|c| c.name);
        let names: Vec<_> = header.iter().map(column).collect();
        let mut rows = HashMap::new();
        for record in records {
            let cells = names.iter().zip(record.iter()).filter_map(|(name, cell)| Some(((*name)?, cell.to_owned())));
            let cells: HashMap<&'static str, String> = cells.collect();
            if let Some(id) = kind.columns.first().and_then(|first| cells.get(first.name)) {
                rows.insert(id.clone(), cells);
            }
        }
        Self { rows }
    }

    /// Columns of the kind that may be left out and have something in them.
    fn filled(&self, kind: &'static Kind) -> Vec<&'static Column> {
        let has =
            |column: &&Column| self.rows.values().any(|row| row.get(column.name).is_some_and(|cell| !cell.is_empty()));
        kind.columns.iter().filter(|column| column.optional).filter(has).collect()
    }

    fn cell(&self, id: &str, column: &str) -> &str {
        self.rows.get(id).and_then(|row| row.get(column)).map_or("", String::as_str)
    }
}

/// A row of a table: its number from 1, its cells, and how many there are in a file.
pub(super) type DraftRow = (u32, Cells, Option<usize>);

/// A row and a column, from 1; 0 for the whole of the table or of the row.
pub(super) type Spot = (u32, u32);

/// A table as a file of the folder, with the way back.
pub(super) struct Tidied {
    pub kind: &'static Kind,
    pub table: String,
    pub origin: Origin,
    pub csv: Vec<u8>,
    /// Lines of the CSV on which rows begin, with the rows.
    lines: Vec<(usize, u32)>,
    /// Columns: their numbers, and the header's words.
    header: Vec<(u32, String)>,
    /// Whether no row names columns, so that nothing more can be said of the table.
    pub headless: bool,
    /// What was taken for something else.
    pub taken: Vec<(Spot, Taken)>,
    /// What is wrong.
    pub faults: Vec<(Spot, BookProblem)>,
    /// What only a person can decide.
    pub doubts: Vec<(Spot, Doubt)>,
}

impl Tidied {
    fn new(kind: &'static Kind, table: String, origin: Origin) -> Self {
        Self {
            kind,
            table,
            origin,
            csv: Vec::new(),
            lines: Vec::new(),
            header: Vec::new(),
            headless: false,
            taken: Vec::new(),
            faults: Vec::new(),
            doubts: Vec::new(),
        }
    }

    /// A table of which only the form was changed, line by line.
    pub fn as_it_is(kind: &'static Kind, table: String, csv: Vec<u8>) -> Self {
        Self { csv, ..Self::new(kind, table, Origin::File) }
    }

    /// The row that a line of the CSV came from.
    pub fn row(&self, line: usize) -> usize {
        let after = self.lines.partition_point(|(start, _)| *start <= line);
        let row = after.checked_sub(1).and_then(|at| self.lines.get(at)).or(self.lines.first());
        row.map_or(line, |(_, row)| usize::try_from(*row).unwrap_or(line))
    }

    /// The column that the reader of the CSV calls so, as people see it.
    pub fn column(&self, place: &str) -> String {
        let column = self.kind.columns.iter().find(|c| c.name == place || c.chinese == place);
        let chinese = column.map_or(place, |column| column.chinese);
        let is =
            |word: &str| word == place || column.is_some_and(|column| column.name == word || column.chinese == word);
        match (self.origin, self.header.iter().find(|(_, word)| is(word))) {
            (Origin::Sheet, Some((column, _))) => named_column(&letters(*column), chinese),
            (Origin::Sheet | Origin::File, _) => chinese.to_owned(),
        }
    }

    /// A column as people see it; empty for none.
    pub fn place(&self, column: u32) -> String {
        if column == 0 {
            return String::new();
        }
        let word = self.header.iter().find(|(of, _)| *of == column).map_or("", |(_, word)| word);
        let word = self.kind.columns.iter().find(|c| c.name == word).map_or(word, |c| c.chinese);
        match self.origin {
            Origin::Sheet => named_column(&letters(column), word),
            Origin::File if word.is_empty() => format!("第 {column} 列"),
            Origin::File => word.to_owned(),
        }
    }

    /// A column as the reader of files calls it; empty for none.
    pub fn name(&self, column: u32) -> String {
        let word = self.header.iter().find(|(of, _)| *of == column).map_or("", |(_, word)| word);
        self.kind.columns.iter().find(|c| c.chinese == word).map_or(word, |c| c.name).to_owned()
    }
}

/// The rules: a line of the file in each row, in column A, as they are.
pub(super) fn rules<R: Iterator<Item = DraftRow>>(draft: Draft<'_, R>) -> Tidied {
    let mut tidied = Tidied::new(draft.kind, draft.table, draft.origin);
    let (mut text, mut line) = (String::new(), 1);
    for (row, cells, _) in draft.rows {
        for (&column, cell) in cells.range(2..) {
            let found = cell.said.words().trim().to_owned();
            if !found.is_empty() {
                tidied.faults.push(((row, column), BookProblem::NoHeader { found }));
            }
        }
        let Some(cell) = cells.get(&1) else { continue };
        while line < usize::try_from(row).unwrap_or(usize::MAX) {
            text.push('\n');
            line += 1;
        }
        match &cell.said {
            Said::Text(words) | Said::Date(words) | Said::Number { stored: words, .. } => {
                tidied.lines.push((line, row));
                text.push_str(words);
                line += words.matches('\n').count() + 1;
                text.push('\n');
            }
            Said::Wrong(problem) => tidied.faults.push(((row, 1), problem.clone())),
        }
    }
    tidied.csv = text.into_bytes();
    tidied
}

/// Makes a file of the folder of a table.
pub(super) fn tidy<R: Iterator<Item = DraftRow>>(draft: Draft<'_, R>, names: &mut Named, choices: Choices) -> Tidied {
    if draft.kind.file == RULES_FILE {
        return rules(draft);
    }
    let mut tidied = Tidied::new(draft.kind, draft.table, draft.origin);
    let mut rows = draft.rows.fuse();
    let mut writing = Writing { earlier: draft.earlier, ..Writing::default() };
    let below = writing.header(&mut rows, &mut tidied);
    if !tidied.headless {
        let mut table = Table {
            names,
            choices,
            tidied: &mut tidied,
            writing: &mut writing,
            seen: Seen::default(),
            examples: Vec::new(),
            short: None,
        };
        for row in below.into_iter().chain(rows) {
            table.row(row);
        }
        table.end();
    }
    writing.end(&mut tidied);
    // what is merged above, below or beside the list holds none of its cells
    let last = tidied.header.iter().map(|(column, _)| *column).max().unwrap_or(0);
    let in_list = |merged: &&Merged| {
        let rows = tidied.lines.iter().skip(1).map(|(_, row)| *row);
        merged.columns.0 <= last && rows.into_iter().any(|row| (merged.rows.0..=merged.rows.1).contains(&row))
    };
    let merged: Vec<Merged> = draft.merged.iter().filter(in_list).cloned().collect();
    tidied.faults.extend(merged.into_iter().map(|m| ((m.rows.0, 0), BookProblem::Merged { range: m.range })));
    tidied
}

/// The CSV as it is written.
struct Writing<'d> {
    csv: csv::Writer<Vec<u8>>,
    earlier: Option<&'d Earlier>,
    /// Columns that did not come, and had something in them before.
    lacking: Vec<&'static Column>,
    /// Rows that had something in them.
    lacked: usize,
    line: usize,
    /// Columns of the header: number, and English name where it is known.
    columns: Vec<(u32, &'static str)>,
    headless: BTreeMap<u32, (u32, String)>,
}

impl Default for Writing<'_> {
    fn default() -> Self {
        Self {
            csv: csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()),
            earlier: None,
            lacking: Vec::new(),
            lacked: 0,
            line: 1,
            columns: Vec::new(),
            headless: BTreeMap::new(),
        }
    }
}

impl Writing<'_> {
    /// Adds a record, and notes from which row it came.
    fn push(&mut self, tidied: &mut Tidied, row: u32, record: &[String]) {
        tidied.lines.push((self.line, row));
        // memory takes all that is written
        let _ = self.csv.write_record(record);
        self.line += 1 + record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
    }

    /// Looks for the header and writes it; gives rows that were read on the way.
    fn header(&mut self, rows: &mut impl Iterator<Item = DraftRow>, tidied: &mut Tidied) -> Vec<DraftRow> {
        let words = |cells: &Cells| cells.values().map(|cell| cell.said.words().to_owned()).collect::<Vec<_>>();
        let mut above: Vec<DraftRow> = Vec::new();
        let known = |row: &DraftRow| aside::named(words(&row.1).iter().map(String::as_str), tidied.kind.columns);
        let (mut found, mut below) = (None, Vec::new());
        for row in rows.by_ref().filter(|(_, cells, _)| !is_blank(cells)).take(HEAD) {
            if known(&row) >= 2 {
                found = Some(row);
                break;
            }
            above.push(row);
        }
        // one that names a single column is a header still, where none names more; what stood below it comes again
        if found.is_none()
            && let Some(at) = above.iter().position(|row| known(row) == 1)
        {
            below = above.split_off(at + 1);
            found = above.pop();
        }
        let Some((row, cells, _)) = found else {
            let lost = above.iter().find_map(|(row, cells, _)| {
                let lost = cells.iter().find(|(_, cell)| cell.said == Said::Wrong(BookProblem::LostText));
                lost.map(|(column, _)| ((*row, *column), BookProblem::LostText))
            });
            if let Some((row, ..)) = above.first() {
                tidied.headless = true;
                tidied.faults.push(lost.unwrap_or_else(|| ((*row, 0), not_named(tidied.kind))));
            }
            return Vec::new();
        };
        for (row, cells, _) in &above {
            tidied.taken.push(((*row, 0), Taken::Title(quoted(cells))));
        }
        let chinese = cells.values().any(|cell| {
            let column = aside::column(cell.said.words(), tidied.kind.columns);
            column.is_some_and(|column| aside::head(cell.said.words()) == column.chinese)
        });
        let mut header = Vec::new();
        for (&column, cell) in &cells {
            let found = match &cell.said {
                Said::Wrong(problem) => {
                    tidied.faults.push(((row, column), problem.clone()));
                    continue;
                }
                said => said.words(),
            };
            let known = aside::column(found, tidied.kind.columns);
            // of both languages, all of a sheet is read in the one; a file uses either
            let is_chinese = |c: &Column| match tidied.origin {
                Origin::Sheet => chinese,
                Origin::File => aside::head(found) == c.chinese,
            };
            let word = known.map(|c| if is_chinese(c) { c.chinese } else { c.name }.to_owned());
            let word = word.unwrap_or_else(|| clean::id(found).into_owned());
            if word.is_empty() {
                continue;
            }
            if word != found.trim() {
                let taken = Taken::Header { found: found.trim().to_owned(), taken: word.clone() };
                tidied.taken.push(((row, column), taken));
            }
            self.columns.push((column, known.map_or("", |c| c.name)));
            tidied.header.push((column, word.clone()));
            header.push(word);
        }
        let filled = self.earlier.map(|earlier| earlier.filled(tidied.kind)).unwrap_or_default();
        self.lacking = filled.into_iter().filter(|c| self.columns.iter().all(|(_, name)| *name != c.name)).collect();
        header.extend(self.lacking.iter().map(|c| if chinese { c.chinese } else { c.name }.to_owned()));
        self.push(tidied, row, &header);
        below
    }

    /// Notes values in columns that no word names.
    fn stray(&mut self, row: u32, cells: &Cells) {
        for (&column, cell) in cells.iter().filter(|(column, _)| self.columns.iter().all(|(known, _)| known != *column))
        {
            let found = cell.said.words();
            if !clean::id(found).is_empty() {
                self.headless.entry(column).or_insert_with(|| (row, found.to_owned()));
            }
        }
    }

    fn end(self, tidied: &mut Tidied) {
        if self.lacked > 0 {
            let columns = self.lacking.iter().map(|column| column.chinese.to_owned()).collect();
            tidied.doubts.push(((0, 0), Doubt::Blanks { columns, rows: self.lacked }));
        }
        for (column, (row, found)) in self.headless {
            tidied.faults.push(((row, column), BookProblem::NoHeader { found }));
        }
        tidied.csv = self.csv.into_inner().unwrap_or_default();
    }
}

/// How many cells of a row name columns of a table.
pub(super) fn names_columns(cells: &Cells, kind: &Kind) -> usize {
    aside::named(cells.values().map(|cell| cell.said.words()), kind.columns)
}

fn not_named(kind: &Kind) -> BookProblem {
    let columns = kind.columns.iter().filter(|column| !column.optional);
    BookProblem::NoHeaderRow { columns: columns.map(|column| column.chinese.to_owned()).collect() }
}

fn is_blank(cells: &Cells) -> bool {
    cells.values().all(|cell| !matches!(cell.said, Said::Wrong(_)) && clean::id(cell.said.words()).is_empty())
}

/// The words of a row, as people are shown it.
fn quoted(cells: &Cells) -> String {
    let words = cells.values().map(|cell| cell.said.words().trim()).filter(|words| !words.is_empty());
    let text = words.collect::<Vec<_>>().join(" ").replace('\n', " ");
    if text.chars().count() > QUOTED { text.chars().take(QUOTED).chain(['…']).collect() } else { text }
}

/// What stood in a table before, by how it looks.
#[derive(Default)]
struct Seen {
    ids: HashMap<String, (u32, String)>,
    /// Ids whatever their zeros and the size of their letters.
    loose: HashMap<String, (u32, String)>,
    names: HashMap<String, (u32, String)>,
}

/// A table on its way through its rows.
struct Table<'t, 'd> {
    names: &'t mut Named,
    choices: Choices,
    tidied: &'t mut Tidied,
    writing: &'t mut Writing<'d>,
    seen: Seen,
    /// Rows of the template's examples.
    examples: Vec<(u32, Vec<String>, String)>,
    /// How many cells the row before had, where it was a short one of a file.
    short: Option<usize>,
}

/// Whether a row is an example.
enum Example {
    /// One that the template came with.
    Template,
    /// One that is called so.
    Like,
    No,
}

impl Table<'_, '_> {
    fn at(&self, name: &str) -> Option<(u32, usize)> {
        let at = self.writing.columns.iter().position(|(_, of)| *of == name)?;
        Some((self.writing.columns[at].0, at))
    }

    fn row(&mut self, (row, cells, width): DraftRow) {
        if is_blank(&cells) || self.is_header(row, &cells) || self.is_aside(row, &cells) {
            return;
        }
        if self.is_broken(width) && self.is_doubtful(row, Doubt::Broken(quoted(&cells))) {
            return;
        }
        let record = match width {
            Some(width) if !self.fits(row, &cells, width) => {
                // the reader says how many cells there are, and how many there should be
                let record: Vec<String> = (1u32..)
                    .take(width)
                    .map(|c| cells.get(&c).map_or_else(String::new, |cell| cell.said.words().to_owned()))
                    .collect();
                return self.writing.push(self.tidied, row, &record);
            }
            _ => self.record(row, &cells),
        };
        self.writing.stray(row, &cells);
        if record.iter().all(String::is_empty) {
            return;
        }
        match self.example(&record) {
            Example::Template => {
                self.examples.push((row, record, quoted(&cells)));
                return;
            }
            Example::Like if self.is_doubtful(row, Doubt::Row(quoted(&cells))) => return,
            Example::Like | Example::No => {}
        }
        if self.is_of_example(row, &record, &cells)
            || (self.is_bare(&record) && self.is_doubtful(row, Doubt::Bare(quoted(&cells))))
        {
            return;
        }
        self.alike(row, &record);
        let record = self.with_earlier(record);
        self.writing.push(self.tidied, row, &record);
    }

    /// A record with what columns that did not come held before, unless it is to become blank.
    fn with_earlier(&mut self, mut record: Vec<String>) -> Vec<String> {
        let (Some(earlier), false) = (self.writing.earlier, self.writing.lacking.is_empty()) else { return record };
        let id =
            self.tidied.kind.columns.first().and_then(|first| self.at(first.name)).map(|(_, at)| record[at].clone());
        let id = id.unwrap_or_default();
        let cells: Vec<&str> = self.writing.lacking.iter().map(|column| earlier.cell(&id, column.name)).collect();
        self.writing.lacked += usize::from(cells.iter().any(|cell| !cell.is_empty()));
        let blank = self.choices.blanks;
        record.extend(cells.into_iter().map(|cell| if blank { String::new() } else { cell.to_owned() }));
        record
    }

    /// Whether a row is the header once more, as on the next page of a printed list, which is noted.
    fn is_header(&mut self, row: u32, cells: &Cells) -> bool {
        let words: Vec<&str> =
            cells.values().map(|cell| cell.said.words()).filter(|word| !word.trim().is_empty()).collect();
        let again = words.len() > 1 && aside::named(words.iter().copied(), self.tidied.kind.columns) == words.len();
        if again {
            self.tidied.taken.push(((row, 0), Taken::HeaderAgain));
        }
        again
    }

    /// Whether a row of a file is short, as the one before it was, and both together are one: a line that broke in two.
    fn is_broken(&mut self, width: Option<usize>) -> bool {
        let header = self.writing.columns.iter().map(|(column, _)| *column as usize).max().unwrap_or(0);
        let short = width.filter(|width| *width < header);
        let before = std::mem::replace(&mut self.short, short);
        before.zip(short).is_some_and(|(before, width)| before + width == header + 1)
    }

    /// The cell of a column, by its English name.
    fn words<'c>(&self, name: &str, cells: &'c Cells) -> &'c str {
        self.at(name).and_then(|(column, _)| cells.get(&column)).map_or("", |cell| cell.said.words())
    }

    /// Whether a row is none of the list: certainly, or as long as nobody says that it is one.
    fn is_aside(&mut self, row: u32, cells: &Cells) -> bool {
        let (key, anchor) = match self.tidied.kind.file {
            "entries.csv" => ("entry", Some("unit")),
            "judges.csv" => ("judge", Some("group")),
            "exclusions.csv" => ("judge", Some("kind")),
            "measures.csv" => ("component", Some("entry")),
            "adjustments.csv" => ("entry", Some("kind")),
            "acceptances.csv" => ("judge", Some("component")),
            "decisions.csv" => ("entry", Some("order")),
            _ => ("entry", None),
        };
        let named = self.words(key, cells).trim();
        let looked = aside::Looked {
            cells: cells.values().map(|cell| cell.said.words()).collect(),
            key: named,
            anchor: anchor.filter(|name| self.at(name).is_some()).map(|name| self.words(name, cells)),
            is_anchored: anchor.is_some_and(|name| self.names.has(name, self.words(name, cells).trim())),
            is_known: self.names.has(key, named) || self.names.id(key, named).is_some(),
        };
        match aside::weigh(&looked) {
            Aside::Row => false,
            Aside::Remark => {
                self.tidied.taken.push(((row, 0), Taken::Remark(quoted(cells))));
                true
            }
            Aside::Doubtful => self.is_doubtful(row, Doubt::Row(quoted(cells))),
        }
    }

    /// Notes a row that may be none of the list; whether it is left out, as long as nobody says that it is one.
    fn is_doubtful(&mut self, row: u32, doubt: Doubt) -> bool {
        self.tidied.doubts.push(((row, 0), doubt));
        !self.choices.rows
    }

    /// Whether a row of entries has nothing but what names it: numbers that were put down before there were projects, or
    /// a line of words. In a file an id alone is an entry.
    fn is_bare(&self, record: &[String]) -> bool {
        let cell = |name: &str| self.at(name).map_or("", |(_, at)| record[at].as_str());
        let is_wordy = self.tidied.origin == Origin::Sheet || aside::is_wordy(cell("entry"));
        let columns = || self.at("name").is_some() && self.at("unit").is_some();
        self.tidied.kind.file == "entries.csv"
            && columns()
            && is_wordy
            && !cell("entry").is_empty()
            && cell("name").is_empty()
            && cell("unit").is_empty()
    }

    /// Whether a row of a file has the cells of the header, but for empty ones at its end, which is noted.
    fn fits(&mut self, row: u32, cells: &Cells, width: usize) -> bool {
        let header = self.writing.columns.iter().map(|(column, _)| *column as usize).max().unwrap_or(0);
        if width > header {
            let beyond = cells.keys().any(|column| *column as usize > header);
            if !beyond {
                self.tidied.taken.push(((row, 0), Taken::Beyond));
            }
            return !beyond;
        }
        let lacking = self.writing.columns.iter().filter(|(column, _)| *column as usize > width);
        let columns = self.tidied.kind.columns;
        let may = lacking.clone().all(|(_, name)| columns.iter().any(|c| c.name == *name && c.may_lack()));
        if may && lacking.count() > 0 {
            self.tidied.taken.push(((row, 0), Taken::Padded));
        }
        may
    }

    fn record(&mut self, row: u32, cells: &Cells) -> Vec<String> {
        let columns = self.writing.columns.clone();
        let mut record: Vec<String> = Vec::with_capacity(columns.len());
        for (column, name) in columns {
            record.push(cells.get(&column).map(|cell| self.cell(cell, (row, column), name)).unwrap_or_default());
        }
        if self.tidied.kind.file == "exclusions.csv" && record.iter().any(|cell| !cell.is_empty()) {
            for (name, what) in [("entry", "项目"), ("component", "环节")] {
                let Some((column, _)) = self.at(name).filter(|(_, at)| record[*at].is_empty()) else { continue };
                match cells.get(&column) {
                    None => self.tidied.taken.push(((row, column), Taken::All { what })),
                    // what cannot be taken was said
                    Some(cell) if matches!(cell.said, Said::Wrong(_)) => {}
                    Some(_) if self.tidied.faults.iter().any(|(at, _)| *at == (row, column)) => {}
                    Some(_) => self.tidied.faults.push(((row, column), BookProblem::LooksBlank { what })),
                }
            }
        }
        if let (Some((_, arrival)), Some((column, departure))) =
            (self.at("planned_arrival"), self.at("planned_departure"))
            && !record[arrival].is_empty()
            && !record[departure].is_empty()
            && record[departure] < record[arrival]
        {
            let problem =
                BookProblem::TimesTurned { departure: record[departure].clone(), arrival: record[arrival].clone() };
            self.tidied.faults.push(((row, column), problem));
        }
        record
    }

    /// What a cell is taken for; nothing where it cannot be taken, which is noted.
    fn cell(&mut self, cell: &Content, (row, column): (u32, u32), name: &str) -> String {
        let nature = nature(self.tidied.kind.file, name);
        let read = cell::read(cell, nature, self.tidied.origin, |text| self.names.has(name, text));
        let (text, taken) = match read {
            Ok(read) => read,
            Err(problem) => {
                self.tidied.faults.push(((row, column), problem));
                return String::new();
            }
        };
        let mut taken: Vec<Taken> = taken.into_iter().collect();
        if cell.formula.is_some() && !text.is_empty() {
            taken.push(Taken::Calculated { taken: text.clone() });
        }
        // a file of a folder names things by their ids; what a table defines is not looked up in it
        let looked_up = self.tidied.origin == Origin::Sheet && nature != Nature::Id;
        let named = self.names.id(name, &text).filter(|_| looked_up).map(str::to_owned);
        if let Some(id) = &named {
            taken.push(Taken::Named { found: text.clone(), taken: id.clone() });
        }
        self.tidied.taken.extend(taken.into_iter().map(|what| ((row, column), what)));
        named.unwrap_or(text)
    }

    /// Whether a row is one of the template's examples, or marked as an example otherwise.
    fn example(&self, record: &[String]) -> Example {
        let cell = |name: &str| self.at(name).map_or("", |(_, at)| record[at].as_str());
        let marked = |name: &str| aside::is_example(cell(name));
        let or_none = |name: &str| marked(name) || cell(name).is_empty();
        let template = match self.tidied.kind.file {
            "entries.csv" => (marked("name") || marked("unit")) && or_none("name") && or_none("unit"),
            "judges.csv" => marked("name") && or_none("unit") || (marked("name") && cell("name").starts_with("示例：")),
            "exclusions.csv" => cell("reason") == "示例：本单位项目",
            "checkpoints.csv" => ["示例", "示例：办事流程、群众评价"].contains(&cell("look_at")),
            _ => false,
        };
        let like = match self.tidied.kind.file {
            "entries.csv" => ["entry", "name", "unit", "summary"].into_iter().any(marked),
            "judges.csv" => ["judge", "name", "unit"].into_iter().any(marked),
            _ => false,
        };
        match (template, like) {
            (true, _) => Example::Template,
            (false, true) => Example::Like,
            (false, false) => Example::No,
        }
    }

    /// Whether a row refers to an example that was passed over, which is noted.
    fn is_of_example(&mut self, row: u32, record: &[String], cells: &Cells) -> bool {
        let refers = self.writing.columns.iter().zip(record).any(|((_, name), id)| self.names.is_passed_over(name, id));
        let defines = ["entries.csv", "judges.csv"].contains(&self.tidied.kind.file);
        if refers && !defines {
            self.tidied.taken.push(((row, 0), Taken::OfExample(quoted(cells))));
        }
        refers && !defines
    }

    /// The examples are the list where nothing else is: whoever tries the template as it comes gets what is in it.
    fn end(&mut self) {
        let is_entries = self.tidied.kind.file == "entries.csv";
        if is_entries {
            self.names.is_template = !self.examples.is_empty() && self.tidied.lines.len() == 1;
        }
        for (row, record, words) in std::mem::take(&mut self.examples) {
            if self.names.is_template {
                let record = self.with_earlier(record);
                self.writing.push(self.tidied, row, &record);
                continue;
            }
            for ((_, name), id) in
                self.writing.columns.iter().zip(&record).filter(|((_, name), _)| ["entry", "judge"].contains(name))
            {
                self.names.pass_over(name, id);
            }
            self.tidied.taken.push(((row, 0), Taken::Example(words)));
        }
    }

    /// Notes what looks like something that stood before.
    fn alike(&mut self, row: u32, record: &[String]) {
        let cell = |name: &str| self.at(name).map(|(column, at)| (column, record[at].as_str()));
        let (id, words, what) = match self.tidied.kind.file {
            "entries.csv" => (cell("entry"), vec![cell("unit"), cell("name")], "项目"),
            "judges.csv" => (cell("judge"), vec![cell("name")], "评委"),
            _ => return,
        };
        let mut found = Vec::new();
        if let Some((column, id)) = id.filter(|(_, id)| !id.is_empty()) {
            match self.seen.ids.get(&clean::look(id)) {
                Some((first, other)) if other != id => {
                    let problem = BookProblem::Alike { found: id.to_owned(), other: other.clone(), first: *first };
                    found.push((column, problem));
                }
                Some(_) => {}
                None => {
                    self.seen.ids.insert(clean::look(id), (row, id.to_owned()));
                    // 1 and 01, a1 and A1
                    let loose = clean::loose(id);
                    match self.seen.loose.get(&loose) {
                        Some((first, other)) => {
                            let (one, other) = (other.clone(), id.to_owned());
                            let doubt = Doubt::Alike { what: "编号", one, other, first: *first };
                            self.tidied.doubts.push(((row, column), doubt));
                        }
                        None => drop(self.seen.loose.insert(loose, (row, id.to_owned()))),
                    }
                }
            }
        }
        self.tidied.faults.extend(found.into_iter().map(|(column, problem)| ((row, column), problem)));
        let Some((column, _)) = words[0].filter(|(_, text)| !text.is_empty()) else { return };
        let words: Vec<&str> = words.into_iter().flatten().map(|(_, text)| text).collect();
        let look = words.iter().map(|text| clean::look(text).to_lowercase()).collect::<Vec<_>>().join("\n");
        let shown = words.iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>().join(" ");
        match self.seen.names.get(&look) {
            Some((first, one)) => {
                let doubt = Doubt::Alike { what, one: one.clone(), other: shown, first: *first };
                self.tidied.doubts.push(((row, column), doubt));
            }
            None => drop(self.seen.names.insert(look, (row, shown))),
        }
    }
}
