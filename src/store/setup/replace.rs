//! Writing over what an event is set up with, before there is a card.

use diesel::prelude::*;

use super::insert::{insert_acceptance, insert_entries, insert_judges, insert_route};
use super::{ADJUSTMENT_KINDS, EXCLUSION_KINDS, Setup, word};
use super::{insert_adjustment, insert_decision, insert_exclusion, put_measure};
use crate::scoring::rules::Rules;
use crate::store::hand::{self, EnteredRow, Kind, WithdrawalRow};
use crate::store::schema::{checkpoint, comment, entry, event, judge, measure};
use crate::store::{StoreError, Tx};

/// The rules that an event is to have: as they are, and as text.
pub struct NewRules<'r> {
    pub rules: &'r Rules,
    pub text: &'r str,
}

/// Writes all of it over what was there. What stands on record row by row (exclusions, adjustments, decisions) is not
/// deleted: rows that are no longer there are withdrawn, for the `reason` given, by `who`, `at` that moment.
pub fn replace(
    tx: &mut Tx,
    id: &str,
    new: &NewRules<'_>,
    setup: &Setup,
    (reason, who, at): (&str, &str, i64),
) -> Result<(), StoreError> {
    let rules = new.rules;
    diesel::update(event::table.find(id)).set(event::rules_text.eq(new.text)).execute(tx)?;
    diesel::delete(entry::table.filter(entry::event_id.eq(id))).execute(tx)?;
    diesel::delete(judge::table.filter(judge::event_id.eq(id))).execute(tx)?;
    diesel::delete(checkpoint::table.filter(checkpoint::event_id.eq(id))).execute(tx)?;
    diesel::delete(comment::table.filter(comment::event_id.eq(id))).execute(tx)?;
    diesel::delete(measure::table.filter(measure::event_id.eq(id))).execute(tx)?;
    insert_entries(tx, id, rules, setup)?;
    insert_judges(tx, id, rules, setup)?;
    insert_route(tx, id, rules, setup)?;
    for (component, entry, value) in &setup.measures {
        put_measure(tx, id, &rules.components[*component].id, &setup.entries[*entry].id, Some(*value))?;
    }
    let back = Back { event: id, reason, who, at };
    replace_exclusions(tx, rules, setup, &back)?;
    replace_adjustments(tx, setup, &back)?;
    replace_decisions(tx, setup, &back)?;
    replace_acceptances(tx, rules, setup, &back)
}

/// How rows that are no longer there are taken back.
struct Back<'b> {
    event: &'b str,
    reason: &'b str,
    who: &'b str,
    at: i64,
}

fn replace_exclusions(tx: &mut Tx, rules: &Rules, setup: &Setup, back: &Back<'_>) -> Result<(), StoreError> {
    let mut there = standing(tx, back.event, Kind::Exclusion)?;
    for row in &setup.exclusions {
        let words = [
            setup.judges[row.judge].id.clone(),
            row.component.map(|c| rules.components[c].id.clone()).unwrap_or_default(),
            row.entry.map(|e| setup.entries[e].id.clone()).unwrap_or_default(),
            word(&EXCLUSION_KINDS, row.kind).to_owned(),
            row.reason.clone(),
        ];
        let same = |r: &EnteredRow| [&r.judge, &r.component, &r.entry, &r.word, &r.reason] == words.each_ref();
        if !take(&mut there, same) {
            insert_exclusion(tx, back.event, rules, setup, row)?;
        }
    }
    back.take_back(tx, Kind::Exclusion, &there)
}

fn replace_adjustments(tx: &mut Tx, setup: &Setup, back: &Back<'_>) -> Result<(), StoreError> {
    let mut there = standing(tx, back.event, Kind::Adjustment)?;
    for row in &setup.adjustments {
        let words = [
            setup.entries[row.entry].id.clone(),
            word(&ADJUSTMENT_KINDS, row.kind).to_owned(),
            row.item.clone(),
            row.points.to_string(),
            row.reason.clone(),
        ];
        let same = |r: &EnteredRow| [&r.entry, &r.word, &r.item, &r.figure, &r.reason] == words.each_ref();
        if !take(&mut there, same) {
            insert_adjustment(tx, back.event, setup, row)?;
        }
    }
    back.take_back(tx, Kind::Adjustment, &there)
}

fn replace_decisions(tx: &mut Tx, setup: &Setup, back: &Back<'_>) -> Result<(), StoreError> {
    let mut there = standing(tx, back.event, Kind::Decision)?;
    for row in &setup.decisions {
        let words = [setup.entries[row.entry].id.clone(), row.order.to_string(), row.reason.clone(), row.tie.clone()];
        if !take(&mut there, |r: &EnteredRow| [&r.entry, &r.figure, &r.reason, &r.tie] == words.each_ref()) {
            insert_decision(tx, back.event, setup, row, 0)?;
        }
    }
    back.take_back(tx, Kind::Decision, &there)
}

fn replace_acceptances(tx: &mut Tx, rules: &Rules, setup: &Setup, back: &Back<'_>) -> Result<(), StoreError> {
    let mut there = standing(tx, back.event, Kind::Acceptance)?;
    for row in &setup.acceptances {
        let words =
            [setup.judges[row.judge].id.clone(), rules.components[row.component].id.clone(), row.reason.clone()];
        if !take(&mut there, |r: &EnteredRow| [&r.judge, &r.component, &r.reason] == words.each_ref()) {
            insert_acceptance(tx, back.event, rules, setup, row)?;
        }
    }
    back.take_back(tx, Kind::Acceptance, &there)
}

impl Back<'_> {
    fn take_back(&self, tx: &mut Tx, kind: Kind, rows: &[EnteredRow]) -> Result<(), StoreError> {
        rows.iter().try_for_each(|there| {
            let row = WithdrawalRow {
                event_id: self.event.to_owned(),
                kind: kind.as_str().to_owned(),
                position: there.position,
                reason: self.reason.to_owned(),
                who: self.who.to_owned(),
                at: self.at,
            };
            hand::withdraw(tx, &row)
        })
    }
}

/// The rows of a kind that were not withdrawn.
fn standing(tx: &mut Tx, event: &str, kind: Kind) -> Result<Vec<EnteredRow>, StoreError> {
    let rows = hand::entered(tx, event, kind)?;
    Ok(rows.into_iter().filter(|row| row.withdrawn.is_none()).collect())
}

/// Takes the row that is the same out of the list; whether there was one.
fn take(rows: &mut Vec<EnteredRow>, same: impl Fn(&EnteredRow) -> bool) -> bool {
    let found = rows.iter().position(same);
    found.map(|at| rows.remove(at)).is_some()
}
