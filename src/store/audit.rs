//! The audit: rows chained by hash. There is a function that appends and functions that read; none
//! that updates or deletes, and triggers in the database that refuse both.
//!
//! `hash = SHA-256(hash of the row before, number, at, who, act, event, subject, payload hash)`, each
//! part preceded by its length; `payload hash = SHA-256(salt, payload)`. The payload and its salt lie
//! in a table of their own and can be erased; the chain still holds.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use sha2::{Digest, Sha256};

use super::backend::straight;
use super::schema::{audit, audit_payload};
use super::{StoreError, Tx};

/// What is put on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAudit {
    /// When.
    pub at: i64,
    pub who: String,
    pub act: String,
    /// Of which event; empty where of none.
    pub event: String,
    pub subject: String,
    /// Before and after, as JSON.
    pub payload: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit)]
pub struct AuditRow {
    /// 1, 2, 3 … without a gap.
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

/// A payload and its salt.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_payload)]
pub struct PayloadRow {
    pub number: i64,
    pub salt: String,
    /// Before and after, as JSON.
    pub payload: String,
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
        digest(&[
            before,
            &self.number.to_string(),
            &self.at.to_string(),
            &self.who,
            &self.act,
            &self.event_id,
            &self.subject,
            &self.payload_hash,
        ])
    }
}

impl PayloadRow {
    /// The hash that its row must name.
    #[must_use]
    pub fn hash(&self) -> String {
        digest(&[&self.salt, &self.payload])
    }
}

/// Number and hash of the last row; `None` where there is none.
pub fn last(tx: &mut Tx) -> Result<Option<(i64, String)>, StoreError> {
    let last = straight!(tx, on => audit::table
        .order(audit::number.desc())
        .select((audit::number, audit::hash))
        .first(on));
    Ok(last.optional()?)
}

/// The hash of a row; `None` where there is no such row.
pub fn hash_of(tx: &mut Tx, number: i64) -> Result<Option<String>, StoreError> {
    Ok(straight!(tx, on => audit::table.find(number).select(audit::hash).first(on)).optional()?)
}

pub fn append(tx: &mut Tx, new: NewAudit) -> Result<(), StoreError> {
    let (number, before) = last(tx)?.map_or((1, String::new()), |(number, hash)| (number + 1, hash));
    let payload = PayloadRow { number, salt: hex::encode(rand::random::<[u8; 16]>()), payload: new.payload };
    let mut row = AuditRow {
        number,
        at: new.at,
        who: new.who,
        act: new.act,
        event_id: new.event,
        subject: new.subject,
        payload_hash: payload.hash(),
        hash: String::new(),
    };
    row.hash = row.hash_after(&before);
    straight!(tx, on => diesel::insert_into(audit::table).values(&row).execute(on))?;
    straight!(tx, on => diesel::insert_into(audit_payload::table).values(&payload).execute(on))?;
    Ok(())
}

/// The latest rows, newest first, with their payloads where those were not erased.
pub fn latest(tx: &mut Tx, event: Option<&str>, limit: i64) -> Result<Vec<(AuditRow, Option<PayloadRow>)>, StoreError> {
    let rows = match event {
        Some(id) => audit::table
            .filter(audit::event_id.eq(id))
            .order(audit::number.desc())
            .limit(limit)
            .select(AuditRow::as_select())
            .load(tx)?,
        None => audit::table.order(audit::number.desc()).limit(limit).select(AuditRow::as_select()).load(tx)?,
    };
    with_payloads(tx, rows)
}

/// The latest rows of an event about one subject that is no card, newest first, with their payloads where those were not
/// erased.
pub fn about(
    tx: &mut Tx,
    event: &str,
    subject: &str,
    limit: i64,
) -> Result<Vec<(AuditRow, Option<PayloadRow>)>, StoreError> {
    let rows = audit::table
        .filter(audit::event_id.eq(event))
        .filter(audit::subject.eq(subject))
        // word for word as the index has it
        .filter(sql::<Bool>("subject NOT LIKE 'card:%'"))
        .order(audit::number.desc())
        .limit(limit)
        .select(AuditRow::as_select())
        .load(tx)?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        // they may stand far apart
        found.extend(with_payloads(tx, vec![row])?);
    }
    Ok(found)
}

/// Rows after a number, oldest first: for reading the chain piece by piece.
pub fn after(tx: &mut Tx, number: i64, limit: i64) -> Result<Vec<(AuditRow, Option<PayloadRow>)>, StoreError> {
    let rows = audit::table
        .filter(audit::number.gt(number))
        .order(audit::number)
        .limit(limit)
        .select(AuditRow::as_select())
        .load(tx)?;
    with_payloads(tx, rows)
}

fn with_payloads(tx: &mut Tx, rows: Vec<AuditRow>) -> Result<Vec<(AuditRow, Option<PayloadRow>)>, StoreError> {
    let (Some(least), Some(most)) = (rows.iter().map(|r| r.number).min(), rows.iter().map(|r| r.number).max()) else {
        return Ok(Vec::new());
    };
    let mut payloads: std::collections::HashMap<i64, PayloadRow> = audit_payload::table
        .filter(audit_payload::number.between(least, most))
        .select(PayloadRow::as_select())
        .load(tx)?
        .into_iter()
        .map(|payload| (payload.number, payload))
        .collect();
    Ok(rows
        .into_iter()
        .map(|row| {
            let payload = payloads.remove(&row.number);
            (row, payload)
        })
        .collect())
}
