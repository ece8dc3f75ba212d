//! What an event is set up with: entries, judges, route, exclusions, measures, adjustments,
//! decisions. Ids in the tables, indices in scoring's types; resolved here, both ways.

mod edit;
mod insert;
mod replace;

use std::collections::HashMap;

use diesel::prelude::*;
use rust_decimal::Decimal;

use super::hand::{self, Kind};
use super::schema::{adjustment, checkpoint, comment, decision, entry, exclusion, judge, measure};
use super::{StoreError, Tx, signing};
use crate::scoring::event::{Acceptance, Adjustment, AdjustmentKind, Decision, Entry, Exclusion, ExclusionKind, Judge};
use crate::scoring::number;
use crate::scoring::rules::Rules;

pub use edit::{put_entry, put_judge, remove_entry, remove_judge, replace_route};
pub use insert::{insert, insert_adjustment, insert_decision, insert_exclusion, put_measure, update_stop};
pub use replace::{NewRules, replace};

#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// Entries, in their order.
    pub entries: Vec<Entry>,
    /// Judges, in their order.
    pub judges: Vec<Judge>,
    pub exclusions: Vec<Exclusion>,
    pub adjustments: Vec<Adjustment>,
    pub decisions: Vec<Decision>,
    pub acceptances: Vec<Acceptance>,
    /// Measures: component, entry, value.
    pub measures: Vec<(usize, usize, Decimal)>,
    /// The route.
    pub checkpoints: Vec<Checkpoint>,
    /// Comments that stand on no card of their own.
    pub comments: Vec<LooseComment>,
}

/// A stop of the route, with what happened there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Index of the entry.
    pub entry: usize,
    /// Order along the route.
    pub order: Option<u32>,
    /// Planned arrival, as typed.
    pub planned_arrival: String,
    /// Planned departure, as typed.
    pub planned_departure: String,
    /// What is to be looked at.
    pub look_at: String,
    /// When the bus arrived.
    pub arrived_at: Option<i64>,
    /// When it left.
    pub left_at: Option<i64>,
}

/// A comment that came with a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooseComment {
    /// Index of the judge.
    pub judge: usize,
    /// Index of the component.
    pub component: usize,
    /// Index of the entry.
    pub entry: usize,
    /// Index of the criterion, where it is about that line of the card.
    pub criterion: Option<usize>,
    pub comment: String,
}

const EXCLUSION_KINDS: [(ExclusionKind, &str); 3] =
    [(ExclusionKind::Recused, "recused"), (ExclusionKind::Absent, "absent"), (ExclusionKind::Void, "void")];
const ADJUSTMENT_KINDS: [(AdjustmentKind, &str); 3] =
    [(AdjustmentKind::Bonus, "bonus"), (AdjustmentKind::Deduction, "deduction"), (AdjustmentKind::Veto, "veto")];

