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
    /// A number in a format of its own: the number, the format's code, what that shows.
    Shown(String, String, String),
    /// A formula, with the result that was stored.
    Formula(String, Option<String>),
    Error(String),
    /// A text of a number that the file does not hold.
    Lost,
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
    /// Rows and columns that are not shown, from 1.
    pub hidden_rows: Vec<usize>,
    pub hidden_columns: Vec<usize>,
}

/// How the parts of an XLSX lie in their package.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The part that all others hang on.
    pub main: &'static str,
    /// Whether `_rels/.rels` names it, or only the content types.
    pub rooted: bool,
    /// The folder of the sheets, as the main part refers to it.
    pub sheets: &'static str,
    /// Where that is.
    pub sheets_at: &'static str,
    /// The part that holds texts, where cells share them; as the main part refers to it, and where it is.
    pub texts: Option<(&'static str, &'static str)>,
    /// Whether cells and rows say where they are.
    pub placed: bool,
    /// Whether parts are written in two bytes a letter.
    pub wide: bool,
    /// What stands before the names of elements.
    pub prefix: &'static str,
}

impl Layout {
    pub const PLAIN: Self = Self {
        main: "xl/workbook.xml",
        rooted: true,
        sheets: "worksheets",
        sheets_at: "xl/worksheets",
        texts: None,
        placed: true,
        wide: false,
        prefix: "",
    };
    /// Layouts that packages have, and that are none of the usual.
    pub const ALL: [Self; 7] = [
        Self::PLAIN,
        Self { texts: Some(("sharedStrings.xml", "xl/sharedStrings.xml")), ..Self::PLAIN },
        Self { texts: Some(("SharedStrings.xml", "xl/sharedstrings.XML")), placed: false, ..Self::PLAIN },
        Self { texts: Some(("/xl/texts/t.xml", "xl/texts/t.xml")), sheets: "/xl/worksheets", ..Self::PLAIN },
        Self { sheets: "..\\data\\tables", sheets_at: "data/tables", wide: true, ..Self::PLAIN },
        Self { main: "book/main.xml", sheets: "./../other/./s", sheets_at: "other/s", prefix: "x:", ..Self::PLAIN },
        Self { main: "Workbook.XML", rooted: false, sheets: "Sheets", sheets_at: "sheets", ..Self::PLAIN },
    ];
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
        self.laid_out(&Layout::PLAIN)
    }

    /// The workbook as an XLSX with its parts where a layout has them.
    pub fn laid_out(&self, layout: &Layout) -> Vec<u8> {
        let mut pen = Pen { layout, texts: Vec::new(), codes: CODES.map(str::to_owned).to_vec() };
        let (folder, name) = layout.main.rsplit_once('/').unwrap_or(("", layout.main));
        let beside = |part: &str| if folder.is_empty() { part.to_owned() } else { format!("{folder}/{part}") };
        let (mut list, mut links, mut parts) = (String::new(), String::new(), Vec::new());
        for (index, sheet) in (1..).zip(&self.sheets) {
            let state = if sheet.hidden { " state=\"hidden\"" } else { "" };
            let title = escape(&sheet.name);
            let prefix = layout.prefix;
            list.push_str(&format!("<{prefix}sheet name=\"{title}\" sheetId=\"{index}\"{state} r:id=\"r{index}\"/>"));
            let slash = if layout.sheets.contains('\\') { '\\' } else { '/' };
            let target = format!("{}{slash}sheet{index}.xml", layout.sheets);
            links.push_str(&relationship(&format!("r{index}"), "worksheet", &target));
            parts.push((format!("{}/sheet{index}.xml", layout.sheets_at), pen.sheet(sheet)));
        }
        links.push_str(&relationship("rS", "styles", "styles.xml"));
        parts.push((beside("styles.xml"), pen.styles()));
        if let Some((target, part)) = layout.texts {
            links.push_str(&relationship("rT", "sharedStrings", target));
            let mut texts = String::new();
            for text in &pen.texts {
                texts.push_str(&format!("<si><t xml:space=\"preserve\">{text}</t></si>"));
            }
            parts.push((part.to_owned(), format!("<sst xmlns=\"{MAIN}\">{texts}</sst>")));
        }
        let p = layout.prefix;
        let names = if p.is_empty() { format!("xmlns=\"{MAIN}\"") } else { format!("xmlns:x=\"{MAIN}\"") };
        let book = format!("<{p}workbook {names} xmlns:r=\"{RELATIONS}\"><{p}sheets>{list}</{p}sheets></{p}workbook>");
        parts.push((layout.main.to_owned(), book));
        parts.push((beside(&format!("_rels/{name}.rels")), links_of(&links)));
        let of = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
        let types = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"{PACKAGE}/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
             <Override PartName=\"/{}\" ContentType=\"{of}\"/></Types>",
            layout.main
        );
        parts.push(("[Content_Types].xml".to_owned(), types));
        if layout.rooted {
            let root = relationship("r1", "officeDocument", layout.main);
            parts.push(("_rels/.rels".to_owned(), links_of(&root)));
        }
        let encode = |text: String| {
            if !layout.wide {
                return text.into_bytes();
            }
            let text = format!("\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?>{text}");
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        };
        let parts: Vec<(String, Vec<u8>)> = parts.into_iter().map(|(name, text)| (name, encode(text))).collect();
        zipped(parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
    }

    /// The workbook as an ODS.
    pub fn opendocument(&self) -> Vec<u8> {
        let sheets: String = self.sheets.iter().map(Sheet::opendocument).collect();
        let content = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content {OPEN}><office:automatic-styles>\
             <style:style style:name=\"shown\" style:family=\"table\"><style:table-properties table:display=\"true\"/></style:style>\
             <style:style style:name=\"hidden\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
             </office:automatic-styles><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
        );
        let of = "application/vnd.oasis.opendocument.spreadsheet";
        let manifest = format!(
            "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
             <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{of}\"/>\
             <manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>"
        );
        zipped([
            ("mimetype", of.as_bytes()),
            ("META-INF/manifest.xml", manifest.as_bytes()),
            ("content.xml", content.as_bytes()),
        ])
    }
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const OPEN: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"";
/// Formats that cells of their own kinds have.
const CODES: [&str; 5] = ["General", "yyyy\"年\"m\"月\"", "h:mm", "0.0", "0.00%"];

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

