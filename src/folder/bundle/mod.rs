//! The bundle of a published result: an event folder with the result that it gave, as one ZIP. Made so that the same
//! files give the same bytes; read with limits, because it may come from anywhere; checked by working the result
//! out again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{Cursor, Read, Seek, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::event_folder::EventFolder;
use super::fault::Fault;
use super::read::read_files;
use super::write::{neutralise, ranking_csv};
use crate::scoring::result::Report;
use crate::scoring::{Explain, tabulate};

pub mod about;
pub mod cards;
pub mod check;
mod hide;
pub mod proof;
pub mod reader;
pub mod script;

use about::{About, Form};
pub use hide::hidden;

/// What the file is, for people.
pub const README: &str = "README.txt";
/// The frozen report, byte for byte.
pub const RESULT: &str = "result.json";
/// The published ranking.
pub const RANKING: &str = "ranking.csv";
/// Who signed.
pub const SIGNATURES: &str = "signatures.csv";
/// The fingerprint, and a line's end.
pub const FINGERPRINT: &str = "fingerprint.txt";
/// The SHA-256 of every other file that the log binds, as `sha256sum` writes it.
pub const MANIFEST: &str = "manifest.sha256";
/// What the file is, for programs.
pub const ABOUT: &str = "bundle.json";
/// The cards.
pub const CARDS: &str = "cards.jsonl";
/// The keys of tablets.
pub const TABLET_KEYS: &str = "tablet-keys.jsonl";
/// Which letter is which seat.
pub const SEATS: &str = "seats.json";
/// The page that verifies a bundle in a browser.
pub const PAGE: &str = "verify.html";
/// The leaves of the event's log.
pub const LEAVES: &str = "leaves.jsonl";
/// The signed head of that.
pub const CHECKPOINT: &str = "checkpoint.txt";
/// The keys of the house.
pub const KEYS: &str = "key.txt";
/// Files that the manifest does not name: they bind it.
pub const BINDING: [&str; 3] = [LEAVES, CHECKPOINT, KEYS];

/// How hard a file is packed, of 9: a third of the time that the usual 6 takes, for a tenth more.
const LEVEL: i64 = 2;
const MOST_FILES: usize = 64;
/// Most bytes of all its files together, unpacked.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

pub type Files = BTreeMap<String, Vec<u8>>;

/// Why a file is not a sound bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleFault {
    /// It cannot be read.
    #[error("读不出来：{0}")]
    Unreadable(String),
    /// It is no ZIP.
    #[error("不是完整的 ZIP 文件：{0}")]
    NotZip(String),
    /// It holds more files than a bundle has.
    #[error("里面有 {found} 个文件，最多 {MOST_FILES} 个")]
    TooMany {
        /// How many.
        found: usize,
    },
    /// Unpacked it is larger than a bundle may be.
    #[error("解压后超过 {} MB", MOST_BYTES / 1024 / 1024)]
    TooLarge,
    /// A file has a name that no file of a bundle has.
    #[error("文件名“{0}”不是成果包里的文件名（不含文件夹，只用字母、数字、“.”、“-”和“_”）")]
    BadName(String),
    /// A name stands there twice.
    #[error("文件“{0}”出现两次")]
    Twice(String),
    /// A file that must be there is not.
    #[error("缺少文件“{0}”")]
    Missing(&'static str),
    /// A file that the manifest names is not there.
    #[error("缺少清单列出的文件“{0}”")]
    Lacks(String),
    /// A file that the manifest does not name.
    #[error("文件“{0}”不在清单 {MANIFEST} 里")]
    Unlisted(String),
    /// A file is not what the manifest says.
    #[error("文件“{0}”与清单 {MANIFEST} 里的 SHA-256 不符，被改动过")]
    Altered(String),
    /// A line of the manifest that is none.
    #[error("{MANIFEST}:{line}: 每行应为 64 位 SHA-256、两个空格和文件名")]
    BadManifest { line: usize },
    /// The event folder in it has faults.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Folder(Vec<Fault>),
    /// Working it out gives another ranking.
    #[error("重新计算的名次与 {RANKING} 不一致")]
    OtherRanking,
    /// The frozen report is not the one of the fingerprint.
    #[error("{RESULT} 与 {FINGERPRINT} 所载的指纹不一致")]
    OtherResult,
    /// It holds no marks.
    #[error("这是只含存证码的成果包，没有得分，不能重新计算；核对存证请用 guanmo verify")]
    NoMarks,
    /// It is of the form that was not signed.
    #[error("这是旧格式的成果包，没有存证签名，只能重新计算（guanmo tabulate），不能核对是谁公布的")]
    Unsigned,
    /// What binds its files is not in it.
    #[error("缺少“{0}”：没有存证，不能核对这些文件是不是公布的那一份")]
    NoProof(&'static str),
    /// A file that is not of the form that it should have.
    #[error("文件“{file}”第 {line} 行不是应有的格式，被截断或改动过")]
    BadLine { file: &'static str, line: usize },
    /// Working it out gives the same ranking, and other steps.
    #[error("重新计算的名次一致，但每一步的算式与指纹不一致（也可能是由另一版本的程序生成）")]
    OtherSteps,
}

/// SHA-256, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// A small table as CSV.
#[must_use]
pub fn table<const N: usize>(header: [&str; N], rows: impl Iterator<Item = [String; N]>) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    // writing to memory fails only where a row has another length than the header
    csv.write_record(header).expect("a header");
    for row in rows {
        csv.write_record(row.map(|cell| neutralise(&cell))).expect("a cell for each column");
    }
    csv.into_inner().expect("memory takes all that is written")
}

/// Adds the manifest of all files that are there.
pub fn add_manifest(files: &mut Files) {
    files.remove(MANIFEST);
    let lines = files.iter().fold(String::new(), |mut text, (name, bytes)| {
        // writing to a text does not fail
        let _ = writeln!(text, "{}  {name}", sha256(bytes));
        text
    });
    files.insert(MANIFEST.to_owned(), lines.into_bytes());
}

/// How a file is packed: at one fixed time, and not for long, since a big one is waited for.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}

/// Packs files in the order of their names, with one fixed time: the same files give the same bytes.
///
/// # Errors
/// Where a file is too large for a ZIP.
pub fn pack(files: &Files) -> Result<Vec<u8>, BundleFault> {
    let not_zip = |error: zip::result::ZipError| BundleFault::NotZip(error.to_string());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_str(), options()).map_err(not_zip)?;
        archive.write_all(bytes).map_err(|error| BundleFault::Unreadable(error.to_string()))?;
    }
    Ok(archive.finish().map_err(not_zip)?.into_inner())
}

