//! Hashes of texts, as they are stored and shown.

use sha2::{Digest, Sha256};

/// SHA-256 of a text or of bytes, in hexadecimal.
pub(in crate::app) fn sha256(of: impl AsRef<[u8]>) -> String {
    hex::encode(Sha256::digest(of))
}
