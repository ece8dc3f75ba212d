//! Hashes of texts, as they are stored and shown.

use sha2::{Digest, Sha256};

/// SHA-256 of a text, in hexadecimal.
pub(in crate::app) fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}
