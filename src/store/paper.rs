//! Sheets of paper that are typed in: append-only rows of sheets, of what was read on them, of what became of them.

use diesel::prelude::*;

use super::operation::CardKey;
use super::schema::{sheet, sheet_end, typing};
use super::{StoreError, Tx};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = sheet)]
pub struct SheetRow {
    /// A UUID.
    pub id: String,
    pub event_id: String,
    pub judge: String,
    pub component: String,
    /// Entry id; empty for a ballot.
    pub entry: String,
    /// Where its scan is found: a number, a file's name.
    pub reference: String,
    /// When it was typed first.
    pub at: i64,
}

/// What somebody read on a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = typing)]
pub struct TypingRow {
    pub sheet: String,
    /// 1, 2, 3 … on that sheet; 1 and 2 were typed blind.
    pub number: i64,
    pub event_id: String,
    pub account: String,
    /// What was read, as JSON.
    pub body: String,
    /// What the audit's hash of the body is salted with.
    pub salt: String,
    /// SHA-256 of the rules at that time.
    pub rules: String,
    /// Remark of a proposal.
    pub remark: String,
    /// When.
    pub at: i64,
}

/// What became of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = sheet_end)]
pub struct EndRow {
    pub sheet: String,
    pub event_id: String,
    /// `taken`, `rival`, `same` or `withdrawn`.
    pub outcome: String,
    /// The typing that counts.
    pub number: Option<i64>,
    /// The operation that it made, or that said the same already.
    pub op: Option<String>,
    /// Name of the account that ended it.
    pub account: String,
    /// Remark, or the reason of a withdrawal.
    pub remark: String,
    /// When.
    pub at: i64,
}

/// A sheet with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub sheet: SheetRow,
    /// What was read on it, by number.
    pub typings: Vec<TypingRow>,
    /// What became of it; `None`: nothing yet.
    pub end: Option<EndRow>,
}

/// Appends a sheet.
pub fn insert_sheet(tx: &mut Tx, row: &SheetRow) -> Result<(), StoreError> {
    diesel::insert_into(sheet::table).values(row).execute(tx)?;
    Ok(())
}

/// Appends what somebody read.
///
/// # Errors
/// [`StoreError::Conflict`] where that number is taken.
pub fn insert_typing(tx: &mut Tx, row: &TypingRow) -> Result<(), StoreError> {
    diesel::insert_into(typing::table).values(row).execute(tx)?;
    Ok(())
}

/// Ends a sheet.
///
/// # Errors
/// [`StoreError::Conflict`] where it was ended before.
pub fn insert_end(tx: &mut Tx, row: &EndRow) -> Result<(), StoreError> {
    diesel::insert_into(sheet_end::table).values(row).execute(tx)?;
    Ok(())
}

/// A sheet of an event.
pub fn find(tx: &mut Tx, event: &str, id: &str) -> Result<Option<Paper>, StoreError> {
    let found =
        sheet::table.find(id).filter(sheet::event_id.eq(event)).select(SheetRow::as_select()).first(tx).optional()?;
    let Some(sheet) = found else { return Ok(None) };
    let typings =
        typing::table.filter(typing::sheet.eq(id)).order(typing::number).select(TypingRow::as_select()).load(tx)?;
    let end = sheet_end::table.find(id).select(EndRow::as_select()).first(tx).optional()?;
    Ok(Some(Paper { sheet, typings, end }))
}

/// The sheets of a card, oldest first.
pub fn of_card(tx: &mut Tx, card: CardKey<'_>) -> Result<Vec<Paper>, StoreError> {
    let ids: Vec<String> = sheet::table
        .filter(sheet::event_id.eq(card.event))
        .filter(sheet::judge.eq(card.judge))
        .filter(sheet::component.eq(card.component))
        .filter(sheet::entry.eq(card.entry))
        .order((sheet::at, sheet::id))
        .select(sheet::id)
        .load(tx)?;
    let mut papers = Vec::with_capacity(ids.len());
    for id in ids {
        papers.extend(find(tx, card.event, &id)?);
    }
    Ok(papers)
}

/// The sheets of an event, oldest first.
pub fn of_event(tx: &mut Tx, event: &str) -> Result<Vec<Paper>, StoreError> {
    let sheets = sheet::table
        .filter(sheet::event_id.eq(event))
        .order((sheet::at, sheet::id))
        .select(SheetRow::as_select())
        .load(tx)?;
    let mut papers: Vec<Paper> =
        sheets.into_iter().map(|sheet| Paper { sheet, typings: Vec::new(), end: None }).collect();
    let places: std::collections::HashMap<String, usize> =
        papers.iter().enumerate().map(|(place, paper)| (paper.sheet.id.clone(), place)).collect();
    let typings = typing::table
        .filter(typing::event_id.eq(event))
        .order((typing::sheet, typing::number))
        .select(TypingRow::as_select())
        .load(tx)?;
    for row in typings {
        if let Some(&place) = places.get(&row.sheet) {
            papers[place].typings.push(row);
        }
    }
    let ends = sheet_end::table.filter(sheet_end::event_id.eq(event)).select(EndRow::as_select()).load(tx)?;
    for row in ends {
        if let Some(&place) = places.get(&row.sheet) {
            papers[place].end = Some(row);
        }
    }
    Ok(papers)
}
