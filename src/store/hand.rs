//! What was entered by hand, as it stands on record, with what was taken back.

use std::collections::HashMap;

use diesel::prelude::*;

use super::schema::{acceptance, adjustment, decision, exclusion, withdrawal};
use super::{StoreError, Tx};

/// Kinds of rows that can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Exclusion,
    Adjustment,
    /// A decision among entries that share a place.
    Decision,
    /// A broken limit that was let stand; only one that came with a folder can be taken back, by uploading another.
    Acceptance,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Exclusion, Self::Adjustment, Self::Decision, Self::Acceptance];

    /// The word that is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exclusion => "exclusion",
            Self::Adjustment => "adjustment",
            Self::Decision => "decision",
            Self::Acceptance => "acceptance",
        }
    }
}

/// That a row was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = withdrawal)]
pub struct WithdrawalRow {
    pub event_id: String,
    /// [`Kind::as_str`].
    pub kind: String,
    pub position: i32,
    /// Why.
    pub reason: String,
    /// Who, as the audit names them.
    pub who: String,
    /// When.
    pub at: i64,
}

/// A row that was entered: its ids and words, and whether it was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnteredRow {
    /// Position; with the kind it names the row.
    pub position: i32,
    /// Judge id; empty but for exclusions.
    pub judge: String,
    /// Component id; empty for all, and for what has none.
    pub component: String,
    /// Entry id; empty for all.
    pub entry: String,
    /// `recused`, `absent`, `void`, `bonus`, `deduction`, `veto`; empty for a decision.
    pub word: String,
    /// Item of an adjustment.
    pub item: String,
    /// Points of an adjustment, or the turn of a decision.
    pub figure: String,
    pub reason: String,
    /// Which decisions were made together.
    pub made: i64,
    /// What names a decision, as in the event folder.
    pub tie: String,
    /// That it was taken back.
    pub withdrawn: Option<WithdrawalRow>,
}

/// Takes a row back.
///
/// # Errors
/// [`StoreError::Conflict`] where it was taken back before.
pub fn withdraw(tx: &mut Tx, row: &WithdrawalRow) -> Result<(), StoreError> {
    diesel::insert_into(withdrawal::table).values(row).execute(tx)?;
    Ok(())
}

/// Positions of the rows of a kind that were taken back.
pub fn withdrawn(tx: &mut Tx, event: &str, kind: Kind) -> Result<Vec<i32>, StoreError> {
    Ok(withdrawal::table
        .filter(withdrawal::event_id.eq(event))
        .filter(withdrawal::kind.eq(kind.as_str()))
        .select(withdrawal::position)
        .load(tx)?)
}

/// The rows of a kind, in their order, those that were taken back too.
pub fn entered(tx: &mut Tx, event: &str, kind: Kind) -> Result<Vec<EnteredRow>, StoreError> {
    let mut back: HashMap<i32, WithdrawalRow> = withdrawal::table
        .filter(withdrawal::event_id.eq(event))
        .filter(withdrawal::kind.eq(kind.as_str()))
        .select(WithdrawalRow::as_select())
        .load(tx)?
        .into_iter()
        .map(|row| (row.position, row))
        .collect();
    let mut rows = match kind {
        Kind::Exclusion => exclusions(tx, event)?,
        Kind::Adjustment => adjustments(tx, event)?,
        Kind::Decision => decisions(tx, event)?,
        Kind::Acceptance => acceptances(tx, event)?,
    };
    for row in &mut rows {
        row.withdrawn = back.remove(&row.position);
    }
    Ok(rows)
}

fn blank(position: i32, entry: String, reason: String) -> EnteredRow {
    EnteredRow {
        position,
        judge: String::new(),
        component: String::new(),
        entry,
        word: String::new(),
        item: String::new(),
        figure: String::new(),
        reason,
        made: 0,
        tie: String::new(),
        withdrawn: None,
    }
}

fn exclusions(tx: &mut Tx, event: &str) -> Result<Vec<EnteredRow>, StoreError> {
    let rows = exclusion::table
        .filter(exclusion::event_id.eq(event))
        .order(exclusion::position)
        .select((
            exclusion::position,
            exclusion::judge,
            exclusion::component,
            exclusion::entry,
            exclusion::kind,
            exclusion::reason,
        ))
        .load::<(i32, String, String, String, String, String)>(tx)?;
    let rows = rows.into_iter().map(|(position, judge, component, entry, word, reason)| EnteredRow {
        judge,
        component,
        word,
        ..blank(position, entry, reason)
    });
    Ok(rows.collect())
}

fn adjustments(tx: &mut Tx, event: &str) -> Result<Vec<EnteredRow>, StoreError> {
    let rows = adjustment::table
        .filter(adjustment::event_id.eq(event))
        .order(adjustment::position)
        .select((
            adjustment::position,
            adjustment::entry,
            adjustment::kind,
            adjustment::item,
            adjustment::points,
            adjustment::reason,
        ))
        .load::<(i32, String, String, String, String, String)>(tx)?;
    let rows = rows.into_iter().map(|(position, entry, word, item, figure, reason)| EnteredRow {
        word,
        item,
        figure,
        ..blank(position, entry, reason)
    });
    Ok(rows.collect())
}

fn decisions(tx: &mut Tx, event: &str) -> Result<Vec<EnteredRow>, StoreError> {
    let rows = decision::table
        .filter(decision::event_id.eq(event))
        .order(decision::position)
        .select((decision::position, decision::entry, decision::turn, decision::reason, decision::made, decision::tie))
        .load::<(i32, String, i64, String, i64, String)>(tx)?;
    let rows = rows.into_iter().map(|(position, entry, turn, reason, made, tie)| EnteredRow {
        figure: turn.to_string(),
        made,
        tie: tie_of(tie, made),
        ..blank(position, entry, reason)
    });
    Ok(rows.collect())
}

/// What names a decision. One that was made before decisions had a name was made over one tie all the same.
pub(super) fn tie_of(tie: String, made: i64) -> String {
    if tie.is_empty() && made > 0 { format!("#{made}") } else { tie }
}

/// Those that came with a folder; their position is their number.
fn acceptances(tx: &mut Tx, event: &str) -> Result<Vec<EnteredRow>, StoreError> {
    let rows = acceptance::table
        .filter(acceptance::event_id.eq(event))
        .filter(acceptance::number.le(0))
        .order(acceptance::number.desc())
        .select((acceptance::number, acceptance::judge, acceptance::component, acceptance::reason))
        .load::<(i64, String, String, String)>(tx)?;
    let rows = rows.into_iter().map(|(number, judge, component, reason)| {
        let position = i32::try_from(number).map_err(|_| StoreError::corrupt("too many rows"))?;
        Ok(EnteredRow { judge, component, ..blank(position, String::new(), reason) })
    });
    rows.collect()
}
