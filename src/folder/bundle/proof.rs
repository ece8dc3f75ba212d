//! What binds a bundle: the leaves of the event's log, the signed head over them, the keys of the house.

use std::io::{Cursor, Write};

use serde::{Deserialize, Serialize};
use zip::ZipWriter;

use super::fault::BundleFault;
use super::names::{CHECKPOINT, KEYS, LEAVES};
use super::pack::options;
use crate::proof::{Hash, Leaf, PublicKey};

/// A leaf with its payload, where that may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeafLine(pub LeafText, pub Option<String>, pub Option<String>);

/// A leaf; the fields stand in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeafText {
    pub act: String,
    pub at: i64,
    pub commit: String,
    pub n: i64,
    pub subject: String,
    pub who: String,
}

impl LeafText {
    /// Its hash in the tree.
    #[must_use]
    pub fn hash(&self) -> Hash {
        let Self { act, at, commit, n, subject, who } = self;
        Leaf { act, at: *at, commit, n: *n, subject, who }.hash()
    }
}

/// The keys of the house, a line each.
#[must_use]
pub fn keys_text(keys: &[PublicKey]) -> String {
    keys.iter().fold(String::new(), |text, key| text + &key.to_string() + "\n")
}

/// The keys of a text.
///
/// # Errors
/// With the first line that is none.
pub fn read_keys(text: &str) -> Result<Vec<PublicKey>, BundleFault> {
    let keys: Result<Vec<PublicKey>, BundleFault> = text
        .lines()
        .enumerate()
        .map(|(index, line)| line.parse().map_err(|_| BundleFault::BadLine { file: KEYS, line: index + 1 }))
        .collect();
    let keys = keys?;
    // whatever is not just what would be written was touched
    let whole = !keys.is_empty() && keys_text(&keys) == text;
    if whole { Ok(keys) } else { Err(BundleFault::BadLine { file: KEYS, line: 1 }) }
}

/// A bundle that is made complete: what binds it goes behind what is bound.
pub struct Binding(ZipWriter<Cursor<Vec<u8>>>);

impl Binding {
    /// Begins with the file of what is bound.
    ///
    /// # Errors
    /// Where it is no ZIP.
    pub fn new(bound: Vec<u8>) -> Result<Self, BundleFault> {
        Ok(Self(ZipWriter::new_append(Cursor::new(bound)).map_err(not_zip)?))
    }

    /// Writes the head and the keys, and begins the leaves.
    ///
    /// # Errors
    /// Where a file is too large for a ZIP.
    pub fn head(&mut self, note: &str, keys: &[PublicKey]) -> Result<(), BundleFault> {
        for (name, text) in [(CHECKPOINT, note), (KEYS, keys_text(keys).as_str())] {
            self.0.start_file(name, options()).map_err(not_zip)?;
            self.write(text.as_bytes())?;
        }
        self.0.start_file(LEAVES, options()).map_err(not_zip)
    }

    /// Writes the next leaf.
    ///
    /// # Errors
    /// Where the file is too large for a ZIP.
    pub fn leaf(&mut self, line: &LeafLine) -> Result<(), BundleFault> {
        let mut text = serde_json::to_vec(line).map_err(|error| BundleFault::Unreadable(error.to_string()))?;
        text.push(b'\n');
        self.write(&text)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), BundleFault> {
        self.0.write_all(bytes).map_err(|error| BundleFault::Unreadable(error.to_string()))
    }

    /// The whole file.
    ///
    /// # Errors
    /// Where it is too large for a ZIP.
    pub fn finish(self) -> Result<Vec<u8>, BundleFault> {
        Ok(self.0.finish().map_err(not_zip)?.into_inner())
    }
}

fn not_zip(error: zip::result::ZipError) -> BundleFault {
    BundleFault::NotZip(error.to_string())
}
