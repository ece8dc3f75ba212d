//! The wall (大屏): what it shows of an event, one row an event; and the links that projectors have: hashes of tokens, never
//! a token.

use diesel::prelude::*;

use super::schema::{wall, wall_link};
use super::{StoreError, Tx};

/// What the wall shows of an event.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = wall, treat_none_as_null = true)]
pub struct WallRow {
    pub event_id: String,
    pub scene: String,
    /// Whether it is dark for the moment, whatever the scene.
    pub is_black: bool,
    /// Of an announcement: the number of the frozen result.
    pub result: Option<i64>,
    /// And what that is known by.
    pub fingerprint: Option<String>,
    /// From which place on one by one; `None`: from the last.
    pub from_place: Option<i64>,
    /// How many steps were taken.
    pub step: i64,
    /// When it was changed last.
    pub changed_at: i64,
}

/// A link of a projector.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = wall_link)]
pub struct WallLinkRow {
    pub event_id: String,
    /// 1, 2, 3 … of the event.
    pub number: i64,
    /// SHA-256 of its token.
    pub token_sha256: String,
    /// Where it hangs; may be empty.
    pub name: String,
    /// Who made it, as the log names them.
    pub made_by: String,
    /// When.
    pub made_at: i64,
    /// Who ended it.
    pub ended_by: Option<String>,
    /// When.
    pub ended_at: Option<i64>,
}

/// What the wall of an event shows; `None` where nobody has said anything yet.
pub fn get(tx: &mut Tx, event: &str) -> Result<Option<WallRow>, StoreError> {
    Ok(wall::table.find(event).select(WallRow::as_select()).first(tx).optional()?)
}

/// Writes it.
pub fn put(tx: &mut Tx, row: &WallRow) -> Result<(), StoreError> {
    if diesel::update(wall::table.find(&row.event_id)).set(row).execute(tx)? == 0 {
        diesel::insert_into(wall::table).values(row).execute(tx)?;
    }
    Ok(())
}

/// The links of an event, oldest first.
pub fn links(tx: &mut Tx, event: &str) -> Result<Vec<WallLinkRow>, StoreError> {
    Ok(wall_link::table
        .filter(wall_link::event_id.eq(event))
        .order(wall_link::number)
        .select(WallLinkRow::as_select())
        .load(tx)?)
}

/// A link by its token's hash.
pub fn find_link(tx: &mut Tx, token_sha256: &str) -> Result<Option<WallLinkRow>, StoreError> {
    let of = wall_link::table.filter(wall_link::token_sha256.eq(token_sha256));
    Ok(of.select(WallLinkRow::as_select()).first(tx).optional()?)
}

/// Appends a link.
pub fn insert_link(tx: &mut Tx, row: &WallLinkRow) -> Result<(), StoreError> {
    diesel::insert_into(wall_link::table).values(row).execute(tx)?;
    Ok(())
}

/// Ends a link.
pub fn end_link(tx: &mut Tx, event: &str, number: i64, who: &str, at: i64) -> Result<(), StoreError> {
    diesel::update(wall_link::table.find((event, number)))
        .set((wall_link::ended_by.eq(who), wall_link::ended_at.eq(at)))
        .execute(tx)?;
    Ok(())
}
