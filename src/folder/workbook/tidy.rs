//! A sheet as CSV: spaces at the ends of a cell taken off, full-width digits taken for plain ones, names taken for
//! the ids that only one thing has; and each such thing said. What cannot be taken is a fault of its cell.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use super::fault::BookProblem;
use super::grid::{Content, Grid, Said, letters};
use super::value::Format;
use super::{Kind, Sheet};
use crate::folder::RULES_FILE;
use crate::folder::typed::plain;

/// Something that was taken for something else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taken {
    /// Spaces at its ends were taken off.
    Trimmed(String),
    /// Full-width digits, for plain ones.
    Narrowed {
        /// What stood there.
        found: String,
        taken: String,
    },
    /// A name, for the id of what bears it.
    Named { found: String, taken: String },
    /// The result of a formula.
    Calculated {
        /// The result.
        taken: String,
    },
    /// A number with more decimals than its cell shows.
    Longer {
        /// The number.
        taken: String,
        /// Decimals that show.
        shown: usize,
    },
    /// A date or time, as text.
    Dated {
        /// The text.
        taken: String,
    },
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trimmed(taken) => write!(f, "“{taken}”前后的空格已去掉"),
            Self::Narrowed { found, taken } => write!(f, "“{found}”按“{taken}”计"),
            Self::Named { found, taken } => write!(f, "“{found}”按编号 {taken} 计"),
            Self::Calculated { taken } => write!(f, "是公式，取存下的结果“{taken}”"),
            Self::Longer { taken, shown } => write!(f, "单元格只显示 {shown} 位小数，按存下的“{taken}”计"),
            Self::Dated { taken } => write!(f, "是日期或时间，按文字“{taken}”计"),
        }
    }
}

