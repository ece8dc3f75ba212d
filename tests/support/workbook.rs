//! A workbook written part by part, so that a test can put into it what no library would write.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::folder::Folder;

/// A cell.
#[derive(Debug, Clone)]
pub enum Cell {
    Text(String),
    Number(String),
    /// A number in the format of a date.
    Date(String),
    /// A number in a format that shows one decimal.
    OneDecimal(String),
    /// A number that shows as a percentage.
    Percent(String),
    /// A number in the format of a time of day.
    Time(String),
    /// A formula, with the result that was stored.
    Formula(String, Option<String>),
    Error(String),
}

pub fn text(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}

/// A sheet: rows of cells, from A1.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    pub name: String,
    pub hidden: bool,
    pub rows: Vec<Vec<Cell>>,
    pub merged: Vec<String>,
}

/// A workbook.
#[derive(Debug, Clone, Default)]
pub struct Book {
    pub sheets: Vec<Sheet>,
}

/// The sheets of an event folder.
const SHEETS: [(&str, &str); 9] = [
    ("entries.csv", "参评项目"),
    ("judges.csv", "评委"),
    ("checkpoints.csv", "行程"),
    ("exclusions.csv", "回避"),
    ("measures.csv", "日常考核"),
    ("adjustments.csv", "加减分"),
    ("decisions.csv", "并列裁定"),
    ("comments.csv", "评语"),
    ("scores.csv", "评分"),
];

impl Book {
    /// A folder as a workbook, all cells texts.
    pub fn of(folder: &Folder) -> Self {
        let mut book = Self::default();
        for (file, name) in SHEETS {
            let Ok(text) = std::fs::read_to_string(folder.path().join(file)) else { continue };
            book.add(name, &text);
        }
        book
    }

    /// Adds a sheet from CSV.
    pub fn add(&mut self, name: &str, csv: &str) -> &mut Sheet {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(csv.as_bytes());
        let rows = reader.records().map(|row| row.expect("a row").iter().map(text).collect()).collect();
        self.sheets.push(Sheet { name: name.to_owned(), rows, ..Sheet::default() });
        self.sheets.last_mut().expect("it was added")
    }

    pub fn sheet(&mut self, name: &str) -> &mut Sheet {
        self.sheets.iter_mut().find(|sheet| sheet.name == name).expect("a sheet of that name")
    }

    /// Replaces a cell, by its sheet and reference such as `C3`.
    pub fn set(&mut self, sheet: &str, reference: &str, cell: Cell) {
        let column = usize::from(reference.as_bytes()[0] - b'A');
        let row: usize = reference[1..].parse().expect("a row");
        let rows = &mut self.sheet(sheet).rows;
        rows.resize_with(rows.len().max(row), Vec::new);
        let cells = &mut rows[row - 1];
        cells.resize_with(cells.len().max(column + 1), || text(""));
        cells[column] = cell;
    }

    pub fn bytes(&self) -> Vec<u8> {
        let (mut list, mut links) = (String::new(), String::new());
        let mut parts = vec![("xl/styles.xml".to_owned(), STYLES.to_owned())];
        for (index, sheet) in self.sheets.iter().enumerate() {
            let state = if sheet.hidden { " state=\"hidden\"" } else { "" };
            let name = escape(&sheet.name);
            list.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{0}\"{state} r:id=\"r{0}\"/>", index + 1));
            links.push_str(&format!(
                "<Relationship Id=\"r{0}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{0}.xml\"/>",
                index + 1
            ));
            parts.push((format!("xl/worksheets/sheet{}.xml", index + 1), sheet.xml()));
        }
        links.push_str(&format!("<Relationship Id=\"rS\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/>"));
        let book = format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>{list}</sheets></workbook>");
        parts.push(("xl/workbook.xml".to_owned(), book));
        parts.push(("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships>{links}</Relationships>")));
        parts.push(("[Content_Types].xml".to_owned(), "<Types/>".to_owned()));
        let root = format!("<Relationship Id=\"r1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/>");
        parts.push(("_rels/.rels".to_owned(), format!("<Relationships>{root}</Relationships>")));
        zipped(parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())))
    }
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/>\
    <numFmt numFmtId=\"165\" formatCode=\"0.0\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"20\"/><xf numFmtId=\"165\"/>\
    <xf numFmtId=\"10\"/></cellXfs></styleSheet>";

impl Sheet {
    fn xml(&self) -> String {
        let mut rows = String::new();
        for (index, cells) in self.rows.iter().enumerate() {
            rows.push_str(&format!("<row r=\"{}\">", index + 1));
            for (column, cell) in cells.iter().enumerate() {
                let letter = char::from(b'A' + u8::try_from(column).expect("a narrow sheet"));
                rows.push_str(&cell.xml(&format!("{letter}{}", index + 1)));
            }
            rows.push_str("</row>");
        }
        let mut merged = String::new();
        for range in &self.merged {
            merged.push_str(&format!("<mergeCells><mergeCell ref=\"{range}\"/></mergeCells>"));
        }
        format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData>{merged}</worksheet>")
    }
}

impl Cell {
    fn xml(&self, at: &str) -> String {
        match self {
            Self::Text(words) => {
                format!("<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escape(words))
            }
            Self::Number(number) => format!("<c r=\"{at}\"><v>{number}</v></c>"),
            Self::Date(serial) => format!("<c r=\"{at}\" s=\"1\"><v>{serial}</v></c>"),
            Self::Time(serial) => format!("<c r=\"{at}\" s=\"2\"><v>{serial}</v></c>"),
            Self::OneDecimal(number) => format!("<c r=\"{at}\" s=\"3\"><v>{number}</v></c>"),
            Self::Percent(number) => format!("<c r=\"{at}\" s=\"4\"><v>{number}</v></c>"),
            Self::Formula(formula, result) => {
                let result = result.as_ref().map_or_else(|| "<v/>".to_owned(), |r| format!("<v>{}</v>", escape(r)));
                format!("<c r=\"{at}\"><f>{}</f>{result}</c>", escape(formula))
            }
            Self::Error(found) => format!("<c r=\"{at}\" t=\"e\"><v>{}</v></c>", escape(found)),
        }
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// Files as a ZIP.
pub fn zipped<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name, SimpleFileOptions::default()).expect("a file");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

/// All files of a folder as a ZIP, below a folder of that name.
pub fn zipped_folder(folder: &Folder, below: &str) -> Vec<u8> {
    let files = std::fs::read_dir(folder.path()).expect("files").map(|file| file.expect("a file").path());
    let files: Vec<(String, Vec<u8>)> = files
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (format!("{below}{name}"), std::fs::read(&path).expect("a file"))
        })
        .collect();
    zipped(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
}
