//! Erasing an archived event: the request for it, and the deletion of cards and personal data. Triggers in the database
//! refuse the deletion of what is append-only unless a request of that event was approved.

use std::collections::HashSet;

use diesel::prelude::*;

use super::schema::{
    acceptance, adjustment, ask, bundle, call_order, call_turn, comment, day_change, decision, device, dissent,
    erasure, exclusion, fact_tick, handed_card, judge, leaf_payload, link, link_request, objection, operation,
    overtime, public_bundle, refusal, reopening, result, rules_proposal, rules_version, ruling, session, settled,
    sheet, sheet_end, spot_draw, spot_look, tablet_key, tie_proposal, typing, upload, upload_file, wall, wall_link,
    withdrawal,
};
use super::{StoreError, Tx, day, hand};

/// A request to erase an event.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = erasure, treat_none_as_null = true)]
pub struct ErasureRow {
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
}

/// The requests of an event, oldest first.
pub fn list(tx: &mut Tx, event: &str) -> Result<Vec<ErasureRow>, StoreError> {
    Ok(erasure::table
        .filter(erasure::event_id.eq(event))
        .order(erasure::number)
        .select(ErasureRow::as_select())
        .load(tx)?)
}

/// The events of which a request was approved.
pub fn events(tx: &mut Tx) -> Result<HashSet<String>, StoreError> {
    let ids: Vec<String> = erasure::table.filter(erasure::approved.eq(true)).select(erasure::event_id).load(tx)?;
    Ok(ids.into_iter().collect())
}

/// Appends a request.
pub fn ask(tx: &mut Tx, row: &ErasureRow) -> Result<(), StoreError> {
    diesel::insert_into(erasure::table).values(row).execute(tx)?;
    Ok(())
}

/// Writes what was decided on a request.
pub fn decide(tx: &mut Tx, row: &ErasureRow) -> Result<(), StoreError> {
    diesel::update(erasure::table.find((&row.event_id, row.number))).set(row).execute(tx)?;
    Ok(())
}

/// Deletes the cards of an event and whatever says who somebody was: sheets of paper, operations with what they settled, their rulings and refusals,
/// cards that came in files, tablets' keys, devices, links and the requests for them, those of walls, sessions, comments, exclusions, judges, limits that were let stand, bundles, what objections say, every
/// reason of what stays, and the payloads of the event's log. Gives how many rows of each table.
///
/// # Errors
/// Where no request was approved, or the database does not answer.
pub fn erase(tx: &mut Tx, event: &str) -> Result<Vec<(&'static str, usize)>, StoreError> {
    let exclusions = hand::Kind::Exclusion.as_str();
    let back = withdrawal::table.filter(withdrawal::event_id.eq(event)).filter(withdrawal::kind.eq(exclusions));
    // who sat on which seat; what happened to stops and entries is nobody's
    let seats = day_change::table
        .filter(day_change::event_id.eq(event))
        .filter(day_change::kind.eq(day::Kind::Pass.as_str()).or(day_change::kind.eq(day::Kind::Replace.as_str())));
    Ok(vec![
        // those that point at others come first
        ("sheet_end", diesel::delete(sheet_end::table.filter(sheet_end::event_id.eq(event))).execute(tx)?),
        ("typing", diesel::delete(typing::table.filter(typing::event_id.eq(event))).execute(tx)?),
        ("sheet", diesel::delete(sheet::table.filter(sheet::event_id.eq(event))).execute(tx)?),
        ("handed_card", diesel::delete(handed_card::table.filter(handed_card::event_id.eq(event))).execute(tx)?),
        ("tablet_key", diesel::delete(tablet_key::table.filter(tablet_key::event_id.eq(event))).execute(tx)?),
        ("link_request", diesel::delete(link_request::table.filter(link_request::event_id.eq(event))).execute(tx)?),
        ("ruling", diesel::delete(ruling::table.filter(ruling::event_id.eq(event))).execute(tx)?),
        ("settled", diesel::delete(settled::table.filter(settled::event_id.eq(event))).execute(tx)?),
        ("operation", diesel::delete(operation::table.filter(operation::event_id.eq(event))).execute(tx)?),
        ("refusal", diesel::delete(refusal::table.filter(refusal::event_id.eq(event))).execute(tx)?),
        ("ask", diesel::delete(ask::table.filter(ask::event_id.eq(event))).execute(tx)?),
        ("device", diesel::delete(device::table.filter(device::event_id.eq(event))).execute(tx)?),
        ("link", diesel::delete(link::table.filter(link::event_id.eq(event))).execute(tx)?),
        ("session", diesel::delete(session::table.filter(session::event_id.eq(event))).execute(tx)?),
        ("comment", diesel::delete(comment::table.filter(comment::event_id.eq(event))).execute(tx)?),
        ("withdrawal", diesel::delete(back).execute(tx)?),
        ("exclusion", diesel::delete(exclusion::table.filter(exclusion::event_id.eq(event))).execute(tx)?),
        ("day_change", diesel::delete(seats).execute(tx)?),
        ("acceptance", diesel::delete(acceptance::table.filter(acceptance::event_id.eq(event))).execute(tx)?),
        ("judge", diesel::delete(judge::table.filter(judge::event_id.eq(event))).execute(tx)?),
        ("bundle", diesel::delete(bundle::table.filter(bundle::event_id.eq(event))).execute(tx)?),
        ("public_bundle", diesel::delete(public_bundle::table.filter(public_bundle::event_id.eq(event))).execute(tx)?),
        ("fact_tick", diesel::delete(fact_tick::table.filter(fact_tick::event_id.eq(event))).execute(tx)?),
        ("spot_draw", diesel::delete(spot_draw::table.filter(spot_draw::event_id.eq(event))).execute(tx)?),
        ("spot_look", diesel::delete(spot_look::table.filter(spot_look::event_id.eq(event))).execute(tx)?),
        ("wall", diesel::delete(wall::table.filter(wall::event_id.eq(event))).execute(tx)?),
        ("wall_link", diesel::delete(wall_link::table.filter(wall_link::event_id.eq(event))).execute(tx)?),
        ("upload", delete_uploads(tx, event)?),
        ("objection", blank_objections(tx, event)?),
        ("reason", blank_reasons(tx, event)?),
        ("leaf_payload", diesel::delete(leaf_payload::table.filter(leaf_payload::log.eq(event))).execute(tx)?),
    ])
}

