//! Secrets in memory: tokens and passwords that never print themselves.
//!
//! A token is 256 random bits; the database holds its SHA-256 only.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A secret text; its `Debug` is redacted.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text that came from outside.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// A new token: 256 random bits, in letters that may stand in an address or a cookie.
    #[must_use]
    pub fn token() -> Self {
        Self(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
    }

    /// A new password that can be read aloud and typed: 80 random bits in four groups of four.
    #[must_use]
    pub fn password() -> Self {
        let text = crate::app::act::base32::encode(&rand::random::<[u8; 10]>()).to_lowercase();
        Self([&text[0..4], &text[4..8], &text[8..12], &text[12..16]].join("-"))
    }

    /// The text itself. Never to be logged.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the database holds of a token.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
