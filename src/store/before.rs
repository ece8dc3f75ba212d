//! The audit as it was before the logs: rows of all events in one chain of hashes. They are taken over into the logs once,
//! as their first leaves, when a program with logs first opens the database; the rows stay, their payloads move.
//!
//! `hash = SHA-256(hash of the row before, number, at, who, act, event, subject, payload hash)`, each part preceded by its
//! length; `payload hash = SHA-256(salt, payload)` likewise, which is the commitment of the leaf.

use std::collections::BTreeMap;

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::log::{HOUSE, LeafRow, LogRow, PayloadRow, write};
use super::schema::{audit, audit_payload, leaf_payload, log};
use super::{StoreError, Tx};
use crate::proof::Edge;

/// Rows that are read at a time.
const PIECE: i64 = 1000;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = audit)]
pub struct AuditRow {
    /// 1, 2, 3 … of all events, without a gap.
    pub number: i64,
    /// When.
    pub at: i64,
    pub who: String,
    pub act: String,
    /// Of which event; empty where of none.
    pub event_id: String,
    pub subject: String,
    pub payload_hash: String,
    pub hash: String,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = audit_payload)]
struct AuditPayload {
    number: i64,
    salt: String,
    payload: String,
}

fn digest(parts: &[&str]) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part.as_bytes());
    }
    hex::encode(sha.finalize())
}

impl AuditRow {
    /// The hash that this row must have after one with the hash `before`.
    #[must_use]
    pub fn hash_after(&self, before: &str) -> String {
        let (number, at) = (self.number.to_string(), self.at.to_string());
        digest(&[before, &number, &at, &self.who, &self.act, &self.event_id, &self.subject, &self.payload_hash])
    }
}

/// The commitment that a leaf which was taken over must have to its payload.
#[must_use]
pub fn commitment(payload: &PayloadRow) -> String {
    digest(&[&payload.salt, &payload.payload])
}

/// What the chain came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chain {
    /// Rows read.
    pub rows: i64,
    /// The first row that did not follow on the one before.
    pub broken_at: Option<i64>,
    /// The hash of the last row.
    pub last: String,
}

impl Chain {
    /// Reads one more row.
    pub fn read(&mut self, row: &AuditRow) {
        self.rows += 1;
        if self.broken_at.is_none() && (row.number != self.rows || row.hash != row.hash_after(&self.last)) {
            self.broken_at = Some(self.rows);
        }
        self.last.clone_from(&row.hash);
    }
}

/// Rows after a number, oldest first.
pub fn after(tx: &mut Tx, number: i64) -> Result<Vec<AuditRow>, StoreError> {
    Ok(audit::table
        .filter(audit::number.gt(number))
        .order(audit::number)
        .limit(PIECE)
        .select(AuditRow::as_select())
        .load(tx)?)
}

/// How many payloads were not moved to the leaves: none, once the rows were taken over.
pub fn payloads(tx: &mut Tx) -> Result<i64, StoreError> {
    Ok(audit_payload::table.count().get_result(tx)?)
}

/// Takes the rows over as the first leaves of their logs; gives what the chain came to, and the logs.
pub fn take_over(tx: &mut Tx) -> Result<(Chain, Vec<String>), StoreError> {
    let mut chain = Chain::default();
    let mut edges = BTreeMap::from([(HOUSE.to_owned(), Edge::default())]);
    let mut last = 0;
    loop {
        let piece = after(tx, last)?;
        let Some(end) = piece.last().map(|row| row.number) else { break };
        let payloads: Vec<AuditPayload> = audit_payload::table
            .filter(audit_payload::number.between(last + 1, end))
            .order(audit_payload::number)
            .select(AuditPayload::as_select())
            .load(tx)?;
        let mut payloads = payloads.into_iter().peekable();
        for row in piece {
            chain.read(&row);
            let edge = edges.entry(row.event_id.clone()).or_default();
            let number = i64::try_from(edge.size()).map_err(|_| StoreError::corrupt("the size of a log"))? + 1;
            let moved = payloads.next_if(|payload| payload.number == row.number);
            let mut leaf = LeafRow {
                log: row.event_id,
                number,
                at: row.at,
                who: row.who,
                act: row.act,
                subject: row.subject,
                commitment: row.payload_hash,
                hash: String::new(),
            };
            write(tx, &mut leaf, edge)?;
            if let Some(AuditPayload { salt, payload, .. }) = moved {
                let payload = PayloadRow { log: leaf.log, number, salt, payload };
                diesel::insert_into(leaf_payload::table).values(&payload).execute(tx)?;
            }
        }
        last = end;
    }
    diesel::delete(audit_payload::table).execute(tx)?;
    for (id, edge) in &edges {
        let taken_over = i64::try_from(edge.size()).map_err(|_| StoreError::corrupt("the size of a log"))?;
        let row = LogRow { id: id.clone(), size: taken_over, edge: edge.to_text(), taken_over };
        diesel::insert_into(log::table).values(&row).execute(tx)?;
    }
    Ok((chain, edges.into_keys().collect()))
}
