//! The order of the reports: drawn by lot, or drawn from a box by the units themselves and entered.

use std::collections::BTreeMap;

use serde_json::json;

use super::fault::CallFault;
use super::settings::Setting;
use super::standing::Standing;
use crate::app::act::actor::Actor;
use crate::app::act::lots;
use crate::app::act::permission::Act;
use crate::app::act::reason::stated;
use crate::app::act::word::Word;
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::{App, AppError};
use crate::store::call::{self, CallOrderRow};
use crate::store::{StoreError, Tx, log};

/// What is asked to be drawn.
#[derive(Debug, Clone)]
pub struct Lots {
    /// How many orders there were when the form was drawn.
    pub seen: i64,
    /// The digits that somebody present has said.
    pub typed: String,
    /// Each track for itself, one after the other.
    pub by_track: bool,
    /// Why once more; not read where nothing was drawn.
    pub reason: String,
}

/// What units have drawn from a box.
#[derive(Debug, Clone)]
pub struct ByHand {
    /// How many orders there were when the form was drawn.
    pub seen: i64,
    /// Entry ids, each with its number.
    pub turns: Vec<(String, usize)>,
    /// Who watched, and why once more.
    pub reason: String,
}

/// The ids of the entries that take part, as they are listed.
pub(super) fn taking_part(frame: &Frame) -> Vec<&String> {
    let entries = frame.setup.entries.iter().enumerate();
    entries.filter(|(index, _)| !frame.day.is_withdrawn(*index)).map(|(_, entry)| &entry.id).collect()
}

/// The order that a seed gives: of all, or of each track, in the order in which the tracks are listed.
fn drawn(frame: &Frame, seed: &str, by_track: bool) -> Vec<String> {
    let all = taking_part(frame);
    if !by_track {
        return lots::in_lots(seed, all);
    }
    let track = |id: &String| frame.entry(id).map_or("", |entry| frame.setup.entries[entry].track.as_str());
    let mut tracks: Vec<&str> = Vec::new();
    for id in &all {
        if !tracks.contains(&track(id)) {
            tracks.push(track(id));
        }
    }
    let of = |one: &str| lots::in_lots(seed, all.iter().copied().filter(|id| track(id) == one));
    tracks.into_iter().flat_map(of).collect()
}

/// Leaves of an event's log, and their root.
fn head_now(tx: &mut Tx, event: &str) -> Result<(i64, String), StoreError> {
    let row = log::find(tx, event)?.ok_or(StoreError::NotFound)?;
    Ok((row.size, hex::encode(row.edge()?.root().0)))
}

impl App {
    /// Draws the order of the reports by the head of the event's log as it is now and the digits that are typed.
    ///
    /// # Errors
    /// [`CallFault`]; where there is an order already and no reason is given, the actor may not, or the state does not
    /// allow it.
    pub fn draw_order(&self, actor: &Actor, event: &str, asked: &Lots) -> Result<(), AppError> {
        let typed = lots::digits(&asked.typed).ok_or(CallFault::Digits)?;
        let Lots { seen, by_track, reason, .. } = asked.clone();
        let (id, who, now) = (event.to_owned(), actor.name(), self.clock.micros());
        let doing = Doing::of(Act::ArrangeCalls, Word::DrawOrder, "call").beside_setup();
        self.act(actor, event, doing, move |tx, _, frame| {
            let standing = may_order(tx, &id, frame, seen)?;
            if by_track && !frame.rules.ranking.by_track {
                return Err(CallFault::OneRanking.into());
            }
            let reason = if standing.orders.is_empty() { String::new() } else { stated(&reason)? };
            let (size, head) = head_now(tx, &id)?;
            let seed = lots::seed(&head, &typed);
            let order = drawn(frame, &seed, by_track);
            let after = json!({ "number": seen + 1, "size": size, "head": head, "typed": typed, "seed": seed,
                "by_track": by_track, "entries": order, "reason": reason });
            let row = CallOrderRow {
                event_id: id,
                number: seen + 1,
                kind: call::LOT.to_owned(),
                by_track,
                size,
                head,
                typed,
                seed,
                entries: json!(order).to_string(),
                reason,
                who,
                at: now,
            };
            call::order(tx, &row)?;
            Ok((json!({ "entries": standing.order }), after))
        })
    }