fn links_of(links: &str) -> String {
    format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{links}</Relationships>")
}

fn relationship(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
}

/// What is written on the way: texts that cells share, and formats.
struct Pen<'l> {
    layout: &'l Layout,
    texts: Vec<String>,
    codes: Vec<String>,
}

impl Pen<'_> {
    fn styles(&self) -> String {
        let (mut codes, mut styles) = (String::new(), String::new());
        for (number, code) in (164..).zip(&self.codes) {
            codes.push_str(&format!("<numFmt numFmtId=\"{number}\" formatCode=\"{}\"/>", escape(code)));
            styles.push_str(&format!("<xf numFmtId=\"{number}\"/>"));
        }
        format!("<styleSheet xmlns=\"{MAIN}\"><numFmts>{codes}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>")
    }

    fn sheet(&mut self, sheet: &Sheet) -> String {
        let (p, placed) = (self.layout.prefix, self.layout.placed);
        let mut rows = String::new();
        for (number, cells) in (1..).zip(&sheet.rows) {
            let hidden = if sheet.hidden_rows.contains(&number) { " hidden=\"1\"" } else { "" };
            let at = if placed { format!(" r=\"{number}\"") } else { String::new() };
            rows.push_str(&format!("<{p}row{at}{hidden}>"));
            for (column, cell) in cells.iter().enumerate() {
                let letter = char::from(b'A' + u8::try_from(column).expect("a narrow sheet"));
                let at = if placed { format!(" r=\"{letter}{number}\"") } else { String::new() };
                rows.push_str(&self.cell(cell, &at));
            }
            rows.push_str(&format!("</{p}row>"));
        }
        let hidden = sheet.hidden_columns.iter().map(|at| format!("<{p}col min=\"{at}\" max=\"{at}\" hidden=\"1\"/>"));
        let columns: String = hidden.collect();
        let merged = sheet.merged.iter().map(|range| format!("<{p}mergeCell ref=\"{range}\"/>"));
        let merged: String = merged.collect();
        let names = if p.is_empty() { format!("xmlns=\"{MAIN}\"") } else { format!("xmlns:x=\"{MAIN}\"") };
        format!(
            "<{p}worksheet {names}><{p}cols>{columns}</{p}cols><{p}sheetData>{rows}</{p}sheetData>\
             <{p}mergeCells>{merged}</{p}mergeCells></{p}worksheet>"
        )
    }

    fn cell(&mut self, cell: &Cell, at: &str) -> String {
        let p = self.layout.prefix;
        let number = |style: usize, number: &str| format!("<{p}c{at} s=\"{style}\"><{p}v>{number}</{p}v></{p}c>");
        match cell {
            Cell::Text(words) if self.layout.texts.is_some() => {
                self.texts.push(escape(words));
                format!("<{p}c{at} t=\"s\"><{p}v>{}</{p}v></{p}c>", self.texts.len() - 1)
            }
            Cell::Text(words) => {
                let words = escape(words);
                format!("<{p}c{at} t=\"inlineStr\"><{p}is><{p}t xml:space=\"preserve\">{words}</{p}t></{p}is></{p}c>")
            }
            Cell::Number(text) => format!("<{p}c{at}><{p}v>{text}</{p}v></{p}c>"),
            Cell::Date(serial) => number(1, serial),
            Cell::Time(serial) => number(2, serial),
            Cell::OneDecimal(text) => number(3, text),
            Cell::Percent(text) => number(4, text),
            Cell::Shown(text, code, _) => {
                let style = self.codes.iter().position(|known| known == code).unwrap_or(self.codes.len());
                if style == self.codes.len() {
                    self.codes.push(code.clone());
                }
                number(style, text)
            }
            Cell::Formula(formula, result) => {
                let result =
                    result.as_ref().map_or_else(|| format!("<{p}v/>"), |r| format!("<{p}v>{}</{p}v>", escape(r)));
                format!("<{p}c{at}><{p}f>{}</{p}f>{result}</{p}c>", escape(formula))
            }
            Cell::Error(found) => format!("<{p}c{at} t=\"e\"><{p}v>{}</{p}v></{p}c>", escape(found)),
            Cell::Lost => format!("<{p}c{at} t=\"s\"><{p}v>9999</{p}v></{p}c>"),
        }
    }
}

