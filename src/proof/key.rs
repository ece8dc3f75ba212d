//! The key that signs heads. It lives in a file of its own, outside the database: who has only the database signs nothing.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// How an Ed25519 key is named in texts, so that another algorithm can stand beside it.
const ED25519: &str = "ed25519";
/// What begins the file of a secret key.
const SECRET: &str = "guanmo-log-key";

/// A key that signs. It never prints itself.
#[derive(Clone)]
pub struct LogKey(pub(super) SigningKey);

/// A key that verifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(pub(super) VerifyingKey);

/// What a text is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    #[error("不是存证密钥：内容应为“{SECRET} 算法 密钥”一行，可能不完整或被改动过")]
    Malformed,
    #[error("不认识这种存证密钥的算法，本程序可用：{ED25519}")]
    Algorithm,
}

fn decoded(algorithm: &str, text: &str) -> Result<[u8; 32], KeyFault> {
    if algorithm != ED25519 {
        return Err(KeyFault::Algorithm);
    }
    STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(KeyFault::Malformed)
}

impl LogKey {
    /// A new key.
    #[must_use]
    pub fn fresh() -> Self {
        Self(SigningKey::from_bytes(&rand::random()))
    }

    /// Its file: `guanmo-log-key ed25519 BASE64`, a line.
    #[must_use]
    pub fn to_file(&self) -> String {
        format!("{SECRET} {ED25519} {}\n", STANDARD.encode(self.0.to_bytes()))
    }

    /// A key out of its file.
    ///
    /// # Errors
    /// Where it is none, or of an algorithm that is not known.
    pub fn from_file(text: &str) -> Result<Self, KeyFault> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [SECRET, algorithm, key] = words[..] else { return Err(KeyFault::Malformed) };
        decoded(algorithm, key).map(|key| Self(SigningKey::from_bytes(&key)))
    }

    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }
}

impl PublicKey {
    /// What people compare: SHA-256 of the key, its first 16 digits in groups of four.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digits = hex::encode(Sha256::digest(self.0.as_bytes()));
        [&digits[0..4], &digits[4..8], &digits[8..12], &digits[12..16]].join(" ")
    }
}

/// `ed25519:BASE64`.
impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{ED25519}:{}", STANDARD.encode(self.0.as_bytes()))
    }
}

impl FromStr for PublicKey {
    type Err = KeyFault;

    fn from_str(text: &str) -> Result<Self, KeyFault> {
        let (algorithm, key) = text.split_once(':').ok_or(KeyFault::Malformed)?;
        let key = decoded(algorithm, key)?;
        VerifyingKey::from_bytes(&key).map(Self).map_err(|_| KeyFault::Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_and_what_is_none_is_refused() {
        let key = LogKey::fresh();
        let file = key.to_file();
        assert_eq!(LogKey::from_file(&file).map(|key| key.public()), Ok(key.public()));
        assert_eq!(key.public().to_string().parse(), Ok(key.public()));
        assert_eq!(key.public().fingerprint().len(), 19);
        for (text, fault) in [
            (String::new(), KeyFault::Malformed),
            (file[..file.len() - 3].to_owned(), KeyFault::Malformed),
            (file.replace("ed25519", "sm2"), KeyFault::Algorithm),
            (format!("{file} more"), KeyFault::Malformed),
        ] {
            assert_eq!(LogKey::from_file(&text).map(|_| ()), Err(fault), "{text}");
        }
    }
}
