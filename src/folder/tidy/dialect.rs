//! CSV as spreadsheets write it: with commas, semicolons or tabs, with a line that says which, with or without the
//! commas at the ends of rows.

use std::collections::BTreeMap;

use super::aside::named;
use super::clean::is_unseen;
use super::draft::DraftRow;
use super::taken::Taken;
use crate::folder::table::Column;
use crate::folder::text::{Numbered, Quotes};
use crate::folder::workbook::grid::Content;

/// Records among which the header is looked for.
const HEAD: usize = 15;
/// What may part cells, the usual first.
const MARKS: [(u8, &str); 4] = [(b',', "逗号"), (b';', "分号"), (b'\t', "制表符"), (b'|', "竖线")];

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    mark: u8,
    /// Bytes before the first record.
    start: usize,
}

impl Dialect {
    /// How a table of these columns is written.
    pub fn of(text: &str, columns: &[Column]) -> Self {
        let first = text.split_inclusive('\n').next().unwrap_or_default();
        let said = first.trim().trim_matches('"').to_lowercase();
        if let Some(mark) = said.strip_prefix("sep=").filter(|mark| mark.len() == 1 || *mark == "\\t") {
            let mark = if mark == "\\t" { b'\t' } else { mark.as_bytes()[0] };
            return Self { mark, start: first.len() };
        }
        // `sep=` and a tab: the tab was trimmed
        if said == "sep=" && first.contains('\t') {
            return Self { mark: b'\t', start: first.len() };
        }
        let best = |mark: u8| {
            let dialect = Self { mark, start: 0 };
            let names = dialect.records(text).take(HEAD).map(|(_, record)| named(record.iter(), columns));
            names.max().unwrap_or(0)
        };
        let (mut mark, mut most) = (b',', best(b','));
        for (other, _) in &MARKS[1..] {
            let names = best(*other);
            if names > most {
                (mark, most) = (*other, names);
            }
        }
        Self { mark, start: 0 }
    }

    /// What is said of it, where it is not the usual one.
    pub fn taken(self) -> Option<Taken> {
        let (_, name) = MARKS.iter().find(|(mark, _)| *mark == self.mark)?;
        (self.mark != b',').then_some(Taken::Parted(name))
    }

    /// Whether a reader of files reads it as it is.
    pub fn is_usual(self) -> bool {
        self.mark == b',' && self.start == 0
    }

    /// The records of a text, each with the line on which it begins, from 1.
    fn records(self, text: &str) -> impl Iterator<Item = (usize, csv::StringRecord)> {
        let before = text[..self.start].matches('\n').count();
        let reader = Numbered::parted(&text.as_bytes()[self.start..], self.mark);
        let mut csv =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(self.mark).from_reader(reader);
        let mut record = csv::StringRecord::new();
        std::iter::from_fn(move || match csv.read_record(&mut record) {
            Ok(true) => Some((before + csv.get_mut().next_line(), record.clone())),
            // memory can be read, and it is text
            Ok(false) | Err(_) => None,
        })
    }

    /// The rows of a text.
    pub fn rows(self, text: &str) -> impl Iterator<Item = DraftRow> {
        self.records(text).map(|(line, record)| {
            let cells = (1u32..).zip(record.iter()).filter(|(_, cell)| !cell.is_empty());
            let cells: BTreeMap<u32, Content> =
                cells.map(|(column, cell)| (column, Content::text(cell.to_owned()))).collect();
            (u32::try_from(line).unwrap_or(u32::MAX), cells, Some(record.len()))
        })
    }

    /// The line of a quote that is never closed.
    pub fn open_quote(self, text: &str) -> Option<usize> {
        let mut quotes = Quotes::parted(self.mark);
        quotes.pass(text.as_bytes());
        quotes.open()
    }

    /// The same records with commas, each on its line.
    pub fn with_commas(self, text: &str, change: impl Fn(usize, &str) -> Option<String>) -> Vec<u8> {
        let (mut written, mut line) = (Vec::with_capacity(text.len()), 1);
        let mut record_of = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for (begins, record) in self.records(text) {
            while line < begins {
                written.push(b'\n');
                line += 1;
            }
            let cells = record.iter().enumerate().map(|(at, cell)| change(at, cell).unwrap_or_else(|| cell.to_owned()));
            // memory takes all that is written
            let _ = record_of.write_record(cells);
            let bytes = record_of.into_inner().unwrap_or_default();
            line += bytes.iter().filter(|&&b| b == b'\n').count();
            written.extend(bytes);
            record_of = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        }
        written
    }
}

/// Whether a table of many rows has something in it that people do not see or that stands beside an id: looked for
/// without parting its cells.
pub fn is_suspect(text: &str) -> bool {
    let bytes = text.as_bytes();
    let beside = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b'\n');
        let after = bytes.get(at + 1).copied().unwrap_or(b'\n');
        matches!(before, b',' | b'\n') || matches!(after, b',' | b'\n' | b'\r')
    };
    let spaced = bytes.iter().enumerate().any(|(at, byte)| *byte == b' ' && beside(at));
    spaced
        || text.contains(|c: char| {
            is_unseen(c) || ('\u{ff01}'..='\u{ff5e}').contains(&c) || c == '\u{3000}' || c == '\u{a0}'
        })
        || text.contains(",=\"")
        || text.contains("\n=\"")
        || text.contains("\"=\"\"")
}

#[cfg(test)]
mod tests {
    use super::{Dialect, is_suspect};
    use crate::folder::columns::JUDGES;

    #[test]
    fn what_parts_the_cells_is_told_by_the_header() {
        for (text, mark, start) in [
            ("judge,name,unit,group\nj1,一席,,lead\n", b',', 0),
            ("评委;姓名或席位;所在单位;评委组\nj1;一席,二席;;lead\n", b';', 0),
            ("评委\t姓名或席位\t所在单位\t评委组\n", b'\t', 0),
            ("sep=;\r\n评委;姓名或席位\n", b';', 7),
            ("SEP=,\n评委,姓名或席位\n", b',', 6),
            ("某县评委名单\n评委;姓名或席位;所在单位;评委组\n", b';', 0),
            ("", b',', 0),
            ("随便\n", b',', 0),
        ] {
            assert_eq!(Dialect::of(text, &JUDGES), Dialect { mark, start }, "{text}");
        }
    }

    #[test]
    fn records_keep_their_lines() {
        let text = "sep=;\n评委;姓名或席位\n\nj1;\"一\n席\"\nj2;二,席\n";
        let dialect = Dialect::of(text, &JUDGES);
        let lines: Vec<usize> = dialect.records(text).map(|(line, _)| line).collect();
        assert_eq!(lines, [2, 4, 6]);
        let plain = String::from_utf8(dialect.with_commas(text, |_, _| None)).expect("text");
        assert_eq!(plain, "\n评委,姓名或席位\n\nj1,\"一\n席\"\nj2,\"二,席\"\n");
        assert_eq!(dialect.open_quote("a;\"b\nc"), Some(1));
    }

    #[test]
    fn what_nobody_sees_is_suspect() {
        for text in ["L1 ,a", "a, L1", "a,b \n", "a\u{200b},b", "１,a", "a\u{3000}b", "a,=\"01\",b"] {
            assert!(is_suspect(text), "{text:?}");
        }
        for text in ["L1,甲 乙,b\n", "a,b\r\n", "评委,环节\n", "一、二（三）：\n"] {
            assert!(is_suspect(text) == text.contains('（'), "{text:?}");
        }
    }
}
