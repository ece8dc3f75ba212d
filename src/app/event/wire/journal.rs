//! A journal as a file: what a tablet gives away where it cannot deliver by itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::held::HeldReceipt;
use super::lost::Lost;

/// What stands in the field `guanmo` of such a file.
pub const JOURNAL: &str = "journal";
/// The version that this program writes and reads.
pub const VERSION: i64 = 1;

/// `{"guanmo": "journal", "version": 1, event, judge, device, ops: [op], receipts: {op: {receipt, revision}}, lost?, last?}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct JournalFile {
    /// [`JOURNAL`].
    pub guanmo: String,
    /// [`VERSION`].
    pub version: i64,
    pub event: String,
    pub judge: String,
    /// The device that wrote it.
    pub device: String,
    /// All operations, as a request has them.
    pub ops: Vec<serde_json::Value>,
    /// Receipts for those that were answered, by op.
    #[serde(default, deserialize_with = "super::whatever_is_held")]
    pub receipts: BTreeMap<String, HeldReceipt>,
    /// Numbers behind which nothing will ever come, as a request has them.
    #[serde(default)]
    pub lost: Vec<Lost>,
    /// The last number of the journal: each up to it is an op here, or lost. A tablet of an earlier version does not say it.
    #[serde(default)]
    pub last: Option<i64>,
}