/// Takes out of an event's objections what was written; number, time and how each was closed stay, and so does what
/// the public page says.
fn blank_objections(tx: &mut Tx, event: &str) -> Result<usize, StoreError> {
    Ok(diesel::update(objection::table.filter(objection::event_id.eq(event)))
        .set((
            objection::token_sha256.eq(""),
            objection::name.eq(""),
            objection::unit.eq(""),
            objection::contact.eq(""),
            objection::text.eq(""),
            objection::answer.eq(""),
            objection::reason.eq(""),
        ))
        .execute(tx)?)
}

/// Takes out of what stays why it was done; the reason of the erasure itself stays.
fn blank_reasons(tx: &mut Tx, event: &str) -> Result<usize, StoreError> {
    macro_rules! blank {
        ($($table:ident),+) => {
            0 $(+ diesel::update($table::table.filter($table::event_id.eq(event)))
                .filter($table::reason.ne(""))
                .set($table::reason.eq(""))
                .execute(tx)?)+
        };
    }
    Ok(blank!(
        adjustment,
        decision,
        withdrawal,
        day_change,
        reopening,
        tie_proposal,
        rules_version,
        rules_proposal,
        dissent,
        call_order,
        call_turn,
        overtime
    ))
}

/// What was uploaded for an event and never confirmed.
fn delete_uploads(tx: &mut Tx, event: &str) -> Result<usize, StoreError> {
    let ids: Vec<String> = upload::table.filter(upload::event_id.eq(event)).select(upload::id).load(tx)?;
    for id in ids {
        diesel::delete(upload_file::table.filter(upload_file::upload.eq(&id))).execute(tx)?;
    }
    Ok(diesel::delete(upload::table.filter(upload::event_id.eq(event))).execute(tx)?)
}

/// Puts a result's ranking in the place of its whole report. The fingerprint stays that of the whole.
///
/// # Errors
/// Where no request was approved, or the database does not answer.
pub fn keep_ranking(tx: &mut Tx, event: &str, number: i64, ranking: &str) -> Result<(), StoreError> {
    diesel::update(result::table.find((event, number))).set(result::report.eq(ranking)).execute(tx)?;
    Ok(())
}
