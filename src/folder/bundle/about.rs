//! What a bundle says of itself.

use serde::{Deserialize, Serialize};

use super::fault::BundleFault;
use super::names::{ABOUT, Files};

/// How this form of a bundle is named.
pub const FORMAT: &str = "guanmo-bundle/2";

/// How cards are in a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// As they were signed, with their seats.
    Open,
    /// Their marks, under letters.
    Pseudonymous,
    /// Their salted hashes.
    Commitments,
}

impl Form {
    /// The word that stands in the bundle.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pseudonymous => "pseudonymous",
            Self::Commitments => "commitments",
        }
    }
}

/// The file `bundle.json`; the fields stand in the order of their names, as the canonical form has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub cards: Form,
    /// Demonstration data.
    pub demo: bool,
    /// The event's id.
    pub event: String,
    /// SHA-256 of the report that was signed.
    pub fingerprint: String,
    pub format: String,
    /// When the result was frozen, in microseconds.
    pub frozen_at: i64,
    /// Which frozen result of the event it is.
    pub number: i64,
    /// The name of the event's log.
    pub origin: String,
    /// When it was published, in microseconds.
    pub published_at: i64,
    /// Who published it, as the log names them.
    pub published_by: String,
    pub rehearsal: bool,
    /// SHA-256 of the rules.
    pub rules_sha256: String,
    /// The account that approved, where that was asked for.
    pub second: Option<String>,
    /// How many people signed.
    pub signatures: usize,
    pub title: String,
}

impl About {
    /// # Panics
    /// Never: texts and numbers can be written.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts and numbers")
    }

    /// Reads it out of a bundle's files.
    ///
    /// # Errors
    /// Where it is not there, or not in the canonical form of this format.
    pub fn read(files: &Files) -> Result<Self, BundleFault> {
        let bytes = files.get(ABOUT).ok_or(BundleFault::Missing(ABOUT))?;
        let about: Option<Self> = serde_json::from_slice(bytes).ok();
        let whole = about.filter(|about| about.format == FORMAT && about.to_bytes() == *bytes);
        whole.ok_or(BundleFault::BadLine { file: ABOUT, line: 1 })
    }
}
