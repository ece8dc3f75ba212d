//! Operations: append-only rows, each a card as a judge submitted it. A card's current revision is
//! the recorded operation with the highest revision.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::backend::straight;
use super::prints::{self, Printed};
use super::schema::{operation, settled};
use super::{StoreError, Tx};

/// The word of an operation that is, or was, its card's current revision.
pub const RECORDED: &str = "recorded";
/// The word of a rival.
pub const CONFLICT: &str = "conflict";

/// The word of a judge's own word on all of their cards, which is no card.
pub const CONFIRMED: &str = "confirmed";

/// Operations that one statement appends.
const AT_ONCE: usize = 100;
/// Operations that are read at a time.
const PIECE: i64 = 1000;
/// Versions of an event that are looked through one by one for those of a judge.
const FEW: i64 = 2000;

/// Whether an outcome is one of the quarantine's.
#[must_use]
pub fn is_quarantine(outcome: &str) -> bool {
    ![RECORDED, CONFLICT, CONFIRMED].contains(&outcome)
}

/// An operation, as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
// the statement is the same for each row, and is prepared once
#[diesel(table_name = operation, treat_none_as_default_value = false)]
pub struct OperationRow {
    /// Its UUID.
    pub op: String,
    pub event_id: String,
    /// The event's version that it made.
    pub version: i64,
    pub judge: String,
    /// The device that made it.
    pub device: String,
    /// Its number in the journal of that judge on that device.
    pub seq: i64,
    pub component: String,
    /// Entry id; empty for a ballot.
    pub entry: String,
    /// The op that it replaces.
    pub base: Option<String>,
    /// Its bytes.
    pub body: String,
    /// `recorded`, `conflict`, `late`, `not-open` or `confirmed`.
    pub outcome: String,
    /// Its revision of the card, from 1; of the one that was current then for a rival; 0 in the quarantine, and
    /// for one that came after what replaced it.
    pub revision: i64,
    /// Whether it was made under older rules.
    pub older_rules: bool,
    pub receipt: String,
    /// When it was received.
    pub received_at: i64,
    /// Milliseconds by which the tablet's clock was ahead.
    pub skew_ms: Option<i64>,
    /// Whether it had been acknowledged before, was forgotten with a restored backup, and came again.
    pub restored: bool,
    /// The key of the judge's that signed its bytes, by its id; `None` where nobody did.
    pub key: Option<String>,
    /// The signature, as it came.
    pub sig: Option<String>,
}

impl OperationRow {
    /// Its print, as [`prints::of_table`] gives it.
    ///
    /// # Panics
    /// Never: there is such a table.
    #[must_use]
    pub fn print(&self) -> String {
        let mut said = serde_json::json!([
            self.op,
            self.event_id,
            self.version,
            self.judge,
            self.device,
            self.seq,
            self.component,
            self.entry,
            self.base,
            self.body,
            self.outcome,
            self.revision,
            i32::from(self.older_rules),
            self.receipt,
            self.received_at,
            self.skew_ms,
            i32::from(self.restored),
        ]);
        if let Some(said) = said.as_array_mut().filter(|_| self.key.is_some() || self.sig.is_some()) {
            said.extend([self.key.clone().into(), self.sig.clone().into()]);
        }
        Printed::named(prints::OPERATION).expect("a table").print(&said)
    }
}

/// Where a card is in an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardKey<'a> {
    pub event: &'a str,
    pub judge: &'a str,
    pub component: &'a str,
    /// Entry id; empty for a ballot.
    pub entry: &'a str,
}

/// What the desk shows of an operation: no marks.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = operation)]
pub struct OperationMark {
    /// Its UUID.
    pub op: String,
    pub judge: String,
    pub component: String,
    /// Entry id; empty for a ballot.
    pub entry: String,
    /// The device that made it.
    pub device: String,
    pub revision: i64,
    /// The event's version that it made.
    pub version: i64,
    /// When it was received.
    pub received_at: i64,
    /// Whether its bytes bear a good signature.
    #[diesel(select_expression = operation::key.is_not_null())]
    pub signed: bool,
}

/// That a recorded operation has picked over a rival of its card.
#[derive(Insertable)]
#[diesel(table_name = settled)]
struct SettledRow<'a> {
    rival: &'a str,
    op: &'a str,
    event_id: &'a str,
    judge: &'a str,
    component: &'a str,
    entry: &'a str,
}

