//! Sessions and judges' links: hashes of tokens, never a token.

use diesel::prelude::*;

use super::backend::straight;
use super::schema::{link, session};
use super::{StoreError, Tx};

#[derive(Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = session)]
pub struct SessionRow {
    /// SHA-256 of its token.
    pub token_sha256: String,
    pub role: String,
    /// The account's name, or none for a judge.
    pub account: Option<String>,
    /// A judge's event.
    pub event_id: Option<String>,
    pub judge: Option<String>,
    /// The name to greet them by.
    pub name: String,
    /// When it was made.
    pub created_at: i64,
    /// When it was last used.
    pub seen_at: i64,
    /// How long it may lie idle.
    pub idle_micros: i64,
    /// When it ends at the latest.
    pub expires_at: i64,
    /// When it was ended.
    pub revoked_at: Option<i64>,
    /// The one key that was registered in it, by its id.
    pub key: Option<String>,
    /// What its judge is told of why somebody else ended it.
    pub ended: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = link)]
pub struct LinkRow {
    /// SHA-256 of its token.
    pub token_sha256: String,
    pub event_id: String,
    pub judge: String,
    /// When it was made.
    pub created_at: i64,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
}

/// Makes a session.
pub fn insert(tx: &mut Tx, row: &SessionRow) -> Result<(), StoreError> {
    diesel::insert_into(session::table).values(row).execute(tx)?;
    Ok(())
}

/// A session by its token's hash.
pub fn find(tx: &mut Tx, token_sha256: &str) -> Result<Option<SessionRow>, StoreError> {
    Ok(straight!(tx, on => session::table.find(token_sha256).select(SessionRow::as_select()).first(on)).optional()?)
}

/// Notes that a session was used.
pub fn touch(tx: &mut Tx, token_sha256: &str, at: i64) -> Result<(), StoreError> {
    diesel::update(session::table.find(token_sha256)).set(session::seen_at.eq(at)).execute(tx)?;
    Ok(())
}

/// Notes the key that was registered in a session.
pub fn note_key(tx: &mut Tx, token_sha256: &str, key: &str) -> Result<(), StoreError> {
    diesel::update(session::table.find(token_sha256)).set(session::key.eq(key)).execute(tx)?;
    Ok(())
}

/// Ends a session.
pub fn revoke(tx: &mut Tx, token_sha256: &str, at: i64) -> Result<(), StoreError> {
    let one = session::table.find(token_sha256).filter(session::revoked_at.is_null());
    diesel::update(one).set(session::revoked_at.eq(at)).execute(tx)?;
    Ok(())
}

/// Ends all sessions of an account.
pub fn revoke_account(tx: &mut Tx, account: &str, at: i64) -> Result<(), StoreError> {
    let all = session::table.filter(session::account.eq(account)).filter(session::revoked_at.is_null());
    diesel::update(all).set(session::revoked_at.eq(at)).execute(tx)?;
    Ok(())
}

/// Ends all sessions of an account but one.
pub fn revoke_others(tx: &mut Tx, account: &str, but: &str, at: i64) -> Result<usize, StoreError> {
    let all = session::table.filter(session::account.eq(account)).filter(session::token_sha256.ne(but));
    Ok(diesel::update(all.filter(session::revoked_at.is_null())).set(session::revoked_at.eq(at)).execute(tx)?)
}

/// What ended with a judge's access, by count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revoked {
    /// Links that can no longer be used.
    pub links: usize,
    /// Sessions that ended.
    pub sessions: usize,
}

/// Ends all sessions of one judge, and revokes the judge's links; `told` is what the judge's tablets are told of why.
pub fn revoke_judge(tx: &mut Tx, event: &str, judge: &str, told: &str, at: i64) -> Result<Revoked, StoreError> {
    let links = link::table.filter(link::event_id.eq(event)).filter(link::judge.eq(judge));
    let links = links.filter(link::revoked_at.is_null());
    Ok(Revoked {
        sessions: end_judge(tx, event, judge, told, at)?,
        links: diesel::update(links).set(link::revoked_at.eq(at)).execute(tx)?,
    })
}

/// Ends the sessions of one judge; `told` is what their tablets are told of why. Says how many.
pub fn end_judge(tx: &mut Tx, event: &str, judge: &str, told: &str, at: i64) -> Result<usize, StoreError> {
    let sessions = session::table.filter(session::event_id.eq(event)).filter(session::judge.eq(judge));
    Ok(diesel::update(sessions.filter(session::revoked_at.is_null()))
        .set((session::revoked_at.eq(at), session::ended.eq(told)))
        .execute(tx)?)
}

/// How many sessions of each judge of an event stand at a moment, by judge.
pub fn standing_by_judge(tx: &mut Tx, event: &str, now: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let alive = session::table
        .filter(session::event_id.eq(event))
        .filter(session::revoked_at.is_null())
        .filter(session::expires_at.gt(now))
        .filter((session::seen_at + session::idle_micros).gt(now));
    let judges: Vec<Option<String>> = alive.select(session::judge).load(tx)?;
    let mut counts = std::collections::BTreeMap::new();
    for judge in judges.into_iter().flatten() {
        *counts.entry(judge).or_insert(0) += 1;
    }
    Ok(counts.into_iter().collect())
}

/// Ends all sessions of the judges of an event.
pub fn revoke_judges(tx: &mut Tx, event: &str, at: i64) -> Result<usize, StoreError> {
    let all = session::table.filter(session::event_id.eq(event)).filter(session::revoked_at.is_null());
    Ok(diesel::update(all).set(session::revoked_at.eq(at)).execute(tx)?)
}

/// Makes a link.
pub fn insert_link(tx: &mut Tx, row: &LinkRow) -> Result<(), StoreError> {
    diesel::insert_into(link::table).values(row).execute(tx)?;
    Ok(())
}

/// A link by its token's hash.
pub fn find_link(tx: &mut Tx, token_sha256: &str) -> Result<Option<LinkRow>, StoreError> {
    Ok(link::table.find(token_sha256).select(LinkRow::as_select()).first(tx).optional()?)
}

/// How many links of an event are good.
pub fn count_links(tx: &mut Tx, event: &str) -> Result<i64, StoreError> {
    let all = link::table.filter(link::event_id.eq(event)).filter(link::revoked_at.is_null());
    Ok(all.count().get_result(tx)?)
}

/// Revokes the links of one judge; says how many.
pub fn revoke_links_of(tx: &mut Tx, event: &str, judge: &str, at: i64) -> Result<usize, StoreError> {
    let all = link::table.filter(link::event_id.eq(event)).filter(link::judge.eq(judge));
    Ok(diesel::update(all.filter(link::revoked_at.is_null())).set(link::revoked_at.eq(at)).execute(tx)?)
}

/// Revokes all links of an event; says how many.
pub fn revoke_links(tx: &mut Tx, event: &str, at: i64) -> Result<usize, StoreError> {
    let all = link::table.filter(link::event_id.eq(event)).filter(link::revoked_at.is_null());
    Ok(diesel::update(all).set(link::revoked_at.eq(at)).execute(tx)?)
}
