//! `tabulate` and `check`: an event folder in, a ranking out.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::exit;
use crate::folder::bundle::check as proof;
use crate::folder::bundle::{self, BundleFault, CHECKPOINT, FINGERPRINT};
use crate::folder::intake::{self, Given};
use crate::folder::rules::odd;
use crate::folder::tidy::{Choices, Matter};
use crate::folder::{self, EventFolder, Fault, Files, OutputEncoding, RULES_FILE};
use crate::scoring::result::{Blocker, RankingRow, Report};
use crate::scoring::rules::Rules;
use crate::scoring::{Explain, Standings, tabulate};
use crate::web::standing::Sentences;

#[derive(Debug, Args)]
pub(super) struct Tabulate {
    /// 评比文件夹，或成果包（ZIP），或一份名单（XLSX、ODS）
    dir: PathBuf,
    /// 改用另一份规则文件
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// 输出格式
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// 写到文件，不写到屏幕
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// 文字编码
    #[arg(long, value_name = "ENCODING", default_value = "utf-8", value_parser = encoding)]
    encoding: OutputEncoding,
    /// 说明一个参评项目的得分由来；all 为全部
    #[arg(long, value_name = "ENTRY")]
    explain: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Csv,
    Json,
}

fn encoding(name: &str) -> Result<OutputEncoding, String> {
    let found = OutputEncoding::NAMES.iter().find(|(known, _)| *known == name);
    found.map(|(_, encoding)| *encoding).ok_or_else(|| "可用：utf-8、utf-8-bom、gb18030".to_owned())
}

impl Tabulate {
    pub fn run(self) -> u8 {
        let folder = match read(&self.dir, self.rules.as_deref()) {
            Ok(folder) => folder,
            Err(code) => return code,
        };
        let explain = match self.explain(&folder) {
            Ok(explain) => explain,
            Err(sentence) => {
                eprintln!("{sentence}");
                return exit::USAGE;
            }
        };
        let standings = tabulate(&folder.event);
        if let Err(error) = self.print(&folder, &standings, &explain) {
            // whoever reads on may stop early, as `head` does
            if error.kind() != io::ErrorKind::BrokenPipe {
                eprintln!("结果写不出去：{error}");
                return exit::USAGE;
            }
        }
        if standings.is_final() {
            return exit::FINAL;
        }
        for blocker in &standings.blockers() {
            eprintln!("{}", sentence(blocker));
        }
        exit::PROVISIONAL
    }

    fn explain(&self, folder: &EventFolder) -> Result<Explain, String> {
        match self.explain.as_deref() {
            None => Ok(Explain::None),
            Some(_) if self.format == Format::Csv => {
                Err("--explain 不能与 --format csv 同用：CSV 的列是固定的，请用 json 或 table".to_owned())
            }
            Some("all") => Ok(Explain::All),
            Some(id) if folder.event.entries().iter().any(|e| e.id == id) => Ok(Explain::One(id.to_owned())),
            Some(id) => Err(format!("--explain：entries.csv 里没有“{id}”，可写其中的编号或 all")),
        }
    }

    fn print(&self, folder: &EventFolder, standings: &Standings<'_>, explain: &Explain) -> io::Result<()> {
        let out: Box<dyn Write> = match &self.output {
            Some(path) => Box::new(File::create(path)?),
            None => Box::new(io::stdout().lock()),
        };
        let mut out = BufWriter::new(self.encoding.writer(out)?);
        let rules = folder.event.rules();
        match self.format {
            Format::Csv => {
                let components: Vec<&str> = rules.components.iter().map(|c| c.id.as_str()).collect();
                folder::ranking_csv(&mut out, &components, standings.rows()).map_err(io::Error::other)?;
            }
            Format::Json => {
                serde_json::to_writer_pretty(&mut out, &standings.report(&folder.rules_sha256, explain))?;
                writeln!(out)?;
            }
            Format::Table => table(&mut out, rules, &standings.report(&folder.rules_sha256, explain))?,
        }
        out.flush()
    }
}

