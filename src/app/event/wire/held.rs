//! A receipt as a tablet holds it.

use serde::{Deserialize, Serialize};

/// A receipt, as an answer gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldReceipt {
    pub receipt: String,
    /// The revision that came with it.
    #[serde(default)]
    pub revision: Option<i64>,
}
