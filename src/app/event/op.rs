//! Operations, out of their rows.

use crate::app::event::wire::Op;
use crate::store::StoreError;
use crate::store::operation::OperationRow;

/// An operation's bytes, read.
pub(in crate::app) fn read_op(row: &OperationRow) -> Result<Op, StoreError> {
    serde_json::from_str(&row.body).map_err(|error| StoreError::corrupt(format!("operation {}: {error}", row.op)))
}