/// The files of a bundle on disk. Nothing is unpacked to the disk.
///
/// # Errors
/// Where it cannot be read, is no ZIP, or holds what no bundle holds.
pub fn read(path: &Path) -> Result<Files, BundleFault> {
    unpack(File::open(path).map_err(|error| BundleFault::Unreadable(error.to_string()))?)
}

pub fn unpack(source: impl Read + Seek) -> Result<Files, BundleFault> {
    let not_zip = |error: zip::result::ZipError| BundleFault::NotZip(error.to_string());
    let mut archive = ZipArchive::new(source).map_err(not_zip)?;
    if archive.len() > MOST_FILES {
        return Err(BundleFault::TooMany { found: archive.len() });
    }
    let (mut files, mut left) = (Files::new(), MOST_BYTES);
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(not_zip)?;
        let name = file.name().map_err(not_zip)?.into_owned();
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if name.is_empty() || name.starts_with('.') || !name.chars().all(plain) {
            return Err(BundleFault::BadName(name.chars().take(100).collect()));
        }
        // what a header says of a size is not to be relied on
        let mut bytes = Vec::new();
        file.take(left + 1).read_to_end(&mut bytes).map_err(|error| BundleFault::NotZip(format!("{name}：{error}")))?;
        left = left.checked_sub(bytes.len() as u64).ok_or(BundleFault::TooLarge)?;
        if files.insert(name.clone(), bytes).is_some() {
            return Err(BundleFault::Twice(name));
        }
    }
    Ok(files)
}

/// Whether files are a bundle, and not an event folder that somebody packed.
#[must_use]
pub fn is_bundle(files: &Files) -> bool {
    [RESULT, FINGERPRINT, MANIFEST, ABOUT].iter().any(|name| files.contains_key(*name))
}

/// Checks the files of a bundle against its manifest, and works its result out again; gives the event folder in it.
///
/// # Errors
/// The first fault.
pub fn verify(files: &Files) -> Result<EventFolder, BundleFault> {
    let file = |name: &'static str| files.get(name).ok_or(BundleFault::Missing(name));
    against_manifest(files, file(MANIFEST)?)?;
    let about = files.contains_key(ABOUT).then(|| About::read(files)).transpose()?;
    if about.as_ref().is_some_and(|about| about.cards == Form::Commitments) {
        return Err(BundleFault::NoMarks);
    }
    let (ranking, result) = (file(RANKING)?, file(RESULT)?);
    let folder = read_files(files).map_err(BundleFault::Folder)?;
    // a report under letters has another fingerprint than the one that was signed
    let is_whole = about.is_none_or(|about| about.cards == Form::Open);
    let fingerprint = String::from_utf8_lossy(file(FINGERPRINT)?);
    if is_whole && sha256(result) != fingerprint.trim() {
        return Err(BundleFault::OtherResult);
    }
    let standings = tabulate(&folder.event);
    let components: Vec<&str> = folder.event.rules().components.iter().map(|c| c.id.as_str()).collect();
    let mut again = Vec::new();
    let written = ranking_csv(&mut again, &components, standings.rows());
    if written.is_err() || again != *ranking {
        return Err(BundleFault::OtherRanking);
    }
    // entries that were withdrawn are in no folder and count for nothing; the frozen report names them
    let stated: Report = serde_json::from_slice(result).map_err(|_| BundleFault::OtherResult)?;
    let report = Report { withdrawn: stated.withdrawn, ..standings.report(&folder.rules_sha256, &Explain::All) };
    match serde_json::to_vec(&report) {
        Ok(report) if report == *result => Ok(folder),
        Ok(_) | Err(_) => Err(BundleFault::OtherSteps),
    }
}

pub(super) fn against_manifest(files: &Files, manifest: &[u8]) -> Result<(), BundleFault> {
    let mut listed = BTreeSet::new();
    for (index, line) in String::from_utf8_lossy(manifest).lines().enumerate() {
        let (hash, name) = line.split_once("  ").ok_or(BundleFault::BadManifest { line: index + 1 })?;
        let bytes = files.get(name).ok_or_else(|| BundleFault::Lacks(name.to_owned()))?;
        if sha256(bytes) != hash {
            return Err(BundleFault::Altered(name.to_owned()));
        }
        listed.insert(name.to_owned());
    }
    let is_bound = |name: &&String| **name != MANIFEST && !BINDING.contains(&name.as_str());
    let unlisted = files.keys().filter(is_bound).find(|name| !listed.contains(*name));
    unlisted.map_or(Ok(()), |name| Err(BundleFault::Unlisted(name.clone())))
}
