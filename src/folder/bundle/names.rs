//! What the files of a bundle are called, and what they are known by.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// Files by name.
pub type Files = BTreeMap<String, Vec<u8>>;

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

/// SHA-256, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