/// Ids by the names that people know them under: columns, in English, to names to ids.
#[derive(Debug, Default)]
pub(in crate::folder) struct Named(HashMap<&'static str, Vec<(String, String)>>);

impl Named {
    /// Adds what a column refers to: ids with their names.
    pub fn add(&mut self, column: &'static str, ids: impl IntoIterator<Item = (String, String)>) {
        self.0.entry(column).or_default().extend(ids);
    }

    /// The id of the one thing that bears a name; `None` where it is an id itself, or names no one thing.
    fn id(&self, column: &str, text: &str) -> Option<&str> {
        let known = self.0.get(column)?;
        if text.is_empty() || known.iter().any(|(id, _)| id == text) {
            return None;
        }
        match known.iter().filter(|(_, name)| name == text).collect::<Vec<_>>()[..] {
            [(id, _)] => Some(id),
            _ => None,
        }
    }
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nature {
    /// Ids, words, figures: full-width digits are plain ones.
    Plain,
    /// The time of a stop.
    Time,
    /// Words that are kept as they are.
    Words,
}

fn nature(column: &str) -> Nature {
    match column {
        "entry" | "judge" | "component" | "criterion" | "group" | "class" | "order" | "value" | "points" => {
            Nature::Plain
        }
        "planned_arrival" | "planned_departure" => Nature::Time,
        _ => Nature::Words,
    }
}

/// A sheet as a file of the folder, with the way back.
pub(in crate::folder) struct Tidied {
    pub file: &'static str,
    pub sheet: String,
    pub csv: Vec<u8>,
    /// Lines of the CSV on which rows begin, with the rows.
    lines: Vec<(usize, u32)>,
    /// Columns: letters, and the header's words.
    header: Vec<(String, String)>,
    /// Row, column, and what was taken for something else.
    pub taken: Vec<(u32, String, Taken)>,
    /// Row, column, and what is wrong; row 0 for the sheet.
    pub faults: Vec<(u32, String, BookProblem)>,
}

impl Tidied {
    /// The row that a line of the CSV came from.
    pub fn row(&self, line: usize) -> usize {
        let after = self.lines.partition_point(|(start, _)| *start <= line);
        let row = after.checked_sub(1).and_then(|at| self.lines.get(at)).or(self.lines.first());
        row.map_or(line, |(_, row)| usize::try_from(*row).unwrap_or(line))
    }

    /// The column that the reader of the CSV calls so: its letters, and the header's words where there are some.
    pub fn column(&self, place: &str) -> String {
        let chinese = Kind::of(self.file).and_then(|kind| kind.columns.iter().find(|c| c.name == place));
        let is = |word: &str| word == place || chinese.is_some_and(|column| column.chinese == word);
        match self.header.iter().find(|(_, word)| is(word)) {
            Some((letters, word)) => named_column(letters, word),
            None => place.to_owned(),
        }
    }
}

fn named_column(letters: &str, word: &str) -> String {
    if word.is_empty() { letters.to_owned() } else { format!("{letters}（{word}）") }
}

/// Makes CSV of a sheet.
pub(in crate::folder) fn tidy(sheet: &Sheet, names: &Named) -> Tidied {
    let mut tidied = Tidied {
        file: sheet.kind.file,
        sheet: sheet.name.clone(),
        csv: Vec::new(),
        lines: Vec::new(),
        header: Vec::new(),
        taken: Vec::new(),
        faults: Vec::new(),
    };
    for range in &sheet.grid.merged {
        tidied.faults.push((0, String::new(), BookProblem::Merged { range: range.clone() }));
    }
    tidied.faults.extend(sheet.grid.beyond.clone().map(|problem| (0, String::new(), problem)));
    if sheet.kind.file == RULES_FILE {
        rules(&sheet.grid, &mut tidied);
    } else {
        table(sheet, names, &mut tidied);
    }
    tidied
}

/// The rules: a line of the file in each row, in column A, as they are.
fn rules(grid: &Grid, tidied: &mut Tidied) {
    let (mut text, mut line) = (String::new(), 1);
    for (&row, cells) in &grid.rows {
        let Some(cell) = cells.get(&1) else { continue };
        while line < usize::try_from(row).unwrap_or(usize::MAX) {
            text.push('\n');
            line += 1;
        }
        match &cell.said {
            Said::Text(words) | Said::Date(words) => {
                tidied.lines.push((line, row));
                text.push_str(words);
                line += words.matches('\n').count() + 1;
                text.push('\n');
            }
            Said::Wrong(problem) => tidied.faults.push((row, "A".to_owned(), problem.clone())),
        }
    }
    tidied.csv = text.into_bytes();
}

fn table(sheet: &Sheet, names: &Named, tidied: &mut Tidied) {
    let mut rows = sheet.grid.rows.iter();
    let Some((&first, head)) = rows.next() else { return };
    let mut columns: Vec<(u32, &'static str)> = Vec::new();
    let mut header = Vec::new();
    for (&column, cell) in head {
        let Some(word) = word(cell, first, column, tidied) else { continue };
        let known = sheet.kind.columns.iter().find(|c| c.name == word || c.chinese == word);
        columns.push((column, known.map_or("", |c| c.name)));
        tidied.header.push((letters(column), word.clone()));
        header.push(word);
    }
    let mut line = 1;
    push(tidied, &mut line, first, &header);
    let mut headless: BTreeMap<u32, (u32, String)> = BTreeMap::new();
    for (&row, cells) in rows {
        let mut record = Vec::with_capacity(columns.len());
        for &(column, name) in &columns {
            let cell = cells.get(&column).map(|cell| tidied.cell(cell, (row, column), name, names, sheet.kind));
            record.push(cell.unwrap_or_default());
        }
        for (&column, cell) in cells.iter().filter(|(column, _)| columns.iter().all(|(known, _)| known != *column)) {
            if let Said::Text(found) | Said::Date(found) = &cell.said
                && !found.trim().is_empty()
            {
                headless.entry(column).or_insert_with(|| (row, found.clone()));
            }
        }
        if record.iter().any(|cell| !cell.is_empty()) {
            push(tidied, &mut line, row, &record);
        }
    }
    for (column, (row, found)) in headless {
        tidied.faults.push((row, letters(column), BookProblem::NoHeader { found }));
    }
}

/// The word of a header's cell.
fn word(cell: &Content, row: u32, column: u32, tidied: &mut Tidied) -> Option<String> {
    match &cell.said {
        Said::Text(word) | Said::Date(word) => Some(word.trim().to_owned()).filter(|word| !word.is_empty()),
        Said::Wrong(problem) => {
            tidied.faults.push((row, letters(column), problem.clone()));
            None
        }
    }
}

/// Adds a record, and notes from which row it came.
fn push(tidied: &mut Tidied, line: &mut usize, row: u32, record: &[String]) {
    let mut csv = csv::Writer::from_writer(Vec::new());
    // memory takes all that is written
    let bytes = csv.write_record(record).ok().and_then(|()| csv.into_inner().ok()).unwrap_or_default();
    tidied.lines.push((*line, row));
    *line += bytes.iter().filter(|&&b| b == b'\n').count();
    tidied.csv.extend(bytes);
}

impl Tidied {
    /// What a cell is taken for; nothing where it cannot be taken, which is noted.
    fn cell(&mut self, cell: &Content, at: (u32, u32), name: &str, names: &Named, kind: &Kind) -> String {
        let (row, column) = at;
        let header = self.header.iter().find(|(of, _)| *of == letters(column)).map_or("", |(_, word)| word);
        let place = named_column(&letters(column), header);
        let (text, taken) = match text_of(cell, nature(name)) {
            Ok(text_of) => text_of,
            Err(problem) => {
                self.faults.push((row, place, problem));
                return String::new();
            }
        };
        let mut say = |taken| self.taken.push((row, place.clone(), taken));
        taken.into_iter().for_each(&mut say);
        if cell.formula.is_some() && !text.is_empty() {
            say(Taken::Calculated { taken: text.clone() });
        }
        if let Format::Decimals(shown) = cell.format
            && text.split_once('.').is_some_and(|(_, part)| part.len() > shown)
        {
            say(Taken::Longer { taken: text.clone(), shown });
        }
        // what a file defines is not looked up in it
        let defines = (kind.file == "entries.csv" && name == "entry") || (kind.file == "judges.csv" && name == "judge");
        match names.id(name, &text) {
            Some(id) if !defines => {
                say(Taken::Named { found: text.clone(), taken: id.to_owned() });
                id.to_owned()
            }
            Some(_) | None => text,
        }
    }
}

/// The text of a cell in a column of a nature, and what of it was taken for something else.
fn text_of(cell: &Content, nature: Nature) -> Result<(String, Option<Taken>), BookProblem> {
    let found = match &cell.said {
        Said::Wrong(problem) => return Err(problem.clone()),
        Said::Date(shown) if nature == Nature::Plain => {
            return Err(BookProblem::DateForNumber { shown: shown.clone() });
        }
        Said::Text(held) if nature == Nature::Plain && cell.format == Format::Percent => {
            return Err(BookProblem::Percent { held: held.clone() });
        }
        Said::Date(shown) => return Ok((shown.clone(), Some(Taken::Dated { taken: shown.clone() }))),
        Said::Text(found) => found,
    };
    let trimmed = found.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let text = match nature {
        Nature::Plain => plain(trimmed),
        Nature::Time => plain(trimmed).replace('：', ":"),
        Nature::Words => trimmed.to_owned(),
    };
    let taken = if text != trimmed {
        Some(Taken::Narrowed { found: found.clone(), taken: text.clone() })
    } else if found != trimmed && !trimmed.is_empty() {
        Some(Taken::Trimmed(text.clone()))
    } else {
        None
    };
    Ok((text, taken))
}
