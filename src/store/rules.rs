//! All rules that an event ever had, and the changes that were proposed after its opening.

use diesel::prelude::*;

use super::schema::{rules_proposal, rules_version};
use super::{StoreError, Tx};

/// Rules that an event had, or has; never changes.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = rules_version)]
pub struct VersionRow {
    pub event_id: String,
    /// 1, 2, 3 … of the event.
    pub number: i64,
    /// The rules, as they were given.
    pub rules_text: String,
    /// SHA-256 of the text.
    pub rules_sha256: String,
    /// From when.
    pub at: i64,
    /// Who, as the audit names them; empty where that was not kept.
    pub made_by: String,
    /// Who approved them, where a second organiser had to.
    pub second: Option<String>,
    /// Why; empty for the first rules and for changes before the opening.
    pub reason: String,
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalOutcome {
    /// Another organiser approved it.
    Approved,
    /// Another organiser declined it.
    Declined,
    /// Whoever proposed it took it back.
    TakenBack,
    /// The rules or the set-up changed before it was decided.
    Void,
}

impl ProposalOutcome {
    pub const ALL: [Self; 4] = [Self::Approved, Self::Declined, Self::TakenBack, Self::Void];

    /// The word that is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::TakenBack => "taken-back",
            Self::Void => "void",
        }
    }
}

/// A change of rules that was asked for after the opening.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = rules_proposal)]
pub struct ProposalRow {
    pub event_id: String,
    /// 1, 2, 3 … of the event.
    pub number: i64,
    /// The rules that are proposed.
    pub rules_text: String,
    /// SHA-256 of their text.
    pub rules_sha256: String,
    /// SHA-256 of the rules that they are to replace.
    pub from_sha256: String,
    /// SHA-256 of what the effect was worked out from, but for the cards.
    pub basis: String,
    /// Why.
    pub reason: String,
    /// The account that asks.
    pub asked_by: String,
    /// When.
    pub asked_at: i64,
    pub outcome: Option<String>,
    /// The account that decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<i64>,
}

/// What a new proposal starts with; the fields are those of [`ProposalRow`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProposal {
    pub event_id: String,
    /// The rules that are proposed.
    pub rules_text: String,
    /// SHA-256 of their text.
    pub rules_sha256: String,
    /// SHA-256 of the rules that they are to replace.
    pub from_sha256: String,
    /// SHA-256 of what the effect was worked out from, but for the cards.
    pub basis: String,
    /// Why.
    pub reason: String,
    /// The account that asks.
    pub asked_by: String,
    /// When.
    pub asked_at: i64,
}

impl ProposalRow {
    /// What became of it; `None` while it waits.
    ///
    /// # Errors
    /// Where the stored word is none.
    pub fn outcome(&self) -> Result<Option<ProposalOutcome>, StoreError> {
        let Some(word) = &self.outcome else { return Ok(None) };
        let found = ProposalOutcome::ALL.into_iter().find(|outcome| outcome.as_str() == word);
        let wrong = || StoreError::corrupt(format!("proposal {}/{}: {word}", self.event_id, self.number));
        found.map(Some).ok_or_else(wrong)
    }
}

/// Appends rules to the history of an event.
///
/// # Errors
/// [`StoreError::Conflict`] where the number is taken.
pub fn append(tx: &mut Tx, row: &VersionRow) -> Result<(), StoreError> {
    diesel::insert_into(rules_version::table).values(row).execute(tx)?;
    Ok(())
}

/// All rules of an event, oldest first.
pub fn versions(tx: &mut Tx, event: &str) -> Result<Vec<VersionRow>, StoreError> {
    Ok(rules_version::table
        .filter(rules_version::event_id.eq(event))
        .order(rules_version::number)
        .select(VersionRow::as_select())
        .load(tx)?)
}

/// The number of the rules that an event has now; 0 where it has no history.
pub fn latest_number(tx: &mut Tx, event: &str) -> Result<i64, StoreError> {
    let latest = rules_version::table
        .filter(rules_version::event_id.eq(event))
        .order(rules_version::number.desc())
        .select(rules_version::number)
        .first(tx)
        .optional()?;
    Ok(latest.unwrap_or(0))
}

/// The text of the rules of an event that have a hash; `None` where it never had such.
pub fn text_of(tx: &mut Tx, event: &str, sha256: &str) -> Result<Option<String>, StoreError> {
    Ok(rules_version::table
        .filter(rules_version::event_id.eq(event))
        .filter(rules_version::rules_sha256.eq(sha256))
        .order(rules_version::number)
        .select(rules_version::rules_text)
        .first(tx)
        .optional()?)
}

/// Appends a proposal, with the next number of its event, and gives it.
pub fn propose(tx: &mut Tx, new: NewProposal) -> Result<ProposalRow, StoreError> {
    let number = proposals(tx, &new.event_id)?.last().map_or(1, |last| last.number + 1);
    let row = ProposalRow {
        event_id: new.event_id,
        number,
        rules_text: new.rules_text,
        rules_sha256: new.rules_sha256,
        from_sha256: new.from_sha256,
        basis: new.basis,
        reason: new.reason,
        asked_by: new.asked_by,
        asked_at: new.asked_at,
        outcome: None,
        decided_by: None,
        decided_at: None,
    };
    diesel::insert_into(rules_proposal::table).values(&row).execute(tx)?;
    Ok(row)
}

/// The proposals of an event, oldest first.
pub fn proposals(tx: &mut Tx, event: &str) -> Result<Vec<ProposalRow>, StoreError> {
    Ok(rules_proposal::table
        .filter(rules_proposal::event_id.eq(event))
        .order(rules_proposal::number)
        .select(ProposalRow::as_select())
        .load(tx)?)
}

/// Writes what became of a proposal, once and for all. `by` is the account that decided; none for one that became void.
///
/// # Errors
/// Where it was decided before, or the database does not answer.
pub fn decide(
    tx: &mut Tx,
    row: &ProposalRow,
    outcome: ProposalOutcome,
    by: Option<&str>,
    at: i64,
) -> Result<(), StoreError> {
    diesel::update(rules_proposal::table.find((&row.event_id, row.number)))
        .set((
            rules_proposal::outcome.eq(outcome.as_str()),
            rules_proposal::decided_by.eq(by),
            rules_proposal::decided_at.eq(at),
        ))
        .execute(tx)?;
    Ok(())
}
