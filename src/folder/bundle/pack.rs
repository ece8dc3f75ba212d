//! Bundles as one ZIP: the same files give the same bytes; read with limits, because it may come from anywhere.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{Cursor, Read, Seek, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::fault::{BundleFault, MOST_BYTES, MOST_FILES};
use super::names::{ABOUT, BINDING, FINGERPRINT, Files, MANIFEST, RESULT, sha256};
use crate::folder::write::neutralise;

/// How hard a file is packed, of 9: a third of the time that the usual 6 takes, for a tenth more.
const LEVEL: i64 = 2;
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
pub(super) fn options() -> SimpleFileOptions {
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
