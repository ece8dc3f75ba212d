//! What a tablet says of what it has no more.

use serde::{Deserialize, Serialize};

/// An op that a tablet had made and has no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    /// Its number in the journal.
    pub seq: i64,
    pub component: String,
    /// Entry id; empty for a ballot.
    pub entry: String,
}