/// Appends an operation, whose print its writer puts on record, and what it settles: the rivals that it names, where it is
/// recorded. One that is itself a rival, or in the quarantine, settles nothing. A rival need not be there yet.
///
/// # Errors
/// [`StoreError::Conflict`] where the op is known.
pub fn insert(tx: &mut Tx, row: &OperationRow, settles: &[String]) -> Result<(), StoreError> {
    straight!(tx, on => diesel::insert_into(operation::table).values(row).execute(on))?;
    let named = settles.iter().filter(|_| row.outcome == RECORDED).collect::<BTreeSet<_>>();
    for rival in named {
        let settled = SettledRow {
            rival,
            op: &row.op,
            event_id: &row.event_id,
            judge: &row.judge,
            component: &row.component,
            entry: &row.entry,
        };
        diesel::insert_into(settled::table).values(settled).execute(tx)?;
    }
    Ok(())
}

/// Appends an operation that is one of the rows that its transaction touches, and what it settles, as [`insert`] does.
///
/// # Errors
/// [`StoreError::Conflict`] where the op is known.
pub fn insert_touched(tx: &mut Tx, row: &OperationRow, settles: &[String]) -> Result<(), StoreError> {
    prints::touch_operations(tx, [(row.event_id.as_str(), row.op.as_str())].into_iter())?;
    insert(tx, row, settles)
}

/// Appends operations that settle nothing, many in one statement; they are rows that their transaction touches.
///
/// # Errors
/// [`StoreError::Conflict`] where one of them is known.
pub fn insert_all(tx: &mut Tx, rows: &[OperationRow]) -> Result<(), StoreError> {
    for rows in rows.chunks(AT_ONCE) {
        straight!(tx, on => diesel::insert_into(operation::table).values(rows).execute(on))?;
        prints::touch_operations(tx, rows.iter().map(|row| (row.event_id.as_str(), row.op.as_str())))?;
    }
    Ok(())
}

/// Does something with all operations of an event, a piece of them at a time, in the order in which they came.
pub fn each_piece<E: From<StoreError>>(
    tx: &mut Tx,
    event: &str,
    mut work: impl FnMut(&mut Tx, Vec<OperationRow>) -> Result<(), E>,
) -> Result<(), E> {
    let mut last = (i64::MIN, String::new());
    loop {
        let piece = after(tx, event, &last)?;
        let Some(end) = piece.last() else { return Ok(()) };
        last = (end.version, end.op.clone());
        work(tx, piece)?;
    }
}

/// A piece of an event's operations, after one of them (its version and op).
fn after(tx: &mut Tx, event: &str, (version, op): &(i64, String)) -> Result<Vec<OperationRow>, StoreError> {
    let beyond = operation::version.gt(version).or(operation::version.eq(version).and(operation::op.gt(op)));
    Ok(operation::table
        .filter(operation::event_id.eq(event))
        .filter(operation::version.ge(version))
        .filter(beyond)
        .order((operation::version, operation::op))
        .limit(PIECE)
        .select(OperationRow::as_select())
        .load(tx)?)
}

pub fn find(tx: &mut Tx, op: &str) -> Result<Option<OperationRow>, StoreError> {
    Ok(straight!(tx, on => operation::table.find(op).select(OperationRow::as_select()).first(on)).optional()?)
}

/// The current operation of a card.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = operation)]
pub struct CurrentOp {
    /// Its UUID.
    pub op: String,
    pub revision: i64,
    /// Whether it was forgotten and came again.
    pub restored: bool,
}

pub fn current(tx: &mut Tx, card: CardKey<'_>) -> Result<Option<CurrentOp>, StoreError> {
    let found = straight!(tx, on => operation::table
        .filter(operation::event_id.eq(card.event))
        .filter(operation::judge.eq(card.judge))
        .filter(operation::component.eq(card.component))
        .filter(operation::entry.eq(card.entry))
        .filter(operation::outcome.eq(RECORDED))
        .order(operation::revision.desc())
        .select(CurrentOp::as_select())
        .first(on));
    Ok(found.optional()?)
}

/// Whether a recorded operation of the card that came again had a higher revision than this.
pub fn restored_beyond(tx: &mut Tx, card: CardKey<'_>, revision: i64) -> Result<bool, StoreError> {
    let beyond: i64 = operation::table
        .filter(operation::event_id.eq(card.event))
        .filter(operation::judge.eq(card.judge))
        .filter(operation::component.eq(card.component))
        .filter(operation::entry.eq(card.entry))
        .filter(operation::outcome.eq(RECORDED))
        .filter(operation::restored.eq(true))
        .filter(operation::revision.gt(revision))
        .count()
        .get_result(tx)?;
    Ok(beyond > 0)
}

/// How many operations of an event were forgotten and came again.
pub fn count_restored(tx: &mut Tx, event: &str) -> Result<i64, StoreError> {
    let restored = operation::table.filter(operation::event_id.eq(event)).filter(operation::restored.eq(true));
    Ok(restored.count().get_result(tx)?)
}

