//! What follows a close: signatures, limits that were let stand, publications, requests to open again.

use diesel::prelude::*;

use super::schema::{acceptance, publication, reopening, signature, tie_proposal};
use super::{StoreError, Tx, hand};

/// One person's signature under one result; never changes.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = signature)]
pub struct SignatureRow {
    pub event_id: String,
    /// Number of the result.
    pub number: i64,
    pub account: String,
    pub role: String,
    /// The fingerprint that was signed.
    pub fingerprint: String,
    /// When.
    pub at: i64,
    /// What its person was called then; an account may have no such name.
    pub full_name: Option<String>,
}

impl SignatureRow {
    /// Who signed, as people call them: by their name, or by the account's where it had none.
    #[must_use]
    pub fn signer(&self) -> &str {
        self.full_name.as_deref().unwrap_or(&self.account)
    }
}

/// A broken limit that was let stand; never changes.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = acceptance)]
pub struct AcceptanceRow {
    pub event_id: String,
    /// Number of the result that it was seen in; 0 and below for one that came with a folder.
    pub number: i64,
    pub judge: String,
    /// Component id; empty where there is none.
    pub component: String,
    /// Entry id; empty where there is none.
    pub entry: String,
    /// Why.
    pub reason: String,
    /// Who, as the audit names them.
    pub who: String,
    /// When.
    pub at: i64,
    /// What broke the limit then; empty where it is let stand whatever breaks it.
    pub cause: String,
}

/// A proposal of how a tie is to be ordered, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = tie_proposal, treat_none_as_null = true)]
pub struct TieProposalRow {
    pub event_id: String,
    /// 1, 2, 3 … of the event.
    pub number: i64,
    /// Entry ids with their turns, as JSON.
    pub turns: String,
    /// What made them level.
    pub cause: String,
    /// Why.
    pub reason: String,
    /// The account that asked.
    pub asked_by: String,
    /// When.
    pub asked_at: i64,
    /// The account that decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<i64>,
    /// What it decided.
    pub approved: Option<bool>,
}

/// That a result was published; never changes.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = publication)]
pub struct PublicationRow {
    pub event_id: String,
    /// Number of the result.
    pub number: i64,
    pub fingerprint: String,
    /// Who, as the audit names them.
    pub who: String,
    /// When.
    pub at: i64,
    /// Days for which it is put up for objections.
    pub days: i64,
    /// Who approved of it, where it took two.
    pub second: Option<String>,
}

/// A request to open an event again.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = reopening, treat_none_as_null = true)]
pub struct ReopeningRow {
    pub event_id: String,
    /// 1, 2, 3 … of the event.
    pub number: i64,
    /// Why.
    pub reason: String,
    /// The account that asked.
    pub asked_by: String,
    /// When.
    pub asked_at: i64,
    /// The account that decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<i64>,
    /// What it decided.
    pub approved: Option<bool>,
    /// Whether it is to take the event out of the archive, and not to take cards again.
    pub from_archive: bool,
}

/// Appends a signature.
///
/// # Errors
/// [`StoreError::Conflict`] where the account has signed that result.
pub fn sign(tx: &mut Tx, row: &SignatureRow) -> Result<(), StoreError> {
    diesel::insert_into(signature::table).values(row).execute(tx)?;
    Ok(())
}

/// All signatures of an event, oldest first.
pub fn signatures(tx: &mut Tx, event: &str) -> Result<Vec<SignatureRow>, StoreError> {
    Ok(signature::table
        .filter(signature::event_id.eq(event))
        .order((signature::number, signature::at, signature::account))
        .select(SignatureRow::as_select())
        .load(tx)?)
}

/// Appends that a limit was let stand.
///
/// # Errors
/// [`StoreError::Conflict`] where it was before.
pub fn accept(tx: &mut Tx, row: &AcceptanceRow) -> Result<(), StoreError> {
    diesel::insert_into(acceptance::table).values(row).execute(tx)?;
    Ok(())
}

/// The limits of an event that were let stand and not taken back, those that came with a folder first.
pub fn acceptances(tx: &mut Tx, event: &str) -> Result<Vec<AcceptanceRow>, StoreError> {
    let back = hand::withdrawn(tx, event, hand::Kind::Acceptance)?;
    let rows: Vec<AcceptanceRow> = acceptance::table
        .filter(acceptance::event_id.eq(event))
        .order((acceptance::number, acceptance::at))
        .select(AcceptanceRow::as_select())
        .load(tx)?;
    Ok(rows.into_iter().filter(|row| back.iter().all(|number| i64::from(*number) != row.number)).collect())
}

/// The proposals of an event, oldest first.
pub fn tie_proposals(tx: &mut Tx, event: &str) -> Result<Vec<TieProposalRow>, StoreError> {
    Ok(tie_proposal::table
        .filter(tie_proposal::event_id.eq(event))
        .order(tie_proposal::number)
        .select(TieProposalRow::as_select())
        .load(tx)?)
}

/// Appends a proposal.
pub fn propose_tie(tx: &mut Tx, row: &TieProposalRow) -> Result<(), StoreError> {
    diesel::insert_into(tie_proposal::table).values(row).execute(tx)?;
    Ok(())
}

/// Writes what was decided on a proposal.
pub fn decide_tie(tx: &mut Tx, row: &TieProposalRow) -> Result<(), StoreError> {
    diesel::update(tie_proposal::table.find((&row.event_id, row.number))).set(row).execute(tx)?;
    Ok(())
}

/// Appends a publication.
///
/// # Errors
/// [`StoreError::Conflict`] where that result was published before.
pub fn publish(tx: &mut Tx, row: &PublicationRow) -> Result<(), StoreError> {
    diesel::insert_into(publication::table).values(row).execute(tx)?;
    Ok(())
}

/// The publications of an event, oldest first.
pub fn publications(tx: &mut Tx, event: &str) -> Result<Vec<PublicationRow>, StoreError> {
    Ok(publication::table
        .filter(publication::event_id.eq(event))
        .order(publication::number)
        .select(PublicationRow::as_select())
        .load(tx)?)
}

/// The requests to open an event again, oldest first.
pub fn reopenings(tx: &mut Tx, event: &str) -> Result<Vec<ReopeningRow>, StoreError> {
    Ok(reopening::table
        .filter(reopening::event_id.eq(event))
        .order(reopening::number)
        .select(ReopeningRow::as_select())
        .load(tx)?)
}

/// Appends a request.
pub fn ask(tx: &mut Tx, row: &ReopeningRow) -> Result<(), StoreError> {
    diesel::insert_into(reopening::table).values(row).execute(tx)?;
    Ok(())
}

/// Writes what was decided on a request.
pub fn decide(tx: &mut Tx, row: &ReopeningRow) -> Result<(), StoreError> {
    diesel::update(reopening::table.find((&row.event_id, row.number))).set(row).execute(tx)?;
    Ok(())
}