    /// Enters the order that was drawn from a box, with who watched.
    ///
    /// # Errors
    /// [`CallFault`]; where no reason is given, the actor may not, or the state does not allow it.
    pub fn enter_order(&self, actor: &Actor, event: &str, asked: &ByHand) -> Result<(), AppError> {
        let reason = stated(&asked.reason)?;
        let ByHand { seen, turns, .. } = asked.clone();
        let (id, who, now) = (event.to_owned(), actor.name(), self.clock.micros());
        let doing = Doing::of(Act::ArrangeCalls, Word::EnterOrder, "call").beside_setup();
        self.act(actor, event, doing, move |tx, _, frame| {
            let standing = may_order(tx, &id, frame, seen)?;
            let order = entered(&taking_part(frame), &turns)?;
            let (size, head) = head_now(tx, &id)?;
            let after = json!({ "number": seen + 1, "entries": order, "reason": reason });
            let row = CallOrderRow {
                event_id: id,
                number: seen + 1,
                kind: call::HAND.to_owned(),
                by_track: false,
                size,
                head,
                typed: String::new(),
                seed: String::new(),
                entries: json!(order).to_string(),
                reason,
                who,
                at: now,
            };
            call::order(tx, &row)?;
            Ok((json!({ "entries": standing.order }), after))
        })
    }
}

/// What stands, where an order may be made on top of as many as were seen.
fn may_order(tx: &mut Tx, event: &str, frame: &Frame, seen: i64) -> Result<Standing, AppError> {
    Setting::read(tx, event, frame)?.component.ok_or(CallFault::NothingToReport)?;
    let standing = Standing::read(tx, event)?;
    if i64::try_from(standing.orders.len()) != Ok(seen) {
        return Err(CallFault::OrderedMeanwhile.into());
    }
    if taking_part(frame).is_empty() {
        return Err(CallFault::NoEntries.into());
    }
    standing.nobody_reports(frame)?;
    Ok(standing)
}

/// The order of numbers from 1 on, each given once to each entry.
fn entered(all: &[&String], turns: &[(String, usize)]) -> Result<Vec<String>, CallFault> {
    let wrong = || CallFault::NotAnOrder { count: all.len() };
    let by_number: BTreeMap<usize, &String> = turns.iter().map(|(id, number)| (*number, id)).collect();
    let known = turns.iter().all(|(id, _)| all.contains(&id));
    let each = all.iter().all(|id| turns.iter().filter(|(given, _)| given == *id).count() == 1);
    let in_turn = by_number.keys().copied().eq(1..=all.len());
    if !known || !each || turns.len() != all.len() || !in_turn {
        return Err(wrong());
    }
    Ok(by_number.into_values().cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_has_each_number_and_each_entry_once() {
        let ids = ["A", "B", "C"].map(str::to_owned);
        let all: Vec<&String> = ids.iter().collect();
        let turns = |given: &[(&str, usize)]| -> Vec<(String, usize)> {
            given.iter().map(|(id, number)| ((*id).to_owned(), *number)).collect()
        };
        assert_eq!(
            entered(&all, &turns(&[("A", 2), ("B", 3), ("C", 1)])),
            Ok(vec!["C".into(), "A".into(), "B".into()])
        );
        for wrong in [
            &[("A", 1), ("B", 2)][..],
            &[("A", 1), ("B", 2), ("C", 2)],
            &[("A", 1), ("B", 2), ("C", 4)],
            &[("A", 0), ("B", 1), ("C", 2)],
            &[("A", 1), ("B", 2), ("D", 3)],
            &[("A", 1), ("B", 2), ("C", 3), ("A", 4)],
            &[],
        ] {
            assert_eq!(entered(&all, &turns(wrong)), Err(CallFault::NotAnOrder { count: 3 }), "{wrong:?}");
        }
    }
}
