//! The logs: one an event, and one of the house, whose id is empty. There are functions that append and functions that
//! read; none that updates or deletes a leaf, and triggers in the database that refuse both.
//!
//! A leaf's payload and its salt lie in a table of their own and can be erased with their event; the tree still holds.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::backend::{lock_house, straight};
use super::kept::{Kept, Value};
use super::schema::{head, leaf, leaf_payload, log};
use super::{StoreError, Tx};
use crate::proof::{Edge, Leaf, SALT, commitment};

/// The log of what belongs to no event.
pub const HOUSE: &str = "";
/// The act of what rows have become with the acts before it.
pub const ROWS: &str = "rows";
/// The act of the house that an event has a log from now on.
pub const OPENED: &str = "open-log";
/// Who does what the program does by itself.
pub const PROGRAM: &str = "guanmo";

/// What is put on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLeaf {
    /// In which log: an event's id, or [`HOUSE`].
    pub log: String,
    /// When.
    pub at: i64,
    pub who: String,
    pub act: String,
    pub subject: String,
    /// What it binds, as JSON.
    pub payload: String,
}

/// How far a log has grown.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = log)]
pub struct LogRow {
    /// An event's id, or [`HOUSE`].
    pub id: String,
    /// Leaves.
    pub size: i64,
    /// As [`Edge::to_text`].
    pub edge: String,
    /// Its first leaves that were taken over from the audit of before.
    pub taken_over: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = leaf)]
pub struct LeafRow {
    pub log: String,
    /// 1, 2, 3 … of the log, without a gap.
    pub number: i64,
    /// When.
    pub at: i64,
    pub who: String,
    pub act: String,
    pub subject: String,
    /// To its payload.
    pub commitment: String,
    /// Its hash in the tree, in hexadecimal.
    pub hash: String,
}

/// A payload and its salt.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = leaf_payload)]
pub struct PayloadRow {
    pub log: String,
    pub number: i64,
    /// In hexadecimal.
    pub salt: String,
    /// As JSON.
    pub payload: String,
}

/// A signed head of a log.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = head)]
pub struct HeadRow {
    pub log: String,
    /// Leaves.
    pub size: i64,
    /// When.
    pub at: i64,
    /// What it was made for.
    pub cause: String,
    /// The signed note.
    pub note: String,
}

/// A leaf with its payload, where that was not erased.
pub type Full = (LeafRow, Option<PayloadRow>);

impl LeafRow {
    /// What is hashed.
    #[must_use]
    pub fn leaf(&self) -> Leaf<'_> {
        Leaf {
            act: &self.act,
            at: self.at,
            commit: &self.commitment,
            n: self.number,
            subject: &self.subject,
            who: &self.who,
        }
    }
}

impl PayloadRow {
    /// The commitment that its leaf must have; `None` where the salt is none.
    #[must_use]
    pub fn commitment(&self) -> Option<String> {
        let salt: [u8; SALT] = hex::decode(&self.salt).ok()?.try_into().ok()?;
        Some(commitment(&salt, &self.payload))
    }
}

impl LogRow {
    /// Its edge.
    ///
    /// # Errors
    /// Where what is stored is none.
    pub fn edge(&self) -> Result<Edge, StoreError> {
        let size = u64::try_from(self.size).ok();
        let edge = size.and_then(|size| Edge::from_text(size, &self.edge));
        edge.ok_or_else(|| StoreError::corrupt(format!("log {}: edge", self.id)))
    }
}

/// How far a log has grown; `None` where there is no such log.
pub fn find(tx: &mut Tx, id: &str) -> Result<Option<LogRow>, StoreError> {
    Ok(straight!(tx, on => log::table.find(id).select(LogRow::as_select()).first(on)).optional()?)
}

/// All logs.
pub fn list(tx: &mut Tx) -> Result<Vec<LogRow>, StoreError> {
    Ok(log::table.order(log::id).select(LogRow::as_select()).load(tx)?)
}