fn word<K: PartialEq + Copy>(words: &[(K, &'static str)], kind: K) -> &'static str {
    words.iter().find(|(k, _)| *k == kind).map_or("", |(_, word)| word)
}

fn kind<K: Copy>(words: &[(K, &'static str)], stored: &str) -> Result<K, StoreError> {
    words
        .iter()
        .find(|(_, word)| *word == stored)
        .map(|(kind, _)| *kind)
        .ok_or_else(|| StoreError::corrupt(format!("kind {stored}")))
}

fn position(index: usize) -> Result<i32, StoreError> {
    i32::try_from(index).map_err(|_| StoreError::corrupt("too many rows"))
}

fn small(stored: i64) -> Result<u32, StoreError> {
    u32::try_from(stored).map_err(|_| StoreError::corrupt(format!("order {stored}")))
}

fn decimal(stored: &str) -> Result<Decimal, StoreError> {
    number::parse(stored).map_err(|_| StoreError::corrupt(format!("number {stored}")))
}

/// Ids to indices.
struct Ids {
    entries: HashMap<String, usize>,
    judges: HashMap<String, usize>,
    components: HashMap<String, usize>,
}

impl Ids {
    fn find(map: &HashMap<String, usize>, id: &str) -> Result<usize, StoreError> {
        map.get(id).copied().ok_or_else(|| StoreError::corrupt(format!("dangling id {id}")))
    }

    fn entry(&self, id: &str) -> Result<usize, StoreError> {
        Self::find(&self.entries, id)
    }

    fn judge(&self, id: &str) -> Result<usize, StoreError> {
        Self::find(&self.judges, id)
    }

    fn component(&self, id: &str) -> Result<usize, StoreError> {
        Self::find(&self.components, id)
    }
}

/// Reads all of it.
///
/// # Errors
/// [`StoreError::Corrupt`] where a row points nowhere.
pub fn load(tx: &mut Tx, event: &str, rules: &Rules) -> Result<Setup, StoreError> {
    let entries = load_entries(tx, event, rules)?;
    let judges = load_judges(tx, event, rules)?;
    let ids = Ids {
        entries: entries.iter().enumerate().map(|(i, e)| (e.id.clone(), i)).collect(),
        judges: judges.iter().enumerate().map(|(i, j)| (j.id.clone(), i)).collect(),
        components: rules.components.iter().enumerate().map(|(i, c)| (c.id.clone(), i)).collect(),
    };
    Ok(Setup {
        exclusions: load_exclusions(tx, event, &ids)?,
        adjustments: load_adjustments(tx, event, &ids)?,
        decisions: load_decisions(tx, event, &ids)?,
        acceptances: load_acceptances(tx, event, &ids)?,
        measures: load_measures(tx, event, &ids)?,
        checkpoints: load_checkpoints(tx, event, &ids)?,
        comments: load_comments(tx, event, rules, &ids)?,
        entries,
        judges,
    })
}

/// Id, name, unit, type, site, theme, track, class, printed order, summary, panel.
type EntryColumns =
    (String, String, String, String, String, String, String, String, Option<i64>, String, Option<String>);

fn load_entries(tx: &mut Tx, event: &str, rules: &Rules) -> Result<Vec<Entry>, StoreError> {
    entry::table
        .filter(entry::event_id.eq(event))
        .order(entry::position)
        .select((
            entry::id,
            entry::name,
            entry::unit,
            entry::unit_type,
            entry::site,
            entry::theme,
            entry::track,
            entry::class,
            entry::printed,
            entry::summary,
            entry::panel,
        ))
        .load::<EntryColumns>(tx)?
        .into_iter()
        .map(|(id, name, unit, unit_type, site, theme, track, class, printed, summary, panel)| {
            let class = match class.as_str() {
                "" => None,
                id => Some(
                    rules
                        .classes
                        .iter()
                        .position(|c| c.id == id)
                        .ok_or_else(|| StoreError::corrupt(format!("class {id}")))?,
                ),
            };
            let (order, panel) = (printed.map(small).transpose()?, panel.unwrap_or_default());
            Ok(Entry { id, name, unit, unit_type, site, theme, track, class, order, summary, panel })
        })
        .collect()
}

fn load_judges(tx: &mut Tx, event: &str, rules: &Rules) -> Result<Vec<Judge>, StoreError> {
    judge::table
        .filter(judge::event_id.eq(event))
        .order(judge::position)
        .select((judge::id, judge::name, judge::unit, judge::group_id, judge::panel))
        .load::<(String, String, String, String, Option<String>)>(tx)?
        .into_iter()
        .map(|(id, name, unit, group, panel)| {
            let group = rules
                .groups
                .iter()
                .position(|g| g.id == group)
                .ok_or_else(|| StoreError::corrupt(format!("group {group}")))?;
            Ok(Judge { id, name, unit, group, panel: panel.unwrap_or_default() })
        })
        .collect()
}

fn load_exclusions(tx: &mut Tx, event: &str, ids: &Ids) -> Result<Vec<Exclusion>, StoreError> {
    let withdrawn = hand::withdrawn(tx, event, Kind::Exclusion)?;
    exclusion::table
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
        .load::<(i32, String, String, String, String, String)>(tx)?
        .into_iter()
        .filter(|(position, ..)| !withdrawn.contains(position))
        .map(|(_, judge, component, entry, word, reason)| {
            Ok(Exclusion {
                judge: ids.judge(&judge)?,
                component: if component.is_empty() { None } else { Some(ids.component(&component)?) },
                entry: if entry.is_empty() { None } else { Some(ids.entry(&entry)?) },
                kind: kind(&EXCLUSION_KINDS, &word)?,
                reason,
            })
        })
        .collect()
}

fn load_adjustments(tx: &mut Tx, event: &str, ids: &Ids) -> Result<Vec<Adjustment>, StoreError> {
    let withdrawn = hand::withdrawn(tx, event, Kind::Adjustment)?;
    adjustment::table
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
        .load::<(i32, String, String, String, String, String)>(tx)?
        .into_iter()
        .filter(|(position, ..)| !withdrawn.contains(position))
        .map(|(_, entry, word, item, points, reason)| {
            Ok(Adjustment {
                entry: ids.entry(&entry)?,
                kind: kind(&ADJUSTMENT_KINDS, &word)?,
                item,
                points: decimal(&points)?,
                reason,
            })
        })
        .collect()
}

fn load_decisions(tx: &mut Tx, event: &str, ids: &Ids) -> Result<Vec<Decision>, StoreError> {
    let withdrawn = hand::withdrawn(tx, event, Kind::Decision)?;
    decision::table
        .filter(decision::event_id.eq(event))
        .order(decision::position)
        .select((
            decision::position,
            decision::entry,
            decision::turn,
            decision::reason,
            decision::made,
            decision::tie,
            decision::cause,
        ))
        .load::<(i32, String, i64, String, i64, String, String)>(tx)?
        .into_iter()
        .filter(|(position, ..)| !withdrawn.contains(position))
        .map(|(_, entry, turn, reason, made, tie, cause)| {
            let tie = hand::tie_of(tie, made);
            Ok(Decision { tie, entry: ids.entry(&entry)?, order: small(turn)?, reason, cause })
        })
        .collect()
}

/// Of several that one judge's cards in one component had, the last: it is about the cards as they were last.
fn load_acceptances(tx: &mut Tx, event: &str, ids: &Ids) -> Result<Vec<Acceptance>, StoreError> {
    let mut accepted: Vec<Acceptance> = Vec::new();
    for row in signing::acceptances(tx, event)? {
        // cards of a component that is no more are not what was accepted
        let known = row.cause.is_empty() || ids.components.contains_key(&row.component);
        if !known {
            continue;
        }
        let (judge, component) = (ids.judge(&row.judge)?, ids.component(&row.component)?);
        accepted.retain(|earlier| (earlier.judge, earlier.component) != (judge, component));
        accepted.push(Acceptance { judge, component, reason: row.reason, cause: row.cause });
    }
    Ok(accepted)
}

fn load_measures(tx: &mut Tx, event: &str, ids: &Ids) -> Result<Vec<(usize, usize, Decimal)>, StoreError> {
    measure::table
        .filter(measure::event_id.eq(event))
        .select((measure::component, measure::entry, measure::value))
        .load::<(String, String, String)>(tx)?
        .into_iter()
        .map(|(component, entry, value)| Ok((ids.component(&component)?, ids.entry(&entry)?, decimal(&value)?)))
        .collect()
}

/// Entry, stop, planned arrival and departure, what to look at, arrival, departure.
type CheckpointColumns = (String, Option<i64>, String, String, String, Option<i64>, Option<i64>);

fn load_checkpoints(tx: &mut Tx, event: &str, ids: &Ids) -> Result<Vec<Checkpoint>, StoreError> {
    checkpoint::table
        .filter(checkpoint::event_id.eq(event))
        .order(checkpoint::position)
        .select((
            checkpoint::entry,
            checkpoint::stop,
            checkpoint::planned_arrival,
            checkpoint::planned_departure,
            checkpoint::look_at,
            checkpoint::arrived_at,
            checkpoint::left_at,
        ))
        .load::<CheckpointColumns>(tx)?
        .into_iter()
        .map(|(entry, stop, planned_arrival, planned_departure, look_at, arrived_at, left_at)| {
            Ok(Checkpoint {
                entry: ids.entry(&entry)?,
                order: stop.map(small).transpose()?,
                planned_arrival,
                planned_departure,
                look_at,
                arrived_at,
                left_at,
            })
        })
        .collect()
}

fn load_comments(tx: &mut Tx, event: &str, rules: &Rules, ids: &Ids) -> Result<Vec<LooseComment>, StoreError> {
    comment::table
        .filter(comment::event_id.eq(event))
        .order(comment::position)
        .select((comment::judge, comment::component, comment::entry, comment::criterion, comment::text))
        .load::<(String, String, String, Option<String>, String)>(tx)?
        .into_iter()
        .map(|(judge, component, entry, criterion, comment)| {
            let component = ids.component(&component)?;
            let line = |id: String| {
                let found = rules.components[component].criteria().iter().position(|criterion| criterion.id == id);
                found.ok_or_else(|| StoreError::corrupt(format!("criterion {id}")))
            };
            Ok(LooseComment {
                judge: ids.judge(&judge)?,
                component,
                entry: ids.entry(&entry)?,
                criterion: criterion.map(line).transpose()?,
                comment,
            })
        })
        .collect()
}