/// How many ops an event has, of whatever became of them.
pub fn count(tx: &mut Tx, event: &str) -> Result<i64, StoreError> {
    Ok(operation::table.filter(operation::event_id.eq(event)).count().get_result(tx)?)
}

/// The last number of a judge's journal on a device; 0 where there is none.
pub fn last_seq(tx: &mut Tx, event: &str, judge: &str, device: &str) -> Result<i64, StoreError> {
    let last = operation::table
        .filter(operation::event_id.eq(event))
        .filter(operation::judge.eq(judge))
        .filter(operation::device.eq(device))
        .order(operation::seq.desc())
        .select(operation::seq)
        .first(tx)
        .optional()?;
    Ok(last.unwrap_or(0))
}

/// Whether an operation of the card says that it replaces `op`.
pub fn has_successor(tx: &mut Tx, card: CardKey<'_>, op: &str) -> Result<bool, StoreError> {
    let successors: i64 = operation::table
        .filter(operation::event_id.eq(card.event))
        .filter(operation::judge.eq(card.judge))
        .filter(operation::component.eq(card.component))
        .filter(operation::entry.eq(card.entry))
        .filter(operation::outcome.eq(RECORDED))
        .filter(operation::base.eq(op))
        .count()
        .get_result(tx)?;
    Ok(successors > 0)
}

/// Recorded operations of an event after a version, oldest first: what the standings are brought up
/// to date with. Those that came after their own successor are left out.
pub fn recorded_after(tx: &mut Tx, event: &str, version: i64) -> Result<Vec<OperationRow>, StoreError> {
    Ok(operation::table
        .filter(operation::event_id.eq(event))
        .filter(operation::version.gt(version))
        .filter(operation::outcome.eq(RECORDED))
        .filter(operation::revision.gt(0))
        .order(operation::version)
        .select(OperationRow::as_select())
        .load(tx)?)
}

/// The operations of one judge after a version, oldest first, as of version `now` of the event.
pub fn of_judge_after(
    tx: &mut Tx,
    event: &str,
    judge: &str,
    (version, now): (i64, i64),
) -> Result<Vec<OperationRow>, StoreError> {
    if now - version <= FEW {
        return Ok(straight!(tx, on => operation::table
            .filter(operation::event_id.eq(event))
            .filter(operation::version.gt(version))
            // by version, and not by judge, who has no index of their own: each card would have to be written into it
            .filter(operation::judge.concat("").eq(judge))
            .order(operation::version)
            .select(OperationRow::as_select())
            .load(on))?);
    }
    let all = straight!(tx, on => operation::table
        .filter(operation::event_id.eq(event))
        .filter(operation::judge.eq(judge))
        .select(OperationRow::as_select())
        .load(on));
    let mut rows: Vec<OperationRow> = all?;
    rows.retain(|row| row.version > version);
    rows.sort_unstable_by_key(|row| row.version);
    Ok(rows)
}

/// Recorded operations of an event, oldest first, without marks.
pub fn recorded_marks(tx: &mut Tx, event: &str) -> Result<Vec<OperationMark>, StoreError> {
    Ok(operation::table
        .filter(operation::event_id.eq(event))
        .filter(operation::outcome.eq(RECORDED))
        .order(operation::version)
        .select(OperationMark::as_select())
        .load(tx)?)
}

/// Recorded operations of a judge, oldest first, without marks.
pub fn recorded_of_judge(tx: &mut Tx, event: &str, judge: &str) -> Result<Vec<OperationMark>, StoreError> {
    Ok(operation::table
        .filter(operation::event_id.eq(event))
        .filter(operation::judge.eq(judge))
        .filter(operation::outcome.eq(RECORDED))
        .order(operation::version)
        .select(OperationMark::as_select())
        .load(tx)?)
}

/// The judges' own words of an event, oldest first.
pub fn confirmations(tx: &mut Tx, event: &str) -> Result<Vec<OperationRow>, StoreError> {
    Ok(operation::table
        .filter(operation::event_id.eq(event))
        .filter(operation::outcome.eq(CONFIRMED))
        .order(operation::version)
        .select(OperationRow::as_select())
        .load(tx)?)
}

/// Ids of the keys that have signed operations of a judge.
pub fn keys_of_judge(tx: &mut Tx, event: &str, judge: &str) -> Result<BTreeSet<String>, StoreError> {
    let keys: Vec<Option<String>> = operation::table
        .filter(operation::event_id.eq(event))
        .filter(operation::judge.eq(judge))
        .filter(operation::key.is_not_null())
        .select(operation::key)
        .distinct()
        .load(tx)?;
    Ok(keys.into_iter().flatten().collect())
}