/// Reads an event folder, or the ZIP of one; a bundle is checked against what it states. Where it is not sound, the
/// faults are told, and the exit code is given.
pub(super) fn read(path: &Path, rules: Option<&Path>) -> Result<EventFolder, u8> {
    if !path.exists() {
        eprintln!("{}: 没有这个文件或文件夹", path.display());
        return Err(exit::INVALID);
    }
    if !path.is_file() {
        return folder::read_dir(path, rules).map(told).map_err(|faults| refuse(&faults));
    }
    if !is_packed_folder(path) {
        return read_upload(path, rules);
    }
    let unsound = |fault: BundleFault| {
        eprintln!("{}: {fault}", path.display());
        exit::INVALID
    };
    let mut files = bundle::read(path).map_err(unsound)?;
    if let Some(rules) = rules {
        match std::fs::read(rules) {
            Ok(bytes) => files.insert(RULES_FILE.to_owned(), bytes),
            Err(error) => return Err(unsound(BundleFault::Unreadable(format!("{}：{error}", rules.display())))),
        };
        eprintln!("用了另一份规则文件，不与成果包所载的名次和指纹核对");
    } else if bundle::is_bundle(&files) {
        let folder = bundle::verify(&files).map_err(unsound)?;
        let fingerprint = files.get(FINGERPRINT).map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned());
        eprintln!("成果包核验：文件与清单一致，重新计算与所载一致，成绩的指纹 {}", fingerprint.unwrap_or_default());
        return signed(path, &files).map(|()| folder);
    }
    folder::read_given(files).map(told).map_err(|faults| refuse(&faults))
}

/// Says of a bundle whose signature it bears, or that it bears none; one whose signature does not fit is refused.
fn signed(path: &Path, files: &Files) -> Result<(), u8> {
    if !files.contains_key(CHECKPOINT) {
        eprintln!("成果包没有存证签名：名次可以重算，但不能核对是谁公布的、公布以后改没改过");
        return Ok(());
    }
    let file = File::open(path).map_err(|error| {
        eprintln!("{}: {error}", path.display());
        exit::INVALID
    })?;
    let checked = proof::check(file, &proof::Trust::default());
    if let Some(fault) = checked.fault() {
        eprintln!("{}: 成果包的存证不符：{fault}", path.display());
        return Err(exit::INVALID);
    }
    let key = checked.fingerprint.unwrap_or_default();
    eprintln!("成果包的存证相符，由密钥 {key} 签名；请与签字单、公示页上的密钥对照，或用 guanmo verify --key 核对");
    Ok(())
}

/// Tells what of a folder was taken for something else.
pub(super) fn told(folder: EventFolder) -> EventFolder {
    for remark in &folder.remarks {
        eprintln!("{remark}");
    }
    folder
}

/// Whether a file is a ZIP with the files of a folder in it; what is called one and cannot be opened is said to be so.
fn is_packed_folder(path: &Path) -> bool {
    match bundle::read(path) {
        Ok(files) => files.contains_key("entries.csv"),
        Err(BundleFault::BadName(_)) => false,
        Err(_) => path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip")),
    }
}

/// Reads a workbook, a table, or a ZIP of such, as a page that takes uploads does; the rules stand in it or come from
/// elsewhere.
fn read_upload(path: &Path, rules: Option<&Path>) -> Result<EventFolder, u8> {
    let unread = |path: &Path, error: io::Error| {
        eprintln!("{}: 文件读不出来：{error}", path.display());
        exit::INVALID
    };
    let name = |path: &Path| path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut given = vec![Given { name: name(path), bytes: std::fs::read(path).map_err(|error| unread(path, error))? }];
    if let Some(rules) = rules {
        let bytes = std::fs::read(rules).map_err(|error| unread(rules, error))?;
        given.push(Given { name: RULES_FILE.to_owned(), bytes });
    }
    let read = intake::read(&given, &Files::new(), Choices::default());
    for found in &read.faults {
        eprintln!("{found}");
    }
    for unused in &read.unused {
        eprintln!("没有用到：{unused}");
    }
    for remark in &read.understood {
        eprintln!("{remark}");
    }
    // nobody can be asked here, and nothing is left out that may have been meant
    let open: Vec<_> = read.doubts.iter().filter(|doubted| doubted.what.matter() != Matter::Alike).collect();
    for doubted in &read.doubts {
        eprintln!("{doubted}");
    }
    read.folder.filter(|_| open.is_empty()).ok_or(exit::INVALID)
}