impl Sheet {
    fn opendocument(&self) -> String {
        let mut rows = String::new();
        for (number, cells) in (1..).zip(&self.rows) {
            let hidden = if self.hidden_rows.contains(&number) { " table:visibility=\"filter\"" } else { "" };
            rows.push_str(&format!("<table:table-row{hidden}>"));
            // what is empty is written once, with how often it stands there
            let mut empty = 0;
            for cell in cells {
                if matches!(cell, Cell::Text(words) if words.is_empty()) {
                    empty += 1;
                    continue;
                }
                if empty > 0 {
                    rows.push_str(&format!("<table:table-cell table:number-columns-repeated=\"{empty}\"/>"));
                    empty = 0;
                }
                rows.push_str(&cell.opendocument());
            }
            rows.push_str("<table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>");
        }
        let columns: String = (1..=20)
            .map(|at| {
                if self.hidden_columns.contains(&at) {
                    "<table:table-column table:visibility=\"collapse\"/>"
                } else {
                    "<table:table-column/>"
                }
            })
            .collect();
        let style = if self.hidden { "hidden" } else { "shown" };
        let name = escape(&self.name);
        format!(
            "<table:table table:name=\"{name}\" table:style-name=\"{style}\">{columns}{rows}\
             <table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\"/>\
             </table:table-row></table:table>"
        )
    }
}

impl Cell {
    fn opendocument(&self) -> String {
        let of = |kind: &str, value: &str, shown: &str| {
            format!(
                "<table:table-cell office:value-type=\"{kind}\" {value}><text:p>{}</text:p></table:table-cell>",
                escape(shown)
            )
        };
        let float = |number: &str, shown: &str| of("float", &format!("office:value=\"{number}\""), shown);
        match self {
            Self::Text(words) => {
                let paragraphs = words.split('\n').map(|line| {
                    let line = escape(line).replace("  ", " <text:s/>").replace('\t', "<text:tab/>");
                    let line = line.strip_prefix(' ').map_or_else(|| line.clone(), |rest| format!("<text:s/>{rest}"));
                    format!("<text:p>{line}</text:p>")
                });
                let paragraphs: String = paragraphs.collect();
                let note = "<office:annotation><text:p>批注不是内容</text:p></office:annotation>";
                format!("<table:table-cell office:value-type=\"string\">{note}{paragraphs}</table:table-cell>")
            }
            Self::Number(number) | Self::OneDecimal(number) => float(number, number),
            Self::Shown(number, _, shown) => float(number, shown),
            Self::Date(_) => of("date", "office:date-value=\"2023-12-23\"", "2023年12月"),
            Self::Time(_) => of("time", "office:time-value=\"PT08H10M00S\"", "8:10"),
            Self::Percent(number) => of("percentage", &format!("office:value=\"{number}\""), "85%"),
            Self::Formula(formula, Some(result)) => {
                of("float", &format!("table:formula=\"of:={}\" office:value=\"{result}\"", escape(formula)), result)
            }
            Self::Formula(formula, None) => format!("<table:table-cell table:formula=\"of:={}\"/>", escape(formula)),
            Self::Error(found) => of("string", "", found),
            Self::Lost => of("string", "", ""),
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
