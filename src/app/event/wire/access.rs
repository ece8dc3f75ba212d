//! Keys and links, as a tablet offers and is told of them.

use serde::{Deserialize, Serialize};

use crate::app::act::clock::Moment;

/// What became of the key that a request offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyAnswer {
    /// Its id, as ops name it; empty where it cannot be read.
    pub id: String,
    /// Whether ops signed with it are taken.
    pub registered: bool,
    /// Why it is not registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What a judge is told of other ways in which somebody could score for them: told of all, or of none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// Keys of the judge other than the one of this session.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<KeyView>,
    /// Links that were made for the judge after they had handed in cards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkView>,
    /// The digits to be told to the organiser, where a new link is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// A key of a judge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyView {
    pub id: String,
    /// The device on which it was made.
    pub device: String,
    /// When it was registered.
    pub at: Moment,
}

/// A link of a judge who had handed in cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    pub number: i64,
    /// When it was made.
    pub at: Moment,
    /// `second`, `consent` or `reason`.
    pub way: String,
    /// Why, where there was neither a second person nor the judge's consent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl Access {
    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}