/// A log that is opened where there is none: then the house's says so.
fn opened(tx: &mut Tx, id: &str, at: i64) -> Result<LogRow, StoreError> {
    if let Some(known) = find(tx, id)? {
        return Ok(known);
    }
    let row = LogRow { id: id.to_owned(), size: 0, edge: String::new(), taken_over: 0 };
    diesel::insert_into(log::table).values(&row).execute(tx)?;
    if id != HOUSE {
        let (who, act, payload) = (PROGRAM.to_owned(), OPENED.to_owned(), "{}".to_owned());
        append(tx, NewLeaf { log: HOUSE.to_owned(), at, who, act, subject: id.to_owned(), payload })?;
    }
    Ok(row)
}

/// Appends a leaf, with a fresh salt.
pub fn append(tx: &mut Tx, new: NewLeaf) -> Result<(), StoreError> {
    if new.log == HOUSE {
        lock_house(tx)?;
    }
    let row = opened(tx, &new.log, new.at)?;
    let mut edge = row.edge()?;
    let salt: [u8; SALT] = rand::random();
    let number = row.size + 1;
    let commitment = commitment(&salt, &new.payload);
    let payload = PayloadRow { log: new.log.clone(), number, salt: hex::encode(salt), payload: new.payload };
    let mut leaf = LeafRow {
        log: new.log,
        number,
        at: new.at,
        who: new.who,
        act: new.act,
        subject: new.subject,
        commitment,
        hash: String::new(),
    };
    write(tx, &mut leaf, &mut edge)?;
    straight!(tx, on => diesel::insert_into(leaf_payload::table).values(&payload).execute(on))?;
    set_edge(tx, &leaf.log, &edge)
}

/// Writes a leaf and lets the edge grow by it.
pub(super) fn write(tx: &mut Tx, leaf: &mut LeafRow, edge: &mut Edge) -> Result<(), StoreError> {
    let hash = leaf.leaf().hash();
    leaf.hash = hex::encode(hash.0);
    edge.push(hash);
    straight!(tx, on => diesel::insert_into(leaf::table).values(&*leaf).execute(on))?;
    Ok(())
}

pub(super) fn set_edge(tx: &mut Tx, id: &str, edge: &Edge) -> Result<(), StoreError> {
    let size = i64::try_from(edge.size()).map_err(|_| StoreError::corrupt("the size of a log"))?;
    Kept {
        text: &["UPDATE log SET size = ", ", edge = ", " WHERE id = "],
        values: &[Value::Number(Some(size)), Value::Text(&edge.to_text()), Value::Text(id)],
    }
    .execute(tx)?;
    Ok(())
}

/// Number and hash of the last leaf of a log; `None` where there is none.
pub fn last(tx: &mut Tx, id: &str) -> Result<Option<(i64, String)>, StoreError> {
    let last = straight!(tx, on => leaf::table
        .filter(leaf::log.eq(id))
        .order(leaf::number.desc())
        .select((leaf::number, leaf::hash))
        .first(on));
    Ok(last.optional()?)
}

/// The hash of a leaf; `None` where there is no such leaf.
pub fn hash_of(tx: &mut Tx, id: &str, number: i64) -> Result<Option<String>, StoreError> {
    Ok(straight!(tx, on => leaf::table.find((id, number)).select(leaf::hash).first(on)).optional()?)
}

/// A leaf; `None` where there is no such leaf.
pub fn find_leaf(tx: &mut Tx, id: &str, number: i64) -> Result<Option<LeafRow>, StoreError> {
    Ok(straight!(tx, on => leaf::table.find((id, number)).select(LeafRow::as_select()).first(on)).optional()?)
}

/// The latest leaves of a log that are about acts and not about rows, newest first.
pub fn latest(tx: &mut Tx, id: &str, limit: i64) -> Result<Vec<Full>, StoreError> {
    let rows = latest_acts(tx, id, limit)?;
    with_payloads(tx, rows)
}

fn latest_acts(tx: &mut Tx, id: &str, limit: i64) -> Result<Vec<LeafRow>, StoreError> {
    Ok(leaf::table
        .filter(leaf::log.eq(id))
        .filter(leaf::act.ne(ROWS))
        .order(leaf::number.desc())
        .limit(limit)
        .select(LeafRow::as_select())
        .load(tx)?)
}

/// The same of all logs, newest first.
pub fn latest_of_all(tx: &mut Tx, limit: i64) -> Result<Vec<Full>, StoreError> {
    let mut rows = Vec::new();
    for row in list(tx)? {
        rows.extend(latest_acts(tx, &row.id, limit)?);
    }
    rows.sort_by_key(|leaf| std::cmp::Reverse((leaf.at, leaf.log.is_empty(), leaf.number)));
    rows.truncate(usize::try_from(limit).unwrap_or_default());
    each_with_payload(tx, rows)
}

