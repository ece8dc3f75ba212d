//! LibreOffice without a screen: what an office program makes of our files.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A sheet as rows of cells, as they are shown.
pub type Rows = Vec<Vec<String>>;

/// Comma, quote, UTF-8, from the first line, as shown.
const WRITE: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false";

/// All sheets of a workbook by their names.
pub fn sheets(workbook: &[u8]) -> BTreeMap<String, Rows> {
    let folder = TempDir::new().expect("a temporary directory");
    // the last figure: every sheet into a file of its own
    convert(folder.path(), "book.xlsx", workbook, &format!("{WRITE},-1"), &[]);
    let files = std::fs::read_dir(folder.path().join("out")).expect("what it wrote");
    files
        .map(|file| {
            let path = file.expect("a file").path();
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name.strip_prefix("book-").unwrap_or(&name).to_owned(), rows(&path))
        })
        .collect()
}

/// A workbook as the office program saves it again.
pub fn saved(workbook: &[u8]) -> Vec<u8> {
    let folder = TempDir::new().expect("a temporary directory");
    convert(folder.path(), "book.xlsx", workbook, "xlsx:Calc MS Excel 2007 XML", &[]);
    std::fs::read(folder.path().join("out/book.xlsx")).expect("what it wrote")
}

/// A spreadsheet as the office program saves it in another form, such as `ods`.
pub fn converted(name: &str, spreadsheet: &[u8], to: &str) -> Vec<u8> {
    let folder = TempDir::new().expect("a temporary directory");
    convert(folder.path(), name, spreadsheet, to, &[]);
    let stem = name.split('.').next().expect("a stem");
    std::fs::read(folder.path().join(format!("out/{stem}.{to}"))).expect("what it wrote")
}

/// A CSV file in an encoding by the office program's number for it.
pub fn table(csv: &[u8], encoding: u32) -> Rows {
    let folder = TempDir::new().expect("a temporary directory");
    let reads = format!("--infilter=CSV:44,34,{encoding},1");
    convert(folder.path(), "table.csv", csv, WRITE, &[&reads]);
    rows(&folder.path().join("out/table.csv"))
}

fn convert(folder: &Path, name: &str, bytes: &[u8], to: &str, more: &[&str]) {
    let file = folder.join(name);
    std::fs::write(&file, bytes).expect("written");
    let program = std::env::var("GUANMO_TEST_SOFFICE").unwrap_or_else(|_| "soffice".to_owned());
    let mut command = Command::new(program);
    // a profile of its own, or two of them wait for one another
    command.arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display())).args(more);
    command.args(["--headless", "--convert-to", to, "--outdir"]).arg(folder.join("out")).arg(&file);
    let output = command.output().expect("LibreOffice runs; tests/run says what to install");
    assert!(output.status.success(), "{output:?}");
}

fn rows(path: &Path) -> Rows {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).expect("a file");
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}
