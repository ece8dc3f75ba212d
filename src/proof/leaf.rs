//! A leaf: its canonical bytes and what they are hashed to.

use serde::Serialize;
use sha2::{Digest, Sha256};
use tlog_tiles::{Hash, record_hash};

/// Bytes of a salt.
pub const SALT: usize = 16;

/// What is put on record, without its payload. The fields stand in the order of their names, which is the order of the
/// canonical form (RFC 8785).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Leaf<'a> {
    /// What was done, in one word.
    pub act: &'a str,
    /// When, in microseconds since 1970, UTC.
    pub at: i64,
    /// The salted commitment to the payload, in hexadecimal.
    pub commit: &'a str,
    /// Its number in the log: 1, 2, 3 … without a gap.
    pub n: i64,
    /// To what.
    pub subject: &'a str,
    /// Who did it.
    pub who: &'a str,
}

impl Leaf<'_> {
    /// The canonical JSON.
    ///
    /// # Panics
    /// Never: texts and numbers can be written.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers")
    }

    /// Its hash in the tree: RFC 6962, 2.1.
    #[must_use]
    pub fn hash(&self) -> Hash {
        record_hash(self.to_json().as_bytes())
    }
}

/// The commitment to a payload: SHA-256 of the salt and the payload, in hexadecimal. The salt has [`SALT`] bytes, so that
/// no two pairs of salt and payload are the same bytes.
#[must_use]
pub fn commitment(salt: &[u8; SALT], payload: &str) -> String {
    hex::encode(Sha256::new().chain_update(salt).chain_update(payload).finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canonical_form_sorts_its_names_and_escapes_only_what_must_be() {
        let leaf = Leaf { act: "close", at: 7, commit: "00", n: 1, subject: "event\n\"甲\"", who: "account:a" };
        let json = r#"{"act":"close","at":7,"commit":"00","n":1,"subject":"event\n\"甲\"","who":"account:a"}"#;
        assert_eq!(leaf.to_json(), json);
        let parsed: serde_json::Value = serde_json::from_str(json).expect("JSON");
        // a map of serde_json is sorted by its keys
        assert_eq!(parsed.to_string(), json);
    }

    #[test]
    fn salt_and_payload_cannot_be_shifted_into_each_other() {
        let one = commitment(b"0123456789abcdef", "g");
        let other = commitment(b"123456789abcdefg", "");
        assert_ne!(one, other);
    }
}