/// How many operations of each judge of an event were kept, whatever became of them, but those of one device; by judge.
pub fn count_by_judge(tx: &mut Tx, event: &str, but: &str) -> Result<Vec<(String, i64)>, StoreError> {
    Ok(operation::table
        .filter(operation::event_id.eq(event))
        .filter(operation::device.ne(but))
        .group_by(operation::judge)
        .order(operation::judge)
        .select((operation::judge, diesel::dsl::count_star()))
        .load(tx)?)
}

/// How many operations of any outcome each component of an event has, by component id.
pub fn count_by_component(tx: &mut Tx, event: &str) -> Result<Vec<(String, i64)>, StoreError> {
    Ok(operation::table
        .filter(operation::event_id.eq(event))
        .filter(operation::outcome.ne(CONFIRMED))
        .group_by(operation::component)
        .order(operation::component)
        .select((operation::component, diesel::dsl::count_star()))
        .load(tx)?)
}

/// Operations in the quarantine of an event, oldest first.
pub fn quarantined(tx: &mut Tx, event: &str) -> Result<Vec<OperationRow>, StoreError> {
    Ok(operation::table
        .filter(operation::event_id.eq(event))
        .filter(operation::outcome.ne_all([RECORDED, CONFLICT, CONFIRMED]))
        .order(operation::version)
        .select(OperationRow::as_select())
        .load(tx)?)
}

/// Numbers after `seq` that are known of a judge's journal on a device.
pub fn seqs_after(tx: &mut Tx, event: &str, judge: &str, device: &str, seq: i64) -> Result<Vec<i64>, StoreError> {
    Ok(operation::table
        .filter(operation::event_id.eq(event))
        .filter(operation::judge.eq(judge))
        .filter(operation::device.eq(device))
        .filter(operation::seq.gt(seq))
        .select(operation::seq)
        .load(tx)?)
}

/// Whether an op about a card has come that was made after number `seq` of a device's journal: on the device itself, or
/// received from elsewhere at `since` or later.
pub fn is_made_after(
    tx: &mut Tx,
    card: CardKey<'_>,
    (device, seq): (&str, i64),
    since: i64,
) -> Result<bool, StoreError> {
    let here = operation::device.eq(device).and(operation::seq.gt(seq));
    let elsewhere = operation::device.ne(device).and(operation::received_at.ge(since));
    let later: i64 = operation::table
        .filter(operation::event_id.eq(card.event))
        .filter(operation::judge.eq(card.judge))
        .filter(operation::component.eq(card.component))
        .filter(operation::entry.eq(card.entry))
        .filter(here.or(elsewhere))
        .count()
        .get_result(tx)?;
    Ok(later > 0)
}

/// How many ops of a judge, or about an entry, were kept, whatever became of them. A ballot is about all entries.
pub fn count_about(tx: &mut Tx, event: &str, judge: Option<&str>, entry: Option<&str>) -> Result<i64, StoreError> {
    let all = operation::table.filter(operation::event_id.eq(event));
    let of_judge = match judge {
        Some(judge) => all.filter(operation::judge.eq(judge)).count().get_result::<i64>(tx)?,
        None => 0,
    };
    let of_entry = match entry {
        Some(entry) => all.filter(operation::entry.eq_any([entry, ""])).count().get_result::<i64>(tx)?,
        None => 0,
    };
    Ok(of_judge + of_entry)
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::OperationRow;

    /// Programs before there were signatures put prints of seventeen columns on record: they must stay true.
    #[test]
    fn the_print_of_an_unsigned_operation_is_what_it_was_before_there_were_signatures() {
        let mut row = OperationRow {
            op: "o".to_owned(),
            event_id: "e".to_owned(),
            version: 2,
            judge: "j".to_owned(),
            device: "d".to_owned(),
            seq: 1,
            component: "c".to_owned(),
            entry: "A".to_owned(),
            base: None,
            body: "{}".to_owned(),
            outcome: "recorded".to_owned(),
            revision: 1,
            older_rules: false,
            receipt: "r".to_owned(),
            received_at: 3,
            skew_ms: None,
            restored: true,
            key: None,
            sig: None,
        };
        let of = |said: &str| hex::encode(Sha256::digest(format!("operation\n{said}")));
        let before = r#"["o","e",2,"j","d",1,"c","A",null,"{}","recorded",1,0,"r",3,null,1"#;
        assert_eq!(row.print(), of(&format!("{before}]")));
        row.sig = Some("s".to_owned());
        assert_eq!(row.print(), of(&format!("{before},null,\"s\"]")));
    }
}