/// The leaves of a log about acts of these words, oldest first.
pub fn of_acts(tx: &mut Tx, id: &str, acts: &[&str]) -> Result<Vec<Full>, StoreError> {
    let rows = leaf::table
        .filter(leaf::log.eq(id))
        .filter(leaf::act.eq_any(acts))
        .order(leaf::number)
        .select(LeafRow::as_select())
        .load(tx)?;
    each_with_payload(tx, rows)
}

/// What was done after one moment and up to another, oldest first: the words alone.
pub fn acts_between(tx: &mut Tx, id: &str, after: i64, until: i64) -> Result<Vec<String>, StoreError> {
    Ok(leaf::table
        .filter(leaf::log.eq(id))
        .filter(leaf::at.gt(after))
        .filter(leaf::at.le(until))
        .order(leaf::number)
        .select(leaf::act)
        .load(tx)?)
}

/// The latest leaves of a log about one subject that is no card, newest first.
pub fn about(tx: &mut Tx, id: &str, subject: &str, limit: i64) -> Result<Vec<Full>, StoreError> {
    let rows = leaf::table
        .filter(leaf::log.eq(id))
        .filter(leaf::subject.eq(subject))
        // word for word as the index has it
        .filter(sql::<Bool>("subject NOT LIKE 'card:%'"))
        .order(leaf::number.desc())
        .limit(limit)
        .select(LeafRow::as_select())
        .load(tx)?;
    each_with_payload(tx, rows)
}

/// Leaves that may stand far apart, with their payloads.
fn each_with_payload(tx: &mut Tx, rows: Vec<LeafRow>) -> Result<Vec<Full>, StoreError> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.extend(with_payloads(tx, vec![row])?);
    }
    Ok(found)
}

/// Leaves of a log after a number, oldest first: for reading it piece by piece.
pub fn after(tx: &mut Tx, id: &str, number: i64, limit: i64) -> Result<Vec<Full>, StoreError> {
    let rows = leaf::table
        .filter(leaf::log.eq(id))
        .filter(leaf::number.gt(number))
        .order(leaf::number)
        .limit(limit)
        .select(LeafRow::as_select())
        .load(tx)?;
    with_payloads(tx, rows)
}

fn with_payloads(tx: &mut Tx, rows: Vec<LeafRow>) -> Result<Vec<Full>, StoreError> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
    let (least, most) = (first.number.min(last.number), first.number.max(last.number));
    let payloads: Vec<PayloadRow> = leaf_payload::table
        .filter(leaf_payload::log.eq(&first.log))
        .filter(leaf_payload::number.between(least, most))
        .select(PayloadRow::as_select())
        .load(tx)?;
    let mut payloads: std::collections::HashMap<i64, PayloadRow> =
        payloads.into_iter().map(|payload| (payload.number, payload)).collect();
    let full = |row: LeafRow| {
        let payload = payloads.remove(&row.number);
        (row, payload)
    };
    Ok(rows.into_iter().map(full).collect())
}

/// How many payloads a log has.
pub fn payloads(tx: &mut Tx, id: &str) -> Result<i64, StoreError> {
    Ok(leaf_payload::table.filter(leaf_payload::log.eq(id)).count().get_result(tx)?)
}

/// Appends a head.
pub fn insert_head(tx: &mut Tx, row: &HeadRow) -> Result<(), StoreError> {
    diesel::insert_into(head::table).values(row).execute(tx)?;
    Ok(())
}

/// The heads of a log, oldest first.
pub fn heads(tx: &mut Tx, id: &str) -> Result<Vec<HeadRow>, StoreError> {
    Ok(head::table.filter(head::log.eq(id)).order(head::size).select(HeadRow::as_select()).load(tx)?)
}

/// The last head of a log.
pub fn last_head(tx: &mut Tx, id: &str) -> Result<Option<HeadRow>, StoreError> {
    Ok(head::table
        .filter(head::log.eq(id))
        .order(head::size.desc())
        .select(HeadRow::as_select())
        .first(tx)
        .optional()?)
}
