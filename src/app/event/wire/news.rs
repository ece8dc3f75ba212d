//! What an answer says of the event: all of it, or what has changed since the version that the tablet has.

use serde::{Deserialize, Serialize};

use super::access::Access;
use super::confirmed::ConfirmedView;
use super::event::{CardView, JudgeView, MissingView};
use super::name::CardName;

/// The event of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum EventNews {
    /// All of it, to whoever has nothing, or something that the server cannot go on from.
    Whole(Box<JudgeView>),
    /// What is otherwise than in the version that the request names.
    Since(Box<Changes>),
}

impl EventNews {
    /// The whole event; `None` where only changes were told.
    #[must_use]
    pub fn whole(self) -> Option<JudgeView> {
        match self {
            Self::Whole(view) => Some(*view),
            Self::Since(_) => None,
        }
    }
}

/// What makes of one version of a [`JudgeView`] the next: its cards are replaced by those of the same name, and then what
/// does not hang on a version is put into all of them. Whatever else a view holds is as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    pub id: String,
    pub judge: String,
    /// The version that the tablet has.
    pub since: i64,
    /// The version that this makes of it.
    pub version: i64,
    /// Cards that have changed, whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<CardView>,
    /// Of the cards of components that close some time after the bus has left, those that would be taken now; `None`
    /// where there is no such component: what is open changes with the set-up only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<Vec<CardName>>,
    /// The `missing` of all cards that have any, whether they have changed or not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<CardMissing>,
    /// What the judge is told of keys and links, whether it has changed or not.
    #[serde(default, skip_serializing_if = "Access::is_plain")]
    pub access: Access,
    /// The judge's last confirmation, where the version has grown; what is not told then is not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<ConfirmedView>,
}

/// What devices have of a card and what is not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardMissing {
    #[serde(flatten)]
    pub card: CardName,
    pub missing: Vec<MissingView>,
}
