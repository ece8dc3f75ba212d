//! What a card of a judge is called.

use serde::{Deserialize, Serialize};

/// Which card of a judge.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CardName {
    pub component: String,
    /// Entry id; empty for a ballot.
    pub entry: String,
}
