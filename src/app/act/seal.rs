//! Seals on what is handed out and comes back: an HMAC with a key made of the one in the database, so that every instance of the
//! program knows its own.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a seal is for; one made for one thing holds for no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealed {
    /// The mark of a browser in which an account was signed in.
    Browser,
    /// What a browser works at before an objection is taken.
    Puzzle,
}

impl Sealed {
    fn word(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Puzzle => "puzzle",
        }
    }
}

/// The key of the seals.
#[derive(Clone)]
pub(in crate::app) struct SealKey(Vec<u8>);

impl SealKey {
    /// Made of the installation's own key, so that what is sealed with the one holds nowhere for the other.
    pub(in crate::app) fn of(key: &[u8]) -> Self {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
        mac.update(b"seals");
        Self(mac.finalize().into_bytes().to_vec())
    }

    /// The seal of a text, before it is written down.
    fn mac(&self, sealed: Sealed, text: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        for part in [sealed.word(), text] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac
    }

    /// The seal of a text, in hexadecimal.
    pub(in crate::app) fn seal(&self, sealed: Sealed, text: &str) -> String {
        hex::encode(self.mac(sealed, text).finalize().into_bytes())
    }

    /// Whether a text was sealed so, here or by another instance.
    pub(in crate::app) fn holds(&self, sealed: Sealed, text: &str, seal: &str) -> bool {
        // compares in constant time
        hex::decode(seal).is_ok_and(|seal| self.mac(sealed, text).verify_slice(&seal).is_ok())
    }
}