/// `check DIR`.
pub(super) fn check(dir: &Path, rules: Option<&Path>) -> u8 {
    match read(dir, rules) {
        Ok(folder) => {
            let (entries, judges) = (folder.event.entries().len(), folder.event.judges().len());
            println!("没有发现问题：{entries} 个参评项目，{judges} 名评委");
            let rules = folder.event.rules();
            match rules.full_marks() {
                Some(full) => println!("满分 {full}（加分以前）"),
                None => println!("没有固定的满分：有的环节得分没有上限"),
            }
            if let Some(odd) = odd::full_marks(rules) {
                eprintln!("请核对：{odd}");
            }
            exit::FINAL
        }
        Err(code) => code,
    }
}

/// Lists faults.
pub(super) fn refuse(faults: &[Fault]) -> u8 {
    for fault in faults {
        eprintln!("{fault}");
    }
    exit::INVALID
}

/// A blocker as one line: kind, entry, judge where there is one.
fn sentence(blocker: &Blocker) -> String {
    let named = [
        ("entry", &blocker.entry),
        ("judge", &blocker.judge),
        ("component", &blocker.component),
        ("group", &blocker.group),
        ("panel", &blocker.panel),
        ("award", &blocker.award),
    ];
    let named = named.iter().filter_map(|(key, value)| value.as_ref().map(|value| format!(" {key}={value}")));
    format!("{}:{}", blocker.kind.as_str(), named.collect::<String>())
}

/// The ranking for people to read, with the ways to the totals below it.
fn table(out: &mut impl Write, rules: &Rules, report: &Report) -> io::Result<()> {
    if !report.title.is_empty() {
        writeln!(out, "{}", report.title)?;
    }
    let mut header: Vec<String> = ["名次", "编号", "申报单位", "项目名称", "组别"].map(str::to_owned).into();
    header.extend(rules.components.iter().map(|c| c.name.clone()));
    header.extend(["加分", "减分", "总分", "奖项", "等次", "状态"].map(str::to_owned));
    let rows: Vec<Vec<String>> = std::iter::once(header).chain(report.ranking.iter().map(cells)).collect();
    let columns = rows[0].len();
    let width = |column: usize| rows.iter().map(|row| display_width(&row[column])).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in &rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            let pad = " ".repeat(width - display_width(cell));
            format!("{cell}{pad}")
        });
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    let (shown, sentences) = (report.shown(), Sentences::of(report));
    for row in shown.tracks.iter().flat_map(|track| &track.rows) {
        let about = sentences.about(row);
        if !about.is_empty() {
            let name = if row.row.unit.is_empty() { &row.row.entry } else { &row.row.unit };
            writeln!(out, "{name}：{}。", about.join("；"))?;
        }
    }
    if let Some(trace) = &report.trace {
        for entry in trace.values() {
            writeln!(out)?;
            serde_json::to_writer_pretty(&mut *out, entry)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn cells(row: &RankingRow) -> Vec<String> {
    let mut cells = vec![row.rank.clone(), row.entry.clone(), row.unit.clone(), row.name.clone(), row.track.clone()];
    cells.extend(row.components.0.iter().map(|(_, figure)| figure.clone()));
    cells.extend([&row.bonus, &row.deduction, &row.total, &row.award, &row.band].map(Clone::clone));
    cells.push(row.status.as_str().to_owned());
    cells
}

/// Columns that a text takes on a terminal: Chinese characters take two.
fn display_width(text: &str) -> usize {
    text.chars().map(|c| if c < '\u{1100}' || ('\u{2010}'..='\u{2027}').contains(&c) { 1 } else { 2 }).sum()
}
