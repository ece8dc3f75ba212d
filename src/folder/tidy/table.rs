//! A table on its way through its rows.

use std::collections::HashMap;

use super::aside::{self, Aside};
use super::cell::{self, Nature, nature};
use super::clean;
use super::draft::{DraftRow, Origin};
use super::names::Named;
use super::taken::{Choices, Doubt, Taken};
use super::tidied::Tidied;
use super::writing::{Writing, is_blank, quoted};
use crate::folder::workbook::fault::BookProblem;
use crate::folder::workbook::grid::{Cells, Content, Said};

/// Rows that are compared with one another: no list that people keep has more.
const COMPARED: usize = 10_000;

/// What stood in a table before, by how it looks.
#[derive(Default)]
pub(super) struct Seen {
    ids: HashMap<String, (u32, String)>,
    /// Ids whatever their zeros and the size of their letters.
    loose: HashMap<String, (u32, String)>,
    names: HashMap<String, (u32, String)>,
}

/// A table on its way through its rows.
pub(super) struct Table<'t, 'd> {
    pub names: &'t mut Named,
    pub choices: Choices,
    pub tidied: &'t mut Tidied,
    pub writing: &'t mut Writing<'d>,
    pub seen: Seen,
    /// Rows of the template's examples.
    pub examples: Vec<(u32, Vec<String>, String)>,
    /// How many cells the row before had, where it was a short one of a file.
    pub short: Option<usize>,
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

    pub fn row(&mut self, (row, cells, width): DraftRow) {
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
        // what stands first in most rows is an id, which names no column
        let first = cells.values().map(|cell| cell.said.words()).find(|word| !word.trim().is_empty());
        if first.is_some_and(|first| aside::column(first, self.tidied.kind.columns).is_none()) {
            return false;
        }
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
    pub fn end(&mut self) {
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
        if self.tidied.lines.len() > COMPARED {
            if self.tidied.lines.len() == COMPARED + 1 {
                self.tidied.taken.push(((row, 0), Taken::NotCompared));
            }
            return;
        }
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
